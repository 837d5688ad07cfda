"""What runs in a process of our own that digests texts: `workers.py` asks, this answers.

Both directions are pickles, each behind its length. Only our own processes are at the ends.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import struct
import sys
from typing import BinaryIO

from itrvault.ingest.digest import Digest, Digester

LENGTH = struct.Struct("<Q")


def send(stream: BinaryIO, message: object) -> None:
    """Write one message. Raises OSError when nobody reads."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    for part in (LENGTH.pack(len(data)), data):
        rest = memoryview(part)
        while rest:
            rest = rest[stream.write(rest) :]  # a pipe without a buffer may take only some
    stream.flush()


def receive(stream: BinaryIO) -> bytes:
    """The next message, still pickled. Raises EOFError when the other end is gone."""
    (length,) = LENGTH.unpack(_exactly(stream, LENGTH.size))
    return _exactly(stream, length)


def _exactly(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    while data and len(data) < length:
        more = stream.read(length - len(data))
        if not more:
            break
        data += more
    if len(data) < length:
        raise EOFError("the other process is gone")
    return data


def _pipes() -> tuple[BinaryIO, BinaryIO]:
    """The two pipes, under numbers of their own: nobody's words may get between the answers."""
    source, sink = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(source, os.O_BINARY)
        msvcrt.setmode(sink, os.O_BINARY)
    return os.fdopen(source, "rb"), os.fdopen(sink, "wb")


def serve() -> None:
    """Answer until the other end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started us
    questions, answers = _pipes()
    # Words by the hundred thousand and nothing circular: looking for circles costs a quarter.
    gc.disable()
    digester = Digester()
    while True:
        try:
            documents = pickle.loads(receive(questions))  # noqa: S301 (our own process)
        except (EOFError, OSError):
            return
        try:
            answer: Digest | str = digester.digest(documents)
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"
        try:
            send(answers, answer)
        except OSError:
            return
        documents, answer = [], ""
        gc.collect()
