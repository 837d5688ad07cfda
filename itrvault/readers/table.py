"""The table of readers. A new format is a new module, a loader and its place in `READERS`."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from itrvault.errors import FileEmpty, FileUnsupported
from itrvault.readers.base import Reader
from itrvault.readers.kinds import head_of

HEAD = 4096
"""How many bytes from the start a reader judges a file by (of a ZIP also the table's start)."""

SURE = 100


def _pdf() -> object:
    from itrvault.readers import pdf

    return pdf


def _docx() -> object:
    from itrvault.readers import docx

    return docx


def _odf() -> object:
    from itrvault.readers import odf

    return odf


def _rtf() -> object:
    from itrvault.readers import rtf

    return rtf


def _pptx() -> object:
    from itrvault.readers import pptx

    return pptx


def _xlsx() -> object:
    from itrvault.readers import xlsx

    return xlsx


def _csv_tables() -> object:
    from itrvault.readers import csv_tables

    return csv_tables


def _epub() -> object:
    from itrvault.readers import epub

    return epub


def _mail() -> object:
    from itrvault.readers import mail

    return mail


def _packed() -> object:
    from itrvault.readers import packed

    return packed


def _archive() -> object:
    from itrvault.readers import archive

    return archive


def _html() -> object:
    from itrvault.readers import html

    return html


def _plain() -> object:
    from itrvault.readers import plain

    return plain


READERS: tuple[Callable[[], object], ...] = (
    _pdf, _docx, _odf, _xlsx, _pptx, _epub, _rtf, _mail, _packed, _archive, _html,
    _csv_tables, _plain,
)  # fmt: skip
"""Loaded when first asked, the surest kind of evidence first. Imports stand in functions, not in
strings, so that a bundler finds them."""


def choose(data: bytes, name: str) -> Reader:
    """The reader that is surest of this file.

    Raises `FileEmpty` and `FileUnsupported`.
    """
    if not data:
        raise FileEmpty
    head = head_of(data, HEAD)
    best, best_score = None, 0
    for load in READERS:
        reader = cast("Reader", load())
        score = reader.score(head, name)
        if score > best_score:
            best, best_score = reader, score
        if best_score >= SURE:
            break
    if best is None:
        raise FileUnsupported(kind=_kind(head, name))
    return best


def media_type(reader: Reader, data: bytes, name: str) -> str:
    """The type of a file that this reader reads."""
    of_one = getattr(reader, "media_type", None)
    return str(of_one(head_of(data, HEAD), name)) if of_one else reader.MEDIA_TYPE


def _kind(head: bytes, name: str) -> str:
    """What to call a file nobody reads."""
    stem, dot, ending = name.rpartition(".")
    if stem and dot and len(ending) <= 10 and ending.isalnum():
        return f".{ending.lower()}"
    return "plain bytes" if b"\0" in head else "no known format"
