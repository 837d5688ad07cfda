"""The text of an old Word file put together from its pieces (MS-DOC, 2.4.1)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from dataclasses import dataclass

from itrvault.errors import FileDamaged
from itrvault.readers.doc_head import STORIES, WORD_97, Head, Part, plex

_NARROW = 1 << 30
_WESTERN = bytes(range(256)).decode("cp1252", "replace")
_WESTERN_SIGNS = {
    byte: (chr(byte) if sign == "\ufffd" else sign) for byte, sign in enumerate(_WESTERN)
}


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters `start` to `end`, from `offset` on in the stream, `width` bytes each."""

    start: int
    end: int
    offset: int
    width: int
    change: bytes = b""
    """Properties laid over the whole piece by a fast save."""


class Pieces:
    """The text by character, and where each character lies in the stream."""

    def __init__(self, head: Head) -> None:
        self._main = head.main
        self._starts: list[int] = []
        self.pieces: list[Piece] = []
        total = sum(head.lengths) + any(head.lengths[1:])
        self._old = head.version != WORD_97
        self._old_width = 2 if head.wide else 1
        if head.complex:
            self._read(head.table(Part.PIECES))
        if not self.pieces:
            if not head.first or head.first >= len(head.main):
                raise FileDamaged(reason="its text is missing")
            room = (len(head.main) - head.first) // self._old_width
            self.pieces = [Piece(0, min(total, room), head.first, self._old_width)]
        self._starts = [piece.start for piece in self.pieces]
        self.length = self.pieces[-1].end

    def _read(self, clx: bytes) -> None:
        at, changes = 0, list[bytes]()
        while at + 3 <= len(clx) and clx[at] == 1:
            size = int.from_bytes(clx[at + 1 : at + 3], "little")
            changes.append(clx[at + 3 : at + 3 + size])
            at += 3 + size
        if clx[at : at + 1] != b"\x02":
            return
        size = int.from_bytes(clx[at + 1 : at + 5], "little")
        places, entries = plex(clx[at + 5 : at + 5 + size], 8)
        end = 0
        for index, entry in enumerate(entries):
            offset, change = struct.unpack("<IH", entry[2:])
            width = self._old_width if self._old else 1 if offset & _NARROW else 2
            if offset & _NARROW:
                offset = (offset & ~_NARROW) // 2
            start, last = places[index], places[index + 1]
            if start != end or last <= start:
                break  # the table ends here or is doctored
            room = max(0, len(self._main) - offset) // width
            laid = changes[change >> 1] if change & 1 and change >> 1 < len(changes) else b""
            if not change & 1 and change:
                laid = _short_change(change)
            end = min(last, start + room)
            if end > start:
                self.pieces.append(Piece(start, end, offset, width, laid))
            if end < last:
                break  # the file was cut off

    def text(self, start: int, end: int, codec: str = "") -> str:
        """Characters as they lie there, one code unit each; `codec` for one byte a character."""
        found: list[str] = []
        for piece in self.between(start, end):
            first, last = max(start, piece.start), min(end, piece.end)
            at = piece.offset + (first - piece.start) * piece.width
            raw = self._main[at : at + (last - first) * piece.width]
            if piece.width == 1:
                found.append(_narrow(raw, codec))
            else:
                found.append(_wide(raw))
        return "".join(found)

    def between(self, start: int, end: int) -> list[Piece]:
        """The pieces that hold these characters."""
        first = max(0, bisect_right(self._starts, start) - 1)
        last = bisect_right(self._starts, max(start, end - 1))
        return [piece for piece in self.pieces[first:last] if piece.end > start]

    def offset(self, place: int) -> int:
        """Where a character lies in the stream."""
        piece = self.pieces[max(0, bisect_right(self._starts, place) - 1)]
        return piece.offset + (place - piece.start) * piece.width


def stories(head: Head, length: int) -> dict[str, tuple[int, int]]:
    """Where each story starts and ends, among characters."""
    found, at = {}, 0
    for name, size in zip(STORIES, head.lengths, strict=False):
        found[name] = (min(at, length), min(at + size, length))
        at += size
    return found


def _narrow(raw: bytes, codec: str) -> str:
    if not codec or raw.isascii():
        return raw.decode("latin-1").translate(_WESTERN_SIGNS)
    text = raw.decode(codec, "replace")
    if len(text) == len(raw):
        return text
    # Two bytes make one sign: it stands at the first, and nothing at the second.
    shown: list[str] = []
    for sign in text:
        size = len(sign.encode(codec, "replace"))
        shown += [sign, *["\0"] * (size - 1)]
    return "".join(shown)[: len(raw)].ljust(len(raw), "\0")


def _wide(raw: bytes) -> str:
    raw = raw[: len(raw) // 2 * 2]
    text = raw.decode("utf-16-le", "surrogatepass")
    if 2 * len(text) == len(raw):
        return text
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


_SHORT = {
    0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x42: 0x0801, 0x43: 0x0802, 0x55: 0x0835,
    0x56: 0x0836, 0x57: 0x0837, 0x5C: 0x083C, 0x5E: 0x2A3E,
}  # fmt: skip
"""Properties that fit into a piece's own entry (MS-DOC, Prm0)."""


def _short_change(change: int) -> bytes:
    name = _SHORT.get(change >> 1 & 0x7F)
    return b"" if name is None else struct.pack("<HB", name, change >> 8)


def whole_text(text: str) -> str:
    """Code units put together as characters; halves without their other half are lost."""
    text = text.replace("\0", "")
    if not any("\ud800" <= sign <= "\udfff" for sign in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
