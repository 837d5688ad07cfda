"""Symbols: every spelling of one document is one symbol, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.treaty.symbols import (
    LANGUAGE_LETTERS,
    WORKING_GROUP,
    Symbol,
    parse_file_name,
    parse_symbol,
)


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("CWG-WCIT12/TD 43", "CWG-WCIT12/TD-43"),
        ("CWG-WCIT12/TD 43-E", "CWG-WCIT12/TD-43-E"),
        ("CWG-WCIT12/TD-64", "CWG-WCIT12/TD-64"),
        ("CWG-WCIT 12 / TD.64", "CWG-WCIT12/TD-64"),
        ("TD 52 Rev.2", "CWG-WCIT12/TD-52(Rev.2)"),
        ("TD 36 Rev 6", "CWG-WCIT12/TD-36(Rev.6)"),
        ("Temporary Document 36", "CWG-WCIT12/TD-36"),
        ("C41", "CWG-WCIT12/C-41"),
        ("C-45", "CWG-WCIT12/C-45"),
        ("Contribution 11", "CWG-WCIT12/C-11"),
        ("CWG-WCIT12/R - 5", "CWG-WCIT12/R-5"),
        ("Document 27-E", "WCIT12/27-E"),
        ("WCIT12/27-E", "WCIT12/27-E"),
        ("WCIT-12/27–E", "WCIT12/27-E"),
        ("– 2 – WCIT12/27-E", "WCIT12/27-E"),
        ("Revision 1 to Document 10-E", "WCIT12/10(Rev.1)-E"),
        ("WCIT12/10(Rev.1)-E", "WCIT12/10(Rev.1)-E"),
        ("WCIT12/10-E (Rev. 1)", "WCIT12/10(Rev.1)-E"),
        ("Addendum 2 to Document 27-E", "WCIT12/27(Add.2)-E"),
        ("Revision 1 to Addendum 2 to Document 27-E", "WCIT12/27(Add.2)(Rev.1)-E"),
        ("Corrigendum 1 to Document DT/1-E", "WCIT12/DT/1(Cor.1)-E"),
        ("WCIT12/DT/1(Cor.1)-E", "WCIT12/DT/1(Cor.1)-E"),
        ("Document DT/1-E", "WCIT12/DT/1-E"),
        ("DT/30(Rev.3)", "WCIT12/DT/30(Rev.3)"),
        ("ADM/5", "WCIT12/ADM/5"),
        ("C09/6", "C09/6"),
        ("Resolution 1312", "Resolution 1312"),
        ("RESOLUTION 146 (REV. DUBAI, 2018)", "Resolution 146 (Rev. Dubai, 2018)"),
        ("ITR/06 Rev. 1", "ITR/06(Rev.1)"),
        ("17PP18/48(Add.1)-A", "PP18/48(Add.1)-A"),
        ("Documento 75-S", "WCIT12/75-S"),
        ("Révision 1 au Document 10-F", "WCIT12/10(Rev.1)-F"),
        ("Revisión 1 al Documento 10-S", "WCIT12/10(Rev.1)-S"),
        ("Addéndum 2 al Documento 27-S", "WCIT12/27(Add.2)-S"),
        ("Пересмотр 1 Документа 27-R", "WCIT12/27(Rev.1)-R"),
        ("Дополнительный документ 2 к Документу 27-R", "WCIT12/27(Add.2)-R"),
        ("Исправление 1 к Документу DT/1-R", "WCIT12/DT/1(Cor.1)-R"),
        ("الإضافة 1 للوثيقة 48-A", "WCIT12/48(Add.1)-A"),
        ("المراجعة ٢ للوثيقة ٤٨-A", "WCIT12/48(Rev.2)-A"),
        ("文件 27-C", "WCIT12/27-C"),
        ("文件 48-C 的补遗 1", "WCIT12/48(Add.1)-C"),
        ("A/RES/77/321", "A/RES/77/321"),
        ("A/78/L.102*", "A/78/L.102"),
        ("A/CONF.164/37", "A/CONF.164/37"),
        ("FCCC/KP/CMP/2022/9/Add.1", "FCCC/KP/CMP/2022/9/Add.1"),
        ("ISBA/31/C/2/Rev.1", "ISBA/31/C/2/Rev.1"),
        ("S/2012/14", "S/2012/14"),
    ],
)
def test_every_spelling_becomes_the_running_head(printed: str, canonical: str) -> None:
    symbol = parse_symbol(printed)
    assert symbol is not None
    assert symbol.canonical == canonical


@pytest.mark.parametrize(
    "text",
    [
        "", "INF", "27-E", "27", "2012", "C", "R-5", "Rev. 2", "PP-98", "Council", "CS/Article 35",
        "RUS/27/7", "E/27/7", "S/3/1", "B/12/4", "CWG-WCIT12/27", "Document 2012", "3.4", "31A",
        "Document 27-E and Document 28-E", "Article 5A", "A/B", "WCIT12/27-E-F", "TD", "DT 1999",
        "WCIT12/TD 5", "Document 27-X",
    ],
)  # fmt: skip
def test_what_is_no_symbol_or_could_be_two_is_none(text: str) -> None:
    assert parse_symbol(text) is None


def test_parts_of_a_symbol() -> None:
    symbol = parse_symbol("Revision 3 to Addendum 2 to Document 27-R")
    assert symbol is not None
    assert (symbol.meeting, symbol.series, symbol.number) == ("WCIT12", "", "27")
    assert (symbol.addendum, symbol.revision, symbol.corrigendum) == (2, 3, 0)
    assert symbol.language == "ru"
    assert symbol.base.canonical == "WCIT12/27"


def test_a_bare_document_belongs_to_the_conference_named_and_to_none_otherwise() -> None:
    assert str(parse_symbol("Document 48-E", conference="PP18")) == "PP18/48-E"
    assert parse_symbol("Document 48-E", conference="") is None


@pytest.mark.parametrize(
    ("name", "canonical"),
    [
        ("S12-WCIT12-C-0027!!MSW-E.docx", "WCIT12/27-E"),
        ("a folder/S12-WCIT12-C-0027!R1!MSW-E.docx", "WCIT12/27(Rev.1)-E"),
        ("C:\\leak\\S12-WCIT12-C-0003!A3-R1!PDF-E.pdf", "WCIT12/3(Add.3)(Rev.1)-E"),
        ("S12-WCIT12-C-0027__MSW-E", "WCIT12/27-E"),
        ("S12-WCIT12-121203-TD-0001!C1!MSW-E.docx", "WCIT12/DT/1(Cor.1)-E"),
        ("S14-PP-C-0075!!MSW-S.doc", "PP14/75-S"),
        ("S18-PP-C-0048!A1!MSW-A.docx", "PP18/48(Add.1)-A"),
        ("T09-CWG.WCIT12-C-0045!!MSW-E.doc", "CWG-WCIT12/C-45-E"),
        ("TD 64.docx", "CWG-WCIT12/TD-64"),
        ("Copy of TD-64 (1).pdf", "CWG-WCIT12/TD-64"),
        ("CWG-WCIT12 TD 43 Rev 3.doc", "CWG-WCIT12/TD-43(Rev.3)"),
        ("WCIT12-DT-1(Cor.1)-E.docx", "WCIT12/DT/1(Cor.1)-E"),
        ("A-RES-77-321-en.pdf", "A/RES/77/321"),
        ("WCIT12_88_Rev1_E.pdf", "WCIT12/88(Rev.1)-E"),
        ("CWG_WCIT12_TD_43_Rev2_R.doc", "CWG-WCIT12/TD-43(Rev.2)-R"),
    ],
)
def test_file_names(name: str, canonical: str) -> None:
    assert str(parse_file_name(name)) == canonical


@pytest.mark.parametrize(
    "name",
    ["065E.DOCX", "C112.pdf", "Document 27-E.pdf", "2012.pdf", "notes on TD 64.docx", "", ".pdf",
     "S12-WCIT12-C-0000!!MSW-E.docx", "E-27-7.pdf", "report.pdf",
     "27 E.pdf", "chapter_12_A.pdf"],
)  # fmt: skip
def test_file_names_that_say_too_little(name: str) -> None:
    assert parse_file_name(name) is None


numbers = st.integers(1, 999)
parts = st.lists(
    st.tuples(st.sampled_from(["Rev", "Add", "Cor"]), st.integers(1, 40)), max_size=2
).map(tuple)
languages = st.sampled_from(["", *LANGUAGE_LETTERS.values()])
symbols = st.one_of(
    st.builds(
        Symbol,
        st.sampled_from(["WCIT12", "PP18", "WTDC14", "C09"]),
        st.sampled_from(["", "DT", "ADM", "INF"]),
        numbers.map(str),
        parts,
        languages,
    ),
    st.builds(
        Symbol,
        st.just(WORKING_GROUP),
        st.sampled_from(["TD", "C", "R", "INF"]),
        numbers.map(str),
        parts,
        languages,
    ),
)


@given(symbols)
def test_the_canonical_text_reads_back(symbol: Symbol) -> None:
    assert parse_symbol(symbol.canonical) == symbol


@given(symbols, st.data())
def test_spaces_dashes_and_case_do_not_matter(symbol: Symbol, data: st.DataObject) -> None:
    text = symbol.canonical
    text = text.replace("-", data.draw(st.sampled_from(["-", "–", " - ", "\u2011"])))
    text = text.replace("/", data.draw(st.sampled_from(["/", " / ", "/\u200e"])))
    text = text.replace("(", data.draw(st.sampled_from(["(", " ("])))
    text = data.draw(st.sampled_from([text, text.lower(), f"  {text}\n"]))
    assert parse_symbol(text) == symbol


@given(st.text(max_size=140))
def test_any_text_is_read_without_failing_and_stays_canonical(text: str) -> None:
    symbol = parse_symbol(text)
    assert symbol is None or parse_symbol(symbol.canonical) == symbol


@given(st.data())
def test_order_is_a_total_order(data: st.DataObject) -> None:
    found = data.draw(st.lists(symbols, min_size=2, max_size=8, unique=True))
    shuffled = data.draw(st.permutations(found))
    in_order = [sorted(some, key=lambda symbol: symbol.order) for some in (found, shuffled)]
    assert in_order[0] == in_order[1]


def test_order_counts_as_a_person_would() -> None:
    texts = ["WCIT12/27-E", "WCIT12/3-E", "WCIT12/3(Add.1)-E", "WCIT12/100-E"]
    found = [symbol for symbol in map(parse_symbol, texts) if symbol]
    ordered = [symbol.canonical for symbol in sorted(found, key=lambda symbol: symbol.order)]
    assert ordered == ["WCIT12/3-E", "WCIT12/3(Add.1)-E", "WCIT12/27-E", "WCIT12/100-E"]
