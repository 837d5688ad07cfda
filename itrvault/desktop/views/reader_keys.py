"""The reader's own keys: single letters that must not fire while somebody types.

They come to the reader only when the pages have the focus and did not take them.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from itrvault.model.annotation import COLOURS

_PLAIN = {
    Qt.Key.Key_H: "highlight",
    Qt.Key.Key_A: "annotate",
    Qt.Key.Key_M: "note",
    Qt.Key.Key_R: "risk",
    Qt.Key.Key_T: "tag",
    Qt.Key.Key_Q: "quick_tag",
    Qt.Key.Key_U: "remove",
    Qt.Key.Key_Delete: "remove",
    Qt.Key.Key_O: "overlaps",
    Qt.Key.Key_F3: "next_hit",
    Qt.Key.Key_Escape: "escape",
    **{Qt.Key(Qt.Key.Key_1 + number): name for number, name in enumerate(COLOURS)},
}
_WITH = {
    (Qt.KeyboardModifier.ShiftModifier, Qt.Key.Key_F3): "previous_hit",
    (Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Left): "back",
    (Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Right): "forward",
    (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_C): "copy",
    (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_T): "page_or_text",
    (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Plus): "zoom_in",
    (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Equal): "zoom_in",
    (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Minus): "zoom_out",
    (Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_0): "zoom_reset",
}
_CONTROL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_CONTROL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def command_of(event: QKeyEvent) -> str:
    """The command of a key, a colour's name for 1 to 8, "" for none."""
    key = Qt.Key(event.key())
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if held == Qt.KeyboardModifier.NoModifier:
        return _PLAIN.get(key, "")
    if held == _CONTROL_SHIFT:
        # "+" is Shift and "=" on many keyboards.
        return {Qt.Key.Key_C: "copy_citation", Qt.Key.Key_Plus: "zoom_in"}.get(key, "")
    if held == _CONTROL_ALT:
        return "go_to_page" if key is Qt.Key.Key_G else ""
    return next((name for (with_, k), name in _WITH.items() if with_ == held and k == key), "")
