"""Numbers of proposals as the base text has them, where papers use another numbering or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from itrvault.model.proposal import Proposal, Target
from itrvault.model.provision import PartKind, TreatyText
from itrvault.treaty.concordance import Concordance, numbering_of

PAPERS = "1988"
"""The numbering that proposals are written in."""

Renumber = Callable[[Proposal], tuple[Proposal, tuple[tuple[str, str], ...]]]


def renumbering(treaty: TreatyText | None, concordance: Concordance) -> Renumber:
    """What gives a proposal the numbers of the base text, and says which are printed in it.

    A number is taken for one of another numbering where the concordance knows it and the base
    text has none like it, or one with another paragraph beside it. A paragraph without a number in
    the margin takes the one that stands beside it in the base text.
    """
    numbering = numbering_of(treaty) or PAPERS
    paragraphs: dict[str, str] = {}
    by_paragraph: dict[str, str] = {}
    for _, provision in treaty.provisions() if treaty is not None else ():
        if provision.number:
            paragraphs[provision.number] = provision.paragraph
            if provision.paragraph and not provision.letter:
                by_paragraph.setdefault(provision.paragraph, provision.number)
    others = [one.id for one in concordance.numberings if one.id != numbering]

    def of_base(target: Target) -> Target:
        if not target.number and target.paragraph in by_paragraph and not target.letter:
            return replace(target, number=by_paragraph[target.paragraph])
        if target.number:
            return _renumbered(target)
        if target.kind is PartKind.ARTICLE and not concordance.same_numbers(numbering, PAPERS):
            known = concordance.translate(f"Article {target.part}", PAPERS, numbering)
            known = known or concordance.translate(f"Article {target.part}", "2012", numbering)
            if len(known) == 1:
                return replace(target, part=known[0].removeprefix("Article "))
        return target

    def _renumbered(target: Target) -> Target:
        own = paragraphs.get(target.number)
        agrees = own is not None and (not target.paragraph or own == target.paragraph)
        if agrees and concordance.same_numbers(numbering, PAPERS):
            return target
        for other in others:
            known = concordance.translate(target.number, other, numbering)
            if len(known) == 1 and known[0] != target.number and known[0] in paragraphs:
                return replace(target, number=known[0])
        return target

    def renumber(proposal: Proposal) -> tuple[Proposal, tuple[tuple[str, str], ...]]:
        printed: dict[str, str] = {}

        def changed(target: Target) -> Target:
            new = of_base(target)
            if target.also:
                if target.number:
                    margin = (replace(target, number=one, also=()) for one in target.also)
                    also = tuple(of_base(one).number for one in margin)
                else:
                    parts = (replace(target, part=one, also=()) for one in target.also)
                    also = tuple(of_base(one).part for one in parts)
                new = replace(new, also=also)
            if new.number != target.number and target.number:
                printed[new.number] = target.number
            elif new.part != target.part:
                printed[f"Article {new.part}"] = f"Article {target.part}"
            return new

        target = changed(proposal.target)
        wordings = tuple(replace(one, target=changed(one.target)) for one in proposal.wordings)
        return replace(proposal, target=target, wordings=wordings), tuple(printed.items())

    return renumber
