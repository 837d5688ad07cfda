"""Folders that are looked into while the archive is open: what comes into them is imported.

Only as long as this window has the archive open; nothing of it is written down.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from itrvault.desktop.context import VaultContext
from itrvault.desktop.tasks import Job
from itrvault.errors import Cancelled
from itrvault.model.report import ImportReport
from itrvault.progress import CancelToken

if TYPE_CHECKING:
    from itrvault.ingest.watch import Watch

SHORTEST_MS, LONGEST_MS = 1_000, 15_000
"""Between two looks: soon after something happened, and after long silence."""

SHARE = 20
"""A pause is at least so many times as long as the look before it."""


class FolderWatch(QObject):
    """`reported` announces what an import of new files did, `changed` which folders are watched."""

    reported = Signal(object)  # ImportReport
    changed = Signal(list)  # of folders

    def __init__(self, context: VaultContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._watch: Watch | None = None
        self._cancel = CancelToken()
        self._pause = SHORTEST_MS
        self.folders: list[str] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def watch(self, paths: Sequence[str]) -> None:
        """Look into these folders, too; what is in them now counts as known."""
        new = [path for path in folders_of(paths) if path not in self.folders]
        if new:
            self._begin([*self.folders, *new])

    def leave(self, paths: Sequence[str]) -> None:
        """Look into these folders no longer."""
        left = [path for path in self.folders if path not in set(paths)]
        if left != self.folders:
            self._begin(left)

    def stop(self) -> None:
        """Look into none any more."""
        self._begin([])

    def _begin(self, folders: list[str]) -> None:
        self._cancel.cancel()
        self._cancel = CancelToken()
        self.folders = folders
        self._watch = None
        self._timer.stop()
        if folders:
            from itrvault.ingest.watch import Watch

            self._watch = Watch(folders, vault=self._context.vault.path)
            self._timer.start(0)
        self.changed.emit(list(folders))

    # -- looking ---------------------------------------------------------------------------------

    def _look(self) -> None:
        watch, token = self._watch, self._cancel
        if watch is None:
            return

        def work() -> tuple[list[str], float]:
            begun = time.monotonic()
            return watch.look(begun, token), time.monotonic() - begun

        query = self._context.query(self, work).lane("watch")
        query.success(partial(self._take, watch)).failure(self._fail).run()

    def _take(self, watch: Watch, found: tuple[list[str], float]) -> None:
        if watch is not self._watch:
            return
        ready, took = found
        soon = bool(ready or watch.waiting)
        self._pause = SHORTEST_MS if soon else min(self._pause * 3 // 2, LONGEST_MS)
        if ready:
            self._import(ready)
        else:
            self._timer.start(max(self._pause, round(SHARE * took * 1000)))

    def _import(self, paths: list[str]) -> None:
        vault = self._context.vault

        def work(progress: Job, cancel: CancelToken) -> ImportReport:
            from itrvault.ingest.run import run_import

            return run_import(vault, paths, progress=progress, cancel=cancel)

        op = self._context.op(self, work).with_job(self.tr("Importing new files")).beside("import")
        op.success(self._imported).failure(self._fail).run()

    def _imported(self, report: ImportReport) -> None:
        self.reported.emit(report)
        if self._watch is not None:
            self._timer.start(SHORTEST_MS)

    def _fail(self, error: BaseException) -> None:
        if not isinstance(error, Cancelled):
            self.stop()  # else the same would go wrong every second
            self._context.tasks.failed.emit(error)


def folders_of(paths: Sequence[str]) -> list[str]:
    """The folders among some paths."""
    return [path for path in paths if Path(path).is_dir()]
