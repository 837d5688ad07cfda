"""Several segments become one, whatever stretches of the alphabet they are merged in."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.model.search import IndexUnit
from itrvault.search import merging
from itrvault.search.blobs import BlobStorage
from itrvault.search.builder import Segment, build_segment
from itrvault.search.catalogue import write_segment
from itrvault.search.codec import VaultReader, VaultSegment
from itrvault.search.damage import IndexDamaged
from itrvault.search.table import Keys, pack_keys
from tests.search.archive import MemoryFiles

WORDS = st.sampled_from(
    ["right", "rights", "Rights", "tele-\ncommunication", "3.4", "国际电信", "élection",
     "elections", "a", "1978.3", "running", "runs"]
)  # fmt: skip
TEXTS = st.lists(st.lists(WORDS, max_size=8).map(" ".join), min_size=1, max_size=9)


def reader_of(files: MemoryFiles, segment: Segment, removed: frozenset[int]) -> VaultReader:
    write_segment(files, segment)
    return VaultReader(BlobStorage(files), VaultSegment(segment.name, segment.count, removed))


def told(segment: Segment) -> tuple[object, ...]:
    """What a segment says of its terms and units, free of how it is packed."""
    reader = reader_of(MemoryFiles(), segment, frozenset())
    terms = {
        key: [(unit, places.tolist()) for unit, places in reader.terms.postings(index).by_unit()]
        for index, key in enumerate(reader.terms.keys)
    }
    return list(reader.terms.keys), terms, list(reader.units.rows), reader.edges


def stems_of(segment: Segment) -> dict[bytes, set[bytes]]:
    """The forms of each stem; that a stem is a form of itself need not be said."""
    found = {}
    for line in reader_of(MemoryFiles(), segment, frozenset()).stems:
        key, _, forms = line.partition(b"\t")
        found[key] = set(forms.split(b" ")) | {key.partition(b" ")[2]}
    return found


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.integers(1, 5), st.integers(1, 4))
def test_stretches_of_any_length_give_what_one_segment_would(
    texts: list[str], band: int, cut: int
) -> None:
    units = [IndexUnit(n, n, "en", text, ()) for n, text in enumerate(texts, 1)]
    files = MemoryFiles()
    readers = [
        reader_of(files, build_segment(units[at : at + cut]), frozenset())
        for at in range(0, len(units), cut)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "BAND", band)
        merged = merging.merge(readers)
    whole = build_segment(units)
    assert told(merged) == told(whole)
    assert stems_of(merged) == stems_of(whole)


@given(
    st.lists(st.sets(st.binary(min_size=1, max_size=4).filter(lambda key: b"\n" not in key)),
             min_size=1, max_size=4),
    st.integers(1, 6),
)  # fmt: skip
def test_every_key_is_in_one_stretch(tables: list[set[bytes]], band: int) -> None:
    keys = [Keys(pack_keys(sorted(table))) for table in tables]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "BAND", band)
        bands = list(merging._bands(keys))
    seen: list[bytes] = []
    for ranges in bands:
        some = {table[at] for table, found in zip(keys, ranges, strict=True) for at in found}
        assert not seen or not some or seen[-1] < min(some)
        seen += sorted(some)
    assert seen == sorted(set().union(*tables))
    for at, table in enumerate(keys):
        assert [place for ranges in bands for place in ranges[at]] == list(range(len(table)))


def test_a_table_out_of_order_is_damage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "BAND", 1)
    shuffled = Keys(pack_keys([b"m", b"z", b"a"]))
    with pytest.raises(IndexDamaged):
        list(merging._bands([shuffled]))


def test_memory_is_what_is_written_and_little_else(monkeypatch: pytest.MonkeyPatch) -> None:
    files = MemoryFiles()
    readers = []
    for which in range(12):
        units = [
            IndexUnit(row, row, "en", " ".join(f"w{which}{row}{n}s" for n in range(100)), ())
            for row in range(1, 61)
        ]
        readers.append(reader_of(files, build_segment(units), frozenset()))
    monkeypatch.setattr(merging, "BAND", 1024)
    tracemalloc.start()
    merged = merging.merge(readers)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 14 * merged.size  # a table of all terms at once would take more
