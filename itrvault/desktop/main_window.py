"""The frame of one window: first start, locked, or an open archive; menus, keys, status line.

What an open archive shows is the `Workspace`; it is taken down whole when the archive is locked, so
that nothing of it stays on the screen or in widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QDir, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from itrvault.desktop.actions import COMMANDS, MARK, MENUS, READER, label, make_actions, words
from itrvault.desktop.dialogs.about import AboutDialog
from itrvault.desktop.dialogs.keys import KeySheet
from itrvault.desktop.dialogs.message import show_known
from itrvault.desktop.dialogs.name import NameDialog
from itrvault.desktop.dialogs.new_vault import SUFFIX, NewVaultDialog
from itrvault.desktop.dialogs.unlock import UnlockPage
from itrvault.desktop.idle import IdleWatch
from itrvault.desktop.keymap import KeyMap
from itrvault.desktop.opening import Opener
from itrvault.desktop.tasks import Job
from itrvault.desktop.theme import ThemeKeeper
from itrvault.desktop.views.welcome import WelcomeView
from itrvault.desktop.widgets.status_line import StatusLine
from itrvault.desktop.words import error_hint, error_sentence, error_words
from itrvault.errors import KnownError, PassphraseNeeded, WrongPassphrase
from itrvault.settings import Settings

if TYPE_CHECKING:
    from itrvault.desktop.commands import Commands
    from itrvault.desktop.views.workspace import Workspace
    from itrvault.vault import Vault

MINUTE_MS = 60_000
_BY_KEY_ONLY = ("colour_", "end_", "start_")


class MainWindow(QMainWindow):
    """One window a vault. `otherWanted` asks for another window on a path."""

    otherWanted = Signal(str)
    closed = Signal()

    def __init__(self, settings: Settings, themes: ThemeKeeper, keys: KeyMap | None = None) -> None:
        super().__init__()
        self.settings = settings
        self.keys = keys or KeyMap(settings, self)
        self.themes = themes
        self.path: Path | None = None
        self.sealed = False
        self.workspace: Workspace | None = None
        self._commands: Commands | None = None
        self._dialog: QWidget | None = None
        self.setWindowTitle("ITR Vault")
        self.setAcceptDrops(True)
        self.opener = Opener(self)
        self.opener.opened.connect(self._take_vault)
        self.opener.failed.connect(self._opening_failed)
        self.welcome = WelcomeView(settings)
        self.welcome.specimensWanted.connect(self.open_specimens)
        self.welcome.newWanted.connect(self.ask_new)
        self.welcome.openWanted.connect(self.ask_open)
        self.welcome.recentWanted.connect(lambda path: self.open_path(Path(path)))
        self.unlock = UnlockPage()
        self.unlock.given.connect(self._unlock)
        self.unlock.leftAlone.connect(self.show_welcome)
        self.status = StatusLine()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.welcome)
        self.pages.addWidget(self.unlock)
        middle = QWidget()
        box = QVBoxLayout(middle)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.pages, 1)
        box.addWidget(self.status)
        self.setCentralWidget(middle)
        self.actions_by_name = make_actions(self, self._handlers(), self.keys)
        self.menu = self._make_menu()
        self._idle = IdleWatch(settings.auto_lock_minutes * MINUTE_MS, self)
        self._idle.idle.connect(self._idle_lock)
        self._recall_geometry()
        self.show_welcome()

    # -- pages -------------------------------------------------------------------------------

    def show_welcome(self) -> None:
        """The first screen."""
        self.path = None
        self.welcome.refresh()
        self._show_page(self.welcome)
        self.setWindowTitle("ITR Vault")

    def _show_page(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        opened = self.workspace is not None and page is self.workspace
        if not opened:
            self.status.show_nothing()
        always = ("new", "open", "close", "quit", "theme", "keys", "about")
        for name, action in self.actions_by_name.items():
            action.setEnabled(opened or name in always)
        if opened:
            self._show_journal("", "")

    # -- opening and closing -----------------------------------------------------------------

    def open_path(self, path: Path) -> None:
        """Open an archive here, or in another window when this one has one open."""
        if self.workspace is not None:
            self.otherWanted.emit(str(path))
            return
        if self.opener.busy:
            return  # a second click
        self.welcome.show_problem("")
        self.path = path
        self.opener.open(path)

    def open_specimens(self) -> None:
        """Open the archive of specimens, made first when it is not there yet."""
        if self.opener.busy:
            return
        self.welcome.show_problem(self.tr("Making the archive of specimens..."))
        self.opener.open_specimens()

    def ask_new(self) -> None:
        """Ask where and how, then make an archive."""
        dialog = NewVaultDialog(self)
        dialog.accepted.connect(lambda: self._make(dialog.path, dialog.passphrase))
        self._open_dialog(dialog)

    def ask_open(self) -> None:
        """Ask which archive."""
        dialog = QFileDialog(self, self.tr("Open an archive"), QDir.homePath())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"ITR Vault (*{SUFFIX})", self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda path: self.open_path(Path(path)))
        self._open_dialog(dialog)

    def import_paths(self, paths: Sequence[str]) -> None:
        """Show what importing these would do into the open archive."""
        if self._commands is not None:
            self._commands.import_paths(paths)

    def lock(self) -> None:
        """Close the archive and blank the window; the passphrase opens it again."""
        path, sealed = self.path, self.sealed
        if self.workspace is None or path is None:
            return
        self.close_vault()
        self.path = path
        self._show_page(self.unlock)
        self.unlock.ask(path, sealed=sealed)
        self.setWindowTitle("ITR Vault")

    def close_vault(self) -> None:
        """Let go of the open archive and of everything that is shown of it."""
        workspace = self.workspace
        if workspace is None:
            return
        self._remember_geometry()
        self._idle.touch()
        if self._dialog is not None:
            self._dialog.close()
        if self._commands is not None:
            self._commands.close()
            self._commands = None
        workspace.shut()
        self.workspace = None
        self.pages.removeWidget(workspace)
        # The menu button lives on, for the next archive.
        self.menu.setParent(self)
        self.menu.hide()
        context = workspace.context
        workspace.setParent(None)
        workspace.deleteLater()
        context.close()
        context.deleteLater()
        self.path = None

    def _make(self, path: Path, passphrase: str | None) -> None:
        if self.workspace is not None:
            self.close_vault()
        self.path = path
        self.opener.create(path, passphrase)

    def _unlock(self, passphrase: str) -> None:
        if self.path is not None:
            self.opener.open(self.path, passphrase or None)

    def _take_vault(self, vault: Vault) -> None:
        from itrvault.desktop.commands import Commands
        from itrvault.desktop.context import VaultContext
        from itrvault.desktop.views.workspace import Workspace

        self.path, self.sealed = vault.path, vault.store.sealed
        self.welcome.show_problem("")
        context = VaultContext(vault, self.settings, self.themes, self, keys=self.keys)
        context.tasks.failed.connect(self.show_failure)
        context.tasks.jobStarted.connect(self._show_job)
        workspace = self.workspace = Workspace(context, self.menu)
        self._commands = Commands(workspace, self.status, self)
        self.menu.show()
        self.pages.addWidget(workspace)
        workspace.first_layout(self.width())
        workspace.recall(self.settings.window)
        workspace.countsChanged.connect(self.status.show_counts)
        workspace.journalChanged.connect(self._show_journal)
        self._show_page(workspace)
        self.setWindowTitle(f"{vault.path.stem} — ITR Vault")
        self._remember_recent(vault.path)
        self._idle.wait(self.settings.auto_lock_minutes * MINUTE_MS)
        workspace.focus_search()

    def _opening_failed(self, error: BaseException) -> None:
        if isinstance(error, PassphraseNeeded) and self.path is not None:
            self.sealed = True
            self._show_page(self.unlock)
            self.unlock.ask(self.path, sealed=True)
        elif isinstance(error, WrongPassphrase):
            self.unlock.refuse(error_sentence(error) + "\n" + error_hint(error))
        elif isinstance(error, KnownError):
            self.show_welcome()
            self.welcome.show_problem(error_words(error))
        else:
            self.show_welcome()
            raise error

    def _idle_lock(self) -> None:
        """Lock a sealed archive that nobody touches, but never under work that is going on."""
        if self.workspace is None or not self.sealed:
            return
        if self.workspace.context.tasks.busy:
            self._idle.touch()
        else:
            self.lock()

    # -- actions -----------------------------------------------------------------------------

    def _handlers(self) -> dict[str, Callable[[], object]]:
        own: dict[str, Callable[[], object]] = {
            "new": self.ask_new, "open": self.ask_open, "lock": self.lock, "close": self.close,
            "quit": QApplication.closeAllWindows,
            "theme": self._switch_theme,
            "keys": lambda: self._open_dialog(KeySheet(self.keys, self)),
            "about": lambda: self._open_dialog(AboutDialog(self)),
        }  # fmt: skip
        for command in COMMANDS:
            if not command.view and command.name not in own:
                own[command.name] = partial(self._run, command.name)
        return own

    def _run(self, name: str) -> None:
        """An action on the open archive."""
        if self._commands is not None:
            self._commands.run(name)

    def _make_menu(self) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "menu")
        button.setAccessibleName(self.tr("Menu"))
        button.setToolTip(self.tr("Menu"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        for group in MENUS:
            part = menu.addMenu(words(group))
            for command in COMMANDS:
                if command.group == group and not command.view:
                    part.addAction(self.actions_by_name[command.name])
            if group == MARK:
                self._add_marking(part)
            if group == MENUS[3]:
                part.addMenu(self._theme_menu(part))
            if group == MENUS[0]:
                part.addSeparator()
                part.addAction(self.tr("Preferences..."), self.ask_preferences)
        button.setMenu(menu)
        button.hide()
        return button

    def _add_marking(self, menu: QMenu) -> None:
        """What the reader does to marks; its keys are shown, the reader takes them itself."""
        for command in COMMANDS:
            in_menu = command.group == MARK and command.view == READER and not command.fixed
            if in_menu and not command.name.startswith(_BY_KEY_ONLY):
                action = menu.addAction("")
                self.keys.label(action, words(command.text), command.name)
                action.triggered.connect(partial(self._run_marking, command.name))

    def _run_marking(self, name: str, _checked: bool = False) -> None:
        if self.workspace is not None:
            self.workspace.run_marking(name)

    def _theme_menu(self, parent: QMenu) -> QMenu:
        menu = QMenu(self.tr("Theme"), parent)
        group = QActionGroup(menu)
        for choice, text in (
            ("system", self.tr("As the system")), ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):  # fmt: skip
            action = QAction(text, menu)
            action.setCheckable(True)
            action.setChecked(self.settings.theme == choice)
            action.triggered.connect(lambda _=False, choice=choice: self.themes.choose(choice))
            group.addAction(action)
            menu.addAction(action)
        return menu

    def _switch_theme(self) -> None:
        self.themes.choose("light" if self.themes.theme.dark else "dark")

    def ask_preferences(self) -> None:
        """Show the preferences."""
        from itrvault.desktop.dialogs.preferences import PreferencesDialog

        dialog = PreferencesDialog(self.settings, self.themes, self)
        dialog.accepted.connect(
            lambda: self._idle.wait(self.settings.auto_lock_minutes * MINUTE_MS)
        )
        self._open_dialog(dialog)

    def _open_dialog(self, dialog: QWidget) -> None:
        """Show a dialog over this window; it goes when it is closed."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        self._dialog = dialog
        dialog.destroyed.connect(self._forget_dialog)
        dialog.show()

    def _forget_dialog(self) -> None:
        self._dialog = None

    def _show_journal(self, undo: str, redo: str) -> None:
        """Undo and redo say what they would do."""
        for name, what in (("undo", undo), ("redo", redo)):
            action = self.actions_by_name[name]
            plain = label(name)
            shown = words(what)
            action.setText(f"{plain}: {shown}" if what else plain)
            action.setEnabled(bool(what))

    def _show_job(self, job: Job) -> None:
        self.status.add_job(job)

    def show_failure(self, error: BaseException) -> None:
        """What nobody handled: a sentence for what is known, a crash for what is not."""
        if isinstance(error, KnownError):
            show_known(error, self)
        else:
            raise error

    def ask_name(self, title: str, hint: str, verb: str, give: Callable[[str], object]) -> None:
        """Ask for a name and hand it on."""
        dialog = NameDialog(self, title, hint, verb)
        dialog.accepted.connect(lambda: give(dialog.name))
        self._open_dialog(dialog)

    # -- events ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A sign such as "?" or "/" means its command when nobody types, however it is typed."""
        action = self.actions_by_name.get(self.keys.command_of(event))
        if action is not None and event.text().isprintable() and event.text():
            action.trigger()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files and folders may be dropped anywhere."""
        if dropped_paths(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Archives are opened, everything else is imported."""
        paths = dropped_paths(event)
        archives = [path for path in paths if path.endswith(SUFFIX)]
        others = [path for path in paths if path not in archives]
        event.acceptProposedAction()
        for archive in archives:
            self.open_path(Path(archive))
        if others:
            self.import_paths(others)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the archive with the window."""
        if self.workspace is not None:
            self.close_vault()
        else:
            self._remember_geometry()
        self.opener.close()
        super().closeEvent(event)
        self.closed.emit()

    # -- remembering -------------------------------------------------------------------------

    def _remember_recent(self, path: Path) -> None:
        if not self.settings.remember_recent:
            return
        name = str(path.resolve())
        others = [each for each in self.settings.recent if each != name]
        self.settings.recent = [name, *others][:10]
        self.settings.save()

    def _remember_geometry(self) -> None:
        geometry = bytes(self.saveGeometry().toBase64().data()).decode("ascii")
        remembered = {"geometry": geometry}
        if self.workspace is not None:
            remembered |= self.workspace.remember()
        self.settings.window = {**self.settings.window, **remembered}
        self.settings.save()

    def _recall_geometry(self) -> None:
        stored = self.settings.window.get("geometry", "")
        if not (stored and self.restoreGeometry(QByteArray.fromBase64(stored.encode("ascii")))):
            self.resize(QSize(1280, 800).boundedTo(self.screen().availableSize()))
        self.setMinimumSize(1040, 600)


def dropped_paths(event: QDropEvent) -> Sequence[str]:
    """The local files and folders of a drag."""
    urls = event.mimeData().urls() if event.mimeData().hasUrls() else []
    return [url.toLocalFile() for url in urls if url.isLocalFile()]
