"""`itrvault sweep`: passages that the taxonomy's words and saved searches propose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import click

from itrvault.cli.common import Session, TerminalProgress, plural, printable, session_options
from itrvault.cli.search import ensure_index
from itrvault.errors import NoSuchSuggestion
from itrvault.model.suggestion import Decision
from itrvault.rights.sweep import TAXONOMY, PassageKind
from itrvault.rights.taxonomy import load_taxonomy
from itrvault.sweeping import Proposed, Ruling, Sources, Sweep, decide, sweep
from itrvault.sweeping.ranking import Learnt, learnt, ranked
from itrvault.sweeping.vocabulary import LANGUAGES
from itrvault.vault import Vault

SOME_SOURCES_BAD = 3
"""The exit code when a saved search could not be asked; all else was swept."""
PREFIX = 8
"""The fewest characters of an id that are taken for one."""


@click.command("sweep")
@click.argument("vault")
@click.option(
    "--category", "categories", multiple=True, metavar="NAME",
    type=click.Choice([category.id for category in load_taxonomy()]),
    help="Only words of this category (privacy, expression, ...); may be repeated.",
)  # fmt: skip
@click.option("--saved", "searches", multiple=True, metavar="NAME",
              help="What this saved search finds; may be repeated.")  # fmt: skip
@click.option("--language", type=click.Choice(LANGUAGES), help="Only pages in this language.")
@click.option("--document", "documents", multiple=True, metavar="DOC", help="Only in this one.")
@click.option("--negated/--not-negated", default=None, help="Only with, or without, a negation.")
@click.option("--limit", type=click.IntRange(min=0), default=50, show_default=True,
              help="Show so many; 0 for all.")  # fmt: skip
@click.option("--all", "everything", is_flag=True,
              help="Also headings, passages marked already, and those decided on.")  # fmt: skip
@click.option("--accept", multiple=True, metavar="ID", help="Mark this one; may be repeated.")
@click.option("--tag", metavar="PATH", help="With this tag, not that of its category.")
@click.option("--reject", multiple=True, metavar="ID", help="Propose this one no more.")
@click.option("--reason", default="", help="Why; needed for rejecting.")
@click.option("--defer", multiple=True, metavar="ID", help="Show this one last.")
@click.option("--author", default="", help="Name to write to it (default: none).")
@session_options
def sweep_command(
    session: Session, vault: str, *, categories: tuple[str, ...], searches: tuple[str, ...],
    language: str | None, documents: tuple[str, ...], negated: bool | None, limit: int,
    everything: bool, accept: tuple[str, ...], tag: str | None, reject: tuple[str, ...],
    reason: str, defer: tuple[str, ...], author: str,
) -> int:  # fmt: skip
    """Propose passages of VAULT that touch human rights, with the words that say so.

    Without options all categories of the codebook are looked for. Accepting marks the passage and
    gives it the category's tag; what is rejected is not proposed again. All of one command is
    undone at once. Nothing is decided by the program: it only puts first what is most like what
    was accepted before.
    """
    if tag is not None and not accept:
        raise click.UsageError("--tag belongs to --accept")
    if bool(reason) != bool(reject):
        raise click.UsageError("--reject and --reason belong together: say why")
    ensure_index(session, vault)
    ruling = bool(accept or reject or defer)
    progress = TerminalProgress(quiet=session.as_json)
    try:
        with session.vault(vault, write=ruling) as opened:
            sources = Sources(
                categories or (() if searches else None),
                tuple(opened.store.searches.get(name).id for name in searches),
            )
            wanted = [opened.store.documents.get(name).id for name in documents]
            if ruling:
                # Any of them may be meant: ids are looked up among all that is proposed.
                every = tuple(one.id for one in opened.store.searches.all())
                found = sweep(opened, Sources(None, every), progress=progress)
                done = _rule(opened, found, accept, tag, reject, reason, defer, author)
                progress.close()
                session.emit(done, lambda: _told(done))
                return 0
            found = sweep(opened, sources, documents=wanted or None, progress=progress)
            listing = _Listing(opened, found)
            rows = [
                one
                for one in listing.order
                if (everything or one.offered)
                and (language is None or one.language == language)
                and (negated is None or one.negated is negated)
            ]
            shown = rows[:limit] if limit else rows
            answer = listing.as_json(rows, shown)
    finally:
        progress.close()
    session.emit(answer, lambda: _print(listing, rows, shown))
    return SOME_SOURCES_BAD if found.errors else 0


class _Listing:
    """The passages in order, with what is said about them."""

    def __init__(self, vault: Vault, found: Sweep) -> None:
        self.found = found
        decided = {one.id: one.modified for one in vault.store.suggestions.all()}
        self.model: Learnt = learnt(found.proposed, decided)
        self.order = ranked(found.proposed, self.model)
        self.names = {d.id: d.symbol or d.title for d in vault.store.documents.all()}
        self._symbols = {d.id: d.symbol for d in vault.store.documents.all()}
        self._searches = {one.id: one.name for one in vault.store.searches.all()}
        self._titles = {category.id: category.title for category in load_taxonomy()}

    def title(self, source: str) -> str:
        """What a source is called."""
        kind, _, key = source.partition(":")
        return (self._titles if kind == TAXONOMY[:-1] else self._searches).get(key, key)

    def as_json(self, rows: Sequence[Proposed], shown: Sequence[Proposed]) -> dict[str, object]:
        """The whole answer."""
        figure = self.model.figure
        return {
            "total": len(rows),
            "open": sum(one.offered for one in self.order),
            "decided": _counts(self.order),
            "ranker": {
                "learnt": self.model.ranker is not None,
                "accepted": self.model.accepted,
                "rejected": self.model.rejected,
                "in_order": round(figure.model, 3) if figure else None,
                "in_order_by_words_alone": round(figure.words, 3) if figure else None,
            },
            "errors": [{"search": name, "error": why} for name, why in self.found.errors],
            "proposed": [self._row(one) for one in shown],
        }

    def _row(self, one: Proposed) -> dict[str, object]:
        return {
            "id": one.id,
            "document": one.document,
            "symbol": self._symbols[one.document],
            "unit": one.unit,
            "page": one.page,
            "start": one.span.start,
            "end": one.span.end,
            "quotation": one.quotation,
            "language": one.language,
            "source": one.source,
            "category": self.title(one.source),
            "kind": one.kind.value,
            "triggers": [[span.start, span.end] for span in one.triggers],
            "words": list(one.words),
            "terms": list(one.terms),
            "negations": [[span.start, span.end] for span in one.negations],
            "places": 1 + len(one.also),
            "decision": one.decision.value if one.decision else None,
            "reason": one.reason,
            "marked": one.marked,
            "score": round(one.score, 4),
            "why": [[why.feature, round(why.weight, 3)] for why in self.model.reasons(one)],
        }


def _counts(proposed: Sequence[Proposed]) -> dict[str, int]:
    counts = Counter(one.decision for one in proposed)
    return {decision.value: counts[decision] for decision in Decision}


def _rule(
    vault: Vault, found: Sweep, accept: Sequence[str], tag: str | None, reject: Sequence[str],
    reason: str, defer: Sequence[str], author: str,
) -> list[dict[str, object]]:  # fmt: skip
    """Decide on all that is named, as one operation."""
    chosen = vault.store.tags.by_path(tag).id if tag is not None else ""
    made = []
    with vault.store.journal.operation("Decide on suggestions", author=author):
        for keys, ruling in (
            (accept, Ruling(Decision.ACCEPTED, tag=chosen)),
            (reject, Ruling(Decision.REJECTED, reason=reason)),
            (defer, Ruling(Decision.DEFERRED)),
        ):
            if keys:
                meant = [_meant(found, key) for key in keys]
                made += decide(vault, meant, ruling, author=author)
    return [
        {
            "id": one.id,
            "decision": one.decision.value,
            "annotation": one.annotation,
            "reason": one.reason,
            "quotation": one.anchor.exact,
        }
        for one in made
    ]


def _meant(found: Sweep, key: str) -> Proposed:
    matching = [one for one in found.proposed if len(key) >= PREFIX and one.id.startswith(key)]
    if len(matching) != 1:
        raise NoSuchSuggestion(reference=key)
    return matching[0]


def _told(done: Sequence[dict[str, object]]) -> None:
    for one in done:
        words = printable(" ".join(str(one["quotation"]).split()))
        click.echo(f"{str(one['decision']).capitalize()}: {words}")
        if one["annotation"]:
            click.echo(f"  annotation {one['annotation']}")


def _print(listing: _Listing, rows: Sequence[Proposed], shown: Sequence[Proposed]) -> None:
    for one in shown:
        place = f"{printable(listing.names[one.document])}, {printable(one.page)}"
        places = f" and {plural(len(one.also), 'more place')}" if one.also else ""
        click.echo(f"{one.id[:PREFIX]}  {listing.title(one.source)}  ·  {place}{places}")
        click.echo(f"          {printable(_marked(one))}")
        notes = [f"words: {', '.join(one.words)}"]
        if one.negated:
            said = (one.quotation[span.start : span.end] for span in one.negations)
            notes.append(f"negated: {', '.join(dict.fromkeys(said))}")
        if one.kind is not PassageKind.TEXT:
            notes.append(one.kind.value)
        if one.decision is not None:
            notes.append(f"{one.decision.value} {one.reason}".strip())
        if one.marked:
            notes.append("marked already")
        click.echo(f"          {printable('; '.join(notes))}")
    for name, why in listing.found.errors:
        click.echo(f"Saved search {printable(name)}: {printable(why)}.", err=True)
    counts = _counts(listing.order)
    click.echo(
        f"{plural(len(rows), 'passage')}, {len(shown)} shown; "
        + ", ".join(f"{count} {name}" for name, count in counts.items()),
        err=True,
    )
    if listing.model.figure is not None:
        click.echo(
            f"Order learnt from {listing.model.accepted} accepted and {listing.model.rejected} "
            f"rejected: right for {listing.model.figure.model:.0%} of pairs, measured on documents "
            f"it did not learn from (the list of words alone: {listing.model.figure.words:.0%})",
            err=True,
        )


def _marked(one: Proposed) -> str:
    """The passage on one line, its triggers in square brackets."""
    text, at = [], 0
    for span in one.triggers:
        text += [one.quotation[at : span.start], "[", one.quotation[span.start : span.end], "]"]
        at = span.end
    return " ".join("".join([*text, one.quotation[at:]]).split())
