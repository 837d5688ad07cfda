"""Makes one tag of two, and two of one, so that every passage keeps one of them.

Works inside an operation that its caller opened: what it writes is one step of undo.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from itrvault.errors import InvalidValue
from itrvault.model.annotation import Tag
from itrvault.model.journal import ObjectKind
from itrvault.store.fields import TAG_FIELD
from itrvault.store.journal import Journal
from itrvault.store.matching import folded
from itrvault.store.state import EXISTS
from itrvault.store.tag_tree import tidy_name
from itrvault.store.vaultfile import VaultFile

INTO = "into"
"""The field of a tag that is gone which says what it was merged into."""

_LABEL = "Merge tags"


class Reshaping:
    """`tree` is the codebook as it stands; what is written is kept up in it."""

    def __init__(self, file: VaultFile, journal: Journal, tree: Iterable[Tag]) -> None:
        self._file = file
        self._journal = journal
        self._tags = {tag.id: tag for tag in tree}

    def merge(self, key: str, into: str) -> list[str]:
        """Make `into` of both; the ids of the tags that are gone. Raises InvalidValue."""
        if key == into:
            name = self._tags[key].name
            raise InvalidValue(value=name, field="tag to merge into", reason="it is the same one")
        if self._lies_below(into, key):
            self._lift(into, key)
        gone: dict[str, str] = {}
        waiting = [(key, into)]
        while waiting:
            old, new = waiting.pop()
            self._retag(old, new)
            self._put_together(old, new)
            waiting += self._hand_over(old, new)
            gone[old] = new
        for old, new in gone.items():
            # First where it went: what is written after a removal would bring the tag back.
            self._journal.write(ObjectKind.TAG, old, {INTO: new}, label=_LABEL)
            self._journal.write(ObjectKind.TAG, old, {EXISTS: None}, label=_LABEL)
        return list(gone)

    def split(self, old: Tag, new: str, chosen: Sequence[str], *, keep: bool) -> None:
        """Give the chosen passages the new tag, instead of the old one or besides."""
        fields: dict[str, object] = {f"{TAG_FIELD}{new}": True}
        if not keep:
            fields[f"{TAG_FIELD}{old.id}"] = None
        passages = dict.fromkeys(chosen, fields)
        self._journal.write_all(ObjectKind.ANNOTATION, passages, label="Split tag")
        moved = [each for each in old.examples if each in set(chosen)]
        if moved:
            self._journal.write(ObjectKind.TAG, new, {"examples": moved}, label="Split tag")
            if not keep:
                stay = [each for each in old.examples if each not in moved]
                self._journal.write(ObjectKind.TAG, old.id, {"examples": stay}, label="Split tag")

    def _lies_below(self, key: str, above: str) -> bool:
        seen: set[str] = set()
        while key in self._tags and key not in seen:
            seen.add(key)
            key = self._tags[key].parent
            if key == above:
                return True
        return False

    def _lift(self, key: str, above: str) -> None:
        """Put a tag where the one above it stands, which is about to go."""
        place = self._tags[above]
        beside = [t for t in self._children(place.parent) if t.id not in (key, above)]
        tidy_name(self._tags[key].name, beside)
        self._set(key, parent=place.parent, order=place.order)

    def _retag(self, old: str, new: str) -> None:
        rows = self._file.writing.all(
            "SELECT annotation FROM annotation_tags WHERE tag = ? ORDER BY annotation", (old,)
        )
        fields: dict[str, object] = {f"{TAG_FIELD}{new}": True, f"{TAG_FIELD}{old}": None}
        passages = {annotation: fields for (annotation,) in rows}
        self._journal.write_all(ObjectKind.ANNOTATION, passages, label=_LABEL)
        if rows and not self._tags[new].codable:
            self._set(new, codable=True)  # it has passages of its own now

    def _put_together(self, old: str, new: str) -> None:
        gone, stays = self._tags[old], self._tags[new]
        self._set(
            new,
            definition=_both(stays.definition, gone.definition),
            when_to_use=_both(stays.when_to_use, gone.when_to_use),
            when_not=_both(stays.when_not, gone.when_not),
            rights=tuple(dict.fromkeys((*stays.rights, *gone.rights))),
            examples=tuple(dict.fromkeys((*stays.examples, *gone.examples))),
            origin=stays.origin or gone.origin,
        )

    def _hand_over(self, old: str, new: str) -> list[tuple[str, str]]:
        """What lies below moves; those whose name is taken there are to be merged in their turn."""
        pairs: list[tuple[str, str]] = []
        there = {folded(t.name): t.id for t in self._children(new) if t.id != old}
        order = 1 + max((t.order for t in self._children(new)), default=-1)
        for child in self._children(old):
            same = there.get(folded(child.name))
            if child.id == new:
                continue
            if same is not None:
                pairs.append((child.id, same))
            else:
                self._set(child.id, parent=new, order=order)
                there[folded(child.name)] = child.id
                order += 1
        return pairs

    def _children(self, key: str) -> list[Tag]:
        found = [tag for tag in self._tags.values() if tag.parent == key]
        return sorted(found, key=lambda tag: (tag.order, folded(tag.name), tag.id))

    def _set(self, key: str, **values: object) -> None:
        """Write what differs."""
        old = self._tags[key]
        news = {field: value for field, value in values.items() if getattr(old, field) != value}
        if news:
            self._tags[key] = replace(old, **news)  # type: ignore[arg-type]
            fields = {k: list(v) if isinstance(v, tuple) else v for k, v in news.items()}
            self._journal.write(ObjectKind.TAG, key, fields, label=_LABEL)


def _both(first: str, second: str) -> str:
    """Two texts as one, without saying a thing twice."""
    if not second.strip() or second.strip() in first:
        return first
    return f"{first}\n\n{second}" if first.strip() else second
