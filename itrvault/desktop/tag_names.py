"""What tags are called, for lines of queries that lie open while somebody changes the codebook."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from itrvault.desktop.context import VaultContext
from itrvault.model.journal import Change, Changed

Paths = dict[str, str]


class TagNames(QObject):
    """Says when tags are called otherwise, and what queries say then."""

    changed = Signal()

    def __init__(self, context: VaultContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._paths: Paths | None = None
        self._before: Paths = {}
        self._after: Paths = {}
        self._undo: tuple[str, str, Paths] | None = None
        """What was written, what stood there before, and what the tags were called then."""
        context.changed.connect(self._look)
        self._look(Change(Changed.TAGS))

    def followed(self, text: str) -> str:
        """The lines with the names of now; an undo gives them back as they were."""
        back, self._undo = self._undo, None
        if back is not None and (back[0], back[2]) == (text, self._after):
            return back[1]
        queries = self._context.vault.store.tags.queries
        lines = dict(enumerate(text.split("\n")))
        named = {str(number): line for number, line in lines.items() if "tag" in line.lower()}
        for number, line in queries.changed(named, self._before, self._after).items():
            lines[int(number)] = line
        written = "\n".join(lines.values())
        if written != text:
            self._undo = written, text, self._before
        return written

    def _look(self, change: Change) -> None:
        if not change.what & Changed.TAGS:
            return
        tags, before = self._context.vault.store.tags, self._paths or {}
        query = self._context.query(self, lambda: (tags.paths(), tags.paths_of(before)))
        query.lane("tag names").success(self._take).run()

    def _take(self, found: tuple[Paths, Paths]) -> None:
        paths, after = found
        before, self._paths = self._paths, paths
        if before is not None and before != paths:
            self._before, self._after = before, after
            self.changed.emit()
