"""Words divided between two pages: "telecommu-" at the foot of one, "nication" on the next.

The index holds each of them whole, at the place of its first half, under a name of its own
(`names`), so that all forms of a word, wildcards and near spellings find it as they do any
other, and no page is said to hold a word that it does not. What goes on from one page to the next
is told by the same signs as at the end of a line: a hyphen, a soft hyphen, in Arabic script a
lengthened or a joined letter. Chinese needs none: see `seams.py`.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from itrvault.model.geometry import Span
from itrvault.model.search import IndexUnit
from itrvault.search.folding import fold_word
from itrvault.search.streams import ALL_SIGNS, BY_FLAG, Stream, streams
from itrvault.search.table import Keys
from itrvault.search.tokens import MAX_TERM, PIECE, WORD, analyse, is_unspaced, wide_term

PARTED, PARTED_BEFORE = "\x11", "\x12"
"""What the names of such words begin with: of the text as it would be, and as it was, where that is
another."""
_BEHIND = "\x13"
NAMES = (PARTED, PARTED_BEFORE)

_HYPHENS = "-\u2010\u2011"
_SOFT, _JOINER, _LONG = "\u00ad", "\u200d", "\u0640"
_SIGNS = frozenset(_HYPHENS + _SOFT + _JOINER + _LONG)
_REACH = 2 * MAX_TERM
"""Code points on either side of a break that are looked at."""


@dataclass(frozen=True, slots=True)
class Parted:
    """A divided word: its spelling without the hyphen, and its halves, each in its own text.

    `end`: where the first half ends with its hyphen.
    """

    raw: str
    term: str
    left: Span
    end: int
    right: Span


def parted_word(left: str, right: str) -> Parted | None:
    """The word that goes on from the end of one text at the beginning of another, if one does."""
    end = len(left.rstrip())
    begin = len(right) - len(right.lstrip())
    if not end or begin == len(right) or not _goes_on(left[end - 1], right[begin]):
        return None
    before = _last_word(left, end)
    after = PIECE.match(right, begin, begin + _REACH)
    if before is None or after is None or is_unspaced(after.group()):
        return None
    word = WORD.match(right, begin, after.end())
    assert word is not None  # a piece begins with a word
    one, other = fold_word(before.group()), fold_word(word.group())
    if not (one.isalpha() and other.isalpha()):
        return None
    raw = before.group() + word.group()
    return Parted(
        raw, wide_term(fold_word(raw)[:MAX_TERM], 2),
        Span(before.start(), before.end()), end, Span(word.start(), word.end()),
    )  # fmt: skip


def ends_open(text: str, body: tuple[int, int]) -> bool:
    """Whether the last word of a body may go on behind it, or anything shows that the first of the
    next may have begun there. Quick, and true of few."""
    end = body[1]
    while end > body[0] and text[end - 1].isspace():
        end -= 1
    return end > body[0] and (text[end - 1] in _SIGNS or "\ufb50" <= text[end - 1] <= "\ufefc")


def _goes_on(last: str, first: str) -> bool:
    """Whether a sign at the end, or the shape of a letter, says that the word is not at its end."""
    if last in _SIGNS:
        return True
    return _shape(last) in ("<initial>", "<medial>") and _shape(first) in ("<medial>", "<final>")


def _shape(char: str) -> str:
    return unicodedata.decomposition(char).partition(" ")[0] if char >= "\ufb50" else ""


def _last_word(text: str, end: int) -> re.Match[str] | None:
    """The word before the sign at the end of a text; None where the sign is none of a word's."""
    last = None
    for word in WORD.finditer(text, max(0, end - _REACH), end):
        last = word
    if last is None or not (last.end() == end or text[last.end() : end] in tuple(_HYPHENS)):
        return None
    if last.end() == end and text[end - 1] == _LONG and len(fold_word(last.group())) < 2:
        return None  # the sign of a Hijri year
    return last


# -- names in the index ------------------------------------------------------------------------


def names(word: Parted, flags: int, *, before: bool) -> list[str]:
    """The names in the index of a divided word, `flags` as of a stream; `before`: as it was."""
    signs = ("", *(sign for flag, sign in BY_FLAG if flags & flag))
    return [f"{NAMES[before]}{sign}{word.term}" for sign in signs]


def named(term: str) -> tuple[str, ...]:
    """What a term is called where it is divided."""
    return tuple(name + wide_term(term, 2) for name in NAMES)


def split_parted(terms: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of sorted terms those of words that stand whole, and those of divided ones."""
    first, last = bisect_left(terms, PARTED), bisect_left(terms, _BEHIND)
    if first == last:
        return terms, ()
    return terms[:first] + terms[last:], terms[first:last]


def signed(sign: str, term: str) -> str:
    """The name of a term where it lies in a redline."""
    return term[0] + sign + term[1:] if term.startswith(NAMES) else sign + term


def unsigned(term: str) -> str:
    """The name of a term whether or not it lies in a redline."""
    if term.startswith(NAMES):
        return term[0] + term[1:].lstrip("".join(ALL_SIGNS))
    return term.lstrip("".join(ALL_SIGNS))


def divided_words(keys: Keys) -> range:
    """Where in a table of terms those of divided words are."""
    return range(keys.place(PARTED.encode()), keys.place(_BEHIND.encode()))


# -- building ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _End:
    """The body of a unit in one reading, which a word may run over: `text`, and where it begins in
    `stream`, None for a unit without redlines."""

    unit: int
    text: str
    stream: Stream | None
    at: int

    def flags_of(self, span: Span) -> int:
        """Whether a word is inserted or deleted."""
        if self.stream is None:
            return 0
        return self.stream.flags_of(self.at + span.start, self.at + span.end)


class PartedWords:
    """Finds the divided words of units that come one after another."""

    def __init__(self) -> None:
        self._document = -1
        self._open: list[_End | None] = [None, None]  # of each reading

    def add(
        self, number: int, unit: IndexUnit, body: tuple[int, int]
    ) -> Iterator[tuple[int, int, str, list[str]]]:
        """Take in the next unit: (unit, reading, spelling, names) of each word that ends in it.

        The word begins at the last position of that unit's body in that reading (0: the text as it
        would be, 1: as it was).
        """
        if unit.document_row != self._document:
            self._document, self._open = unit.document_row, [None, None]
        if not (unit.redlines or any(self._open) or ends_open(unit.text, body)):
            return
        joined: _End | None = None
        for reading, here in enumerate(_ends(number, unit, body)):
            before = self._open[reading]
            if here is None or not _has_words(here.text):
                continue
            self._open[reading] = here if ends_open(here.text, (0, len(here.text))) else None
            if before is None:
                continue
            if reading == 0 and before.stream is here.stream is None:
                joined = before
            elif before is joined:
                continue  # no redline makes another reading of it
            if (word := parted_word(before.text, here.text)) is not None:
                flags = before.flags_of(word.left) & here.flags_of(word.right)
                yield before.unit, reading, word.raw, names(word, flags, before=reading == 1)


def _ends(number: int, unit: IndexUnit, body: tuple[int, int]) -> Sequence[_End | None]:
    if not unit.redlines:
        here = _End(number, unit.text[slice(*body)], None, 0)
        return here, here
    found: list[_End | None] = [None, None]
    for stream in streams(unit.text, unit.redlines):
        if stream.reading < len(found):
            first, last = stream.offset_of(body[0]), stream.offset_of(body[1])
            while 0 < first < last and stream.text[first - 1 : first + 1].isalnum():
                first += 1  # a word that begins before the body
            found[stream.reading] = _End(number, stream.text[first:last], stream, first)
    return found


def _has_words(text: str) -> bool:
    return any(analyse(match.group()).width for match in PIECE.finditer(text))
