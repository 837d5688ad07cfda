"""Numberings of one treaty, and which numbers of two of them are the same provision."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Numbering:
    """A way in which a version of the treaty numbers what it holds ("1988", "2012", "2013").

    `keeps` names the numbering whose numbers it leaves as they are, giving letters to what is new
    ("" for none); `not_known` says in sentences what of it is not known.
    """

    id: str
    title: str
    keeps: str = ""
    not_known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherNumber:
    """What a provision or an article is in another numbering: "33", "Article 7".

    `why` says how that is known; `by_hand` that somebody who uses the program said it.
    """

    numbering: str
    number: str
    why: str = ""
    by_hand: bool = False
