"""What a reader is: a module that turns the bytes of one format into records.

A reader is found through the table in `readers/table.py`. It runs in a confined child, so it may
use any parsing library, but it must never open a path, a socket or a process of its own, and what
it yields is checked again by the host.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from itrvault.model.document import ForeignMark, Unit
from itrvault.model.geometry import TextLink


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What a reader is told. `name` is the file's own name, without folders.

    A reader that says `CAN_SKIP = True` gives an empty unit and a warning for each number in `skip`
    without looking at what is in it: those units hung or crashed another reader. `careful` says
    that one did, and asks for no more than the text. `patience` is how many times the bounds of its
    own it should allow (the user asked for a file to be tried again).
    """

    name: str
    password: str = ""
    max_units: int = 20_000
    max_text: int = 200_000_000
    skip: frozenset[int] = frozenset()
    careful: bool = False
    patience: int = 1


@dataclass(frozen=True, slots=True)
class Metadata:
    """One thing the file says about itself, such as ("author", "..."), as it stands there."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Warning:  # noqa: A001 - the word of the field; the builtin is never used here
    """A whole sentence for a person, such as "3 pages have no text layer."."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Member:
    """One file inside a container. `failure` is a ReaderFailed code when it can't be unpacked.

    `stated` is what the container says of it, key and value, such as ("url", "http://...").
    """

    name: str
    data: bytes
    failure: str = ""
    reason: str = ""
    stated: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class At:
    """Says which unit is looked at next, so that the host knows which one hung or crashed us.

    Given by readers that can skip: before each of the first `ALWAYS_SAID` units, and before every
    unit when `ReadContext.careful` asks for it.
    """

    number: int


@dataclass(frozen=True, slots=True)
class LinkFound:
    """A link of the unit numbered `unit`, which has been yielded; so has the one it leads to."""

    unit: int
    link: TextLink


ALWAYS_SAID = 20

Record = Unit | Metadata | Warning | Member | At | ForeignMark | LinkFound


class Reader(Protocol):
    """The module-level names of a reader."""

    NAME: str  # with a version that goes up when its output changes: "docx/1"
    MEDIA_TYPE: str  # a family of formats may have `media_type(head, name) -> str` besides

    def score(self, head: bytes, name: str) -> int:
        """How sure it is, 0 to 100, from the first 4096 bytes and the file's name."""

    def read(self, data: bytes, context: ReadContext) -> Iterator[Record]:
        """Yield units in order (numbers from 0), metadata and warnings; or members, or both.

        A document with files in it (a message with attachments) yields its units and a member for
        each file. Highlights and comments made in the file are yielded as `ForeignMark`, in any
        order, links of flowing text as `LinkFound`, in the order of the text. The host asks twice:
        once for the document, when it is only told how many members there are, and once for the
        members, when it is not sent the units.

        Raises a `ReaderFailed` subclass of `itrvault.errors` for a file that can't be read.
        """
