"""What Tab goes through, and what the eye does."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

_HELD: list[QWidget] = []
"""What was met on the way: Python would take menus with it that it alone holds."""


def tabbed(top: QWidget) -> list[str]:
    """The names of what Tab goes through within a widget, in that order."""
    return [_name(each) for each in _chain(top)]


def seen(top: QWidget) -> list[str]:
    """The same from above to below, and in a row from left to right."""
    places = {each: each.mapTo(top, QPoint(0, 0)) for each in _chain(top)}
    rows: list[list[QWidget]] = []
    for each in sorted(places, key=lambda one: places[one].y()):
        middle = places[each].y() + each.height() / 2
        if rows and middle < min(places[one].y() + one.height() for one in rows[-1]):
            rows[-1].append(each)
        else:
            rows.append([each])
    return [_name(each) for row in rows for each in sorted(row, key=lambda one: places[one].x())]


def _chain(top: QWidget) -> list[QWidget]:
    found, each = [], top.nextInFocusChain()
    while each is not top:
        _HELD.append(each)
        if top.isAncestorOf(each) and _takes(each, top):
            found.append(each)
        each = each.nextInFocusChain()
    return found


def _takes(each: QWidget, top: QWidget) -> bool:
    if not each.focusPolicy() & Qt.FocusPolicy.TabFocus or each.focusProxy() is not None:
        return False
    return each.isVisibleTo(top) and each.isEnabledTo(top)


def _name(each: QWidget) -> str:
    text = each.text() if isinstance(each, QAbstractButton) else ""
    return each.accessibleName() or text or type(each).__name__
