"""Bracketed text of a draft: what is not agreed, who wants it, and into what the text branches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
        return _parties(self.positions, stance)


@dataclass(frozen=True, slots=True)
class Branch:
    """One of the ways in which a text may go on: an option of a compilation, or bracketed words.

    `label` says which as it stands there ("option 2", "US propose; JP oppose", "" for brackets that
    name nobody); `positions` are () where nobody is named. `text` holds its words, with those of
    the forks inside it. An option has its number and its verb ("MOD"), a bracket 0 and "".
    """

    label: str
    positions: tuple[Position, ...]
    text: str
    place: Place
    verb: str = ""
    option: int = 0
    forks: tuple[Fork, ...] = ()

    def parties(self, stance: Stance) -> tuple[str, ...]:
        """Who takes a stance, each once."""
        return _parties(self.positions, stance)


@dataclass(frozen=True, slots=True)
class Fork:
    """Where a text branches: the options of a row, or brackets that stand side by side.

    A bracket that stands alone is a fork of one branch: its words, or none. `document` is an id.
    """

    document: str
    place: Place
    branches: tuple[Branch, ...]

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Fork, Branch]]:
        """Every branch with its fork and its depth (0 for this fork's own), in order."""
        for branch in self.branches:
            yield depth, self, branch
            for fork in branch.forks:
                yield from fork.walk(depth + 1)


def _parties(positions: Iterable[Position], stance: Stance) -> tuple[str, ...]:
    found = (code for each in positions if each.stance is stance for code in each.parties)
    return tuple(dict.fromkeys(found))
