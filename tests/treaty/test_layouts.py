"""Proposals are found whole in layouts that nobody showed us: tables, columns, cut lines, pages."""

from __future__ import annotations

import io
import random

import docx
import pymupdf
import pytest

from itrvault.model.document import Unit
from itrvault.readers import docx as word_reader
from itrvault.readers import pdf as pdf_reader
from itrvault.readers.base import ReadContext
from itrvault.treaty.proposals import find_proposals
from tests.treaty import papers
from tests.treaty.papers import TONGUES, Item

SEEDS = range(4)
LATIN = ("en", "fr", "es")
"""What the fonts of every PDF have."""


def tight(text: str) -> str:
    return "".join(text.split())


def check(units, items: list[Item]) -> None:
    """Verb, identifier, proponent and target of each; the text but for white space; no others."""
    found = find_proposals(units)
    told = [
        (
            one.verb.value, one.identifier, list(one.authors), one.target.part, one.target.number,
            one.target.paragraph,
        )
        for one in found
    ]  # fmt: skip
    assert told == [item.truth for item in items]
    assert [[tight(each.text) for each in one.wordings] for one in found] == [
        [tight(text) for _, _, text in item.provisions] for item in items
    ]


def made(seed: int, language: str) -> tuple[random.Random, list[Item]]:
    chance = random.Random(f"{seed}{language}")
    return chance, papers.items_of(chance, TONGUES[language])


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("seed", SEEDS)
def test_paragraphs_in_word_and_lines_of_text(language: str, seed: int):
    chance, items = made(seed, language)
    lines = papers.lines_of(chance, TONGUES[language], items)
    check(papers.word_paper(lines), items)
    check(papers.plain_paper(lines), items)


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("columns", [3, 4])
def test_tables_in_word(language: str, columns: int):
    chance, items = made(columns, language)
    found = papers.word_table(chance, TONGUES[language], items, columns=columns)
    check(found, items)
    proposals = find_proposals(found)
    assert [tight(one.reasons) for one in proposals] == [tight(item.reasons) for item in items]


@pytest.mark.parametrize("language", LATIN)
@pytest.mark.parametrize("seed", SEEDS)
def test_tables_on_pages(language: str, seed: int):
    _, items = made(seed, language)
    found = papers.drawn_table(TONGUES[language], items)
    check(found, items)
    proposals = find_proposals(found)
    assert [tight(one.reasons) for one in proposals] == [tight(item.reasons) for item in items]


@pytest.mark.parametrize("language", LATIN)
@pytest.mark.parametrize("seed", SEEDS)
def test_two_columns_on_pages(language: str, seed: int):
    chance, items = made(seed, language)
    check(papers.drawn_columns(papers.lines_of(chance, TONGUES[language], items)), items)


def test_a_verb_in_a_column_of_its_own_close_to_the_next_on_a_page():
    rows = (
        ("Action", "Reference", "No.", "Text", "Comments"),
        ("MOD", "EUR/C 12/1", "31", "3.4 Networks stay open.", "So they shall."),
        ("SUP*", "EUR/C 12/2", "33", "3.6 Nobody asks.", "No more."),
    )
    document = pymupdf.open()
    page = document.new_page()
    for at, row in enumerate(rows):
        for left, text in zip((50, 84, 140, 162, 360), row, strict=True):
            page.insert_text((left, 60 + 20 * at), text, fontsize=10)
    data = document.tobytes()
    units = [
        record
        for record in pdf_reader.read(data, ReadContext("paper.pdf"))
        if isinstance(record, Unit)
    ]
    assert [
        (one.verb.value, one.identifier, one.target.number, one.wordings[0].text, one.reasons)
        for one in find_proposals(units)
    ] == [
        ("MOD", "EUR/C12/1", "31", "Networks stay open.", "So they shall."),
        ("SUP*", "EUR/C12/2", "33", "Nobody asks.", "No more."),
    ]


def test_an_identifier_that_is_cut_behind_the_letter_of_its_paper():
    found = find_proposals(papers.plain_paper(["ADD*", "EUR/C", "12/1", "3A 1.6 So.", "MOD",
                                               "ARM/BLR", "/RUS/27/1", "4 1.7 No."]))  # fmt: skip
    assert [one.identifier for one in found] == ["EUR/C12/1", "ARM/BLR/RUS/27/1"]


def test_a_no_change_in_a_box_is_emphasised_where_others_are_in_none():
    document = docx.Document()
    for number in (1, 2):
        document.add_paragraph(f"NOC\tUSA/9/{number}")
        document.add_paragraph(f"{number + 5}\t1.{number}\tWords of it.")
    document.add_table(1, 1).cell(0, 0).text = "NOC\tUSA/9/3\n8\t1.3\tWords in a box."
    out = io.BytesIO()
    document.save(out)
    records = word_reader.read(out.getvalue(), ReadContext("paper.docx"))
    found = find_proposals([record for record in records if isinstance(record, Unit)])
    assert [one.emphasised for one in found] == [False, False, True]


@pytest.mark.parametrize("style", ["bold", "underline"])
def test_a_no_change_that_is_set_off_from_the_others_is_emphasised(style: str):
    document = docx.Document()
    for number, verb in enumerate(("NOC", "MOD", "NOC"), 1):
        head = document.add_paragraph()
        setattr(head.add_run(verb).font, style, number == 3)
        head.add_run(f"\tUSA/9/{number}")
        document.add_paragraph(f"{number + 5}\t1.{number}\tWords of it.")
    out = io.BytesIO()
    document.save(out)
    units = [
        record
        for record in word_reader.read(out.getvalue(), ReadContext("paper.docx"))
        if isinstance(record, Unit)
    ]
    assert [one.emphasised for one in find_proposals(units)] == [False, False, True]
