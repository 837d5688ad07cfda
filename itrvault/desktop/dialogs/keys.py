"""The sheet of keys and query signs (F1 or ?): find one, and give a command other keys.

A key is recorded by pressing it. When it means something already, the sheet says what, and takes
it from there only when it is told to.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

from itrvault.desktop.actions import BY_NAME, COMMANDS, MENUS, QUERY_SIGNS, words
from itrvault.desktop.keymap import MODIFIERS, KeyMap, key_of, native
from itrvault.desktop.widgets.parts import button, column, row, words_label

NAME = Qt.ItemDataRole.UserRole
SEARCHABLE = Qt.ItemDataRole.UserRole + 1
ROW = 26

_MOVING = (
    "Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown", "Space", "Tab", "Return",
    "Enter", "Backspace",
)  # fmt: skip
"""Keys that move through pages and lists wherever they are pressed, so they mean nothing else."""


class KeyRecorder(QLabel):
    """Takes the next key that is pressed. `pressed` carries it, `left` that none is wanted."""

    pressed = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("role", "notice")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def event(self, event: QEvent) -> bool:
        """No shortcut and no change of focus takes the key first."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            self.keyPressEvent(event)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Whatever it is."""
        if Qt.Key(event.key()) in MODIFIERS:
            return
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            self.pressed.emit(key_of(event))


class KeySheet(QDialog):
    """Every command with its keys; typing narrows it, Enter on a line gives it another key."""

    def __init__(self, keys: KeyMap, window: QWidget | None = None) -> None:
        super().__init__(window)
        self._keys = keys
        self._recording = ""
        self._more = False
        self._taking = ""
        self.setWindowTitle(self.tr("Keys and query signs"))
        self.resize(680, 620)
        self.field = QLineEdit()
        self.field.setPlaceholderText(self.tr("Find a command or a key"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self.narrow)
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setHeaderLabels([self.tr("Command"), self.tr("Keys")])
        self.list.setAccessibleName(self.windowTitle())
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setIndentation(12)
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.itemActivated.connect(lambda _item, _column: self.record())
        self.list.currentItemChanged.connect(lambda _now, _before: self._offer())
        self.lines: dict[str, QTreeWidgetItem] = {}
        self._fill()
        self.recorder = KeyRecorder()
        self.recorder.pressed.connect(self._take)
        self.recorder.left.connect(self._stop)
        self.recorder.hide()
        self.change = button(self.tr("Change..."), self.record)
        self.add = button(self.tr("Add a key..."), partial(self.record, more=True))
        self.none = button(self.tr("No key"), self._take_away)
        self.usual = button(self.tr("Usual key"), self._reset)
        self.all_usual = button(self.tr("All usual keys"), self._keys.reset_all, "link")
        self._said = words_label("", "secondary", wrap=True)
        self._said.setMinimumHeight(18)
        close = button(self.tr("Close"), self.accept)
        self.setLayout(
            column(
                self.field, self.list, self.recorder, self._said,
                row(self.change, self.add, self.none, self.usual, self.all_usual, None, close),
                margins=(16, 16, 16, 16),
            )
        )  # fmt: skip
        keys.changed.connect(self._show_keys)
        self._show_keys()
        self.field.setFocus()

    @property
    def said(self) -> str:
        """What the line below the list says."""
        return self._said.text()

    def narrow(self, text: str) -> None:
        """Show the lines in which every word stands."""
        wanted = text.casefold().split()
        first: QTreeWidgetItem | None = None
        for number in range(self.list.topLevelItemCount()):
            group = self.list.topLevelItem(number)
            assert group is not None
            shown = 0
            for index in range(group.childCount()):
                line = group.child(index)
                assert line is not None
                fits = all(word in line.data(0, SEARCHABLE) for word in wanted)
                line.setHidden(not fits)
                shown += fits
                first = first or (line if fits else None)
            group.setHidden(not shown)
        if wanted and first is not None:
            self.list.setCurrentItem(first)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the field Down goes into the list; Del in the list takes a key away."""
        if self.field.hasFocus() and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return):
            self.list.setFocus()
        elif self.list.hasFocus() and event.key() == Qt.Key.Key_Delete:
            self._take_away()
        else:
            super().keyPressEvent(event)

    # -- giving keys -------------------------------------------------------------------------

    def record(self, *, more: bool = False) -> None:
        """Wait for a key for the chosen command, instead of its keys or with them."""
        name = self._chosen()
        if not name:
            return
        self._recording, self._more, self._taking = name, more, ""
        prompt = self.tr("Press the key for “{command}”, or Esc to leave it as it is.")
        self.recorder.setText(prompt.format(command=words(BY_NAME[name].text)))
        self.recorder.show()
        self.list.scrollToItem(self.lines[name], QAbstractItemView.ScrollHint.PositionAtCenter)
        self.recorder.setFocus()
        self._said.clear()

    def _take(self, key: str) -> None:
        name = self._recording
        if self._taking and key in ("Return", "Enter"):
            self._give(name, self._taking)
            return
        problem = self._problem(name, key)
        if problem:
            self._taking = ""
            self._said.setText(problem)
            return
        users = self._keys.users(key, name)
        if users and self._taking != key:
            self._taking = key
            self._said.setText(
                self.tr(
                    "{key} means “{command}”. Press it again (or Enter) to take it from there, "
                    "another key, or Esc."
                ).format(key=native(key), command=words(users[0].text))
            )
            return
        self._give(name, key)

    def _give(self, name: str, key: str) -> None:
        before = self._keys.keys(name) if self._more else ()
        self._keys.set_keys(name, [*before, key])
        self._said.setText(
            self.tr("{key} now means “{command}”.").format(
                key=native(key), command=words(BY_NAME[name].text)
            )
        )
        self._stop(quiet=True)

    def _problem(self, name: str, key: str) -> str:
        """Why a key cannot be one for a command; "" when it can."""
        if not key:
            return self.tr("This key cannot be told from others. Press another.")
        fixed = [command for command in self._keys.users(key, name) if command.fixed]
        if key in _MOVING or fixed:
            return self.tr(
                "{key} moves through pages and lists. Press another key, or one with Ctrl or Alt."
            ).format(key=native(key))
        if not BY_NAME[name].view and len(key) == 1 and key.isalnum():
            return self.tr(
                "A letter or figure alone would act while you are in a list. Press it with Ctrl "
                "or Alt."
            )
        return ""

    def _stop(self, *, quiet: bool = False) -> None:
        self._recording = self._taking = ""
        self.recorder.hide()
        self.list.setFocus()
        if not quiet:
            self._said.clear()

    def _take_away(self) -> None:
        name = self._chosen()
        if name:
            self._keys.set_keys(name, ())

    def _reset(self) -> None:
        name = self._chosen()
        if name:
            self._keys.reset(name)

    def reject(self) -> None:
        """Esc leaves the recording first."""
        if self._recording:
            self._stop()
        else:
            super().reject()

    # -- showing -----------------------------------------------------------------------------

    def _fill(self) -> None:
        groups: dict[str, QTreeWidgetItem] = {}
        bold = QFont()
        bold.setWeight(QFont.Weight.DemiBold)

        def line_in(group: str, left: str, right: str, name: str) -> QTreeWidgetItem:
            if group not in groups:
                head = groups[group] = QTreeWidgetItem([group])
                head.setFlags(Qt.ItemFlag.ItemIsEnabled)
                head.setFont(0, bold)
                self.list.addTopLevelItem(head)
                head.setFirstColumnSpanned(True)
                head.setExpanded(True)
            line = QTreeWidgetItem(groups[group], [left, right])
            line.setData(0, NAME, name)
            line.setSizeHint(0, QSize(0, ROW))
            line.setData(0, SEARCHABLE, f"{left} {right} {group}".casefold())
            return line

        order = {group: number for number, group in enumerate(MENUS)}
        for command in sorted(COMMANDS, key=lambda each: order.get(each.group, len(order))):
            name = "" if command.fixed else command.name
            line = line_in(words(command.group), words(command.text), "", name)
            self.lines[command.name] = line
        for sign, text in QUERY_SIGNS:
            line_in(self.tr("Query signs"), words(text), sign, "")

    def _show_keys(self) -> None:
        own = QFont()
        own.setBold(True)
        for name, line in self.lines.items():
            command = BY_NAME[name]
            shown = self._keys.words(name, every=True)
            line.setText(1, shown)
            line.setFont(1, QFont() if self._keys.is_usual(name) else own)
            said = f"{words(command.text)} {shown} {' '.join(self._keys.keys(name))}"
            line.setData(0, SEARCHABLE, f"{said} {words(command.group)}".casefold())
        self.narrow(self.field.text())
        self._offer()

    def _chosen(self) -> str:
        line = self.list.currentItem()
        return str(line.data(0, NAME) or "") if line is not None else ""

    def _offer(self) -> None:
        name = self._chosen()
        for each in (self.change, self.add, self.none):
            each.setEnabled(bool(name))
        self.none.setEnabled(bool(name) and bool(self._keys.keys(name)))
        self.usual.setEnabled(bool(name) and not self._keys.is_usual(name))
        self.all_usual.setEnabled(self._keys.any_own)
