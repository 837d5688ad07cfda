"""The slides of an old PowerPoint file: their texts, notes and comments (MS-PPT)."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from itrvault.errors import ReaderOverLimit
from itrvault.model.geometry import ParagraphKind
from itrvault.readers.sections import Block, Piece, clean

_SLIDE, _NOTES, _NOTES_ATOM = 0x03EE, 0x03F0, 0x03F1
_PERSIST, _SHOWN, _LIST, _DOCUMENT = 0x03F3, 0x03F9, 0x0FF0, 0x03E8
_HEADER, _CHARS, _BYTES, _STRING, _REFERENCE = 0x0F9F, 0x0FA0, 0x0FA8, 0x0FBA, 0x0F9E
_DRAWING, _HEADS, _COMMENT = 0x040C, 0x0FD9, 0x2EE0
_EDIT, _DIRECTORY = 0x0FF5, 0x1772
_TAG_DATA = 0x138B  # of later versions: holds records without saying so
_TITLES = (0, 6)  # kinds of text that name a slide
_NOTES_TEXT = 2
_SLIDES, _ALL_NOTES = 0, 2  # instances of the list of slides
_HIDDEN = 0x04
_PUT_IN = ("", "*")  # nothing, or what PowerPoint puts a slide's number or a date in for
_DEEPEST = 60
_MOST = 3_000_000


@dataclass(frozen=True, slots=True)
class Atom:
    """One record: its kind, instance, and where its contents lie."""

    kind: int
    instance: int
    start: int
    end: int
    holds: bool
    """Whether it is made of further records."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words in one frame, and what kind of frame it is (MS-PPT, TextTypeEnum)."""

    kind: int
    words: str


@dataclass(slots=True)
class Slide:
    """A slide by the numbers others know it by, and its texts in the list of slides."""

    persist: int
    identity: int
    listed: list[Text] = field(default_factory=list)


class Show:
    """One file. `slides` are in the order they are shown."""

    def __init__(self, stream: bytes, user: bytes) -> None:
        self._stream = stream
        self._left = _MOST
        self._places = self._persistent(user)
        self.slides: list[Slide] = []
        self._notes: dict[int, list[Text]] = {}
        self._hidden: list[int] = []
        self._wordless: list[int] = []
        self._damaged = 0
        self._read_lists()

    # -- records ---------------------------------------------------------------------------------

    def _atoms(self, start: int, end: int) -> Iterator[Atom]:
        at = start
        while at + 8 <= end:
            self._left -= 1
            if self._left < 0:
                raise ReaderOverLimit(reason="its slides hold too many parts")
            version, kind, length = struct.unpack_from("<HHI", self._stream, at)
            last = min(at + 8 + length, end)
            yield Atom(kind, version >> 4, at + 8, last, version & 15 == 15)
            at += 8 + length

    def _within(self, atom: Atom, depth: int = 0) -> Iterator[Atom]:
        """All records below one, in order."""
        for child in self._atoms(atom.start, atom.end):
            yield child
            if (child.holds or child.kind == _TAG_DATA) and depth < _DEEPEST:
                yield from self._within(child, depth + 1)

    def _bytes(self, atom: Atom) -> bytes:
        return self._stream[atom.start : atom.end]

    def _at(self, place: int, *kinds: int) -> Atom | None:
        atom = next(self._atoms(place, len(self._stream)), None)
        return atom if atom is not None and atom.kind in kinds else None

    def _persistent(self, user: bytes) -> dict[int, int]:
        """Where the latest state of each part lies: a fast save leaves older ones behind."""
        found: dict[int, int] = {}
        seen: set[int] = set()
        edit = int.from_bytes(user[16:20], "little") if len(user) >= 20 else 0
        if not edit or self._at(edit, _EDIT) is None:
            edit = self._last_edit()
        while edit and edit not in seen and len(seen) < 10_000:
            seen.add(edit)
            atom = self._at(edit, _EDIT)
            if atom is None:
                break
            data = self._bytes(atom)
            edit = int.from_bytes(data[8:12], "little")
            directory = self._at(int.from_bytes(data[12:16], "little"), _DIRECTORY)
            if directory is not None:
                for number, place in _directory(self._bytes(directory)):
                    found.setdefault(number, place)
        return found

    def _last_edit(self) -> int:
        edits = [a.start - 8 for a in self._atoms(0, len(self._stream)) if a.kind == _EDIT]
        return edits[-1] if edits else 0

    # -- slides ----------------------------------------------------------------------------------

    def _read_lists(self) -> None:
        """The slides of the document, and their notes, from the lists the document keeps."""
        top = [atom for atom in self._atoms(0, len(self._stream)) if atom.holds]
        documents = [atom for atom in top if atom.kind == _DOCUMENT]
        current = next(
            (a for place in self._places.values() if (a := self._at(place, _DOCUMENT))), None
        )
        document = current or (documents[-1] if documents else None)
        notes: list[Slide] = []
        if document is not None:
            for atom in self._within(document):
                if atom.kind == _LIST and atom.instance == _SLIDES:
                    self.slides += self._list(atom)
                elif atom.kind == _LIST and atom.instance == _ALL_NOTES:
                    notes += self._list(atom)
        if not any(self._place(slide) for slide in self.slides):
            self.slides = [Slide(-atom.start, 0) for atom in top if atom.kind == _SLIDE]
        for note in notes:
            if (page := self._place(note, _NOTES)) is not None:
                self._read_notes(page)

    def _list(self, atom: Atom) -> Iterator[Slide]:
        slide: Slide | None = None
        kind = -1
        for child in self._atoms(atom.start, atom.end):
            data = self._stream[child.start : child.end]
            if child.kind == _PERSIST and len(data) >= 16:
                if slide is not None:
                    yield slide
                persist, _, _, identity = struct.unpack_from("<IIiI", data)
                slide = Slide(persist, identity)
            elif child.kind == _HEADER:
                kind = int.from_bytes(data[:4], "little")
            elif child.kind in (_CHARS, _BYTES) and slide is not None:
                slide.listed.append(Text(kind, self._words(child)))
        if slide is not None:
            yield slide

    def _place(self, slide: Slide, kind: int = _SLIDE) -> Atom | None:
        if slide.persist < 0:
            return self._at(-slide.persist - 8, kind)
        return self._at(self._places.get(slide.persist, len(self._stream)), kind)

    def _read_notes(self, atom: Atom) -> None:
        about = next((a for a in self._atoms(atom.start, atom.end) if a.kind == _NOTES_ATOM), None)
        identity = int.from_bytes(self._bytes(about)[:4], "little") if about is not None else 0
        texts = [text for text in self._drawn(atom, []) if text.kind == _NOTES_TEXT]
        self._notes.setdefault(identity, []).extend(texts)

    def _words(self, atom: Atom) -> str:
        raw = self._bytes(atom)
        text = raw.decode("latin-1") if atom.kind == _BYTES else raw.decode("utf-16-le", "replace")
        return clean(text.replace("\x0b", "\n").replace("\0", ""))

    def _drawn(self, slide: Atom, listed: list[Text]) -> Iterator[Text]:
        """The texts of a drawing; those kept in the list of slides are put in where they lie."""
        kind = -1
        used: set[int] = set()
        for atom in self._atoms(slide.start, slide.end):
            if atom.kind != _DRAWING:
                continue
            for part in self._within(atom):
                if part.kind == _HEADER:
                    kind = int.from_bytes(self._bytes(part)[:4], "little")
                elif part.kind in (_CHARS, _BYTES):
                    yield Text(kind, self._words(part))
                elif part.kind == _REFERENCE:
                    index = int.from_bytes(self._bytes(part)[:4], "little")
                    if index < len(listed) and index not in used:
                        used.add(index)
                        yield listed[index]
        yield from (text for index, text in enumerate(listed) if index not in used)

    def blocks(self) -> Iterator[Block]:
        """The paragraphs of all slides."""
        seen_heads: set[str] = set()
        for number, slide in enumerate(self.slides, start=1):
            yield Block([], opens=f"Slide {number}")
            atom = self._place(slide)
            if atom is None and not slide.listed:
                self._damaged += 1
                continue
            texts = list(self._drawn(atom, slide.listed)) if atom is not None else slide.listed
            words = 0
            for text in sorted(texts, key=lambda text: text.kind not in _TITLES):
                for block in _paragraphs(text):
                    words += 1
                    yield block
            if not words:
                self._wordless.append(number)
            for text in self._notes.get(slide.identity, []) if slide.identity else ():
                for block in _paragraphs(text):
                    block.kind, block.level = ParagraphKind.FOOTNOTE, 0
                    yield block
            if atom is not None:
                yield from self._besides(atom, number, seen_heads)

    def _besides(self, slide: Atom, number: int, seen: set[str]) -> Iterator[Block]:
        """Running heads, once each, and comments of a slide."""
        comments: list[Block] = []
        for atom in self._within(slide):
            if atom.kind == _SHOWN:
                flags = int.from_bytes(self._bytes(atom)[10:12], "little")
                if flags & _HIDDEN:
                    self._hidden.append(number)
            elif atom.kind == _HEADS:
                for part in self._atoms(atom.start, atom.end):
                    words = self._words(part).strip() if part.kind == _STRING else ""
                    if words and words not in seen:
                        seen.add(words)
                        kind = ParagraphKind.HEADER if part.instance == 1 else ParagraphKind.FOOTER
                        yield Block([Piece(words)], kind)
            elif atom.kind == _COMMENT:
                comments += self._comment(atom)
        yield Block([], comments=comments)

    def _comment(self, atom: Atom) -> Iterator[Block]:
        said = {
            part.instance: self._words(part).strip()
            for part in self._atoms(atom.start, atom.end)
            if part.kind == _STRING
        }
        if words := said.get(1, ""):
            author = said.get(0, "")
            shown = f"{author}: {words}" if author else words
            yield Block([Piece(shown)], ParagraphKind.COMMENT)

    def warnings(self) -> Iterator[str]:
        """What a reader should be told at the end."""
        if self._hidden:
            numbers = ", ".join(map(str, self._hidden[:20]))
            yield f"Slides hidden in it, and shown here: {numbers}."
        if self._wordless:
            numbers = ", ".join(map(str, self._wordless[:20]))
            yield f"Slides of pictures only, whose words were not read: {numbers}."
        if self._damaged:
            yield f"{self._damaged} slides are damaged and were left out."


def _directory(data: bytes) -> Iterator[tuple[int, int]]:
    """Numbers of parts and where they lie (MS-PPT, PersistDirectoryAtom)."""
    at = 0
    while at + 4 <= len(data):
        entry = int.from_bytes(data[at : at + 4], "little")
        first, count = entry & 0xFFFFF, entry >> 20
        at += 4
        for index in range(count):
            if at + 4 > len(data):
                return
            yield first + index, int.from_bytes(data[at : at + 4], "little")
            at += 4


def _paragraphs(text: Text) -> Iterator[Block]:
    title = text.kind in _TITLES
    words = text.words if not title else " ".join(text.words.split())
    for line in [words] if title else words.split("\n"):
        if line.strip() not in _PUT_IN:
            if title:
                yield Block([Piece(line)], ParagraphKind.HEADING, 1)
            else:
                yield Block([Piece(line)])
