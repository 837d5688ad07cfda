"""A real archive of specimens, and a real window over a copy of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from itrvault.desktop.app import install_translations
from itrvault.desktop.main_window import MainWindow
from itrvault.desktop.theme import ThemeKeeper
from itrvault.ingest.run import run_import
from itrvault.model.annotation import Stance
from itrvault.paths import resources
from itrvault.settings import Settings
from itrvault.text.anchors import make_anchor
from itrvault.vault import Vault

SPECIMENS = resources() / "specimens" / "documents"
NAMES = (
    "conference/S12-WCIT12-C-0904!!PDF-E.pdf",
    "conference/S12-WCIT12-C-0901!!MSW-E.docx",
    "conference/S12-WCIT12-C-0906!!MSW-A.docx",
    "analyses/open-letter.txt",
)
PASSPHRASE = "a boat, a lamp, three maps"


@pytest.fixture(scope="session")
def _made(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("made") / "archive.itrvault"
    empty = path.with_name("empty.pdf")
    empty.write_bytes(b"")
    with Vault.create(path) as vault:
        run_import(vault, [*(str(SPECIMENS / name) for name in NAMES), str(empty)])
    return path


@pytest.fixture
def archive(_made, tmp_path) -> Path:
    """An archive of four specimens and one file that could not be read."""
    return Path(shutil.copyfile(_made, tmp_path / "archive.itrvault"))


@pytest.fixture
def settings() -> Settings:
    return Settings(theme="light")


@pytest.fixture
def window(qtbot, qapp, settings):
    """The first screen."""
    install_translations(qapp)
    made = MainWindow(settings, ThemeKeeper(qapp, settings))
    made.resize(1280, 720)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    qapp.setStyleSheet("")


@pytest.fixture
def space(qtbot, window, archive):
    """The window with the archive open and loaded."""
    window.open_path(archive)
    qtbot.waitUntil(lambda: window.workspace is not None)
    qtbot.waitUntil(lambda: bool(window.workspace.catalogue.snapshot.documents))
    qtbot.waitUntil(lambda: not window.workspace.context.tasks.busy)
    return window.workspace


class Desk:
    """What a person does at the window, step by step."""

    def __init__(self, qtbot, space) -> None:
        self._qtbot = qtbot
        self._space = space

    def settle(self) -> None:
        """Until nothing is under way."""
        self._qtbot.waitUntil(lambda: not self._space.context.tasks.busy)

    def search(self, words: str) -> None:
        """Type into the field and wait for the answer."""
        self._space.focus_search()
        self._space.field.clear()
        with self._qtbot.waitSignal(self._space.searching.answered):
            self._qtbot.keyClicks(self._space.field, words)
        self.settle()

    def annotate(self, words: str = "", *, note: str = "", risk: bool = False) -> str:
        """Mark the words (or the first line) of a proposal; the annotation's id."""
        store = self._space.context.vault.store
        document = store.documents.get("WCIT12/904-E")
        units = store.documents.units(document.id)
        text = units[0].text
        start = text.index(words) if words else 0
        end = start + len(words) if words else text.index("\n")
        anchor = make_anchor(units, 0, start, 0, end)
        made = store.annotations.add(document.id, anchor, "red", note, [], "Ana")
        if risk:
            right = ("privacy", 3, 2, Stance.RISK, "It opens traffic.")
            store.risks.add(made.id, *right, assessor="Ana")
        self.settle()
        return made.id


@pytest.fixture
def desk(qtbot, space) -> Desk:
    return Desk(qtbot, space)
