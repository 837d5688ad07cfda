"""Making an archive: where, and plain or sealed with a passphrase typed twice."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QDir
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QLineEdit,
    QRadioButton,
    QWidget,
)

from itrvault.desktop.passphrase import strength
from itrvault.desktop.widgets.parts import button, column, row, set_role, words_label

SUFFIX = ".itrvault"


class PassphraseFields(QWidget):
    """Two fields and a line about strength. `ready` when both agree."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = QLineEdit()
        self.second = QLineEdit()
        for field, name in (
            (self.first, self.tr("Passphrase: several words you can remember")),
            (self.second, self.tr("The same again")),
        ):
            field.setEchoMode(QLineEdit.EchoMode.Password)
            field.setPlaceholderText(name)
            field.setAccessibleName(name)
        self.line = words_label("", "secondary", wrap=True)
        self.line.setMinimumHeight(34)
        self.setLayout(column(self.first, self.second, self.line, spacing=6))
        self.first.textChanged.connect(self._judge)
        self.second.textChanged.connect(self._judge)
        self._judge()

    @property
    def ready(self) -> bool:
        """Both the same, and not empty."""
        return bool(self.first.text()) and self.first.text() == self.second.text()

    @property
    def passphrase(self) -> str:
        """What was typed."""
        return self.first.text()

    def _judge(self) -> None:
        words = {
            "": self.tr("Nobody can recover a lost passphrase. Write it down where you trust it."),
            "weak": self.tr("Weak: a computer guesses this. Add words."),
            "fair": self.tr("Fair: holds against the curious. Add a word or two."),
            "good": self.tr("Good."),
            "strong": self.tr("Strong."),
        }
        level = strength(self.first.text())
        text, role = words[level], {"weak": "danger", "good": "done", "strong": "done"}.get(level)
        if self.second.text() and not self.first.text().startswith(self.second.text()):
            text, role = self.tr("The two are not the same."), "danger"
        self.line.setText(text)
        set_role(self.line, role or "secondary")


class NewVaultDialog(QDialog):
    """`path` and `passphrase` hold the answer once it is accepted."""

    def __init__(self, window: QWidget | None = None) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Make an archive"))
        self.setMinimumWidth(500)
        self._name = QLineEdit()
        self._name.setPlaceholderText(self.tr("Name of the archive"))
        self._name.setAccessibleName(self.tr("Name of the archive"))
        self._folder = QLineEdit(QDir.toNativeSeparators(QDir.homePath()))
        self._folder.setAccessibleName(self.tr("Folder"))
        self.sealed = QRadioButton(self.tr("Sealed: nobody reads it without the passphrase"))
        self.plain = QRadioButton(self.tr("Plain: anybody who has the file can read it"))
        self.sealed.setChecked(True)
        self.fields = PassphraseFields()
        self.problem = words_label("", "danger", wrap=True)
        self.problem.hide()
        self._make = button(self.tr("Make the archive"), self.accept, "primary")
        self._make.setDefault(True)
        choose = button(self.tr("Choose..."), self._choose_folder)
        self.setLayout(
            column(
                words_label(self.tr("Make an archive"), "heading"), self._name,
                row(self._folder, choose), self.sealed, self.fields, self.plain, self.problem,
                None, row(None, button(self.tr("Cancel"), self.reject), self._make),
                margins=(16, 16, 16, 16), spacing=10,
            )
        )  # fmt: skip
        self._name.textChanged.connect(self._check)
        self._folder.textChanged.connect(self._check)
        self.sealed.toggled.connect(self._check)
        self.fields.first.textChanged.connect(self._check)
        self.fields.second.textChanged.connect(self._check)
        self._check()

    @property
    def path(self) -> Path:
        """The file to make."""
        name = self._name.text().strip()
        if not name.endswith(SUFFIX):
            name += SUFFIX
        return Path(self._folder.text()).expanduser() / name

    @property
    def passphrase(self) -> str | None:
        """None for a plain archive."""
        return self.fields.passphrase if self.sealed.isChecked() else None

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Folder of the archive"), self._folder.text()
        )
        if chosen:
            self._folder.setText(QDir.toNativeSeparators(chosen))

    def _check(self) -> None:
        self.fields.setEnabled(self.sealed.isChecked())
        named = bool(self._name.text().strip())
        taken = named and self.path.exists()
        bad_folder = not Path(self._folder.text()).expanduser().is_dir()
        problem = ""
        if taken:
            problem = self.tr("There is a file of this name already.")
        elif bad_folder:
            problem = self.tr("There is no such folder.")
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        sealed_ready = not self.sealed.isChecked() or self.fields.ready
        self._make.setEnabled(named and not problem and sealed_ready)
