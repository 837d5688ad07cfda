"""Collects the words of the units of one segment, and packs the occurrences of each.

Each distinct piece of text is studied once for the whole segment and gets a number, so all that is
done for each word of a text is to look a number up. Where each stands, and sorting them by word, is
left to NumPy, over all units at once.
"""

from __future__ import annotations

from array import array
from functools import lru_cache
from typing import TYPE_CHECKING

from itrvault.model.search import IndexUnit
from itrvault.search.postings import number_type, pack_record
from itrvault.search.stems import stem_keys
from itrvault.search.streams import placed, streams
from itrvault.search.tokens import PIECE, analyse, plain_term

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]

_REMEMBERED = 48
"""Longer pieces (a paragraph of Chinese) are not worth remembering."""

Studied = tuple[tuple[tuple[str, int], ...], int, tuple[tuple[str, str], ...]]
"""Of a piece: (term, offset) of its parts, its width, and ("language key", term) of its words."""


def _study(language: str, raw: str) -> Studied:
    if plain := plain_term(raw):
        return (
            ((plain, 0),),
            1,
            tuple((f"{language} {key}", plain) for key in stem_keys(language, raw)),
        )
    piece = analyse(raw)
    keys = tuple(
        (f"{language} {key}", part.term)
        for part in piece.parts
        if part.raw
        for key in stem_keys(language, part.raw)
    )
    return tuple((part.term, part.offset) for part in piece.parts), piece.width, keys


_study_once = lru_cache(maxsize=1 << 16)(_study)


class _Terms(dict[str, int]):
    """The number of each term, in order of first appearance."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        return number


class _Pieces:
    """The pieces of several terms, or of none, in columns: piece `n` is written as `-1 - n`."""

    def __init__(self) -> None:
        self.widths = array("i")
        self.counts = array("i")  # terms of each
        self.terms = array("i")  # of all, one piece after another
        self.offsets = array("i")
        self._first = array("i")  # where those of each begin

    def add(self, terms: list[int], offsets: list[int], width: int) -> int:
        self._first.append(len(self.terms))
        self.widths.append(width)
        self.counts.append(len(terms))
        self.terms.extend(terms)
        self.offsets.extend(offsets)
        return -len(self.widths)

    def parts(self, code: int) -> list[tuple[int, int]]:
        """(term, offset) of each term of one piece."""
        number = -1 - code
        first = self._first[number]
        last = first + self.counts[number]
        return list(zip(self.terms[first:last], self.offsets[first:last], strict=True))


class _Lexicon(dict[str, int]):
    """The pieces met in one language: the number of a plain word's term, or that of a piece."""

    def __init__(
        self, language: str, terms: _Terms, pieces: _Pieces, stems: dict[str, set[str]]
    ) -> None:
        super().__init__()
        self._language = language
        self._terms, self._pieces, self._stems = terms, pieces, stems

    def __missing__(self, raw: str) -> int:
        if raw.isascii() and (lower := raw.lower()) != raw:
            code = self[lower]  # nothing in the index depends on the case of these letters
        elif len(raw) > _REMEMBERED:
            return self._note(_study(self._language, raw))
        else:
            code = self._note(_study_once(self._language, raw))
        if len(raw) <= _REMEMBERED:
            self[raw] = code
        return code

    def _note(self, studied: Studied) -> int:
        parts, width, keys = studied
        for key, term in keys:
            if key in self._stems:
                self._stems[key].add(term)
            else:
                self._stems[key] = {term}
        if width == 1 and len(parts) == 1 and parts[0][1] == 0:
            return self._terms[parts[0][0]]
        return self._pieces.add(
            [self._terms[term] for term, _ in parts], [offset for _, offset in parts], width
        )


class Gatherer:
    """Takes in units one by one, then packs all at once."""

    def __init__(self) -> None:
        self._terms = _Terms()
        self._pieces = _Pieces()
        self._lexicons: dict[str, _Lexicon] = {}
        self._codes = array("i")  # of the pieces of all units
        self._counts = array("i")  # pieces of each unit
        self._lengths: dict[int, int] = {}  # positions of the units with redlines
        # Occurrences in those: their terms, units and positions.
        self._placed = array("i"), array("i"), array("i")
        self.stems: dict[str, set[str]] = {}

    def add(self, unit: IndexUnit) -> None:
        """Take in the next unit."""
        lexicon = self._lexicons.get(unit.language)
        if lexicon is None:
            lexicon = _Lexicon(unit.language, self._terms, self._pieces, self.stems)
            self._lexicons[unit.language] = lexicon
        before = len(self._codes)
        if unit.redlines:
            self._add_streams(unit, lexicon)
        else:
            self._codes.extend(map(lexicon.__getitem__, PIECE.findall(unit.text)))
        self._counts.append(len(self._codes) - before)

    def _add_streams(self, unit: IndexUnit, lexicon: _Lexicon) -> None:
        """Take in a unit with redlines, whose words stand in several streams."""
        number, length = len(self._counts), 0
        for one in placed(streams(unit.text, unit.redlines)):
            code = lexicon[one.raw]
            parts = [(code, 0)] if code >= 0 else self._pieces.parts(code)
            for term, offset in parts:
                self._place(term, number, one.position + offset)
            for position, mark in one.marks:
                self._place(self._terms[mark], number, position)
            length = one.position + one.piece.width
        self._lengths[number] = length

    def _place(self, term: int, unit: int, position: int) -> None:
        terms, units, positions = self._placed
        terms.append(term)
        units.append(unit)
        positions.append(position)

    def pack(self) -> tuple[list[int], str, str, list[tuple[bytes, int, bytes]]]:
        """(positions of each unit, type of unit numbers, type of positions, terms).

        Of each term, sorted: (term, units that hold it, packed postings).
        """
        import numpy as np  # costs a tenth of a second, which only an import pays

        codes = np.frombuffer(self._codes, np.int32) if self._codes else np.empty(0, np.int32)
        counts = np.array(self._counts, np.int64)
        complex_at = np.flatnonzero(codes < 0)
        numbers = -1 - codes[complex_at]
        widths = np.ones(len(codes), np.int64)
        widths[complex_at] = np.array(self._pieces.widths, np.int64)[numbers]
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
            part_counts = np.array(self._pieces.counts, np.int64)
            firsts = np.cumsum(part_counts) - part_counts
            wanted = part_counts[numbers]
            skipped = np.cumsum(wanted) - wanted
            parts = np.arange(wanted.sum()) + np.repeat(firsts[numbers] - skipped, wanted)
            terms.append(np.array(self._pieces.terms, np.int32)[parts])
            offsets = np.array(self._pieces.offsets, np.int64)[parts]
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
        packed = _pack(keys, unit_of, bases, list(self._terms), unit_type, position_type)
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
