"""Words inserted in colour are redlines in a web page that marks changes, and nowhere else."""

from __future__ import annotations

import pytest

from itrvault.model.document import RedlineKind, Unit
from itrvault.readers import html
from itrvault.readers.base import ReadContext

BODY = """
<p>3.4 Members shall {0}endeavour to {1}ensure that all users have the right
to send traffic {0}and to receive it {1}subject to law, and nothing limits that right.</p>
<p>Members shall take the measures that are necessary to this end.</p>
"""


def inserted(page: str) -> list[str]:
    records = html.read(f"<html><body>{page}</body></html>".encode(), ReadContext("a.html"))
    return [
        unit.text[mark.start : mark.end].strip()
        for unit in records
        if isinstance(unit, Unit)
        for mark in unit.redlines
        if mark.kind is RedlineKind.INSERTED
    ]


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ('<span style="color: red">', "</span>"),
        ('<span style="font-weight:bold;COLOR:#0000FF">', "</span>"),
        ('<font color="#cc0000">', "</font>"),
        ('<b style="color:rgb(0, 128, 0)">', "</b>"),
        ('<span class="new">', "</span>"),
    ],
)
def test_coloured_words_among_black_ones_are_inserted(begin: str, end: str):
    style = "<style>.new { color: darkred }</style>"
    page = f"{style}<p>MOD RUS/27/7</p>" + BODY.format(begin, end)
    assert inserted(page) == ["endeavour to", "and to receive it"]


def test_a_whole_paragraph_in_that_colour_is_inserted_too():
    page = "<p>MOD</p>" + BODY.format('<span style="color:red">', "</span>")
    page += '<p style="color:red">Members shall cooperate against spam.</p>'
    assert inserted(page)[2:] == ["Members shall cooperate against spam."]


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ('<a href="x" style="color:red">', "</a>"),
        ('<span style="color:#333">', "</span>"),
        ('<span style="background-color:red">', "</span>"),
        ('<s style="color:red">', "</s>"),
        ("<span>", "</span>"),
    ],
)
def test_links_and_grey_and_struck_words_are_not(begin: str, end: str):
    assert inserted("<p>MOD RUS/27/7</p>" + BODY.format(begin, end)) == []


def test_colour_says_nothing_in_a_page_that_marks_no_changes():
    assert inserted(BODY.format('<span style="color:red">', "</span>")) == []


def test_a_page_mostly_in_colour_says_nothing():
    page = BODY.format('<span style="color:black">', "</span>")
    assert inserted(f'<div style="color:navy"><p>MOD</p>{page}</div>') == []
