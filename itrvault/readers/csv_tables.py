"""Reads tables kept as text (.csv, .tsv): every row a row, every field a cell.

What divides the fields is found from the file itself: of comma, semicolon, tab and bar the one
that cuts most lines into equally many parts. A file that none of them divides is plain text.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from itrvault.errors import FileEmpty
from itrvault.readers import plain
from itrvault.readers.base import Metadata, ReadContext, Record
from itrvault.readers.encoding import bom_of, decode, is_binary, is_guessed
from itrvault.readers.grid import Grid
from itrvault.readers.kinds import extension, kind_of
from itrvault.readers.sections import Sections, clean

NAME = "csv/1"
MEDIA_TYPE = "text/csv"

_ENDINGS = {"csv", "tsv", "tab"}
_SAMPLE = 200
_LONGEST_FIELD = 50_000_000
_SAYS_ITSELF = re.compile(r'"?sep=(.)"?\n', re.I)


def score(head: bytes, name: str) -> int:
    """Goes by the ending, unless the bytes are of something else."""
    if extension(name) not in _ENDINGS:
        return 0
    if bom_of(head)[0]:
        return 60
    return 0 if kind_of(head, name) or head.startswith(b"\0") else 50


def media_type(head: bytes, name: str) -> str:
    """Fields parted by tabs have a type of their own."""
    return "text/csv" if extension(name) == "csv" else "text/tab-separated-values"


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield the encoding, then the rows."""
    if not data:
        raise FileEmpty
    text, encoding = decode(data)
    if is_binary(text, guessed=is_guessed(encoding)) or not text.strip():
        yield from plain.read(data, context)
        return
    text = clean(text)
    stated = _SAYS_ITSELF.match(text)
    divider = stated[1] if stated else _divider(text, context.name)
    if not divider:
        yield from plain.read(data, context)
        return
    yield Metadata("encoding", encoding)
    sections = Sections(context, parts=True)
    grid = Grid()
    grid.table()
    body = text[stated.end() :] if stated else text
    for row in _rows(body.split("\n"), divider, quoted=body.count('"') % 2 == 0):
        for block in grid.row(enumerate(row)):
            yield from sections.add(block)
    yield from sections.close()
    yield from grid.warnings()


def _rows(lines: Iterable[str], divider: str, *, quoted: bool) -> Iterator[list[str]]:
    """The rows. One quotation mark without its fellow would swallow the rest, so none counts."""
    csv.field_size_limit(_LONGEST_FIELD)
    whole = (f"{line}\n" for line in lines)
    if quoted:
        return csv.reader(whole, delimiter=divider)
    return csv.reader(whole, delimiter=divider, quoting=csv.QUOTE_NONE)


def _divider(text: str, name: str) -> str:
    """The sign between fields, "" when there is none."""
    lines = text[:500_000].split("\n", _SAMPLE)[:_SAMPLE]
    quoted = "\n".join(lines).count('"') % 2 == 0
    best, most = "", 0.0
    for divider in "\t,;|" if extension(name) != "csv" else ",;\t|":
        widths = Counter(
            len(row) for row in islice(_rows(lines, divider, quoted=quoted), _SAMPLE) if any(row)
        )
        if not widths:
            continue
        width, rows = widths.most_common(1)[0]
        if width == 1 and len(widths) > 1:
            width, rows = widths.most_common(2)[1]
        share = rows / widths.total() if width > 1 else 0.0
        if share > most + 0.05:
            best, most = divider, share
    return best if most >= 0.3 else ""
