"""Who proposes what: a row a provision, a column a proponent, the verbs in the cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from itrvault.desktop.models.compare import NOBODY, names_of
from itrvault.desktop.models.compare_tree import number_of, part_words
from itrvault.desktop.widgets.verb_badge import verb_meaning, verb_words
from itrvault.desktop.words import tooltip
from itrvault.model.proposal import Verb
from itrvault.negotiation import Negotiation, Subject

Index = QModelIndex | QPersistentModelIndex

VERBS = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Grid:
    """`cells` holds verbs by (row, column); `together` says how many readings two share.

    `names` says what the codes of the proponents stand for, where papers tell.
    """

    subjects: tuple[Subject, ...] = ()
    authors: tuple[str, ...] = ()
    cells: dict[tuple[int, int], tuple[Verb, ...]] | None = None
    together: tuple[tuple[str, str, int], ...] = ()
    names: dict[str, str] | None = None


def look_at_positions(found: Negotiation) -> Grid:
    """Make the grid (on a reading thread): what is proposed for whole parts is in it, too."""
    subjects = [
        subject for section in found.sections for subject in section.subjects if subject.count
    ]
    cells: dict[tuple[int, str], list[Verb]] = {}
    for row, subject in enumerate(subjects):
        for each in subject.standing():
            for author in each.proposal.authors or (NOBODY,):
                verbs = cells.setdefault((row, author), [])
                if each.proposal.verb not in verbs:
                    verbs.append(each.proposal.verb)
    authors = sorted({author for _, author in cells}, key=lambda code: (code == NOBODY, code))
    column = {author: number for number, author in enumerate(authors)}
    together = [(one, other, count) for (one, other), count in found.positions.together.items()]
    return Grid(
        tuple(subjects),
        tuple(authors),
        {(row, column[author]): tuple(verbs) for (row, author), verbs in cells.items()},
        tuple(sorted(together, key=lambda each: (-each[2], each[:2]))),
        names_of(found),
    )


class PositionsModel(QAbstractTableModel):
    """The grid for a table."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid = Grid()

    def show(self, grid: Grid) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.grid = grid
        self.endResetModel()

    def verbs(self, index: Index) -> Sequence[Verb]:
        """What a cell holds."""
        return (self.grid.cells or {}).get((index.row(), index.column()), ())

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.grid.subjects)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.grid.authors)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Qt's."""
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self.grid.authors[section] or self.tr("not said")
            if role == Qt.ItemDataRole.ToolTipRole:
                return tooltip((self.grid.names or {}).get(self.grid.authors[section], ""))
            return None
        subject = self.grid.subjects[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return number_of(subject) if subject.number else part_words(subject)
        if role == Qt.ItemDataRole.ToolTipRole:
            text = subject.base.text if subject.base is not None else ""
            return tooltip(f"{part_words(subject)}\n{text}".strip())
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's."""
        if not index.isValid():
            return None
        verbs = self.verbs(index)
        if role == VERBS:
            return verbs
        if not verbs:
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(verb_words(verb) for verb in verbs)
        if role == Qt.ItemDataRole.ToolTipRole:
            who = self.grid.authors[index.column()] or self.tr("not said by whom")
            what = "\n".join(f"{verb_words(verb)}: {verb_meaning(verb)}" for verb in verbs)
            return tooltip(f"{who}\n{what}")
        return None
