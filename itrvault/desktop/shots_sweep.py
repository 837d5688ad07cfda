"""Scenes of the sweep: best first, by category, one in Arabic, decided ones, and the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from itrvault.desktop.models.sweep import Show
from itrvault.model.suggestion import Decision
from itrvault.sweeping import Proposed, Ruling

if TYPE_CHECKING:
    from itrvault.desktop.shots import Stage


def sweep(stage: Stage) -> None:
    """The list and a card; then with some decided, so that something is learnt."""
    view = stage.space.sweep
    stage.space.centre.go("sweep")
    stage.until(lambda: view.settled)
    stage.settle()
    stage.grab("sweep")
    passages = view.model.passages
    if len(passages) < 60:
        return
    # As a person might: what speaks of privacy and cut-offs is wanted, definitions are not.
    wanted = [one for one in passages if one.source in ("taxonomy:privacy", "taxonomy:cutoff")]
    unwanted = [one for one in passages if one.source == "taxonomy:due_process"]
    for some, ruling in (
        (wanted[:14], Ruling(Decision.ACCEPTED)),
        (unwanted[:11], Ruling(Decision.REJECTED, reason="Only tells of a duty to notify")),
        (passages[-2:], Ruling(Decision.DEFERRED)),
    ):
        view._decide(some, ruling)  # noqa: SLF001 - as its keys do
        stage.until(lambda: view.settled)
        stage.settle()
    _go(stage, lambda one: one.negated)
    stage.grab("sweep-negated")
    _go(stage, lambda one: one.language == "ar")
    stage.grab("sweep-right-to-left")
    view.grouping.setCurrentIndex(view.grouping.findData("category"))
    view.list.selectAll()
    stage.grab("sweep-grouped")
    view.shown.setCurrentIndex(view.shown.findData(Show.REJECTED))
    stage.grab("sweep-rejected")
    view.run("sweep_reject")
    stage.settle()
    stage.grab_dialog("reject")
    view.words.setText("nothing like it")
    stage.until(lambda: not view.model.passages)
    stage.grab("sweep-none")
    view.words.clear()
    for box in (view.grouping, view.shown):
        box.setCurrentIndex(0)


def _go(stage: Stage, wanted: Callable[[Proposed], bool]) -> None:
    view = stage.space.sweep
    for one in view.model.passages:
        if wanted(one):
            index = view.model.index(view.model.place_of(one.id), 0)
            view.list.setCurrentIndex(index)
            stage.settle()
            return


SCENES = (sweep,)
