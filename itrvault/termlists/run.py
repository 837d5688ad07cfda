"""Runs a list of queries over a vault."""

from __future__ import annotations

from collections.abc import Iterable, Set

from itrvault.errors import QueryError
from itrvault.progress import CancelToken, NullProgress, Progress, Step
from itrvault.termlists.lines import ListLine, lines_of
from itrvault.termlists.table import TermDocument, TermHits, TermRow, TermTable
from itrvault.vault import Vault

_NOT_TEXT = "This line is not UTF-8 text"


def run_term_list(
    vault: Vault,
    lines: Iterable[str | ListLine],
    *,
    any_word: bool = False,
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> TermTable:
    """Ask every line, all of the same state of the vault; a line that can't be read has an error.

    `lines` as `read_list` gives them, or plain ones. Raises Cancelled, and nothing for a bad line.
    """
    listener = progress if progress is not None else NullProgress()
    every = list(lines)
    if all(isinstance(line, str) for line in every):
        asked = list(lines_of(line for line in every if isinstance(line, str)))
    else:
        asked = [line for line in every if isinstance(line, ListLine)]
    vault.ensure_index()
    with vault.store.snapshot():
        known = {document.id: document for document in vault.store.documents.all()}
        rank = {key: place for place, key in enumerate(known)}
        labels: dict[str, list[str]] = {}
        redlined = {row for row, has in vault.store.facts.unit_values("has") if has == "redline"}
        rows = []
        for done, line in enumerate(asked):
            if cancel is not None:
                cancel.check()
            listener.report(Step("Searching", done, len(asked), line.query))
            rows.append(_ask(vault, line, rank, labels, redlined, any_word=any_word))
        listener.report(Step("Searching", len(asked), len(asked)))
    found = {one.document for row in rows for one in row.hits}
    documents = (
        TermDocument(document.id, document.symbol, document.title, document.value("proponent"))
        for document in known.values()
        if document.id in found
    )
    return TermTable(tuple(rows), tuple(documents))


def _ask(
    vault: Vault,
    line: ListLine,
    rank: dict[str, int],
    labels: dict[str, list[str]],
    redlined: Set[int],
    *,
    any_word: bool,
) -> TermRow:
    if line.unreadable:
        return TermRow(line.number, line.query, error=_NOT_TEXT)
    try:
        reading, places = vault.index.occurrences(line.query, any_word=any_word)
    except QueryError as error:
        return TermRow(
            line.number,
            line.query,
            error=error.message,
            position=error.position,
            suggestion=error.suggestion,
        )
    # The index holds the words around a redline twice, as they were and as they would be, and does
    # not know accents.
    told_by_text = places.keys() if reading.is_spelt else redlined & places.keys()
    for row, unit in vault.store.documents.texts_by_row(told_by_text).items():
        spans = vault.index.spans(reading.of_subjects, unit.text, unit.language, unit.redlines)
        places[row] = max(1, len(spans))
    units: dict[str, list[tuple[int, int]]] = {}
    for row, (document, number) in vault.store.documents.units_by_row(places).items():
        units.setdefault(document, []).append((number, places[row]))
    hits = []
    for document in sorted(units, key=lambda key: rank.get(key, len(rank))):
        if document not in labels:
            labels[document] = vault.store.documents.labels(document)
        names = labels[document]
        here = sorted(units[document])
        numbers = tuple(unit for unit, _ in here)
        hits.append(
            TermHits(
                document,
                numbers,
                tuple(names[n] if n < len(names) else str(n + 1) for n in numbers),
                sum(count for _, count in here),
            )
        )
    return TermRow(line.number, line.query, reading.read_as, tuple(hits))
