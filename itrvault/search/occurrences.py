"""Where the forms of a word stand, in all segments together, as arrays.

In which units, and how often, is there at once. The places are read when a phrase or a nearness
first asks for them. What was asked for last is kept, up to a bound, so that the common words of a
vault are unpacked once and not at every key that is pressed.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from itrvault.search.codec import VaultReader
from itrvault.search.columns import Columns, Mask, Numbers
from itrvault.search.damage import IndexDamaged
from itrvault.search.guests import ENOUGH, Form, read_form, showing
from itrvault.search.postings import MAX_POSITIONS, Postings
from itrvault.search.tokens import split_wide

if TYPE_CHECKING:
    from itrvault.search.seams import Edges

KEPT_BYTES = 96 << 20
"""Of arrays that are kept. The places of a word that is on every page take 10 MB in 100,000."""

_TYPES: dict[str, np.dtype[np.uint16 | np.uint32]] = {
    "H": np.dtype("<u2"), "I": np.dtype("<u4"),
}  # fmt: skip
_FEW = 3
"""Places are picked out for the wanted units if those are fewer than one in so many."""


_Part = tuple[VaultReader, list[Postings], list[int], Numbers, Numbers, Mask | None]
"""Of one segment: the postings of each term, the width of each, units and counts of all, and which
of these count; None when all do."""


class Occurrences:
    """Of some forms (`guests.py`) that count as one word.

    `units` holds the units in which any of them stands, ascending; `counts` how often they do
    there. `even` is how many positions every one of the terms covers, 0 when they differ.
    """

    def __init__(self, lookup: Lookup, forms: Sequence[str]) -> None:
        self._columns = lookup.columns
        by_term = {form.term: form for form in sorted(map(read_form, forms))}
        terms = list(by_term)
        widths = {split_wide(term)[1] for term in terms}
        self.even = widths.pop() if len(widths) == 1 else 0
        self._parts: list[_Part] = []
        for first, reader in zip(lookup.columns.first, lookup.readers, strict=True):
            found = reader.terms.many([term.encode() for term in terms])
            here = [(term, one) for term, one in zip(terms, found, strict=True) if one is not None]
            if here:
                postings = [one for _, one in here]
                units = _units(reader, postings) + first
                counts = _counts(postings)
                width = [split_wide(term)[1] for term, _ in here]
                kept = _kept([by_term[term] for term, _ in here], postings, units, lookup)
                self._parts.append((reader, postings, width, units, counts, kept))
        self.units: Numbers = _joined([_of(kept, units) for *_, units, _, kept in self._parts])
        self.counts: Numbers = _joined([_of(kept, counts) for *_, counts, kept in self._parts])
        if any(len(postings) > 1 for _, postings, *_ in self._parts):
            total = np.bincount(self.units, self.counts, self._columns.count)
            self.units = np.flatnonzero(total)
            self.counts = total[self.units].astype(np.int64)
        self.total = int(self.counts.sum())
        self._places: tuple[Numbers, Numbers | None] | None = None
        if not self._parts:
            self._places = np.empty(0, self._columns.bases.dtype), None

    @property
    def size(self) -> int:
        """Bytes it takes in memory; more once the places were read."""
        places = sum(array.nbytes for array in self._places or () if array is not None)
        packed = sum(
            units.nbytes + counts.nbytes + sum(one.size for one in found)
            for _, found, _, units, counts, _ in self._parts
        )
        return 1000 + self.units.nbytes + self.counts.nbytes + places + packed

    def places(self, wanted: Mask | None = None) -> tuple[Numbers, Numbers | None]:
        """Where they begin on the number line, ascending, and how many positions each covers.

        The latter is None when all cover `even`. In the wanted units, and perhaps in others.
        """
        parts, found = self._parts, self._places
        if found is None:
            found = self._places = self._read(parts)
            self._parts = []  # only now, when nobody needs them any more
        starts, widths = found
        if wanted is None:
            return starts, widths
        chosen = np.flatnonzero(wanted[self.units])
        if _FEW * len(chosen) > len(self.units):
            return starts, widths
        counts = self.counts[chosen]
        ends = np.cumsum(self.counts)[chosen]
        skipped = np.cumsum(counts) - counts
        picked = np.repeat(ends - counts - skipped, counts) + np.arange(int(counts.sum()))
        return starts[picked], None if widths is None else widths[picked]

    def _read(self, parts: Sequence[_Part]) -> tuple[Numbers, Numbers | None]:
        bases, longest = self._columns.bases, self._columns.longest
        starts, widths = [], []
        for reader, postings, width, units, counts, kept in parts:
            sizes = np.array([one.frequency for one in postings])
            often = np.add.reduceat(counts, np.cumsum(sizes) - sizes)
            data = b"".join(
                [one.position_bytes(n) for one, n in zip(postings, often.tolist(), strict=True)]
            )
            positions = np.frombuffer(data, _TYPES[reader.terms.types[1]])
            if len(positions) and int(positions.max()) >= longest:
                raise IndexDamaged("postings name positions that are not there")
            chosen = None if kept is None else np.repeat(kept, counts)
            starts.append(_of(chosen, np.repeat(bases[units], counts) + positions))
            if not self.even:
                widths.append(_of(chosen, np.repeat(np.array(width), often)))
        places = np.concatenate(starts)
        if self.even:
            if any(len(postings) > 1 for _, postings, *_ in parts):
                places.sort()
            return places, None
        covered = np.concatenate(widths)
        order = np.lexsort((covered, places))
        return places[order], covered[order]


def _kept(
    forms: Sequence[Form], postings: Sequence[Postings], units: Numbers, lookup: Lookup
) -> Mask | None:
    """Which of the units, those of each posting in turn, its form counts in; None for all."""
    if not any(form.barred for form in forms):
        return None
    kept = np.ones(len(units), np.bool_)
    last = 0
    for form, posting in zip(forms, postings, strict=True):
        first, last = last, last + posting.frequency
        for name in form.barred:
            kept[first:last] &= ~lookup.only_in(name, form.homes)[units[first:last]]
    return kept


def _showing(home: str, reader: VaultReader) -> Mask:
    """The units of one segment whose small words show a language.

    The segment keeps it: most outlive many commits.
    """
    known: Mask | None = reader.shown.get(home)
    if known is None:
        terms = [term.encode() for term in sorted(showing(home))]
        postings = [one for one in reader.terms.many(terms) if one is not None]
        units = _units(reader, postings) if postings else np.empty(0, np.int64)
        different = np.bincount(units, minlength=reader.doc_count_all())
        known = reader.shown[home] = different >= ENOUGH
    return known


def _of(kept: Mask | None, numbers: Numbers) -> Numbers:
    return numbers if kept is None else numbers[kept]


def _units(reader: VaultReader, postings: Sequence[Postings]) -> Numbers:
    data = b"".join([one.unit_bytes for one in postings])
    units: Numbers = np.frombuffer(data, _TYPES[reader.terms.types[0]]).astype(np.int64)
    if int(units.max()) >= reader.doc_count_all():
        raise IndexDamaged("postings name units that are not there")
    return units


def _counts(postings: Sequence[Postings]) -> Numbers:
    if all(one.count_size < 2 for one in postings):  # nearly always
        data = b"".join([one.count_bytes or b"\x01" * one.frequency for one in postings])
        counts = np.frombuffer(data, np.uint8).astype(np.int64)
    else:
        counts = np.concatenate([np.array(one.counts, np.int64) for one in postings])
    if not int(counts.min()) or int(counts.sum()) > MAX_POSITIONS:
        raise IndexDamaged("postings name impossible numbers of places")
    return counts


def _joined(arrays: Sequence[Numbers]) -> Numbers:
    if len(arrays) == 1:
        return arrays[0]
    return np.concatenate(arrays) if arrays else np.empty(0, np.int64)


class Lookup:
    """Finds the occurrences of words in the open segments. Any thread may ask."""

    def __init__(self, readers: Sequence[VaultReader]) -> None:
        self.readers = readers
        self.columns = Columns(readers)
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, ...], tuple[Occurrences, int]] = OrderedDict()
        self._size = 0
        self._apart: dict[tuple[str, tuple[str, ...]], Mask] = {}
        self._showing: dict[str, Mask] = {}

    @cached_property
    def edges(self) -> Edges:
        """Where the units begin and end. Raises `IndexDamaged`, `IndexMoved`."""
        from itrvault.search.seams import Edges

        return Edges(self)

    def only_in(self, language: str, homes: tuple[str, ...]) -> Mask:
        """The units in a language whose words show none of the others (see `guests.py`)."""
        known = self._apart.get((language, homes))
        if known is None:
            nowhere = np.zeros(self.columns.count, np.bool_)
            known = self.columns.spoken.get(language, nowhere).copy()
            for home in homes:
                known &= ~self.showing(home)
            self._apart[language, homes] = known
        return known

    def showing(self, home: str) -> Mask:
        """The units whose small words show a language, whatever else they are in."""
        found = self._showing.get(home)
        if found is None:
            parts = [_showing(home, reader) for reader in self.readers]
            found = np.concatenate(parts) if parts else np.zeros(0, np.bool_)
            self._showing[home] = found
        return found

    def occurrences(self, terms: tuple[str, ...]) -> Occurrences:
        """Of these terms together. Raises `IndexDamaged`, `IndexMoved`."""
        with self._lock:
            known = self._kept.pop(terms, None)
            if known is not None:
                self._keep(terms, known[0], known[1])
                return known[0]
        found = Occurrences(self, terms)
        with self._lock:
            if terms not in self._kept:
                self._keep(terms, found, 0)
        return found

    def _keep(self, terms: tuple[str, ...], found: Occurrences, before: int) -> None:
        """Put it last among what is kept, with the size it has now instead of that before."""
        size = found.size
        self._kept[terms] = found, size
        self._size += size - before
        while self._size > KEPT_BYTES and len(self._kept) > 1:
            self._size -= self._kept.popitem(last=False)[1][1]


_BLOCK = 1 << 21
"""Positions that are compared at a time: as many bytes, which the processor keeps at hand."""
_RARER = 16


def common(some: Numbers, others: Numbers) -> Numbers:
    """What stands in both of two ascending arrays."""
    if len(some) > len(others):
        some, others = others, some
    if not len(some):
        return some
    if _RARER * len(some) < len(others):
        places = np.searchsorted(others, some)
        places[places == len(others)] = 0
        rare: Numbers = some[others[places] == some]
        return rare
    edges = np.arange(int(some[0]), int(some[-1]) + _BLOCK + 1, _BLOCK)
    of_some = np.searchsorted(some, edges).tolist()
    of_others = np.searchsorted(others, edges).tolist()
    there = np.zeros(_BLOCK, np.bool_)
    found = []
    for number, edge in enumerate(edges[:-1].tolist()):
        here = some[of_some[number] : of_some[number + 1]]
        offsets = others[of_others[number] : of_others[number + 1]] - edge
        there[offsets] = True
        found.append(here[there[here - edge]])
        there[offsets] = False
    return np.concatenate(found)
