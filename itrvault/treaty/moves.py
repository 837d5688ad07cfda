"""Words that a change takes from one place of a text to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from itrvault.model.geometry import Span
from itrvault.text.word_diff import Kind, WordDiff
from itrvault.text.words import tokens

LEAST = 5
"""Words of a stretch that is told to have moved; fewer come back by chance."""

Word = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Move:
    """The same words, taken out at `left` of the old text and put in at `right` of the new one."""

    words: str
    left: Span
    right: Span


def find_moves(diff: WordDiff, old: str, new: str) -> tuple[Move, ...]:
    """What moved, the longest first; no word of either text is in two of them."""
    gone = [
        _words(old, place.start, place.end)
        for stretch in diff.stretches
        if stretch.kind is Kind.DELETED
        for place in stretch.left
    ]
    come = [
        _words(new, place.start, place.end)
        for stretch in diff.stretches
        if stretch.kind is Kind.INSERTED
        for place in stretch.right
    ]
    found: list[Move] = []
    waiting = [(one, other) for one in gone for other in come]
    while waiting:
        one, other = waiting.pop()
        if min(_count(one), _count(other)) < LEAST:
            continue
        before, after = ([word.casefold() for word, _, _ in side] for side in (one, other))
        match = SequenceMatcher(None, before, after, autojunk=False).find_longest_match()
        run = one[match.a : match.a + match.size]
        if _count(run) < LEAST:
            continue
        last = other[match.b + match.size - 1]
        left, right = Span(run[0][1], run[-1][2]), Span(other[match.b][1], last[2])
        found.append(Move(" ".join(old[left.start : left.end].split()), left, right))
        waiting += [(one[: match.a], other[: match.b])]
        waiting += [(one[match.a + match.size :], other[match.b + match.size :])]
    return _apart(found)


def _apart(found: Sequence[Move]) -> tuple[Move, ...]:
    kept: list[Move] = []
    for move in sorted(found, key=lambda one: (-len(one.words), one.left.start)):
        if not any(
            _over(move.left, other.left) or _over(move.right, other.right) for other in kept
        ):
            kept.append(move)
    return tuple(kept)


def _over(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _words(text: str, start: int, end: int) -> list[Word]:
    return [(word, at + start, to + start) for word, at, to in tokens(text[start:end])]


def _count(words: Sequence[Word]) -> int:
    return sum(any(map(str.isalnum, word)) for word, _, _ in words)
