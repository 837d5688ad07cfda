"""What the journal says came about since one looked last.

Every annotation, judgement, tag and document comes, changes and goes with a row of the journal, and
the number of its last row says which state of the vault one sees. So what was read once need not be
read again: only what the rows since then speak of.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from itrvault.model.journal import ObjectKind
from itrvault.store.connection import Connection
from itrvault.store.state import EXISTS, readable

MOST = 4_000
"""Rows that are looked through; after more of them reading all again is as quick."""

BATCH = 400
"""Ids in one statement."""

_NUMBERING = frozenset({"number", "document"})

_SQL = """SELECT kind, subject, field,
        CASE WHEN field = 'document' THEN before END, CASE WHEN field = 'document' THEN after END
    FROM journal NOT INDEXED WHERE seq > ? AND kind IN (?, ?, ?, ?) LIMIT ?"""
_KINDS = (ObjectKind.ANNOTATION, ObjectKind.RISK, ObjectKind.TAG, ObjectKind.DOCUMENT)


@dataclass(frozen=True, slots=True)
class News:
    """Ids of what may be another now, may have come, or may be gone.

    `documents` came or went with all that is on them. Annotations that were made or unmade
    (`numbered`), on `numbered_in` as far as the rows say where, may have given others of their
    document another number. `tags` says whether the codebook is another.
    """

    annotations: frozenset[str]
    numbered: frozenset[str]
    numbered_in: frozenset[str]
    risks: frozenset[str]
    documents: frozenset[str]
    tags: bool


def last_row(reading: Connection) -> int:
    """The number of the journal's last row, 0 where it has none."""
    return int(reading.value("SELECT max(seq) FROM journal") or 0)


def news_since(reading: Connection, row: int) -> News | None:
    """What came about after a row of the journal; None when that is too much to tell singly.

    Raises VaultDamaged.
    """
    values = (row, *(kind.value for kind in _KINDS), MOST + 1)
    rows = reading.all(_SQL, values)
    if len(rows) > MOST:
        return None
    ids: dict[str, set[str]] = {kind.value: set() for kind in _KINDS}
    numbered: set[str] = set()
    places: set[str] = set()
    for kind, subject, field, before, after in rows:
        if kind == ObjectKind.DOCUMENT.value and field != EXISTS:
            continue  # a corrected fact
        ids[kind].add(subject)
        if kind == ObjectKind.ANNOTATION.value and field in _NUMBERING:
            numbered.add(subject)
            places.update(text for text in (before, after) if text is not None)
    with readable(reading):
        where = {str(json.loads(text)) for text in places}
    return News(
        frozenset(ids[ObjectKind.ANNOTATION.value]),
        frozenset(numbered),
        frozenset(where),
        frozenset(ids[ObjectKind.RISK.value]),
        frozenset(ids[ObjectKind.DOCUMENT.value]),
        bool(ids[ObjectKind.TAG.value]),
    )


def batches(ids: Iterable[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """A few ids at a time, each lot with the question marks that stand for it in a statement."""
    wanted = list(ids)
    for at in range(0, len(wanted), BATCH):
        some = wanted[at : at + BATCH]
        yield ",".join("?" * len(some)), some
