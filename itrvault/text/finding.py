"""Finding words in one document as a person means them: letter by letter, over line and page ends.

Case, accents and typographic variants do not matter. A word that is broken at the end of a line is
found whole, one that runs over a page break in its two parts, though page numbers and running
heads stand between them. What is found is exact otherwise: no stems, no other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from itrvault.model.geometry import Span
from itrvault.text.bodies import bodies
from itrvault.text.fold import fold_with_map, unfold

MOST = 20_000
"""Places that are found; more say no more."""

SEAM = 500
"""Code points on either side of a page break in which words may run over it."""

Match = tuple[tuple[int, Span], ...]
"""The parts of a place: a unit and a stretch of its text. Two where it runs over a page break."""

# Scripts without spaces between words; a line may end anywhere in them.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff00-\uffef\U00020000-\U0003134f]"
)


class Haystack:
    """The units of one document, folded once and looked through as often as one likes."""

    def __init__(self, texts: Sequence[str], *, pages: bool) -> None:
        """`pages`: whether the units are pages, so that a sentence may run from one to the next."""
        self._texts = tuple(texts)
        self._folded = [fold_with_map(text)[0] for text in self._texts]
        self._ends = bodies(self._texts) if pages else []

    def find(self, words: str, *, whole: bool = False) -> list[Match]:
        """Every place of the words, in the order of the text; `whole` words only if wished."""
        pattern = _pattern(words, whole=whole)
        if pattern is None:
            return []
        return list(islice(self._places(pattern), MOST))

    def _places(self, pattern: re.Pattern[str]) -> Iterator[Match]:
        for number, folded in enumerate(self._folded):
            back: list[int] | None = None
            for match in pattern.finditer(folded):
                if back is None:
                    back = fold_with_map(self._texts[number])[1]
                span = unfold(self._texts[number], back, match.start(), match.end())
                yield ((number, span),)
            yield from self._over_the_break(number, pattern)

    def _over_the_break(self, number: int, pattern: re.Pattern[str]) -> Iterator[Match]:
        """Places that begin on a page and end on the next."""
        if number + 1 >= len(self._ends):
            return
        above, below = self._texts[number], self._texts[number + 1]
        end, start = self._ends[number][1], self._ends[number + 1][0]
        first = max(0, end - SEAM)
        tail, head = above[first:end], below[start : start + SEAM]
        left, left_back = fold_with_map(tail)
        right, right_back = fold_with_map(head)
        left, right = left.rstrip(" "), right.lstrip(" ")
        cut = len(left)
        shift = len(right_back) - 1 - len(right)  # what was stripped at the front
        for match in pattern.finditer(f"{left} {right}"):
            if match.start() >= cut or match.end() <= cut + 1:
                continue
            over = unfold(tail, left_back, match.start(), cut)
            under = unfold(head, right_back, shift, match.end() - cut - 1 + shift)
            yield (
                (number, Span(over.start + first, over.end + first)),
                (number + 1, Span(under.start + start, under.end + start)),
            )


def _pattern(words: str, *, whole: bool) -> re.Pattern[str] | None:
    """What finds these words in folded text; None when there is nothing to look for."""
    folded = fold_with_map(words)[0].strip(" ")
    if not folded:
        return None
    parts = []
    for before, char in zip(" " + folded, folded, strict=False):
        if _UNSPACED.match(before) and _UNSPACED.match(char):
            parts.append(" ?")
        elif before.isalnum() and char.isalnum():
            parts.append("(?:- )?")
        parts.append(re.escape(char))
    inner = "".join(parts)
    if not whole:
        return re.compile(inner)
    left = r"(?<!\w)" if folded[0].isalnum() else ""
    right = r"(?!\w)" if folded[-1].isalnum() else ""
    return re.compile(f"{left}{inner}{right}")
