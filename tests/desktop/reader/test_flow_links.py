"""Links in flowing text: seen, pointed at, gone through by key, followed, and asked about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QTextCharFormat

from itrvault.desktop.dialogs.link import LinkDialog, openable, plain_address
from itrvault.desktop.theme import LIGHT
from itrvault.desktop.widgets.flow_view_build import FlowStyle, build, paragraphs_of
from itrvault.desktop.widgets.flow_view_links import LinkedView
from itrvault.desktop.widgets.selection import Place
from itrvault.ingest.run import run_import
from itrvault.model.geometry import FlowLayout, TextLink

if TYPE_CHECKING:
    from conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ADDRESS = "https://example.org/who?reads=this"
ARABIC = "انظر المادة الثالثة أدناه"
PAGE = f"""<body><h1>Contents</h1><p>See <a href="#a3">Article 3</a> on routing, the
<a href="{ADDRESS}">report</a>, or <a href="javascript:go()">this</a>.</p>
<p dir="rtl"><a href="#a3">{ARABIC}</a></p>
<p><ins><a href="#a3">inserted routing</a></ins> and <del>struck</del>.</p>
{"".join(f"<h2>Article {n}</h2>" + f"<p>Words on routing, number {n}. </p>" * 60 for n in (1, 2))}
<h2 id="a3">Article 3</h2><p>What is said there. <a href="#top">Up</a></p>
{"<p>More of it.</p>" * 60}</body>"""


@pytest.fixture
def linked(desk: Desk, tmp_path: Path) -> LinkedView:
    """The reader's text view, with a document in it that has links."""
    path = tmp_path / "linked.html"
    path.write_text(PAGE, encoding="utf-8")
    run_import(desk.vault, [path], jobs=1)
    view = desk.open("linked.html")
    assert isinstance(view, LinkedView)
    desk.wait(lambda: view.span_rects(0, desk.span(0, "Article 3")))
    return view


def point_of(desk: Desk, view: LinkedView, words: str) -> QPointF:
    """The middle of words, in the content."""
    return view.span_rects(0, desk.span(0, words))[0].center()


def point_at(desk: Desk, view: LinkedView, words: str) -> None:
    """Move the mouse there."""
    at = (point_of(desk, view, words) - view.offset).toPoint()
    desk.bot.mouseMove(view.viewport(), at)


def click(desk: Desk, view: LinkedView, words: str) -> None:
    at = (point_of(desk, view, words) - view.offset).toPoint()
    desk.bot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=at)


def test_a_link_inside_is_followed_and_there_is_a_way_back(desk: Desk, linked: LinkedView) -> None:
    target = linked.links_of(0)[0]
    point_at(desk, linked, "Article 3")
    assert linked.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor
    assert desk.reader.links.words == "Article 3"
    assert linked.tip_at(point_of(desk, linked, "Article 3")) == "Article 3"
    click(desk, linked, "Article 3")
    desk.wait(lambda: desk.reader.unit == target.unit and not desk.reader.goals.under_way)
    assert linked.top_place() == Place(target.unit, target.offset)
    assert desk.reader.links.words == ""
    desk.bot.keyClick(linked, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    desk.wait(lambda: desk.reader.unit == 0)
    desk.bot.keyClick(linked, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    desk.wait(lambda: desk.reader.unit == target.unit)


def test_right_to_left_words_are_a_link_too(desk: Desk, linked: LinkedView) -> None:
    link = linked.link_at(point_of(desk, linked, ARABIC))
    assert link is not None
    assert (link.unit, link.address) == (linked.links_of(0)[0].unit, "")
    assert linked.link_at(point_of(desk, linked, "on routing")) is None
    assert linked.link_at(QPointF(2, 2)) is None


@pytest.mark.parametrize(
    ("words", "address", "opens"),
    [("report", ADDRESS, True), ("this", "javascript:go()", False)],
)
def test_a_link_out_is_shown_and_opened_by_nobody(
    desk: Desk, linked: LinkedView, words: str, address: str, opens: bool
) -> None:
    point_at(desk, linked, words)
    assert desk.reader.links.words == address
    click(desk, linked, words)
    (dialog,) = desk.reader.findChildren(LinkDialog)
    assert dialog.address.toPlainText() == address
    assert dialog.browse.isVisible() == opens
    assert dialog.site.isVisible() == opens
    dialog.copy.click()
    assert QGuiApplication.clipboard().text() == address
    assert not desk.reader.places.history.can_go_back


def test_tab_goes_through_the_links_in_view_and_enter_follows(
    desk: Desk, linked: LinkedView
) -> None:
    linked.setFocus()
    seen = []
    for _ in range(3):
        desk.bot.keyClick(linked, Qt.Key.Key_Tab)
        assert linked.chosen_link is not None
        seen.append(linked.chosen_link)
        assert desk.reader.links.words != ""
        assert linked.accessibleDescription() == desk.reader.links.words
    assert seen == list(linked.links_of(0)[:3])
    desk.bot.keyClick(linked, Qt.Key.Key_Backtab)
    assert linked.chosen_link is seen[1]
    desk.bot.keyClick(linked, Qt.Key.Key_Escape)
    assert linked.chosen_link is None
    desk.bot.keyClick(linked, Qt.Key.Key_Tab)
    desk.bot.keyClick(linked, Qt.Key.Key_Return)
    desk.wait(lambda: desk.reader.unit == seen[0].unit)
    assert linked.chosen_link is None


def test_tab_leaves_the_text_behind_the_last_link(desk: Desk, linked: LinkedView) -> None:
    linked.setFocus()
    for _ in linked.links_of(0):
        desk.bot.keyClick(linked, Qt.Key.Key_Tab)
        assert linked.hasFocus()
    desk.bot.keyClick(linked, Qt.Key.Key_Tab)
    assert linked.chosen_link is None
    assert not linked.hasFocus()


def test_enter_follows_the_link_in_which_the_caret_stands(desk: Desk, linked: LinkedView) -> None:
    linked.setFocus()
    linked.set_browsing(True)
    span = desk.span(0, "Article 3")
    linked.selection.go(Place(0, span.start - 1), extend=False)
    desk.bot.keyClick(linked, Qt.Key.Key_Return)
    assert desk.reader.unit == 0
    linked.selection.go(Place(0, span.end), extend=False)
    desk.bot.keyClick(linked, Qt.Key.Key_Return)
    desk.wait(lambda: desk.reader.unit == linked.links_of(0)[0].unit)


def test_a_mark_over_a_link_is_chosen_and_copying_stays_plain(
    desk: Desk, linked: LinkedView
) -> None:
    span = desk.span(0, "Article 3 on routing")
    linked.selection.select(Place(0, span.start), Place(0, span.end))
    desk.reader.run("copy")
    desk.wait(lambda: QGuiApplication.clipboard().text() == "Article 3 on routing")
    desk.reader.run("highlight")
    desk.wait(lambda: desk.reader.units.marks(0))
    linked.selection.clear()
    click(desk, linked, "Article 3")
    desk.wait(lambda: desk.reader.units.selected)
    assert desk.reader.unit == 0


def test_finding_finds_over_the_edge_of_a_link(desk: Desk, linked: LinkedView) -> None:
    desk.reader.set_query(desk.vault.index.parse('"article 3 on routing"'))
    desk.wait(lambda: desk.reader.units.hits(0))
    span = desk.span(0, "Article 3 on routing")
    assert [hit for hit in desk.reader.units.hits(0) if hit == span]
    assert linked.span_rects(0, span)


def test_a_link_has_two_cues_and_changes_keep_their_colour(desk: Desk, linked: LinkedView) -> None:
    text = desk.reader.units.text(0)
    assert text is not None
    built, places = build(text, paragraphs_of(text), FlowStyle(LIGHT), 500.0)
    lines = QTextCharFormat.UnderlineStyle

    def look(words: str) -> tuple[str, QTextCharFormat.UnderlineStyle]:
        position = places.position_of(desk.span(0, words).start + 1)
        block = built.findBlock(position)
        for each in block.textFormats():
            start = block.position() + each.start
            if start <= position < start + each.length:
                colour = each.format.foreground().color().name().upper()
                return colour, each.format.underlineStyle()
        raise AssertionError(words)

    accent = LIGHT.colour("accent").name().upper()
    assert look("Article 3") == (accent, lines.DotLine)
    assert look("report") == (accent, lines.SingleUnderline)
    assert look("on routing") == (LIGHT.colour("text").name().upper(), lines.NoUnderline)
    assert look("inserted routing")[1] is lines.DashUnderline
    assert look("inserted routing")[0] == str(LIGHT.inserted).upper()


def test_a_link_to_a_unit_that_is_not_there_is_not_followed(desk: Desk, linked: LinkedView) -> None:
    desk.reader.links.follow(TextLink(0, 1, 10_000, 5))
    assert desk.reader.unit == 0
    assert not desk.reader.places.history.can_go_back


def test_a_document_without_links_has_none(desk: Desk) -> None:
    view = desk.open("flow.docx")
    assert isinstance(view, LinkedView)
    assert not view.links_of(0)
    text = desk.reader.units.text(0)
    assert text is not None
    assert isinstance(text.unit.layout, FlowLayout)


@pytest.mark.parametrize(
    ("address", "shown", "web"),
    [
        ("приложение 2.docx", "приложение 2.docx", False),
        ("ملحق\u202e.docx", "%D9%85%D9%84%D8%AD%D9%82%E2%80%AE.docx", False),
        ("https://еxample.org:x/", "https://%D0%B5xample.org:x/", False),
        ("https://example.org/…", "https://example.org/…", False),
        ("https://paypal.com@еxample.org/", "https://paypal.com@xn--xample-2of.org/", True),
        ("data:text/html,<b>", "data:text/html,<b>", False),
    ],
)
def test_tricks_in_an_address_are_seen(qapp: object, address: str, shown: str, web: bool) -> None:
    assert plain_address(address) == shown
    assert (openable(address) is not None) == web


def test_the_dialog_says_whose_address_it_is(qapp: object) -> None:
    dialog = LinkDialog("https://paypal.com@еxample.org/")
    assert dialog.site.text() == "Site: xn--xample-2of.org"
    assert not LinkDialog("mailto:a@b.org").site.isVisibleTo(None)
