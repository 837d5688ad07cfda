"""Everything that touches a provision: what documents say of it, what people marked and judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from itrvault.desktop.models.compare import Compared, Spot, called
from itrvault.desktop.models.compare_notes import NoteLine, Notes
from itrvault.desktop.views.links_pane import relation_words
from itrvault.desktop.words import number_words, one_line, place_words, tooltip
from itrvault.errors import NoSuchAnnotation
from itrvault.linking import Ends
from itrvault.model.document import Document, UnitKind
from itrvault.model.geometry import Span
from itrvault.model.link import End, EndKind
from itrvault.model.provision import Place
from itrvault.negotiation import Negotiation
from itrvault.negotiation.saying import Saying, Sayings
from itrvault.progress import CancelToken
from itrvault.vault import Vault

Index = QModelIndex | QPersistentModelIndex

TOUCH = Qt.ItemDataRole.UserRole


class Kind(Enum):
    """In the order of the list."""

    SAID = auto()
    SAID_OF_ARTICLE = auto()
    NOTE = auto()
    JUDGED = auto()
    LINKED = auto()


@dataclass(frozen=True, slots=True)
class Touch:
    """One row: where it stands, its words with the citation marked, and what it leads to.

    `colour` names that of a mark, "" for a sentence; `judgement` says what it was judged to be.
    `meant` is None for the other end of a link that stands nowhere in the archive.
    """

    kind: Kind
    where: str
    words: str
    marked: tuple[Span, ...]
    colour: str
    judgement: str
    meant: Spot | NoteLine | None


@dataclass(frozen=True, slots=True)
class Heading:
    """Stands above the rows of one kind."""

    text: str


def look_at_touching(
    vault: Vault,
    found: Negotiation,
    compared: Compared,
    sayings: Sayings,
    cancel: CancelToken,
) -> tuple[Touch, ...]:
    """Gather them (on a reading thread). Raises Cancelled."""
    said = _all_said(found, compared, sayings, cancel)
    rows = [_said(each) for each in said]
    notes, documents = Notes(vault), {each.id: each for each in vault.store.documents.all()}
    lines = {line.annotation: line for line in notes.at(_passages(compared, said))}
    marked = [_noted(vault, documents, line, Kind.NOTE) for line in lines.values()]
    judged = [
        _noted(vault, documents, line, Kind.JUDGED)
        for line in _judged(vault, compared, notes)
        if line.annotation not in lines
    ]
    rows.sort(key=lambda row: row.kind is Kind.SAID_OF_ARTICLE)
    return (*rows, *marked, *judged, *_linked(vault, found, compared))


def _all_said(
    found: Negotiation, compared: Compared, sayings: Sayings, cancel: CancelToken
) -> list[Saying]:
    """What is said of the subject; of a part also what is said of each of its provisions."""
    said = sayings.about(found, compared.subject, cancel)
    known = {_key(each) for each in said}
    for group in compared.groups[1:]:
        for each in sayings.about(found, group.subject, cancel):
            if _key(each) not in known:
                known.add(_key(each))
                said.append(each)
    return said


def _key(each: Saying) -> tuple[str, int, int]:
    return each.document.id, each.cited.citation.unit, each.cited.sentence.start


def _passages(compared: Compared, said: Sequence[Saying]) -> Iterator[tuple[str, Place]]:
    """Where a mark is one on the subject: the text in force, its proposals, what is said of it."""
    if compared.base_spot is not None:
        yield compared.base_spot.document, compared.base_spot.place
    for card in compared.cards:
        for source in card.sources:
            yield source.document.id, source.sourced.proposal.place
    for each in said:
        span, unit = each.cited.sentence, each.cited.citation.unit
        if not each.of_article:
            yield each.document.id, Place(unit, span.start, unit, span.end)


def _judged(vault: Vault, compared: Compared, notes: Notes) -> Iterator[NoteLine]:
    """Passages that somebody judged and said to be about the provision, or a proposal on it."""
    numbers, identifiers = _names(compared)
    done = set()
    for risk in vault.store.risks.all():
        about = risk.provision in numbers or risk.proposal in identifiers
        if about and risk.annotation not in done:
            done.add(risk.annotation)
            try:
                yield notes.line(vault.store.annotations.get(risk.annotation))
            except NoSuchAnnotation:
                continue  # taken away since, with its judgement


def _names(compared: Compared) -> tuple[set[str], set[str]]:
    """The numbers of the provisions that are shown, and the identifiers of the proposals."""
    numbers = {group.subject.number for group in compared.groups} - {""}
    sources = [source for card in compared.cards for source in card.sources]
    return numbers, {source.sourced.proposal.identifier for source in sources} - {""}


def _linked(vault: Vault, found: Negotiation, compared: Compared) -> Iterator[Touch]:
    """What somebody linked with a provision that is shown, or with a proposal on it."""
    numbers, identifiers = _names(compared)
    here = {End(EndKind.PROVISION, number) for number in numbers}
    here |= {End(EndKind.PROPOSAL, identifier) for identifier in identifiers}
    ends = Ends(vault, lambda: found)
    for link in vault.store.links.of(sorted(here, key=str)):
        outward = link.origin in here
        told = ends.tell(link.target if outward else link.origin)
        how = relation_words(link.relation, outward=outward)
        words = " \u2013 ".join(filter(None, (one_line(told.words), one_line(link.note))))
        place = told.place or Place(0, 0, 0, 0)
        meant = Spot(told.document, place, "") if told.document else None
        yield Touch(Kind.LINKED, f"{how}: {told.title}", words, (), "", "", meant)


def _said(each: Saying) -> Touch:
    cited = each.cited
    page = place_words(cited.unit.label, cited.unit.kind)
    where = ", ".join(filter(None, (called(each.document), page)))
    kind = Kind.SAID_OF_ARTICLE if each.of_article else Kind.SAID
    unit, span = cited.citation.unit, cited.sentence
    place = Place(unit, span.start, unit, span.end)
    return Touch(
        kind, where, cited.words, (cited.marked,), "", "", Spot(each.document.id, place, page)
    )


def _noted(vault: Vault, documents: dict[str, Document], line: NoteLine, kind: Kind) -> Touch:
    document = documents[line.document]
    page = ""
    if document.unit_kind is UnitKind.PAGE:
        labels = vault.store.documents.labels(document.id)
        page = place_words(labels[line.unit], UnitKind.PAGE)
    where = ", ".join(filter(None, (called(document), page)))
    words = line.words
    if line.note or line.tags:
        words = f"{words} \u2013 “{one_line(line.quote)}”" if line.quote else words
    return Touch(kind, where, words, (), line.colour, line.judgement, line)


def heading_words(kind: Kind) -> str:
    """What the rows of a kind are called."""
    translate = QCoreApplication.translate
    return {
        Kind.SAID: translate("compare", "Said about it"),
        Kind.SAID_OF_ARTICLE: translate("compare", "Said about its article"),
        Kind.NOTE: translate("compare", "Marked"),
        Kind.JUDGED: translate("compare", "Judged to be about it"),
        Kind.LINKED: translate("compare", "Linked with it"),
    }[kind]


class TouchingModel(QAbstractListModel):
    """The rows under their headings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Touch | Heading] = []

    def show(self, touching: Sequence[Touch]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.rows = []
        for kind in Kind:
            mine = [each for each in touching if each.kind is kind]
            if mine:
                self.rows.append(Heading(f"{heading_words(kind)}  {number_words(len(mine))}"))
                self.rows += mine
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A heading cannot be chosen."""
        if index.isValid() and isinstance(self.rows[index.row()], Heading):
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == TOUCH:
            return row
        if isinstance(row, Heading):
            return row.text if role == Qt.ItemDataRole.DisplayRole else None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ". ".join(filter(None, (row.where, row.words, row.judgement)))
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(f"{row.where}\n{row.words}")
        return None
