"""The table of readers. A new format is a new module and a line here."""

from __future__ import annotations

import importlib
from typing import cast

from itrvault.errors import FileEmpty, FileUnsupported
from itrvault.readers.base import Reader

HEAD = 4096
"""How many bytes from the start a reader judges a file by."""

READERS = ("pdf", "docx", "archive", "html", "plain")
"""Modules of this package, the surest kind of evidence first. Loaded when first asked."""


def choose(data: bytes, name: str) -> Reader:
    """The reader that is surest of this file.

    Raises `FileEmpty` and `FileUnsupported`.
    """
    if not data:
        raise FileEmpty
    head = data[:HEAD]
    best, best_score = None, 0
    for module in READERS:
        reader = cast("Reader", importlib.import_module(f"itrvault.readers.{module}"))
        score = reader.score(head, name)
        if score > best_score:
            best, best_score = reader, score
        if best_score == 100:
            break
    if best is None:
        raise FileUnsupported(kind=_kind(head, name))
    return best


def _kind(head: bytes, name: str) -> str:
    """What to call a file nobody reads."""
    stem, dot, ending = name.rpartition(".")
    if stem and dot and len(ending) <= 10 and ending.isalnum():
        return f".{ending.lower()}"
    return "plain bytes" if b"\0" in head else "no known format"
