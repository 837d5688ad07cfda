"""A vault from a stranger in the window: its texts are shown sign by sign, and nothing breaks."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QAbstractItemView, QLabel, QMessageBox, QTextBrowser, QWidget

from itrvault.desktop.dialogs.message import show_known
from itrvault.desktop.words import time_words, tooltip
from itrvault.errors import VaultDamaged
from itrvault.model.annotation import Stance
from itrvault.text.anchors import make_anchor
from itrvault.vault import Vault

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

MARKUP = '<img src="file:////stranger/share/x.png"><a href="http://stranger/">x</a>'
DOCTORED = (
    "INSERT OR REPLACE INTO facts SELECT row, 'title', :m, 'header' FROM documents",
    "INSERT OR REPLACE INTO facts SELECT row, 'symbol', :m, 'header' FROM documents",
    "INSERT OR REPLACE INTO facts SELECT row, 'proponent', :m, 'header' FROM documents",
    "INSERT OR REPLACE INTO facts SELECT row, 'date', :m, 'header' FROM documents",
    "INSERT OR REPLACE INTO facts SELECT row, 'class', :m, 'header' FROM documents WHERE row = 1",
    "UPDATE documents SET name = :m, warnings = json_array(:m), imported_at = :m",
    "UPDATE units SET label = :m",
    "UPDATE tags SET name = :m, definition = :m, colour = :m, rights = json_array(:m)",
    "UPDATE annotations SET note = :m, author = :m, created = :m, modified = :m, colour = :m, "
    "anchor = json_set(anchor, '$.exact', :m, '$.end_unit', 2147483647), end_unit = 2147483647",
    "INSERT INTO annotation_tags SELECT a.id, t.id FROM annotations a, tags t",
    "UPDATE risks SET \"right\" = :m, rationale = :m, assessor = :m, created = :m, stance = 'risk'",
    "INSERT INTO searches VALUES ('s', :m, :m, 0)",
    "UPDATE failures SET path = :m, message = :m",
)


def _tips_of(model: QAbstractItemModel, parent: QModelIndex) -> list[str]:
    tips = []
    for row in range(model.rowCount(parent)):
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(parent)
        for column in range(columns):
            index = model.index(row, column, parent)
            tips.append(str(index.data(Qt.ItemDataRole.ToolTipRole) or ""))
            if column == 0:
                tips += _tips_of(model, index)
    return tips


def _tooltips(window: QWidget) -> list[str]:
    tips = []
    for widget in (window, *window.findChildren(QWidget)):
        tips.append(widget.toolTip())
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            tips += _tips_of(widget.model(), QModelIndex())
    return tips


def _texts_read_as_markup(window: QWidget) -> list[str]:
    """The texts of labels and cards that Qt reads as HTML although a stranger wrote them."""
    labels = [
        label.text() for label in window.findChildren(QLabel)
        if label.textFormat() is not Qt.TextFormat.PlainText
    ]  # fmt: skip
    texts = labels + [card.toHtml() for card in window.findChildren(QTextBrowser)]
    return [text for text in texts if "<img" in text or 'stranger/"' in text]


@pytest.fixture
def hostile(archive: Path) -> Path:
    """An archive with a mark and a judgement, every text of which is then a stranger's."""
    with Vault.open(archive) as vault:
        document = vault.store.documents.get("WCIT12/904-E")
        anchor = make_anchor(vault.store.documents.units(document.id), 0, 0, 0, 20)
        made = vault.store.annotations.add(document.id, anchor, "red", "note", [], "Ana")
        right = ("privacy", 3, 2, Stance.RISK, "It opens traffic.")
        vault.store.risks.add(made.id, *right, assessor="Ana")
    doctor = sqlite3.connect(archive)
    for statement in DOCTORED:
        doctor.execute(statement, {"m": MARKUP})
    doctor.commit()
    doctor.close()
    return archive


def test_a_strangers_texts_are_never_markup(qtbot, window, hostile) -> None:
    window.open_path(hostile)
    qtbot.waitUntil(lambda: window.workspace is not None)
    space = window.workspace
    qtbot.waitUntil(lambda: len(space.catalogue.snapshot.documents) == 4)

    def settle() -> None:
        qtbot.waitUntil(lambda: not space.context.tasks.busy)

    settle()
    assert {document.title for document in space.catalogue.snapshot.documents} == {MARKUP}
    with qtbot.waitSignal(space.searching.answered):
        space.bar.set_query("the")
    space.searching.go_first()
    settle()
    note = space.context.vault.store.annotations.all()[0]
    space.open_annotation(note.id)
    settle()
    space.centre.show_page("excerpts")
    settle()
    table = space.excerpts.table
    table.setCurrentIndex(table.model().index(0, 0))
    settle()
    for name in ("export", "carry"):
        window.actions_by_name[name].trigger()
        settle()
    assert "stranger" in space.excerpts.card.toPlainText()
    assert _texts_read_as_markup(window) == []
    tips = _tooltips(window)
    assert sum("&lt;img" in tip for tip in tips) > 5
    assert [tip for tip in tips if "<img" in tip or "<a " in tip] == []
    for dialog in window.findChildren(QWidget):
        if dialog.isWindow() and dialog.isVisible():
            dialog.close()


def test_a_failure_with_a_strangers_name_is_plain(qtbot, window) -> None:
    box = show_known(VaultDamaged(path="x", reason=f"the table {MARKUP} is not ours"), window)
    assert MARKUP in box.text()
    assert box.textFormat() is Qt.TextFormat.PlainText
    labels = [one for one in box.findChildren(QLabel) if "img" in one.text()]
    assert labels
    assert all(one.textFormat() is Qt.TextFormat.PlainText for one in labels)
    assert isinstance(box, QMessageBox)
    box.close()


def test_a_tooltip_reads_as_it_is_written() -> None:
    document = QTextDocument()
    for text in (MARKUP, "a < b\n  c", "&lt;b&gt;", "plain & simple"):
        document.setHtml(tooltip(text)) if tooltip(text) != text else document.setPlainText(text)
        assert document.toPlainText().replace("\u2028", "\n") == text
    assert tooltip("plain & simple") == "plain & simple"


def test_a_time_that_is_none_is_no_time() -> None:
    assert [time_words(text) for text in ("", "soon", MARKUP, "0001-01-01T00:00:00Z")][:3] == [
        ""
    ] * 3
    assert time_words("2012-12-03T09:00:00Z").startswith("2012-12-0")
