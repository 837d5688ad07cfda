"""Words of a page that MuPDF finds in pieces, or twice, because of the way they were drawn.

Letters set apart ("R E S O L V E S", and for emphasis in Russian) come out as words of one letter;
bold type that was made by drawing each word twice comes out doubled, which parts every phrase.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from statistics import median

from itrvault.readers.pdf_text import RIGHT_TO_LEFT, Columns, Word

_PROBES = 4
_NEAR = 0.2
"""Of its height, how far the second print of a word lies from the first."""

_LEAST_APART = 5
"""Letters in a row from which they may be a word set apart; fewer are marks of a list."""

_ALL_APART = 0.6
"""Of the words of a page, how many are single letters where all of it is set apart."""

_WIDEST = 0.75
"""Of the letters' height, the widest gap inside a word set apart."""


def is_printed_twice(columns: Columns) -> bool:
    """Whether words of the page stand twice in one place, going by a few long ones."""
    x0s, y0s, _, y1s, tokens = columns[:5]
    step = len(tokens) // _PROBES
    if step < 3:
        return False
    for first in range(0, step * _PROBES, step):
        token = max(tokens[first : first + step], key=len)
        if tokens.count(token) < 2:
            return False  # so it is on nearly every page, at once
        probe = tokens.index(token, first)
        near = _NEAR * (y1s[probe] - y0s[probe])
        if not any(
            other == token
            and at != probe
            and abs(x0s[at] - x0s[probe]) < near
            and abs(y0s[at] - y0s[probe]) < near
            for at, other in enumerate(tokens)
        ):
            return False
    return True


def printed_once(words: Sequence[Word]) -> list[int]:
    """Which words to keep: of those that stand in one place twice or more, the first."""
    seen: dict[str, list[tuple[float, float]]] = {}
    kept: list[int] = []
    for index, word in enumerate(words):
        near = _NEAR * (word[3] - word[1])
        places = seen.setdefault(word[4], [])
        if any(abs(x - word[0]) < near and abs(y - word[1]) < near for x, y in places):
            continue
        places.append((word[0], word[1]))
        kept.append(index)
    return kept


def may_be_apart(tokens: Sequence[str]) -> bool:
    """Whether there are enough words of one letter in a row for one that is set apart."""
    return _LEAST_APART * b"\1" in bytes(map((255).__and__, map(len, tokens)))


def joined(words: Sequence[Word]) -> list[Word] | None:
    """The words with those put together whose letters are set apart; None where there are none.

    On a page that is all set apart, short words are too.
    """
    single = sum(len(word[4]) == 1 and word[4].isalpha() for word in words)
    all_apart = single > _ALL_APART * len(words) and single > 8 * _LEAST_APART
    found: list[Word] = []
    changed = False
    for _, group in groupby(words, key=itemgetter(5, 6)):
        for alone, run in groupby(group, key=lambda word: len(word[4]) == 1):
            letters = list(run)
            whole = _join(letters, anything=all_apart) if alone else None
            changed |= whole is not None
            found += whole or letters
    return found if changed else None


def _join(run: list[Word], *, anything: bool) -> list[Word] | None:
    """Words of one letter in a row as the words they make; None where they are no word."""
    tokens = [word[4] for word in run]
    letters = sum(map(str.isalpha, tokens))
    if letters < (2 if anything else _LEAST_APART) or letters < 0.5 * len(run):
        return None
    if RIGHT_TO_LEFT.search("".join(tokens)):
        return None
    gaps = [after[0] - before[2] for before, after in pairwise(run)]
    usual = median(gaps)
    height = median(word[3] - word[1] for word in run)
    if not 0 < usual < _WIDEST * height or min(gaps) < 0:
        return None
    parts: list[list[Word]] = [[run[0]]]
    for gap, word in zip(gaps, run[1:], strict=True):
        if gap > 1.6 * usual:
            parts.append([])
        parts[-1].append(word)
    whole = ["".join(word[4] for word in part) for part in parts]
    if not anything and not any(map(_is_spelled, whole)):
        return None
    return [
        (part[0][0], min(word[1] for word in part), part[-1][2], max(word[3] for word in part),
         text, *part[0][5:])
        for part, text in zip(parts, whole, strict=True)
    ]  # fmt: skip


_VOWELS = frozenset("aeiouyàâäáãåèéêëìíîïòóôöõùúûüæøœаеёиоуыэюя")


def _is_spelled(text: str) -> bool:
    """Whether letters can be a word: vowels and others, and not the alphabet as tables have it."""
    letters = [letter for letter in text.casefold() if letter.isalpha()]
    if len(letters) < 4:
        return False
    vowels = sum(map(_VOWELS.__contains__, letters))
    following = sum(ord(after) - ord(before) == 1 for before, after in pairwise(letters))
    return 0.15 * len(letters) < vowels < 0.9 * len(letters) and following < 0.5 * len(letters)
