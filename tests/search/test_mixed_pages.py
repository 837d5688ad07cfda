"""Words are found in another form on pages of two languages, and of none that can be told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.text.language import detect_language
from tests.search.archive import index_of, rows

ENGLISH = (
    "The Member States shall ensure that the operators of the networks which they have authorised "
    "are able to suspend the services that are provided to all of their users. "
)
FRENCH = (
    "Les États Membres affirment que les exploitations reconnues sont tenues de fournir les "
    "services dans le cadre des lois nationales et des libertés qui leur sont garanties. "
)
SPANISH = (
    "Los Estados Miembros se asegurarán de que las empresas reconocidas cooperen en el "
    "establecimiento de la red y que las libertades no sean restringidas sin los motivos. "
)
RUSSIAN = (
    "Государства-члены обеспечивают, чтобы администрации сотрудничали в создании сетей связи. "
)
ARABIC = "تتعهد الدول الأعضاء بأن تتعاون الإدارات في إنشاء شبكة دولية وفي احترام القوانين الوطنية. "
CHINESE = "各成员国须确保各主管部门在国际网络的建立方面进行合作。"

ASKED = {
    "fr": ("loi", "exploitation", "liberté", "garantir"),
    "es": ("libertad", "empresa", "restringir"),
    "ru": ("сеть", "администрация", "сотрудничать"),
    "ar": ("قانون", "شبكات", "تعاون"),
    "en": ("operator", "suspended", "authorising"),
}
TEXTS = {"fr": FRENCH, "es": SPANISH, "ru": RUSSIAN, "ar": ARABIC, "en": ENGLISH}


@pytest.mark.parametrize("language", ASKED)
@pytest.mark.parametrize("beside", ["en", "fr", "ru", "zh", ""])
def test_the_lesser_language_of_a_page_is_searched_as_itself(language: str, beside: str) -> None:
    text = TEXTS.get(beside, CHINESE) * 3 + "\n" + TEXTS[language]
    index = index_of((beside, text), ("en", ENGLISH), ("", "3 14 159"))
    for word in ASKED[language]:
        assert 0 in rows(index, word), word


@pytest.mark.parametrize("language", ASKED)
def test_a_page_whose_language_cannot_be_told(language: str) -> None:
    lines = "\n".join(word for word in TEXTS[language].split() if len(word) > 3)
    index = index_of(("", lines))
    found = [word for word in ASKED[language] if rows(index, word)]
    assert len(found) >= len(ASKED[language]) - 1, found


def test_a_title_in_another_script() -> None:
    index = index_of(("en", ENGLISH + "\n«О свободе связи и правах государств»"))
    assert rows(index, "свобода") == {0}
    assert rows(index, "государства право") == {0}
    assert "in ru" in index.parse("свобода").read_as


def test_an_english_name_on_a_chinese_page() -> None:
    index = index_of(("zh", CHINESE + "International Telecommunication Regulations"))
    assert rows(index, "regulation") == {0}


def test_no_other_language_is_looked_for_on_a_plain_page() -> None:
    index = index_of(("en", ENGLISH + "The contents of the contract"))
    assert "es" not in index.parse("contento").read_as
    assert rows(index, "contento") == set()


@given(st.lists(st.sampled_from([ENGLISH, FRENCH, SPANISH, RUSSIAN, ARABIC, CHINESE]),
                min_size=1, max_size=4))  # fmt: skip
def test_whatever_is_mixed_is_found(parts: list[str]) -> None:
    text = "\n\n".join(parts)
    index = index_of((detect_language(text), text))
    for language, words in ASKED.items():
        if TEXTS[language] in parts:
            for word in words:
                assert rows(index, word) == {0}, (word, detect_language(text))
