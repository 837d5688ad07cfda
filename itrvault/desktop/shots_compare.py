"""Scenes of the comparison: provisions, a whole part, filters, and each of its other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itrvault.desktop.models.compare import Elsewhere, Settle
from itrvault.negotiation import Subject

if TYPE_CHECKING:
    from itrvault.desktop.shots import Stage


def compare(stage: Stage) -> None:
    """The provision most is proposed for, then a new one, then one that runs from the right."""
    view = stage.space.compare
    stage.space.centre.show_page("compare")
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


def whole_part(stage: Stage) -> None:
    """A whole article beside what is proposed for each of its provisions, scrolled together."""
    view = stage.space.compare
    if view.found is None:
        return
    parts = [one for one in view.found.sections if one.provisions]
    if not parts:
        return
    fullest = max(parts, key=lambda one: sum(each.count for each in one.provisions))
    stage.space.centre.show_page("compare")
    _show(stage, fullest.whole, "compare-part")
    bar = view.provision.cards.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    stage.grab("compare-part-scrolled")


def branches(stage: Stage) -> None:
    """A provision whose text branches."""
    view = stage.space.compare
    if view.found is None:
        return
    for section in view.found.sections:
        for subject in section.subjects:
            if subject.count and view.found.compare_subject(subject).forks:
                stage.space.centre.show_page("compare")
                _show(stage, subject, "compare-branches")
                bar = view.provision.cards.verticalScrollBar()
                bar.setValue(bar.maximum())
                stage.grab("compare-branches-end")
                return


def filtered(stage: Stage) -> None:
    """The filters: what one offers, and what is left."""
    view = stage.space.compare
    if view.found is None or not view.found.sourced:
        return
    stage.space.centre.show_page("compare")
    stage.settle()
    view.bar.verb.choose(["MOD"])
    view.bar.date.open()
    stage.settle()
    stage.grab("compare-filter", view.bar.date.panel)
    view.bar.date.panel.hide()
    view.bar.date.set_range("2012", "")
    stage.settle()
    stage.grab("compare-filtered")
    view.bar.clear_filters()


def positions(stage: Stage) -> None:
    """Who proposes what, and one cell read."""
    view = stage.space.compare
    if not _turn(stage, "positions") or not view.positions.model.rowCount():
        return
    stage.grab("positions")
    model = view.positions.model
    filled = max(model.grid.cells, key=lambda at: (len(model.grid.cells[at].verbs), at))
    view.positions.table.setCurrentIndex(model.index(*filled))
    stage.settle()
    stage.grab("positions-read")


def together(stage: Stage) -> None:
    """Who stands with whom, and what two have in common."""
    view = stage.space.compare
    if not _turn(stage, "together"):
        return
    stage.grab("together")
    model = view.together.model
    cells = [model.index(r, c) for r in range(model.rowCount()) for c in range(r)]
    if cells:
        best = max(cells, key=lambda at: len(model.grid.agreement(*model.pair(at)).same))
        view.together.table.setCurrentIndex(best)
        stage.grab("together-pair")


def shared(stage: Stage) -> None:
    """Words that proposals share."""
    if _turn(stage, "shared"):
        stage.grab("shared")


def settle(stage: Stage) -> None:
    """What could not be read for certain, and the form that corrects a proposal."""
    view = stage.space.compare
    if not _turn(stage, "settle"):
        return
    stage.grab("settle")
    view.turn_to("provision")
    assert view.found is not None
    if view.found.sourced:
        view.correct(Settle(view.found.sourced[0]))
        stage.settle()
        stage.grab_dialog("settle")


def numbers(stage: Stage) -> None:
    """What the number of a provision is in other numberings."""
    view = stage.space.compare
    if view.compared is not None and view.compared.subject.number:
        wish = Elsewhere(view.compared.numbering, view.compared.subject.number)
        view.provision.followed.emit(wish)
        stage.settle()
        stage.grab_dialog("numbers")


def _turn(stage: Stage, name: str) -> bool:
    """Turn to a page of the comparison; whether there is anything to compare."""
    stage.space.centre.show_page("compare")
    stage.settle()
    view = stage.space.compare
    if view.found is None or not view.found.sourced:
        return False
    view.turn_to(name)
    stage.settle()
    return True


def _show(stage: Stage, subject: Subject, name: str, author: str = "") -> None:
    stage.space.compare.show_subject(subject, author)
    stage.settle()
    stage.grab(name)


SCENES = (compare, whole_part, branches, filtered, positions, together, shared, settle, numbers)
