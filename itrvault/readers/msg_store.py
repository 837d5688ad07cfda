"""What an Outlook message says, property by property (MS-OXMSG, MS-OXPROPS)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from itrvault.readers.ole import Compound, codec_of, when, words
from itrvault.readers.sections import clean

PROPERTIES = "__properties_version1.0"
NAMES = "__nameid_version1.0"
TOP_HEAD, INNER_HEAD, PART_HEAD = 32, 24, 8
"""Bytes before the list of properties of a message, of a message in another, and of its parts."""

_TEXT, _BYTES_TEXT, _BINARY = 0x001F, 0x001E, 0x0102
_TEXTS, _BYTES_TEXTS = 0x101F, 0x101E
_LONG, _BOOL, _TIME = 0x0003, 0x000B, 0x0040
_FROM_STREAM = {_TEXT, _BYTES_TEXT, _BINARY}
_CODE_PAGES = (0x3FFD, 0x3FDE)
_OWN = 3  # lower numbers are sets that every message has


@dataclass(frozen=True, slots=True)
class Store:
    """One storage of a message: the message itself, a recipient, or an attached file."""

    file: Compound
    path: tuple[str, ...]
    codec: str
    fixed: dict[int, tuple[int, bytes]]
    """Values held in the list itself, by property: type and eight bytes."""

    def text(self, number: int) -> str:
        """Words, as they stand there; "" for none."""
        if raw := self._stream(number, _TEXT):
            return raw.decode("utf-16-le", "replace").rstrip("\0")
        if raw := self._stream(number, _BYTES_TEXT):
            return words(raw, self.codec).rstrip("\0")
        return ""

    def line(self, number: int) -> str:
        """Words as one line."""
        return " ".join(clean(self.text(number)).replace("\ufffd", " ").split())

    def lines(self, number: int) -> list[str]:
        """Several words of one property, such as keywords."""
        found = []
        for index in range(200):
            name = f"__substg1.0_{number:04X}{_TEXTS:04X}-{index:08X}"
            if self.file.has(*self.path, name):
                found.append(self.file.data(*self.path, name).decode("utf-16-le", "replace"))
                continue
            name = f"__substg1.0_{number:04X}{_BYTES_TEXTS:04X}-{index:08X}"
            if not self.file.has(*self.path, name):
                break
            found.append(words(self.file.data(*self.path, name), self.codec))
        return [" ".join(clean(said.rstrip("\0")).split()) for said in found]

    def data(self, number: int) -> bytes:
        """Bytes, b"" for none."""
        return self._stream(number, _BINARY)

    def whole(self, number: int) -> int:
        """A number or a switch; 0 for none."""
        kind, raw = self.fixed.get(number, (0, b""))
        if kind == _LONG:
            return int.from_bytes(raw[:4], "little", signed=True)
        return raw[0] & 1 if kind == _BOOL and raw else 0

    def time(self, number: int) -> str:
        """A time as ISO in UTC, "" for none."""
        kind, raw = self.fixed.get(number, (0, b""))
        return when(int.from_bytes(raw, "little")) if kind == _TIME else ""

    def _stream(self, number: int, kind: int) -> bytes:
        return self.file.data(*self.path, f"__substg1.0_{number:04X}{kind:04X}")


def open_store(file: Compound, *path: str, head: int, codec: str = "") -> Store:
    """A storage with its list of properties; `codec` is the message's, for its parts."""
    raw = file.data(*path, PROPERTIES)
    fixed: dict[int, tuple[int, bytes]] = {}
    for at in range(head, len(raw) - 15, 16):
        kind, number = struct.unpack_from("<HH", raw, at)
        if kind not in _FROM_STREAM:
            fixed.setdefault(number, (kind, raw[at + 8 : at + 16]))
    pages = (
        int.from_bytes(fixed[number][1][:4], "little") for number in _CODE_PAGES if number in fixed
    )
    known = next((name for page in pages if (name := codec_of(page))), "")
    return Store(file, path, known or codec or "cp1252", fixed)


def named(file: Compound, wanted: dict[tuple[bytes, int | str], str]) -> dict[str, int]:
    """The numbers this message gives to properties that have a name.

    A name is a set's id with a number in it, or a word (of the public set: b"").
    """
    entries = file.data(NAMES, "__substg1.0_00030102")
    sets = file.data(NAMES, "__substg1.0_00020102")
    spelt = file.data(NAMES, "__substg1.0_00040102")
    found: dict[str, int] = {}
    for at in range(0, len(entries) - 7, 8):
        identity, what, index = struct.unpack_from("<IHH", entries, at)
        which = what >> 1
        key = sets[(which - _OWN) * 16 : (which - _OWN + 1) * 16] if which >= _OWN else b""
        name: int | str = identity
        if what & 1:
            length = int.from_bytes(spelt[identity : identity + 4], "little")
            name = spelt[identity + 4 : identity + 4 + min(length, 200)].decode(
                "utf-16-le", "replace"
            )
        if label := wanted.get((key, name)):
            found.setdefault(label, 0x8000 + index)
    return found


# -- words packed as RTF (MS-OXRTFCP) ------------------------------------------------------------

_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_MOST = 64 << 20


def unpack_rtf(packed: bytes) -> bytes:
    """The RTF in a message's packed body; as far as it goes when it is damaged."""
    if len(packed) < 16:
        return b""
    size, kind = int.from_bytes(packed[4:8], "little"), packed[8:12]
    if kind == b"MELA":
        return packed[16 : 16 + size]
    if kind != b"LZFu":
        return b""
    out = bytearray(_START)
    start, at, end = len(_START), 16, min(len(packed), int.from_bytes(packed[:4], "little") + 4)
    while at < end and len(out) < min(size, _MOST) + start:
        control = packed[at]
        at += 1
        for bit in range(8):
            if at >= end:
                break
            if not control >> bit & 1:
                out.append(packed[at])
                at += 1
                continue
            pair = int.from_bytes(packed[at : at + 2], "big")
            at += 2
            place, length = pair >> 4, (pair & 15) + 2
            if place == len(out) % 4096:
                return bytes(out[start : start + size])  # the end says itself
            back = (len(out) - place) % 4096 or 4096
            if back > len(out):
                return bytes(out[start:])
            for _ in range(length):
                out.append(out[-back])
    return bytes(out[start : start + size])
