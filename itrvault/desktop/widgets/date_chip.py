"""A filter chip of months, with a range to type under them: from one date to another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QBoxLayout, QLineEdit, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.models.compare_filter import is_date
from itrvault.desktop.widgets.facet_chip import FacetChip
from itrvault.desktop.widgets.parts import row, set_role, words_label


class DateChip(FacetChip):
    """`since` and `until` are dates as one types them ("2012", "2012-11", "2012-11-28"), or ""."""

    def __init__(
        self, context: VaultContext, name: str, parent: QWidget | None = None, *, counted: str = ""
    ) -> None:
        self.since = self.until = ""
        super().__init__(context, name, parent, counted=counted)
        self.first = self._field(self.tr("From"))
        self.last = self._field(self.tr("To"))
        box = self.panel.layout()
        assert isinstance(box, QBoxLayout)
        box.insertLayout(
            box.count() - 1,
            row(
                words_label(self.tr("from"), "secondary"), self.first,
                words_label(self.tr("to"), "secondary"), self.last,
                margins=(8, 4, 8, 2), spacing=6,
            ),
        )  # fmt: skip

    @property
    def active(self) -> bool:
        """Whether it narrows anything."""
        return super().active or bool(self.since or self.until)

    def clear(self) -> None:
        """Take the filter away, silently."""
        self._forget_range()
        super().clear()

    def choose(self, chosen: Sequence[str], left: Sequence[str] = ()) -> None:
        """Months take the place of a range."""
        self._forget_range()
        super().choose(chosen, left)

    def set_range(self, since: str, until: str) -> None:
        """Set a range and tell; months give way to it."""
        self.chosen, self.left_out = [], []
        self.since, self.until = since, until
        self._show()
        self._fill()
        self.changed.emit()

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setPlaceholderText("2012-11-28")
        field.setAccessibleName(name)
        field.setToolTip(self.tr("A year, a month or a day: 2012, 2012-11, 2012-11-28"))
        field.textEdited.connect(lambda _: self._read())
        field.returnPressed.connect(self.panel.hide)
        return field

    def _read(self) -> None:
        """What is typed, as soon as it is a date."""
        typed = [self.first.text().strip(), self.last.text().strip()]
        for field, text in zip((self.first, self.last), typed, strict=True):
            set_role(field, "" if not text or is_date(text) else "odd", "state")
        if all(not text or is_date(text) for text in typed):
            self.set_range(typed[0], typed[1])

    def _forget_range(self) -> None:
        self.since = self.until = ""
        for field in (self.first, self.last):
            field.clear()
            set_role(field, "", "state")

    def _said(self) -> list[str]:
        if self.since and self.until:
            return [self.tr("{since} to {until}").format(since=self.since, until=self.until)]
        if self.since:
            return [self.tr("from {date}").format(date=self.since)]
        return [self.tr("to {date}").format(date=self.until)] if self.until else super()._said()
