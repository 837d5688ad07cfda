"""Saying of the words selected in a reader that they are a proposal, or that they are none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from itrvault.desktop.context import VaultContext
from itrvault.desktop.views.centre import Centre
from itrvault.desktop.views.reader import ReaderView
from itrvault.desktop.words import error_words
from itrvault.errors import KnownError
from itrvault.model.provision import Place

if TYPE_CHECKING:
    from itrvault.desktop.views.compare import CompareView


class Proposing(QObject):
    """`reader` gives the one that was used last, `compare` the view with its dialog."""

    def __init__(
        self,
        context: VaultContext,
        centre: Centre,
        reader: Callable[[], ReaderView],
        compare: Callable[[], CompareView],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._centre = centre
        self._reader = reader
        self._compare = compare

    def propose(self) -> None:
        """Say that the selected passage is a proposal, or correct what was read of it."""
        chosen = self._chosen()
        if chosen is None:
            self._centre.show_page("compare")
            self._compare().turn_to("settle")  # which says how one is added
        else:
            self._compare().add_missed(*chosen)

    def dismiss(self) -> None:
        """Say that no proposal begins in the selected passage."""
        reader, chosen = self._reader(), self._chosen()
        if self._context.vault.store.read_only:
            reader.marks.notice.say(self.tr("This archive is open for reading only."))
            return
        if chosen is None:
            words = self.tr("Select the words that head it first: its verb and its identifier.")
            reader.marks.notice.say(words)
            return
        from itrvault.negotiation import settling  # costs start-up

        vault, author = self._context.vault, self._context.settings.author
        document, place = chosen
        op = self._context.op(
            reader, lambda: settling.dismiss(vault, document, place, author=author)
        )
        op.success(lambda _: self._said(reader)).failure(lambda e: self._refused(reader, e)).run()

    def _chosen(self) -> tuple[str, Place] | None:
        passage = self._reader().marks.passage()
        if passage is None:
            return None
        first, last = passage.first, passage.last
        return passage.document, Place(first.unit, first.offset, last.unit, last.offset)

    def _said(self, reader: ReaderView) -> None:
        words = self.tr("No proposal begins in these words any more. {keys} takes that back.")
        reader.marks.notice.say(words.format(keys=self._context.keys.words("undo")))

    def _refused(self, reader: ReaderView, error: BaseException) -> None:
        if isinstance(error, KnownError):
            reader.marks.notice.say(error_words(error))
        else:
            self._context.tasks.failed.emit(error)
