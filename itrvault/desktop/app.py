"""Starts the window. Nothing heavy is imported before the first screen is shown."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, Qt, QTemporaryDir, QTranslator
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from itrvault import __version__
from itrvault.desktop.collecting import MainThreadCollector
from itrvault.desktop.dialogs.message import CrashDialog, install_excepthook
from itrvault.desktop.keymap import KeyMap
from itrvault.desktop.main_window import MainWindow
from itrvault.desktop.theme import ThemeKeeper
from itrvault.paths import resources
from itrvault.settings import Settings

SWITCH_SECONDS = 0.001
"""How long a thread that calculates has the window wait for its turn, at most (Python's own is
five times that, which is felt: an answer changes hands several times on its way to the screen)."""


class Windows:
    """The windows of this process. Each shows one archive, or the first screen."""

    def __init__(self, settings: Settings, themes: ThemeKeeper) -> None:
        self._settings = settings
        self._themes = themes
        self._keys = KeyMap(settings)
        self.open_windows: list[MainWindow] = []

    def open(self, path: str = "") -> MainWindow:
        """Another window, on an archive or on the first screen; one that has it comes to front."""
        wanted = Path(path).resolve() if path else None
        for window in self.open_windows:
            if wanted is not None and window.path is not None and window.path.resolve() == wanted:
                window.raise_()
                window.activateWindow()
                return window
        window = MainWindow(self._settings, self._themes, self._keys)
        self.open_windows.append(window)
        window.otherWanted.connect(self.open)
        window.closed.connect(lambda: self._forget(window))
        if wanted is not None:
            window.open_path(wanted)  # on a thread, while the window comes to the screen
        window.show()
        return window

    def _forget(self, window: MainWindow) -> None:
        if window in self.open_windows:
            self.open_windows.remove(window)
            window.deleteLater()


def make_application(arguments: Sequence[str] = ()) -> QApplication:
    """The QApplication, with name, direction and translations of the user's language."""
    sys.setswitchinterval(SWITCH_SECONDS)
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    app = QApplication(["itrvault", *arguments])
    app.setApplicationName("ITR Vault")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("itrvault")
    leave_no_history(app)
    install_translations(app)
    return app


def leave_no_history(app: QApplication) -> None:
    """Have Qt's own file dialog keep the folders it visited nowhere beyond this run.

    It would write them to the user's settings, where they would tell which leaks lay where.
    """
    scratch = QTemporaryDir()
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, scratch.path())
    app.aboutToQuit.connect(scratch.remove)


def install_translations(app: QApplication) -> None:
    """Qt's own words and ours, in the user's language; English plurals always."""
    locale = QLocale()
    qt, own = QTranslator(app), QTranslator(app)
    folder = str(resources() / "translations")
    if qt.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(qt)
    if own.load(locale, "itrvault", "_", folder) or own.load("itrvault_en", folder):
        app.installTranslator(own)
    app.setLayoutDirection(locale.textDirection())


def show_crash(report: str) -> None:
    """The crash dialog over whatever window is in front."""
    window: QWidget | None = QApplication.activeWindow()
    dialog = CrashDialog(report, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def run_window(paths: Sequence[str]) -> int:
    """Show a window for each archive (or the first screen) until the last one is closed."""
    app = make_application()
    settings = Settings.load()
    themes = ThemeKeeper(app, settings)
    install_excepthook(show_crash)
    collector = MainThreadCollector(app)
    windows = Windows(settings, themes)
    for path in paths or [""]:
        windows.open(path)
    code = app.exec()
    collector.stop()
    sys.excepthook = sys.__excepthook__
    return code
