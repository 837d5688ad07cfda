"""The tagged passages of a vault, for tables of tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from itrvault.model.annotation import Tag
from itrvault.rights.coding import same_words
from itrvault.rights.joint import is_joint
from itrvault.rights.tagging import UNIT, Break, Tagged
from itrvault.store.passages import Passage
from itrvault.vault import Vault


def look_at_tagged(vault: Vault) -> tuple[list[Tagged], list[str]]:
    """The passages that have tags, and all tags (ids) in the order of the codebook.

    Where assessors marked a passage together, that stands for what each of them marked there.
    """
    with vault.store.snapshot():
        passages = vault.store.passages.all()
        order = in_tree_order(vault.store.tags.all())
    found = as_tagged(passages, set(order))
    if any(is_joint(one.author) for one in found):
        found = [one for group in same_words(found) for one in _standing(group)]
    return [one for one in found if one.tags], order


def page_breaks(vault: Vault, tagged: Iterable[Tagged]) -> dict[str, list[Break]]:
    """The page breaks of documents with passages on pages one after another, by document (id).

    Empty while the index cannot be used, which knows where the text of a page begins and ends.
    """
    units: dict[str, set[int]] = {}
    for one in tagged:
        units.setdefault(one.document, set()).update((one.start // UNIT, one.end // UNIT))
    several = [document for document, numbers in units.items() if len(numbers) > 1]
    if not several or vault.index.needs_rebuild:
        return {}
    from itrvault.search.joining import breaks_in  # NumPy is not needed for the other tables

    rows = {vault.store.documents.get(document).row: document for document in several}
    found = vault.index.ask(lambda snapshot: breaks_in(list(rows), snapshot))
    return {
        rows[row]: [
            (first * UNIT + end, second * UNIT + begin)
            for first, end, second, begin in places
            if first in units[rows[row]] and second in units[rows[row]]
        ]
        for row, places in found.items()
    }


def as_tagged(passages: Iterable[Passage], known: set[str]) -> list[Tagged]:
    """Passages as `rights` counts them, with those tags that the codebook has."""
    return [
        Tagged(
            annotation, document, unit * UNIT + start, end_unit * UNIT + end,
            tuple(tag for tag in tags if tag in known), author, modified,
        )
        for annotation, document, unit, start, end_unit, end, author, modified, tags in passages
    ]  # fmt: skip


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


def _standing(group: Sequence[Tagged]) -> Sequence[Tagged]:
    joint = [one for one in group if is_joint(one.author)]
    return joint or group
