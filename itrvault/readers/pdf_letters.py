"""What the letters of a page really are, where MuPDF's words have them wrong.

Four kinds of damage are common in papers of treaty conferences, and each hides words from a search
though the page looks perfect:

* a ligature of Arabic (lam with alef) stands for two letters, which are turned round with the line:
  the second is said to have no width, so that is undone here;
* an accent drawn apart from its letter ("Econo´mico", as typesetters and TeX do) is put on it;
* a font does not say which letters its shapes are: `pdf_unnamed` finds out, or says so;
* letters are set apart, or words drawn twice: see `pdf_spacing`.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Literal

import pymupdf

from itrvault.readers.pdf_spacing import is_printed_twice, joined, may_be_apart, printed_once
from itrvault.readers.pdf_text import (
    FLAGS,
    PAGE_FAILURES,
    RIGHT_TO_LEFT,
    Char,
    Columns,
    Word,
    chars_of,
    columns_of,
    is_right_to_left,
    text_page,
    words_of,
)
from itrvault.readers.pdf_unnamed import UnnamedFonts, decipher
from itrvault.sandbox.records import clean_text

Meaning = Literal["", "guessed", "lost"]

_ACCENTS = {
    "´": "\u0301", "`": "\u0300", "¨": "\u0308", "^": "\u0302", "ˆ": "\u0302", "~": "\u0303",
    "˜": "\u0303", "¸": "\u0327", "ˇ": "\u030c", "˘": "\u0306", "˙": "\u0307", "˚": "\u030a",
    "˝": "\u030b", "¯": "\u0304", "ˉ": "\u0304", "˛": "\u0328",
    "\u0301": "\u0301", "\u0300": "\u0300", "\u0308": "\u0308", "\u0302": "\u0302",
    "\u0303": "\u0303", "\u0327": "\u0327", "\u030c": "\u030c",
}  # fmt: skip
_ACCENTS_IN_ASCII = tuple(filter(str.isascii, _ACCENTS))
_SIGNS = "".join(map(re.escape, _ACCENTS))
_ACCENTED = re.compile(rf"[^\W\d_][{_SIGNS}]|[{_SIGNS}][^\W\d_]")
_DOUBTFUL = re.compile(f"[{_SIGNS}\u0590-\u0900]")
_PAIRS = re.compile(rf"(?=([^\W\d_][{_SIGNS}]|[{_SIGNS}][^\W\d_]))")
"""As `_ACCENTED`, but also those that overlap."""

_NOT_LATIN = re.compile("[^\0-\u052f\u1e00-\u22ff\ufb00-\ufb06]")
"""Neither a letter of Europe nor a sign used with them."""

_DOTLESS = {"ı": "i", "ȷ": "j"}


@dataclass(frozen=True, slots=True)
class PageText:
    """Words of a page in reading order and, where they had to be mended, their characters.

    `meaning` is "guessed" when the file does not say what letters it draws and they were read by
    the usual order of a font, "lost" when that failed: the words of those letters can't be known.
    """

    words: list[Word]
    columns: Columns
    chars: list[Char] | None = None
    meaning: Meaning = ""
    by_rule: bool = False  # mended by what other pages showed, so that `chars` are not known


class Accents:
    """What the pages of one document have shown of each letter with an accent beside it.

    Whether the two are one is seen from where they stand, for which the characters of the page are
    needed; they cost twice the words. A typesetter does it the same way on every page, though.
    """

    _SURE = 4  # times it was seen, and never otherwise

    def __init__(self) -> None:
        self._seen: dict[str, list[int]] = {}  # pair -> times apart, times one

    def note(self, pair: str, one: bool) -> None:
        """Two neighbours that could be one character were found to be, or not to be."""
        self._seen.setdefault(pair, [0, 0])[one] += 1

    def are_one(self, pair: str) -> bool | None:
        """Whether two neighbours are one character; None when that has to be looked at."""
        apart, one = self._seen.get(pair, (0, 0))
        if apart and one:
            return None
        return one > 0 if apart + one >= self._SURE else None


def read_page(
    page: pymupdf.Page,
    structured: pymupdf.TextPage,
    fonts: UnnamedFonts | None = None,
    accents: Accents | None = None,
) -> PageText:
    """The words of a page with the kinds of damage above undone.

    `fonts` and `accents` remember what is known of the document, for the next page; without
    `accents` the characters are always looked at.
    """
    meaning: Meaning = ""
    words, columns = read = words_of(structured)
    letters: list[list[Char]] | None = None
    fonts = fonts or UnnamedFonts()
    if naming := fonts.on(page, "".join(columns[4])):
        found = decipher(page, naming)
        if found is not None:
            words, letters, meaning = found.words, found.letters, found.meaning
            columns = columns_of(words)
        else:
            fonts.all_named(page)
    if _is_doubtful("\n".join(columns[4])):
        if letters is None:
            if accents is not None and (by_rule := _mended_by_rule(words, accents)) is not None:
                return PageText(by_rule, columns_of(by_rule), None, meaning, by_rule=True)
            words, letters = _with_letters(page, structured, words)
        if letters is not None:
            words, letters = _mended(words, letters, accents or Accents())
    if is_printed_twice(columns := columns if words is read[0] else columns_of(words)):
        if letters is None:
            words, letters = _with_letters(page, structured, words)
        if letters is not None:
            kept = printed_once(words)
            words, letters = [words[at] for at in kept], [letters[at] for at in kept]
            columns = columns_of(words)
    chars = None if letters is None else list(chain.from_iterable(letters))
    if may_be_apart(columns[4]) and (whole := joined(words)) is not None:
        words, columns = whole, columns_of(whole)
    return PageText(words, columns, chars, meaning)


def _is_doubtful(tokens: str) -> bool:
    """Whether words (one a line) may be damaged, so that their characters have to be looked at.

    Quotes and powers in ASCII ("`list'", "2^n") are common, and hardly ever an accented letter.
    """
    if not tokens.isascii() and RIGHT_TO_LEFT.search(tokens):
        return True
    accents = _ACCENTS_IN_ASCII if tokens.isascii() else _ACCENTS
    if not any(map(tokens.__contains__, accents)):
        return False
    if _NOT_LATIN.search(tokens):  # may be code points that MuPDF made up, see `_with_letters`
        return _ACCENTED.search(tokens.replace("\n", "")) is not None
    return any(map(_may_compose, _PAIRS.findall(tokens)))


@lru_cache(maxsize=4096)
def _may_compose(pair: str) -> bool:
    """Whether two neighbours are a letter and an accent that there is one character for."""
    return bool(_one_character(pair))


def _whole(letter: str, accent: str) -> str:
    """The one character for a letter and an accent, "" when there is none."""
    mark = _ACCENTS.get(accent)
    if mark is None or not letter.isalpha() or letter in _ACCENTS:
        return ""
    whole = unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + mark)
    return whole if len(whole) == 1 else ""


def characters(page: PageText, structured: pymupdf.TextPage) -> list[Char]:
    """The characters of all words that leave ink; raises one of PAGE_FAILURES."""
    return chars_of(structured, structured.rect) if page.chars is None else page.chars


def glyphs_of(page: pymupdf.Page) -> tuple[str, array[float]]:
    """Characters that leave ink, in the order of the unit's text, and their boxes as shown."""
    structured = text_page(page)
    text = read_page(page, structured)
    chars = "".join(word[4] for word in text.words)
    try:
        found = characters(text, structured)
    except PAGE_FAILURES:  # seen with code points MuPDF made up
        found = []
    if "".join(char[0] for char in found) == chars:
        boxes = array("f", chain.from_iterable(_sorted_box(char[1:]) for char in found))
    else:
        boxes = array("f", chain.from_iterable(chain.from_iterable(map(_shared_out, text.words))))
    return clean_text(chars), boxes


def _with_letters(
    page: pymupdf.Page, structured: pymupdf.TextPage, words: list[Word]
) -> tuple[list[Word], list[list[Char]] | None]:
    """The words and the characters of each; None where MuPDF has no characters for its words.

    For some shapes MuPDF makes code points up that no text can hold, and then gives no characters
    of the page; it is asked again to leave those out.
    """
    letters = _letters_of(structured, words)
    if letters is None:
        honest = text_page(page, FLAGS & ~pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE)
        others, _ = words_of(honest)
        letters = _letters_of(honest, others)
        if letters is not None:
            return others, letters
    return words, letters


def _letters_of(structured: pymupdf.TextPage, words: Sequence[Word]) -> list[list[Char]] | None:
    try:
        chars = chars_of(structured, structured.rect)
    except PAGE_FAILURES:
        return None
    if "".join(char[0] for char in chars) != "".join(word[4] for word in words):
        return None
    letters, at = [], 0
    for word in words:
        letters.append(chars[at : at + len(word[4])])
        at += len(word[4])
    return letters


def _mended_by_rule(words: Sequence[Word], accents: Accents) -> list[Word] | None:
    """The words with their accents put on as on other pages; None where a page shows anything new.

    So it does where an accent ends a word, perhaps torn from its letter, and in Arabic.
    """
    mended: list[Word] = []
    for word in words:
        text = word[4]
        if _DOUBTFUL.search(text):
            if text[-1] in _ACCENTS or RIGHT_TO_LEFT.search(text):
                return None
            whole = _accented_by_rule(text, accents)
            if whole is None:
                return None
            word = (*word[:4], whole, *word[5:])
        mended.append(word)
    return mended


def _accented_by_rule(text: str, accents: Accents) -> str | None:
    """As `_with_accents`, from what is known."""
    parts: list[str] = []
    index = 0
    while index < len(text):
        pair = text[index : index + 2]
        whole = _one_character(pair) if len(pair) == 2 else ""
        if whole:
            one = accents.are_one(pair)
            if one is None:
                return None
            if one:
                parts.append(whole)
                index += 2
                continue
        parts.append(text[index])
        index += 1
    return "".join(parts)


def _one_character(pair: str) -> str:
    """What a letter and an accent, in either order, would be together; "" for other pairs."""
    return _whole(pair[0], pair[1]) or _whole(pair[1], pair[0])


def _mended(
    words: Sequence[Word], letters: Sequence[list[Char]], accents: Accents
) -> tuple[list[Word], list[list[Char]]]:
    new_words: list[Word] = []
    new_letters: list[list[Char]] = []
    torn = False  # whether an accent at a word's end made MuPDF see a gap that is none
    for word, own in zip(words, letters, strict=True):
        if not torn and not _DOUBTFUL.search(word[4]):
            new_words.append(word)
            new_letters.append(own)
            continue
        if RIGHT_TO_LEFT.search(word[4]):
            own = _turned_back(own)
        if _ACCENTED.search(word[4]):
            own = _with_accents(own, accents)
        last = word[4][-1]
        box = word[:4]
        if torn and _goes_on(new_words[-1], new_letters[-1][-1], word):
            box = _hull(new_words.pop(), word)
            own = [*new_letters.pop(), *own]
        torn = last in _ACCENTS and own[-1][0] not in _ACCENTS
        new_words.append((*box, "".join(char[0] for char in own), *word[5:]))
        new_letters.append(own)
    return new_words, new_letters


def _goes_on(before: Word, last: Char, word: Word) -> bool:
    """Whether a word begins right where the letter before it ends."""
    return before[5:7] == word[5:7] and abs(word[0] - last[3]) < 0.1 * (last[4] - last[2])


def _hull(first: Word, second: Word) -> tuple[float, float, float, float]:
    return (
        min(first[0], second[0]), min(first[1], second[1]),
        max(first[2], second[2]), max(first[3], second[3]),
    )  # fmt: skip


def _turned_back(letters: list[Char]) -> list[Char]:
    """Puts letters of no width behind the ligature they belong to, at whose right edge they are."""
    turned: list[Char] = []
    waiting: list[Char] = []
    for char in letters:
        if _has_no_width(char) and (not waiting or _same(waiting[0][1], char[1])):
            waiting.append(char)
            continue
        if waiting and _same(waiting[0][1], char[3]) and not _has_no_width(char):
            turned.append(char)
            turned += reversed(waiting)
        else:
            turned += waiting
            if _has_no_width(char):
                waiting = [char]
                continue
            turned.append(char)
        waiting = []
    return turned + waiting


def _has_no_width(char: Char) -> bool:
    return (
        abs(char[3] - char[1]) < 0.01
        and is_right_to_left(char[0])
        and unicodedata.category(char[0]) == "Lo"
    )


def _same(one: float, other: float) -> bool:
    return abs(one - other) < 0.05


def _with_accents(letters: list[Char], accents: Accents) -> list[Char]:
    """One character for a letter and the accent drawn over or under it, whichever comes first."""
    composed: list[Char] = []
    index = 0
    while index < len(letters):
        pair = letters[index : index + 2]
        whole = _composed(*pair) if len(pair) == 2 else None
        if len(pair) == 2 and _may_compose(both := pair[0][0] + pair[1][0]):
            accents.note(both, whole is not None)
        composed.append(whole or letters[index])
        index += 2 if whole else 1
    return composed


def _composed(first: Char, second: Char) -> Char | None:
    for letter, accent in ((first, second), (second, first)):
        whole = _whole(letter[0], accent[0])
        if not whole:
            continue
        width = min(letter[3] - letter[1], accent[3] - accent[1])
        shared = min(letter[3], accent[3]) - max(letter[1], accent[1])
        level = min(letter[4], accent[4]) - max(letter[2], accent[2])
        drawn_apart = unicodedata.combining(accent[0]) == 0 or accent is first
        if drawn_apart and shared >= 0.5 * width and level > 0:
            return whole, *letter[1:]
    return None


def _sorted_box(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])


def _shared_out(word: Word) -> Iterator[tuple[float, float, float, float]]:
    """A word's box cut into equal ones, where MuPDF's characters and words disagree."""
    x0, y0, x1, y1, letters = word[:5]
    step = (x1 - x0) / len(letters)
    backwards = is_right_to_left(letters[0])
    for index in range(len(letters)):
        place = len(letters) - 1 - index if backwards else index
        yield x0 + place * step, y0, x0 + (place + 1) * step, y1
