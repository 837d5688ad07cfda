"""Layouts and redlines as compact bytes and text, and back.

A page of 500 words has 14 KB of numbers. Of each word is kept how it differs from the one before:
how far behind it it begins, how wide it is, whether its line is another; places in sixteenths of a
point. Nearly all of these are small, so with the bytes of equal weight side by side zlib's fastest
level leaves two or three bytes a word.

The links of flowing text are a second stretch of bytes behind the paragraphs. Vaults made before
there were any have none, and programs made before pass over it.
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from typing import TYPE_CHECKING, Any

from isal import isal_zlib

from itrvault.errors import BugError
from itrvault.model.document import Redline, RedlineKind
from itrvault.model.geometry import (
    FlowLayout,
    Layout,
    PageLayout,
    Paragraph,
    ParagraphKind,
    Run,
    TextLink,
)
from itrvault.model.outline import ADDRESS_LENGTH, address_to_see

if TYPE_CHECKING:  # loaded at the first page: the first screen does without
    import numpy as np
    from numpy.typing import NDArray

_PAGE = b"Q"
_OLD_PAGE = b"P"
_FLOW = b"F"
_HEAD = struct.Struct("<ffI")  # width, height, words
_WORD_BYTES = 28  # seven numbers of 4 bytes
_STEPS = 16
"""Parts of a point that places are kept in."""
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
        return _PAGE + isal_zlib.compress(_packed_page(layout), 1)
    packed = _FLOW + _packed_rows([_paragraph_row(paragraph) for paragraph in layout.paragraphs])
    if layout.links:
        packed += _packed_rows(
            [[link.start, link.end, link.unit, link.offset, link.address] for link in layout.links]
        )
    return packed


def unpack_layout(data: bytes) -> Layout:
    """The layout again. Raises BadLayout."""
    try:
        unfold = zlib.decompressobj()
        plain = unfold.decompress(data[1:], _MOST)
        if unfold.unconsumed_tail:
            raise ValueError("too large")
        if data[:1] == _PAGE:
            return _page(plain)
        if data[:1] == _OLD_PAGE:
            return _old_page(plain)
        if data[:1] == _FLOW:
            paragraphs = tuple(_paragraph(row) for row in json.loads(plain))
            return FlowLayout(paragraphs, _links(unfold.unused_data))
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


def _packed_rows(rows: list[list[object]]) -> bytes:
    return isal_zlib.compress(json.dumps(rows, separators=(",", ":")).encode(), 1)


def _links(data: bytes) -> tuple[TextLink, ...]:
    """The links behind the paragraphs of a section; none where nothing is."""
    if not data:
        return ()
    unfold = zlib.decompressobj()
    plain = unfold.decompress(data, _MOST)
    if unfold.unconsumed_tail:
        raise ValueError("too large")
    return tuple(
        TextLink(int(start), int(end), int(unit), int(offset), _one_line(address))
        for start, end, unit, offset, address in json.loads(plain)
    )


def _one_line(untrusted: object) -> str:
    """An address as a window may show it. A vault, too, may come from a stranger."""
    if not isinstance(untrusted, str) or len(untrusted) > ADDRESS_LENGTH:
        raise ValueError("no address")
    return address_to_see(untrusted)


def _packed_page(layout: PageLayout) -> bytes:
    import numpy as np

    count = len(layout.starts)
    sizes = {len(layout.ends), len(layout.lines), len(layout.boxes) // 4}
    if sizes != {count} or len(layout.boxes) % 4:
        raise BugError("the arrays of a page layout differ in length")
    head = _HEAD.pack(layout.width, layout.height, count)
    if not count:
        return head
    starts, ends, lines = (
        np.frombuffer(numbers, np.uint32).astype(np.int64)
        for numbers in (layout.starts, layout.ends, layout.lines)
    )
    boxes = np.frombuffer(layout.boxes, np.float32).reshape(count, 4).astype(np.float64)
    x0, y0, x1, y1 = np.rint(boxes.T * _STEPS).astype(np.int64)
    height = y1 - y0
    rows = np.empty((7, count), np.int64)
    _steps(rows[0], starts, ends)
    np.subtract(ends, starts, out=rows[1])
    _steps(rows[2], lines, lines)
    _steps(rows[3], x0, x1)
    np.subtract(x1, x0, out=rows[4])
    _steps(rows[5], y0, y0)
    _steps(rows[6], height, height)
    folded = (rows << 1) ^ (rows >> 63)  # small ones of either sign stay small
    if not np.isfinite(boxes).all() or folded.max() >= 1 << 32:
        raise BugError("a page layout has a place that no page has")
    plain = folded.astype("<u4")
    return head + plain.view(np.uint8).reshape(7, count, 4).transpose(0, 2, 1).tobytes()


def _steps(row: NDArray[np.int64], values: NDArray[np.int64], before: NDArray[np.int64]) -> None:
    """From the `before` of each word to the value of the next; the first as it is."""
    row[0] = values[0]
    row[1:] = values[1:] - before[:-1]


def _page(plain: bytes) -> PageLayout:
    import numpy as np

    width, height, count = _HEAD.unpack_from(plain)
    if len(plain) != _HEAD.size + count * _WORD_BYTES:
        raise BadLayout("cut off")
    mixed = np.frombuffer(plain, np.uint8, offset=_HEAD.size).reshape(7, 4, count)
    folded = np.ascontiguousarray(mixed.transpose(0, 2, 1)).view("<u4")[:, :, 0].astype(np.int64)
    gaps, lengths, lines, lefts, widths, tops, heights = (folded >> 1) ^ -(folded & 1)
    ends, rights = np.cumsum(gaps + lengths), np.cumsum(lefts + widths)
    tops, heights = np.cumsum(tops), np.cumsum(heights)
    numbers = np.stack((ends - lengths, ends, np.cumsum(lines)))
    if count and not 0 <= numbers.min() <= numbers.max() < 1 << 32:
        raise BadLayout("out of range")
    boxes = np.stack((rights - widths, tops, rights, tops + heights), axis=1) / _STEPS
    columns: list[array[int]] = [array("I", row.tobytes()) for row in numbers.astype(np.uint32)]
    places = array("f", boxes.astype(np.float32).tobytes())
    return PageLayout(width, height, columns[0], columns[1], columns[2], places)


def _old_page(plain: bytes) -> PageLayout:
    """As first vaults hold it: plain numbers."""
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
