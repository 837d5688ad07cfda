"""A process of our own that digests texts, so that the index is built on all cores.

One process per `Worker`, started when there is enough to do, spoken to by one thread through two
pipes. Their other ends lie only with us: should this process die, however suddenly, the worker
reads the end of its pipe and goes too.
"""

from __future__ import annotations

import contextlib
import pickle
import queue
import subprocess
import sys
import threading
from typing import BinaryIO, cast

from itrvault.errors import BugError
from itrvault.ingest.child import receive, send
from itrvault.ingest.digest import Digest, Digester, Texts
from itrvault.paths import own_command
from itrvault.progress import CancelToken

WORTH_A_PROCESS = 400_000
"""Code points over the whole import from which a process pays (starting one costs 0.15 s)."""

_LOOK = 0.1  # seconds between two looks at the cancel token


class Worker:
    """Digests in place at first, in a process once there has been much. One thread uses it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._listener: threading.Thread | None = None
        self._digester: Digester | None = None
        self._seen = 0
        self._alone = False

    def digest(self, documents: list[Texts], cancel: CancelToken) -> Digest:
        """Languages, signatures and segment. Raises Cancelled."""
        self._seen += sum(len(text) for document in documents for text in document.texts)
        try:
            if self._process is None and not self._alone and self._seen > WORTH_A_PROCESS:
                self._start()
            if self._process is not None:
                return self._ask(self._process, documents, cancel)
        except (EOFError, OSError):
            # The system took the process (short of memory, perhaps). We can do without one.
            self.close()
            self._alone = True
        if self._digester is None:
            self._digester = Digester()
        return self._digester.digest(documents)

    def _start(self) -> None:
        self._digester = None  # what it remembers is of no more use
        self._process = subprocess.Popen(
            own_command("--builder"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, bufsize=0,
            start_new_session=sys.platform != "win32",
            creationflags=_no_window(),
        )  # fmt: skip
        self._answers = queue.SimpleQueue()
        self._listener = threading.Thread(
            target=_listen, args=(self._process.stdout, self._answers), name="import: answers"
        )
        self._listener.start()

    def _ask(
        self, process: subprocess.Popen[bytes], documents: list[Texts], cancel: CancelToken
    ) -> Digest:
        cancel.check()  # not only while waiting: the answer may be quicker than the first look
        send(cast("BinaryIO", process.stdin), documents)
        while True:
            try:
                data = self._answers.get(timeout=_LOOK)
                break
            except queue.Empty:
                cancel.check()
        if data is None:
            raise EOFError("the process is gone")
        answer = pickle.loads(data)  # noqa: S301 (our own process)
        if isinstance(answer, Digest):
            return answer
        raise BugError(f"digesting failed: {answer}")

    def close(self) -> None:
        """End the process, whatever it is doing. May be called twice."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()  # it holds nothing that could be left half done
            process.wait()
        if self._listener is not None:
            self._listener.join()
            self._listener = None
        if process is not None:
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    cast("BinaryIO", stream).close()


def _no_window() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW
    return 0


def _listen(stream: BinaryIO, answers: queue.SimpleQueue[bytes | None]) -> None:
    """Pass on what the process says; None when it is gone."""
    while True:
        try:
            answers.put(receive(stream))
        except (EOFError, OSError):
            answers.put(None)
            return
