"""The line above a page that says where its text comes from, and switches between its readings.

Shown only where that is not plain: read by OCR, repaired, doubtful, or with several readings.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QWidget

from itrvault.desktop.theme import ROW
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.desktop.widgets.parts import button, row
from itrvault.model.document import Document, Doubt, TextSource, Unit, UnitKind
from itrvault.model.reading import TextReading


class TextStrip(QFrame):
    """Knows the readings of one document; `show_unit` says which page one is at."""

    useWanted = Signal(str, object)  # document, {unit number: TextSource}
    recogniseWanted = Signal(str, object)  # document, unit numbers or None for all that wait

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "bar")
        self.setFixedHeight(ROW)
        self._document: Document | None = None
        self._unit: Unit | None = None
        self._readings: dict[int, dict[TextSource, TextReading]] = {}
        self._special = False
        self._can_write = True
        self.words = ElidedLabel(role="secondary")
        self.recognise = button(self.tr("Read it by OCR"), self._ask_page, "link")
        self.switch = QToolButton()
        self.switch.setProperty("role", "link")
        self.switch.setText(self.tr("Which text") + "  ▾")
        self.switch.setToolTip(self.tr("Switch between the readings of this page"))
        self.switch.setAccessibleName(self.switch.toolTip())
        self.switch.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.switch.setMenu(QMenu(self.switch))
        self.setLayout(row(self.words, None, self.recognise, self.switch, margins=(12, 0, 10, 0)))
        self.hide()

    def show_document(self, document: Document | None, *, can_write: bool = True) -> None:
        """Another document, of which nothing is known yet; None for none."""
        self._document, self._unit, self._readings = document, None, {}
        self._special = False
        self._can_write = can_write
        self.hide()

    def know(self, readings: Sequence[TextReading]) -> None:
        """What readings its pages have."""
        self._readings = {}
        for reading in readings:
            self._readings.setdefault(reading.unit, {})[reading.source] = reading
        # Shown for all pages or for none: a page must not jump while one scrolls to it.
        self._special = any(
            reading.source is not TextSource.FILE or reading.doubt is not Doubt.NONE
            for reading in readings
        )
        self._fill()

    def show_unit(self, unit: Unit | None) -> None:
        """The page one is at; None while it is not read yet."""
        self._unit = unit
        self._fill()

    def _fill(self) -> None:
        unit, document = self._unit, self._document
        if document is None or document.unit_kind is not UnitKind.PAGE or not self._special:
            self.hide()
            return
        self.show()
        if unit is None:
            return  # what is said of the page before stays for the moment
        others = {
            source: reading
            for source, reading in self._readings.get(unit.number, {}).items()
            if source is not unit.source
        }
        tried = others.get(TextSource.OCR)
        words = source_words(unit, tried, others.get(TextSource.FILE))
        self.words.setText(words)
        waits = unit.doubt is not Doubt.NONE and unit.source is not TextSource.OCR and tried is None
        self.recognise.setVisible(waits and self._can_write)
        kept = {source: reading for source, reading in others.items() if reading.length}
        self.switch.setVisible(bool(kept) and self._can_write)
        self._fill_menu(unit, kept)

    def _fill_menu(self, unit: Unit, others: dict[TextSource, TextReading]) -> None:
        menu = self.switch.menu()
        menu.clear()
        for source in TextSource:
            if source is not unit.source and source not in others:
                continue
            action = menu.addAction(reading_words(source))
            action.setCheckable(True)
            action.setChecked(source is unit.source)
            action.triggered.connect(partial(self._use, {unit.number: source}))
        whole = [(source, self._everywhere(source)) for source in TextSource]
        if any(len(numbers) > 1 for _, numbers in whole):
            menu.addSeparator()
        for source, numbers in whole:
            if len(numbers) > 1:
                words = self.tr("On all pages: {reading}").format(reading=reading_words(source))
                menu.addAction(words).triggered.connect(partial(self._use, numbers))
        if self._document is not None:
            menu.addSeparator()
            again = menu.addAction(self.tr("Read this page by OCR again"))
            again.triggered.connect(lambda: self._ask_page())

    def _everywhere(self, source: TextSource) -> dict[int, TextSource]:
        """The pages that have such a reading with words in it."""
        return {
            number: source
            for number, known in self._readings.items()
            if len(known) > 1 and source in known and known[source].length
        }

    def _use(self, sources: dict[int, TextSource], _checked: bool = False) -> None:
        if self._document is not None:
            self.useWanted.emit(self._document.id, sources)

    def _ask_page(self) -> None:
        if self._document is not None and self._unit is not None:
            self.recogniseWanted.emit(self._document.id, (self._unit.number,))


def reading_words(source: TextSource) -> str:
    """What a reading is called."""
    translate = QCoreApplication.translate
    return {
        TextSource.FILE: translate("TextStrip", "the file's own text"),
        TextSource.REPAIRED: translate("TextStrip", "the file's own text, repaired"),
        TextSource.OCR: translate("TextStrip", "read by OCR"),
    }[source]


def doubt_reason(doubt: Doubt) -> str:
    """Why the text that came with a page is doubted, "" when it is not."""
    translate = QCoreApplication.translate
    return {
        Doubt.NONE: "",
        Doubt.IMAGE: translate("TextStrip", "the page is a picture"),
        Doubt.LETTERS: translate("TextStrip", "the file's own text is not readable"),
        Doubt.WORDS: translate("TextStrip", "the words of the file's own text are none"),
        Doubt.UNREAD: translate("TextStrip", "the page could not be read"),
    }[doubt]


def source_words(unit: Unit, tried: TextReading | None, own: TextReading | None) -> str:
    """Where a page's text comes from, in a sentence.

    `tried` is what OCR read there if that is not in use, `own` the file's text if that is not.
    """
    translate = QCoreApplication.translate
    if unit.source is TextSource.OCR:
        reason = doubt_reason(own.doubt) if own is not None else ""
        words = translate("TextStrip", "Text: read by OCR")
        words += f" ({reason})" if reason else ""
        if unit.doubt is not Doubt.NONE:
            words += ". " + translate("TextStrip", "Some of it may be wrong")
        return words
    if unit.doubt is Doubt.NONE:
        if unit.source is TextSource.REPAIRED:
            return translate("TextStrip", "Text: the file's own, repaired")
        return translate("TextStrip", "Text: the file's own")
    reason = doubt_reason(unit.doubt)
    words = translate("TextStrip", "Text: doubtful ({reason})").format(reason=reason)
    if tried is not None and not tried.length:
        words += ". " + translate("TextStrip", "OCR found no words on it")
    return words
