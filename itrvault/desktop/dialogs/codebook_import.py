"""Takes in a codebook: what is in the file, what it would do here, where it goes, one button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from itrvault.desktop.context import VaultContext
from itrvault.desktop.widgets.parts import button, column, row, set_role, words_label
from itrvault.desktop.words import error_words, number_words, tooltip
from itrvault.errors import KnownError
from itrvault.ingest.codebook import look_at_codebook, read_codebook, take_in_codebook
from itrvault.ingest.codebook_plan import CodebookPlan, Fate, PlannedTag, SameName
from itrvault.model.annotation import Tag
from itrvault.model.codebook import CodebookFile

MOST = 2_000
"""Rows of the plan that are shown."""

AS_IT_IS, APART, UNDER = "", "apart", "under"


class CodebookImportDialog(QDialog):
    """`tookIn` carries the id of the first tag that came in, once it was taken in."""

    tookIn = Signal(str)

    def __init__(
        self, context: VaultContext, path: Path, window: QWidget | None, chosen: Tag | None
    ) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("Import a codebook"))
        self.resize(680, 600)
        self._context = context
        self._path = path
        self._chosen = chosen
        self._file: CodebookFile | None = None
        self.plan: CodebookPlan | None = None
        self.summary = words_label(self.tr("Reading the file..."), wrap=True)
        self.place = QComboBox()
        self.place.setAccessibleName(self.tr("Where it goes"))
        self.place.addItem(self.tr("as it is in the file"), AS_IT_IS)
        self.place.addItem(self.tr("into a codebook of its own, named"), APART)
        if chosen is not None:
            self.place.addItem(self.tr("under “{name}”").format(name=chosen.name), UNDER)
        self.name = QLineEdit(path.stem.replace("/", "-"))
        self.name.setAccessibleName(self.tr("Name of the codebook"))
        self.same = QComboBox()
        self.same.setAccessibleName(self.tr("Tags that only have the same name"))
        for choice, words in (
            (SameName.JOIN, self.tr("become one; both texts are kept")),
            (SameName.OURS, self.tr("ours stay as they are")),
            (SameName.BOTH, self.tr("are both there afterwards")),
        ):
            self.same.addItem(words, choice)
        self.same_words = words_label(self.tr("Tags that only have the same name"), "secondary")
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(self.tr("What it would do"))
        self.tree.setProperty("frame", "box")
        self.tree.setHeaderLabels([self.tr("Tag"), self.tr("What happens")])
        self.tree.setUniformRowHeights(True)
        self.tree.header().setStretchLastSection(False)
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.tree.setColumnWidth(1, 240)
        self.warnings = QPlainTextEdit()
        self.warnings.setReadOnly(True)
        self.warnings.setAccessibleName(self.tr("What could not be taken"))
        self.warnings.setFixedHeight(84)
        self.warnings_title = words_label(self.tr("WHAT COULD NOT BE TAKEN"), "section")
        self.take = button(self.tr("Import"), self._take, "primary")
        self.take.setDefault(True)
        self.take.setEnabled(False)
        self.place.currentIndexChanged.connect(self._replan)
        self.name.textChanged.connect(self._replan)
        self.same.currentIndexChanged.connect(self._replan)
        where = row(words_label(self.tr("It goes"), "secondary"), self.place, self.name, None)
        where.setStretch(2, 4)
        title = self.tr("Import “{name}”").format(name=path.name)
        self.setLayout(
            column(
                words_label(title, "heading", wrap=True), self.summary, where,
                row(self.same_words, self.same, None), self.tree,
                self.warnings_title, self.warnings,
                row(None, button(self.tr("Cancel"), self.reject), self.take),
                margins=(16, 16, 16, 16), spacing=10,
            )
        )  # fmt: skip
        for part in (self.same_words, self.same, self.warnings_title, self.warnings, self.name):
            part.hide()
        vault = context.vault
        query = context.query(self, lambda: read_codebook(vault, path))
        query.lane("file").success(self._show_file).failure(self._fail).run()

    # -- showing -----------------------------------------------------------------------------

    def _show_file(self, file: CodebookFile) -> None:
        self._file = file
        tops = sum(1 for entry in file.entries if entry.parent < 0)
        if tops > 1 and not file.origin.startswith("itrvault"):
            self.place.setCurrentIndex(self.place.findData(APART))  # asks for the plan
        self.warnings.setPlainText("\n".join(file.warnings))
        for part in (self.warnings_title, self.warnings):
            part.setVisible(bool(file.warnings))
        self._replan()

    def _fail(self, error: BaseException) -> None:
        if not isinstance(error, KnownError):
            self._context.tasks.failed.emit(error)
        else:
            set_role(self.summary, "danger")
            self.summary.setText(error_words(error))

    def _options(self) -> tuple[CodebookFile, SameName, str] | None:
        """The file as it is to be taken in, or None while something is missing."""
        file = self._file
        place = self.place.currentData()
        if file is None or (place == APART and not self.name.text().strip()):
            return None
        under = self._chosen.id if place == UNDER and self._chosen is not None else ""
        if place == APART:
            file = file.within(self.name.text())
        return file, SameName(self.same.currentData()), under

    def _replan(self) -> None:
        self.name.setVisible(self.place.currentData() == APART)
        self.take.setEnabled(False)
        options = self._options()
        if options is None:
            return
        vault, (file, same, under) = self._context.vault, options

        def look() -> CodebookPlan:
            return look_at_codebook(vault, file, same_name=same, under=under)

        query = self._context.query(self, look)
        query.lane("plan").success(self._show_plan).failure(self._fail).run()

    def _show_plan(self, plan: CodebookPlan) -> None:
        self.plan = plan
        assert self._file is not None
        counts = [
            self.tr("{count} new").format(count=number_words(len(plan.of(Fate.NEW)))),
            self.tr("{count} changed").format(count=number_words(len(plan.of(Fate.CHANGED)))),
            self.tr("{count} as they are").format(count=number_words(len(plan.of(Fate.SAME)))),
        ]
        made = self._file.origin or self.tr("an unnamed program")
        words = self.tr("{format} by {program}: %n tag(s), {counts}.", "", len(plan.rows))
        self.summary.setText(
            words.format(format=self._file.format, program=made, counts=", ".join(counts))
        )
        named = bool(plan.same_names) or self.same.currentData() != SameName.JOIN
        self.same.setVisible(named)
        self.same_words.setVisible(named)
        self._fill(plan)
        news = len(plan.rows) > len(plan.of(Fate.SAME))
        self.take.setEnabled(news and not self._context.vault.store.read_only)

    def _fill(self, plan: CodebookPlan) -> None:
        self.tree.clear()
        items: dict[str, QTreeWidgetItem] = {}
        for planned in plan.rows[:MOST]:
            item = QTreeWidgetItem([planned.tag.name, self._fate(planned)])
            item.setToolTip(0, tooltip(planned.tag.definition))
            items[planned.tag.id] = item
            above = items.get(planned.tag.parent)
            if above is not None:
                above.addChild(item)
            else:
                self.tree.addTopLevelItem(item)
        self.tree.expandAll()

    def _fate(self, planned: PlannedTag) -> str:
        if planned.fate is Fate.NEW:
            return self.tr("new")
        names = {
            "name": self.tr("name"), "parent": self.tr("place"), "colour": self.tr("colour"),
            "definition": self.tr("definition"), "when_to_use": self.tr("when to use"),
            "when_not": self.tr("when not to use"), "rights": self.tr("rights"),
            "codable": self.tr("kind"),
        }  # fmt: skip
        words = ", ".join(names[field] for field in planned.fields)
        if planned.by_name:
            return self.tr("same name: {fields}").format(fields=words or self.tr("stays"))
        return self.tr("changes: {fields}").format(fields=words) if words else self.tr("as it is")

    # -- doing -------------------------------------------------------------------------------

    def _take(self) -> None:
        options = self._options()
        if options is None:
            return
        self.take.setEnabled(False)
        vault, author = self._context.vault, self._context.settings.author
        file, same, under = options

        def work() -> CodebookPlan:
            return take_in_codebook(vault, file, same_name=same, under=under, author=author)

        self._context.op(self, work).success(self._taken).failure(self._not_taken).run()

    def _taken(self, plan: CodebookPlan) -> None:
        self.tookIn.emit(plan.rows[0].tag.id)
        self.accept()

    def _not_taken(self, error: BaseException) -> None:
        self.take.setEnabled(True)
        self._fail(error)
