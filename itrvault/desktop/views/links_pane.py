"""The links of the annotation that is selected: what each other end says, and the way there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, Qt, Signal
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.desktop.widgets.tab_order import tab_as_laid_out
from itrvault.desktop.words import one_line, reads_from_right, translated
from itrvault.linking import Ends, LinkTold, Told
from itrvault.model.annotation import Annotation
from itrvault.model.journal import Change, Changed
from itrvault.model.link import Relation

LONGEST = 240
"""Code points of the other end's words."""

OUTWARD = {
    Relation.AMENDS: QT_TRANSLATE_NOOP("words", "Amends"),
    Relation.RESTATES: QT_TRANSLATE_NOOP("words", "Restates"),
    Relation.CONTRADICTS: QT_TRANSLATE_NOOP("words", "Contradicts"),
    Relation.CITES: QT_TRANSLATE_NOOP("words", "Cites"),
    Relation.ANALYSED_BY: QT_TRANSLATE_NOOP("words", "Is analysed by"),
}
INWARD = {
    Relation.AMENDS: QT_TRANSLATE_NOOP("words", "Is amended by"),
    Relation.RESTATES: QT_TRANSLATE_NOOP("words", "Is restated by"),
    Relation.CONTRADICTS: QT_TRANSLATE_NOOP("words", "Is contradicted by"),
    Relation.CITES: QT_TRANSLATE_NOOP("words", "Is cited by"),
    Relation.ANALYSED_BY: QT_TRANSLATE_NOOP("words", "Analyses"),
}


def relation_words(relation: Relation, *, outward: bool) -> str:
    """What this end does to the other, or has done to it."""
    return translated((OUTWARD if outward else INWARD)[relation])


class LinksPane(QWidget):
    """A card for each link. It asks for places to be shown, and for a link to be made."""

    openWanted = Signal(object)  # Told: show the other end in the reader
    besideWanted = Signal(object)  # Told: show it in the second reader
    linkWanted = Signal(str)  # annotation: link it with something

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._annotation = ""
        self.shown: list[LinkTold] = []
        self._cards = QVBoxLayout()
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(8)
        self.add = button(self.tr("Link to..."), self._ask)
        context.keys.tip(self.add, self.tr("Link this passage with another"), "link")
        box = column(spacing=8)
        box.addLayout(self._cards)
        box.addLayout(row(self.add, None))
        self.setLayout(box)
        context.changed.connect(self._follow)
        self.show_links(None)

    def show_links(self, note: Annotation | None) -> None:
        """Show those of another annotation."""
        annotation = note.id if note is not None else ""
        self.add.setEnabled(bool(annotation) and not self._context.vault.store.read_only)
        if annotation != self._annotation:
            self._annotation = annotation
            self._show(())
            self.reload()

    def reload(self) -> None:
        """Look at them again."""
        annotation = self._annotation
        if not annotation:
            return
        vault, negotiations = self._context.vault, self._context.negotiations

        def look() -> tuple[str, list[LinkTold]]:
            return annotation, Ends(vault, negotiations.read).links_of(annotation)

        self._context.query(self, look).lane("links").success(self._take).run()

    def _take(self, answer: tuple[str, list[LinkTold]]) -> None:
        annotation, links = answer
        if annotation == self._annotation:
            self._show(links)

    def _follow(self, change: Change) -> None:
        if change.what & (Changed.LINKS | Changed.ANNOTATIONS | Changed.DOCUMENTS):
            self.reload()

    def _ask(self) -> None:
        if self._annotation:
            self.linkWanted.emit(self._annotation)

    # -- cards -------------------------------------------------------------------------------

    def _show(self, links: Sequence[LinkTold]) -> None:
        if list(links) == self.shown and links:
            return  # the keys may be on one of the cards
        self.shown = list(links)
        while (item := self._cards.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for told in links:
            self._cards.addWidget(self._card(told))
        tab_as_laid_out(self)

    def _card(self, told: LinkTold) -> QFrame:
        other, link = told.other, told.link
        card = QFrame()
        card.setProperty("role", "card")
        name = other.title or self.tr("A passage that was removed")
        title = ElidedLabel(name)
        title.setAlignment(
            Qt.AlignmentFlag.AlignRight if reads_from_right(name) else Qt.AlignmentFlag.AlignLeft
        )
        words = one_line(other.words)
        said = words_label(words if len(words) < LONGEST else words[: LONGEST - 1] + "…", wrap=True)
        said.setVisible(bool(words))
        said.setAlignment(
            Qt.AlignmentFlag.AlignRight if reads_from_right(words) else Qt.AlignmentFlag.AlignLeft
        )
        note = words_label(one_line(link.note), "secondary", wrap=True)
        note.setVisible(bool(link.note))
        show = button(self.tr("Show"), partial(self.openWanted.emit, other), "link")
        show.setAccessibleName(self.tr("Show {place}").format(place=name))
        beside = button(self.tr("Beside"), partial(self.besideWanted.emit, other), "link")
        beside.setToolTip(self.tr("Open it in a second reader beside this one"))
        show.setEnabled(bool(other.document))
        beside.setEnabled(bool(other.document))
        more = button(self.tr("Change"), lambda: None, "link")
        more.setMenu(self._menu(told, more))
        more.setVisible(not self._context.vault.store.read_only)
        kind = words_label(relation_words(link.relation, outward=told.outward), "secondary")
        card.setLayout(
            column(
                kind, title, said, note, row(show, beside, None, more),
                margins=(10, 8, 10, 8), spacing=3,
            )
        )  # fmt: skip
        return card

    def _menu(self, told: LinkTold, parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        for relation in Relation:
            entry = menu.addAction(relation_words(relation, outward=told.outward))
            entry.setCheckable(True)
            entry.setChecked(relation is told.link.relation)
            entry.triggered.connect(partial(self._change, told, relation))
        menu.addSeparator()
        menu.addAction(self.tr("Remove the link")).triggered.connect(partial(self._remove, told))
        return menu

    def _change(self, told: LinkTold, relation: Relation, *_: object) -> None:
        writer, key = self._context.writer, told.link.id
        self._context.op(self, lambda: writer.change_link(key, relation=relation)).run()

    def _remove(self, told: LinkTold, *_: object) -> None:
        writer, key = self._context.writer, told.link.id
        self._context.op(self, lambda: writer.remove_link(key)).run()


def place_of(told: Told) -> tuple[str, int, int]:
    """Document, unit and offset of an end."""
    place = told.place
    return told.document, place.unit if place else 0, place.start if place else 0
