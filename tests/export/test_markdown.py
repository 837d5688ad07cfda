from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt  # comes with rich

from itrvault.export.excerpts import Excerpt, Piece
from itrvault.export.markdown import escape, note_lines, preview
from itrvault.export.scrub import ExportOptions
from itrvault.export.wording import one_line
from tests.export.samples import ENGLISH, SAMPLES

MARKUP = "*_`[]()<>#+-.!|~&$^\\{}=:1 aé\"'/@\t"


def shown(markdown: str) -> str:
    """What a reader sees of one paragraph."""
    html = MarkdownIt("gfm-like", {"linkify": False}).render(markdown).strip()
    match = re.fullmatch(r"<p>(.*)</p>", html, re.DOTALL)
    assert match, html
    text = match[1]
    assert "<" not in text, html
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return text


@given(st.text(MARKUP, min_size=1, max_size=40).map(one_line).filter(bool))
def test_what_is_escaped_shows_as_it_stands(text: str) -> None:
    assert shown(escape(text)) == text


@pytest.mark.parametrize(
    "text", ["1. A", "2) x", "- x", "+ x", "# x", "> x", "=== ", "a_b_c", "<b>", "&amp;", "~~x~~"]
)
def test_things_that_look_like_markup(text: str) -> None:
    assert shown(escape(text.strip())) == text.strip()


def test_a_note_cannot_fetch_or_run_anything() -> None:
    note = "![x](https://example.org/a.png) <img src=x onerror=y> <!-- z -->\n\n[l](https://x.org)"
    html = MarkdownIt("commonmark").render("\n".join(note_lines(note)))
    assert "<img" not in html
    assert "<!--" not in html
    assert '<a href="https://x.org">l</a>' in html


@pytest.mark.parametrize("note", ["# Title", "Title\n===", "a\n---\nb", "```\nnever closed"])
def test_a_note_stays_inside_its_excerpt(note: str) -> None:
    html = MarkdownIt("commonmark").render("\n".join(note_lines(note)) + "\n\n## After")
    assert html.count("<h") == 1
    assert html.rstrip().endswith("<h2>After</h2>")


def test_a_quotation_is_one_block_with_its_redline() -> None:
    html = MarkdownIt("commonmark").render(preview(SAMPLES[0], ExportOptions()))
    assert html.startswith(
        "<blockquote>\n<p>31A  3A.1 Member States <del>shall</del> <ins>[may]</ins>"
    )
    assert html.count("<blockquote>") == 1


def test_arabic_runs_from_the_right_and_its_title_is_kept_apart() -> None:
    text = preview(SAMPLES[2], ExportOptions())
    assert text.startswith("> \u2067ITU تكفل")
    assert "WCIT12/14-A, \u2068مقترحات نموذجية\u2069, ARB, 2012-10" in text


def test_a_quotation_cannot_turn_the_rest_of_the_page() -> None:
    excerpt = Excerpt(1, "a\u202eb", (Piece("a\u202eb"),), ENGLISH)
    assert preview(excerpt, ExportOptions()).startswith("> a\u202eb\u202c\n")


def _live(note: str) -> list[str]:
    """What a program that shows the note would take as more than words."""
    found = []
    # `validateLink` of this parser drops what is worst; others do not.
    parser = MarkdownIt("commonmark")
    parser.validateLink = lambda url: True
    for block in parser.parse("\n".join(note_lines(note))):
        for token in (block, *(block.children or ())):
            if token.type in ("html_block", "html_inline", "image"):
                found.append(token.content)
            href = str(token.attrs.get("href", "https://"))
            if not href.startswith(("https://", "http://", "mailto:")):
                found.append(href)
    return found


@pytest.mark.parametrize(
    "note",
    [
        "\\<img src=file:///x>",
        "\\\\<img src=x>",
        "`\\`<img src=x>",
        "a\\![b](https://x.org)",
        "[l](javascript:alert(1))",
        "[l](&#106;avascript:alert(1))",
        "[l]( <javascript:alert(1)>)",
        "[l](file:////stranger/share)",
        "[l](\nfile:///x)",
        "[l](https:javascript:x)",
        "[l][d]\n\n[d]: javascript:alert(1)",
        "![p][d]\n\n[d]: file:///x.png",
        "<javascript:alert(1)>",
        "# <b>",
        "> <b>",
        "- \\\\\\\\<b>",
    ],
)
def test_a_strangers_note_holds_nothing_live(note: str) -> None:
    assert _live(note) == []


@given(
    st.lists(
        st.sampled_from(
            ["\\", "`", "```", "<b>", "<!--", "-->", "![", "[", "](", "]: ", ")", "file:///x", "\n",
             "javascript:x", "https://x.org", "x", " ", "    ", "> ", "- ", "# ", "&#33;", "<", ">"]
        ),
        max_size=14,
    ).map("".join)
)  # fmt: skip
def test_no_mixture_of_signs_makes_a_note_live(note: str) -> None:
    assert _live(note) == []


@pytest.mark.parametrize("kept", ["[l](https://x.org/a)", "[l](mailto:a@x.org)", "*a* **b** `c`"])
def test_what_people_write_stays_as_it_is(kept: str) -> None:
    assert note_lines(kept) == [kept]
