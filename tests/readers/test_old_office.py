"""Old Excel and PowerPoint files: every sheet, cell, slide and note, and what lies beside them."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from flows import ENDS, cells, end_of, kinds, metadata, text, units, warnings
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import FileDamaged, FileLocked, FileUnsupported
from itrvault.readers import ppt, table, xls
from itrvault.readers.kinds import head_of, kind_of
from itrvault.readers.ole_write import write_compound

# -- workbooks -----------------------------------------------------------------------------------


def record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def short(words: str) -> bytes:
    return bytes([len(words), 1]) + words.encode("utf-16-le")


def long(words: str) -> bytes:
    return struct.pack("<HB", len(words), 1) + words.encode("utf-16-le")


def label(row: int, column: int, words: str) -> bytes:
    return record(0x204, struct.pack("<HHH", row, column, 15) + long(words))


def number(row: int, column: int, value: float, look: int = 15) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, look, value))


def begin(kind: int) -> bytes:
    return record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))


LOOKS = b"".join(
    record(
        0xE0, struct.pack("<HHHBBBBIIH", 0, form, 0xFFF5 if n < 15 else 1, 0, 0, 0, 0xF8, 0, 0, 0)
    )
    for n, form in enumerate([0] * 16 + [14])
)


def workbook(sheets: dict[str, bytes], *, hidden: str = "", start: bytes = b"") -> bytes:
    bodies = [begin(0x10) + body + record(0x0A) for body in sheets.values()]
    head = begin(5) + start + record(0x42, b"\xb0\x04") + LOOKS
    lists = b"".join(record(0x85, struct.pack("<IBB", 0, 0, 0) + short(n)) for n in sheets)
    at = len(head) + len(lists) + len(record(0x0A))
    lists = b""
    for name, body in zip(sheets, bodies, strict=True):
        lists += record(0x85, struct.pack("<IBB", at, name == hidden, 0) + short(name))
        at += len(body)
    stream = head + lists + record(0x0A) + b"".join(bodies)
    return write_compound({("Workbook",): stream.ljust(5000, b"\0")})


def test_cells_with_their_places():
    data = workbook({
        "First": label(0, 0, "Имя") + label(0, 2, "c") + number(1, 0, 5) + number(1, 1, 0.1 + 0.2)
        + number(2, 0, 41243, 16) + record(0x205, struct.pack("<HHHBB", 2, 1, 15, 1, 0)),
        "Second": label(0, 0, "x"),
    })  # fmt: skip
    first, second = units(xls, data, "a.xls")
    assert (first.label, second.label) == ("First", "Second")
    assert cells(first) == [
        (1, 0, 0, "Имя"), (1, 0, 2, "c"), (1, 1, 0, "5"), (1, 1, 1, "0.3"),
        (1, 2, 0, "2012-11-30"), (1, 2, 1, "TRUE"),
    ]  # fmt: skip


def test_boxes_heads_comments_and_hidden_sheets():
    box = record(0x5D, struct.pack("<HHHHH", 0x15, 18, 6, 1, 0) + bytes(16))
    words = "In the box"
    box += record(0x1B6, struct.pack("<HHHHHHHH", 0, 0, 0, 0, 0, len(words), 0, 0) + bytes(2))
    box += record(0x3C, b"\0" + words.encode())
    note = record(0x5D, struct.pack("<HHHHH", 0x15, 18, 0x19, 2, 0) + bytes(16))
    note += record(0x1B6, struct.pack("<HHHHHHHH", 0, 0, 0, 0, 0, 6, 0, 0) + bytes(2))
    note += record(0x3C, b"\0Strong") + record(
        0x1C, struct.pack("<HHHH", 2, 1, 0, 2) + long("Anna")
    )
    heads = record(0x14, long('&L&"Arial,Bold"Draft&RPage &P')) + record(0x15, long("Draft"))
    data = workbook({"S": heads + label(0, 0, "cell") + box + note}, hidden="S")
    (unit,) = units(xls, data, "a.xls")
    assert kinds(unit) == [
        ("heading", "S"), ("cell", "cell"), ("body", "In the box"), ("header", "Draft"),
        ("comment", "Anna, B3: Strong"),
    ]  # fmt: skip
    assert warnings(xls, data, "a.xls") == ["Hidden in it, and shown here: sheet “S”."]


def test_protected_and_damaged_workbooks():
    with pytest.raises(FileLocked):
        list(xls.read(workbook({"S": b""}, start=record(0x2F, bytes(6))), xls.ReadContext("a.xls")))
    with pytest.raises(FileDamaged):
        list(xls.read(write_compound({("Workbook",): b"words" * 9}), xls.ReadContext("a.xls")))
    with pytest.raises(FileDamaged):
        list(xls.read(b"words", xls.ReadContext("a.xls")))


@given(st.data())
def test_no_change_of_a_workbook_brings_anything_but_a_known_failure(data: st.DataObject):
    whole = bytearray(workbook({"S": label(0, 0, "words") + number(1, 1, 2.5)}))
    for _ in range(data.draw(st.integers(1, 10))):
        whole[data.draw(st.integers(512, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert end_of(xls, bytes(whole), "a.xls") in ENDS


# -- slides --------------------------------------------------------------------------------------


def atom(kind: int, data: bytes, instance: int = 0) -> bytes:
    return struct.pack("<HHI", instance << 4, kind, len(data)) + data


def box(kind: int, *inside: bytes, instance: int = 0) -> bytes:
    data = b"".join(inside)
    return struct.pack("<HHI", instance << 4 | 15, kind, len(data)) + data


def said(kind: int, words: str) -> bytes:
    return atom(0x0F9F, struct.pack("<I", kind)) + atom(0x0FA0, words.encode("utf-16-le"))


def drawn(*frames: bytes) -> bytes:
    return box(0x040C, box(0xF002, box(0xF003, *(box(0xF004, box(0xF00D, f)) for f in frames))))


def persist(number: int, identity: int) -> bytes:
    return atom(0x03F3, struct.pack("<IIiII", number, 0, 0, identity, 0))


REFERENCE = atom(0x0F9E, struct.pack("<I", 1))


def slides(*, directory: bool = True, token: int = 0xE391C05F) -> bytes:
    first = box(0x03EE, drawn(said(4, "Free box"), REFERENCE),
                atom(0x03F9, bytes(10) + b"\x04\0" + bytes(4)),
                box(0x0FD9, atom(0x0FBA, "Foot".encode("utf-16-le"), 2)),
                box(0x1388, box(0x138A, atom(0x138B, box(0x2EE0,
                    atom(0x0FBA, "Anna".encode("utf-16-le"), 0),
                    atom(0x0FBA, "Too long".encode("utf-16-le"), 1))))))  # fmt: skip
    old = box(0x03EE, drawn(said(4, "Older state")))
    second = box(0x03EE, drawn(said(0, "Title of 2"), atom(0x0F9F, bytes(4)) + atom(0x0FA8, b"*")))
    notes = box(0x03F0, atom(0x03F1, struct.pack("<II", 256, 0)), drawn(said(2, "Say this")))
    listed = box(0x0FF0, persist(2, 256), said(0, "Заголовок"), said(1, "One\rTwo"),
                 persist(3, 257))  # fmt: skip
    listed_notes = box(0x0FF0, persist(4, 900), instance=2)
    document = box(0x03E8, listed, listed_notes)
    places, stream = [], b""
    for part in (document, first, second, notes):
        places.append(len(stream))
        stream += part
    stream += old
    at = len(stream)
    if directory:
        stream += atom(0x1772, struct.pack("<I4I", 4 << 20 | 1, *places))
        edit = len(stream)
        stream += atom(0x0FF5, struct.pack("<IIIIIHH", 0, 0, 0, at, 1, 5, 0) + bytes(4))
    else:
        edit = 0
    user = struct.pack("<HHIIII", 0, 0x0FF6, 20, 20, token, edit)
    return write_compound({("PowerPoint Document",): stream.ljust(5000, b"\0"),
                           ("Current User",): user})  # fmt: skip


def test_slides_with_titles_notes_and_comments():
    one, two = units(ppt, slides(), "a.ppt")
    assert (one.label, two.label) == ("Slide 1", "Slide 2")
    assert kinds(one) == [
        ("heading", "Заголовок"), ("body", "Free box"), ("body", "One"), ("body", "Two"),
        ("footnote", "Say this"), ("footer", "Foot"), ("comment", "Anna: Too long"),
    ]  # fmt: skip
    assert kinds(two) == [("heading", "Title of 2")]
    assert warnings(ppt, slides(), "a.ppt") == ["Slides hidden in it, and shown here: 1."]
    assert metadata(ppt, slides(), "a.ppt") == {}


def test_slides_without_a_directory_are_all_read():
    found = text(ppt, slides(directory=False), "a.ppt")
    assert "Free box" in found
    assert "Older state" in found


def test_protected_and_damaged_slides():
    with pytest.raises(FileLocked):
        list(ppt.read(slides(token=0xF3D1C4DF), ppt.ReadContext("a.ppt")))
    with pytest.raises(FileUnsupported):
        list(ppt.read(write_compound({("PowerPoint Document",): bytes(99)}),
                      ppt.ReadContext("a.ppt")))  # fmt: skip
    with pytest.raises(FileDamaged):
        list(ppt.read(write_compound({("Current User",): bytes(9)}), ppt.ReadContext("a.ppt")))


@given(st.data())
def test_no_change_of_slides_brings_anything_but_a_known_failure(data: st.DataObject):
    whole = bytearray(slides())
    for _ in range(data.draw(st.integers(1, 10))):
        whole[data.draw(st.integers(512, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert end_of(ppt, bytes(whole), "a.ppt") in ENDS


# -- both ----------------------------------------------------------------------------------------


def test_they_are_known_under_any_name():
    for data, reader, kind in (
        (workbook({"S": b""}), xls, "Excel 97-2003 workbook"),
        (slides(), ppt, "PowerPoint 97-2003 slides"),
    ):
        assert kind_of(head_of(data, 4096), "a.doc") == kind
        for name in ("a.xls", "a.ppt", "a.docx", "a.xlsx", "a.txt", "a"):
            assert table.choose(data, name) is reader


@pytest.mark.corpus
def test_real_files(corpus: Path):
    for path in sorted((corpus / "office").iterdir()):
        if path.suffix in (".xls", ".ppt"):
            data = path.read_bytes()
            assert end_of(table.choose(data, path.name), data, path.name) in ENDS
    data = (corpus / "office" / "libreoffice__hang-22.ppt").read_bytes()
    assert [kind for kind, _ in kinds(units(ppt, data, "a.ppt")[0])].count("comment") == 2
