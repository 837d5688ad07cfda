"""Tab goes where the eye goes: Qt puts what is made later behind everything else."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_through(*widgets: QWidget) -> None:
    """Have Tab go from the first of these to the others in order, and on as before."""
    for one, other in pairwise(widgets):
        QWidget.setTabOrder(one, other)


def tab_before(field: QWidget, widgets: Iterable[QWidget]) -> None:
    """Have Tab go through these, and all that is in them, before it comes to `field`."""
    stops = [stop for widget in widgets for stop in _stops(widget)]
    above = field.previousInFocusChain()
    while above not in (None, field) and (above in stops or not _is_stop(above)):
        above = above.previousInFocusChain()
    if above is None or above is field:
        tab_through(*stops, field)
    else:
        tab_through(above, *stops)


def _stops(widget: QWidget) -> list[QWidget]:
    """What Tab stops at in a widget, itself included, in its order."""
    found, each = [widget] if _is_stop(widget) else [], widget.nextInFocusChain()
    while each is not None and each is not widget:
        if widget.isAncestorOf(each) and _is_stop(each):
            found.append(each)
        each = each.nextInFocusChain()
    return found


def _is_stop(widget: QWidget) -> bool:
    policy = Qt.FocusPolicy.TabFocus
    return bool(widget.focusPolicy() & policy) and widget.focusProxy() is None
