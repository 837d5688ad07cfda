"""Parts of the reader that need no document: where the bar goes, the selection, the cache."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QImage

from itrvault.desktop.views.reader_history import Been, History
from itrvault.desktop.widgets.page_cache import PictureCache, Wish
from itrvault.desktop.widgets.selection import Grain, Motion, Place, SelectionModel
from itrvault.desktop.widgets.selection_bar import place_for
from itrvault.desktop.widgets.selection_text import UnitText
from itrvault.model.document import Unit, UnitKind
from itrvault.model.geometry import FlowLayout, Paragraph

VIEW = QRect(0, 0, 700, 600)
BAR = QSize(480, 40)


def text_of(text: str) -> UnitText:
    """A unit of one paragraph."""
    layout = FlowLayout((Paragraph(0, len(text), 1),))
    return UnitText(Unit(0, UnitKind.SECTION, "", text, layout))


@given(st.integers(0, 660), st.integers(0, 580), st.integers(5, 700), st.integers(10, 20))
def test_the_bar_never_hides_a_selection_that_leaves_room(
    left: int, top: int, width: int, height: int
) -> None:
    line = QRectF(left, top, min(width, 700 - left), height)
    place = place_for(BAR, [line], VIEW)
    bar = QRect(place, BAR)
    assert VIEW.contains(bar)
    assert not QRectF(bar).intersects(line)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 9), st.integers(1, 40)), max_size=30))
def test_the_cache_counts_its_bytes(puts: list[tuple[int, int, int]]) -> None:
    cache = PictureCache(limit=5000)
    for page, scale, side in puts:
        cache.put(Wish(page, scale), QImage(side, side, QImage.Format.Format_RGB32))
        assert cache.get(Wish(page, scale)) is not None
        assert cache.bytes == sum(4 * _side(cache, wish) ** 2 for wish in cache.wishes())
        assert cache.bytes <= 5000 or len(cache) == 1


def _side(cache: PictureCache, wish: Wish) -> int:
    picture = cache.get(wish)
    assert picture is not None
    return picture.width()


@given(st.text("ab .,中ا́\n", min_size=1, max_size=40), st.data())
def test_a_drag_by_words_holds_both_ends(text: str, data: st.DataObject) -> None:
    unit = text_of(text)
    model = SelectionModel(lambda n: unit if n == 0 else None, lambda: 1)
    a, b = (data.draw(st.integers(0, len(text) - 1)) for _ in range(2))
    model.press(Place(0, a), Grain.WORD)
    model.drag(Place(0, b))
    assert model.first.offset <= min(a, b)
    assert model.last.offset > max(a, b) or text[max(a, b)].isspace()


@given(st.text("ab .,中ا́\n", max_size=40))
def test_the_caret_reaches_the_end_and_comes_back(text: str) -> None:
    unit = text_of(text)
    for there, back in (
        (Motion.NEXT, Motion.PREVIOUS),
        (Motion.NEXT_WORD, Motion.PREVIOUS_WORD),
    ):
        model = SelectionModel(lambda n: unit if n == 0 else None, lambda: 1)
        model.go(Place(0, 0), extend=False)
        for _step in range(len(text) + 1):
            model.move(there, extend=True)
        assert model.caret == Place(0, len(text))
        assert model.begun == Place(0, 0)
        for _step in range(len(text) + 1):
            model.move(back, extend=True)
        assert model.caret == Place(0, 0)
        assert model.empty


def test_the_caret_crosses_units_and_waits_for_those_not_loaded() -> None:
    units = {0: text_of("one"), 1: text_of("two")}
    model = SelectionModel(units.get, lambda: 3)
    model.go(Place(0, 3), extend=False)
    model.move(Motion.NEXT, extend=False)
    assert model.caret == Place(1, 0)
    model.move(Motion.UNIT_END, extend=False)
    model.move(Motion.NEXT, extend=False)
    assert model.caret == Place(2, 0)
    model.move(Motion.NEXT, extend=False)
    assert model.caret == Place(2, 0)


def test_history_forgets_what_lay_ahead() -> None:
    one, two, three = (Been(name, Place(0, 0)) for name in "abc")
    history = History()
    history.leave(one)
    history.leave(two)
    assert history.back(three) == two
    assert history.forward(two) == three
    assert history.back(three) == two
    history.leave(one)
    assert not history.can_go_forward
    assert history.back(None) == one
