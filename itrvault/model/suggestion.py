"""What a person ruled on a passage that a sweep proposed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from itrvault.model.annotation import Anchor


class Decision(StrEnum):
    """What became of a suggestion."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A passage with what proposed it: `source` is "taxonomy:privacy" or "search:<id>".

    `triggers` are the words that did; `annotation` the id of the mark that was made when it was
    accepted. Its own id follows from document, source and quotation, so that copies agree.
    """

    id: str
    document: str
    anchor: Anchor
    source: str
    triggers: tuple[str, ...]
    decision: Decision
    reason: str = ""
    annotation: str = ""
    author: str = ""
    created: str = ""
    modified: str = ""
