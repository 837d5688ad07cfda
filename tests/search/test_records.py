"""The records of many terms packed at once are those of each packed by itself."""

from __future__ import annotations

import random
from array import array

import numpy as np
import pytest

from itrvault.search.postings import Postings, pack_postings
from itrvault.search.records import pack_all


@pytest.mark.parametrize(("unit_type", "units", "length"), [("H", 40, 30), ("I", 70_000, 3)])
@pytest.mark.parametrize("position_type", ["H", "I"])
def test_many_records_are_packed_as_each_one(
    unit_type: str, units: int, length: int, position_type: str
) -> None:
    chance = random.Random(units)
    terms: list[dict[int, list[int]]] = [{3: list(range(length))}, {0: [0]}, {5: [1, 2], 6: [0]}]
    for often in (1, 2, 15, 16, 24, 31, 32, 47, 200):
        where: dict[int, set[int]] = {}
        for _ in range(often):
            where.setdefault(chance.randrange(units), set()).add(chance.randrange(length))
        terms.append({unit: sorted(where[unit]) for unit in sorted(where)})
    bases = np.arange(units) * length
    keys = np.array(
        [
            term << 32 | unit * length + position
            for term, where_ in enumerate(terms)
            for unit, positions in where_.items()
            for position in positions
        ]
    )
    unit_of = np.repeat(np.arange(units), length)
    records = pack_all(keys, unit_of, bases, unit_type, position_type)
    assert records.frequencies == [len(where_) for where_ in terms]
    start = 0
    for where_, size in zip(terms, records.sizes, strict=True):
        record = records.data[start : start + size]
        start += size
        counts = array("I", map(len, where_.values()))
        positions = array(position_type, [place for some in where_.values() for place in some])
        alone = pack_postings(array(unit_type, where_), counts, positions)
        assert (len(record), record[0]) == (len(alone), alone[0])
        read = Postings(record, len(where_), unit_type, position_type, units)
        assert {unit: places.tolist() for unit, places in read.by_unit()} == where_
    assert start == len(records.data)


def test_counts_beyond_a_byte_are_kept() -> None:
    keys = np.array([*range(300), 1 << 32])
    records = pack_all(keys, np.zeros(300, np.int64), np.zeros(1, np.int64), "H", "H")
    read = Postings(records.data[: records.sizes[0]], 1, "H", "H", 1)
    assert [(unit, len(places)) for unit, places in read.by_unit()] == [(0, 300)]


def test_no_occurrences_make_no_records() -> None:
    nothing = np.empty(0, np.int64)
    records = pack_all(nothing, nothing, nothing, "H", "H")
    assert (records.frequencies, records.sizes, records.data) == ([], [], b"")
