"""Old Word files: every word a person reads, redlines with their authors, notes, lists, tables."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from flows import ENDS, cells, end_of, kinds, metadata, records, reds, text, units, warnings
from hypothesis import given
from hypothesis import strategies as st
from words97 import (
    BOLD,
    HIDDEN,
    IN_TABLE,
    ROW_END,
    SPECIAL,
    START,
    STRUCK,
    UNDERLINED,
    WHEN,
    YELLOW,
    Doc,
    P,
    deleted,
    inserted,
    level,
    names,
    p,
    plc,
    sheet,
    sprm,
    style,
    xst,
)  # fmt: skip

from itrvault.errors import FileDamaged, FileLocked
from itrvault.model.document import ForeignMark, MarkKind
from itrvault.readers import doc, table
from itrvault.readers.doc_head import Part
from itrvault.readers.doc_properties import values_of
from itrvault.readers.kinds import head_of, kind_of
from itrvault.readers.ole import Compound
from itrvault.readers.ole_write import write_compound

WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x1F6FF, blacklist_categories=("Cs",
                "Cc", "Cn", "Co", "Zl", "Zp", "Cf")), min_size=1, max_size=40)  # fmt: skip


def marks(data: bytes) -> list[ForeignMark]:
    return [r for r in records(doc, data, "a.doc") if isinstance(r, ForeignMark)]


def test_paragraphs_in_every_script():
    data = Doc([p("Article 1"), p("Слова и 字"), p("مادة"), p("end 😀")]).written()
    assert text(doc, data, "a.doc") == "Article 1\nСлова и 字\nمادة\nend 😀\n"
    assert units(doc, data, "a.doc")[0].label == "Article 1"


def test_letters_of_one_byte():
    data = Doc([p("Café – “quoted” €")], narrow=True).written()
    assert text(doc, data, "a.doc") == "Café – “quoted” €\n"


@given(st.lists(st.lists(st.tuples(WORDS, st.sampled_from([b"", BOLD, YELLOW])), min_size=1,
                         max_size=4), min_size=1, max_size=30))  # fmt: skip
def test_no_word_is_lost(paragraphs: list[list[tuple[str, bytes]]]):
    found = text(doc, Doc([P(runs) for runs in paragraphs]).written(), "a.doc")
    wanted = ["".join(words for words, _ in runs) for runs in paragraphs]
    assert found == "".join(f"{words}\n" for words in wanted if words.strip())


def test_tracked_changes_with_author_and_date():
    data = Doc(
        [P([("Keep ", b""), ("new", inserted(1)), ("old", deleted(2)), (" end", b"")]),
         P([("joined", b"")], end_stated=deleted(1)), p("next")],
        tables={Part.AUTHORS: names("Unknown", "Anna", "Борис")},
    ).written()  # fmt: skip
    (unit,) = units(doc, data, "a.doc")
    assert unit.text == "Keep newold end\njoined\nnext\n"
    assert reds(unit) == [
        ("inserted", "Anna", WHEN, "new"), ("deleted", "Борис", WHEN, "old"),
        ("deleted", "Anna", WHEN, "\n"),
    ]  # fmt: skip


def test_drawn_redlines_are_told_from_emphasis():
    runs = [("plain ", b""), ("under", UNDERLINED)]
    (unit,) = units(doc, Doc([P(runs)]).written(), "a.doc")
    assert reds(unit) == []
    (unit,) = units(doc, Doc([P([*runs, ("gone", STRUCK)])]).written(), "a.doc")
    assert [(kind, words) for kind, _, _, words in reds(unit)] == [
        ("inserted", "under"), ("deleted", "gone"),
    ]  # fmt: skip
    (unit,) = units(doc, Doc([p("MOD 31"), P(runs)]).written(), "a.doc")
    assert [(kind, words) for kind, _, _, words in reds(unit)] == [("inserted", "under")]


def test_notes_follow_the_paragraph_that_refers_to_them():
    data = Doc(
        [P([("One", b""), ("\x02", SPECIAL), (" and", b""), ("\x02", SPECIAL)]), p("Two")],
        {"footnotes": [P([("\x02", SPECIAL), (" First note", b"")])],
         "endnotes": [P([("\x02", SPECIAL), (" Last note", b"")])]},
        {Part.FOOTNOTE_PLACES: plc([3, 13], [b"\1\0"]), Part.FOOTNOTES: plc([0, 13, 13], []),
         Part.ENDNOTE_PLACES: plc([8, 13], [b"\1\0"]), Part.ENDNOTES: plc([0, 12, 12], [])},
    ).written()  # fmt: skip
    (unit,) = units(doc, data, "a.doc")
    assert kinds(unit) == [
        ("body", "One¹ and¹"), ("footnote", "¹ First note"), ("endnote", "¹ Last note"),
        ("body", "Two"),
    ]  # fmt: skip


def test_comments_stand_at_the_end_and_mark_their_words():
    place = xst("AB").ljust(20, b"\0") + struct.pack("<HHHi", 0, 0, 0, 7)
    data = Doc(
        [P([("Some words here", b""), ("\x05", SPECIAL)]), p("After")],
        {"comments": [P([("\x05", SPECIAL), ("Too strong", b"")])]},
        {Part.COMMENT_PLACES: plc([15, 22], [place]), Part.COMMENTS: plc([0, 12, 12], []),
         Part.COMMENT_AUTHORS: xst("Anna B"),
         Part.COMMENT_DATES: struct.pack("<I", 112 << 20 | 11 << 16 | 30 << 11 | 9 << 6 | 30)
         + bytes(14),
         Part.COMMENT_MARKS: names("", extra=struct.pack("<Hii", 0x100, 7, -1)),
         Part.COMMENT_BEGINS: plc([5, 23], [bytes(4)]), Part.COMMENT_ENDS: plc([10, 23], [])},
    ).written()  # fmt: skip
    (unit,) = units(doc, data, "a.doc")
    assert kinds(unit) == [
        ("body", "Some words here"), ("body", "After"), ("comment", "Anna B: Too strong"),
    ]  # fmt: skip
    assert marks(data) == [
        ForeignMark(0, 5, 10, MarkKind.COMMENT, "Too strong", "", "Anna B", WHEN)
    ]


def test_highlights_are_marks():
    data = Doc([P([("a ", b""), ("word", YELLOW)])]).written()
    assert marks(data) == [ForeignMark(0, 2, 6, MarkKind.HIGHLIGHT, colour="yellow")]


def test_running_heads_come_first_and_feet_last_once_each():
    heads = [p(""), p(""), p(""), p(""), p(""), p(""), p("even"), p("odd"), p("foot"),
             p("foot"), p("- 3 -"), p("odd")]  # fmt: skip
    lengths = [len(one.runs[0][0]) + 1 for one in heads]
    ends = [sum(lengths[:n]) for n in range(len(lengths) + 1)]
    data = Doc([p("Body")], {"heads": heads}, {Part.HEADS: plc([*ends, ends[-1]], [])}).written()
    (unit,) = units(doc, data, "a.doc")
    assert kinds(unit) == [
        ("header", "even"), ("header", "odd"), ("body", "Body"), ("footer", "foot"),
    ]  # fmt: skip


def test_a_text_box_follows_its_paragraph():
    box = struct.pack("<iihiii", 1, 0, 0, -1, 1026, 0)
    shape = struct.pack("<i", 1026) + bytes(22)
    data = Doc(
        [P([("Anchor", b""), ("\x08", SPECIAL)]), p("After")], {"boxes": [p("In the box")]},
        {Part.BOXES: plc([0, 11], [box]), Part.SHAPES: plc([6, 14], [shape])},
    ).written()  # fmt: skip
    assert text(doc, data, "a.doc") == "Anchor\nIn the box\nAfter\n"


def test_tables_within_tables():
    inner = sprm(0x6649, 2)
    data = Doc([
        p("A1", stated=IN_TABLE, end="\x07"), p("B1", stated=IN_TABLE),
        p("B1 too", stated=IN_TABLE, end="\x07"), p("", stated=ROW_END, end="\x07"),
        p("x", stated=IN_TABLE + inner + sprm(0x244B, 1)),
        p("y", stated=IN_TABLE + inner + sprm(0x244B, 1)),
        p("", stated=IN_TABLE + inner + sprm(0x244C, 1)),
        p("A2", stated=IN_TABLE, end="\x07"), p("B2", stated=IN_TABLE, end="\x07"),
        p("", stated=ROW_END, end="\x07"), p("After"),
    ]).written()  # fmt: skip
    (unit,) = units(doc, data, "a.doc")
    assert cells(unit) == [
        (1, 0, 0, "A1"), (1, 0, 1, "B1"), (1, 0, 1, "B1 too"), (2, 0, 0, "x"), (2, 0, 1, "y"),
        (1, 1, 0, "A2"), (1, 1, 1, "B2"),
    ]  # fmt: skip
    assert kinds(unit)[-1] == ("body", "After")


def test_fields_show_their_result():
    data = Doc([p('See \x13 HYPERLINK "http://x" \x14the link\x15 now'),
                p("\x13 TOC \x14One\t1"), p("Two\t2\x15"),
                p('\x13 SYMBOL 183 \\f "Symbol"\x15 dot'),
                p("\x13 broken"), p("next")]).written()  # fmt: skip
    assert text(doc, data, "a.doc") == "See the link now\nOne\t1\nTwo\t2\n• dot\nnext\n"


def test_styles_make_headings_and_lists_are_numbered():
    lists = struct.pack("<Hii", 1, 77, 0) + bytes(18) + b"\0\0"
    lists += b"".join([level("\0."), level("\0.\1", 0)] + [level("")] * 7)
    uses = struct.pack("<IiiiBBBB", 1, 77, 0, 0, 0, 0, 0, 0) + struct.pack("<I", 0xFFFFFFFF)
    item = sprm(0x460B, 1)
    data = Doc(
        [p("Scope", 1), p("first", stated=item), p("deep", stated=item + sprm(0x260A, 1)),
         p("second", stated=item), p("deep too", 2, stated=sprm(0x260A, 1)), p("Loud", 3)],
        tables={Part.STYLES: sheet(style("Normal"), style("heading 1", 1, 0),
                                   style("List", 0, 0, item), style("Loud", 0, 0, b"", BOLD)),
                Part.LISTS: lists[:30], Part.LIST_USES: uses},
        beside={Part.LISTS: lists[30:]},
    ).written()  # fmt: skip
    (unit,) = units(doc, data, "a.doc")
    assert kinds(unit) == [
        ("heading", "Scope"), ("item", "1. first"), ("item", "1.1 deep"), ("item", "2. second"),
        ("item", "2.1 deep too"), ("body", "Loud"),
    ]  # fmt: skip
    assert unit.layout.paragraphs[-1].runs[0].bold


def test_signs_page_breaks_and_hidden_words():
    data = Doc([p("non\x1ebreaking soft\x1fhyphen\x0bline\x0cpage"),
                P([("seen ", b""), ("hidden", HIDDEN)])]).written()  # fmt: skip
    assert (
        text(doc, data, "a.doc") == "non\u2011breaking soft\u00adhyphen\nline\npage\nseen hidden\n"
    )
    assert warnings(doc, data, "a.doc") == [
        "Some words are marked as hidden in Word; they are shown here."
    ]


def test_a_fast_save_lays_changes_over_pieces():
    whole = Doc([p("one two")]).written()
    file = Compound(whole)
    main, tables = bytearray(file.data("WordDocument")), file.data("1Table")
    at = 0x9A + 8 * Part.PIECES
    change = BOLD + inserted(0)
    clx = b"\x01" + struct.pack("<H", len(change)) + change
    clx += b"\x02" + struct.pack("<I", 28) + struct.pack("<3I", 0, 4, 8)
    clx += struct.pack("<HIH", 0, START, 0) + struct.pack("<HIH", 0, START + 8, 1)
    struct.pack_into("<II", main, at, len(tables), len(clx))
    data = write_compound({("WordDocument",): bytes(main), ("1Table",): tables + clx})
    (unit,) = units(doc, data, "a.doc")
    assert unit.text == "one two\n"
    assert [words for _, _, _, words in reds(unit)] == ["two\n"]


def word_6(words: bytes, language: int = 0x409) -> bytes:
    main = bytearray(0x300) + words
    struct.pack_into("<HHHH", main, 0, 0xA5DC, 101, 0, language)
    struct.pack_into("<II", main, 0x18, 0x300, 0x300 + len(words))
    struct.pack_into("<I", main, 0x34, len(words))
    return bytes(main)


def test_word_6_and_2():
    russian = word_6("Слова делегата\rи ещё\r".encode("cp1251"), 0x419)
    data = write_compound({("WordDocument",): russian})
    assert text(doc, data, "a.doc") == "Слова делегата\nи ещё\n"
    assert warnings(doc, data, "a.doc") == [
        "The file is from Word 6 or 95; its tracked changes were read without their authors."
    ]
    old = bytearray(word_6(b"Old words\r"))
    struct.pack_into("<HH", old, 0, 0xA5DB, 45)
    assert text(doc, bytes(old), "a.doc") == "Old words\n"
    assert table.choose(bytes(old), "a.txt") is doc


def test_protected_and_broken_files_end_with_a_sentence():
    with pytest.raises(FileLocked):
        list(doc.read(Doc([p("x")], flags=0x300).written(), doc.ReadContext("a.doc")))
    with pytest.raises(FileDamaged):
        list(doc.read(write_compound({("WordDocument",): b"\xec\xa5"}), doc.ReadContext("a.doc")))
    whole = Doc([p("Words. " * 3000)]).written()
    for cut in (100, 600, 2000, 5000, len(whole) - 600):
        assert end_of(doc, whole[:cut], "a.doc") in ENDS


@given(st.data())
def test_no_change_of_bytes_brings_anything_but_a_known_failure(data: st.DataObject):
    file = Doc([P([("Keep ", b""), ("new", inserted(0))]), p("cell", stated=IN_TABLE, end="\x07")],
               {"footnotes": [p("note")]}, {Part.FOOTNOTES: plc([0, 5, 5], [])})  # fmt: skip
    whole = bytearray(file.written())
    for _ in range(data.draw(st.integers(1, 12))):
        whole[data.draw(st.integers(512, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert end_of(doc, bytes(whole), "a.doc") in ENDS


@given(st.binary(max_size=60), st.sampled_from([97, 6]))
def test_any_list_of_properties_ends(raw: bytes, version: int):
    assert all(isinstance(value, int) for value in values_of(raw, version).values())


def test_it_is_known_under_any_name():
    data = Doc([p("x")]).written()
    assert kind_of(head_of(data, 4096), "a.xls") == "Word 97-2003 document"
    for name in ("a.doc", "a.docx", "a.txt", "a"):
        assert table.choose(data, name) is doc
    assert metadata(doc, data, "a.doc") == {}


@pytest.mark.corpus
def test_real_files(corpus: Path):
    for path in sorted((corpus / "office").glob("*.[dD][oO][cC]")):
        data = path.read_bytes()
        assert end_of(table.choose(data, path.name), data, path.name) in ENDS
    data = (corpus / "office" / "libreoffice__tdf105570.doc").read_bytes()
    assert [words for *_, words in cells(units(doc, data, "a.doc")[0])] == [
        "A1", "A2", "A3", "B1", "B2", "B3", "C1", "C2", "C3",
    ]  # fmt: skip
