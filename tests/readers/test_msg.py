"""Outlook messages: the same promises as for mail; compound files written and read back."""

from __future__ import annotations

import io
from pathlib import Path

import olefile
import pytest
from flows import ENDS, end_of, members, metadata, text, units, warnings
from hypothesis import given
from hypothesis import strategies as st
from messages import TICKS, attached, attached_message, listed, message, part, recipient, written

from itrvault.errors import FileDamaged
from itrvault.readers import msg, table
from itrvault.readers.kinds import head_of, kind_of
from itrvault.readers.msg_store import unpack_rtf
from itrvault.readers.ole import Compound, ole_names, when
from itrvault.readers.ole_write import write_compound

NAMES = st.text("abcdeXYZ_.1", min_size=1, max_size=31)


def stored(words: bytes) -> bytes:
    """RTF as Outlook keeps it when it does not pay to pack it."""
    return (len(words) + 12).to_bytes(4, "little") + len(words).to_bytes(4, "little") + b"MELA" + (
        bytes(4) + words
    )  # fmt: skip


def test_a_message_says_who_wrote_what_to_whom():
    data = written(message(
        {0x1000: "Words.", 0x1035: "<1@example.org>"},
        recipient(0, "Б", "b@example.org", 1), recipient(1, "", "c@example.org", 2),
    ))  # fmt: skip
    (unit,) = units(msg, data, "a.msg")
    assert unit.label == "Routing"
    assert unit.text == (
        "From: Делегат <a@example.org>\nTo: Б <b@example.org>\nCc: c@example.org\n"
        "Date: 2012-11-30T10:05:00Z\nSubject: Routing\nWords.\n"
    )
    assert metadata(msg, data, "a.msg") == {
        "title": "Routing", "author": "Делегат <a@example.org>", "to": "Б <b@example.org>",
        "cc": "c@example.org", "message id": "<1@example.org>", "date": "2012-11-30T10:05:00Z",
    }  # fmt: skip


def test_the_writers_own_date_keeps_its_zone():
    heads = "Received: x\r\nDate: Fri, 30 Nov 2012\r\n 14:05:00 +0400\r\n"
    data = written(message({0x007D: heads, 0x1000: "x"}))
    assert metadata(msg, data, "a.msg")["date"] == "2012-11-30T14:05:00+04:00"


def test_of_several_forms_the_richest_with_words_is_read_once():
    forms: dict[int, str | bytes] = {
        0x1000: "plain words",
        0x1009: stored(rb"{\rtf1 packed \b words}"),
    }
    rich = forms | {0x1013: b"<p>rich <del>old</del> words</p>"}
    (unit,) = units(msg, written(message(rich)), "a.msg")
    assert unit.text.endswith("\nrich old words\n")
    assert len(unit.redlines) == 1
    assert text(msg, written(message(forms)), "a.msg").endswith("\npacked words\n")
    empty = rich | {0x1013: b"<p>&nbsp;</p>", 0x1009: b"", 0x1000: "plain words"}
    assert text(msg, written(message(empty)), "a.msg").endswith("\nplain words\n")
    html_in_rtf = forms | {0x1009: stored(rb"{\rtf1\fromhtml1 {\*\htmltag <p>} packed}")}
    assert text(msg, written(message(html_in_rtf)), "a.msg").endswith("\nplain words\n")


def test_words_of_one_byte_a_letter_are_read_by_the_messages_code_page():
    streams = message({}, fixed={(3, 0x3FFD): 1251})
    streams["__substg1.0_1000001E",] = "Слова".encode("cp1251")
    assert text(msg, written(streams), "a.msg").endswith("\nСлова\n")


def test_attached_files_and_messages_are_members_with_their_names():
    inner = message({0x0037: "In/ner", 0x1000: "inner words"}, head=24)
    data = written(message(
        {0x1000: "x"}, attached(0, "Предложение.pdf", b"%PDF-1.4"),
        attached(1, "..\\..\\Предложение.pdf", b"%PDF-1.5" + bytes(9000)), attached(2, "", b"x"),
        attached_message(3, inner),
    ))  # fmt: skip
    found = {m.name: m.data for m in members(msg, data, "a.msg")}
    assert list(found) == ["Предложение.pdf", "Предложение (2).pdf", "attachment 3", "In-ner.msg"]
    assert found["Предложение (2).pdf"] == b"%PDF-1.5" + bytes(9000)
    assert text(msg, found["In-ner.msg"], "b.msg").endswith("Subject: In/ner\ninner words\n")
    assert "inner words" not in text(msg, data, "a.msg")
    assert metadata(msg, data, "a.msg")["attachments"].startswith("Предложение.pdf; ")


def test_a_link_to_a_file_elsewhere_is_named():
    streams = message({0x1000: "x"}, part("__attach_version1.0_#00000000", 8, {0x3707: "a.doc"},
                                          {(3, 0x3705): 2}))  # fmt: skip
    (member,) = members(msg, written(streams), "a.msg")
    assert (member.name, member.failure) == ("a.doc", "unsupported")


def test_a_meeting_says_where_and_when():
    appointment = bytes.fromhex("0220060000000000c000000000000046")
    names = {
        ("__nameid_version1.0", "__substg1.0_00020102"): appointment,
        ("__nameid_version1.0", "__substg1.0_00030102"): (
            (0x820D).to_bytes(4, "little") + (6).to_bytes(2, "little") + (0).to_bytes(2, "little")
            + (0x8208).to_bytes(4, "little") + (6).to_bytes(2, "little") + (1).to_bytes(2, "little")
        ),
    }  # fmt: skip
    streams = message({0x1000: "x", 0x8001: "Dubai"}, fixed={(0x40, 0x8000): TICKS}) | names
    said = text(msg, written(streams), "a.msg")
    assert "\nStart: 2012-11-30T10:05:00Z\nPlace: Dubai\n" in said


def test_encrypted_and_cut_off_messages_are_told_of():
    locked = written(message({0x001A: "IPM.Note.SMIME", 0x1000: ""}))
    assert warnings(msg, locked, "a.msg") == [
        "The message is encrypted; only its head could be read."
    ]
    data = bytearray(written(message({0x1000: "w" * 20_000})))
    assert warnings(msg, bytes(data), "a.msg") == []
    entry = data.index("__substg1.0_1000001F".encode("utf-16-le"))
    data[entry + 120 : entry + 124] = (90_000).to_bytes(4, "little")
    assert warnings(msg, bytes(data), "a.msg") == [
        "The file ends in the middle; what was there was read."
    ]


def test_the_packed_form_of_rtf():
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c0900206277"
        "05b06c647d0a800fa0"
    )
    assert unpack_rtf(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert unpack_rtf(stored(b"{\\rtf1 x}")) == b"{\\rtf1 x}"
    assert unpack_rtf(b"short") == b""


@given(st.binary(max_size=300))
def test_packed_rtf_never_breaks(rest: bytes):
    unpacked = unpack_rtf(b"\xff\0\0\0\xff\0\0\0LZFu" + bytes(4) + rest)
    assert len(unpacked) <= 255


@given(st.dictionaries(st.tuples(NAMES, NAMES), st.binary(max_size=9000), max_size=8),
       st.dictionaries(st.tuples(NAMES), st.binary(max_size=100), max_size=8))  # fmt: skip
def test_compound_files_are_read_back_here_and_elsewhere(
    deep: dict[tuple[str, ...], bytes], flat: dict[tuple[str, ...], bytes]
):
    folders = {path[0].lower() for path in deep}
    streams = {path: data for path, data in (deep | flat).items() if path[0].lower() not in folders
               or path in deep}  # fmt: skip
    unique: dict[tuple[str, ...], tuple[tuple[str, ...], bytes]] = {}
    for path, data in streams.items():
        unique.setdefault(tuple(name.lower() for name in path), (path, data))
    kept = dict(unique.values())
    if len({p[0] for p in kept}) != len({p[0].lower() for p in kept}):
        return  # two spellings of one folder
    made = write_compound(kept)
    assert Compound(made).tree() == kept
    assert set(ole_names(made)) == {path[0] for path in kept}
    with olefile.OleFileIO(io.BytesIO(made), raise_defects=olefile.DEFECT_INCORRECT) as other:
        assert {tuple(p): other.openstream(p).read() for p in other.listdir()} == kept


def test_a_compound_file_larger_than_its_first_table():
    large = bytes(range(256)) * 40_000
    made = write_compound({("a",): large, ("b",): b"x"})
    assert Compound(made).data("A") == large


@pytest.mark.parametrize("cut", [0, 20, 511, 600, 3000])
def test_cut_off_files_end_with_a_sentence(cut: int):
    data = written(message({0x1000: "Words." * 2000}))
    assert end_of(msg, data[:cut], "a.msg") in ENDS


@given(st.data())
def test_no_change_of_bytes_brings_anything_but_a_known_failure(data: st.DataObject):
    whole = bytearray(written(message({0x1000: "Words."}, attached(0, "a.txt", b"x"))))
    for _ in range(data.draw(st.integers(1, 8))):
        whole[data.draw(st.integers(8, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert end_of(msg, bytes(whole), "a.msg") in ENDS


def test_it_is_known_under_any_name():
    data = written(message({0x1000: "x"}))
    assert kind_of(head_of(data, 4096), "a.doc") == "Outlook message"
    for name in ("a.msg", "a.doc", "a.txt", "a"):
        assert table.choose(data, name) is msg
    with pytest.raises(FileDamaged):
        list(msg.read(write_compound({("WordDocument",): b"x"}), msg.ReadContext("a.msg")))


def test_times_of_windows():
    assert when(TICKS) == "2012-11-30T10:05:00Z"
    assert when(0) == when(1 << 64) == ""
    assert listed(8, {}) == bytes(8)


@pytest.mark.corpus
def test_real_messages(corpus: Path):
    for path in sorted((corpus / "office").glob("*.msg")):
        data = path.read_bytes()
        reader = table.choose(data, path.name)
        assert units(reader, data, path.name), path.name
    data = (corpus / "office" / "extract__3rd-level-bug-732.msg").read_bytes()
    (inner,) = members(msg, data, "a.msg")
    assert [m.name for m in members(msg, inner.data, inner.name)]
