"""Outlines and links: from real pages, and from a reader that lies."""

from __future__ import annotations

import json
import unicodedata

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import ReaderLied
from itrvault.model.document import Unit, UnitKind
from itrvault.model.geometry import FlowLayout, PageLayout, Rect, TextLink
from itrvault.model.outline import (
    ADDRESS_LENGTH,
    MOST_ENTRIES,
    MOST_TEXT_LINKS,
    TITLE_LENGTH,
    OutlineEntry,
    PageLink,
)
from itrvault.sandbox.host import Sandbox
from itrvault.sandbox.leads import (
    link_rows,
    links_of,
    outline_of,
    outline_rows,
    text_link_rows,
    with_links,
)


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


# -- links of flowing text -----------------------------------------------------------------------

LENGTHS = (40, 0, 7)
UNITS = [
    Unit(number, UnitKind.SECTION, "", "x" * length, FlowLayout())
    for number, length in enumerate(LENGTHS)
]
PRINTED = st.text(st.characters(codec="utf-8"), min_size=1, max_size=30).filter(str.isprintable)


@st.composite
def true_links(draw: st.DrawFn) -> list[tuple[int, TextLink]]:
    """Links as a reader finds them: in order, in their units."""
    found = []
    for number in (0, 2):
        cuts = sorted(draw(st.sets(st.integers(0, LENGTHS[number]), max_size=6)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            unit = draw(st.sampled_from((-1, 0, 1, 2)))
            offset = draw(st.integers(0, LENGTHS[unit])) if unit >= 0 else 0
            address = "" if unit >= 0 else draw(PRINTED)
            found.append((number, TextLink(start, end, unit, offset, address)))
    return found


def links_in(units: tuple[Unit, ...]) -> list[tuple[int, TextLink]]:
    return [(unit.number, link) for unit in units for link in unit.layout.links]


@given(true_links())
def test_links_of_text_come_back_as_they_were_sent(sent: list[tuple[int, TextLink]]) -> None:
    units = with_links(UNITS, json.loads(json.dumps(text_link_rows(sent))))
    assert links_in(units) == sent
    assert [unit.text for unit in units] == [unit.text for unit in UNITS]


VALUE = st.integers(-3, 45) | st.none() | st.booleans() | st.floats() | st.text(max_size=3)


@given(st.lists(st.lists(VALUE, min_size=5, max_size=7) | VALUE, max_size=3))
def test_links_of_text_are_checked(rows: list[object]) -> None:
    try:
        units = with_links(UNITS, rows)
    except ReaderLied:
        return
    for number, link in links_in(units):
        assert 0 <= link.start < link.end <= LENGTHS[number]
        assert (link.unit >= 0) != bool(link.address)
        assert 0 <= link.offset <= (LENGTHS[link.unit] if link.unit >= 0 else 0)


@pytest.mark.parametrize(
    "row",
    [
        [3, 0, 1, 0, 0, ""],  # of a unit that is not there
        [0, 4, 4, 0, 0, ""],  # without words
        [0, 0, 41, 0, 0, ""],  # longer than its text
        [0, 0, 1, 3, 0, ""],  # to a unit that is not there
        [0, 0, 1, 2, 8, ""],  # behind the end of one
        [0, 0, 1, -1, 0, ""],
        [0, 0, 1, 0, 0, "http://a/"],
        [0, 0, 1, -1, 1, "http://a/"],
        [0, 0, 1, -1, 0, "x" * (ADDRESS_LENGTH + 1)],
        [0, 0, 1, -1, 0, "http://a/\n"],
        [0, 0, 1, -1, 0, 7],
    ],
)
def test_links_of_text_that_lie_are_refused(row: list[object]) -> None:
    with pytest.raises(ReaderLied):
        with_links(UNITS, [row])


def test_links_of_text_over_each_other_or_on_a_page_are_refused() -> None:
    with pytest.raises(ReaderLied):
        with_links(UNITS, [[0, 5, 9, 0, 0, ""], [0, 8, 10, 0, 0, ""]])
    with pytest.raises(ReaderLied):
        with_links([Unit(0, UnitKind.PAGE, "1", "x", PageLayout(9, 9))], [[0, 0, 1, 0, 0, ""]])


def test_links_of_text_reach_the_host_through_a_confined_reader() -> None:
    body = "".join(f'<a href="https://example.org/{n}">x</a> ' for n in range(1_200))
    page = f'<p id="a">Begin</p><p>{body}</p><p>to the <a href="#a">start</a></p>'
    with Sandbox() as sandbox:
        found = sandbox.extract(page.encode(), "a.html")
        links = links_in(found.units)
        assert len(links) == 1_201
        assert links[7][1].address == "https://example.org/7"
        assert links[-1][1].unit == links[-1][1].offset == 0
        bomb = b"<p id=a>" + b"<a href=#a>x</a> " * (MOST_TEXT_LINKS + 1)
        found = sandbox.extract(bomb, "a.html")
        assert len(links_in(found.units)) == MOST_TEXT_LINKS
        assert found.warnings == ("It has more links than are kept; the later ones are left out.",)
