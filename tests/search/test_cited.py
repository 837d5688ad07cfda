"""Provisions, articles and proposals are found as treaty people cite them, in six languages."""

from __future__ import annotations

import pytest

from itrvault.errors import QueryError
from itrvault.search.parse import parse
from itrvault.search.provisions import in_chinese
from tests.search.archive import index_of, marked, rows


@pytest.mark.parametrize(
    ("query", "found", "passed_over"),
    [
        ("id:RUS/27/7", ["ADD RUS/27/7", "MOD (RUS / 27 / 7)", "rus/27/\n7"],
         ["RUS/27/8", "RUS 27 and 7", "RUS/28/7"]),
        ("id:RCC/14A1/8", ["ADD RCC/14A1/8"], ["RCC/14A1/80", "RCC/14/8"]),
        ("id:RUS/27/*", ["ADD RUS/27/7", "RUS/27/12"], ["RUS/28/7"]),
        ("provision:3.4", ["see 3.4 below", "33 3.4 The"], ["3.41", "13.4", "3 and 4"]),
        ("provision:3A.1", ["31A 3A.1 Members"], ["3A and 1.5", "3.1"]),
        ("provision:6.*", ["6.1 and", "6.4.2"], ["6", "16.1"]),
        ("provision:31A", ["ADD RUS/27/7 31A", "No. 31a"], ["31", "31B", "131A"]),
        ("provision:30", ["30 3.3 Subject to", "30 6.1.1 Within", "MOD 30", "ADD USA/9/2\n30",
                          "provision 30", "провизия: положение 30", "disposición 30"],
         ["30 days", "page 30", "130 3.3"]),
        ("provision:[3.1 TO 3.3]", ["3.1", "3.2", "3.3"], ["3.4", "3"]),
        ("provision:[31A TO 31C]", [], ["31A"]),
        ("article:6", ["Article 6", "ARTICLE 6", "Art. 6", "Articles 6", "artículo 6", "статья 6",
                       "в статье 6", "ст. 6", "المادة 6", "第6条", "第六条"],
         ["Article 16", "6", "Article 5 and 6", "第六章"]),
        ("article:3A", ["ARTICLE 3A", "статьи 3A", "第三A条"], ["Article 3", "第三条"]),
        ('provision:"Article 6"', ["artículo 6"], ["Article 7"]),
        ('provision:"Resolution 3"', ["Resolution No. 3", "résolution 3", "القرار رقم 3",
                                      "第3号决议", "RESOLUTION 3"], ["Resolution 4"]),
        ('provision:"第十二条"', ["Article 12", "第12条"], ["Article 2"]),
        ('provision:"Appendix 2"', ["Appendix 2", "apéndice 2", "附录2"], ["Appendix 1"]),
        ("provision:preamble", ["PREAMBLE", "Préambule", "преамбулы", "序言"], ["amble"]),
    ],
)  # fmt: skip
def test_is_found_as_it_is_cited(query: str, found: list[str], passed_over: list[str]) -> None:
    if not found:
        with pytest.raises(QueryError):
            parse(query)
        return
    texts = [*found, *passed_over]
    languages = ["ru" if any("а" <= c <= "я" for c in text.lower()) else "en" for text in texts]
    index = index_of(*zip(languages, texts, strict=True))
    assert {texts[row] for row in rows(index, query)} == set(found)
    for text in found:
        assert marked(index, query, text)


@pytest.mark.parametrize(
    ("query", "says", "suggestion"),
    [
        ("id:27", "identifier of a proposal", "id:RUS/27/7"),
        ("id:RUS", "identifier of a proposal", "id:RUS/27/7"),
        ("provision:security", "3.4, 31A", "provision:3.4"),
        ("article:security", "number of an article", "article:6"),
        ("provision:[3.4 TO 3.1]", "ends before it begins", "provision:[3.1 TO 3.4]"),
        ("provision:[1 TO 9999]", "more than", "provision:[1 TO 60]"),
    ],
)
def test_says_what_is_wanted(query: str, says: str, suggestion: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert says in caught.value.message
    assert caught.value.suggestion == suggestion


def test_they_stand_beside_other_words() -> None:
    index = index_of("ADD RUS/27/7 31A security", "RUS/27/7 and much later on 31A", "31A security")
    assert rows(index, "provision:31A security") == {0, 2}
    assert rows(index, "id:RUS/27/7 w/2 provision:31A") == {0}
    assert rows(index, "provision:31A -id:RUS/27/7") == {2}
    assert rows(index, "provision:(31A OR 31B) w/0 security") == {0, 2}
    assert index.parse("provision:31A").read_as == "provision 31A"
    assert index.parse("id:RUS/27/7").read_as == "proposal RUS/27/7"


def test_numbers_in_chinese() -> None:
    assert [in_chinese(n) for n in (1, 10, 11, 20, 45)] == ["一", "十", "十一", "二十", "四十五"]
