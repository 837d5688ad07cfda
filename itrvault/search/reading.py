"""A query as it was understood: the tree, the terms each word stands for, and both in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from itrvault.search.describe import describe
from itrvault.search.expand import expand
from itrvault.search.parse import parse
from itrvault.search.query import (
    Leaf,
    Node,
    Positional,
    any_word,
    crossing_parts,
    disjunction,
    leaves,
    positives,
)  # fmt: skip
from itrvault.search.snapshot import Snapshot
from itrvault.search.subject import subject_words
from itrvault.search.verbatim import spelt_parts


@dataclass(frozen=True)
class Reading:
    """What a query means against the index as it stands. Marks hits in any text, without the index.

    `read_as` is one line for a person. `forms` are the terms each word stands for, `languages`
    those whose inflected forms are among them. `subjects` are its words and phrases without those
    that say nothing ("of"), unless there are no others.
    """

    query: str
    node: Node
    forms: Mapping[Leaf, tuple[str, ...]]
    read_as: str
    any_word: bool
    languages: Mapping[Leaf, Collection[str]] = field(default_factory=dict)
    subjects: tuple[Positional, ...] = ()

    @property
    def of_subjects(self) -> Reading:
        """The same for marking only what the query is about, on units that match it."""
        if not self.subjects:
            return self
        return replace(self, node=disjunction([*self.subjects]))

    @property
    def crossing(self) -> tuple[Positional, ...]:
        """Its parts that may run from one page to the next."""
        return tuple(crossing_parts(self.node, self.forms))

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
    subjects = tuple(subject_words(positives(node), snapshot.languages))
    return Reading(query, node, forms, said, any_of, languages, subjects)
