"""Tab goes through forms and dialogs in the order in which they are read."""

from __future__ import annotations

import pytest

from itrvault.desktop.views.risk_form import RiskForm
from itrvault.model.link import End, EndKind, Relation
from itrvault.rights.taxonomy import load_taxonomy
from tests.desktop.tabbing import seen, tabbed

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def form(qtbot):
    """A judgement's form, with its test unfolded and reasons given."""
    made = RiskForm(load_taxonomy(), None)
    qtbot.addWidget(made)
    made.resize(420, 1500)
    made.test.toggle()
    made.rationale.setPlainText("Because.")
    made.show()
    return made


def test_articles_and_people_of_a_judgement_come_where_they_stand(qtbot, form):
    form.more.setCurrentIndex(form.more.findData("UDHR 3"))
    form.more.activated.emit(form.more.currentIndex())
    form.affected.show_words(["journalists", "users"])
    qtbot.waitUntil(lambda: "UDHR 3  Life, liberty and security" in tabbed(form))
    assert tabbed(form) == seen(form)
    names = tabbed(form)
    assert names[0] == "Right"
    assert names.index("Add another article") == 1 + len(form.articles)
    assert names[-2:] == ["Cancel", "Save"]


def test_another_right_brings_other_articles_to_the_same_place(qtbot, form):
    for number in (3, 1):
        form.right.setCurrentIndex(number)
        qtbot.waitUntil(lambda: tabbed(form)[1 : 1 + len(form.articles)] == [
            box.text() for box in form.articles.values()
        ])  # fmt: skip
        assert tabbed(form) == seen(form)


def test_the_note_and_its_judgements(qtbot, window, space, desk):
    made = desk.annotate("Norland", risk=True)
    store = space.context.vault.store
    tags = [tag.id for tag in store.tags.all() if tag.codable][:2]
    for tag in tags:
        store.annotations.tag([made], tag)
    space.inspector.show()
    space.open_annotation(made)
    editor = space.inspector.editor
    qtbot.waitUntil(lambda: editor.annotation == made)
    qtbot.waitUntil(lambda: len(editor.tags.chips) == 2)
    desk.settle()
    for end in ("31A", "31B"):
        store.links.add(
            End(EndKind.ANNOTATION, made), End(EndKind.PROVISION, end), Relation.CITES
        )  # fmt: skip
    qtbot.waitUntil(lambda: len(editor.links.shown) == 2)
    assert tabbed(editor) == seen(editor)
    editor.judgements.judge()
    qtbot.waitUntil(lambda: "Right" in tabbed(editor))
    desk.settle()
    assert tabbed(editor) == seen(editor)


@pytest.mark.parametrize("name", ["excerpts", "risks", "sweep"])
def test_each_view(qtbot, window, space, desk, name):
    desk.annotate("Norland", risk=True)
    space.centre.go(name)
    view = getattr(space, name)
    qtbot.waitUntil(view.isVisible)
    desk.settle()
    assert tabbed(view)
    assert tabbed(view) == seen(view)


def test_the_editor_of_a_tag(qtbot, window, space, desk):
    made = desk.annotate("Norland")
    store = space.context.vault.store
    tag = next(tag.id for tag in store.tags.all() if tag.codable)
    store.annotations.tag([made], tag)
    space.open_codebook(tag)
    editor = space.codebook.editor
    qtbot.waitUntil(lambda: editor.table.model().rowCount() == 1)
    desk.settle()
    assert tabbed(editor) == seen(editor)
