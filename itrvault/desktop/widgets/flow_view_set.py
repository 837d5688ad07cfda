"""Sets the type of the units in view, and knows where every word of them stands.

Built around the place one reads: the units that are in view are loaded and set, the rest is an
estimate. When an estimate turns out wrong, what is at the top of the window stays there.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from itrvault.desktop.theme import Theme
from itrvault.desktop.widgets.flow_view_build import FlowStyle, paragraphs_of
from itrvault.desktop.widgets.flow_view_chunk import Chunk, chunks_of
from itrvault.desktop.widgets.link_view import LinkView
from itrvault.desktop.widgets.selection import Place, SelectionModel
from itrvault.desktop.widgets.selection_units import Units
from itrvault.desktop.widgets.unit_scroll import TOP
from itrvault.model.document import UnitKind
from itrvault.model.geometry import Span

PAD, NARROW_PAD = 48, 20
NARROW = 520
"""A window narrower than this leaves less of a margin."""

SIDE = 16
GUESS = 900.0
LABEL = 36
SPACE = 12
KEPT_CHUNKS = 48


class SetView(LinkView):
    """Units of flowing text, one below the other on one sheet."""

    gap = 0

    def __init__(
        self, units: Units, selection: SelectionModel, theme: Theme, parent: QWidget | None = None
    ) -> None:
        self._style = FlowStyle(theme)
        self._chunks: dict[int, list[Chunk]] = {}
        self._heights: dict[int, float] = {}
        self._built: OrderedDict[int, Chunk] = OrderedDict()
        self._column = 560.0
        self._settling = False
        self._stale = False
        self._pin: tuple[Place, float] | None = None
        super().__init__(units, selection, theme, parent)
        self._settle_soon = QTimer(self)
        self._settle_soon.setSingleShot(True)
        self._settle_soon.setInterval(0)
        self._settle_soon.timeout.connect(self._settle)

    def restyle(self, style: FlowStyle, about: QPointF | None = None) -> None:
        """Set everything anew, and leave the place at the viewport point `about` where it is."""
        fixed = about if about is not None else QPointF(self.viewport().width() / 2, 8)
        pin = self._pin
        place = self.place_near(self.to_content(fixed)) if self.units.count and not pin else None
        before = self.caret_rect(place) if place is not None else None
        distance = self.to_viewport(before).top() if before is not None else 8.0
        self._style = style
        self._chunks.clear()
        self._built.clear()
        self._heights.clear()
        self._column = self._measure()
        self.relayout()
        if place is not None:
            self._build_at(place.unit, Span(place.offset, place.offset + 1))
            rect = self.caret_rect(place)
            if rect is not None:
                self.scroll_to(rect.top() - distance)
        self._pin = pin
        self._put_back()
        self._settle()

    # -- geometry --------------------------------------------------------------------------------

    def unit_heights(self) -> Sequence[float]:
        """Known heights, and for the rest their mean."""
        known = self._heights.values()
        guess = sum(known) / len(known) if known else GUESS
        return [self._heights.get(number, guess) for number in range(self.units.count)]

    def content_width(self) -> float:
        """Never wider than the window: text wraps."""
        return min(self._column + 2 * (self._pad + SIDE), float(self.viewport().width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the lines anew when the column changes."""
        column = self._measure()
        if abs(column - self._column) > 0.5:
            self.restyle(self._style)
        super().resizeEvent(event)
        self._settle()

    def _measure(self) -> float:
        room = self.viewport().width() - 2 * (self._pad + SIDE)
        return float(max(120, min(round(self._style.column()), room)))

    @property
    def _pad(self) -> int:
        return PAD if self.viewport().width() >= NARROW else NARROW_PAD

    def _left(self) -> float:
        return float(round(max(0.0, (self.viewport().width() - self._column) / 2)))

    def _head(self, number: int) -> float:
        """The room above a unit's text: a page's label, or some space."""
        text = self.units.text(number)
        return LABEL if text is not None and text.unit.kind is UnitKind.PAGE else SPACE

    def _of(self, number: int) -> list[Chunk]:
        """The chunks of a unit, cut when first asked for; none while it is not in memory."""
        text = self.units.text(number)
        chunks = self._chunks.get(number)
        if text is None:
            return chunks or []
        if chunks is None or (chunks and chunks[0].unit is not text):
            chunks = self._chunks[number] = chunks_of(text, paragraphs_of(text))
            for chunk in chunks:
                chunk.estimate(self._style, self._column)
            self._sum_up(number)
        return chunks

    def _tops_of(self, number: int) -> list[tuple[float, Chunk]]:
        top = self.unit_top(number) + self._head(number)
        found = []
        for chunk in self._of(number):
            found.append((top, chunk))
            top += chunk.height
        return found

    def _chunk_near(self, number: int, y: float) -> tuple[float, Chunk] | None:
        chunks = self._tops_of(number)
        below = [item for item in chunks if item[0] <= y and item[1].height]
        return below[-1] if below else (chunks[0] if chunks else None)

    def _chunk_of(self, place: Place) -> tuple[float, Chunk] | None:
        chunks = self._tops_of(place.unit)
        for top, chunk in chunks:
            if place.offset < chunk.end:
                return top, chunk
        return chunks[-1] if chunks else None

    def place_near(self, point: QPointF, *, inside: bool = False) -> Place | None:
        """The place nearest to a point."""
        if not self.units.count:
            return None
        number = self.unit_at(point.y())
        found = self._chunk_near(number, point.y())
        if found is None:
            return None
        top, chunk = found
        at = point - QPointF(self._left(), top)
        return Place(number, chunk.offset_at(at, inside=inside))

    def over_text(self, point: QPointF) -> bool:
        """Whether a line of type is under a point."""
        if not self.units.count:
            return False
        found = self._chunk_near(self.unit_at(point.y()), point.y())
        return found is not None and found[1].over_text(point - QPointF(self._left(), found[0]))

    def span_rects(self, number: int, span: Span) -> list[QRectF]:
        """Boxes of a stretch, as far as its lines are set."""
        rects: list[QRectF] = []
        for top, chunk in self._tops_of(number):
            if chunk.start < span.end and chunk.end > span.start:
                corner = QPointF(self._left(), top)
                rects += [rect.translated(corner) for rect in chunk.rects(span)]
        return rects

    def caret_rect(self, place: Place) -> QRectF | None:
        """As high as the line; None while it is not set."""
        found = self._chunk_of(place)
        rect = found[1].caret(place.offset) if found is not None else None
        return rect.translated(QPointF(self._left(), found[0])) if found and rect else None

    def line_edge(self, place: Place, *, end: bool) -> Place:
        """Of the line as set here."""
        found = self._chunk_of(place)
        return Place(place.unit, found[1].line_edge(place.offset, end=end)) if found else place

    # -- setting type ----------------------------------------------------------------------------

    def need_more(self) -> None:
        """Load what is near and set what is in view."""
        super().need_more()
        self._settle()

    def reveal_span(self, number: int, span: Span) -> bool:
        """Set the lines of a stretch first, then go there and stay there."""
        self._build_at(number, span)
        found = super().reveal_span(number, span)
        height = self.viewport().height()
        distance = self._pinned_y(Place(number, span.start)) - self.offset.y()
        inside = 0 <= distance <= height - 24
        self._pin_down(Place(number, span.start), distance if inside else height / 3)
        return found

    def go_to_place(self, place: Place) -> None:
        """Set its lines first, then go there and stay there."""
        self._build_at(place.unit, Span(place.offset, place.offset + 1))
        super().go_to_place(place)
        self._pin_down(place, TOP)

    def go_to_unit(self, number: int) -> None:
        """Go to its beginning and stay there."""
        super().go_to_unit(number)
        self._pin_down(Place(number, 0), TOP)

    def _pin_down(self, place: Place, distance: float) -> None:
        """What lies above may turn out higher or lower: until somebody scrolls, stay at a place."""
        self._pin = (place, distance)
        self._put_back()
        self._settle()

    def relayout(self) -> None:
        """A range that shrinks scrolls by itself; that is nobody's wish."""
        pin = self._pin
        self._stale = False
        super().relayout()
        self._pin = pin

    def keep_place(self, change: Callable[[], None]) -> None:
        """Stay at the place one went to, or at what is at the top."""
        if self._pin is None:
            super().keep_place(change)
        else:
            change()
            self._settle()
            self._put_back()

    def current_unit(self) -> int:
        """The unit one went to, as long as one stays there."""
        if self._pin is not None and self._pin[0].unit in self.shown_units():
            return self._pin[0].unit
        return super().current_unit()

    def top_place(self) -> Place | None:
        """The place one went to, as long as one stays there."""
        if self._pin is not None and self._pin[0].unit in self.shown_units():
            return self._pin[0]
        return super().top_place()

    def _put_back(self) -> None:
        """Scroll to the place one went to."""
        if self._pin is not None:
            place, distance = self._pin
            before, self._settling = self._settling, True
            self.scroll_to(self._pinned_y(place) - distance)
            self._settling = before

    def _pinned_y(self, place: Place) -> float:
        if place.offset:
            self._build_at(place.unit, Span(place.offset, place.offset + 1))
        rect = self.caret_rect(place) if place.offset else None
        return self.unit_top(place.unit) if rect is None else rect.top()

    def _after_scroll(self) -> None:
        if not self._settling:
            self._pin = None
        super()._after_scroll()

    def _build_at(self, number: int, span: Span) -> None:
        fresh = [
            chunk
            for chunk in self._of(number)
            if chunk.start < span.end and chunk.end > span.start and chunk.document is None
        ]
        for chunk in fresh:
            self._set(chunk)
        if fresh:
            self._sum_up(number)
            self.relayout()

    def _after_arrival(self, number: int) -> None:
        super()._after_arrival(number)
        self._settle_soon.start()

    def _after_reset(self) -> None:
        self._chunks.clear()
        self._built.clear()
        self._heights.clear()
        self._pin = None
        super()._after_reset()

    def _settle(self) -> None:
        """Set what is in view until heights no longer change; what is at the top stays there."""
        if self._settling or not self.units.count or not self.isVisible():
            return
        self._settling = True
        try:
            for _round in range(12):
                keep = self._hold_top()
                if not self._set_shown() and not self._stale:
                    break
                self.relayout()
                keep()
        finally:
            self._settling = False
        self._tell_unit()
        self.viewport().update()

    def _tell_unit(self) -> None:
        """Not while heights are still changing."""
        if not self._settling:
            super()._tell_unit()

    def _set_shown(self) -> bool:
        """Set the chunks in view. True when a height changed."""
        height = self.viewport().height()
        top, bottom = self.offset.y() - height / 4, self.offset.y() + height * 1.25
        changed = False
        for number in range(self.unit_at(top), self.unit_at(bottom) + 1):
            before = self._heights.get(number)
            for at, chunk in self._tops_of(number):
                if at < bottom and at + chunk.height > top and chunk.document is None:
                    self._set(chunk)
            self._sum_up(number)
            changed |= before != self._heights.get(number)
        return changed

    def _set(self, chunk: Chunk) -> None:
        if chunk.document is None:
            chunk.build(self._style, self._column)
        self._built[id(chunk)] = chunk
        self._built.move_to_end(id(chunk))
        while len(self._built) > KEPT_CHUNKS:
            self._built.popitem(last=False)[1].drop()

    def _sum_up(self, number: int) -> None:
        chunks = self._chunks.get(number)
        if chunks is not None:
            height = self._head(number) + sum(chunk.height for chunk in chunks)
            self._stale |= self._heights.get(number) != height
            self._heights[number] = height

    def _hold_top(self) -> Callable[[], None]:
        """Remember what is at the top, or where one went; the answer puts it back there."""
        if self._pin is not None:
            return self._put_back
        y = self.offset.y()
        number = self.unit_at(y)
        chunks = self._tops_of(number)
        at = next((i for i in reversed(range(len(chunks))) if chunks[i][0] <= y), None)
        if at is None:
            inside = y - self.unit_top(number)
            return lambda: self.scroll_to(self.unit_top(number) + inside)
        chunk = chunks[at][1]
        share = (y - chunks[at][0]) / max(1.0, chunk.height)
        exact = y - chunks[at][0] if chunk.document is not None else None

        def put_back() -> None:
            top = self._tops_of(number)[at][0]
            self.scroll_to(top + (share * chunk.height if exact is None else exact))

        return put_back
