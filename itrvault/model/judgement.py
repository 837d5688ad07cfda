"""What a judgement is made of, as whoever judges says it: whole, or as far as it is changed."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from itrvault.model.annotation import Stance, ThreePartTest


class Draft(TypedDict):
    """A new judgement; what may be left out is not said."""

    right: str
    articles: tuple[str, ...]
    severity: int
    likelihood: int
    stance: Stance
    rationale: str
    confidence: NotRequired[int]
    affected: NotRequired[tuple[str, ...]]
    test: NotRequired[ThreePartTest]
    provision: NotRequired[str]
    proposal: NotRequired[str]


class Changes(TypedDict, total=False):
    """Of a judgement what somebody changed, or said so far."""

    right: str
    articles: tuple[str, ...]
    severity: int
    likelihood: int
    stance: Stance
    rationale: str
    confidence: int
    affected: tuple[str, ...]
    test: ThreePartTest
    provision: str
    proposal: str
