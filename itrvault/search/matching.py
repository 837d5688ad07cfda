"""Finds the units that a query matches, in all segments at once.

What matches a part of the query is a mask over the units, so AND, OR and NOT are one step each.
The places of all units lie on one number line (`Columns.bases`), so the places of a phrase are the
numbers that its words, each moved back to where the phrase begins, have in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import NamedTuple

import numpy as np

from itrvault.search.columns import Mask, Numbers
from itrvault.search.marking import same_words
from itrvault.search.near import ordered_windows, windows
from itrvault.search.occurrences import Lookup, Occurrences, common
from itrvault.search.parted import split_parted
from itrvault.search.query import (
    And,
    Apart,
    Either,
    FieldTest,
    Fuzzy,
    Gap,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Positional,
    Required,
    Sequence,
    Start,
    Word,
    can_run_over,
)  # fmt: skip
from itrvault.search.seams import SeamLookup, Seams, likely, reach_of
from itrvault.search.streams import GAP, START, plain_word


class Places(NamedTuple):
    """Half-open stretches of the number line, ascending by their starts."""

    starts: Numbers
    ends: Numbers

    def at(self, chosen: Numbers | Mask) -> Places:
        """Some of them."""
        return Places(self.starts[chosen], self.ends[chosen])


_NOWHERE = Places(np.empty(0, np.int64), np.empty(0, np.int64))


class Matcher:
    """One query on the whole index. `forms` are the terms each word means, `tests` the units that
    meet each condition. Keeps what it has computed, because ranking asks again."""

    def __init__(
        self,
        lookup: Lookup,
        forms: Mapping[Leaf, tuple[str, ...]],
        tests: Mapping[FieldTest, Mask],
    ) -> None:
        self.columns = lookup.columns
        self._lookup = lookup
        self._forms = forms
        self._tests = tests
        self._counts: dict[Positional, tuple[Numbers, Mask]] = {}  # and the units looked into
        self._crossings: dict[Positional, Numbers | None] = {}

    def matches(self, node: Node) -> Numbers:
        """The units that match and are not removed, ascending."""
        found = self._match(node, None)
        if self.columns.removed is not None:
            found = found & ~self.columns.removed
        return np.flatnonzero(found)

    def crossings(self, node: Positional, wanted: Mask | None = None) -> Numbers | None:
        """How often a part begins in each of all units and ends in the next one of its document.

        0 in those not wanted; None when it can run over no page break, or does nowhere.
        """
        if isinstance(node, Either):
            each = [
                found for one in node.parts if (found := self.crossings(one, wanted)) is not None
            ]
            return reduce(np.add, each) if each else None
        if not can_run_over(node, self._forms) or isinstance(self._lookup, SeamLookup):
            return None
        if isinstance(node, Word | Pattern | Fuzzy) and (
            divided := split_parted(self._forms[node])[1]
        ):
            found = self.spread(self._lookup.occurrences(divided))
            return found if wanted is None else np.where(wanted, found, 0)
        seams = self._lookup.edges.seams
        if wanted is not None:
            return self._run_over(node, seams.at(wanted[seams.units]))
        if node not in self._crossings:
            self._crossings[node] = self._run_over(node, seams)
        return self._crossings[node]

    def _run_over(self, node: Positional, seams: Seams) -> Numbers | None:
        """How often it runs over the seams, by the unit in which it begins."""
        reach = max(1, reach_of(node, self._forms) - 1)
        around = likely(node, self._forms, self._lookup, seams, reach)
        if around is None:
            return None
        places = Matcher(around, self._forms, {}).places(node)
        which = around.columns.units_at(places.starts)
        seam = around.columns.bases[which] + reach
        over = which[(places.starts < seam) & (places.ends > seam)]
        if not len(over):
            return None
        return np.bincount(around.seams.units[over], minlength=self.columns.count)

    def mask(self, units: Numbers) -> Mask:
        """The units as a mask."""
        found = np.zeros(self.columns.count, np.bool_)
        found[units] = True
        return found

    def _match(self, node: Node, wanted: Mask | None) -> Mask:
        """The matching units, among the wanted ones if they are given."""
        match node:
            case Word() | Pattern() | Fuzzy():
                found = self.mask(self.occurrences(node).units)
                if (over := self.crossings(node)) is not None:
                    found |= over > 0
            case And(parts=parts):
                return self._match_all(parts, wanted)
            case Or(parts=some) | Either(parts=some):
                return reduce(np.logical_or, [self._match(part, wanted) for part in some])
            case Not(part=part):
                found = ~self._match(part, wanted)
            case Required(part=part):
                return self._match(part, wanted)
            case FieldTest():
                found = self._tests[node]
            case Start():
                found = np.ones(self.columns.count, np.bool_)
            case Sequence() | Near() | Apart():
                return self.counts(node, wanted) > 0
        return found if wanted is None else found & wanted

    def _match_all(self, parts: tuple[Node, ...], wanted: Mask | None) -> Mask:
        # What is cheap goes first, so that phrases are looked for in few units.
        for needed in sorted((p for p in parts if not isinstance(p, Not)), key=_cost):
            wanted = self._match(needed, wanted)
            if not wanted.any():
                return wanted
        for part in parts:
            if isinstance(part, Not):
                wanted = self._match(part, wanted)
        assert wanted is not None
        return wanted

    def occurrences(self, leaf: Leaf) -> Occurrences:
        """Of all forms of a word; around a seam those, too, that it divides."""
        return self._lookup.occurrences(self._whole(leaf))

    def _whole(self, leaf: Leaf) -> tuple[str, ...]:
        forms = self._forms.get(leaf, ())
        return forms if isinstance(self._lookup, SeamLookup) else split_parted(forms)[0]

    def typed(self, node: Positional) -> Occurrences | None:
        """Of the very form of a word that was typed; None when it has no other forms, or is none of
        them."""
        if not isinstance(node, Word):
            return None
        forms = self._whole(node)
        same = tuple(form for form in forms if plain_word(form) == node.term)
        return self._lookup.occurrences(same) if same and same != forms else None

    def spread(self, here: Occurrences) -> Numbers:
        """How often something stands in each of all units."""
        found = np.zeros(self.columns.count, np.int64)
        found[here.units] = here.counts
        return found

    def counts(self, node: Positional, wanted: Mask | None) -> Numbers:
        """How often a word or phrase stands in each of all units, 0 in those not wanted."""
        if isinstance(node, Word | Pattern | Fuzzy):
            found = self.spread(self.occurrences(node))
            if (over := self.crossings(node)) is not None:
                found = found + over
        else:
            found = self._looked(node, wanted)
        return found if wanted is None else np.where(wanted, found, 0)

    def _looked(self, node: Positional, wanted: Mask | None) -> Numbers:
        """The same of what is more than a word; every unit is looked into once."""
        every = np.ones(self.columns.count, np.bool_) if wanted is None else wanted
        if node not in self._counts:
            found = self._look(node, wanted)
        else:
            found, seen = self._counts[node]
            missing = every & ~seen
            if missing.any():
                found = found + self._look(node, missing)
            every = every | seen
        self._counts[node] = found, every
        return found

    def _look(self, node: Positional, wanted: Mask | None) -> Numbers:
        """The same, looked for now."""
        units = self.columns.units_at(self.places(node, wanted).starts)
        found = np.bincount(units, minlength=self.columns.count)
        if (over := self.crossings(node, wanted)) is not None:
            found = found + over
        return found if wanted is None else np.where(wanted, found, 0)

    def places_in(self, parts: Iterable[Positional], units: Numbers) -> Numbers:
        """In how many places any of the words and phrases stand in each unit, 1 at least."""
        total = np.zeros(len(units), np.int64)
        wanted = self.mask(units)
        for part in dict.fromkeys(parts):
            total += self.counts(part, wanted)[units]
        return np.maximum(total, 1)

    def places(self, node: Positional, wanted: Mask | None = None) -> Places:
        """Where a word or phrase stands, in the wanted units and perhaps in others."""
        match node:
            case Word() | Pattern() | Fuzzy():
                here = self.occurrences(node)
                starts, widths = here.places(wanted)
                width = here.even if widths is None else widths
                return Places(starts, starts + np.maximum(width, node.width))
            case Sequence(parts=parts):
                wanted = self._candidates(parts, wanted)
                return self._inside(self._in_sequence(parts, wanted)) if wanted.any() else _NOWHERE
            case Start():
                return self._beginnings(wanted)
            case Either(parts=some):
                found = [self.places(part, wanted) for part in some]
                starts = np.concatenate([one.starts for one in found])
                ends = np.concatenate([one.ends for one in found])
                return Places(starts, ends).at(np.lexsort((ends, starts)))
            case Apart():
                return self._apart(node, wanted)
            case Near(parts=some):
                wanted = self._candidates(some, wanted)
                return self._inside(self._near(node, wanted)) if wanted.any() else _NOWHERE

    def _apart(self, node: Apart, wanted: Mask | None) -> Places:
        """The places of a part that has no other near it in the same reading of the same unit."""
        found, others = self.places(node.part, wanted), self.places(node.other, wanted)
        if not len(found.starts) or not len(others.starts):
            return found
        edges = self._beginnings(None).starts
        at = np.searchsorted(edges, found.starts, side="right")
        first, last = edges[at - 1], np.append(edges, self.columns.bases[-1])[at]
        # The text as it was begins some places behind the end of that as it would be.
        low = np.maximum(found.starts - node.distance, first)
        high = np.minimum(found.ends + node.distance, last - 1)
        starts, ends = np.sort(others.starts), np.sort(others.ends)
        if node.order > 0:
            near = np.searchsorted(starts, high, "right") - np.searchsorted(starts, found.ends)
        elif node.order < 0:
            near = np.searchsorted(ends, found.starts, "right") - np.searchsorted(ends, low)
        else:
            near = np.searchsorted(starts, high, "right") - np.searchsorted(ends, low)
            near -= _same(found, others)
        return found.at(near <= 0)

    def _beginnings(self, wanted: Mask | None) -> Places:
        """The places before the first word of each way to read a unit."""
        bases = self.columns.bases[:-1]
        later, _ = self._lookup.occurrences((START,)).places(wanted)
        found = np.sort(np.concatenate((bases if wanted is None else bases[wanted], later)))
        return Places(found, found)

    def _candidates(self, parts: tuple[Positional | Gap, ...], wanted: Mask | None) -> Mask:
        """Units that hold all the parts, somewhere."""
        for part in parts:
            if not isinstance(part, Gap):
                wanted = self._match(part, wanted)
        return np.ones(self.columns.count, np.bool_) if wanted is None else wanted

    def _inside(self, places: Places) -> Places:
        """Those that do not reach from one unit into the next."""
        units = self.columns.units_at(places.starts)
        last = self.columns.bases[units] + self.columns.lengths[units]
        return places.at(places.ends <= last)

    def _in_sequence(self, parts: tuple[Leaf | Gap, ...], wanted: Mask) -> Places:
        leaves = [part for part in parts if not isinstance(part, Gap)]
        if all(part.width == self.occurrences(part).even for part in leaves):
            return self._in_even_sequence(parts, wanted)
        shift = 0  # positions of any word before the first that is known
        running: Places | None = None
        for part in parts:
            if isinstance(part, Gap):
                shift += running is None
                running = running and Places(running.starts, running.ends + 1)
                continue
            here = self.places(part, wanted)
            if running is None:
                running = Places(here.starts - shift, here.ends)
            elif len(running.ends):
                before = np.searchsorted(running.ends, here.starts)
                before[before == len(running.ends)] = 0
                fits = running.ends[before] == here.starts
                running = Places(running.starts[before[fits]], here.ends[fits])
            running = _narrowest(running)
        return running or _NOWHERE

    def _in_even_sequence(self, parts: tuple[Leaf | Gap, ...], wanted: Mask) -> Places:
        """The same where every form of a word covers as many positions: nearly always.

        Each word then stands at a fixed distance from the beginning, so the beginnings are the
        common ones of all words, the rarest first.
        """
        length = 0
        offsets: list[tuple[int, Leaf]] = []
        for part in parts:
            if isinstance(part, Gap):
                length += 1
            else:
                offsets.append((length, part))
                length += part.width
        offsets.sort(key=lambda one: self.occurrences(one[1]).total)
        starts: Numbers | None = None
        for offset, part in offsets:
            if starts is not None and len(starts) < _FEW * self.columns.count:
                wanted = self.mask(self.columns.units_at(starts))
            begins = self.places(part, wanted).starts - offset
            starts = begins if starts is None else common(starts, begins)
            if not len(starts):
                return _NOWHERE
        assert starts is not None
        starts = starts[np.diff(starts, prepend=-1) != 0]
        return Places(starts, starts + length)

    def _near(self, node: Near, wanted: Mask) -> Places:
        found = [(same_words(part, self._forms), self.places(part, wanted)) for part in node.parts]
        reach = node.distance + sum(int((p.ends - p.starts).max(initial=0)) for _, p in found)
        kept = dict(found)
        if len(found) == len(kept) == 2 and not node.ordered:
            places = _pairs(found[0][1], found[1][1], node.distance)
            return places if node.distance < GAP else self._in_one_reading(places, wanted)
        rarest_first = sorted(kept, key=lambda key: len(kept[key].starts))
        for one in rarest_first:
            for other in rarest_first:
                if one != other:  # what has no other part within reach is in no window
                    kept[other] = kept[other].at(_within(kept[other], kept[one].starts, reach))
        parts = [
            (key, list(zip(kept[key].starts.tolist(), kept[key].ends.tolist(), strict=True)))
            for key, _ in found
        ]
        if node.ordered:
            pairs = ordered_windows([places for _, places in parts], node.distance)
        else:
            pairs = windows(parts, node.distance)
        stretches = np.array(pairs, np.int64).reshape(-1, 2)
        places = Places(stretches[:, 0], stretches[:, 1])
        return places if node.distance < GAP else self._in_one_reading(places, wanted)

    def _in_one_reading(self, places: Places, wanted: Mask) -> Places:
        """Those that do not reach from a text as it would be into the same as it was."""
        later, _ = self._lookup.occurrences((START,)).places(wanted)
        if not len(later):
            return places
        later = np.sort(later)
        following = np.searchsorted(later, places.starts, side="right")
        ends = np.append(later, places.ends.max(initial=0))
        return places.at(ends[following] >= places.ends)


_FEW = 8
"""Beginnings of a phrase for each unit of the index, below which only their units are looked at."""


def _pairs(ones: Places, others: Places, distance: int) -> Places:
    """What `windows` gives for two different parts: every place with the last of the other part."""
    starts = np.concatenate((ones.starts, others.starts))
    ends = np.concatenate((ones.ends, others.ends))
    second = np.repeat((False, True), (len(ones.starts), len(others.starts)))
    order = np.lexsort((second, ends, starts))
    starts, ends, second = starts[order], ends[order], second[order]
    numbers = np.arange(len(order))
    last = [np.maximum.accumulate(np.where(second == each, numbers, -1)) for each in (False, True)]
    before = np.where(second, *last)
    first, final = np.minimum(starts, starts[before]), np.maximum(ends, ends[before])
    own = ends - starts + ends[before] - starts[before]
    return Places(first, final).at((before >= 0) & (final - first - own <= distance))


def _same(places: Places, others: Places) -> Numbers:
    """How many of the others lie at each of the places, word for word."""
    most = 1 + max(int((each.ends - each.starts).max(initial=0)) for each in (places, others))
    mine, theirs = (each.starts.astype(np.int64) * most + each.ends - each.starts
                    for each in (places, others))  # fmt: skip
    theirs = np.sort(theirs)
    return np.searchsorted(theirs, mine, "right") - np.searchsorted(theirs, mine)


def _within(places: Places, others: Numbers, reach: int) -> Mask:
    """Which of the places have one of the others at most so far before or behind them."""
    if not len(others):
        return np.zeros(len(places.starts), np.bool_)
    nearest = np.searchsorted(others, places.starts - reach)
    there = nearest < len(others)
    nearest[~there] = 0
    found: Mask = there & (others[nearest] <= places.starts + reach)
    return found


def _narrowest(places: Places) -> Places:
    """Of the places that end together the one that begins last; ascending by their ends."""
    ordered = places.at(np.lexsort((places.starts, places.ends)))
    return ordered.at(np.diff(ordered.ends, append=-1) != 0)


def _cost(node: Node) -> int:
    match node:
        case FieldTest():
            return 0
        case Word() | Pattern() | Fuzzy():
            return 1
        case Sequence():
            return 3
        case Near() | Apart():
            return 4
        case Start():
            return 5
        case _:
            return 2
