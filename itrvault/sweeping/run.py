"""Runs a sweep: the index finds the pages, their text gives the passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from itrvault.errors import QueryError
from itrvault.model.annotation import Anchor, Annotation
from itrvault.model.document import UnitKind
from itrvault.model.geometry import Span
from itrvault.model.search import IndexUnit, SavedSearch
from itrvault.model.suggestion import Suggestion
from itrvault.progress import CancelToken, NullProgress, Progress, Step
from itrvault.rights.sweep import SEARCH, Passage, Trigger, fits, passages, suggestion_id
from itrvault.rights.taxonomy import load_taxonomy
from itrvault.sweeping.breaks import Break, Find, over_breaks
from itrvault.sweeping.proposed import Proposed, Sources, Sweep
from itrvault.sweeping.vocabulary import ELLIPSIS, LANGUAGES, WordList, word_lists
from itrvault.text.anchors import JOIN
from itrvault.vault import Vault

if TYPE_CHECKING:
    from itrvault.search.marking import Tongue

BATCH = 200
"""Units whose text is held at a time."""
AROUND = 160
"""Code points of the text before and after a passage that go along to be read with it."""


def sweep(
    vault: Vault,
    sources: Sources | None = None,
    *,
    documents: Iterable[str] | None = None,
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> Sweep:
    """Everything the sources propose, in these documents (ids) or in all; nothing is written.

    Of one state of the vault. A saved search that cannot be read costs nothing but itself.
    Raises Cancelled, NoSuchSearch.
    """
    from itrvault.search.joining import tongue_of

    chosen, listener = sources or Sources(), progress or NullProgress()
    vault.ensure_index()
    with vault.store.snapshot():
        searches = [vault.store.searches.get(key) for key in chosen.searches]
        finders: dict[int, list[Find]] = defaultdict(list)
        if chosen.categories is None or chosen.categories:
            for words in word_lists(load_taxonomy(), chosen.categories or ()):
                _look_for_terms(vault, words, finders)
        errors = [error for one in searches for error in _look_for_search(vault, one, finders)]
        wanted = None if documents is None else set(documents)
        known = {one.id: one.unit_kind for one in vault.store.documents.all()}
        proposed: list[Proposed] = []
        over: dict[int, list[tuple[str, Span]]] = defaultdict(list)  # in passages over a break
        for here, there, both, passage in over_breaks(vault, finders, wanted):
            if cancel is not None:
                cancel.check()
            one = _over(vault, here, there, both, passage)
            proposed.append(one)
            for row, (_, span) in zip((both.first.row, both.second.row), one.place, strict=True):
                over[row].append((one.source, span))
        done = 0
        for unit, place in _units(vault, finders, wanted):
            if done % 20 == 0:
                if cancel is not None:
                    cancel.check()
                listener.report(Step("Sweeping", done, len(finders)))
            done += 1
            tongue = tongue_of(unit)
            triggers = [found for find in finders[unit.row] for found in find(unit, tongue)]
            if unit.row in over:
                triggers = [one for one in triggers if not _among(one, over[unit.row])]
            if triggers:
                flowing = known[place[0]] is UnitKind.SECTION
                proposed += _proposed(vault, place, unit, triggers, flowing=flowing)
        listener.report(Step("Sweeping", len(finders), len(finders)))
        rank = {key: number for number, key in enumerate(known)}
        proposed.sort(key=lambda one: (rank[one.document], one.unit, one.span, one.source))
        ruled = _ruled(vault, _same_words(proposed))
        return Sweep(tuple(ruled), done, tuple(errors))


def ruled_again(vault: Vault, found: Sweep) -> Sweep:
    """The same passages with what is ruled on them by now; no text is looked at anew."""
    with vault.store.snapshot():
        blank = [
            replace(one, decision=None, reason="", annotation="", marked=False)
            for one in found.proposed
        ]
        return replace(found, proposed=tuple(_ruled(vault, blank)))


def _look_for_terms(vault: Vault, words: WordList, finders: dict[int, list[Find]]) -> None:
    """Note for each unit with terms of a language how to find them.

    In units of another language only those count that say enough by themselves.
    """
    from itrvault.search.phrases import Phrases

    found = [vault.index.matching(lot.query) for lot in words.lots]
    phrases = Phrases([reading for reading, _ in found])
    anywhere: set[int] = set()
    for lot, (_, rows) in zip(words.lots, found, strict=True):
        if lot.entries[0].safe:
            anywhere.update(rows)

    def find(unit: IndexUnit, tongue: Tongue) -> Iterator[Trigger]:
        at_home = unit.language in ("", words.language)
        if not at_home and unit.row not in anywhere:
            return
        for number, place, spans in phrases.places(unit.text, tongue, unit.redlines):
            entry = words.lots[number].at(place)
            written = "…".join(unit.text[span.start : span.end] for span in spans)
            if (at_home or entry.safe) and fits(entry.spelt, written):
                whole = Span(spans[0].start, spans[-1].end)
                apart = spans if ELLIPSIS in entry.term else ()
                yield Trigger(entry.source, entry.term, whole, apart, entry.other)

    for row in {row for _, rows in found for row in rows}:
        finders[row].append(find)


def _says_nothing(word: str) -> bool:
    from itrvault.search.smallwords import is_small

    return any(is_small(word.casefold(), language) for language in LANGUAGES)


def _telling(spans: Sequence[Span], text: str) -> tuple[Span, ...]:
    """The places of words near each other without those that say nothing ("of")."""
    said = [span for span in spans if not _says_nothing(text[span.start : span.end])]
    return tuple(said) or tuple(spans)


def _look_for_search(
    vault: Vault, search: SavedSearch, finders: dict[int, list[Find]]
) -> list[tuple[str, str]]:
    try:
        reading, rows = vault.index.matching(search.query)
    except QueryError as error:
        return [(search.name, error.message)]
    if not reading.subjects:
        return [(search.name, "It has no words to look for in sentences")]

    asked = reading.of_subjects

    def find(unit: IndexUnit, _: Tongue) -> Iterator[Trigger]:
        for span in vault.index.spans(asked, unit.text, unit.language, unit.redlines):
            words = " ".join(unit.text[span.start : span.end].split())
            yield Trigger(f"{SEARCH}{search.id}", words.casefold(), span)

    for row in rows:
        finders[row].append(find)
    return []


def _units(
    vault: Vault, finders: Mapping[int, object], wanted: set[str] | None
) -> Iterator[tuple[IndexUnit, tuple[str, int]]]:
    rows = sorted(finders)
    for at in range(0, len(rows), BATCH):
        places = vault.store.documents.units_by_row(rows[at : at + BATCH])
        if wanted is not None:
            places = {row: place for row, place in places.items() if place[0] in wanted}
        for row, unit in vault.store.documents.texts_by_row(places).items():
            yield unit, places[row]


def _proposed(
    vault: Vault,
    place: tuple[str, int],
    unit: IndexUnit,
    triggers: Sequence[Trigger],
    *,
    flowing: bool,
) -> Iterator[Proposed]:
    document, number = place
    layout = vault.store.documents.unit(document, number).layout if flowing else None
    page = vault.store.documents.labels_by_row([unit.row])[unit.row]
    for found in passages(unit.text, unit.language, triggers, layout, unit.redlines):
        yield _one(document, number, page, unit, found)


def _among(trigger: Trigger, places: Sequence[tuple[str, Span]]) -> bool:
    """Whether a trigger is in a passage that runs over a page break."""
    return any(
        trigger.source == source and span.start <= trigger.span.start < span.end
        for source, span in places
    )


def _over(
    vault: Vault, here: tuple[str, int], there: tuple[str, int], both: Break, found: Passage
) -> Proposed:
    """A passage that runs from one page to the next."""
    labels = vault.store.documents.labels_by_row([both.first.row, both.second.row])
    first, second = both.sides(found.span)
    text = replace(both.first, text=both.text)
    one = _one(here[0], here[1], labels[both.first.row], text, found)
    between = [vault.store.documents.text(here[0], number)
               for number in range(here[1] + 1, there[1])]  # fmt: skip
    # What a ruling is kept by is the quotation of its anchor, heads and feet and all.
    quoted = both.first.text[first.start :], *between, both.second.text[: second.end]
    return replace(
        one,
        id=suggestion_id(here[0], found.source, JOIN.join(quoted)),
        page=f"{one.page}–{labels[both.second.row]}",
        span=first,
        rest=(there[1], second),
        before=both.first.text[max(0, first.start - AROUND) : first.start],
        after=both.second.text[second.end : second.end + AROUND],
    )


def _one(document: str, number: int, page: str, unit: IndexUnit, found: Passage) -> Proposed:
    start, end = found.span.start, found.span.end
    quotation = unit.text[start:end]
    return Proposed(
        id=suggestion_id(document, found.source, quotation),
        document=document,
        unit=number,
        page=page,
        span=found.span,
        quotation=quotation,
        language=unit.language,
        source=found.source,
        triggers=_within(
            start, [span for one in found.triggers for span in _telling(one.marks, unit.text)]
        ),
        terms=tuple(dict.fromkeys(trigger.term for trigger in found.triggers)),
        negations=_within(start, found.negations),
        kind=found.kind,
        before=unit.text[max(0, start - AROUND) : start],
        after=unit.text[end : end + AROUND],
    )


def _within(start: int, spans: Iterable[Span]) -> tuple[Span, ...]:
    """The stretches counted from the beginning of the passage, those that overlap made one."""
    found: list[Span] = []
    for span in sorted(spans):
        here = Span(span.start - start, span.end - start)
        if found and here.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, here.end))
        else:
            found.append(here)
    return tuple(found)


def _same_words(proposed: Iterable[Proposed]) -> list[Proposed]:
    """One for each id: the same words twice in a document are decided once, in all places."""
    found: dict[str, Proposed] = {}
    for one in proposed:
        first = found.setdefault(one.id, one)
        if first is not one:
            found[one.id] = replace(first, also=(*first.also, one.place))
    return list(found.values())


# -- what was ruled already --------------------------------------------------------------------


def _ruled(vault: Vault, proposed: Sequence[Proposed]) -> Iterator[Proposed]:
    """The proposals with what a person ruled on them, here or in a text that has changed since."""
    known = {one.id: one for one in vault.store.suggestions.all()}
    ids = {one.id for one in proposed}
    strays: dict[tuple[str, str], list[Suggestion]] = defaultdict(list)
    here = {one.document for one in proposed}
    for ruling in known.values():
        if ruling.id not in ids and ruling.document in here:
            strays[ruling.document, ruling.source].append(ruling)
    moved = _moved(vault, strays, proposed)
    marks = _marks(vault)
    for one in proposed:
        ruled = known.get(one.id) or moved.get(one.id)
        if ruled is not None:
            yield replace(
                one, decision=ruled.decision, reason=ruled.reason, annotation=ruled.annotation
            )
        else:
            marked = any(_covers(mark, one) for mark in marks.get((one.document, one.source), ()))
            yield replace(one, marked=marked)


def _moved(
    vault: Vault,
    strays: Mapping[tuple[str, str], Sequence[Suggestion]],
    proposed: Iterable[Proposed],
) -> dict[str, Suggestion]:
    """Rulings on passages whose words have changed, by the id of the proposal that stands there."""
    if not strays:
        return {}
    from itrvault.text.relocating import locate

    texts: dict[str, list[str]] = {}
    places: dict[tuple[str, str], list[tuple[Anchor, Suggestion]]] = defaultdict(list)
    for (document, source), rulings in strays.items():
        if document not in texts:
            texts[document] = vault.store.documents.texts(document)
        for ruling in rulings:
            now = locate(ruling.anchor, texts[document])
            if now is not None and now.placed:
                places[document, source].append((now, ruling))
    found: dict[str, Suggestion] = {}
    for one in proposed:
        for anchor, ruling in places.get((one.document, one.source), ()):
            # Of a sentence over a page break either half may have been ruled on by itself.
            if any(_shared(_side(anchor, *side), side[1]) > 0.5 for side in one.place):
                found[one.id] = ruling
    return found


def _side(anchor: Anchor, unit: int, span: Span) -> Span:
    """What of a passage is in a unit; where it goes on to another, as far as a stretch goes."""
    if not anchor.unit <= unit <= anchor.end_unit:
        return Span(0, 0)
    start = anchor.start if anchor.unit == unit else 0
    end = anchor.end if anchor.end_unit == unit else span.end
    return Span(start, max(start, end))


def _marks(vault: Vault) -> dict[tuple[str, str], list[Annotation]]:
    """The marks that carry a tag of the taxonomy, by document and source."""
    origins = {tag.id: tag.origin for tag in vault.store.tags.all() if tag.origin}
    found: dict[tuple[str, str], list[Annotation]] = defaultdict(list)
    for mark in vault.store.annotations.all():
        for tag in mark.tags:
            if tag in origins:
                found[mark.document, origins[tag]].append(mark)
    return found


def _covers(mark: Annotation, one: Proposed) -> bool:
    """Whether a mark is on the same words, or on enough of them."""
    anchor = mark.anchor
    if not anchor.placed or anchor.whole:
        return False  # a page that has the tag says nothing of a sentence
    if any(_shared(_side(anchor, *side), side[1]) > 0.5 for side in one.place):
        return True
    words = [(_side(anchor, *word), word[1]) for word in one.places_of(one.triggers)]
    return any(span.start <= word.start and word.end <= span.end for span, word in words)


def _shared(one: Span, other: Span) -> float:
    """How much of the longer of two stretches the other one covers."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0, common) / max(len(one), len(other), 1)
