"""Sections: every character has its paragraph and run, headings open units, nothing is lost."""

from __future__ import annotations

import pytest
from flows import check_cover
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import ReaderOverLimit
from itrvault.model.document import RedlineKind, Unit
from itrvault.model.geometry import FlowLayout, ParagraphKind
from itrvault.readers import sections as sections_module
from itrvault.readers.base import ReadContext
from itrvault.readers.headings import heading_label, is_capitals, markdown_level, short_label
from itrvault.readers.sections import Block, Mark, Piece, Sections, Style, clean

WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60)
MARKS = st.lists(
    st.builds(Mark, st.sampled_from(list(RedlineKind)), st.sampled_from(["", "A", "B"])),
    max_size=2, unique=True,
).map(tuple)  # fmt: skip
PIECES = st.builds(Piece, WORDS, st.builds(Style, st.booleans(), st.booleans()), MARKS)
BLOCKS = st.builds(
    Block,
    st.lists(PIECES, max_size=4),
    st.sampled_from([ParagraphKind.BODY, ParagraphKind.HEADING, ParagraphKind.CELL]),
    end_marks=MARKS,
)


def build(blocks: list[Block], context: ReadContext | None = None) -> list[Unit]:
    sections = Sections(context or ReadContext("a.txt"))
    units = [unit for block in blocks for unit in sections.add(block)]
    return [*units, *sections.close()]


@given(st.lists(BLOCKS, max_size=20))
def test_text_is_kept_and_covered(blocks: list[Block]):
    units = build(blocks)
    assert "".join(u.text for u in units) == "".join(
        b.text + "\n" for b in blocks if b.text.strip()
    )
    assert [u.number for u in units] == list(range(len(units)))
    numbers = []
    for unit in units:
        assert isinstance(unit.layout, FlowLayout)
        at = 0
        for paragraph in unit.layout.paragraphs:
            numbers.append(paragraph.number)
            assert paragraph.start == at
            assert [r.number for r in paragraph.runs] == list(range(len(paragraph.runs)))
            for run in paragraph.runs:
                assert (run.start, run.end > run.start) == (at, True)
                at = run.end
            assert paragraph.end == at
        assert at == len(unit.text)
    assert numbers == list(range(1, len(numbers) + 1))


@given(st.lists(BLOCKS, max_size=12))
def test_redlines_cover_exactly_the_marked_words(blocks: list[Block]):
    for kind in RedlineKind:
        expected = "".join(
            piece.text
            for block in blocks
            if block.text.strip()
            for piece in [*block.pieces, Piece("\n", marks=block.end_marks)]
            if any(mark.kind is kind for mark in piece.marks)
        )
        marked = []
        for unit in build(blocks):
            places = {i for r in unit.redlines if r.kind is kind for i in range(r.start, r.end)}
            marked += [unit.text[i] for i in sorted(places)]
        assert "".join(marked) == expected


def test_long_sections_are_cut_at_paragraph_ends_and_named_by_place():
    blocks = [Block([Piece("Article 9")], ParagraphKind.HEADING, 1)]
    blocks += [Block([Piece("word " * 100)]) for _ in range(40)]
    units = build(blocks)
    assert [u.label for u in units] == ["Article 9", "Article 9, § 14", "Article 9, § 26",
                                        "Article 9, § 38"]  # fmt: skip
    assert all(len(u.text) < 7000 for u in units)


def test_one_endless_paragraph_is_cut_too():
    units = build([Block([Piece("x" * 50_000)])])
    assert len(units) > 3
    assert "".join(u.text for u in units).replace("\n", "") == "x" * 50_000


def test_a_proposals_line_goes_with_the_heading_it_stands_on():
    heading = ParagraphKind.HEADING
    units = build(
        [
            Block([Piece("2 Proposals")], heading),
            Block([Piece("Text.")]),
            Block([Piece("MOD\tRUS/27/7")]),
            Block([Piece("ARTICLE 3 International network")], heading),
            Block([Piece("ADD RUS/27/8")]),
            Block([Piece("31A 3.5 Members shall")]),
            Block([Piece("NOC RUS/27/9")]),
        ]
    )
    assert [u.label for u in units] == ["2 Proposals", "ARTICLE 3"]
    assert units[1].text.startswith("MOD\tRUS/27/7\nARTICLE 3 International network\nADD")
    assert units[1].text.endswith("Members shall\nNOC RUS/27/9\n")


def test_limits_stop_the_reader():
    heads = [
        block
        for number in range(5)
        for block in (Block([Piece(f"Article {number}")], ParagraphKind.HEADING),
                      Block([Piece("text")]))
    ]  # fmt: skip
    with pytest.raises(ReaderOverLimit):
        build(heads, ReadContext("a.txt", max_units=3))
    with pytest.raises(ReaderOverLimit):
        build(heads, ReadContext("a.txt", max_text=20))


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("Article 7", "Article 7"),
        ("ARTICLE 5A", "ARTICLE 5A"),
        ("MOD ARTICLE 6", "ARTICLE 6"),
        ("(NOC) Article 1", "Article 1"),
        ("Article 7 – Suspension of Services", "Article 7"),
        ("Article  3", "Article 3"),
        ("Article premier", "Article premier"),
        ("Article QQ.A.1: {Objectives}", "Article QQ.A.1"),
        ("Статья 12", "Статья 12"),
        ("Artículo 4 bis", "Artículo 4 bis"),
        ("المادة 7", "المادة 7"),
        ("المادة 5A", "المادة 5A"),
        ("المادة الأولى", "المادة الأولى"),
        ("第七条", "第七条"),
        ("第 12 条", "第 12 条"),
        ("RESOLUTION PLEN/3", ""),
        ("Resolution 4 (Dubai, 2012)", "Resolution 4"),
        ("Annex B", "Annex B"),
        ("Appendix 1", "Appendix 1"),
        ("Preamble", "Preamble"),
        ("Article 41 that becomes Article 61.", ""),
        ("Article 52 shall become Article 81, and the reference therein", ""),
        ("Article 9 of the Convention applies.", ""),
        ("Part of the network", ""),
        ("Section by section", ""),
        ("المادة 7 من الاتفاقية", ""),
        ("7", ""),
    ],
)
def test_numbered_headings(line: str, label: str):
    assert heading_label(line) == label


def test_other_headings():
    assert markdown_level("### Article  1") == 3
    assert markdown_level("##International") == 2
    assert markdown_level("#") == 0
    assert is_capitals("FINAL PROVISIONS")
    assert not is_capitals("HAVE AGREED as follows")
    assert not is_capitals("XIV.")
    assert short_label("المادة 7 تعليق الخدمات") == "المادة 7"
    assert short_label("Article 34 on stoppage, as amended.") == "Article 34"
    assert short_label("#### " + "long words " * 20).endswith("…")


def test_clean_shows_what_it_refuses():
    assert clean("a\x00b\r\nc\u2028d\ud800") == "a\ufffdb\nc\nd\ufffd"


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("RESOLUTION  No. 2", "RESOLUTION No. 2"), ("Résolution n° 6", "Résolution n° 6"),
        ("Annex B", "Annex B"), ("RESOLUTION Norway", ""),
    ],
)  # fmt: skip
def test_a_number_behind_its_sign_is_the_number(heading: str, label: str) -> None:
    assert heading_label(heading) == label


def test_lines_without_number_share_a_paragraph_and_lose_nothing(monkeypatch):
    monkeypatch.setattr(sections_module, "MANY_PARAGRAPHS", 100)
    lines = [Block([Piece(f"{number} ab")]) for number in range(3_000)]
    lines[150] = Block([Piece("bold", Style(bold=True))])
    lines[200] = Block([Piece("cell")], ParagraphKind.CELL, table=1)
    units = build(lines)
    assert "".join(unit.text for unit in units) == "".join(line.text + "\n" for line in lines)
    paragraphs = [paragraph for unit in units for paragraph in unit.layout.paragraphs]
    assert 100 < len(paragraphs) < 110
    assert [paragraph.number for paragraph in paragraphs] == list(range(1, len(paragraphs) + 1))
    for unit in units:
        check_cover(unit)
