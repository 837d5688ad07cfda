"""Traditional and simplified Chinese characters, which make no difference to a search.

The pages are indexed as they are written; what is looked for is looked for in both ways.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

from itrvault.paths import resources

_MOST = 64
"""Ways to write a stretch of characters that are tried."""


def other_characters(term: str) -> Iterator[str]:
    """The other ways to write one or two characters, simplified and traditional ones mixed."""
    table = _table()
    choices = [(char, *table.get(char, "")) for char in term]
    for count, chosen in enumerate(product(*choices)):
        if count >= _MOST:
            return
        if (written := "".join(chosen)) != term:
            yield written


@cache
def _table() -> dict[str, str]:
    """Of a character those that mean the same in the other way of writing."""
    found: dict[str, str] = {}
    path = resources() / "facts" / "han_variants.txt"
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            simplified, traditional = line[0], line[1:]
            found[simplified] = found.get(simplified, "") + traditional
            for char in traditional:
                found[char] = found.get(char, "") + simplified
    return found
