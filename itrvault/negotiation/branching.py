"""Where the text of a provision branches: options of compilations, bracketed alternatives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from itrvault.model.bracket import Bracket, Branch, Fork, Position, Stance
from itrvault.model.provision import Place
from itrvault.negotiation.papers import Paper
from itrvault.treaty.comparing import Sourced

_NAMED = re.compile(
    r"^(?P<label>(?:option|alternative|alt|variante?|opción|alternativa|вариант|альтернатива|الخيار|方案)"
    r"\.?\s*(?P<number>\d{1,2}|[A-H])\b)\s*[:.)–-]?\s*",
    re.IGNORECASE,
)


def forks_of(
    base: tuple[str, Place] | None, sourced: Sequence[Sourced], papers: Mapping[str, Paper]
) -> tuple[Fork, ...]:
    """The forks of a provision of the base text (document and place), then of what is proposed."""
    found: list[Fork] = []
    if base is not None and base[0] in papers:
        paper = papers[base[0]]
        found += _bracketed(base[0], paper, _inside(paper.brackets, base[1]))
    seen: set[tuple[str, Place]] = set()
    rows: dict[tuple[str, str, str], list[Sourced]] = {}
    for each in sourced:
        proposal, document = each.proposal, each.document.id
        if (document, proposal.place) in seen or document not in papers:
            continue
        seen.add((document, proposal.place))
        if proposal.option:
            row = document, proposal.target.number, proposal.target.paragraph
            rows.setdefault(row, []).append(each)
        else:
            brackets = _inside(papers[document].brackets, proposal.place)
            found += _bracketed(document, papers[document], brackets)
    for (document, *_), options in rows.items():
        options.sort(key=lambda one: (one.proposal.place.unit, one.proposal.place.start))
        branches = tuple(_option(each, papers[document]) for each in options)
        found.append(Fork(document, _around(branches), branches))
    return tuple(found)


def _option(each: Sourced, paper: Paper) -> Branch:
    proposal = each.proposal
    positions: tuple[Position, ...] = ()
    if proposal.authors:
        positions = (Position(Stance.PROPOSE, proposal.authors, stated=False),)
    inside = _bracketed(each.document.id, paper, _inside(paper.brackets, proposal.place))
    return Branch(
        f"option {proposal.option}", positions, " ".join(one.text for one in proposal.wordings),
        proposal.place, proposal.verb.value, proposal.option, tuple(inside),
    )  # fmt: skip


def _bracketed(document: str, paper: Paper, brackets: Iterable[Bracket]) -> Iterator[Fork]:
    """Brackets that stand side by side make one fork."""
    group: list[Bracket] = []
    for bracket in brackets:
        if group and bracket.place not in paper.beside:
            yield _fork(document, paper, group)
            group = []
        group.append(bracket)
    if group:
        yield _fork(document, paper, group)


def _fork(document: str, paper: Paper, group: Sequence[Bracket]) -> Fork:
    branches = tuple(_branch(document, paper, bracket) for bracket in group)
    return Fork(document, _around(branches), branches)


def _branch(document: str, paper: Paper, bracket: Bracket) -> Branch:
    label, text, option = bracket.label, bracket.text, 0
    if not label and (named := _NAMED.match(text)) is not None:
        label, text = named["label"], text[named.end() :]
        option = int(named["number"]) if named["number"].isdigit() else 0
    inner = tuple(_bracketed(document, paper, bracket.inner))
    return Branch(label, bracket.positions, text, bracket.place, "", option, inner)


def _inside(brackets: Iterable[Bracket], place: Place) -> list[Bracket]:
    begins, ends = (place.unit, place.start), (place.end_unit, place.end)
    return [each for each in brackets if begins <= (each.place.unit, each.place.start) < ends]


def _around(branches: Sequence[Branch]) -> Place:
    first, last = branches[0].place, branches[-1].place
    return Place(first.unit, first.start, last.end_unit, last.end)
