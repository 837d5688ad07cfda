"""Makes one segment out of several, from the segments themselves; removed units are left behind.

Every import adds segments, and a query asks each of them. Merging needs neither the text nor the
tokeniser: postings are arrays, so the unit numbers are shifted and the arrays put end to end. Terms
are taken a stretch of the alphabet at a time, so that memory holds what is written and little else.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence

from itrvault.search.builder import Segment, lay_out
from itrvault.search.codec import VaultReader
from itrvault.search.damage import IndexDamaged
from itrvault.search.edges import WIDTH
from itrvault.search.gathering import Packed
from itrvault.search.postings import Postings, number_type, pack_postings
from itrvault.search.records import Records
from itrvault.search.table import Keys

BAND = 1 << 15
"""Keys in a stretch, those of all segments together."""

_GONE = -1


def merge(readers: Sequence[VaultReader]) -> Segment:
    """One segment with the units of all, in their order."""
    numbering: list[list[int]] = []
    rows: list[tuple[int, int, int, str]] = []  # unit row, document row, positions, language
    edges = array("I")
    for reader in readers:
        units, removed = reader.units, reader.deleted_docs_set
        numbers = []
        for number in range(reader.doc_count_all()):
            if number in removed:
                numbers.append(_GONE)
                continue
            numbers.append(len(rows))
            edges += reader.edges[WIDTH * number : WIDTH * (number + 1)]
            language = units.languages[units.language_numbers[number]]
            rows.append(
                (units.rows[number], units.document_rows[number], units.lengths[number], language)
            )
        numbering.append(numbers)
    unit_type = number_type(max(len(rows) - 1, 0))
    position_type = number_type(max((row[2] for row in rows), default=0))
    names: list[bytes] = []
    frequencies, sizes, data = array("I"), array("I"), bytearray()
    for band in _bands([reader.terms.keys for reader in readers]):
        where: dict[bytes, list[tuple[int, int]]] = {}
        for which, indexes in enumerate(band):
            keys = readers[which].terms.keys
            for index in indexes:
                where.setdefault(keys[index], []).append((which, index))
        for key in sorted(where):
            units_, counts, positions = array(unit_type), array("I"), array(position_type)
            for which, index in where[key]:
                found = readers[which].terms.postings(index)
                _append(found, readers[which], numbering[which], units_, counts, positions)
            if units_:
                names.append(key)
                frequencies.append(len(units_))
                record = pack_postings(units_, counts, positions)
                sizes.append(len(record))
                data += record
    records = Records(frequencies, sizes, bytes(data))
    lengths = [row[2] for row in rows]
    stems = _merge_stems(readers)
    return lay_out(rows, Packed(lengths, unit_type, position_type, names, records, stems, edges))


def _append(
    found: Postings,
    reader: VaultReader,
    numbers: Sequence[int],
    units: array[int],
    counts: array[int],
    positions: array[int],
) -> None:
    """Put what one segment knows of a term behind what the segments before it do."""
    if reader.has_deletions():
        for unit, places in found.by_unit():
            if (number := numbers[unit]) != _GONE:
                units.append(number)
                counts.append(len(places))
                positions.extend(array(positions.typecode, places))
        return
    shift = numbers[0]
    units.extend([unit + shift for unit in found.units] if shift else found.units.tolist())
    counts.extend(array("I", found.counts))
    positions.extend(found.positions.tolist())


def _bands(
    tables: Sequence[Keys], edge_of: Callable[[bytes], bytes] = bytes
) -> Iterator[list[range]]:
    """Stretches of sorted tables side by side, in order; no key is in two.

    `edge_of` a key says where a stretch may begin. Raises `IndexDamaged` for one out of order.
    """
    largest = max(tables, key=len)
    starts = [0] * len(tables)
    last = b""
    step = max(1, BAND // len(tables))
    for at in range(step, len(largest), step):
        edge = edge_of(largest[at])
        ends = [table.place(edge) for table in tables]
        if edge < last or any(end < start for start, end in zip(starts, ends, strict=True)):
            raise IndexDamaged("a table of the index is out of order")
        yield list(map(range, starts, ends))
        starts, last = ends, edge
    yield list(map(range, starts, map(len, tables)))


def _merge_stems(readers: Sequence[VaultReader]) -> list[bytes]:
    """Lines "language key<tab>form form"; a key that is its only form is left out."""
    lines: list[bytes] = []
    for band in _bands([reader.stems for reader in readers], _key_with_tab):
        forms: dict[bytes, set[bytes]] = {}
        for reader, indexes in zip(readers, band, strict=True):
            for index in indexes:
                key, _, some = reader.stems[index].partition(b"\t")
                forms.setdefault(key, set()).update(some.split(b" "))
        lines += (
            key + b"\t" + b" ".join(sorted(each))
            for key, each in forms.items()
            if len(each) > 1 or key.partition(b" ")[2] not in each
        )
    return lines


def _key_with_tab(line: bytes) -> bytes:
    """The beginning of every line with the same key."""
    key, tab, _ = line.partition(b"\t")
    return key + tab
