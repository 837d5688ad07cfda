"""Selecting and marking on drawn pages, with the mouse and by key."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pymupdf
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtWidgets import QApplication

from itrvault.desktop.widgets.selection import Place
from itrvault.model.annotation import Anchor

if TYPE_CHECKING:
    from conftest import Desk

# Qt's offscreen platform has no window manager to ask.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

QUOTE = "restrict a route where security so requires"


def ends(desk: Desk, paper: pymupdf.Document, page: int, words: str) -> tuple[QPoint, QPoint]:
    """Points just inside the first and last letter of words on a page."""
    box = paper[page].search_for(words)[0]
    middle = (box.y0 + box.y1) / 2
    return desk.point(page, box.x0 + 0.5, middle), desk.point(page, box.x1 - 0.5, middle)


def test_dragging_over_words_selects_exactly_them(desk: Desk, paper: pymupdf.Document) -> None:
    desk.open_drawn("pages.pdf")
    desk.drag(*ends(desk, paper, 0, QUOTE))
    assert desk.selected() == QUOTE
    assert desk.reader.marks.bar.isVisible()
    bar = QRectF(desk.reader.marks.bar.geometry())
    assert not any(bar.intersects(rect) for rect in desk.reader.view.selection_rects())
    assert desk.reader.stage.rect().contains(desk.reader.marks.bar.geometry())


def test_dragging_upwards_selects_the_same(desk: Desk, paper: pymupdf.Document) -> None:
    desk.open_drawn("pages.pdf")
    start, end = ends(desk, paper, 0, QUOTE)
    desk.drag(end, start)
    assert desk.selected() == QUOTE


def test_a_column_is_not_mixed_with_its_neighbour(desk: Desk, paper: pymupdf.Document) -> None:
    desk.open_drawn("pages.pdf", 1)
    first = paper[1].search_for("Left column")[0]
    last = paper[1].search_for("goes on here")[0]
    desk.drag(
        desk.point(1, first.x0 + 0.5, (first.y0 + first.y1) / 2),
        desk.point(1, last.x1 - 0.5, (last.y0 + last.y1) / 2),
    )
    assert desk.selected().split() == [
        "Left",
        "column",
        "begins",
        "and",
        "it",
        "goes",
        "on",
        "here",
    ]


def test_a_selection_runs_over_pages(desk: Desk, paper: pymupdf.Document) -> None:
    desk.open_drawn("pages.pdf")
    desk.reader.showing.zoom("page")
    desk.reader.pages.set_zoom(0.3)
    desk.wait(lambda: desk.reader.units.text(1) is not None)
    start, _ = ends(desk, paper, 0, "right to privacy")
    _, end = ends(desk, paper, 1, "Left column")
    desk.drag(start, end)
    assert desk.selected().split() == ["right", "to", "privacy.", "Left", "column"]


@pytest.mark.parametrize(
    ("clicks", "expected"),
    [
        (2, "proportionate"),
        (3, "The measure shall be lawful, necessary and proportionate to its aim."),
        (4, None),
    ],
)
def test_more_clicks_select_more(
    desk: Desk, paper: pymupdf.Document, clicks: int, expected: str | None
) -> None:
    desk.open_drawn("pages.pdf")
    box = paper[0].search_for("proportionate")[0]
    at = desk.point(0, (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2)
    area = desk.reader.view.viewport()
    for click in range(clicks):
        if click:
            desk.bot.mouseDClick(area, Qt.MouseButton.LeftButton, pos=at)
        else:
            desk.bot.mouseClick(area, Qt.MouseButton.LeftButton, pos=at)
    words = " ".join(desk.selected().split())
    if expected is None:  # the whole paragraph
        assert words.startswith("Member States")
        assert words.endswith("right to privacy.")
    else:
        assert words == expected


def test_shift_click_extends(desk: Desk, paper: pymupdf.Document) -> None:
    desk.open_drawn("pages.pdf")
    start, end = ends(desk, paper, 0, QUOTE)
    area = desk.reader.view.viewport()
    desk.bot.mouseClick(area, Qt.MouseButton.LeftButton, pos=start)
    shift = Qt.KeyboardModifier.ShiftModifier
    desk.bot.mouseClick(area, Qt.MouseButton.LeftButton, shift, pos=end)
    assert desk.selected() == QUOTE


def test_a_figure_marks_and_undo_takes_it_back(desk: Desk, paper: pymupdf.Document) -> None:
    view = desk.open_drawn("pages.pdf")
    desk.drag(*ends(desk, paper, 0, QUOTE))
    with desk.bot.waitSignal(desk.reader.annotationSelected) as chosen:
        desk.bot.keyClick(view, Qt.Key.Key_3)
    desk.wait(lambda: desk.reader.units.marks(0))
    (note,) = desk.vault.store.annotations.all()
    assert chosen.args == [note.id]
    assert (note.anchor.exact, note.colour, note.author) == (QUOTE, "green", "Anna")
    box = paper[0].search_for(QUOTE)[0]
    ((unit, rect),) = note.anchor.rects
    assert unit == 0
    assert (rect.x0, rect.x1) == pytest.approx((box.x0, box.x1), abs=1.5)
    assert desk.reader.selection.empty
    assert not desk.reader.marks.bar.isVisible()
    desk.vault.store.journal.undo()
    desk.wait(lambda: not desk.reader.units.marks(0))
    assert not desk.vault.store.annotations.all()


def test_white_space_at_the_ends_is_not_marked(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    span = desk.span(0, " restrict a route ")
    desk.reader.selection.select(Place(0, span.start), Place(0, span.end))
    desk.bot.keyClick(view, Qt.Key.Key_H)
    desk.wait(desk.vault.store.annotations.all)
    assert desk.vault.store.annotations.all()[0].anchor.exact == "restrict a route"


def test_typing_a_page_number_marks_nothing(desk: Desk) -> None:
    desk.open("pages.pdf")
    span = desk.span(0, "restrict")
    desk.reader.selection.select(Place(0, span.start), Place(0, span.end))
    desk.reader.go_to_page()
    desk.bot.keyClicks(desk.reader.tools.page, "3")
    desk.bot.keyClick(desk.reader.tools.page, Qt.Key.Key_Return)
    desk.wait(lambda: desk.reader.unit == 2)
    assert not desk.vault.store.annotations.all()
    assert desk.reader.tools.page.text() == "3"


def test_clicking_a_mark_selects_it_and_u_removes_it(desk: Desk, paper: pymupdf.Document) -> None:
    view = desk.open_drawn("pages.pdf")
    desk.drag(*ends(desk, paper, 0, QUOTE))
    desk.bot.keyClick(view, Qt.Key.Key_1)
    desk.wait(lambda: desk.reader.units.marks(0))
    (note,) = desk.vault.store.annotations.all()
    area = view.viewport()
    desk.bot.mouseClick(area, Qt.MouseButton.LeftButton, pos=desk.point(0, 300, 300))
    assert desk.reader.units.selected == ""
    start, _ = ends(desk, paper, 0, "where security")
    with desk.bot.waitSignal(desk.reader.annotationSelected) as chosen:
        desk.bot.mouseClick(area, Qt.MouseButton.LeftButton, pos=start)
    assert chosen.args == [note.id]
    desk.bot.keyClick(view, Qt.Key.Key_5)
    desk.wait(lambda: desk.vault.store.annotations.get(note.id).colour == "purple")
    desk.bot.keyClick(view, Qt.Key.Key_U)
    desk.wait(lambda: not desk.vault.store.annotations.all())


def test_overlapping_marks_take_turns(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    for words, key in ((QUOTE, Qt.Key.Key_1), ("where security so requires. The", Qt.Key.Key_2)):
        span = desk.span(0, words)
        desk.reader.selection.select(Place(0, span.start), Place(0, span.end))
        count = len(desk.vault.store.annotations.all())
        desk.bot.keyClick(view, key)
        desk.wait(lambda n=count: len(desk.reader.units.marks(0)) == n + 1)
    seen = []
    for _turn in range(3):
        desk.bot.keyClick(view, Qt.Key.Key_O)
        seen.append(desk.reader.units.selected)
    assert len(set(seen)) == 2
    assert seen[0] == seen[2]


def test_tagging_by_key(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    tag = desk.vault.store.tags.add("Privacy of traffic")
    span = desk.span(0, "privacy")
    desk.reader.selection.select(Place(0, span.start), Place(0, span.end))
    desk.bot.keyClick(view, Qt.Key.Key_T)
    popup = desk.reader.marks.popup
    desk.wait(popup.isVisible)
    desk.bot.keyClicks(popup.input.field, "privacy of traffic")
    desk.bot.keyClick(popup.input.field, Qt.Key.Key_Return)
    desk.wait(lambda: desk.vault.store.annotations.all()[0].tags == (tag.id,))
    desk.bot.keyClick(popup.input.field, Qt.Key.Key_Return)
    assert not popup.isVisible()
    other = desk.span(0, "necessary")
    desk.reader.selection.select(Place(0, other.start), Place(0, other.end))
    desk.bot.keyClick(view, Qt.Key.Key_Q)
    desk.wait(lambda: len(desk.vault.store.annotations.all()) == 2)
    assert all(note.tags == (tag.id,) for note in desk.vault.store.annotations.all())


def test_tags_given_at_once_are_all_kept(desk: Desk) -> None:
    """Two more, though neither the notes nor the field have been read again in between."""
    view = desk.open("pages.pdf")
    first, second = (desk.vault.store.tags.add(name) for name in ("Privacy", "Transit"))
    span = desk.span(0, "lawful")
    desk.reader.selection.select(Place(0, span.start), Place(0, span.end))
    desk.bot.keyClick(view, Qt.Key.Key_T)
    popup = desk.reader.marks.popup
    desk.wait(popup.isVisible)
    desk.reader.loader.annotations = ()
    for words in ("privacy", "transit", "Quite new"):
        popup.input.field.setText(words)
        desk.bot.keyClick(popup.input.field, Qt.Key.Key_Return)
    desk.wait(lambda: len(desk.vault.store.annotations.all()[0].tags) == 3)
    assert {first.id, second.id} < set(desk.vault.store.annotations.all()[0].tags)
    desk.wait(lambda: len(popup.input.chips) == 3)
    for chip in popup.input.chips[:2]:
        chip.click()
    desk.wait(lambda: len(desk.vault.store.annotations.all()[0].tags) == 1)


def test_a_note_is_asked_for(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    span = desk.span(0, "lawful")
    desk.reader.selection.select(Place(0, span.start), Place(0, span.end))
    with desk.bot.waitSignal(desk.reader.noteRequested) as asked:
        desk.bot.keyClick(view, Qt.Key.Key_A)
    assert asked.args == [desk.vault.store.annotations.all()[0].id]


def test_the_caret_selects_by_word_and_line(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    control = Qt.KeyboardModifier.ControlModifier
    shift = Qt.KeyboardModifier.ShiftModifier
    desk.bot.keyClick(view, Qt.Key.Key_F7)
    assert desk.reader.selection.caret == Place(0, 0)
    desk.bot.keyClick(view, Qt.Key.Key_Down)
    desk.bot.keyClick(view, Qt.Key.Key_Right, control)
    for _word in range(3):
        desk.bot.keyClick(view, Qt.Key.Key_Right, control | shift)
    assert desk.selected().strip() == "may restrict a"
    desk.bot.keyClick(view, Qt.Key.Key_End, shift)
    assert desk.selected().strip().endswith("The measure")
    desk.bot.keyClick(view, Qt.Key.Key_Home, shift)
    assert desk.selected() == "They"
    desk.bot.keyClick(view, Qt.Key.Key_Down, shift)
    assert desk.selected().startswith(" may restrict")
    desk.bot.keyClick(view, Qt.Key.Key_Escape)
    desk.bot.keyClick(view, Qt.Key.Key_Escape)
    assert desk.selected() == ""


def test_copying_joins_lines_and_cites(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    first, last = desk.span(0, "The measure"), desk.span(0, "lawful")
    desk.reader.selection.select(Place(0, first.start), Place(0, last.end))
    control = Qt.KeyboardModifier.ControlModifier
    with desk.bot.waitSignal(desk.reader.marks.marker.copied):
        desk.bot.keyClick(view, Qt.Key.Key_C, control)
    assert QGuiApplication.clipboard().text() == "The measure shall be lawful"
    with desk.bot.waitSignal(desk.reader.marks.marker.copied):
        desk.bot.keyClick(view, Qt.Key.Key_C, control | Qt.KeyboardModifier.ShiftModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("“The measure shall be lawful”\n(")
    assert copied.endswith("p. 1)")


def test_zooming_with_the_wheel_keeps_the_place_under_the_cursor(desk: Desk) -> None:
    view = desk.open_drawn("pages.pdf")
    desk.reader.pages.set_zoom(1.5)
    desk.reader.pages.go_to_unit(1)
    at = QPointF(300, 200)

    def under() -> QPointF:
        sheet = desk.reader.pages.page_rect(1)
        return (view.to_content(at) - sheet.topLeft()) / desk.reader.pages.scale

    before = under()
    wheel = QWheelEvent(
        at, view.viewport().mapToGlobal(at), QPoint(), QPoint(0, 240),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(view.viewport(), wheel)
    assert desk.reader.pages.zoom > 1.5
    after = under()
    assert abs(after.x() - before.x()) < 1.5
    assert abs(after.y() - before.y()) < 1.5


def test_text_keeps_the_place_and_the_selection(desk: Desk) -> None:
    desk.open("pages.pdf", 2)
    span = desk.span(2, "proportionate")
    desk.reader.selection.select(Place(2, span.start), Place(2, span.end))
    desk.bot.keyClick(desk.reader.view, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert desk.reader.view is desk.reader.text
    desk.wait(lambda: desk.reader.text.span_rects(2, span))
    assert desk.reader.unit == 2
    assert desk.selected() == "proportionate"
    desk.bot.keyClick(desk.reader.view, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert desk.reader.view is desk.reader.pages
    assert desk.reader.unit == 2


def test_a_page_that_cannot_be_drawn_shows_its_text(desk: Desk) -> None:
    store = desk.vault.store
    good = store.documents.get(desk.document("pages.pdf"))
    extraction = desk.vault.sandbox.extract(store.documents.original(good.id), "pages.pdf")
    store.documents.add(extraction, good.facts, b"%PDF-1.7 cut off", ("broken.pdf",), "broken.pdf")
    desk.open("broken.pdf")
    desk.wait(lambda: desk.reader.drawer.failure_of(0))
    picture = desk.reader.pages.viewport().grab().toImage()
    sheet = desk.reader.pages.page_rect(0).translated(-desk.reader.pages.offset)
    line = desk.reader.pages.span_rects(0, desk.span(0, QUOTE))[0]
    dark = sum(
        picture.pixelColor(x, y).lightness() < 128
        for x in range(int(line.left()), int(line.right()))
        for y in range(int(line.top()), int(line.bottom()))
    )
    assert dark > 100
    assert picture.pixelColor(int(sheet.left()) + 4, int(sheet.top()) + 4).name() == "#fff6db"
    desk.drag(
        desk.reader.pages.to_viewport(line).topLeft().toPoint() + QPoint(1, 6),
        desk.reader.pages.to_viewport(line).topRight().toPoint() + QPoint(-1, 6),
    )
    assert desk.selected() == QUOTE


def test_pictures_stay_within_their_limit(desk: Desk) -> None:
    view = desk.open_drawn("pages.pdf")
    cache = desk.reader.drawer.cache
    (wish, *_) = cache.wishes()
    picture = cache.get(wish)
    assert picture is not None
    cache.limit = 2 * picture.sizeInBytes() + 1
    for page in (1, 2, 0, 2):
        view.go_to_unit(page)
        desk.wait(lambda n=page: any(w.page == n for w in cache.wishes()))
        assert cache.bytes <= cache.limit
        assert cache.bytes == sum(p.sizeInBytes() for p in map(cache.get, cache.wishes()) if p)


def test_clearing_leaves_nothing(desk: Desk) -> None:
    desk.open_drawn("pages.pdf")
    desk.reader.clear()
    assert desk.reader.document == ""
    assert len(desk.reader.drawer.cache) == 0
    assert desk.reader.units.loaded() == {}
    assert desk.reader.view.shown_units() == range(0)


def test_the_right_button_offers_what_can_be_done(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    assert desk.reader.marks.menu(desk.reader) is None
    span = desk.span(0, "lawful")
    desk.reader.selection.select(Place(0, span.start), Place(0, span.end))
    menu = desk.reader.marks.menu(desk.reader)
    assert menu is not None
    names = [action.text().split("\t")[0] for action in menu.actions() if action.text()]
    assert names[:4] == [
        "Highlight the selection", "Highlight and write a note", "Tag...",
        "Tag with one of the recent tags",
    ]  # fmt: skip
    assert {"Judge the risk", "Copy", "Copy with citation"} < set(names)
    menu.actions()[0].trigger()
    desk.wait(desk.vault.store.annotations.all)
    # The mark is chosen a moment before the page has it.
    desk.wait(lambda: desk.reader.units.selected and desk.reader.marks.menu(desk.reader))
    marked = desk.reader.marks.menu(desk.reader)
    assert marked is not None
    assert "Remove the mark\tU" in [action.text() for action in marked.actions()]
    assert view.selection.empty


def test_dragging_below_the_window_scrolls_on(desk: Desk, paper: pymupdf.Document) -> None:
    view = desk.open_drawn("pages.pdf")
    start, _ = ends(desk, paper, 0, QUOTE)
    area = view.viewport()
    desk.bot.mousePress(area, Qt.MouseButton.LeftButton, pos=start)
    desk.bot.mouseMove(area, QPoint(start.x(), area.height() + 40))
    bar = view.verticalScrollBar()
    desk.wait(lambda: desk.reader.units.text(1) is not None and bar.value() > area.height())
    desk.bot.mouseRelease(area, Qt.MouseButton.LeftButton, pos=QPoint(start.x(), area.height()))
    assert desk.reader.selection.last.unit >= 1
    assert desk.selected().startswith("restrict a route")
    stopped = bar.value()
    desk.bot.mouseMove(area, QPoint(10, area.height() + 80))
    assert bar.value() == stopped


def test_a_note_on_a_whole_page_is_a_stripe_to_click(desk: Desk) -> None:
    view = desk.open_drawn("pages.pdf")
    anchor = Anchor(0, 0, 0, 0, "")
    note = desk.vault.store.annotations.add(desk.document("pages.pdf"), anchor, note="See annex")
    desk.wait(lambda: desk.reader.units.marks(0))
    sheet = view.to_viewport(desk.reader.pages.page_rect(0))
    at = QPoint(round(sheet.right()) - 6, round(sheet.top()) + 16)
    with desk.bot.waitSignal(desk.reader.annotationSelected) as chosen:
        desk.bot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == [note.id]
    tip = view.tip_at(view.to_content(QPointF(at)))
    assert tip == "On the whole page\nSee annex"
    assert desk.reader.settled
