"""A result by its documents or by their families, in the order of the best place of each."""

from __future__ import annotations

from dataclasses import dataclass, field

import click

from itrvault.cli.common import plural, printable
from itrvault.model.document import Document, known_as
from itrvault.model.search import SearchResult
from itrvault.treaty.families import families
from itrvault.vault import Vault

BY = ("document", "family")


@dataclass
class Group:
    """A document, or the documents of a family, with how many places of the result each has."""

    name: str
    documents: dict[str, int] = field(default_factory=dict)

    @property
    def places(self) -> int:
        """In all its documents."""
        return sum(self.documents.values())


def groups_of(vault: Vault, result: SearchResult, by: str) -> list[Group]:
    """Every place of the result in a group, not only those that are shown."""
    documents = {document.id: document for document in vault.store.documents.all()}
    names = _names(documents, by)
    found: dict[str, Group] = {}
    for key, _ in result.order:
        key_of_group, name = names.get(key, (key, key))
        group = found.setdefault(key_of_group, Group(name))
        group.documents[key] = group.documents.get(key, 0) + 1
    return list(found.values())


def _names(documents: dict[str, Document], by: str) -> dict[str, tuple[str, str]]:
    """For each document what its group is known by, and called."""
    if by == "family":
        return {
            member.document.id: (
                family.default.document.id,
                family.key if len(family.members) > 1 else known_as(member.document),
            )
            for family in families(list(documents.values()))
            for member in family.members
        }
    return {key: (key, known_as(document)) for key, document in documents.items()}


def groups_json(groups: list[Group]) -> list[dict[str, object]]:
    """Groups as plain values."""
    return [
        {
            "name": group.name,
            "places": group.places,
            "documents": [
                {"document": key, "places": places} for key, places in group.documents.items()
            ],
        }
        for group in groups
    ]


def show_groups(groups: list[Group]) -> None:
    """Print a line for each."""
    for group in groups:
        count = len(group.documents)
        inside = f" in {plural(count, 'document')}" if count > 1 else ""
        click.echo(f"{group.places:6}  {printable(group.name)}{inside}")
