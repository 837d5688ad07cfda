"""Documents of nearly the same text, and what they are to each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

NEARLY = 0.8
"""Similarity from which one says "nearly"; below, a version is much rewritten."""


class Relation(StrEnum):
    """What another document is to this one."""

    VERSION = "version"  # nearly the same text: a Word file and its PDF, a revision, another scan
    PART = "part"  # this one lies in the other: an excerpt, an addendum in a compilation
    WHOLE = "whole"  # the other lies in this one


@dataclass(frozen=True, slots=True)
class Version:
    """Another document, and how alike it is, 0 to 1.

    Of a VERSION the similarity is the share of runs of three words that both have; of a PART or a
    WHOLE it is how much of the smaller text is in the larger. It is an estimate: the word diff of
    `text/word_diff.py` counts.
    """

    document: str
    similarity: float
    relation: Relation

    @property
    def percent(self) -> int:
        """In hundredths, rounded down: 100 is said of nothing less."""
        return int(self.similarity * 100 + 1e-9)

    def sentence(self, name: str) -> str:
        """In words; `name` is what people call the other document."""
        if self.relation is Relation.VERSION:
            how = "Nearly the same as" if self.similarity >= NEARLY else "Largely the same as"
            return f"{how} {name} ({self.percent} %)."
        if self.relation is Relation.PART:
            return f"Part of {name} ({self.percent} % of this text is in it)."
        return f"Holds {name} ({self.percent} % of that text is in this one)."


@dataclass(frozen=True, slots=True)
class Link:
    """Two documents by their ids: `one` is to `other` what `relation` says (VERSION or PART)."""

    one: str
    other: str
    similarity: float
    relation: Relation

    @property
    def percent(self) -> int:
        """In hundredths, rounded down."""
        return Version(self.other, self.similarity, self.relation).percent


def groups(links: Iterable[Link]) -> list[list[str]]:
    """Documents that are versions of each other, directly or through others; largest first."""
    root: dict[str, str] = {}

    def top(key: str) -> str:
        while root.setdefault(key, key) != key:
            root[key] = root[root[key]]
            key = root[key]
        return key

    for link in links:
        if link.relation is Relation.VERSION:
            root[top(link.other)] = top(link.one)
    found: dict[str, list[str]] = {}
    for key in root:
        found.setdefault(top(key), []).append(key)
    return sorted(found.values(), key=lambda group: (-len(group), group))
