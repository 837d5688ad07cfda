"""Highlights and comments made in a file: from places in its units to anchors of passages."""

from __future__ import annotations

from itrvault.model.document import Extraction, ForeignMark, MarkKind, Unit
from itrvault.model.geometry import Span
from itrvault.store.foreign import FoundMark
from itrvault.text.anchors import make_anchor
from itrvault.text.stretches import word_at

_COLOURS = {
    MarkKind.HIGHLIGHT: "yellow", MarkKind.STRIKEOUT: "red", MarkKind.UNDERLINE: "gray",
    MarkKind.COMMENT: "gray", MarkKind.NOTE: "gray",
}  # fmt: skip
"""Of marks that have none of their own."""
_SAYS = {MarkKind.STRIKEOUT: "Struck out", MarkKind.UNDERLINE: "Underlined"}
"""How a mark was made, where that says something that no colour can."""


def find_marks(extraction: Extraction) -> list[FoundMark]:
    """The marks of a file as passages of its text, in order of place."""
    return [_found(extraction.units[mark.unit], mark) for mark in extraction.marks]


def _found(unit: Unit, mark: ForeignMark) -> FoundMark:
    span = place_of(unit.text, mark)
    note = mark.note.strip()
    if says := _SAYS.get(mark.kind):
        note = f"{says}: {note}" if note else says
    return FoundMark(
        make_anchor([unit], unit.number, span.start, unit.number, span.end),
        mark.colour or _COLOURS[mark.kind],
        note,
        mark.author,
        mark.date,
    )


def place_of(text: str, mark: ForeignMark) -> Span:
    """The words of a mark; of a note on a place the word there. 0, 0 stands for the whole unit."""
    words = text[mark.start : mark.end]
    if kept := words.strip():
        start = mark.start + words.index(kept[0])
        return Span(start, start + len(kept))
    if not mark.start:
        return Span(0, 0)
    near = [at for at in (mark.start, mark.start - 1) if at < len(text) and not text[at].isspace()]
    if not near:
        return Span(0, 0)
    # Better the word before a comma than the comma.
    return word_at(text, next((at for at in near if text[at].isalnum()), near[0]))
