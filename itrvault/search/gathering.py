"""Collects the words of the units of one segment, and packs the occurrences of each.

All that is done for each word of a text is to look a number up (`lexicon.py`). Where each stands,
and sorting them by word, is left to NumPy, over all units at once.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from itrvault.model.search import IndexUnit
from itrvault.search.lexicon import Lexicon
from itrvault.search.postings import number_type, pack_record
from itrvault.search.streams import placed, streams
from itrvault.search.tokens import PIECE

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


class Gatherer:
    """Takes in units one by one, then packs all at once."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._lexicon = lexicon or Lexicon()
        self._chunks = array("i")  # of all units
        self._counts = array("i")  # chunks of each unit
        self._languages: list[str] = []
        self._lengths: dict[int, int] = {}  # positions of the units with redlines
        # Occurrences in those: their terms, units and positions.
        self._placed = array("i"), array("i"), array("i")
        self._placed_chunks: dict[str, array[int]] = {}  # by language

    def add(self, unit: IndexUnit, numbers: array[int] | None = None) -> None:
        """Take in the next unit; `numbers` are those of its text's chunks where they are known."""
        before = len(self._chunks)
        if unit.redlines:
            self._add_streams(unit)
        else:
            chunks = self._lexicon.chunks
            if numbers is None:
                numbers = chunks.numbers(unit.text)
            if numbers is None:
                numbers = chunks.numbers_of(PIECE.findall(unit.text))
            self._chunks.extend(numbers)
        self._counts.append(len(self._chunks) - before)
        self._languages.append(unit.language)

    def _add_streams(self, unit: IndexUnit) -> None:
        """Take in a unit with redlines, whose words stand in several streams."""
        number, length = len(self._counts), 0
        every = list(placed(streams(unit.text, unit.redlines)))
        chunks = self._lexicon.chunks.numbers_of(one.raw for one in every)
        self._placed_chunks.setdefault(unit.language, array("i")).extend(chunks)
        codes = self._lexicon.codes()
        for one, chunk in zip(every, chunks, strict=True):
            for term, offset in self._lexicon.parts(codes[chunk]):
                self._place(term, number, one.position + offset)
            for position, mark in one.marks:
                self._place(self._lexicon.number(mark), number, position)
            length = one.position + one.piece.width
        self._lengths[number] = length

    def _place(self, term: int, unit: int, position: int) -> None:
        terms, units, positions = self._placed
        terms.append(term)
        units.append(unit)
        positions.append(position)

    def stems(self) -> dict[str, set[str]]:
        """Under "language key" the words of all units that have this stem."""
        import numpy as np

        codes = self._lexicon.codes()
        chunks, counts = np.array(self._chunks, np.int32), np.array(self._counts, np.int64)
        names = sorted(set(self._languages))
        places = {name: place for place, name in enumerate(names)}
        spoken = np.repeat([places[name] for name in self._languages], counts) if names else counts
        found: dict[str, set[str]] = {}
        for name in names:
            used = np.zeros(len(codes), bool)
            used[chunks[spoken == places[name]]] = True
            used[np.array(self._placed_chunks.get(name, ()), np.int32)] = True
            self._lexicon.add_stems(name, np.flatnonzero(used), found)
        return found

    def pack(self) -> tuple[list[int], str, str, list[tuple[bytes, int, bytes]]]:
        """(positions of each unit, type of unit numbers, type of positions, terms).

        Of each term, sorted: (term, units that hold it, packed postings).
        """
        import numpy as np  # costs a tenth of a second, which only an import pays

        pieces = self._lexicon.pieces
        codes = np.array(self._lexicon.codes(), np.int32)[np.array(self._chunks, np.int32)]
        counts = np.array(self._counts, np.int64)
        complex_at = np.flatnonzero(codes < 0)
        numbers = -1 - codes[complex_at]
        widths = np.ones(len(codes), np.int64)
        widths[complex_at] = np.array(pieces.widths, np.int64)[numbers]
        ends = np.concatenate(([0], np.cumsum(widths)))
        edges = ends[np.concatenate(([0], np.cumsum(counts)))]
        lengths = np.diff(edges)
        for number, length in self._lengths.items():
            lengths[number] = length
        bases = np.concatenate(([0], np.cumsum(lengths)))[:-1]
        # An address counts positions through all units.
        addresses = ends[:-1] + np.repeat(bases - edges[:-1], counts)
        plain = codes >= 0
        terms, where = [codes[plain]], [addresses[plain]]
        if len(complex_at):
            part_counts = np.array(pieces.counts, np.int64)
            firsts = np.cumsum(part_counts) - part_counts
            wanted = part_counts[numbers]
            skipped = np.cumsum(wanted) - wanted
            parts = np.arange(wanted.sum()) + np.repeat(firsts[numbers] - skipped, wanted)
            terms.append(np.array(pieces.terms, np.int32)[parts])
            offsets = np.array(pieces.offsets, np.int64)[parts]
            where.append(np.repeat(addresses[complex_at], wanted) + offsets)
        if self._placed[0]:
            placed_terms, units, positions = (np.array(each, np.int64) for each in self._placed)
            terms.append(placed_terms.astype(np.int32))
            where.append(bases[units] + positions)
        # One sort for all: by term, then by address.
        keys = np.sort((np.concatenate(terms).astype(np.int64) << 32) | np.concatenate(where))
        unit_of = np.repeat(np.arange(len(lengths)), lengths)
        unit_type = number_type(max(len(lengths) - 1, 0))
        position_type = number_type(int(lengths.max(initial=0)))
        packed = _pack(keys, unit_of, bases, self._lexicon.terms, unit_type, position_type)
        return lengths.tolist(), unit_type, position_type, packed


_BYTES = {"H": 2, "I": 4}


def _pack(
    keys: Numbers,
    unit_of: Numbers,
    bases: Numbers,
    names: list[str],
    unit_type: str,
    position_type: str,
) -> list[tuple[bytes, int, bytes]]:
    """Cut the sorted occurrences (term << 32 | address) into a record for each term."""
    import numpy as np

    if not len(keys):
        return []
    terms, addresses = keys >> 32, keys & 0xFFFFFFFF
    units = unit_of[addresses]
    positions = (addresses - bases[units]).astype(f"<u{_BYTES[position_type]}").tobytes()
    other_term = np.concatenate(([True], terms[1:] != terms[:-1]))
    starts = np.flatnonzero(other_term | np.concatenate(([True], units[1:] != units[:-1])))
    often = np.diff(np.append(starts, len(keys)))
    # Of each term: where its occurrences begin, and where its units do.
    term_starts = np.flatnonzero(other_term)
    unit_starts = np.searchsorted(starts, term_starts)
    most = np.maximum.reduceat(often, unit_starts).tolist()
    held = units[starts].astype(f"<u{_BYTES[unit_type]}").tobytes()
    short, long = np.minimum(often, 255).astype("u1").tobytes(), often.astype("<u4").tobytes()
    unit_size, position_size = _BYTES[unit_type], _BYTES[position_type]
    term_edges = [*term_starts.tolist(), len(keys)]
    unit_edges = [*unit_starts.tolist(), len(starts)]
    packed = []
    for index, number in enumerate(terms[term_starts].tolist()):
        first, last = unit_edges[index], unit_edges[index + 1]
        if most[index] == 1:
            counts = b""
        elif most[index] <= 0xFF:
            counts = short[first:last]
        else:
            counts = long[4 * first : 4 * last]
        record = pack_record(
            held[unit_size * first : unit_size * last],
            counts,
            most[index],
            positions[position_size * term_edges[index] : position_size * term_edges[index + 1]],
        )
        packed.append((names[number].encode(), last - first, record))
    packed.sort()
    return packed
