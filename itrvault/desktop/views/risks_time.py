"""A page with the judgements along time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.risk_table import cell_words
from itrvault.desktop.widgets.heat import Shade
from itrvault.desktop.widgets.heat_legend import HeatLegend
from itrvault.desktop.widgets.parts import column, words_label
from itrvault.desktop.widgets.picture import Picture, time_picture
from itrvault.desktop.widgets.time_bars import TimeBars, bars_of
from itrvault.judging.tables import Table, of_time
from itrvault.rights.timeline import Timeline


class TimePage(QWidget):
    """`chosen` when another bar is the current one; `opened` when its passages are wanted."""

    chosen = Signal()
    opened = Signal()

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found: Timeline | None = None
        self.bars = TimeBars(context)
        self.bars.chosen.connect(lambda _: self.chosen.emit())
        self.bars.activated.connect(lambda _: self.opened.emit())
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(self.bars)
        self.legend = HeatLegend(context)
        self.empty = words_label("", "secondary", wrap=True)
        self.empty.setContentsMargins(60, 40, 60, 40)
        whole = QWidget()
        whole.setLayout(
            column(scroll, column(self.legend, margins=(12, 4, 12, 6)), spacing=0)
        )  # fmt: skip
        self.pages = QStackedWidget()
        self.pages.addWidget(whole)
        self.pages.addWidget(self.empty)
        self.setLayout(column(self.pages, spacing=0))

    def show_time(self, found: Timeline, empty: str) -> None:
        """Replace all."""
        self.found = found
        bars = bars_of(found, self.tr("not known"))
        self.legend.explain(Shade.WORST, judged=True, time=True)
        self.empty.setText(empty)
        self.pages.setCurrentIndex(0 if bars else 1)
        self.bars.show_bars(bars)
        if not bars:
            self.chosen.emit()

    @property
    def passages(self) -> tuple[str, str, list[str], str]:
        """Of the current bar: title, figures and annotations."""
        number = self.bars.current
        if not 0 <= number < len(self.bars.bars):
            return "", "", [], ""
        name, cell = self.bars.bars[number]
        words = cell_words(cell) if cell.count else self.tr("No passage.")
        return name, words, list(cell.annotations), ""

    def table(self) -> Table | None:
        """What is shown, as rows."""
        return of_time(self.found) if self.found is not None and self.bars.bars else None

    def picture(self, title: str) -> Picture | None:
        """What is shown, whole."""
        return time_picture(self.bars.bars, title, self.legend.words) if self.bars.bars else None
