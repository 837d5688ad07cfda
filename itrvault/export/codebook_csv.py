"""The codebook as CSV: Taguette's columns first, so that it opens there, then all of ours."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from itrvault.export.wording import printable

if TYPE_CHECKING:
    from itrvault.export.codebook import OutgoingTag

NAME = "csv"
TITLE = "CSV (spreadsheet)"
EXTENSION = ".csv"

COLUMNS = (
    "tag", "description", "highlights", "documents", "guid", "colour", "when to use",
    "when not to use", "rights", "only holds others",
)  # fmt: skip
_GUARDED = re.compile(r"'*\s*[=+\-@\t\r\n|＝＋－＠]")


def render(tags: Sequence[OutgoingTag]) -> bytes:
    """The file: UTF-8 with a byte order mark, for spreadsheets; CRLF."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for each in tags:
        tag = each.tag
        row = (
            each.path, tag.definition, str(each.passages), str(each.documents), each.guid,
            each.colour, tag.when_to_use, tag.when_not, "; ".join(tag.rights),
            "" if tag.codable else "yes",
        )  # fmt: skip
        table.writerow([_safe(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def left_out(tags: Sequence[OutgoingTag]) -> Iterable[str]:
    """All that a tag says has a column."""
    return ()


def _safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, and that can be told from one that had it."""
    tidy = printable(cell)
    return f"'{tidy}" if _GUARDED.match(tidy) else tidy
