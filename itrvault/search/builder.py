"""Builds a segment out of units, in any process, in memory.

The result is plain bytes with a name, so it travels between processes; `Index.adopt` puts it in the
vault. One pass of a regular expression finds the pieces of a text, each distinct piece is analysed
once for the whole segment, and all that is done for each word of a text is to append a number.
"""

from __future__ import annotations

import json
import secrets
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, chain, count, repeat

from itrvault.errors import BugError
from itrvault.model.search import IndexUnit
from itrvault.search.postings import number_type, pack_postings, pack_single
from itrvault.search.segment_files import COLUMNS, POSTS, STEMS, TERMS, TYPES, UNITS
from itrvault.search.stems import stem_keys
from itrvault.search.streams import placed, streams
from itrvault.search.table import pack_keys, pack_numbers
from itrvault.search.tokens import PIECE, analyse, plain_term

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
    lengths = [gatherer.add(unit) for unit in units]
    unit_type = number_type(max(len(units) - 1, 0))
    position_type = number_type(max(lengths, default=0))
    return write_segment_files(
        [
            (u.row, u.document_row, length, u.language)
            for u, length in zip(units, lengths, strict=True)
        ],
        gatherer.pack(lengths, unit_type, position_type),
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


Put = Callable[[int], int | None]
"""Notes one piece at an address; by how much it is wider than one position, None for not at all."""

Studied = tuple[tuple[tuple[str, int], ...], int, tuple[tuple[str, str], ...]]
"""Of a piece: (term, offset) of its parts, its width, and ("language key", term) of its words."""


def _study(language: str, raw: str) -> Studied:
    if plain := plain_term(raw):
        return (
            ((plain, 0),),
            1,
            tuple((f"{language} {key}", plain) for key in stem_keys(language, raw)),
        )
    piece = analyse(raw)
    keys = tuple(
        (f"{language} {key}", part.term)
        for part in piece.parts
        if part.raw
        for key in stem_keys(language, part.raw)
    )
    return tuple((part.term, part.offset) for part in piece.parts), piece.width, keys


_study_once = lru_cache(maxsize=1 << 16)(_study)


class _Lexicon(dict[str, Put]):
    """The pieces met in one language: what notes each. A new one is studied when it is asked for.

    A plain word, and nearly all are, is noted by the very `append` of its term's addresses.
    """

    def __init__(
        self, language: str, terms: dict[str, array[int]], stems: dict[str, set[str]]
    ) -> None:
        super().__init__()
        self._language = language
        self._terms, self._stems = terms, stems

    def __missing__(self, raw: str) -> Put:
        if raw.isascii() and (lower := raw.lower()) != raw:
            put = self[lower]  # nothing in the index depends on the case of these letters
        elif len(raw) > _REMEMBERED:
            return self._put(_study(self._language, raw))
        else:
            put = self._put(_study_once(self._language, raw))
        if len(raw) <= _REMEMBERED:
            self[raw] = put
        return put

    def _put(self, studied: Studied) -> Put:
        """What notes a piece that was studied; the forms of its words are noted right away."""
        parts, width, keys = studied
        for key, term in keys:
            if key in self._stems:
                self._stems[key].add(term)
            else:
                self._stems[key] = {term}
        appends = []
        for term, offset in parts:
            addresses = self._terms.get(term)
            if addresses is None:
                addresses = self._terms[term] = array("I")
            appends.append((addresses.append, offset))
        if width == 1 and len(appends) == 1:
            return appends[0][0]

        def put_all(address: int) -> int:
            for append, offset in appends:
                append(address + offset)
            return width - 1

        return put_all


class _Gatherer:
    """Collects the occurrences of every term over the units of one segment.

    An occurrence is kept as one number, its address: positions are counted through all units.
    """

    def __init__(self) -> None:
        self._terms: dict[str, array[int]] = {}
        self._lexicons: dict[str, _Lexicon] = {}
        self._address = 0
        self.stems: dict[str, set[str]] = {}

    def add(self, unit: IndexUnit) -> int:
        """Take in the next unit; how many positions it has."""
        lexicon = self._lexicons.get(unit.language)
        if lexicon is None:
            lexicon = _Lexicon(unit.language, self._terms, self.stems)
            self._lexicons[unit.language] = lexicon
        first = address = self._address
        if unit.redlines:
            return self._add_streams(unit, lexicon)
        for put in map(lexicon.__getitem__, PIECE.findall(unit.text)):
            if wider := put(address):
                address += wider
            address += 1
        self._address = address
        return address - first

    def _add_streams(self, unit: IndexUnit, lexicon: _Lexicon) -> int:
        """Take in a unit with redlines; how many positions it has."""
        length = 0
        for one in placed(streams(unit.text, unit.redlines)):
            lexicon[one.raw](self._address + one.position)
            for position, term in one.marks:
                self._terms.setdefault(term, array("I")).append(self._address + position)
            length = one.position + one.piece.width
        self._address += length
        return length

    def pack(
        self, lengths: Sequence[int], unit_type: str, position_type: str
    ) -> list[tuple[bytes, int, bytes]]:
        """(term, units that hold it, packed postings), sorted. `lengths` are those of the units."""
        # Of every address. Lists, since looking up in an array takes three times as long.
        unit_at = list(chain.from_iterable(map(repeat, count(), lengths))).__getitem__
        place_at = list(chain.from_iterable(map(range, lengths))).__getitem__
        packed = []
        for term, addresses in self._terms.items():
            if len(addresses) == 1:  # half of all terms
                unit, place = unit_at(addresses[0]), place_at(addresses[0])
                record = pack_single(unit_type, unit, position_type, place)
                packed.append((term.encode(), 1, record))
                continue
            units = list(map(unit_at, addresses))
            different = dict.fromkeys(units)
            counts = array("I")
            if len(different) < len(units):
                often = Counter(units)
                counts.extend(often.values())
            record = pack_postings(
                array(unit_type, list(different)),
                counts,
                array(position_type, list(map(place_at, addresses))),
            )
            packed.append((term.encode(), len(different), record))
        packed.sort()
        return packed
