"""What counts as a word, and which words count as one, in the languages of the archive."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.search.folding import fold_word
from itrvault.search.stems import stem_keys
from itrvault.search.tokens import split_wide, tokenise
from tests.search.archive import index_of, marked, rows


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("l’accès aux réseaux", "acces"),
        ("L'ACCÈS AUX RÉSEAUX", "accès"),
        ("the oﬃcial text", "official"),
        ("tele\u00adcommunication", "telecommunication"),
        (
            "international tele-\n  communication services",
            '"international telecommunication services"',
        ),
        ("a long-\nterm plan", '"long-term plan"'),
        ("regional co-operation", "cooperation"),
        ("regional cooperation", "co-operation"),
        ("see No. 31A and 3.4, below", "31A"),
        ("see No. 31A and 3.4, below", "3.4"),
        ("Document WCIT12/27(Add.2)-E of 30", "WCIT12/27"),
        ("Document WCIT12/27(Add.2)-E of 30", "WCIT12/27(Add.2)-E"),
        ("see WCIT12 on this", "wcit"),
        ("31Members shall", "members"),
        ("31Members shall", "31"),
        ("telecommunications1 and services", "telecommunications"),
        ("telecommunications¹ and services", "telecommunications"),
        ("Ёлка ещё здесь", "елка еще"),
        ("الـمـادة ٣٤ من الاتفاقية", "34"),
        ("أُمَّة إسلام", "امه اسلام"),
        ("ﺍﻻﺗﺼﺎﻻﺕ", "الاتصالات"),
        ("联合国大会通过并颁布世界人权宣言", "人权"),
        ("联合国大会通过并颁布世界人权宣言", "大会通过并"),
        ("联合国大会通过并颁布世界人权宣言", "宣"),
        ("国际电\n信联盟的文件", "国际电信联盟"),
        ("国际电信联盟 ITU 文件", '"联盟 ITU 文件"'),
        ("すべての人間は自由である", "人間は自由"),
        ("모든 인간은 자유롭다", "자유"),
        ("सभी मनुष्यों को", "मनुष्यों"),
        ("naïve œuvre Straße", "naive oeuvre strasse"),
    ],
)
def test_is_found_and_marked(text: str, query: str) -> None:
    index = index_of("another page altogether", text)
    assert rows(index, query) == {1}
    assert marked(index, query, text)


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("paragraph 13.4 and 3.41", "3.4"),
        ("国家与际遇", "国际"),
        ("the states", "state~0 OR unstated"),
        ("чай", "exact:чаи"),
        ("members", "exact:member"),
        ("services international", '"international services"'),
    ],
)
def test_is_not_found(text: str, query: str) -> None:
    assert rows(index_of(text), query) == set()


@pytest.mark.parametrize(
    ("language", "text", "query"),
    [
        ("en", "Each Member suspends the service.", "members suspended services"),
        ("en", "Routing of the traffic was restricted.", "route restrict"),
        ("fr", "Les administrations nationales développent leurs réseaux.", "nationaux réseau"),
        ("fr", "Les administrations nationales développaient leurs réseaux.", "reseau developper"),
        ("es", "Las telecomunicaciones internacionales de los países", "telecomunicacion pais"),
        ("es", "los derechos humanos", "derecho humano"),
        ("ru", "Права человека и услуги международной электросвязи", "право услугами"),
        ("ru", "Все люди рождаются свободными", "свободный людей"),
        ("ar", "وبالمعلومات والحقوق الدولية", "معلومات حقوق"),
        ("ar", "للإنسان حرية المراسلات", "الإنسان مراسلات"),
        ("de", "die Häuser der Staaten", "haus staat"),
    ],
)
def test_other_forms_of_a_word(language: str, text: str, query: str) -> None:
    index = index_of((language, text), ("en", "nothing to do with it"))
    assert rows(index, query) == {0}
    assert marked(index, query, text)


def test_exact_means_the_very_form() -> None:
    index = index_of("the right to speak", "the rights of all")
    assert rows(index, "rights") == {0, 1}
    assert rows(index, "exact:rights") == {1}
    assert rows(index, 'exact:"rights of"') == {1}


def test_the_two_forms_share_a_key_whichever_way_they_are_typed() -> None:
    assert stem_keys("es", "telecomunicación") & stem_keys("es", "TELECOMUNICACIONES")
    assert stem_keys("ar", "الحقوق") & stem_keys("ar", "وحقوق")
    assert stem_keys("xx", "word") == frozenset()


@given(st.text(max_size=60))
def test_folding_again_changes_nothing(text: str) -> None:
    folded = fold_word(text)
    assert fold_word(folded) == folded


@given(st.text(alphabet="aé1.-­ \n国际\u0301Аا١²'", max_size=40))
def test_tokens_lie_in_the_text_in_order(text: str) -> None:
    last = 0
    for token in tokenise(text):
        assert 0 <= token.start < token.end <= len(text)
        assert token.term
        assert "\n" not in token.term
        assert split_wide(token.term)[0]
        assert token.position <= last + 1 or token.position == 0
        last = max(last, token.position)


@pytest.mark.parametrize(
    "text",
    ["国" + " " * 200_000 + "x", "国 " * 50_000, "a-" * 50_000, "a" * 500_000, "-" * 200_000,
     "a\u0301" * 100_000, "1." * 100_000, "ﷺ" * 20_000,
     "a-" + " " * 200_000 + "\n" * 9, "\x00" * 99],
)  # fmt: skip
def test_odd_text_takes_no_longer_than_other_text(text: str) -> None:
    index = index_of(text, "needle")
    assert rows(index, "needle") == {1}
    assert len(list(tokenise(text))) <= 2 * len(text)
