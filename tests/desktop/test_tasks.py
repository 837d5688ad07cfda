"""Background work: answers arrive on the main thread, stale ones never, failures are shown."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject

from itrvault.desktop.tasks import Tasks, VaultOp, VaultQuery
from itrvault.errors import Cancelled, NoSuchDocument
from itrvault.progress import Step


@pytest.fixture
def tasks(qtbot):
    made = Tasks()
    yield made
    made.close()


def test_answer_arrives_on_the_main_thread(qtbot, tasks):
    seen = {}

    def work():
        seen["work"] = threading.current_thread()
        return 41

    def answer(value):
        seen["answer"] = threading.current_thread()
        seen["value"] = value

    with qtbot.waitSignal(tasks.idle):
        VaultQuery(tasks, tasks, work).success(answer).run()
    assert seen["value"] == 41
    assert seen["answer"] is threading.main_thread()
    assert seen["work"] is not threading.main_thread()


def test_only_the_newest_query_of_a_lane_is_answered(qtbot, tasks):
    gate = threading.Event()
    answered = []
    owner = QObject(tasks)
    VaultQuery(tasks, owner, lambda: gate.wait(5) and "old").lane("a").success(
        answered.append
    ).run()
    VaultQuery(tasks, owner, lambda: "new").lane("a").success(answered.append).run()
    VaultQuery(tasks, owner, lambda: "other").lane("b").success(answered.append).run()
    qtbot.waitUntil(lambda: len(answered) == 2)
    with qtbot.waitSignal(tasks.idle):
        gate.set()
    assert sorted(answered) == ["new", "other"]


def test_answer_for_a_deleted_owner_is_dropped(qtbot, tasks):
    gate = threading.Event()
    answered = []
    owner = QObject()
    VaultQuery(tasks, owner, lambda: gate.wait(5)).success(answered.append).run()
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    with qtbot.waitSignal(tasks.idle):
        gate.set()
    assert answered == []


def test_ops_run_one_after_the_other(qtbot, tasks):
    order = []
    inside = threading.Semaphore(1)

    def work(number):
        assert inside.acquire(blocking=False), "two writes at once"
        order.append(number)
        inside.release()

    with qtbot.waitSignal(tasks.idle):
        for number in range(20):
            VaultOp(tasks, tasks, lambda number=number: work(number)).run()
    assert order == list(range(20))


def test_unhandled_failure_is_announced(qtbot, tasks):
    def work():
        raise NoSuchDocument(reference="TD 64")

    with qtbot.waitSignal(tasks.failed) as caught:
        VaultQuery(tasks, tasks, work).run()
    assert isinstance(caught.args[0], NoSuchDocument)


def test_handled_failure_is_not_announced(qtbot, tasks):
    handled = []
    announced = []
    tasks.failed.connect(announced.append)

    def work():
        raise NoSuchDocument(reference="TD 64")

    with qtbot.waitSignal(tasks.idle):
        VaultQuery(tasks, tasks, work).failure(handled.append).run()
    assert len(handled) == 1
    assert announced == []


def test_job_shows_steps_and_stops(qtbot, tasks):
    entered = threading.Event()
    failures = []

    def work(progress, cancel):
        progress.report(Step("reading", 3, 10))
        entered.set()
        while not cancel.cancelled:
            entered.wait(0.01)
        cancel.check()

    op = VaultOp(tasks, tasks, work).with_job("Import").failure(failures.append)
    with qtbot.waitSignal(tasks.jobStarted) as started:
        op.run()
    job = started.args[0]
    with qtbot.waitSignal(job.stepped) as stepped:
        pass
    assert stepped.args[0].done == 3
    with qtbot.waitSignal(tasks.idle):
        job.cancel()
    assert isinstance(failures[0], Cancelled)
    assert tasks.jobs == []


def test_close_stops_long_work_and_delivers_nothing(qtbot):
    tasks = Tasks()
    entered = threading.Event()
    answered = []

    def work(progress, cancel):
        entered.set()
        while not cancel.cancelled:
            entered.wait(0.01)
        cancel.check()

    VaultOp(tasks, tasks, work).with_job("Import").success(answered.append).run()
    assert entered.wait(5)
    tasks.close()
    assert answered == []
    assert not any(t.name.startswith("vault-") for t in threading.enumerate())


def test_long_work_keeps_no_write_waiting(qtbot, tasks):
    gate, order = threading.Event(), []

    def long_work(progress, cancel):
        assert gate.wait(5)
        order.append("long")

    VaultOp(tasks, tasks, long_work).with_job("Import", "Pause").beside("import").run()
    VaultOp(tasks, tasks, lambda p, c: order.append("second")).with_job("More").beside(
        "import"
    ).run()
    assert [job.stop for job in tasks.jobs] == ["Pause", ""]
    VaultOp(tasks, tasks, lambda: order.append("note")).run()
    qtbot.waitUntil(lambda: order == ["note"])
    with qtbot.waitSignal(tasks.idle):
        gate.set()
    assert order == ["note", "long", "second"]
