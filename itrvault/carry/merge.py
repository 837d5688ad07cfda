"""Bringing home what was noted on a copy: first a plan, then one transaction.

Every change is a journal row, and a field is what its latest row says, so taking in the rows of the
other side is the whole merge; doing it twice changes nothing. A plan compares the two journals and
says what that would do here. Where a field was changed on both sides since they parted, a person
may choose; the choice is a row of its own, later than both, so that it is asked only once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from itrvault.carry.plan import (
    Conflict,
    Effect,
    FieldChange,
    Incoming,
    MergeChoices,
    MergePlan,
    MissingDocument,
    Refused,
    Side,
)
from itrvault.carry.rows import (
    Field,
    Object,
    Said,
    annotations_named,
    documents_named,
    latest,
    order,
    said,
)
from itrvault.carry.strangers import (
    ANCHORED,
    MERGED,
    Places,
    check_row,
    known_tags,
    verify_document,
    words_of,
)
from itrvault.carry.together import following
from itrvault.errors import BugError
from itrvault.model.ids import new_id
from itrvault.model.journal import Change, Changed, Entry, ObjectKind
from itrvault.progress import CancelToken
from itrvault.store.clock import Clock, time_of
from itrvault.store.fields import anchor_from, anchor_to
from itrvault.store.state import EXISTS, WHOLE
from itrvault.vault import Vault

LABEL = "Merge"
OWN = "Merge: "
"""How the labels of rows begin that a merge writes itself."""


def plan_merge(
    vault: Vault,
    other: Vault,
    *,
    documents: Collection[str] | bool = (),
    cancel: CancelToken | None = None,
) -> MergePlan:
    """Compare; nothing is written.

    `documents`: ids of documents to take that are not here yet, or True for all of them. Notes on
    documents that are neither here nor taken stay where they are.
    Raises VaultDamaged when the other vault's journal holds what cannot be right; Cancelled.
    """
    cancel = cancel or CancelToken()
    with vault.store.snapshot(), other.store.snapshot():
        return _Comparison(vault, other, documents, cancel).plan()


def apply_merge(
    vault: Vault, other: Vault, plan: MergePlan, choices: MergeChoices | None = None
) -> Change:
    """Do what the plan says, in one transaction that is undone as one.

    Raises VaultReadOnly, DiskFull, VaultDamaged. When the vault changed since the plan was made,
    the plan is made again with the same documents, and the choices that still apply are kept.
    """
    choices = choices or MergeChoices()
    store = vault.store
    with store.transaction():
        if store.journal.length() != plan.at:
            plan = plan_merge(vault, other, documents=plan.taken)
        if plan.nothing:
            return Change(Changed.NOTHING, (), LABEL)
        change = Change(Changed.NOTHING, (), LABEL)
        if plan.taken:
            for key in plan.taken:
                verify_document(other.store.documents, key, plan.other)
            added = store.documents.copy_from(other.store.documents, plan.taken, with_paths=False)
            _index(vault, [document.id for document in added])
            change = Change(
                Changed.DOCUMENTS | Changed.INDEX, tuple(document.id for document in added), LABEL
            )
        rows = [*plan.entries, *plan.moved, *plan.again, *_answers(plan, choices)]
        tags = store.tags.paths()
        merged = store.journal.apply(rows, LABEL, then=lambda: following(vault, rows, tags))
    return Change(change.what | merged.what, (*change.ids, *merged.ids), LABEL)


def _index(vault: Vault, keys: list[str]) -> None:
    if not keys:
        return
    from itrvault.search.builder import build_segment  # needs the codec, which costs start-up

    if vault.index.needs_rebuild:
        vault.index.rebuild(vault.store.documents.unit_rows())
        return
    vault.index.adopt([build_segment(list(vault.store.documents.unit_rows([k]))) for k in keys])


def _answers(plan: MergePlan, choices: MergeChoices) -> Iterable[Entry]:
    """Rows that settle conflicts otherwise than the clock would."""
    own = (*plan.moved, *plan.again)
    clock = Clock(max([plan.latest, *(entry.clock for entry in own)]))
    operation = new_id()
    for conflict in plan.conflicts:
        side = choices.sides.get(conflict.key, conflict.default)
        if side not in conflict.sides:
            raise BugError(f"{side} is no answer for {conflict.field}")
        if side is conflict.default:
            continue
        after = conflict.mine if side is Side.MINE else conflict.theirs
        if side is Side.BOTH:
            after = "\n\n".join(text for text in (conflict.mine, conflict.theirs) if text)
        before = conflict.mine if conflict.default is Side.MINE else conflict.theirs
        yield Entry(
            new_id(), clock.next(), operation, f"{OWN}keep {side.value}", choices.author,
            conflict.kind, conflict.subject, conflict.field, before, after,
        )  # fmt: skip


class _Comparison:
    """One comparison of two journals."""

    def __init__(
        self, vault: Vault, other: Vault, documents: Collection[str] | bool, cancel: CancelToken
    ) -> None:
        self.vault, self.other, self.cancel = vault, other, cancel
        theirs = [
            e for e in other.store.journal.since()
            if e.kind in MERGED and not (e.kind is ObjectKind.DOCUMENT and e.field == EXISTS)
        ]  # fmt: skip
        self.known = vault.store.journal.knows(entry.id for entry in theirs)
        self.news = [entry for entry in theirs if entry.id not in self.known]
        self.theirs = theirs
        self.ours = self._our_rows()
        here = {document.id for document in vault.store.documents.all()}
        self.absent = [d for d in other.store.documents.all() if d.id not in here]
        wanted = {d.id for d in self.absent} if documents is True else set(documents or ())
        self.taken = tuple(d.id for d in self.absent if d.id in wanted)
        self.here = here | set(self.taken)
        self.places = Places(vault.store.documents, other.store.documents, self.taken)
        self.refused: list[Refused] = []
        self.moved: list[Entry] = []

    def _our_rows(self) -> list[Entry]:
        """Our rows about everything the other side speaks of, and about all tags."""
        journal, tags = self.vault.store.journal, self.vault.store.tags
        wanted = {entry.subject for entry in self.theirs} | {tag.id for tag in tags.all()}
        rows = journal.entries_for(wanted)
        # Assessments and links are about annotations that may not have changed.
        marks = {
            key for entry in (*rows, *self.theirs)
            for key in annotations_named(entry.kind, {entry.field: entry.after})
        }  # fmt: skip
        rows += journal.entries_for(marks - wanted)
        return [entry for entry in rows if entry.kind in MERGED]

    def plan(self) -> MergePlan:
        """Compare, and say so."""
        for entry in self.news:
            self.cancel.check()
            check_row(entry, self.other.path)
        before = said(latest(self.ours))
        union = said(latest([*self.ours, *self.news]))
        news = self._wanted(self.news, union)
        latest_clock = max((entry.clock for entry in (*self.ours, *self.theirs)), default="")
        clock = Clock(latest_clock)
        news = self._move(news, union, clock)
        again = self._again(clock, before)
        deciding = latest([*self.ours, *news, *self.moved, *again])
        after = said(deciding)
        return MergePlan(
            other=self.other.path,
            entries=tuple(sorted(news, key=order)),
            moved=tuple(self.moved),
            again=tuple(again),
            incoming=tuple(self._incoming([*news, *again], before, after, deciding)),
            conflicts=tuple(self._conflicts(news, after)),
            missing=tuple(self._missing()),
            taken=self.taken,
            refused=tuple(self.refused),
            at=self.vault.store.journal.length(),
            latest=latest_clock,
        )

    def _wanted(self, news: list[Entry], objects: dict[Object, Said]) -> list[Entry]:
        """The rows that have a place here: of documents, annotations and tags there are."""
        marks: set[str] = set()
        gone: set[Object] = set()
        for (kind, subject), thing in objects.items():
            if kind is not ObjectKind.ANNOTATION:
                continue
            self.cancel.check()
            whole = WHOLE[kind] <= thing.fields.keys()
            if whole and thing.fields["document"] in self.here:
                marks.add(subject)
            else:
                gone.add((kind, subject))
        ours = {(entry.kind, entry.subject) for entry in self.ours}
        for (kind, subject), thing in objects.items():
            if kind is ObjectKind.DOCUMENT:
                wanted = subject in self.here
            else:
                # Two people may rule on the same passage, and one of them take it back: the later
                # deed holds on both sides, so its rows come in although nothing is left of it.
                ruled = kind is ObjectKind.SUGGESTION and (kind, subject) in ours
                wanted = (
                    (ruled or WHOLE[kind] <= thing.fields.keys())
                    and marks.issuperset(annotations_named(kind, thing.fields))
                    and self.here.issuperset(documents_named(kind, thing.fields))
                )
            if not wanted:
                gone.add((kind, subject))
        tags = {
            subject for (kind, subject) in objects
            if kind is ObjectKind.TAG and (kind, subject) not in gone
        }  # fmt: skip
        kept = [entry for entry in news if (entry.kind, entry.subject) not in gone]
        return known_tags(kept, tags)

    def _move(self, news: list[Entry], objects: dict[Object, Said], clock: Clock) -> list[Entry]:
        """Look for the passages of new anchors in our text.

        A note whose words are not there waits to be placed by hand. The rows without what else is
        not there are given back.
        """
        operation = new_id()
        touched = {
            (e.kind, e.subject) for e in news
            if e.kind in ANCHORED and e.field == "anchor" and objects[e.kind, e.subject].present
        }  # fmt: skip
        lost: set[str] = set()
        by_document = sorted(touched, key=lambda key: (objects[key].fields["document"], key))
        for kind, subject in by_document:
            self.cancel.check()
            thing = objects[kind, subject]
            anchor = anchor_from(thing.fields["anchor"])
            found = self.places.find(thing.fields["document"], anchor)
            if found is None and kind is ObjectKind.ANNOTATION:
                found = self.places.waiting(thing.fields["document"], anchor)
            if found is None:
                lost.add(subject)
                words = words_of(kind, thing, objects)
                reason = "These words are not in the document as it is here."
                self.refused.append(Refused(kind, subject, words, reason))
            elif found != anchor:
                self.moved.append(Entry(
                    new_id(), clock.next(), operation, f"{OWN}find the passage again", "",
                    kind, subject, "anchor", anchor_to(anchor), anchor_to(found),
                ))  # fmt: skip
        lost |= {
            subject for (kind, subject), thing in objects.items()
            if lost.intersection(annotations_named(kind, thing.fields))
        }  # fmt: skip
        return [entry for entry in news if entry.subject not in lost]

    def _again(self, clock: Clock, before: dict[Object, Said]) -> list[Entry]:
        """Rows for what an earlier merge brought and an undo took away.

        The other side's rows are known here, but somebody who merges again wants what they say:
        what the journal would say without the undo.
        """
        kept = latest(row for row in self.ours if not _undoes_merge(row))
        without = said(kept)
        theirs = {entry.id for entry in self.theirs}
        wanted: list[tuple[Field, object, object]] = []  # which field, from what, to what
        touched: dict[Object, None] = {}
        for key, ours in sorted(latest(self.ours).items()):
            row = kept.get(key)
            if row is None or not _undoes_merge(ours):
                continue
            if row.id not in theirs and not row.label.startswith(OWN):
                continue  # another vault brought that
            if key[2] == EXISTS:
                touched[key[:2]] = None
            elif ours.after != row.after:
                touched[key[:2]] = None
                wanted.append((key, ours.after, row.after))
        # Said last: a field set after a removal would bring the object back.
        for kind, subject in touched:
            was, becomes = before[kind, subject].present, without[kind, subject].present
            changed = any(key[:2] == (kind, subject) for key, *_ in wanted)
            if was != becomes or (changed and not becomes):
                wanted.append(((kind, subject, EXISTS), was or None, becomes or None))
        operation = new_id()
        return [
            Entry(
                new_id(), clock.next(), operation, f"{OWN}again",
                kept[key].author if key in kept else "", *key, was, becomes,
            )
            for key, was, becomes in wanted
        ]  # fmt: skip

    def _conflicts(self, news: list[Entry], objects: dict[Object, Said]) -> Iterable[Conflict]:
        """Fields that got rows on both sides after the last row both know, with other values."""
        parted: dict[Field, tuple[str, str]] = {}
        for entry in self.ours:
            if entry.id in self.known:
                key = (entry.kind, entry.subject, entry.field)
                parted[key] = max(parted.get(key, ("", "")), order(entry))
        mine = latest(entry for entry in self.ours if entry.id not in self.known)
        theirs = latest(news)
        for key in sorted(theirs.keys() & mine.keys()):
            ours, other = mine[key], theirs[key]
            base = parted.get(key, ("", ""))
            kind, subject, field = key
            if order(ours) <= base or order(other) <= base or ours.after == other.after:
                continue
            if not objects[kind, subject].present:
                continue  # an answer would bring back what is removed
            yield Conflict(
                kind, subject, field, words_of(kind, objects[kind, subject], objects),
                ours.after, other.after,
                Side.THEIRS if order(other) > order(ours) else Side.MINE,
                ours.author, time_of(ours.clock), other.author, time_of(other.clock),
            )  # fmt: skip

    def _incoming(
        self,
        news: list[Entry],
        before: dict[Object, Said],
        after: dict[Object, Said],
        union: dict[Field, Entry],
    ) -> Iterable[Incoming]:
        deciders: dict[Object, Entry] = {}
        for (kind, subject, _), entry in union.items():
            best = deciders.get((kind, subject))
            if best is None or order(entry) > order(best):
                deciders[kind, subject] = entry
        for key in sorted({(entry.kind, entry.subject) for entry in news}):
            kind, subject = key
            new, old = after[key], before.get(key)
            if old is None and not new.present:
                continue  # made and removed over there
            changes = _changes(old, new)
            if kind is ObjectKind.DOCUMENT:
                effect = Effect.CHANGED
                if not changes:
                    continue
            elif old is None:
                effect = Effect.ADDED
            elif old.present != new.present:
                effect = Effect.BACK if new.present else Effect.REMOVED
            elif changes and new.present:
                effect = Effect.CHANGED
            else:
                continue
            yield Incoming(
                kind, subject, effect, words_of(kind, new, after),
                _document(kind, subject, new, after), deciders[key].author, changes,
            )  # fmt: skip

    def _missing(self) -> Iterable[MissingDocument]:
        counts = self.other.store.annotations.counts_by_document()
        for document in self.absent:
            if document.id not in self.taken:
                yield MissingDocument(
                    document.id, document.symbol, document.title, counts.get(document.id, 0)
                )


def _undoes_merge(row: Entry) -> bool:
    return bool(row.undoes) and row.label == LABEL


def _changes(old: Said | None, new: Said) -> tuple[FieldChange, ...]:
    before = old.fields if old is not None else {}
    names = sorted(before.keys() | new.fields.keys())
    return tuple(
        FieldChange(name, before.get(name), new.fields.get(name))
        for name in names
        if before.get(name) != new.fields.get(name)
    )


def _document(kind: ObjectKind, subject: str, thing: Said, objects: dict[Object, Said]) -> str:
    if kind is ObjectKind.DOCUMENT:
        return subject
    for key in annotations_named(kind, thing.fields):
        mark = objects.get((ObjectKind.ANNOTATION, key))
        return str(mark.fields.get("document", "")) if mark is not None else ""
    return str(thing.fields.get("document", ""))
