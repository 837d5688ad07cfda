"""Resolutions and the like, and papers of the United Nations, by their heads in six languages."""

from __future__ import annotations

import pytest

from itrvault.model.document import Unit, UnitKind
from itrvault.model.geometry import PageLayout
from itrvault.treaty.identity import read_facts
from itrvault.treaty.symbols import parse_symbol


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("RÉSOLUTION 21 (RÉV. BUCAREST, 2022)", "Resolution 21 (Rev. Bucharest, 2022)"),
        ("Résolution 146 (Rév.Dubaï, 2018)", "Resolution 146 (Rev. Dubai, 2018)"),
        ("RÉSOLUTION PLEN/1 (DUBAÏ, 2012)", "Resolution PLEN/1 (Dubai, 2012)"),
        ("DÉCISION 5 (RÉV. DUBAÏ, 2018)", "Decision 5 (Rev. Dubai, 2018)"),
        ("AVIS 1 (Genève, 2013)", "Opinion 1 (Geneva, 2013)"),
        ("RESOLUCIÓN 21 (REV. BUCAREST, 2022)", "Resolution 21 (Rev. Bucharest, 2022)"),
        ("RESOLUCIÓN 200 (BUSÁN, 2014)", "Resolution 200 (Busan, 2014)"),
        ("RECOMENDACIÓN 7 (HYDERABAD, 2010)", "Recommendation 7 (Hyderabad, 2010)"),
        ("РЕЗОЛЮЦИЯ 21 (ПЕРЕСМ. БУХАРЕСТ, 2022 Г.)", "Resolution 21 (Rev. Bucharest, 2022)"),
        ("РЕШЕНИЕ 5 (Пересм. Дубай, 2018 год)", "Decision 5 (Rev. Dubai, 2018)"),
        ("القرار 21 (المراجَع في بوخارست، 2022)", "Resolution 21 (Rev. Bucharest, 2022)"),
        ("القـرار 146 (المراجع في دبي، ٢٠١٨)", "Resolution 146 (Rev. Dubai, 2018)"),
        ("المقرر 5 (المراجَع في دبي، 2018)", "Decision 5 (Rev. Dubai, 2018)"),
        ("القرار 200 (بوسان، 2014)", "Resolution 200 (Busan, 2014)"),
        ("第21号决议（2022年，布加勒斯特，修订版）", "Resolution 21 (Rev. Bucharest, 2022)"),
        ("第 5 号决定（2018年，迪拜，修订版）", "Decision 5 (Rev. Dubai, 2018)"),
        ("第200号决议（2014年，釜山）", "Resolution 200 (Busan, 2014)"),
        ("Résolution 3", "Resolution 3"),
        ("Resolution 9 (Ulan Bator, 2031)", "Resolution 9 (Ulan Bator, 2031)"),
    ],
)
def test_one_text_is_one_symbol_in_every_language(printed: str, canonical: str):
    symbol = parse_symbol(printed)
    assert symbol is not None
    assert symbol.canonical == canonical
    assert parse_symbol(canonical) == symbol


@pytest.mark.parametrize(
    "text",
    [
        "Avis 3", "القرار 5", "第5号决定", "мнение 2", "WTSA Résolution 52", "Решение",
        "РЕЗОЛЮЦИЯ 5 (Китеж, 2001 г.)", "Résolution 21 (Rév. Bucarest, 2022) et 22",
        "(Rév. Bucarest, 2022)", "第21号",
    ],
)  # fmt: skip
def test_words_of_everyday_and_places_nobody_knows_are_no_symbol(text: str):
    assert parse_symbol(text) is None


def facts(*lines: str) -> dict[str, str]:
    unit = Unit(0, UnitKind.PAGE, "1", "\n".join(lines), PageLayout(600, 800))
    return {name: fact.value for name, fact in read_facts("a.pdf", [unit]).items() if fact.value}


def test_a_resolution_has_its_title_below_its_number():
    found = facts(
        "254 Résolution 21", "RÉSOLUTION 21 (RÉV. BUCAREST, 2022)",
        "Mesures concernant les procédures d'appel alternatives",
        "sur les réseaux de télécommunication internationaux",
        "La Conférence de plénipotentiaires de l'Union internationale des télécommunications",
    )  # fmt: skip
    assert found["symbol"] == "Resolution 21 (Rev. Bucharest, 2022)"
    assert found["title"].startswith("Mesures concernant")
    assert found["title"].endswith("internationaux")
    assert found["date"] == "2022"


HEADS = {
    "en": ("United Nations A/RES/77/321", "General Assembly Distr.: General", "8 August 2023",
           "Original: English"),
    "fr": ("Nations Unies A/RES/77/321", "Assemblée générale Distr. générale", "8 août 2023",
           "Français Original : anglais"),
    "es": ("Naciones Unidas A/RES/77/321", "Asamblea General Distr. general",
           "8 de agosto de 2023", "Español Original: inglés"),
    "ru": ("Организация Объединенных Наций A/RES/77/321",
           "Генеральная Ассамблея Distr.: General", "8 August 2023", "Russian Original: English"),
    "ar": ("الأمم المتحدة A/RES/77/321", "الجمعية العامة Distr.: General", "8 August 2023",
           "Arabic Original: English"),
    "zh": ("联合国 A/RES/77/321", "大会 Distr.: General", "8 August 2023",
           "Chinese Original: English"),
    "old": ("UNITED", "UNITED A", "NATIONS", "NATIONS", "General Assembly", "Distr.", "GENERAL",
            "A/RES/77/321", "8 August 2023", "ORIGINAL: ENGLISH", "Forty-eighth session"),
    "one line": ("United Nations A/RES/77/321 General Assembly Distr.: General 8 August 2023 "
                 "Original: English Seventy-seventh session Agenda item 72 (a) Oceans",),
}  # fmt: skip


@pytest.mark.parametrize("language", HEADS)
def test_a_united_nations_head(language: str):
    found = facts(*HEADS[language], "77/321. Words about the law", "of the sea", "")
    assert found["symbol"] == "A/RES/77/321"
    assert found["date"] == "2023-08-08"
    assert found["original_language"] == "en"


def test_a_resolution_of_the_general_assembly_has_a_title():
    found = facts(
        *HEADS["en"], "Resolution adopted by the General Assembly", "on 1 August 2023",
        "77/321. Agreement under the United Nations Convention", "on the Conservation of Marine",
        "Biological Diversity", "The General Assembly,", "Recalling its resolution 72/249,",
    )  # fmt: skip
    assert found["title"] == (
        "Agreement under the United Nations Convention on the Conservation of Marine "
        "Biological Diversity"
    )


def test_a_paper_about_a_resolution_is_not_the_resolution():
    found = facts("What resolution A/RES/77/321 means", "By the Institute for Oceans",
                  "8 August 2023", "The General Assembly adopted A/RES/77/321.")  # fmt: skip
    assert "symbol" not in found
