"""Which of two texts of a page should be used: the one in use now, or what OCR read."""

from __future__ import annotations

import re

from itrvault.model.document import Doubt, Unit
from itrvault.text.legible import legibility

_LEAST_LEGIBLE, _LEGIBLE = 0.3, 0.5
"""What is read must look so much like words; more when it is itself in doubt."""

_FEW = 20
_SHORT_WORD = re.compile(r"[(\"'«]?(?:[^\W\d_]{2,}|\d+|[^\W\d_]{1,3}\d+)[.,:;!?)\"'»]?")
"""A word or a number as it stands on a cover, a stamp or a sign."""


def is_better(read: Unit, now: Unit) -> bool:
    """Whether what was read by OCR should be used rather than the text in use.

    Never in place of a text that nobody doubts; else when it is much more like words, in place of
    a text that lies also when it is sound itself, on a picture also when it says much more. A word
    or a number may be all there is on a picture.
    """
    if now.doubt is Doubt.NONE or not read.text.strip():
        return False
    if now.doubt is Doubt.IMAGE and not now.text.strip() and _is_short(read.text):
        return True
    merit = legibility(read.text)
    if merit < (_LEAST_LEGIBLE if read.doubt is Doubt.NONE else _LEGIBLE):
        return False
    if merit > 0.2 + legibility(now.text):
        return True
    if now.doubt in (Doubt.IMAGE, Doubt.UNREAD):
        return len(now.text.strip()) < 12 or len(read.text) > 1.5 * len(now.text)
    return read.doubt is Doubt.NONE


def _is_short(text: str) -> bool:
    """Whether a text is a few words, with nothing among them that is none."""
    words = text.split()
    letters = sum(map(len, words))
    return 3 <= letters <= _FEW and all(_SHORT_WORD.fullmatch(word) for word in words)
