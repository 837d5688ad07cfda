"""What people ruled on the passages that sweeps propose: only what is decided is kept.

The id of a suggestion follows from its document, its source and its words. So the next sweep knows
it, and two copies of a vault that are merged agree on it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from itrvault.errors import InvalidValue, NoSuchDocument, NoSuchSuggestion, VaultDamaged
from itrvault.model.annotation import Anchor, Annotation
from itrvault.model.journal import Change, ObjectKind
from itrvault.model.suggestion import Decision, Suggestion
from itrvault.rights.sweep import suggestion_id
from itrvault.store.annotations import Annotations
from itrvault.store.connection import Row
from itrvault.store.fields import TAG_FIELD, UNREADABLE, anchor_from, anchor_to
from itrvault.store.journal import Journal
from itrvault.store.records import from_json
from itrvault.store.state import EXISTS
from itrvault.store.units import storable
from itrvault.store.vaultfile import VaultFile

PREFIX = 8
"""The fewest characters of an id that are taken for one."""

LABELS = {
    Decision.ACCEPTED: "Accept suggestion",
    Decision.REJECTED: "Reject suggestion",
    Decision.DEFERRED: "Defer suggestion",
}
_DECISIONS = frozenset(Decision)
_SELECT = (
    "SELECT s.id, s.document, s.anchor, s.source, s.triggers, s.decision, s.reason, s.annotation, "
    "s.author, s.created, s.modified FROM suggestions s JOIN documents d ON d.id = s.document"
)


class Suggestions:
    """The rulings in one vault, on documents that are in it."""

    def __init__(self, file: VaultFile, journal: Journal, annotations: Annotations) -> None:
        self._file = file
        self._journal = journal
        self._annotations = annotations

    # -- ruling ----------------------------------------------------------------------------------

    def accept(
        self,
        document: str,
        anchor: Anchor,
        source: str,
        tag: str = "",
        *,
        triggers: Sequence[str] = (),
        also: Sequence[Anchor] = (),
        colour: str = "",
        author: str = "",
    ) -> Suggestion:
        """Mark the passage with the tag (an id, "" for none): one operation, taken back by `undo`.

        A passage that is marked already, to the letter, gets the tag instead of a second mark.
        `also` are other places of the same words, marked alike. Raises NoSuchDocument, NoSuchTag,
        InvalidValue (an empty passage, a colour that is none).
        """
        tags = [tag] if tag else []
        with self._journal.operation(LABELS[Decision.ACCEPTED], author=author):
            self._check(document, anchor)
            here = {_place(one.anchor): one for one in self._annotations.of_document(document)}
            marks = []
            for place in (anchor, *also):
                old = here.get(_place(place))
                if old is None:
                    old = self._annotations.add(document, place, colour, tags=tags, author=author)
                elif tag and tag not in old.tags:
                    self._annotations.tag([old.id], tag, author=author)
                marks.append(old.id)
            fields = {"annotation": marks[0], "reason": None}
            return self._rule(document, anchor, source, triggers, Decision.ACCEPTED, author, fields)

    def reject(
        self,
        document: str,
        anchor: Anchor,
        source: str,
        reason: str,
        *,
        triggers: Sequence[str] = (),
        author: str = "",
    ) -> Suggestion:
        """Note that the passage is none of it, and why; it is not proposed again.

        Of one that was accepted the mark goes, or only the tag where somebody worked on the mark.
        Raises NoSuchDocument, InvalidValue (no reason, an empty passage).
        """
        reason = storable(reason.strip())
        if not reason:
            raise InvalidValue(value=reason, field="reason", reason="it is empty")
        with self._journal.operation(LABELS[Decision.REJECTED], author=author):
            self._check(document, anchor)
            self._unmark(document, anchor, source, author)
            fields = {"reason": reason, "annotation": None}
            return self._rule(document, anchor, source, triggers, Decision.REJECTED, author, fields)

    def defer(
        self,
        document: str,
        anchor: Anchor,
        source: str,
        *,
        triggers: Sequence[str] = (),
        author: str = "",
    ) -> Suggestion:
        """Note that somebody looked and did not decide; it comes last from now on.

        Raises NoSuchDocument, InvalidValue (an empty passage).
        """
        with self._journal.operation(LABELS[Decision.DEFERRED], author=author):
            self._check(document, anchor)
            self._unmark(document, anchor, source, author)
            fields = {"reason": None, "annotation": None}
            return self._rule(document, anchor, source, triggers, Decision.DEFERRED, author, fields)

    def withdraw(self, key: str, *, author: str = "") -> Change:
        """Take the ruling back: it is proposed again. A mark that was made stays.

        Raises NoSuchSuggestion.
        """
        with self._file.transaction():
            return self._journal.write(
                ObjectKind.SUGGESTION, self.get(key).id, {EXISTS: None},
                label="Withdraw decision", author=author,
            )  # fmt: skip

    # -- reading ---------------------------------------------------------------------------------

    def get(self, reference: str) -> Suggestion:
        """By id, or by its beginning where that is unique. Raises NoSuchSuggestion."""
        found = self._select("WHERE s.id = ?", (reference,))
        if not found and len(reference) >= PREFIX:
            found = self._select("WHERE substr(s.id, 1, ?) = ?", (len(reference), reference))
        if len(found) != 1:
            raise NoSuchSuggestion(reference=reference)
        return found[0]

    def of_document(self, document: str) -> list[Suggestion]:
        """Those in one document, the earliest first."""
        return self._select("WHERE s.document = ? ORDER BY s.created, s.id", (document,))

    def all(self) -> list[Suggestion]:
        """Every one, the earliest first."""
        return self._select("ORDER BY s.created, s.id", ())

    def count(self) -> int:
        """How many there are."""
        sql = "SELECT count(*) FROM suggestions s JOIN documents d ON d.id = s.document"
        return int(self._file.reading.value(sql))

    def reasons(self, limit: int = 12) -> list[str]:
        """The reasons for rejecting that were given, the last first, each once."""
        sql = (
            "SELECT s.reason FROM suggestions s JOIN journal j ON j.subject = s.id "
            "AND j.kind = 'suggestion' AND j.field = 'reason' "
            "WHERE s.reason != '' AND s.decision = 'rejected' "
            "GROUP BY s.reason ORDER BY max(j.seq) DESC LIMIT ?"
        )
        return [reason for (reason,) in self._file.reading.all(sql, (limit,))]

    # -- helpers ---------------------------------------------------------------------------------

    def _rule(
        self,
        document: str,
        anchor: Anchor,
        source: str,
        triggers: Iterable[str],
        decision: Decision,
        author: str,
        more: Mapping[str, object],
    ) -> Suggestion:
        key = suggestion_id(document, source, anchor.exact)
        fields: dict[str, object] = {
            EXISTS: True, "document": document, "anchor": anchor_to(anchor), "source": source,
            "triggers": [storable(word) for word in triggers], "decision": decision.value,
            "author": storable(author) or None,
        } | dict(more)  # fmt: skip
        self._journal.write(ObjectKind.SUGGESTION, key, fields, label=LABELS[decision])
        return self.get(key)

    def _check(self, document: str, anchor: Anchor) -> None:
        if not anchor.exact.strip():
            raise InvalidValue(value="", field="passage", reason="it is empty")
        if self._file.reading.one("SELECT 1 FROM documents WHERE id = ?", (document,)) is None:
            raise NoSuchDocument(reference=document)

    def _unmark(self, document: str, anchor: Anchor, source: str, author: str) -> None:
        """Take back what accepting did: the marks it made, and the tag it gave to others.

        A mark that somebody worked on since stays, without the tag.
        """
        key = suggestion_id(document, source, anchor.exact)
        accepting = {
            entry.operation
            for entry in self._journal.entries(key, kind=ObjectKind.SUGGESTION)
            if entry.field == "annotation" and entry.after is not None
        }
        if not accepting or not self._select("WHERE s.id = ? AND s.annotation != ''", (key,)):
            return
        for mark in self._annotations.of_document(document):
            if suggestion_id(document, source, mark.anchor.exact) != key:
                continue
            done = [
                entry.field
                for entry in self._journal.entries(mark.id, kind=ObjectKind.ANNOTATION)
                if entry.operation in accepting and entry.after is not None
            ]
            given = [field[len(TAG_FIELD) :] for field in done if field.startswith(TAG_FIELD)]
            if EXISTS in done and self._untouched(mark, given):
                self._annotations.remove(mark.id, author=author)
                continue
            for tag in given:
                if tag in mark.tags:
                    self._annotations.tag([mark.id], tag, on=False, author=author)

    def _untouched(self, mark: Annotation, given: Sequence[str]) -> bool:
        """Whether a mark has nothing but what accepting gave it."""
        judged = self._file.reading.one("SELECT 1 FROM risks WHERE annotation = ?", (mark.id,))
        linked = self._file.reading.one(
            "SELECT 1 FROM links WHERE ? IN (origin, target)", (f"annotation:{mark.id}",)
        )
        worked_on = mark.note or mark.important or mark.state or set(mark.tags) - set(given)
        return not (judged or linked or worked_on)

    def _select(self, rest: str, values: Sequence[object]) -> list[Suggestion]:
        return [self._read(row) for row in self._file.reading.all(f"{_SELECT} {rest}", values)]

    def _read(self, row: Row) -> Suggestion:
        key, document, anchor, source, triggers, decision, *texts = row
        if decision not in _DECISIONS:
            raise VaultDamaged(
                path=self._file.path, reason="a suggestion is decided in no known way"
            )
        try:
            place = anchor_from(json.loads(anchor))
        except UNREADABLE as error:
            reason = "the place of a suggestion is unreadable"
            raise VaultDamaged(path=self._file.path, reason=reason) from error
        words = tuple(str(word) for word in from_json(self._file.reading, triggers))
        return Suggestion(key, document, place, source, words, Decision(decision), *texts)


def _place(anchor: Anchor) -> tuple[int, int, int, int]:
    return anchor.unit, anchor.start, anchor.end_unit, anchor.end
