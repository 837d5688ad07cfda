"""Finding in the open document: places, stepping, page breaks, and the way back to the hits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from itrvault.desktop.widgets.selection import Place

if TYPE_CHECKING:
    from conftest import Desk

# Qt's offscreen platform has no window manager to ask.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def find(desk: Desk, words: str) -> None:
    """Open the bar, type, and wait for the answer."""
    desk.reader.run("find")
    desk.reader.find_bar.field.clear()
    desk.bot.keyClicks(desk.reader.find_bar.field, words)
    desk.wait(lambda: desk.reader.find_bar.count.text() != "")


def now(desk: Desk) -> list[str]:
    """What is the current place, part by part."""
    parts = []
    for unit, span in desk.reader.units.found_now:
        text = desk.reader.units.text(unit)
        assert text is not None
        parts.append(text.text[span.start : span.end])
    return parts


def test_places_are_counted_and_stepped_through(desk: Desk) -> None:
    desk.open("pages.pdf")
    find(desk, "ROUT")
    finder, field = desk.reader.finder, desk.reader.find_bar.field
    # "routing" and "route" on two pages, "routing" in a column; no stems, just these letters.
    assert desk.reader.find_bar.count.text() == "1 of 5"
    assert now(desk) == ["rout"]
    seen = []
    for _step in range(5):
        desk.bot.keyClick(field, Qt.Key.Key_Return)
        seen.append(finder.index)
    assert seen == [1, 2, 3, 4, 0]
    desk.bot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert finder.index == 4
    desk.reader.next_hit()  # F3 belongs to the bar while it is open
    assert finder.index == 0
    desk.wait(lambda: desk.reader.unit == 0)


def test_the_place_is_drawn_and_in_view(desk: Desk) -> None:
    desk.reader.resize(760, 300)
    desk.open("pages.pdf")
    find(desk, "ends it")
    desk.wait(lambda: desk.reader.unit == 1)
    ((unit, span),) = desk.reader.units.found_now
    (rect,) = desk.reader.pages.span_rects(unit, span)
    shown = desk.reader.view.to_viewport(rect).toAlignedRect()
    assert desk.reader.view.viewport().rect().contains(shown)
    assert desk.reader.units.shown_hits(1) == [(span, True)]


def test_a_place_over_a_page_break(desk: Desk) -> None:
    desk.open("pages.pdf")
    find(desk, "to privacy. left column")
    assert now(desk) == ["to privacy.", "Left column"]
    assert desk.reader.units.shown_hits(1)[0][1]


def test_the_hits_of_the_search_come_back(desk: Desk) -> None:
    desk.reader.set_query(desk.vault.index.parse("privacy"))
    desk.open("pages.pdf")
    desk.wait(lambda: desk.reader.units.hits(0))
    hits = desk.reader.units.shown_hits(0)
    find(desk, "lawful")
    assert [span for span, _ in desk.reader.units.shown_hits(0)] != [span for span, _ in hits]
    desk.bot.keyClick(desk.reader.find_bar.field, Qt.Key.Key_Escape)
    assert desk.reader.find_bar.isHidden()
    assert desk.reader.units.shown_hits(0) == hits


def test_nothing_found_is_said(desk: Desk) -> None:
    desk.open("flow.docx")
    find(desk, "xylophone")
    assert desk.reader.find_bar.count.text() == "not in this document"
    assert not desk.reader.find_bar.next.isEnabled()
    desk.reader.finder.step(1)
    assert desk.reader.finder.index == -1


def test_another_document_is_looked_through_for_the_same(desk: Desk) -> None:
    desk.open("pages.pdf")
    find(desk, "routing")
    desk.wait(lambda: "of 3" in desk.reader.find_bar.count.text())
    desk.open("flow.docx")
    desk.wait(lambda: "of 1" in desk.reader.find_bar.count.text())
    assert now(desk) == ["routing"]


def test_what_is_selected_is_what_is_found(desk: Desk) -> None:
    desk.open("pages.pdf")
    span = desk.span(0, "security")
    desk.reader.selection.select(Place(0, span.start), Place(0, span.end))
    desk.reader.run("find")
    assert desk.reader.find_bar.field.text() == "security"
    desk.wait(lambda: desk.reader.find_bar.count.text() == "1 of 2")
    desk.reader.find_bar.whole.setChecked(True)
    desk.wait(lambda: desk.reader.finder.found)
    desk.reader.clear()
    assert desk.reader.find_bar.isHidden()
    assert desk.reader.finder.found == []
