"""Choosing annotations of a vault and turning them into excerpts with exact citations."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from itrvault.export.excerpts import Assessment, Citation, Excerpt, Linked, Piece
from itrvault.export.wording import citation_words
from itrvault.model.annotation import (
    CONFIDENCES,
    LEVELS,
    Anchor,
    AnchorKind,
    Annotation,
    RiskAssessment,
)
from itrvault.model.document import Document, FactSource, Redline, RedlineKind, Unit, UnitKind
from itrvault.model.geometry import FlowLayout
from itrvault.model.link import End, EndKind, Link, passive_of, verb_of
from itrvault.rights.assessment import answers
from itrvault.rights.taxonomy import category
from itrvault.text.anchors import JOIN, span_in
from itrvault.text.direction import direction
from itrvault.text.places import paragraphs_of
from itrvault.vault import Vault

# A title like these is the path or the program of whoever saved the file.
_TELLS_THE_FILE = re.compile(
    r"\\|^[/~]|^[a-z]:|file:|\.(?:docx?|rtf|odt|pdf|txt|html?|pages|wpd|indd|tmp)\b"
    r"|^microsoft word",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which annotations to take: those that pass every test given.

    `query` as in the search field; `tags` paths, each with everything below it (any of them will
    do); `documents` references (any); `assessor` and `author` names; `ids` annotation ids.
    """

    query: str = ""
    tags: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    assessor: str = ""
    author: str = ""
    ids: tuple[str, ...] | None = None


def gather(vault: Vault, selection: Selection | None = None) -> tuple[Excerpt, ...]:
    """The excerpts, by document (symbol, then title) and then by place.

    Raises QueryError, NoSuchTag, NoSuchDocument, AmbiguousDocument.
    """
    chosen = choose(vault, selection or Selection())
    by_document: dict[str, list[Annotation]] = {}
    for annotation in chosen:
        by_document.setdefault(annotation.document, []).append(annotation)
    documents = [vault.store.documents.find(identifier) for identifier in by_document]
    excerpts: list[Excerpt] = []
    # A note on a document that is not in this vault has no text to quote and no citation.
    for document in sorted((found for found in documents if found is not None), key=_order):
        own = sorted(by_document[document.id], key=_place_in_document)
        excerpts += _excerpts(vault, document, own)
    return tuple(excerpts)


def _place_in_document(annotation: Annotation) -> tuple[int, int, int, int, int]:
    anchor = annotation.anchor
    return anchor.unit, anchor.start, anchor.end_unit, anchor.end, annotation.number


def choose(vault: Vault, selection: Selection) -> list[Annotation]:
    """The annotations that pass, in no particular order."""
    query = selection.query.strip()
    store = vault.store
    if query:
        listed = vault.annotations_matching(query)
    elif selection.ids is not None:
        listed = store.annotations.some(selection.ids)
    else:
        listed = store.annotations.all()
    found = {annotation.id: annotation for annotation in listed}
    if selection.tags:
        wanted_tags: set[str] = set()
        for path in selection.tags:
            tag = store.tags.by_path(path)
            wanted_tags |= {tag.id, *store.tags.below(tag.id)}
        found = {key: a for key, a in found.items() if wanted_tags.intersection(a.tags)}
    if selection.documents:
        wanted = {store.documents.get(name).id for name in selection.documents}
        found = {key: a for key, a in found.items() if a.document in wanted}
    if selection.author:
        found = {key: a for key, a in found.items() if a.author == selection.author}
    if selection.assessor:
        judged = {r.annotation for r in store.risks.all() if r.assessor == selection.assessor}
        found = _only(found, judged)
    if selection.ids is not None:
        found = _only(found, set(selection.ids))
    return list(found.values())


def _only(found: dict[str, Annotation], allowed: Collection[str]) -> dict[str, Annotation]:
    return {key: annotation for key, annotation in found.items() if key in allowed}


def _order(document: Document) -> tuple[bool, list[tuple[int, int, str]], str, str]:
    """Documents with a symbol first, numbers in symbols as numbers: 9 before 27."""
    parts = re.findall(r"\d+|\D+", document.symbol.casefold())
    natural = [(1, int(p), "") if p.isdecimal() else (0, 0, p) for p in parts]
    return not document.symbol, natural, _fact(document, "title").casefold(), document.id


def _excerpts(
    vault: Vault, document: Document, annotations: Sequence[Annotation]
) -> Iterator[Excerpt]:
    """Of one document; what they share is read once."""
    store = vault.store
    paths = store.tags.paths()
    risks = store.risks.of_annotations([annotation.id for annotation in annotations])
    links = LinkedEnds(vault)
    last = document.unit_count - 1
    units: dict[int, Unit] = {}
    for annotation in annotations:
        anchor = annotation.anchor
        numbers = range(anchor.unit, min(anchor.end_unit, last) + 1)
        # In order of place, so only the units of this passage need to be at hand.
        units = {n: units.get(n) or store.documents.unit(document.id, n) for n in numbers}
        excerpt = _excerpt(
            document, annotation, list(units.values()), paths, risks.get(annotation.id, [])
        )
        yield replace(excerpt, links=links.of(annotation.id))


def _excerpt(
    document: Document,
    annotation: Annotation,
    units: Sequence[Unit],
    paths: Mapping[str, str],
    risks: Sequence[RiskAssessment],
) -> Excerpt:
    anchor = annotation.anchor
    pieces = quotation(anchor, units)
    quote = "".join(piece.text for piece in pieces)
    ordered = sorted(risks, key=lambda r: (r.right, r.stance, -r.severity, r.rationale, r.id))
    return Excerpt(
        number=annotation.number,
        quote=quote,
        pieces=pieces,
        citation=cite(document, anchor, units),
        direction=direction(quote),
        flowing=document.unit_kind is not UnitKind.PAGE,
        colour=annotation.colour,
        note=annotation.note,
        tags=tuple(sorted(paths[tag] for tag in annotation.tags if tag in paths)),
        assessments=tuple(map(_assessment, ordered)),
        prefix=anchor.prefix,
        suffix=anchor.suffix,
        id=annotation.id,
        author=annotation.author,
        created=annotation.created,
        modified=annotation.modified,
        kind=AnchorKind.PAGE if anchor.kind is AnchorKind.PASSAGE and anchor.whole else anchor.kind,
        placed=anchor.placed,
        region=_edges(anchor),
        important=annotation.important,
        state=annotation.state.value,
    )


def _edges(anchor: Anchor) -> tuple[float, ...]:
    if anchor.kind is not AnchorKind.REGION:
        return ()
    box = anchor.rects[0][1]
    return tuple(round(edge, 2) for edge in (box.x0, box.y0, box.x1, box.y1))


class LinkedEnds:
    """The links of annotations in words that name no file and no person."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def of(self, annotation: str) -> tuple[Linked, ...]:
        """Those of one, as they were made."""
        here = End(EndKind.ANNOTATION, annotation)
        return tuple(
            self._linked(link, link.target, verb_of(link.relation))
            if link.origin == here
            else self._linked(link, link.origin, passive_of(link.relation))
            for link in self._vault.store.links.of([here])
        )

    def _linked(self, link: Link, other: End, relation: str) -> Linked:
        store = self._vault.store
        if other.kind is EndKind.DOCUMENT:
            document = store.documents.get(other.value)
            cited = replace(cite(document, Anchor(0, 0, 0, 0, ""), ()), place="")
            return Linked(relation, citation_words(cited), "", link.note)
        if other.kind is EndKind.ANNOTATION:
            note = store.annotations.get(other.value)
            document = store.documents.get(note.document)
            numbers = range(
                note.anchor.unit, min(note.anchor.end_unit, document.unit_count - 1) + 1
            )
            units = [store.documents.unit(document.id, number) for number in numbers]
            cited = cite(document, note.anchor, units)
            words = citation_words(replace(cited, title="" if cited.symbol else cited.title))
            return Linked(relation, words, note.anchor.exact, link.note)
        number = other.value
        named = other.kind is EndKind.PROPOSAL or not number[:1].isdigit()
        return Linked(relation, number if named else f"No. {number}", "", link.note)


def quotation(anchor: Anchor, units: Sequence[Unit]) -> tuple[Piece, ...]:
    """The anchored text as it stands, cut where its redline begins and ends.

    When the units' text is no longer the one that was anchored, the words kept in the anchor are
    given, without a redline: a quotation is never something else than what was marked.
    """
    pieces: list[Piece] = []
    for unit in units:
        span = span_in(anchor, unit.number, len(unit.text))
        if span is None:
            continue
        if pieces:
            pieces.append(Piece(JOIN))
        marks: list[Redline | None] = [None] * len(span)
        # What was inserted and deleted again is deleted.
        for redline in sorted(unit.redlines, key=lambda line: line.kind is RedlineKind.DELETED):
            for place in range(max(redline.start, span.start), min(redline.end, span.end)):
                marks[place - span.start] = redline
        start = 0
        for place in range(1, len(marks) + 1):
            if place == len(marks) or marks[place] is not marks[start]:
                text = unit.text[span.start + start : span.start + place]
                if text:
                    pieces.append(_piece(text, marks[start]))
                start = place
    if "".join(piece.text for piece in pieces) != anchor.exact:
        return (Piece(anchor.exact),) if anchor.exact else ()
    return tuple(pieces)


def _piece(text: str, line: Redline | None) -> Piece:
    return Piece(text) if line is None else Piece(text, line.kind, line.author, line.date)


def cite(document: Document, anchor: Anchor, units: Sequence[Unit]) -> Citation:
    """The citation. A document's name and paths are never in it: they may name who leaked it."""
    labels = (units[0].label, units[-1].label) if units else ("", "")
    return Citation(
        sha256=document.id,
        symbol=document.symbol,
        title=_fact(document, "title"),
        proponent=_fact(document, "proponent"),
        date=_fact(document, "date"),
        doc_class=_fact(document, "class"),
        language=(units[0].language if units else "") or document.language,
        place=_place(anchor, units),
        pages=labels,
    )


def _fact(document: Document, field: str) -> str:
    """A fact that stands in the document or was given by hand.

    What the file says about itself, or its name, may come from the machine of whoever passed it on.
    """
    fact = document.facts[field]
    if fact.source is FactSource.METADATA and field != "title":
        return ""
    if field == "title" and (
        fact.source is FactSource.FILE_NAME
        or (fact.source is FactSource.METADATA and _TELLS_THE_FILE.search(fact.value))
    ):
        return ""
    return fact.value


def _place(anchor: Anchor, units: Sequence[Unit]) -> str:
    if not units or anchor.kind is AnchorKind.DOCUMENT:
        return ""
    first, last = units[0], units[-1]
    if first.kind is UnitKind.PAGE:
        if first.label == last.label:
            return f"p. {first.label}"
        return f"pp. {first.label}–{last.label}"
    numbers: list[int] = []
    for unit in (first, last):
        span = span_in(anchor, unit.number, len(unit.text))
        if span is not None and isinstance(unit.layout, FlowLayout):
            numbers += [paragraph.number for paragraph in paragraphs_of(unit.layout, span)]
    section = first.label if first.label == last.label else f"{first.label} – {last.label}"
    if not numbers or not anchor.exact or not anchor.placed:
        return section
    low, high = min(numbers), max(numbers)
    words = f"para. {low}" if low == high else f"paras. {low}–{high}"
    return f"{section}, {words}" if section else words


def _assessment(risk: RiskAssessment) -> Assessment:
    known = category(risk.right)
    return Assessment(
        right=risk.right,
        title=known.title if known else risk.right,
        articles=risk.articles,
        severity=LEVELS[risk.severity],
        likelihood=LEVELS[risk.likelihood],
        stance=risk.stance.value,
        rationale=risk.rationale,
        assessor=risk.assessor,
        created=risk.created,
        modified=risk.modified,
        confidence=CONFIDENCES[risk.confidence],
        affected=risk.affected,
        test=tuple(
            (part.name, part.title, answer.value, why)
            for part, answer, why in answers(risk.test)
            if answer or why
        ),
        provision=risk.provision,
        proposal=risk.proposal,
    )
