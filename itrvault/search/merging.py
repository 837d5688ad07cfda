"""Makes one segment out of several, from the segments themselves; removed units are left behind.

Every import adds segments, and a query asks each of them. Merging needs neither the text nor the
tokeniser: postings are arrays, so the unit numbers are shifted and the arrays put end to end.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from itrvault.search.builder import Segment, write_segment_files
from itrvault.search.codec import VaultReader
from itrvault.search.edges import WIDTH
from itrvault.search.postings import number_type, pack_postings

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
    where: dict[bytes, list[tuple[int, int]]] = {}
    for which, reader in enumerate(readers):
        for index, key in enumerate(reader.terms.keys):
            where.setdefault(key, []).append((which, index))
    packed: list[tuple[bytes, int, bytes]] = []
    for key in sorted(where):
        units_, counts, positions = array(unit_type), array("I"), array(position_type)
        for which, index in where[key]:
            numbers = numbering[which]
            if readers[which].has_deletions():
                for unit, places in readers[which].terms.postings(index).by_unit():
                    if (number := numbers[unit]) != _GONE:
                        units_.append(number)
                        counts.append(len(places))
                        positions.extend(array(position_type, places))
                continue
            found = readers[which].terms.postings(index)
            shift = numbers[0]
            units_.extend([unit + shift for unit in found.units] if shift else found.units.tolist())
            counts.extend(array("I", found.counts))
            positions.extend(found.positions.tolist())
        if units_:
            packed.append((key, len(units_), pack_postings(units_, counts, positions)))
    stems = _merge_stems(readers)
    return write_segment_files(rows, packed, unit_type, position_type, stems, edges)


def _merge_stems(readers: Sequence[VaultReader]) -> dict[str, set[str]]:
    stems: dict[str, set[str]] = {}
    for reader in readers:
        for line in reader.stems:
            key, _, forms = line.decode(errors="replace").partition("\t")
            stems.setdefault(key, set()).update(forms.split(" "))
    return stems
