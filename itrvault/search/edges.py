"""Where the body of each unit begins and ends, so that words are found that run over a page break.

A page has its running head and foot; between the last word of one page's body and the first of the
next there is no other word. What is kept of each unit are `WIDTH` numbers:

- `START`, `END`: its body as code points of its text;
- `FIRST`, `PAST`: the positions of the body in the text as it would be, half open; and two more in
  the text as it was, the same two where the unit has no redlines;
- `OPEN`: whether a word of a script without spaces may go on over its beginning (1), its end (2).
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from itrvault.model.search import IndexUnit
from itrvault.search.streams import Placed, Stream, placed, streams
from itrvault.search.tokens import PIECE, analyse, is_unspaced
from itrvault.text.bodies import bodies

WIDTH = 7
START, END, FIRST, PAST, OPEN = 0, 1, 2, 3, 6
READINGS = 2
BEGINS_OPEN, ENDS_OPEN = 1, 2

Body = tuple[int, int]
"""A stretch of a unit's text."""

_PARTS_WORDS = ".,;:!?()[]\"'’”»"


def bodies_of(units: Sequence[IndexUnit]) -> Iterator[Body]:
    """The body of each unit. Units of one document stand together."""
    for _, some in groupby(units, key=lambda unit: unit.document_row):
        yield from bodies([unit.text for unit in some])


def openness(text: str, body: Body) -> int:
    """Whether a word of a script without spaces may go on over the beginning or the end."""
    inside = text[body[0] : body[1]].strip()
    if not inside:
        return 0
    begins, ends = is_unspaced(inside[0]), is_unspaced(inside[-1])
    return (BEGINS_OPEN if begins else 0) | (ENDS_OPEN if ends else 0)


def margins(text: str, body: Body) -> tuple[int, int]:
    """How many positions of a text without redlines lie before its body, and behind it.

    A word belongs to the body when it begins in it.
    """
    start, end = body
    before = _positions(text, 0, start, 0, start) if text[:start].strip() else 0
    if not text[end:].strip():
        return before, 0
    last = text[:end].rstrip()[-1:]
    # A piece may reach over the end of a line when it ends in a hyphen, or in Chinese.
    whole = not (last in _PARTS_WORDS or (last.isalnum() and not is_unspaced(last)))
    return before, _positions(text, 0 if whole else end, len(text), end, len(text))


def _positions(text: str, at: int, until: int, first: int, past: int) -> int:
    """Positions of the pieces from `at` whose words begin in `text[first:past]`."""
    count = 0
    for match in PIECE.finditer(text, at):
        begin = match.start()
        if begin >= until:
            break
        piece = match.group()
        if piece.isascii() and piece.isalpha():
            count += first <= begin < past  # a word alone
            continue
        starts = _remembered(piece) if len(piece) <= _SHORT else _word_starts(piece)
        if first <= begin and match.end() <= past:
            count += len(starts)  # nearly all lie there whole
        else:
            count += sum(first <= begin + start < past for start in starts)
    return count


def _word_starts(piece: str) -> tuple[int, ...]:
    """Where in a piece its words begin."""
    return tuple({part.offset: part.start for part in analyse(piece).parts}.values())


_SHORT = 60  # code points: nearly every word; a run of Chinese may be a page
_remembered = lru_cache(maxsize=4096)(_word_starts)  # running heads say the same on every page


def edges_in_streams(
    found: Sequence[Stream], pieces: Sequence[Placed], body: Body
) -> tuple[int, int, int, int]:
    """The positions of the body of a unit with redlines in both readings; 0, 0 for none."""
    edges = [0] * (2 * READINGS)
    bases = [stream.base for stream in found]
    for one in pieces:
        stream = found[bisect_right(bases, one.start) - 1]
        if stream.reading >= READINGS:
            continue
        at = 2 * stream.reading
        for part in one.piece.parts:
            if body[0] <= stream.place_of(one.start - stream.base + part.start) < body[1]:
                position = one.position + part.offset
                if not edges[at + 1]:
                    edges[at] = position
                edges[at + 1] = max(edges[at + 1], position + 1)
    return edges[0], edges[1], edges[2], edges[3]


def edges_of(unit: IndexUnit, body: Body, length: int) -> array[int]:
    """What is kept of one unit, which has `length` positions."""
    opened = openness(unit.text, body)
    if unit.redlines:
        found = streams(unit.text, unit.redlines)
        return pack(body, edges_in_streams(found, list(placed(found)), body), opened)
    first, past = whole_positions(length, margins(unit.text, body))
    return pack(body, (first, past, first, past), opened)


def whole_positions(length: int, margins: tuple[int, int]) -> tuple[int, int]:
    """The positions of a body, of what lies before and behind it."""
    return margins[0], max(margins[0], length - margins[1])


def pack(body: Body, positions: tuple[int, int, int, int], opened: int) -> array[int]:
    """What is kept of one unit."""
    return array("I", (*body, *positions, opened))
