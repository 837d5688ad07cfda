"""RTF: text in any code page, with its tables, notes and tracked changes."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from flows import ENDS, cells, end_of, kinds, metadata, records, reds, text, units, warnings
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import FileDamaged, FileEmpty, ReaderOverLimit
from itrvault.model.document import ForeignMark, Unit
from itrvault.readers import rtf, table
from itrvault.readers.rtf_tokens import stamp

FONTS = (
    r"{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset204 Times New Roman Cyr;}"
    r"{\f2\fcharset128 MS Mincho;}{\f3\fnil\fcharset2 Symbol;}{\f4\fcharset178 Arabic;}}"
)
AUTHORS = r"{\*\revtbl{Unknown;}{A. Author;}{B. Editor;}}"
NOVEMBER = (2012 - 1900) << 20 | 11 << 16 | 30 << 11 | 10 << 6 | 5


def document(body: str | bytes, head: str = "") -> bytes:
    raw = body if isinstance(body, bytes) else body.encode("ascii")
    return rb"{\rtf1\ansi\ansicpg1252\deff0" + FONTS.encode() + head.encode() + b"\n" + raw + b"}"


def read(body: str | bytes, head: str = "") -> list[Unit]:
    return units(rtf, document(body, head), "a.rtf")


def escaped(words: str) -> str:
    """Any text as RTF: each UTF-16 unit as a signed number."""
    raw = words.encode("utf-16-le")
    return "".join(rf"\u{code} ?" for (code,) in struct.iter_unpack("<h", raw))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=30))
def test_any_text_comes_out_as_it_went_in(words: str):
    written = "x" + words + "x"
    assert text(rtf, document(escaped(written) + r"\par"), "a.rtf") == clean(written) + "\n"


def clean(words: str) -> str:
    return words.replace("\u2028", "\n").replace("\u2029", "\n")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (rb"caf\'e9 \'93quoted\'94", "café “quoted”"),
        (rb"\f1 \'c0\'f0\'f2\'e8\'ea\'eb\'fc \f0 \'c0", "Артикль À".replace("Артикль", "Артикль")),
        (b"\\f1 \xd1\xf2\xe0\xf2\xfc\xff 7", "Статья 7"),
        (rb"\f2 \'93\'fa\'96\'7b", "日本"),
        (rb"\f2 \'93\'fa\'96{\f0 }", "日\ufffd"),
        (rb"\f4 \'d3\'e1\'c7\'e3", "سلام"),
        (rb"\f3 abg", "αβγ"),
        (rb"{\uc2 \u26085\'93\'fa\u26412 ??}x", "日本x"),
        (rb"\uc1\u8220\ldblquote a\u8221\'94b", "“a”b"),
        (rb"\uc0\u-10179 \u-8704 .", "😀."),
        (rb"a\~b\_c\emdash d\{e\}\\", "a\u00a0b\u2011c—d{e}\\"),
        (rb"{\upr{a?b}{\*\ud{a\u8364 ?b}}}", "a€b"),
        (b"one\r\ntwo\\\nthree", "onetwo\nthree"),
        (rb"a{\*\unknown gone}{\pict 0102}{\pict{\*\blip}\bin5 {{}}}}b", "ab"),
        (rb'{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt shown}}', "shown"),
    ],
)
def test_signs_and_code_pages(body: bytes, words: str):
    assert text(rtf, document(body + rb"\par"), "a.rtf") == words + "\n"


def test_looks_end_with_their_group():
    (unit,) = read(r"{\b bold} plain {\i\ul both}\ulnone\strike0 .\par")
    assert unit.text == "bold plain both.\n"
    shown = [
        (unit.text[r.start : r.end], r.bold, r.italic, r.underline)
        for r in unit.layout.paragraphs[0].runs
    ]
    assert shown == [
        ("bold", True, False, False), (" plain ", False, False, False),
        ("both", False, True, True), (".\n", False, False, False),
    ]  # fmt: skip


def test_tracked_changes_keep_words_author_and_date():
    (unit,) = read(
        rf"may {{\deleted\revauthdel2\revdttmdel{NOVEMBER} not }}"
        rf"{{\revised\revauth1\revdttm{NOVEMBER} always }}be used\par",
        AUTHORS,
    )
    assert unit.text == "may not always be used\n"
    assert reds(unit) == [
        ("deleted", "B. Editor", "2012-11-30T10:05:00", "not "),
        ("inserted", "A. Author", "2012-11-30T10:05:00", "always "),
    ]
    assert not unit.redlines[0].drawn


def test_moved_words_and_a_deleted_paragraph_end():
    (unit,) = read(
        r"{\mvf\mvauth1 words}one{\deleted\revauthdel2\par}two{\mvt\mvauth1 words}\par", AUTHORS
    )
    assert [(kind, author, words) for kind, author, _, words in reds(unit)] == [
        ("deleted", "A. Author", "words"), ("deleted", "B. Editor", "\n"),
        ("inserted", "A. Author", "words"),
    ]  # fmt: skip


def test_cells_that_were_inserted_or_deleted():
    row = (
        rf"\trowd\clins\clinsauth1\clinsdttm{NOVEMBER}\cellx100\cellx200"
        r"\cldel\cldelauth2\cellx300"
    )
    (unit,) = read(rf"{row}\intbl a\cell b\cell c\cell\row\pard after\par", AUTHORS)
    assert reds(unit) == [
        ("inserted", "A. Author", "2012-11-30T10:05:00", "a\n"),
        ("deleted", "B. Editor", "", "c\n"),
    ]


def test_annotations_and_highlights_are_marks_on_their_words():
    body = (
        r"{\colortbl;\red0\green0\blue0;\red255\green255\blue0;\red200\green200\blue200;}"
        r"shall {\*\atrfstart 5}ensure{\*\atrfend 5}{\*\atnid CR}{\*\atnauthor C. Reader}\chatn"
        rf"{{\*\annotation{{\*\atnref 5}}{{\*\atndate {NOVEMBER}}}Why?}}"
        r"{\*\atnauthor D}\chatn{\*\annotation{\*\atnref 6}{\*\atnparent -1}So.}"
        r" {\highlight2 that}{\highlight3 all}\par"
    )
    found = records(rtf, document(body), "a.rtf")
    (unit,) = [f for f in found if isinstance(f, Unit)]
    marks = [f for f in found if isinstance(f, ForeignMark)]
    assert unit.text == "shall ensure thatall\nC. Reader: Why?\nD: So.\n"
    assert [
        (m.kind.value, unit.text[m.start : m.end], m.note, m.colour, m.author, m.date)
        for m in marks
    ] == [
        ("comment", "ensure", "Why?", "", "C. Reader", "2012-11-30T10:05:00"),
        ("note", "", "Reply: So.", "", "D", ""),
        ("highlight", "that", "", "yellow", "", ""),
    ]


def test_struck_words_are_redlines_and_then_underlined_ones_too():
    (unit,) = read(r"{\strike old}{\ul new}\par")
    assert [(r.kind.value, r.drawn) for r in unit.redlines] == [
        ("deleted", True), ("inserted", True),
    ]  # fmt: skip
    assert not read(r"{\ul only stressed}\par")[0].redlines


@given(st.integers(-(2**31), 2**32))
def test_a_date_is_a_date_or_nothing(value: int):
    assert stamp(value) == "" or stamp(value)[:2] in ("19", "20", "21", "22", "23", "24")


def test_tables_have_rows_and_columns():
    (unit,) = read(
        r"before\par\trowd\cellx1\cellx2\pard\intbl a\par more\cell b\cell\row"
        r"\trowd\cellx1\cellx2\intbl\cell{\itap2 inner\nestcell{\*\nesttableprops\nestrow}"
        r"{\nonesttables\par}}d\cell\row\pard after\par\trowd\pard\intbl x\cell\row"
    )
    assert cells(unit) == [
        (1, 0, 0, "a"), (1, 0, 0, "more"), (1, 0, 1, "b"), (1, 1, 1, "inner"), (1, 1, 1, "d"),
        (2, 0, 0, "x"),
    ]  # fmt: skip
    assert [kind for kind, _ in kinds(unit)][::6] == ["body", "body"]


def test_notes_comments_heads_and_boxes_have_their_place():
    (unit,) = read(
        r"{\header\pard Restricted\par}{\headerr Restricted\par}{\footer TD 64\par \chpgn\par}"
        r"Text{\super\chftn{\*\footnote{\super\chftn} a note\par}} goes on"
        r"{\chftn{\footnote\ftnalt\chftn  last\par}}."
        r"{\*\atnid C}{\*\atnauthor C. Reader}{\*\annotation\chatn Really?\par}"
        r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt in a box\par}}}\par after\par"
    )
    assert kinds(unit) == [
        ("header", "Restricted"), ("body", "Text¹ goes on²."), ("footnote", "¹  a note"),
        ("endnote", "²  last"), ("body", "in a box"), ("body", "after"), ("footer", "TD 64"),
        ("comment", "C. Reader: Really?"),
    ]  # fmt: skip


def test_headings_and_lists():
    head = r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\*\cs9 Strong;}}"
    first, second = read(
        r"{\pard\s1 Scope\par}{\pard {\listtext\tab (a)\tab}\ilvl1 an item\par}"
        r"{\pard Article 7\par}{\pard Words.\par}",
        head,
    )
    assert kinds(first) == [("heading", "Scope"), ("item", "(a) an item")]
    assert (second.label, kinds(second)[0]) == ("Article 7", ("heading", "Article 7"))


def test_what_the_file_says_about_itself():
    info = (
        r"{\info{\title Proposals}{\author A. Author}{\creatim\yr2012\mo11\dy30\hr9\min5}"
        r"{\nofpages3}}"
    )
    data = document(r"x\par", info)
    assert metadata(rtf, data, "a.rtf") == {
        "title": "Proposals", "author": "A. Author", "created": "2012-11-30T09:05:00",
    }  # fmt: skip
    assert text(rtf, data, "a.rtf") == "x\n"


def test_hidden_words_are_shown_and_said():
    data = document(r"seen {\v unseen}\par")
    assert text(rtf, data, "a.rtf") == "seen unseen\n"
    assert len(warnings(rtf, data, "a.rtf")) == 1


def test_a_file_that_is_cut_off_gives_what_it_has():
    data = document(r"first\par second")[:-1]
    assert text(rtf, data, "a.rtf") == "first\nsecond\n"
    assert warnings(rtf, data, "a.rtf") == ["The file ends in the middle; what was there was read."]


@pytest.mark.parametrize(
    ("data", "error"),
    [(b"", FileEmpty), (b"no rtf", FileDamaged), (document("{" * 600), ReaderOverLimit)],
    ids=["empty", "text", "deep"],
)
def test_what_cannot_be_read_fails_clearly(data: bytes, error: type[Exception]):
    with pytest.raises(error):
        units(rtf, data, "a.rtf")


def test_it_is_chosen_by_its_first_bytes():
    assert table.choose(document("x"), "letter.doc") is rtf


@given(st.lists(st.sampled_from([
    b"{", b"}", rb"\par ", rb"\cell ", rb"\row ", rb"\u", b"-9 ", rb"\'e9", rb"\*", rb"\bin3 ",
    rb"\footnote ", rb"\annotation ", rb"\fonttbl ", rb"\f9 ", rb"\upr ", rb"\ud ", b"text", rb"\v",
    rb"\revtbl ", rb"\listtext ", rb"\shptxt ", rb"\info", rb"\chftn", rb"\header ", b"\\",
]), max_size=40))  # fmt: skip
def test_any_mixture_of_tokens_ends_as_it_should(parts: list[bytes]):
    assert end_of(rtf, document(b"".join(parts)), "a.rtf") in ENDS


@pytest.mark.corpus
def test_real_files(corpus: Path):
    office = corpus / "office"
    (unit,) = units(rtf, (office / "libreoffice__fdo59953.rtf").read_bytes(), "a.rtf")
    assert cells(unit) == [(1, 0, 0, "A1"), (1, 0, 1, "B1"), (1, 1, 0, "A2"), (1, 1, 1, "B2")]
    whole = text(rtf, (office / "libreoffice__cjklist30.rtf").read_bytes(), "a.rtf")
    assert whole.startswith("一. Numbered List Example\n")
