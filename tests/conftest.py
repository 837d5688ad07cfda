"""Shared by every test: offscreen, private folders, nothing unexpected in the log."""

from __future__ import annotations

import logging
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no failure.
settings.register_profile("itrvault", deadline=None)
settings.load_profile("itrvault")

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
CORPUS = Path(os.environ.get("ITRVAULT_CORPUS", Path(__file__).parents[2] / "shared" / "corpus"))


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    """Where Qt cannot start, its plugin is left out; its settings in pyproject stay known."""
    if not pluginmanager.hasplugin("pytest-qt"):
        for name in ("qt_api", "qt_log_level_fail"):
            parser.addini(name, "read by pytest-qt")


@pytest.fixture
def corpus() -> Path:
    """The folder of real files; the test is skipped, and says so, where it is missing."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus of real files is not here (set ITRVAULT_CORPUS)")
    return CORPUS


@pytest.fixture(autouse=True)
def _private_config(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ITRVAULT_CONFIG", str(tmp_path_factory.mktemp("config")))


@pytest.fixture(autouse=True)
def _no_unexpected_log(caplog: pytest.LogCaptureFixture):
    yield
    bad = [r for r in caplog.get_records("call") if r.levelno >= logging.WARNING]
    assert not bad, f"unexpected log lines: {[r.getMessage() for r in bad]}"


@pytest.fixture(scope="session")
def _specimen_master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with the specimen archive, made once for each worker."""
    from itrvault.ingest.specimens import make_specimens

    path = tmp_path_factory.mktemp("master") / "specimens.itrvault"
    make_specimens(path)
    return path


@pytest.fixture
def specimens(_specimen_master: Path, tmp_path: Path) -> Path:
    """A fresh copy of a vault with the specimen archive."""
    return Path(shutil.copy(_specimen_master, tmp_path / "specimens.itrvault"))
