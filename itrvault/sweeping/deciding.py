"""Rules on passages that a sweep proposed: one or many, in one operation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from itrvault.errors import NoSuchTag
from itrvault.model.annotation import Anchor, Tag
from itrvault.model.suggestion import Decision, Suggestion
from itrvault.rights.sweep import TAXONOMY
from itrvault.sweeping.proposed import Place, Proposed
from itrvault.text.anchors import make_anchor
from itrvault.vault import Vault


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is decided. `tag` (an id) goes with accepting, "": the tag of the passage's category,
    and for a saved search none. `reason` goes with rejecting.
    """

    decision: Decision
    tag: str = ""
    reason: str = ""


def decide(
    vault: Vault, proposed: Sequence[Proposed], ruling: Ruling, *, author: str = ""
) -> list[Suggestion]:
    """Rule on all of them alike; one `undo` takes it back.

    Raises NoSuchTag, NoSuchDocument, InvalidValue (no reason for rejecting), VaultReadOnly.
    """
    store = vault.store
    label = _label(ruling.decision, len(proposed))
    made = []
    with store.journal.operation(label, author=author):
        tags = {tag.id: tag for tag in store.tags.all()}
        if ruling.tag and ruling.tag not in tags:
            raise NoSuchTag(path=ruling.tag, nearest=store.tags.nearest(ruling.tag))
        for one in proposed:
            anchor = _anchor(vault, one.document, one.place)
            if ruling.decision is Decision.ACCEPTED:
                tag = tags[ruling.tag] if ruling.tag else tag_of(one.source, tags.values())
                made.append(
                    store.suggestions.accept(
                        one.document,
                        anchor,
                        one.source,
                        tag.id if tag is not None else "",
                        triggers=one.words,
                        also=[_anchor(vault, one.document, place) for place in one.also],
                        author=author,
                    )
                )
            elif ruling.decision is Decision.REJECTED:
                made.append(
                    store.suggestions.reject(
                        one.document, anchor, one.source, ruling.reason, triggers=one.words,
                        author=author,
                    )
                )  # fmt: skip
            else:
                made.append(
                    store.suggestions.defer(
                        one.document, anchor, one.source, triggers=one.words, author=author
                    )
                )
    return made


def tag_of(source: str, tags: Iterable[Tag]) -> Tag | None:
    """The tag that a passage of a category gets; None for a saved search, or where it is gone."""
    if not source.startswith(TAXONOMY):
        return None
    return next((tag for tag in tags if tag.origin == source), None)


def _anchor(vault: Vault, document: str, place: Place) -> Anchor:
    (first, span), (last, until) = place[0], place[-1]
    units = [vault.store.documents.unit(document, number) for number in range(first, last + 1)]
    return make_anchor(units, first, span.start, last, until.end)


def _label(decision: Decision, count: int) -> str:
    verb = {
        Decision.ACCEPTED: "Accept",
        Decision.REJECTED: "Reject",
        Decision.DEFERRED: "Defer",
    }[decision]
    return f"{verb} suggestion" if count == 1 else f"{verb} {count} suggestions"
