"""Flowing text: directions, tracked changes, offsets, and documents too long to lay out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from itrvault.desktop.theme import LIGHT
from itrvault.desktop.widgets.flow_view import FlowView
from itrvault.desktop.widgets.flow_view_build import FlowStyle, RedlineView, build, paragraphs_of
from itrvault.desktop.widgets.selection import Place, SelectionModel
from itrvault.desktop.widgets.selection_text import UnitText
from itrvault.desktop.widgets.selection_units import Units
from itrvault.model.document import Redline, RedlineKind, Unit, UnitKind
from itrvault.model.geometry import FlowLayout, Paragraph, ParagraphKind, Span

if TYPE_CHECKING:
    from conftest import Desk

# Qt's offscreen platform has no window manager to ask.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SIGNS = "ab 1.\u0627\u0644\u4e2d\U0001d538\u0301\u2028\u2029\ufdd0\ufffc\x00\x0b\r"


def unit_of(paragraphs: list[str], redlines: tuple[Redline, ...] = (), number: int = 0) -> Unit:
    """A section of these paragraphs."""
    text, laid = "", []
    for index, words in enumerate(paragraphs, 1):
        laid.append(Paragraph(len(text), len(text) + len(words), index))
        text += words + "\n"
    return Unit(
        number, UnitKind.SECTION, str(number), text, FlowLayout(tuple(laid)), "en", redlines
    )


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_every_shown_offset_has_its_own_position(qapp: object, data: st.DataObject) -> None:
    paragraphs = data.draw(
        st.lists(st.text(SIGNS, min_size=1, max_size=12), min_size=1, max_size=5)
    )
    length = len("\n".join(paragraphs))
    cuts = data.draw(st.lists(st.integers(0, length), max_size=6, unique=True).map(sorted))
    kinds = st.sampled_from(RedlineKind)
    redlines = tuple(
        Redline(a, b, data.draw(kinds)) for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    )
    view = data.draw(st.sampled_from(RedlineView))
    unit = UnitText(unit_of(paragraphs, redlines))
    document, places = build(unit, paragraphs_of(unit), FlowStyle(LIGHT, 1.0, view), 400.0)
    hidden = {o for r in redlines if view.hides(r.kind) for o in range(r.start, r.end)}
    positions = []
    for paragraph in paragraphs_of(unit):
        for offset in range(paragraph.start, paragraph.end):
            if offset in hidden:
                assert places.ranges(Span(offset, offset + 1)) == []
                continue
            ((start, end),) = places.ranges(Span(offset, offset + 1))
            assert places.position_of(offset) == start
            assert places.offset_of(start) == offset or offset - 1 in hidden
            assert end - start == (2 if unit.text[offset] > "\uffff" else 1)
            if unit.text[offset].isalnum():
                assert document.toRawText()[start:end] or end > start
            positions.append(start)
    assert positions == sorted(set(positions))


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (RedlineView.ALL, "Members shall endeavour to always know the routing of traffic 𝔸 here."),
        (RedlineView.PROPOSED, "Members shall always know the routing of traffic 𝔸 here."),
        (RedlineView.ORIGINAL, "Members shall endeavour to know the routing of traffic 𝔸 here."),
    ],
)
def test_the_redline_filter_shows_the_right_words(
    desk: Desk, view: RedlineView, words: str
) -> None:
    desk.open("flow.docx")
    desk.reader.stage.set_redlines(view)
    text = desk.reader.units.text(0)
    assert text is not None
    built, _ = build(text, paragraphs_of(text), FlowStyle(LIGHT, 1.0, view), 500.0)
    assert words in built.toPlainText()
    # A mark after what was left out is still over its word.
    here = desk.span(0, "here")
    (rect,) = desk.reader.text.span_rects(0, here)
    place = desk.reader.text.place_near(rect.center(), inside=True)
    assert place is not None
    assert here.start <= place.offset < here.end


def test_who_changed_words_is_said(desk: Desk) -> None:
    desk.open("flow.docx")
    desk.wait(lambda: desk.reader.text.span_rects(0, desk.span(0, "always")))
    (inserted,) = desk.reader.text.span_rects(0, desk.span(0, "always"))
    (deleted,) = desk.reader.text.span_rects(0, desk.span(0, "endeavour"))
    assert desk.reader.text.tip_at(inserted.center()) == "Inserted by Anna 2012-11-30"
    assert desk.reader.text.tip_at(deleted.center()) == "Deleted by Anna 2012-11-30"


def test_arabic_stands_right_and_selects_in_logical_order(desk: Desk) -> None:
    view = desk.open("flow.docx")
    first, last = desk.span(0, "للدول"), desk.span(0, "الدولية")
    desk.wait(lambda: desk.reader.text.span_rects(0, first))
    (start,) = view.span_rects(0, first)
    (end,) = view.span_rects(0, last)
    assert start.left() > end.right()
    column = desk.reader.text._left() + desk.reader.text._column
    assert start.right() == pytest.approx(column, abs=3)
    desk.drag(
        view.to_viewport(start).topRight().toPoint() + QPoint(-1, 6),
        view.to_viewport(end).topLeft().toPoint() + QPoint(1, 6),
    )
    assert desk.selected() == "للدول الأعضاء الحق في معرفة مسار حركتها الدولية"
    desk.bot.keyClick(view, Qt.Key.Key_2)
    desk.wait(desk.vault.store.annotations.all)
    (note,) = desk.vault.store.annotations.all()
    assert note.anchor.exact == "للدول الأعضاء الحق في معرفة مسار حركتها الدولية"


def test_left_goes_forward_in_arabic(desk: Desk) -> None:
    view = desk.open("flow.docx")
    span = desk.span(0, "للدول")
    desk.wait(lambda: desk.reader.text.caret_rect(Place(0, span.start)))
    desk.reader.selection.go(Place(0, span.start), extend=False)
    for _step in range(3):
        desk.bot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert desk.selected() == "للد"


def test_cells_of_a_table_stand_beside_each_other(desk: Desk) -> None:
    desk.open("flow.docx")
    spans = {name: desk.span(0, f"cell {name}") for name in ("00", "01", "10", "11")}
    desk.wait(lambda: desk.reader.text.span_rects(0, spans["11"]))
    boxes = {name: desk.reader.text.span_rects(0, span)[0] for name, span in spans.items()}
    assert boxes["00"].top() == boxes["01"].top() < boxes["10"].top()
    assert boxes["00"].left() == boxes["10"].left() < boxes["01"].left()


def test_a_page_label_is_not_part_of_the_text(desk: Desk) -> None:
    desk.open("pages.pdf")
    desk.reader.set_text(True)
    view = desk.reader.text
    desk.wait(lambda: view.span_rects(0, Span(0, 6)))
    first = view.span_rects(0, Span(0, 6))[0]
    assert first.top() > view.unit_top(0) + 20
    place = view.place_near(first.topLeft())
    assert place == Place(0, 0)


def test_a_long_document_is_set_only_around_the_place(qtbot: QtBot) -> None:
    sentence = "Member States shall cooperate in the routing of international traffic. "
    units = Units()
    view = FlowView(units, SelectionModel(units.text, lambda: units.count), LIGHT)
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()

    def load() -> None:
        for number in units.missing:
            words = [f"Section {number}", *(sentence * (2 + number % 7) for _ in range(12))]
            units.put(number, UnitText(unit_of(words, number=number)), ())

    units.wanted.connect(load)
    units.open(2000)
    view.go_to_unit(1500)
    qtbot.waitUntil(lambda: bool(view.span_rects(1500, Span(0, 7))))
    assert view.current_unit() == 1500
    (title,) = view.span_rects(1500, Span(0, 12))
    assert 0 <= view.to_viewport(title).top() < 60
    assert len(units.loaded()) < 20
    # What is read stays where it is while what lies above it is set.
    for _step in range(6):
        qtbot.keyClick(view, Qt.Key.Key_Up)
    place = view.top_place()
    assert place is not None
    before = view.caret_rect(place)
    view._settle()
    after = view.caret_rect(place)
    assert before is not None
    assert after is not None
    assert view.to_viewport(after).top() == pytest.approx(view.to_viewport(before).top(), abs=1)


def test_zooming_keeps_the_line(qtbot: QtBot) -> None:
    units = Units()
    view = FlowView(units, SelectionModel(units.text, lambda: units.count), LIGHT)
    qtbot.addWidget(view)
    view.resize(700, 500)
    view.show()
    units.open(1)
    units.put(0, UnitText(unit_of([f"Paragraph {n} of the text." for n in range(300)])), ())
    qtbot.waitUntil(lambda: view.verticalScrollBar().maximum() > 2000)
    view.go_to_place(Place(0, units.loaded()[0].text.index("Paragraph 150 ")))
    before = view.top_place()
    view.zoom_by(1.6)
    after = view.top_place()
    assert before is not None
    assert after is not None
    text = units.loaded()[0].text
    number = [
        int(text[p.offset :].split()[1]) if text[p.offset] == "P" else None for p in (before, after)
    ]
    assert abs(before.offset - after.offset) < 40, number


def test_headings_are_larger_than_text(qapp: object) -> None:
    unit = unit_of(["Article 3", "Members shall cooperate."])
    layout = FlowLayout(
        (
            Paragraph(0, 9, 1, ParagraphKind.HEADING, 1),
            Paragraph(10, 34, 2),
        )
    )
    heading = Unit(0, UnitKind.SECTION, "", unit.text, layout)
    text = UnitText(heading)
    document, _ = build(text, paragraphs_of(text), FlowStyle(LIGHT), 500.0)
    sizes = [
        document.findBlockByNumber(n).begin().fragment().charFormat().font().pixelSize()
        for n in range(2)
    ]
    assert sizes[0] > sizes[1]
