"""Making links in the window, and going to their other ends: here, or in the reader beside."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt

from itrvault.desktop.context import VaultContext
from itrvault.desktop.dialogs.link_to import LinkToDialog
from itrvault.desktop.views.reader import ReaderView
from itrvault.desktop.views.reader_pair import ReaderPair
from itrvault.desktop.widgets.pick_strip import PickStrip
from itrvault.desktop.widgets.selection import Place
from itrvault.linking import Ends, Told
from itrvault.model.geometry import Span
from itrvault.model.link import End, EndKind, Relation

Kind = tuple[Relation, bool]


class Linking(QObject):
    """`shown` is called before a place is shown in a reader: the readers must be in view."""

    def __init__(
        self, context: VaultContext, pair: ReaderPair, shown: Callable[[], object]
    ) -> None:
        super().__init__(pair)
        self._context = context
        self._pair = pair
        self._shown = shown
        self._pending: tuple[Told, Kind, str] | None = None
        self.dialog: LinkToDialog | None = None
        self.strip = PickStrip()
        self.strip.cancelled.connect(self.give_up)
        pair.show_strip(self.strip)

    @property
    def pending(self) -> bool:
        """Whether a link waits for its other end."""
        return self._pending is not None

    def ask(self, annotation: str) -> None:
        """Link an annotation: ask with what, or take it for the end that is waited for."""
        if self._context.vault.store.read_only:
            return
        if self._pending is not None and annotation != self._pending[0].end.value:
            self.take(annotation)
        else:
            self._tell(annotation, self._open)

    def take(self, annotation: str) -> None:
        """A passage was marked or clicked: if a link waits for its other end, this is it."""
        if self._pending is None or annotation in ("", self._pending[0].end.value):
            return
        origin, kind, note = self._pending
        self.give_up()
        self._tell(annotation, partial(self._open_with, origin, kind, note))

    def give_up(self) -> None:
        """The link does not wait any more."""
        self._pending = None
        self.strip.hide()

    def show(self, told: Told) -> None:
        """Show an end in the first reader."""
        self._shown()
        _go(self._pair.reader, told)

    def show_beside(self, annotation: str, told: Told) -> None:
        """Show an annotation, and the other end of its link beside it."""
        self._shown()
        pair = self._pair
        here = pair.reader.loader.annotation(annotation) is not None
        other = pair.other
        if not here and other is not None and other.loader.annotation(annotation) is not None:
            _go(pair.reader, told)  # the annotation is the one beside already
            return
        pair.locked.setChecked(False)  # other documents at other places: each for itself
        if not here:
            pair.reader.show_annotation(annotation)
        _go(pair.second(), told)

    # -- making ------------------------------------------------------------------------------

    def _tell(self, annotation: str, then: Callable[[Told], object]) -> None:
        vault, negotiations = self._context.vault, self._context.negotiations
        end = End(EndKind.ANNOTATION, annotation)
        query = self._context.query(self, lambda: Ends(vault, negotiations.read).tell(end))
        query.lane("link").success(then).run()

    def _open(self, origin: Told, target: Told | None = None) -> LinkToDialog:
        dialog = LinkToDialog(self._context, self._pair.window(), origin, target=target)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(self._write, dialog, origin.end))
        dialog.pickWanted.connect(partial(self._wait, dialog, origin))
        dialog.finished.connect(self._closed)
        self.dialog = dialog
        dialog.open()
        return dialog

    def _open_with(self, origin: Told, kind: Kind, note: str, target: Told) -> None:
        dialog = self._open(origin, target)
        dialog.choose(kind[0], outward=kind[1])
        dialog.note.setText(note)

    def _closed(self, _: int) -> None:
        self.dialog = None

    def _wait(self, dialog: LinkToDialog, origin: Told) -> None:
        self._pending = origin, dialog.kind, dialog.note.text()
        self.strip.ask(origin.title)

    def _write(self, dialog: LinkToDialog, origin: End) -> None:
        target, (relation, outward), note = dialog.chosen, dialog.kind, dialog.note.text().strip()
        if target is None:
            return
        one, two = (origin, target) if outward else (target, origin)
        writer = self._context.writer
        self._context.op(self, lambda: writer.add_link(one, two, relation, note)).run()


def _go(reader: ReaderView, told: Told) -> None:
    place = told.place
    if told.end.kind is EndKind.ANNOTATION:
        reader.show_annotation(told.end.value)
    elif told.end.kind is EndKind.DOCUMENT or place is None:
        reader.show_document(told.document)
    else:
        one = place.unit == place.end_unit
        span = Span(place.start, place.end if one else place.start + 1)
        reader.show_words(told.document, place.unit, span, Place(place.end_unit, place.end))
