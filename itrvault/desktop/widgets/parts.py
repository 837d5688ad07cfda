"""Small makers, so that every view says "a heading" or "a main button" in the same words."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)


def words_label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """A label in one of the style sheet's roles. Plain text: what documents say is never markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    label.setWordWrap(wrap)
    return label


def set_role(widget: QWidget, role: str, value: str = "role") -> None:
    """Change a widget's role and have the style sheet look at it again."""
    if widget.property(value) == role:
        return
    widget.setProperty(value, role)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def button(text: str, action: Callable[[], object], role: str = "") -> QPushButton:
    """A push button. `role` may be "primary", "danger", "link" or "choice"."""
    made = QPushButton(text)
    made.setAutoDefault(role == "primary")
    if role:
        made.setProperty("role", role)
    if role == "link":
        made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.clicked.connect(lambda: action())
    return made


def rule(*, vertical: bool = False) -> QFrame:
    """A line of one pixel."""
    line = QFrame()
    line.setProperty("role", "rule-v" if vertical else "rule")
    return line


def column(
    *parts: QWidget | QLayout | None, margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    spacing: int = 8,
) -> QVBoxLayout:  # fmt: skip
    """Parts below each other; None is a stretch."""
    box = QVBoxLayout()
    _fill(box, parts, margins, spacing)
    return box


def row(
    *parts: QWidget | QLayout | None, margins: tuple[int, int, int, int] = (0, 0, 0, 0),
    spacing: int = 8,
) -> QHBoxLayout:  # fmt: skip
    """Parts beside each other; None is a stretch."""
    box = QHBoxLayout()
    _fill(box, parts, margins, spacing)
    return box


def _fill(
    box: QBoxLayout,
    parts: tuple[QWidget | QLayout | None, ...],
    margins: tuple[int, int, int, int],
    spacing: int,
) -> None:
    box.setContentsMargins(*margins)
    box.setSpacing(spacing)
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addWidget(part)
