"""What tests of flowing readers share: reading to the end, and looking at what came out."""

from __future__ import annotations

import io
import zipfile

from itrvault.errors import ReaderFailed
from itrvault.model.document import Unit
from itrvault.model.geometry import FlowLayout
from itrvault.readers import base
from itrvault.readers.base import Member, ReadContext, Reader, Record


def records(reader: Reader, data: bytes, name: str) -> list[Record]:
    found = list(reader.read(data, ReadContext(name)))
    for unit in found:
        if isinstance(unit, Unit):
            check_cover(unit)
    return found


def units(reader: Reader, data: bytes, name: str) -> list[Unit]:
    return [r for r in records(reader, data, name) if isinstance(r, Unit)]


def text(reader: Reader, data: bytes, name: str) -> str:
    return "".join(unit.text for unit in units(reader, data, name))


def warnings(reader: Reader, data: bytes, name: str) -> list[str]:
    return [r.sentence for r in records(reader, data, name) if isinstance(r, base.Warning)]


def metadata(reader: Reader, data: bytes, name: str) -> dict[str, str]:
    return {r.key: r.value for r in records(reader, data, name) if isinstance(r, base.Metadata)}


def members(reader: Reader, data: bytes, name: str) -> list[Member]:
    return [r for r in records(reader, data, name) if isinstance(r, Member)]


ENDS = ("read", "empty", "damaged", "locked", "unsupported", "limit")


def end_of(reader: Reader, data: bytes, name: str) -> str:
    """How reading ends: "read", or the code of a known failure. Anything else is a bug."""
    try:
        records(reader, data, name)
    except ReaderFailed as failure:
        return failure.code
    return "read"


def check_cover(unit: Unit) -> None:
    """Every character lies in exactly one paragraph and one run."""
    assert isinstance(unit.layout, FlowLayout)
    at = 0
    for paragraph in unit.layout.paragraphs:
        assert paragraph.start == at
        for number, part in enumerate(paragraph.runs):
            assert (part.start, part.number) == (at, number)
            at = part.end
        assert at == paragraph.end
        assert unit.text[at - 1] == "\n"
    assert at == len(unit.text)


def kinds(unit: Unit) -> list[tuple[str, str]]:
    """Each paragraph's kind and words."""
    assert isinstance(unit.layout, FlowLayout)
    return [(p.kind.value, unit.text[p.start : p.end - 1]) for p in unit.layout.paragraphs]


def cells(unit: Unit) -> list[tuple[int, int, int, str]]:
    """Table, row, column and words of each cell."""
    assert isinstance(unit.layout, FlowLayout)
    return [
        (p.table, p.row, p.column, unit.text[p.start : p.end - 1])
        for p in unit.layout.paragraphs
        if p.table
    ]


def reds(unit: Unit) -> list[tuple[str, str, str, str]]:
    """Kind, author, date and words of each redline."""
    return [(r.kind.value, r.author, r.date, unit.text[r.start : r.end]) for r in unit.redlines]


def zipped(files: dict[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(name, data, stored)
    return out.getvalue()
