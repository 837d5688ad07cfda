"""The texts that a text with redlines is: as it would be, and as it was.

Of "Members [-shall-]{+should+} ensure" nobody means "shall should": it is read without the deleted
words and without the inserted ones, each a stream of its own, so that words that are changed in
their middle and phrases over a change are found in both. What was inserted and deleted again is in
neither and stands apart. A text without redlines is one stream.

Words that lie in an insertion or deletion are indexed once more, as terms that begin with a sign,
so that the index answers `inserted:` and `deleted:` as it does any word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from itrvault.model.document import Redline, RedlineKind
from itrvault.search.guests import term_of
from itrvault.search.tokens import (
    PIECE,
    Part,
    Piece,
    Token,
    analyse,
    is_unspaced,
    plain_term,
    split_wide,
    tokenise,
)

SIGNS = {RedlineKind.INSERTED: "\x0e", RedlineKind.DELETED: "\x0f"}
"""What the terms of inserted and of deleted words begin with; no term of a text does."""

GAP = 32
"""Positions between two streams, so that no phrase runs from one into the other."""

START = "\x10"
"""The term at the beginning of each stream but the first, which begins where the unit does."""

ALL_SIGNS = tuple(SIGNS.values())
_ANY_SIGN = "".join(map(chr, range(0x0E, 0x20)))
_FLAGS = {RedlineKind.INSERTED: 1, RedlineKind.DELETED: 2}
BY_FLAG = tuple((flag, SIGNS[kind]) for kind, flag in _FLAGS.items())


@dataclass(frozen=True, slots=True)
class Stream:
    """One way to read a unit, out of pieces of its text.

    `starts` says where each piece begins in this text, `places` where in the unit's, `flags`
    whether it is inserted (1) or deleted (2). `base` is where this text begins when those of all
    streams are laid end to end. `reading` is 0 for the text as it would be, 1 for that as it was,
    2 for what is in neither.
    """

    text: str
    base: int
    starts: list[int]
    places: list[int]
    flags: list[int]
    reading: int = 0

    def place_of(self, at: int) -> int:
        """Where a letter of it is in the unit's text."""
        index = bisect_right(self.starts, at) - 1
        return at + self.places[index] - self.starts[index]

    def offset_of(self, place: int) -> int:
        """Where in it the first letter is that stands at a place of the unit's text or behind."""
        for start, first, end in zip(
            self.starts, self.places, [*self.starts[1:], len(self.text)], strict=True
        ):
            if place < first + end - start:
                return start + max(0, place - first)
        return len(self.text)

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """A stretch as (start, end) in the unit's text, with the flags of each part."""
        index = bisect_right(self.starts, start) - 1
        while index < len(self.starts) and self.starts[index] < end:
            first = max(start, self.starts[index])
            following = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
            last = min(end, following)
            shift = self.places[index] - self.starts[index]
            if first < last:
                yield first + shift, last + shift, self.flags[index]
            index += 1

    def flags_of(self, start: int, end: int) -> int:
        """Whether any letter of a stretch is inserted or deleted."""
        found = 0
        for _, _, flags in self.pieces(start, end):
            found |= flags
        return found


def streams(text: str, redlines: Sequence[Redline]) -> list[Stream]:
    """The streams of a unit: as it would be, as it was, and what is in neither."""
    pieces = _cut(text, redlines)
    chosen = [
        [piece for piece in pieces if not piece[2] & 2],
        [piece for piece in pieces if not piece[2] & 1],
        *([piece] for piece in pieces if piece[2] == 3),
    ]
    found: list[Stream] = []
    base = 0
    for number, some in enumerate(chosen):
        parts: list[str] = []
        starts: list[int] = []
        length = 0
        for start, end, _ in some:
            parts.append(text[start:end])
            starts.append(length)
            length += end - start
        if length:
            found.append(
                Stream(
                    "".join(parts),
                    base,
                    starts,
                    [s for s, _, _ in some],
                    [f for *_, f in some],
                    min(number, 2),
                )
            )
            base += length
    return found


def _cut(text: str, redlines: Sequence[Redline]) -> list[tuple[int, int, int]]:
    """(start, end, flags) of the stretches between the ends of all redlines."""
    changes: dict[int, list[int]] = {0: [0, 0], len(text): [0, 0]}
    for line in redlines:
        which = _FLAGS[line.kind] - 1
        start, end = (min(max(0, edge), len(text)) for edge in (line.start, line.end))
        if start < end:
            changes.setdefault(start, [0, 0])[which] += 1
            changes.setdefault(end, [0, 0])[which] -= 1
    pieces = []
    depth = [0, 0]
    edges = sorted(changes)
    for start, end in pairwise(edges):
        depth = [old + new for old, new in zip(depth, changes[start], strict=True)]
        pieces.append((start, end, (depth[0] > 0) | (depth[1] > 0) << 1))
    return pieces


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of a stream: its analysis, its position, and where it begins in all streams."""

    raw: str
    piece: Piece
    position: int
    start: int
    changed: tuple[Part, ...]
    """Its words that a redline touches, as terms with their sign, and where a stream begins."""

    @property
    def marks(self) -> Iterator[tuple[int, str]]:
        """The positions of those words, and the terms."""
        return ((self.position + part.offset, part.term) for part in self.changed)


def placed(found: Sequence[Stream]) -> Iterator[Placed]:
    """Every piece of every stream, positions counted through with gaps between the streams."""
    position = 0
    for stream in found:
        at = position + GAP if position else 0
        first = at
        for match in PIECE.finditer(stream.text):
            piece = analyse(match.group())
            start = match.start()
            changed = tuple(_changed(stream, piece, start, match.end()))
            if at == first and position and piece.width:
                changed = (Part(START, 0, 0, 0), *changed)
            yield Placed(match.group(), piece, at, stream.base + start, changed)
            at += piece.width
        if at > first:
            position = at


def _changed(stream: Stream, piece: Piece, start: int, end: int) -> Iterator[Part]:
    if not stream.flags_of(start, end):
        return
    words: dict[int, tuple[int, int]] = {}  # of each position, its shortest term
    for part in piece.parts:
        known = words.get(part.offset)
        if known is None or part.end - part.start < known[1] - known[0]:
            words[part.offset] = part.start, part.end
    flags = {
        offset: stream.flags_of(start + first, start + last)
        for offset, (first, last) in words.items()
    }
    for part in piece.parts:
        # A term over two words is changed only if both are; of a pair of Chinese signs likewise.
        last = max(
            offset
            for offset, place in words.items()
            if place[0] < part.end and offset >= part.offset
        )
        common = 3
        for offset in range(part.offset, last + 1):
            common &= flags.get(offset, 0)
        for flag, sign in BY_FLAG:
            if common & flag:
                yield replace(part, term=sign + part.term)


def tokens_of(text: str, redlines: Sequence[Redline]) -> Iterator[Token]:
    """Every term of a unit as it is indexed, those with the sign of a redline too.

    Places are those in the streams laid end to end; of a text without redlines its own.
    """
    if not redlines:
        yield from tokenise(text)
        return
    for one in placed(streams(text, redlines)):
        for part in (*one.piece.parts, *one.changed):
            place = one.start + part.start, one.start + part.end
            yield Token(part.term, one.position + part.offset, *place)


def tokens_among(found: Sequence[Stream], wanted: Collection[str]) -> Iterator[Token]:
    """The same, of the wanted terms only and in a third of the time."""
    bare = {term[1:] for term in wanted if term.startswith(ALL_SIGNS)}
    position = 0
    for stream in found:
        first = at = position + GAP if position else 0
        for match in PIECE.finditer(stream.text):
            raw, (start, end) = match.group(), match.span()
            term = plain_term(raw)
            if at == first and position and START in wanted and (term or analyse(raw).width):
                yield Token(START, at, stream.base + start, stream.base + start)
            if term is None:
                piece = analyse(raw)
                for part in (*piece.parts, *_changed(stream, piece, start, end)):
                    if part.term in wanted:
                        place = stream.base + start + part.start, stream.base + start + part.end
                        yield Token(part.term, at + part.offset, *place)
                at += piece.width
                continue
            if term in wanted:
                yield Token(term, at, stream.base + start, stream.base + end)
            if term in bare:
                flags = stream.flags_of(start, end)
                for flag, sign in BY_FLAG:
                    if flags & flag and sign + term in wanted:
                        yield Token(sign + term, at, stream.base + start, stream.base + end)
            at += bool(term)
        if at > first:
            position = at


def plain_word(form: str) -> str:
    """The word of a form, without the signs and the width of its term."""
    return split_wide(term_of(form))[0].lstrip(_ANY_SIGN)


def halves(term: str) -> tuple[str, str] | None:
    """The two signs of a pair of a script without spaces, which a seam may part."""
    bare = term.lstrip("".join(ALL_SIGNS))
    if len(bare) != 2 or not is_unspaced(bare) or split_wide(bare)[1] != 1:
        return None
    sign = term[: len(term) - len(bare)]
    return sign + bare[0], sign + bare[1]


def raw_places(found: Sequence[Stream], start: int, end: int) -> Iterator[tuple[int, int]]:
    """A place in the streams laid end to end as places in the unit's text."""
    bases = [stream.base for stream in found]
    stream = found[bisect_right(bases, start) - 1]
    begun: tuple[int, int] | None = None
    for first, last, _ in stream.pieces(start - stream.base, end - stream.base):
        if begun is not None and begun[1] == first:
            begun = begun[0], last
            continue
        if begun is not None:
            yield begun
        begun = first, last
    if begun is not None:
        yield begun
