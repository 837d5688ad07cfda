"""HTML: words and structure of a page, whatever its encoding; nothing of its machinery."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import FileBlank, FileEmpty, FileUnsupported, ReaderFailed
from itrvault.model.document import ForeignMark, RedlineKind, Unit
from itrvault.model.geometry import FlowLayout
from itrvault.readers import html, plain, table
from itrvault.readers.base import Metadata, ReadContext


def read(page: str | bytes, name: str = "a.html") -> list[Unit]:
    data = page.encode() if isinstance(page, str) else page
    units = [r for r in html.read(data, ReadContext(name)) if isinstance(r, Unit)]
    for unit in units:
        assert isinstance(unit.layout, FlowLayout)
        assert [p.start for p in unit.layout.paragraphs] == [
            0, *(p.end for p in unit.layout.paragraphs[:-1])
        ]  # fmt: skip
    return units


def lines(page: str) -> list[tuple[str, int, str]]:
    return [
        (p.kind.value, p.level, unit.text[p.start : p.end - 1])
        for unit in read(page)
        if isinstance(unit.layout, FlowLayout)
        for p in unit.layout.paragraphs
    ]


def test_words_without_machinery():
    page = (
        "<!doctype html><html><head><title>T</title><style>p{}</style></head><body>"
        "<script>alert('no')</script>"
        "<p>One <b>two</b>\n  three&nbsp;&amp; <a href='x'>four</a>.</p>"
        "<!-- no --><template><p>no</p></template>tail</body></html>"
    )
    assert lines(page) == [("body", 0, "One two three\u00a0& four."), ("body", 0, "tail")]


def test_headings_open_sections():
    units = read("<h1>Analysis</h1><p>a</p><h2>Article 7</h2><h3>Suspension</h3><p>b</p>")
    assert [u.label for u in units] == ["Analysis", "Article 7"]
    assert units[1].text == "Article 7\nSuspension\nb\n"


def reds(page: str) -> list[tuple[str, str, str, str, bool]]:
    return [
        (x.kind.value, x.author, x.date, unit.text[x.start : x.end], x.drawn)
        for unit in read(page)
        for x in unit.redlines
    ]


def test_changes_have_the_author_and_date_that_word_and_editors_write():
    page = (
        "<p>may <ins cite='mailto:A.%20Person' datetime='2012-11-30T10:00'>always</ins> "
        "<del cite='https://example.org/why' datetime='2012-12-01' data-author='B'>never</del> "
        "<span class=msoDel><del cite='mailto:C'>so</del></span></p>"
        "<style><!-- span.msoDel {mso-style-type:export-only; text-decoration:line-through}"
        "--></style>"
    )
    assert reds(page) == [
        ("inserted", "A. Person", "2012-11-30T10:00", "always", False),
        ("deleted", "B", "2012-12-01", "never", False),
        ("deleted", "C", "", "so", False),
    ]


def test_a_class_may_strike_and_underline_but_a_link_is_no_insertion():
    page = (
        "<style>.c1,.x{color:red;text-decoration:line-through}.c2{text-decoration:underline}"
        "p.c3 b{text-decoration:line-through}</style>"
        "<p class=c3>may <span class='a c1'>not</span> <span class=c2>always</span> <b>be</b> "
        "<u><a href=x>linked</a></u> <a class=c2>so</a></p>"
    )
    assert [(kind, words) for kind, _, _, words, _ in reds(page)] == [
        ("deleted", "not"),
        ("inserted", "always"),
    ]


def test_marked_words_are_highlights():
    page = (
        "<p>a <mark>b</mark> <span style='background-color: #0f0'>c</span> "
        "<span style='background:#eee'>d</span> <mark style='background:pink'>e</mark></p>"
        "<div style='background:yellow'>f</div>"
    )
    found = list(html.read(page.encode(), ReadContext("a.html")))
    (unit,) = [f for f in found if isinstance(f, Unit)]
    assert [
        (unit.text[m.start : m.end], m.colour) for m in found if isinstance(m, ForeignMark)
    ] == [("b", "yellow"), ("c", "green"), ("e", "magenta")]


def test_redlines_of_both_kinds():
    (unit,) = read(
        "<p>may <del datetime='2012-11-30'>not</del><ins>always</ins> be <s>old</s><u>new</u></p>"
    )
    said = [(r.kind, unit.text[r.start : r.end], r.drawn, r.date) for r in unit.redlines]
    assert said == [
        (RedlineKind.DELETED, "not", False, "2012-11-30"),
        (RedlineKind.INSERTED, "always", False, ""),
        (RedlineKind.DELETED, "old", True, ""),
        (RedlineKind.INSERTED, "new", True, ""),
    ]


def test_underline_alone_is_emphasis_but_not_in_a_proposal():
    assert not read("<p>a <u>stressed</u> word</p>")[0].redlines
    assert read("<p>MOD RUS/27/7</p><p>a <u>new</u> word</p>")[0].redlines


def test_struck_by_style():
    (unit,) = read("<p><span style='text-decoration: line-through'>old</span> text</p>")
    assert [unit.text[r.start : r.end] for r in unit.redlines] == ["old"]


def test_lists_count_as_a_browser_does():
    page = "<ol type=a start=3><li>x<li>y<ul><li>deep</ul><li value=9>z</ol><ul><li>u</ul>"
    assert lines(page) == [
        ("item", 1, "c. x"), ("item", 1, "d. y"), ("item", 2, "• deep"), ("item", 1, "i. z"),
        ("item", 1, "• u"),
    ]  # fmt: skip


def test_data_tables_have_cells_and_layout_tables_have_not():
    (unit,) = read("<table><tr><th>A<th colspan=2>B<th>C<tr><td>1<td>2</table>")
    assert isinstance(unit.layout, FlowLayout)
    assert [(p.table, p.row, p.column) for p in unit.layout.paragraphs] == [
        (1, 0, 0), (1, 0, 1), (1, 0, 3), (1, 1, 0), (1, 1, 1),
    ]  # fmt: skip
    page = "<table><tr><td><h2>Head</h2><p>text</p></td></tr></table>"
    assert lines(page) == [("heading", 2, "Head"), ("body", 0, "text")]


def test_preformatted_lines_keep_their_shape():
    assert lines("<pre>  a\n   b\n</pre>") == [("code", 0, "  a\n   b")]


@pytest.mark.parametrize(
    ("encoding", "declared", "text"),
    [
        ("cp1251", "windows-1251", "Право государств"),
        ("cp1252", "iso-8859-1", "l’égalité"),
        ("utf-8", "iso-8859-1", "l’égalité"),
        ("gb18030", "gb2312", "国际电信业务"),
        ("utf-16", "utf-8", "الاتصالات"),
        ("cp1256", "windows-1256", "الاتصالات الدولية"),
    ],
)
def test_encodings(encoding: str, declared: str, text: str):
    page = f"<html><head><meta charset='{declared}'></head><body><p>{text}</p></body></html>"
    assert read(page.encode(encoding))[0].text == text + "\n"


def test_what_the_page_says_about_itself():
    page = (
        "<html lang=fr><head><title> A\n title</title><meta name=author content='X'></head>"
        "<body><p>text</p></body></html>"
    )
    records = list(html.read(page.encode(), ReadContext("a.html")))
    for said in (("title", "A title"), ("author", "X"), ("language", "fr")):
        assert Metadata(*said) in records


def test_bad_input_is_a_known_failure():
    for page, error in ((b"", FileEmpty), (b"  \n", FileBlank), (b"\x7fELF\x00", FileUnsupported)):
        with pytest.raises(error):
            read(page)


def test_deep_pages_neither_crash_nor_lose_their_end_in_silence():
    page = "<div>" * 5000 + "deep" + "</div>" * 5000 + "<p>end</p>"
    records = list(html.read(page.encode(), ReadContext("a.html")))
    text = "".join(r.text for r in records if isinstance(r, Unit))
    assert "end" in text or any("too deeply" in getattr(r, "sentence", "") for r in records)


def test_scores_tell_pages_from_text():
    page = b"<!DOCTYPE html><html><body>x</body></html>"
    assert html.score(page, "a.txt") > plain.score(page, "a.txt")
    assert html.score(b"<p>markdown with a tag</p>", "a.md") < plain.score(b"<p>", "a.md")
    assert html.score(b"plain words", "a.txt") == 0


@given(st.text(max_size=300))
def test_any_page_reads_or_fails_clearly(page: str):
    try:
        units = read("<p>x" + page.encode("utf-8", "replace").decode())
    except ReaderFailed:
        return
    assert units[0].text.startswith("x")


@pytest.mark.corpus
def test_real_pages(corpus: Path):
    files = sorted(corpus.glob("office/*.html"))
    words = {file.name: sum(len(u.text) for u in read(file.read_bytes())) for file in files}
    assert len(words) >= 15
    assert all(words.values())


def test_where_a_page_was_published_is_kept_as_text():
    head = (
        '<meta property="og:url" content="https://a.example/x">'
        '<link rel="canonical" href="https://a.example/page">'
    )
    records = list(html.read(f"<head>{head}</head><p>a</p>".encode(), ReadContext("a.html")))
    assert [r for r in records if isinstance(r, Metadata) and r.key == "url"] == [
        Metadata("url", "https://a.example/page")
    ]


@pytest.mark.parametrize("name", ["table.csv", "notes.md", "access.log"])
def test_a_whole_page_is_a_page_under_any_name(name: str):
    page = (
        b"<!-- saved -->\n<!DOCTYPE html><html><body><p>The file was not found.</p></body></html>"
    )
    assert table.choose(page, name) is html
    assert table.choose(b"<div>An element</div> in a text\n", name) is not html
