"""How names of things are compared: by what a person sees as the same."""

from __future__ import annotations

import re
import unicodedata


def folded(text: str) -> str:
    """Without case, accents, or more than single spaces."""
    plain = "".join(
        c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
    ).casefold()
    return " ".join(plain.split())


def letters(text: str) -> str:
    """Only its letters and digits, folded: how symbols are compared."""
    return "".join(c for c in folded(text) if c.isalnum())


def contains_number_safe(whole: str, part: str) -> bool:
    """Whether `part` is in `whole` without cutting a number in two ("td6" is not in "td64")."""
    before = r"(?<!\d)" if part[:1].isdigit() else ""
    after = r"(?!\d)" if part[-1:].isdigit() else ""
    return re.search(before + re.escape(part) + after, whole) is not None
