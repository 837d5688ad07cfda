"""Words that proposals share with one another, and with other documents: who took them over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from itrvault.model.proposal import Verb
from itrvault.negotiation.reading import Negotiation
from itrvault.treaty.comparing import Sourced
from itrvault.treaty.reuse import LEAST, Reuse, find_reuse

_KEEPING = (Verb.NOC, Verb.SUP, Verb.MOVED_AWAY, Verb.NO_TEXT)


@dataclass(frozen=True, slots=True)
class Proposed:
    """The text of a proposal, and the proposal; the one that stands where it is printed twice."""

    text: str
    sourced: Sourced


def proposed(found: Negotiation, *, replaced: bool = True) -> dict[str, Proposed]:
    """The texts that proposals would have, by what to call them; the same words once.

    `replaced` takes in those that a revision took the place of.
    """
    texts: dict[str, Proposed] = {}
    known: set[tuple[str, str]] = set()
    for each in found.sourced:
        proposal = each.proposal
        text = " ".join(one.text for one in proposal.wordings)
        if proposal.verb in _KEEPING or (proposal.identifier, text) in known:
            continue
        if each.newer is not None and not replaced:
            continue
        if proposal.identifier:
            known.add((proposal.identifier, text))
        name = called = _called(each)
        number = 2
        while name in texts:  # two that bear no identifier, or the same one
            name, number = f"{called} ({number})", number + 1
        texts[name] = Proposed(text, each)
    return texts


def find_shared(found: Negotiation, texts: Mapping[str, str], least: int = LEAST) -> list[Reuse]:
    """Every two of the texts that share runs of words which the text in force does not have."""
    treaty = found.treaty
    in_force = [one.text for _, one in treaty.provisions()] if treaty is not None else []
    return find_reuse(texts, in_force, least)


def _called(each: Sourced) -> str:
    proposal = each.proposal
    paper = each.document.symbol or each.document.name
    name = proposal.identifier
    if not name and proposal.option:
        name = f"option {proposal.option} on {proposal.target.number}"
    elif not name and proposal.target.number:
        name = f"{proposal.verb.value} {proposal.target.number}"
    return " in ".join(filter(None, (name, paper)))
