"""Bracketed text of a draft: what is not agreed, and who wants it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from itrvault.model.provision import Place


class Stance(StrEnum):
    """What parties do about bracketed words. A label without a verb proposes."""

    PROPOSE = "propose"
    OPPOSE = "oppose"
    SUPPORT = "support"
    CONSIDER = "consider"
    RESERVE = "reserve"


@dataclass(frozen=True, slots=True)
class Position:
    """Parties of one stance, by the codes that stand there; `stated` when the verb does, too."""

    stance: Stance
    parties: tuple[str, ...]
    stated: bool = True


@dataclass(frozen=True, slots=True)
class Bracket:
    """A pair of brackets and those inside it.

    `label` is what stands before the colon, "" for brackets that name nobody; `text` what they
    hold, with the words of the inner ones but without any labels. `closed` is False where the
    document never closes it: then it holds the rest of its line.
    """

    place: Place
    label: str
    positions: tuple[Position, ...]
    text: str
    inner: tuple[Bracket, ...] = ()
    closed: bool = True

    def walk(self) -> Iterator[tuple[int, Bracket]]:
        """Itself and all inside, with their depth (0 for itself)."""
        yield 0, self
        for bracket in self.inner:
            for depth, found in bracket.walk():
                yield depth + 1, found

    def parties(self, stance: Stance) -> tuple[str, ...]:
        """Who takes a stance, each once."""
        found = (code for each in self.positions if each.stance is stance for code in each.parties)
        return tuple(dict.fromkeys(found))
