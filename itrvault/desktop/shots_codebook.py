"""Scenes of the codebook: a shipped tag, one with passages and examples, and its dialogs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from itrvault.desktop.shots import Stage


def codebook(stage: Stage) -> None:
    """The tag that most passages have, or the first below the first."""
    view = stage.space.codebook
    stage.space.centre.go("codebook")
    stage.settle()
    tags = [tag for tag in stage.space.catalogue.snapshot.tags if tag.parent]
    own = stage.space.context.vault.store.tags.own_counts()
    if tags:
        most = max(tags, key=lambda tag: own.get(tag.id, 0))
        view.show_tag(most.id)
        stage.settle()
    stage.grab("codebook")
    if view.editor.passages.rows:
        view.editor.table.selectAll()
        stage.grab("codebook-chosen")
        view.editor.split.click()
        stage.grab_dialog("split")


def dialogs(stage: Stage) -> None:
    """Merging, and giving the codebook out."""
    view = stage.space.codebook
    if view.tag is None:
        return
    view.merge.click()
    stage.grab_dialog("merge-tags")
    view.exporting.click()
    stage.settle()
    stage.grab_dialog("codebook-export")


def taking_in(stage: Stage) -> None:
    """A file of another program, with what is wrong in it."""
    view = stage.space.codebook
    path = Path(stage.space.context.vault.path).with_name("Study of routes.qdc")
    path.write_text(
        '<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="Taguette 1.5.2"><Codes>'
        '<Code guid="0D62985D-B147-5D01-A9B5-CAE5DCD98342" name="routes.visible" '
        'isCodable="true" color="#46AA00"/>'
        '<Code guid="{DFE5C38E-9449-5959-A1F7-E3D895CFA87F}" name="routes.paid by the sender" '
        'isCodable="True"/></Codes><Sets/></CodeBook>',
        "utf-8",
    )
    view.import_path(path)
    stage.settle()
    stage.grab_dialog("codebook-import")


SCENES = (codebook, dialogs, taking_in)
