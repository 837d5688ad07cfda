"""A day in the window over a sealed archive leaves no word of it on the disk.

The day is this file run as a program, on a machine of its own (home, temp, cache, config); the test
looks at every file of that machine while the archive is open, locked, and after the window closed.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PASSPHRASE = "quagmire lantern ferret"
WORDS = {
    "document": "Xylographische",
    "title": "Zanzibarensis",
    "path": "whistleblower-folder",
    "note": "Kumquatnotiz",
    "author": "Featherstonehaugh",
    "query": "Yggdrasilfrage",
    "saved search": "Bergamottesuche",
    "tag": "Periwinkleton",
    "passphrase": PASSPHRASE,
}
"""Words that stand nowhere else, by where they come from."""


def leaks(machine: Path) -> list[str]:
    """Where any of the words can be read, in contents or names, in any usual encoding."""
    found = []
    for name, word in WORDS.items():
        forms = {word, word.casefold(), word.split()[0]}
        encodings = ("utf-8", "utf-16-le", "utf-32-le")
        wanted = [re.escape(form.encode(code)) for form in forms for code in encodings]
        pattern = re.compile(b"|".join(wanted), re.IGNORECASE)
        for path in machine.rglob("*"):
            if pattern.search(str(path.relative_to(machine)).encode()):
                found.append(f"{name} as {path}")
            if path.is_file() and pattern.search(path.read_bytes()):
                found.append(f"{name} in {path}")
    return found


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder to import, outside of the machine: a stick."""
    folder = tmp_path / "stick" / WORDS["path"]
    folder.mkdir(parents=True)
    head = f"# title: The {WORDS['title']} declaration\n\nArticle 7\n"
    lines = f"{WORDS['document']} clauses on suspension. {WORDS['query']} is asked.\n"
    (folder / "leak.txt").write_text(head + lines, "utf-8")
    pdf = ROOT / "resources/specimens/documents/conference/S12-WCIT12-C-0904!!PDF-E.pdf"
    (folder / "drawn.pdf").write_bytes(pdf.read_bytes())
    return folder


def test_a_day_in_the_window_leaves_no_word_on_the_disk(tmp_path: Path, source: Path):
    machine, out = tmp_path / "machine", tmp_path / "stick" / "out.md"
    for name in ("tmp", "cache", "config", "data", "run", "work"):
        (machine / name).mkdir(parents=True, mode=0o700)
    vault = machine / "work" / "v.itrvault"
    prepare(vault)
    kept = {key: value for key, value in os.environ.items() if key != "ITRVAULT_CONFIG"}
    private = {
        "HOME": machine, "TMPDIR": machine / "tmp", "XDG_CACHE_HOME": machine / "cache",
        "XDG_CONFIG_HOME": machine / "config", "XDG_DATA_HOME": machine / "data",
        "XDG_RUNTIME_DIR": machine / "run", "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": ROOT,
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, __file__, str(vault), str(source), str(out)],
        env=kept | {key: str(value) for key, value in private.items()}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as day:  # fmt: skip
        assert day.stdin is not None
        assert day.stdout is not None
        stops = []
        for line in day.stdout:
            stops.append(line.strip())
            assert leaks(machine) == [], line
            if line.strip() == "open":
                beside = {path.suffix for path in vault.parent.iterdir()}
                assert any("wal" in suffix for suffix in beside), "it should be open now"
            day.stdin.write("go on\n")
            day.stdin.flush()
        _, said = day.communicate(timeout=60)
    assert (day.returncode, stops) == (0, ["open", "locked"]), said
    assert leaks(machine) == []
    assert [path.name for path in vault.parent.iterdir()] == ["v.itrvault"]
    assert WORDS["note"] in out.read_text("utf-8"), "what is exported is the user's own"
    left = {path.name for path in machine.rglob("*") if path.is_file() and path != vault}
    assert left == {"settings.json"}
    settings = json.loads((machine / "config/itrvault/settings.json").read_text("utf-8"))
    assert settings["recent"] == [str(vault)]
    look_back(vault)


def prepare(path: Path) -> None:
    """A sealed archive in which a colleague has named a tag."""
    from itrvault.vault import Vault

    with Vault.create(path, PASSPHRASE) as vault:
        vault.store.tags.add(WORDS["tag"], author=WORDS["author"])


def look_back(path: Path) -> None:
    """The day was a real one: all of it is in the archive."""
    from itrvault.vault import Vault

    with Vault.open(path, PASSPHRASE) as vault:
        (mark,) = vault.store.annotations.all()
        assert (mark.anchor.exact, mark.note) == ("fractions of a second", WORDS["note"])
        assert [vault.store.tags.path(tag) for tag in mark.tags] == [WORDS["tag"]]
        assert vault.search(WORDS["query"]).total == 1
        (saved,) = vault.store.searches.all()
        assert (saved.name, saved.query) == (WORDS["saved search"], WORDS["query"])
        assert WORDS["title"] in {word for d in vault.store.documents.all() for word in
                                  d.title.split()}  # fmt: skip


def until(done: Callable[[], object], what: str) -> None:
    """Let the window live until something is so."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop, clock, deadline = QEventLoop(), QTimer(), QTimer()
    clock.timeout.connect(lambda: loop.quit() if done() else None)
    deadline.timeout.connect(lambda: loop.exit(1))
    clock.start(10)
    deadline.start(60_000)
    if loop.exec():
        raise TimeoutError(f"waited in vain for {what}")


def stop(name: str) -> None:
    """Let the test look at the disk."""
    print(name, flush=True)
    sys.stdin.readline()


def day(vault: str, source: str, out: str) -> None:
    """Unlock, import, search, read, mark, note, tag, save the search, export, lock, leave."""
    from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
    from PySide6.QtGui import QDropEvent
    from PySide6.QtTest import QTest

    from itrvault.desktop.app import Windows, make_application
    from itrvault.desktop.dialogs.exporting import ExportDialog
    from itrvault.desktop.dialogs.importing import ImportDialog
    from itrvault.desktop.dialogs.name import NameDialog
    from itrvault.desktop.theme import ThemeKeeper
    from itrvault.desktop.widgets.selection import Place
    from itrvault.settings import Settings

    app = make_application()
    settings = Settings.load()
    window = Windows(settings, ThemeKeeper(app, settings)).open(vault)
    window.resize(1280, 720)
    until(window.unlock.isVisible, "the question for the passphrase")
    QTest.keyClicks(window.unlock.field, PASSPHRASE)
    QTest.keyClick(window.unlock.field, Qt.Key.Key_Return)
    until(lambda: window.workspace, "the archive")
    space = window.workspace
    assert space is not None

    def settle() -> None:
        until(lambda: not space.context.tasks.busy and space.reader.settled, "peace")

    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(source)])
    modifiers, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    window.dropEvent(
        QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, modifiers)
    )  # fmt: skip
    importing = window.findChild(ImportDialog)
    until(importing.start.isEnabled, "the plan")
    importing.start.click()
    until(lambda: len(space.catalogue.snapshot.documents) == 2, "the documents")
    settle()
    importing.accept()

    def search(words: str) -> None:
        space.field.clear()
        QTest.keyClicks(space.field, words)
        QTest.keyClick(space.field, Qt.Key.Key_Return)
        until(lambda: space.searching.query == words, "an answer")
        settle()

    search(WORDS["query"])
    window.actions_by_name["save_search"].trigger()
    name = window.findChild(NameDialog)
    QTest.keyClicks(name._field, WORDS["saved search"])
    name.accept()
    until(lambda: space.catalogue.snapshot.searches, "the saved search")
    search('"fractions of a second"')
    until(lambda: space.reader.units.current_hit, "the passage")
    settle()
    number, which = space.reader.units.current_hit
    span = space.reader.units.hits(number)[which]
    space.reader.selection.select(Place(number, span.start), Place(number, span.end))
    QTest.keyClick(space.reader.view, Qt.Key.Key_A)
    until(lambda: space.inspector.editor.annotation, "the mark")
    settle()
    QTest.keyClicks(space.inspector.editor.text, WORDS["note"])
    space.inspector.editor.write()
    settle()
    QTest.keyClicks(space.inspector.editor.tags.field, WORDS["tag"])
    QTest.keyClick(space.inspector.editor.tags.field, Qt.Key.Key_Return)
    until(lambda: any(space.catalogue.snapshot.counts.values()), "the tag")
    settle()
    window.actions_by_name["export"].trigger()
    exporting = window.findChild(ExportDialog)
    until(exporting.save.isEnabled, "something to export")
    exporting.write(out)
    until(lambda: Path(out).exists() and exporting.pages.currentIndex() == 1, "the export")
    exporting.accept()
    stop("open")
    window.actions_by_name["lock"].trigger()
    until(window.unlock.isVisible, "the lock")
    stop("locked")
    window.close()
    app.aboutToQuit.emit()


if __name__ == "__main__":
    day(*sys.argv[1:])
