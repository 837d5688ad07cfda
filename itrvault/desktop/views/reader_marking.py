"""What the reader writes: marks on passages, their colours and tags; and what it copies.

The functions run on the writing thread (or a reading one, for copying); `Marker` starts them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from itrvault.desktop.context import VaultContext
from itrvault.desktop.operations import Writer, tag_of_path
from itrvault.desktop.widgets.selection import Place
from itrvault.desktop.widgets.selection_text import UnitText
from itrvault.export.excerpts import Citation
from itrvault.export.wording import citation_words
from itrvault.model.annotation import Anchor, Annotation, AnnotationState, Tag
from itrvault.model.document import Document, Unit, UnitKind
from itrvault.model.geometry import FlowLayout, Rect
from itrvault.text.anchors import document_anchor, make_anchor, page_anchor, region_anchor
from itrvault.text.places import paragraph_at
from itrvault.vault import Vault

T = TypeVar("T")
KEPT = 20
"""Tags given last that are remembered."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A selection in a document."""

    document: str
    first: Place
    last: Place


def trimmed(units: Sequence[Unit], passage: Passage) -> tuple[Place, Place]:
    """The ends moved inwards over white space: a mark should begin and end at words."""
    texts = {unit.number: unit.text for unit in units}
    first, last = passage.first, passage.last
    while first < last:
        text = texts[first.unit]
        if first.offset >= len(text):
            first = Place(first.unit + 1, 0) if first.unit < last.unit else last
        elif text[first.offset].isspace():
            first = Place(first.unit, first.offset + 1)
        else:
            break
    while first < last:
        if last.offset == 0:
            last = Place(last.unit - 1, len(texts[last.unit - 1]))
        elif texts[last.unit][last.offset - 1].isspace():
            last = Place(last.unit, last.offset - 1)
        else:
            break
    return first, last


def units_of(vault: Vault, passage: Passage) -> list[Unit]:
    """The units a passage touches."""
    numbers = range(passage.first.unit, passage.last.unit + 1)
    return [vault.store.documents.unit(passage.document, number) for number in numbers]


def add_mark(
    vault: Vault,
    passage: Passage,
    colour: str,
    tags: Sequence[str],
    author: str,
    path: str = "",
) -> Annotation | None:
    """Mark a passage, with tags and with the tag of a path, which is made if need be.

    None when nothing but white space was selected.
    """
    units = units_of(vault, passage)
    first, last = trimmed(units, passage)
    if first >= last:
        return None
    anchor = make_anchor(units, first.unit, first.offset, last.unit, last.offset)
    return add_note(vault, passage.document, anchor, colour, tags, author, path)


def add_note(
    vault: Vault,
    document: str,
    anchor: Anchor,
    colour: str,
    tags: Sequence[str],
    author: str,
    path: str = "",
) -> Annotation:
    """As `add_mark`, at a place that is known."""
    store = vault.store
    with store.journal.operation("Tag" if tags or path else "Highlight", author=author):
        made = [tag_of_path(vault, path)] if path else []
        return store.annotations.add(
            document, anchor, colour=colour, tags=[*tags, *made], author=author
        )


def move_mark(vault: Vault, annotation: str, passage: Passage, author: str) -> None:
    """Have a mark run over another passage of its document; over white space alone never."""
    units = units_of(vault, passage)
    first, last = trimmed(units, passage)
    if first >= last:
        return
    anchor = make_anchor(units, first.unit, first.offset, last.unit, last.offset)
    if anchor != vault.store.annotations.get(annotation).anchor:
        vault.store.annotations.update(annotation, anchor=anchor, author=author)


def words_of(vault: Vault, passage: Passage) -> str:
    """The words of a passage as one pastes them: a page's line ends become spaces."""
    units = units_of(vault, passage)
    first, last = trimmed(units, passage)
    parts = []
    for unit in units:
        start = first.offset if unit.number == first.unit else 0
        end = last.offset if unit.number == last.unit else len(unit.text)
        if unit.kind is UnitKind.PAGE:
            parts += _joined_lines(UnitText(unit), start, end)
        else:
            parts.append(unit.text[start:end].rstrip("\n"))
    return "\n".join(part for part in parts if part.strip())


def _joined_lines(text: UnitText, start: int, end: int) -> list[str]:
    found = []
    for span in text.paragraphs:
        low, high = max(start, span.start), min(end, span.end)
        if low < high:
            found.append(" ".join(text.text[low:high].split()))
    return found


def cited_words(vault: Vault, passage: Passage) -> str:
    """The words in quotation marks, and where they stand."""
    document = vault.store.documents.get(passage.document)
    units = units_of(vault, passage)
    citation = citation_words(citation_of(document, units, *trimmed(units, passage)))
    return f"“{words_of(vault, passage)}”\n({citation})"


def citation_of(document: Document, units: Sequence[Unit], first: Place, last: Place) -> Citation:
    """Symbol, title, proponent, date and place of a passage."""
    return Citation(
        sha256=document.id, symbol=document.symbol, title=document.title,
        proponent=document.value("proponent"), date=document.value("date"),
        place=place_words(units, first, last),
    )  # fmt: skip


def place_words(units: Sequence[Unit], first: Place, last: Place) -> str:
    """In words, such as "p. 12", "pp. 12-13", "para. 40" or "paras. 40-41"."""
    begin = next(unit for unit in units if unit.number == first.unit)
    end = next(unit for unit in units if unit.number == last.unit)
    if isinstance(begin.layout, FlowLayout) and isinstance(end.layout, FlowLayout):
        above = paragraph_at(begin.layout, first.offset)
        below = paragraph_at(end.layout, max(0, last.offset - 1))
        if above is None or below is None:
            return ""
        return _range("para.", "paras.", str(above.number), str(below.number))
    labels = [unit.label or str(unit.number + 1) for unit in (begin, end)]
    return _range("p.", "pp.", *labels)


def _range(one: str, several: str, first: str, last: str) -> str:
    return f"{one} {first}" if first == last else f"{several} {first}-{last}"


class Marker(QObject):
    """Starts the writing. `made` carries the annotation and what was wished with it."""

    made = Signal(object, str)  # Annotation, wish: "", "note", "risk", "tag"
    begun = Signal(str)  # wish: it is being made
    unmade = Signal(str)  # wish: nothing was selected but white space
    copied = Signal(str)

    def __init__(self, context: VaultContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.last_colour = ""
        """As it was chosen last; "" while none was, and marks follow their tags."""

    @property
    def writable(self) -> bool:
        """Whether the archive was opened for writing."""
        return not self._context.vault.store.read_only

    def mark(
        self,
        passage: Passage,
        colour: str = "",
        *,
        wish: str = "",
        tags: Sequence[str] = (),
        path: str = "",
    ) -> None:
        """Mark a passage in a colour (the last one by default); by a tag in that of the tag."""
        if not tags and not path:
            self.last_colour = colour = colour or self.last_colour
        vault, author, chosen = self._context.vault, self._context.settings.author, tuple(tags)
        self.make(lambda: add_mark(vault, passage, colour, chosen, author, path), wish)

    def make(self, work: Callable[[], Annotation | None], wish: str = "") -> None:
        """Have something made that becomes an annotation, or None when there is nothing."""
        if not self.writable:
            return

        def take(made: Annotation | None) -> None:
            if made is not None:
                self._remember(made.tags)
                self.made.emit(made, wish)
            else:
                self.unmade.emit(wish)

        self.begun.emit(wish)
        self._context.op(self, work).success(take).run()

    def _remember(self, tags: Sequence[str]) -> None:
        """These are the tags given last."""
        recent = self._context.recent_tags
        recent[:] = [*dict.fromkeys([*tags, *recent])][:KEPT]

    def mark_region(self, document: str, unit: int, rect: Rect) -> None:
        """Mark a rectangle of a page (page points)."""
        vault, colour = self._context.vault, self.last_colour
        author = self._context.settings.author

        def work() -> Annotation | None:
            anchor = region_anchor(vault.store.documents.unit(document, unit), rect)
            return add_note(vault, document, anchor, colour, (), author)

        self.make(work)

    def note_page(self, document: str, unit: int) -> None:
        """Make a note on a whole page, to be written next."""
        vault, colour = self._context.vault, self.last_colour
        author = self._context.settings.author

        def work() -> Annotation | None:
            anchor = page_anchor([vault.store.documents.unit(document, unit)], unit)
            return add_note(vault, document, anchor, colour, (), author)

        self.make(work, "note")

    def note_document(self, document: str) -> None:
        """Make a note on a whole document, to be written next."""
        vault, colour = self._context.vault, self.last_colour
        author = self._context.settings.author
        self.make(
            lambda: add_note(vault, document, document_anchor(), colour, (), author), "note"
        )  # fmt: skip

    def place(self, annotation: str, passage: Passage) -> None:
        """Have an annotation stand on a passage."""
        vault, author = self._context.vault, self._context.settings.author
        self._context.op(self, lambda: move_mark(vault, annotation, passage, author)).run()

    def recolour(self, annotation: Annotation, colour: str) -> None:
        """Another colour for a mark."""
        self.last_colour = colour
        if annotation.colour != colour or not annotation.chosen:
            self._write(lambda writer: writer.recolour(annotation.id, colour))

    def tag(self, annotation: str, tag: str) -> None:
        """Give a tag; it is the last one from now on."""
        self._remember([tag])
        self._write(lambda writer: writer.give_tag(annotation, tag))

    def untag(self, annotation: str, tag: str) -> None:
        """Take a tag off."""
        self._write(lambda writer: writer.take_tag(annotation, tag))

    def tag_with_new(self, annotation: str, path: str) -> None:
        """Give a tag that may not be in the codebook yet; it is the last one from now on."""

        def take(tag: str) -> None:
            self._remember([tag] if tag else [])

        self._write(lambda writer: writer.tag_with_new(annotation, path), take)

    def flag(self, note: Annotation) -> None:
        """Important, or not any more."""
        self._write(lambda writer: writer.set_important([note.id], not note.important))

    def put_state(self, note: Annotation, state: AnnotationState) -> None:
        """To look at again, done, or neither."""
        self._write(lambda writer: writer.set_state([note.id], state))

    def remove(self, annotation: str) -> None:
        """Take a mark away; undo brings it back."""
        self._write(lambda writer: writer.remove_annotation(annotation))

    def copy(self, passage: Passage, *, cited: bool) -> None:
        """Put the words on the clipboard."""
        vault = self._context.vault
        words = cited_words if cited else words_of

        def take(text: str) -> None:
            QGuiApplication.clipboard().setText(text)
            self.copied.emit(text)

        self._context.query(self, lambda: words(vault, passage)).success(take).run()

    def look_at_tags(self, take: Callable[[list[Tag]], None], *, lane: str = "") -> None:
        """The codebook, for the tag field; of several looks in a lane only the latest is taken."""
        vault = self._context.vault
        query = self._context.query(self, lambda: list(vault.store.tags.all()))
        (query.lane(lane) if lane else query).success(take).run()

    def _write(self, work: Callable[[Writer], T], take: Callable[[T], None] | None = None) -> None:
        if not self.writable:
            return
        writer = self._context.writer
        operation = self._context.op(self, lambda: work(writer))
        if take is not None:
            operation.success(take)
        operation.run()
