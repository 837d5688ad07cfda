"""Watching folders: new and changed files are named once, when they are quiet, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.ingest.watch import Watch
from itrvault.progress import CancelToken


def put(path: Path, text: str, at: float = 1_000_000.0) -> Path:
    path.write_text(text)
    os.utime(path, (at, at))
    return path


def test_what_is_there_at_first_is_known(tmp_path: Path):
    put(tmp_path / "a.txt", "one")
    watch = Watch([tmp_path])
    assert [watch.look(t) for t in (0, 10, 20)] == [[], [], []]


def test_new_and_changed_files_are_named_once_and_when_quiet(tmp_path: Path):
    a = put(tmp_path / "a.txt", "one")
    watch = Watch([tmp_path], quiet=2)
    watch.look(0)
    put(a, "changed")
    (tmp_path / "below").mkdir()
    b = put(tmp_path / "below" / "b.txt", "new")
    assert watch.look(1) == []
    assert set(watch.waiting) == {str(a), str(b)}
    put(b, "new, and still being written")
    assert watch.look(3.5) == [str(a)]
    assert watch.look(5) == []
    assert watch.look(5.6) == [str(b)]
    assert watch.look(99) == []
    put(b, "once more", 2_000_000)
    assert watch.look(100) == []
    assert watch.look(103) == [str(b)]


def test_files_that_programs_have_not_finished_are_left_alone(tmp_path: Path):
    watch = Watch([tmp_path])
    watch.look(0)
    part = put(tmp_path / "paper.pdf.crdownload", "half")
    put(tmp_path / ".paper.pdf.Xa81zQ", "half")
    put(tmp_path / ".DS_Store", "x")
    assert [watch.look(t) for t in (1, 9)] == [[], []]
    assert not watch.waiting
    part.rename(tmp_path / "paper.pdf")
    assert [watch.look(t) for t in (10, 19)] == [[], [str(tmp_path / "paper.pdf")]]


def test_the_vault_itself_is_never_named(tmp_path: Path):
    vault = tmp_path / "a.itrvault"
    watch = Watch([tmp_path], vault=vault)
    watch.look(0)
    put(vault, "grows")
    put(tmp_path / "a.itrvault-wal", "grows")
    assert [watch.look(t) for t in (1, 9)] == [[], []]


def test_a_folder_that_went_away_comes_back_with_nothing_new(tmp_path: Path):
    stick = tmp_path / "stick"
    stick.mkdir()
    put(stick / "a.txt", "one")
    watch = Watch([stick])
    watch.look(0)
    stick.rename(tmp_path / "pulled out")
    assert watch.look(1) == []
    (tmp_path / "pulled out").rename(stick)
    b = put(stick / "b.txt", "two")
    assert [watch.look(t) for t in (2, 9)] == [[], [str(b)]]


def test_a_deleted_file_is_forgotten_and_new_when_it_is_back(tmp_path: Path):
    a = put(tmp_path / "a.txt", "one")
    watch = Watch([tmp_path])
    watch.look(0)
    a.unlink()
    watch.look(1)
    put(a, "one")
    assert [watch.look(t) for t in (2, 9)] == [[], [str(a)]]


class Clock(CancelToken):
    """A token whose waiting takes no time: it tells how long it would have waited."""

    def __init__(self, at_wait: Callable[[int], None], most: int) -> None:
        super().__init__()
        self.at_wait, self.most, self.now = at_wait, most, 0.0
        self.pauses: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.pauses.append(seconds)
        self.now += seconds
        self.at_wait(len(self.pauses))
        if len(self.pauses) >= self.most:
            self.cancel()
        return self.cancelled


def test_batches_come_until_somebody_asks_and_pauses_grow_in_silence(tmp_path: Path, monkeypatch):
    def happen(number: int) -> None:
        if number == 6:
            put(tmp_path / "a.txt", "new")

    clock = Clock(happen, 12)
    monkeypatch.setattr("itrvault.ingest.watch.time.monotonic", lambda: clock.now)
    watch = Watch([tmp_path])
    assert list(watch.batches(clock)) == [[str(tmp_path / "a.txt")]]
    assert clock.pauses[:6] == sorted(clock.pauses[:6])
    assert clock.pauses[5] > 5 * clock.pauses[0]
    assert clock.pauses[6] == 1.0  # something happened: look again soon
    assert max(clock.pauses) <= 15


@settings(max_examples=30)
@given(changes=st.lists(st.sets(st.sampled_from("abcd"), max_size=3), max_size=8))
def test_every_change_is_named_in_the_end(tmp_path_factory, changes: list[set[str]]):
    folder = tmp_path_factory.mktemp("watched")
    watch = Watch([folder], quiet=2)
    watch.look(0)
    now, named, wanted = 0.0, set(), set()
    for number, names in enumerate(changes):
        for name in names:
            put(folder / name, f"{number}", 1_000_000 + number)
            wanted.add(str(folder / name))
        now += 1
        named |= set(watch.look(now))
    named |= set(watch.look(now + 2.5)) | set(watch.look(now + 9))
    assert named == wanted
    assert watch.look(now + 99) == []
