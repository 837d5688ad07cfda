"""What run.py and test.py stand on: the lock, the words for missing libraries."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    path = ROOT / "packaging" / "environment.py"
    spec = importlib.util.spec_from_file_location("packaging_environment", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    return module


def pins(lock: str) -> dict[str, str]:
    text = (ROOT / "packaging" / lock).read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==([^ ]+)", text, re.MULTILINE))


@pytest.mark.parametrize("lock", ["lock.txt", "lock-test.txt"])
def test_every_pin_has_hashes(lock: str):
    text = (ROOT / "packaging" / lock).read_text("utf-8")
    entries = re.split(r"\n(?=[a-z0-9-]+==)", text.strip())
    assert len(entries) == len(pins(lock)) > 20
    assert all("--hash=sha256:" in entry for entry in entries)


def test_both_locks_agree_and_hold_what_the_project_asks_for():
    run, test = pins("lock.txt"), pins("lock-test.txt")
    assert run.items() <= test.items()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = {re.split("[<>=]", line)[0] for line in project["project"]["dependencies"]}
    assert asked <= set(run)
    assert {re.split("[<>=]", line)[0] for line in project["dependency-groups"]["test"]} <= set(
        test
    )


@pytest.mark.skipif(sys.platform != "linux", reason="Qt's libraries come from the system on Linux")
def test_a_missing_library_is_named_with_its_package(environment: ModuleType, monkeypatch):
    monkeypatch.setattr(
        environment, "QT_LIBRARIES", {"libnowhere.so.9": ("libnowhere9", "nowhere", "nowhere")}
    )
    monkeypatch.setattr(environment, "FONT_FOLDERS", ())
    missing = environment.missing_packages(display=False)
    assert missing[0] in ("libnowhere9", "nowhere")
    assert any("font" in name for name in missing)
    assert missing[0] in environment.install_command(missing)


@pytest.mark.skipif(sys.platform != "linux", reason="asks the loader of Linux")
def test_a_library_that_is_there_is_not_asked_for(environment: ModuleType, monkeypatch):
    monkeypatch.setattr(environment, "QT_LIBRARIES", {"libc.so.6": ("libc6", "glibc", "glibc")})
    assert "libc6" not in environment.missing_packages(display=False)


def test_the_scripts_use_only_the_standard_library():
    for name in ("environment.py", "run.py", "test.py"):
        text = (ROOT / "packaging" / name).read_text("utf-8")
        imported = set(re.findall(r"^\s*(?:from|import) (\w+)", text, re.MULTILINE))
        assert imported <= {*sys.stdlib_module_names, "environment"}, name


def test_continuous_integration_calls_the_test_command_only():
    lines = [
        line for line in (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]  # fmt: skip
    assert lines[-1] == "python3 packaging/test.py"
    assert len(lines) == 3
