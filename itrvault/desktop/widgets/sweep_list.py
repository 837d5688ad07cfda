"""The list of swept passages: rows of three lines, and the keys that decide on them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from itrvault.desktop.actions import SWEEP
from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.sweep import ROW, SweepModel, SweepRow
from itrvault.desktop.theme import SMALL_PX, TEXT_PX
from itrvault.desktop.widgets.row_delegate import sized
from itrvault.desktop.widgets.snippet import draw_lines
from itrvault.desktop.words import number_words, one_line, one_way
from itrvault.model.annotation import COLOURS
from itrvault.model.geometry import Span
from itrvault.model.suggestion import Decision

_HEADING = 30
_PASSAGE = 66
_LINE = 18


class SweepDelegate(QStyledItemDelegate):
    """The category and its colour, what is to be known at a glance, two lines of the words."""

    def __init__(self, context: VaultContext, model: SweepModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._model = model

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Qt's."""
        row: SweepRow = index.data(ROW)
        return QSize(option.rect.width(), _HEADING if row.one is None else _PASSAGE)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt's."""
        row: SweepRow = index.data(ROW)
        painter.save()
        if row.one is None:
            self._heading(painter, option.rect, row)
        else:
            self._passage(painter, option, row)
        painter.restore()

    def _heading(self, painter: QPainter, area: QRect, row: SweepRow) -> None:
        theme = self._context.theme
        painter.fillRect(area, theme.colour("canvas"))
        inner = area.adjusted(12, 0, -12, 0)
        if row.colour:
            self._dot(painter, inner.x(), area.center().y(), row.colour)
            inner = inner.adjusted(16, 0, 0, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(sized(SMALL_PX))
        painter.setPen(theme.colour("secondary"))
        count = number_words(row.count)
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, count)
        font = sized(TEXT_PX, QFont.Weight.DemiBold)
        room = inner.width() - QFontMetrics(sized(SMALL_PX)).horizontalAdvance(count) - 10
        name = QFontMetrics(font).elidedText(row.title, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, one_way(name))

    def _passage(self, painter: QPainter, option: QStyleOptionViewItem, row: SweepRow) -> None:
        assert row.one is not None
        theme, area = self._context.theme, option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme.colour("selected"))
            painter.fillRect(QRect(area.x(), area.y(), 3, area.height()), theme.colour("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.colour("hover"))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), theme.colour("line"))
        inner = area.adjusted(14, 7, -12, 0)
        self._first_line(painter, QRect(inner.x(), inner.y(), inner.width(), _LINE), row)
        text, marks = squeezed(row.one.quotation, row.one.triggers)
        faint = row.one.decision in (Decision.REJECTED, Decision.DEFERRED)
        colour = theme.colour("secondary" if faint else "text")
        box = QRect(inner.x(), inner.y() + _LINE + 1, inner.width(), 2 * _LINE)
        draw_lines(
            painter, box, text, sized(TEXT_PX), colour, lines=2, marked=marks,
            wash=theme.colour("hit"),
        )  # fmt: skip

    def _first_line(self, painter: QPainter, area: QRect, row: SweepRow) -> None:
        assert row.one is not None
        theme = self._context.theme
        self._dot(painter, area.x(), area.center().y(), row.colour)
        left = area.x() + 16
        font = sized(SMALL_PX)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        right = area.right()
        for text, colour in self._badges(row):
            width = metrics.horizontalAdvance(text)
            right -= width
            painter.setPen(theme.colour(colour))
            where = QRect(right, area.y(), width + 2, area.height())
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, text)
            right -= 10
        swept = self._model.swept
        place = swept.place(row.one) if swept is not None else ""
        words = f"{row.title}  ·  {place}" if self._model.kept.grouping != "category" else place
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, right - left)
        painter.setPen(theme.colour("secondary"))
        side = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(QRect(left, area.y(), right - left, area.height()), side, one_way(shown))

    def _badges(self, row: SweepRow) -> list[tuple[str, str]]:
        """Short words at the right edge, from the right, and the colours they are written in."""
        assert row.one is not None
        found = [(note, "secondary") for note in row.notes]
        if row.one.decision is Decision.ACCEPTED:
            found[0] = (f"✓ {found[0][0]}", "done")
        if row.one.negated:
            found.append((self.tr("⊘ negated"), "danger"))
        if row.one.also:
            found.append((f"×{number_words(1 + len(row.one.also))}", "secondary"))
        return found

    @staticmethod
    def _dot(painter: QPainter, x: int, y: int, colour: str) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(COLOURS.get(colour, colour)))
        painter.drawEllipse(x, y - 4, 9, 9)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


class SweepList(QListView):
    """`decided` carries the command of a key ("sweep_accept", ...)."""

    decided = Signal(str)

    def __init__(self, context: VaultContext, model: SweepModel) -> None:
        super().__init__()
        self._context = context
        self.setModel(model)
        self.setItemDelegate(SweepDelegate(context, model, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Proposed passages"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of this view first; then those that move."""
        name = self._context.keys.command_of(event, SWEEP)
        if name.startswith("sweep_"):
            self.decided.emit(name)
            event.accept()
            return
        super().keyPressEvent(event)

    def move_by(self, step: int, wanted: Callable[[int], bool]) -> bool:
        """Put the cursor on the next row (or the one before) that is wanted."""
        number = self.currentIndex().row() + step
        while 0 <= number < self.model().rowCount():
            if wanted(number):
                self.setCurrentIndex(self.model().index(number, 0))
                return True
            number += step
        return False


def squeezed(text: str, spans: tuple[Span, ...]) -> tuple[str, tuple[Span, ...]]:
    """The text on one line, and where the stretches are in it."""
    parts: list[str] = []
    marks: list[Span] = []
    at = length = 0

    def put(start: int, end: int) -> None:
        nonlocal length
        piece = text[start:end]
        said = one_line(piece)
        before = " " if piece[:1].isspace() and length and not parts[-1].endswith(" ") else ""
        after = " " if said and piece[-1:].isspace() else ""
        made = before + said + after
        parts.append(made)
        length += len(made)

    for span in spans:
        put(at, span.start)
        start = length
        put(span.start, span.end)
        marks.append(Span(start, length))
        at = span.end
    put(at, len(text))
    return "".join(parts), tuple(marks)
