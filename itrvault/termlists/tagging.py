"""Tags every hit of a list of queries, as one step that is undone at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from itrvault.model.annotation import Annotation
from itrvault.model.document import Unit
from itrvault.model.geometry import FlowLayout, Span
from itrvault.progress import CancelToken, NullProgress, Progress, Step
from itrvault.termlists.table import TermRow, TermTable
from itrvault.text.anchors import make_anchor
from itrvault.text.stretches import sentence_at
from itrvault.vault import Vault

if TYPE_CHECKING:
    from itrvault.search.reading import Reading

Extent = Literal["words", "sentence", "page"]
"""What a hit marks: the words that were found, the sentence around them, or the whole page."""


@dataclass(frozen=True, slots=True)
class TaggedHits:
    """What was done: passages marked anew, passages there already that got the tag, and those
    that had it."""

    added: int
    tagged: int
    known: int


def tag_hits(
    vault: Vault,
    table: TermTable,
    tag: str,
    *,
    lines: Iterable[int] | None = None,
    extent: Extent = "words",
    colour: str = "",
    author: str = "",
    any_word: bool = False,
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> TaggedHits:
    """Mark every hit of the lines (all of them without `lines`) and give it the tag (an id).

    One operation: one `undo` takes it all back, and a failure or a stop leaves nothing behind. A
    passage that is marked already, to the letter, gets the tag instead of a second mark, so doing
    it twice changes nothing. Hits of facts and notes, which have no words, mark the page.

    Raises NoSuchTag, InvalidValue, VaultReadOnly, Cancelled, QueryError.
    """
    store, listener = vault.store, progress if progress is not None else NullProgress()
    todo = _by_unit(table, lines)
    readings: dict[str, Reading] = {}
    counts = [0, 0, 0]
    with store.journal.operation("Tag the hits of a list", author=author):
        store.tags.get(tag)
        there: dict[str, dict[tuple[int, int, int, int], Annotation]] = {}
        for done, ((document, number), rows) in enumerate(todo.items()):
            if cancel is not None:
                cancel.check()
            listener.report(Step("Tagging", done, len(todo)))
            if document not in there:
                there = {document: _places(store.annotations.of_document(document))}
            here = there[document]
            unit = store.documents.unit(document, number)
            for row in rows:
                if row.query not in readings:
                    readings[row.query] = vault.index.parse(row.query, any_word=any_word)
            asked = [readings[row.query] for row in rows]
            for span in _extents(vault, asked, document, unit, extent):
                place = (number, span.start, number, span.end)
                old = here.get(place)
                if old is None:
                    anchor = make_anchor([unit], number, span.start, number, span.end)
                    here[place] = store.annotations.add(
                        document, anchor, colour, tags=[tag], author=author
                    )
                    counts[0] += 1
                elif tag in old.tags:
                    counts[2] += 1
                else:
                    store.annotations.tag([old.id], tag, author=author)
                    here[place] = store.annotations.get(old.id)
                    counts[1] += 1
        listener.report(Step("Tagging", len(todo), len(todo)))
    return TaggedHits(*counts)


def _by_unit(table: TermTable, lines: Iterable[int] | None) -> dict[tuple[str, int], list[TermRow]]:
    """The lines that hit each unit, by document and page."""
    order = {document.id: place for place, document in enumerate(table.documents)}
    found: dict[tuple[str, int], list[TermRow]] = {}
    for row, document, unit in table.units(lines):
        found.setdefault((document, unit), []).append(row)
    return dict(sorted(found.items(), key=lambda item: (order[item[0][0]], item[0][1])))


def _places(annotations: Sequence[Annotation]) -> dict[tuple[int, int, int, int], Annotation]:
    return {
        (one.anchor.unit, one.anchor.start, one.anchor.end_unit, one.anchor.end): one
        for one in annotations
    }


def _extents(
    vault: Vault, readings: Sequence[Reading], document: str, unit: Unit, extent: Extent
) -> Iterator[Span]:
    """The stretches to mark on one unit, each once."""
    spans: set[Span] = set()
    whole = Span(0, 0)
    for reading in readings:
        found = vault.marks(reading.of_subjects, document, [unit])[unit.number]
        if extent == "page" or not found:
            spans.add(whole)
        elif extent == "sentence":
            layout = unit.layout if isinstance(unit.layout, FlowLayout) else None
            spans.update(sentence_at(unit.text, span.start, layout) for span in found)
        else:
            spans.update(found)
    yield from sorted(spans)
