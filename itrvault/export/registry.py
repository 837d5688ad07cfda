"""The table of export formats. A new format is a new file and a line here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import BinaryIO, Protocol

from itrvault.errors import InvalidValue
from itrvault.export import csv_, docx, html, json_, markdown
from itrvault.export.excerpts import Excerpt
from itrvault.export.scrub import ExportOptions


class Exporter(Protocol):
    """The module-level names of a format."""

    NAME: str  # what --format takes
    TITLE: str  # what a dialog shows
    EXTENSION: str  # with its dot
    MEDIA_TYPE: str

    def write(self, excerpts: Sequence[Excerpt], out: BinaryIO, options: ExportOptions) -> None:
        """Write a whole file. The excerpts have been scrubbed."""

    def preview(self, excerpt: Excerpt, options: ExportOptions) -> str:
        """One excerpt as it will look: text, or an HTML document for formats with a layout."""


EXPORTERS: dict[str, Exporter] = {
    module.NAME: module for module in (markdown, html, docx, csv_, json_)
}
"""By name, in the order a dialog offers them."""


def exporter(name: str) -> Exporter:
    """The exporter of a format; raises InvalidValue for one that is not in the table."""
    found = EXPORTERS.get(name.lower())
    if found is None:
        raise InvalidValue(value=name, field="format", reason=f"there are {', '.join(EXPORTERS)}")
    return found
