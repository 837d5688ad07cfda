"""The head of an old Word file: its version and where everything lies (MS-DOC, Fib).

Word 97 to 2007 keep the tables in a stream of their own and number changes with two bytes; Word 6
and 95 keep all in one stream, with other offsets; Word 1 and 2 have no container at all.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import IntEnum

from itrvault.errors import FileDamaged, FileLocked, FileUnsupported
from itrvault.readers.ole import OLE, Compound


class Part(IntEnum):
    """Tables by their place in the list of pairs, the same in Word 6 and later."""

    STYLES = 1
    FOOTNOTE_PLACES = 2
    FOOTNOTES = 3
    COMMENT_PLACES = 4
    COMMENTS = 5
    HEADS = 11
    CHARACTERS = 12
    PARAGRAPHS = 13
    FONTS = 15
    BOOKMARKS = 21
    BOOKMARK_BEGINS = 22
    PIECES = 33
    COMMENT_AUTHORS = 36
    COMMENT_MARKS = 37
    SHAPES = 40
    COMMENT_BEGINS = 42
    COMMENT_ENDS = 43
    ENDNOTE_PLACES = 46
    ENDNOTES = 47
    AUTHORS = 51
    BOXES = 56
    LISTS = 73
    LIST_USES = 74
    COMMENT_DATES = 112


STORIES = ("text", "footnotes", "heads", "macros", "comments", "endnotes", "boxes", "head boxes")
"""The stretches of the text, in the order they lie in the file."""

WORD_97, WORD_6, WORD_2 = 97, 6, 2
_VERSIONS = {0xA5EC: WORD_97, 0xA5DC: WORD_6, 0xA5DB: WORD_2, 0xA59B: WORD_2, 0xA59C: WORD_2}
_ENDNOTES_OF_WORD_6 = {Part.ENDNOTE_PLACES: 0x1D2, Part.ENDNOTES: 0x1DA}
_LAST_OF_WORD_6 = Part.COMMENT_AUTHORS
_COMPLEX, _ENCRYPTED, _OTHER_TABLE, _TWO_BYTES, _OBFUSCATED = 0x4, 0x100, 0x200, 0x1000, 0x8000
_PLACES = struct.Struct("<II")
MOST_TEXT = 100_000_000


@dataclass(slots=True)
class Head:
    """An opened file. `lengths` are the characters of each story, in order."""

    version: int
    language: int
    main: bytes
    tables: bytes
    lengths: tuple[int, ...]
    first: int
    """Where the text starts in a file without a table of pieces."""
    wide: bool
    """Whether such a text has two bytes a character."""
    complex: bool
    _pairs: int
    file: Compound | None = None

    def table(self, part: Part) -> bytes:
        """The bytes of a table, b"" when the file has none."""
        start, length = self.place(part)
        return self.tables[start : start + length]

    def place(self, part: Part) -> tuple[int, int]:
        """Where a table lies, and how long it is."""
        at = self._pairs + 8 * part
        if self.version == WORD_2 or (
            self.version == WORD_6 and _LAST_OF_WORD_6 < part not in _ENDNOTES_OF_WORD_6
        ):
            return 0, 0
        if self.version == WORD_6:
            at = _ENDNOTES_OF_WORD_6.get(part, at)
        elif part >= int.from_bytes(self.main[0x98:0x9A], "little"):
            return 0, 0
        if at + 8 > len(self.main):
            return 0, 0
        start, length = _PLACES.unpack_from(self.main, at)
        return (start, length) if start + length <= len(self.tables) + 4096 else (0, 0)


def is_word_2(data: bytes) -> bool:
    """Whether it is a file of Word for Windows 1 or 2."""
    return (
        len(data) > 0x60
        and _VERSIONS.get(int.from_bytes(data[:2], "little")) == WORD_2
        and 0 < int.from_bytes(data[2:4], "little") <= 0x60
    )


def open_head(data: bytes) -> Head:
    """The head of a Word file. Raises FileDamaged, FileLocked, FileUnsupported."""
    file = Compound(data) if data.startswith(OLE) else None
    main = data if file is None else file.data("WordDocument")
    if len(main) < 0x60:
        raise FileDamaged(reason="its text is missing")
    version = _VERSIONS.get(int.from_bytes(main[:2], "little"), 0)
    if not version or (version == WORD_2) != (file is None):
        raise FileUnsupported(kind="Word document of an unknown version")
    flags = int.from_bytes(main[0x0A:0x0C], "little")
    if flags & _ENCRYPTED:
        raise FileLocked
    language = int.from_bytes(main[6:8], "little")
    if file is None or version != WORD_97:
        first, last = _PLACES.unpack_from(main, 0x18)
        lengths = [int.from_bytes(main[at : at + 4], "little") for at in range(0x34, 0x54, 4)]
        if version == WORD_2:
            lengths = [max(0, last - first)]
        wide = version == WORD_6 and bool(flags & _TWO_BYTES)
        return Head(
            version, language, main, main, _sane(lengths), first, wide,
            bool(flags & _COMPLEX) and version == WORD_6, 0x58, file,
        )  # fmt: skip
    tables = file.data("1Table" if flags & _OTHER_TABLE else "0Table") or file.data(
        "0Table" if flags & _OTHER_TABLE else "1Table"
    )
    if len(main) < 0x9A + 8 * 48:
        raise FileDamaged(reason="its head is cut off")
    lengths = [int.from_bytes(main[at : at + 4], "little") for at in range(0x4C, 0x6C, 4)]
    first = int.from_bytes(main[0x18:0x1C], "little")
    return Head(
        version, language, main, tables, _sane(lengths), first, False, True, 0x9A, file
    )  # fmt: skip


def _sane(lengths: list[int]) -> tuple[int, ...]:
    """The lengths, those that no file can have taken for nothing."""
    lengths = [*lengths, *[0] * (len(STORIES) - len(lengths))]
    return tuple(length if length <= MOST_TEXT else 0 for length in lengths)


def plex(raw: bytes, size: int) -> tuple[tuple[int, ...], list[bytes]]:
    """The places of a table (MS-DOC, PLC) and the entries between them, `size` bytes each."""
    count = max(0, (len(raw) - 4) // (4 + size))
    if not count:
        return (), []
    places = struct.unpack_from(f"<{count + 1}I", raw)
    start = 4 * (count + 1)
    return places, [raw[start + n * size : start + (n + 1) * size] for n in range(count)]
