"""`itrvault search`: find words, phrases and facts."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import click

from itrvault.cli.common import Session, TerminalProgress, plural, printable, session_options
from itrvault.cli.grouping import BY, groups_json, groups_of, show_groups
from itrvault.cli.term_list import ListOptions, run_list
from itrvault.errors import VaultInUse, VaultReadOnly
from itrvault.model.geometry import Span
from itrvault.model.search import SORTS, Hit, SearchResult
from itrvault.termlists import Extent, Shape
from itrvault.treaty.families import newer_revisions, revision_label
from itrvault.vault import Vault

if TYPE_CHECKING:
    from itrvault.search.explaining import WordReading


@click.command("search")
@click.argument("vault")
@click.argument("query", required=False)
@click.option("--any", "any_word", is_flag=True, help="Any of the words, best match first.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=20, show_default=True)
@click.option(
    "--sort", type=click.Choice(SORTS), default="best", show_default=True, help="Order of hits."
)
@click.option("--group", type=click.Choice(BY), help="Count the whole result by this instead.")
@click.option("--explain", is_flag=True, help="Say how the query was read, and its scores.")
@click.option("--batch", metavar="FILE", help="Run every line of FILE as a query; see below.")
@click.option("--csv", metavar="OUT", help="Write the table of --batch to OUT.")
@click.option("--matrix", is_flag=True, help="In OUT a column for each document.")
@click.option("--overwrite", is_flag=True, help="Replace OUT if it exists.")
@click.option("--tag", metavar="PATH", help="Give this tag to every hit of --batch; one undo.")
@click.option(
    "--mark",
    type=click.Choice(["words", "sentence", "page"]),
    default="words",
    show_default=True,
    help="What --tag marks of a hit.",
)
@click.option("--author", default="", help="Name to write to what --tag marks (default: none).")
@session_options
def search_command(
    session: Session,
    vault: str,
    query: str | None,
    any_word: bool,
    limit: int,
    sort: str,
    group: str | None,
    explain: bool,
    batch: str | None,
    csv: str | None,
    matrix: bool,
    overwrite: bool,
    tag: str | None,
    mark: Extent,
    author: str,
) -> int:
    """Search VAULT for QUERY.

    \b
    traffic routing          both words, in any inflected form
    traffic OR billing       either;  NOT or - leaves out
    "right to know"          a phrase;  "right know"~5  right w/5 know  near each other
    right pre/5 know         in this order;  ^preamble  at the beginning of a page
    rout*  organi?ation      any ending, any letter;  suspention~1 misspelt
    exact:décision           the very spelling;  translit:Lavrov  in other scripts, too
    provision:31A article:6 id:RUS/27/7   what is cited, in six languages
    inserted:traffic         only where a redline inserts it;  deleted:"right to know"
    symbol: title: class: lang: proponent: date:2012-11/2012-12 tag: has:note
    type:word author: path: meta: subject: from: to:   what the file says about itself

    FILE of --batch has a query on each line; the table says where each finds something.
    All of the query language: docs/searching.md.
    """
    if (query is None) == (batch is None):
        raise click.UsageError("Give a QUERY, or --batch FILE.")
    if batch is None and (csv is not None or tag is not None or matrix):
        raise click.UsageError("--csv, --matrix and --tag belong to --batch FILE.")
    ensure_index(session, vault)
    if batch is not None:
        shape: Shape = "matrix" if matrix else "list"
        options = ListOptions(csv, shape, overwrite, tag, mark, author)
        return run_list(session, vault, batch, options, any_word=any_word)
    assert query is not None
    with session.vault(vault) as opened:
        result = opened.search(query, any_word=any_word, limit=limit, sort=sort)
        newer = _newer(opened, result)
        groups = groups_of(opened, result, group) if group else []
        words: tuple[WordReading, ...] = ()
        if explain:
            words = opened.index.explain(opened.index.parse(query, any_word=any_word))
    answer = as_json(result, newer)
    if explain:
        answer["words"] = [_word_json(word) for word in words]

    if group:
        answer["groups"] = groups_json(groups)

    def print_answer() -> None:
        for word in words:
            click.echo(_explained(word), err=True)
        if group and groups:
            show_groups(groups)
        else:
            show(result, newer, explain=explain)

    session.emit(answer, print_answer)
    return 0


def ensure_index(session: Session, vault: str) -> None:
    """Bring the index up to date when it is missing or of another version.

    Where the file can't be written now, searching makes one in memory instead.
    """
    with session.vault(vault) as opened:
        if not opened.index_is_stale:
            return
    progress = TerminalProgress(quiet=session.as_json)
    try:
        with session.vault(vault, write=True) as opened:
            opened.ensure_index(progress)
    except (VaultInUse, VaultReadOnly):
        click.echo("The index is out of date; one is made in memory for this search.", err=True)
    finally:
        progress.close()


_FORMS_SHOWN = 12


def _explained(word: WordReading) -> str:
    """One word of the query in a line: `suspended: stem suspend (en); suspend 3, suspended 2`."""
    stems: dict[str, list[str]] = {}
    for language, stem in word.stems:
        stems.setdefault(stem, []).append(language)
    said = ", ".join(f"{stem} ({' '.join(spoken)})" for stem, spoken in stems.items())
    forms = ", ".join(f"{form} {count}" for form, count in word.forms[:_FORMS_SHOWN])
    more = len(word.forms) - _FORMS_SHOWN
    rest = f" and {more} more" if more > 0 else ""
    parts = [f"stem {said}"] if said else []
    parts.append(f"{forms}{rest}" if forms else "nowhere")
    return printable(f"  {word.typed}: {'; '.join(parts)}")


def _word_json(word: WordReading) -> dict[str, object]:
    return {
        "typed": word.typed,
        "stems": [{"language": language, "stem": stem} for language, stem in word.stems],
        "forms": [{"form": form, "units": count} for form, count in word.forms],
    }


def _newer(vault: Vault, result: SearchResult) -> dict[str, tuple[str, str]]:
    """For each document of the hits that has a newer revision in the vault: its id and mark."""
    if not result.hits:
        return {}
    documents = vault.store.documents.all()
    found = {hit.document for hit in result.hits}
    newer = newer_revisions(documents)
    return {
        document.id: (newer[document.id].id, revision_label(newer[document.id], document))
        for document in documents
        if document.id in found and document.id in newer
    }


def as_json(
    result: SearchResult, newer: Mapping[str, tuple[str, str]] = MappingProxyType({})
) -> dict[str, object]:
    """Give a result as one JSON-able object. Spans are code points of the unit's text."""
    return {
        "query": result.query,
        "read_as": result.read_as,
        "total": result.total,
        "documents": result.documents,
        "took_ms": round(result.took_ms, 3),
        "hits": [
            {
                "document": hit.document,
                "symbol": hit.symbol,
                "title": hit.title,
                "proponent": hit.proponent,
                "unit": hit.unit,
                "page": hit.page,
                "score": round(hit.score, 4),
                "snippet": hit.snippet,
                "snippet_spans": _pairs(hit.snippet_spans),
                "spans": _pairs(hit.spans),
                "newer": newer[hit.document][0] if hit.document in newer else "",
            }
            for hit in result.hits
        ],
        "notes": list(result.notes),
    }


def _pairs(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def show(
    result: SearchResult, newer: Mapping[str, tuple[str, str]], *, explain: bool = False
) -> None:
    """Print hits, best first, words marked, those in superseded revisions with the newest one."""
    click.echo(f"read as: {printable(result.read_as)}", err=not explain)
    for note in result.notes:
        click.echo(printable(note), err=True)
    for hit in result.hits:
        head = "  ".join(part for part in (hit.symbol, hit.title) if part)
        score = f"  {hit.score:.2f}" if explain else ""
        mark = f"  [newer: {newer[hit.document][1]}]" if hit.document in newer else ""
        click.echo(f"{printable(head)}  {printable(hit.page)}{printable(mark)}{score}")
        click.echo(f"    {_marked(hit)}")
    click.echo(
        f"{plural(result.total, 'place')} in {plural(result.documents, 'document')}, "
        f"{result.took_ms:.0f} ms",
        err=True,
    )
    if not result.total:
        for word, count in result.words:
            click.echo(f"  {printable(word)} alone: {count}", err=True)


def _marked(hit: Hit) -> str:
    """Mark the words: bold at a terminal, in ** ** elsewhere."""
    live = sys.stdout.isatty()
    out, at = [], 0
    for span in hit.snippet_spans:
        word = printable(hit.snippet[span.start : span.end])
        out.append(printable(hit.snippet[at : span.start]))
        out.append(click.style(word, bold=True) if live else f"**{word}**")
        at = span.end
    return "".join([*out, printable(hit.snippet[at:])])
