"""Judging in the window: all fields, what is filled in, and that nobody writes over another's."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from itrvault.model.annotation import Answer, Stance
from itrvault.text.anchors import make_anchor

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def pane(qtbot, space, desk, window):
    """The judgements of a passage inside a proposal, with its editor open."""
    window.settings.author = "Ana"
    mark = desk.annotate()
    space.open_annotation(mark)
    editor = space.inspector.editor
    qtbot.waitUntil(lambda: editor.annotation == mark)
    return editor.judgements


def risks(space):
    return space.context.vault.store.risks.all()


def inside_a_proposal(space) -> str:
    """An annotation in the wording of a proposal of the specimens, with its provision."""
    found = space.context.negotiations.read()
    each = next(one for one in found.sourced if one.proposal.wordings and one.proposal.identifier)
    units = space.context.vault.store.documents.units(each.document.id)
    place = each.proposal.place
    anchor = make_anchor(units, place.unit, place.start + 2, place.unit, place.start + 12)
    return space.context.vault.store.annotations.add(each.document.id, anchor).id


def press(qtbot, space, form) -> None:
    with qtbot.waitSignal(space.context.changed):
        qtbot.keyClick(form.rationale, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_every_field_is_written(qtbot, space, pane):
    pane.judge()
    form = pane.form
    qtbot.keyClicks(form.rationale, "It opens every message.")
    form.confidence.setCurrentIndex(3)
    qtbot.keyClicks(form.affected.field, "journalists,sources")
    form.test.toggle()
    assert form.test.answers["law"].isVisibleTo(form)
    form.test.answers["law"].setCurrentIndex(form.test.answers["law"].findData(Answer.NO))
    qtbot.keyClicks(form.test.reasons["law"], "None is named.")
    qtbot.keyClicks(form.provision, "31A")
    press(qtbot, space, form)
    qtbot.waitUntil(lambda: pane.form is None)
    (risk,) = risks(space)
    assert risk.affected == ("journalists", "sources")
    assert (risk.confidence, risk.assessor) == (3, "Ana")
    assert (risk.test.law, risk.test.law_why) == (Answer.NO, "None is named.")
    assert risk.provision.endswith("31A")


def test_what_a_passage_lies_in_is_filled_in_and_can_be_changed(qtbot, space, pane):
    mark = inside_a_proposal(space)
    space.open_annotation(mark)
    qtbot.waitUntil(lambda: space.inspector.editor.annotation == mark)
    pane.judge()
    form = pane.form
    qtbot.waitUntil(lambda: bool(form.proposal.text()))
    assert form.provision.text()
    assert form.found.isVisibleTo(form)
    form.proposal.clear()
    qtbot.keyClicks(form.rationale, "So.")
    press(qtbot, space, form)
    qtbot.waitUntil(lambda: len(risks(space)) == 1)
    assert risks(space)[0].proposal == ""
    assert risks(space)[0].provision


def test_only_what_was_changed_is_written(qtbot, space, pane):
    store = space.context.vault.store
    mark = space.inspector.editor.annotation
    with qtbot.waitSignal(space.context.changed):
        made = store.risks.add(mark, "privacy", 3, 2, Stance.RISK, "It does.", assessor="Ana")
    qtbot.waitUntil(lambda: pane._risks == [made])
    pane._open(made)
    form = pane.form
    form.severity.setCurrentIndex(4)
    assert form.changes == {"severity": 4}
    with qtbot.waitSignal(space.context.changed):
        store.risks.update(made.id, likelihood=0)  # meanwhile, by somebody else
    press(qtbot, space, form)
    qtbot.waitUntil(lambda: pane.form is None)
    assert [(one.severity, one.likelihood) for one in risks(space)] == [(4, 0)]


def test_anothers_judgement_is_answered_not_changed(qtbot, space, pane):
    store = space.context.vault.store
    mark = space.inspector.editor.annotation
    with qtbot.waitSignal(space.context.changed):
        ben = store.risks.add(
            mark, "expression", 3, 2, Stance.DISPUTED, "It does.", assessor="Ben", provision="31B"
        )
    qtbot.waitUntil(lambda: pane._risks == [ben])
    (link,) = [one for one in pane.findChildren(QPushButton) if one.text() == "Judge it yourself"]
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    form = pane.form
    assert form.right.currentData() == "expression"
    assert form.provision.text() == "31B"
    assert form.rationale.toPlainText() == ""
    assert not form.save.isEnabled()
    qtbot.keyClicks(form.rationale, "Hardly.")
    press(qtbot, space, form)
    qtbot.waitUntil(lambda: len(risks(space)) == 2)
    assert risks(space)[0] == ben
    assert risks(space)[1].assessor == "Ana"


def test_a_form_that_was_begun_waits(qtbot, space, pane, desk):
    mark = space.inspector.editor.annotation
    pane.judge()
    qtbot.keyClicks(pane.form.rationale, "Half a thou")
    other = inside_a_proposal(space)
    space.open_annotation(other)
    qtbot.waitUntil(lambda: space.inspector.editor.annotation == other)
    assert pane.form is None
    space.open_annotation(mark)
    qtbot.waitUntil(lambda: pane.form is not None)
    assert pane.form.rationale.toPlainText() == "Half a thou"
    assert pane.form.isVisibleTo(pane)
