"""`itrvault searches`: saved searches with what is new in them, and the queries asked before."""

from __future__ import annotations

import sys

import click

from itrvault import finding
from itrvault.cli.common import Session, plural, printable, session_options
from itrvault.cli.search import ensure_index
from itrvault.model.search import SavedState
from itrvault.vault import Vault


@click.command("searches")
@click.argument("vault")
@click.option("--save", nargs=2, metavar="NAME QUERY", help="Save QUERY under NAME.")
@click.option("--remove", metavar="NAME", help="Remove a saved search; undo brings it back.")
@click.option("--looked", metavar="NAME", help="Take note that you looked at what it finds now.")
@click.option("--new", "name", metavar="NAME", help="List the places that are new in this one.")
@click.option("--history", is_flag=True, help="List the queries asked in the window instead.")
@click.option("--forget", is_flag=True, help="Empty that list.")
@session_options
def searches_command(
    session: Session,
    vault: str,
    save: tuple[str, str] | None,
    remove: str | None,
    looked: str | None,
    name: str | None,
    history: bool,
    forget: bool,
) -> None:
    """List the saved searches of VAULT: what each finds, and what came since it was looked at."""
    ensure_index(session, vault)
    writing = bool(save or remove or looked or forget)
    with session.vault(vault, write=writing) as opened:
        searches = opened.store.searches
        if save is not None:
            opened.index.parse(save[1])  # what cannot be read is not worth keeping
            searches.save(*save)
        if remove is not None:
            searches.remove(searches.get(remove).id)
        if looked is not None:
            finding.look_at(opened, looked)
        if forget:
            searches.forget()
        if history or forget:
            asked = searches.history()
            session.emit(asked, lambda: _print_history(asked))
            return
        if name is not None:
            chosen = searches.get(name)
            states = tuple(s for s in finding.saved_states(opened) if s.search.id == chosen.id)
        else:
            states = finding.saved_states(opened)
        rows = [_as_json(opened, state) for state in states]
    session.emit(rows, lambda: _print(rows, places=name is not None))


def _as_json(vault: Vault, state: SavedState) -> dict[str, object]:
    documents = {key: vault.store.documents.get(key) for key, _ in state.new}
    labels = {key: vault.store.documents.labels(key) for key in documents}
    return {
        "name": state.search.name,
        "query": state.search.query,
        "places": state.places,
        "documents": state.documents,
        "looked": state.looked,
        "error": state.error,
        "new": [
            {
                "document": key,
                "symbol": documents[key].symbol,
                "title": documents[key].title,
                "unit": unit,
                "page": labels[key][unit],
            }
            for key, unit in state.new
        ],
    }


def _print(rows: list[dict[str, object]], *, places: bool) -> None:
    for row in rows:
        name, query = printable(str(row["name"])), printable(str(row["query"]))
        new = row["new"]
        assert isinstance(new, list)
        if row["error"]:
            click.echo(f"     ?  {name}    {query}    {printable(str(row['error']))}")
            continue
        fresh = f"  {len(new)} new since {row['looked']}" if new else ""
        click.echo(f"{row['places']:6}  {name}    {query}{fresh}")
        for place in new if places else ():
            head = place["symbol"] or place["title"]
            click.echo(f"          {printable(head)}  {printable(place['page'])}")
    click.echo(plural(len(rows), "saved search").replace("searchs", "searches"), err=True)


def _print_history(queries: list[str]) -> None:
    for query in queries:
        sys.stdout.write(f"{printable(query)}\n")
