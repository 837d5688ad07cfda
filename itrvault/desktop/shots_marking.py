"""Pictures of marking: bar, margin, edges, region, lists with their filters, the sheet of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from itrvault.desktop.dialogs.keys import KeySheet
from itrvault.desktop.widgets.selection import Place
from itrvault.model.annotation import Annotation, AnnotationState
from itrvault.model.document import Document, UnitKind
from itrvault.text.anchors import make_anchor

if TYPE_CHECKING:
    from itrvault.desktop.shots import Stage

_TAGS = (
    ("Privacy and interception", "Free flow of information"), ("Necessity",),
    ("Privacy and interception", "Necessity", "Spam"), (),
)  # fmt: skip
_COLOURS = ("yellow", "blue", "green", "red")


def margin(stage: Stage) -> None:
    """Marks with several tags, one of them selected, with its edges; the recent tags."""
    document = _paged(stage)
    if document is None:
        return
    made = _mark(stage, document)
    stage.space.open_annotation(made[2].id)
    stage.settle()
    stage.grab("margin")
    _type(stage, Qt.Key.Key_R)
    recent = stage.space.reader.marks.tagging.recent
    stage.until(recent.isVisible)
    stage.grab("recent-tags")
    recent.close_card()


def bar(stage: Stage) -> None:
    """Words that are selected."""
    document = _paged(stage)
    if document is None:
        return
    stage.space.open_document(document.id)
    stage.settle()
    reader = stage.space.reader
    text = reader.units.text(0)
    if text is None or len(text.text) < 400:
        return
    span = text.sentence(300)
    reader.selection.select(Place(0, span.start), Place(0, span.end))
    reader.marks.settle()
    stage.grab("selection")
    reader.selection.clear()
    reader.marks.put_away()


def region(stage: Stage) -> None:
    """A rectangle that is being drawn."""
    document = _paged(stage)
    if document is None:
        return
    stage.space.open_document(document.id)
    stage.settle()
    _type(stage, Qt.Key.Key_G)
    stage.grab("region")
    _type(stage, Qt.Key.Key_Return)
    stage.settle()
    stage.grab("region-marked")


def notes(stage: Stage) -> None:
    """The notes of a document with the choices that narrow them."""
    document = _paged(stage)
    if document is None:
        return
    inspector = stage.space.inspector
    inspector.show()
    stage.space.open_document(document.id)
    stage.settle()
    inspector.tabs.setCurrentIndex(1)
    inspector.more.setChecked(True)
    stage.settle()
    stage.grab("notes-filtered")
    inspector.more.setChecked(False)


def keys(stage: Stage) -> None:
    """The sheet while a key is recorded that means something else already."""
    stage.window.actions_by_name["keys"].trigger()
    sheet = stage.window.findChildren(KeySheet)[-1]
    sheet.list.setCurrentItem(sheet.lines["highlight"])
    sheet.record()
    QTest.keyClick(sheet.recorder, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    stage.grab("keys-recording", sheet)
    sheet.reject()
    sheet.field.setText("mark")
    stage.grab("keys-found", sheet)
    sheet.close()


def _paged(stage: Stage) -> Document | None:
    documents = stage.space.catalogue.snapshot.documents
    return next((each for each in documents if each.unit_kind is UnitKind.PAGE), None)


def _type(stage: Stage, key: Qt.Key) -> None:
    view = stage.space.reader.view
    view.setFocus()
    QTest.keyClick(view, key)


def _mark(stage: Stage, document: Document) -> list[Annotation]:
    """Some sentences of the first page, marked and tagged."""
    store = stage.space.context.vault.store
    unit = store.documents.unit(document.id, 0)
    text = stage.space.reader.units.text(0)
    made: list[Annotation] = []
    starts = [0.2, 0.4, 0.55, 0.7]
    known = {store.tags.path(tag.id): tag.id for tag in store.tags.all()}
    for share, names, colour in zip(starts, _TAGS, _COLOURS, strict=True):
        at = int(share * len(unit.text))
        span = text.sentence(at) if text is not None and text.unit.text == unit.text else None
        start, end = (span.start, span.end) if span is not None else (at, at + 120)
        tags = []
        for name in names:
            path = next((each for each in known if each.endswith(name)), name)
            if path not in known:
                known[path] = store.tags.add(name).id
            tags.append(known[path])
        anchor = make_anchor([unit], 0, start, 0, end)
        made.append(
            store.annotations.add(
                document.id, anchor, colour, "Who decides?" if not names else "", tags, "Ana",
                important=colour == "green",
                state=AnnotationState.CHECK if colour == "blue" else AnnotationState.NONE,
            )
        )  # fmt: skip
    return made


SCENES = (margin, bar, region, notes, keys)
