"""Units survive the way between the processes, and values that cannot be right do not."""

from __future__ import annotations

import io
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import ReaderLied, ReaderOverLimit
from itrvault.model.document import Redline, RedlineKind, Unit, UnitKind
from itrvault.model.geometry import FlowLayout, PageLayout, Paragraph, ParagraphKind, Run
from itrvault.sandbox.received import UnitReceiver
from itrvault.sandbox.records import Batch, clean_line
from itrvault.sandbox.wire import Frame, read_frame, write_frame

words = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1))


def page(number: int, parts: list[str]) -> Unit:
    layout = PageLayout(612.0, 792.0)
    at = 0
    for index, part in enumerate(parts):
        layout.starts.append(at)
        layout.ends.append(at + len(part))
        layout.lines.append(index // 3)
        layout.boxes.extend((10.0, 20.0, 30.5, 40.0))
        at += len(part) + 1
    redlines = (Redline(0, 1, RedlineKind.DELETED, "A. U.", "2012", True),) if parts else ()
    return Unit(number, UnitKind.PAGE, str(number + 1), " ".join(parts), layout, "", redlines)


def section(number: int, parts: list[str]) -> Unit:
    paragraphs = []
    at = 0
    for index, part in enumerate(parts):
        end = at + len(part)
        run = Run(at, end, 0, bold=True, strike=index % 2 == 0)
        paragraphs.append(
            Paragraph(at, end, index + 1, ParagraphKind.CELL, 1, 2, 3, index % 5, (run,))
        )
        at = end + 1
    text = "".join(part + "\n" for part in parts)
    return Unit(number, UnitKind.SECTION, "Article", text, FlowLayout(tuple(paragraphs)), "ar")


def frame_of(*units: Unit) -> Frame:
    batch = Batch()
    for unit in units:
        batch.add(unit)
    stream = io.BytesIO()
    write_frame(stream, *batch.frame())
    stream.seek(0)
    return read_frame(stream)


@given(st.lists(st.tuples(st.booleans(), words), max_size=4))
def test_units_come_back_as_they_were_sent(plans):
    units = [
        (page if as_page else section)(number, parts)
        for number, (as_page, parts) in enumerate(plans)
    ]
    receiver = UnitReceiver(100, 10_000_000)
    receiver.receive(frame_of(*units))
    assert receiver.units == units


def test_signs_no_database_holds_are_replaced_one_by_one():
    receiver = UnitReceiver(10, 1000)
    receiver.receive(frame_of(page(0, ["a\0b", "\ud800c"])))
    assert receiver.units[0].text == "a\ufffdb \ufffdc"
    assert clean_line("a\nb\x07\udfff") == "a b\ufffd\ufffd"


def spoilt(**changes: object) -> Frame:
    """A good frame of one page and one section, with some of its parts exchanged."""
    good = frame_of(page(0, ["one", "two", "three"]), section(1, ["alpha", "beta"]))
    head, blobs = dict(good.head), dict(good.blobs)
    for name, value in changes.items():
        if name in blobs:
            blobs[name] = memoryview(value).cast("B")
        else:
            units = [list(unit) for unit in head["units"]]
            unit, field = name[1:].split("_")
            units[int(unit)][int(field)] = value
            head["units"] = units
    return Frame(head, blobs)


def test_the_unspoilt_frame_is_taken():
    receiver = UnitReceiver(10, 1000)
    receiver.receive(spoilt())
    assert len(receiver.units) == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"u0_0": 1},
        {"u0_0": False},
        {"u0_1": "chapter"},
        {"u0_2": "a\nb"},
        {"u0_2": "x" * 500},
        {"u0_3": 4},
        {"u0_3": -1},
        {"u0_3": 10**9},
        {"u0_4": 7},
        {"u0_4": "\ud800"},
        {"u0_5": [[0, 99, "deleted", "", "", True]]},
        {"u0_5": [[2, 2, "deleted", "", "", True]]},
        {"u0_5": [[0, 1, "moved", "", "", True]]},
        {"u0_5": [[0, 1, "deleted", "", "", 1]]},
        {"u0_5": [[0, 1, "deleted", ""]]},
        {"u0_6": 2},
        {"u0_6": 4},
        {"u0_7": 0},
        {"u0_7": "612"},
        {"u0_8": 1e30},
        {"u0_8": 10**1000},
        {"u1_6": 1},
        {"u1_6": 3},
        {"starts": array("I", [0, 2, 8])},
        {"starts": array("I", [0, 8, 4])},
        {"starts": array("I", [0, 4])},
        {"ends": array("I", [3, 7, 99])},
        {"ends": array("I", [0, 7, 13])},
        {"lines": array("I", [1, 0, 0])},
        {"lines": array("I", [0, 0, 3])},
        {"boxes": array("f", [float("nan")] * 12)},
        {"boxes": array("f", [float("inf")] * 12)},
        {"boxes": array("f", [1e9] * 12)},
        {"boxes": array("f", [5, 0, 1, 1] * 3)},
        {"boxes": array("f", [0, 5, 1, 1] * 3)},
        {"boxes": array("f", [0, 0, 1, 1] * 2)},
        {"boxes": b"abc"},
        {"text": b"\xff\xfe"},
        {"text": b"one two threealpha\nbet\0\n"},
        {"text": b"one two threealpha\nbeta\nmore"},
        {"text": b""},
        {"paragraphs": array("I", [0, 99, 1, 5, 1, 2, 3, 0, 1, 6, 10, 2, 5, 1, 2, 3, 1, 1])},
        {"paragraphs": array("I", [0, 5, 1, 99, 1, 2, 3, 0, 1, 6, 10, 2, 5, 1, 2, 3, 1, 1])},
        {"paragraphs": array("I", [0, 5, 1, 5, 1, 2, 3, 0, 9, 6, 10, 2, 5, 1, 2, 3, 1, 1])},
        {"runs": array("I", [0, 5, 0, 99, 6, 10, 0, 1])},
        {"runs": array("I", [0, 6, 0, 1, 6, 10, 0, 1])},
        {"runs": array("I", [0, 5, 0, 1])},
    ],
    ids=lambda changes: str(changes)[:80],
)
def test_a_value_that_cannot_be_right_is_a_lie(changes):
    receiver = UnitReceiver(10, 1000)
    with pytest.raises(ReaderLied):
        receiver.receive(spoilt(**changes))
    assert receiver.units == []


def test_too_much_is_over_the_limit():
    with pytest.raises(ReaderOverLimit):
        UnitReceiver(1, 1000).receive(spoilt())
    with pytest.raises(ReaderOverLimit):
        UnitReceiver(10, 5).receive(spoilt())


def test_text_in_too_many_pieces_is_refused_over_all_batches():
    receiver = UnitReceiver(10, 1000, paragraphs_left=5)
    receiver.receive(frame_of(section(0, ["a", "b", "c"])))
    with pytest.raises(ReaderOverLimit):
        receiver.receive(frame_of(section(1, ["a", "b", "c"])))
    runs = UnitReceiver(10, 1000, runs_left=2)
    with pytest.raises(ReaderOverLimit):
        runs.receive(frame_of(section(0, ["a", "b", "c"])))
