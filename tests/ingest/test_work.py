"""Shelf, scales, claims, pace and worker: what keeps an import flat, even and honest."""

from __future__ import annotations

import io
import pickle
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import Cancelled
from itrvault.ingest import child, workers
from itrvault.ingest.digest import Digester, Texts, digest
from itrvault.ingest.pace import Pace
from itrvault.ingest.work import Claims, Known, Scales, Shelf, Sighting, Told, Work
from itrvault.ingest.workers import Worker
from itrvault.model.report import FileReport, FileStatus
from itrvault.progress import CancelToken, Step

KEY = "ab" * 32


def work(size: int, order: int, data: bytes | None = None) -> Work:
    return Work((-size, order), f"{order}", size, data=data)


@given(st.lists(st.integers(0, 100), max_size=30))
def test_the_largest_file_is_taken_first_and_each_once(sizes: list[int]):
    shelf = Shelf()
    for order, size in enumerate(sizes):
        shelf.put(work(size, order))
    shelf.close()
    taken = []
    while (one := shelf.take()) is not None:
        taken.append((one.size, int(one.path)))
        shelf.done()
    assert taken == sorted(((s, o) for o, s in enumerate(sizes)), key=lambda p: (-p[0], p[1]))


def test_a_taker_may_add_before_it_is_done():
    shelf = Shelf(capacity=1)
    shelf.put(work(1, 0))
    shelf.close()
    assert shelf.take() is not None
    assert shelf.offer(work(5, 1, b"12345"))
    shelf.done()
    assert shelf.take() is not None
    shelf.done()
    assert shelf.take() is None


def test_members_beyond_the_room_are_refused_not_waited_for():
    shelf = Shelf(held=8)
    assert shelf.offer(work(20, 0, bytes(20)))  # alone, whatever its size
    assert not shelf.offer(work(1, 1, b"x"))


def test_stop_wakes_a_waiting_taker_and_a_waiting_giver():
    shelf = Shelf(capacity=0)
    threads = [
        threading.Thread(target=shelf.take),
        threading.Thread(target=shelf.put, args=(work(1, 0),)),
    ]
    for thread in threads:
        thread.start()
    shelf.stop()
    for thread in threads:
        thread.join(10)
    assert not any(thread.is_alive() for thread in threads)


def test_scales_hold_back_until_there_is_room():
    scales = Scales(10)
    scales.take_on(8)
    passed = threading.Event()

    def second() -> None:
        scales.take_on(5)
        passed.set()

    thread = threading.Thread(target=second)
    thread.start()
    assert not passed.is_set()
    scales.put_off(8)
    thread.join(10)
    assert passed.is_set()
    assert not scales.starved


def test_equal_files_are_read_once_and_share_their_fate():
    claims = Claims()
    assert claims.claim(Known(KEY, "a", 0)) is True
    assert claims.claim(Known(KEY, "b", 1.5)) is None
    assert claims.settle(KEY) == [Known(KEY, "b", 1.5)]
    assert claims.claim(Known(KEY, "c", 0)) == Known(KEY, "c", 0)
    other = "cd" * 32
    assert claims.claim(Known(other, "d", 0)) is True
    claims.settle(other, FileReport("d", FileStatus.FAILED, message="why", code="limit"))
    assert claims.claim(Known(other, "e", 0)) == Told(
        FileReport("e", FileStatus.FAILED, message="why", code="limit")
    )


def test_a_file_on_disk_is_whole_when_its_last_part_is():
    sighting = Sighting("/leak/a.zip", "a.zip")
    claims = Claims()
    assert claims.claim(Known(KEY, "other.txt", 0)) is True
    assert claims.claim(Known(KEY, "a.zip/same.txt", 0, sighting)) is None
    assert not sighting.let_go()  # read to the end, but one in it waits for an equal file
    (waiting,) = claims.settle(KEY)
    assert waiting.sighting is sighting
    assert sighting.let_go()


def test_pace_tells_counts_and_time_left(monkeypatch):
    steps: list[Step] = []

    class Listener:
        def report(self, step: Step) -> None:
            steps.append(step)

    clock = [100.0]
    monkeypatch.setattr("itrvault.ingest.pace.time.monotonic", lambda: clock[0])
    pace = Pace(Listener())
    pace.found(100)
    pace.begin("a")
    assert (steps[-1].total, steps[-1].seconds_left, steps[-1].detail) == (None, None, "a")
    pace.found(300)
    pace.complete()
    assert pace.left_per_done is None
    clock[0] += 10
    pace.end("a", 100)
    assert (steps[-1].done, steps[-1].total, steps[-1].seconds_left) == (1, 2, 30.0)
    assert pace.left_per_done == 3
    pace.end("b", 300)
    assert steps[-1].seconds_left == pace.left_per_done == 0


def test_a_worker_process_digests_as_we_do_and_can_be_lost(monkeypatch):
    monkeypatch.setattr(workers, "WORTH_A_PROCESS", 10)
    documents = [Texts(1, 1, ("The members shall ensure the freedom of the people.", ""))]
    here = digest(documents)
    worker = Worker()
    try:
        there = worker.digest(documents, CancelToken())
        assert there.languages == here.languages == (("en", ""),)
        assert there.segment is not None
        assert here.segment is not None
        assert there.segment.files == here.segment.files
        assert worker._process is not None
        worker._process.kill()
        worker._process.wait()
        assert worker.digest(documents, CancelToken()).languages == here.languages
        assert worker._process is None
    finally:
        worker.close()


def test_waiting_for_a_worker_process_can_be_cancelled(monkeypatch):
    monkeypatch.setattr(workers, "WORTH_A_PROCESS", 10)
    token = CancelToken()
    token.cancel()
    worker = Worker()
    try:
        with pytest.raises(Cancelled):
            worker.digest([Texts(1, 1, ("some words here",))], token)
    finally:
        worker.close()


def test_messages_between_processes_come_whole_or_not_at_all():
    stream = io.BytesIO()
    child.send(stream, ["some", "words"])
    child.send(stream, None)
    whole = stream.getvalue()
    stream.seek(0)
    assert pickle.loads(child.receive(stream)) == ["some", "words"]
    assert pickle.loads(child.receive(stream)) is None
    for length in (0, 3, 8, 12):
        with pytest.raises(EOFError):
            child.receive(io.BytesIO(whole[:length]))


def test_a_digester_that_forgets_makes_the_same(monkeypatch):
    documents = [Texts(1, 1, ("The members shall ensure telecommunication, 3.4.",) * 9)]
    digester = Digester()
    first = digester.digest(documents)
    monkeypatch.setattr("itrvault.ingest.digest._REMEMBERED", 0)
    again = digester.digest(documents)
    assert (again.languages, again.signatures) == (first.languages, first.signatures)
    assert again.segment is not None
    assert first.segment is not None
    assert again.segment.files == first.segment.files
