"""Builds a segment out of units, in any process, in memory.

The result is plain bytes with a name, so it travels between processes; `Index.adopt` puts it in the
vault.
"""

from __future__ import annotations

import json
import secrets
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, zip_longest

from itrvault.errors import BugError
from itrvault.model.search import IndexUnit
from itrvault.search.edges import bodies_of
from itrvault.search.gathering import Gatherer, Packed
from itrvault.search.lexicon import Lexicon
from itrvault.search.segment_files import COLUMNS, EDGES, POSTS, STEMS, TERMS, TYPES, UNITS
from itrvault.search.table import pack_keys, pack_numbers

_MOST_LANGUAGES = 256


@dataclass(frozen=True, slots=True)
class Segment:
    """A finished segment: its name, how many units and positions it has, its files by extension."""

    name: str
    count: int
    positions: int
    files: dict[str, bytes]

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(map(len, self.files.values()))


def build_segment(
    units: Sequence[IndexUnit],
    lexicon: Lexicon | None = None,
    numbers: Iterable[array[int] | None] = (),
) -> Segment:
    """Index the units, in the order they come. They should be of whole documents.

    A `lexicon` remembers what was studied for earlier segments; `numbers` are those of the chunks
    of each unit's text, where it has them already.
    """
    gatherer = Gatherer(lexicon)
    for unit, body, known in zip_longest(units, bodies_of(units), numbers):
        gatherer.add(unit, body, known)
    packed = gatherer.pack()
    rows = [
        (u.row, u.document_row, length, u.language)
        for u, length in zip(units, packed.lengths, strict=True)
    ]
    return lay_out(rows, packed)


def lay_out(rows: Sequence[tuple[int, int, int, str]], packed: Packed) -> Segment:
    """A segment out of what is packed.

    `rows` are (unit row, document row, positions, language) of every unit.
    """
    languages = sorted({language for _, _, _, language in rows})
    places = {language: place for place, language in enumerate(languages)}
    if len(languages) > _MOST_LANGUAGES:
        raise BugError(f"{len(languages)} languages in one segment")
    units = [
        COLUMNS.pack(len(rows), len(languages)),
        pack_numbers("I", array("I", (row for row, _, _, _ in rows))),
        pack_numbers("I", array("I", (document_row for _, document_row, _, _ in rows))),
        pack_numbers("I", array("I", (length for _, _, length, _ in rows))),
        bytes(places[language] for _, _, _, language in rows),
        json.dumps(languages).encode(),
    ]
    table = [
        TYPES.pack(packed.unit_type.encode(), packed.position_type.encode()),
        pack_keys(packed.terms),
        pack_numbers("I", array("I", packed.records.frequencies)),
        pack_numbers("Q", array("Q", accumulate(packed.records.sizes, initial=0))),
    ]
    files = {
        TERMS: b"".join(table),
        POSTS: packed.records.data,
        UNITS: b"".join(units),
        STEMS: pack_keys(sorted(packed.stems)),
        EDGES: pack_numbers("I", packed.edges),
    }
    return Segment(secrets.token_hex(8), len(rows), sum(row[2] for row in rows), files)
