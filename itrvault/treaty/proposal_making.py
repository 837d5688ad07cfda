"""Makes a proposal of the lines that belong to it, and puts what a person settled in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from itrvault.errors import InvalidValue
from itrvault.model.document import RedlineKind, Unit, UnitKind
from itrvault.model.proposal import Proposal, ProposalDoubt, Target, Verb, Wording
from itrvault.model.provision import PartKind, Place
from itrvault.model.settlement import Settlement
from itrvault.treaty.emphasis import Emphasis
from itrvault.treaty.joining import joined
from itrvault.treaty.partheads import Head
from itrvault.treaty.proponents import NOBODY_KNOWS
from itrvault.treaty.proposal_heads import ProposalHead, authors_of, plain
from itrvault.treaty.proposal_parts import is_caption
from itrvault.treaty.provision_reader import Line
from itrvault.treaty.right_to_left import upright
from itrvault.treaty.targets import begins_provision, part_target, read_target, split_provision

_NOC, _ARTICLE, _PREAMBLE = Verb.NOC, PartKind.ARTICLE, PartKind.PREAMBLE
_DELETED, _INSERTED, _PAGE = RedlineKind.DELETED, RedlineKind.INSERTED, UnitKind.PAGE
_NO_DOUBT = ProposalDoubt.NONE
"""Members by names of our own, since looking one up costs as much as matching a line."""
_ADDS = (Verb.ADD, Verb.MOVED_HERE)
_WITH_TEXT = (*_ADDS, Verb.MOD, Verb.EDITORIAL)
_WORD = re.compile(r"[^\W\d_]{2,}")


@dataclass(slots=True)
class OpenProposal:
    """A proposal while its lines are collected."""

    head: ProposalHead
    part: Head | None
    first: Line
    last: Line
    own_part: bool = False
    below_head: bool = False  # the head of a part stands right above it
    target: Target | None = None
    title_only: bool = False  # no more than what its part is called is proposed on
    another: bool = False  # the head of a further part was just passed
    title: list[Line] = field(default_factory=list)  # what its part is called
    body: list[list[Line]] = field(default_factory=list)  # lines of each provision
    in_force: list[Line] = field(default_factory=list)
    reasons: list[Line] = field(default_factory=list)
    in_reasons: bool = False
    untouched: bool = True  # nothing but its head so far
    ruled: Settlement | None = None
    until: tuple[int, int] | None = None  # where the passage of one that a person added ends

    @property
    def is_paper(self) -> bool:
        """Whether it is about an appendix or a resolution, whose numbers are its own."""
        if not self.own_part or self.part is None:
            return False
        return self.part.kind not in (_ARTICLE, _PREAMBLE)


class Maker:
    """Reads the words of proposals in the units of one paper."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = {unit.number: unit for unit in units}
        self._emphasis: Emphasis | None = None
        self._words: frozenset[str] | None = None

    def proposal(self, open_: OpenProposal) -> Proposal:
        """What its lines say."""
        head = open_.head
        wordings = tuple([self._wording(open_, lines) for lines in self._bodies(open_)])
        target, doubt = open_.target, _NO_DOUBT
        if open_.title_only:
            target, wordings = part_target(open_.part, title=True), self._titled(open_)
        elif open_.title and head.verb is not _NOC and not wordings:
            wordings = self._titled(open_)
        if target is None and wordings and wordings[0].target.title and len(wordings) == 1:
            target = wordings[0].target
        if open_.own_part and head.verb not in _ADDS:
            numbered = [one for one in wordings if one.target.number]
            if len(numbered) == 1:
                target = target or numbered[0].target  # the head of its article stands above it
        if target is None and (open_.own_part or (open_.below_head and not wordings)):
            target = part_target(open_.part)
        if target is None:
            for one in wordings:
                if one.target.number or one.target.paragraph:
                    target = one.target
                    break
        if target is None:
            target = part_target(open_.part)
            if (not wordings or target.kind is None) and not target.title:
                doubt = ProposalDoubt.NO_TARGET
        if head.odd:
            doubt = ProposalDoubt.ODD_IDENTIFIER
        elif head.verb in _WITH_TEXT and not head.option and not any(w.text for w in wordings):
            doubt = doubt or ProposalDoubt.NO_WORDING
        place = Place(open_.first.unit, open_.first.start, open_.last.unit, open_.last.end)
        reasons = joined([line.text for line in open_.reasons], self._known)
        spot = open_.first
        emphasised = head.verb is _NOC and (head.emphasised or self._stands_out(spot))
        found = Proposal(
            head.verb, head.identifier, authors_of(head.identifier), target, wordings, reasons,
            place, head.option, doubt, emphasised,
        )  # fmt: skip
        return _settled(found, open_.ruled) if open_.ruled is not None else found

    def _stands_out(self, line: Line) -> bool:
        if self._emphasis is None:
            self._emphasis = Emphasis(list(self._units.values()))
        return self._emphasis.stands_out(line)

    def _bodies(self, open_: OpenProposal) -> list[list[Line]]:
        """The lines of each provision, without a caption that stands above the first."""
        bodies = open_.body
        if open_.head.option or len(bodies) < 2 or len(bodies[0]) > 1:
            return bodies
        caption, first = bodies[0][0].text, plain(bodies[1][0].text)
        numbered = split_provision(open_.part, plain(caption)) is not None
        above = is_caption(caption) and not numbered and begins_provision(first)
        return bodies[1:] if above else bodies

    def _titled(self, open_: OpenProposal) -> tuple[Wording, ...]:
        """What a part is to be called, where the proposal changes that and nothing else."""
        text = self._read(open_.title, RedlineKind.DELETED)
        before = self._read(open_.title, RedlineKind.INSERTED)
        target = part_target(open_.part, title=True)
        if open_.title_only:
            return (Wording(target, text, before),) if text or before else ()
        changed = open_.head.verb in (Verb.MOD, Verb.EDITORIAL) or text != before
        if not changed or open_.head.verb in (Verb.ADD, Verb.SUP) or open_.part is None:
            return ()
        return (Wording(target, text, before),)

    def _wording(self, open_: OpenProposal, lines: Sequence[Line]) -> Wording:
        text = before = self._read(lines, _DELETED)
        if any(self._units[line.unit].redlines for line in lines):
            before = self._read(lines, _INSERTED)
        if open_.in_force and text == before:
            before = self._read(open_.in_force, RedlineKind.INSERTED)
        whole = open_.head.option > 0 or open_.is_paper
        found = None if whole else split_provision(open_.part, plain(text or before))
        if found is None:
            return Wording(open_.target or part_target(open_.part), text, before)
        target, words = found
        if before == text:
            own = text[len(text) - len(words) :] if words else ""
            return Wording(target, own, own if words else "")
        old = split_provision(open_.part, plain(before))
        # What `plain` changed is only in the numbers: the words are taken from the text itself.
        own = text[len(text) - len(words) :] if text and words else ""
        earlier = before[len(before) - len(old[1]) :] if old is not None and old[1] else before
        return Wording(target, own, "" if old is not None and not old[1] else earlier)

    def _read(self, lines: Sequence[Line], without: RedlineKind) -> str:
        """The lines without what is deleted, or without what is inserted."""
        return joined([self.kept(line, without) for line in lines], self._known)

    def kept(self, line: Line, without: RedlineKind) -> str:
        """A line without what is deleted, or without what is inserted."""
        unit = self._units[line.unit]
        if not unit.redlines:
            kept = unit.text[line.start : line.end]
            return upright(kept) if unit.kind is _PAGE else kept
        parts, at = [], line.start
        for mark in unit.redlines:
            if mark.kind is without and mark.end > at and mark.start < line.end:
                parts.append(unit.text[at : max(at, mark.start)])
                at = mark.end
        parts.append(unit.text[at : line.end] if at < line.end else "")
        kept = "".join(parts)
        return upright(kept) if unit.kind is _PAGE else kept

    def _known(self, word: str) -> bool:
        """Whether a word stands anywhere in the paper."""
        if self._words is None:
            self._words = frozenset(
                word.casefold()
                for unit in self._units.values()
                for word in _WORD.findall(unit.text)
            )
        return word.casefold() in self._words


def _settled(found: Proposal, ruled: Settlement) -> Proposal:
    """A proposal with what a person said of it in the place of what was read."""
    verb = verb_of(ruled.verb) if ruled.verb else found.verb
    identifier = ruled.identifier or found.identifier
    authors = authors_of(identifier)
    printed: tuple[str, ...] = ()
    disputed = False
    if ruled.authors:
        printed = authors_of(found.identifier)
        known = ruled.authors != (NOBODY_KNOWS,)
        authors = tuple(code.rstrip("?") for code in ruled.authors) if known else ()
        disputed = known and any(code.endswith("?") for code in ruled.authors)
    target, wordings = found.target, found.wordings
    if ruled.target:
        try:
            target = _within(read_target(ruled.target), found.target)
        except InvalidValue:
            pass  # by a newer version of the program: what was read stays
        else:
            wordings = tuple(replace(one, target=target) for one in wordings[:1]) + wordings[1:]
    if ruled.wording:
        before = wordings[0].before if wordings else ""
        wordings = (Wording(target, ruled.wording, before),)
    return replace(
        found, verb=verb, identifier=identifier, authors=authors, target=target,
        wordings=wordings, doubt=ProposalDoubt.NONE, settled=True,
        printed=printed if printed != authors else (), disputed=disputed,
    )  # fmt: skip


def _within(target: Target, read: Target) -> Target:
    """A margin number alone says nothing of the part it stands in: that stays as it was read."""
    if target.kind is None and target.number and not target.title:
        return replace(target, kind=read.kind, part=read.part)
    return target


def verb_of(text: str) -> Verb:
    """The verb that is written so; no text for others."""
    return Verb(text) if text in set(Verb) else Verb.NO_TEXT
