"""The page of who stands with whom: proponents by proponents, and what two have in common."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.compare_positions import CELL, Agreement, Grid, TogetherModel
from itrvault.desktop.models.compare_tree import number_of, part_words
from itrvault.desktop.theme import HEADING_PX, ROW, TEXT_PX, Theme
from itrvault.desktop.views.compare_positions import grid_table
from itrvault.desktop.widgets.parts import column
from itrvault.desktop.widgets.redline_text import RedlineText
from itrvault.desktop.widgets.row_delegate import sized
from itrvault.desktop.words import one_line
from itrvault.negotiation import Subject

_WIDE = 52
_LONGEST = 90


class AgreementDelegate(QStyledItemDelegate):
    """A number on a ground that is the stronger, the more often two agree; nothing on itself."""

    def __init__(self, context: VaultContext, parent: QWidget, model: TogetherModel) -> None:
        super().__init__(parent)
        self._context = context
        self._model = model

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """All alike."""
        return QSize(_WIDE, ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt's."""
        agreement: Agreement = index.data(CELL)
        theme, area = self._context.theme, option.rect
        painter.save()
        one, other = self._model.pair(index)
        if one == other:
            painter.fillRect(area, theme.colour("canvas"))
        elif agreement.same:
            ground = QColor(theme.colour("accent"))
            ground.setAlphaF(0.10 + 0.30 * len(agreement.same) / max(1, self._model.most))
            painter.fillRect(area, ground)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(theme.colour("accent"))
            painter.drawRect(area.adjusted(0, 0, -1, -1))
            painter.drawRect(area.adjusted(1, 1, -2, -2))
        if one != other and agreement.both:
            heavy = QFont.Weight.DemiBold if agreement.same else QFont.Weight.Normal
            painter.setFont(sized(TEXT_PX, heavy))
            painter.setPen(theme.colour("text" if agreement.same else "secondary"))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(len(agreement.same)))
        painter.restore()


class CommonText(RedlineText):
    """What two have in common, provision by provision; each leads to its comparison."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._shown: tuple[Grid, int, int] | None = None

    def show_hint(self) -> None:
        """Nothing is chosen yet."""
        self._shown = None
        self.begin()
        self.card()
        self.paragraph()
        self.words(
            self.tr(
                "Each number says for how many provisions two propose the same: the same words, or "
                "both that it stays, or goes. 0 says that they never do, though both speak of the "
                "same provision. Those who agree often stand beside each other."
            ),
            "secondary",
        )
        self.end()

    def show_pair(self, grid: Grid, one: int, other: int) -> None:
        """Show what two columns of the grid share, and where they differ."""
        self._shown = grid, one, other
        agreement = grid.agreement(one, other)
        codes = grid.authors[one], grid.authors[other]
        self.begin()
        self.card()
        self.paragraph()
        self.words(
            self.tr("{one} and {other}").format(one=codes[0], other=codes[1]),
            pixels=HEADING_PX,
            bold=True,
        )
        names = [name for name in (grid.names.get(code, "") for code in codes) if name]
        if names:
            self.paragraph(above=2)
            self.small(", ".join(names))
        different = [row for row in agreement.both if row not in agreement.same]
        if not agreement.both:
            self.paragraph(above=8)
            self.words(self.tr("They propose nothing on the same provision."), "secondary")
        self._rows(grid, self.tr("The same"), agreement.same)
        self._rows(grid, self.tr("Not the same"), different)
        self.end()

    def set_theme(self, theme: Theme) -> None:
        """Write it anew in other colours."""
        self.theme = theme
        if self._shown is not None:
            self.show_pair(*self._shown)
        else:
            self.show_hint()

    def _rows(self, grid: Grid, title: str, rows: list[int]) -> None:
        if not rows:
            return
        self.paragraph(above=12)
        self.small(f"{title}  {len(rows)}")
        for number in rows:
            subject: Subject = grid.subjects[number]
            self.paragraph(above=4)
            name = number_of(subject) if subject.number else part_words(subject)
            self.link(name, subject)
            text = one_line(subject.base.text) if subject.base is not None else ""
            if text:
                short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"
                self.small(f"   {short}")


class TogetherPage(QWidget):
    """`chosen` carries a provision to compare."""

    chosen = Signal(object)  # Subject

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = TogetherModel(self)
        self.table = grid_table(self.tr("Who with whom"))
        self.table.setModel(self.model)
        self.table.setItemDelegate(AgreementDelegate(context, self.table, self.model))
        self.table.selectionModel().currentChanged.connect(self._show_pair)
        self.common = CommonText(context.theme, self.tr("What two have in common"))
        self.common.setMinimumWidth(260)
        self.common.followed.connect(self.chosen)
        self.table.activated.connect(lambda _: self.common.setFocus())
        splitter = QSplitter()
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.table)
        splitter.addWidget(self.common)
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([680, 340])
        self.setLayout(column(splitter, spacing=0))
        context.themeChanged.connect(self._repaint)

    def show_grid(self, grid: Grid) -> None:
        """Replace everything."""
        self.model.show(grid)
        self.table.resizeColumnsToContents()
        self.common.show_hint()

    def _show_pair(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        one, other = self.model.pair(index)
        if one == other:
            self.common.show_hint()
        else:
            self.common.show_pair(self.model.grid, one, other)

    def _repaint(self, theme: Theme) -> None:
        self.table.viewport().update()
        self.common.set_theme(theme)
