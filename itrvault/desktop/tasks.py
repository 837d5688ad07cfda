"""Background work: writes on one thread, reads on a small pool, answers on the main thread.

No view writes thread code. A view makes a `VaultOp` (it changes the vault; ops run one after the
other) or a `VaultQuery` (it only looks), says what to do with the answer, and starts it. The
answer is delivered on the main thread, and dropped when its owner is gone or, for a query that
names a lane, when a newer query of that owner took the lane.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Generic, Self, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from itrvault.errors import Cancelled, KnownError
from itrvault.progress import CancelToken, Progress, Step

T = TypeVar("T")
Failure = Callable[[BaseException], None]
Deliver = Callable[[], None]

POLL_MS = 100
"""How often the latest step of long work is shown; the work itself may report far more often."""


class Job(QObject):
    """One piece of long work as the status line sees it: its name, its latest step, its stop.

    `stop` is what the stop is called, "" for the usual word.

    `report` is the only method that may be called from another thread.
    """

    stepped = Signal(object)  # Step
    ended = Signal()

    def __init__(self, title: str, parent: QObject, stop: str = "") -> None:
        super().__init__(parent)
        self.title = title
        self.stop = stop
        self.token = CancelToken()
        self._latest: Step | None = None
        self._shown: Step | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(POLL_MS)
        self._timer.timeout.connect(self._show_latest)
        self._timer.start()

    def report(self, step: Step) -> None:
        """Take note of a step (any thread)."""
        self._latest = step

    @property
    def step(self) -> Step | None:
        """The latest step, None before the first."""
        return self._latest

    def cancel(self) -> None:
        """Ask the work to stop at its next safe point."""
        self.token.cancel()

    def end(self) -> None:
        """Stop polling and tell whoever shows it."""
        self._timer.stop()
        self.ended.emit()

    @Slot()
    def _show_latest(self) -> None:
        if self._latest is not self._shown and self._latest is not None:
            self._shown = self._latest
            self.stepped.emit(self._latest)


class Tasks(QObject):
    """The two executors and the way back to the main thread. One for each open vault.

    `failed` carries an error nobody handled; the window shows it. `jobStarted` announces long work.
    """

    failed = Signal(object)  # BaseException
    jobStarted = Signal(object)  # Job; Qt's naming for signals
    idle = Signal()
    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="vault-write")
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="vault-read")
        self._long: dict[str, ThreadPoolExecutor] = {}
        self._lanes: dict[tuple[int, str], int] = {}
        self._numbers = itertools.count(1)
        self._running = 0
        self._closed = False
        self.jobs: list[Job] = []
        self._answered.connect(self._run_answer, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether anything has not been answered yet."""
        return self._running > 0

    def close(self) -> None:
        """Ask long work to stop, finish the writes that are due, deliver nothing more.

        A note typed the moment before is a write that is due: it is never dropped.
        """
        self._closed = True
        for job in self.jobs:
            job.cancel()
        for workers in self._long.values():
            workers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True, cancel_futures=True)

    def take_lane(self, owner: QObject, lane: str) -> int:
        """Make every earlier query of this owner in this lane stale; the number of the new one."""
        number = next(self._numbers)
        self._lanes[(id(owner), lane)] = number
        return number

    def lane_is(self, owner: QObject, lane: str, number: int) -> bool:
        """Whether no newer query took the lane. Any thread."""
        return self._lanes.get((id(owner), lane)) == number

    def start_job(self, title: str, stop: str = "") -> Job:
        """Announce long work; `stop` is what its stop is called, "" for the usual word."""
        job = Job(title, self, stop)
        self.jobs.append(job)
        self.jobStarted.emit(job)
        return job

    def submit(
        self,
        work: Callable[[], T],
        *,
        writes: bool,
        answer: Callable[[T], None],
        failure: Failure,
        beside: str = "",
    ) -> None:
        """Run `work` on a worker, then exactly one of `answer` and `failure` on the main thread.

        `beside` has it run beside the writes instead of between them; what has the same name there
        runs one after the other.
        """
        if self._closed:
            return
        self._running += 1

        def run() -> None:
            deliver: Deliver
            try:
                result = work()
            except BaseException as error:
                caught = error

                def deliver() -> None:
                    failure(caught)
            else:

                def deliver() -> None:
                    answer(result)

            if not self._closed:
                self._answered.emit(deliver)

        workers = self._writer if writes else self._readers
        if beside:
            name = f"vault-{beside}"
            workers = self._long.setdefault(beside, ThreadPoolExecutor(1, thread_name_prefix=name))
        workers.submit(run)

    @Slot(object)
    def _run_answer(self, deliver: Deliver) -> None:
        self._running -= 1
        if not self._closed:
            deliver()
        if not self._running:
            self.idle.emit()

    def end_job(self, job: Job) -> None:
        """Take finished long work off the list."""
        if job in self.jobs:
            self.jobs.remove(job)
        job.end()
        job.deleteLater()


class _Work(Generic[T]):
    """What ops and queries share: an owner, and what to do with the answer."""

    writes = False

    def __init__(self, tasks: Tasks, owner: QObject, work: Callable[..., T]) -> None:
        self._tasks = tasks
        self._owner = owner
        self._work = work
        self._success: Callable[[T], Any] | None = None
        self._failure: Failure | None = None
        self._always: Callable[[], Any] | None = None

    def success(self, callback: Callable[[T], Any]) -> Self:
        """Call this with the result, on the main thread."""
        self._success = callback
        return self

    def failure(self, callback: Failure) -> Self:
        """Call this with the error instead of showing a dialog. Bugs (not KnownError) too."""
        self._failure = callback
        return self

    def _wanted(self) -> bool:
        return shiboken6.isValid(self._owner)

    def _answer(self, result: T) -> None:
        if self._wanted() and self._success is not None:
            self._success(result)
        self._done()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Cancelled) and self._failure is None:
            self._done()
            return
        if self._failure is not None:
            if self._wanted():
                self._failure(error)
        elif self._wanted() or not isinstance(error, KnownError):
            self._tasks.failed.emit(error)
        self._done()

    def _done(self) -> None:
        if self._always is not None and shiboken6.isValid(self._owner):
            self._always()


class VaultQuery(_Work[T]):
    """Looks something up: `VaultQuery(tasks, self, work).lane("hits").success(show).run()`."""

    def __init__(self, tasks: Tasks, owner: QObject, work: Callable[[], T]) -> None:
        super().__init__(tasks, owner, work)
        self._lane = ""
        self._number = 0

    def lane(self, name: str) -> Self:
        """Only the newest query of this owner in this lane is answered."""
        self._lane = name
        return self

    def run(self) -> None:
        """Start. A query that became stale before its turn is not run at all."""
        if self._lane:
            self._number = self._tasks.take_lane(self._owner, self._lane)
        self._tasks.submit(
            self._look, writes=False, answer=self._answer_fresh, failure=self._failed
        )

    def _look(self) -> T | None:
        if not self._wanted():
            return None
        return self._work()

    def _answer_fresh(self, result: T | None) -> None:
        self._answer(result)  # type: ignore[arg-type]  # None only when stale, and then dropped

    def _wanted(self) -> bool:
        fresh = not self._lane or self._tasks.lane_is(self._owner, self._lane, self._number)
        return fresh and super()._wanted()


class VaultOp(_Work[T]):
    """Changes something. With `with_job(title)` the work takes `(progress, cancel)`."""

    def __init__(self, tasks: Tasks, owner: QObject, work: Callable[..., T]) -> None:
        super().__init__(tasks, owner, work)
        self._title = ""
        self._stop = ""
        self._beside = ""
        self.job: Job | None = None

    def with_job(self, title: str, stop: str = "") -> Self:
        """Show the work in the status line, with a stop, which may have a name of its own."""
        self._title, self._stop = title, stop
        return self

    def beside(self, name: str) -> Self:
        """Run beside the other ops, which need not wait: it writes a little at a time itself.

        Two of one name wait for each other.
        """
        self._beside = name
        return self

    def run(self) -> Self:
        """Start when the ops before it are done."""
        work = self._work
        if self._title:
            job = self.job = self._tasks.start_job(self._title, self._stop)
            progress: Progress = job

            def long_work() -> T:
                job.token.check()
                return self._work(progress, job.token)

            work = long_work
        self._tasks.submit(
            work, writes=True, answer=self._answer, failure=self._failed, beside=self._beside
        )
        return self

    def _done(self) -> None:
        if self.job is not None:
            self._tasks.end_job(self.job)
            self.job = None
        super()._done()


class Debounce(QObject):
    """Calls once, when nothing more has happened for a while."""

    def __init__(self, milliseconds: int, callback: Callable[[], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(milliseconds)
        self._timer.timeout.connect(callback)

    def poke(self) -> None:
        """Something happened: wait again."""
        self._timer.start()

    def now(self) -> None:
        """Call at once if a call is due."""
        if self._timer.isActive():
            self._timer.stop()
            self._timer.timeout.emit()

    def cancel(self) -> None:
        """Forget the call that is due."""
        self._timer.stop()
