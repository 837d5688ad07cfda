"""Markdown: its signs are taken for what they mean, and no word is lost."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from flows import cells, kinds, metadata, reds, text, units, warnings
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import FileBlank, FileEmpty, FileUnsupported
from itrvault.readers import markdown, plain, table


def read(words: str) -> list[tuple[str, str]]:
    return [pair for unit in units(markdown, words.encode(), "a.md") for pair in kinds(unit)]


def test_headings_of_both_kinds_lists_and_quotes():
    assert read(
        "Title\n=====\n\nIntro\nover lines.\n\n## Scope ##\n\n- one\n  more\n  - inner\n1) two\n\n"
        "> quoted\n> words\n\n---\n\nSub\n---\nEnd\n"
    ) == [
        ("heading", "Title"), ("body", "Intro\nover lines."), ("heading", "Scope"),
        ("item", "• one\nmore"), ("item", "• inner"), ("item", "1) two"),
        ("body", "quoted\nwords"), ("heading", "Sub"), ("body", "End"),
    ]  # fmt: skip


def test_code_is_no_heading():
    assert read("```sh\n# not a heading\n\nx | y\n```\n# Heading\n~~~\nopen to the end") == [
        ("code", "# not a heading\n\nx | y"), ("heading", "Heading"), ("code", "open to the end"),
    ]  # fmt: skip


def test_tables():
    words = "| State | Text |\n|:--|--:|\n| RUS | **ADD** 31 |\n| a \\| b |\n\nafter"
    (unit,) = units(markdown, words.encode(), "a.md")
    assert cells(unit) == [
        (1, 0, 0, "State"), (1, 0, 1, "Text"), (1, 1, 0, "RUS"), (1, 1, 1, "ADD 31"),
        (1, 2, 0, "a | b"),
    ]  # fmt: skip


def test_styles_links_and_redlines():
    words = (
        "Keep ~~old~~ <ins>new</ins> <del>gone</del> **bold** *it* `a*b*c` [words](http://x) "
        "<http://y> 2 * 3 \\*star snake_case_name ** ~~"
    )
    (unit,) = units(markdown, words.encode(), "a.md")
    assert unit.text == (
        "Keep old new gone bold it a*b*c words http://y 2 * 3 *star snake_case_name ** ~~\n"
    )
    assert [(kind, said) for kind, _, _, said in reds(unit)] == [
        ("deleted", "old"), ("inserted", "new"), ("deleted", "gone"),
    ]  # fmt: skip
    looks = {unit.text[r.start : r.end]: r for r in unit.layout.paragraphs[0].runs}
    assert looks["bold"].bold
    assert looks["it"].italic


def test_what_a_file_says_about_itself():
    data = b'---\ntitle: "A draft"\nauthor: Anna\nlayout: post\n---\nWords\n'
    assert metadata(markdown, data, "a.md") == {
        "encoding": "ascii", "title": "A draft", "author": "Anna",
    }  # fmt: skip
    assert text(markdown, data, "a.md") == "Words\n"
    assert text(markdown, b"---\nno end: of it\n", "a.md") == "no end: of it\n"


def test_it_is_chosen_by_name_for_text_only():
    assert table.choose(b"# A\n", "a.md") is markdown
    assert table.choose(b"# A\n", "a.txt") is plain
    with pytest.raises(FileEmpty):
        text(markdown, b"", "a.md")
    with pytest.raises(FileBlank):
        text(markdown, b" \n", "a.md")
    with pytest.raises(FileUnsupported):
        text(markdown, b"\x89PNG\r\n\x1a\n\0\0", "a.md")
    assert warnings(markdown, "lost \ufffd".encode(), "a.md")


PARTS = st.sampled_from(
    ["#", "##", "-", "*", "**", "~~", "`", "```", "|", "|---|", ">", "\n", "\n\n", "    ", "[",
     "](", ")", "<ins>", "</ins>", "\\", "_", "=====", "---", "1.", "Words",
     "слова", "字", "مادة", " "]
)  # fmt: skip

SAID = re.compile(r"Words|слова|字|مادة")


@given(st.lists(PARTS, max_size=40))
def test_no_word_is_lost(parts: list[str]):
    words = "x " + "".join(parts)
    found = Counter(SAID.findall(text(markdown, words.encode(), "a.md")))
    targets = Counter(SAID.findall("".join(re.findall(r"\]\([^)\n]*\)", words))))
    assert found >= Counter(SAID.findall(words)) - targets
