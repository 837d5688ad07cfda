"""Layouts and redlines come back exactly as they were, and foreign bytes are refused."""

from __future__ import annotations

import json
import struct
import zlib
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.document import Redline, RedlineKind
from itrvault.model.geometry import (
    FlowLayout,
    PageLayout,
    Paragraph,
    ParagraphKind,
    Run,
    TextLink,
)
from itrvault.model.outline import ADDRESS_LENGTH
from itrvault.store.layouts import (
    BadLayout,
    pack_layout,
    pack_redlines,
    unpack_layout,
    unpack_redlines,
)  # fmt: skip
from itrvault.store.placement import FARTHEST, misplaced

number = st.integers(0, 2**31)
place = st.floats(-FARTHEST, FARTHEST - 1000, width=32)
size = st.floats(0, 1000, width=32)
words = st.lists(
    st.tuples(st.integers(0, 9), st.integers(1, 10**6), st.booleans(), place, size, place, size),
    max_size=40,
)
runs = st.builds(Run, number, number, number, *[st.booleans()] * 4)
paragraphs = st.builds(
    Paragraph, number, number, number, st.sampled_from(ParagraphKind), *[number] * 4,
    st.lists(runs, max_size=4).map(tuple),
)  # fmt: skip
addresses = st.text().filter(str.isprintable)
links = st.builds(TextLink, number, number, st.integers(-1, 2**31), number, addresses)
redlines = st.builds(
    Redline, number, number, st.sampled_from(RedlineKind), st.text(), st.text(), st.booleans()
)


def a_page(rows: list[tuple[int, int, bool, float, float, float, float]]) -> PageLayout:
    layout = PageLayout(612.0, 792.0)
    at = line = 0
    for gap, length, new_line, x, width, y, height in rows:
        line += new_line and bool(layout.lines)
        layout.starts.append(at + gap)
        layout.ends.append(at := at + gap + length)
        layout.lines.append(line)
        layout.boxes.extend((x, y, x + width, y + height))
    return layout


@given(words)
def test_pages_come_back(rows: list[tuple[int, int, bool, float, float, float, float]]) -> None:
    layout = a_page(rows)
    found = unpack_layout(pack_layout(layout))
    assert isinstance(found, PageLayout)
    assert (found.starts, found.ends, found.lines) == (layout.starts, layout.ends, layout.lines)
    # To a sixteenth of a point, or as near as four bytes come to a place so far out.
    assert found.boxes == pytest.approx(layout.boxes, rel=2**-22, abs=1 / 32)
    assert unpack_layout(pack_layout(found)) == found
    length = layout.ends[-1] if rows else 0
    assert not misplaced(found, (), length)


def test_pages_of_first_vaults_are_read() -> None:
    numbers = array("I", (0, 5, 4, 9, 0, 1)).tobytes()
    boxes = array("f", (72, 700.5, 90.25, 712, 72, 720, 91, 732)).tobytes()
    parts = [numbers[:8], numbers[8:16], numbers[16:], boxes]
    plain = struct.pack("<ffI", 612, 792, 2) + b"".join(
        part[n::4] for part in parts for n in range(4)
    )
    found = unpack_layout(b"P" + zlib.compress(plain))
    assert isinstance(found, PageLayout)
    assert (*found.starts, *found.ends, *found.lines) == (0, 5, 4, 9, 0, 1)
    assert tuple(found.boxes) == (72, 700.5, 90.25, 712, 72, 720, 91, 732)
    assert unpack_layout(pack_layout(found)) == found


@given(st.lists(paragraphs, max_size=8).map(tuple), st.lists(links, max_size=4).map(tuple))
def test_flowing_layouts_come_back(
    rows: tuple[Paragraph, ...], leads: tuple[TextLink, ...]
) -> None:
    assert unpack_layout(pack_layout(FlowLayout(rows, leads))) == FlowLayout(rows, leads)


def test_links_change_nothing_for_programs_that_know_of_none() -> None:
    plain = FlowLayout((Paragraph(0, 9, 1),))
    linked = FlowLayout(plain.paragraphs, (TextLink(0, 4, address="https://example.org/"),))
    bytes_before = pack_layout(plain)
    assert pack_layout(linked)[: len(bytes_before)] == bytes_before
    assert zlib.decompressobj().decompress(pack_layout(linked)[1:]) == zlib.decompress(
        bytes_before[1:]
    )
    assert unpack_layout(bytes_before) == plain


@pytest.mark.parametrize("address", [7, None, "x" * (ADDRESS_LENGTH + 1)])
def test_an_address_that_is_none_is_refused(address: object) -> None:
    stored = pack_layout(FlowLayout()) + zlib.compress(
        json.dumps([[0, 1, -1, 0, address]]).encode()
    )
    with pytest.raises(BadLayout):
        unpack_layout(stored)


def test_an_address_of_a_stranger_shows_its_unseen_signs() -> None:
    row = [0, 1, -1, 0, "http://a\u202e\u200bb"]
    stored = pack_layout(FlowLayout()) + zlib.compress(json.dumps([row]).encode())
    layout = unpack_layout(stored)
    assert isinstance(layout, FlowLayout)
    assert layout.links[0].address == "http://a\ufffd\ufffdb"


@given(st.lists(redlines, max_size=8).map(tuple))
def test_redlines_come_back(rows: tuple[Redline, ...]) -> None:
    assert unpack_redlines(pack_redlines(rows)) == rows


@given(
    st.binary(max_size=200), st.sampled_from([b"", b"P", b"Q", b"F", b"X"]), st.booleans(),
    st.none() | st.integers(0, 6),
)  # fmt: skip
def test_foreign_bytes_are_refused(data: bytes, head: bytes, packed: bool, count: int) -> None:
    if count is not None:  # then as many numbers as it says
        data = struct.pack("<ffI", 612, 792, count) + data.ljust(28 * count, b"\xff")[: 28 * count]
    stored = head + (zlib.compress(data) if packed else data)
    try:
        layout = unpack_layout(stored)
    except BadLayout:
        return
    if not misplaced(layout, (), 100):
        assert unpack_layout(pack_layout(layout)) == layout


@pytest.mark.parametrize("kind", [b"P", b"Q"])
def test_a_bomb_is_refused(kind: bytes) -> None:
    bomb = kind + zlib.compress(bytes(80 << 20), 9)
    assert len(bomb) < 100_000
    with pytest.raises(BadLayout):
        unpack_layout(bomb)
    with pytest.raises(BadLayout):
        unpack_layout(pack_layout(FlowLayout()) + bomb[1:])
    with pytest.raises(BadLayout):
        unpack_redlines('[[1,2,"gone","","",0]]')
