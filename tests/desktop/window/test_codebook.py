"""The codebook in the window: looked at, changed by hand and by keys, merged, split, given out."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from itrvault.desktop.dialogs.codebook_export import CodebookExportDialog
from itrvault.desktop.dialogs.codebook_import import APART, CodebookImportDialog
from itrvault.desktop.dialogs.tag import TagDialog
from itrvault.desktop.dialogs.tag_merge import TagMergeDialog
from itrvault.desktop.dialogs.tag_split import TagSplitDialog
from itrvault.desktop.models import tag_passages
from itrvault.desktop.models.tags import LAST, TAG_MARK, TagModel
from itrvault.model.annotation import Tag
from itrvault.text.anchors import make_anchor
from itrvault.vault import Vault

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def store(space):
    return space.context.vault.store


@pytest.fixture
def marked(store, desk) -> dict[str, str]:
    """Two tags of our own, and three passages with the first."""
    top = store.tags.add("Study", colour="orange")
    mail = store.tags.add("Mail", top.id, colour="blue", definition="Letters.")
    other = store.tags.add("Other", top.id)
    document = store.documents.get("WCIT12/904-E")
    units = store.documents.units(document.id)
    ids = {"top": top.id, "mail": mail.id, "other": other.id}
    for number in range(3):
        anchor = make_anchor(units, 0, 10 * number, 0, 10 * number + 8)
        ids[f"p{number}"] = store.annotations.add(document.id, anchor, tags=[mail.id]).id
    desk.settle()
    return ids


@pytest.fixture
def view(qtbot, window, space, desk, marked):
    """The codebook, opened by its key, at the first of our tags."""
    window.actions_by_name["codebook"].trigger()
    qtbot.waitUntil(lambda: marked["mail"] in space.codebook.model.tags)
    space.codebook.show_tag(marked["mail"])
    qtbot.waitUntil(lambda: len(space.codebook.editor.passages.rows) == 3)
    desk.settle()
    return space.codebook


def dialog_of(qtbot, view, kind: type[QWidget]):
    """The dialog of that kind that is open."""
    found = []

    def look() -> bool:
        found[:] = [each for each in view.findChildren(kind) if each.isVisible()]
        return bool(found)

    qtbot.waitUntil(look)
    return found[0]


def test_the_view_shows_a_tag_in_full(view, marked, store) -> None:
    assert view.isVisible()
    editor = view.editor
    assert editor.name.text() == "Mail"
    assert editor.definition.toPlainText() == "Letters."
    assert editor.path.text() == "Study"
    assert "3 passage" in editor.facts.text()
    assert editor.table.isVisible()
    shipped = next(tag for tag in store.tags.all() if tag.origin == "taxonomy:privacy")
    view.show_tag(shipped.id)
    assert "shipped with the program" in editor.facts.text()
    assert editor.use.toPlainText() == shipped.when_to_use
    assert not editor.table.isVisible()
    assert editor.no_passages.text()


def test_what_is_typed_is_written_by_itself_and_undone(qtbot, view, marked, store, desk) -> None:
    editor = view.editor
    editor.use.setFocus()
    qtbot.keyClicks(editor.use, "Post and telegrams")
    editor.name.setFocus()  # leaving the field writes it
    qtbot.waitUntil(lambda: store.tags.get(marked["mail"]).when_to_use == "Post and telegrams")
    editor.name.selectAll()
    qtbot.keyClicks(editor.name, "Post")
    qtbot.keyClick(editor.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: store.tags.get(marked["mail"]).name == "Post")
    desk.settle()
    assert view.tag.name == "Post"
    editor.colours.buttons["red"].click()
    qtbot.waitUntil(lambda: store.tags.get(marked["mail"]).colour == "red")
    for _ in range(3):
        store.journal.undo()
    qtbot.waitUntil(lambda: editor.name.text() == "Mail")
    qtbot.waitUntil(lambda: editor.use.toPlainText() == "")
    assert editor.colours.colour == "blue"


def test_a_refused_name_gives_the_old_one_back(qtbot, window, view, marked, store, desk) -> None:
    editor = view.editor
    editor.name.setFocus()
    editor.name.selectAll()
    qtbot.keyClicks(editor.name, "Other")
    with qtbot.waitSignal(view._context.tasks.failed):
        qtbot.keyClick(editor.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor.name.text() == "Mail")
    for box in window.findChildren(QMessageBox):
        box.close()
    editor.name.selectAll()
    qtbot.keyClicks(editor.name, "half")
    qtbot.keyClick(editor.name, Qt.Key.Key_Escape)
    assert editor.name.text() == "Mail"
    assert store.tags.get(marked["mail"]).name == "Mail"


def test_words_typed_for_one_tag_never_reach_another(qtbot, view, marked, store, desk) -> None:
    view.editor.definition.setFocus()
    qtbot.keyClicks(view.editor.definition, "X ")
    view.show_tag(marked["other"])
    qtbot.waitUntil(lambda: store.tags.get(marked["mail"]).definition == "X Letters.")
    desk.settle()
    assert store.tags.get(marked["other"]).definition == ""
    assert view.editor.definition.toPlainText() == ""


def test_examples_are_ticked_and_open_their_page(qtbot, space, view, marked, store, desk) -> None:
    table, passages = view.editor.table, view.editor.passages
    last = passages.index(2, tag_passages.EXAMPLE)
    assert passages.setData(last, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    qtbot.waitUntil(lambda: store.tags.get(marked["mail"]).examples == (marked["p2"],))
    qtbot.waitUntil(lambda: passages.rows[0].annotation == marked["p2"])  # examples come first
    table.setFocus()
    table.setCurrentIndex(passages.index(1, tag_passages.WORDS))
    qtbot.keyClick(table, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: len(store.tags.get(marked["mail"]).examples) == 2)
    desk.settle()
    table.setCurrentIndex(passages.index(0, tag_passages.WORDS))
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: space.centre.currentWidget() is space.split)
    qtbot.waitUntil(lambda: space.inspector.editor.annotation == marked["p2"])


def test_rights_are_picked_and_taken_off(qtbot, view, marked, store) -> None:
    rights = view.editor.rights
    number = rights.more.findData("UDHR 12")
    rights.more.setCurrentIndex(number)
    rights.more.activated.emit(number)
    qtbot.waitUntil(lambda: store.tags.get(marked["mail"]).rights == ("UDHR 12",))
    qtbot.waitUntil(lambda: len(rights.chips) == 1)
    rights.more.setEditText("iccpr 19(3)")
    qtbot.keyClick(rights.more.lineEdit(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(rights.chips) == 2)
    assert store.tags.get(marked["mail"]).rights == ("UDHR 12", "ICCPR 19(3)")
    rights.chips[0].click()
    qtbot.waitUntil(lambda: store.tags.get(marked["mail"]).rights == ("ICCPR 19(3)",))


def test_tags_are_made_moved_and_removed_by_keys(qtbot, view, marked, store, desk) -> None:
    tree = view.tree
    tree.setFocus()
    qtbot.keyClick(tree, Qt.Key.Key_Insert)
    dialog = dialog_of(qtbot, view, TagDialog)
    qtbot.keyClicks(dialog._field, "Telegrams")
    dialog.accept()
    qtbot.waitUntil(lambda: view.tag is not None and view.tag.name == "Telegrams")
    made = view.tag.id
    desk.settle()
    assert store.tags.path(made) == "Study/Mail/Telegrams"
    alt = Qt.KeyboardModifier.AltModifier
    for key, path in (
        (Qt.Key.Key_Left, ["Study/Mail", "Study/Telegrams", "Study/Other"]),
        (Qt.Key.Key_Down, ["Study/Mail", "Study/Other", "Study/Telegrams"]),
        (Qt.Key.Key_Right, ["Study/Mail", "Study/Other", "Study/Other/Telegrams"]),
    ):
        qtbot.keyClick(tree, key, alt)

        def moved(path=path) -> bool:
            found = [p for p in store.tags.paths().values() if p.startswith("Study/")]
            return found == path

        qtbot.waitUntil(moved)
        desk.settle()
        assert view.tag.id == made
    qtbot.keyClick(tree, Qt.Key.Key_Delete)  # nothing hangs on it: no question
    qtbot.waitUntil(lambda: made not in store.tags.paths())
    desk.settle()
    assert view.tag is not None
    view.show_tag(marked["mail"])
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    box = dialog_of(qtbot, view, QMessageBox)
    assert "3 passage" in box.informativeText()
    next(each for each in box.buttons() if each.text() == "Remove").click()
    qtbot.waitUntil(lambda: marked["mail"] not in store.tags.paths())
    assert store.annotations.count() == 3
    desk.settle()
    store.journal.undo()
    qtbot.waitUntil(lambda: marked["mail"] in view.model.tags)


def test_merging(qtbot, view, marked, store, desk) -> None:
    view.merge.click()
    dialog = dialog_of(qtbot, view, TagMergeDialog)
    assert not dialog._merge.isEnabled()
    qtbot.keyClicks(dialog.words, "other")
    assert dialog.into == marked["other"]
    assert "“Other”" in dialog.outcome.text()
    dialog.accept()
    qtbot.waitUntil(lambda: view.tag is not None and view.tag.id == marked["other"])
    desk.settle()
    assert marked["mail"] not in view.model.tags
    assert store.tags.own_counts() == {marked["other"]: 3}
    assert store.tags.get(marked["other"]).definition == "Letters."
    assert len(view.editor.passages.rows) == 3


def test_splitting(qtbot, view, marked, store, desk) -> None:
    table = view.editor.table
    assert not view.editor.split.isEnabled()
    table.setCurrentIndex(view.editor.passages.index(1, tag_passages.WORDS))
    assert view.editor.split.isEnabled()
    view.editor.split.click()
    dialog = dialog_of(qtbot, view, TagSplitDialog)
    qtbot.keyClicks(dialog.field, "Parcels")
    dialog.accept()
    qtbot.waitUntil(lambda: view.tag is not None and view.tag.name == "Parcels")
    desk.settle()
    paths = [path for path in store.tags.paths().values() if path.startswith("Study/")]
    assert paths == ["Study/Mail", "Study/Parcels", "Study/Other"]
    assert store.tags.passages(view.tag.id) == [marked["p1"]]
    assert store.tags.passages(marked["mail"]) == [marked["p0"], marked["p2"]]


def test_finding_a_tag(qtbot, view, marked) -> None:
    qtbot.keyClicks(view.words, "letters")  # a word of the definition
    index = view.model.index_of(marked["mail"])
    other = view.model.index_of(marked["other"])
    assert not view.tree.isRowHidden(index.row(), index.parent())
    assert view.tree.isRowHidden(other.row(), other.parent())
    view.words.clear()
    assert not view.tree.isRowHidden(other.row(), other.parent())
    qtbot.keyClicks(view.words, "oth")
    qtbot.keyClick(view.words, Qt.Key.Key_Return)
    assert view.tag.id == marked["other"]


def test_out_and_in_through_the_window(qtbot, view, marked, store, desk, tmp_path: Path) -> None:
    view.exporting.click()
    out = dialog_of(qtbot, view, CodebookExportDialog)
    qtbot.waitUntil(lambda: "passages themselves" in out.left_out.toPlainText())
    path = tmp_path / "book.qdc"
    out.export_to(str(path))
    qtbot.waitUntil(path.exists)
    qtbot.waitUntil(lambda: str(path) == out.where.text())
    out.reject()
    store.tags.remove(marked["top"])
    qtbot.waitUntil(lambda: marked["top"] not in view.model.tags)
    view.import_path(path)
    dialog = dialog_of(qtbot, view, CodebookImportDialog)
    qtbot.waitUntil(dialog.take.isEnabled)
    assert "3 new" in dialog.summary.text()
    dialog.take.click()
    qtbot.waitUntil(lambda: marked["mail"] in view.model.tags)
    assert store.tags.passages(marked["mail"]) == [marked["p0"], marked["p1"], marked["p2"]]
    assert store.journal.can_undo == "Import codebook"


def test_a_strangers_file_goes_into_a_codebook_of_its_own(
    qtbot, view, marked, store, desk, tmp_path: Path
) -> None:
    path = tmp_path / "visit.qdc"
    path.write_text(
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette"><Codes>'
        '<Code guid="0D62985D-B147-5D01-A9B5-CAE5DCD98342" name="a" isCodable="true"/>'
        '<Code guid="DFE5C38E-9449-5959-A1F7-E3D895CFA87F" name="b" isCodable="true"/>'
        "</Codes><Sets/></CodeBook>"
    )
    view.import_path(path)
    dialog = dialog_of(qtbot, view, CodebookImportDialog)
    qtbot.waitUntil(dialog.take.isEnabled)
    assert dialog.place.currentData() == APART
    assert "empty Sets" in dialog.warnings.toPlainText()
    dialog.take.click()
    qtbot.waitUntil(lambda: view.tag is not None and view.tag.name == "visit")
    paths = store.tags.paths().values()
    assert "visit/a" in paths
    assert "visit/b" in paths


def test_a_file_that_is_none_says_so(qtbot, view, tmp_path: Path) -> None:
    path = tmp_path / "bad.qdc"
    path.write_text("<CodeBook")
    view.import_path(path)
    dialog = dialog_of(qtbot, view, CodebookImportDialog)
    qtbot.waitUntil(lambda: "damaged" in dialog.summary.text())
    assert not dialog.take.isEnabled()
    dialog.reject()


def test_from_the_library_to_the_codebook(qtbot, space, view, marked) -> None:
    space.show_reading()
    space.library.codebookWanted.emit(marked["other"])
    assert space.centre.currentWidget() is space.codebook
    assert view.tag.id == marked["other"]


def test_rows_are_dropped_onto_and_between_rows() -> None:
    model = TagModel()
    tags = [Tag("a", "", "A", order=0), Tag("b", "", "B", order=1, codable=False),
            Tag("c", "", "C", order=2, origin="taxonomy:x")]  # fmt: skip
    model.show(tags, {})
    asked: list[tuple[str, str, int]] = []
    model.moved.connect(lambda *move: asked.append(move))
    top = QModelIndex()
    dragged = model.mimeData([model.index_of("a")])
    move = Qt.DropAction.MoveAction
    model.dropMimeData(dragged, move, 2, 0, top)  # between B and C
    model.dropMimeData(dragged, move, -1, -1, model.index_of("b"))  # onto B
    model.dropMimeData(dragged, move, -1, -1, model.index_of("a"))  # onto itself
    assert asked == [("a", "", 1), ("a", "b", LAST)]
    assert model.index_of("b").data(TAG_MARK) == "holds others"
    assert model.index_of("c").data(TAG_MARK) == "shipped"


def test_a_mark_follows_its_tag_until_a_colour_is_chosen(qtbot, space, view, marked, store) -> None:
    space.open_annotation(marked["p0"])
    editor = space.inspector.editor
    qtbot.waitUntil(lambda: editor.annotation == marked["p0"])
    qtbot.waitUntil(lambda: editor.colours.colour == "blue")
    assert editor.as_tag.isHidden()
    store.tags.update(marked["mail"], colour="red")
    qtbot.waitUntil(lambda: editor.colours.colour == "red")
    editor.colours.buttons["green"].click()
    qtbot.waitUntil(lambda: store.annotations.get(marked["p0"]).chosen)
    qtbot.waitUntil(lambda: not editor.as_tag.isHidden())
    assert store.annotations.get(marked["p0"]).colour == "green"
    editor.as_tag.click()
    qtbot.waitUntil(lambda: editor.colours.colour == "red")
    qtbot.waitUntil(editor.as_tag.isHidden)
    assert store.annotations.get(marked["p0"]).chosen is False


def test_what_is_being_typed_is_written_when_the_archive_is_locked(
    qtbot, window, view, marked, archive
) -> None:
    view.editor.definition.setFocus()
    qtbot.keyClicks(view.editor.definition, "Also parcels. ")
    window.lock()
    assert window.workspace is None
    with Vault.open(archive) as vault:
        assert vault.store.tags.get(marked["mail"]).definition == "Also parcels. Letters."


def test_an_archive_open_for_reading_only_is_looked_at(qtbot, window, archive) -> None:
    with Vault.open(archive) as held:  # open elsewhere: the window may only read
        assert held.store.tags.all()
        window.open_path(archive)
        qtbot.waitUntil(lambda: window.workspace is not None)
        space = window.workspace
        qtbot.waitUntil(lambda: bool(space.catalogue.snapshot.tags))
        space.centre.go("codebook")
        view = space.codebook
        qtbot.waitUntil(lambda: view.tag is not None)
        assert view.editor.name.isReadOnly()
        for part in (view.new_codebook, view.new_tag, view.merge, view.remove, view.importing):
            assert not part.isEnabled()
        assert view.exporting.isEnabled()
        qtbot.keyClick(view.tree, Qt.Key.Key_Delete)
        assert not view.findChildren(QMessageBox)
