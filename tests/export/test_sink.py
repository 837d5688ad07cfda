from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from itrvault.errors import DiskFull, FileExists, FileUnwritable
from itrvault.export.run import write_excerpts
from itrvault.export.scrub import ExportOptions
from itrvault.export.sink import whole_file
from tests.export.samples import SAMPLES


def test_a_file_takes_its_name_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.md"
    with whole_file(target) as out:
        out.write(b"all of it")
        assert not target.exists()
    assert target.read_bytes() == b"all of it"
    assert os.listdir(tmp_path) == ["out.md"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions are another matter there")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    write_excerpts(SAMPLES, tmp_path / "out", "json")
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o600


@pytest.mark.parametrize("failure", [ValueError("bug"), KeyboardInterrupt()])
def test_nothing_is_left_of_a_failure(tmp_path: Path, failure: BaseException) -> None:
    target = tmp_path / "out.md"
    target.write_text("older")

    def fail() -> None:
        with whole_file(target, overwrite=True) as out:
            out.write(b"half")
            raise failure

    with pytest.raises(type(failure)):
        fail()
    assert target.read_text() == "older"
    assert os.listdir(tmp_path) == ["out.md"]


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    def fill() -> None:
        with whole_file(tmp_path / "out") as out:
            out.write(b"half")
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DiskFull):
        fill()
    assert os.listdir(tmp_path) == []


def test_an_existing_file_is_replaced_only_when_asked(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("precious")
    with pytest.raises(FileExists, match=r"out\.csv already exists"):
        write_excerpts(SAMPLES, target, "csv")
    assert target.read_text() == "precious"
    write_excerpts(SAMPLES, target, "csv", ExportOptions(overwrite=True))
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_name_taken_meanwhile_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "out"

    def race() -> None:
        with whole_file(target) as out:
            out.write(b"ours")
            target.write_text("theirs")

    with pytest.raises(FileExists):
        race()
    assert target.read_text() == "theirs"
    assert os.listdir(tmp_path) == ["out"]


@pytest.mark.parametrize("name", ["missing/out", "file/out", "folder"])
def test_places_that_cannot_be_written(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    with pytest.raises(FileUnwritable):
        write_excerpts(SAMPLES, tmp_path / name, "html", ExportOptions(overwrite=True))
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]
