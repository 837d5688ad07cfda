"""A plain searcher: reads every text, one after another, with the same rules and the same scoring.

Slow on purpose, and without an index: what the fast one does is compared with it. What a word
stands for and how a query is read is taken from the `Reading` both are given.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from math import log

from itrvault.model.search import IndexUnit
from itrvault.search import query as ast
from itrvault.search import ranking
from itrvault.search.edges import BEGINS_OPEN, ENDS_OPEN, openness
from itrvault.search.fields import FIELDS, Facts, fold_value, matcher
from itrvault.search.folding import fold_word
from itrvault.search.guests import ENOUGH, Form, read_form, showing, term_of
from itrvault.search.marking import same_words
from itrvault.search.near import is_near, ordered_windows, windows
from itrvault.search.parted import NAMES
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
    Start,
    Word,
    can_run_over,
    leaves,
    positives,
    weighed,
)  # fmt: skip
from itrvault.search.reading import Reading
from itrvault.search.streams import SIGNS, START, plain_word, streams, tokens_of
from itrvault.search.subject import subject_words
from itrvault.search.tokens import is_unspaced, split_wide
from itrvault.text.bodies import bodies

Place = tuple[int, int]


class Page:
    """One unit, cut into words: the places of each term."""

    def __init__(self, unit: IndexUnit) -> None:
        self.unit = unit
        self.length = 0
        self.terms: dict[str, list[Place]] = {}
        for token in tokens_of(unit.text, unit.redlines):
            width = split_wide(token.term)[1]
            self.terms.setdefault(token.term, []).append((token.position, token.position + width))
            self.length = max(self.length, token.position + 1)

    def page_at(self, start: int) -> Page:
        """The page of a place."""
        return self

    def counts(self, form: Form) -> bool:
        """Whether a form counts here."""
        language = self.unit.language
        return language not in form.barred or any(
            len(showing(home) & self.terms.keys()) >= ENOUGH for home in form.homes
        )


class Side:
    """The body of a page in one reading: the places of its terms, counted from its first word."""

    def __init__(self, page: Page, reading: int, body: Place) -> None:
        found = streams(page.unit.text, page.unit.redlines) if page.unit.redlines else []
        every = [one for one in tokens_of(page.unit.text, page.unit.redlines) if one.term != START]
        if found:
            bases = [stream.base for stream in found]
            mine = [(found[bisect_right(bases, one.start) - 1], one) for one in every]
            every = [
                one
                for stream, one in mine
                if stream.reading == reading
                and body[0] <= stream.place_of(one.start - stream.base) < body[1]
            ]
        else:
            every = [one for one in every if body[0] <= one.start < body[1]]
        self.first = min((one.position for one in every), default=0)
        self.past = max((one.position + 1 for one in every), default=0)
        self.length = self.past - self.first
        self.unit = page.unit
        self.page = page
        self.text = page.unit.text[slice(*body)]
        if found:
            self.text = "".join(
                char
                for stream in found
                if stream.reading == reading
                for at, char in enumerate(stream.text)
                if body[0] <= stream.place_of(at) < body[1]
            )
        self.open = openness(page.unit.text, body)
        self.places = [
            (one.term, one.position - self.first, one.position - self.first + width)
            for one in every
            if (width := split_wide(one.term)[1]) <= self.past - one.position
        ]

    def last_half(self) -> str:
        """The word before a hyphen at the end."""
        found = re.search(r"([^\W_]+)[-\u2010]\s*\Z", self.text)
        return found[1] if found else ""

    def first_word(self) -> str:
        found = re.match(r"\s*([^\W_]+)", self.text)
        return found[1] if found else ""

    def holds(self, term: str, at: int) -> bool:
        return any((one, start) == (term, at) for one, start, _ in self.places)


class Joined:
    """The end of a page and the beginning of the next as one.

    `name`: what the index calls a word by that is divided here.
    """

    def __init__(self, one: Side, other: Side, name: str) -> None:
        self.seam = one.length
        self.pages = one.page, other.page
        self.length = one.length + other.length
        self.terms: dict[str, list[Place]] = {}
        for term, start, end in one.places:
            self.terms.setdefault(term, []).append((start, end))
        for term, start, end in other.places:
            self.terms.setdefault(term, []).append((start + self.seam, end + self.seam))
        if one.open & ENDS_OPEN and other.open & BEGINS_OPEN:
            for left, start, _ in one.places:
                for right, begin, _ in other.places:
                    if start == self.seam - 1 and not begin and len(left) == len(right) == 1:
                        self.terms.setdefault(left + right, []).append((start, start + 1))
        halves = one.last_half(), other.first_word()
        if all(half.isalpha() and not any(map(is_unspaced, half)) for half in halves):
            for sign in ("", *SIGNS.values()):
                left, right = (sign + fold_word(half) for half in halves)
                if one.holds(left, one.length - 1) and other.holds(right, 0):
                    whole = name + left + right.removeprefix(sign) + "\x01"
                    self.terms.setdefault(whole, []).append((self.seam - 1, self.seam + 1))

    def page_at(self, start: int) -> Page:
        """The page of a place."""
        return self.pages[start >= self.seam]


class PlainSearcher:
    """All units, those of `removed` documents too: they count in the statistics until a merge."""

    def __init__(
        self, units: Sequence[IndexUnit], facts: Facts, removed: Sequence[int] = ()
    ) -> None:
        self.pages = [Page(unit) for unit in units]
        self.facts = facts
        self.removed = set(removed)
        self.average = sum(page.length for page in self.pages) / max(1, len(self.pages)) or 1.0
        self.count = sum(page.unit.document_row not in self.removed for page in self.pages)
        self.following = dict(self._following())
        self.languages = sorted({page.unit.language for page in self.pages} - {""})

    def _following(self) -> Iterator[tuple[Page, list[Joined]]]:
        for _, some in groupby(self.pages, key=lambda page: page.unit.document_row):
            pages = list(some)
            ends = bodies([page.unit.text for page in pages])
            seams: dict[Page, list[Joined]] = {page: [] for page in pages}
            known = set()
            for reading in (0, 1):
                sides = [Side(page, reading, end) for page, end in zip(pages, ends, strict=True)]
                full = [(page, s) for page, s in zip(pages, sides, strict=True) if s.length]
                for (page, one), (_, other) in pairwise(full):
                    place = one.unit.row, one.past, other.unit.row, other.first
                    if place not in known:
                        seams[page].append(Joined(one, other, NAMES[reading]))
                    known.add(place)
            yield from seams.items()

    def _crossings(self, node: Positional, page: Page) -> int:
        """How often it begins on a page and ends on the next."""
        if isinstance(node, Either):
            return sum(self._crossings(part, page) for part in node.parts)
        if not can_run_over(node, self._forms):
            return 0
        return sum(
            start < both.seam < end
            for both in self.following[page]
            for start, end in self._places(node, both)
        )

    def search(self, reading: Reading) -> list[tuple[int, float]]:
        """(unit row, score) of every match, best first."""
        self._forms: Mapping[Leaf, tuple[str, ...]] = reading.forms
        found = [
            page
            for page in self.pages
            if page.unit.document_row not in self.removed and self._meets(reading.node, page)
        ]
        scored = subject_words(positives(reading.node), self.languages)
        weights = {part: self._weight(part) for part in scored}
        scores = {page.unit.row: self._score(page, scored, weights) for page in found}
        order = sorted(found, key=lambda page: (-scores[page.unit.row], page.unit.row))
        if len(scored) > 1:
            for page in order[: ranking.NEAREST]:
                bonus = self._bonus(page, scored, weights)
                scores[page.unit.row] += ranking.PROXIMITY * bonus
            order.sort(key=lambda page: (-scores[page.unit.row], page.unit.row))
        return [(page.unit.row, scores[page.unit.row]) for page in order]

    # -- matching ----------------------------------------------------------------------------

    def _meets(self, node: Node, page: Page) -> bool:
        match node:
            case And(parts=parts):
                return all(self._meets(part, page) for part in parts)
            case Or(parts=parts):
                return any(self._meets(part, page) for part in parts)
            case Not(part=part):
                return not self._meets(part, page)
            case Required(part=part):
                return self._meets(part, page)
            case FieldTest():
                return self._is_so(node, page)
            case _:
                return bool(self._places(node, page)) or self._crossings(node, page) > 0

    def _is_so(self, test: FieldTest, page: Page) -> bool:
        field, meets = FIELDS[test.field], matcher(test)
        asked = self.facts.unit_values if field.on_units else self.facts.document_values
        own = page.unit.row if field.on_units else page.unit.document_row
        spoken = test.field == "lang" and fold_value(test.value) == page.unit.language
        return spoken or any(row == own and meets(value) for row, value in asked(field.source))

    def _places(self, node: Positional, page: Page | Joined) -> list[Place]:
        match node:
            case Word() | Pattern() | Fuzzy():
                return sorted(
                    (start, max(end, start + node.width))
                    for form in self._forms.get(node, ())
                    for start, end in page.terms.get(term_of(form), ())
                    if page.page_at(start).counts(read_form(form))
                )
            case Start():
                return [(0, 0), *((start, start) for start, _ in page.terms.get(START, ()))]
            case Either(parts=some):
                return sorted(place for part in some for place in self._places(part, page))
            case ast.Sequence(parts=parts):
                return self._phrase(parts, page)
            case Apart(part=part, other=other):
                others = self._places(other, page)
                return [
                    place
                    for place in self._places(part, page)
                    if not any(is_near(place, one, node.distance, node.order) for one in others)
                ]
            case Near(parts=some):
                found = [(same_words(part, self._forms), self._places(part, page)) for part in some]
                if node.ordered:
                    return ordered_windows([places for _, places in found], node.distance)
                return windows(found, node.distance)

    def _phrase(self, parts: Sequence[Leaf | Gap], page: Page | Joined) -> list[Place]:
        """Of those that end together the shortest."""
        running = [(start, start) for start in range(page.length)]
        for part in parts:
            if isinstance(part, Gap):
                running = [(start, end + 1) for start, end in running]
                continue
            here = self._places(part, page)
            running = [(start, last) for start, end in running for at, last in here if at == end]
        shortest: dict[int, int] = {}
        for start, end in running:
            if end <= page.length:
                shortest[end] = max(start, shortest.get(end, 0))
        return sorted((start, end) for end, start in shortest.items())

    # -- scoring -----------------------------------------------------------------------------

    def _rarity(self, terms: Sequence[str]) -> float:
        holding = sum(
            any(term_of(form) in page.terms and page.counts(read_form(form)) for form in terms)
            for page in self.pages
        )
        return log(1 + max(0.0, self.count - holding + 0.5) / (holding + 0.5))

    def _weight(self, part: Positional) -> float:
        inside = list(leaves(weighed(part)))
        total = 0.0
        for leaf in inside:
            total += self._rarity(self._forms.get(leaf, ()))
        words = (getattr(leaf, "term", getattr(leaf, "text", "")) for leaf in inside)
        unspaced = [is_unspaced(word) for word in words]
        return total / 2 if len(inside) > 1 and all(unspaced) else total

    def _norm(self, page: Page) -> float:
        k1, b = ranking.K1, ranking.B
        return k1 * (1 - b) + k1 * b / self.average * page.length

    def _score(
        self, page: Page, scored: Sequence[Positional], weights: Mapping[Positional, float]
    ) -> float:
        k1, norm, share = ranking.K1, self._norm(page), ranking.TYPED
        score = 0.0
        for part in scored:
            count = len(self._places(part, page)) + self._crossings(part, page)
            gain = weights[part] * (k1 + 1) * count / (count + norm)
            forms = self._forms.get(part, ()) if isinstance(part, Word) else ()
            forms = [form for form in forms if not form.startswith(NAMES)]
            typed = [form for form in forms if plain_word(form) == getattr(part, "term", None)]
            if typed and len(typed) < len(forms):
                count = sum(len(page.terms.get(form, ())) for form in typed)
                own = self._rarity(typed) * (k1 + 1) * count / (count + norm)
                gain = (1 - share) * gain + share * own
            score += gain
        return score

    def _bonus(
        self, page: Page, scored: Sequence[Positional], weights: Mapping[Positional, float]
    ) -> float:
        here = sorted(
            (start, end, number)
            for number, part in enumerate(scored)
            for start, end in self._places(part, page)
        )
        gains = [0.0] * len(scored)
        for (_, end, one), (start, _, other) in pairwise(here):
            if one != other:
                closeness = 1 / max(1, start - end + 1) ** 2
                gains[one] += weights[scored[other]] * closeness
                gains[other] += weights[scored[one]] * closeness
        norm = self._norm(page)
        bonus = 0.0
        for part, gain in zip(scored, gains, strict=True):
            bonus += min(1.0, weights[part]) * gain * (ranking.K1 + 1) / (gain + norm)
        return bonus
