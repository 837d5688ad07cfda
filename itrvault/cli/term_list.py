"""The `--batch` part of `itrvault search`: a list of queries as one table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from itrvault.cli.common import Session, TerminalProgress, plural, printable
from itrvault.termlists import Extent, Shape, TermRow, TermTable, run_term_list, tag_hits, write_csv
from itrvault.termlists.lines import read_list
from itrvault.termlists.tagging import TaggedHits

SOME_LINES_BAD = 3
"""The exit code when a line of the list could not be read; all others were asked."""


@dataclass(frozen=True, slots=True)
class ListOptions:
    """What to do with the table: files to write, a tag to give, and where."""

    csv: str | None = None
    shape: Shape = "list"
    overwrite: bool = False
    tag: str | None = None
    extent: Extent = "words"
    author: str = ""


def run_list(
    session: Session, vault: str, path: str, options: ListOptions, *, any_word: bool
) -> int:
    """Ask every line of the file; write the table, tag the hits; say what was found."""
    lines = read_list(path)
    progress = TerminalProgress(quiet=session.as_json)
    tagged: TaggedHits | None = None
    try:
        with session.vault(vault, write=options.tag is not None) as opened:
            tag = opened.store.tags.by_path(options.tag).id if options.tag is not None else ""
            table = run_term_list(opened, lines, any_word=any_word, progress=progress)
            if options.csv is not None:
                write_csv(table, Path(options.csv), shape=options.shape,
                          overwrite=options.overwrite)  # fmt: skip
            if tag:
                tagged = tag_hits(
                    opened, table, tag, extent=options.extent, author=options.author,
                    any_word=any_word, progress=progress,
                )  # fmt: skip
    finally:
        progress.close()
    session.emit([_row(table, row) for row in table.rows], lambda: _show(table))
    if options.csv is not None:
        click.echo(f"Table written to {options.csv}", err=True)
    if tagged is not None:
        click.echo(
            f"{plural(tagged.added, 'passage')} marked, {tagged.tagged} marked before got the tag, "
            f"{tagged.known} had it. One undo takes all of it back.",
            err=True,
        )
    return SOME_LINES_BAD if table.failed else 0


def _row(table: TermTable, row: TermRow) -> dict[str, object]:
    if row.error:
        return {
            "line": row.line, "query": row.query, "error": row.error, "position": row.position,
            "suggestion": row.suggestion,
        }  # fmt: skip
    symbols = {document.id: document.symbol for document in table.documents}
    return {
        "line": row.line,
        "query": row.query,
        "read_as": row.read_as,
        "documents": row.documents,
        "total": row.units,
        "places": row.places,
        "hits": [
            {
                "document": one.document,
                "symbol": symbols[one.document],
                "units": list(one.units),
                "pages": list(one.pages),
                "places": one.places,
            }
            for one in row.hits
        ],
    }


def _show(table: TermTable) -> None:
    names = {document.id: document.name for document in table.documents}
    for row in table.rows:
        query = printable(row.query)
        if row.error:
            nearest = f" Nearest: {row.suggestion}" if row.suggestion else ""
            click.echo(f"     ?  line {row.line}: {query}    {row.error}.{printable(nearest)}")
            continue
        click.echo(
            f"{row.units:6}  {query}    {plural(row.places, 'place')} "
            f"in {plural(row.documents, 'document')}"
        )
        for one in row.hits:
            pages = ", ".join(one.pages)
            click.echo(f"        {one.places:6}  {printable(names[one.document])}: "
                       f"{printable(pages)}")  # fmt: skip
    click.echo(
        f"{plural(len(table.rows), 'query').replace('querys', 'queries')}: "
        f"{len(table.empty)} found nothing, {len(table.failed)} could not be read",
        err=True,
    )
