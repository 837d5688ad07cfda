"""A process of our own that digests texts, so that the index is built on all cores.

One process per `Worker`, started when there is enough to do, spoken to by one thread through a
pipe. The pipe's other end lies only with us: should this process die, however suddenly, the worker
reads the end of the pipe and goes too.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from itrvault.errors import BugError
from itrvault.ingest.digest import Digest, Digester, Texts
from itrvault.progress import CancelToken

WORTH_A_PROCESS = 400_000
"""Code points over the whole import from which a process pays (starting one costs 0.3 s)."""

_LOOK = 0.1  # seconds between two looks at the cancel token


class Worker:
    """Digests in place at first, in a process once there has been much. One thread uses it."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._seen = 0
        self._alone = False
        self._digester: Digester | None = None

    def digest(self, documents: list[Texts], cancel: CancelToken) -> Digest:
        """Languages and segment. Raises Cancelled."""
        self._seen += sum(len(text) for document in documents for text in document.texts)
        if self._process is None and not self._alone and self._seen > WORTH_A_PROCESS:
            self._start()
        if self._pipe is None:
            return self._digest(documents)
        try:
            return self._ask(self._pipe, documents, cancel)
        except (EOFError, OSError):
            # The system took the process (short of memory, perhaps). We can do without one.
            self.close()
            self._alone = True
            return self._digest(documents)

    def _digest(self, documents: list[Texts]) -> Digest:
        if self._digester is None:
            self._digester = Digester()
        return self._digester.digest(documents)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    @staticmethod
    def _ask(pipe: Connection, documents: list[Texts], cancel: CancelToken) -> Digest:
        cancel.check()  # not only while waiting: the answer may be quicker than the first look
        pipe.send(documents)
        while not pipe.poll(_LOOK):
            cancel.check()
        answer = pipe.recv()
        if isinstance(answer, Digest):
            return answer
        raise BugError(f"digesting failed: {answer}")

    def close(self) -> None:
        """End the process, whatever it is doing. May be called twice."""
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.terminate()  # it holds nothing that could be left half done
            self._process.join()
            self._process.close()
            self._process = None


def _serve(pipe: Connection) -> None:
    """Answer until the other end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started us
    # Words by the hundred thousand and nothing circular: looking for circles costs a quarter.
    gc.disable()
    digester = Digester()
    while True:
        try:
            documents = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: Digest | str = digester.digest(documents)
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"
        try:
            pipe.send(answer)
        except OSError:
            return
        documents, answer = [], ""
        gc.collect()
