"""Scenes of the comparison: a provision with many proposals, a new one, the grid of positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itrvault.negotiation import Subject

if TYPE_CHECKING:
    from itrvault.desktop.shots import Stage


def compare(stage: Stage) -> None:
    """The provision most is proposed for, then a new one, then one that runs from the right."""
    view = stage.space.compare
    stage.space.show_compare()
    stage.until(lambda: view.found is not None)
    stage.settle()
    assert view.found is not None
    provisions = [one for section in view.found.sections for one in section.provisions]
    if not provisions:
        stage.grab("compare-none")
        return
    most = max(provisions, key=lambda one: one.count)
    _show(stage, most, "compare")
    right = next(
        (
            (one, code)
            for one in provisions
            for each in one.standing()
            if each.document.language in ("ar", "fa", "he", "ur")
            for code in each.proposal.authors
        ),
        None,
    )
    if right is not None:
        _show(stage, right[0], "compare-right-to-left", right[1])
    new = [one for one in provisions if one.base is None and one.count]
    if new:
        _show(stage, max(new, key=lambda one: one.count), "compare-new")


def positions(stage: Stage) -> None:
    """Who proposes what."""
    stage.space.show_compare()
    stage.settle()
    if not stage.space.compare.positions.model.rowCount():
        return
    stage.space.compare.by_proponent.click()
    stage.settle()
    stage.grab("positions")
    stage.space.compare.by_provision.click()


def _show(stage: Stage, subject: Subject, name: str, author: str = "") -> None:
    stage.space.compare.show_subject(subject, author)
    stage.settle()
    stage.grab(name)


SCENES = (compare, positions)
