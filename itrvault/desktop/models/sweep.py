"""Swept passages as a list: filtered, grouped, in order; and what is said of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import groupby

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from itrvault.desktop.words import one_line, place_words
from itrvault.model.annotation import Tag
from itrvault.model.document import Document
from itrvault.model.suggestion import Decision
from itrvault.progress import CancelToken, Progress
from itrvault.rights.sweep import PassageKind
from itrvault.rights.taxonomy import category
from itrvault.sweeping import Proposed, Sources, Sweep, sweep
from itrvault.sweeping.deciding import tag_of
from itrvault.sweeping.ranking import (
    CATEGORY,
    DEFINITION,
    HEADING,
    NEGATED,
    TERM,
    Learnt,
    learnt,
    ranked,
    written,
)
from itrvault.vault import Vault

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole


class Show(StrEnum):
    """Which passages are listed, by what was decided."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    MARKED = "marked"
    HEADINGS = "headings"
    ALL = "all"


SHOWN = {
    Show.OPEN: QT_TRANSLATE_NOOP("sweep", "To decide"),
    Show.DEFERRED: QT_TRANSLATE_NOOP("sweep", "Deferred"),
    Show.ACCEPTED: QT_TRANSLATE_NOOP("sweep", "Accepted"),
    Show.REJECTED: QT_TRANSLATE_NOOP("sweep", "Rejected"),
    Show.MARKED: QT_TRANSLATE_NOOP("sweep", "Marked before"),
    Show.HEADINGS: QT_TRANSLATE_NOOP("sweep", "Headings"),
    Show.ALL: QT_TRANSLATE_NOOP("sweep", "All passages"),
}
DECISIONS = {
    Decision.ACCEPTED: QT_TRANSLATE_NOOP("sweep", "accepted"),
    Decision.REJECTED: QT_TRANSLATE_NOOP("sweep", "rejected"),
    Decision.DEFERRED: QT_TRANSLATE_NOOP("sweep", "deferred"),
}
_NEGATED = QT_TRANSLATE_NOOP("sweep", "negated")
_DEFINITION = QT_TRANSLATE_NOOP("sweep", "a definition")
_HEADING = QT_TRANSLATE_NOOP("sweep", "a heading")
_MARKED = QT_TRANSLATE_NOOP("sweep", "marked before")


@dataclass(frozen=True, slots=True)
class Filter:
    """What to list. "" and None are no condition; `grouping` is "", "category" or "document"."""

    show: Show = Show.OPEN
    source: str = ""
    language: str = ""
    negated: bool | None = None
    document: str = ""
    words: str = ""
    grouping: str = ""

    def keeps(self, one: Proposed) -> bool:
        """Whether a passage is listed."""
        return (
            _kept(one, self.show)
            and self.source in ("", one.source)
            and self.language in ("", one.language)
            and self.document in ("", one.document)
            and self.negated in (None, one.negated)
            and all(word in one.quotation.casefold() for word in self.words.casefold().split())
        )


def _kept(one: Proposed, show: Show) -> bool:
    match show:
        case Show.ALL:
            return True
        case Show.OPEN:
            return one.offered
        case Show.MARKED:
            return one.marked
        case Show.HEADINGS:
            return one.open and one.kind is PassageKind.HEADING
        case _:
            return one.decision is not None and one.decision.value == show.value


@dataclass(frozen=True)
class Swept:
    """A sweep as the window looks at it: in order, with names for what it speaks of."""

    found: Sweep
    model: Learnt = field(default_factory=Learnt)
    order: tuple[Proposed, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, str] = field(default_factory=dict)
    tags: tuple[Tag, ...] = ()
    reasons: tuple[str, ...] = ()
    asked: tuple[tuple[str, str], ...] = ()

    def source(self, one: Proposed) -> str:
        """What proposed it, in words."""
        return self.sources.get(one.source, one.source)

    def own_tag(self, one: Proposed) -> str:
        """The id of the tag of its category, "" for a saved search or where that is gone."""
        tag = tag_of(one.source, self.tags)
        return tag.id if tag is not None else ""

    def document(self, one: Proposed) -> str:
        """What its document is called."""
        found = self.documents.get(one.document)
        return (found.symbol or found.title or found.name) if found else one.document[:12]

    def place(self, one: Proposed) -> str:
        """Its document and page."""
        found = self.documents.get(one.document)
        page = place_words(one.page, found.unit_kind) if found else one.page
        return f"{self.document(one)}, {page}"


def look(vault: Vault, found: Sweep, before: Swept | None = None) -> Swept:
    """Put a sweep in order and name what it speaks of.

    With `before` the order stays as it was: nothing jumps away under a person's hands.
    """
    store = vault.store
    with store.snapshot():
        decided = {one.id: one.modified for one in store.suggestions.all()}
        tags = tuple(store.tags.all())
        searches = {f"search:{one.id}": one.name for one in store.searches.all()}
        documents = {one.id: one for one in store.documents.all()}
        reasons = tuple(store.suggestions.reasons())
    by_origin = {tag.origin: tag for tag in tags if tag.origin}
    sources = dict(searches)
    for source in {one.source for one in found.proposed}:
        known = category(source.partition(":")[2])
        named = by_origin[source].name if source in by_origin else known.title if known else ""
        sources.setdefault(source, named or source.partition(":")[2])
    model = learnt(found.proposed, decided)
    if before is None:
        order = ranked(found.proposed, model)
    else:
        scores = {one.id: one.score for one in before.order}
        place = {one.id: number for number, one in enumerate(before.order)}
        order = sorted(
            (replace(one, score=scores.get(one.id, 0.0)) for one in found.proposed),
            key=lambda one: place.get(one.id, len(place)),
        )
    colours = {source: by_origin[source].colour for source in sources if source in by_origin}
    return Swept(found, model, tuple(order), documents, sources, colours, tags, reasons)


def saved_queries(vault: Vault) -> tuple[tuple[str, str], ...]:
    """The saved searches (ids) and what they ask."""
    return tuple((one.id, one.query) for one in vault.store.searches.all())


def sweep_all(vault: Vault, progress: Progress, cancel: CancelToken) -> Swept:
    """Sweep for every category and every saved search."""
    with vault.store.snapshot():
        asked = saved_queries(vault)
        sources = Sources(None, tuple(key for key, _ in asked))
        found = sweep(vault, sources, progress=progress, cancel=cancel)
        return replace(look(vault, found), asked=asked)


@dataclass(frozen=True, slots=True)
class SweepRow:
    """A row of the list: a passage, or the heading of a group (`one` is None)."""

    one: Proposed | None
    title: str = ""
    count: int = 0
    colour: str = ""
    notes: tuple[str, ...] = ()


class SweepModel(QAbstractListModel):
    """The passages that a filter keeps, in groups or not."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.swept: Swept | None = None
        self.rows: list[SweepRow] = []
        self.kept = Filter()
        self._pending: dict[str, tuple[Decision, str]] = {}

    # -- what is listed ----------------------------------------------------------------------

    def show(self, swept: Swept | None = None, kept: Filter | None = None) -> None:
        """Take another sweep, another filter, or both."""
        if swept is not None:
            self.swept = swept
        if kept is not None:
            self.kept = kept
        self.beginResetModel()
        self.rows = list(self._rows()) if self.swept is not None else []
        self.endResetModel()

    def pending(self, passages: Sequence[Proposed], decision: Decision, reason: str) -> None:
        """Show a decision that is being written, whatever is read meanwhile."""
        self._pending |= {one.id: (decision, reason) for one in passages}
        self.show()

    def written(self, keys: Iterable[str]) -> None:
        """What was read is later than these were written, or could not be: it holds from now on."""
        for key in keys:
            self._pending.pop(key, None)

    @property
    def busy(self) -> bool:
        """Whether a decision is shown that was not read yet."""
        return bool(self._pending)

    @property
    def passages(self) -> list[Proposed]:
        """What is listed, in order."""
        return [row.one for row in self.rows if row.one is not None]

    def everything(self) -> list[Proposed]:
        """All passages of the sweep with what is being written to them."""
        if self.swept is None:
            return []
        return [self._now(one) for one in self.swept.order]

    def _now(self, one: Proposed) -> Proposed:
        if one.id not in self._pending:
            return one
        decision, reason = self._pending[one.id]
        return replace(one, decision=decision, reason=reason)

    def _rows(self) -> list[SweepRow]:
        assert self.swept is not None
        swept, kept = self.swept, self.kept
        found = [one for one in self.everything() if kept.keeps(one)]
        found.sort(key=lambda one: one.decision is Decision.DEFERRED)
        if not kept.grouping:
            return [self._row(one) for one in found]
        by_source = kept.grouping == "category"

        def key(one: Proposed) -> str:
            return swept.source(one) if by_source else swept.document(one)

        if not by_source:  # within a document in the order of reading
            place = {one.id: number for number, one in enumerate(swept.found.proposed)}
            found.sort(key=lambda one: place.get(one.id, 0))
        rows: list[SweepRow] = []
        for title, group in groupby(sorted(found, key=key), key):
            own = list(group)
            colour = swept.colours.get(own[0].source, "") if by_source else ""
            rows.append(SweepRow(None, title, len(own), colour))
            rows += map(self._row, own)
        return rows

    def _row(self, one: Proposed) -> SweepRow:
        assert self.swept is not None
        notes = []
        if one.decision is not None:
            notes.append(_words(DECISIONS[one.decision]))
        elif one.marked:
            notes.append(_words(_MARKED))
        if one.kind is not PassageKind.TEXT:
            notes.append(_words(_DEFINITION if one.kind is PassageKind.DEFINITION else _HEADING))
        colour = self.swept.colours.get(one.source, "gray")
        return SweepRow(one, self.swept.source(one), 0, colour, tuple(notes))

    def place_of(self, key: str) -> int:
        """The row of a passage (id), -1 when it is not listed."""
        for number, row in enumerate(self.rows):
            if row.one is not None and row.one.id == key:
                return number
        return -1

    # -- Qt's --------------------------------------------------------------------------------

    def rowCount(self, parent: Index | None = None) -> int:
        """Qt's."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings of groups are not to be chosen."""
        if index.isValid() and self.rows[index.row()].one is None:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if row.one is None:
                return f"{row.title}  ({row.count})"
            notes = [_words(_NEGATED)] if row.one.negated else []
            said = [row.title, *notes, *row.notes, one_line(row.one.quotation)]
            return ". ".join(said)
        return None


def feature_words(feature: str, one: Proposed, swept: Swept) -> str:
    """What the ranker learnt about, as it stands in a passage."""
    special = {NEGATED: _NEGATED, DEFINITION: _DEFINITION, HEADING: _HEADING}
    if feature in special:
        return _words(special[feature])
    if feature.startswith(CATEGORY):
        return swept.sources.get(feature[1:], feature[1:])
    if feature.startswith(TERM):
        return f"“{feature[1:]}”"
    return written(one, feature)


def _words(text: object) -> str:
    return QCoreApplication.translate("sweep", str(text))
