"""The caret moved by keys: by characters, words, lines and units, over pages or flowing text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from itrvault.desktop.widgets.selection import Motion, Place
from itrvault.desktop.widgets.unit_scroll import STEP

if TYPE_CHECKING:
    from itrvault.desktop.widgets.selection_view import SelectionView

_MOTIONS = {
    (Qt.Key.Key_Right, False): Motion.NEXT,
    (Qt.Key.Key_Left, False): Motion.PREVIOUS,
    (Qt.Key.Key_Right, True): Motion.NEXT_WORD,
    (Qt.Key.Key_Left, True): Motion.PREVIOUS_WORD,
    (Qt.Key.Key_Home, True): Motion.UNIT_START,
    (Qt.Key.Key_End, True): Motion.UNIT_END,
}
_MIRRORED = {
    Motion.NEXT: Motion.PREVIOUS, Motion.PREVIOUS: Motion.NEXT,
    Motion.NEXT_WORD: Motion.PREVIOUS_WORD, Motion.PREVIOUS_WORD: Motion.NEXT_WORD,
}  # fmt: skip
_ARROWS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class CaretKeys:
    """Moves the caret of a view. While `browsing`, it is shown and the arrows move it."""

    def __init__(self, view: SelectionView) -> None:
        self._view = view
        self.browsing = False
        self.goal_x: float | None = None
        """Where the caret would like to stand in a line it comes to from above or below."""

    def browse(self, on: bool) -> None:
        """Show a caret that the arrows move, beginning at the hit or the first line in view."""
        view = self._view
        self.browsing = on
        hit = view.hit_in_view()
        if on and view.selection.caret is None and hit is not None:
            view.selection.go(hit[0], extend=False)
        elif on and view.selection.caret is None:
            below = view.offset + QPointF(view.viewport().width() / 2, STEP * 2)
            place = view.place_near(below)
            if place is not None:
                view.selection.go(view.line_edge(place, end=False), extend=False)
        elif not on:
            view.selection.clear()
        view.viewport().update()

    def select_more(self) -> bool:
        """Select the hit or the word at the caret, then its sentence, then its paragraph.

        False when there is nothing larger. Whoever marks by key begins with this.
        """
        view = self._view
        selection, hit = view.selection, view.hit_in_view()
        if selection.caret is None:
            if hit is None:
                self.browse(True)
            else:
                selection.select(*hit)
                view.selectionSettled.emit()
                return True
        if selection.caret is None:
            return False
        first = selection.caret if selection.empty else selection.first
        last = selection.caret if selection.empty else selection.last
        text = view.units.text(first.unit)
        if text is None:
            return False
        for span in (text.word(first.offset), text.sentence(first.offset),
                     text.paragraph(first.offset)):  # fmt: skip
            start, end = Place(first.unit, span.start), Place(first.unit, span.end)
            if start <= first and end >= last and (start, end) != (first, last) and len(span):
                selection.select(start, end)
                view.selectionSettled.emit()
                return True
        return False

    def takes(self, key: Qt.Key, extend: bool) -> bool:
        """Whether a key moves the caret, which it may start."""
        view = self._view
        if key not in (*_ARROWS, Qt.Key.Key_Home, Qt.Key.Key_End):
            return False
        if view.selection.caret is not None and (self.browsing or extend):
            return True
        # Left and right have nothing to scroll when the page fits: they start the caret.
        sideways = key in (Qt.Key.Key_Left, Qt.Key.Key_Right)
        if view.selection.caret is not None and sideways:
            return True
        free = sideways and not view.horizontalScrollBar().maximum() and not view.pages_sideways
        if extend or free:
            self.browse(True)
            return view.selection.caret is not None
        return False

    def move(self, key: Qt.Key, *, jump: bool, extend: bool) -> None:
        """Move the caret as a key says and bring it into view."""
        view = self._view
        caret = view.selection.caret
        assert caret is not None
        self.browsing = True
        motion = _MOTIONS.get((key, jump))
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._by_line(caret, down=key is Qt.Key.Key_Down, extend=extend)
        elif motion is not None:
            self.goal_x = None
            text = view.units.text(caret.unit)
            if text is not None and text.paragraph_is_rtl(caret.offset):
                motion = _MIRRORED.get(motion, motion)
            view.selection.move(motion, extend=extend)
        else:
            self.goal_x = None
            view.selection.go(view.line_edge(caret, end=key is Qt.Key.Key_End), extend=extend)
        caret = view.selection.caret
        rect = view.caret_rect(caret) if caret is not None else None
        if rect is not None:
            view.reveal(rect, calmly=True)
        elif caret is not None:
            view.units.want([caret.unit])
        view.selectionSettled.emit()

    def _by_line(self, caret: Place, *, down: bool, extend: bool) -> None:
        view = self._view
        rect = view.caret_rect(caret)
        if rect is None:
            return
        if self.goal_x is None:
            self.goal_x = rect.left()
        step = max(4.0, rect.height() / 2)
        y = rect.bottom() + step / 2 if down else rect.top() - step / 2
        for _try in range(200):  # over gaps between lines, paragraphs and pages
            if not 0 <= y <= view.content_height():
                return
            place = view.place_near(QPointF(self.goal_x, y))
            found = view.caret_rect(place) if place is not None else None
            if place is not None and found is not None:
                moved = found.center().y() - rect.center().y()
                if (moved > step / 2) if down else (moved < -step / 2):
                    view.selection.go(place, extend=extend)
                    return
            elif place is None:
                view.units.want([view.unit_at(y)])
            y += step if down else -step
