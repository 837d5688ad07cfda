"""What is said of provisions and proposals is found, in six languages; other numbers are not."""

from __future__ import annotations

from itertools import pairwise

import pytest

from itrvault.model.citation import Citation, CitedAs
from itrvault.treaty.citations import citations_of, speaks_of
from tests.treaty.drafts import units_of


def read(text: str) -> list[Citation]:
    """The citations of a text."""
    return list(citations_of(units_of(text)))


def told(text: str) -> list[tuple[str, str]]:
    """How each cites, and what."""
    return [(one.cited_as.value, one.value) for one in read(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Article 5A goes too far.", [("article", "5A")]),
        ("See Articles 3, 5A and 6.", [("article", "3"), ("article", "5A"), ("article", "6")]),
        ("No. 31A asks more than No. 31.", [("number", "31A"), ("number", "31")]),
        ("Nos. 39 and 41 of it", [("number", "39"), ("number", "41")]),
        ("section 3.5 bis says so", [("paragraph", "3.5bis")]),
        ("as 5A.4 and 41B do", [("paragraph", "5A.4"), ("number", "41B")]),
        ("(RUS/27/7, ACP/3A3/1)", [("proposal", "RUS/27/7"), ("proposal", "ACP/3A3/1")]),
        ("l'article 3 et la disposition 30", [("article", "3"), ("number", "30")]),
        ("el artículo 7, apartado 7.1", [("article", "7"), ("paragraph", "7.1")]),
        ("в статье 5А и пункте 3.3", [("article", "5A"), ("paragraph", "3.3")]),
        ("الفقرة 3.4 من المادة 3", [("paragraph", "3.4"), ("article", "3")]),
        ("在第五A条和第3条中", [("article", "5A"), ("article", "3")]),
        ("Keep provision 30 as it is.", [("number", "30")]),
    ],
)  # fmt: skip
def test_citations_in_six_languages(text: str, wanted: list[tuple[str, str]]):
    assert told(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "In 1988, 64 provisions on 31 pages cost 3.4 million.",
        "Resolution No. 2 and Document No. 5",
        "at 3.4 GHz", "WCIT12/27-E and TD 64", "the 5A", "IPv6 and 4G", "Y.2770", "Opinion No. 1",
    ],
)  # fmt: skip
def test_what_is_no_citation(text: str):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        ("Article 19 of the International Covenant on Civil and Political Rights", "ICCPR"),
        ("Article 19, paragraph 3, of the Covenant", "ICCPR"), ("(ICCPR Article 19)", "ICCPR"),
        ("Article 12 of the Universal Declaration", "UDHR"), ("l'article 19 du Pacte", "ICCPR"),
        ("статья 19 Пакта", "ICCPR"), ("المادة 19 من العهد", "ICCPR"),
        ("Article 33 of the Constitution of the Union", "Constitution"),
        ("Article 3 of the Regulations", ""), ("Article 5A, which the Covenant does not know", ""),
    ],
)  # fmt: skip
def test_whose_article_it_is(text: str, instrument: str):
    assert read(text)[0].instrument == instrument


def test_where_it_stands():
    text = "Norland's proposal NLN/904/5 adds a test to No. 55."
    assert [text[one.span.start : one.span.end] for one in read(text)] == ["NLN/904/5", "No. 55"]


def test_what_speaks_of_a_provision():
    text = (
        "No. 31A is new. Paragraph 3.5 is it, too. AUR/901/5 proposes it. Article 3 holds it. "
        "No. 31 is another, and so is 3.4. Article 3.5 of the Covenant is not. RUS/27/7 neither."
    )
    about = [
        one.value
        for one in read(text)
        if speaks_of(one, number="31A", paragraph="3.5", identifiers=frozenset({"AUR/901/5"}))
    ]
    assert about == ["31A", "3.5", "AUR/901/5"]


def test_each_place_is_cited_once():
    found = read("Articles 5A and 5A.1; No. 41A and Article 3.4; AUR/901/5 of 31A.")
    spans = [(one.span.start, one.span.end) for one in found]
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert {one.cited_as for one in found} == {CitedAs.ARTICLE, CitedAs.NUMBER, CitedAs.PROPOSAL}


LISTS = {
    "Articles 19 and 17.": "19 17", "Nos. 31A, 31B and 32": "31A 31B 32",
    "articles 3, 4, and 6": "3 4 6", "articles 5A and/or 5B": "5A 5B",
    "articles 3 (International network) and 4": "3 4", "articles 3 as well as 4": "3 4",
    "Articles 3 to 6 apply": "3 4 5 6", "paragraphs 3.4-3.6": "3.4 3.5 3.6",
    "Article 5 – 3 states said so": "5", "l'article 3 a 4 alinéas": "3",
    "les articles 3, 4 et 6": "3 4 6", "les articles 3 à 5": "3 4 5",
    "los artículos 3, 4 y 6": "3 4 6", "los artículos 3 a 5 y los números 31A y 32": "3 4 5 31A 32",
    "в статьях 3, 4 и 6": "3 4 6", "статей с 3 по 5": "3 4 5", "пункты 31A, 31B и 32": "31A 31B 32",
    "المواد 3 و4 و6": "3 4 6", "المواد من 3 إلى 5": "3 4 5", "الأرقام 31A و31B و32": "31A 31B 32",
    "第3、4和6条规定": "3 4 6", "第三条至第五条": "3 4 5", "第31A、31B和32号": "31A 31B 32",
    "第34号一般性意见": "",
}  # fmt: skip


@pytest.mark.parametrize("text", LISTS)
def test_every_number_of_a_list_and_of_a_range_is_cited(text: str):
    assert " ".join(value for _, value in told(text)) == LISTS[text]


@pytest.mark.parametrize("text", ["Articles 19 and 21 of the ICCPR", "Articles 3 to 5 of the UDHR"])
def test_a_treaty_named_behind_a_list_has_all_of_it(text: str):
    assert {one.instrument for one in read(text)} == {text.split()[-1]}
