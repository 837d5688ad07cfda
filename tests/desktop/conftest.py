"""Every test with Qt: cycles with widgets in them are collected on the main thread only.

And an X display of its own (Xvfb), with hands: it keeps its picture in a file, so that a test can
see what a person sees.
"""

from __future__ import annotations

import gc
import mmap
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
WIDTH, HEIGHT = 1280, 720


@pytest.fixture(autouse=True)
def _garbage_on_the_main_thread():
    """As `MainThreadCollector` does in the program; the first fixture up, so the last down."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


class Box(NamedTuple):
    """Pixels from `left`, `top` up to, not with, `right`, `bottom`."""

    left: int
    top: int
    right: int
    bottom: int


EVERYWHERE = Box(0, 0, WIDTH, HEIGHT)
ACCENT = "#2457a6"  # round what has the keyboard, and of the button Enter presses


def until(done: Callable[[], object], what: str, seconds: float = 60) -> object:
    """What `done` returns as soon as that is something; fails when nothing comes in time."""
    deadline = time.monotonic() + seconds
    while True:
        if found := done():
            return found
        if time.monotonic() > deadline:
            pytest.fail(f"waited in vain for {what}")
        time.sleep(0.05)


class Screen:
    """An X display: its picture, its windows, and hands."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        reading, writing = os.pipe()
        self._server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{WIDTH}x{HEIGHT}x24",
             "-fbdir", str(folder), "-nolisten", "tcp"],
            pass_fds=(writing,), stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writing)
        with open(reading) as said:
            self.name = f":{said.readline().strip()}"
        with (folder / "Xvfb_screen0").open("rb") as file:
            self._picture = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        head = struct.unpack(">25I", self._picture[:100])
        self._line, self._start = head[12], head[0] + head[19] * 12

    def close(self) -> None:
        self._picture.close()
        self._server.terminate()
        self._server.wait(30)

    def seen(self, colour: str, within: tuple[int, int, int, int] = EVERYWHERE) -> Box | None:
        """The box round all pixels of a colour."""
        within = Box(*within)
        pixel = bytes.fromhex(colour[1:])[::-1]
        rows, columns = [], []
        for y in range(within.top, within.bottom):
            at = self._start + y * self._line
            row = self._picture[at + within.left * 4 : at + within.right * 4]
            found = [x for x in range(0, len(row), 4) if row[x : x + 3] == pixel] \
                if pixel in row else []  # fmt: skip
            if found:
                rows.append(y)
                columns += [found[0] // 4, found[-1] // 4]
        if not rows:
            return None
        left = within.left
        return Box(left + min(columns), rows[0], left + max(columns) + 1, rows[-1] + 1)

    def tall(self, colour: str, within: tuple[int, int, int, int], height: int) -> bool:
        """Whether a line of a colour runs down so many pixels, as beside a field of many lines."""
        area = Box(*within)
        pixel = bytes.fromhex(colour[1:])[::-1]
        runs: dict[int, int] = {}
        for y in range(area.top, area.bottom):
            at = self._start + y * self._line
            row = self._picture[at + area.left * 4 : at + area.right * 4]
            found, x = [], row.find(pixel)
            while x >= 0:
                if x % 4 == 0:
                    found.append(x)
                x = row.find(pixel, x + 1)
            runs = {x: runs.get(x, 0) + 1 for x in found}
            if max(runs.values(), default=0) >= height:
                return True
        return False

    def shot(self, path: Path) -> None:
        """Keep what is on the screen as a PNG, for whoever looks into a failure."""
        rows = bytearray()
        for y in range(HEIGHT):
            at = self._start + y * self._line
            row = self._picture[at : at + 4 * WIDTH]
            rows += b"\0" + bytes(v for x in range(0, 4 * WIDTH, 4) for v in row[x : x + 3][::-1])
        head = struct.pack(">2I5B", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
        parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 1)), (b"IEND", b""))
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
            for name, body in parts
        ))  # fmt: skip

    def windows(self, title: str) -> list[str]:
        """The visible windows of a title."""
        return self._ask("search", "--onlyvisible", "--name", title).split()

    def box_of(self, window: str) -> Box:
        told = dict(
            line.split("=") for line in self._ask("getwindowgeometry", "--shell", window).split()
        )
        x, y, wide, high = (int(told[key]) for key in ("X", "Y", "WIDTH", "HEIGHT"))
        return Box(x, y, x + wide, y + high)

    def focus(self, window: str) -> None:
        self._ask("windowfocus", "--sync", window)

    def until(self, done: Callable[[], object], what: str, seconds: float = 60) -> Any:
        """What `done` returns as soon as that is something; fails when nothing comes in time."""
        return until(done, what, seconds)

    @contextmanager
    def program(self, vault: Path, out: Path) -> Iterator[subprocess.Popen[bytes]]:
        """The real program on an archive; it must end well, and say nothing."""
        with (out / "said").open("w+") as said:
            running = subprocess.Popen(
                [sys.executable, "-m", "itrvault", str(vault)], env=environment(self, out),
                stdout=said, stderr=said, cwd=out,
            )  # fmt: skip
            try:
                yield running
                assert running.wait(60) == 0
            except BaseException:
                self.shot(out / "screen.png")
                print(f"the screen is in {out / 'screen.png'}")
                raise
            finally:
                running.send_signal(signal.SIGKILL)
                running.wait()
                said.seek(0)
                print(said.read())
            said.seek(0)
            assert said.read() == ""

    def key(self, *keys: str) -> None:
        self._ask("key", *keys)

    def type(self, words: str) -> None:
        self._ask("type", "--delay", "10", words)

    def click(self, x: int, y: int) -> None:
        self._ask("mousemove", str(x), str(y), "click", "1")

    def drag(self, box: Box) -> None:
        """Over the words in a frame, which ends three pixels off them."""
        middle = str((box.top + box.bottom) // 2)
        left, right = box.left + 3, box.right - 3
        stops = [str(left), str((left + right) // 2), str(right)]
        self._ask("mousemove", stops[0], middle, "mousedown", "1", "mousemove", stops[1], middle,
                  "mousemove", stops[2], middle, "mouseup", "1")  # fmt: skip

    def export(self, out: Path) -> None:
        """Write all excerpts through the dialog, with keys."""
        self.key("ctrl+e")
        (dialog,) = self.until(lambda: self.windows("Export excerpts"), "the dialog")
        self.focus(dialog)
        area = self.box_of(dialog)
        button = (area.right - 130, area.bottom - 60, area.right, area.bottom)
        self.until(lambda: self.seen(ACCENT, button), "something to export")
        self.key("Return")
        both = self.until(
            lambda: len(found := self.windows("Export excerpts")) > 1 and found, "a place"
        )
        chooser = next(window for window in both if window != dialog)
        self.focus(chooser)
        self.key("ctrl+a")
        self.type(str(out))
        self.key("Return")
        self.until(out.exists, "the exported file")
        self.until(
            lambda: self.windows("Export excerpts") == [dialog], "the choice of a place to close"
        )
        self.focus(dialog)
        self.key("Escape")
        self.until(lambda: not self.windows("Export excerpts"), "the dialog to close")

    def _ask(self, *arguments: str) -> str:
        done = subprocess.run(
            ["xdotool", *arguments], env={**os.environ, "DISPLAY": self.name}, text=True,
            capture_output=True, timeout=60,
        )  # fmt: skip
        return done.stdout


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """A display; skips, and says so, where there can be none."""
    if not sys.platform.startswith("linux"):
        pytest.skip("needs an X display of its own, so Linux")
    for tool, package in (("Xvfb", "xvfb"), ("xdotool", "xdotool")):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed (package {package})")
    folder = tmp_path / "screen"
    folder.mkdir()
    made = Screen(folder)
    try:
        probe = subprocess.run(
            [sys.executable, "-c", "from PySide6.QtGui import QGuiApplication as A; A([])"],
            env=environment(made, tmp_path), capture_output=True, text=True,
        )  # fmt: skip
        if probe.returncode:
            pytest.skip(f"Qt cannot use an X display here: {probe.stderr.splitlines()[:1]}")
        yield made
    finally:
        made.close()


def environment(screen: Screen, tmp_path: Path) -> dict[str, str]:
    """A user of nobody's, on that display."""
    home = tmp_path / "home"
    home.mkdir(exist_ok=True)
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("QT_", "XDG_"))}
    return kept | {
        "DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb", "LC_ALL": "C.UTF-8", "HOME": str(home),
        "ITRVAULT_CONFIG": str(home / "config"), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
