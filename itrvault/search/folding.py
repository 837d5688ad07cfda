"""Folds words so that spellings of one word compare equal.

Case, accents, ligatures, width, Arabic letter variants and Russian ё make no difference to a
search. Letters that are letters of their own stay apart (Russian й is not и, and a Hindi vowel sign
stays).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_DROPPED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+"  # invisible
)
"""Marks that do not make another word, and characters nobody sees."""

_LETTERS = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ة": "ه",
        "ہ": "ه", "ە": "ه", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae",
        "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t", "ŋ": "n",
    }
)  # fmt: skip

_OTHER_THAN_WORD = re.compile(r"[^\w.]|_")
_SHORT_I = "й"
_HELD_BACK = "\ue0f0"  # private use: stands for й while accents are taken off


_UNSETTLED = "\uffff"
"""No character: stands for one that may fold in another way beside another."""


class _Table(dict[int, str]):
    """For `str.translate`: what a function of words makes of one character; fills itself."""

    def __init__(self, function: Callable[[str], str]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, code: int) -> str:
        char = chr(code)
        first = unicodedata.normalize("NFKD", char)[0]
        # Marks go with the letter before them, and Korean letters with each other.
        settled = unicodedata.category(first)[0] != "M" and not "\u1100" <= first <= "\u11ff"
        self[code] = value = self._function(char) if settled else _UNSETTLED
        return value


def fold_word(raw: str) -> str:
    """The form under which a word is indexed, "" when nothing of it can be searched.

    `raw` is one word as it stands in a text. A full stop inside a number is kept ("3.4").
    """
    if raw.isascii():
        return raw.lower()
    text = raw.translate(_FOLDED)
    return _fold(raw) if _UNSETTLED in text else text


def _fold(raw: str) -> str:
    text = unicodedata.normalize("NFKC", raw).casefold().replace(_SHORT_I, _HELD_BACK)
    text = unicodedata.normalize("NFD", text)
    text = _DROPPED.sub("", text).translate(_LETTERS)
    text = unicodedata.normalize("NFC", text).replace(_HELD_BACK, _SHORT_I)
    if not text.isascii():
        text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return _OTHER_THAN_WORD.sub("", text)


def spoken_form(raw: str) -> str:
    """The word in lower case with its accents, as a stemmer wants to see it."""
    if raw.isascii():
        return raw.lower()
    text = raw.translate(_SPOKEN)
    return _speak(raw) if _UNSETTLED in text else text


def _speak(raw: str) -> str:
    text = unicodedata.normalize("NFKC", raw).casefold()
    text = unicodedata.normalize("NFC", text)
    return _UNSPOKEN.sub("", text)


_UNSPOKEN = re.compile("[\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f]+")
_FOLDED, _SPOKEN = _Table(_fold), _Table(_speak)


def fold_character(char: str) -> str:
    """One character of a script written without spaces; stays one character."""
    folded = unicodedata.normalize("NFKC", char).casefold()
    return folded if len(folded) == 1 else char


class _Characters(dict[int, str]):
    def __missing__(self, code: int) -> str:
        value = self[code] = fold_character(chr(code))
        return value


_CHARACTERS = _Characters()


def fold_characters(text: str) -> str:
    """Each character of a script written without spaces; as many as before."""
    return text.translate(_CHARACTERS)
