"""Scenes of the risks: tables by article and proponent, tags, agreement, time, and a judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from itrvault.desktop.models.risks import Kind

if TYPE_CHECKING:
    from itrvault.desktop.shots import Stage


def risks(stage: Stage) -> None:
    """Each page, as far as there is anything on it."""
    view = stage.space.risks
    stage.space.centre.go("risks")
    _rest(stage)
    for at, name in (
        (Kind.ARTICLE, "articles"), (Kind.PROPONENT, "proponents"), ("time", "time"),
        (Kind.TAG, "tags"), (Kind.TOGETHER, "together"), ("agreement", "agreement"),
    ):  # fmt: skip
        view.turn_to(at)
        _rest(stage)
        stage.grab(f"risks-{name}")
    if view.agreement.rows_model.rows:
        view.agreement.settle_current()
        stage.grab_dialog("settle")
    view.turn_to(Kind.ARTICLE)


def _rest(stage: Stage) -> None:
    stage.until(lambda: stage.space.risks.settled)
    stage.settle()


SCENES = (risks,)
