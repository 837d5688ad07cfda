"""The view of risks: from a cell to its page with keys alone, filters, agreement, files."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from itrvault.desktop.models.risks import Kind
from itrvault.desktop.theme import DARK, LIGHT
from itrvault.desktop.widgets.contrast import contrast
from itrvault.desktop.widgets.heat import Shade, ink_on, ramp, shade_of
from itrvault.ingest.run import run_import
from itrvault.model.annotation import Stance
from itrvault.paths import resources
from itrvault.rights.matrix import Cell
from itrvault.text.anchors import make_anchor
from itrvault.vault import Vault

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SPECIMENS = resources() / "specimens" / "documents"
FILES = (
    "treaty/Regulations (Port Aurel 1988).pdf", "conference/S12-WCIT12-C-0904!!PDF-E.pdf",
    "conference/S12-WCIT12-C-0906!!MSW-A.docx", "analyses/open-letter.txt",
)  # fmt: skip
PRIVACY = "Human rights/Privacy and interception"


@pytest.fixture(scope="session")
def _judged(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("judged") / "archive.itrvault"
    with Vault.create(path) as vault:
        run_import(vault, [str(SPECIMENS / name) for name in FILES])
    return path


@pytest.fixture
def archive(_judged, tmp_path) -> Path:
    """The treaty, two contributions and an analysis."""
    return Path(shutil.copyfile(_judged, tmp_path / "archive.itrvault"))


@pytest.fixture
def judge(space):
    """Mark the beginning of a proposal of a document and judge it."""
    store = space.context.vault.store

    def made(symbol: str, right: str, level: int, who: str = "Ana", stance=Stance.RISK, at=0):
        document = store.documents.get(symbol)
        units = store.documents.units(document.id)
        proposals = [
            one for one in space.context.negotiations.read().sourced
            if one.document.id == document.id
        ]  # fmt: skip
        place = proposals[at].proposal.place
        anchor = make_anchor(units, place.unit, place.start, place.unit, place.start + 12)
        tag = store.tags.by_path(PRIVACY).id
        note = store.annotations.add(document.id, anchor, "red", "", [tag], who)
        store.risks.add(note.id, right, level, 1, stance, "Because it does.", assessor=who)
        return note.id

    return made


def show(qtbot, window, space):
    window.actions_by_name["risks"].trigger()
    rest(qtbot, space.risks)
    return space.risks


def rest(qtbot, view) -> None:
    qtbot.waitUntil(lambda: view.settled)


def turn(qtbot, view, at) -> None:
    view.tabs[at].click()
    rest(qtbot, view)


def counts(view) -> dict[tuple[str, str], int]:
    return {key: cell.count for key, cell in view.matrix.shown.matrix.cells.items()}


def test_nothing_judged_says_what_to_do(qtbot, window, space):
    view = show(qtbot, window, space)
    assert space.centre.currentWidget() is view
    assert view.matrix.pages.currentWidget() is view.matrix.empty
    assert "Nothing has been judged yet" in view.matrix.empty.text()
    assert not view.save.isEnabled()
    for at, words in ((Kind.TAG, "No passage has a tag"), ("time", "Nothing has been judged")):
        turn(qtbot, view, at)
        page = view.pages.currentWidget()
        assert words in page.empty.text()
        assert page.pages.currentWidget() is page.empty
    turn(qtbot, view, "agreement")
    assert "nobody to compare" in view.agreement.empty.text()
    assert view.agreement.pages.currentWidget() is view.agreement.empty


def test_from_a_cell_to_its_page_with_keys_alone(qtbot, window, space, judge):
    mark = judge("WCIT12/904-E", "privacy", 4)
    judge("WCIT12/906-A", "expression", 1, at=1)
    view = show(qtbot, window, space)
    assert view.matrix.shown.matrix.rows == ("privacy", "expression")
    table = view.matrix.view
    assert table.hasFocus()
    # The worst is chosen at first, and its passage listed.
    row, _ = view.matrix.view.table.keys(table.currentIndex())
    assert row == "privacy"
    assert [one.annotation for one in view.passages.model.rows] == [mark]
    assert "Risk · severe · Ana" in view.passages.model.rows[0].said
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert view.passages.list.hasFocus()
    qtbot.keyClick(view.passages.list, Qt.Key.Key_Escape)
    assert table.hasFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(view.passages.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: space.inspector.editor.annotation == mark)
    assert space.centre.currentWidget() is space.split
    window.actions_by_name["risks"].trigger()
    rest(qtbot, view)
    assert table.hasFocus()
    assert view.matrix.view.table.keys(table.currentIndex())[0] == "privacy"


def test_it_follows_what_changes_and_keeps_its_cell(qtbot, window, space, judge):
    judge("WCIT12/904-E", "privacy", 2)
    view = show(qtbot, window, space)
    before = view.matrix.view.table.keys(view.matrix.view.currentIndex())
    judge("WCIT12/904-E", "routing", 4)
    qtbot.waitUntil(lambda: "routing" in view.matrix.shown.matrix.rows)
    rest(qtbot, view)
    assert view.matrix.view.table.keys(view.matrix.view.currentIndex()) == before
    space.context.op(view, space.context.vault.store.journal.undo).run()
    qtbot.waitUntil(lambda: counts(view).keys() == {before})


def test_a_header_may_ask_late(space):
    """A header that has not heard yet that the table is smaller must be told nothing."""
    table = space.risks.matrix.view.table
    for way in Qt.Orientation:
        assert table.headerData(7, way) is None
        assert table.headerData(-1, way) is None
    assert table.shown.cell(3, 3) is None


def test_files_are_not_named_in_what_is_written(qtbot, window, space, tmp_path):
    store = space.context.vault.store
    document = store.documents.get("open-letter.txt")
    store.documents.set_fact(document.id, "title", "")
    anchor = make_anchor(store.documents.units(document.id), 0, 0, 0, 9)
    store.annotations.add(document.id, anchor, "red", "", [store.tags.by_path(PRIVACY).id], "Ana")
    view = show(qtbot, window, space)
    turn(qtbot, view, Kind.TAG)
    for ending in ("csv", "svg"):
        view.save.save(tmp_path / f"tags.{ending}")
        written = (tmp_path / f"tags.{ending}").read_text("utf-8-sig")
        assert "open-letter" not in written
        assert "Privacy" in written


def test_filters_and_columns(qtbot, window, space, judge):
    judge("WCIT12/904-E", "privacy", 4, "Ana")
    judge("WCIT12/904-E", "privacy", 1, "Ben", at=1)
    judge("WCIT12/906-A", "safeguard", 2, "Ben", Stance.SAFEGUARD)
    view = show(qtbot, window, space)
    every = sum(counts(view).values())
    assert every == 3
    filters = view.filters
    filters.assessor.setCurrentIndex(filters.assessor.findData("Ana"))
    rest(qtbot, view)
    assert sum(counts(view).values()) == 1
    filters.stance.setCurrentIndex(filters.stance.findData("safeguard"))
    rest(qtbot, view)
    assert "No judgement passes" in view.matrix.empty.text()
    filters.assessor.setCurrentIndex(0)
    rest(qtbot, view)
    assert [key[0] for key in counts(view)] == ["safeguard"]
    filters.stance.setCurrentIndex(0)
    filters.level.setCurrentIndex(1)
    rest(qtbot, view)
    assert view.matrix.asked.kind is Kind.PROVISION
    assert sum(counts(view).values()) == 3
    turn(qtbot, view, Kind.PROPONENT)
    assert filters.level.isHidden()
    assert set(view.matrix.shown.matrix.columns) >= {"QMR"}
    filters.shade.setCurrentIndex(2)
    assert view.matrix.view.shade is Shade.COUNT
    assert "Number and colour" in view.matrix.legend.words[0]


def test_tags_and_time(qtbot, window, space, judge):
    mark = judge("WCIT12/904-E", "privacy", 4)
    view = show(qtbot, window, space)
    turn(qtbot, view, Kind.TAG)
    assert list(counts(view).values()) == [1]
    assert view.matrix.shown.short(view.matrix.shown.matrix.columns[0]) == "WCIT12/904-E"
    turn(qtbot, view, Kind.TOGETHER)
    assert view.matrix.shown.diagonal
    turn(qtbot, view, "time")
    assert [cell.count for _, cell in view.time.bars.bars] == [1]
    assert [one.annotation for one in view.passages.model.rows] == [mark]
    qtbot.keyClick(view.time.bars, Qt.Key.Key_Return)
    assert view.passages.list.hasFocus()
    view.filters.time.setCurrentIndex(1)
    rest(qtbot, view)
    assert len(view.time.bars.bars[0][0]) == 10  # a day


def test_a_disagreement_is_settled_and_undone(qtbot, window, space, judge):
    mark = judge("WCIT12/904-E", "privacy", 4, "Ana")
    store = space.context.vault.store
    store.risks.add(mark, "privacy", 1, 1, Stance.RISK, "Hardly.", assessor="Ben")
    view = show(qtbot, window, space)
    turn(qtbot, view, "agreement")
    page = view.agreement
    assert page.rows.hasFocus()
    assert [one.subject for one, _ in page.rows_model.rows] == ["privacy"]
    assert [one.annotation for one in view.passages.model.rows] == [mark]
    page.settle_current()
    dialog = page._dialog
    dialog.choices.buttons()[1].click()
    assert dialog.severity.currentIndex() == 1
    dialog.severity.setCurrentIndex(2)
    qtbot.keyClicks(dialog.note, "We looked again.")
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.compared.agreeing.open == 0 and not page.rows_model.rows)
    joint = store.risks.of_annotation(mark)[-1]
    assert (joint.severity, joint.rationale) == (2, "We looked again.")
    assert joint.assessor == "Joint: Ana; Ben"
    page.with_settled.click()
    assert len(page.rows_model.rows) == 1
    turn(qtbot, view, Kind.ARTICLE)
    (cell,) = view.matrix.shown.matrix.cells.values()
    assert (cell.worst, cell.judgements) == (2, 1)
    window.actions_by_name["undo"].trigger()
    qtbot.waitUntil(lambda: counts(view) and cell_of(view).judgements == 2)


def cell_of(view) -> Cell:
    return next(iter(view.matrix.shown.matrix.cells.values()))


def test_tags_are_settled_for_the_whole_passage(qtbot, window, space, judge):
    mark = judge("WCIT12/904-E", "privacy", 4, "Ana")
    judge("WCIT12/904-E", "privacy", 4, "Ben", at=1)
    view = show(qtbot, window, space)
    turn(qtbot, view, "agreement")
    page = view.agreement
    assert page.compared.agreeing.open == 2
    page.settle_current()
    dialog = page._dialog
    assert [box.text() for box in dialog.tags.values()] == [PRIVACY]
    qtbot.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.compared.agreeing.open == 1)
    notes = space.context.vault.store.annotations.of_document(
        space.context.vault.store.annotations.get(mark).document
    )
    assert [one.author for one in notes].count("Joint: Ana; Ben") == 1


def test_tables_and_pictures_without_names(qtbot, window, space, judge, tmp_path):
    judge("WCIT12/904-E", "privacy", 4, "Anastasia")
    view = show(qtbot, window, space)
    for ending in ("csv", "svg", "png"):
        view.save.save(tmp_path / f"risks.{ending}")
    assert "Written: risks.png" in view.done.text()
    rows = list(csv.reader((tmp_path / "risks.csv").read_text("utf-8-sig").splitlines()))
    assert rows[0][:2] == ["Right", "Article"]
    assert rows[1][0] == "Privacy and interception"
    drawn = (tmp_path / "risks.svg").read_text("utf-8")
    assert drawn.startswith("<?xml")
    assert "Privacy and interception" in drawn
    image = QImage(str(tmp_path / "risks.png"))
    assert image.width() > 800
    assert image.pixelColor(2, 2).name() == "#ffffff"
    turn(qtbot, view, "time")
    view.save.save(tmp_path / "time.svg")
    turn(qtbot, view, "agreement")
    assert not view.save.svg.isEnabled()
    for path in tmp_path.glob("*.[cs][sv][vg]"):
        assert "Anastasia" not in path.read_text("utf-8-sig")
    assert b"Anastasia" not in (tmp_path / "risks.png").read_bytes()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_figures_can_be_read_on_every_ground(qapp: QApplication, theme):
    cells = [Cell(judgements=1, safeguards=1, annotations={"a": None})]
    for level in range(5):
        levels = [0] * 5
        levels[level] = 1
        cells.append(Cell(judgements=1, levels=levels, annotations={"a": None}))
    grounds = [shade_of(cell, shade, 1, theme) for cell in cells for shade in Shade]
    for ground in [*grounds, *ramp(theme)]:
        ink = ink_on(ground, theme)
        assert contrast(ink.getRgb()[:3], ground.getRgb()[:3]) >= 4.5
