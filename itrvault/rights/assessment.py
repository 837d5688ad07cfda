"""Judging a passage: what the test of ICCPR 19(3) asks, and whose judgement may be changed.

Source of the questions: Human Rights Committee, General Comment 34 (2011), paragraphs 22 to 36.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from itrvault.model.annotation import Answer, RiskAssessment, ThreePartTest
from itrvault.rights.joint import is_joint


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the test. `name` is the field of ThreePartTest."""

    name: str
    title: str
    question: str


PARTS = (
    Part(
        "law", "Provided by law",
        "Does a law say so, precisely enough for people to know what is allowed, open to all, and "
        "without unfettered discretion for those who apply it?",
    ),
    Part(
        "aim", "Legitimate aim",
        "Does it serve the rights or reputations of others, national security, public order, or "
        "public health or morals, and nothing else?",
    ),
    Part(
        "necessity", "Necessary and proportionate",
        "Is it needed for that aim, the least intrusive means that reaches it, and no broader?",
    ),
)  # fmt: skip
"""In the order in which they are asked: a restriction must pass all three."""

PEOPLE = (
    "Everybody who uses the network", "Journalists and their sources", "Human rights defenders",
    "Political opposition", "Minorities", "Migrants and refugees", "Children",
    "People in remote places", "Operators of networks", "Providers of services",
)  # fmt: skip
"""Offered for who is affected, besides whom earlier judgements name. Any words will do."""


def answers(test: ThreePartTest) -> Iterator[tuple[Part, Answer, str]]:
    """The parts with what is answered and why."""
    for part in PARTS:
        yield part, getattr(test, part.name), getattr(test, f"{part.name}_why")


def taken(test: ThreePartTest) -> bool:
    """Whether anything of the test was answered."""
    return any(answer or why for _, answer, why in answers(test))


def may_change(risk: RiskAssessment, author: str) -> bool:
    """Whether somebody of this name may change a judgement: his own, or one made together.

    Nobody writes over another's; who sees it otherwise adds a judgement. Where no name is given on
    either side it is taken for his own.
    """
    return risk.assessor == author or is_joint(risk.assessor)
