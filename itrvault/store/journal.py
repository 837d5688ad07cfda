"""The journal: what a person did, undone, redone, and merged with what others did.

Every object is its fields, and every field is what the latest row about it says (by clock, then by
row id). The state tables hold that same answer, written in the same transaction by `state.refresh`;
so doing, undoing, redoing and merging are one thing: add rows, then refresh the objects they name.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from itrvault.errors import NothingToUndo, VaultDamaged
from itrvault.model.ids import new_id
from itrvault.model.journal import Change, Changed, Entry, ObjectKind
from itrvault.store import state
from itrvault.store.clock import Clock
from itrvault.store.connection import Row
from itrvault.store.records import to_json
from itrvault.store.state import EXISTS
from itrvault.store.vaultfile import VaultFile

_KINDS = ", ".join(f"'{kind.value}'" for kind in ObjectKind if kind is not ObjectKind.VAULT)
_COLUMNS = "id, clock, operation, label, author, kind, subject, field, before, after, undoes"
_MARKS = "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
BATCH = 400


@dataclass(slots=True)
class _Open:
    """The operation being written. `written` turns true with its first row."""

    id: str
    label: str
    author: str
    kind: str = "do"
    target: str = ""
    written: bool = False


class Journal:
    """Rows that are never changed. Writing needs the vault to be open for writing."""

    def __init__(self, file: VaultFile) -> None:
        self._file = file
        self._open: _Open | None = None
        self._clock: Clock | None = None
        self.after_undo: Callable[[Sequence[str]], tuple[str, ...]] = lambda _: ()
        """Told the annotations an undo or redo gave back; places them in the text as it is now."""

    # -- doing -----------------------------------------------------------------------------------

    @contextlib.contextmanager
    def operation(self, label: str, *, author: str = "") -> Iterator[None]:
        """Group everything written inside as one thing to undo. One inside another joins it."""
        with self._file.transaction():
            if self._open is not None:
                written = self._open.written
                try:
                    yield
                except BaseException:
                    self._open.written = written  # its row goes with the inner transaction
                    raise
                return
            with self._opened(_Open(new_id(), label, author)):
                yield

    def write(
        self,
        kind: ObjectKind,
        subject: str,
        fields: Mapping[str, object],
        *,
        label: str,
        author: str = "",
    ) -> Change:
        """Set fields of an object (None: not there); those that are so already are left out."""
        with self.operation(label, author=author):
            self._set([(kind, subject, field, value) for field, value in fields.items()])
        return Change(state.CHANGED[kind], (subject,), label)

    def write_all(
        self,
        kind: ObjectKind,
        objects: Mapping[str, Mapping[str, object]],
        *,
        label: str,
        author: str = "",
    ) -> Change:
        """`write` for many objects at once: one operation, and their state is brought up once."""
        with self.operation(label, author=author):
            self._set(
                [
                    (kind, subject, field, value)
                    for subject, fields in objects.items()
                    for field, value in fields.items()
                ]
            )
        return Change(state.CHANGED[kind], tuple(objects), label)

    @contextlib.contextmanager
    def unseen(self, label: str) -> Iterator[None]:
        """Group what follows from something else, and is kept but never undone by itself."""
        with self._file.transaction():
            before, self._open = self._open, _Open(new_id(), label, "", kind="note")
            try:
                yield
            finally:
                self._open = before

    def note(
        self, kind: ObjectKind, subject: str, before: object, after: object, label: str
    ) -> None:
        """Keep that something came or went which cannot be undone (a document)."""
        with self._file.transaction():
            operation = _Open(new_id(), label, "", kind="note")
            self._append(operation, [(kind, subject, EXISTS, before, after)])

    # -- undoing ---------------------------------------------------------------------------------

    @property
    def can_undo(self) -> str:
        """The label of what `undo` would take back, "" when there is nothing."""
        found = self._undo_target()
        return found[1] if found else ""

    @property
    def can_redo(self) -> str:
        """The label of what `redo` would do again, "" when there is nothing."""
        found = self._redo_target()
        return found[1] if found else ""

    def undo(self) -> Change:
        """Take back the last thing done here. Raises NothingToUndo."""
        with self._file.transaction():
            target = self._undo_target()
            if target is None:
                raise NothingToUndo(verb="undo")
            return self._take_back(target, "undo")

    def redo(self) -> Change:
        """Do again what was taken back last. Raises NothingToUndo."""
        with self._file.transaction():
            target = self._redo_target()
            if target is None:
                raise NothingToUndo(verb="redo")
            return self._take_back(target, "redo")

    # -- reading ---------------------------------------------------------------------------------

    def entries(self, subject: str = "", *, kind: ObjectKind | None = None) -> list[Entry]:
        """Rows about one object, or all, in the order they came into this vault."""
        where, values = [], []
        if subject:
            where.append("subject = ?")
            values.append(subject)
        if kind is not None:
            where.append("kind = ?")
            values.append(kind.value)
        condition = f" WHERE {' AND '.join(where)}" if where else ""
        return self._entries(f"{condition} ORDER BY seq", values)

    def since(self, sequence: int = 0) -> list[Entry]:
        """Rows that came into this vault after its first `sequence` rows, in that order."""
        return self._entries(" WHERE seq > ? ORDER BY seq", (sequence,))

    def entries_for(self, subjects: Iterable[str]) -> list[Entry]:
        """Rows about any of the objects, in the order they came into this vault."""
        wanted = list(dict.fromkeys(subjects))
        found: list[tuple[int, Entry]] = []
        for at in range(0, len(wanted), BATCH):
            some = wanted[at : at + BATCH]
            marks = ",".join("?" * len(some))
            rows = self._file.reading.all(
                f"SELECT {_COLUMNS}, seq FROM journal WHERE kind IN ({_KINDS}) "  # noqa: S608
                f"AND subject IN ({marks})",
                some,
            )
            found += [(row[-1], self._entry(row[:-1])) for row in rows]
        return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]

    def length(self) -> int:
        """The number of the last row, for `since`."""
        return int(self._file.reading.value("SELECT coalesce(max(seq), 0) FROM journal"))

    def knows(self, ids: Iterable[str]) -> set[str]:
        """Which of the rows' ids are here."""
        wanted = list(ids)
        found: set[str] = set()
        for at in range(0, len(wanted), BATCH):
            some = wanted[at : at + BATCH]
            marks = ",".join("?" * len(some))
            sql = f"SELECT id FROM journal WHERE id IN ({marks})"  # noqa: S608
            found.update(row[0] for row in self._file.reading.all(sql, some))
        return found

    # -- merging ---------------------------------------------------------------------------------

    def apply(
        self,
        entries: Iterable[Entry],
        label: str = "Merge",
        *,
        undoable: bool = True,
        then: Callable[[], Iterable[tuple[ObjectKind, str, str, object]]] | None = None,
    ) -> Change:
        """Take in rows of another copy; those known are passed over. One operation, to be undone.

        `undoable` is false where the rows are what a new copy begins with. `then` says, once they
        are in, which fields (kind, subject, field, value) follow from that, and are set with them.

        The state afterwards depends on the set of rows, not on the order they came in.
        Raises VaultDamaged when a row is not one of ours.
        """
        with self._file.transaction():
            news = [e for e in entries if not _is_note(e)]
            known = self.knows(entry.id for entry in news)
            news = list({e.id: e for e in news if e.id not in known}.values())
            for entry in news:
                state.validate(entry, self._file.path)
            if not news:
                return Change(Changed.NOTHING, (), label)
            operation = _Open(new_id(), label, "", kind="merge" if undoable else "note")
            self._record(operation)
            self._file.writing.many(
                f"INSERT INTO journal ({_COLUMNS}, via) VALUES ({_MARKS})",  # noqa: S608
                ((*_row(entry), operation.id) for entry in news),
            )
            ticking = self._ticking()
            for entry in news:
                ticking.see(entry.clock)
            objects = [(entry.kind, entry.subject) for entry in news]
            change = self._refresh(objects, label)
            following = list(then()) if then is not None else []
            if not following:
                return change
            operation.written = True
            before = [state.field_value(self._file.writing, *row[:3]) for row in following]
            self._append(
                operation,
                [(*row[:3], was, row[3]) for row, was in zip(following, before, strict=True)],
            )
            return self._refresh([*objects, *((row[0], row[1]) for row in following)], label)

    # -- the engine ------------------------------------------------------------------------------

    @contextlib.contextmanager
    def _opened(self, operation: _Open) -> Iterator[_Open]:
        self._open = operation
        try:
            yield operation
        finally:
            self._open = None

    def _set(self, wanted: Sequence[tuple[ObjectKind, str, str, object]]) -> None:
        assert self._open is not None
        rows = []
        for kind, subject, field, after in wanted:
            before = state.field_value(self._file.writing, kind, subject, field)
            if to_json(before) != to_json(after):
                rows.append((kind, subject, field, before, after))
        self._append(self._open, rows)
        self._refresh(((kind, subject) for kind, subject, *_ in rows), self._open.label)

    def _append(
        self, operation: _Open, rows: Sequence[tuple[ObjectKind, str, str, object, object]]
    ) -> None:
        if not rows:
            return
        if not operation.written:
            self._record(operation)
            operation.written = True
        ticking = self._ticking()
        self._file.writing.many(
            f"INSERT INTO journal ({_COLUMNS}, via) VALUES ({_MARKS})",  # noqa: S608
            [
                (
                    new_id(), ticking.next(), operation.id, operation.label, operation.author,
                    kind.value, subject, field, to_json(before), to_json(after),
                    operation.target, operation.id,
                )
                for kind, subject, field, before, after in rows
            ],
        )  # fmt: skip

    def _record(self, operation: _Open) -> None:
        self._file.writing.run(
            "INSERT INTO operations (id, kind, label, target) VALUES (?, ?, ?, ?)",
            (operation.id, operation.kind, operation.label, operation.target),
        )

    def _refresh(self, objects: Iterable[tuple[ObjectKind, str]], label: str) -> Change:
        touched = list(dict.fromkeys(objects))
        state.refresh(self._file.writing, touched)
        what = Changed.NOTHING
        for kind, _ in touched:
            what |= state.CHANGED[kind]
        change = Change(what, tuple(subject for _, subject in touched), label)
        return self._file.announce(change) if touched else change

    def _take_back(self, target: tuple[str, str], kind: str) -> Change:
        """Set every field the operation touched back to what it was when that began."""
        writing = self._file.writing
        rows = writing.all(
            "SELECT kind, subject, field, min(seq) OVER () FROM journal WHERE via = ? ORDER BY seq",
            (target[0],),
        )
        operation = _Open(new_id(), target[1], "", kind=kind, target=target[0])
        touched = dict.fromkeys((ObjectKind(row[0]), row[1], row[2]) for row in rows)
        # An object's being there follows from other fields too (see state.py). That row comes
        # last: a field that is set after a removal would bring the object back.
        touched |= dict.fromkeys(
            (kind, subject, EXISTS)
            for kind, subject, _ in touched
            if kind is not ObjectKind.DOCUMENT
        )
        begin = rows[0][3] if rows else 0
        wanted = []
        touched_up = set()
        for object_kind, subject, field in sorted(touched, key=lambda key: key[2] == EXISTS):
            now = state.field_value(writing, object_kind, subject, field)
            then = state.field_value(writing, object_kind, subject, field, before=begin)
            # What was not there must not come back by the fields set just before.
            back = field == EXISTS and then is None and (object_kind, subject) in touched_up
            if to_json(now) != to_json(then) or back:  # as JSON, where 1 is not true
                wanted.append((object_kind, subject, field, now, then))
                if then is not None:
                    touched_up.add((object_kind, subject))
        self._record(operation)  # also when nothing differs: it is off the list of things to undo
        operation.written = True
        self._append(operation, wanted)
        change = self._refresh(((k, s) for k, s, *_ in wanted), target[1])
        notes = dict.fromkeys(key for kind, key, *_ in wanted if kind is ObjectKind.ANNOTATION)
        return replace(change, lost=self.after_undo(list(notes))) if notes else change

    def _undo_target(self) -> tuple[str, str] | None:
        taken_back = 0
        for row in self._operations():
            if row[1] == "undo":
                taken_back += 1
            elif taken_back:
                taken_back -= 1
            else:
                return row[0], row[2]
        return None

    def _redo_target(self) -> tuple[str, str] | None:
        done_again = 0
        for row in self._operations():
            if row[1] == "redo":
                done_again += 1
            elif row[1] != "undo":
                return None
            elif done_again:
                done_again -= 1
            else:
                return row[0], row[2]
        return None

    def _operations(self) -> Iterator[Row]:
        """Id, kind, label of what could matter for undoing, latest first."""
        sql = "SELECT id, kind, label FROM operations WHERE kind != 'note' ORDER BY seq DESC"
        return self._file.reading.stream(sql, size=32)

    def _ticking(self) -> Clock:
        if self._clock is None:
            latest = self._file.writing.value("SELECT max(clock) FROM journal")
            self._clock = Clock(latest or "")
        return self._clock

    def _entries(self, rest: str, values: Sequence[object]) -> list[Entry]:
        rows = self._file.reading.all(f"SELECT {_COLUMNS} FROM journal{rest}", values)  # noqa: S608
        return [self._entry(row) for row in rows]

    def _entry(self, row: Row) -> Entry:
        try:
            key, clock, operation, label, author, kind, subject, field, before, after, undoes = row
            return Entry(
                key, clock, operation, label, author, ObjectKind(kind), subject, field,
                json.loads(before), json.loads(after), undoes,
            )  # fmt: skip
        except (ValueError, RecursionError) as error:
            raise VaultDamaged(path=self._file.path, reason="the journal is unreadable") from error


def _is_note(entry: Entry) -> bool:
    """A document's coming and going is each vault's own business."""
    return entry.kind is ObjectKind.DOCUMENT and entry.field == EXISTS


def _row(entry: Entry) -> tuple[object, ...]:
    return (
        entry.id, entry.clock, entry.operation, entry.label, entry.author, entry.kind.value,
        entry.subject, entry.field, to_json(entry.before), to_json(entry.after), entry.undoes,
    )  # fmt: skip
