"""Folding text for comparison: case, accents and typographic variants out of the way.

`fold` keeps the length, so an offset means the same before and after. `fold_with_map` goes further
(white space runs, ligatures, invisible signs) and gives the way back.
"""

from __future__ import annotations

import re
import unicodedata

from itrvault.model.geometry import Span

# Marks that a reader may leave out: accents, Hebrew points, Arabic vowels and Koranic signs.
_MARK_RANGES = (
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2),
    (0x05C4, 0x05C5), (0x05C7, 0x05C7), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670),
    (0x06D6, 0x06DC), (0x06DF, 0x06E4), (0x06E7, 0x06E8), (0x06EA, 0x06ED), (0x08D3, 0x08E1),
    (0x08E3, 0x08FF), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20F0), (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
)  # fmt: skip
_MARKS = frozenset(chr(code) for first, last in _MARK_RANGES for code in range(first, last + 1))
# Signs without a shape of their own: soft hyphen, joiners, direction marks, tatweel, and so on.
_INVISIBLE = frozenset(
    "\u00ad\u034f\u061c\u0640\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff\ufff9\ufffa\ufffb"
)
_SAME = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "ʼ": "'", "`": "'", "´": "'", "‹": "'",
    "›": "'", "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"', "「": '"',
    "」": '"', "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-", "⁃": "-",
    "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ı": "i", "ħ": "h", "Ħ": "h",
    "ŧ": "t", "Ŧ": "t", "ð": "d", "Ð": "d", "þ": "t", "Þ": "t", "ς": "σ", "ى": "ي", "ی": "ي",
    "ک": "ك", "ة": "ه", "ٱ": "ا", "ہ": "ه", "ھ": "ه",
}  # fmt: skip
# Letters of their own that Unicode takes apart into another letter and a mark.
_WHOLE = frozenset("йЙўЎ")
_SPACE = re.compile(r"\s+")
# Everything whose fold is not exactly one code point lies in these (a test proves it).
_SPECIAL = re.compile(
    r"\s+|["
    r"\u00a8\u00ad\u00af\u00b4\u00b8\u00bc-\u00be\u00df\u00e6\u00c6\u0130-\u0133\u0149\u013f\u0140"
    r"\u0152\u0153\u01c4-\u01cc\u01e2\u01e3\u01f0-\u01f3\u01fc\u01fd\u02d8-\u02dd\u0300-\u037a"
    r"\u0384\u0385\u0390\u03b0\u0483-\u0489\u0587\u0591-\u05c7\u0610-\u061c\u0640\u064b-\u0678"
    r"\u06d6-\u06ed\u08d3-\u08ff\u0958-\u095f\u09dc-\u09df\u0a33-\u0a5e\u0b5c\u0b5d\u0e33\u0eb3"
    r"\u0edc\u0edd\u0f43-\u0fb9\u180e\u1ab0-\u1aff\u1dc0-\u1dff\u1e96-\u1e9e\u1f50-\u1fff"
    r"\u200b-\u206f\u20a8\u20d0-\u20f0\u2100-\u218f\u222c-\u2230\u2469-\u24ff\u2a0c\u2a74-\u2a76"
    r"\u3000-\u33ff\ufb00-\ufdff\ufe00-\ufe0f\ufe10-\ufeff\ufff9-\ufffb"
    r"\U0001d15e-\U0001d1c0\U0001f100-\U0001f2ff]"
)


def _fold_freely(char: str) -> str:
    """What one code point folds to when the length may change: nothing, one sign or several."""
    if char in _INVISIBLE or char in _MARKS:
        return ""
    if char.isspace():
        return " "
    if char in _SAME:
        return _SAME[char]
    if char in _WHOLE:
        return char.lower()
    if char in "æÆ":
        return "ae"
    if char in "œŒ":
        return "oe"
    flat = "".join(
        part
        for whole in unicodedata.normalize("NFKC", char)
        for part in ([whole] if whole in _WHOLE else unicodedata.normalize("NFD", whole))
        if part not in _MARKS and part not in _INVISIBLE
    )
    # Hangul comes apart into letters; put it together again.
    flat = unicodedata.normalize("NFC", flat.casefold())
    flat = "".join(_SAME.get(part, part) for part in flat)
    return _SPACE.sub(" ", flat).strip() or (" " if flat.isspace() else char)


class _Table(dict[int, str]):
    """For `str.translate`: fills itself with what folds to exactly one code point."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = char if char in _MARKS or char in _INVISIBLE else _fold_freely(char)
        self[code] = folded if len(folded) == 1 else char
        return self[code]


_TABLE = _Table()
_free_cache: dict[str, str] = {}


def fold(text: str) -> str:
    """Case, accents, curly quotes and dashes folded, code point by code point.

    `len(fold(text)) == len(text)`: what would become several signs, or none, stays as it is.
    """
    return text.lower() if text.isascii() and "`" not in text else text.translate(_TABLE)


def fold_with_map(text: str) -> tuple[str, list[int]]:
    """Fold freely, and say where each folded code point comes from.

    Ligatures come apart, runs of white space become one space, soft hyphens, direction marks and
    combining marks go. The list has one more entry than the folded text: `len(text)`.
    """
    parts: list[str] = []
    back: list[int] = []
    done = 0
    for match in _SPECIAL.finditer(text):
        at, sign = match.start(), match.group()
        if at > done:
            parts.append(text[done:at].translate(_TABLE))
            back.extend(range(done, at))
        done = match.end()
        if sign[0].isspace():
            # White space on both sides of a dropped sign is still one run.
            if not (parts and parts[-1] == " "):
                parts.append(" ")
                back.append(at)
            continue
        free = _free_cache.get(sign)
        if free is None:
            free = _free_cache[sign] = _fold_freely(sign)
        if free:
            parts.append(free)
            back.extend([at] * len(free))
    if done < len(text):
        parts.append(text[done:].translate(_TABLE))
        back.extend(range(done, len(text)))
    back.append(len(text))
    return "".join(parts), back


def fold_loosely(text: str) -> str:
    """What `fold_with_map` folds to, without the way back."""
    return text.translate(_TABLE) if _SPECIAL.search(text) is None else fold_with_map(text)[0]


def unfold(text: str, back: list[int], start: int, end: int) -> Span:
    """The span of `text` that the folded span [start, end) came from, marks at its end included."""
    first = back[start]
    if end <= start:
        return Span(first, first)
    last = back[end - 1] + 1
    while last < back[end] and (text[last] in _MARKS or text[last] in _INVISIBLE):
        last += 1
    return Span(first, max(first, last))


def is_mark(char: str) -> bool:
    """Whether the code point belongs to the one before it (an accent, a vowel sign)."""
    return char in _MARKS or unicodedata.category(char) in ("Mn", "Me", "Mc")


def whole_characters(text: str, span: Span) -> Span:
    """The span widened so that it does not cut through a letter and its marks."""
    start, end = span.start, span.end
    while 0 < start < len(text) and is_mark(text[start]):
        start -= 1
    while end > start and end < len(text) and is_mark(text[end]):
        end += 1
    return Span(start, end)
