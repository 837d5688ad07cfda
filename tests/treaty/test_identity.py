"""What documents say about themselves, and above all what they don't."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.document import FACT_FIELDS, DocumentClass, Fact, FactSource, Unit, UnitKind
from itrvault.model.geometry import FlowLayout, PageLayout, Paragraph, ParagraphKind
from itrvault.treaty.identity import UNKNOWN, is_title, read_facts


def pages(*texts: str, language: str = "") -> list[Unit]:
    return [
        Unit(i, UnitKind.PAGE, str(i + 1), text, PageLayout(595, 842), language)
        for i, text in enumerate(texts)
    ]


def flowing(*paragraphs: tuple[ParagraphKind, str]) -> list[Unit]:
    text, placed = "", []
    for number, (kind, words) in enumerate(paragraphs, 1):
        level = 1 if kind is ParagraphKind.HEADING else 0
        placed.append(Paragraph(len(text), len(text) + len(words) + 1, number, kind, level))
        text += words + "\n"
    return [Unit(0, UnitKind.SECTION, "", text, FlowLayout(tuple(placed)))]


def values(facts: dict[str, Fact]) -> dict[str, str]:
    return {name: fact.value for name, fact in facts.items() if fact.value}


HEADS = {
    "en": """World Conference on International Telecommunications (WCIT-12)
Dubai, 3-14 December 2012
PLENARY MEETING
Document 27-E
13 November 2012
Original: Russian
Russian Federation
PROPOSALS FOR THE WORK OF THE CONFERENCE
1 Introduction
""",
    "fr": """Conférence mondiale des télécommunications internationales (CMTI-12)
Dubaï, 3-14 décembre 2012
SÉANCE PLÉNIÈRE
Document 27-F
13 novembre 2012
Original: russe
Fédération de Russie
PROPOSITIONS POUR LES TRAVAUX DE LA CONFÉRENCE
""",
    "es": """Conferencia Mundial de Telecomunicaciones Internacionales (CMTI-12)
Dubái, 3-14 de diciembre de 2012
SESIÓN PLENARIA
Documento 27-S
13 de noviembre de 2012
Original: ruso
Federación de Rusia
PROPUESTAS PARA LOS TRABAJOS DE LA CONFERENCIA
""",
    "ru": """Всемирная конференция по международной электросвязи (ВКМЭ-12)
Дубай, 3-14 декабря 2012 года
ПЛЕНАРНОЕ ЗАСЕДАНИЕ
Документ 27-R
13 ноября 2012 года
Оригинал: русский
Российская Федерация
ПРЕДЛОЖЕНИЯ ДЛЯ РАБОТЫ КОНФЕРЕНЦИИ
""",
    "ar": """المؤتمر العالمي للاتصالات الدولية (WCIT-12)
دبي، 3-14 ديسمبر 2012
الجلسة العامة
الوثيقة 27-A
13 نوفمبر 2012
الأصل: بالروسية
الاتحاد الروسي
مقترحات بشأن أعمال المؤتمر
""",
    "zh": """国际电信世界大会（WCIT-12）
2012年12月3-14日，迪拜
全体会议
文件 27-C
2012年11月13日
原文：俄文
俄罗斯联邦
有关大会工作的提案
""",
}


@pytest.mark.parametrize("language", sorted(HEADS))
def test_the_head_of_a_proposal_in_six_languages(language: str) -> None:
    letter = {"ar": "A", "zh": "C", "en": "E", "fr": "F", "ru": "R", "es": "S"}[language]
    lines = HEADS[language].splitlines()
    facts = read_facts("scan0001.pdf", pages(HEADS[language]))
    assert values(facts) == {
        "symbol": f"WCIT12/27-{letter}",
        "title": lines[7],
        "class": "leaked",
        "language": language,
        "original_language": "ru",
        "date": "2012-11-13",
        "proponent": lines[6],
        "meeting": "WCIT12",
    }
    assert {fact.source for fact in facts.values()} == {FactSource.HEADER}


def test_a_revision_over_two_lines_beside_the_meeting() -> None:
    head = HEADS["en"].replace(
        "PLENARY MEETING\nDocument", "PLENARY MEETING Revision 1 to\nDocument"
    )
    assert read_facts("x", pages(head))["symbol"].value == "WCIT12/27(Rev.1)-E"


def test_the_conference_name_may_be_broken() -> None:
    head = HEADS["en"].replace("International Tele", "International\nTele")
    assert read_facts("x", pages(head))["symbol"].value == "WCIT12/27-E"


def test_joint_proponents_are_joined_by_semicolons() -> None:
    head = HEADS["en"].replace("Russian Federation", "Canada, United States of America")
    assert read_facts("x", pages(head))["proponent"].value == "Canada; United States of America"


@pytest.mark.parametrize(
    ("language", "source", "names"),
    [
        ("ar", "جمهورية مصر العربية والمملكة العربية السعودية",
         "جمهورية مصر العربية; المملكة العربية السعودية"),
        ("ar", "الاتحاد الروسي، البوسنة والهرسك\nوسلطنة عمان",
         "الاتحاد الروسي; البوسنة والهرسك; سلطنة عمان"),
        ("zh", "阿拉伯埃及共和国、中国和\n俄罗斯联邦", "阿拉伯埃及共和国; 中国; 俄罗斯联邦"),
        ("en", "Iran (Islamic Republic of),\nVenezuela (Bolivarian Republic of)",
         "Iran (Islamic Republic of); Venezuela (Bolivarian Republic of)"),
    ],
)  # fmt: skip
def test_joint_proponents_of_any_language_and_over_lines(
    language: str, source: str, names: str
) -> None:
    lines = HEADS[language].splitlines()
    head = HEADS[language].replace(f"\n{lines[6]}\n", f"\n{source}\n")
    facts = read_facts("x", pages(head))
    assert facts["proponent"].value == names
    assert facts["title"].value == lines[7]


def test_several_original_languages() -> None:
    head = HEADS["en"].replace("Original: Russian", "Original: English/Spanish")
    assert read_facts("x", pages(head))["original_language"].value == "en; es"
    head = HEADS["en"].replace("Original: Russian", "English only")
    assert read_facts("x", pages(head))["original_language"].value == "en"


def test_a_source_nobody_knows_stands_before_the_stock_title() -> None:
    head = HEADS["en"].replace("Russian Federation", "Republic of Aurelia")
    assert read_facts("x", pages(head))["proponent"].value == "Republic of Aurelia"


def test_a_compilation_does_not_name_its_proponents() -> None:
    text = """Council Working Group to Prepare for the 2012 World Conference (CWG-WCIT12)
Eighth meeting, Geneva, 20-22 June 2012
Document CWG-WCIT12/TD 964-E
3 May 2012
English only
DRAFT OF THE FUTURE REGULATIONS
"""
    facts = read_facts("x.docx", pages(text))
    assert facts["symbol"] == Fact("CWG-WCIT12/TD-964-E", FactSource.HEADER)
    assert facts["title"].value == "DRAFT OF THE FUTURE REGULATIONS"
    assert facts["proponent"] == UNKNOWN
    assert facts["meeting"].value == "CWG-WCIT12"


def test_running_heads_serve_where_the_first_page_is_missing() -> None:
    texts = [f"- {n} -\nCWG-WCIT12/TD 943-E\nOption 1 is described here." for n in range(2, 6)]
    facts = read_facts("scan.pdf", pages(*texts))
    assert facts["symbol"] == Fact("CWG-WCIT12/TD-943-E", FactSource.HEADER)
    assert facts["class"].value == "leaked"
    assert facts["date"] == UNKNOWN


def test_running_heads_of_a_flowing_document() -> None:
    units = flowing(
        (ParagraphKind.HEADER, "- 2 -"),
        (ParagraphKind.HEADER, "WCIT12/DT/30(Rev.3)-E"),
        (ParagraphKind.BODY, "Output of the group on terms."),
    )
    units += pages(*["More of the same."] * 5)
    assert read_facts("x.docx", units)["symbol"].value == "WCIT12/DT/30(Rev.3)-E"


def test_a_page_that_quotes_a_symbol_does_not_make_it_the_document_s() -> None:
    texts = ["An essay on the conference.", "WCIT12/27-E\nis the document I mean.", "More.", "End."]
    assert read_facts("essay.pdf", pages(*texts))["symbol"] == UNKNOWN
    assert read_facts("essay.pdf", pages(*texts[:2]))["symbol"] == UNKNOWN
    numbered = [texts[0], "- 2 -\nWCIT12/27-E\nThe end of a paper of two pages."]
    assert read_facts("paper.pdf", pages(*numbered))["symbol"].value == "WCIT12/27-E"


def test_an_analysis_stays_one_even_when_named_after_its_subject() -> None:
    text = """Center for Democracy & Technology
Security proposals and freedom online
Analysis
28 November 2012
The draft CWG-WCIT12/TD-64 would let states decide.
"""
    facts = read_facts("TD 64.pdf", pages(text), {"title": "Microsoft Word - td64 comments.doc"})
    assert values(facts) == {
        "title": "Security proposals and freedom online",
        "class": "analysis",
        "language": "en",
        "date": "2012-11-28",
        "proponent": "Center for Democracy & Technology",
    }


def test_an_open_letter_is_a_statement() -> None:
    text = (
        "Open letter to the delegates in Dubai\n9 December 2012\nWe, the undersigned, ask you ..."
    )
    facts = read_facts("letter.pdf", pages(text))
    assert facts["class"].value == "statement"
    assert facts["title"].value == "Open letter to the delegates in Dubai"


def test_a_treaty_needs_its_heading_and_a_first_article() -> None:
    text = (
        "CONVENTION ON\nTHE OPEN SEA\n(Geneva, 1958)\nPREAMBLE\nThe States Parties ...\nArticle 1\n"
    )
    facts = read_facts("x.pdf", pages(text))
    assert facts["class"].value == "treaty"
    assert facts["title"].value == "CONVENTION ON THE OPEN SEA"
    assert facts["date"].value == "1958"
    report = "Report on the Convention on the Open Sea\nArticle 1 is the best known.\n"
    assert read_facts("x.pdf", pages(report))["class"] == UNKNOWN


@pytest.mark.parametrize(
    "first",
    ["DRAFT CONVENTION ON THE OPEN SEA", "CONVENTION ON THE SEA\nConsolidated negotiating text",
     "Resolution on the Convention", "Secret treaty chapter"],
)  # fmt: skip
def test_what_is_still_negotiated_is_no_treaty(first: str) -> None:
    facts = read_facts("x.pdf", pages(first + "\nPREAMBLE\nArticle 1 Purpose\n"))
    assert facts["class"].value != "treaty"


def test_a_united_nations_head() -> None:
    text = """United Nations
A/RES/77/321*
General Assembly
Distr.: General
8 August 2023
Original: English
"""
    facts = read_facts("n2322.pdf", pages(text))
    assert values(facts) == {
        "symbol": "A/RES/77/321", "original_language": "en", "date": "2023-08-08",
    }  # fmt: skip


def test_the_small_head_of_a_plain_text() -> None:
    text = (
        "# title: On secrecy at the conference\n# date: 1 December 2012\n# language: en\n# ---\nWe"
    )
    facts = read_facts("a.txt", pages(text))
    assert facts["title"] == Fact("On secrecy at the conference", FactSource.HEADER)
    assert facts["date"].value == "2012-12-01"
    assert facts["language"] == Fact("en", FactSource.HEADER)


def test_labels_left_empty_are_no_facts() -> None:
    facts = read_facts("a.txt", pages("Title: N/A\nOrganization: NA\nDate: -\nText follows here."))
    assert facts["title"] == facts["proponent"] == facts["date"] == UNKNOWN


# -- language ------------------------------------------------------------------------------------

RUSSIAN = "Государства-Члены принимают меры по защите сетей и передаваемой по ним информации. " * 12


def test_the_language_letter_wins_unless_the_words_clearly_say_otherwise() -> None:
    few = pages(HEADS["en"], "ADD", language="")
    assert read_facts("x", few)["language"] == Fact("en", FactSource.HEADER)
    wrong = pages(HEADS["en"] + RUSSIAN, RUSSIAN, language="ru")
    assert read_facts("x", wrong)["language"] == Fact("ru", FactSource.TEXT)


def test_measured_language_is_weighed_by_length() -> None:
    units = [*pages("Short.", language="en"), *pages(RUSSIAN, language="ru")]
    assert read_facts("x", units)["language"] == Fact("ru", FactSource.TEXT)


def test_metadata_speaks_last() -> None:
    facts = read_facts("x.pdf", pages("12 34 56"), {"language": "fr-FR"})
    assert facts["language"] == Fact("fr", FactSource.METADATA)
    facts = read_facts("x.pdf", pages(RUSSIAN, language="ru"), [("language", "en-US")])
    assert facts["language"].value == "ru"


def test_file_dates_are_no_document_dates() -> None:
    metadata = {
        "created": "2012-11-13T10:00:00Z",
        "title": "Security and rights",
        "author": "A. B.",
    }
    facts = read_facts("x.pdf", pages("Some text without a head."), metadata)
    assert facts["date"] == UNKNOWN
    assert facts["proponent"] == UNKNOWN
    assert facts["title"] == Fact("Security and rights", FactSource.METADATA)


# -- titles --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["Microsoft Word - 065E.docx", "untitled", "Document1", "WCIT12/27-E", "td64_final_v2", "x.doc",
     "hea: [Add month, year, language]", "XXI-10 CTC", "Slide 1", "   ", "'(6 1$7,216 81,(6 685"],
)  # fmt: skip
def test_what_programs_leave_is_no_title(text: str) -> None:
    assert not is_title(text)


@pytest.mark.parametrize(
    "text", ["Security and rights", "公民權利公約", "حرية التعبير على الإنترنت"]
)
def test_titles(text: str) -> None:
    assert is_title(text)
    assert not is_title(text, f"folder/{text}.pdf")


# -- always --------------------------------------------------------------------------------------


def test_file_name_alone() -> None:
    facts = read_facts("S12-WCIT12-C-0027!R1!MSW-E.docx", [])
    assert facts["symbol"] == Fact("WCIT12/27(Rev.1)-E", FactSource.FILE_NAME)
    assert facts["class"] == Fact("leaked", FactSource.FILE_NAME)
    assert facts["language"] == Fact("en", FactSource.FILE_NAME)


@given(st.text(max_size=60), st.lists(st.text(max_size=300), max_size=3))
def test_any_document_has_a_fact_for_every_field(name: str, texts: list[str]) -> None:
    facts = read_facts(name, pages(*texts))
    assert tuple(facts) == FACT_FIELDS
    for fact in facts.values():
        assert (fact.value == "") == (fact.source is FactSource.UNKNOWN)
    assert facts["class"].value in {"", *DocumentClass}


def test_the_name_of_an_organisation_runs_on_to_the_next_line() -> None:
    lines = (
        "Title: A paper\nOrganization: Centre for Research, Development\nand Training\nSector: x"
    )
    facts = read_facts("a.txt", pages(lines))
    assert facts["proponent"].value == "Centre for Research, Development and Training"
