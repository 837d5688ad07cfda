"""What signs a text is made of, and how much it looks like words of a language.

Counts only; what follows from the numbers is for `judge.py` to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Set as AbstractSet
from itertools import pairwise

from itrvault.text.language import script_of
from itrvault.text.language_words import SMALL_WORDS
from itrvault.text.letter_pairs import ARABIC_WORDS, COMMON_HAN, COMMON_PAIRS

SAMPLE = 2_400
"""Code points looked at; a longer page is sampled in four places."""

_WORD = re.compile(r"[^\W\d_]+")
_kind_of: dict[str, str] = {}


def _kind(char: str) -> str:
    """A script, or what else a sign is: "bad", "ipa", "accented", "form", "other" letter, ""."""
    code = ord(char)
    if 0xFB1D <= code <= 0xFDFF or 0xFE70 <= code <= 0xFEFC:
        return "form"
    if 0x180 <= code <= 0x2AF and code not in _REAL_EXTENDED:
        return "ipa"
    category = unicodedata.category(char)
    if category in ("Co", "Cn", "Cs") or char == "\ufffd":
        return "bad"
    if category == "Cc":
        return "" if char in "\t\n\r\f\v" else "bad"
    if category[0] != "L":
        return ""
    script = script_of(char)
    if script == "latin":
        return "accented" if code > 0x7F else "latin"
    return script or "other"


_REAL_EXTENDED = frozenset(
    (*range(0x1A0, 0x1A2), *range(0x1AF, 0x1B1), *range(0x1CD, 0x1DD), *range(0x218, 0x21C),
     0x18F, 0x259, 0x1E6, 0x1E7)
)  # fmt: skip
"""Letters beyond U+0180 that Vietnamese, Romanian, Pinyin and Azeri write."""


def kinds_of(counts: Counter[str]) -> Counter[str]:
    """How many signs of each kind (see `_kind`) there are; under "signs" all of them."""
    kinds: Counter[str] = Counter()
    for char, number in counts.items():
        kind = _kind_of.get(char)
        if kind is None:
            kind = _kind_of[char] = _kind(char)
        kinds[kind] += number
    kinds["signs"] = sum(kinds.values())
    return kinds


def script_kind(char: str) -> str:
    """The script a letter belongs to, with all the forms it may have."""
    kind = _kind_of.get(char) or _kind(char)
    return "latin" if kind in ("accented", "ipa") else "arabic" if kind == "form" else kind


def sample_of(text: str) -> str:
    """The text, or pieces of it where it is long."""
    if len(text) <= SAMPLE:
        return text
    part = SAMPLE // 4
    step = (len(text) - part) // 3
    return " ".join(text[at : at + part] for at in (0, step, 2 * step, len(text) - part))


_SCRIPT_WORD = {
    "latin": re.compile("[a-zà-öø-ÿ]{2,}"), "cyrillic": re.compile("[а-ӿ]{2,}"),
    "arabic": re.compile("[\u0621-\u064a\u0671-\u06d3]{2,}"),
}  # fmt: skip
_ENOUGH_PAIRS = 100


def common_share(text: str, script: str) -> float:
    """Of the letter pairs inside words (or the Chinese signs), the share that is common; 1.0 when
    there are too few to tell.
    """
    if script == "han":
        signs = [char for char in text if script_of(char) == "han"]
        if len(signs) < 40:
            return 1.0
        return sum(map(COMMON_HAN.__contains__, signs)) / len(signs)
    lowered = text.lower()
    if not lowered.isascii():
        normal = unicodedata.normalize("NFKC" if script == "arabic" else "NFD", lowered)
        lowered = normal if script == "arabic" else _MARK.sub("", normal)
        if script == "cyrillic":
            lowered = unicodedata.normalize("NFC", lowered)
    # Each word once: in a table one unit of measurement stands in every line.
    pairs = [
        first + second
        for word in set(_SCRIPT_WORD[script].findall(lowered))
        for first, second in pairwise(word)
    ]
    if len(pairs) < _ENOUGH_PAIRS:
        return 1.0
    return sum(map(COMMON_PAIRS[script].__contains__, pairs)) / len(pairs)


_MARK = re.compile("[\u0300-\u036f]")


_SMALL_WORDS = {"latin": 0.3, "cyrillic": 0.15, "arabic": 0.3}
"""The share of small words that prose has at least; Russian, with its endings, needs fewer."""


def legibility(text: str, languages: AbstractSet[str] = frozenset()) -> float:
    """How much a text looks like words of a language, 0 to 1; 0 when there is next to none.

    For comparing readings of one page with each other: it counts the small words of all known
    languages (or only of some) and the letter pairs of the script, never whether they are the
    right ones.
    """
    sample = sample_of(unicodedata.normalize("NFKC", text))
    counts = kinds_of(Counter(sample))
    signs = counts["signs"] - sum(map(str.isspace, sample))
    letters: dict[str, int] = {
        "latin": counts["latin"] + counts["accented"], "cyrillic": counts["cyrillic"],
        "arabic": counts["arabic"] + counts["form"], "han": counts["han"],
    }  # fmt: skip
    script = max(letters, key=lambda name: letters[name])
    if letters[script] < 8 or not signs:
        return 0.0
    if script == "han":
        han = [char for char in sample if script_of(char) == "han"]
        common = sum(map(COMMON_HAN.__contains__, han)) / len(han)
        return min(1.0, 2 * common) * min(1.0, 1.25 * len(han) / signs)
    words = [word for word in _WORD.findall(sample.lower()) if len(word) > 1]
    if not words:
        return 0.0
    if script == "arabic":
        known = sum(word in ARABIC_WORDS or word.startswith("ال") for word in words)
    else:
        entries = SMALL_WORDS[script]
        known = sum(
            not languages or not languages.isdisjoint(entries[word][0])
            for word in words
            if word in entries
        )
    small = known / len(words)
    flat = _MARK.sub("", unicodedata.normalize("NFD", " ".join(words)))
    pairs = [
        a + b for word in unicodedata.normalize("NFC", flat).split() for a, b in pairwise(word)
    ]
    common = sum(map(COMMON_PAIRS[script].__contains__, pairs)) / max(1, len(pairs))
    clean = sum(map(len, words)) / signs
    found: float = 0.5 * min(1.0, small / _SMALL_WORDS[script]) + 0.5 * common
    return float(found * min(1.0, clean / 0.8))
