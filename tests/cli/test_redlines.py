"""Redlines in the terminal: with colour and without, with their authors, and a summary."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from itrvault.cli.redlines import (
    change_lines,
    in_colour,
    marked_lines,
    moment,
    summary_json,
    summary_lines,
)
from itrvault.model.document import Redline, RedlineKind, Unit, UnitKind
from itrvault.model.geometry import FlowLayout

INSERTED, DELETED = RedlineKind.INSERTED, RedlineKind.DELETED
TEXT = "may not always\nbe used\n"
CHANGES = (
    Redline(4, 8, DELETED, "B. Editor", "2012-12-01T10:30:00Z"),
    Redline(8, 17, INSERTED, "A. Author", "2012-11-30T10:00:00Z"),
    Redline(15, 17, DELETED, "B. Editor", "2012-12-02T00:00:00Z"),
    Redline(18, 22, DELETED, drawn=True),
)


def unit(text: str = TEXT, redlines: tuple[Redline, ...] = CHANGES) -> Unit:
    return Unit(0, UnitKind.SECTION, "§ 1", text, FlowLayout(), "", redlines)


def test_without_colour_signs_stand_around_the_words_of_each_line():
    assert list(marked_lines(unit(), colour=False)) == [
        "may [-not -]{+always¶+}",
        "[-{+be+}-] [-used-]",
    ]


def test_with_colour_the_words_are_the_same_and_the_signs_are_gone():
    lines = list(marked_lines(unit(), colour=True))
    assert click.unstyle("\n".join(lines)) == "may not always¶\nbe used"
    assert click.style("not ", fg="red", strikethrough=True, underline=False) in lines[0]


def test_a_strangers_text_does_not_steer_the_terminal():
    bad = unit("a\x1b[31mb\u202ec\n", (Redline(1, 6, INSERTED, "\x1b[2J"),))
    said = "\n".join([*marked_lines(bad, colour=False), *change_lines(bad), *summary_lines([bad])])
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_each_change_is_said_with_author_and_time():
    assert list(change_lines(unit())) == [
        "  - not   B. Editor  2012-12-01 10:30",
        "  + always¶ be   A. Author  2012-11-30 10:00",
        "  - be   B. Editor  2012-12-02 00:00",
        "  - used   drawn on the page",
    ]


def test_the_summary_counts_by_author():
    assert list(summary_lines([unit()])) == [
        "Changes by author:",
        "  B. Editor          0 insertions (0 words), 2 deletions (2 words)  "
        "2012-12-01 to 2012-12-02",
        "  A. Author          1 insertion (2 words), 0 deletions (0 words)  2012-11-30",
        "  drawn on the page  0 insertions (0 words), 1 deletion (1 word)",
    ]
    assert summary_json([unit()])[1] == {
        "author": "A. Author", "insertions": 1, "deletions": 0, "words_inserted": 2,
        "words_deleted": 0, "first": "2012-11-30T10:00:00Z", "last": "2012-11-30T10:00:00Z",
    }  # fmt: skip
    assert next(summary_lines([unit(redlines=())])).startswith("No redlines")


def test_a_date_is_shown_to_the_minute_and_anything_else_as_it_stands():
    assert moment("2012-11-30T10:05:33+04:00") == "2012-11-30 10:05"
    assert moment("2012-11-30") == "2012-11-30"
    assert moment("last week") == "last week"


def test_no_colour_where_nobody_looks(monkeypatch: pytest.MonkeyPatch):
    assert not in_colour()


def test_show_says_who_changed_what(itrvault, specimens: Path):
    said = itrvault("show", specimens, "TD 964.docx", "--redline")
    assert said.code == 0
    assert "Changes by author:" in said.out
    assert "{+" in said.out
    data = itrvault("show", specimens, "TD 964.docx", "--json").json
    lines = [line for one in data["units"] for line in one["redlines"]]
    assert lines
    assert all(line["text"] and line["kind"] in ("inserted", "deleted") for line in lines)
    assert {line["author"] for line in lines if not line["drawn"]} <= {
        row["author"] for row in data["changes"]
    }
