"""The real program on a real X display, driven by keys and the mouse alone.

A display of its own (Xvfb) keeps its picture in a file, so that the test can see what a person
sees: it waits until the green frame of a hit stands on the page, and selects what is inside it.
"""

from __future__ import annotations

import mmap
import os
import shutil
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from itrvault.model.annotation import Annotation
from itrvault.vault import Vault

pytestmark = pytest.mark.xvfb
ROOT = Path(__file__).parents[2]
WIDTH, HEIGHT = 1280, 720
FRAME = "#006400"  # round the hit one is at
ACCENT = "#2457a6"  # round what has the keyboard, and of the button Enter presses
BLUE = "#2ea8e5"  # the fourth colour, as the stripe in the margin
QUOTE = "fractions of a second"
NOTE = "Who decides in a second?"


class Box(NamedTuple):
    """Pixels from `left`, `top` up to, not with, `right`, `bottom`."""

    left: int
    top: int
    right: int
    bottom: int


EVERYWHERE = Box(0, 0, WIDTH, HEIGHT)
READER = Box(700, 150, WIDTH, 690)
PAGE = Box(525, 150, 1000, 690)  # beside an open inspector
INSPECTOR = Box(1005, 150, WIDTH, 690)


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

    def seen(self, colour: str, within: Box = EVERYWHERE) -> Box | None:
        """The box round all pixels of a colour."""
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


def annotations(path: Path) -> list[Annotation]:
    """What was marked in the vault until now, while the program has it open."""
    with Vault.open(path, read_only=True) as vault:
        return [note for note in vault.store.annotations.all() if not note.from_file]


def test_a_person_searches_marks_undoes_and_exports(screen: Screen, specimens: Path, tmp_path):
    with (tmp_path / "said").open("w+") as said:
        program = subprocess.Popen(
            [sys.executable, "-m", "itrvault", str(specimens)], env=environment(screen, tmp_path),
            stdout=said, stderr=said, cwd=tmp_path,
        )  # fmt: skip
        try:
            work(screen, specimens, tmp_path / "out.md")
            assert program.wait(60) == 0
        finally:
            program.send_signal(signal.SIGKILL)
            program.wait()
        said.seek(0)
        assert said.read() == ""
    with Vault.open(specimens) as vault:
        (mark,) = (note for note in vault.store.annotations.all() if not note.from_file)
        assert (mark.anchor.exact, mark.colour, mark.note) == (QUOTE, "blue", NOTE)
        assert vault.store.documents.get(mark.document).symbol == "WCIT12/904-E"
        text = vault.store.documents.text(mark.document, mark.anchor.unit)
        assert text[mark.anchor.start : mark.anchor.end] == QUOTE
        assert vault.check().clean
    exported = (tmp_path / "out.md").read_text("utf-8")
    assert f"> {QUOTE}" in exported
    assert NOTE in exported
    assert "WCIT12/904-E" in exported


def work(screen: Screen, vault: Path, out: Path) -> None:
    """One sitting, from opening to leaving."""
    (main,) = until(lambda: screen.windows("specimens"), "the archive to open")
    assert screen.box_of(main) == EVERYWHERE  # as large as there is room for
    screen.focus(main)
    until(lambda: screen.seen(ACCENT, Box(240, 0, 900, 50)), "the search field to take the keys")
    screen.type("traffic")
    screen.key("Return")
    first = until(lambda: screen.seen(FRAME, READER), "the first hit")
    screen.key("F3")
    until(lambda: screen.seen(FRAME, READER) not in (None, first), "the next hit")
    screen.key("ctrl+l")
    screen.type(f'"{QUOTE}"')
    screen.key("Return")

    def framed() -> Box | None:
        """The frame of the passage, wider than one of a single word."""
        box = screen.seen(FRAME, READER)
        return box if box is not None and box.right - box.left > 90 else None

    hit = until(framed, "the passage")
    screen.drag(hit)
    screen.key("4")
    until(lambda: annotations(vault), "the mark")
    until(lambda: screen.seen(BLUE, READER), "the mark on the page")
    screen.key("a")
    until(lambda: screen.seen(ACCENT, INSPECTOR), "the note's field")
    screen.type(NOTE)
    screen.key("ctrl+l")
    until(lambda: annotations(vault)[0].note == NOTE, "the note")
    stripe = until(lambda: screen.seen(BLUE, PAGE), "the mark beside its note")
    screen.click(stripe.left - 30, stripe.top)  # the margin: the page takes the keys
    screen.key("ctrl+z")
    until(lambda: annotations(vault)[0].note == "", "the note undone")
    screen.key("ctrl+z")
    until(lambda: not annotations(vault), "the mark undone")
    screen.key("ctrl+shift+z")
    until(lambda: annotations(vault), "the mark done again")
    screen.key("ctrl+shift+z")
    until(lambda: annotations(vault)[0].note == NOTE, "the note done again")
    export(screen, out)
    screen.focus(main)
    screen.key("ctrl+q")


def export(screen: Screen, out: Path) -> None:
    """Through the dialog, with keys."""
    screen.key("ctrl+e")
    (dialog,) = until(lambda: screen.windows("Export excerpts"), "the dialog")
    screen.focus(dialog)
    area = screen.box_of(dialog)
    button = Box(area.right - 130, area.bottom - 60, area.right, area.bottom)
    until(lambda: screen.seen(ACCENT, button), "something to export")
    screen.key("Return")
    both = until(lambda: len(found := screen.windows("Export excerpts")) > 1 and found, "a place")
    chooser = next(window for window in both if window != dialog)
    screen.focus(chooser)
    screen.key("ctrl+a")
    screen.type(str(out))
    screen.key("Return")
    until(out.exists, "the exported file")
    until(lambda: screen.windows("Export excerpts") == [dialog], "the choice of a place to close")
    screen.focus(dialog)
    screen.key("Escape")
    until(lambda: not screen.windows("Export excerpts"), "the dialog to close")
