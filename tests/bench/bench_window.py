"""How fast the window is on an archive, and how much memory it takes.

    python tests/bench/bench_window.py VAULT [--pages N] [--runs N] [--queries N] [--seed N]

The vault is copied first and never changed; of the copy, documents drawn at random are taken away
until no more than `--pages` (10,000) pages are left. Offscreen, or on DISPLAY when QT_QPA_PLATFORM
says xcb. Times are of the wall clock from the start of the process, or from a key press to the
moment when nothing is on its way any more and the window is painted: the page is drawn and its hits
are marked. Queries are words taken from pages of the archive at random, so that most lead to
another document. `--stages` also says when the parts of an answer were there, for all queries and
for the slowest twentieth. Memory is the proportional set size (PSS) of the program and all
processes below it.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from itrvault.vault import Vault

if TYPE_CHECKING:
    from itrvault.desktop.views.workspace import Workspace

ROOT = Path(__file__).parents[2]
COMPILED = Path(tempfile.gettempdir(), "itrvault-bench-compiled")
PAGES = 30
STAGES = (
    "answer shown", "document read", "pages open", "hits known", "its page painted", "settled",
    "painted",
)  # fmt: skip
READY_SECONDS = 4
"""By then the first reader process, which is started ahead, has come to rest."""


def memory(process: int, *, readers: bool = True) -> float:
    """PSS in MB of a process, with or without its descendants."""
    total = 0.0
    waiting = [process]
    while waiting:
        one = waiting.pop()
        try:
            text = Path(f"/proc/{one}/smaps_rollup").read_text()
            for task in Path(f"/proc/{one}/task").iterdir() if readers else ():
                waiting += map(int, (task / "children").read_text().split())
        except (OSError, ValueError):
            continue
        total += int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) / 1024
    return total


def until(done: Callable[[], object], seconds: float = 60) -> None:
    """Let the window live until something is so; raises TimeoutError."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    loop, clock, deadline = QEventLoop(), QTimer(), QTimer()
    clock.setTimerType(Qt.TimerType.PreciseTimer)
    clock.timeout.connect(lambda: loop.quit() if done() else None)
    deadline.timeout.connect(lambda: loop.exit(1))
    clock.start(1)
    deadline.start(int(1000 * seconds))
    if not done() and loop.exec():
        raise TimeoutError


def words_of(space: Workspace, count: int, seed: int) -> list[str]:
    """Words of five letters and more, each from a page of its own."""
    chance = random.Random(seed)
    store = space.context.vault.store
    documents = [each for each in store.documents.all() if each.unit_count]
    found: list[str] = []
    while len(found) < count:
        document = chance.choice(documents)
        text = store.documents.text(document.id, chance.randrange(document.unit_count))
        words = [word for word in re.findall(r"\b[^\W\d_]{5,12}\b", text) if word.isascii()]
        if words:
            found.append(chance.choice(words))
    return found


def cut(vault: Vault, pages: int, seed: int) -> int:
    """Take documents away at random until so many pages are left at most; how many are left."""
    documents = sorted(vault.store.documents.all(), key=lambda each: each.id)
    random.Random(seed).shuffle(documents)
    left = sum(each.unit_count for each in documents)
    with vault.store.transaction():
        while left > pages:
            document = documents.pop()
            left -= document.unit_count
            vault.remove_document(document.id)
        vault.index.compact()
    return left


def measure(vault: str, began: float, queries: int, seed: int) -> dict[str, object]:
    """In a process of its own; `began` is when it was started, by the system's clock."""
    from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from itrvault.desktop.app import Windows, make_application
    from itrvault.desktop.collecting import MainThreadCollector
    from itrvault.desktop.theme import ThemeKeeper
    from itrvault.settings import Settings

    class FirstPaint(QObject):
        at = 0.0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() is QEvent.Type.Paint and not self.at:
                self.at = time.monotonic()
            return False

    def took(since: float) -> float:
        return 1000 * (time.monotonic() - since)

    app = make_application()
    settings = Settings.load()
    collector = MainThreadCollector(app)
    paint = FirstPaint()
    app.installEventFilter(paint)
    window = Windows(settings, ThemeKeeper(app, settings)).open(vault)
    until(lambda: paint.at)
    result: dict[str, object] = {"first screen": 1000 * (paint.at - began)}
    app.removeEventFilter(paint)
    if not vault:
        window.close()
        return result
    until(lambda: window.workspace)
    space = window.workspace
    assert space is not None
    until(lambda: space.catalogue.snapshot.documents and space.results.model.rowCount())
    until(lambda: QApplication.focusWidget() is space.field)
    result["usable"] = took(began)
    result["usable processor"] = 1000 * time.process_time()
    # Whoever starts it types at once: a word of the first page of some document.
    QTest.keyClicks(space.field, "conference")
    until(lambda: space.searching.query == "conference")
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)
    result["typed in"] = took(began)
    result["typed in processor"] = 1000 * time.process_time()
    until(lambda: not space.context.tasks.busy)
    result["all loaded"] = took(began)
    space.field.clear()
    until(lambda: time.monotonic() - began > READY_SECONDS)
    result["memory open"] = memory(os.getpid())

    reader = space.reader
    answers: list[str] = []
    space.searching.answered.connect(lambda: answers.append(space.searching.query))

    def at_rest() -> bool:
        return reader.settled and not space.context.tasks.busy

    # When each stage of the query under way was last reached.
    at: dict[str, float] = {}
    space.searching.answered.connect(lambda: at.update({"answer shown": time.monotonic()}))
    reader.loader.opened.connect(lambda _: at.update({"document read": time.monotonic()}))
    reader.drawer.sized.connect(lambda _: at.update({"pages open": time.monotonic()}))
    stages: list[list[float]] = []

    typed: list[float] = []
    marked: list[float] = []
    page: list[float] = []
    drawn: list[float] = []
    for word in words_of(space, queries, seed):
        space.field.clear()
        QTest.keyClicks(space.field, word[:-1])
        until(lambda word=word: space.searching.query == word[:-1])
        until(at_rest)
        since = time.monotonic()
        QTest.keyClicks(space.field, word[-1])
        until(lambda word=word: space.searching.query == word)
        typed.append(took(since))
        until(at_rest)
        space.field.clear()
        QTest.keyClicks(space.field, word[:-1])
        until(lambda word=word: space.searching.query == word[:-1])
        until(at_rest)
        at.clear()
        since = time.monotonic()
        QTest.keyClicks(space.field, word[-1])
        QTest.keyClick(space.field, Qt.Key.Key_Return)
        until(lambda word=word: reader.hits.at is not None and space.searching.query == word)
        marked.append(took(since))
        at["hits known"] = time.monotonic()
        if reader.view is reader.pages:
            until(lambda: reader.pages.page_drawn(reader.unit))
        QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)
        at["its page painted"] = time.monotonic()
        page.append(1000 * (at["its page painted"] - since))
        until(lambda: reader.settled)
        at["settled"] = time.monotonic()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)
        at["painted"] = time.monotonic()
        drawn.append(1000 * (at["painted"] - since))
        stages.append([1000 * (at.get(stage, since) - since) for stage in STAGES])
        until(at_rest)
    result |= {"typed": typed, "marked": marked, "page": page, "drawn": drawn, "stages": stages}

    longest = max(
        (each for each in space.catalogue.snapshot.documents if each.media_type.endswith("pdf")),
        key=lambda each: each.unit_count,
    )
    space.field.clear()
    space.open_document(longest.id)
    until(lambda: reader.document == longest.id)
    until(at_rest)
    turned, jumped = [], []
    for number in range(1, PAGES):
        since = time.monotonic()
        reader.view.go_to_unit(number)
        until(lambda: reader.settled)
        turned.append(took(since))
    chance = random.Random(seed)
    for _ in range(PAGES):
        since = time.monotonic()
        reader.view.go_to_unit(chance.randrange(longest.unit_count))
        until(lambda: reader.settled)
        jumped.append(took(since))
    result |= {"turned": turned, "jumped": jumped, "pages": longest.unit_count}
    result["memory used"] = memory(os.getpid())
    result["memory program"] = memory(os.getpid(), readers=False)
    since = time.monotonic()
    window.close()
    collector.stop()
    result["close"] = took(since)
    return result


def run(vault: str, queries: int, seed: int) -> dict[str, object]:
    """One process, private settings, nothing left behind but compiled modules, as an installation
    has them.
    """
    with tempfile.TemporaryDirectory(prefix="itrvault-bench-") as scratch:
        copy = shutil.copy(vault, scratch) if vault else ""
        environment = {"QT_QPA_PLATFORM": "offscreen"} | os.environ | {
            "ITRVAULT_CONFIG": scratch, "PYTHONPATH": str(ROOT),
            "PYTHONPYCACHEPREFIX": str(COMPILED),
        }  # fmt: skip
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        given = [__file__, copy, "--child", str(time.monotonic()), "--queries", str(queries)]
        done = subprocess.run(
            [sys.executable, *given, "--seed", str(seed)], env=environment, text=True, check=True,
            stdout=subprocess.PIPE,
        )  # fmt: skip
        return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vault")
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--queries", type=int, default=70)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--stages", action="store_true")
    parser.add_argument("--child", type=float, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child is not None:
        print(json.dumps(measure(given.vault, given.child, given.queries, given.seed)))
        return
    empty = [run("", 0, 0)["first screen"] for _ in range(given.runs)]
    with tempfile.TemporaryDirectory(prefix="itrvault-bench-") as scratch:
        ready = shutil.copy(given.vault, scratch)
        with Vault.open(ready) as vault:
            vault.ensure_index()  # of an older version it would be made anew once
            left = cut(vault, given.pages, given.seed)
            print(f"{left:,} pages in {vault.store.documents.count():,} documents")
        run(ready, 1, given.seed)  # compiles what was not yet
        found = [run(ready, given.queries, given.seed + n) for n in range(given.runs)]
    print(f"{'':44} {'median':>9} {'95 %':>9}")

    def line(name: str, values: list[float], unit: str = "ms") -> None:
        values = sorted(values)
        high = values[min(len(values) - 1, int(0.95 * len(values)))]
        print(f"{name:44} {statistics.median(values):9.1f} {high:9.1f} {unit}")

    def together(key: str) -> list[float]:
        return [value for one in found for value in one[key]]

    line("start to first screen, without an archive", empty)
    for key, name in (
        ("usable", "start to usable window on the archive"),
        ("usable processor", "  processor time"),
        ("typed in", "start to the answer of what was typed at once"),
        ("typed in processor", "  processor time"),
        ("all loaded", "start until nothing is read any more"),
    ):
        line(name, [one[key] for one in found])
    line("key to results (typing, with the pause)", together("typed"))
    line("key and Enter to hits known on their page", together("marked"))
    line("key and Enter to hits on the drawn page", together("page"))
    line("  and all other pages in view drawn", together("drawn"))
    line("page turn to drawn", together("turned"))
    line(f"jump to drawn, of {found[0]['pages']} pages", together("jumped"))
    line("close", [one["close"] for one in found])
    line("memory with the archive open", [one["memory open"] for one in found], "MB")
    line("memory after all this", [one["memory used"] for one in found], "MB")
    line("  without the readers", [one["memory program"] for one in found], "MB")
    if given.stages:
        every = sorted(together("stages"), key=lambda reached: reached[4])
        slow = every[int(0.95 * len(every)) :]
        print(f"\n{'ms from the key until':44} {'median':>9} {'slowest':>9}")
        for number, stage in enumerate(STAGES):
            two = [statistics.median(one[number] for one in part) for part in (every, slow)]
            print(f"{stage:44} {two[0]:9.1f} {two[1]:9.1f}")


if __name__ == "__main__":
    main()
