"""Frames: what goes in comes out, and nothing else is taken for one."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.sandbox.wire import (
    HEAD_LIMIT,
    PREFIX,
    ConnectionEnded,
    WireError,
    read_frame,
    write_frame,
)

heads = st.dictionaries(
    st.text(max_size=8).filter(lambda key: key != "blobs"),
    st.one_of(st.integers(-(2**40), 2**40), st.text(max_size=20), st.booleans(), st.none()),
    max_size=5,
)
blobs = st.dictionaries(st.text(max_size=8), st.binary(max_size=200), max_size=4)


@given(heads, blobs)
def test_a_frame_comes_back_as_it_was_sent(head, named):
    stream = io.BytesIO()
    write_frame(stream, head, named)
    stream.seek(0)
    frame = read_frame(stream)
    assert {key: value for key, value in frame.head.items() if key != "blobs"} == head
    assert {name: bytes(blob) for name, blob in frame.blobs.items()} == named


@given(st.binary(max_size=300))
def test_any_bytes_are_a_frame_or_refused(noise):
    try:
        frame = read_frame(io.BytesIO(noise), blob_limit=1000)
    except (WireError, ConnectionEnded):
        return
    assert isinstance(frame.head, dict)


def framed(head: object, body: bytes = b"") -> io.BytesIO:
    packed = head if isinstance(head, bytes) else json.dumps(head).encode()
    return io.BytesIO(PREFIX.pack(len(packed), len(body)) + packed + body)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ([], b""),
        ({}, b""),
        ({"blobs": [["a", 3]]}, b"ab"),
        ({"blobs": [["a", 1]]}, b"ab"),
        ({"blobs": [["a", -1], ["b", 3]]}, b"ab"),
        ({"blobs": [["a", 1], ["a", 1]]}, b"ab"),
        ({"blobs": [["a", True], ["b", 1]]}, b"ab"),
        ({"blobs": [[1, 2]]}, b"ab"),
        (b'{"blobs": [], "n": NaN}', b""),
        (b"[" * 100_000, b""),
        (b"\xff\xfe", b""),
    ],
)
def test_a_wrong_head_is_refused(head, body):
    with pytest.raises(WireError):
        read_frame(framed(head, body))


def test_sizes_are_refused_before_anything_is_allocated():
    with pytest.raises(WireError, match="larger"):
        read_frame(io.BytesIO(PREFIX.pack(HEAD_LIMIT + 1, 0)))
    with pytest.raises(WireError, match="larger"):
        read_frame(io.BytesIO(PREFIX.pack(2, 11)), blob_limit=10)


def test_an_end_inside_a_frame_is_an_end():
    stream = io.BytesIO()
    write_frame(stream, {"type": "x"}, {"data": b"0123456789"})
    whole = stream.getvalue()
    for cut in range(len(whole)):
        with pytest.raises(ConnectionEnded):
            read_frame(io.BytesIO(whole[:cut]))
