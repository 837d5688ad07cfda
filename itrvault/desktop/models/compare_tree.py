"""The articles and provisions at the left of the comparison, with how much is proposed on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractItemModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QFont

from itrvault.desktop.models.compare_filter import Filter, count_of
from itrvault.desktop.words import number_words, one_way, tooltip
from itrvault.model.provision import PartKind, Provision
from itrvault.negotiation import Section, Subject

Index = QModelIndex | QPersistentModelIndex

SUBJECT = Qt.ItemDataRole.UserRole
COUNT = Qt.ItemDataRole.UserRole + 1
MARKS = Qt.ItemDataRole.UserRole + 2
MUTED = Qt.ItemDataRole.UserRole + 3
LONGEST = 120


def part_words(subject: Subject) -> str:
    """The part that a subject is, or stands in: "Article 5A", "Annex II, Article 3"."""
    translate = QCoreApplication.translate
    if subject.kind is None:
        return translate("compare", "About nothing that is named")
    names = {
        PartKind.PREAMBLE: translate("compare", "Preamble"),
        PartKind.ARTICLE: translate("compare", "Article {number}"),
        PartKind.APPENDIX: translate("compare", "Appendix {number}"),
        PartKind.ANNEX: translate("compare", "Annex {number}"),
        PartKind.PROTOCOL: translate("compare", "Protocol {number}"),
        PartKind.DIVISION: translate("compare", "Part {number}"),
        PartKind.RESOLUTION: translate("compare", "Resolution {number}"),
        PartKind.RECOMMENDATION: translate("compare", "Recommendation {number}"),
        PartKind.OPINION: translate("compare", "Opinion {number}"),
    }
    if subject.kind is PartKind.DIVISION and not subject.of_part:
        return ""  # its title says all
    name = names[subject.kind].format(number=subject.of_part).strip()
    within = subject.part.within if subject.part is not None else ""
    return f"{within[:1].upper()}{within[1:]}, {name}" if within else name


def number_of(subject: Subject) -> str:
    """The numbers of a provision as they stand there: "31  3.4", "2  1.1 a)"."""
    if subject.base is not None:
        return numbers_of(subject.base)
    return f"{subject.number}  {subject.paragraph}".strip()


def numbers_of(provision: Provision) -> str:
    """The same of a provision in force."""
    letter = f" {provision.letter})" if provision.letter else ""
    return f"{provision.number}  {provision.paragraph}{letter}".strip()


@dataclass(eq=False, slots=True)
class _Row:
    """One row: a part, or a provision under it."""

    subject: Subject
    row: int
    parent: _Row | None = None
    children: list[_Row] = field(default_factory=list)
    count: int = 0

    @property
    def total(self) -> int:
        """The proposals on it and on all under it."""
        return self.count + sum(child.count for child in self.children)


class CompareTree(QAbstractItemModel):
    """Counts are of the proposals that stand and that the filter keeps."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sections: tuple[Section, ...] = ()
        self._rows: list[_Row] = []
        self._heavy = QFont()
        self._heavy.setWeight(QFont.Weight.DemiBold)

    def show(self, sections: Sequence[Section], kept: Filter, *, proposed_only: bool) -> None:
        """Replace everything; `proposed_only` leaves out what nothing is proposed on."""
        self.beginResetModel()
        self._sections = tuple(sections)
        self._rows = []
        for section in sections:
            top = _Row(section.whole, len(self._rows), None, [], count_of(section.whole, kept))
            for subject in section.provisions:
                count = count_of(subject, kept)
                if count or not proposed_only:
                    top.children.append(_Row(subject, len(top.children), top, [], count))
            if top.total or not proposed_only:
                self._rows.append(top)
        self.endResetModel()

    def recount(self, kept: Filter) -> None:
        """Count anew what is shown."""
        for row in self._rows:
            for each in (row, *row.children):
                each.count = count_of(each.subject, kept)
        for number, row in enumerate(self._rows):
            top = self.index(number, 0)
            self.dataChanged.emit(top, top)
            if row.children:
                first, last = self.index(0, 0, top), self.index(len(row.children) - 1, 0, top)
                self.dataChanged.emit(first, last)

    def find(self, wanted: Subject) -> QModelIndex:
        """The row of a subject, by its name: that of another reading, too."""
        for number, row in enumerate(self._rows):
            if row.subject.same(wanted):
                return self.index(number, 0)
            for child in row.children:
                if child.subject.same(wanted):
                    return self.index(child.row, 0, self.index(number, 0))
        return QModelIndex()

    def first(self) -> QModelIndex:
        """The first row that something is proposed on; else the first of all."""
        for number, row in enumerate(self._rows):
            here = self.index(number, 0)
            for child in row.children:
                if child.count:
                    return self.index(child.row, 0, here)
            if row.count:
                return here
        return self.index(0, 0)

    # -- Qt's --------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        """Qt's."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        rows = self._row(parent).children if parent.isValid() else self._rows
        return self.createIndex(row, column, rows[row])

    def parent(self, index: Index) -> QModelIndex:  # type: ignore[override]
        """Qt's."""
        above = self._row(index).parent if index.isValid() else None
        return self.createIndex(above.row, 0, above) if above is not None else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return len(self._row(parent).children) if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's."""
        if not index.isValid():
            return None
        row = self._row(index)
        subject = row.subject
        if role == Qt.ItemDataRole.DisplayRole:
            return self._name(subject)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self._name(subject))
        if role == Qt.ItemDataRole.FontRole and row.parent is None:
            return self._heavy
        if role == SUBJECT:
            return subject
        if role == COUNT:
            return number_words(row.count) if row.count else ""
        if role == MARKS:
            return self.tr("new") if subject.kind and not (subject.base or subject.part) else ""
        if role == MUTED:
            return row.parent is not None and not subject.sourced
        return None

    def _name(self, subject: Subject) -> str:
        if not subject.number:
            title = subject.part.title if subject.part is not None else ""
            return one_way(f"{part_words(subject)}  {title}".strip())
        text = subject.base.text if subject.base is not None else ""
        return one_way(f"{number_of(subject)}  {text[:LONGEST]}".strip())

    @staticmethod
    def _row(index: Index) -> _Row:
        row = index.internalPointer()
        assert isinstance(row, _Row)
        return row
