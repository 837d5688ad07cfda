"""The word, sentence and paragraph around a place: what two and three clicks select."""

from __future__ import annotations

import re

from itrvault.model.geometry import FlowLayout, Span
from itrvault.text.fold import is_mark, whole_characters
from itrvault.text.language import script_of
from itrvault.text.places import paragraph_at

_ENDS = frozenset(".!?…؟۔。！？｡")
_CLOSERS = frozenset("\"'”’»)]』」）")
_INSIDE = frozenset("'’-‐‑·_")
_EASTERN = frozenset("。！？｡")
# A point after these ends no sentence: "Art. 7", "No. 5", "p. 3", "e.g.", "(Add. 2)".
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[/])(?:[A-Za-zА-Яа-я]|art|arts|no|nos|pp|vol|ch|sec|para|paras|res|rec|add|rev|corr|cf|"
    r"etc|al|ed|eds|e\.g|i\.e|mr|mrs|ms|dr|prof|st|vs|p\.ej|pág|núm|ст|п|пп|г|гг|см|т\.е|т\.д)\.$",
    re.IGNORECASE,
)
_REACH = 4000  # code points; no sentence is longer


def word_at(text: str, offset: int) -> Span:
    """The word that holds the offset; one sign where there are no words (Chinese, punctuation)."""
    if not text:
        return Span(0, 0)
    offset = min(max(offset, 0), len(text) - 1)
    kind = _kind(text, offset)
    if kind != "word":
        return whole_characters(text, Span(offset, offset + 1))
    start, end = offset, offset + 1
    while start > 0 and _kind(text, start - 1) == "word":
        start -= 1
    while end < len(text) and _kind(text, end) == "word":
        end += 1
    return Span(start, end)


def _kind(text: str, at: int) -> str:
    char = text[at]
    if script_of(char) in ("han", "kana", "th", "lo", "km", "my"):
        return "sign"
    if char.isalnum() or is_mark(char) or char in "\u00ad\u0640\u200c\u200d":
        return "word"
    if char in _INSIDE and 0 < at < len(text) - 1:
        return "word" if text[at - 1].isalnum() and text[at + 1].isalnum() else "sign"
    if char == "." and 0 < at < len(text) - 1:  # 3.4, 1.1
        return "word" if text[at - 1].isdigit() and text[at + 1].isdigit() else "sign"
    return "sign"


def sentence_at(text: str, offset: int, layout: FlowLayout | None = None) -> Span:
    """The sentence that holds the offset, without the white space around it.

    A blank line ends it, and so does the end of a paragraph of a flowing document (`layout`); a
    line end on a page does not.
    """
    if not text:
        return Span(0, 0)
    offset = min(max(offset, 0), len(text) - 1)
    low, high = max(0, offset - _REACH), min(len(text), offset + _REACH)
    paragraph = paragraph_at(layout, offset) if layout is not None else None
    if paragraph is not None and paragraph.start <= offset <= paragraph.end:
        low, high = paragraph.start, max(paragraph.end, offset + 1)
    start = offset
    while start > low and not _boundary(text, start):
        start -= 1
    end = offset + 1
    while end < high and not _boundary(text, end):
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _boundary(text: str, at: int) -> bool:
    """Whether one sentence ends just before `at` and another may begin."""
    before = at - 1
    if text[before] == "\n" and (text[before - 1 : before] in ("", "\n")):
        return True
    if text[before] in _EASTERN:
        return text[at] not in _CLOSERS and text[at] not in _EASTERN
    if not text[at].isspace():
        return before > 0 and text[before] in _CLOSERS and text[before - 1] in _EASTERN
    while before > 0 and text[before] in _CLOSERS:
        before -= 1
    if text[before] not in _ENDS:
        return False
    if text[before] != ".":
        return True
    if _ABBREVIATION.search(text[max(0, before - 8) : before + 1]):
        return False
    following = text[at : at + 40].lstrip()
    # "shall apply. the" is a scan's mistake more often than a sentence; "3. The" is a number.
    return not following[:1].islower() and not re.search(
        r"(?:^|\n)\s*\d+(?:\.\d+)*\.$", text[max(0, before - 12) : before + 1]
    )
