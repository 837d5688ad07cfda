"""Notes, comments, running heads and text boxes of an old Word file: where they are and belong."""

from __future__ import annotations

import struct
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from itrvault.model.geometry import ParagraphKind
from itrvault.readers.doc_head import WORD_97, Head, Part, plex
from itrvault.readers.ole import words
from itrvault.readers.remarks import Edge
from itrvault.readers.rtf_tokens import stamp
from itrvault.readers.sections import clean

_HEAD_KINDS = (
    ParagraphKind.HEADER, ParagraphKind.HEADER, ParagraphKind.FOOTER, ParagraphKind.FOOTER,
    ParagraphKind.HEADER, ParagraphKind.FOOTER,
)  # fmt: skip
_SEPARATORS = 6  # between text and notes, kept with the running heads
_COMMENT, _BOX, _SHAPE, _DATES = 30, 22, 26, 18
_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote: its characters and its number."""

    kind: ParagraphKind
    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: its characters, who made it and when."""

    key: str
    start: int
    end: int
    author: str
    date: str


class Notes:
    """All that hangs on the text, by the character it hangs on."""

    def __init__(self, head: Head, stories: dict[str, tuple[int, int]]) -> None:
        self._head = head
        self._stories = stories
        self._notes: dict[int, Note] = {}
        for kind, places, texts, story in (
            (ParagraphKind.FOOTNOTE, Part.FOOTNOTE_PLACES, Part.FOOTNOTES, "footnotes"),
            (ParagraphKind.ENDNOTE, Part.ENDNOTE_PLACES, Part.ENDNOTES, "endnotes"),
        ):
            self._read_notes(kind, places, texts, story)
        self._authors = _names(head.table(Part.AUTHORS)) if head.version == WORD_97 else []
        self._comments: dict[int, Comment] = {}
        self._edges: dict[int, list[tuple[str, Edge]]] = {}
        self._read_comments()
        self._bookmarks = _named_places(head) if head.version == WORD_97 else []
        self._boxes: dict[int, list[tuple[int, int]]] = {}
        self._unplaced: list[tuple[int, int]] = []
        self._read_boxes()

    def author(self, number: int) -> str:
        """Who made a change; "" for an unknown one."""
        return self._authors[number] if number < len(self._authors) else ""

    def _texts(self, part: Part, story: str) -> list[tuple[int, int]]:
        """Where each text of a story lies."""
        first, last = self._stories[story]
        raw = self._head.table(part)
        places = struct.unpack_from(f"<{len(raw) // 4}I", raw)
        return [
            (min(first + place, last), min(first + after, last))
            for place, after in pairwise(places)
            if place <= after
        ][:_MOST]

    # -- footnotes and endnotes ------------------------------------------------------------------

    def _read_notes(self, kind: ParagraphKind, places: Part, texts: Part, story: str) -> None:
        stretches = self._texts(texts, story)
        at, flags = plex(self._head.table(places), 2)
        number = 0
        for place, flag, stretch in zip(at, flags, stretches, strict=False):
            automatic = flag != b"\0\0"
            number += automatic
            self._notes.setdefault(place, Note(kind, *stretch, number if automatic else 0))

    def at(self, place: int) -> Note | None:
        """The note a character refers to; given once."""
        return self._notes.pop(place, None)

    def left(self) -> Iterator[Note]:
        """Notes that nothing referred to."""
        while self._notes:
            yield self._notes.pop(min(self._notes))

    # -- comments --------------------------------------------------------------------------------

    def _read_comments(self) -> None:
        head = self._head
        size = _COMMENT if head.version == WORD_97 else 20
        at, entries = plex(head.table(Part.COMMENT_PLACES), size)
        stretches = self._texts(Part.COMMENTS, "comments")
        owners = _owners(head.table(Part.COMMENT_AUTHORS), wide=head.version == WORD_97)
        dates = head.table(Part.COMMENT_DATES)
        marks = _bookmarks(head) if head.version == WORD_97 else {}
        for index, (place, entry) in enumerate(zip(at, entries, strict=False)):
            if index >= len(stretches):
                break
            author, mark = 0, -1
            if head.version == WORD_97:
                author, _, _, mark = struct.unpack_from("<HHHi", entry, 20)
            else:
                author = int.from_bytes(entry[10:12], "little")
            date = stamp(int.from_bytes(dates[_DATES * index : _DATES * index + 4], "little"))
            named = owners[author] if author < len(owners) else ""
            key = f"comment {index}"
            self._comments.setdefault(place, Comment(key, *stretches[index], named, date))
            if mark in marks:
                first, last = marks[mark]
                self._edges.setdefault(first, []).append((key, Edge.BEGIN))
                self._edges.setdefault(last, []).append((key, Edge.END))

    def comment_at(self, place: int) -> Comment | None:
        """The comment made at a character; given once."""
        return self._comments.pop(place, None)

    def comments(self) -> list[Comment]:
        """Comments that no character of the text was reached for."""
        return [self._comments[place] for place in sorted(self._comments)]

    def flags(self, start: int, end: int) -> dict[int, list[tuple[str, Edge]]]:
        """Where comments begin and end among these characters."""
        if not self._edges:
            return {}
        inside = [place for place in self._edges if start <= place < end]
        return {place: self._edges.pop(place) for place in inside}

    # -- bookmarks -------------------------------------------------------------------------------

    def names(self, start: int, end: int) -> dict[int, list[str]]:
        """What links call the places among these characters."""
        found: dict[int, list[str]] = {}
        for at in range(bisect_left(self._bookmarks, (start, "")), len(self._bookmarks)):
            place, name = self._bookmarks[at]
            if place >= end:
                break
            found.setdefault(place, []).append(name)
        return found

    # -- running heads and boxes -----------------------------------------------------------------

    def heads(self) -> Iterator[tuple[ParagraphKind, int, int]]:
        """Running heads and feet of all sections, without what separates notes."""
        for index, (start, end) in enumerate(self._texts(Part.HEADS, "heads")):
            kind = index - _SEPARATORS
            if self._head.version != WORD_97:
                kind = index  # which of them are there, another table says
            if kind >= 0 and end > start:
                yield _HEAD_KINDS[kind % 6], start, end

    def _read_boxes(self) -> None:
        first, last = self._stories["boxes"]
        if self._head.version != WORD_97:
            if last > first:
                self._unplaced.append((first, last))
            return
        at, entries = plex(self._head.table(Part.BOXES), _BOX)
        shapes, anchors = plex(self._head.table(Part.SHAPES), _SHAPE)
        places = {
            int.from_bytes(anchor[:4], "little"): place
            for place, anchor in zip(shapes, anchors, strict=False)
        }
        for index, entry in enumerate(entries[:_MOST]):
            stretch = (min(first + at[index], last), min(first + at[index + 1], last))
            place = places.get(int.from_bytes(entry[14:18], "little"))
            if stretch[0] >= stretch[1]:
                continue
            if place is None:
                self._unplaced.append(stretch)
            else:
                self._boxes.setdefault(place, []).append(stretch)

    def boxes_at(self, place: int) -> list[tuple[int, int]]:
        """The boxes that hang on a character; given once."""
        return self._boxes.pop(place, [])

    def left_boxes(self) -> list[tuple[int, int]]:
        """Boxes that hang on no character that was reached."""
        return sorted([*self._unplaced, *(one for boxes in self._boxes.values() for one in boxes)])


def _names(data: bytes) -> list[str]:
    """A table of names (MS-DOC, STTB) of two bytes a character."""
    if data[:2] != b"\xff\xff" or len(data) < 6:
        return []
    count, extra = struct.unpack_from("<HH", data, 2)
    found: list[str] = []
    at = 6
    for _ in range(count):
        if at + 2 > len(data):
            break
        length = int.from_bytes(data[at : at + 2], "little")
        found.append(_line(data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")))
        at += 2 + 2 * length + extra
    return found


def _owners(data: bytes, *, wide: bool) -> list[str]:
    """The authors of comments, one after the other."""
    found: list[str] = []
    at = 0
    while at < len(data) and len(found) < 5_000:
        if wide:
            length = int.from_bytes(data[at : at + 2], "little")
            found.append(_line(data[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")))
            at += 2 + 2 * length
        else:
            length = data[at]
            found.append(_line(words(data[at + 1 : at + 1 + length], "cp1252")))
            at += 1 + length
    return found


def _line(name: str) -> str:
    return " ".join(clean(name).split())[:200]


def _named_places(head: Head) -> list[tuple[int, str]]:
    """The characters where bookmarks begin, with their names, in order of place."""
    begins, _ = plex(head.table(Part.BOOKMARK_BEGINS), 4)
    return sorted(zip(begins, _names(head.table(Part.BOOKMARKS)), strict=False))


def _bookmarks(head: Head) -> dict[int, tuple[int, int]]:
    """First and last character of the words each comment is about, by the comment's tag."""
    names = head.table(Part.COMMENT_MARKS)
    begins, links = plex(head.table(Part.COMMENT_BEGINS), 4)
    raw = head.table(Part.COMMENT_ENDS)
    ends = struct.unpack_from(f"<{len(raw) // 4}I", raw)
    found: dict[int, tuple[int, int]] = {}
    at = 6
    for begin, link in zip(begins, links, strict=False):
        if at + 12 > len(names):
            break
        tag = int.from_bytes(names[at + 4 : at + 8], "little", signed=True)
        at += 2 + 2 * int.from_bytes(names[at : at + 2], "little") + 10
        end = int.from_bytes(link[:2], "little")
        if end < len(ends) and begin <= ends[end]:
            found[tag] = (begin, ends[end])
    return found
