"""A query as it was understood: the tree, the terms each word stands for, and both in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from itrvault.search.describe import describe
from itrvault.search.expand import expand
from itrvault.search.parse import parse
from itrvault.search.query import Leaf, Node, any_word, leaves
from itrvault.search.snapshot import Snapshot


@dataclass(frozen=True)
class Reading:
    """What a query means against the index as it stands. Marks hits in any text, without the index.

    `read_as` is one line for a person. `words` are the plain words of the query as typed.
    """

    query: str
    node: Node
    forms: Mapping[Leaf, tuple[str, ...]]
    read_as: str
    any_word: bool


def read(query: str, snapshot: Snapshot, *, any_of: bool = False) -> Reading:
    """Parse the query and look its words up. Raises `QueryError`."""
    node = parse(query)
    if any_of:
        node = any_word(node)
    found = {leaf: expand(leaf, snapshot) for leaf in dict.fromkeys(leaves(node))}
    forms = {leaf: expansion.terms for leaf, expansion in found.items()}
    languages = set().union(*(expansion.languages for expansion in found.values()))
    said = describe(node, forms, sorted(languages))
    return Reading(query, node, forms, said, any_of)
