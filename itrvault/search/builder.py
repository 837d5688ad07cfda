"""Builds a segment out of units, in any process, in memory.

The result is plain bytes with a name, so it travels between processes; `Index.adopt` puts it in the
vault. One pass of a regular expression finds the pieces of a text, each distinct piece is analysed
once for the whole segment, and positions are gathered straight into the arrays that are stored.
"""

from __future__ import annotations

import json
import secrets
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from itrvault.model.search import IndexUnit
from itrvault.search.codec import COLUMNS, POSTS, STEMS, TERMS, TYPES, UNITS
from itrvault.search.postings import number_type, pack_postings
from itrvault.search.stems import stem_keys
from itrvault.search.table import pack_keys, pack_numbers
from itrvault.search.tokens import PIECE, Piece, analyse, is_unspaced

_REMEMBERED = 48
"""Longer pieces (a paragraph of Chinese) are not worth remembering."""


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
    languages = sorted({unit.language for unit in units})
    gatherer = _Gatherer()
    lengths = array("I", (gatherer.add(number, unit) for number, unit in enumerate(units)))
    columns = b"".join(
        (
            COLUMNS.pack(len(units), len(languages)),
            pack_numbers("I", array("I", (unit.row for unit in units))),
            pack_numbers("I", array("I", (unit.document_row for unit in units))),
            pack_numbers("I", lengths),
            bytes(languages.index(unit.language) for unit in units),
            json.dumps(languages).encode(),
        )
    )
    terms, posts = gatherer.pack(len(units), max(lengths, default=0))
    files = {TERMS: terms, POSTS: posts, UNITS: columns, STEMS: gatherer.pack_stems()}
    return Segment(secrets.token_hex(8), len(units), sum(lengths), files)


class _Gatherer:
    """Collects the occurrences of every term over the units of one segment."""

    def __init__(self) -> None:
        # term -> ([unit, how often, unit, how often, ...], [position, ...])
        self._terms: dict[str, tuple[list[int], list[int]]] = {}
        self._known: dict[str, dict[str, str | Piece]] = {}
        self._stems: dict[str, set[str]] = {}

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
        piece = analyse(raw)
        for part in piece.parts:
            if part.raw:
                for key in stem_keys(language, part.raw):
                    self._stems.setdefault(f"{language} {key}", set()).add(part.term)
        simple = len(piece.parts) == 1 and piece.width == 1
        found: str | Piece = piece.parts[0].term if simple else piece
        if len(raw) <= _REMEMBERED or not is_unspaced(raw):
            known[raw] = found
        return found

    def pack(self, count: int, longest: int) -> tuple[bytes, bytes]:
        """The files of terms and of postings."""
        unit_type, position_type = number_type(max(count - 1, 0)), number_type(longest)
        named = sorted((term.encode(), entry) for term, entry in self._terms.items())
        frequencies, offsets, records = array("I"), array("Q", (0,)), []
        end = 0
        for _, (pairs, positions) in named:
            record = pack_postings(
                array(unit_type, pairs[::2]),
                array("I", pairs[1::2]),
                array(position_type, positions),
            )
            frequencies.append(len(pairs) // 2)
            end += len(record)
            offsets.append(end)
            records.append(record)
        terms = b"".join(
            (
                TYPES.pack(unit_type.encode(), position_type.encode()),
                pack_keys([name for name, _ in named]),
                pack_numbers("I", frequencies),
                pack_numbers("Q", offsets),
            )
        )
        return terms, b"".join(records)

    def pack_stems(self) -> bytes:
        """Lines "language key<tab>form form", sorted; a key that is its only form is left out."""
        lines = (
            f"{key}\t{' '.join(sorted(forms))}".encode()
            for key, forms in self._stems.items()
            if len(forms) > 1 or key.partition(" ")[2] not in forms
        )
        return pack_keys(sorted(lines))
