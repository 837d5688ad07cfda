"""CSV for spreadsheets: one row for each assessment, or for an excerpt that has none.

UTF-8 with a byte order mark (spreadsheets take it for something else without), CRLF, and every cell
that a spreadsheet would run as a formula starts with an apostrophe. "Quote" is the text exactly as
it stands; where it has a redline, "Redline" shows it as `[-deleted-]` and `{+inserted+}`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from itertools import groupby
from typing import BinaryIO

from itrvault.export.excerpts import Assessment, Excerpt
from itrvault.export.scrub import ExportOptions
from itrvault.export.wording import citation_words, flag_words, link_words, printable
from itrvault.model.document import RedlineKind
from itrvault.rights.assessment import PARTS

NAME = "csv"
TITLE = "CSV (spreadsheet)"
EXTENSION = ".csv"
MEDIA_TYPE = "text/csv"

COLUMNS = (
    "Document", "Title", "Proponent", "Date", "Page", "Number", "Quote", "Redline", "Comment",
    "Tags", "Colour", "Right", "Articles", "Severity", "Likelihood", "Stance", "Rationale",
    "Citation", "SHA-256", "Confidence", "Affected", "Provision", "Proposal",
    *(part.title for part in PARTS), "Kind", "Marks", "Links",
)  # fmt: skip
NAME_COLUMNS = ("Author", "Assessor")
TIME_COLUMNS = ("Created", "Modified", "ID")

_FORMULA = tuple("=+-@\t\r\n|＝＋－＠")
_MARKED = {RedlineKind.DELETED: "[-{}-]", RedlineKind.INSERTED: "{{+{}+}}"}


def write(excerpts: Sequence[Excerpt], out: BinaryIO, options: ExportOptions) -> None:
    """Write a whole file."""
    out.write(_table(excerpts, options).encode("utf-8-sig"))


def preview(excerpt: Excerpt, options: ExportOptions) -> str:
    """The headings and the rows of one excerpt."""
    return _table([excerpt], options)


def _table(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\r\n")
    columns = list(COLUMNS)
    columns += NAME_COLUMNS if options.names else ()
    columns += TIME_COLUMNS if options.times else ()
    table.writerow(columns)
    for excerpt in excerpts:
        for item in excerpt.assessments or (None,):
            row = _row(excerpt, item)
            table.writerow([safe(row[column]) for column in columns])
    return text.getvalue()


def safe(value: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    value = printable(value)
    return f"'{value}" if value.lstrip(" ").startswith(_FORMULA) else value


def _test(item: Assessment | None) -> dict[str, str]:
    """The parts of the test of ICCPR 19(3), answer and reason in a cell: "no: None is named."."""
    said = dict.fromkeys((part.title for part in PARTS), "")
    for _, title, answer, why in item.test if item else ():
        said[title] = ": ".join(filter(None, (answer, why)))
    return said


def _row(excerpt: Excerpt, item: Assessment | None) -> dict[str, str]:
    cite = excerpt.citation
    redline = "".join(
        _MARKED[kind].format(text) if kind else text
        for kind, some in groupby(excerpt.pieces, key=lambda piece: piece.redline)
        for text in ["".join(piece.text for piece in some)]
    )
    return {
        "Document": cite.symbol,
        "Title": cite.title,
        "Proponent": cite.proponent,
        "Date": cite.date,
        "Page": cite.place,
        "Number": str(excerpt.number),
        "Quote": excerpt.quote,
        "Redline": redline if excerpt.redlined else "",
        "Comment": excerpt.note,
        "Tags": "; ".join(excerpt.tags),
        "Colour": excerpt.colour,
        "Right": item.title if item else "",
        "Articles": "; ".join(item.articles) if item else "",
        "Severity": item.severity if item else "",
        "Likelihood": item.likelihood if item else "",
        "Stance": item.stance if item else "",
        "Confidence": item.confidence if item else "",
        "Affected": "; ".join(item.affected) if item else "",
        "Provision": item.provision if item else "",
        "Proposal": item.proposal if item else "",
        **_test(item),
        "Rationale": item.rationale if item else "",
        "Citation": citation_words(cite),
        "SHA-256": cite.sha256,
        "Kind": excerpt.kind.value if excerpt.placed else "passage, not found",
        "Marks": flag_words(excerpt),
        "Links": "\n".join(map(link_words, excerpt.links)),
        "Author": excerpt.author,
        "Assessor": item.assessor if item else "",
        "Created": excerpt.created,
        "Modified": excerpt.modified,
        "ID": excerpt.id,
    }
