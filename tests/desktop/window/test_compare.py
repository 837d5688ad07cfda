"""The text in force beside what is proposed: from the tab to the cards and back to the page."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QMessageBox

from itrvault.desktop.models.compare_tree import COUNT, MARKS, SUBJECT
from itrvault.desktop.theme import DARK
from itrvault.ingest.run import run_import
from itrvault.model.annotation import Stance
from itrvault.paths import resources
from itrvault.text.anchors import make_anchor
from itrvault.vault import Vault
from tests.desktop.window.comparing import heads, opened, subject

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SPECIMENS = resources() / "specimens" / "documents"
TREATY = SPECIMENS / "treaty" / "Regulations (Port Aurel 1988).pdf"
PAPERS = (
    "S12-WCIT12-C-0901!!MSW-E.docx", "S12-WCIT12-C-0901!R1!PDF-E.pdf",
    "S12-WCIT12-C-0904!!PDF-E.pdf", "S12-WCIT12-C-0906!!MSW-A.docx",
    "S12-WCIT12-C-0907!!PDF-C.pdf",
)  # fmt: skip
OTHER_TREATY = """Preamble
1 Every country orders its own networks.
Article 1
Routes
2 1.1 Administrations agree on routes.
"""


@pytest.fixture(scope="session")
def _negotiated(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("negotiated") / "archive.itrvault"
    with Vault.create(path) as vault:
        run_import(vault, [TREATY, *(SPECIMENS / "conference" / name for name in PAPERS)])
    return path


@pytest.fixture
def archive(_negotiated, tmp_path) -> Path:
    """The treaty and five papers of the specimens."""
    return Path(shutil.copyfile(_negotiated, tmp_path / "archive.itrvault"))


@pytest.fixture
def view(qtbot, window, space):
    """The comparison, opened by its keys and read."""
    return opened(qtbot, window, space)


def go(qtbot, view, number: str) -> None:
    """Choose a provision in the tree, as a click does."""
    view.provision.tree.setFocus()
    view.provision.tree.setCurrentIndex(view.provision.tree_model.find(subject(view, number)))
    qtbot.waitUntil(lambda: view.compared.subject.number == number)


def find(text, words: str) -> QTextCursor:
    """Where words stand in a text that is shown."""
    found = text.document().find(words)
    assert not found.isNull(), words
    return found


def test_the_tab_opens_at_the_first_provision_somebody_proposes_on(view, space):
    assert space.centre.currentWidget() is view
    assert space.centre.tabs["compare"].isChecked()
    assert view.provision.tree.hasFocus()
    assert view.provision.tree.currentIndex().data(SUBJECT).number == "1"
    assert view.bar.bases.currentText() == TREATY.name
    assert view.bar.bases.findText("Another document...") == view.bar.bases.count() - 1
    assert view.strip.isHidden()
    assert "sovereign right" in view.provision.in_force.toPlainText()


def test_articles_and_provisions_with_their_counts(view):
    model = view.provision.tree_model
    by_number = {}
    for number in range(model.rowCount()):
        top = model.index(number, 0)
        for child in range(model.rowCount(top)):
            index = model.index(child, 0, top)
            by_number[index.data(SUBJECT).number] = (
                top.data(),
                index.data(COUNT),
                index.data(MARKS),
            )
    assert len([key for key in by_number if key.isdigit()]) == 64
    # Counted are those that stand: AUR/901/4 once, though its first version is there, too.
    assert by_number["30"] == ("Article 3  International network", "4", "")
    assert by_number["41A"] == ("Article 5A", "3", "new")
    assert by_number["64"][1] == ""
    assert by_number["41B"] == ("Article 5A", "", "new")  # only the first version proposed it


def test_cards_with_verbs_redlines_and_reasons(qtbot, view):
    go(qtbot, view, "30")
    assert heads(view) == [
        ("MOD", ("AUR",)), ("MOD", ("LTG",)), ("MOD", ("QMR",)), ("NOC", ("NLN",)),
        ("MOD", ("AUR",)),
    ]  # fmt: skip
    gone = find(view.provision.cards, "Until they agree").charFormat()
    assert gone.fontStrikeOut()
    assert gone.foreground().color() == view.provision.cards.theme.colour("deleted")
    come = find(view.provision.cards, "A Member State has the right").charFormat()
    assert come.fontUnderline()
    assert come.foreground().color() == view.provision.cards.theme.colour("inserted")
    shown = view.provision.cards.toPlainText()
    assert "MOD   AUR   Republic of Aurelia" in shown
    assert "NOC   NLN   Kingdom of Norland" in shown
    assert "Reasons\nThe right to set routing rules is no longer proposed." in shown
    assert view.bar.count.text() == "5 readings"
    assert "30  3.3" in view.provision.in_force.toPlainText()


def test_what_a_revision_replaced_is_shown_as_such(qtbot, view):
    go(qtbot, view, "30")
    shown = view.provision.cards.toPlainText()
    head = shown.index("Replaced: a newer revision took the place of these papers")
    assert shown.index("AUR/901/4 in WCIT12/901(Rev.1)-E, p. 1") < head
    assert shown.index("AUR/901/4 in WCIT12/901-E") > head
    assert "Rev.1 is newer" in shown[head:]
    assert [card.stands for card in view.provision.cards.cards] == [True, True, True, True, False]


def test_arabic_runs_from_the_right_and_chinese_is_whole(qtbot, view):
    go(qtbot, view, "30")
    arabic = find(view.provision.cards, "ويحق لكل دولة عضو")
    assert arabic.blockFormat().layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert arabic.charFormat().fontUnderline()
    before = find(view.provision.cards, "تتفق الإدارات")
    assert not before.charFormat().fontUnderline()
    shown = view.provision.cards.toPlainText()
    assert "Against the text in force as this document gives it." in shown
    chinese = find(view.provision.cards, "成员国有权知晓其业务流量所经过的")
    assert chinese.charFormat().fontUnderline()
    assert chinese.blockFormat().layoutDirection() == Qt.LayoutDirection.LeftToRight


def test_what_is_taken_out_is_struck_whole(qtbot, view):
    go(qtbot, view, "31")
    assert heads(view)[-1] == ("SUP", ("AUR",))
    whole = find(view.provision.cards, "Quality should be kept as high as is practicable")
    assert whole.charFormat().fontStrikeOut()


def test_a_click_on_a_source_shows_the_passage_on_its_page(qtbot, view, space):
    go(qtbot, view, "30")
    link = find(view.provision.cards, "AUR/901/4 in WCIT12/901(Rev.1)-E")
    at = view.provision.cards.cursorRect(link).center() - QPoint(20, 0)
    qtbot.mouseClick(view.provision.cards.viewport(), Qt.MouseButton.LeftButton, pos=at)
    vault = space.context.vault
    document = vault.store.documents.get("WCIT12/901(Rev.1)-E")
    qtbot.waitUntil(lambda: space.reader.document == document.id)
    qtbot.waitUntil(lambda: not space.reader.selection.empty)
    assert space.centre.currentWidget() is space.split
    chosen = space.reader.selection
    text = vault.store.documents.text(document.id, chosen.first.unit)
    marked = text[chosen.first.offset : chosen.last.offset]
    assert marked.startswith("MOD")
    assert "right to know" in " ".join(marked.split())


def test_from_the_text_in_force_to_its_page(qtbot, view, space):
    go(qtbot, view, "30")
    qtbot.keyClick(view.provision.tree, Qt.Key.Key_Return)
    assert view.provision.cards.hasFocus()
    view.provision.in_force.setFocus()
    qtbot.keyClick(view.provision.in_force, Qt.Key.Key_Tab)
    qtbot.keyClick(view.provision.in_force, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not space.reader.selection.empty)
    chosen = space.reader.selection
    text = space.reader.units.text(chosen.first.unit).text
    assert "Administrations agree" in text[chosen.first.offset : chosen.last.offset]


def test_to_all_that_is_said_about_a_provision(qtbot, view, space):
    go(qtbot, view, "41A")
    qtbot.mouseClick(view.provision.touching.search, Qt.MouseButton.LeftButton)
    searching = space.searching
    qtbot.waitUntil(lambda: searching.result is not None)
    assert searching.result.query == "provision:41A"
    assert searching.result.total > 0
    assert space.centre.currentWidget() is space.split


def test_filters_by_verb_and_by_proponent(qtbot, view):
    go(qtbot, view, "30")
    index = view.provision.tree_model.find(subject(view, "30"))
    view.bar.verb.choose(["NOC"])
    assert heads(view) == [("NOC", ("NLN",))]
    assert index.data(COUNT) == "1"
    assert view.bar.count.text() == "1 of 5 readings"
    view.bar.author.choose(["AUR"])
    assert heads(view) == []
    assert "The filters leave none of the 5 readings here." in view.provision.cards.toPlainText()
    view.provision.proposed.setChecked(True)
    numbers = []
    for number in range(view.provision.tree_model.rowCount()):
        top = view.provision.tree_model.index(number, 0)
        numbers += [
            view.provision.tree_model.index(child, 0, top).data(SUBJECT).number
            for child in range(view.provision.tree_model.rowCount(top))
        ]
    assert numbers == ["6", "31"]
    qtbot.waitUntil(lambda: view.compared.subject.number == "6")
    view.bar.clear.click()
    assert view.kept.open
    assert view.bar.clear.isHidden()


def test_a_paper_to_hand_round(qtbot, view, tmp_path):
    go(qtbot, view, "30")
    assert view.bar.save.isEnabled()
    assert view.bar.save.one.isEnabled()
    one, every = tmp_path / "30.html", tmp_path / "all.docx"
    with qtbot.waitSignal(view.bar.save.written) as written:
        view.bar.save.export(str(one), every=False)
    assert written.args == ["30.html"]
    assert view.bar.count.text() == "Written: 30.html"
    page = one.read_text(encoding="utf-8")
    assert page.count("<h2>") == 2  # the provision, and the documents
    assert "<ins>" in page
    with qtbot.waitSignal(view.bar.save.written):
        view.bar.save.export(str(every), every=True)
    assert every.read_bytes().startswith(b"PK")


def test_a_paper_that_cannot_be_written_is_told(qtbot, view, tmp_path):
    go(qtbot, view, "30")
    view.bar.save.export(str(tmp_path / "nowhere" / "30.html"), every=False)
    qtbot.waitUntil(lambda: bool(view.bar.save.findChildren(QMessageBox)))
    (box,) = view.bar.save.findChildren(QMessageBox)
    assert "30.html" in box.text()
    box.close()


def test_a_provision_nothing_is_proposed_for(qtbot, view):
    go(qtbot, view, "64")
    assert view.provision.cards.toPlainText().strip() == "Nothing is proposed for this provision."
    assert view.bar.count.text() == ""


def test_without_a_text_in_force_proposals_are_shown_all_the_same(qtbot, view, space):
    vault = space.context.vault
    treaty = vault.store.documents.get(TREATY.name)
    vault.store.documents.set_fact(treaty.id, "class", "other")
    qtbot.waitUntil(lambda: view.strip.isVisible())
    assert view.notice.text().startswith("No text in force is known here")
    assert view.found.base is None
    go(qtbot, view, "30")
    assert "is not in the text in force" in view.provision.in_force.toPlainText()
    # Who wants "Article 3" unchanged cannot be known to mean 30.
    assert [authors for _, authors in heads(view)] == [("AUR",), ("LTG",), ("QMR",), ("AUR",)]
    vault.store.journal.undo()
    qtbot.waitUntil(lambda: view.strip.isHidden())
    assert view.found.base is not None
    qtbot.waitUntil(lambda: "Administrations agree" in view.provision.in_force.toPlainText())


def test_another_text_in_force_can_be_chosen(qtbot, view, space, tmp_path):
    vault = space.context.vault
    (tmp_path / "draft.txt").write_text(OTHER_TREATY, "utf-8")
    key = run_import(vault, [tmp_path / "draft.txt"], jobs=1).rows[0].document
    vault.store.documents.set_fact(key, "class", "treaty")
    qtbot.waitUntil(lambda: view.bar.bases.findData(key) >= 0)
    assert view.bar.bases.currentText() == TREATY.name
    view.bar.bases.setCurrentIndex(view.bar.bases.findData(key))
    view.bar.bases.activated.emit(view.bar.bases.currentIndex())
    qtbot.waitUntil(lambda: view.found.base.id == key)
    assert view.bar.bases.currentText() == "draft.txt"
    assert view.provision.tree.isExpanded(view.provision.tree_model.index(0, 0))
    go(qtbot, view, "2")
    assert "Administrations agree on routes." in view.provision.in_force.toPlainText()
    vault.store.documents.remove(key)
    qtbot.waitUntil(lambda: view.found.base.id != key)
    assert view.bar.bases.findData(key) < 0


def annotate(space, document: str, words: str, note: str, *tags: str) -> str:
    """Mark words of a document; the annotation's id."""
    store = space.context.vault.store
    key = store.documents.get(document).id
    units = store.documents.units(key)
    unit = next(each for each in units if words in each.text)
    start = unit.text.index(words)
    anchor = make_anchor(units, unit.number, start, unit.number, start + len(words))
    return store.annotations.add(key, anchor, "red", note, list(tags), "Ana").id


def test_notes_at_the_passages_stand_on_the_cards(qtbot, view, space):
    go(qtbot, view, "30")
    store = space.context.vault.store
    tag = next(each for each in store.tags.all() if each.name == "Routing control")
    note = annotate(
        space, "WCIT12/901(Rev.1)-E", "A Member State has the right", "Inspects all.", tag.id
    )
    risk = ("privacy", 3, 2, Stance.RISK, "It opens traffic.")
    store.risks.add(note, *risk, assessor="Ana")
    annotate(space, "WCIT12/901(Rev.1)-E", "PROPOSALS", "Elsewhere.")
    line = "Routing control: Inspects all.   Risk: high"
    qtbot.waitUntil(lambda: line in view.provision.cards.toPlainText())
    assert "Elsewhere." not in view.provision.cards.toPlainText()
    assert [len(card.notes) for card in view.provision.cards.cards] == [1, 0, 0, 0, 0]
    link = find(view.provision.cards, "Routing control: Inspects")
    at = view.provision.cards.cursorRect(link).center() - QPoint(20, 0)
    qtbot.mouseClick(view.provision.cards.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.waitUntil(lambda: space.reader.document == store.documents.get("WCIT12/901(Rev.1)-E").id)
    assert space.inspector.isVisible()
    # What is written while nobody looks is there when one comes back.
    store.annotations.update(note, note="Inspects everything.")
    annotate(space, TREATY.name, "administration of origin", "Who is that?")
    space.centre.go("compare")
    qtbot.waitUntil(lambda: "Inspects everything." in view.provision.cards.toPlainText())
    assert "Who is that?" in view.provision.in_force.toPlainText()
    assert view.compared.subject.number == "30"


def test_another_theme_and_the_lock(qtbot, window, view):
    go(qtbot, view, "30")
    view._context.themeChanged.emit(DARK)
    assert len(view.provision.cards.cards) == 5
    window.lock()
    qtbot.waitUntil(lambda: window.workspace is None)
    assert window.pages.currentWidget() is window.unlock


class TestWithoutATreaty:
    """Archives that hold nothing to compare."""

    @pytest.fixture
    def archive(self, tmp_path) -> Path:
        path = tmp_path / "letters.itrvault"
        with Vault.create(path) as vault:
            run_import(vault, [SPECIMENS / "analyses" / "open-letter.txt"], jobs=1)
        return path

    @pytest.fixture
    def told(self, qtbot, window, space):
        window.actions_by_name["compare"].trigger()
        qtbot.waitUntil(lambda: space.compare.found is not None)
        return space.compare

    def test_it_says_what_to_import(self, told):
        assert told.pages.currentWidget() is told.message
        assert told.message.text().startswith("There is no treaty here")
        assert told.bar.isHidden()
        assert told.strip.isHidden()

    def test_with_a_treaty_that_nobody_wants_to_change(self, qtbot, space, told):
        run_import(space.context.vault, [TREATY], jobs=1)
        qtbot.waitUntil(lambda: told.pages.currentWidget() is told.provision)
        assert told.notice.text().startswith("Nothing is proposed yet")
        assert told.strip.isVisible()
        qtbot.waitUntil(lambda: told.compared is not None)
        assert not told.bar.verb.isEnabled()


class TestManyReadings:
    """More readings of one provision than are shown at once."""

    @pytest.fixture
    def archive(self, tmp_path) -> Path:
        path = tmp_path / "many.itrvault"
        papers = []
        for number in range(1, 9):
            lines = []
            for each in range(1, 10):
                lines.append(f"MOD ARB/{number}/{each}")
                lines.append(f"2 1.1 Administrations agree on {number * 100 + each} routes.")
            papers.append(tmp_path / f"paper {number}.txt")
            papers[-1].write_text("\n".join(lines), "utf-8")
        (tmp_path / "treaty.txt").write_text(OTHER_TREATY, "utf-8")
        with Vault.create(path) as vault:
            rows = run_import(vault, [tmp_path / "treaty.txt", *papers], jobs=1).rows
            key = next(row.document for row in rows if row.path.endswith("treaty.txt"))
            vault.store.documents.set_fact(key, "class", "treaty")
        return path

    def test_the_first_are_shown_and_the_rest_on_demand(self, qtbot, view):
        go(qtbot, view, "2")
        assert view.bar.count.text() == "72 readings"
        assert view.provision.cards.toPlainText().count("MOD   ARB") == 20
        assert view.provision.cards.toPlainText().rstrip().endswith("Show 52 more readings")
        self.show_rest(qtbot, view)
        assert view.provision.cards.toPlainText().count("MOD   ARB") == 72
        assert view.provision.cards.verticalScrollBar().value() > 0

    def test_the_rest_comes_by_itself_below_what_is_in_view(self, qtbot, view):
        go(qtbot, view, "2")
        self.show_rest(qtbot, view)
        cards = view.provision.cards
        assert cards.filling
        assert 20 < cards.card_count < 72
        down = cards.verticalScrollBar().value()
        before = cards.document().toPlainText()
        qtbot.waitUntil(lambda: not cards.filling)
        assert cards.card_count == 72
        assert cards.verticalScrollBar().value() == down
        words = cards.document().toPlainText()
        assert words.count("MOD   ARB") == 72
        assert words.startswith(before.rstrip())
        assert "more reading" not in words

    @pytest.mark.parametrize("by", ["keys", "call"])
    def test_all_can_be_selected_at_once(self, qtbot, view, by):
        go(qtbot, view, "2")
        self.show_rest(qtbot, view)
        cards = view.provision.cards
        assert cards.filling
        if by == "keys":
            qtbot.keyClick(cards, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        else:
            cards.selectAll()
        assert not cards.filling
        assert cards.textCursor().selectedText().count("MOD   ARB") == 72

    def test_another_comparison_ends_the_writing_of_the_last(self, qtbot, view):
        go(qtbot, view, "2")
        self.show_rest(qtbot, view)
        cards = view.provision.cards
        assert cards.filling
        go(qtbot, view, "1")
        assert not cards.filling
        assert "MOD   ARB" not in cards.document().toPlainText()

    @staticmethod
    def show_rest(qtbot, view):
        """Click on the link below the first cards."""
        view.provision.cards.moveCursor(QTextCursor.MoveOperation.End)
        link = find(view.provision.cards, "Show 52 more")
        at = view.provision.cards.cursorRect(link).center() - QPoint(20, 0)
        qtbot.mouseClick(view.provision.cards.viewport(), Qt.MouseButton.LeftButton, pos=at)
