"""A list of queries in its window: the table, bad lines, CSV, tags in one step, going to a hit."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import Qt

from itrvault.desktop.dialogs.term_list import TermListDialog
from itrvault.desktop.models.term_list import PAGES, PLACE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LINES = '# a remark\nservices\n"traffic\nxylophone\ntraffic'


@pytest.fixture
def dialog(qtbot, window, space):
    window.actions_by_name["term_list"].trigger()
    return window.findChild(TermListDialog)


def _run(qtbot, dialog, text=LINES):
    dialog.lines.setPlainText(text)
    dialog.run()
    qtbot.waitUntil(lambda: bool(dialog.table.rows))
    qtbot.waitUntil(lambda: not dialog._context.tasks.busy)


def test_every_line_has_a_row_with_its_documents_and_pages(qtbot, space, dialog):
    _run(qtbot, dialog)
    vault, model = space.context.vault, dialog.tree_model
    assert [row.query for row in dialog.table.rows] == [
        "services", '"traffic', "xylophone", "traffic",
    ]  # fmt: skip
    for number, query in ((0, "services"), (3, "traffic")):
        result = vault.search(query, limit=0)
        parent = model.index(number, 0)
        assert model.rowCount(parent) == result.documents
        places = {parent.siblingAtColumn(column).data() for column in (1, 2)}
        assert {str(result.documents), str(result.total)} == places
        document, unit, asked = model.index(0, 0, parent).data(PLACE)
        assert (document, unit) in result.order
        assert asked == query


def test_a_bad_line_is_marked_and_stops_no_other(qtbot, dialog):
    _run(qtbot, dialog)
    bad = dialog.tree_model.index(1, PAGES)
    assert "“" in bad.data() or '"traffic"' in bad.data()
    assert dialog.said.property("role") == "danger"
    assert dialog.table.rows[3].hits


def test_the_matrix_has_the_same_counts(qtbot, dialog):
    _run(qtbot, dialog)
    dialog.by_document.click()
    matrix = dialog.matrix_model
    assert dialog.pages.currentWidget() is dialog.matrix
    for number, row in enumerate(dialog.table.rows):
        cells = [matrix.index(number, column).data() for column in range(matrix.columnCount())]
        assert sum(int(cell) for cell in cells if cell) == row.places


def test_a_file_is_read_and_kept_as_it_is(qtbot, dialog, tmp_path):
    path = tmp_path / "terms.txt"
    path.write_bytes("\ufeffservices\n\n# no\n".encode() + b"caf\xe9\ntraffic\n")
    dialog.open_file(str(path))
    qtbot.waitUntil(lambda: bool(dialog.table.rows))
    lines = [(row.line, row.query, bool(row.error)) for row in dialog.table.rows]
    assert lines == [(1, "services", False), (4, "café", True), (5, "traffic", False)]


def test_the_table_is_exported_as_it_is_shown(qtbot, dialog, tmp_path):
    _run(qtbot, dialog)
    by_query, matrix = tmp_path / "list.csv", tmp_path / "matrix.csv"
    dialog.export(str(by_query))
    dialog.by_document.click()
    dialog.export(str(matrix))
    listed = list(csv.DictReader(by_query.read_text("utf-8-sig").splitlines()))
    rows = list(csv.reader(matrix.read_text("utf-8-sig").splitlines()))
    assert {row["Query"].strip("'") for row in listed} >= {"services", "traffic", "xylophone"}
    assert len(rows) == 1 + len(dialog.table.rows)
    assert str(matrix) in dialog.said.text()


def test_every_hit_is_tagged_in_one_step_and_taken_back(qtbot, space, dialog):
    _run(qtbot, dialog, "services\ntraffic")
    store = space.context.vault.store
    before = len(store.annotations.all())
    tagging = dialog.tagging
    assert not tagging.give.isEnabled()
    tagging.tag.setEditText("Terms / Services")
    places = sum(row.places for row in dialog.table.rows)
    assert str(places) in tagging.give.text()
    tagging.give.click()
    qtbot.waitUntil(tagging.undo.isVisible)
    paths = store.tags.paths()
    made = [one for one in store.annotations.all() if "Terms/Services" in map(paths.get, one.tags)]
    assert len(made) == len(store.annotations.all()) - before
    assert len(made) == places
    tagging.undo.click()
    qtbot.waitUntil(lambda: len(store.annotations.all()) == before)
    assert "Terms/Services" not in store.tags.paths().values()


def test_only_the_selected_lines_are_tagged(qtbot, space, dialog):
    _run(qtbot, dialog, "services\ntraffic")
    dialog.tree.setCurrentIndex(dialog.tree_model.index(1, 0))
    assert dialog.chosen_lines() == (2,)
    tagging = dialog.tagging
    tagging.tag.setEditText("Only traffic")
    assert str(dialog.table.rows[1].places) in tagging.give.text()
    tagging.give.click()
    qtbot.waitUntil(tagging.undo.isVisible)
    store = space.context.vault.store
    tag = store.tags.by_path("Only traffic").id
    tagged = [one for one in store.annotations.all() if tag in one.tags]
    assert len(tagged) == dialog.table.rows[1].places
    assert all("raffic" in one.anchor.exact for one in tagged)


def test_a_cell_opens_its_hit_in_the_reader(qtbot, space, dialog):
    _run(qtbot, dialog)
    index = dialog.tree_model.index(0, 0, dialog.tree_model.index(3, 0))
    document, unit, query = index.data(PLACE)
    with qtbot.waitSignal(space.searching.answered):
        dialog.tree.activated.emit(index)
    assert space.searching.query == query
    qtbot.waitUntil(lambda: space.reader.document == document)
    qtbot.waitUntil(lambda: space.reader.settled)
    assert space.reader.unit == unit


def test_nothing_to_ask_asks_nothing(qtbot, dialog):
    dialog.lines.setPlainText("# only a remark\n\n")
    assert not dialog.start.isEnabled()
    dialog.run()
    assert not dialog.table.rows
    assert dialog.pages.currentWidget() is dialog.empty
    assert dialog.windowModality() == Qt.WindowModality.NonModal


def test_lines_follow_a_tag_that_is_called_otherwise(qtbot, window, space, dialog):
    tags = space.context.vault.store.tags
    path = "Human rights/Privacy and interception"
    lines = f'traffic\ntag:"{path}" routes'
    dialog.lines.setPlainText(lines)
    qtbot.waitUntil(lambda: not space.context.tasks.busy)
    tags.update(tags.by_path(path).id, name="Secrecy")
    qtbot.waitUntil(
        lambda: dialog.lines.toPlainText() == 'traffic\ntag:"Human rights/Secrecy" routes'
    )
    window.actions_by_name["undo"].trigger()
    qtbot.waitUntil(lambda: dialog.lines.toPlainText() == lines)
