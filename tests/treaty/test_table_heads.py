"""Heads as Word files of the conference have them: in a table, with running heads and a footer."""

from __future__ import annotations

import io

import pytest
from docx import Document

from itrvault.model.document import Unit, UnitKind
from itrvault.model.geometry import PageLayout
from itrvault.readers import docx
from itrvault.readers.base import ReadContext
from itrvault.treaty.identity import read_facts

HEADS = {
    "en": (
        "World Conference on International Telecommunications (WCIT-12)\nDubai, 3-14 December 2012",
        "PLENARY MEETING", "Revision 1 to\nDocument 927-E", "17 November 2012",
        "Original: Russian", "Russian Federation", "PROPOSALS FOR THE WORK OF THE CONFERENCE",
        "WCIT12/927(Rev.1)-E", "WCIT12/927(Rev.1)-E", "ru",
    ),
    "fr": (
        "Conférence mondiale des télécommunications internationales (CMTI-12)\n"
        "Dubaï, 3-14 décembre 2012",
        "SÉANCE PLÉNIÈRE", "Révision 1 au\nDocument 910-F", "17 novembre 2012",
        "Original: anglais/espagnol", "États Membres de la CITEL",
        "PROPOSITIONS INTERAMÉRICAINES POUR LES TRAVAUX DE LA CONFÉRENCE",
        "WCIT12/910(Rév.1)-F", "WCIT12/910(Rev.1)-F", "en; es",
    ),
    "es": (
        "Conferencia Mundial de Telecomunicaciones Internacionales (CMTI-12)\n"
        "Dubái, 3-14 de diciembre de 2012",
        "SESIÓN PLENARIA", "Addéndum 1 al\nDocumento 975-S", "17 de noviembre de 2012",
        "Original: inglés", "Estados Miembros de la CITEL",
        "PROPUESTAS INTERAMERICANAS PARA LOS TRABAJOS DE LA CONFERENCIA",
        "WCIT12/975(Add.1)-S", "WCIT12/975(Add.1)-S", "en",
    ),
    "ru": (
        "Всемирная конференция по международной электросвязи (ВКМЭ-12)\n"
        "Дубай, 3–14 декабря 2012 года",
        "ПЛЕНАРНОЕ ЗАСЕДАНИЕ", "Дополнительный документ 2 к\nДокументу 927-R",
        "17 ноября 2012 года", "Оригинал: русский", "Российская Федерация",
        "ПРЕДЛОЖЕНИЯ РОССИЙСКОЙ ФЕДЕРАЦИИ ДЛЯ РАБОТЫ КОНФЕРЕНЦИИ",
        "WCIT12/927(Add.2)-R", "WCIT12/927(Add.2)-R", "ru",
    ),
    "ar": (
        "المؤتمر العالمي للاتصالات الدولية (WCIT-12)\nدبي، 3-14 ديسمبر 2012",
        "الجلسة العامة", "الإضافة 1\nللوثيقة 948-A", "17 نوفمبر 2012", "الأصل: بالإنكليزية",
        "الدول الأعضاء في الجماعة", "مقترحات عربية مشتركة بشأن أعمال المؤتمر",
        "17WCIT12/948(Add.1)-A", "WCIT12/948(Add.1)-A", "en",
    ),
    "zh": (
        "国际电信世界大会（WCIT-12）\n2012年12月3-14日，迪拜",
        "全体会议", "文件 948(Add.1)-C", "2012年11月17日", "原文：英文", "兰汀共和国",
        "有关大会工作的提案", "WCIT12/948(Add.1)-C", "WCIT12/948(Add.1)-C", "en",
    ),
}  # fmt: skip


def word_file(rows: list[tuple[str, str]], running: str = "", footer: str = "") -> list[Unit]:
    file = Document()
    section = file.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = running
    section.footer.paragraphs[0].text = footer
    table = file.add_table(rows=0, cols=2)
    for left, right in rows:
        cells = table.add_row().cells
        if right == "merged":
            cells[0].merge(cells[1]).text = left
        else:
            cells[0].text, cells[1].text = left, right
    file.add_paragraph("1\tWhat is proposed")
    data = io.BytesIO()
    file.save(data)
    records = docx.read(data.getvalue(), ReadContext("scan.docx"))
    return [record for record in records if isinstance(record, Unit)]


@pytest.mark.parametrize("language", sorted(HEADS))
def test_the_first_page_is_a_table(language: str) -> None:
    meeting, plenary, number, date, original, source, title, running, symbol, languages = HEADS[
        language
    ]
    rows = [(meeting, ""), ("", ""), (plenary, number), ("", date), ("", original),
            (source, "merged"), (title, "merged"), ("", "merged")]  # fmt: skip
    facts = read_facts("scan.docx", word_file(rows, f"- 2 -\n{running}"))
    assert {name: fact.value for name, fact in facts.items()} == {
        "symbol": symbol, "title": title, "class": "leaked", "language": language,
        "original_language": languages, "date": "2012-11-17", "proponent": source,
        "meeting": "WCIT12",
    }  # fmt: skip


def test_the_editorial_committee_s_paper_stands_beside_the_number() -> None:
    meeting = HEADS["en"][0]
    rows = [(meeting, ""), ("PLENARY MEETING\nB3", "Document 965-E\n13 December 2012")]
    title = "THIRD SERIES OF TEXTS SUBMITTED TO THE PLENARY MEETING"
    rows += [("", "Original: English"), ("Editorial Committee", "merged"), (title, "merged")]
    facts = read_facts("x.docx", word_file(rows))
    assert facts["symbol"].value == "WCIT12/965-E (B3)"
    assert facts["title"].value == title


def test_the_footer_of_a_word_file_may_be_all_that_names_it() -> None:
    footer = "P:\\ENG\\SG\\CONF-SG\\WCIT12\\000\\965E.DOCX\t13.12.12\t13.12.12"
    facts = read_facts("x.docx", word_file([], footer=footer))
    assert facts["symbol"].value == "WCIT12/965-E"
    assert read_facts("x.docx", word_file([], footer="C:\\a\\b 1.docx"))["symbol"].value == ""


def test_page_numbers_are_glued_to_arabic_running_heads() -> None:
    layout = PageLayout(595, 842)
    units = [
        Unit(n, UnitKind.PAGE, str(n), f"{n}PP18/48(Add.1)-A\nوتقترح هذه الدول ما يلي", layout)
        for n in range(12, 18)
    ]
    assert read_facts("a1msw-a.pdf", units)["symbol"].value == "PP18/48(Add.1)-A"
