"""What is counted in the tables of risks, and what their colour says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Signal, SignalInstance
from PySide6.QtWidgets import QComboBox, QWidget

from itrvault.desktop.models.risks import Asked, Kind
from itrvault.desktop.widgets.heat import Shade
from itrvault.desktop.widgets.parts import row
from itrvault.desktop.words import LEVEL_WORDS, STANCES, translated
from itrvault.judging.judgements import Wanted
from itrvault.rights.tagging import NEAR, Together
from itrvault.rights.timeline import By

_ANY = "*"


class RiskFilters(QWidget):
    """`changed` when other passages count, `shaded` when only the colours are others."""

    changed = Signal()
    shaded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.level = self._box(self.tr("Columns"), self.changed)
        self.level.addItem(self.tr("articles"), Kind.ARTICLE)
        self.level.addItem(self.tr("provisions"), Kind.PROVISION)
        self.within = self._box(self.tr("Together"), self.changed)
        self.within.addItem(self.tr("on one passage"), Together.SAME)
        self.within.addItem(self.tr("on passages that overlap"), Together.OVERLAP)
        near = self.tr("within {count} characters").format(count=NEAR)
        self.within.addItem(near, Together.NEAR)
        self.time = self._box(self.tr("Time"), self.changed)
        self.time.addItem(self.tr("by date of the document"), By.DOCUMENT)
        self.time.addItem(self.tr("by day of the judgement"), By.JUDGED)
        self.stance = self._box(self.tr("Stance"), self.changed)
        self.stance.addItem(self.tr("any stance"), "")
        for stance, words in STANCES.items():
            self.stance.addItem(translated(words), stance.value)
        self.assessor = self._box(self.tr("Assessor"), self.changed)
        self.assessor.addItem(self.tr("any assessor"), _ANY)
        self.severity = self._box(self.tr("Severity"), self.changed)
        self.severity.addItem(self.tr("any severity"), 0)
        for number, word in list(enumerate(LEVEL_WORDS))[1:]:
            words = self.tr("{level} or worse").format(level=translated(word))
            self.severity.addItem(words, number)
        self.shade = self._box(self.tr("Colour"), self.shaded)
        self.shade.addItem(self.tr("colour: highest severity"), Shade.WORST)
        self.shade.addItem(self.tr("colour: mean severity"), Shade.MEAN)
        self.shade.addItem(self.tr("colour: number of passages"), Shade.COUNT)
        self.setLayout(
            row(
                self.level, self.within, self.time, self.stance, self.assessor, self.severity,
                self.shade, spacing=6,
            )
        )  # fmt: skip

    def _box(self, name: str, signal: SignalInstance) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        box.setToolTip(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        box.setMaximumWidth(190)
        box.currentIndexChanged.connect(lambda _: signal.emit())
        return box

    def offer(self, assessors: Sequence[str]) -> None:
        """Who can be chosen; the choice stays while there are judgements of that one."""
        with QSignalBlocker(self.assessor):
            chosen = self.assessor.currentData()
            self.assessor.clear()
            self.assessor.addItem(self.tr("any assessor"), _ANY)
            for name in assessors:
                self.assessor.addItem(name or self.tr("no name given"), name)
            self.assessor.setCurrentIndex(max(0, self.assessor.findData(chosen)))

    def suit(self, kind: Kind | None, *, time: bool = False) -> None:
        """Show what can be chosen for a table of this kind, or for the timeline."""
        judged = time or (kind is not None and kind.judged)
        self.level.setVisible(kind in (Kind.ARTICLE, Kind.PROVISION))
        self.within.setVisible(kind is Kind.TOGETHER)
        self.time.setVisible(time)
        for box in (self.stance, self.assessor, self.severity):
            box.setVisible(judged)
        self.shade.setVisible(judged and not time)

    def asked(self, kind: Kind) -> Asked:
        """What is chosen, for a table of this kind."""
        if kind in (Kind.ARTICLE, Kind.PROVISION):
            kind = Kind(self.level.currentData())
        return Asked(kind, self.wanted, Together(self.within.currentData()))

    @property
    def wanted(self) -> Wanted:
        """Which judgements count."""
        who = str(self.assessor.currentData())
        return Wanted(
            str(self.stance.currentData()),
            None if who == _ANY else who,
            int(self.severity.currentData()),
        )

    @property
    def open(self) -> bool:
        """Whether every judgement counts."""
        return self.wanted == Wanted()

    @property
    def chosen_shade(self) -> Shade:
        """What the colour says."""
        return Shade(self.shade.currentData())
