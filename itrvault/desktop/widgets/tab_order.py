"""Tab goes where the eye goes: Qt puts what is made later behind everything else.

A form that changes while it is shown is a group. Whatever changes in it asks for the order anew,
which is that of the layouts. The order is never read from Qt's own chain: to walk it makes Python
the owner of menus that nobody holds, and they are gone with the walk.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QWidget

_GROUP = "tabs_as_laid_out"


def keep_tab_order(group: QWidget) -> None:
    """Let `tab_as_laid_out` put everything in a widget in order behind the first thing in it."""
    group.setProperty(_GROUP, True)


def tab_as_laid_out(part: QWidget) -> None:
    """Have Tab go through the group that a part belongs to in the order of its layouts."""
    group: QWidget | None = part
    while group is not None and not group.property(_GROUP):
        group = group.parentWidget()
    if group is not None:
        for one, other in pairwise(_stops(group)):
            QWidget.setTabOrder(one, other)


def _stops(widget: QWidget) -> Iterator[QWidget]:
    """What Tab stops at in a widget, itself included."""
    policy = Qt.FocusPolicy.TabFocus
    if widget.focusPolicy() & policy and widget.focusProxy() is None:
        yield widget
    inner = widget.widget() if isinstance(widget, QScrollArea) else None
    if inner is not None:
        yield from _stops(inner)
    layout = widget.layout()
    if layout is not None:
        yield from _stops_of(layout)


def _stops_of(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        widget, below = item.widget(), item.layout()
        if widget is not None:
            yield from _stops(widget)
        elif below is not None:
            yield from _stops_of(below)
