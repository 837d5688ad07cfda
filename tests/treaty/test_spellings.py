"""Every spelling of a symbol parses, prints as one canonical text, and parses back to the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.treaty.spellings import file_name, heading
from itrvault.treaty.symbols import (
    LANGUAGE_LETTERS,
    WORKING_GROUP,
    Symbol,
    parse_file_name,
    parse_footer,
    parse_symbol,
)

CONFERENCES = ["WCIT12", "PP14", "PP18", "WTDC14", "WTSA16", "WRC15", "C09"]

numbers = st.integers(1, 999).map(str)
part_lists = st.lists(
    st.tuples(st.sampled_from(["Rev", "Add", "Cor"]), st.integers(1, 40)), max_size=3
).map(tuple)
languages = st.sampled_from(["", *LANGUAGE_LETTERS.values()])
conference_symbols = st.builds(
    Symbol,
    st.sampled_from(CONFERENCES),
    st.sampled_from(["", "DT", "DL", "ADM", "INF"]),
    numbers,
    part_lists,
    languages,
)
group_symbols = st.builds(
    Symbol,
    st.just(WORKING_GROUP),
    st.sampled_from(["TD", "C", "R", "INF", "ADM"]),
    numbers,
    part_lists,
    languages,
)
paper_symbols = st.builds(
    Symbol,
    st.just("WCIT12"),
    st.just(""),
    numbers,
    part_lists,
    st.sampled_from([*LANGUAGE_LETTERS.values()]),
    st.sampled_from(["B1", "B3", "R2", "B12"]),
)
expert_symbols = st.builds(
    Symbol, st.just("ITR"), st.just(""), st.integers(1, 99).map("{:02}".format), part_lists
)
un_symbols = st.builds(
    Symbol,
    st.just(""),
    st.sampled_from(["A", "ISBA", "FCCC", "CCPR"]),
    st.sampled_from(["RES/77/321", "31/C/2", "31/C/L.3", "CP/2015/10", "C/GC/34", "78/L.102"]),
    part_lists,
)
house_symbols = st.one_of(conference_symbols, group_symbols, paper_symbols)
symbols = st.one_of(house_symbols, expert_symbols, un_symbols)


@given(symbols)
def test_the_canonical_text_reads_back(symbol: Symbol) -> None:
    assert parse_symbol(symbol.canonical) == symbol


@given(house_symbols, st.sampled_from(["", "en", "fr", "es", "ru", "ar", "zh"]))
def test_the_line_in_a_head_reads_back_in_every_language(symbol: Symbol, language: str) -> None:
    assert parse_symbol(heading(symbol, language), conference=symbol.meeting) == symbol


@given(house_symbols, st.sampled_from(["MSW", "PDF"]), st.sampled_from([".docx", ".PDF", ""]))
def test_the_house_s_file_name_reads_back(symbol: Symbol, form: str, ending: str) -> None:
    symbol = replace(symbol, form=form, paper="")
    name = file_name(symbol, date="2012-12-03")
    assert bool(name) == bool(symbol.language and symbol.meeting != WORKING_GROUP)
    if name:
        assert parse_file_name(name + ending) == symbol
        assert parse_file_name(f"leak/copy of {name.replace('!', '_')} (2){ending}") == symbol
        assert parse_file_name(name.replace("!", "%21").lower() + ending) == symbol


@given(symbols, st.data())
def test_signs_blanks_width_and_case_do_not_matter(symbol: Symbol, data: st.DataObject) -> None:
    draw = data.draw
    text = symbol.canonical
    if symbol.meeting:
        text = text.replace("(", draw(st.sampled_from(["(", " (", "\u00a0("])))
        text = text.replace("/", draw(st.sampled_from(["/", " / ", "/\u200e"])))
        text = text.replace("-", draw(st.sampled_from(["-", "–", " - ", "\u2011", "\u2212", "－"])))
        text = draw(st.sampled_from([text, text.lower()]))
    if draw(st.booleans()):
        text = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)
    assert parse_symbol(f"  {text}\u200f\n") == symbol


PART_SIGNS = ["{k} {n}", "{k}.{n}", "({k}.{n})", "({k}. {n})", " {k}. {n}", "/{k}.{n}", "-{k}{n}"]


@given(
    st.sampled_from([("TD ", "TD"), ("TD-", "TD"), ("TD", "TD"), ("CWG-WCIT12/TD ", "TD"),
                     ("Temporary Document ", "TD"), ("C", "C"), ("C-", "C"),
                     ("Contribution ", "C"), ("CWG-WCIT12/R - ", "R")]),
    numbers,
    st.sampled_from(["Rev", "Add", "Cor", "Corr"]),
    st.integers(1, 20),
    st.sampled_from(PART_SIGNS),
)  # fmt: skip
def test_papers_of_the_working_group_vary_in_signs_only(
    start: tuple[str, str], number: str, kind: str, n: int, sign: str
) -> None:
    text = f"{start[0]}{number} {sign.format(k=kind, n=n)}"
    part = ("Cor" if kind == "Corr" else kind, n)
    assert parse_symbol(text) == Symbol(WORKING_GROUP, start[1], number, (part,))


@given(
    st.builds(
        Symbol, st.just("PP18"), st.sampled_from(["", "DT"]), numbers, part_lists,
        st.sampled_from([*LANGUAGE_LETTERS.values()]),
    ),
    st.integers(1, 999),
)  # fmt: skip
def test_a_page_number_may_be_glued_to_a_running_head(symbol: Symbol, page: int) -> None:
    for text in (f"{page}{symbol}", f"- {page} - {symbol}", f"{symbol} {page}"):
        assert parse_symbol(text) == symbol


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("Document 65-E B3", "WCIT12/65-E (B3)"),
        ("WCIT12/65-E (B3)", "WCIT12/65-E (B3)"),
        ("WCIT12/27A1-E", "WCIT12/27(Add.1)-E"),
        ("Document 23A28A1", "WCIT12/23(Add.28)(Add.1)"),
        ("Document\u00a027\u2011E", "WCIT12/27-E"),
        ("Ｄｏｃｕｍｅｎｔ ２７－Ｅ", "WCIT12/27-E"),
        ("Add.2 to Doc. 27-E", "WCIT12/27(Add.2)-E"),
        ("WCIT-12 Document 27-E", "WCIT12/27-E"),
        ("WCIT12/C/27-E", "WCIT12/27-E"),
        ("CMTI-12/27-F", "WCIT12/27-F"),
        ("ВКМЭ-12/27-R", "WCIT12/27-R"),
        ("CMR15/7(Add.21)(Rév.1)-F", "WRC15/7(Add.21)(Rev.1)-F"),
        ("INF/3", "WCIT12/INF/3"),
        ("C09/INF/3-E", "C09/INF/3-E"),
        ("Document temporaire 36", "CWG-WCIT12/TD-36"),
        ("Documento temporal 36", "CWG-WCIT12/TD-36"),
        ("Временный документ 36", "CWG-WCIT12/TD-36"),
        ("الوثيقة المؤقتة 36", "CWG-WCIT12/TD-36"),
        ("临时文件 36", "CWG-WCIT12/TD-36"),
        ("Вклад 11", "CWG-WCIT12/C-11"),
        ("المساهمة 11", "CWG-WCIT12/C-11"),
        ("文稿 11", "CWG-WCIT12/C-11"),
        ("48-A الوثيقة", "WCIT12/48-A"),
        ("补遗 1 文件 48-C", "WCIT12/48(Add.1)-C"),
        ("文件 48 的补遗 1-C", "WCIT12/48(Add.1)-C"),
        ("WTSA Resolution 52 (Rev. Dubai, 2012)", "Resolution 52 (Rev. Dubai, 2012)"),
        ("Council Resolution 1312", "Resolution 1312"),
        ("ISBA/31/C/L.3", "ISBA/31/C/L.3"),
    ],
)
def test_rarer_spellings(printed: str, canonical: str) -> None:
    assert str(parse_symbol(printed)) == canonical


@pytest.mark.parametrize("text", ["Document 65 R2", "27 R2", "DT/1-E B3", "PP Resolution 171"])
def test_what_could_be_two_things_is_none(text: str) -> None:
    assert parse_symbol(text) is None


@pytest.mark.parametrize(
    ("name", "canonical", "form"),
    [
        ("S12-WCIT12-C-0027!A2-R1!MSW-E", "WCIT12/27(Add.2)(Rev.1)-E", "MSW"),
        ("S12-WCIT12-C-0027%21%21PDF-R.pdf", "WCIT12/27-R", "PDF"),
        ("S18-PP-C-0048A1MSW-A", "PP18/48(Add.1)-A", "MSW"),
        ("S12-WCIT12-C-0027!R1", "WCIT12/27(Rev.1)", ""),
        ("S09-CL-C-0006!!MSW-E.docx", "C09/6-E", "MSW"),
        ("T17-WTSA.16-C-0042!A1!MSW-E.docx", "WTSA16/42(Add.1)-E", "MSW"),
        ("WCIT12_27_Rev1.docx", "WCIT12/27(Rev.1)", ""),
        ("ISBA_31_C_L.3-EN.pdf", "ISBA/31/C/L.3", ""),
        ("A_CONF.232_2023_L.3.pdf", "A/CONF.232/2023/L.3", ""),
    ],
)
def test_file_names_of_the_house(name: str, canonical: str, form: str) -> None:
    symbol = parse_file_name(name)
    assert symbol is not None
    assert (symbol.canonical, symbol.form) == (canonical, form)


@pytest.mark.parametrize(
    "name", ["a-res-48-263-partxi-1994-en.pdf", "A-RES-48-263-PARTXI-1994.pdf", "S_1_2.pdf"]
)
def test_file_names_that_only_look_like_it(name: str) -> None:
    assert parse_file_name(name) is None


def test_the_path_in_a_footer_is_a_symbol() -> None:
    path = "P:\\ENG\\SG\\CONF-SG\\WCIT12\\000\\065E.DOCX (334511)\t13.12.12\t13.12.12"
    assert str(parse_footer(path)) == "WCIT12/65-E"
    assert str(parse_footer(r"P:\ARA\SG\CONF-SG\PP18\000\048ADD01A.docx")) == "PP18/48(Add.1)-A"
    assert parse_footer(r"C:\Users\me\WCIT12\notes 1.docx") is None


TOKENS = [
    "补遗 1", "的", " 修订 2", "Rev.1", "(", "Add ", "1", "12", "-", "-A", " ", "文件", "C", "A1",
    "Document ", "WCIT12/", "/", "TD", "3A3", "الإضافة 1", "to ", "_", "!", "\\",
]  # fmt: skip


@given(st.lists(st.sampled_from(TOKENS), max_size=70).map("".join))
def test_whatever_is_put_together_is_answered_at_once(text: str) -> None:
    """Would not end if there were two ways to match a part."""
    for symbol in (parse_symbol(text), parse_file_name(text), parse_footer(text)):
        assert symbol is None or parse_symbol(symbol.canonical) == replace(symbol, form="")


def test_a_long_row_of_parts_is_answered_at_once() -> None:
    for part in ("الإضافة 1", " 修订 2", "Rev. - 1 ", "补遗 1"):
        assert parse_file_name(part * 15 + "x") is None
        assert parse_symbol("1" + part * 12 + "x") is None
