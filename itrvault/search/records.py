"""Packs the occurrences of all terms of a segment at once.

Most terms stand in a few places, and their records (`postings.py`) are a few bytes: those of all
such terms are written by a handful of array operations. Only longer ones are compressed one by one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from itrvault.search.postings import COMPRESS_FROM, pack_record

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]
    Bytes = np.ndarray[tuple[int], np.dtype[np.uint8]]

_BYTES = {"H": 2, "I": 4}


@dataclass(frozen=True, slots=True)
class Records:
    """The records of all terms, in their order: units that hold each, bytes of each, all bytes."""

    frequencies: Sequence[int]
    sizes: Sequence[int]
    data: bytes


NONE = Records([], [], b"")


def pack_all(
    keys: Numbers, unit_of: Numbers, bases: Numbers, unit_type: str, position_type: str
) -> Records:
    """Cut sorted occurrences (term << 32 | address) into a record for each term.

    An address counts positions through all units: `unit_of` says in which unit it lies, `bases`
    which address each unit begins at. Every term number from 0 on has occurrences.
    """
    import numpy as np

    if not len(keys):
        return NONE
    unit_size, position_size = _BYTES[unit_type], _BYTES[position_type]
    terms, addresses = keys >> 32, keys & 0xFFFFFFFF
    units = unit_of[addresses]
    positions = (addresses - bases[units]).astype(f"<u{position_size}")
    other_term = np.concatenate(([True], terms[1:] != terms[:-1]))
    starts = np.flatnonzero(other_term | np.concatenate(([True], units[1:] != units[:-1])))
    held = units[starts].astype(f"<u{unit_size}")
    often = np.diff(np.append(starts, len(keys)))
    # Of each term: where its occurrences begin, and where its units do.
    term_edges = np.append(np.flatnonzero(other_term), len(keys))
    unit_edges = np.append(np.searchsorted(starts, term_edges[:-1]), len(starts))
    frequencies = np.diff(unit_edges)
    most = np.maximum.reduceat(often, unit_edges[:-1])
    count_size = np.where(most == 1, 0, np.where(most <= 0xFF, 1, 4))
    heads = frequencies * (unit_size + count_size)
    small = heads + np.diff(term_edges) * position_size < COMPRESS_FROM
    sizes = 1 + heads + np.diff(term_edges) * position_size
    large = _large(np.flatnonzero(~small), unit_edges, term_edges, most, held, often, positions)
    sizes[~small] = [len(record) for record in large]
    ends = np.cumsum(sizes)
    begins = ends - sizes
    data = np.zeros(int(ends[-1]), np.uint8)
    once, short = (pack_record(b"", b"", greatest, b"")[0] for greatest in (1, 2))
    data[begins[small]] = np.where(most[small] == 1, once, short)
    term_of_unit = np.repeat(np.arange(len(sizes)), frequencies)
    place_in_term = np.arange(len(starts)) - unit_edges[term_of_unit]
    mine = np.flatnonzero(small[term_of_unit])
    which, place = term_of_unit[mine], place_in_term[mine]
    _scatter(data, begins[which] + 1 + unit_size * place, held[mine])
    counted = most[which] > 1
    mine, which, place = mine[counted], which[counted], place[counted]
    after = begins[which] + 1 + unit_size * frequencies[which] + place
    _scatter(data, after, often[mine].astype("u1"))
    mine = np.flatnonzero(small[terms])
    which = terms[mine]
    place = mine - term_edges[which]
    _scatter(data, begins[which] + 1 + heads[which] + position_size * place, positions[mine])
    for begin, record in zip(begins[~small].tolist(), large, strict=True):
        data[begin : begin + len(record)] = np.frombuffer(record, np.uint8)
    return Records(frequencies.tolist(), sizes.tolist(), data.tobytes())


def _large(
    which: Numbers,
    unit_edges: Numbers,
    term_edges: Numbers,
    most: Numbers,
    held: np.ndarray[tuple[int], np.dtype[np.unsignedinteger]],
    often: Numbers,
    positions: np.ndarray[tuple[int], np.dtype[np.unsignedinteger]],
) -> list[bytes]:
    """The records of these terms, each packed by itself."""
    import numpy as np

    short, long = np.minimum(often, 255).astype("u1"), often.astype("<u4")
    records = []
    for first, last, start, end, greatest in zip(
        unit_edges[which].tolist(), unit_edges[which + 1].tolist(),
        term_edges[which].tolist(), term_edges[which + 1].tolist(), most[which].tolist(),
        strict=True,
    ):  # fmt: skip
        counts = b""
        if greatest > 1:
            counts = (short if greatest <= 0xFF else long)[first:last].tobytes()
        records.append(
            pack_record(
                held[first:last].tobytes(), counts, greatest, positions[start:end].tobytes()
            )
        )
    return records


def _scatter(
    data: Bytes, places: Numbers, numbers: np.ndarray[tuple[int], np.dtype[np.unsignedinteger]]
) -> None:
    """Write little-endian numbers to places of their own."""
    columns = numbers.view("u1").reshape(len(numbers), numbers.itemsize)
    for offset in range(numbers.itemsize):
        data[places + offset] = columns[:, offset]
