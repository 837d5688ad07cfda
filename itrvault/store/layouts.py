"""Layouts and redlines as compact bytes and text, and back.

A page of 500 words has 14 KB of numbers. The bytes of each array are sorted by their place in the
number (all first bytes, then all second ones, ...) before zlib's fastest level: neighbours differ
little in their high bytes, so this halves the size of plain zlib and costs nothing.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from typing import Any

from isal import isal_zlib

from itrvault.errors import BugError
from itrvault.model.document import Redline, RedlineKind
from itrvault.model.geometry import FlowLayout, Layout, PageLayout, Paragraph, ParagraphKind, Run

_PAGE = b"P"
_FLOW = b"F"
_HEAD = struct.Struct("<ffI")  # width, height, words
_WORD_BYTES = 28  # three numbers and four corners, 4 bytes each
_MOST = 64 << 20
"""Bytes one layout may unfold to; a vault may come from a stranger."""


# Brackets a hundred thousand deep, and numbers that are infinite, are among what may be there.
_UNREADABLE = (
    zlib.error, struct.error, ValueError, TypeError, IndexError, RecursionError, OverflowError,
)  # fmt: skip


class BadLayout(ValueError):
    """Stored bytes that no layout of ours has."""


def pack_layout(layout: Layout) -> bytes:
    """The layout as bytes."""
    if isinstance(layout, PageLayout):
        return _PAGE + isal_zlib.compress(_page_bytes(layout), 1)
    rows = [_paragraph_row(paragraph) for paragraph in layout.paragraphs]
    return _FLOW + isal_zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 1)


def unpack_layout(data: bytes) -> Layout:
    """The layout again. Raises BadLayout."""
    try:
        unfold = zlib.decompressobj()
        plain = unfold.decompress(data[1:], _MOST)
        if unfold.unconsumed_tail:
            raise ValueError("too large")
        if data[:1] == _PAGE:
            return _page(plain)
        if data[:1] == _FLOW:
            return FlowLayout(tuple(_paragraph(row) for row in json.loads(plain)))
    except _UNREADABLE as error:
        raise BadLayout("unreadable") from error
    raise BadLayout("of an unknown kind")


def pack_redlines(redlines: tuple[Redline, ...]) -> str:
    """The redlines as JSON, "" for none."""
    if not redlines:
        return ""
    rows = [[r.start, r.end, r.kind.value, r.author, r.date, int(r.drawn)] for r in redlines]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def unpack_redlines(text: str) -> tuple[Redline, ...]:
    """The redlines again. Raises BadLayout."""
    if not text:
        return ()
    try:
        return tuple(
            Redline(int(start), int(end), RedlineKind(kind), str(author), str(date), bool(drawn))
            for start, end, kind, author, date, drawn in json.loads(text)
        )
    except _UNREADABLE as error:
        raise BadLayout("unreadable") from error


def _page_bytes(layout: PageLayout) -> bytes:
    count = len(layout.starts)
    sizes = {len(layout.ends), len(layout.lines), len(layout.boxes) // 4}
    if sizes != {count} or len(layout.boxes) % 4:
        raise BugError("the arrays of a page layout differ in length")
    parts = [_HEAD.pack(layout.width, layout.height, count)]
    for numbers in (layout.starts, layout.ends, layout.lines, layout.boxes):
        plain = _little(numbers).tobytes()
        parts += (plain[0::4], plain[1::4], plain[2::4], plain[3::4])
    return b"".join(parts)


def _page(plain: bytes) -> PageLayout:
    width, height, count = _HEAD.unpack_from(plain)
    if len(plain) != _HEAD.size + count * _WORD_BYTES:
        raise BadLayout("cut off")
    at = _HEAD.size
    arrays: list[array[int] | array[float]] = []
    for code, length in (("I", count), ("I", count), ("I", count), ("f", 4 * count)):
        mixed = bytearray(4 * length)
        for place in range(4):
            mixed[place::4] = plain[at : at + length]
            at += length
        numbers: array[int] | array[float] = array(code)
        numbers.frombytes(bytes(mixed))
        arrays.append(_little(numbers))
    starts, ends, lines, boxes = arrays
    return PageLayout(width, height, starts, ends, lines, boxes)  # type: ignore[arg-type]


def _little(numbers: array[int] | array[float]) -> array[int] | array[float]:
    if sys.byteorder == "little":
        return numbers
    swapped = numbers[:]
    swapped.byteswap()
    return swapped


def _paragraph_row(p: Paragraph) -> list[object]:
    runs = [
        [r.start, r.end, r.number, r.bold | r.italic << 1 | r.underline << 2 | r.strike << 3]
        for r in p.runs
    ]
    return [p.start, p.end, p.number, p.kind.value, p.level, p.table, p.row, p.column, runs]


def _paragraph(row: list[Any]) -> Paragraph:
    start, end, number, kind, level, table, line, column, runs = row
    return Paragraph(
        int(start), int(end), int(number), ParagraphKind(kind), int(level), int(table), int(line),
        int(column), tuple(_run(run) for run in runs),
    )  # fmt: skip


def _run(row: list[int]) -> Run:
    start, end, number, style = row
    return Run(
        int(start), int(end), int(number),
        bool(style & 1), bool(style & 2), bool(style & 4), bool(style & 8),
    )  # fmt: skip
