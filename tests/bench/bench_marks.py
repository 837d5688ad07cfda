"""How fast lists of many annotations are, and a document that has thousands.

    python tests/bench/bench_marks.py [--many N] [--one N] [--runs N]

A vault of its own is made from the specimens and a paper of 300 pages: `--many` annotations over
the archive, `--one` on the paper. Times are processor time of the whole program in milliseconds,
best of `--runs`: the wall clock of a busy machine says little. "First" is in a process that read
nothing before, plain and sealed. In the window a time ends when what changed is painted; what is
read ahead while the window rests was read.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from itrvault.carry.carry import carry
from itrvault.desktop.models.excerpts import ExcerptModel, look_at_excerpts
from itrvault.desktop.models.note_filter import CHECK, NoteFilter
from itrvault.desktop.views.reader_notes import look_at_notes
from itrvault.ingest.run import run_import
from itrvault.ingest.specimens import make_specimens
from itrvault.model.annotation import COLOURS, AnnotationState
from itrvault.text.anchors import make_anchor
from itrvault.vault import Vault


def best(runs: int, work: Callable[[], object]) -> float:
    """Processor time of the best of several runs, in milliseconds."""
    times = []
    for _ in range(runs):
        since = time.process_time()
        work()
        times.append(1000 * (time.process_time() - since))
    return round(min(times), 1)


def mark(vault: Vault, documents: list[str], count: int, seed: int) -> None:
    """Put annotations on passages at random, half of them tagged, some important or to be seen."""
    chance = random.Random(seed)
    store = vault.store
    tags = [tag.id for tag in store.tags.all()]
    units = {key: [u for u in store.documents.units(key) if len(u.text) > 200] for key in documents}
    with store.transaction():
        for number in range(count):
            key = documents[number % len(documents)]
            unit = chance.choice(units[key])
            start = chance.randrange(len(unit.text) - 100)
            anchor = make_anchor([unit], unit.number, start, unit.number, start + 80)
            store.annotations.add(
                key, anchor, chance.choice(list(COLOURS)), f"Note {number}",
                chance.sample(tags, number % 3), ("Ana", "Bo", "")[number % 3],
                important=number % 10 == 0,
                state=AnnotationState.CHECK if number % 7 == 0 else AnnotationState.NONE,
            )  # fmt: skip


ROOT = Path(__file__).parents[2]
PASSPHRASE = "marks of a bench"
PAGES = 300


def paper(folder: Path) -> Path:
    """A paper as long as a treaty's record: a section a meeting."""
    chance = random.Random(7)
    words = [
        "traffic",
        "network",
        "member",
        "states",
        "administrations",
        "security",
        "fraud",
        "route",
        "charges",
    ]
    pages = [" ".join(chance.choices(words, k=350)) for _ in range(PAGES)]
    path = folder / "record.html"
    path.write_text(
        "".join(f"<h1>Meeting {n}</h1><p>{text}</p>" for n, text in enumerate(pages, 1)), "utf-8"
    )
    return path


def first(path: Path, passphrase: str) -> dict[str, float]:
    """The table of excerpts in a process that read nothing yet, and after a change and its undo."""

    def took(work: Callable[[], object]) -> float:
        since = time.process_time()
        work()
        return round(1000 * (time.process_time() - since), 1)

    with Vault.open(path, passphrase or None) as vault:
        store = vault.store
        found = {"lists read": took(store.annotations.listed)}
        found["judgements read"] = took(store.risks.judgements)
        found["rows made"] = took(lambda: look_at_excerpts(vault))
        looked = look_at_excerpts(vault)
        note = looked.rows[len(looked.rows) // 2].annotation
        key, document = note.id, note.document
        for name, change in (
            ("read after a change", lambda: store.annotations.update(key, note=str(time.time()))),
            ("after its undo", store.journal.undo),
            ("after a new one", lambda: store.annotations.add(
                document, store.annotations.get(key).anchor)),
        ):  # fmt: skip
            change()
            found[name] = took(lambda looked=looked: look_at_excerpts(vault, looked))
        found["every annotation whole"] = took(store.annotations.all)
    return found


def lists(vault: Vault, runs: int) -> dict[str, float]:
    """The table of excerpts: shown, filtered, grouped, sorted."""
    model = ExcerptModel()
    rows = look_at_excerpts(vault).rows
    path = next(path for row in rows for path in row.paths)

    def shown(kept: NoteFilter) -> Callable[[], object]:
        return lambda: (model.show(kept=kept), model.rowCount())

    found: dict[str, float] = {
        "annotations": len(rows),
        "list": best(runs, lambda: (model.show(rows), model.rowCount())),
        "filter by words": best(runs, shown(NoteFilter(words="note 99"))),
        "filter by tag": best(runs, shown(NoteFilter(tag=path))),
        "filter by colour": best(runs, shown(NoteFilter(colour="red"))),
        "filter by author": best(runs, shown(NoteFilter(author="Ana"))),
        "filter by state": best(runs, shown(NoteFilter(state=CHECK))),
        "all filters": best(
            runs, shown(NoteFilter("note", path, "", "red", "Ana", CHECK))
        ),
    }  # fmt: skip
    model.show(kept=NoteFilter())
    found["group by tag"] = best(runs, lambda: model.show(grouping="tag"))
    model.show(grouping="")
    found["sort by author"] = best(runs, lambda: model.sort(6))
    return found


def held(path: Path) -> float:
    """Megabytes that what is kept of all annotations and judgements takes."""
    import tracemalloc

    with Vault.open(path) as vault:
        vault.store.tags.all()
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        kept = look_at_excerpts(vault), vault.store.risks.brief()
        size = tracemalloc.get_traced_memory()[0] - before
        tracemalloc.stop()
    assert kept
    return round(size / 1e6, 1)


def window_times(path: Path, runs: int) -> dict[str, float]:
    """From a key or a click until what it changed is painted."""
    from PySide6.QtCore import QEvent, QObject, Qt
    from PySide6.QtTest import QTest

    space, until, close = open_window(path)
    until(lambda: space.ahead.done and not space.context.tasks.busy)

    class Painted(QObject):
        count = 0

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            self.count += event.type() is QEvent.Type.Paint
            return False

    def took(act: Callable[[], object], done: Callable[[], object]) -> float:
        until(lambda: not space.context.tasks.busy)
        since = time.process_time()
        act()
        until(done)
        return 1000 * (time.process_time() - since)

    view, painted = space.excerpts, Painted()
    view.table.viewport().installEventFilter(painted)
    found = {"the table, first": took(
        lambda: space.centre.go("excerpts"), lambda: view.model.everything and painted.count
    )}  # fmt: skip
    keys = (Qt.Key.Key_4, Qt.Key.Key_5)
    colours: list[float] = []
    undone: list[float] = []
    journal = space.context.vault.store.journal
    for turn in range(2 * runs):
        before, count = view.model.everything, painted.count

        def done(before=before, count=count) -> bool:
            return view.model.everything is not before and painted.count > count

        if turn % 2:
            undone.append(took(lambda: space.context.op(space, journal.undo).run(), done))
        else:
            view.table.setFocus()
            key = keys[turn // 2 % 2]
            colours.append(took(lambda key=key: QTest.keyClick(view.table, key), done))
    steps = []
    for _ in range(runs):
        count = painted.count
        steps.append(
            took(
                lambda: QTest.keyClick(view.table, Qt.Key.Key_Down),
                lambda count=count: painted.count > count,
            )
        )
    narrowed = []
    for turn in range(runs):
        count = painted.count
        narrowed.append(
            took(
                lambda turn=turn: view.filters.colour.setCurrentIndex(1 + turn % 2),
                lambda count=count: painted.count > count,
            )
        )
    found |= {
        "a colour by key": min(colours), "its undo": min(undone), "a row down": min(steps),
        "a filter chosen": min(narrowed),
    }  # fmt: skip
    close()
    return {name: round(value, 1) for name, value in found.items()}


def open_window(
    path: Path,
) -> tuple[Any, Callable[[Callable[[], object]], None], Callable[[], object]]:
    """A window with a vault: its workspace, how to wait for something, and how to close it."""
    from PySide6.QtCore import QEventLoop, QTimer

    from itrvault.desktop.app import make_application
    from itrvault.desktop.main_window import MainWindow
    from itrvault.desktop.theme import ThemeKeeper
    from itrvault.settings import Settings

    def until(done: Callable[[], object]) -> None:
        loop, clock = QEventLoop(), QTimer()
        clock.timeout.connect(lambda: loop.quit() if done() else None)
        clock.start(2)
        if not done():
            loop.exec()

    app = make_application()
    settings = Settings(theme="light", remember_recent=False)
    window = MainWindow(settings, ThemeKeeper(app, settings))
    window.resize(1600, 900)
    window.show()
    window.open_path(path)
    until(lambda: window.workspace is not None)
    space = window.workspace
    assert space is not None
    until(lambda: space.catalogue.snapshot.documents and not space.context.tasks.busy)
    return space, until, window.close


def opening(path: Path, document: str, runs: int) -> dict[str, float]:
    """From asking for a document until its page is drawn and its notes are listed."""
    space, until, close = open_window(path)
    until(lambda: space.ahead.done and not space.context.tasks.busy)
    space.inspector.show()
    space.inspector.tabs.setCurrentIndex(1)
    other = next(d.id for d in space.catalogue.snapshot.documents if d.id != document)

    def show(key: str) -> None:
        space.reader.show_document(key)
        until(lambda: space.reader.document == key)
        until(lambda: space.reader.settled and not space.context.tasks.busy)

    times: list[float] = []
    shown: list[float] = []
    for _ in range(runs + 1):
        show(other)
        since = time.process_time()
        space.reader.show_document(document)
        until(lambda: space.reader.document == document and space.reader.settled)
        shown.append(1000 * (time.process_time() - since))
        until(lambda: not space.context.tasks.busy)
        times.append(1000 * (time.process_time() - since))
    vault = space.context.vault
    found = {
        "notes": len(space.reader.loader.annotations),
        "until the page is drawn": round(min(shown), 1),
        "until everything is there": round(min(times), 1),
        "placing the notes": best(runs, lambda: look_at_notes(vault, document)),
    }
    close()
    return found


MEASURES: dict[str, Callable[..., object]] = {
    "opening": opening, "first": first, "window": window_times, "held": held,
}  # fmt: skip


def in_a_process(name: str, *values: object) -> Any:
    """Measured in a process of its own, so that nothing is warm from another vault."""
    done = subprocess.run(
        [sys.executable, __file__, "--measure", name, *map(str, values)],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def least(runs: int, *asked: object) -> dict[str, float]:
    """The best of several processes."""
    found = [in_a_process(*asked) for _ in range(runs)]  # type: ignore[arg-type]
    return {name: min(each[name] for each in found) for name in found[0]}


def main() -> None:
    """Measure, and print what was measured as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--one", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--measure", nargs="+", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        name, path, *more = asked.measure
        values = [int(each) if each.isdecimal() else each for each in more]
        sys.stdout.write(json.dumps(MEASURES[name](Path(path), *values)) + "\n")
        return
    runs = asked.runs
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ITRVAULT_CONFIG"] = folder
        names = ("marks", "bare", "sealed")
        path, bare, sealed = (Path(folder) / f"{name}.itrvault" for name in names)
        make_specimens(path)
        with Vault.open(path) as vault:
            run_import(vault, [str(paper(Path(folder)))])
        shutil.copyfile(path, bare)
        with Vault.open(path) as vault:
            every = [d for d in vault.store.documents.all() if d.unit_count]
            longest = max(every, key=lambda d: d.unit_count).id
            mark(vault, [longest], asked.one, 2)
        found: dict[str, Any] = {
            "a document with notes": in_a_process("opening", path, longest, runs),
            "the same without": in_a_process("opening", bare, longest, runs),
        }
        with Vault.open(path) as vault:
            mark(vault, [each.id for each in every], asked.many - asked.one, 1)
            found["lists"] = lists(vault, runs)
            carry(vault, sealed, passphrase=PASSPHRASE)
        found["first"] = least(runs, "first", path, "")
        found["first, sealed"] = least(runs, "first", sealed, PASSPHRASE)
        found["window"] = in_a_process("window", path, runs)
        found["kept, MB"] = in_a_process("held", path)
    sys.stdout.write(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
