"""From the view of risks to a file: the table as CSV, what is drawn as SVG or PNG."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from itrvault.desktop.context import VaultContext
from itrvault.desktop.dialogs.message import show_known
from itrvault.desktop.widgets.picture import Picture
from itrvault.errors import KnownError
from itrvault.judging.tables import Table, write_csv


class SaveButton(QToolButton):
    """`written` carries the name of the file. Neither way writes the name of an assessor."""

    written = Signal(str)

    def __init__(
        self,
        context: VaultContext,
        table: Callable[[], Table | None],
        picture: Callable[[], Picture | None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._table = table
        self._picture = picture
        self.setText(self.tr("Save as") + " ▾")
        self.setToolTip(self.tr("Write what is shown as a table or a picture"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        self.csv = menu.addAction(self.tr("Table (CSV)..."))
        self.csv.triggered.connect(lambda: self._choose("csv"))
        self.svg = menu.addAction(self.tr("Picture (SVG)..."))
        self.svg.triggered.connect(lambda: self._choose("svg"))
        self.png = menu.addAction(self.tr("Picture (PNG)..."))
        self.png.triggered.connect(lambda: self._choose("png"))
        self.setMenu(menu)

    def offer(self, *, table: bool, picture: bool) -> None:
        """What there is to write."""
        self.csv.setEnabled(table)
        for action in (self.svg, self.png):
            action.setEnabled(picture)
        self.setEnabled(table or picture)

    def save(self, path: Path) -> None:
        """Write to a file; its ending says as what. What is there is replaced: the dialog asked."""
        try:
            if path.suffix.lower() == ".csv":
                table = self._table()
                if table is not None:
                    write_csv(table, path, overwrite=True)
            else:
                picture = self._picture()
                if picture is not None:
                    picture.save(path, overwrite=True)
        except KnownError as error:
            show_known(error, self)
            return
        self.written.emit(path.name)

    def _choose(self, ending: str) -> None:
        dialog = QFileDialog(self, self.tr("Save what is shown"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([f"{ending.upper()} (*.{ending})"])
        dialog.setDefaultSuffix(ending)
        dialog.selectFile(f"risks.{ending}")
        dialog.fileSelected.connect(lambda path: self.save(Path(path)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
