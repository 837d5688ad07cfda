"""A real vault with pages and flowing text, and a reader over it."""

from __future__ import annotations

import io
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pymupdf
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from itrvault.desktop.context import VaultContext
from itrvault.desktop.theme import ThemeKeeper
from itrvault.desktop.views.reader import ReaderView
from itrvault.desktop.widgets.selection_view import SelectionView
from itrvault.ingest.run import run_import
from itrvault.model.geometry import Span
from itrvault.sandbox.host import Sandbox
from itrvault.settings import Settings
from itrvault.vault import Vault

LINES = (
    "Member States shall ensure the routing of international traffic.",
    "They may restrict a route where security so requires. The measure",
    "shall be lawful, necessary and proportionate to its aim.",
    "Nothing in this Article limits the right to privacy.",
)
LEFT_COLUMN = ("Left column begins", "and it goes on here")
RIGHT_COLUMN = ("Right column begins", "and routing ends it")
ADDRESS = "https://example.org/who?reads=this"
ARABIC = "للدول الأعضاء الحق في معرفة مسار حركتها الدولية"


def make_pdf() -> bytes:
    """Three pages: four lines, two columns, four lines again; an outline, and two links."""
    book = pymupdf.open()
    for number in range(3):
        page = book.new_page()
        if number == 1:
            for x, column in ((72, LEFT_COLUMN), (330, RIGHT_COLUMN)):
                for row, line in enumerate(column):
                    page.insert_text((x, 100 + 15 * row), line, fontsize=12)
            continue
        for row, line in enumerate(LINES):
            page.insert_text((72, 100 + 15 * row), line, fontsize=12)
    to_last = {"kind": pymupdf.LINK_GOTO, "from": pymupdf.Rect(72, 300, 200, 320), "page": 2,
               "to": pymupdf.Point(0, 90)}  # fmt: skip
    away = {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(72, 400, 200, 420), "uri": ADDRESS}
    for link in (to_last, away):
        book[0].insert_link(link)
    book.set_toc([[1, "Routing", 1], [2, "Two columns", 2], [1, "Routing again", 3]])
    return bytes(book.tobytes())


def make_docx() -> bytes:
    """A heading, a proposal with tracked changes, an Arabic paragraph, a table."""
    document = docx.Document()
    document.add_heading("Article 3", 1)
    paragraph = document.add_paragraph("Members shall ")
    head = 'w:id="1" w:author="Anna" w:date="2012-11-30T10:00:00Z"'
    for xml in (
        f"<w:del {nsdecls('w')} {head}><w:r><w:delText>endeavour to </w:delText></w:r></w:del>",
        f"<w:ins {nsdecls('w')} {head}><w:r><w:t>always </w:t></w:r></w:ins>",
    ):
        paragraph._p.append(parse_xml(xml))
    paragraph.add_run("know the routing of traffic 𝔸 here.")
    document.add_paragraph(ARABIC)
    table = document.add_table(2, 2)
    for row in range(2):
        for column in range(2):
            table.cell(row, column).text = f"cell {row}{column}"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The vault all tests begin with."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "pages.pdf").write_bytes(make_pdf())
    (folder / "flow.docx").write_bytes(make_docx())
    path = folder / "library.itrvault"
    with Vault.create(path) as vault:
        report = run_import(vault, [folder / "pages.pdf", folder / "flow.docx"], jobs=1)
        assert len([row for row in report.rows if row.document]) == 2
    return path


@dataclass
class Desk:
    """A reader and what a test does with it."""

    bot: QtBot
    vault: Vault
    context: VaultContext
    reader: ReaderView

    def document(self, name: str) -> str:
        """The id of an imported file."""
        return next(d.id for d in self.vault.store.documents.all() if d.name == name)

    def wait(self, condition: Callable[[], object]) -> None:
        """Until something is true."""
        self.bot.waitUntil(lambda: bool(condition()), timeout=10_000)

    def open(self, name: str, unit: int = 0) -> SelectionView:
        """Show a document and wait for its unit."""
        document = self.document(name)
        self.reader.show_document(document, unit)
        # The one that was shown before has units of the same numbers.
        self.wait(lambda: self.reader.document == document)
        self.wait(lambda: self.reader.units.text(unit) is not None)
        return self.reader.view

    def open_drawn(self, name: str, unit: int = 0) -> SelectionView:
        """Show a document and wait until the page is drawn and its characters are known."""
        with self.bot.waitSignal(self.reader.drawer.glyphsArrived, timeout=10_000):
            view = self.open(name, unit)
        self.wait(lambda: any(w.page == unit for w in self.reader.drawer.cache.wishes()))
        return view

    def span(self, unit: int, words: str) -> Span:
        """Where words stand in a unit."""
        text = self.reader.units.text(unit)
        assert text is not None
        start = text.text.index(words)
        return Span(start, start + len(words))

    def point(self, page: int, x: float, y: float) -> QPoint:
        """A point of a page as a point of the viewport."""
        view = self.reader.pages
        at = view.page_rect(page).topLeft() + QPointF(x, y) * view.scale - view.offset
        return at.toPoint()

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Select with the mouse."""
        area = self.reader.view.viewport()
        self.bot.mousePress(area, Qt.MouseButton.LeftButton, pos=start)
        self.bot.mouseMove(area, end)
        self.bot.mouseRelease(area, Qt.MouseButton.LeftButton, pos=end)

    def selected(self) -> str:
        """The selected text, units joined as an anchor joins them."""
        chosen = self.reader.selection
        if chosen.empty:
            return ""
        parts = []
        for number in range(chosen.first.unit, chosen.last.unit + 1):
            text = self.reader.units.text(number)
            assert text is not None
            span = chosen.span_in(number, len(text.text))
            parts.append(text.text[span.start : span.end] if span else "")
        return "\n".join(parts)


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One for all tests: its first process takes a second to start."""
    with Sandbox() as shared:
        yield shared


@pytest.fixture
def desk(
    library: Path, sandbox: Sandbox, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> Iterator[Desk]:
    """A reader over a copy of the library, closed as the window closes it."""
    path = tmp_path / "copy.itrvault"
    shutil.copy(library, path)
    vault = Vault.open(path)
    vault._sandbox = sandbox
    settings = Settings(theme="light", author="Anna")
    context = VaultContext(vault, settings, ThemeKeeper(qapp, settings))
    failures: list[BaseException] = []
    context.tasks.failed.connect(failures.append)
    reader = ReaderView(context)
    qtbot.addWidget(reader)
    reader.resize(760, 620)
    reader.show()
    reader.view.setFocus()
    yield Desk(qtbot, vault, context, reader)
    reader.clear()
    vault._sandbox = None
    context.close()
    assert not failures
    assert not [t.name for t in threading.enumerate() if t.name.startswith("page-draw")]


@pytest.fixture
def paper() -> pymupdf.Document:
    """The pages as the library draws them, to look words up without our code."""
    return pymupdf.open(stream=make_pdf(), filetype="pdf")
