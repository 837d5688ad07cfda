"""Two documents word by word: from the page to the window and back to the page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPushButton

from itrvault.desktop.dialogs.differences import DifferencesDialog
from itrvault.desktop.differences import Differences, look_at_differences
from itrvault.desktop.theme import DARK
from itrvault.ingest.run import run_import
from itrvault.progress import CancelToken
from itrvault.text.word_diff import Kind

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

OLD = """Members shall ensure the free routing of traffic between all countries of the world.
No Member shall cut off a service of another one for any reason whatsoever, in peace or in war.
Charges shall be fair, and everybody who pays them shall be told what they are made of.
Operators keep the secrecy of what people write and say; a court alone may lift it, for a time.
Nobody has to give a name before a call goes through, unless a law that all can read asks for it.
Administrations publish each year how often they looked into traffic, why, and under which law.
Disputes go to three arbiters, one named by each side and the third by the two of them together.
These rules enter into force on the first day of the year after half of the Members ratified them.
"""
NEW = OLD.replace("shall ensure", "may ensure").replace(", in peace or in war", "")


@pytest.fixture
def pair(qtbot, desk, space, tmp_path):
    """Two texts that say nearly the same, by their ids."""
    for name, text in (("old.txt", OLD), ("new.txt", NEW)):
        (tmp_path / name).write_text(text, "utf-8")
    vault = space.context.vault
    rows = run_import(vault, [tmp_path / "old.txt", tmp_path / "new.txt"], jobs=1).rows
    ids = {row.path.rsplit("/", 1)[-1]: row.document for row in rows}
    vault.store.documents.set_fact(ids["old.txt"], "date", "2012-11-01")
    vault.store.documents.set_fact(ids["new.txt"], "date", "2012-11-02")
    qtbot.waitUntil(lambda: len(space.catalogue.snapshot.documents) == 6)
    desk.settle()
    return ids


@pytest.fixture
def dialog(qtbot, window, desk, space, pair) -> DifferencesDialog:
    """The window of differences of the two, as the inspector opens it."""
    space.inspector.show()
    space.open_document(pair["new.txt"])
    qtbot.waitUntil(lambda: bool(space.inspector.facts.rows))
    desk.settle()
    links = [
        link
        for link in space.inspector.facts.findChildren(QPushButton)
        if link.text() == "Differences"
    ]
    assert len(links) == 1
    links[0].click()
    (made,) = window.findChildren(DifferencesDialog)
    desk.settle()
    return made


def words(found: Differences, kind: Kind) -> list[str]:
    return [part.text for block in found.blocks for part in block.parts if part.kind is kind]


def test_the_inspector_lists_what_says_nearly_the_same(qtbot, desk, space, dialog, pair):
    texts = [link.text() for link in space.inspector.facts.findChildren(QPushButton)]
    assert "old.txt" in texts
    assert dialog.only_left.text().endswith("old.txt")  # the older is the first
    assert dialog.only_right.text().endswith("new.txt")


def test_changes_are_merged_struck_and_underlined(dialog):
    shown = dialog.text.toPlainText()
    assert "Members shall may ensure" in shown
    assert "whatsoever, in peace or in war" in shown
    assert "0 only in" not in dialog.summary.text()
    cursor = QTextCursor(dialog.text.document())
    found = dialog.text.document().find("shall", cursor)
    assert found.charFormat().fontStrikeOut()
    found = dialog.text.document().find("may")
    assert found.charFormat().fontUnderline()
    assert not dialog.text.document().find("ensure").charFormat().isAnchor()


def test_keys_step_through_and_enter_goes_to_the_page(qtbot, desk, space, dialog, pair):
    assert dialog.count.text() == "1 of 2"
    qtbot.keyClick(dialog, Qt.Key.Key_F3)
    qtbot.waitUntil(lambda: dialog.count.text() == "2 of 2")
    assert not dialog.next.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: space.reader.document == pair["old.txt"])
    desk.settle()
    qtbot.waitUntil(lambda: not space.reader.selection.empty)
    selected = space.reader.selection
    text = space.reader.units.text(0).text
    assert text[selected.first.offset : selected.last.offset] == ", in peace or in war"
    qtbot.keyClick(dialog, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: dialog.count.text() == "1 of 2")


def test_a_click_on_words_goes_to_their_document(qtbot, desk, space, dialog, pair):
    change = dialog.text.document().find("may")
    with qtbot.waitSignal(dialog.placeWanted) as asked:
        point = dialog.text.cursorRect(change).center()
        qtbot.mouseClick(
            dialog.text.viewport(), Qt.MouseButton.LeftButton, pos=point - point.__class__(3, 0)
        )
    assert asked.args[0] == pair["new.txt"]
    qtbot.waitUntil(lambda: space.reader.document == pair["new.txt"])


def test_swapped_the_other_one_is_the_older(desk, dialog):
    dialog.swap.click()
    desk.settle()
    assert dialog.only_left.text().endswith("new.txt")
    assert "may shall" in dialog.text.toPlainText()


def test_the_whole_text_and_another_theme(window, desk, dialog):
    dialog.extent.setCurrentIndex(1)
    dialog.compare()
    desk.settle()
    assert "Charges shall be fair" in dialog.text.toPlainText()
    dialog.text.next()
    before = dialog.text.changes
    dialog.text.set_theme(DARK)
    assert dialog.text.changes == before
    inked = dialog.text.document().find("may").charFormat().foreground().color()
    assert inked == DARK.colour("inserted")


def test_it_goes_with_the_archive(qtbot, window, desk, dialog):
    assert dialog.isVisible()
    window.lock()
    qtbot.waitUntil(lambda: not window.findChildren(DifferencesDialog))


def test_the_same_text_and_none(desk, space, pair, tmp_path):
    vault = space.context.vault
    same = look_at_differences(vault, pair["old.txt"], pair["old.txt"], cancel=CancelToken())
    assert same.same
    assert same.similarity == 1.0
    assert same.blocks == ()
    found = look_at_differences(vault, pair["old.txt"], pair["new.txt"])
    assert words(found, Kind.DELETED) == ["shall", ", in peace or in war"]
    assert words(found, Kind.INSERTED) == ["may"]
