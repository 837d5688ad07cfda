"""Provisions are found by their order, whatever the extraction did to their numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.document import Unit, UnitKind
from itrvault.model.geometry import FlowLayout
from itrvault.model.provision import PartKind, Provision, ProvisionDoubt, TreatyText
from itrvault.treaty.provisions import find_provisions

SHORT = (
    "PREAMBLE",
    "1 While every country may order its networks, these rules complete the Convention.",
    "ARTICLE 1",
    "Purpose and scope",
    "2 1.1 a) These rules lay down what Article 9 allows, and",
    "39, in the words of others, does not begin a provision.",
    "3 b) Members may agree otherwise.",
    "4 1.2 The public means everybody.",
    "ARTICLE 2",
    "Definitions",
    "5 For these rules, the following words are defined.",
    "6 2.1 Route: a way between two exchanges.",
    "6A 2.1A Spam: what nobody asked for.",
    "7 2.2 Relation: an exchange of traffic, with",
    "8 a) a means to carry it, and",
    "9 b) a settlement of accounts.",
)


def read(*pages: str) -> TreatyText:
    """The treaty in these pages."""
    return find_provisions(
        [
            Unit(number, UnitKind.SECTION, str(number + 1), text, FlowLayout())
            for number, text in enumerate(pages)
        ]
    )


def numbers(treaty: TreatyText) -> list[str]:
    """Number, paragraph and letter of each provision."""
    return [
        "/".join(filter(None, (one.number, one.paragraph, one.letter)))
        for _, one in treaty.provisions()
    ]


def by_number(treaty: TreatyText, number: str) -> Provision:
    """The provision with a margin number."""
    return next(one for _, one in treaty.provisions() if one.number == number)


EXPECTED = ["1", "2/1.1/a", "3/b", "4/1.2", "5", "6/2.1", "6A/2.1A", "7/2.2", "8/a", "9/b"]


def test_margin_numbers_articles_and_titles():
    treaty = read("\n".join(SHORT))
    assert numbers(treaty) == EXPECTED
    assert [(part.kind, part.number, part.title) for part in treaty.parts] == [
        (PartKind.PREAMBLE, "", ""),
        (PartKind.ARTICLE, "1", "Purpose and scope"),
        (PartKind.ARTICLE, "2", "Definitions"),
    ]
    assert by_number(treaty, "2").text == (
        "These rules lay down what Article 9 allows, and "
        "39, in the words of others, does not begin a provision."
    )
    assert not treaty.missing
    assert not any(one.doubt for _, one in treaty.provisions())


def test_numbers_glued_to_what_follows():
    glued = [line.replace(" ", "", 1) if line[0].isdigit() else line for line in SHORT]
    glued[5] = SHORT[5]
    assert glued[4].startswith("21.1 a)")
    assert glued[1].startswith("1While")
    assert numbers(read("\n".join(glued))) == EXPECTED


def test_numbers_on_lines_of_their_own_and_pages_in_between():
    lines = []
    for line in SHORT:
        number, _, rest = line.partition(" ")
        lines += [number, rest] if number.isdigit() else [line]
    text = "\n\n".join(lines)
    middle = text.index("4\n\n1.2")
    treaty = read(text[:middle], text[middle:])
    assert numbers(treaty) == EXPECTED
    assert by_number(treaty, "4").place.unit == 1


def test_a_place_is_where_the_words_stand():
    text = "\n".join(SHORT)
    treaty = read(text)
    for _, one in treaty.provisions():
        found = text[one.place.start : one.place.end]
        assert found.startswith(one.number)
        assert " ".join(found.split()).endswith(one.text)


def test_a_damaged_number_and_a_lost_one_are_told_with_a_doubt():
    text = "\n".join(SHORT)
    damaged = read(text.replace("4 1.2 The", "A 1.2 The").replace("\n6 2.1", "\n2.1"))
    assert numbers(damaged)[5] == "6/2.1"
    assert by_number(damaged, "6").doubt is ProvisionDoubt.NUMBER_MISSING
    letters = "\n".join(
        line.replace("10 2.3", "1O 2.3") for line in (*SHORT, "10 2.3 Rate: what is agreed on.")
    )
    assert by_number(read(letters), "10").doubt is ProvisionDoubt.NUMBER_DAMAGED


def test_what_is_not_there_is_said_and_the_next_is_in_doubt():
    text = "\n".join(line for line in SHORT if not line.startswith(("7 ", "8 ")))
    treaty = read(text)
    assert treaty.missing == ("7", "8")
    assert by_number(treaty, "9").doubt is ProvisionDoubt.AFTER_A_GAP


SENTENCES = {
    "en": ("Article {}", "Members shall cooperate."),
    "fr": ("Article {}", "Les États Membres coopèrent."),
    "es": ("Artículo {}", "Los Estados Miembros cooperan."),
    "ru": ("Статья {}", "Государства-Члены сотрудничают."),
    "ar": ("المادة {}", "تتعاون الدول الأعضاء فيما بينها."),
    "zh": ("第{}条", "各成员国应当合作。"),
}


@pytest.mark.parametrize("language", SENTENCES)
def test_articles_without_any_other_number(language):
    head, sentence = SENTENCES[language]
    text = "\n\n".join(f"{head.format(number)}\n{sentence}" for number in range(1, 31))
    treaty = read(text)
    assert [part.number for part in treaty.parts] == [str(n) for n in range(1, 31)]
    assert all(part.provisions[0].text == sentence for part in treaty.parts)


@pytest.mark.parametrize("first", ["Article premier", "Artículo primero", "المادة الأولى"])
def test_the_first_article_is_named_by_a_word(first: str):
    name = first.split()[0]
    treaty = read(f"{first}\nTerms\n\n1. One.\n\n{name} 2\nMore\n\n1. Two.")
    assert [part.number for part in treaty.parts] == ["1", "2"]


def test_chinese_numbers():
    signs = (*"一二三四五六七八九十", "十一", "十二")
    found = read("\n".join(f"第{sign}條\n人人有權享有自由。" for sign in signs)).parts
    assert [part.number for part in found] == [str(number) for number in range(1, 13)]


def test_paragraphs_of_articles_without_margin_numbers():
    treaty = read(
        "Article 1. Use of terms . . . . . 7\nArticle 2. Scope . . . . . 8\n\n"
        "PART I\nGENERAL\n\n"
        "Article 1\nUse of terms\n\n1. In this Agreement, a route is a way.\n"
        "2. It may be long,\n300 kilometres or more.\n\n"
        "Article 2\nRelationship between this Agreement and\nother instruments\n\n"
        "Nothing in Article 1 or in\nAnnex II for one of its purposes changes them.\n\n"
        "ANNEX I. ROUTES\n\nArticle 1\nList\n\n1. A list is kept.\n"
    )
    assert [(part.kind, part.within, part.number, part.title) for part in treaty.parts] == [
        (PartKind.DIVISION, "", "I", "GENERAL"),
        (PartKind.ARTICLE, "", "1", "Use of terms"),
        (PartKind.ARTICLE, "", "2", "Relationship between this Agreement and other instruments"),
        (PartKind.ANNEX, "", "I", "ROUTES"),
        (PartKind.ARTICLE, "annex I", "1", "List"),
    ]
    assert [one.paragraph for _, one in treaty.provisions()] == ["1", "2", "", "1"]


def test_articles_of_a_chapter_that_is_counted_in_letters():
    treaty = read(
        "Article QQ.A.1: {Definitions}\n1. A word is what it says.\n"
        "[Article QQ.A.2bis: {Principles}4\nEach Party gives what\nArticle QQ.A.1 says.\n"
        "Article QQ.A.355: No Party may ask for more:\n1. Or less.\n"  # the 55th footnote
        "Article QQ.B.1:\n[US propose; CL oppose: A Party may.]\nas in Article QQ.A.2 and\n"
        "Article QQ.A.2 or elsewhere.\nArticle QQ.B.2: {Cooperation}\nMore."
    )
    assert [(part.number, part.title) for part in treaty.parts] == [
        ("QQ.A.1", "Definitions"), ("QQ.A.2bis", "Principles"),
        ("QQ.A.3", "No Party may ask for more:"), ("QQ.B.1", ""), ("QQ.B.2", "Cooperation"),
    ]  # fmt: skip


def test_nothing_in_what_is_no_treaty():
    assert not read(
        "A letter.\n\nWe read Article 3 with care, and\nArticle 5 too.\n1. First."
    ).parts
    assert not read("").parts


@given(
    st.lists(st.integers(1, 6), min_size=2, max_size=8),
    st.sampled_from((" ", "", "\t", ". ", "\n")),
    st.sets(st.integers(2, 40), max_size=3),
)
def test_every_provision_is_right_or_in_doubt(counts, gap, damaged):
    """Articles of some paragraphs; behind any gap, with some numbers lost, none comes out wrong."""
    lines, truth, number = ["Preamble", f"1{gap}While it is so, these rules apply."], ["1"], 1
    for article, count in enumerate(counts, 1):
        lines += [f"Article {article}", f"Title of {article}"]
        for paragraph in range(1, count + 1):
            number += 1
            inner = f"{article}.{paragraph}"
            head = "" if number in damaged else f"{number}{gap}"
            lines.append(f"{head}{inner} Members shall do what they must in {number + 1} cases.")
            truth.append(f"{number}/{inner}")
    treaty = read("\n".join(lines))
    assert numbers(treaty) == truth
    doubted = {one.number for _, one in treaty.provisions() if one.doubt}
    assert doubted == {str(n) for n in damaged if n <= number}


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["itr-1988-en-clean.txt", "itr-1988-en-glued-numbers.txt"])
def test_the_regulations_of_1988(corpus: Path, name: str):
    treaty = read((corpus / "texts" / name).read_text(encoding="utf-8"))
    found = [one.number for _, one in treaty.provisions() if one.number]
    assert found == [str(number) for number in range(1, 65)]
    articles = [part.number for part in treaty.parts if part.kind is PartKind.ARTICLE]
    assert articles == [str(number) for number in range(1, 11)]
    appendices = [part.number for part in treaty.parts if part.kind is PartKind.APPENDIX]
    assert appendices == ["1", "2", "3"]
    assert by_number(treaty, "31").paragraph == "3.4"


@pytest.mark.corpus
def test_the_leaked_chapter_on_intellectual_property(corpus: Path):
    text = (corpus / "texts" / "tpp-ip-chapter-leak-2013.txt").read_text(encoding="utf-8")
    found = [part.number for part in read(text).parts]
    assert len(found) == len(set(found)) == 97
    assert (found[0], found[-1]) == ("QQ.A.1", "QQ.I.1")
    assert "QQ.C.10" in found  # printed as "QQ.C.1055", with the number of a footnote
