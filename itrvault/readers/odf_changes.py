"""Tracked changes and annotations of an OpenDocument file: who changed what, and when."""

from __future__ import annotations

from collections.abc import Iterator

from itrvault.model.document import RedlineKind
from itrvault.model.geometry import ParagraphKind
from itrvault.readers.docx_body import local
from itrvault.readers.docx_comments import ANSWER
from itrvault.readers.odf_package import DC, OFFICE, TABLE, TEXT, XML
from itrvault.readers.ooxml import Element
from itrvault.readers.remarks import Edge, Flag, Remark
from itrvault.readers.sections import PLAIN, Block, Mark, Piece, clean

_KINDS = {"insertion": RedlineKind.INSERTED, "deletion": RedlineKind.DELETED}
_LONGEST = 200
_NAMELESS = "\0"

Marks = tuple[Mark, ...]


class Changes:
    """The tracked changes of a text. Changes of looks alone are left out."""

    def __init__(self, root: Element | None) -> None:
        self._marks: dict[str, Marks] = {}  # several where an insertion was deleted again
        self._deleted: dict[str, Element] = {}
        self._active: dict[str, Marks] = {}
        for region in root.iter(f"{TEXT}changed-region") if root is not None else ():
            identity = region.get(f"{TEXT}id") or region.get(f"{XML}id") or ""
            for change in region:
                kind = _KINDS.get(local(change))
                if kind is None:
                    continue
                mark = Mark(kind, *_who_and_when(change))
                self._marks[identity] = (*self._marks.get(identity, ()), mark)
                if kind is RedlineKind.DELETED:
                    self._deleted[identity] = change

    def turn(self, place: Element, *, on: bool) -> None:
        """The words from here on belong to a change, or no longer do."""
        identity = place.get(f"{TEXT}change-id", "")
        if not on:
            self._active.pop(identity, None)
        elif identity in self._marks:
            self._active[identity] = self._marks[identity]

    def active(self) -> Marks:
        """The changes we are in."""
        return tuple(mark for marks in self._active.values() for mark in marks)

    def deletion(self, place: Element) -> tuple[Marks, list[Element]]:
        """What was deleted here: the marks, and the paragraphs it was taken from. Each once."""
        identity = place.get(f"{TEXT}change-id", "")
        marks = self._marks.get(identity, (Mark(RedlineKind.DELETED),))
        change = self._deleted.pop(identity, None)
        return marks, [] if change is None else list(_paragraphs(change))

    def leftovers(self) -> Iterator[tuple[Marks, list[Element]]]:
        """Deletions that no place in the text refers to."""
        while self._deleted:
            identity, change = self._deleted.popitem()
            yield self._marks[identity], list(_paragraphs(change))


def _paragraphs(change: Element) -> Iterator[Element]:
    """The outermost paragraphs below an element, but not those of notes and comments."""
    for child in change:
        if child.tag in (f"{TEXT}p", f"{TEXT}h"):
            yield child
        elif local(child) not in ("change-info", "annotation"):
            yield from _paragraphs(child)


def _who_and_when(change: Element) -> tuple[str, str]:
    info = change.find(f"{OFFICE}change-info")
    if info is None:
        return "", ""
    author = info.findtext(f"{DC}creator") or info.get(f"{OFFICE}chg-author") or ""
    date = info.findtext(f"{DC}date") or info.get(f"{OFFICE}chg-date-time") or ""
    return " ".join(author.split())[:_LONGEST], date.strip()[:_LONGEST]


def comment_of(annotation: Element) -> Block:
    """An annotation as a paragraph: author and words."""
    author = annotation.findtext(f"{DC}creator") or annotation.get(f"{OFFICE}author") or ""
    words = "\n".join("".join(p.itertext()).strip() for p in annotation.iter(f"{TEXT}p")).strip()
    author, words = " ".join(author.split())[:_LONGEST], clean(words)
    said = f"{author}: {words}" if author and words else words
    return Block([Piece(clean(said))], ParagraphKind.COMMENT)


def flags_of(annotation: Element) -> list[Piece]:
    """The places of an annotation: here it is made, and here what it is about may begin."""
    block = comment_of(annotation)
    if not block.text.strip():
        return []
    author = annotation.findtext(f"{DC}creator") or annotation.get(f"{OFFICE}author") or ""
    author = " ".join(author.split())[:_LONGEST]
    date = annotation.findtext(f"{DC}date") or annotation.get(f"{OFFICE}create-date") or ""
    words = block.text.removeprefix(f"{author}: ") if author else block.text
    if any(key.rpartition("}")[2] == "parent-name" for key in annotation.attrib):
        words = ANSWER + words
    key = annotation.get(f"{OFFICE}name") or _NAMELESS
    remark = Remark(words, author, date.strip()[:_LONGEST])
    flags = [Flag(key, Edge.MADE, remark)]
    if annotation.get(f"{OFFICE}name"):
        flags.insert(0, Flag(key, Edge.BEGIN))
    return [Piece("", flag=flag) for flag in flags]


def end_of(element: Element) -> Piece:
    """Where the words end that an annotation is about."""
    return Piece("", flag=Flag(element.get(f"{OFFICE}name", ""), Edge.END))


def cell_history(body: Element) -> list[Block]:
    """What cells of a spreadsheet held before they were changed, as struck comments."""
    found: list[Block] = []
    for tracked in body.iter(f"{TABLE}tracked-changes"):
        for change in tracked:
            mark = Mark(RedlineKind.DELETED, *_who_and_when(change))
            for cell in change.iter(f"{TABLE}change-track-table-cell"):
                words = "\n".join("".join(p.itertext()) for p in cell.iter(f"{TEXT}p")).strip()
                words = words or cell.get(f"{OFFICE}value", "")
                if words:
                    piece = Piece(clean(words), PLAIN, (mark,))
                    found.append(Block([piece], ParagraphKind.COMMENT, end_marks=(mark,)))
    return found
