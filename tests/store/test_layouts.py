"""Layouts and redlines come back exactly as they were, and foreign bytes are refused."""

from __future__ import annotations

import zlib
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.document import Redline, RedlineKind
from itrvault.model.geometry import FlowLayout, PageLayout, Paragraph, ParagraphKind, Run
from itrvault.store.layouts import (
    BadLayout,
    pack_layout,
    pack_redlines,
    unpack_layout,
    unpack_redlines,
)  # fmt: skip

number = st.integers(0, 2**31)
small = st.floats(width=32, allow_nan=False, allow_infinity=False)
words = st.lists(st.tuples(number, number, number, small, small, small, small), max_size=40)
runs = st.builds(Run, number, number, number, *[st.booleans()] * 4)
paragraphs = st.builds(
    Paragraph, number, number, number, st.sampled_from(ParagraphKind), *[number] * 4,
    st.lists(runs, max_size=4).map(tuple),
)  # fmt: skip
redlines = st.builds(
    Redline, number, number, st.sampled_from(RedlineKind), st.text(), st.text(), st.booleans()
)


@given(width=small, height=small, rows=words)
def test_pages_come_back(width: float, height: float, rows: list[tuple[float, ...]]) -> None:
    layout = PageLayout(width, height)
    for start, end, line, *box in rows:
        layout.starts.append(start)
        layout.ends.append(end)
        layout.lines.append(line)
        layout.boxes.extend(array("f", box))
    assert unpack_layout(pack_layout(layout)) == layout


@given(st.lists(paragraphs, max_size=8).map(tuple))
def test_flowing_layouts_come_back(rows: tuple[Paragraph, ...]) -> None:
    assert unpack_layout(pack_layout(FlowLayout(rows))) == FlowLayout(rows)


@given(st.lists(redlines, max_size=8).map(tuple))
def test_redlines_come_back(rows: tuple[Redline, ...]) -> None:
    assert unpack_redlines(pack_redlines(rows)) == rows


@given(st.binary(max_size=200), st.sampled_from([b"", b"P", b"F", b"X"]), st.booleans())
def test_foreign_bytes_are_refused(data: bytes, head: bytes, packed: bool) -> None:
    stored = head + (zlib.compress(data) if packed else data)
    try:
        layout = unpack_layout(stored)
    except BadLayout:
        return
    assert unpack_layout(pack_layout(layout)) == layout


def test_a_bomb_is_refused() -> None:
    bomb = b"P" + zlib.compress(bytes(80 << 20), 9)
    assert len(bomb) < 100_000
    with pytest.raises(BadLayout):
        unpack_layout(bomb)
    with pytest.raises(BadLayout):
        unpack_redlines('[[1,2,"gone","","",0]]')
