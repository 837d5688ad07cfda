"""What a person settled about proposals and numbers that could not be read for certain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from itrvault.model.annotation import Anchor


class Ruling(StrEnum):
    """What a passage is."""

    IS = "is"
    IS_NOT = "is not"


@dataclass(frozen=True, slots=True)
class Settlement:
    """Whether a passage is a proposal, and which. What is "" (or empty) stays as it was read.

    `verb` is a `Verb`'s value, `authors` codes of proponents, `target` what people write ("31A",
    "Article 5A", "title of Article 3"), `wording` the proposed text.
    """

    id: str
    document: str
    anchor: Anchor
    ruling: Ruling
    verb: str = ""
    identifier: str = ""
    authors: tuple[str, ...] = ()
    target: str = ""
    wording: str = ""
    note: str = ""
    author: str = ""
    created: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class NumberPair:
    """One provision's number in two numberings ("1988" 27, "2012" 33), as a person knows it."""

    id: str
    numbering: str
    number: str
    other_numbering: str
    other_number: str
    note: str = ""
    author: str = ""
    created: str = ""
    modified: str = ""
