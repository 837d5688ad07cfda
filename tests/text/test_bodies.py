"""Heads, feet, page numbers and notes are no part of what is read from page to page."""

from __future__ import annotations

import pytest

from itrvault.text.bodies import bodies


def read(pages: list[str]) -> list[str]:
    every = zip(pages, bodies(pages), strict=True)
    return [page[start:end].strip() for page, (start, end) in every]


WORDS = [
    "free",
    "flow",
    "of",
    "information",
    "between",
    "peoples",
    "of",
    "all",
    "their",
    "networks",
]


def text(number: int) -> str:
    """Some text, another on each page."""
    first, last = WORDS[number % 7 :], WORDS[: number % 11 + 1]
    letter, other = chr(97 + number % 26), chr(97 + number % 23)
    return f"{' '.join(first)} {letter}.\n\nAnd {' '.join(last)} {other}"


def test_heads_of_chapters_are_passed_over() -> None:
    chapters = ["Traffic", "Billing", "Security", "Fraud"]
    pages = [
        f"{chapters[n // 7]} {n + 31}\n\n{text(n)}" if n % 2 else f"{n + 31} A Book\n\n{text(n)}"
        for n in range(28)
    ]
    assert read(pages) == [text(n) for n in range(28)]


def test_a_head_that_stands_on_a_few_pages_only() -> None:
    pages = [text(n) for n in range(40)]
    for n in (11, 13, 15):
        pages[n] = f"About the series\n\n{pages[n]}"
    pages[30] = f"About the series\n\n{pages[30]}"
    found = read(pages)
    assert found[13] == text(13)
    assert found[30].startswith("About the series")


def test_roman_numbers_of_pages() -> None:
    pages = [f"{word} {roman}\n\n{text(n)}" for n, (word, roman) in enumerate(
        zip(["Preface", "Thanks", "Contents", "Sources"], ["iii", "iv", "v", "vi"], strict=True)
    )]  # fmt: skip
    pages += [text(n) for n in range(4, 40)]
    assert read(pages) == [text(n) for n in range(40)]


def test_titles_of_sections_stay() -> None:
    romans = ["I", "II", "III", "IV", "V", "VI", "VII"]
    sections = [f"Article {roman}\n{text(n)}" for n, roman in enumerate(romans)]
    assert read(sections) == sections


@pytest.mark.parametrize(
    ("page", "body"),
    [
        ("They met.1 It was a re-\n\n1 See document 4.\n2 Ibid.", "They met.1 It was a re-"),
        ("They met\u00b9 and a re-\n\n\u00b9See document 4.", "They met\u00b9 and a re-"),
        ("They1 met a Co-\n\n______\n\n1 Available at home.", "They1 met a Co-"),
        ("They met* and a re-\n\n* By letter.", "They met* and a re-"),
        ("It ended.278 Then\nall.\n278 This is without prejudice.", "It ended.278 Then\nall."),
        ("Talks1 were\n_______________\n1 See document 4.", "Talks1 were"),
        ("They met.1 So\n\n1 See document 4.\n\n66. A memorandum follows.", None),
        ("They met.1 So\n\n1 See document 4.\n\nA paragraph that is no note.", None),
        ("A list\n\n1 See document 4.\n2 And another.", None),
        ("It cost 3.1 units\n\n1 Item and more", None),
        ("They met.1 So\n\n1. First of all", None),
        ("Use x1 here.4 So\n\n4 Notes\n\n6 More", None),
    ],
)  # fmt: skip
def test_notes_at_the_foot(page: str, body: str | None) -> None:
    assert read([page]) == [page if body is None else body]


def test_a_number_in_a_last_line_is_text_where_it_does_not_count_up() -> None:
    pages = [f"{text(n)}\n\nsee article {number}" for n, number in enumerate([5, 1, 9, 3, 3, 7])]
    assert read(pages) == pages
