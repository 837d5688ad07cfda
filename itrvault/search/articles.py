"""The articles of a treaty that pages name, as queries; `provisions.py` says how one is named."""

from __future__ import annotations

from collections.abc import Iterator

from itrvault.search.snapshot import Snapshot

PLAIN, LETTERED = 40, 14
"""Articles 1 to 40 are looked for, and 1A to 14F, as amended treaties have them."""


def article_queries(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """(number, query for the pages that name that article) of the numbers that stand anywhere."""
    chinese = "zh" in snapshot.languages  # where it may stand in words
    for number in _numbers():
        if snapshot.holds(number.lower()) or (chinese and number.isdigit()):
            yield number, f"article:{number}"


def _numbers() -> Iterator[str]:
    for number in range(1, PLAIN + 1):
        yield str(number)
        if number <= LETTERED:
            yield from (f"{number}{letter}" for letter in "ABCDEF")
