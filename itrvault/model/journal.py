"""The journal: every change a person ever made, in order, and what a write announces."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Flag, StrEnum, auto


class ObjectKind(StrEnum):
    """What a journal row speaks of."""

    DOCUMENT = "document"
    ANNOTATION = "annotation"
    TAG = "tag"
    RISK = "risk"
    SEARCH = "search"
    LINK = "link"
    SUGGESTION = "suggestion"
    SETTLEMENT = "settlement"
    CONCORDANCE = "concordance"
    VAULT = "vault"


@dataclass(frozen=True, slots=True)
class Entry:
    """One immutable row. Values are JSON-able; None means "not there".

    `clock` is a hybrid logical clock as a string that sorts in order of cause
    ("milliseconds-counter-node"); `subject` is the id of the object; `operation` groups the rows
    of one thing a person did; `undoes` is the operation this one takes back ("" for none).
    """

    id: str
    clock: str
    operation: str
    label: str
    author: str
    kind: ObjectKind
    subject: str
    field: str
    before: object
    after: object
    undoes: str = ""


class Changed(Flag):
    """What kinds of thing a write touched. Views decide from this whether to reload."""

    NOTHING = 0
    DOCUMENTS = auto()
    ANNOTATIONS = auto()
    TAGS = auto()
    RISKS = auto()
    SEARCHES = auto()
    LINKS = auto()
    SUGGESTIONS = auto()
    SETTLEMENTS = auto()  # of proposals, and of numbers in the concordance
    INDEX = auto()


@dataclass(frozen=True, slots=True)
class Change:
    """Returned by every write: what it touched, which objects, and its name for the undo menu.

    `lost` are annotations that an undo or redo gave back and whose words are not in the text as it
    is now: they wait to be placed by hand.
    """

    what: Changed
    ids: tuple[str, ...] = ()
    label: str = ""
    lost: tuple[str, ...] = ()
