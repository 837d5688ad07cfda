"""How fast lists of many annotations are, and a document that has thousands.

    python tests/bench/bench_marks.py [--many N] [--one N] [--runs N]

A vault of its own is made from the specimens: `--many` annotations over the archive, `--one` on its
longest document. Times are processor time of the whole program in milliseconds, best of `--runs`:
the wall clock of a busy machine says little. A list is what stands in the table of excerpts.
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

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from itrvault.desktop.models.excerpts import ExcerptModel, look_at_excerpts
from itrvault.desktop.models.note_filter import CHECK, NoteFilter
from itrvault.desktop.views.reader_notes import look_at_notes
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


def lists(vault: Vault, runs: int) -> dict[str, float]:
    """The table of excerpts: read, shown, filtered, grouped, sorted."""
    model = ExcerptModel()
    rows = look_at_excerpts(vault)
    path = next(path for row in rows for path in row.tags)

    def shown(kept: NoteFilter) -> Callable[[], object]:
        return lambda: (model.show(kept=kept), model.rowCount())

    found: dict[str, float] = {
        "annotations": len(rows),
        "read from the vault": best(runs, lambda: look_at_excerpts(vault)),
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


def opening(path: Path, document: str, runs: int) -> dict[str, float]:
    """From asking for a document until its page is drawn and its notes are listed."""
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
    window.close()
    return found


def in_a_process(path: Path, document: str, runs: int) -> dict[str, float]:
    """Measured in a process of its own, so that nothing is warm from another vault."""
    done = subprocess.run(
        [sys.executable, __file__, "--measure", str(path), document, "--runs", str(runs)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return dict(json.loads(done.stdout.splitlines()[-1]))


def main() -> None:
    """Measure, and print what was measured as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--many", type=int, default=10_000)
    parser.add_argument("--one", type=int, default=2_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ITRVAULT_CONFIG"] = folder
        if asked.measure:
            times = opening(Path(asked.measure[0]), asked.measure[1], asked.runs)
            sys.stdout.write(json.dumps(times) + "\n")
            return
        path, bare = (Path(folder) / f"{name}.itrvault" for name in ("marks", "bare"))
        make_specimens(path)
        shutil.copyfile(path, bare)
        with Vault.open(path) as vault:
            every = [d for d in vault.store.documents.all() if d.unit_count]
            longest = max(every, key=lambda d: d.unit_count).id
            mark(vault, [longest], asked.one, 2)
        found: dict[str, dict[str, float]] = {
            "a document with notes": in_a_process(path, longest, asked.runs),
            "the same without": in_a_process(bare, longest, asked.runs),
        }
        with Vault.open(path) as vault:
            mark(vault, [each.id for each in every], asked.many - asked.one, 1)
            found["lists"] = lists(vault, asked.runs)
    sys.stdout.write(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
