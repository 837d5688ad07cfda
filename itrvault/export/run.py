"""From a vault to a file: what the command and the dialog call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from itrvault.export.excerpts import Excerpt
from itrvault.export.gather import Selection, gather
from itrvault.export.registry import exporter
from itrvault.export.scrub import ExportOptions, scrub, scrub_all
from itrvault.export.sink import whole_file
from itrvault.vault import Vault


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What was written: how many excerpts, and where."""

    count: int
    path: Path


def export_excerpts(
    vault: Vault,
    path: Path | str,
    format: str,  # noqa: A002 - the word people use
    options: ExportOptions | None = None,
    selection: Selection | None = None,
) -> ExportResult:
    """Write the chosen excerpts of a vault into one file, whole or not at all.

    Raises InvalidValue (no such format), FileExists, FileUnwritable, DiskFull, and what `gather`
    raises for a query, tag or document that can't be taken.
    """
    exporter(format)  # before any work
    return write_excerpts(gather(vault, selection), path, format, options)


def write_excerpts(
    excerpts: Sequence[Excerpt],
    path: Path | str,
    format: str,  # noqa: A002
    options: ExportOptions | None = None,
) -> ExportResult:
    """As `export_excerpts`, for excerpts already gathered."""
    options = options or ExportOptions()
    chosen = exporter(format)
    target = Path(path)
    with whole_file(target, overwrite=options.overwrite) as out:
        chosen.write(scrub_all(excerpts, options), out, options)
    return ExportResult(len(excerpts), target)


def preview(excerpt: Excerpt, format: str, options: ExportOptions | None = None) -> str:  # noqa: A002
    """How one excerpt will look: an HTML document for HTML and DOCX, else plain text."""
    options = options or ExportOptions()
    return exporter(format).preview(scrub(excerpt, options), options)
