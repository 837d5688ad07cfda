"""What a reader says of a codebook is checked value by value."""

from __future__ import annotations

from typing import Any

import pytest

from itrvault import errors
from itrvault.export.refi import schema_bytes
from itrvault.model.codebook import CodebookEntry
from itrvault.sandbox.codebooks import CodebookReceiver, code_rows
from itrvault.sandbox.host import Sandbox
from itrvault.sandbox.wire import Frame

ONE = "0d62985d-b147-5d01-a9b5-cae5dcd98342"
GOOD = [ONE, -1, "Privacy", "#ff0000", "What.", "", "", ["UDHR 12"], True]


def frame(*rows: list[Any]) -> Frame:
    return Frame({"type": "codes", "codes": [list(row) for row in rows]})


def changed(place: int, value: object) -> list[Any]:
    row: list[Any] = list(GOOD)
    row[place] = value
    return row


def test_what_is_sent_is_what_comes() -> None:
    entries = (
        CodebookEntry(ONE, -1, "a", "#ff0000", "d", "u", "n", ("UDHR 1",), False),
        CodebookEntry("", 0, "b", definition="x" * 90_000),
        CodebookEntry("", 1, "c", definition="y" * 90_000),
        CodebookEntry("", 1, "d", when_not="z" * 90_000),
    )
    batches = list(code_rows(entries))
    assert len(batches) > 1
    receiver = CodebookReceiver()
    for rows in batches:
        receiver.receive(frame(*rows))
    receiver.receive(Frame({"type": "warning", "sentence": "Left out."}))
    begin = Frame({"type": "codebook", "format": "CSV", "origin": ""})
    file = receiver.file(begin)
    assert file.entries == entries
    assert file.warnings == ("Left out.",)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (0, "7"), (0, ONE.upper()), (0, None), (1, 0), (1, -2), (1, True), (2, ""), (2, "a/b"),
        (2, "a\nb"), (2, "a  b"), (2, "x" * 501), (2, 3), (3, "red"), (3, "#FF0000"), (4, None),
        (4, "a\0"), (4, "\ud800"), (5, "x" * 100_001), (6, ["a"]), (7, "UDHR"), (7, [1]),
        (7, ["a"] * 101), (8, 1), (8, None),
    ],
)  # fmt: skip
def test_lies(place: int, value: object) -> None:
    with pytest.raises(errors.ReaderLied):
        CodebookReceiver().receive(frame(changed(place, value)))


def test_rows_of_another_shape() -> None:
    for rows in ([GOOD[:8]], ["x"], "x", None):
        with pytest.raises(errors.ReaderLied):
            CodebookReceiver().receive(Frame({"type": "codes", "codes": rows}))


def test_depth_and_number() -> None:
    receiver = CodebookReceiver()
    with pytest.raises(errors.ReaderLied):
        receiver.receive(
            frame(*(["", n - 1, f"n{n}", "", "", "", "", [], True] for n in range(101)))
        )
    receiver = CodebookReceiver()
    with pytest.raises(errors.ReaderOverLimit):
        receiver.receive(
            frame(*(["", -1, f"n{n}", "", "", "", "", [], True] for n in range(10_001)))
        )


def test_a_confined_reader_reads_one() -> None:
    text = f'<CodeBook><Codes><Code guid="{{{ONE}}}" name="a"/></Codes><Sets/></CodeBook>'
    with Sandbox() as sandbox:
        file = sandbox.codebook(text.encode(), "a.qdc", schema=schema_bytes())
        assert [entry.id for entry in file.entries] == [ONE]
        with pytest.raises(errors.FileDamaged):
            sandbox.codebook(b"<!DOCTYPE a><CodeBook/>", "a.qdc", schema=schema_bytes())
        assert sandbox.extract(b"still here", "a.txt").units
