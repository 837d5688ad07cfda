"""Highlights and comments that came with a file, as journal rows that are the same everywhere.

Two people who import the same file and later put their vaults together must not have every comment
twice, and one that somebody took away must stay away when the file is imported again. So ids and
clocks of these rows follow from the file alone: a row that a vault has already is passed over, and
whatever a person does to such a mark comes after its making.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from itrvault.model.annotation import Anchor
from itrvault.model.journal import Entry, ObjectKind
from itrvault.store.clock import UNKNOWN_TIME
from itrvault.store.fields import anchor_to
from itrvault.store.state import EXISTS
from itrvault.store.units import storable

LABEL = "Made in the file"
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_NODE = "00000000"


@dataclass(frozen=True, slots=True)
class FoundMark:
    """A mark with its place in the text. Author and date (ISO) as the file says."""

    anchor: Anchor
    colour: str
    note: str = ""
    author: str = ""
    date: str = ""


def rows_of(document: str, marks: Iterable[FoundMark]) -> Iterator[Entry]:
    """The journal rows that make annotations of a document's marks."""
    operation = _id(document, "marks")
    alike: Counter[str] = Counter()
    for number, mark in enumerate(marks, start=1):
        said = "\0".join(
            (mark.anchor.exact, mark.colour, mark.note, mark.author, mark.date)
        )  # fmt: skip
        alike[said] += 1
        key = _id(document, said, str(alike[said]))
        fields: dict[str, object] = {
            EXISTS: True,
            "document": document,
            "number": number,
            "anchor": anchor_to(mark.anchor),
            "colour": mark.colour,
            "note": storable(mark.note),
        }
        if mark.author:
            fields["author"] = storable(mark.author)
        moment = milliseconds(mark.date)
        for place, (field, value) in enumerate(fields.items()):
            yield Entry(
                _id(key, field), f"{moment:013d}-{place:06d}-{_NODE}", operation, LABEL, "",
                ObjectKind.ANNOTATION, key, field, None, value,
            )  # fmt: skip


def milliseconds(date: str) -> int:
    """A date of a file as a clock has it; `UNKNOWN_TIME` for what is none, or lies ahead."""
    try:
        moment = datetime.fromisoformat(date.strip())
    except ValueError:
        return UNKNOWN_TIME
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    try:
        moment = moment.astimezone(UTC)
    except OverflowError:
        return UNKNOWN_TIME
    known = _EARLIEST < moment < datetime.now(UTC)
    return int(moment.timestamp() * 1000) if known else UNKNOWN_TIME


def _id(*parts: str) -> str:
    """An id that anybody makes of the same parts (a UUID of version 8, RFC 9562)."""
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).digest()
    value = int.from_bytes(digest[:16], "big")
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return str(uuid.UUID(int=value | 0x8 << 76 | 0x2 << 62))
