"""Words on highlights and hits can be read in both themes, and cut-off words end in dots."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QRegion
from pytestqt.qtbot import QtBot

from itrvault.desktop.theme import DARK, LIGHT, Theme
from itrvault.desktop.widgets import marks
from itrvault.desktop.widgets.contrast import (
    READABLE,
    Rgb,
    Wash,
    contrast,
    luminance,
    over,
    readable,
)
from itrvault.desktop.widgets.elided_field import ElidedField
from itrvault.desktop.widgets.flow_view import FlowView
from itrvault.desktop.widgets.flow_view_chunk import grounds, region_of
from itrvault.desktop.widgets.report_table import shortened
from itrvault.desktop.widgets.row_delegate import sized
from itrvault.desktop.widgets.selection import SelectionModel
from itrvault.desktop.widgets.selection_text import UnitText
from itrvault.desktop.widgets.selection_units import Mark, Units
from itrvault.desktop.widgets.snippet import draw_lines
from itrvault.desktop.words import language_name, metadata_name, metadata_value
from itrvault.model.annotation import COLOURS
from itrvault.model.document import Redline, RedlineKind, Unit, UnitKind
from itrvault.model.geometry import FlowLayout, Paragraph, Span

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

COLOUR = st.tuples(*[st.integers(0, 255)] * 3)
WORDS = "Members shall always know the route"


@given(COLOUR, COLOUR)
def test_any_ink_becomes_readable_on_any_ground(ink: Rgb, ground: Rgb) -> None:
    tone = readable(ink, ground)
    best = max(contrast((0, 0, 0), ground), contrast((255, 255, 255), ground))
    assert contrast(tone, ground) >= min(READABLE, best)
    if contrast(ink, ground) >= READABLE:
        assert tone == ink


@given(COLOUR, COLOUR, st.floats(0, 1))
def test_a_wash_lies_between_the_two_colours(base: Rgb, colour: Rgb, alpha: float) -> None:
    mixed = over(base, colour, alpha)
    for part, old, new in zip(mixed, base, colour, strict=True):
        assert min(old, new) <= part <= max(old, new)
    assert 0 <= luminance(mixed) <= 1


def _span(edges: tuple[int, int]) -> Span:
    return Span(*sorted(edges))


SPANS = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(_span)
WASHES = st.builds(Wash, COLOUR, st.floats(0, 1), st.booleans())


@given(st.lists(st.tuples(SPANS, WASHES), max_size=12), COLOUR)
def test_washes_lie_over_each_other_in_the_order_of_painting(
    washes: list[tuple[Span, Wash]], ground: Rgb
) -> None:
    found = list(grounds(tuple(washes), ground))
    edges = sorted({edge for span, _ in washes for edge in (span.start, span.end)})
    assert [span for span, _ in found] == [Span(*pair) for pair in pairwise(edges)]
    for span, under in found:
        expected = ground
        for over_span, wash in washes:
            if over_span.start <= span.start and over_span.end >= span.end:
                expected = wash.on(expected)
        assert under == expected


@given(st.lists(st.tuples(*[st.integers(0, 40)] * 4), min_size=1, max_size=12))
def test_a_region_is_all_its_boxes(boxes: list[tuple[int, int, int, int]]) -> None:
    rects = [QRect(*box) for box in boxes]
    expected = QRegion()
    for rect in rects:
        expected += rect
    assert region_of(rects) == expected


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Theme:
    found: Theme = request.param
    return found


@pytest.mark.parametrize("kind", [None, *RedlineKind])
@pytest.mark.parametrize("colour", COLOURS)
def test_marked_words_of_a_redline_stand_out(
    qtbot: QtBot, theme: Theme, colour: str, kind: RedlineKind | None
) -> None:
    redlines = (Redline(0, len(WORDS), kind),) if kind else ()
    unit = Unit(
        0, UnitKind.SECTION, "1", WORDS, FlowLayout((Paragraph(0, len(WORDS), 1),)), "en", redlines
    )
    units = Units()
    selection = SelectionModel(units.text, lambda: units.count, units)
    view = FlowView(units, selection, theme)
    qtbot.addWidget(view)
    palette = QPalette()
    palette.setColor(QPalette.ColorRole.Window, theme.colour("canvas"))
    view.setPalette(palette)
    view.resize(700, 300)
    view.show()
    units.open(1)
    marked, hit = Span(0, len(WORDS)), Span(14, 20)
    units.put(0, UnitText(unit), (hit,))
    units.set_marks({0: (Mark("a", marked, colour),)})
    qtbot.waitUntil(lambda: bool(view.span_rects(0, marked)))
    image = view.viewport().grab().toImage()
    for span in (Span(0, 13), hit):
        (rect,) = view.span_rects(0, span)
        assert clearest(image, view.to_viewport(rect)) >= READABLE


def clearest(image: QImage, rect: QRectF) -> float:
    """The contrast of the ink (the tone furthest from the ground) with the commonest tone."""
    box = rect.toRect().adjusted(2, 2, -2, -2)
    tones: dict[Rgb, int] = {}
    for y in range(box.top(), box.bottom()):
        for x in range(box.left(), box.right()):
            tone = marks.rgb(QColor(image.pixel(x, y)))
            tones[tone] = tones.get(tone, 0) + 1
    ground = max(tones, key=lambda tone: tones[tone])
    return max(contrast(tone, ground) for tone in tones)


def test_a_long_value_ends_in_dots_until_it_is_edited(qtbot: QtBot) -> None:
    field, twin = ElidedField("word " * 40), ElidedField("word " * 40)
    for each in (field, twin):
        qtbot.addWidget(each)
        each.resize(120, 28)
        each.setCursorPosition(0)
    field.show()
    plain = field.grab().toImage()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    assert field.grab().toImage() != plain
    twin.setText("word")
    twin.show()
    assert twin.grab().toImage() != plain


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=6), st.integers(1, 60))
def test_a_path_keeps_its_name(parts: list[str], room: int) -> None:
    path = "/" + "/".join(parts)
    shown = shortened(path, lambda text: len(text) <= room)
    assert shown.endswith(parts[-1])
    assert len(shown) <= room or shown == parts[-1]


def test_properties_of_a_file_in_words() -> None:
    assert metadata_name("last modified by") == "Changed by"
    assert metadata_name("pages of ink") == "Pages of ink"
    assert metadata_value("2012-11-01T09:30:12+02:00") == "2012-11-01 09:30"
    assert metadata_value("two\nlines") == "two lines"


@pytest.mark.parametrize("text", ["QMR/906/2 5A.1 ", ""])
def test_a_snippet_runs_as_most_of_its_letters(qtbot: QtBot, text: str) -> None:
    """The words of an Arabic snippet stand at the right, whatever it begins with."""
    image = QImage(600, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    words = text + "تتعاون الدول الأعضاء"
    draw_lines(painter, image.rect(), words, sized(13), QColor("black"))
    painter.end()
    white = QColor("white").rgb()
    inked = [x for x in range(600) if any(image.pixel(x, y) != white for y in range(40))]
    assert inked[-1] > 560
    assert inked[0] > 300


def test_languages_have_names_also_several_at_once(qtbot: QtBot) -> None:
    assert language_name("en; es") == "English, Spanish"
    assert language_name("") == ""
