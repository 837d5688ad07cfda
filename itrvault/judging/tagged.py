"""The tagged passages of a vault, for tables of tags."""

from __future__ import annotations

from collections.abc import Sequence

from itrvault.model.annotation import Tag
from itrvault.rights.tagging import UNIT, Tagged
from itrvault.vault import Vault


def look_at_tagged(vault: Vault) -> tuple[list[Tagged], list[str]]:
    """The passages that have tags, and all tags (ids) in the order of the codebook."""
    with vault.store.snapshot():
        passages = vault.store.passages.all()
        order = in_tree_order(vault.store.tags.all())
    known = set(order)
    found = [
        Tagged(
            one.annotation, one.document, one.unit * UNIT + one.start,
            one.end_unit * UNIT + one.end, tuple(tag for tag in one.tags if tag in known),
            one.author, one.modified,
        )
        for one in passages
        if one.tags
    ]  # fmt: skip
    return [one for one in found if one.tags], order


def in_tree_order(tags: Sequence[Tag]) -> list[str]:
    """The ids of tags, each before those below it."""
    below: dict[str, list[Tag]] = {}
    for tag in tags:
        below.setdefault(tag.parent, []).append(tag)
    order: list[str] = []
    waiting = [*reversed(below.get("", []))]
    while waiting:
        tag = waiting.pop()
        order.append(tag.id)
        waiting += reversed(below.get(tag.id, []))
    return order
