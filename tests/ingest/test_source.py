"""Reading from disk: a file that changes, vanishes, grows or turns into something else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from itrvault.errors import Cancelled, FileUnreadable, ReaderOverLimit
from itrvault.ingest.source import read_file
from itrvault.progress import CancelToken


class Meddler(CancelToken):
    """Does something to the file in the middle of reading, some times."""

    def __init__(self, path: Path, times: int) -> None:
        super().__init__()
        self.path, self.times = path, times

    def check(self) -> None:
        if self.times:
            self.times -= 1
            with self.path.open("ab") as file:
                file.write(b"more")


def test_bytes_come_whole(tmp_path: Path):
    data = os.urandom(9_000_000)
    (tmp_path / "a").write_bytes(data)
    assert read_file(str(tmp_path / "a"), 1 << 30, CancelToken()).data == data


def test_a_change_while_reading_is_noticed_and_read_again(tmp_path: Path):
    path = tmp_path / "a.txt"
    path.write_bytes(b"text")
    assert read_file(str(path), 1 << 20, Meddler(path, 1)).data == b"textmore"
    with pytest.raises(FileUnreadable, match="keeps changing"):
        read_file(str(path), 1 << 20, Meddler(path, 99))


def test_failures_are_sentences(tmp_path: Path):
    with pytest.raises(FileUnreadable, match="no such file"):
        read_file(str(tmp_path / "gone"), 10, CancelToken())
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(FileUnreadable, match="no longer an ordinary file"):
        read_file(str(tmp_path / "pipe"), 10, CancelToken())
    (tmp_path / "large").write_bytes(bytes(11))
    with pytest.raises(ReaderOverLimit):
        read_file(str(tmp_path / "large"), 10, CancelToken())


def test_reading_stops_when_asked(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"x")
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        read_file(str(tmp_path / "a"), 10, token)
