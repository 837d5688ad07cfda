"""Which keys mean which command on this machine: those of the table, or what a person chose.

The table of actions has the usual keys; what differs from it is kept in the settings of this
machine, never in an archive. Everything that shows or takes a key asks here and follows `changed`,
so that another key holds at once in every window.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QKeyCombination, QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from itrvault.desktop.actions import BY_NAME, COMMANDS, Command
from itrvault.settings import Settings

MODIFIERS = (
    Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_unknown,
)  # fmt: skip
"""Keys that mean nothing alone."""

_ROWS = ((24, "QWERTYUIOP"), (38, "ASDFGHJKL"), (52, "ZXCVBNM"))
_BY_PLACE = {first + n: letter for first, row in _ROWS for n, letter in enumerate(row)}
"""The letter printed at a place of the keyboard (X11's numbers), for layouts without Latin ones."""


def key_of(event: QKeyEvent) -> str:
    """The key of an event as it is written in the table, such as "Ctrl+Shift+C"; "" for none.

    Shift is left out where it only makes the sign ("?", or a figure on a French keyboard). On a
    Russian or Arabic keyboard the letter is the one at the same place of a Latin one.
    """
    key = Qt.Key(event.key())
    if key in MODIFIERS or not event.key():
        return ""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    held &= ~Qt.KeyboardModifier.GroupSwitchModifier
    if 0x7F < int(key) < 0x0100_0000 and chr(int(key)).isalpha():
        key = _latin(event, key)
    elif key is Qt.Key.Key_Backtab:
        key = Qt.Key.Key_Tab
    sign = 0x20 < int(key) < 0x7F and not chr(int(key)).isalpha()
    if sign and held == Qt.KeyboardModifier.ShiftModifier:
        held = Qt.KeyboardModifier.NoModifier
    return QKeySequence(QKeyCombination(held, key)).toString(PORTABLE)


def _latin(event: QKeyEvent, key: Qt.Key) -> Qt.Key:
    code = event.nativeVirtualKey()
    if sys.platform == "win32" and ord("A") <= code <= ord("Z"):
        return Qt.Key(code)
    letter = _BY_PLACE.get(event.nativeScanCode()) if sys.platform.startswith("linux") else None
    return Qt.Key(ord(letter)) if letter else key


PORTABLE = QKeySequence.SequenceFormat.PortableText
NATIVE = QKeySequence.SequenceFormat.NativeText


def portable(keys: str) -> str:
    """One way of writing a key; "" when it is none."""
    sequence = QKeySequence(keys, PORTABLE)
    return sequence.toString(PORTABLE) if sequence.count() == 1 else ""


def native(keys: str) -> str:
    """How a key is written on this system."""
    return QKeySequence(keys, PORTABLE).toString(NATIVE) or keys


class KeyMap(QObject):
    """The keys in force. One for all windows of the program."""

    changed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._own: dict[str, tuple[str, ...]] = {}
        for name, keys in settings.keys.items():
            command = BY_NAME.get(name)
            if command is not None and not command.fixed and _are_keys(keys):
                self._own[name] = tuple(filter(None, map(portable, keys)))
        self._meaning: dict[str, list[Command]] = {}
        self._index()

    # -- asking ------------------------------------------------------------------------------

    def keys(self, name: str) -> tuple[str, ...]:
        """The keys of a command, the first one shown first."""
        own = self._own.get(name)
        return own if own is not None else usual_keys(BY_NAME[name])

    def is_usual(self, name: str) -> bool:
        """Whether a command has the keys of the table."""
        return name not in self._own

    @property
    def any_own(self) -> bool:
        """Whether any key differs from the table."""
        return bool(self._own)

    def words(self, name: str, *, every: bool = False) -> str:
        """How the first key, or every one, is written on this system; "" for none."""
        shown = [native(key) for key in self.keys(name)]
        return "   ".join(shown if every else shown[:1])

    def command_of(self, event: QKeyEvent, view: str = "") -> str:
        """The command that a key means in a view (or in the whole window), "" for none."""
        wanted = self._meaning.get(key_of(event), ())
        for command in wanted:
            if command.view == view:
                return command.name
        return wanted[0].name if wanted and not wanted[0].view else ""

    def users(self, key: str, name: str) -> list[Command]:
        """Other commands that have this key where the named one has it."""
        view = BY_NAME[name].view
        return [
            command
            for command in self._meaning.get(portable(key), ())
            if command.name != name and (not view or command.view in ("", view))
        ]

    # -- changing ----------------------------------------------------------------------------

    def set_keys(self, name: str, keys: Iterable[str]) -> None:
        """Give a command these keys; whoever else had one of them loses it."""
        wanted = tuple(dict.fromkeys(filter(None, map(portable, keys))))
        for key in wanted:
            for other in self.users(key, name):
                if not other.fixed:
                    self._put(other.name, [k for k in self.keys(other.name) if k != key])
        self._put(name, wanted)
        self._keep()

    def reset(self, name: str) -> None:
        """The keys of the table again; whoever has one of them loses it."""
        self.set_keys(name, usual_keys(BY_NAME[name]))

    def reset_all(self) -> None:
        """Every command has the keys of the table."""
        self._own.clear()
        self._keep()

    def _put(self, name: str, keys: Sequence[str]) -> None:
        if tuple(keys) == usual_keys(BY_NAME[name]):
            self._own.pop(name, None)
        else:
            self._own[name] = tuple(keys)
        self._index()

    def _keep(self) -> None:
        self._index()
        self._settings.keys = {name: list(keys) for name, keys in self._own.items()}
        self._settings.save()
        self.changed.emit()

    def _index(self) -> None:
        self._meaning = {}
        for command in COMMANDS:
            for key in self.keys(command.name):
                self._meaning.setdefault(key, []).append(command)

    # -- showing -----------------------------------------------------------------------------

    def tip(self, widget: QWidget, words: str, name: str) -> None:
        """Have a tooltip say what a widget does and which key does it, now and after a change."""

        def tell() -> None:
            keys = self.words(name)
            widget.setToolTip(f"{words}  ({keys})" if keys else words)

        self._follow(widget, tell)

    def label(self, action: QAction, words: str, name: str) -> None:
        """Have an entry of a menu show the key beside its words, without binding it."""

        def tell() -> None:
            keys = self.words(name)
            action.setText(f"{words}\t{keys}" if keys else words)

        self._follow(action, tell)

    def bind(self, action: QAction, name: str) -> None:
        """Have an action take the keys of a command."""

        def tell() -> None:
            action.setShortcuts([QKeySequence(key, PORTABLE) for key in self.keys(name)])

        self._follow(action, tell)

    def _follow(self, owner: QObject, tell: object) -> None:
        assert callable(tell)
        tell()
        _Follower(self, tell, owner)


class _Follower(QObject):
    """Tells once more after each change, as long as its owner lives."""

    def __init__(self, keys: KeyMap, tell: object, owner: QObject) -> None:
        super().__init__(owner)
        self._tell = tell
        keys.changed.connect(self._again)

    def _again(self) -> None:
        assert callable(self._tell)
        self._tell()


def usual_keys(command: Command) -> tuple[str, ...]:
    """The keys of the table, in one way of writing."""
    return tuple(map(portable, command.keys))


def _are_keys(keys: object) -> bool:
    return isinstance(keys, list) and all(isinstance(key, str) for key in keys)
