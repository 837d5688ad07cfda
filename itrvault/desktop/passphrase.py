"""How hard a passphrase is to guess, roughly, in bits. No dictionary: it says less, never more."""

from __future__ import annotations

import math
import re
from itertools import pairwise

WEAK, FAIR, STRONG = 40, 60, 80
"""Bits. Argon2id makes each guess cost about a second, so 60 bits outlast anybody."""

WORD_BITS = 11.0
"""A common word: one of about two thousand."""


def bits(passphrase: str) -> float:
    """The lower of two estimates: as letters drawn from the kinds used, and as common words."""
    if not passphrase:
        return 0.0
    kinds = (
        (r"[a-z]", 26), (r"[A-Z]", 26), (r"[0-9]", 10), (r"[^\x00-\x7f]", 60),
        (r"[\x20-\x2f\x3a-\x40\x5b-\x60\x7b-\x7e]", 32),
    )  # fmt: skip
    pool = sum(size for pattern, size in kinds if re.search(pattern, passphrase))
    # A repeated letter, or a step to its neighbour (abc, 321), adds next to nothing.
    fresh = 1 + sum(abs(ord(two) - ord(one)) > 1 for one, two in pairwise(passphrase))
    as_letters = min(fresh, 2 * len(set(passphrase))) * math.log2(max(pool, 2))
    words = re.findall(r"[^\W\d_]{2,}", passphrase)
    others = len(re.sub(r"[^\W\d_]{2,}|\s", "", passphrase))
    as_words = len({word.casefold() for word in words}) * WORD_BITS + others * math.log2(42)
    # A single unbroken run of letters may be no word at all: count it by length, half.
    longest = max((len(word) for word in words), default=0)
    if len(words) == 1 and longest > 12:
        as_words += (longest - 12) * 2.3
    return min(as_letters, as_words) if words else as_letters


def strength(passphrase: str) -> str:
    """One of "", "weak", "fair", "good", "strong"."""
    value = bits(passphrase)
    if not passphrase:
        return ""
    if value < WEAK:
        return "weak"
    if value < FAIR:
        return "fair"
    return "good" if value < STRONG else "strong"
