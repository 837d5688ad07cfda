"""Exporting excerpts: which, how they will look, whose names go along, and where they went."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDir, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QLineEdit,
    QRadioButton,
    QStackedWidget,
    QTextBrowser,
    QWidget,
)

from itrvault.desktop.catalogue import Catalogue
from itrvault.desktop.context import VaultContext
from itrvault.desktop.exporting import card_style, preview_as
from itrvault.desktop.models.tags import tag_path
from itrvault.desktop.tasks import Debounce
from itrvault.desktop.widgets.parts import button, column, row, rule, set_role, words_label
from itrvault.desktop.words import error_words, one_line
from itrvault.errors import KnownError
from itrvault.export.excerpts import Excerpt
from itrvault.export.gather import Selection, gather
from itrvault.export.registry import EXPORTERS
from itrvault.export.run import ExportResult, write_excerpts
from itrvault.export.scrub import ExportOptions
from itrvault.vault import Vault


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the choices amount to: the excerpts, and the card of the first."""

    excerpts: tuple[Excerpt, ...]
    card: str


def choose(vault: Vault, selection: Selection, name: str, options: ExportOptions) -> Chosen:
    """Gather, and draw the first (on a reading thread). Raises QueryError, NoSuchTag."""
    excerpts = gather(vault, selection)
    card = preview_as(excerpts[0], name, options) if excerpts else ""
    return Chosen(excerpts, card)


class ExportDialog(QDialog):
    """What and how on the left, the first excerpt as it will look on the right."""

    exported = Signal(object)  # Path

    def __init__(
        self,
        context: VaultContext,
        catalogue: Catalogue,
        window: QWidget | None = None,
        *,
        ids: tuple[str, ...] | None = None,
        query: str = "",
        document: str = "",
    ) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Export excerpts"))
        self.resize(860, 560)
        self._context = context
        self._catalogue = catalogue
        self._ids = ids
        self._chosen: tuple[Excerpt, ...] = ()
        self._written: Path | None = None
        self._pause = Debounce(150, self._look, self)
        self.pages = QStackedWidget()
        self.pages.addWidget(self._choices_page(query, document))
        self.pages.addWidget(self._done_page())
        self.setLayout(column(self.pages, margins=(16, 16, 16, 16)))
        self._look()

    # -- choosing ----------------------------------------------------------------------------

    def _choices_page(self, query: str, document: str) -> QWidget:
        self.these = QRadioButton(self.tr("The excerpts shown in the table"))
        self.every = QRadioButton(self.tr("All excerpts, or those of:"))
        group = QButtonGroup(self)
        group.addButton(self.these)
        group.addButton(self.every)
        self.these.setVisible(self._ids is not None)
        (self.these if self._ids is not None else self.every).setChecked(True)
        self.query = QLineEdit(query)
        self.query.setPlaceholderText(self.tr("any words"))
        self.tag = self._choice(self.tr("any tag"))
        by_id = {tag.id: tag for tag in self._catalogue.snapshot.tags}
        for path in sorted(tag_path(tag, by_id) for tag in by_id.values()):
            self.tag.addItem(path, path)
        self.document = self._choice(self.tr("any document"))
        documents = self._catalogue.snapshot.documents
        named = [(each.symbol or one_line(each.title), each.id) for each in documents]
        for name, key in sorted(named):
            self.document.addItem(name, key)
        self.document.setCurrentIndex(max(0, self.document.findData(document)))
        self.assessor = QLineEdit()
        self.assessor.setPlaceholderText(self.tr("anybody"))
        which = QGridLayout()
        which.setContentsMargins(24, 0, 0, 0)
        which.setHorizontalSpacing(8)
        which.setVerticalSpacing(6)
        for number, (name, field) in enumerate(
            (
                (self.tr("Found by"), self.query), (self.tr("Tag"), self.tag),
                (self.tr("Document"), self.document), (self.tr("Judged by"), self.assessor),
            )
        ):  # fmt: skip
            label = words_label(name, "secondary")
            label.setBuddy(field)
            field.setAccessibleName(name)
            which.addWidget(label, number, 0)
            which.addWidget(field, number, 1)
        self.format = QComboBox()
        self.format.setAccessibleName(self.tr("Format"))
        for exporter in EXPORTERS.values():
            self.format.addItem(f"{exporter.TITLE} ({exporter.EXTENSION})", exporter.NAME)
        self.names = QCheckBox(self.tr("Names of those who noted and judged"))
        self.times = QCheckBox(self.tr("When the notes were made"))
        self.privacy = words_label("", "secondary", wrap=True)
        self.count = words_label("", "heading")
        self.problem = words_label("", "danger", wrap=True)
        self.save = button(self.tr("Export..."), self._ask_where, "primary")
        self.save.setDefault(True)
        self.save.setEnabled(False)
        left = QWidget()
        left.setFixedWidth(340)
        left.setLayout(
            column(
                words_label(self.tr("WHAT"), "section"), self.these, self.every, which, rule(),
                words_label(self.tr("HOW"), "section"), self.format, rule(),
                words_label(self.tr("WHOSE NAMES GO ALONG"), "section"), self.names, self.times,
                self.privacy, None, self.problem,
            )
        )  # fmt: skip
        self.card = QTextBrowser()
        self.card.setOpenLinks(False)
        self.card.setAccessibleName(self.tr("The first excerpt as it will look"))
        right = column(
            words_label(self.tr("THE FIRST EXCERPT AS IT WILL LOOK"), "section"), self.card
        )
        page = QWidget()
        top = row(left, right, spacing=16)
        cancel = button(self.tr("Cancel"), self.reject)
        page.setLayout(column(top, row(self.count, None, cancel, self.save), spacing=12))
        for line in (self.query, self.assessor):
            line.textChanged.connect(self._narrow)
        for box in (self.tag, self.document):
            box.activated.connect(self._narrow)
        self.every.toggled.connect(self._pause.poke)
        self.format.currentIndexChanged.connect(self._look)
        self.names.toggled.connect(self._look)
        self.times.toggled.connect(self._look)
        return page

    def _choice(self, every: str) -> QComboBox:
        box = QComboBox()
        box.addItem(every, "")
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return box

    @property
    def options(self) -> ExportOptions:
        """Whose names go along."""
        return ExportOptions(
            names=self.names.isChecked(), times=self.times.isChecked(), overwrite=True
        )

    @property
    def selection(self) -> Selection:
        """Which excerpts."""
        if self.these.isChecked():
            return Selection(ids=self._ids)
        tag, document = str(self.tag.currentData()), str(self.document.currentData())
        return Selection(
            query=self.query.text().strip(),
            tags=(tag,) if tag else (),
            documents=(document,) if document else (),
            assessor=self.assessor.text().strip(),
        )

    def _narrow(self) -> None:
        self.every.setChecked(True)
        self._pause.poke()

    def _look(self) -> None:
        options, selection = self.options, self.selection
        words = self.tr("Nothing in the file says who made it, when, or on which machine.")
        if options.names or options.times:
            words = self.tr("The file will say what you ticked. Everything else stays out of it.")
        self.privacy.setText(words)
        vault, name = self._context.vault, str(self.format.currentData())
        query = self._context.query(self, lambda: choose(vault, selection, name, options))
        query.lane("look").success(self._show).failure(self._refuse).run()

    def _show(self, chosen: Chosen) -> None:
        self._chosen = chosen.excerpts
        self.problem.setText("")
        self.count.setText(self.tr("%n excerpt(s)", "", len(chosen.excerpts)))
        self.save.setEnabled(bool(chosen.excerpts))
        self.card.document().setDefaultStyleSheet(card_style(self._context.theme))
        empty = self.tr("Nothing fits these choices.")
        self.card.setHtml(chosen.card or f"<p>{empty}</p>")

    def _refuse(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            self._context.tasks.failed.emit(error)
            return
        self._chosen = ()
        self.count.setText("")
        self.card.clear()
        self.save.setEnabled(False)
        self.problem.setText(error_words(error))

    # -- writing -----------------------------------------------------------------------------

    def _ask_where(self) -> None:
        exporter = EXPORTERS[str(self.format.currentData())]
        dialog = QFileDialog(self, self.tr("Export excerpts"), QDir.homePath())
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{exporter.TITLE} (*{exporter.EXTENSION})")
        dialog.setDefaultSuffix(exporter.EXTENSION.lstrip("."))
        dialog.selectFile("excerpts" + exporter.EXTENSION)
        dialog.fileSelected.connect(self.write)
        dialog.open()

    def write(self, path: str) -> None:
        """Write the chosen excerpts there."""
        excerpts, name, options = self._chosen, str(self.format.currentData()), self.options
        self.save.setEnabled(False)
        query = self._context.query(self, lambda: write_excerpts(excerpts, path, name, options))
        query.success(self._show_done).failure(self._refuse_writing).run()

    def _refuse_writing(self, error: BaseException) -> None:
        self.save.setEnabled(True)
        if isinstance(error, KnownError):
            self.problem.setText(error_words(error))
        else:
            self._context.tasks.failed.emit(error)

    def _done_page(self) -> QWidget:
        page = QWidget()
        self.done_title = words_label("", "heading", wrap=True)
        set_role(self.done_title, "heading")
        self.done_path = words_label("", "secondary", wrap=True)
        show = button(self.tr("Show the file"), self._show_file)
        self.close_button = button(self.tr("Close"), self.accept, "primary")
        below = row(None, self.close_button)
        page.setLayout(column(self.done_title, self.done_path, row(show, None), None, below))
        return page

    def _show_done(self, result: ExportResult) -> None:
        self._written = result.path
        self.done_title.setText(self.tr("%n excerpt(s) exported", "", result.count))
        self.done_path.setText(QDir.toNativeSeparators(str(result.path)))
        self.pages.setCurrentIndex(1)
        self.close_button.setFocus()
        self.exported.emit(result.path)

    def _show_file(self) -> None:
        if self._written is not None:
            folder = str(self._written.resolve().parent)
            QDesktopServices.openUrl(QUrl.fromLocalFile(folder))
