"""What a merge would do, as records for people to look at and choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from itrvault.model.journal import Entry, ObjectKind


class Side(StrEnum):
    """Whose version of a field stands in the end. BOTH is for texts: mine, then theirs."""

    MINE = "mine"
    THEIRS = "theirs"
    BOTH = "both"


class Effect(StrEnum):
    """What happens to an object here."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    BACK = "comes back"


TEXT_FIELDS = {
    "note", "rationale", "definition", "when_to_use", "when_not", "reason", "law_why", "aim_why",
    "necessity_why",
}  # fmt: skip
"""Fields of which both versions can be kept."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that gets another value. None means "not there"."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Incoming:
    """An object that is added, changed, removed or comes back, and by whom last.

    `words` say what it is: the quotation, the tag's path, the right. `document` is the id of the
    document it lies in, "" for tags.
    """

    kind: ObjectKind
    subject: str
    effect: Effect
    words: str
    document: str = ""
    author: str = ""
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that was changed on both sides since they parted. The later one is the default."""

    kind: ObjectKind
    subject: str
    field: str
    words: str
    mine: Any
    theirs: Any
    default: Side
    mine_author: str = ""
    mine_time: str = ""
    theirs_author: str = ""
    theirs_time: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """Names the conflict in a choice: object and field."""
        return self.subject, self.field

    @property
    def sides(self) -> tuple[Side, ...]:
        """The answers there are."""
        texts = isinstance(self.mine, str) and isinstance(self.theirs, str)
        if texts and self.field in TEXT_FIELDS:
            return Side.MINE, Side.THEIRS, Side.BOTH
        return Side.MINE, Side.THEIRS


@dataclass(frozen=True, slots=True)
class MissingDocument:
    """A document of the other vault that is not here, and how many notes it has there."""

    id: str
    symbol: str
    title: str
    annotations: int


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that is not taken in, and the reason as a sentence."""

    kind: ObjectKind
    subject: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What comes in, what changes, what conflicts. Nothing has been written.

    `entries` are the journal rows to take in. Two kinds of rows are our own: `moved` for passages
    that stand elsewhere in our text, `again` for what an earlier merge brought and an undo took
    away. `at` is how long our journal was when the plan was made.
    """

    other: Path
    entries: tuple[Entry, ...]
    moved: tuple[Entry, ...]
    again: tuple[Entry, ...]
    incoming: tuple[Incoming, ...]
    conflicts: tuple[Conflict, ...]
    missing: tuple[MissingDocument, ...]
    taken: tuple[str, ...]
    refused: tuple[Refused, ...]
    at: int
    latest: str

    @property
    def nothing(self) -> bool:
        """Whether applying it would change nothing at all."""
        return not (self.entries or self.moved or self.again or self.taken)

    def count(self, effect: Effect, kind: ObjectKind | None = None) -> int:
        """How many objects (of a kind) have that happen to them."""
        return sum(item.effect is effect and kind in (None, item.kind) for item in self.incoming)


@dataclass(frozen=True, slots=True)
class MergeChoices:
    """Answers to conflicts, by `Conflict.key`; the default where there is none."""

    sides: Mapping[tuple[str, str], Side] = field(default_factory=dict)
    author: str = ""
