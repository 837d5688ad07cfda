"""Ways to show a document: single pages, turned, at night, with its text, thumbnails, outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QWheelEvent

from itrvault.desktop.dialogs.link import LinkDialog, openable, plain_address
from itrvault.desktop.views.reader_lock import matched
from itrvault.desktop.views.reader_stage import Mode
from itrvault.desktop.widgets.page_sheets import Sheets
from itrvault.desktop.widgets.selection import Place
from itrvault.model.geometry import Rect

if TYPE_CHECKING:
    from conftest import Desk

    from itrvault.desktop.widgets.unit_scroll import UnitScroll

# Qt's offscreen platform has no window manager to ask.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SIDES = st.floats(1, 5000)


def wheel(view: UnitScroll, notches: int) -> None:
    """Turn the wheel over a view, downwards with a negative number."""
    at = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        at, at, QPoint(), QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    view.wheelEvent(event)


class _Handler(QObject):
    """Takes what would be opened."""

    def __init__(self, opened: list[QUrl]) -> None:
        super().__init__()
        self._opened = opened

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self._opened.append(url)


@given(SIDES, SIDES, st.integers(0, 3), st.floats(0, 1), st.floats(0, 1))
def test_a_point_of_a_turned_page_is_found_again(
    width: float, height: float, turn: int, across: float, down: float
) -> None:
    sheets = Sheets(((width, height),)).turned(turn)
    x, y = across * width, down * height
    shown = sheets.shown(0, x, y)
    wide, high = sheets.size(0)
    assert -0.01 <= shown[0] <= wide + 0.01
    assert -0.01 <= shown[1] <= high + 0.01
    assert sheets.on_page(0, *shown) == pytest.approx((x, y), abs=0.01)
    box = sheets.shown_rect(0, Rect(0, 0, x, y))
    assert (box.x1 - box.x0) * (box.y1 - box.y0) == pytest.approx(x * y, rel=1e-6, abs=0.01)
    assert sheets.turned(4 - turn).turn == 0


@given(st.integers(1, 900), st.integers(1, 900), st.data())
def test_two_documents_keep_together(mine: int, others: int, data: st.DataObject) -> None:
    here = data.draw(st.floats(0, mine))
    there = data.draw(st.floats(0, others))
    first, second = sorted((data.draw(st.floats(0, mine)), data.draw(st.floats(0, mine))))
    lengths = mine, others
    marks = data.draw(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), max_size=5))
    pairs = list(
        zip(sorted(x * mine for x, _ in marks), sorted(y * others for _, y in marks), strict=True)
    )
    assert matched(here, here, there, lengths, pairs) == pytest.approx(there, abs=1e-6)
    above, below = (matched(at, here, there, lengths, pairs) for at in (first, second))
    assert -1e-6 <= above <= below + 1e-6
    assert below <= others + 1e-6


def test_the_smallest_step_from_the_beginning_keeps_them_together() -> None:
    assert matched(5e-324, 5e-324, 1.5, (2, 2)) == 1.5


def test_one_page_at_a_time(desk: Desk) -> None:
    view = desk.open_drawn("pages.pdf")
    pages = desk.reader.pages
    desk.reader.run("single")
    assert pages.shown_units() == range(1)
    desk.reader.showing.zoom("page")
    assert (
        desk.reader.view.viewport()
        .rect()
        .contains(pages.to_viewport(pages.page_rect(0)).toAlignedRect())
    )
    desk.bot.keyClick(view, Qt.Key.Key_PageDown)
    assert pages.shown_units() == range(1, 2)
    desk.bot.keyClick(view, Qt.Key.Key_Right)
    assert desk.reader.unit == 2
    wheel(pages, 1)
    assert desk.reader.unit == 1
    desk.bot.keyClick(view, Qt.Key.Key_Home)
    assert desk.reader.unit == 0
    desk.reader.showing.zoom("width")  # higher than the window: it scrolls before it turns
    desk.bot.keyClick(view, Qt.Key.Key_PageDown)
    assert desk.reader.unit == 0
    assert pages.verticalScrollBar().value() > pages.verticalScrollBar().minimum()
    span = desk.span(2, "proportionate")
    pages.reveal_span(2, span)
    (rect,) = pages.span_rects(2, span)
    assert pages.viewport().rect().contains(pages.to_viewport(rect).toAlignedRect())
    desk.reader.run("single")
    assert not pages.single
    assert desk.reader.unit == 2


def test_turned_pages_are_selected_and_marked(desk: Desk) -> None:
    desk.open_drawn("pages.pdf")
    pages = desk.reader.pages
    span = desk.span(0, "international")
    (upright,) = pages.span_rects(0, span)
    desk.reader.run("turn_right")
    (lying,) = pages.span_rects(0, span)
    assert (upright.width() > upright.height(), lying.height() > lying.width()) == (True, True)
    assert pages.page_rect(0).contains(lying)
    letter = pages.place_near(lying.center(), inside=True)
    assert letter is not None
    assert span.start <= letter.offset < span.end
    desk.open("flow.docx")
    desk.open("pages.pdf")
    assert pages.sheets.turn == 1  # as it was left
    desk.reader.run("turn_left")
    assert pages.sheets.turn == 0


def test_pages_at_night(desk: Desk) -> None:
    desk.open_drawn("pages.pdf")
    pages = desk.reader.pages
    desk.reader.run("night")
    desk.wait(lambda: desk.reader.settled)
    corner = pages.to_viewport(pages.page_rect(0)).topLeft().toPoint() + QPoint(9, 9)
    colour = pages.viewport().grab().toImage().pixelColor(corner)
    assert max(colour.red(), colour.green(), colour.blue()) < 60
    assert desk.context.settings.window["reader-night"] == "1"
    desk.reader.run("night")
    desk.wait(lambda: desk.reader.settled)
    colour = pages.viewport().grab().toImage().pixelColor(corner)
    assert min(colour.red(), colour.green(), colour.blue()) > 240


def test_text_beside_the_page_follows_it(desk: Desk) -> None:
    desk.reader.resize(1100, 500)
    desk.open_drawn("pages.pdf")
    desk.reader.run("both")
    stage = desk.reader.stage
    assert (stage.pages.isVisible(), stage.text.isVisible()) == (True, True)
    stage.text.set_zoom(3.0)  # long enough to be scrolled
    for _ in range(14):
        wheel(stage.pages, -1)
    desk.wait(lambda: stage.text.current_unit() == stage.pages.current_unit() > 0)
    for _ in range(60):
        wheel(stage.text, 1)
    assert stage.pages.current_unit() == 0
    desk.reader.show_words(desk.document("pages.pdf"), 2, desk.span(2, "privacy"))
    desk.wait(lambda: stage.text.current_unit() == stage.pages.current_unit() == 2)
    desk.reader.run("both")
    assert stage.mode is Mode.PAGE
    assert stage.text.isHidden()


def test_thumbnails_lead_to_pages(desk: Desk) -> None:
    desk.open_drawn("pages.pdf")
    desk.reader.set_query(desk.vault.index.parse("privacy"))
    desk.reader.set_order(desk.vault.search("privacy").order)
    desk.reader.run("panel")
    small = desk.reader.panel.thumbnails
    desk.wait(lambda: len(desk.reader.drawer.thumbnails) == 3)
    desk.wait(lambda: small.pages.hits == {0: 1, 2: 1})
    assert small.currentIndex().row() == 0
    desk.bot.mouseClick(
        small.viewport(), Qt.MouseButton.LeftButton,
        pos=small.visualRect(small.pages.index(1)).center(),
    )  # fmt: skip
    desk.wait(lambda: desk.reader.unit == 1)
    desk.wait(lambda: small.currentIndex().row() == 1)
    desk.bot.keyClick(small, Qt.Key.Key_Down)
    desk.wait(lambda: desk.reader.unit == 2)
    desk.reader.run("panel")
    assert desk.reader.panel.isHidden()


def test_the_outline_of_a_file_and_of_headings(desk: Desk) -> None:
    desk.open_drawn("pages.pdf")
    tree = desk.reader.panel.outline
    desk.wait(lambda: len(tree.entries) == 3)
    assert [(e.title, e.level, e.unit) for e in tree.entries] == [
        ("Routing", 1, 0), ("Two columns", 2, 1), ("Routing again", 1, 2),
    ]  # fmt: skip
    tree.wanted.emit(tree.entries[1])
    desk.wait(lambda: desk.reader.unit == 1)
    assert desk.reader.places.history.can_go_back
    desk.open("flow.docx")
    desk.wait(lambda: [e.title for e in tree.entries] == ["Article 3"])


def test_a_link_inside_is_followed_and_there_is_a_way_back(desk: Desk) -> None:
    view = desk.open_drawn("pages.pdf")
    desk.wait(lambda: desk.reader.pages.link_at(_content(desk, 100, 310)))
    at = desk.point(0, 100, 310)
    desk.bot.mouseMove(view.viewport(), at)
    assert view.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor
    assert desk.reader.links.words == "page 3"
    assert view.tip_at(_content(desk, 100, 310)) == "page 3"
    desk.bot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    desk.wait(lambda: desk.reader.unit == 2)
    assert desk.reader.links.words == ""  # the link is not under the mouse any more
    desk.bot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    desk.wait(lambda: desk.reader.unit == 0)


def test_a_link_out_is_shown_and_opened_by_nobody(desk: Desk) -> None:
    opened: list[QUrl] = []
    view = desk.open_drawn("pages.pdf")
    desk.wait(lambda: desk.reader.pages.link_at(_content(desk, 100, 410)))
    at = desk.point(0, 100, 410)
    desk.bot.mouseMove(view.viewport(), at)
    assert desk.reader.links.words == "https://example.org/who?reads=this"
    desk.bot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    (dialog,) = desk.reader.findChildren(LinkDialog)
    handler = _Handler(opened)
    QDesktopServices.setUrlHandler("https", handler, "open")
    try:
        dialog.copy.click()
        assert opened == []
        assert QGuiApplication.clipboard().text() == "https://example.org/who?reads=this"
        LinkDialog("https://example.org/").browse.click()
        assert opened == [QUrl("https://example.org/")]
    finally:
        QDesktopServices.unsetUrlHandler("https")


@pytest.mark.parametrize(
    ("address", "shown", "web"),
    [
        ("https://example.org/a b", "https://example.org/a b", False),
        ("https://еxample.org/", "https://xn--xample-2of.org/", True),
        ("file:///etc/passwd", "file:///etc/passwd", False),
        ("javascript:alert(1)", "javascript:alert(1)", False),
        ("\\\\host\\share", "\\\\host\\share", False),
        ("mailto:a@b.org", "mailto:a@b.org", False),
    ],
)
def test_only_the_web_is_opened(qapp: object, address: str, shown: str, web: bool) -> None:
    assert plain_address(address) == shown
    assert (openable(address) is not None) == web


def test_going_back_is_going_back_to_the_hit(desk: Desk) -> None:
    desk.reader.set_query(desk.vault.index.parse("privacy"))
    desk.reader.set_order(desk.vault.search("privacy").order)
    document = desk.document("pages.pdf")
    desk.reader.show_hit(document, 2, 0)
    desk.wait(lambda: desk.reader.units.current_hit == (2, 0))
    desk.open("flow.docx")
    assert desk.reader.units.current_hit is None
    desk.bot.keyClick(desk.reader.view, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    desk.wait(lambda: desk.reader.document == document)
    desk.wait(lambda: desk.reader.units.current_hit == (2, 0))
    assert desk.reader.unit == 2


def test_a_page_is_gone_to_by_its_label_though_it_is_not_loaded(desk: Desk) -> None:
    desk.open("pages.pdf")
    desk.wait(lambda: desk.reader.loader.labels)
    desk.reader.loader.labels = ("i", "ii", "1")
    desk.reader.places.go_to_label("1")
    desk.wait(lambda: desk.reader.unit == 2)
    desk.reader.places.go_to_label("2")  # no label: the number in the file
    desk.wait(lambda: desk.reader.unit == 1)
    desk.reader.places.go_to_label("nothing")
    assert desk.reader.unit == 1
    assert desk.reader.places.place is not None
    assert desk.reader.places.place == Place(1, desk.reader.places.place.offset)


def _content(desk: Desk, x: float, y: float) -> QPointF:
    return desk.reader.pages.to_content(QPointF(desk.point(0, x, y)))


def test_the_place_in_a_document_is_kept(desk: Desk) -> None:
    view = desk.open("pages.pdf", 1)
    view.go_to_place(Place(1, desk.span(1, "goes on here").start))
    before = desk.reader.places.place
    desk.open("flow.docx")
    desk.reader.show_document(desk.document("pages.pdf"))
    desk.wait(lambda: desk.reader.document == desk.document("pages.pdf"))
    desk.wait(lambda: not desk.reader.goals.under_way)
    assert desk.reader.places.place == before
    desk.reader.show_document(desk.document("pages.pdf"), 2)
    desk.wait(lambda: desk.reader.unit == 2)
