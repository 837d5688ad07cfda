"""Finds the units of one segment that a query matches.

Works set by set instead of document by document: the postings of a term are arrays, so unions,
intersections and phrases run as operations on sets and dictionaries. Positions of a segment lie on
one number line (`VaultReader.bases`), so a phrase needs no loop over documents either.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from functools import reduce
from itertools import chain

from itrvault.search.codec import VaultReader
from itrvault.search.near import windows
from itrvault.search.postings import Postings
from itrvault.search.query import (
    And,
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
    Word,
)  # fmt: skip
from itrvault.search.tokens import split_wide

Places = list[tuple[int, int]]
"""Half-open stretches of the number line."""

Units = set[int]


class Matcher:
    """One query on one segment. `forms` are the terms each word means, `tests` the units that meet
    each condition. Keeps what it has computed, because ranking asks again."""

    def __init__(
        self,
        reader: VaultReader,
        forms: Mapping[Leaf, tuple[str, ...]],
        tests: Mapping[FieldTest, Units],
    ) -> None:
        self.reader = reader
        self._forms = forms
        self._tests = tests
        self._postings: dict[Leaf, list[tuple[Postings, int]]] = {}
        self._units: dict[Leaf, Units] = {}
        self._counts: dict[Positional, Mapping[int, int]] = {}

    def matches(self, node: Node) -> Units:
        """The units that match and are not removed."""
        removed = self.reader.deleted_docs_set
        found = self._match(node, None)
        return found - removed if removed else found

    def everything(self) -> Units:
        """All units."""
        return set(range(self.reader.doc_count_all()))

    def _match(self, node: Node, wanted: Units | None) -> Units:
        """The matching units, among the wanted ones if they are given."""
        match node:
            case Word() | Pattern() | Fuzzy():
                found = self.units(node)
            case And(parts=parts):
                return self._match_all(parts, wanted)
            case Or(parts=some) | Either(parts=some):
                return set().union(*(self._match(part, wanted) for part in some))
            case Not(part=part):
                return (self.everything() if wanted is None else wanted) - self._match(part, wanted)
            case Required(part=part):
                return self._match(part, wanted)
            case FieldTest():
                found = self._tests[node]
            case Sequence() | Near():
                counts = self._counts[node] = self.counts(node, wanted)
                return set(counts)
        return found if wanted is None else found & wanted

    def _match_all(self, parts: tuple[Node, ...], wanted: Units | None) -> Units:
        # What is cheap goes first, so that phrases are looked for in few units.
        for needed in sorted((p for p in parts if not isinstance(p, Not)), key=_cost):
            wanted = self._match(needed, wanted)
            if not wanted:
                return set()
        if wanted is None:
            wanted = self.everything()
        for part in parts:
            if isinstance(part, Not):
                wanted = wanted - self._match(part.part, wanted)
        return wanted

    def postings(self, leaf: Leaf) -> list[tuple[Postings, int]]:
        """The postings of every form of a word, with the positions a form covers."""
        found = self._postings.get(leaf)
        if found is None:
            found = self._postings[leaf] = [
                (postings, max(leaf.width, split_wide(term)[1]))
                for term in self._forms.get(leaf, ())
                if (postings := self.reader.postings_of(term)) is not None
            ]
        return found

    def units(self, leaf: Leaf) -> Units:
        """The units that hold any form of a word."""
        found = self._units.get(leaf)
        if found is None:
            found = self._units[leaf] = set().union(*(p.units for p, _ in self.postings(leaf)))
        return found

    def counts(self, node: Positional, wanted: Units | None) -> Mapping[int, int]:
        """How often a word or phrase stands in each unit, in the wanted ones if they are given."""
        if isinstance(node, Word | Pattern | Fuzzy):
            groups = self.postings(node)
            if len(groups) == 1:
                pairs = groups[0][0].frequencies()
                return dict(pairs) if wanted is None else {u: n for u, n in pairs if u in wanted}
            total: Counter[int] = Counter()
            for postings, _ in groups:
                for unit, count in postings.frequencies():
                    if wanted is None or unit in wanted:
                        total[unit] += count
            return total
        if (known := self._counts.get(node)) is not None and wanted is not None:
            # Matching has looked wherever the phrase can have made a unit match.
            return {u: n for u, n in known.items() if u in wanted}
        bases = self.reader.bases
        found = Counter(bisect_right(bases, start) - 1 for start, _ in self.places(node, wanted))
        return found if wanted is None else {u: n for u, n in found.items() if u in wanted}

    def places(self, node: Positional, wanted: Units | None = None) -> Places:
        """Where a word or phrase stands, in the wanted units and perhaps in others."""
        match node:
            case Word() | Pattern() | Fuzzy():
                return [
                    (address, address + width)
                    for postings, width in self.postings(node)
                    for address in self._addresses(postings, wanted)
                ]
            case Sequence(parts=parts):
                return self._places_of_sequence(parts, wanted)
            case Either(parts=some):
                return [place for part in some for place in self.places(part, wanted)]
            case Near(parts=some, distance=distance):
                wanted = self._candidates(some, wanted)
                if not wanted:
                    return []
                return windows(
                    [(self._same(part), self.places(part, wanted)) for part in some], distance
                )

    def places_by_unit(self, node: Positional, wanted: Units) -> Iterator[tuple[int, int, int]]:
        """(unit, start, end) of every place in the wanted units."""
        bases = self.reader.bases
        for start, end in self.places(node, wanted):
            unit = bisect_right(bases, start) - 1
            if unit in wanted:
                yield unit, start, end

    def _same(self, node: Positional) -> Hashable:
        """A key that two parts of a query share when they mean the same words."""
        return same_words(node, self._forms)

    def _addresses(self, postings: Postings, wanted: Units | None) -> list[int]:
        bases = self.reader.bases
        if wanted is not None and 3 * len(wanted) < len(postings):
            return postings.addresses_in(wanted, bases)
        return postings.addresses(bases)

    def _candidates(self, parts: tuple[Positional | Gap, ...], wanted: Units | None) -> Units:
        """Units that hold all the parts, somewhere."""
        sets = [self._match(part, wanted) for part in parts if not isinstance(part, Gap)]
        sets.sort(key=len)
        return reduce(set.__and__, sets) if sets else set()

    def _places_of_sequence(self, parts: tuple[Leaf | Gap, ...], wanted: Units | None) -> Places:
        wanted = self._candidates(parts, wanted)
        if not wanted:
            return []
        if all(
            width == part.width
            for part in parts
            if not isinstance(part, Gap)
            for _, width in self.postings(part)
        ):
            return self._places_of_even_sequence(parts, wanted)
        starts: dict[int, int] = {}  # where the words so far end -> where they start
        for number, part in enumerate(parts):
            if isinstance(part, Gap):
                starts = {end + 1: start for end, start in starts.items()}
                continue
            following: dict[int, int] = {}
            for postings, width in self.postings(part):
                addresses = self._addresses(postings, wanted)
                if number == 0:
                    following.update((address + width, address) for address in addresses)
                else:
                    following.update(
                        (address + width, starts[address])
                        for address in addresses
                        if address in starts
                    )
            starts = following
            if not starts:
                return []
        return sorted((start, end) for end, start in starts.items())

    def _places_of_even_sequence(self, parts: tuple[Leaf | Gap, ...], wanted: Units) -> Places:
        """The same where every form of a word covers as many positions: nearly always.

        Each word then stands at a fixed distance from the beginning, so the beginnings are the
        common ones of all words, the rarest first.
        """
        length = 0
        places: list[tuple[int, Leaf]] = []
        for part in parts:
            if isinstance(part, Gap):
                length += 1
            else:
                places.append((length, part))
                length += part.width
        places.sort(key=lambda one: sum(p.occurrences for p, _ in self.postings(one[1])))
        starts: set[int] | None = None
        for offset, part in places:
            addresses = chain.from_iterable(
                self._addresses(postings, wanted) for postings, _ in self.postings(part)
            )
            begins = map(offset.__rsub__, addresses) if offset else addresses
            starts = set(begins) if starts is None else starts.intersection(begins)
            if not starts:
                return []
        return [(start, start + length) for start in sorted(starts or ())]


def same_words(node: Positional, forms: Mapping[Leaf, tuple[str, ...]]) -> Hashable:
    """A key that two parts of a query share when they mean the same words."""
    if isinstance(node, Word | Pattern | Fuzzy):
        return forms.get(node, ()) or node
    return node


def _cost(node: Node) -> int:
    match node:
        case FieldTest():
            return 0
        case Word() | Pattern() | Fuzzy():
            return 1
        case Sequence():
            return 3
        case Near():
            return 4
        case _:
            return 2
