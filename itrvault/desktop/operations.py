"""What the window writes, as the methods of a `Writer`; they run on the writing thread.

Each is one step of undo, signed with the name the user gave (or none). What they return the vault
announces anyway, so views need not look at it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from itrvault import finding
from itrvault.model.annotation import (
    COLOURS,
    AnnotationState,
    RiskAssessment,
    Tag,
)
from itrvault.model.journal import Change
from itrvault.model.judgement import Changes, Draft
from itrvault.model.link import End, Link, Relation
from itrvault.model.search import SavedSearch
from itrvault.vault import Vault

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Writer:
    """A vault and who writes in it ("" for nobody named)."""

    vault: Vault
    author: str = ""

    def set_fact(self, document: str, field: str, value: str) -> Change:
        """Correct a fact by hand; "" returns to what the document says. Raises InvalidValue."""
        return self.vault.store.documents.set_fact(document, field, value, author=self.author)

    # -- the codebook --------------------------------------------------------------------------

    def add_tag(self, name: str, colour: str, parent: str = "") -> Tag:
        """A new tag under another one, or at the top."""
        return self.vault.store.tags.add(name, parent, colour=colour, author=self.author)

    def rename_tag(self, tag: str, name: str) -> Change:
        """Another name; every passage keeps the tag."""
        return self.vault.store.tags.update(tag, name=name, author=self.author)

    def recolour_tag(self, tag: str, colour: str) -> Change:
        """Another colour."""
        return self.vault.store.tags.update(tag, colour=colour, author=self.author)

    def change_tag(self, tag: str, **fields: Any) -> Change:
        """What it says of itself: the keyword arguments of the store's `update`."""
        return self.vault.store.tags.update(tag, **fields, author=self.author)

    def set_example(self, tag: str, annotation: str, *, on: bool) -> Change:
        """Let a passage show the use of a tag, or not; the others stay as they are by then."""
        tags = self.vault.store.tags
        with self.vault.store.transaction():
            examples = [each for each in tags.get(tag).examples if each != annotation]
            return tags.update(
                tag, examples=[*examples, annotation] if on else examples, author=self.author
            )

    def move_tag(self, tag: str, parent: str, order: int | None = None) -> Change:
        """Hang a tag under another one, or at the top; at a place among those there."""
        return self.vault.store.tags.move(tag, parent, order, author=self.author)

    def merge_tags(self, tag: str, into: str) -> Change:
        """Make one tag of two; every passage of the first has the second."""
        return self.vault.store.tags.merge(tag, into, author=self.author)

    def split_tag(
        self, tag: str, annotations: Sequence[str], name: str, *, below: bool, keep: bool
    ) -> Tag:
        """Give some passages of a tag to a new one."""
        return self.vault.store.tags.split(
            tag, annotations, name, below=below, keep=keep, author=self.author
        )

    def remove_tag(self, tag: str) -> Change:
        """Take a tag and those under it off the codebook and off every passage."""
        return self.vault.store.tags.remove(tag, author=self.author)

    # -- annotations ---------------------------------------------------------------------------

    def write_note(self, annotation: str, note: str, was: str | None = None) -> Change:
        """The words of a note. `was` is what its editor began with: nobody's words are lost."""
        return self.vault.store.annotations.update(
            annotation, note=note, note_was=was, author=self.author
        )

    def add_link(self, origin: End, target: End, relation: Relation, note: str = "") -> Link:
        """Link two ends."""
        return self.vault.store.links.add(origin, target, relation, note=note, author=self.author)

    def change_link(self, link: str, *, relation: Relation) -> Change:
        """Another kind of link."""
        return self.vault.store.links.update(link, relation=relation, author=self.author)

    def remove_link(self, link: str) -> Change:
        """Take a link away; undo brings it back."""
        return self.vault.store.links.remove(link, author=self.author)

    def recolour(self, annotation: str, colour: str) -> Change:
        """The colour of a highlight."""
        return self.vault.store.annotations.update(annotation, colour=colour, author=self.author)

    def give_tag(self, annotation: str, tag: str) -> Change:
        """One tag more; the others stay as they are by then."""
        return self.vault.store.annotations.tag([annotation], tag, author=self.author)

    def take_tag(self, annotation: str, tag: str) -> Change:
        """One tag less."""
        return self.vault.store.annotations.tag([annotation], tag, on=False, author=self.author)

    def tag_with_new(self, annotation: str, path: str) -> str:
        """Make the tag of a path ("Security/Spam"; what is there of it is used) and give it.

        The tag's id; "" when the path names none.
        """
        store = self.vault.store
        with store.journal.operation("Tag", author=self.author):
            tag = tag_of_path(self.vault, path)
            if tag:
                store.annotations.tag([annotation], tag)
        return tag

    def set_important(self, annotations: Sequence[str], on: bool) -> Change:
        """Flag them, or not."""
        return self.vault.store.annotations.mark(annotations, important=on, author=self.author)

    def set_state(self, annotations: Sequence[str], state: AnnotationState) -> Change:
        """To look at again, done, or neither."""
        return self.vault.store.annotations.mark(annotations, state=state, author=self.author)

    def recolour_all(self, annotations: Sequence[str], colour: str) -> Change:
        """Another colour for several."""
        return self.vault.store.annotations.mark(annotations, colour=colour, author=self.author)

    def tag_all(self, annotations: Sequence[str], tag: str) -> Change:
        """Give a tag to several."""
        return self.vault.store.annotations.tag(annotations, tag, author=self.author)

    def remove_annotations(self, annotations: Sequence[str]) -> None:
        """Take several away as one step of undo."""
        with self.vault.store.journal.operation("Remove annotation", author=self.author):
            for annotation in annotations:
                self.vault.store.annotations.remove(annotation)

    def remove_annotation(self, annotation: str) -> Change:
        """Take it away; undo brings it back with everything on it."""
        return self.vault.store.annotations.remove(annotation, author=self.author)

    def add_risk(self, annotation: str, draft: Draft) -> RiskAssessment:
        """Judge a passage."""
        return self.vault.store.risks.add(annotation, **draft, assessor=self.author)

    def change_risk(self, risk: str, changes: Changes) -> Change:
        """Change of a judgement what is given; the rest stays as it is by then."""
        return self.vault.store.risks.update(risk, **changes, author=self.author)

    def remove_risk(self, risk: str) -> Change:
        """Take a judgement away."""
        return self.vault.store.risks.remove(risk, author=self.author)

    # -- searches ------------------------------------------------------------------------------

    def save_search(self, name: str, query: str) -> SavedSearch:
        """Keep a query under a name."""
        return self.vault.store.searches.save(name, query, author=self.author)

    def rename_search(self, search: str, name: str) -> Change:
        """Another name for it."""
        return self.vault.store.searches.update(search, name=name, author=self.author)

    def remove_search(self, search: str) -> Change:
        """Forget it; undo brings it back."""
        return self.vault.store.searches.remove(search, author=self.author)

    def look_at_search(self, search: str, rows: Sequence[int] | None = None) -> Change:
        """What a saved search finds now, or these units, is not new any more. No step of undo."""
        return finding.look_at(self.vault, search, rows)

    def remember_query(self, query: str) -> None:
        """Put a query first in the history. No step of undo."""
        self.vault.store.searches.remember(query)

    def forget_queries(self) -> None:
        """Empty the history."""
        self.vault.store.searches.forget()


def tag_of_path(vault: Vault, path: str) -> str:
    """The id of the tag of a path, made as far as it is not there; "" when the path names none.

    Marks take the colour of their tag, so a new one gets one that those beside it have least.
    """
    tags, parent = vault.store.tags, ""
    for name in (part.strip() for part in path.split("/")):
        if not name:
            continue
        beside = [tag for tag in tags.all() if tag.parent == parent]
        same = [tag for tag in beside if tag.name.casefold() == name.casefold()]
        parent = (same[0] if same else tags.add(name, parent, colour=_fresh_colour(beside))).id
    return parent


def _fresh_colour(beside: Sequence[Tag]) -> str:
    used = Counter(tag.colour for tag in beside)
    return min((name for name in COLOURS if name != "gray"), key=lambda name: used[name])
