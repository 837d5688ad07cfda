"""Finds words and phrases that run from one page of a document to the next.

Between two pages lies a seam. Around it the end of one page's body and the beginning of the next
are laid out as a short unit of its own, on a number line of its own, where the places of words are
those of the index, moved. So the same code finds what runs over the seam that finds what is inside
a page, and by the same rules. Only the few seams are laid out that can matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import reduce

import numpy as np

from itrvault.search.columns import GAP, Columns, Mask, Numbers
from itrvault.search.damage import IndexDamaged
from itrvault.search.edges import (
    BEGINS_OPEN,
    END,
    ENDS_OPEN,
    FIRST,
    OPEN,
    PAST,
    READINGS,
    START,
    WIDTH,
)  # fmt: skip
from itrvault.search.guests import term_of
from itrvault.search.occurrences import Lookup, Occurrences
from itrvault.search.parted import NAMES, PARTED_BEFORE, split_parted
from itrvault.search.query import (
    Apart,
    Either,
    Forms,
    Fuzzy,
    Gap,
    Leaf,
    Near,
    Pattern,
    Positional,
    Start,
    Word,
)  # fmt: skip
from itrvault.search.query import Sequence as Phrase
from itrvault.search.streams import START as START_TERM
from itrvault.search.streams import halves
from itrvault.search.tokens import split_wide
from itrvault.text.rows import ranges

_FEW = 1_000
"""Seams that are laid out without asking further which of them can matter."""


@dataclass(frozen=True, slots=True, eq=False)
class Seams:
    """Every array has an entry for each seam, in the order of the first unit's end.

    `units` and `nexts` are the two units; `floors` to `tails` the body of the first on the number
    line, `heads` to `ceilings` that of the second; `opened` whether a word of a script without
    spaces may run over it; `before` whether it is in the text as it was, and there only.
    """

    units: Numbers
    nexts: Numbers
    floors: Numbers
    tails: Numbers
    heads: Numbers
    ceilings: Numbers
    opened: Mask
    before: Mask

    def __len__(self) -> int:
        return len(self.units)

    def at(self, chosen: Numbers | Mask) -> Seams:
        """Some of them."""
        return Seams(*(getattr(self, each.name)[chosen] for each in fields(self)))

    def either(self, mask: Mask) -> Mask:
        """The seams of which one unit or the other is in the mask."""
        return mask[self.units] | mask[self.nexts]


class Edges:
    """What the index keeps of the edges of all units (`edges.py`), and the seams between them.

    Raises `IndexDamaged`.
    """

    def __init__(self, lookup: Lookup) -> None:
        columns = lookup.columns
        found = [np.array(reader.edges, np.int64) for reader in lookup.readers]
        table = np.concatenate(found) if found else np.empty(0, np.int64)
        self._table = table.reshape(-1, WIDTH)
        for first in range(FIRST, FIRST + 2 * READINGS, 2):
            if not np.all(self._table[:, first] <= self._table[:, first + 1]) or not np.all(
                self._table[:, first + 1] <= columns.lengths
            ):
                raise IndexDamaged("the text of a page begins behind its end")
        self.seams = self._join(columns)

    def body(self, unit: int) -> tuple[int, int]:
        """The body of a unit in its text."""
        start, end = self._table[unit, START : END + 1].tolist()
        return start, end

    def _join(self, columns: Columns) -> Seams:
        now = self._seams_of(columns, 0)
        if np.array_equal(self._table[:, FIRST : FIRST + 2], self._table[:, FIRST + 2 : FIRST + 4]):
            return now  # no page has redlines
        before = self._seams_of(columns, 1)
        # Where neither page has redlines, the text as it was is the text as it would be.
        at = np.minimum(np.searchsorted(now.tails, before.tails), max(0, len(now) - 1))
        if len(now):
            same = (now.tails[at] == before.tails) & (now.heads[at] == before.heads)
            before = before.at(~same)
        both = Seams(
            *(
                np.concatenate((getattr(now, each.name), getattr(before, each.name)))
                for each in fields(Seams)
            )
        )
        return both.at(np.argsort(both.tails, kind="stable"))

    def _seams_of(self, columns: Columns, reading: int) -> Seams:
        """The seams of all texts as they would be, or as they were."""
        bases = columns.bases[:-1].astype(np.int64)
        first, past = self._table[:, FIRST + 2 * reading], self._table[:, PAST + 2 * reading]
        there = np.flatnonzero(past > first)
        units, nexts = there[:-1], there[1:]
        own = columns.document_rows[units] == columns.document_rows[nexts]
        own &= columns.rows[units] < columns.rows[nexts]
        units, nexts = units[own], nexts[own]
        ends = self._table[units, OPEN] & ENDS_OPEN > 0
        begins = self._table[nexts, OPEN] & BEGINS_OPEN > 0
        return Seams(
            units,
            nexts,
            bases[units] + first[units],
            bases[units] + past[units],
            bases[nexts] + first[nexts],
            bases[nexts] + past[nexts],
            ends & begins,
            np.full(len(units), reading > 0),
        )


def reach_of(node: Positional | Gap, forms: Forms) -> int:
    """The most positions that a place of it can cover."""
    match node:
        case Word() | Pattern() | Fuzzy():
            widths = [split_wide(term_of(form))[1] for form in forms.get(node, ())]
            return max(node.width, *widths) if widths else node.width
        case Gap():
            return 1
        case Start():
            return 0
        case Phrase(parts=parts):
            return sum(reach_of(part, forms) for part in parts)
        case Either(parts=some):
            return max(reach_of(part, forms) for part in some)
        case Near(parts=some):
            return node.distance + sum(reach_of(part, forms) for part in some)
        case Apart(part=part, other=other):
            return node.distance + reach_of(part, forms) + reach_of(other, forms)


class SeamLookup(Lookup):
    """Where words stand around some seams: seam n is unit n, the seam itself at position `reach`.

    Left of it are the last `reach` positions of the first page, right of it the first of the next.
    """

    def __init__(self, lookup: Lookup, seams: Seams, reach: int) -> None:
        super().__init__(())
        self.seams, self.reach = seams, reach
        self._real = lookup
        self.columns = _Line(len(seams), 2 * reach)
        self._either = np.zeros(lookup.columns.count, np.bool_)
        self._either[seams.units] = True
        self._either[seams.nexts] = True

    def occurrences(self, terms: tuple[str, ...]) -> Occurrences:
        """Of these terms together."""
        if terms == (START_TERM,):
            terms = ()  # around a seam is one reading only
        known = self._kept.get(terms)
        if known is None:
            known = self._kept[terms] = (_Moved(self, *self._around(terms)), 0)
        return known[0]

    def _around(self, terms: tuple[str, ...]) -> tuple[Numbers, Numbers, int]:
        """Places on the line of the seams, in order, the width of each, and that of all or 0."""
        seams, reach = self.seams, self.reach
        bases = self.columns.bases[:-1]
        terms, divided = split_parted(terms)
        here = self._real.occurrences(terms)
        starts, widths = here.places(self._either)
        found: list[tuple[Numbers, Numbers]] = []
        for first, past, zero, limit in (
            (np.maximum(seams.tails - reach, seams.floors), seams.tails, seams.tails, seams.tails),
            (seams.heads, np.minimum(seams.heads + reach, seams.ceilings), seams.heads,
             seams.ceilings),
        ):  # fmt: skip
            low, high = np.searchsorted(starts, first), np.searchsorted(starts, past)
            counts = high - low
            chosen = ranges(low, counts)
            which = np.repeat(np.arange(len(seams)), counts)
            places = starts[chosen].astype(np.int64)
            covered = np.full(len(chosen), here.even) if widths is None else widths[chosen]
            whole = places + covered <= limit[which]
            moved = places - zero[which] + reach + bases[which]
            found.append((moved[whole], covered[whole]))
        parted = bases[self.parted(terms)] + reach - 1
        found.append((parted, np.ones(len(parted), np.int64)))
        if divided:
            words = bases[self._dividing(divided)] + reach - 1
            found.append((words, np.full(len(words), 2)))
        places = np.concatenate([one for one, _ in found])
        covered = np.concatenate([one for _, one in found])
        order = np.lexsort((covered, places))
        places, covered = places[order], covered[order]
        even = int(covered[0]) if len(covered) and np.all(covered == covered[0]) else 0
        return places, covered, even if len(covered) else here.even

    def _dividing(self, terms: tuple[str, ...]) -> Numbers:
        """The seams that divide one of these words."""
        found = np.zeros(len(self.seams), np.bool_)
        for name in NAMES:
            some = tuple(term for term in terms if term.startswith(name))
            places, _ = self._real.occurrences(some).places(self._either)
            there = _among(self.seams.tails - 1, places)
            found |= there & (self.seams.before == (name == PARTED_BEFORE))
        return np.flatnonzero(found)

    def parted(self, terms: tuple[str, ...]) -> Numbers:
        """The seams that part one of these pairs of signs."""
        pairs = [pair for term in terms if (pair := halves(term)) is not None]
        if not pairs or not self.seams.opened.any():
            return np.empty(0, np.int64)
        found = np.zeros(len(self.seams), np.bool_)
        for one, other in pairs:
            left, _ = self._real.occurrences((one,)).places(self._either)
            right, _ = self._real.occurrences((other,)).places(self._either)
            found |= _among(self.seams.tails - 1, left) & _among(self.seams.heads, right)
        return np.flatnonzero(found & self.seams.opened)


class _Line(Columns):
    """Seams as units, all of one length."""

    def __init__(self, count: int, length: int) -> None:
        super().__init__(())
        self.count = count
        self.lengths = np.full(count, length)
        self.longest = length
        self.bases = np.arange(count + 1) * (length + GAP)


class _Moved(Occurrences):
    """Occurrences that are all there."""

    def __init__(self, lookup: SeamLookup, places: Numbers, widths: Numbers, even: int) -> None:
        super().__init__(lookup, ())
        units = lookup.columns.units_at(places)
        counts = np.bincount(units, minlength=lookup.columns.count)
        self.even = even
        self.units = np.flatnonzero(counts)
        self.counts = counts[self.units]
        self.total = len(places)
        self._places = places, None if even else widths


def _among(places: Numbers, some: Numbers) -> Mask:
    """Which of the places are among some, which ascend."""
    if not len(some):
        return np.zeros(len(places), np.bool_)
    at = np.searchsorted(some, places)
    at[at == len(some)] = 0
    found: Mask = some[at] == places
    return found


def likely(
    node: Positional, forms: Forms, lookup: Lookup, seams: Seams, reach: int
) -> SeamLookup | None:
    """Around the seams that a phrase or nearness may run over; None when there is none."""
    chosen = np.flatnonzero(_holding(node, forms, lookup, seams))
    seams = seams.at(chosen)
    for leaf in sorted(_needed(node), key=lambda leaf: _total(leaf, forms, lookup)):
        if len(seams) <= _FEW:
            break
        there = SeamLookup(lookup, seams, reach).occurrences(forms.get(leaf, ())).units
        seams = seams.at(there)
    return SeamLookup(lookup, seams, reach) if len(seams) else None


def _holding(node: Positional | Gap, forms: Forms, lookup: Lookup, seams: Seams) -> Mask:
    """The seams whose two units hold what a part of a query needs."""
    match node:
        case Word() | Pattern() | Fuzzy():
            terms = forms.get(node, ())
            mask = _mask(lookup, terms)
            found = seams.either(mask)
            for pair in filter(None, map(halves, terms)):
                left, right = (_mask(lookup, (half,)) for half in pair)
                found |= left[seams.units] & right[seams.nexts] & seams.opened
            return found
        case Either(parts=some):
            return reduce(np.logical_or, [_holding(one, forms, lookup, seams) for one in some])
        case Phrase(parts=parts):
            return reduce(np.logical_and, [_holding(one, forms, lookup, seams) for one in parts])
        case Near(parts=some):
            return reduce(np.logical_and, [_holding(one, forms, lookup, seams) for one in some])
        case Apart(part=part):
            return _holding(part, forms, lookup, seams)
        case _:
            return np.ones(len(seams), np.bool_)


def _mask(lookup: Lookup, terms: tuple[str, ...]) -> Mask:
    found = np.zeros(lookup.columns.count, np.bool_)
    found[lookup.occurrences(terms).units] = True
    return found


def _needed(node: Positional) -> Sequence[Leaf]:
    """Words that every place of it holds."""
    match node:
        case Word() | Pattern() | Fuzzy():
            return (node,)
        case Phrase(parts=parts):
            return [part for part in parts if not isinstance(part, Gap)]
        case Near(parts=some):
            return [leaf for part in some for leaf in _needed(part)]
        case Apart(part=part):
            return _needed(part)
        case _:
            return ()


def _total(leaf: Leaf, forms: Forms, lookup: Lookup) -> int:
    return lookup.occurrences(forms.get(leaf, ())).total
