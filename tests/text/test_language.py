from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.text.language import detect_language, scripts

SENTENCES = {
    "en": "Member States shall ensure that the public is told why a service was suspended.",
    "fr": "Les États Membres veillent à ce que le public soit informé de la suspension du service.",
    "es": "Los Estados Miembros velarán por que el público conozca la causa de la suspensión.",
    "ru": "Государства-Члены обеспечивают, чтобы население знало о причинах приостановки служб.",
    "ar": "تكفل الدول الأعضاء إعلام الجمهور بأسباب تعليق الخدمات الدولية للاتصالات.",
    "zh": "各成员国应确保公众了解中止国际电信业务的原因。",
    "de": "Die Mitgliedstaaten stellen sicher, dass die Nutzer über die Gründe informiert werden.",
    "nl": "De lidstaten zorgen ervoor dat het publiek van de redenen op de hoogte wordt gebracht.",
    "pt": "Os Estados-Membros asseguram que o público não fique sem saber as razões da suspensão.",
    "it": "Gli Stati membri provvedono affinché il pubblico sia informato dei motivi della misura.",
    "uk": "Держави-члени забезпечують, щоб громадськість знала про причини призупинення служб.",
    "fa": "دولت‌های عضو باید مردم را از دلایل تعلیق خدمات آگاه کنند و گزارش دهند.",
    "ur": "رکن ممالک کو چاہیے کہ وہ عوام کو خدمات کی معطلی کی وجوہات سے آگاہ کریں۔",
    "ja": "加盟国は、サービスの停止の理由を公衆に知らせなければならない。",
    "ko": "회원국은 서비스 중단의 이유를 공중에게 알려야 한다.",
    "el": "Τα κράτη μέλη ενημερώνουν το κοινό για τους λόγους της αναστολής.",
    "he": "המדינות החברות יידעו את הציבור בדבר הסיבות להשעיית השירות.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_one_sentence_is_enough(language: str) -> None:
    assert detect_language(SENTENCES[language]) == language


@pytest.mark.parametrize(
    "text",
    ["", "   \n", "12.3 (45) 2012", "ARTICLE 7", "WCIT12/27(Add.2)-E", "RUS/27/7 ADD 31A", "zh",
     "ITU ITU-T CCITT IETF", "A B C D E F", "Ж", "ɋɢɥɚ ɡɚɤɨɧɚ ɜɫɟɝɞɚ ɧɚɞ ɧɚɦɢ"],
)  # fmt: skip
def test_no_guess_where_nothing_tells(text: str) -> None:
    assert detect_language(text) == ""


def test_a_page_in_two_languages_by_halves_is_not_guessed() -> None:
    assert detect_language(SENTENCES["ru"] + "\n" + SENTENCES["en"]) == ""


def test_names_in_another_script_do_not_matter() -> None:
    assert detect_language(SENTENCES["zh"] + " (ITU-T Recommendation Y.2770)") == "zh"
    assert detect_language(SENTENCES["ar"] + " ITU") == "ar"
    assert detect_language("The name 国际电信联盟 is on the cover of the book we have.") == "en"


def test_arabic_in_presentation_forms() -> None:
    shaped = "ﻲﻓ ﻦﻣ ﻰﻠﻋ ﺔﻴﻟﺎﻤﻟﺍ ﺔﻴﻤﻨﺘﻟﺍ ﺔﻣﺪﺨﻟﺍ"
    assert detect_language(shaped) == "ar"


def test_capitals_and_lost_accents() -> None:
    assert detect_language("LES ETATS ET LES REGLEMENTS DES TELECOMMUNICATIONS") == "fr"
    assert detect_language("la scurit des rseaux et la voie dacheminement du trafic") == "fr"


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    answer = detect_language(text)
    assert answer == "" or (len(answer) == 2 and answer.isascii() and answer.islower())


@given(st.sampled_from(sorted(SENTENCES)), st.integers(1, 60))
def test_the_answer_does_not_depend_on_length(language: str, times: int) -> None:
    assert detect_language(" ".join([SENTENCES[language]] * times)) == language


def test_scripts_are_counted() -> None:
    assert scripts("ab вг 中") == {"latin": 2, "cyrillic": 2, "han": 1}


@pytest.mark.corpus
@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru"])
def test_pages_of_the_universal_declaration(corpus, language: str) -> None:
    text = (corpus / "texts" / f"udhr-{language}.txt").read_text("utf-8").split("# ---")[1]
    pages = [text[i : i + 1000] for i in range(0, len(text) - 1000, 1000)]
    assert [detect_language(page) for page in pages] == [language] * len(pages)


@pytest.mark.parametrize(
    "text",
    [
        "Y y (Pixmap attribute) (Point attribute) y0 (IRect attribute) (Rect attribute) y1",
        r"\ifabove \fi \fi \else \ifleft \below \else \ifright \fi \fi \else \relax \fi",
        "a = f(x) d = l(y) s = e(z) l = d(n) e = a(s) n = o(e)",
    ],
)
def test_programs_and_indexes_are_in_no_language(text):
    assert detect_language(text) == ""
