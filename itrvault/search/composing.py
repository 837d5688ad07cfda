"""Puts queries together out of parts, as text: what a person ticks becomes words he could type."""

from __future__ import annotations

from collections.abc import Sequence


def field_query(field: str, value: str) -> str:
    """`field:value`, quoted when the value is more than one plain word."""
    plain = value.replace("-", "").replace(".", "").replace("_", "").isalnum()
    bare = " ".join(value.replace('"', " ").split())
    return f"{field}:{value}" if plain else f'{field}:"{bare}"'


def joined(queries: Sequence[str]) -> str:
    """Several values of one field: any of them."""
    if len(queries) < 2:
        return "".join(queries)
    return "(" + " OR ".join(queries) + ")"


def left_out(query: str) -> str:
    """Everything that does not meet the query."""
    return f"-{query}"


def compose(words: str, filters: Sequence[str]) -> tuple[str, int]:
    """The whole query, and how far the typed words were pushed to the right in it.

    Alternatives are put in parentheses first, so that a filter holds for all of them.
    """
    typed = words.strip()
    asked = [query for query in filters if query]
    if not asked:
        return words, 0
    if not typed:
        return " ".join(asked), 0
    if " OR " in typed:
        return f"({typed}) " + " ".join(asked), 1 - (len(words) - len(words.lstrip()))
    return f"{typed} " + " ".join(asked), -(len(words) - len(words.lstrip()))
