"""Reads a list of queries: a text file with one on each line, or the lines of a text box."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from itrvault.errors import FileUnreadable

LARGEST = 4 * 2**20
"""Bytes of a list that are read; a list of all words of a language is smaller."""

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"),
          (codecs.BOM_UTF16_BE, "utf-16-be"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListLine:
    """A line that holds a query, with its number from 1. `unreadable`: it is no text."""

    number: int
    query: str
    unreadable: bool = False


def lines_of(lines: Iterable[str]) -> Iterator[ListLine]:
    """The lines that hold a query. Empty ones and those that begin with # are passed over."""
    for number, line in enumerate(lines, 1):
        query = line.strip().strip("\ufeff").strip()
        if query and not query.startswith("#"):
            yield ListLine(number, query)


def read_list(path: Path | str) -> Sequence[ListLine]:
    """The queries in a file of UTF-8 or UTF-16 ("-": standard input). A line that is neither is
    kept, and says so.

    Raises FileUnreadable.
    """
    try:
        if os.fspath(path) == "-":
            data = sys.stdin.buffer.read(LARGEST + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(LARGEST + 1)
    except OSError as error:
        raise FileUnreadable(path=os.fspath(path), reason=error.strerror or str(error)) from None
    if len(data) > LARGEST:
        reason = f"it is larger than {LARGEST // 2**20} MiB, which is no list of queries"
        raise FileUnreadable(path=os.fspath(path), reason=reason)
    return list(_decoded(data))


def _decoded(data: bytes) -> Iterator[ListLine]:
    encoding = "utf-8"
    for mark, name in _MARKS:
        if data.startswith(mark):
            encoding, data = name, data[len(mark) :]
            break
    if encoding != "utf-8":
        yield from lines_of(data.decode(encoding, "replace").splitlines())
        return
    for number, raw in enumerate(data.splitlines(), 1):
        try:
            query = raw.decode().strip()
        except UnicodeDecodeError:
            yield ListLine(number, raw.decode("latin-1").strip(), unreadable=True)
            continue
        if query and not query.startswith("#"):
            yield ListLine(number, query)
