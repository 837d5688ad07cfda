"""Outlines and links: from real pages, and from a reader that lies."""

from __future__ import annotations

import unicodedata

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import ReaderLied
from itrvault.model.geometry import Rect
from itrvault.model.outline import MOST_ENTRIES, TITLE_LENGTH, OutlineEntry, PageLink
from itrvault.sandbox.host import Sandbox
from itrvault.sandbox.leads import link_rows, links_of, outline_of, outline_rows


def linked_pdf() -> bytes:
    document = pymupdf.open()
    for _ in range(3):
        document.new_page(width=300, height=400)
    page = document[0]
    page.insert_link(
        {"kind": pymupdf.LINK_GOTO, "from": pymupdf.Rect(10, 10, 90, 30), "page": 2,
         "to": pymupdf.Point(0, 200)}
    )  # fmt: skip
    page.insert_link(
        {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(10, 50, 90, 70),
         "uri": "https://example.org/a?b=c"}
    )  # fmt: skip
    document.set_toc([[1, "First \u202epart", 1], [2, "Under\tit", 2], [1, "Last", 3]])
    return document.tobytes()


def test_outline_and_links_of_a_document():
    with Sandbox() as sandbox, sandbox.open_pages(linked_pdf(), "a.pdf") as pages:
        outline = pages.outline()
        assert [(e.title, e.level, e.unit) for e in outline] == [
            ("First part", 1, 0), ("Under it", 2, 1), ("Last", 1, 2),
        ]  # fmt: skip
        inside, outside = sorted(pages.links(0), key=lambda link: link.box.y0)
        assert (inside.unit, inside.address) == (2, "")
        assert inside.height == pytest.approx(200, abs=1)
        assert inside.box == Rect(10, 10, 90, 30)
        assert (outside.unit, outside.address) == (-1, "https://example.org/a?b=c")
        assert pages.links(1) == ()


def test_an_outline_that_bites_its_tail_ends():
    document = pymupdf.open(stream=linked_pdf(), filetype="pdf")
    first = int(document.xref_get_key(document.pdf_catalog(), "Outlines")[1].split()[0])
    item = int(document.xref_get_key(first, "First")[1].split()[0])
    document.xref_set_key(item, "Next", f"{item} 0 R")
    with Sandbox() as sandbox, sandbox.open_pages(document.tobytes(), "a.pdf") as pages:
        assert len(pages.outline()) <= MOST_ENTRIES
        assert pages.draw(0, 1.0).width == 300


@given(
    st.lists(
        st.tuples(st.text(max_size=20), st.integers(-2, 14), st.integers(-3, 9), st.floats()),
        max_size=4,
    )
)
def test_an_outline_is_checked(rows: list[tuple[str, int, int, float]]) -> None:
    try:
        found = outline_of([list(row) for row in rows], 5)
    except ReaderLied:
        return
    assert outline_of(outline_rows(found), 5) == found
    for entry in found:
        assert entry.title.strip()
        assert -1 <= entry.unit < 5
        assert not any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in entry.title)
        assert not set(entry.title) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@pytest.mark.parametrize(
    "rows",
    [
        "no list",
        [[0, 0, 10, 10, -1, 0, ""]],  # leads nowhere
        [[0, 0, 10, 10, 1, 0, "http://a"]],  # leads to two places
        [[0, 0, 10, 10, 5, 0, ""]],
        [[10, 0, 0, 10, 1, 0, ""]],
        [[0, 0, float("nan"), 10, 1, 0, ""]],
        [[0, 0, 10, 10, -1, 0, "http://a\nb"]],
        [[0, 0, 10, 10, True, 0, ""]],
    ],
)
def test_links_that_lie_are_refused(rows: object) -> None:
    with pytest.raises(ReaderLied):
        links_of(rows, 5)


def test_signs_nobody_sees_show_in_an_address() -> None:
    link = PageLink(Rect(0, 0, 9, 9), address="http://a\u202egro.b\u200b/")
    (found,) = links_of(link_rows([link]), 1)
    assert found.address == "http://a\ufffdgro.b\ufffd/"


def test_a_title_too_long_is_refused() -> None:
    with pytest.raises(ReaderLied):
        outline_of(outline_rows([OutlineEntry("a" * (TITLE_LENGTH + 1), 1, 0)]), 1)
