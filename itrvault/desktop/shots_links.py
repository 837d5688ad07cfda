"""Pictures of links: asking for the other end, the list of an annotation, two readers, history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itrvault.model.annotation import Annotation
from itrvault.model.document import Document, UnitKind
from itrvault.model.link import End, EndKind, Relation
from itrvault.text.anchors import make_anchor

if TYPE_CHECKING:
    from itrvault.desktop.shots import Stage

_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


def asking(stage: Stage) -> None:
    """What a passage can be linked with."""
    note = _note(stage)
    if note is None:
        return
    stage.space.open_annotation(note.id)
    stage.settle()
    linking = stage.space.linking
    linking.ask(note.id)
    stage.until(lambda: linking.dialog is not None and linking.dialog.answered is not None)
    dialog = linking.dialog
    assert dialog is not None
    dialog.words.setText("31")
    stage.until(lambda: dialog.answered == "31")
    stage.grab("link", dialog)
    dialog.pick.click()
    stage.settle()
    stage.grab("link-waits")
    linking.give_up()


def listed(stage: Stage) -> None:
    """The links of a passage, what was done with it, and one of its other ends beside it."""
    note = _note(stage)
    if note is None:
        return
    store = stage.space.context.vault.store
    here = End(EndKind.ANNOTATION, note.id)
    store.links.add(here, End(EndKind.PROVISION, "31"), Relation.ANALYSED_BY, note="see 3.4, too")
    other = _from_the_right(stage)
    if other is not None:
        store.links.add(End(EndKind.ANNOTATION, other.id), here, Relation.CONTRADICTS)
    store.annotations.update(note.id, colour="blue", note="What does it mean for relays?")
    stage.space.open_annotation(note.id)
    links = stage.space.inspector.editor.links
    stage.until(lambda: bool(links.shown))
    stage.settle()
    editor = stage.space.inspector.editor
    editor.ensureWidgetVisible(links.add)
    stage.grab("links")
    editor.history_link.click()
    stage.until(lambda: bool(editor.history.steps))
    stage.settle()
    editor.verticalScrollBar().setValue(editor.verticalScrollBar().maximum())
    stage.grab("note-history")
    editor.history_link.click()
    stage.space.linking.show_beside(note.id, links.shown[-1].other)
    stage.settle()
    stage.grab("links-beside")
    stage.space.pair.close_second()
    stage.settle()


def _note(stage: Stage) -> Annotation | None:
    store = stage.space.context.vault.store
    for note in store.annotations.all():
        if note.note == _SAID:
            return note
    return _mark(stage, lambda document: document.unit_kind is UnitKind.PAGE, _SAID)


def _from_the_right(stage: Stage) -> Annotation | None:
    return _mark(stage, lambda document: document.language in _RIGHT_TO_LEFT, "")


_SAID = "What does this ask of operators?"


def _mark(stage: Stage, fits: object, note: str) -> Annotation | None:
    assert callable(fits)
    store = stage.space.context.vault.store
    documents: list[Document] = [each for each in store.documents.all() if fits(each)]
    for document in documents:
        unit = store.documents.unit(document.id, 0)
        if len(unit.text) > 150:
            start = unit.text.rfind(" ", 0, 60) + 1
            end = unit.text.rfind(" ", 0, 140)
            anchor = make_anchor([unit], 0, start, 0, end)
            return store.annotations.add(document.id, anchor, "green", note)
    return None


SCENES = (asking, listed)
