"""Cuts text into the words the index knows, the same way for indexing, searching and marking.

Every word takes one position. Some stretches of text are indexed under several terms:

- a hyphenated word under its parts and as one word ("tele-\\ncommunication": `tele` at p,
  `communication` at p+1, and `telecommunication` from p, two positions wide);
- letters glued to a number, as damaged captures and footnote signs do ("31Members", "services1"),
  under the whole and under the letters; a year with the sign of a footnote ("1978.3") under the
  whole and under the year;
- scripts written without spaces under each character and each pair of neighbours, so that a phrase
  of pairs finds any stretch of them.

A term that is wider than one position ends in a control character that gives the width, so that
phrases can step over it: see `wide_term`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from itrvault.search.folding import fold_characters, fold_word

_UNSPACED = (
    "\u3005-\u3007\u3040-\u3098\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\uac00-\ud7a3\u1100-\u11ff\u3130-\u318f"  # Hangul: endings are glued to the word
    "\u0e00-\u0e4f\u0e80-\u0ecf\u1000-\u109f\u1780-\u17d3"  # Thai, Lao, Burmese, Khmer
    "\U00020000-\U000323af"
)
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f"
    "\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d\u0a81-\u0acd\u0b01-\u0bcd"
    "\u0c00-\u0ccd\u0d00-\u0ddf\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
)
_RAISED = "¹²³⁰-⁹₀-₉"  # footnote signs are no part of the word they hang on
_LETTER = rf"[^\W_{_RAISED}{_UNSPACED}]"
_WORD = rf"{_LETTER}+(?:[{_MARKS}]+{_LETTER}*|(?<=\d)\.(?=\d){_LETTER}+)*"
_BREAK = r"[ \t\r]*\n[ \t]*"
_HYPHEN = rf"(?:[-\u2010\u2011](?:{_BREAK})?|(?<=\u00ad){_BREAK})"
_RUN = rf"[{_UNSPACED}](?:[^\S\n]*(?:\n[^\S\n]*){{0,2}}[{_UNSPACED}])*"

PIECE = re.compile(rf"{_WORD}(?:{_HYPHEN}{_WORD})*|{_RUN}|[{_RAISED}]+")
"""A stretch of text that is analysed as a whole: words joined by hyphens, a run of Chinese."""

WORD = re.compile(_WORD)
"""One word of a piece."""
_UNSPACED_RE = re.compile(f"[{_UNSPACED}]")
_LETTERS_NUMBER = re.compile(r"([^\W\d_]{3,})\d{1,3}\Z")
_YEAR_SIGN = re.compile(r"((?:1[89]|20)\d\d)(?:\.\d{1,2}|\d{1,2})\Z")
_NUMBER_LETTERS = re.compile(r"(\d[\d.]*)([^\W\d_]{3,})\Z")

MAX_TERM = 120
"""Code points of a term that are indexed; longer words are cut, in the index and in a query."""


@dataclass(frozen=True, slots=True)
class Part:
    """One term out of a piece: at position `offset` of the piece, `text[start:end]` of it.

    `raw` is the spelling to stem, "" for terms that are not to be stemmed (numbers, Chinese).
    """

    term: str
    offset: int
    start: int
    end: int
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """All terms of one stretch of text, and how many positions it takes."""

    parts: tuple[Part, ...]
    width: int


@dataclass(frozen=True, slots=True)
class Token:
    """A term with its place: `text[start:end]`, the word number `position` of the text."""

    term: str
    position: int
    start: int
    end: int


def wide_term(term: str, width: int) -> str:
    """The name in the index of a term that covers `width` positions."""
    return term if width == 1 else term + chr(width - 1)


def split_wide(term: str) -> tuple[str, int]:
    """The inverse of `wide_term`: (the word itself, positions it covers)."""
    last = term[-1:]
    return (term[:-1], ord(last) + 1) if last and last < " " else (term, 1)


def is_unspaced(text: str) -> bool:
    """Whether the text starts with a script that is written without spaces."""
    return _UNSPACED_RE.match(text) is not None


def plain_term(raw: str) -> str | None:
    """The term of a piece of letters alone, which nearly all are; None for any other piece.

    "" when nothing of it can be searched.
    """
    if raw.isalpha() and (raw.isascii() or not is_unspaced(raw)):
        return fold_word(raw)[:MAX_TERM]
    return None


def analyse(raw: str) -> Piece:
    """All terms of one match of `PIECE`."""
    term = plain_term(raw)
    if term is not None:
        return Piece((Part(term, 0, 0, len(raw), raw),), 1) if term else Piece((), 0)
    if is_unspaced(raw):
        return _analyse_run(raw)
    words: list[tuple[str, str, int, int]] = []
    for match in WORD.finditer(raw):
        term = fold_word(match.group())[:MAX_TERM]
        if term:
            words.append((term, match.group(), match.start(), match.end()))
    if not words:
        term = fold_word(raw)[:MAX_TERM]  # raised figures
        return Piece((Part(term, 0, 0, len(raw)),) if term else (), 1 if term else 0)
    parts: list[Part] = []
    for offset, (term, word, start, end) in enumerate(words):
        parts.append(Part(term, offset, start, end, word if term[-1:].isalpha() else ""))
        parts += _unglued(term, offset, start, end)
        if offset:
            before, word_before, start_before, _ = words[offset - 1]
            if before.isalpha() and term.isalpha():
                joined = (before + term)[:MAX_TERM]
                parts.append(
                    Part(wide_term(joined, 2), offset - 1, start_before, end, word_before + word)
                )
    return Piece(tuple(parts), len(words))


def year_of(term: str) -> tuple[str, ...]:
    """The year in a number that may be a year with the sign of a footnote.

    "5 May 1978.3", "26 July 19786".
    """
    match = _YEAR_SIGN.match(term)
    return (match[1],) if match else ()


def _unglued(term: str, offset: int, start: int, end: int) -> list[Part]:
    if term.isalpha():
        return []
    if year := year_of(term):
        return [Part(year[0], offset, start, min(start + 4, end))]
    if term.isdigit():
        return []
    if match := _LETTERS_NUMBER.match(term):
        return [Part(match[1], offset, start, end, match[1])]
    if match := _NUMBER_LETTERS.match(term):
        number = match[1].rstrip(".")
        return [Part(number, offset, start, end), Part(match[2], offset, start, end, match[2])]
    return []


def _analyse_run(raw: str) -> Piece:
    places = [place for place, char in enumerate(raw) if not char.isspace()]
    chars = fold_characters("".join(raw.split()))
    parts: list[Part] = []
    for offset, (char, place) in enumerate(zip(chars, places, strict=True)):
        parts.append(Part(char, offset, place, place + 1))
        if offset + 1 < len(chars):
            parts.append(Part(char + chars[offset + 1], offset, place, places[offset + 1] + 1))
    return Piece(tuple(parts), len(chars))


def tokenise(text: str) -> Iterator[Token]:
    """Every term of a text with its position and its place, in order of the pieces."""
    position = 0
    for match in PIECE.finditer(text):
        piece = analyse(match.group())
        base = match.start()
        for part in piece.parts:
            yield Token(part.term, position + part.offset, base + part.start, base + part.end)
        position += piece.width
