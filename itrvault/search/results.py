"""What is shown of a unit that was found: the places of the hits, and a snippet around them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from itrvault.model.document import Redline
from itrvault.model.geometry import Span
from itrvault.search.marking import MarkedText, Tongue
from itrvault.search.reading import Reading

SNIPPET = 180
"""Code points of a snippet, about two lines."""

_EDGE = re.compile(r"\s")
_SPACES = re.compile(r"\s+")
_LONGEST_WORD = 24
"""How far a snippet may be moved to begin and end between words (Chinese has no such places)."""


def spans(
    reading: Reading, text: str, language: str = "", redlines: Sequence[Redline] = ()
) -> tuple[Span, ...]:
    """Every place in a unit's text that made it match, in order, none overlapping."""
    tongues = (Tongue(language, text, redlines),)
    marked = MarkedText(text, reading.node, reading.forms, redlines, tongues=tongues)
    return marked.spans()


def snippet(
    text: str, marks: Sequence[Span], width: int = SNIPPET, *, best: int = -1
) -> tuple[str, tuple[Span, ...]]:
    """The stretch of the text with most of the marks, white space folded; the marks inside it.

    Without marks, the beginning. Begins and ends between words; a mark is never cut, unless it
    alone is longer than the snippet. `best` is what `densest` says, where it is known.
    """
    start, end = _window(text, marks, width, best)
    pieces: list[str] = []
    places: list[int] = []  # where each code point of the stretch went
    length = 0
    for match in re.finditer(r"\s+|\S+", text[start:end]):
        piece = match.group()
        if piece.isspace():
            shown = " " if pieces and match.end() < end - start else ""
            places += [length] * len(piece)
        else:
            shown = piece
            places += range(length, length + len(piece))
        pieces.append(shown)
        length += len(shown)
    places.append(length)
    inside = (
        Span(places[mark.start - start], places[mark.end - 1 - start] + 1)
        for mark in marks
        if start <= mark.start and mark.end <= end and mark.end > mark.start
    )
    return "".join(pieces), tuple(span for span in inside if span.end <= length)


def densest(text: str, marks: Sequence[Span], width: int = SNIPPET) -> int:
    """Which of the marks begins the stretch that holds most of them; 0 for none."""
    ends = [mark.end for mark in marks]
    best, best_value = 0, (-1, -1)
    for first, mark in enumerate(marks):
        last = bisect_right(ends, mark.start + width) - 1
        covered = {text[m.start : m.end].casefold() for m in marks[first : last + 1]}
        value = (len(covered), last - first)
        if value > best_value:
            best, best_value = first, value
    return best


def _window(text: str, marks: Sequence[Span], width: int, best: int = -1) -> tuple[int, int]:
    if not marks:
        return _settle(text, 0, min(len(text), width), 0, 0)
    starts, ends = [mark.start for mark in marks], [mark.end for mark in marks]
    if best < 0:
        best = densest(text, marks, width)
    first_start = starts[best]
    last = max(best, bisect_right(ends, first_start + width) - 1)
    first_end = min(ends[last], first_start + width)
    spare = max(0, width - (first_end - first_start))
    start = max(0, first_start - spare // 3)
    end = min(len(text), start + width)
    start = max(0, min(start, end - width))
    return _settle(text, start, end, first_start, first_end)


def _settle(text: str, start: int, end: int, first: int, last: int) -> tuple[int, int]:
    """Move the edges to white space near by, never into the marks from `first` to `last`."""
    if start > 0 and not text[start - 1].isspace():
        match = _EDGE.search(text, start, min(start + _LONGEST_WORD, first))
        if match:
            start = match.end()
    if end < len(text) and not text[end].isspace():
        stop = max(end - _LONGEST_WORD, last, start)
        places = [match.start() for match in _EDGE.finditer(text, stop, end)]
        if places:
            end = places[-1]
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
