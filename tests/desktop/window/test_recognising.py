"""Doubtful pages: asked once, read beside everything else, paused, and switched by hand."""

from __future__ import annotations

from dataclasses import replace

import pymupdf
import pytest
from PySide6.QtCore import Qt

from itrvault.desktop.dialogs.importing import ImportDialog
from itrvault.desktop.recognising import report_words
from itrvault.desktop.views.text_strip import source_words
from itrvault.ingest.recognise import RecogniseReport, use_text
from itrvault.ingest.run import run_import
from itrvault.model.document import Doubt, TextSource, Unit, UnitKind
from itrvault.model.geometry import PageLayout
from itrvault.model.reading import TextReading
from itrvault.sandbox.tessdata import find_language_data
from itrvault.vault import Vault

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

WORDS = "Members may suspend the service at once."
needs_data = pytest.mark.skipif(
    "eng" not in find_language_data().languages, reason="no English language data for OCR here"
)


def picture_pdf(pages: int = 2) -> bytes:
    """Pages that are pictures of words."""
    written = pymupdf.open()
    for number in range(pages):
        written.new_page(width=400, height=200).insert_text(
            (30, 80), WORDS if not number else f"This is page {number + 1} of it.", fontsize=16
        )
    book = pymupdf.open()
    for page in written:
        picture = page.get_pixmap(dpi=150)
        book.new_page(width=400, height=200).insert_image(pymupdf.Rect(0, 0, 400, 200),
                                                          pixmap=picture)  # fmt: skip
    return bytes(book.tobytes())


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(picture_pdf())
    return path


@pytest.fixture
def opened(qtbot, window, archive, scan):
    """The window on an archive with a scan that nobody has read; the workspace and the id."""
    with Vault.open(archive) as vault:
        (row,) = run_import(vault, [scan], jobs=1).rows
        assert len(vault.store.readings.pending()) == 2
    window.open_path(archive)
    qtbot.waitUntil(lambda: window.workspace is not None)
    space = window.workspace
    qtbot.waitUntil(lambda: len(space.catalogue.snapshot.documents) == 5)
    qtbot.waitUntil(lambda: not space.context.tasks.busy)
    return space, row.document


def settle(qtbot, space):
    qtbot.waitUntil(lambda: not space.context.tasks.busy, timeout=30_000)


def read_by_hand(space, document: str, number: int = 0) -> None:
    """Give a page what OCR would have read, and use it."""
    vault = space.context.vault
    unit = vault.store.documents.unit(document, number)
    layout = PageLayout(unit.layout.width, unit.layout.height)
    read = replace(unit, text=WORDS, source=TextSource.OCR, doubt=Doubt.NONE, layout=layout)
    vault.store.readings.add(document, read, "ocr/1 eng")
    use_text(vault, document, {number: TextSource.OCR})


def test_it_asks_once_whether_to_read_what_waits(qtbot, window, opened):
    space, document = opened
    qtbot.waitUntil(lambda: window.status.take.isVisible())
    assert window.status.notice.text() == "2 pages can be read only by OCR."
    assert window.status.take.text() == "Read them"
    window.status.say("")
    space.context.vault.store.documents.set_fact(document, "title", "A scan")
    settle(qtbot, space)
    space.catalogue.doubtsChanged.emit()
    settle(qtbot, space)
    assert window.status.silent


@needs_data
def test_pages_are_read_beside_everything_else(qtbot, window, opened):
    space, document = opened
    space.open_document(document)
    qtbot.waitUntil(lambda: space.reader.document == document)
    settle(qtbot, space)
    assert space.reader.source.words.text() == "Text: doubtful (the page is a picture)"
    recognising = window._commands.recognising
    qtbot.mouseClick(window.status.take, Qt.MouseButton.LeftButton)
    assert recognising.running
    (job,) = space.context.tasks.jobs
    assert job.stop == "Pause"
    qtbot.waitUntil(lambda: not recognising.running, timeout=60_000)
    settle(qtbot, space)
    assert space.context.vault.search("suspend").total >= 1
    qtbot.waitUntil(
        lambda: space.reader.source.words.text() == "Text: read by OCR (the page is a picture)"
    )
    assert WORDS in space.reader.units.text(0).text
    assert "2 pages read by OCR" in window.status.notice.text()
    qtbot.waitUntil(lambda: space.catalogue.doubts == {})
    assert recognising.pending == 0


@needs_data
def test_paused_it_goes_on_later(qtbot, window, opened):
    space, _ = opened
    recognising = window._commands.recognising
    window.actions_by_name["recognise"].trigger()
    (job,) = space.context.tasks.jobs
    job.cancel()
    qtbot.waitUntil(lambda: not recognising.running, timeout=60_000)
    assert window.status.take.text() == "Go on"
    qtbot.mouseClick(window.status.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not recognising.running, timeout=60_000)
    settle(qtbot, space)
    assert space.context.vault.store.readings.pending() == []


def test_what_is_to_be_installed_is_said(qtbot, window, opened, monkeypatch):
    from itrvault.ingest import recognise as room
    from itrvault.sandbox.tessdata import LanguageData

    monkeypatch.setattr(room, "find_language_data", lambda own="": LanguageData(()))
    recognising = window._commands.recognising
    recognising.start()
    qtbot.waitUntil(lambda: not recognising.running)
    assert "language data" in recognising.problem
    assert "traineddata" in recognising.problem
    assert window.status.notice.text() == recognising.problem


def test_the_reading_is_switched_and_the_page_stays(qtbot, window, opened):
    space, document = opened
    read_by_hand(space, document)
    settle(qtbot, space)
    space.open_document(document)
    qtbot.waitUntil(lambda: space.reader.document == document)
    settle(qtbot, space)
    strip = space.reader.source
    assert strip.isVisible()
    assert strip.words.text() == "Text: read by OCR (the page is a picture)"
    assert space.context.vault.search(f'"{WORDS}"').total == 1
    # A picture's own text is empty: there is nothing to switch to.
    assert not strip.switch.isVisible()
    assert strip.recognise.isHidden()


def test_a_text_layer_that_lies_can_be_had_back(qtbot, window, opened):
    space, _ = opened
    vault = space.context.vault
    document = vault.store.documents.get("WCIT12/904-E").id
    own = vault.store.documents.unit(document, 1)
    layout = PageLayout(own.layout.width, own.layout.height)
    read = replace(own, text=WORDS, source=TextSource.OCR, redlines=(), layout=layout)
    vault.store.readings.add(document, read, "ocr/1 eng")
    use_text(vault, document, {1: TextSource.OCR})
    settle(qtbot, space)
    space.reader.show_document(document, 1)
    qtbot.waitUntil(lambda: space.reader.unit == 1)
    settle(qtbot, space)
    strip = space.reader.source
    qtbot.waitUntil(lambda: strip.words.text() == "Text: read by OCR")
    assert strip.switch.isVisible()
    names = [action.text() for action in strip.switch.menu().actions() if action.text()]
    assert names[:2] == ["the file's own text", "read by OCR"]
    strip.switch.menu().actions()[0].trigger()
    qtbot.waitUntil(lambda: strip.words.text() == "Text: the file's own")
    settle(qtbot, space)
    assert space.reader.unit == 1
    assert space.reader.units.text(1).text == own.text
    assert vault.search(f'"{WORDS}"').total == 0


def test_the_report_offers_ocr_for_what_was_imported(qtbot, window, space, tmp_path):
    path = tmp_path / "more.pdf"
    path.write_bytes(picture_pdf(1))
    window._commands.import_paths([str(path)])
    dialog = window.findChild(ImportDialog)
    qtbot.waitUntil(dialog.start.isEnabled)
    with qtbot.waitSignal(dialog.reported, timeout=30000):
        dialog.start.click()
    qtbot.waitUntil(dialog.doubt.isVisible)
    assert dialog.doubt.text().startswith("The text of 1 page is doubtful.")
    if find_language_data().languages:
        with qtbot.waitSignal(dialog.recogniseWanted) as asked:
            dialog.recognise.click()
        assert len(asked.args[0]) == 1
        recognising = window._commands.recognising
        qtbot.waitUntil(lambda: not recognising.running, timeout=60_000)
    else:
        assert not dialog.recognise.isVisible()
        assert "traineddata" in dialog.doubt.text()


@pytest.mark.parametrize(
    ("source", "doubt", "tried", "own", "words"),
    [
        (TextSource.FILE, Doubt.NONE, None, None, "Text: the file's own"),
        (TextSource.REPAIRED, Doubt.NONE, None, None, "Text: the file's own, repaired"),
        (TextSource.FILE, Doubt.WORDS, None, None,
         "Text: doubtful (the words of the file's own text are none)"),
        (TextSource.FILE, Doubt.IMAGE, 0, None,
         "Text: doubtful (the page is a picture). OCR found no words on it"),
        (TextSource.OCR, Doubt.NONE, None, Doubt.LETTERS,
         "Text: read by OCR (the file's own text is not readable)"),
        (TextSource.OCR, Doubt.WORDS, None, Doubt.NONE,
         "Text: read by OCR. Some of it may be wrong"),
    ],
)  # fmt: skip
def test_where_a_text_comes_from_in_words(source, doubt, tried, own, words):
    unit = Unit(0, UnitKind.PAGE, "1", "x", PageLayout(1, 1), "en", (), source, doubt)

    def reading(of: TextSource, about: Doubt, length: int) -> TextReading:
        return TextReading(0, of, about, False, "r", length)

    ocr = reading(TextSource.OCR, Doubt.NONE, tried) if tried is not None else None
    file = reading(TextSource.FILE, own, 5) if own is not None else None
    assert source_words(unit, ocr, file) == words


def test_a_run_in_one_line(window):
    report = RecogniseReport(read=5, used=3, nothing=1)
    assert report_words(report) == "5 pages read by OCR, the text of 3 is used, 1 without words."
