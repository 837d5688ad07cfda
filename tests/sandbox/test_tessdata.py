"""Language data is found where it lies, and what is missing can be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from itrvault.sandbox import tessdata
from itrvault.sandbox.tessdata import find_language_data, how_to_install


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A system with two folders of language data, and nothing else."""
    for name, languages in (("small", "eng"), ("large", "eng rus chi_sim osd"), ("own", "rus")):
        (tmp_path / name).mkdir()
        for language in languages.split():
            (tmp_path / name / f"{language}.traineddata").write_bytes(b"x")
    known = [str(tmp_path / "small"), str(tmp_path / "nowhere"), str(tmp_path / "large")]
    monkeypatch.setattr(tessdata, "_places", lambda: iter(known))
    return tmp_path


def test_the_folder_with_all_wanted_languages_is_taken(places: Path):
    found = find_language_data()
    assert found.languages == {"eng", "rus", "chi_sim"}
    assert found.folder_of(["rus", "eng"]) == str(places / "large")
    assert found.folder_of(["ara"]) == ""


def test_a_folder_of_ones_own_comes_first(places: Path):
    found = find_language_data(str(places / "own"))
    assert found.folder_of(["rus"]) == str(places / "own")
    assert found.folder_of(["eng"]) == str(places / "large")


def test_the_root_and_the_home_folder_are_never_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "eng.traineddata").write_bytes(b"x")
    monkeypatch.setattr(tessdata, "_places", lambda: iter(["/"]))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert find_language_data(str(tmp_path)).folders == ()


@pytest.mark.parametrize(
    ("system", "words"),
    [
        ("linux", "sudo apt-get install tesseract-ocr-chi-sim tesseract-ocr-rus"),
        ("darwin", "brew install tesseract-lang"),
        ("win32", "chi_sim.traineddata and rus.traineddata"),
    ],
)
def test_what_to_install_is_said_for_the_system(
    system: str, words: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(tessdata.sys, "platform", system)
    assert words in how_to_install(["rus", "chi_sim"])
