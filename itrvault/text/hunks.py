"""The changes of a word diff with some words around them, for reading.

    hunks(diff, right, context=80) -> list[Hunk]

Changes with few words between them are one hunk. Where both texts say the same, the words are given
as they stand in the right one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from itrvault.text.word_diff import Kind, Place, Stretch, WordDiff
from itrvault.text.words import tokens

CONTEXT = 80
"""Code points of the words around a change."""

_LONGEST = 200  # code points beside the context, so that no word is cut there


@dataclass(frozen=True, slots=True)
class Hunk:
    """Changes that stand together, and the words before and after them in the right text.

    `stretches` begin and end with a change; equal ones lie between.
    """

    before: tuple[Place, ...]
    stretches: tuple[Stretch, ...]
    after: tuple[Place, ...]

    @property
    def left(self) -> Place:
        """Where the first change stands in the left text."""
        return self.stretches[0].left[0]

    @property
    def right(self) -> Place:
        """Where the first change stands in the right text."""
        return self.stretches[0].right[0]


def hunks(diff: WordDiff, right: Sequence[str], context: int = CONTEXT) -> list[Hunk]:
    """Gather the changes. `right` are the texts the diff was made of; `context` in code points."""
    found: list[Hunk] = []
    before: tuple[Place, ...] = ()
    gathered: list[Stretch] = []
    for stretch in diff.stretches:
        if stretch.kind is not Kind.EQUAL:
            gathered.append(stretch)
            continue
        if gathered and _length(stretch.right) <= 2 * context:
            gathered.append(stretch)
            continue
        if gathered:
            found.append(Hunk(before, tuple(gathered), _first(stretch.right, right, context)))
            gathered = []
        before = _last(stretch.right, right, context)
    if gathered:
        after: tuple[Place, ...] = ()
        if gathered[-1].kind is Kind.EQUAL:
            after = _first(gathered.pop().right, right, context)
        found.append(Hunk(before, tuple(gathered), after))
    return found


def _length(places: tuple[Place, ...]) -> int:
    return sum(place.end - place.start for place in places)


def _first(places: tuple[Place, ...], texts: Sequence[str], length: int) -> tuple[Place, ...]:
    """The first words of some places."""
    kept = []
    for place in places:
        if place.end - place.start <= length:
            kept.append(place)
            length -= place.end - place.start
            continue
        text = texts[place.unit][place.start : place.start + length + _LONGEST]
        ends = [end for _, _, end in tokens(text) if end <= length]
        if ends:
            kept.append(Place(place.unit, place.start, place.start + ends[-1]))
        break
    return tuple(kept)


def _last(places: tuple[Place, ...], texts: Sequence[str], length: int) -> tuple[Place, ...]:
    """The last words of some places."""
    kept: list[Place] = []
    for place in reversed(places):
        if place.end - place.start <= length:
            kept.append(place)
            length -= place.end - place.start
            continue
        first = max(place.start, place.end - length - _LONGEST)
        text = texts[place.unit][first : place.end]
        starts = [at for _, at, _ in tokens(text) if first + at >= place.end - length]
        if starts:
            kept.append(Place(place.unit, first + starts[0], place.end))
        break
    return tuple(reversed(kept))
