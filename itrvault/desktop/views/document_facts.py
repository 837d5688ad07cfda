"""The facts of one document, each with where it comes from, editable where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QWidget,
)

from itrvault.desktop.context import VaultContext
from itrvault.desktop.families import newer_words, relation_words
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.elided_field import ElidedField
from itrvault.desktop.widgets.parts import button, column, row, rule, words_label
from itrvault.desktop.words import (
    CLASS_WORDS,
    FIELDS,
    SOURCES,
    error_sentence,
    language_name,
    metadata_name,
    metadata_value,
    one_line,
    size_words,
    time_words,
    tooltip,
    translated,
    version_words,
)
from itrvault.errors import KnownError
from itrvault.model.document import FACT_FIELDS, Document, DocumentClass, UnitKind, known_as
from itrvault.model.versions import Version
from itrvault.treaty.families import Family, Member

LONG = 90
"""A title of more characters is set as plain words: in large type it would fill the pane."""

NAME_ROOM = 240
"""Pixels of a document's name in the list of like ones."""

LANGUAGES = ("", "ar", "zh", "en", "fr", "ru", "es")
"""Offered first; any other code that a document has is added to its own list."""


class FactRow(QWidget):
    """A name, a field to correct the value in, and the source under it."""

    corrected = Signal(str, str)

    def __init__(self, field: str, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._value = document.value(field)
        self.editor: QLineEdit | QComboBox
        if field == "class":
            self.editor = self._choice([(c.value, translated(w)) for c, w in CLASS_WORDS.items()])
        elif field in ("language", "original_language"):
            codes = dict.fromkeys((*LANGUAGES, self._value))
            self.editor = self._choice([(code, language_name(code) or "—") for code in codes])
        else:
            self.editor = self._line()
        name = translated(FIELDS[field])
        self.editor.setAccessibleName(name)
        self.editor.setProperty("role", "fact")
        fact = document.facts[field]
        source = translated(SOURCES[fact.source]) if fact.value else ""
        label = words_label(name, "secondary")
        label.setFixedWidth(74)
        source_label = words_label(source, "source")
        source_label.setContentsMargins(7, 0, 0, 0)
        source_label.setVisible(bool(source))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.addWidget(label, 0, 0)
        grid.addWidget(self.editor, 0, 1)
        grid.addWidget(source_label, 1, 1)

    def _line(self) -> QLineEdit:
        editor = ElidedField(one_line(self._value))
        editor.setPlaceholderText(self.tr("not known"))
        editor.setCursorPosition(0)
        editor.setToolTip(tooltip(self._value))
        editor.editingFinished.connect(lambda: self._give(editor.text().strip()))
        return editor

    def _choice(self, values: Sequence[tuple[str, str]]) -> QComboBox:
        editor = QComboBox()
        for value, text in values:
            editor.addItem(text, value)
        shown = self._value or ("unknown" if self.field == "class" else "")
        editor.setCurrentIndex(max(0, editor.findData(shown)))
        editor.activated.connect(lambda: self._give(str(editor.currentData())))
        # The wheel scrolls the pane; it must never change a fact on its way.
        editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        editor.wheelEvent = lambda event: event.ignore()  # type: ignore[method-assign]
        return editor

    def _give(self, value: str) -> None:
        if self.field == "class" and value == DocumentClass.UNKNOWN.value:
            value = ""
        if value != one_line(self._value):
            self._value = value
            self.corrected.emit(self.field, value)


class DocumentFacts(QScrollArea):
    """The Document tab of the inspector."""

    documentWanted = Signal(str)
    differencesWanted = Signal(str, str)  # the older document, the newer

    def __init__(self, context: VaultContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._document: Document | None = None
        self._family: Family | None = None
        self._versions: tuple[tuple[Version, Document], ...] = ()
        self.rows: dict[str, FactRow] = {}
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.problem = words_label("", "danger", wrap=True)
        self.show_document(None, None)

    def show_document(
        self,
        document: Document | None,
        family: Family | None,
        versions: tuple[tuple[Version, Document], ...] = (),
    ) -> None:
        """Show its facts, its family and what says nearly the same.

        Nothing happens when all is known.
        """
        shown = (self._document, self._family, self._versions)
        if document is not None and shown == (document, family, versions):
            return
        focused = next((f for f, r in self.rows.items() if r.editor.hasFocus()), "")
        if document is None or self._document is None or document.id != self._document.id:
            focused = ""
        position = self.verticalScrollBar().value() if focused else 0
        self._document, self._family, self._versions = document, family, versions
        self.rows = {}
        self.problem = words_label("", "danger", wrap=True)
        body = QWidget()
        body.setProperty("role", "panel")
        if document is None:
            nothing = self.tr("Open a document to see what is known about it.")
            body.setLayout(
                column(words_label(nothing, "secondary", wrap=True), None, margins=(16, 16, 16, 16))
            )
        else:
            self._fill(body, document, family)
        self.setWidget(body)
        if focused:
            self.rows[focused].editor.setFocus()
            self.verticalScrollBar().setValue(position)

    def _fill(self, body: QWidget, document: Document, family: Family | None) -> None:
        box = column(margins=(14, 14, 14, 14), spacing=5)
        name = document.symbol or one_line(document.title)
        box.addWidget(words_label(name, "heading" if len(name) <= LONG else "", wrap=True))
        if document.symbol:
            box.addWidget(words_label(one_line(document.title), wrap=True))
        self.problem.hide()
        box.addWidget(self.problem)
        for field in FACT_FIELDS:
            fact_row = FactRow(field, document)
            fact_row.corrected.connect(self._correct)
            self.rows[field] = fact_row
            box.addWidget(fact_row)
        for warning in document.warnings:
            box.addWidget(words_label(warning, "notice", wrap=True))
        if family is not None and len(family.members) > 1:
            box.addWidget(rule())
            box.addWidget(words_label(self.tr("FAMILY"), "section"))
            for member in family.members:
                box.addWidget(self._member(member, document))
        if self._versions:
            box.addWidget(rule())
            box.addWidget(words_label(self.tr("NEARLY THE SAME TEXT"), "section"))
            for version, other in self._versions:
                box.addWidget(self._version(version, other, document))
        box.addWidget(rule())
        box.addWidget(words_label(self.tr("FILE"), "section"))
        pages = self.tr("%n page(s)", "", document.unit_count)
        if document.unit_kind is UnitKind.SECTION:
            pages = self.tr("%n section(s)", "", document.unit_count)
        for name, value in (
            (self.tr("Name"), document.name),
            (self.tr("Size"), f"{size_words(document.size)}, {pages}"),
            (self.tr("Imported"), time_words(document.imported_at)),
            (self.tr("Read by"), document.reader),
        ):
            box.addLayout(self._plain(name, value))
        for path in document.paths:
            box.addLayout(self._plain(self.tr("From"), path))
        for name, value in document.metadata:
            box.addLayout(self._plain(metadata_name(name), metadata_value(value)))
        copy = button(
            self.tr("Copy"), lambda: QApplication.clipboard().setText(document.id), "link"
        )
        hash_row = self._plain("SHA-256", document.id)
        hash_row.addWidget(copy)
        box.addLayout(hash_row)
        box.addStretch(1)
        body.setLayout(box)

    def _member(self, member: Member, shown: Document) -> QWidget:
        """One version of it: its symbol leads there, under it how it stands to the document."""
        other = member.document
        link = button(other.symbol, partial(self.documentWanted.emit, other.id), "link")
        link.setEnabled(other.id != shown.id)
        newer = newer_words(member.newer, other) if member.newer is not None else ""
        words = " · ".join(
            part for part in (relation_words(member.relation), other.value("date"), newer) if part
        )
        language = words_label(language_name(member.language), "secondary")
        compare = None
        if other.id != shown.id and other.language == shown.language:
            compare = self._compare(other, shown)
        return self._two_lines(row(link, None, language), words, compare)

    def _version(self, version: Version, other: Document, shown: Document) -> QWidget:
        """A document that says nearly the same, and how nearly."""
        link = button("", partial(self.documentWanted.emit, other.id), "link")
        name = known_as(other)
        link.setText(link.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, NAME_ROOM))
        link.setToolTip(tooltip(name))
        words = version_words(version)
        return self._two_lines(row(link, None), words, self._compare(other, shown))

    def _two_lines(self, first: QHBoxLayout, words: str, action: QWidget | None) -> QWidget:
        under = row(ElidedLabel(words, role="secondary"), margins=(5, 0, 0, 0))
        under.setStretch(0, 1)
        if action is not None:
            under.addWidget(action)
        line = QWidget()
        line.setLayout(column(first, under, spacing=0))
        return line

    def _compare(self, other: Document, shown: Document) -> QWidget:
        """The link to the differences, the older document first."""
        dates = [(each.value("date"), each.symbol) for each in (shown, other)]
        ends = (shown.id, other.id) if dates[0] <= dates[1] else (other.id, shown.id)
        made = button(self.tr("Differences"), partial(self.differencesWanted.emit, *ends), "link")
        made.setToolTip(self.tr("Show word by word where the two differ"))
        return made

    def _plain(self, name: str, value: str) -> QHBoxLayout:
        label = ElidedLabel(name, role="secondary")
        label.setFixedWidth(74)
        return row(label, ElidedLabel(value, mode=Qt.TextElideMode.ElideMiddle))

    def _correct(self, field: str, value: str) -> None:
        assert self._document is not None
        writer, document = self._context.writer, self._document.id
        op = self._context.op(self, lambda: writer.set_fact(document, field, value))
        op.success(lambda _: self.problem.hide()).failure(self._refuse).run()

    def _refuse(self, error: BaseException) -> None:
        """Say why the value cannot be right, beside it; what was typed stays to be mended."""
        if not isinstance(error, KnownError):
            self._context.tasks.failed.emit(error)
            return
        self.problem.setText(error_sentence(error))
        self.problem.show()
        self.ensureWidgetVisible(self.problem)
