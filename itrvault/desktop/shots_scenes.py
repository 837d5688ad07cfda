"""The views that are drawn into pictures, in the order in which they are walked through.

A scene that an archive has nothing for (no note, no document from the right) is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from itrvault.desktop import (
    shots_codebook,
    shots_compare,
    shots_links,
    shots_marking,
    shots_reading,
    shots_risks,
    shots_sweep,
)
from itrvault.model.document import Document, UnitKind
from itrvault.paths import resources

if TYPE_CHECKING:
    from itrvault.desktop.shots import Stage

Scene = Callable[["Stage"], None]
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")


def welcome(stage: Stage) -> None:
    """The first screen."""
    stage.grab("welcome")


def new_archive(stage: Stage) -> None:
    """Where to make an archive, and whether sealed."""
    stage.window.ask_new()
    stage.grab_dialog("new")


def library(stage: Stage) -> None:
    """Nothing asked yet: the documents."""
    stage.settle()
    stage.grab("library")


def reading(stage: Stage) -> None:
    """Hits in the list and on the page."""
    _ask(stage, stage.query)
    stage.space.searching.go_first()
    stage.settle()
    stage.grab("reading")


def filters(stage: Stage) -> None:
    """What a filter offers, one value chosen and one left out."""
    _ask(stage, stage.query)
    stage.until(lambda: stage.space.searching.counted == stage.space.searching.query)
    chip = stage.space.bar.chips["language"]
    chip.open()
    offered = [choice.query for choice in chip.choices]
    for query, out in zip(offered[:2], (False, True), strict=False):
        chip.turn(query, out)
        stage.until(lambda: stage.space.searching.counted == stage.space.searching.query)
    stage.settle()
    stage.grab("filter", chip.panel)
    chip.panel.hide()
    stage.grab("filtered")
    stage.space.bar.clear_filters()
    stage.settle()


def families(stage: Stage) -> None:
    """The versions of one document together, by symbol."""
    results = stage.space.results
    if results.families.isHidden():
        return
    _ask(stage, stage.query)
    results.families.setChecked(True)
    stage.settle()
    stage.grab("families")
    results.families.setChecked(False)
    stage.settle()


def alike(stage: Stage) -> None:
    """Passages like the first hit."""
    _ask(stage, stage.query)
    stage.space.results.go_first()
    stage.settle()
    stage.space.find_similar()
    stage.until(stage.space.results.like.isVisible)
    stage.settle()
    stage.grab("alike")
    stage.space.searching.back_to_search()
    stage.settle()


def term_list(stage: Stage) -> None:
    """A list of queries, before and after it was asked; by query and as a matrix."""
    from itrvault.desktop.dialogs.term_list import TermListDialog

    stage.window.actions_by_name["term_list"].trigger()
    dialog = stage.window.findChildren(TermListDialog)[-1]
    stage.grab("terms-empty", dialog)
    dialog.lines.setPlainText(f'{stage.query}\nright to know\n"no end\nxylophone\nالاتصالات')
    dialog.run()
    stage.until(lambda: bool(dialog.table.rows))
    dialog.tree.expand(dialog.tree_model.index(0, 0))
    stage.settle()
    stage.grab("terms", dialog)
    dialog.by_document.click()
    stage.grab("terms-matrix", dialog)
    dialog.close()


def text_of_a_page(stage: Stage) -> None:
    """A document with pages, as text."""
    paged = _first(stage, lambda each: each.unit_kind is UnitKind.PAGE)
    if paged is None:
        return
    stage.space.open_document(paged.id)
    stage.settle()
    stage.space.reader.set_text(True)
    stage.settle()
    stage.grab("text")
    stage.space.reader.set_text(False)


def from_the_right(stage: Stage) -> None:
    """A document that runs from right to left, with its facts."""
    arabic = _first(stage, lambda each: each.language in RIGHT_TO_LEFT)
    if arabic is None:
        return
    stage.space.inspector.show()
    stage.space.open_document(arabic.id)
    stage.settle()
    stage.grab("right-to-left")


def facts(stage: Stage) -> None:
    """What is known of a document with a long title."""
    documents = stage.space.catalogue.snapshot.documents
    longest = max(documents, key=lambda each: len(each.title) + 50 * len(each.metadata))
    stage.space.open_document(longest.id)
    stage.settle()
    stage.grab("facts")


def newer(stage: Stage) -> None:
    """A document that another took the place of, and what changed."""
    old = _first(stage, lambda each: stage.space.catalogue.snapshot.families.newer(each.id))
    if old is None:
        return
    stage.space.open_document(old.id)
    stage.settle()
    stage.grab("newer")
    stage.space.reader.family.changes.click()
    stage.settle()
    stage.grab_dialog("differences")


def doubtful(stage: Stage) -> None:
    """A page whose text is doubtful, or was read by OCR."""
    readings = stage.space.context.vault.store.readings
    waiting = readings.pending() or [(key, number) for key, number, _ in readings.doubtful()]
    if not waiting:
        return
    stage.space.reader.show_document(*waiting[0])
    stage.settle()
    stage.grab("doubtful")


def suggestions(stage: Stage) -> None:
    """The list under the search field."""
    field, completer = stage.space.field, stage.space.bar.completer
    stage.space.focus_search()
    asked = field.text()
    field.setText("services class:")
    field.suggestionsWanted.emit()
    stage.grab("suggestions", completer.popup)
    completer.close()
    field.setText(asked)


def note(stage: Stage) -> None:
    """A note with its editor."""
    notes = stage.space.context.vault.store.annotations.all()
    if not notes:
        return
    stage.space.open_annotation(notes[0].id)
    stage.settle()
    stage.grab("note")
    stage.space.inspector.judge(notes[0].id)
    stage.settle()
    stage.grab("judgement")


def nothing_found(stage: Stage) -> None:
    """What is said when nothing is found."""
    stage.space.bar.set_query("xylophone traffic")
    searching = stage.space.searching
    stage.until(lambda: searching.result is not None and not searching.result.total)
    stage.settle()
    stage.grab("nothing-found")


def odd_query(stage: Stage) -> None:
    """A query that cannot be read."""
    stage.space.bar.set_query('"traffic routing')
    stage.settle()
    stage.grab("odd-query")


def excerpts(stage: Stage) -> None:
    """The table of excerpts."""
    stage.space.centre.show_page("excerpts")
    stage.settle()
    stage.grab("excerpts")


def dialogs(stage: Stage) -> None:
    """Dialogs that the actions open."""
    for name in ("export", "carry", "keys"):
        stage.window.actions_by_name[name].trigger()
        stage.settle()
        stage.grab_dialog(name)
    stage.window.ask_preferences()
    stage.grab_dialog("preferences")


def import_plan(stage: Stage) -> None:
    """What an import would do; the specimens are known already, or new."""
    stage.window.import_paths([str(resources() / "specimens" / "documents")])
    stage.settle()
    stage.grab_dialog("import")


def failures(stage: Stage) -> None:
    """Files that could not be read."""
    if not stage.space.catalogue.snapshot.failures:
        return
    stage.space.failuresWanted.emit()
    stage.settle()
    stage.grab_dialog("failures")


def locked(stage: Stage) -> None:
    """Closed, to be opened again."""
    stage.window.lock()
    stage.grab("locked")
    if stage.window.path is not None:
        stage.window.unlock.ask(stage.window.path, sealed=True)
        stage.grab("unlock")


BEFORE: tuple[Scene, ...] = (welcome, new_archive)
"""No archive is open yet."""

SCENES: tuple[Scene, ...] = (
    library, reading, filters, families, alike, term_list, text_of_a_page, *shots_reading.SCENES,
    from_the_right, facts, newer, doubtful, suggestions, note, nothing_found, odd_query, excerpts,
    *shots_marking.SCENES, *shots_links.SCENES, *shots_compare.SCENES, *shots_risks.SCENES,
    *shots_sweep.SCENES, *shots_codebook.SCENES, dialogs, import_plan,
    failures, locked,
)  # fmt: skip


def _ask(stage: Stage, query: str) -> None:
    stage.space.bar.set_query(query)
    searching = stage.space.searching
    stage.until(lambda: searching.result is not None and searching.result.query == query)


def _first(stage: Stage, wanted: Callable[[Document], object]) -> Document | None:
    return next(filter(wanted, stage.space.catalogue.snapshot.documents), None)
