"""A query as it was understood: the tree, the terms each word stands for, and both in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from itrvault.search.describe import describe
from itrvault.search.expand import expand
from itrvault.search.parse import parse
from itrvault.search.query import Leaf, Node, any_word, leaves
from itrvault.search.snapshot import Snapshot
from itrvault.search.verbatim import spelt_parts


@dataclass(frozen=True)
class Reading:
    """What a query means against the index as it stands. Marks hits in any text, without the index.

    `read_as` is one line for a person. `forms` are the terms each word stands for, `languages`
    those whose inflected forms are among them.
    """

    query: str
    node: Node
    forms: Mapping[Leaf, tuple[str, ...]]
    read_as: str
    any_word: bool
    languages: Mapping[Leaf, Collection[str]] = field(default_factory=dict)

    @property
    def is_spelt(self) -> bool:
        """Whether some of its words must be as they are written (`exact:`)."""
        return bool(spelt_parts(self.node))


def read(query: str, snapshot: Snapshot, *, any_of: bool = False) -> Reading:
    """Parse the query and look its words up. Raises `QueryError`."""
    node = parse(query)
    if any_of:
        node = any_word(node)
    found = {leaf: expand(leaf, snapshot) for leaf in dict.fromkeys(leaves(node))}
    forms = {leaf: expansion.terms for leaf, expansion in found.items()}
    languages = {leaf: expansion.languages for leaf, expansion in found.items()}
    said = describe(node, forms, languages)
    return Reading(query, node, forms, said, any_of, languages)
