"""Who proposes what: a row a provision, a column a proponent, the verbs in the cells.

And who proposes the same as whom, counted over the same rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from itrvault.desktop.models.compare import names_of
from itrvault.desktop.models.compare_filter import NOBODY, Filter
from itrvault.desktop.models.compare_tree import number_of, part_words
from itrvault.desktop.widgets.verb_badge import verb_meaning, verb_words
from itrvault.desktop.words import tooltip
from itrvault.model.proposal import Proposal, Verb
from itrvault.negotiation import Negotiation, Subject
from itrvault.text.words import tokens

Index = QModelIndex | QPersistentModelIndex

CELL = Qt.ItemDataRole.UserRole


@dataclass(slots=True)
class Cell:
    """What one proponent wants of one provision. `disputed` when it is not certain to be his."""

    verbs: list[Verb] = field(default_factory=list)
    disputed: bool = False


@dataclass(slots=True)
class Agreement:
    """Rows on which two proponents both propose something, and those where it is the same."""

    both: list[int] = field(default_factory=list)
    same: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Grid:
    """`cells` by (row, column), `agreements` by two columns, the lower first.

    `names` says what the codes of the proponents stand for, where papers tell.
    """

    subjects: tuple[Subject, ...] = ()
    authors: tuple[str, ...] = ()
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    agreements: dict[tuple[int, int], Agreement] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def agreement(self, one: int, other: int) -> Agreement:
        """Of two columns; an empty one where they never meet."""
        return self.agreements.get((min(one, other), max(one, other)), Agreement())


def look_at_positions(found: Negotiation, kept: Filter) -> Grid:
    """Make the grid of what a filter keeps: what is proposed for whole parts is in it, too."""
    rows: list[Subject] = []
    wants: list[dict[str, Cell]] = []
    agreeing: list[list[set[str]]] = []
    for section in found.sections:
        for subject in section.subjects:
            standing = [each.proposal for each in subject.standing() if kept.keeps(each)]
            if not standing:
                continue
            cells: dict[str, Cell] = {}
            same: dict[object, set[str]] = {}
            for proposal in standing:
                for author in proposal.authors or (NOBODY,):
                    cell = cells.setdefault(author, Cell())
                    cell.disputed |= proposal.disputed
                    if proposal.verb not in cell.verbs:
                        cell.verbs.append(proposal.verb)
                if not proposal.disputed:
                    same.setdefault(_gist(proposal, subject.number), set()).update(proposal.authors)
            rows.append(subject)
            wants.append(cells)
            agreeing.append([group for group in same.values() if len(group) > 1])
    authors = sorted({code for cells in wants for code in cells}, key=lambda code: (not code, code))
    column = {author: number for number, author in enumerate(authors)}
    return Grid(
        tuple(rows),
        tuple(authors),
        {
            (row, column[author]): cell
            for row, cells in enumerate(wants)
            for author, cell in cells.items()
        },
        _agreements(wants, agreeing, column),
        names_of(found),
    )


def _gist(proposal: Proposal, number: str) -> object:
    """What two must have in common to want the same of a provision: the verb and all words."""
    texts = [one.text for one in proposal.wordings if not number or one.target.number == number]
    if proposal.verb in (Verb.NOC, Verb.SUP, Verb.MOVED_AWAY):
        texts = []
    return proposal.verb, tuple(word for text in texts for word, _, _ in tokens(text))


def _agreements(
    wants: Sequence[dict[str, Cell]],
    agreeing: Sequence[Sequence[set[str]]],
    column: dict[str, int],
) -> dict[tuple[int, int], Agreement]:
    found: dict[tuple[int, int], Agreement] = {}
    for row, (cells, groups) in enumerate(zip(wants, agreeing, strict=True)):
        mine = sorted(column[code] for code in cells if code != NOBODY)
        for at, one in enumerate(mine):
            for other in mine[at + 1 :]:
                found.setdefault((one, other), Agreement()).both.append(row)
        together = {
            (one, other)
            for group in groups
            for one in map(column.__getitem__, group)
            for other in map(column.__getitem__, group)
            if one < other
        }
        for pair in together:
            found[pair].same.append(row)
    return found


def beside_friends(grid: Grid) -> list[int]:
    """The columns in an order that puts those who propose the same beside each other.

    Begins with the one who agrees most; then always the one who agrees most with the last three.
    """
    rest = [column for column, code in enumerate(grid.authors) if code != NOBODY]
    if not rest:
        return []

    def likes(one: int, others: Sequence[int]) -> int:
        return sum(len(grid.agreement(one, other).same) for other in others if other != one)

    order = [max(rest, key=lambda one: (likes(one, rest), -one))]
    rest.remove(order[0])
    while rest:
        recent = order[-3:]
        nearest = max(rest, key=lambda one: (likes(one, recent), likes(one, rest), -one))
        order.append(nearest)
        rest.remove(nearest)
    return order


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

    def cell(self, index: Index) -> Cell:
        """What a cell holds."""
        return self.grid.cells.get((index.row(), index.column()), Cell())

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
            code = self.grid.authors[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return code or self.tr("not said")
            if role == Qt.ItemDataRole.ToolTipRole:
                return tooltip(self.grid.names.get(code, ""))
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
        cell = self.cell(index)
        if role == CELL:
            return cell
        if not cell.verbs:
            return None
        doubt = self.tr("disputed who proposes it") if cell.disputed else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, [*(verb_words(verb) for verb in cell.verbs), doubt]))
        if role == Qt.ItemDataRole.ToolTipRole:
            who = self.grid.authors[index.column()] or self.tr("not said by whom")
            what = [f"{verb_words(verb)}: {verb_meaning(verb)}" for verb in cell.verbs]
            return tooltip("\n".join(filter(None, [who, *what, doubt])))
        return None


class TogetherModel(QAbstractTableModel):
    """Proponents by proponents: how often two propose the same."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid = Grid()
        self.order: list[int] = []

    def show(self, grid: Grid) -> None:
        """Replace everything; friends stand beside each other."""
        self.beginResetModel()
        self.grid, self.order = grid, beside_friends(grid)
        self.endResetModel()

    def pair(self, index: Index) -> tuple[int, int]:
        """The columns of the grid that a cell is about."""
        return self.order[index.row()], self.order[index.column()]

    @property
    def most(self) -> int:
        """The largest number there is."""
        return max((len(each.same) for each in self.grid.agreements.values()), default=0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.order)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return self.rowCount(parent)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Qt's."""
        code = self.grid.authors[self.order[section]]
        if role == Qt.ItemDataRole.DisplayRole:
            return code
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(self.grid.names.get(code, ""))
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's."""
        if not index.isValid():
            return None
        one, other = self.pair(index)
        agreement = self.grid.agreement(one, other) if one != other else Agreement()
        if role == CELL:
            return agreement
        if one == other or not agreement.both:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(len(agreement.same))
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = self.tr("{one} and {other}: the same for {same} of {both}").format(
                one=self.grid.authors[one],
                other=self.grid.authors[other],
                same=len(agreement.same),
                both=self.tr("%n provision(s)", "", len(agreement.both)),
            )
            return tooltip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None
