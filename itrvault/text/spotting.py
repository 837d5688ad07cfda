"""Where the words of an anchor may stand in a text: candidates, aligned sign by sign and scored."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from itrvault.model.geometry import Span
from itrvault.text.anchors import close_up
from itrvault.text.fold import fold_with_map, unfold
from itrvault.text.words import UNSPACED

if TYPE_CHECKING:
    import numpy as np

    Numbers = np.ndarray[tuple[int], np.dtype[np.int64]]

PIECE = 160
"""Signs of a quotation that are aligned at each end; what lies between is compared whole."""

_GRAM, _GRAM_UNSPACED = 5, 3  # signs of a run that votes
_COMMON = 3_000  # a run that stands so often tells little
_CANDIDATES = 24
_UNSPACED = re.compile(f"[{UNSPACED}]")
_TRIM = 2
_SIDE = 8  # signs of context that say something


@dataclass(frozen=True, slots=True)
class Ends:
    """Where a passage may begin and end, in signs of the closed-up text; which end is certain."""

    start: int
    end: int
    firm: tuple[bool, bool]


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate, in signs of the closed-up text.

    `errors` of the `length` signs compared are wrong, `quote_errors` of those of the quotation;
    `sides` says how alike the words before and after are (None where there are too few to tell),
    `firm` whether each end is certain.
    """

    start: int
    end: int
    firm: tuple[bool, bool]
    quote_errors: int
    errors: int
    length: int
    sides: tuple[float | None, float | None]
    score: float


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: folded and closed up. The quotation lies between two contexts."""

    before: str
    quote: str
    after: str


class Spotter:
    """A text, folded, closed up and indexed when it is first asked. Not thread safe."""

    def __init__(self, text: str) -> None:
        self._text = text

    def candidates(self, query: Query) -> list[Place]:
        """Every place that may be what is looked for, in no order."""
        tight = self._tight
        head = query.before + query.quote[:PIECE]
        tail = query.quote[-PIECE:] + query.after
        if len(query.quote) <= 2 * PIECE:
            whole = query.before + query.quote + query.after
            spots = self._spots(whole)
            found = [
                _aligned(tight, whole, len(query.before), len(query.before) + len(query.quote), at)
                for at in spots
            ]
            return [_scored(tight, query, one) for one in found if one is not None]
        begin, finish = len(query.before), len(head)
        heads = [_aligned(tight, head, begin, finish, at) for at in self._spots(head)]
        tails = [_aligned(tight, tail, 0, PIECE, at) for at in self._spots(tail)]
        length = len(query.quote)
        return [
            _scored(tight, query, Ends(one.start, other.end, (one.firm[0], other.firm[1])))
            for one in dict.fromkeys(spot for spot in heads if spot is not None)
            for other in dict.fromkeys(spot for spot in tails if spot is not None)
            if 0.6 * length < other.end - one.start < 1.5 * length + PIECE
        ]

    def _spots(self, wanted: str) -> list[int]:
        """Where the wanted signs may begin, the likeliest first."""
        import numpy as np

        size = self._gram
        tight = self._tight
        if len(wanted) < size + 1 or len(tight) < size:
            return list(_all(tight, wanted))
        runs, order = self._index
        asked = _runs(wanted, size)
        low = np.searchsorted(runs, asked, "left")
        high = np.searchsorted(runs, asked, "right")
        votes: list[Numbers] = []
        for at, (first, last) in enumerate(zip(low.tolist(), high.tolist(), strict=True)):
            if first < last <= first + _COMMON:
                votes.append(order[first:last] - at)
        if not votes:
            return []
        diagonals = np.concatenate(votes) + len(wanted)  # never below zero
        width = max(8, len(wanted) // 12)
        bins, counts = np.unique(diagonals // width, return_counts=True)
        # A passage lies on two neighbouring bins when signs were dropped or added within it.
        following = np.zeros_like(counts)
        following[:-1] = np.where(bins[1:] == bins[:-1] + 1, counts[1:], 0)
        total = counts + following
        best = int(total.max())
        if best < 2 and len(asked) > 2:
            return []
        likely = np.argsort(-total, kind="stable")[: 2 * _CANDIDATES]
        found: list[int] = []
        for number in likely.tolist():
            if total[number] < max(2, 0.35 * best) and found:
                break
            chosen = diagonals[
                (diagonals // width >= bins[number]) & (diagonals // width <= bins[number] + 1)
            ]
            spot = int(np.median(chosen)) - len(wanted)
            if all(abs(spot - other) > width for other in found):
                found.append(spot)
            if len(found) == _CANDIDATES:
                break
        return found

    def back(self, place: Place) -> Span:
        """The span of a candidate in the text."""
        _, back, _, places = self._folded
        return unfold(self._text, back, places[place.start], places[place.end - 1] + 1)

    @cached_property
    def _folded(self) -> tuple[str, list[int], str, list[int]]:
        """Folded text and its way back, closed-up text and its way back to the folded one."""
        folded, back = fold_with_map(self._text)
        return (folded, back, *close_up(folded))

    @property
    def _tight(self) -> str:
        return self._folded[2]

    @cached_property
    def _gram(self) -> int:
        tight = self._folded[2]
        unspaced = len(_UNSPACED.findall(tight[:4000]))
        return _GRAM_UNSPACED if 2 * unspaced > min(len(tight), 4000) else _GRAM

    @cached_property
    def _index(self) -> tuple[Numbers, Numbers]:
        """Runs of signs as numbers, ascending, and where each stands."""
        import numpy as np

        runs = _runs(self._folded[2], self._gram)
        order = np.argsort(runs, kind="stable")
        return runs[order], order


def tight(text: str) -> str:
    """Folded, without blanks and hyphens."""
    return close_up(fold_with_map(text)[0])[0]


def _runs(text: str, size: int) -> Numbers:
    import numpy as np

    signs = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    runs = np.zeros(max(0, len(signs) - size + 1), np.int64)
    for at in range(size):
        runs = runs * 1_000_003 + signs[at : at + len(runs)]
    return runs


def _all(text: str, wanted: str) -> Iterable[int]:
    at = text.find(wanted) if wanted else -1
    found = 0
    while at >= 0 and found < _CANDIDATES:
        yield at
        found += 1
        at = text.find(wanted, at + 1)


def _aligned(tight: str, whole: str, start: int, end: int, at: int) -> Ends | None:
    """Where the signs [start, end) of `whole` stand, if it begins near `at` in the text."""
    slack = 12 + len(whole) // 10
    low, high = max(0, at - slack), min(len(tight), at + len(whole) + slack)
    if low >= high:
        return None
    window = tight[low:high]
    if len(window) > len(whole):
        best = fuzz.partial_ratio_alignment(whole, window)
        if best is None or best.dest_end <= best.dest_start:
            return None
        low, window = low + best.dest_start, window[best.dest_start : best.dest_end]
    first, last, firm = _mapped(whole, window, start, end)
    return Ends(low + first, low + last, firm) if first < last else None


def _mapped(whole: str, window: str, start: int, end: int) -> tuple[int, int, tuple[bool, bool]]:
    """Offsets in the window of two offsets in `whole`, by the fewest changes.

    What was put in at an end of the passage stays outside. An end is firm where the sign at it is
    the same.
    """
    first, last = 0, len(window)
    firm = [False, False]
    for code in Levenshtein.opcodes(whole, window):
        a, a_end, b, b_end = code.src_start, code.src_end, code.dest_start, code.dest_end
        if a <= start < a_end:
            first, firm[0] = min(b + start - a, b_end), code.tag == "equal"
        if a < end <= a_end:
            last, firm[1] = b_end if end == a_end else min(b + end - a, b_end), code.tag == "equal"
    return first, last, (firm[0], firm[1])


def _trimmed(tight: str, quote: str, start: int, end: int) -> tuple[int, int]:
    """The ends without a sign or two that do the quotation no good.

    Where the sign before the passage is like its first one, either may have been aligned with it.
    """
    if len(quote) > 2 * PIECE or end - start < _TRIM + 2:
        return start, end
    ends = [(start + a, end - b) for a in range(_TRIM + 1) for b in range(_TRIM + 1)]
    return min(ends, key=lambda one: Levenshtein.distance(quote, tight[one[0] : one[1]]))


def _scored(tight: str, query: Query, ends: Ends) -> Place:
    start, end = _trimmed(tight, query.quote, ends.start, ends.end)
    quote_errors = Levenshtein.distance(query.quote, tight[start:end])
    before = Levenshtein.distance(query.before, tight[max(0, start - len(query.before)) : start])
    after = Levenshtein.distance(query.after, tight[end : end + len(query.after)])
    shares = [
        1 - min(errors, len(wanted)) / len(wanted) if wanted else 1.0
        for errors, wanted in (
            (quote_errors, query.quote), (before, query.before), (after, query.after),
        )
    ]  # fmt: skip
    sides = [
        share if len(wanted) >= _SIDE else None
        for share, wanted in zip(shares[1:], (query.before, query.after), strict=True)
    ]
    return Place(
        start, end, ends.firm, quote_errors, quote_errors + before + after,
        len(query.before) + len(query.quote) + len(query.after),
        (sides[0], sides[1]), (50 * shares[0] + 20 * shares[1] + 20 * shares[2]) / 90,
    )  # fmt: skip
