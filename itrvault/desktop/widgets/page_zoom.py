"""How large pages are shown: steps, fitting the window, and what stays where it is meanwhile."""

from __future__ import annotations

from abc import abstractmethod
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QResizeEvent

from itrvault.desktop.widgets.page_sheets import Sheets
from itrvault.desktop.widgets.page_turning import TurningView
from itrvault.desktop.widgets.unit_scroll import TOP

SIDE = 16
PIXELS_A_POINT = 96 / 72
SMALLEST, LARGEST = 0.1, 6.0
STEPS = (0.1, 0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0)


class Fit(Enum):
    """What the zoom follows when the window changes."""

    NONE = "as set"
    WIDTH = "width"
    PAGE = "page"


def zoom_to_fit(fit: Fit, zoom: float, size: tuple[float, float], view: QSize) -> float:
    """The zoom at which a page of a size (in points) fits a view as wished, within bounds."""
    if fit is not Fit.NONE:
        width, height = size
        zoom = (view.width() - 2 * SIDE) / max(1.0, width) / PIXELS_A_POINT
        if fit is Fit.PAGE:
            high = view.height() - 2 * TOP
            zoom = min(zoom, high / max(1.0, height) / PIXELS_A_POINT)
    return max(SMALLEST, min(LARGEST, zoom))


class ZoomingView(TurningView):
    """Pages of a size. `zoom` 1.0 shows a page in its true size at 96 dots an inch."""

    zoom = 1.0
    fit = Fit.NONE
    sheets = Sheets()

    @abstractmethod
    def page_rect(self, number: int) -> QRectF:
        """The sheet of a page."""

    @property
    def scale(self) -> float:
        """Pixels of the window for a point of the page."""
        return self.zoom * PIXELS_A_POINT

    def set_zoom(self, zoom: float, about: QPointF | None = None) -> None:
        """Set the zoom and leave the viewport point `about` where it is."""
        self.fit = Fit.NONE
        self._zoom_about(zoom, about)

    def zoom_by(self, factor: float, about: QPointF | None = None) -> None:
        """Zoom by a factor."""
        self.set_zoom(self.zoom * factor, about)

    def zoom_step(self, direction: int) -> None:
        """To the next larger (+1) or smaller (-1) of the usual steps."""
        if direction > 0:
            target = next((step for step in STEPS if step > self.zoom * 1.01), LARGEST)
        else:
            target = next((step for step in reversed(STEPS) if step < self.zoom * 0.99), SMALLEST)
        self.set_zoom(target)

    def set_fit(self, fit: Fit) -> None:
        """Follow the window's width or height from now on."""
        self.fit = fit
        self.apply_fit()

    def apply_fit(self) -> None:
        """Zoom so that the page one is at fits, if the zoom follows the window."""
        if self.fit is Fit.NONE or not self.sheets:
            return
        size = self.sheets.size(max(0, min(self.current_unit(), len(self.sheets) - 1)))
        zoom = zoom_to_fit(self.fit, self.zoom, size, self.viewport().size())
        asked = self._still_asked()
        self._zoom_about(zoom, QPointF(self.viewport().width() / 2, 0))
        if asked is not None:
            self.go_to_unit(asked)

    def _zoom_about(self, zoom: float, about: QPointF | None) -> None:
        zoom = max(SMALLEST, min(LARGEST, zoom))
        if abs(zoom - self.zoom) < 1e-4:
            return
        view = self.viewport()
        fixed = about if about is not None else QPointF(view.width() / 2, view.height() / 2)
        point = self.to_content(fixed)
        number = self.unit_at(point.y())
        old = self.page_rect(number)
        across = (point.x() - old.left()) / max(1.0, old.width())
        down = (point.y() - old.top()) / max(1.0, old.height())
        self.zoom = zoom
        self.relayout()
        new = self.page_rect(number)
        self.verticalScrollBar().setValue(round(new.top() + down * new.height() - fixed.y()))
        self.horizontalScrollBar().setValue(round(new.left() + across * new.width() - fixed.x()))
        self._after_scroll()
        self.zoomChanged.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the window if the zoom does."""
        super().resizeEvent(event)
        self.apply_fit()
