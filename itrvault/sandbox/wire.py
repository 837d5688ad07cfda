"""Frames between host and reader: a JSON head and named blobs behind it, both measured first.

Used by both sides and importing nothing of either. A frame is two little-endian u32 (bytes of the
head, bytes of all blobs), the head as UTF-8 JSON, the blobs end to end. The head's key `blobs`
lists their names and lengths in order.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

PREFIX = struct.Struct("<II")
HEAD_LIMIT = 16 << 20
BLOB_LIMIT = 640 << 20

_TOGETHER = 1 << 16
"""Bytes of blobs that go out in one piece with the head: each write wakes the other side."""

Buffer = bytes | bytearray | memoryview


class WireError(Exception):
    """The other side sent bytes that are no frame. Holds a short reason."""


class ConnectionEnded(Exception):
    """The pipe ended, between two frames or in one."""


class Source(Protocol):
    """What frames are read from: an unbuffered binary stream."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill as much of the buffer as there is; 0 at the end."""


class Sink(Protocol):
    """What frames are written to: an unbuffered binary stream."""

    def write(self, data: Buffer, /) -> int | None:
        """Write some of the data and say how many bytes."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message. The blobs are views into one private buffer."""

    head: Mapping[str, object]
    blobs: Mapping[str, memoryview] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What the message is; "" when it does not say."""
        value = self.head.get("type")
        return value if isinstance(value, str) else ""

    def blob(self, name: str) -> memoryview:
        """The named blob, empty when there is none."""
        return self.blobs.get(name, memoryview(b""))


def write_frame(
    sink: Sink, head: Mapping[str, object], blobs: Mapping[str, Buffer] | None = None
) -> None:
    """Send one frame. Raises OSError (a broken pipe) when nobody reads any more."""
    views = {name: memoryview(blob).cast("B") for name, blob in (blobs or {}).items()}
    listed = [[name, len(view)] for name, view in views.items()]
    packed = json.dumps({**head, "blobs": listed}, separators=(",", ":")).encode("ascii")
    total = sum(len(view) for view in views.values())
    if len(packed) > HEAD_LIMIT or total > BLOB_LIMIT:
        raise WireError("a frame was too large to send")
    head_bytes = PREFIX.pack(len(packed), total) + packed
    if total <= _TOGETHER:
        _write_all(sink, b"".join((head_bytes, *views.values())))
        return
    _write_all(sink, head_bytes)
    for view in views.values():
        _write_all(sink, view)


def read_frame(source: Source, *, blob_limit: int = BLOB_LIMIT) -> Frame:
    """Receive one frame.

    Raises `WireError` for anything that is no frame or is larger than allowed (nothing of that size
    is allocated then) and `ConnectionEnded` at the end of the pipe.
    """
    head_size, blob_size = PREFIX.unpack(_read_exactly(source, PREFIX.size))
    if head_size > HEAD_LIMIT or blob_size > blob_limit:
        raise WireError("a message is larger than allowed")
    head = _parse_head(_read_exactly(source, head_size))
    body = memoryview(_read_exactly(source, blob_size)) if blob_size else memoryview(b"")
    return Frame(head, _split(head.get("blobs"), body))


def _parse_head(packed: bytearray) -> dict[str, object]:
    try:
        head = json.loads(packed, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise WireError("a message is not JSON") from error
    if not isinstance(head, dict):
        raise WireError("a message has no fields")
    return head


def _refuse(name: str) -> object:
    raise ValueError(name)  # JSON has no NaN and no Infinity; Python's parser would take them


def _split(listed: object, body: memoryview) -> dict[str, memoryview]:
    if not isinstance(listed, list):
        raise WireError("a message does not list its blobs")
    blobs: dict[str, memoryview] = {}
    at = 0
    for entry in listed:
        if not isinstance(entry, list) or len(entry) != 2:
            raise WireError("a message lists its blobs wrongly")
        name, length = entry
        if not isinstance(name, str) or type(length) is not int or not 0 <= length <= len(body):
            raise WireError("a message lists its blobs wrongly")
        blobs[name] = body[at : at + length]
        at += length
    if at != len(body) or len(blobs) != len(listed):
        raise WireError("the blobs of a message do not fill it")
    return blobs


def _read_exactly(source: Source, size: int) -> bytearray:
    data = bytearray(size)
    view = memoryview(data)
    done = 0
    while done < size:
        count = source.readinto(view[done:])
        if not count:
            raise ConnectionEnded
        done += count
    return data


def _write_all(sink: Sink, data: Buffer) -> None:
    view = memoryview(data)
    while view:
        count = sink.write(view)
        view = view[count or 0 :]
