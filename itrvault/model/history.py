"""What was done with one thing, step by step, as a person reads it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from itrvault.model.journal import ObjectKind


class StepKind(StrEnum):
    """How a step came about."""

    DONE = "done"
    UNDONE = "undone"
    REDONE = "done again"
    MERGED = "merged"
    FOLLOWED = "by itself"  # what follows from something else, such as another text


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that became another one. None: it was, or is, not there.

    `kind` and `subject` name what it is a field of: the thing itself, a judgement of it, a link.
    Values are as the journal has them; `name` is the path of a tag that is meant by its id.
    """

    kind: ObjectKind
    subject: str
    field: str
    before: object
    after: object
    name: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done: by whom ("" for nobody named), when (ISO time in UTC), what."""

    operation: str
    label: str
    author: str
    time: str
    kind: StepKind
    changes: tuple[FieldChange, ...]
