"""Preferences of this machine: name on notes, auto-lock, recent archives, theme, OCR's data."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QLineEdit,
    QWidget,
)

from itrvault.desktop.theme import ThemeKeeper
from itrvault.desktop.widgets.parts import button, column, row, words_label
from itrvault.settings import Settings


class PreferencesDialog(QDialog):
    """Written when accepted."""

    def __init__(
        self, settings: Settings, themes: ThemeKeeper, window: QWidget | None = None
    ) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Preferences"))
        self.setMinimumWidth(460)
        self._settings = settings
        self._themes = themes
        self.author = QLineEdit(settings.author)
        self.author.setPlaceholderText(self.tr("none"))
        self.minutes = QComboBox()
        for minutes in sorted({2, 5, 10, 30, 60, settings.auto_lock_minutes} - {0}):
            self.minutes.addItem(self.tr("%n minute(s)", "", minutes), minutes)
        self.minutes.addItem(self.tr("never"), 0)
        self.minutes.setCurrentIndex(self.minutes.findData(settings.auto_lock_minutes))
        self.recent = QCheckBox(self.tr("Remember where lately opened archives lie"))
        self.recent.setChecked(settings.remember_recent)
        self.tessdata = QLineEdit(settings.tessdata)
        self.tessdata.setPlaceholderText(self.tr("that of the system"))
        self.tessdata.setAccessibleName(self.tr("Folder with language data for OCR"))
        choose = button(self.tr("Choose..."), self._choose_folder)
        self.theme = QComboBox()
        for choice, text in (
            ("system", self.tr("As the system")), ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):  # fmt: skip
            self.theme.addItem(text, choice)
        self.theme.setCurrentIndex(max(0, self.theme.findData(settings.theme)))
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow(self.tr("Name on your notes"), self.author)
        hint = self.tr(
            "Written to notes and judgements from now on, so that colleagues see whose they are. "
            "Exports leave it out unless you say otherwise. It is kept with the preferences of "
            "this computer, outside of sealed archives. A pen name will do."
        )
        form.addRow("", words_label(hint, "secondary", wrap=True))
        form.addRow(self.tr("Lock sealed archives after"), self.minutes)
        form.addRow(self.tr("Theme"), self.theme)
        form.addRow("", self.recent)
        form.addRow(self.tr("Language data for OCR"), row(self.tessdata, choose))
        save = button(self.tr("Save"), self._save, "primary")
        save.setDefault(True)
        self.setLayout(
            column(
                words_label(self.tr("Preferences"), "heading"), form,
                row(None, button(self.tr("Cancel"), self.reject), save),
                margins=(16, 16, 16, 16), spacing=14,
            )
        )  # fmt: skip

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder with language data"), self.tessdata.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.tessdata.setText)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _save(self) -> None:
        self._settings.tessdata = self.tessdata.text().strip()
        self._settings.author = self.author.text().strip()
        self._settings.auto_lock_minutes = int(self.minutes.currentData())
        self._settings.remember_recent = self.recent.isChecked()
        if not self._settings.remember_recent:
            self._settings.recent = []
        self._themes.choose(str(self.theme.currentData()))
        self.accept()
