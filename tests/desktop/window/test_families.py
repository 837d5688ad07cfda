"""Versions of one document: one row in the library, a line over the page, a way to the newest."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt

from itrvault.desktop.families import Families, look_at_families, relation_words
from itrvault.desktop.models.library import FLAG, MUTED, NODE
from itrvault.desktop.views.reader_pair import like_unit
from itrvault.desktop.widgets.elided import ElidedLabel
from itrvault.model.document import Doubt, TextSource

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

FIRST = "WCIT12/901-E"


@pytest.fixture
def family(qtbot, desk, space):
    """The archive, where three of the four documents are versions of one."""
    store = space.context.vault.store
    by_symbol = {document.symbol: document for document in store.documents.all()}
    changes = {"WCIT12/904-E": "WCIT12/901(Rev.1)-E", "WCIT12/906-A": "WCIT12/901-A"}
    for old, new in changes.items():
        store.documents.set_fact(by_symbol[old].id, "symbol", new)
    ids = {changes.get(symbol, symbol): document.id for symbol, document in by_symbol.items()}
    desk.settle()
    qtbot.waitUntil(lambda: families(space).of(ids[FIRST]) is not None)
    qtbot.waitUntil(lambda: len(families(space).of(ids[FIRST]).members) == 3)
    return ids


def families(space) -> Families:
    return space.catalogue.snapshot.families


def rows(model, parent=QModelIndex()):  # noqa: B008
    for number in range(model.rowCount(parent)):
        index = model.index(number, 0, parent)
        yield index
        yield from rows(model, index)


def test_the_library_shows_one_row_that_opens_the_newest(qtbot, space, family):
    model = space.library.library
    (row,) = [index for index in rows(model) if index.data(NODE).kind == "family"]
    assert row.data() == "WCIT12/901"
    assert row.data(NODE).marks == "Rev.1 AR EN"
    assert [index.data() for index in rows(model, row)] == [
        "WCIT12/901(Rev.1)-E",
        FIRST,
        "WCIT12/901-A",
    ]
    space.library.tree.setFocus()
    space.library.tree.setCurrentIndex(row)
    qtbot.waitUntil(lambda: space.reader.document == family["WCIT12/901(Rev.1)-E"])
    assert not space.reader.family.newer.isVisible()


def test_what_is_out_of_date_says_so_everywhere(qtbot, desk, space, family):
    model = space.library.library
    index = model.index_of(family[FIRST])
    assert index.data(MUTED)
    assert "Rev.1 is newer" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    listed = {row.symbol: row.newer for row in space.results.model.rows}
    assert listed[FIRST] == "Rev.1 is newer"
    assert listed["WCIT12/901(Rev.1)-E"] == ""
    space.open_document(family[FIRST])
    qtbot.waitUntil(lambda: space.reader.family.newer.isVisible())
    desk.settle()
    qtbot.mouseClick(space.reader.family.newer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: space.reader.document == family["WCIT12/901(Rev.1)-E"])
    assert not space.reader.family.newer.isVisible()


def test_another_language_is_opened_at_the_same_place(qtbot, desk, space, family):
    space.open_document(family[FIRST])
    qtbot.waitUntil(lambda: space.reader.document == family[FIRST])
    desk.settle()
    menu = space.reader.family.languages.menu()
    assert [action.text() for action in menu.actions()] == [
        "English  ·  WCIT12/901-E",
        "Arabic  ·  WCIT12/901-A",
    ]
    here = space.catalogue.by_id[family[FIRST]]
    there = space.catalogue.by_id[family["WCIT12/901-A"]]
    space.reader.show_document(here.id, here.unit_count - 1)
    qtbot.waitUntil(lambda: space.reader.unit == here.unit_count - 1)
    menu.actions()[1].trigger()
    qtbot.waitUntil(lambda: space.reader.document == there.id)
    desk.settle()
    assert space.reader.unit == there.unit_count - 1


@pytest.mark.parametrize(
    ("of", "unit", "there", "expected"), [(5, 3, 5, 3), (5, 4, 9, 8), (1, 0, 9, 0), (9, 4, 1, 0)]
)
def test_like_units(space, of, unit, there, expected):
    from dataclasses import replace

    document = space.catalogue.snapshot.documents[0]
    made = replace(document, unit_count=of), replace(document, unit_count=there)
    assert like_unit(made[0], unit, made[1]) == expected


def test_the_inspector_says_how_each_version_stands(qtbot, desk, space, family):
    space.inspector.show()
    space.open_document(family[FIRST])
    qtbot.waitUntil(lambda: bool(space.inspector.facts.rows))
    desk.settle()
    said = {label.text() for label in space.inspector.facts.findChildren(ElidedLabel)}
    assert "revision 1 · 2012-11-09" in said
    assert any(words.startswith("first version · 2012-11-13 · Rev.1 is newer") for words in said)
    assert any(words.startswith("first version, Arabic") for words in said)


def test_a_document_alone_has_no_line_over_its_page(qtbot, desk, space, family):
    letter = next(d for d in space.catalogue.snapshot.documents if not d.symbol)
    space.open_document(letter.id)
    qtbot.waitUntil(lambda: space.reader.document == letter.id)
    assert not space.reader.family.isVisible()
    assert relation_words(families(space).member(letter.id).relation) == ""


def test_doubtful_documents_are_flagged(qtbot, desk, space):
    store = space.context.vault.store
    document = store.documents.get("WCIT12/904-E")
    index = space.library.library.index_of(document.id)
    assert index.data(FLAG) == ""
    unit = store.documents.unit(document.id, 0)
    from dataclasses import replace

    store.readings.add(
        document.id, replace(unit, source=TextSource.OCR, doubt=Doubt.WORDS), "a reader"
    )
    with store.transaction():
        store.readings.use(document.id, {0: TextSource.OCR})
    qtbot.waitUntil(lambda: space.catalogue.doubts == {document.id: 1})
    index = space.library.library.index_of(document.id)
    assert index.data(FLAG) == "The text of 1 page is doubtful"
    assert index.parent().data(FLAG) == ""
    assert "doubtful" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert not space.library.tree.grab().isNull()


def test_families_are_kept_when_no_document_changed(qtbot, desk, space):
    before = space.catalogue.snapshot
    desk.annotate()
    qtbot.waitUntil(lambda: space.catalogue.snapshot is not before)
    assert space.catalogue.snapshot.families is before.families
    assert look_at_families(before.documents).all == before.families.all
