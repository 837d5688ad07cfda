"""Cuts texts at blanks and signs, quickly, and gives each different chunk a number.

Whoever makes something of every word of many texts (an index, a signature) looks at each different
chunk once and at the numbers from then on. A chunk is whatever stands between blanks and signs that
are no part of a word: mostly a word, in small letters as far as ASCII goes, but "co-operation",
"3.4" or "memory¹" too. What words it is made of is for its users to say; they may count on this:
no word of theirs lies in two chunks, and cutting the chunks one after another gives the words of
the text, for `search/tokens.py` and for `words.py` alike (properties in tests hold them to it).
"""

from __future__ import annotations

import re
from array import array
from collections import defaultdict
from collections.abc import Iterable
from itertools import count, islice

_PARTING = re.compile(
    rb"\xc2[\x80-\xa9\xab\xac\xae-\xb1\xb4\xb6-\xb8\xbb\xbf]"  # U+0080 to U+00BF
    rb"|\xe2(?:\x80[\x80-\x8a\x92-\xa9\xaf-\xbf]|\x81[\x80-\x9f]"  # to U+205F
    rb"|[\x87-\x90\x94-\x9c\x9f-\xaf].)"  # arrows, mathematics, boxes
    rb"|\xee..|\xef[\x80-\xa3]."  # private use: mostly bullets
)
"""Signs that are in no word, in UTF-8. Not all of them: those that stand beside words often."""

_BREAK = re.compile(rb"-[ \t\r]*\n[ \t]*")
_OTHER_BREAK = re.compile(rb"(\xe2\x80[\x90\x91])[ \t\r]*\n[ \t]*")
_SOFT_BREAK = re.compile(rb"\xc2\xad[ \t\r]*\n")
_TABLE = bytes(
    code if code > 127 or code in b"-." else ord(chr(code).lower()) if chr(code).isalnum() else 32
    for code in range(256)
)
"""Small ASCII letters, figures, hyphens and full stops; all other ASCII is a blank."""

_EASTERN_BYTES = bytes((0xE0, 0xE1, *range(0xE3, 0xEE), 0xEF, *range(0xF0, 0xF5)))
_OTHER_BYTES = bytes(sorted(set(range(256)) - set(_EASTERN_BYTES)))
_EASTERN = re.compile(
    rb"[\xe0\xe3-\xed\xf1-\xf4]|\xe1[\x80-\xb3]|\xef[\xa4-\xab\xbd\xbe]|\xf0[\xa0-\xb3]"
)
"""Letters of scripts that are written without spaces, and some neighbours."""


def cut(text: str) -> list[bytes] | None:
    """The chunks of a text in UTF-8, None when it cannot be cut at blanks.

    That is so with scripts without spaces (a word may run over the end of a line), and with words
    broken at soft hyphens. Quick: 0.03 ms for a page.
    """
    data = text.encode("utf-8", "replace")
    if b"-" in data:
        data = _BREAK.sub(b"-", data)
    if not data.isascii():
        if data.translate(None, _OTHER_BYTES) and _EASTERN.search(data):
            return None
        if b"\xc2\xad" in data and _SOFT_BREAK.search(data):
            return None
        if b"\xe2\x80\x90" in data or b"\xe2\x80\x91" in data:
            data = _OTHER_BREAK.sub(rb"\1", data)
        data = _PARTING.sub(b" ", data)
    data = data.translate(_TABLE) + b" "
    return data.replace(b". ", b"  ").replace(b"..", b"  ").replace(b"--", b"  ").split()


class Chunks:
    """Numbers chunks in the order in which they are met. Not thread safe."""

    def __init__(self) -> None:
        self._numbers: defaultdict[bytes, int] = defaultdict(count().__next__)
        self._spellings: list[str] = []

    def __len__(self) -> int:
        return len(self._numbers)

    def numbers(self, text: str) -> array[int] | None:
        """The numbers of a text's chunks; None when it cannot be cut, see `cut`."""
        found = cut(text)
        return None if found is None else array("i", map(self._numbers.__getitem__, found))

    def numbers_of(self, pieces: Iterable[str]) -> array[int]:
        """The numbers of pieces that were cut out of a text in another way."""
        encoded = (piece.encode("utf-8", "replace").lower() for piece in pieces)
        return array("i", map(self._numbers.__getitem__, encoded))

    @property
    def spellings(self) -> list[str]:
        """All chunks, each at the place of its number."""
        known = len(self._spellings)
        if known < len(self._numbers):
            some = list(islice(self._numbers, known, None))
            # A chunk that was cut out in another way may hold any blank, but no sign of ASCII.
            self._spellings += b"\0".join(some).decode().split("\0")
        return self._spellings
