"""Records of an Excel workbook (MS-XLS) that lie beside the cells: text boxes, heads and feet."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from itrvault.model.geometry import ParagraphKind
from itrvault.readers.ole import codec_of, words

_BEGIN, _SHEET, _PAGE, _LOCKED, _END = 0x809, 0x85, 0x42, 0x2F, 0x0A
_HEAD, _FOOT, _TEXT, _MORE, _OBJECT = 0x14, 0x15, 0x1B6, 0x3C, 0x5D
_BARE = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00",
         b"\x09\x08\x10\x00")  # fmt: skip
_EXCEL_97 = 0x600
_NOTE = 0x19  # kind of object that is a comment's box
_MOST = 2_000_000

Head = tuple[ParagraphKind, str]


@dataclass(slots=True)
class Beside:
    """What lies beside the cells of one sheet."""

    boxes: list[str] = field(default_factory=list)
    heads: list[Head] = field(default_factory=list)


def is_bare_workbook(data: bytes) -> bool:
    """Whether it starts with the record that begins a workbook without a container."""
    return data.startswith(_BARE) and data[6:7] in (b"\x05", b"\x10", b"\x20", b"\x40", b"\0")


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    for _ in range(_MOST):
        if at + 4 > len(stream):
            return
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def is_locked(stream: bytes) -> bool:
    """Whether what follows its first records is encrypted."""
    for kind, _ in _records(stream, 0):
        if kind == _LOCKED:
            return True
        if kind in (_SHEET, _END):
            return False
    return False


def read_beside(stream: bytes) -> dict[str, Beside]:
    """Boxes, heads and feet by the name of their sheet; none for Excel before version 5."""
    version, codec = 0, "cp1252"
    places: list[tuple[str, int]] = []
    for kind, data in _records(stream, 0):
        if kind == _BEGIN and not version:
            version = int.from_bytes(data[:2], "little")
        elif kind == _PAGE:
            codec = codec_of(int.from_bytes(data[:2], "little")) or codec
        elif kind == _SHEET and len(data) > 7:
            name = _short(data[6:], wide=version == _EXCEL_97, codec=codec)
            places.append((name, int.from_bytes(data[:4], "little")))
        elif kind == _END:
            break
    return {name: _sheet(stream, at, version, codec) for name, at in places[:5_000]}


def _short(data: bytes, *, wide: bool, codec: str) -> str:
    """A string whose length is one byte."""
    if not wide:
        return words(data[1 : 1 + data[0]], codec or "cp1252")
    if len(data) < 2:
        return ""
    if data[1] & 1:
        return data[2 : 2 + 2 * data[0]].decode("utf-16-le", "replace")
    return data[2 : 2 + data[0]].decode("latin-1")


def _sheet(stream: bytes, at: int, version: int, codec: str) -> Beside:
    found = Beside()
    depth = waiting = kind_of_object = 0
    text = ""
    for kind, data in _records(stream, at):
        if waiting and kind == _MORE and data:
            part = data[1:].decode("utf-16-le" if data[0] & 1 else "latin-1", "replace")
            text += part[:waiting]
            waiting -= min(waiting, len(part))
            if not waiting and kind_of_object != _NOTE and text.strip():
                found.boxes.append(text)
            continue
        if kind == _BEGIN:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                break
        elif kind in (_HEAD, _FOOT) and data:
            which = ParagraphKind.HEADER if kind == _HEAD else ParagraphKind.FOOTER
            found.heads.append((which, _running(data, version, codec)))
        elif kind == _OBJECT and len(data) >= 6:
            kind_of_object = int.from_bytes(data[4:6], "little")
        elif kind == _TEXT and len(data) >= 12:
            waiting, text = int.from_bytes(data[10:12], "little"), ""
    return found


def _running(data: bytes, version: int, codec: str) -> str:
    if version != _EXCEL_97:
        return _short(data, wide=False, codec=codec)
    length = int.from_bytes(data[:2], "little")
    if len(data) > 2 and data[2] & 1:
        return data[3 : 3 + 2 * length].decode("utf-16-le", "replace")
    return data[3 : 3 + length].decode("latin-1")
