"""Families: what belongs to one document, which of it is shown first, and what is out of date."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.document import FACT_FIELDS, Document, Fact, FactSource, UnitKind
from itrvault.treaty.families import (
    Family,
    families,
    family_of,
    newer_revisions,
    revision_label,
)
from itrvault.treaty.symbols import parse_symbol

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
UNKNOWN = Fact("", FactSource.UNKNOWN)


def document(symbol: str, language: str = "", media: str = PDF, name: str = "") -> Document:
    facts = dict.fromkeys(FACT_FIELDS, UNKNOWN)
    facts["symbol"] = Fact(symbol, FactSource.HEADER) if symbol else UNKNOWN
    facts["language"] = Fact(language, FactSource.TEXT) if language else UNKNOWN
    key = f"{symbol} {language} {media} {name}"
    return Document(key, 1, name or key, media, 1, UnitKind.PAGE, 1, facts, (), "", "")


def symbols_of(family: Family) -> list[str]:
    return [member.document.symbol for member in family.members]


FIRST = document("WCIT12/27-E")
ALL = [
    document("WCIT12/27(Add.1)-E"),
    FIRST,
    document("WCIT12/27(Rev.2)-E"),
    document("WCIT12/28-E"),
    document("WCIT12/27(Rev.1)-E"),
    document("WCIT12/27-R"),
    document("WCIT12/27(Cor.1)-E"),
    document("WCIT12/27(Add.1)(Rev.1)-E"),
    document("WCIT12/DT/27-E"),
    document("", name="letter"),
]


def test_one_document_in_order_with_the_newest_as_default() -> None:
    family = family_of(FIRST, ALL)
    assert family.key == "WCIT12/27"
    assert symbols_of(family) == [
        "WCIT12/27(Rev.2)-E", "WCIT12/27(Rev.1)-E", "WCIT12/27-E", "WCIT12/27-R",
        "WCIT12/27(Add.1)(Rev.1)-E", "WCIT12/27(Add.1)-E", "WCIT12/27(Cor.1)-E",
    ]  # fmt: skip
    assert family.default.document.symbol == "WCIT12/27(Rev.2)-E"


def test_how_each_stands_to_the_document_in_words() -> None:
    family = family_of(FIRST, ALL)
    assert [member.relation.words for member in family.members] == [
        "revision 2 of WCIT12/27",
        "revision 1 of WCIT12/27",
        "first version of WCIT12/27",
        "first version of WCIT12/27, Russian version",
        "revision 1 of addendum 1 to WCIT12/27",
        "addendum 1 to WCIT12/27",
        "corrigendum 1 to WCIT12/27",
    ]
    two = [document("WCIT12/27-E"), document("WCIT12/27-F")]
    words = [member.relation.words for member in family_of(two[0], two).members]
    assert words == ["", "French version of WCIT12/27"]
    [lone] = family_of(ALL[-1], ALL).members
    assert (lone.symbol, lone.relation.words) == (None, "")


def test_a_newer_revision_takes_the_place_of_the_same_text_only() -> None:
    newer = newer_revisions(ALL)
    assert {ALL_BY_ID[old].symbol: new.symbol for old, new in newer.items()} == {
        "WCIT12/27-E": "WCIT12/27(Rev.2)-E",
        "WCIT12/27(Rev.1)-E": "WCIT12/27(Rev.2)-E",
        "WCIT12/27-R": "WCIT12/27(Rev.2)-E",
        "WCIT12/27(Add.1)-E": "WCIT12/27(Add.1)(Rev.1)-E",
    }
    assert revision_label(newer[FIRST.id], FIRST) == "Rev.2"
    assert revision_label(newer[document("WCIT12/27-R").id], document("WCIT12/27-R")) == (
        "Rev.2 in English"
    )


ALL_BY_ID = {each.id: each for each in ALL}


def test_the_reader_s_language_is_preferred() -> None:
    some = [document("WCIT12/27(Rev.1)-F"), document("WCIT12/27-E"), document("WCIT12/27-R")]
    assert family_of(some[0], some).default.document.symbol == "WCIT12/27-E"
    assert family_of(some[0], some, "ru").default.document.symbol == "WCIT12/27-R"
    assert family_of(some[0], some, "zh").default.document.symbol == "WCIT12/27(Rev.1)-F"
    newer = family_of(some[0], some).default.newer
    assert newer is not None
    assert newer.symbol == "WCIT12/27(Rev.1)-F"


def test_the_language_is_a_fact_where_the_symbol_has_no_letter() -> None:
    some = [document("WCIT12/27", "fr"), document("WCIT12/27", "en")]
    family = family_of(some[0], some)
    assert [member.language for member in family.members] == ["en", "fr"]


def test_a_word_file_and_its_pdf_are_two_forms_of_one_version() -> None:
    some = [document("WCIT12/27-E", media=PDF), document("WCIT12/27-E", media=WORD)]
    family = family_of(some[0], some)
    assert [member.relation.words for member in family.members] == ["Word", "PDF"]
    assert family.default.document.media_type == WORD
    assert newer_revisions(some) == {}


def test_an_addendum_alone_stands_for_its_family() -> None:
    some = [document("WCIT12/3(Add.3)-E"), document("WCIT12/3(Add.1)-E")]
    family = family_of(some[0], some)
    assert family.default.document.symbol == "WCIT12/3(Add.1)-E"
    assert {member.relation.words for member in family.members} == {
        "addendum 1 to WCIT12/3", "addendum 3 to WCIT12/3",
    }  # fmt: skip


def test_correcting_a_symbol_regroups_at_once() -> None:
    wrong = document("WCIT12/72(Rev.3)-E")
    right = replace(
        wrong, facts=wrong.facts | {"symbol": Fact("WCIT12/27(Rev.3)-E", FactSource.HAND)}
    )
    assert family_of(FIRST, [*ALL, wrong]).default.document.symbol == "WCIT12/27(Rev.2)-E"
    assert family_of(FIRST, [*ALL, right]).default.document.symbol == "WCIT12/27(Rev.3)-E"


def test_families_come_in_order_and_lone_documents_last() -> None:
    assert [family.key for family in families(ALL)] == [
        "WCIT12/27", "WCIT12/28", "WCIT12/DT/27", "",
    ]  # fmt: skip


def test_what_is_no_symbol_stands_alone() -> None:
    odd = [document("my own number 5"), document("my own number 5", "fr")]
    assert [len(family.members) for family in families(odd)] == [1, 1]


@pytest.mark.parametrize("text", ["A/AC.296/2025/1", "ISBA/31/C/2", "ITR/06"])
def test_other_bodies(text: str) -> None:
    symbol = parse_symbol(text)
    assert symbol is not None
    revised = replace(symbol, parts=(("Rev", 1),)).canonical
    some = [document(text, "en"), document(revised, "en")]
    assert newer_revisions(some)[some[0].id] is some[1]
    assert [family.key for family in families(some)] == [text]


made = st.lists(
    st.builds(
        document,
        st.builds(
            "{}{}{}{}".format,
            st.sampled_from(["WCIT12/", "WCIT12/DT/", "CWG-WCIT12/TD-", "C09/"]),
            st.integers(1, 3),
            st.sampled_from(["", "(Rev.1)", "(Rev.2)", "(Add.1)", "(Add.1)(Rev.1)", "(Cor.1)"]),
            st.sampled_from(["", "-E", "-F", "-R"]),
        )
        | st.just(""),
        st.sampled_from(["", "en", "ru"]),
        st.sampled_from([PDF, WORD, "text/html", "x/y"]),
        st.sampled_from(["a", "b"]),
    ),
    max_size=14,
    unique_by=lambda each: each.id,
)


@given(made, st.sampled_from(["en", "fr", "zh", ""]))
def test_always(documents: list[Document], language: str) -> None:
    grouped = families(documents, language)
    ids = [member.document.id for family in grouped for member in family.members]
    assert sorted(ids) == sorted(document.id for document in documents)
    newer = newer_revisions(documents)
    for family in grouped:
        assert family.default in family.members
        default = family.default.symbol
        for member in family.members:
            assert family_of(member.document, documents, language) == family
            assert family.member(member.document.id) is member
            assert newer.get(member.document.id) == member.newer
            if member.symbol is None:
                assert len(family.members) == 1
                continue
            assert member.symbol.base.canonical == family.key
            if member.newer is not None:
                new = parse_symbol(member.newer.symbol)
                assert new is not None
                assert new.revision > member.symbol.revision
                assert member.newer.id not in newer
            if default and default.parts[:1] == (("Add", 1),):
                assert member.symbol.parts[:1] in ((("Add", 1),), (("Cor", 1),))
    backwards = families(reversed(documents), language)
    assert [f for f in backwards if f.key] == [f for f in grouped if f.key]


def test_a_resolution_is_known_through_the_years_by_whose_it_is() -> None:
    texts = [
        "Resolution 52 (Rev. Dubai, 2018)", "Resolution 52 (Kyoto, 1994)",
        "Resolution 52 (Rev. Dubai, 2012)", "Resolution 52 (Rev. Hammamet, 2016)",
        "Resolution 1 (Dubai, 2012)", "Resolution 52",
    ]  # fmt: skip
    grouped = families([document(text, "en") for text in texts])
    assert [(family.key, symbols_of(family)) for family in grouped] == [
        ("Resolution 52", ["Resolution 52"]),
        ("Resolution 1 (Dubai, 2012)", ["Resolution 1 (Dubai, 2012)"]),
        ("Resolution 52 (PP)", texts[:2]),
        ("Resolution 52 (WTSA)", [texts[3], texts[2]]),
    ]
    old = grouped[2].members[1]
    assert old.relation.words == "as adopted (Kyoto, 1994)"
    assert old.newer is not None
    assert revision_label(old.newer, old.document) == "Rev. Dubai, 2018"
    assert grouped[2].default.relation.words == "as revised (Dubai, 2018)"


def test_an_edition_alone_is_not_out_of_date() -> None:
    [family] = families([document("Resolution 21 (Rev. Bucharest, 2022)", "en")])
    assert (family.default.newer, family.default.relation.words) == (None, "")
