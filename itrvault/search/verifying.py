"""Compares the index with the text it was made from."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from itertools import groupby

from itrvault.model.search import IndexUnit
from itrvault.progress import Progress, Step
from itrvault.search.blobs import BlobFiles, read_blob
from itrvault.search.codec import VaultReader
from itrvault.search.edges import WIDTH, Body, bodies_of, edges_of
from itrvault.search.snapshot import Snapshot
from itrvault.search.streams import tokens_of

_SAMPLES = 400
"""Units whose words are looked up one by one."""
_EVERY_WORD = 40
"""Words of a sampled unit that are looked up."""
_PIECE = 1 << 20


def verify(
    files: BlobFiles, snapshot: Snapshot, units: Iterable[IndexUnit], progress: Progress
) -> str:
    """What does not agree, as a clause for a sentence; "" when all does.

    Every file has its checksum, every unit of the text is in the index exactly once with its
    document and language, nothing else is, and the words of a sample of units stand where they do
    in the text.
    """
    if trouble := _checksums(files, snapshot):
        return trouble
    where: dict[int, tuple[VaultReader, int]] = {}
    for reader in snapshot.readers:
        for number, row in enumerate(reader.units.rows):
            if number in reader.deleted_docs_set:
                continue
            if row in where:
                return f"unit {row} is in the index twice"
            where[row] = reader, number
    total = len(where)
    step = max(1, total // _SAMPLES)
    for done, (unit, body) in enumerate(_with_bodies(units)):
        found = where.pop(unit.row, None)
        if found is None:
            return f"unit {unit.row} is not in the index"
        reader, number = found
        columns = reader.units
        language = columns.languages[columns.language_numbers[number]]
        if (columns.document_rows[number], language) != (unit.document_row, unit.language):
            return f"unit {unit.row} is in the index with another document or language"
        if done % step == 0:
            progress.report(Step("Comparing the index with the text", done, total))
            if trouble := _words(reader, number, unit) or _edges(reader, number, unit, body):
                return trouble
    if where:
        return f"the index holds {len(where)} pages or sections that are not in the text"
    return ""


def _checksums(files: BlobFiles, snapshot: Snapshot) -> str:
    for entry in snapshot.catalogue.entries:
        for extension, expected in entry.sums:
            name = f"itr_{entry.name}{extension}"
            length, check = files.length(name), 0
            for offset in range(0, length, _PIECE):
                check = zlib.crc32(read_blob(files, name, offset, _PIECE), check)
            if check != expected:
                return f"the file {name} was changed after it was written"
    return ""


def _with_bodies(units: Iterable[IndexUnit]) -> Iterator[tuple[IndexUnit, Body]]:
    """Each unit with its body. Holds one document at a time."""
    for _, some in groupby(units, key=lambda unit: unit.document_row):
        document = list(some)
        yield from zip(document, bodies_of(document), strict=True)


def _edges(reader: VaultReader, number: int, unit: IndexUnit, body: Body) -> str:
    kept = reader.edges[WIDTH * number : WIDTH * (number + 1)]
    if kept != edges_of(unit, body, reader.units.lengths[number]):
        return f"the text of unit {unit.row} begins or ends elsewhere than the index says"
    return ""


def _words(reader: VaultReader, number: int, unit: IndexUnit) -> str:
    places: dict[str, list[int]] = {}
    length = 0
    for token in tokens_of(unit.text, unit.redlines):
        places.setdefault(token.term, []).append(token.position)
        length = max(length, token.position + 1)
    if reader.units.lengths[number] != length:
        return f"unit {unit.row} has {length} words, but {reader.units.lengths[number]} are indexed"
    step = max(1, len(places) // _EVERY_WORD)
    for term, positions in list(places.items())[::step]:
        postings = reader.postings_of(term)
        if (postings.positions_in({number}) if postings is not None else []) != positions:
            return f"the word “{term}” of unit {unit.row} is not where the text has it"
    return ""
