"""Positions, who stands with whom, shared words, what touches a provision, and settling by hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from itrvault.desktop.dialogs.choose_base import ChooseBaseDialog
from itrvault.desktop.dialogs.numbers import NumbersDialog
from itrvault.desktop.dialogs.settle import SettleDialog
from itrvault.desktop.models.compare import Elsewhere, Settle
from itrvault.desktop.models.compare_settle import CASE
from itrvault.desktop.models.compare_touching import TOUCH, Heading, Touch
from itrvault.desktop.widgets.selection import Place
from itrvault.ingest.run import run_import
from itrvault.model.annotation import Stance
from itrvault.model.link import End, EndKind, Relation
from itrvault.negotiation import settling
from itrvault.text.anchors import make_anchor
from itrvault.vault import Vault
from tests.desktop.window.comparing import heads, opened, subject

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

TREATY = """Preamble
1 Every country orders its own networks.
Article 1
Routes
2 1.1 Administrations agree on routes.
3 1.2 Users may send traffic.
"""
KNOW = "Member States have the right to know the route of all of their traffic"
PAPERS = {
    "arab.txt": f"MOD ARB/1/1\n2 1.1 {KNOW}.\nReasons: Fraud.\nNOC ARB/1/2\n3 1.2 Users may.\n",
    "rcc.txt": f"MOD RCC/2/1\n2 1.1 {KNOW}.\n",
    "usa.txt": "NOC USA/3/1\n2 1.1 Administrations agree on routes.\nNOC USA/3/2\n3 1.2 All may.\n",
    "can.txt": f"ADD CAN/4/1\n3A 1.3 {KNOW} [US propose; BR oppose: in peace [MX: only]].\n",
    "odd.txt": "Proposals\n\nMOD\n3 1.2 Nobody may send traffic.\n",
    "letter.txt": "We fear for No. 2. Article 1 is weak.\nARB/1/1 is worse than the rest of it.\n",
}


@pytest.fixture(scope="session")
def _drafted(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("drafted")
    for name, text in {"treaty.txt": TREATY, **PAPERS}.items():
        (folder / name).write_text(text, "utf-8")
    path = folder / "archive.itrvault"
    with Vault.create(path) as vault:
        rows = run_import(vault, [folder / name for name in ("treaty.txt", *PAPERS)], jobs=1).rows
        treaty = next(row.document for row in rows if row.path.endswith("treaty.txt"))
        vault.store.documents.set_fact(treaty, "class", "treaty")
        for name, date in (("arab.txt", "2012-10-03"), ("rcc.txt", "2012-11-28")):
            vault.store.documents.set_fact(vault.store.documents.get(name).id, "date", date)
    return path


@pytest.fixture
def archive(_drafted, tmp_path) -> Path:
    """A small treaty, five papers and a letter."""
    return Path(shutil.copyfile(_drafted, tmp_path / "archive.itrvault"))


@pytest.fixture
def view(qtbot, window, space):
    """The comparison, opened by its keys and read."""
    return opened(qtbot, window, space)


def go(qtbot, view, number: str) -> None:
    """Show a provision, and all that touches it."""
    wanted = subject(view, number)
    view.show_subject(wanted)
    qtbot.waitUntil(lambda: view.compared.subject.same(wanted))
    qtbot.waitUntil(lambda: not view._context.tasks.busy)


def row_of(view, number: str) -> int:
    return [each.number for each in view.positions.model.grid.subjects].index(number)


def key(space, name: str) -> str:
    """The id of a document."""
    return space.context.vault.store.documents.get(name).id


# -- filters ---------------------------------------------------------------------------------


def test_chips_count_what_the_others_keep(view):
    view.bar.verb.choose(["MOD"])
    view.bar.author.open()
    counts = {choice.query: choice.count for choice in view.bar.author.choices}
    assert counts == {"ARB": 1, "CAN": 0, "RCC": 1, "USA": 0, "": 1}
    view.bar.author.panel.hide()
    assert not view.bar.clear.isHidden()
    assert view.bar.verb.text().startswith("Verb: MOD")


def test_a_month_and_what_is_left_out(qtbot, view):
    go(qtbot, view, "2")
    assert heads(view) == [("MOD", ("ARB", "RCC")), ("NOC", ("USA",))]
    view.bar.date.open()
    assert [choice.query for choice in view.bar.date.choices] == ["2012-11", "2012-10", ""]
    view.bar.date.panel.hide()
    view.bar.date.choose(["2012-11"])
    assert heads(view) == [("MOD", ("ARB", "RCC"))]
    view.bar.author.choose([], ["RCC"])
    assert heads(view) == []
    view.bar.clear_filters()
    assert len(heads(view)) == 2


def test_a_range_of_dates_is_typed(qtbot, view):
    go(qtbot, view, "2")
    chip = view.bar.date
    chip.open()
    qtbot.keyClicks(chip.first, "2012-11-")
    assert chip.first.property("state") == "odd"
    assert chip.since == "2012-11"  # what was a date last
    qtbot.keyClicks(chip.first, "29")
    assert chip.since == "2012-11-29"
    assert heads(view) == []
    chip.first.clear()
    qtbot.keyClicks(chip.last, "2012-10")
    chip._read()
    assert (chip.since, chip.until) == ("", "2012-10")
    assert chip.text() == "Date: to 2012-10"
    assert heads(view) == [("MOD", ("ARB", "RCC"))]
    chip.panel.hide()
    chip.choose(["2012-10"])
    assert (chip.since, chip.until, chip.last.text()) == ("", "", "")


# -- provisions and whole parts --------------------------------------------------------------


def test_a_whole_article_with_all_its_provisions(qtbot, view):
    go(qtbot, view, "article 1")
    shown = view.provision.cards.toPlainText()
    assert [group.subject.number for group in view.compared.groups] == ["", "2", "3", "3A"]
    assert shown.index("2  1.1") < shown.index("ARB, RCC") < shown.index("3  1.2")
    assert "Users may send traffic." in view.provision.in_force.toPlainText()
    assert "Article 1 is weak" in " ".join(words(view))
    assert any(line.endswith("We fear for No. 2.") for line in words(view))


def test_both_texts_scroll_together(qtbot, window, view):
    go(qtbot, view, "article 1")
    window.resize(1280, 420)
    first = view.provision.cards.verticalScrollBar()
    second = view.provision.in_force.verticalScrollBar()
    qtbot.waitUntil(lambda: first.maximum() > 0 and second.maximum() > 0)
    first.setValue(first.maximum())
    assert second.value() == second.maximum()
    second.setValue(0)
    assert first.value() == 0
    view.bar.together.setChecked(False)
    first.setValue(first.maximum())
    assert second.value() == 0


def test_brackets_are_branches_with_who_is_for_and_against(qtbot, view):
    go(qtbot, view, "3A")
    shown = view.provision.cards.toPlainText()
    assert "Options and brackets, as they stand in the papers" in shown
    assert "US proposes  ·  BR opposes" in shown
    assert shown.index("BR opposes") < shown.index("MX proposes")
    document = view.provision.cards.document()
    outer, inner = document.find("BR opposes").block(), document.find("MX proposes").block()
    assert (outer.blockFormat().indent(), inner.blockFormat().indent()) == (1, 2)


# -- what touches it -------------------------------------------------------------------------


def words(view) -> list[str]:
    """The rows of the list, headings without their numbers."""
    model = view.provision.touching.model
    return [
        row.text.rpartition("  ")[0] if isinstance(row, Heading) else f"{row.where}: {row.words}"
        for row in model.rows
    ]


def test_all_that_is_said_of_it_and_the_way_there(qtbot, view, space):
    go(qtbot, view, "2")
    assert words(view) == [
        "Said about it",
        "letter.txt, § 1: We fear for No. 2.",
        "letter.txt, § 1: ARB/1/1 is worse than the rest of it.",
        "Said about its article",
        "letter.txt, § 1: Article 1 is weak.",
    ]
    panel = view.provision.touching
    index = panel.model.index(1)
    marked = index.data(TOUCH).marked[0]
    assert "We fear for No. 2."[marked.start : marked.end] == "No. 2"
    panel.list.setFocus()
    panel.list.setCurrentIndex(index)
    qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: space.reader.document == key(space, "letter.txt"))
    qtbot.waitUntil(lambda: not space.reader.selection.empty)
    chosen = space.reader.selection
    text = space.reader.units.text(chosen.first.unit).text
    assert text[chosen.first.offset : chosen.last.offset] == "We fear for No. 2."


def test_nothing_touches_it(qtbot, view):
    go(qtbot, view, "1")
    panel = view.provision.touching
    qtbot.waitUntil(lambda: panel.words.text().startswith("No document speaks of it"))
    assert panel.pages.currentWidget() is panel.words


def test_marks_and_judgements_are_listed(qtbot, view, space):
    go(qtbot, view, "2")
    store = space.context.vault.store
    document = key(space, "rcc.txt")
    units = store.documents.units(document)
    start = units[0].text.index("right to know")
    made = store.annotations.add(
        document, make_anchor(units, 0, start, 0, start + 13), "red", "Opens traffic.", [], "Ana"
    )
    letter = store.documents.units(key(space, "letter.txt"))
    other = store.annotations.add(
        key(space, "letter.txt"), make_anchor(letter, 0, 0, 0, 7), "blue", "", [], "Ana"
    )
    judged = {"severity": 3, "likelihood": 2, "stance": Stance.RISK, "rationale": "It does."}
    store.risks.add(made.id, "privacy", **judged, assessor="Ana")
    store.risks.add(other.id, "privacy", **judged, assessor="Ana", provision="3")
    qtbot.waitUntil(lambda: "Marked" in words(view))
    rows = [each for each in view.provision.touching.model.rows if isinstance(each, Touch)]
    mark = next(each for each in rows if "Opens traffic." in each.words)
    qtbot.waitUntil(lambda: any("Risk" in str(each.judgement) for each in touches(view)))
    assert mark.colour == "red"
    go(qtbot, view, "3")
    qtbot.waitUntil(lambda: "Judged to be about it" in words(view))


def touches(view) -> list[Touch]:
    return [each for each in view.provision.touching.model.rows if isinstance(each, Touch)]


def test_what_is_linked_with_it(qtbot, view, space):
    go(qtbot, view, "2")
    store = space.context.vault.store
    letter = End(EndKind.DOCUMENT, key(space, "letter.txt"))
    store.links.add(letter, End(EndKind.PROPOSAL, "RCC/2/1"), Relation.CONTRADICTS)
    qtbot.waitUntil(lambda: "Linked with it" in words(view))
    (row,) = [each for each in touches(view) if each.where.startswith("Is contradicted by")]
    view.provision.touching.followed.emit(row.meant)
    qtbot.waitUntil(lambda: space.reader.document == key(space, "letter.txt"))


def test_a_passage_over_two_pages_is_selected_on_both(qtbot, view, space, tmp_path):
    import pymupdf

    with pymupdf.open() as pdf:
        for text in (f"MOD GHA/9/1\n2 1.1 {KNOW}\nand to", "set it as they wish.\nReasons: Known."):
            page = pdf.new_page()
            page.insert_text((72, 72), text)
        pdf.save(tmp_path / "two.pdf")
    run_import(space.context.vault, [tmp_path / "two.pdf"], jobs=1)
    qtbot.waitUntil(lambda: any("GHA" in s.proposal.authors for s in view.found.sourced))
    qtbot.waitUntil(lambda: not view._context.tasks.busy)
    go(qtbot, view, "2")
    source = next(
        source
        for card in view.provision.cards.cards
        for source in card.sources
        if source.document.name == "two.pdf"
    )
    assert source.spot.page == "p. 1–2"
    view.provision.cards.followed.emit(source.spot)
    qtbot.waitUntil(lambda: space.reader.document == key(space, "two.pdf"))
    qtbot.waitUntil(lambda: not space.reader.selection.empty)
    assert (space.reader.selection.first.unit, space.reader.selection.last.unit) == (0, 1)


# -- positions -------------------------------------------------------------------------------


def test_a_cell_is_read_in_place_and_compared(qtbot, view, space):
    view.bar.tabs["positions"].click()
    page = view.positions
    assert page.model.grid.authors == ("ARB", "CAN", "RCC", "USA", "")
    cell = page.model.index(row_of(view, "2"), 2)
    page.table.setFocus()
    page.table.setCurrentIndex(cell)
    qtbot.waitUntil(lambda: bool(page.cards.cards))
    assert [card.authors for card in page.cards.cards] == [("ARB", "RCC")]
    assert page.title.text() == "RCC  ·  2  1.1"
    empty = page.model.index(row_of(view, "2"), 1)
    page.table.setCurrentIndex(empty)
    assert page.side.currentWidget() is page.hint
    page.table.setCurrentIndex(cell)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: view.compared.subject.number == "2")
    assert view.pages.currentWidget() is view.provision
    assert view.provision.cards.hasFocus()


def test_the_grid_follows_the_filters(view):
    view.turn_to("positions")
    view.bar.verb.choose(["NOC"])
    assert view.positions.model.grid.authors == ("ARB", "USA")
    view.bar.clear_filters()
    assert len(view.positions.model.grid.authors) == 5


def test_who_proposes_the_same_as_whom(qtbot, view):
    view.bar.tabs["together"].click()
    model = view.together.model
    grid = model.grid
    column = {code: number for number, code in enumerate(grid.authors)}

    def same(one: str, other: str) -> tuple[int, int]:
        agreement = grid.agreement(column[one], column[other])
        return len(agreement.same), len(agreement.both)

    assert same("ARB", "RCC") == (1, 1)
    assert same("ARB", "USA") == (1, 2)
    assert same("RCC", "USA") == (0, 1)
    assert same("CAN", "USA") == (0, 0)
    order = [grid.authors[each] for each in model.order]
    assert sorted(order) == ["ARB", "CAN", "RCC", "USA"]
    at = model.index(order.index("ARB"), order.index("USA"))
    view.together.table.setCurrentIndex(at)
    shown = view.together.common.toPlainText()
    assert shown.strip().startswith("ARB and USA")
    assert shown.index("The same  1") < shown.index("3  1.2") < shown.index("Not the same  1")
    view.together.common.followed.emit(grid.subjects[grid.agreement(0, 3).same[0]])
    qtbot.waitUntil(lambda: view.compared.subject.number == "3")


# -- shared words ----------------------------------------------------------------------------


def test_words_that_proposals_share(qtbot, view, space):
    view.bar.tabs["shared"].click()
    page = view.shared
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    assert page.left.toPlainText().strip()
    pairs = {frozenset((pair.one.name, pair.other.name)): pair.reuse for pair in page.model.pairs}
    same = pairs[frozenset(("ARB/1/1 in arab.txt", "RCC/2/1 in rcc.txt"))]
    assert (same.left_share, same.right_share, same.words) == (1.0, 1.0, 14)
    part = pairs[frozenset(("ARB/1/1 in arab.txt", "CAN/4/1 in can.txt"))]
    assert min(part.left_share, part.right_share) < 1.0
    assert page.count.text() == "3 pairs"
    page.other.setText("letter.txt")
    qtbot.keyClick(page.other, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.wish.documents == (key(space, "letter.txt"),))
    # The letter takes over no words, and what proposals share among themselves still counts.
    qtbot.waitUntil(lambda: page.pages.currentWidget() is page.split)
    assert not page.alone.isHidden()
    page.alone.click()
    assert page.wish.documents == ()


# -- settling --------------------------------------------------------------------------------


def waiting(view) -> list[str]:
    model = view.settle.model
    return [model.index(n).data(CASE).document.name for n in range(model.rowCount())]


def test_what_waits_is_settled_and_taken_back(qtbot, window, view, space):
    assert view.bar.tabs["settle"].text() == "To settle  1"
    view.bar.tabs["settle"].click()
    assert waiting(view) == ["odd.txt"]
    form = view.settle.form
    qtbot.waitUntil(lambda: "Nobody may send traffic." in form.passage.toPlainText())
    assert form.verb.currentData() == "MOD"
    assert form.authors.text() == ""
    form.authors.setText("IRN or RUS")
    form.note.setText("Heard so")
    form.settle.click()
    qtbot.waitUntil(lambda: view.bar.tabs["settle"].text() == "To settle")
    assert view.settle.pages.currentWidget() is view.settle.nothing
    view.settle.done.click()
    assert waiting(view) == ["odd.txt"]
    assert form.authors.text() == "IRN or RUS"
    assert form.note.text() == "Heard so"
    go(qtbot, view, "3")
    shown = view.provision.cards.toPlainText()
    assert "IRN?, RUS?" in shown
    assert "disputed who proposes it" in shown
    assert "settled by hand" in shown
    view.turn_to("positions")
    cell = view.positions.model.index(row_of(view, "3"), 2)
    assert view.positions.model.headerData(2, Qt.Orientation.Horizontal) == "IRN"
    assert view.positions.model.cell(cell).disputed
    window.actions_by_name["undo"].trigger()
    qtbot.waitUntil(lambda: view.bar.tabs["settle"].text() == "To settle  1")


def test_no_proposal_here(qtbot, view):
    view.turn_to("settle")
    qtbot.waitUntil(lambda: "Nobody may" in view.settle.form.passage.toPlainText())
    view.settle.form.dismiss.click()
    qtbot.waitUntil(lambda: view.settle.model.rowCount() == 0)
    assert not any(each.document.name == "odd.txt" for each in view.found.sourced)
    view.settle.show_settled(settled=True)
    assert view.settle.form.back.isVisibleTo(view.settle.form)
    assert not view.settle.form.dismiss.isEnabled()
    view.settle.form.back.click()
    qtbot.waitUntil(lambda: view.bar.tabs["settle"].text() == "To settle  1")


def test_what_cannot_be_is_told_in_the_form(qtbot, view):
    view.turn_to("settle")
    form = view.settle.form
    form.target.setText("somewhere else")
    form.settle.click()
    qtbot.waitUntil(lambda: form.error.isVisibleTo(form))
    assert "somewhere else" in form.error.text()
    assert waiting(view) == ["odd.txt"]


def test_what_is_typed_stays_while_the_rest_is_read_anew(qtbot, view, space):
    view.turn_to("settle")
    form = view.settle.form
    form.authors.setText("IR")
    before = view.found
    space.context.vault.store.documents.set_fact(key(space, "letter.txt"), "title", "A letter")
    qtbot.waitUntil(lambda: view.found is not before)
    qtbot.waitUntil(lambda: not view._context.tasks.busy)
    assert form.authors.text() == "IR"


def test_a_proposal_is_corrected_from_its_card(qtbot, window, view):
    go(qtbot, view, "2")
    card = view.provision.cards.cards[0]
    view.provision.cards.followed.emit(Settle(card.sources[0].sourced))
    (dialog,) = window.findChildren(SettleDialog)
    assert dialog.form.identifier.text() == "ARB/1/1"
    dialog.form.target.setText("3")
    QTest.keyClick(dialog.form.target, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: ("MOD", ("RCC",)) in heads(view))
    qtbot.waitUntil(lambda: not window.findChildren(SettleDialog))


def test_one_that_was_missed_is_added_from_its_words(qtbot, window, view, space):
    space.show_reading()
    space.open_document(key(space, "letter.txt"))
    qtbot.waitUntil(lambda: space.reader.document == key(space, "letter.txt"))
    qtbot.waitUntil(lambda: space.reader.units.text(0) is not None)
    space.reader.selection.select(Place(0, 0), Place(0, 18))
    window.actions_by_name["propose"].trigger()
    dialog = window.findChildren(SettleDialog)[0]
    qtbot.waitUntil(lambda: dialog.form.isEnabled())
    assert dialog.form.verb.currentData() == ""
    dialog.form.settle.click()
    qtbot.waitUntil(lambda: dialog.form.error.isVisibleTo(dialog.form))
    dialog.form.verb.setCurrentIndex(dialog.form.verb.findData("SUP"))
    dialog.form.authors.setText("NGO")
    dialog.form.target.setText("2")
    dialog.form.settle.click()
    qtbot.waitUntil(lambda: not window.findChildren(SettleDialog))
    space.centre.go("compare")
    qtbot.waitUntil(lambda: any("NGO" in each.proposal.authors for each in view.found.sourced))
    settlements = space.context.vault.store.settlements
    assert [(each.verb, each.authors) for each in settlements.all()] == [("SUP", ("NGO",))]
    window.actions_by_name["undo"].trigger()
    qtbot.waitUntil(lambda: not any("NGO" in each.proposal.authors for each in view.found.sourced))


def read_in(qtbot, space, name: str, words: str) -> None:
    """Open a document in the reader and select some of its words."""
    space.show_reading()
    space.open_document(key(space, name))
    qtbot.waitUntil(lambda: space.reader.document == key(space, name))
    qtbot.waitUntil(lambda: space.reader.units.text(0) is not None)
    start = space.reader.units.text(0).text.index(words)
    space.reader.selection.select(Place(0, start), Place(0, start + len(words)))
    space.reader.marks.settle()
    qtbot.waitUntil(space.reader.marks.bar.isVisible)


def of_bar(space, name: str):
    """An entry of the last button of the bar over a selection."""
    entries = space.reader.marks.bar.more.menu().actions()
    return next(each for each in entries if each.data() == name)


def test_the_bar_over_a_selection_says_that_it_is_a_proposal_or_none(qtbot, window, view, space):
    read_in(qtbot, space, "usa.txt", "USA/3/2")
    of_bar(space, "propose").trigger()
    qtbot.waitUntil(lambda: bool(window.findChildren(SettleDialog)))
    dialog = window.findChildren(SettleDialog)[0]
    qtbot.waitUntil(lambda: dialog.form.isEnabled())
    assert dialog.windowTitle() == "Correct a proposal"
    assert dialog.form.identifier.text() == "USA/3/2"
    dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(SettleDialog))
    of_bar(space, "no_proposal").trigger()
    notice = space.reader.marks.notice
    qtbot.waitUntil(lambda: "Ctrl+Z takes that back" in notice.text())
    space.centre.go("compare")

    def there() -> bool:
        return "USA/3/2" in [each.proposal.identifier for each in view.found.sourced]

    qtbot.waitUntil(lambda: not there())
    window.actions_by_name["undo"].trigger()
    qtbot.waitUntil(there)


def test_words_that_propose_nothing_are_not_dismissed(qtbot, window, view, space):
    read_in(qtbot, space, "letter.txt", "We fear")
    window.actions_by_name["no_proposal"].trigger()
    notice = space.reader.marks.notice
    qtbot.waitUntil(lambda: notice.text().startswith("No proposal was found to begin there."))
    space.reader.selection.clear()
    window.actions_by_name["no_proposal"].trigger()
    qtbot.waitUntil(lambda: notice.text().startswith("Select the words"))
    assert space.context.vault.store.settlements.all() == []


def test_an_unknown_proponent_stays_visible(qtbot, view, space):
    found = view.found
    each = next(one for one in found.sourced if one.proposal.identifier == "RCC/2/1")
    settling.settle(
        space.context.vault,
        each.document.id,
        each.proposal.place,
        settling.Terms(authors="unknown"),
    )
    qtbot.waitUntil(lambda: view.found is not found)
    qtbot.waitUntil(lambda: not view._context.tasks.busy)
    go(qtbot, view, "2")
    shown = view.provision.cards.toPlainText()
    assert "ARB and somebody unnamed" in shown
    assert "settled by hand · printed as RCC" in shown


# -- the text in force -----------------------------------------------------------------------


def test_any_document_can_be_the_text_in_force(qtbot, window, view, space):
    bases = view.bar.bases
    bases.setCurrentIndex(bases.count() - 1)
    bases.activated.emit(bases.count() - 1)
    (dialog,) = view.findChildren(ChooseBaseDialog)
    assert bases.currentText() == "treaty.txt"
    qtbot.waitUntil(lambda: dialog.field.isEnabled() and bool(dialog.field._by_words))
    dialog.field.setText("letter.txt")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert dialog.take.isEnabled()
    dialog.take.click()
    qtbot.waitUntil(lambda: view.found.base.name == "letter.txt")
    assert bases.currentText() == "letter.txt"


def test_numbers_of_other_numberings_by_hand(qtbot, window, view):
    go(qtbot, view, "2")
    view.provision.in_force.followed.emit(Elsewhere(view.compared.numbering, "2"))
    (dialog,) = window.findChildren(NumbersDialog)
    qtbot.waitUntil(lambda: dialog.numbering.count() > 0)
    dialog.numbering.setEditText("draft 7")
    dialog.number.setText("9b")
    dialog.note.setText("a delegate said so")
    qtbot.keyClick(dialog.note, Qt.Key.Key_Return)
    words = "9B in draft 7 (by hand)"
    qtbot.waitUntil(lambda: words in view.provision.in_force.toPlainText())
    qtbot.waitUntil(lambda: bool(takers(dialog)))
    takers(dialog)[0].click()
    qtbot.waitUntil(lambda: words not in view.provision.in_force.toPlainText())
    dialog.numbering.setEditText(view.compared.numbering)
    dialog.number.setText("9")
    dialog.take.click()
    qtbot.waitUntil(lambda: "both are the same" in dialog.error.text())
    dialog.close()


def takers(dialog) -> list[QPushButton]:
    return [each for each in dialog.findChildren(QPushButton) if each.text() == "Take out"]


DRAFT = """Article 1
Routes
[US/AU propose; CL oppose: Each Party shall [JP propose: promptly] tell all routes.]
Article 2
Rest
1. Nothing else holds.
"""


def test_a_draft_branches_by_itself(qtbot, view, space, tmp_path):
    (tmp_path / "draft.txt").write_text(DRAFT, "utf-8")
    made = run_import(space.context.vault, [tmp_path / "draft.txt"], jobs=1).rows[0].document
    view.bar.baseChosen.emit(made)
    qtbot.waitUntil(lambda: view.found is not None and view.found.base.id == made)
    qtbot.waitUntil(lambda: not view._context.tasks.busy)
    go(qtbot, view, "article 1")
    shown = view.provision.cards.toPlainText()
    assert shown.startswith("Branches of the text itself") or "Branches of the text" in shown
    assert "US, AU propose  ·  CL opposes" in shown
    assert shown.index("CL opposes") < shown.index("JP proposes")
    assert "Nothing is proposed" not in shown


def test_a_text_without_articles_is_one_whole(qtbot, view, space, tmp_path):
    text = "[US propose: Each network is open.]\nIt is so.\n"
    (tmp_path / "plain.txt").write_text(text, "utf-8")
    made = run_import(space.context.vault, [tmp_path / "plain.txt"], jobs=1).rows[0].document
    view.bar.baseChosen.emit(made)
    qtbot.waitUntil(lambda: view.found is not None and view.found.base.id == made)
    model = view.provision.tree_model
    assert model.index(0, 0).data() == "The whole text"
    view.provision.tree.setCurrentIndex(model.index(0, 0))
    qtbot.waitUntil(lambda: "US proposes" in view.provision.cards.toPlainText())
