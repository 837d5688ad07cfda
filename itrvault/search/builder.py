"""Builds a segment out of units, in any process, in memory.

The result is plain bytes with a name, so it travels between processes; `Index.adopt` puts it in the
vault. One pass of a regular expression finds the pieces of a text, each distinct piece is analysed
once for the whole segment, and positions are gathered straight into the arrays that are stored.
"""

from __future__ import annotations

import json
import secrets
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from itrvault.errors import BugError
from itrvault.model.search import IndexUnit
from itrvault.search.codec import COLUMNS, POSTS, STEMS, TERMS, TYPES, UNITS
from itrvault.search.postings import number_type, pack_postings
from itrvault.search.stems import stem_keys
from itrvault.search.table import pack_keys, pack_numbers
from itrvault.search.tokens import PIECE, Piece, analyse

_REMEMBERED = 48
"""Longer pieces (a paragraph of Chinese) are not worth remembering."""
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


def build_segment(units: Sequence[IndexUnit]) -> Segment:
    """Index the units, in the order they come. They should be of whole documents."""
    gatherer = _Gatherer()
    lengths = [gatherer.add(number, unit) for number, unit in enumerate(units)]
    unit_type = number_type(max(len(units) - 1, 0))
    position_type = number_type(max(lengths, default=0))
    return write_segment_files(
        [
            (u.row, u.document_row, length, u.language)
            for u, length in zip(units, lengths, strict=True)
        ],
        gatherer.pack(unit_type, position_type),
        unit_type,
        position_type,
        gatherer.stems,
    )


def write_segment_files(
    rows: Sequence[tuple[int, int, int, str]],
    terms: Sequence[tuple[bytes, int, bytes]],
    unit_type: str,
    position_type: str,
    stems: Mapping[str, set[str]],
) -> Segment:
    """Lay out a segment.

    `rows` are (unit row, document row, positions, language) of every unit; `terms`, sorted, (term,
    units that hold it, packed postings); `stems` "language key" -> forms.
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
    records = [record for _, _, record in terms]
    table = [
        TYPES.pack(unit_type.encode(), position_type.encode()),
        pack_keys([term for term, _, _ in terms]),
        pack_numbers("I", array("I", (frequency for _, frequency, _ in terms))),
        pack_numbers("Q", array("Q", accumulate(map(len, records), initial=0))),
    ]
    files = {
        TERMS: b"".join(table),
        POSTS: b"".join(records),
        UNITS: b"".join(units),
        STEMS: _pack_stems(stems),
    }
    return Segment(secrets.token_hex(8), len(rows), sum(row[2] for row in rows), files)


def _pack_stems(stems: Mapping[str, set[str]]) -> bytes:
    """Lines "language key<tab>form form", sorted; a key that is its only form is left out."""
    lines = (
        f"{key}\t{' '.join(sorted(forms))}".encode()
        for key, forms in stems.items()
        if len(forms) > 1 or key.partition(" ")[2] not in forms
    )
    return pack_keys(sorted(lines))


Studied = tuple[str | Piece, tuple[tuple[str, str], ...]]
"""A piece (its term alone when it is a plain word), and ("language key", term) of its words."""


def _study(language: str, raw: str) -> Studied:
    piece = analyse(raw)
    keys = tuple(
        (f"{language} {key}", part.term)
        for part in piece.parts
        if part.raw
        for key in stem_keys(language, part.raw)
    )
    simple = len(piece.parts) == 1 and piece.width == 1
    return (piece.parts[0].term if simple else piece), keys


_study_once = lru_cache(maxsize=1 << 16)(_study)


class _Gatherer:
    """Collects the occurrences of every term over the units of one segment."""

    def __init__(self) -> None:
        # term -> ([unit, how often, unit, how often, ...], [position, ...])
        self._terms: dict[str, tuple[list[int], list[int]]] = {}
        self._known: dict[str, dict[str, str | Piece]] = {}
        self.stems: dict[str, set[str]] = {}

    def add(self, number: int, unit: IndexUnit) -> int:
        """Take in a unit; how many positions it has."""
        known = self._known.setdefault(unit.language, {})
        here: dict[str, list[int]] = {}
        position = 0
        for raw in PIECE.findall(unit.text):
            found = known.get(raw)
            if found is None:
                found = self._learn(raw, unit.language, known)
            if found.__class__ is str:  # a plain word: nearly all of them
                if found in here:
                    here[found].append(position)
                else:
                    here[found] = [position]
                position += 1
            else:
                for part in found.parts:  # type: ignore[union-attr]
                    here.setdefault(part.term, []).append(position + part.offset)
                position += found.width  # type: ignore[union-attr]
        terms = self._terms
        for term, places in here.items():
            entry = terms.get(term)
            if entry is None:
                terms[term] = ([number, len(places)], places)
            else:
                entry[0].append(number)
                entry[0].append(len(places))
                entry[1].extend(places)
        return position

    def _learn(self, raw: str, language: str, known: dict[str, str | Piece]) -> str | Piece:
        if len(raw) > _REMEMBERED:
            return self._note(_study(language, raw))
        known[raw] = found = self._note(_study_once(language, raw))
        return found

    def _note(self, studied: Studied) -> str | Piece:
        found, keys = studied
        for key, term in keys:
            self.stems.setdefault(key, set()).add(term)
        return found

    def pack(self, unit_type: str, position_type: str) -> list[tuple[bytes, int, bytes]]:
        """(term, units that hold it, packed postings), sorted."""
        packed = []
        for term, (pairs, positions) in self._terms.items():
            record = pack_postings(
                array(unit_type, pairs[::2]),
                array("I", pairs[1::2]),
                array(position_type, positions),
            )
            packed.append((term.encode(), len(pairs) // 2, record))
        packed.sort()
        return packed
