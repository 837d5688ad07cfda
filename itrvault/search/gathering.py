"""Collects the words of the units of one segment, and packs the occurrences of each.

All that is done for each word of a text is to look a number up (`lexicon.py`). Where each stands,
and sorting them by word, is left to NumPy, over all units at once.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from itrvault.model.search import IndexUnit
from itrvault.search import edges
from itrvault.search.lexicon import Lexicon
from itrvault.search.parted import PartedWords
from itrvault.search.postings import number_type
from itrvault.search.records import Records, pack_all
from itrvault.search.stems import SPELLINGS
from itrvault.search.streams import placed, streams
from itrvault.search.tokens import PIECE
from itrvault.text.rows import distinct, ranges

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]


@dataclass(frozen=True, slots=True)
class Packed:
    """The words of a segment: positions of each unit, terms and their records, sorted.

    Types are those of the numbers of units and of positions. A line of `stems`, which are not
    sorted, is "language key<tab>form form". `edges` are those of all units: see `edges.py`.
    """

    lengths: list[int]
    unit_type: str
    position_type: str
    terms: list[bytes]
    records: Records
    stems: list[bytes]
    edges: array[int]


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
        self._placed_chunks: dict[int, array[int]] = {}  # by unit
        self._bodies: list[tuple[edges.Body, int]] = []  # and what is open of each
        self._margins = array("i")  # positions before and behind each body
        self._edges: dict[int, tuple[int, int, int, int]] = {}  # of the units with redlines
        self._parted = PartedWords()
        self._divided: list[tuple[int, int, int, int]] = []  # unit, reading, chunk, term

    def add(self, unit: IndexUnit, body: edges.Body, numbers: array[int] | None = None) -> None:
        """Take in the next unit; `numbers` are those of its text's chunks where they are known.

        `body` is its text without running heads and feet.
        """
        before = len(self._chunks)
        for first, reading, raw, names in self._parted.add(len(self._counts), unit, body):
            (chunk,) = self._lexicon.chunks.numbers_of([names[0][0] + raw])
            for name in names:
                self._divided.append((first, reading, chunk, self._lexicon.number(name)))
        self._bodies.append((body, edges.openness(unit.text, body)))
        self._margins.extend((0, 0) if unit.redlines else edges.margins(unit.text, body))
        if unit.redlines:
            self._add_streams(unit, body)
        else:
            chunks = self._lexicon.chunks
            if numbers is None:
                numbers = chunks.numbers(unit.text)
            if numbers is None:
                numbers = chunks.numbers_of(PIECE.findall(unit.text))
            self._chunks.extend(numbers)
        self._counts.append(len(self._chunks) - before)
        self._languages.append(unit.language)

    def _add_streams(self, unit: IndexUnit, body: edges.Body) -> None:
        """Take in a unit with redlines, whose words stand in several streams."""
        number, length = len(self._counts), 0
        found = streams(unit.text, unit.redlines)
        every = list(placed(found))
        self._edges[number] = edges.edges_in_streams(found, every, body)
        chunks = self._lexicon.chunks.numbers_of(one.raw for one in every)
        self._placed_chunks[number] = chunks
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

    def _stems(self, names: list[bytes], ranks: Numbers) -> list[bytes]:
        """A line "language key<tab>form form" for each stem key, of the words of all units.

        `names` are the terms, sorted, `ranks` of each term's number the place there. A key that is
        its only form is left out.
        """
        import numpy as np

        codes = self._lexicon.codes()
        chunks = np.array(self._chunks, np.int64)
        units = np.repeat(np.arange(len(self._counts)), np.array(self._counts, np.int64))
        if self._placed_chunks:
            some = [np.array(found, np.int64) for found in self._placed_chunks.values()]
            numbers = np.array(list(self._placed_chunks), np.int64)
            chunks = np.concatenate((chunks, *some))
            units = np.concatenate((units, np.repeat(numbers, [len(one) for one in some])))
        if self._divided:
            first, _, divided, _ = np.array(self._divided, np.int64).T
            chunks, units = np.concatenate((chunks, divided)), np.concatenate((units, first))
        words = self._lexicon.other_languages(chunks, units, self._languages)
        languages = sorted(set(self._languages))
        places = {name: place for place, name in enumerate(languages)}
        spoken = np.array([places[name] for name in self._languages], np.int64)[units]
        found = [np.empty(0, np.int64)]
        for name in sorted({*languages, *words}):
            used = words.get(name, np.zeros(len(codes), np.bool_))
            if name in places:
                used[chunks[spoken == places[name]]] = True
            keys, terms = self._lexicon.stems(name, np.flatnonzero(used))
            found.append(keys >> 1 << 33 | ranks[terms] << 1 | keys & 1)
        every = np.zeros(len(codes), np.bool_)
        every[chunks] = True
        keys, terms = self._lexicon.stems(SPELLINGS, np.flatnonzero(every))
        found.append(keys >> 1 << 33 | ranks[terms] << 1 | keys & 1)
        pairs = distinct(np.concatenate(found))
        keys, forms = pairs >> 33, (pairs >> 1 & 0xFFFFFFFF).tolist()
        firsts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))[: len(keys)]
        ends = np.append(firsts[1:], len(keys))
        told = (ends - firsts > 1) | (pairs[firsts] & 1 == 0)
        spelt = self._lexicon.keys
        return [
            b"%b\t%b" % (spelt[key].encode(), b" ".join([names[form] for form in forms[first:end]]))
            for key, first, end in zip(
                keys[firsts[told]].tolist(), firsts[told].tolist(), ends[told].tolist(), strict=True
            )
        ]

    def pack(self) -> Packed:
        """All that was taken in."""
        import numpy as np  # costs a tenth of a second, which only an import pays

        pieces = self._lexicon.pieces
        codes = np.array(self._lexicon.codes(), np.int32)[np.array(self._chunks, np.int32)]
        counts = np.array(self._counts, np.int64)
        complex_at = np.flatnonzero(codes < 0)
        numbers = -1 - codes[complex_at]
        widths = np.ones(len(codes), np.int64)
        widths[complex_at] = np.array(pieces.widths, np.int64)[numbers]
        ends = np.concatenate(([0], np.cumsum(widths)))
        limits = ends[np.concatenate(([0], np.cumsum(counts)))]
        lengths = np.diff(limits)
        for number, length in self._lengths.items():
            lengths[number] = length
        bases = np.concatenate(([0], np.cumsum(lengths)))[:-1]
        # An address counts positions through all units.
        addresses = ends[:-1] + np.repeat(bases - limits[:-1], counts)
        plain = codes >= 0
        terms, where = [codes[plain]], [addresses[plain]]
        if len(complex_at):
            part_counts = np.array(pieces.counts, np.int64)
            firsts = np.cumsum(part_counts) - part_counts
            wanted = part_counts[numbers]
            parts = ranges(firsts[numbers], wanted)
            terms.append(np.array(pieces.terms, np.int32)[parts])
            offsets = np.array(pieces.offsets, np.int64)[parts]
            where.append(np.repeat(addresses[complex_at], wanted) + offsets)
        if self._placed[0]:
            placed_terms, units, positions = (np.array(each, np.int64) for each in self._placed)
            terms.append(placed_terms.astype(np.int32))
            where.append(bases[units] + positions)
        sizes = lengths.tolist()
        packed_edges = self._pack_edges(sizes)
        if self._divided:
            first, reading, _, divided = np.array(self._divided, np.int64).T
            table = np.array(packed_edges, np.int64).reshape(-1, edges.WIDTH)
            terms.append(divided.astype(np.int32))
            where.append(bases[first] + table[first, edges.PAST + 2 * reading] - 1)
        every = np.concatenate(terms).astype(np.int64)
        names, ranks = self._names(every)
        # One sort for all: by term, then by address.
        keys = np.sort((ranks[every] << 32) | np.concatenate(where))
        unit_of = np.repeat(np.arange(len(lengths)), lengths)
        unit_type = number_type(max(len(lengths) - 1, 0))
        position_type = number_type(int(lengths.max(initial=0)))
        records = pack_all(keys, unit_of, bases, unit_type, position_type)
        stems = self._stems(names, ranks)
        return Packed(sizes, unit_type, position_type, names, records, stems, packed_edges)

    def _pack_edges(self, lengths: list[int]) -> array[int]:
        found = array("I")
        for number, (length, (body, opened)) in enumerate(zip(lengths, self._bodies, strict=True)):
            before, behind = self._margins[2 * number : 2 * number + 2]
            first, past = edges.whole_positions(length, (before, behind))
            positions = self._edges.get(number, (first, past, first, past))
            found += edges.pack(body, positions, opened)
        return found

    def _names(self, terms: Numbers) -> tuple[list[bytes], Numbers]:
        """The different terms among these numbers, sorted, and of each number the place there."""
        import numpy as np

        known = self._lexicon.terms
        used = np.zeros(len(known), bool)
        used[terms] = True
        numbers = np.flatnonzero(used).tolist()
        numbers.sort(key=known.__getitem__)  # code points are in the order of their UTF-8
        ranks = np.zeros(len(known), np.int64)
        ranks[numbers] = np.arange(len(numbers))
        return [known[number].encode() for number in numbers], ranks
