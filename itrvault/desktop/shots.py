"""Draws the window's main views into pictures, offscreen: `python -m itrvault.desktop.shots`.

Real widgets over a real archive; nothing is faked but the screen. The archive is copied first, so
that drawing leaves no mark in it.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

SIZES = ((1280, 720), (1920, 1080))
THEMES = ("light", "dark")
WAIT_MS = 20_000
QUIET_MS = 250
"""Nothing has been under way for so long: the view has settled."""


def draw(
    vault_path: Path | str,
    out_dir: Path | str,
    sizes: Sequence[tuple[int, int]] = SIZES,
    themes: Sequence[str] = THEMES,
    query: str = "",
) -> list[Path]:
    """Draw the first screen and each main view in every size and theme; the files written."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from itrvault.desktop.app import make_application
    from itrvault.desktop.collecting import MainThreadCollector
    from itrvault.desktop.theme import ThemeKeeper
    from itrvault.settings import Settings

    qInstallMessageHandler(_pass_on)
    app = QApplication.instance() or make_application()
    assert isinstance(app, QApplication)
    folder = Path(out_dir)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="itrvault-shots-") as scratch:
        copy = Path(scratch) / Path(vault_path).name
        shutil.copyfile(vault_path, copy)
        os.environ["ITRVAULT_CONFIG"] = scratch
        settings = Settings(theme=themes[0], remember_recent=False)
        collector = MainThreadCollector(app)
        session = _Session(app, settings, ThemeKeeper(app, settings), folder)
        for theme in themes:
            for size in sizes:
                session.draw_all(copy, size, theme, query)
        collector.stop()
        return session.written


def _pass_on(kind: object, context: object, message: str) -> None:
    """Print Qt's messages but the one that the offscreen screen has for every window that moves."""
    if not message.startswith("This plugin does not support"):
        sys.stderr.write(f"{message}\n")


class _Session:
    """One application, one window after the other."""

    def __init__(self, app: object, settings: object, themes: object, folder: Path) -> None:
        from itrvault.desktop.theme import ThemeKeeper
        from itrvault.settings import Settings

        assert isinstance(settings, Settings)
        assert isinstance(themes, ThemeKeeper)
        self._settings = settings
        self._themes = themes
        self._folder = folder
        self._suffix = ""
        self.written: list[Path] = []

    def draw_all(self, path: Path, size: tuple[int, int], theme: str, query: str) -> None:
        """Every main view in one size and theme."""
        from PySide6.QtWidgets import QWidget

        from itrvault.desktop.main_window import MainWindow
        from itrvault.desktop.views.workspace import Workspace

        self._settings.window = {}
        self._settings.theme = theme
        self._themes.apply()
        self._suffix = f"{size[0]}x{size[1]}-{theme}"
        window = MainWindow(self._settings, self._themes)
        window.resize(*size)
        window.show()
        self._grab(window, "welcome")
        window.open_path(path)
        self._until(lambda: window.workspace is not None)
        space = window.workspace
        assert isinstance(space, Workspace)
        self._until(lambda: bool(space.catalogue.snapshot.documents))
        self._settle(space)
        self._grab(window, "library")
        word = query or "traffic OR services"
        space.bar.set_query(word)
        self._until(lambda: space.searching.result is not None)
        space.searching.go_first()
        self._settle(space)
        self._grab(window, "reading")
        notes = space.context.vault.store.annotations.all()
        if notes:
            space.open_annotation(notes[0].id)
            self._settle(space)
            self._grab(window, "note")
        space.bar.set_query("xylophone traffic")
        self._until(lambda: space.searching.result is not None and not space.searching.result.total)
        self._settle(space)
        self._grab(window, "nothing-found")
        space.bar.set_query('"traffic routing')
        self._settle(space)
        self._grab(window, "odd-query")
        space.show_excerpts()
        self._settle(space)
        self._grab(window, "excerpts")
        for name in ("export", "carry", "keys"):
            window.actions_by_name[name].trigger()
            self._settle(space)
            dialogs = [w for w in window.findChildren(QWidget) if w.isWindow() and w.isVisible()]
            if dialogs:
                self._grab(dialogs[-1], f"dialog-{name}")
                dialogs[-1].close()
        window.lock()
        self._grab(window, "locked")
        window.close()
        window.deleteLater()

    def _settle(self, space: object) -> None:
        """Until nothing is read, written or drawn any more."""
        from itrvault.desktop.views.workspace import Workspace

        assert isinstance(space, Workspace)
        quiet = 0

        def settled() -> bool:
            nonlocal quiet
            quiet = 0 if space.context.tasks.busy else quiet + 1
            return quiet > QUIET_MS // 10

        self._until(settled)

    def _until(self, done: Callable[[], bool]) -> None:
        """Let the window live until something is so. Raises TimeoutError."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        ticks = 0

        def look() -> None:
            nonlocal ticks
            ticks += 1
            if done() or ticks * 10 > WAIT_MS:
                loop.quit()

        timer = QTimer()
        timer.timeout.connect(look)
        timer.start(10)
        loop.exec()
        timer.stop()
        if ticks * 10 > WAIT_MS:
            raise TimeoutError("the window did not settle")

    def _grab(self, widget: object, name: str) -> None:
        from PySide6.QtWidgets import QWidget

        assert isinstance(widget, QWidget)
        ticks = iter(range(5))
        self._until(lambda: next(ticks, None) is None)  # pending layouts are done by then
        path = self._folder / f"{name}-{self._suffix}.png"
        widget.grab().save(str(path))
        self.written.append(path)


def main() -> int:
    """`python -m itrvault.desktop.shots VAULT FOLDER`."""
    vault, folder = sys.argv[1:3]
    for path in draw(vault, folder):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
