"""Where two texts differ, word by word.

    diff_units(left, right, ...) -> WordDiff    of two documents' units, with their redlines
    diff(left, right, ...) -> WordDiff          of texts alone

Words are those of `words.tokens`: every sign apart, Chinese by the character; line breaks,
hyphenation and the forms of quotation marks and dashes make no difference, case and accents do
(unless `fold`). Of pages, repeated running heads and page numbers are passed over, and counted.

The diff is a list of stretches in order, each the same in both texts, or of one text only. Together
they hold every word of both texts once. A stretch says where it stands on both sides, a place a
unit; on the side it is not on, that is the empty place where it would be.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from itrvault.model.document import RedlineKind, Unit, UnitKind
from itrvault.model.geometry import Span
from itrvault.progress import CancelToken
from itrvault.text.alignment import align
from itrvault.text.fold import fold_with_map
from itrvault.text.running import running_lines
from itrvault.text.words import tokens

SHORT = 3
"""Words of an equal stretch that means nothing between two changes: "of the" in a new sentence."""

SHARED = 0.25
"""Share of the words that stay, below which a run of changes is other words altogether."""
_FEWEST = 3
"""Changes that lie so near to one another before they can be a run."""


class Kind(StrEnum):
    """What a stretch is: in both texts, in the left only, in the right only."""

    EQUAL = "equal"
    DELETED = "deleted"
    INSERTED = "inserted"


class Wording(StrEnum):
    """Which words of a document with redlines are compared."""

    MARKED = "marked"  # all of them
    PROPOSED = "proposed"  # as it would read: without the deleted ones
    ORIGINAL = "original"  # as it read: without the inserted ones


@dataclass(frozen=True, slots=True)
class Place:
    """`text[start:end]` of a unit, in code points."""

    unit: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of the same fate. `words` counts them, signs included."""

    kind: Kind
    words: int
    left: tuple[Place, ...]
    right: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class WordDiff:
    """Two texts against each other. The counts are of words and signs.

    `passed_over` says how many lines were taken for running heads, left and right.
    """

    stretches: tuple[Stretch, ...]
    left_words: int
    right_words: int
    passed_over: tuple[int, int] = (0, 0)

    @property
    def same(self) -> bool:
        """Whether both say the same."""
        return all(stretch.kind is Kind.EQUAL for stretch in self.stretches)

    @property
    def similarity(self) -> float:
        """The share of all words that are the same in both, 0 to 1."""
        total = self.left_words + self.right_words
        return 2 * self.count(Kind.EQUAL) / total if total else 1.0

    def count(self, kind: Kind) -> int:
        """How many words are of that kind."""
        return sum(stretch.words for stretch in self.stretches if stretch.kind is kind)

    @property
    def changes(self) -> tuple[Stretch, ...]:
        """The stretches that are not the same."""
        return tuple(stretch for stretch in self.stretches if stretch.kind is not Kind.EQUAL)


def diff_units(
    left: Sequence[Unit],
    right: Sequence[Unit],
    *,
    wording: Wording = Wording.MARKED,
    fold: bool = False,
    cancel: CancelToken | None = None,
) -> WordDiff:
    """Compare two documents by their units, whose numbers are the places' units.

    `fold`: case and accents make no difference either. Two documents of 100 pages take about half
    a second at most. Raises Cancelled.
    """
    return diff(
        [unit.text for unit in left],
        [unit.text for unit in right],
        left_pages=_are_pages(left),
        right_pages=_are_pages(right),
        left_without=[_left_out(unit, wording) for unit in left],
        right_without=[_left_out(unit, wording) for unit in right],
        fold=fold,
        cancel=cancel,
    )


def diff(
    left: Sequence[str],
    right: Sequence[str],
    *,
    left_pages: bool = False,
    right_pages: bool = False,
    left_without: Sequence[Sequence[Span]] = (),
    right_without: Sequence[Sequence[Span]] = (),
    fold: bool = False,
    cancel: CancelToken | None = None,
) -> WordDiff:
    """Compare texts; `..._pages` when they are pages, with running heads.

    `..._without` are spans of each text to leave out. A word ends at such a span, at an empty one
    too. Raises Cancelled.
    """
    cancel = cancel or CancelToken()
    numbers: dict[str, int] = {}
    one = _Side(left, left_without, numbers, pages=left_pages, fold=fold)
    other = _Side(right, right_without, numbers, pages=right_pages, fold=fold)
    matches = align(one.keys, other.keys, cancel)
    edits = list(_slid(list(_runs(_edits(matches, one, other))), one, other))
    return WordDiff(
        tuple(_stretches(edits, one, other)),
        len(one.keys),
        len(other.keys),
        (one.passed_over, other.passed_over),
    )


def _are_pages(units: Sequence[Unit]) -> bool:
    return bool(units) and units[0].kind is UnitKind.PAGE


def _left_out(unit: Unit, wording: Wording) -> list[Span]:
    """The redlines to leave out, and the edges of the others, where words end.

    In the text of a tracked change the new word stands hard by the old one: "shallmay".
    """
    kind = {
        Wording.PROPOSED: RedlineKind.DELETED, Wording.ORIGINAL: RedlineKind.INSERTED,
    }.get(wording)  # fmt: skip
    spans = []
    for mark in unit.redlines:
        if mark.kind is kind:
            spans.append(Span(mark.start, mark.end))
        else:
            spans += [Span(mark.start, mark.start), Span(mark.end, mark.end)]
    return spans


def text_of(texts: Sequence[str], places: Iterable[Place]) -> str:
    """The words at some places as they stand there, blanks and line ends as single blanks."""
    return " ".join(
        " ".join(texts[place.unit][place.start : place.end].split()) for place in places
    ).strip()


class _Side:
    """One text as numbers, with the place of each word.

    `parts[n]` names the stretch of unbroken text that word n lies in: a unit, or what running heads
    and redlines leave of it.
    """

    def __init__(
        self,
        texts: Sequence[str],
        without: Sequence[Sequence[Span]],
        numbers: dict[str, int],
        *,
        pages: bool,
        fold: bool,
    ) -> None:
        self.texts = texts
        self.keys: list[int] = []
        self.lengths = array("I")  # of the words, as they are compared
        self.starts, self.ends, self.parts = array("Q"), array("Q"), array("Q")
        self.units: list[int] = []  # of each part
        self.passed_over = 0
        lines = running_lines(texts) if pages else [[] for _ in texts]
        for unit, (text, spans) in enumerate(zip(texts, lines, strict=True)):
            self.passed_over += len(spans)
            at = 0
            for span in sorted([*spans, *(without[unit] if without else ())]):
                if span.start > at:
                    self._add(text, at, span.start, unit, numbers, fold=fold)
                at = max(at, span.end)
            self._add(text, at, len(text), unit, numbers, fold=fold)

    def _add(
        self, text: str, start: int, end: int, unit: int, numbers: dict[str, int], *, fold: bool
    ) -> None:
        part = len(self.units)
        self.units.append(unit)
        for key, first, last in tokens(text[start:end]):
            word = fold_with_map(key)[0] if fold else key
            self.keys.append(numbers.setdefault(word, len(numbers)))
            self.lengths.append(len(word))
            self.starts.append(start + first)
            self.ends.append(start + last)
            self.parts.append(part)

    def places(self, first: int, last: int) -> tuple[Place, ...]:
        """Where the words [first, last) stand; where they would be, when there are none."""
        if first == last:
            return self._between(first)
        places: list[Place] = []
        while first < last:
            part, after = self.parts[first], first + 1
            while after < last and self.parts[after] == part:
                after += 1
            unit, start, end = self.units[part], self.starts[first], self.ends[after - 1]
            if places and places[-1].unit == unit and not self._gap(unit, places[-1].end, start):
                start = places.pop().start
            places.append(Place(unit, start, end))
            first = after
        return tuple(places)

    def _gap(self, unit: int, start: int, end: int) -> bool:
        """Whether something that was left out lies between."""
        return bool(self.texts[unit][start:end].strip())

    def _between(self, at: int) -> tuple[Place, ...]:
        if at < len(self.keys):
            start = self.starts[at]
            return (Place(self.units[self.parts[at]], start, start),)
        if self.keys:
            end = self.ends[-1]
            return (Place(self.units[self.parts[-1]], end, end),)
        return (Place(0, 0, 0),) if self.texts else ()

    def opens(self, at: int) -> int:
        """How well a change may begin before this word: 3 a paragraph or line, 2 a sentence."""
        if at == 0 or at == len(self.keys):
            return 3
        unit = self.units[self.parts[at]]
        if self.units[self.parts[at - 1]] != unit:
            return 3
        text = self.texts[unit]
        if "\n" in text[self.ends[at - 1] : self.starts[at]]:
            return 3
        before = text[self.ends[at - 1] - 1]
        return 2 if before in ".;:!?。；：！？" else 1 if before in ",)，）、" else 0


Edit = tuple[int, int, int, int]
"""Words [0, 1) of the left are replaced by words [2, 3) of the right."""


def _edits(matches: list[tuple[int, int, int]], one: _Side, other: _Side) -> list[Edit]:
    """What lies between the matches, joined where the match between means nothing."""
    edits: list[Edit] = []
    a = b = 0
    for start, to, length in [*matches, (len(one.keys), len(other.keys), 0)]:
        if start > a or to > b:
            edit = (a, start, b, to)
            while edits and _meaningless(edits[-1], edit, one):
                before = edits.pop()
                edit = (before[0], edit[1], before[2], edit[3])
            edits.append(edit)
        a, b = start + length, to + length
    return edits


def _meaningless(before: Edit, after: Edit, one: _Side) -> bool:
    """Whether the equal words between two changes are there by chance.

    A few short ones, fewer than were changed on either side of them, where words were replaced.
    """
    equal = after[0] - before[1]
    if equal > SHORT:
        return False
    if sum(one.lengths[before[1] : after[0]]) > 4 * SHORT:
        return False
    sizes = [(edit[1] - edit[0], edit[3] - edit[2]) for edit in (before, after)]
    replaced = all(any(size[side] for size in sizes) for side in (0, 1))
    return replaced and all(max(size) > equal for size in sizes)


def _runs(edits: Sequence[Edit]) -> Iterator[Edit]:
    """The changes, those of a run joined where other words stand there and few are left by chance.

    In a run no more than a few words lie between one change and the next.
    """
    first = 0
    for at in range(1, len(edits) + 1):
        if at < len(edits) and edits[at][0] - edits[at - 1][1] <= SHORT:
            continue
        run = edits[first:at]
        (a, _, b, _), (_, a_end, _, b_end) = run[0], run[-1]
        stay = sum(after[0] - before[1] for before, after in pairwise(run))
        replaced = sum(end - start > 0 and to_end > to for start, end, to, to_end in run)
        if len(run) >= _FEWEST and replaced > 1 and stay < SHARED * min(a_end - a, b_end - b):
            yield a, a_end, b, b_end
        else:
            yield from run
        first = at


def _slid(edits: Sequence[Edit], one: _Side, other: _Side) -> Iterator[Edit]:
    """Insertions and deletions moved to where a sentence or paragraph begins, if they may be.

    Of "Article 4 x. [Article 5 y.] Article 6 z." it is as true that "5 y. Article" came in. Each
    moves over words that are the same in both, never over the change before or after it.
    """
    floor = 0  # of the left words: where the change before ends
    for n, (a, a_end, b, b_end) in enumerate(edits):
        ceiling = edits[n + 1][0] if n + 1 < len(edits) else len(one.keys)
        shift = 0
        if a == a_end:
            shift = _shift(other, b, b_end, a - floor, ceiling - a_end)
        elif b == b_end:
            shift = _shift(one, a, a_end, a - floor, ceiling - a_end)
        floor = a_end + shift
        yield a + shift, a_end + shift, b + shift, b_end + shift


def _shift(side: _Side, first: int, last: int, back: int, forth: int) -> int:
    """How far to move words [first, last): at most `back` words back, or `forth` forth."""
    keys = side.keys
    best, shift = side.opens(first), 0
    for step in range(1, min(back, last - first) + 1):
        if keys[first - step] != keys[last - step]:
            break
        if side.opens(first - step) > best:
            best, shift = side.opens(first - step), -step
    for step in range(1, min(forth, last - first) + 1):
        if keys[first + step - 1] != keys[last + step - 1]:
            break
        if side.opens(first + step) > best:
            best, shift = side.opens(first + step), step
    return shift


def _stretches(edits: Sequence[Edit], one: _Side, other: _Side) -> Iterator[Stretch]:
    a = b = 0
    for start, end, to, to_end in [*edits, (len(one.keys),) * 2 + (len(other.keys),) * 2]:
        if start > a:
            yield Stretch(Kind.EQUAL, start - a, one.places(a, start), other.places(b, to))
        if end > start:
            yield Stretch(Kind.DELETED, end - start, one.places(start, end), other.places(to, to))
        if to_end > to:
            yield Stretch(
                Kind.INSERTED, to_end - to, one.places(end, end), other.places(to, to_end)
            )
        a, b = end, to_end
