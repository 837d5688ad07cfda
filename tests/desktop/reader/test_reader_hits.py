"""Hits on pages, stepping through them, places one has been."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pymupdf
import pytest
from PySide6.QtCore import Qt

from itrvault.desktop.widgets.selection import Place

if TYPE_CHECKING:
    from conftest import Desk

# Qt's offscreen platform has no window manager to ask.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def search(desk: Desk, query: str) -> tuple[tuple[str, int], ...]:
    """Search, and give the reader the query and the order."""
    order = desk.vault.search(query).order
    desk.reader.set_query(desk.vault.index.parse(query))
    desk.reader.set_order(order)
    return order


def test_hits_lie_over_the_words(desk: Desk, paper: pymupdf.Document) -> None:
    search(desk, "routing")
    desk.open_drawn("pages.pdf")
    desk.wait(lambda: desk.reader.units.hits(0))
    pages = desk.reader.pages
    corner = pages.page_rect(0).topLeft()
    found = [pages.span_rects(0, span) for span in desk.reader.units.hits(0)]
    boxes = [*paper[0].search_for("routing"), *paper[0].search_for("route")]
    assert len(found) == len(boxes)  # the stem finds both
    for (rect,), box in zip(found, boxes, strict=True):
        left, right = (
            (rect.left() - corner.x()) / pages.scale,
            (rect.right() - corner.x()) / pages.scale,
        )
        assert (left, right) == pytest.approx((box.x0, box.x1), abs=1.5)


def test_stepping_goes_through_pages_and_documents(desk: Desk) -> None:
    order = search(desk, "routing")
    assert len({document for document, _ in order}) == 2
    desk.wait(lambda: desk.reader.hits.complete)
    total = desk.reader.hits.total
    seen = []
    for _step in range(total):
        with desk.bot.waitSignal(desk.reader.hitChanged, check_params_cb=lambda at, of: at > 0):
            desk.bot.keyClick(desk.reader, Qt.Key.Key_F3)
        desk.wait(lambda: desk.reader.units.current_hit)
        current = desk.reader.units.current_hit
        assert current is not None
        seen.append((desk.reader.document, *current))
        assert desk.reader.hits.position == len(seen)
    assert len(set(seen)) == total
    assert list(dict.fromkeys((document, unit) for document, unit, _ in seen)) == list(order)
    desk.bot.keyClick(desk.reader, Qt.Key.Key_F3)  # round the end
    desk.wait(lambda: desk.reader.hits.position == 1)
    desk.bot.keyClick(desk.reader, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    desk.wait(lambda: desk.reader.hits.position == total)
    assert desk.reader.tools.hits.text() == f"hit {total} of {total}"


def test_a_hit_comes_into_view(desk: Desk) -> None:
    search(desk, "privacy")
    desk.reader.resize(760, 300)
    desk.reader.show_hit(desk.document("pages.pdf"), 2, 0)
    desk.wait(lambda: desk.reader.units.current_hit == (2, 0))
    (rect,) = desk.reader.pages.span_rects(2, desk.reader.units.hits(2)[0])
    shown = desk.reader.view.to_viewport(rect).toAlignedRect()
    assert desk.reader.view.viewport().rect().contains(shown)


def test_no_query_no_hits(desk: Desk) -> None:
    search(desk, "routing")
    desk.open("pages.pdf")
    desk.wait(lambda: desk.reader.units.hits(0))
    desk.reader.set_query(None)
    desk.reader.set_order(())
    assert desk.reader.units.hits(0) == ()
    desk.wait(lambda: desk.reader.tools.hits.text() == "")
    desk.bot.keyClick(desk.reader, Qt.Key.Key_F3)
    assert desk.reader.units.current_hit is None


def test_back_and_forward(desk: Desk) -> None:
    pages, flow = desk.document("pages.pdf"), desk.document("flow.docx")
    desk.open("pages.pdf", 1)
    desk.open("flow.docx")
    alt = Qt.KeyboardModifier.AltModifier
    desk.bot.keyClick(desk.reader.view, Qt.Key.Key_Left, alt)
    desk.wait(lambda: desk.reader.document == pages)
    desk.wait(lambda: desk.reader.unit == 1)
    desk.bot.keyClick(desk.reader.view, Qt.Key.Key_Right, alt)
    desk.wait(lambda: desk.reader.document == flow)
    assert not desk.reader.places.history.can_go_forward


def test_an_annotation_is_shown_across_documents(desk: Desk) -> None:
    view = desk.open("pages.pdf", 2)
    span = desk.span(2, "privacy")
    desk.reader.selection.select(Place(2, span.start), Place(2, span.end))
    desk.bot.keyClick(view, Qt.Key.Key_4)
    desk.wait(desk.vault.store.annotations.all)
    (note,) = desk.vault.store.annotations.all()
    desk.open("flow.docx")
    desk.reader.show_annotation(note.id)
    desk.wait(lambda: desk.reader.units.selected == note.id)
    assert desk.reader.document == note.document
    assert desk.reader.unit == 2


def test_what_was_asked_for_last_is_shown(desk: Desk) -> None:
    desk.open("pages.pdf")
    desk.reader.show_document(desk.document("flow.docx"), 0)  # on its way while ...
    desk.reader.show_document(desk.document("pages.pdf"), 2)
    desk.wait(lambda: desk.reader.unit == 2)
    desk.wait(lambda: not desk.context.tasks.busy)
    assert desk.reader.document == desk.document("pages.pdf")


def test_places_are_announced(desk: Desk) -> None:
    view = desk.open("pages.pdf")
    with desk.bot.waitSignal(desk.reader.placeChanged) as told:
        view.go_to_unit(1)
    assert told.args == [desk.document("pages.pdf"), 1]


def test_a_removed_document_is_said(desk: Desk) -> None:
    desk.open("flow.docx")
    desk.vault.store.documents.remove(desk.document("flow.docx"))
    desk.wait(lambda: desk.reader.document == "")
    assert "no longer in the archive" in desk.reader.stage.message


def test_another_query_at_once_shows_its_own_hit(desk: Desk) -> None:
    search(desk, "routing")
    desk.open("pages.pdf")
    desk.wait(lambda: desk.reader.units.hits(0))
    search(desk, "privacy")
    desk.reader.show_hit(desk.document("pages.pdf"), 0, 0)
    desk.wait(lambda: desk.reader.units.current_hit == (0, 0))
    (span,) = desk.reader.units.hits(0)
    text = desk.reader.units.text(0)
    assert text is not None
    assert text.text[span.start : span.end] == "privacy"


def test_the_tool_row_yields_to_a_narrow_pane(desk: Desk) -> None:
    search(desk, "routing")
    desk.open("pages.pdf")
    tools = desk.reader.tools
    desk.reader.resize(440, 500)
    desk.wait(lambda: not tools.smaller.isVisible())
    assert desk.reader.width() == 440
    desk.reader.resize(760, 500)
    desk.wait(tools.smaller.isVisible)
    assert tools.next.geometry().right() <= tools.width()


def test_hits_of_the_document_before_never_reach_the_next(desk: Desk) -> None:
    desk.open("pages.pdf")
    search(desk, "routing")  # its places in these pages are being looked for ...
    other = next(d for d in desk.vault.store.documents.all() if d.name != "pages.pdf")
    desk.reader.show_document(other.id)  # ... when another document is opened
    desk.wait(lambda: desk.reader.document == other.id)
    desk.wait(lambda: desk.reader.units.text(0) is not None)
    desk.wait(lambda: not desk.reader.context.tasks.busy)
    reading = desk.reader.loader.reading
    assert reading is not None
    assert desk.reader.loader.hits_known
    for number, text in desk.reader.units.loaded().items():
        spans = desk.vault.index.spans(reading, text.text, text.unit.language)
        assert desk.reader.units.hits(number) == tuple(spans)


def test_units_that_come_late_leave_one_at_the_hit(desk: Desk) -> None:
    """A page asked for under the query before arrives when the hit of this one is shown."""
    search(desk, "routing")
    desk.open("pages.pdf")
    desk.wait(lambda: desk.reader.units.hits(0))
    desk.wait(lambda: not desk.context.tasks.busy)
    units = desk.reader.units
    units._texts.pop(2)
    units.want([2])  # on its way ...
    search(desk, "privacy")  # ... when the query changes
    desk.reader.show_hit(desk.document("pages.pdf"), 0, 0)
    desk.wait(lambda: units.text(2) is not None and desk.reader.loader.hits_known)
    desk.wait(lambda: not desk.context.tasks.busy)
    assert units.current_hit == (0, 0)
    for number in (0, 2):
        text = units.text(number)
        assert text is not None
        (span,) = units.hits(number)
        assert text.text[span.start : span.end] == "privacy"
