"""Scenes of the reader: its panel, finding, ways to show a page, two documents, a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from itrvault.desktop.words import one_line
from itrvault.model.document import Document, UnitKind

if TYPE_CHECKING:
    from itrvault.desktop.shots import Stage


def panel(stage: Stage) -> None:
    """Small pictures of the pages, the hits counted on them, and the outline."""
    paged = _longest(stage)
    if paged is None:
        return
    reader = stage.space.reader
    stage.space.open_document(paged.id)
    stage.settle()
    reader.run("panel")
    stage.settle()
    stage.grab("pages")
    reader.panel.as_outline.click()
    stage.grab("outline")
    reader.panel.as_pages.click()
    reader.run("panel")


def finding(stage: Stage) -> None:
    """A word looked for in the open document."""
    paged = _longest(stage)
    if paged is None:
        return
    reader = stage.space.reader
    stage.space.open_document(paged.id)
    stage.settle()
    words = one_line(stage.space.context.vault.store.documents.text(paged.id, 0)).split()
    reader.run("find")
    reader.find_bar.field.setText(max(words[:60], key=len, default="the"))
    reader.finder.step(1)
    stage.until(lambda: bool(reader.find_bar.count.text()))
    stage.settle()
    stage.grab("find")
    reader.commands.stop_finding()


def ways_to_show(stage: Stage) -> None:
    """Page and text beside each other, one page at a time at night, turned."""
    paged = _longest(stage)
    if paged is None:
        return
    reader = stage.space.reader
    stage.space.open_document(paged.id)
    stage.settle()
    for name, commands in (
        ("page-and-text", ("both",)), ("night", ("single", "night")), ("turned", ("turn_right",)),
    ):  # fmt: skip
        for command in commands:
            reader.run(command)
        reader.showing.zoom("page" if name == "night" else "width")
        stage.settle()
        stage.grab(name)
        for command in commands:
            reader.run("turn_left" if command == "turn_right" else command)
    reader.showing.zoom("width")


def two_documents(stage: Stage) -> None:
    """Two versions of one text beside each other."""
    space = stage.space
    families = space.catalogue.snapshot.families
    family = next((each for each in families.all if len(each.members) > 1), None)
    if family is None:
        return
    first, second = (member.document for member in family.members[:2])
    space.open_document(first.id)
    stage.settle()
    space.reader.run("beside")
    space.pair.show_beside(second.id)
    stage.until(lambda: space.pair.other is not None and space.pair.other.document == second.id)
    stage.settle()
    stage.until(lambda: space.pair.other is not None and space.pair.other.settled)
    stage.grab("two-documents")
    space.pair.close_second()


def link(stage: Stage) -> None:
    """Where a link leads, and what is asked before it is followed out of the archive."""
    pages = stage.space.reader.pages
    for each in stage.space.catalogue.snapshot.documents:
        if each.unit_kind is not UnitKind.PAGE:
            continue
        stage.space.open_document(each.id)
        stage.settle()
        found = next((found for found in pages.links_of(0) if found.address), None)
        if found is None:
            continue
        inside = QPointF(found.box.x0 + 3, found.box.y0 + 3) * pages.scale
        point = pages.page_rect(0).topLeft() + inside
        pages.cursor_at(point)
        stage.grab("link")
        pages.click(point)
        stage.grab_dialog("link")
        return


def text_link(stage: Stage) -> None:
    """Links in flowing text: one come to by key, and what is asked before one is followed out."""
    text = stage.space.reader.text
    for each in stage.space.catalogue.snapshot.documents:
        if each.unit_kind is UnitKind.PAGE:
            continue
        stage.space.open_document(each.id)
        stage.settle()
        links = text.links_of(0)
        if not links:
            continue
        text.setFocus()
        text.focusNextPrevChild(True)
        stage.grab("text-links")
        away = next((found for found in links if found.address), None)
        if away is not None:
            text.linkClicked.emit(away)
            stage.grab_dialog("text-link")
        return


SCENES = (panel, finding, ways_to_show, two_documents, link, text_link)


def _longest(stage: Stage) -> Document | None:
    """The document of most pages."""
    documents = stage.space.catalogue.snapshot.documents
    paged = [each for each in documents if each.unit_kind is UnitKind.PAGE]
    return max(paged, key=lambda each: each.unit_count, default=None)
