"""Draws the window's views into pictures, offscreen: `python -m itrvault.desktop.shots`.

Real widgets over a real archive; nothing is faked but the screen. The archive is copied first, so
that drawing leaves no mark in it. What is drawn is listed in `shots_scenes`.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from itrvault.desktop.main_window import MainWindow
    from itrvault.desktop.theme import ThemeKeeper
    from itrvault.desktop.views.workspace import Workspace
    from itrvault.settings import Settings

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
    written: list[Path] = []
    with tempfile.TemporaryDirectory(prefix="itrvault-shots-") as scratch:
        copy = Path(scratch) / Path(vault_path).name
        shutil.copyfile(vault_path, copy)
        os.environ["ITRVAULT_CONFIG"] = scratch
        settings = Settings(theme=themes[0], remember_recent=False)
        collector = MainThreadCollector(app)
        keeper = ThemeKeeper(app, settings)
        for theme in themes:
            for size in sizes:
                settings.window = {}
                settings.theme = theme
                keeper.apply()
                stage = Stage(settings, keeper, folder, size, query)
                stage.play(copy)
                written += stage.written
        collector.stop()
        return written


def _pass_on(kind: object, context: object, message: str) -> None:
    """Print Qt's messages but the one that the offscreen screen has for every window that moves."""
    if not message.startswith("This plugin does not support"):
        sys.stderr.write(f"{message}\n")


class Stage:
    """One window in one size and theme; scenes move it and take pictures."""

    def __init__(
        self,
        settings: Settings,
        themes: ThemeKeeper,
        folder: Path,
        size: tuple[int, int],
        query: str,
    ) -> None:
        from itrvault.desktop.main_window import MainWindow

        self.window: MainWindow = MainWindow(settings, themes)
        self.window.resize(*size)
        self.query = query or "traffic OR services"
        self.written: list[Path] = []
        self._folder = folder
        self._suffix = f"{size[0]}x{size[1]}-{settings.theme}"

    @property
    def space(self) -> Workspace:
        """What shows the open archive."""
        assert self.window.workspace is not None
        return self.window.workspace

    def play(self, path: Path) -> None:
        """Every scene, then put the window away."""
        from itrvault.desktop.shots_scenes import BEFORE, SCENES

        self.window.show()
        for scene in BEFORE:
            scene(self)
        self.window.open_path(path)
        self.until(lambda: self.window.workspace is not None)
        self.until(lambda: bool(self.space.catalogue.snapshot.documents))
        for scene in SCENES:
            scene(self)
        self.window.close()
        self.window.deleteLater()

    def settle(self) -> None:
        """Until nothing is read, written or drawn any more."""
        quiet = 0

        def settled() -> bool:
            nonlocal quiet
            busy = self.space.context.tasks.busy or not self.space.reader.settled
            quiet = 0 if busy else quiet + 1
            return quiet > QUIET_MS // 10

        self.until(settled)

    def until(self, done: Callable[[], bool]) -> None:
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

    def grab(self, name: str, widget: QWidget | None = None) -> None:
        """Take a picture of the window, or of a dialog."""
        ticks = iter(range(5))
        self.until(lambda: next(ticks, None) is None)  # pending layouts are done by then
        path = self._folder / f"{name}-{self._suffix}.png"
        (widget or self.window).grab().save(str(path))
        self.written.append(path)

    def grab_dialog(self, name: str) -> None:
        """Take a picture of the dialog that is open, if one is, and close it."""
        from PySide6.QtWidgets import QWidget

        dialogs = [w for w in self.window.findChildren(QWidget) if w.isWindow() and w.isVisible()]
        if dialogs:
            self.grab(f"dialog-{name}", dialogs[-1])
            dialogs[-1].close()


def main() -> int:
    """`python -m itrvault.desktop.shots VAULT FOLDER`."""
    vault, folder = sys.argv[1:3]
    for path in draw(vault, folder):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
