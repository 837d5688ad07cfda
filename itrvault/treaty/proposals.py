"""Finds the proposals of a contribution or a compilation, in the forms of the Union's conferences.

A proposal begins with its verb and its identifier, in either order, on one line or on two
("MOD RUS/27/7", "USA/16/47 NOC"); what it is about follows, or is the heading it stands below.
The working group's compilations number options instead ("Option 1 (MOD)") and name nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from itrvault.model.document import RedlineKind, Unit
from itrvault.model.proposal import Proposal, ProposalDoubt, Target, Verb, Wording
from itrvault.model.provision import PartKind, Place
from itrvault.treaty.furniture import without_furniture
from itrvault.treaty.partheads import Head, read_head
from itrvault.treaty.provision_reader import Line

_VERB = r"(?P<verb>\(\s*(?:ADD|MOD|SUP|NOC)\s*\)|(?:ADD|MOD|SUP|NOC)\b\s?\*?)"
_IDENTIFIER = (
    r"(?P<id>[A-Z]{1,5}(?:\s?/\s?[A-Z]{1,4})*\s?/\s?\d{1,4}"
    r"(?:\s?\((?:Rev|Add|Cor|Corr)\.?\s?\d{1,2}\))*(?:[ARC]\d{1,3})*\s?/\s?\d{1,4}[a-z]?)"
    r"(?![\w/])"
)
_HEADS = (
    re.compile(rf"^{_VERB}[\s:]+{_IDENTIFIER}[\s:.]*(?P<rest>.*)$"),
    re.compile(rf"^{_IDENTIFIER}[\s:]+{_VERB}(?=\s|$)[\s:.]*(?P<rest>.*)$"),
)
_VERB_ALONE = re.compile(rf"^{_VERB}$")
_IDENTIFIER_ALONE = re.compile(rf"^{_IDENTIFIER}$")
_VERB_AND_NUMBER = re.compile(
    rf"^{_VERB}\s+(?P<rest>\d{{1,3}}[A-Z]{{0,2}}(?:\s+(?:PP-\d\d\s+)?\d+[A-Z]*\.\d.*|\s*$))"
)
_OPTION = re.compile(
    r"^(?:option|opción|вариант|الخيار|方案|选项)\s*(?P<number>\d{1,2})\s*[:.]?\s*"
    rf"\(\s*(?:{_VERB}|[^()]{{3,30}})\s*\)\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_REASONS = re.compile(
    r"^(?:reasons?|rationale|motifs?|raisons?|motivos?|основани[ея]|обоснование|причины"
    r"|(?:ال)?أسباب|理由)\s*[:：]\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_PROVISION = re.compile(
    r"^(?P<number>\d{1,3}[A-Z]{0,2}(?:\s?(?:bis|ter))?)\s+(?:PP-\d\d\s+)?"
    r"(?P<paragraph>\d{1,2}[A-Z]{0,2}(?:\.\d{1,2}[A-Z]{0,2}(?:\s?(?:bis|ter))?){1,4})?"
    r"\s*(?:(?P<letter>[a-zа-я]{1,2})\)\s*)?(?P<text>.*)$",
    re.DOTALL,
)
_CODES = re.compile(r"[A-Z]+")
_SPACES = re.compile(r"\s+")


def find_proposals(units: Sequence[Unit]) -> list[Proposal]:
    """Every proposal in the units, in their order; [] for documents that hold none."""
    return list(_Finder(units).find())


@dataclass(slots=True)
class _Open:
    """A proposal while its lines are collected."""

    verb: Verb
    identifier: str
    part: Head | None
    first: Line
    last: Line
    option: int = 0
    own_part: bool = False
    below_head: bool = False  # the head of a part stands right above it
    target: Target | None = None
    body: list[list[Line]] = field(default_factory=list)  # lines of each provision
    reasons: list[Line] = field(default_factory=list)
    in_reasons: bool = False
    untouched: bool = True  # nothing but its head so far


class _Finder:
    def __init__(self, units: Sequence[Unit]) -> None:
        self._units = {unit.number: unit for unit in units}
        self._lines = list(without_furniture(units))
        self._part: Head | None = None
        self._margin: Target | None = None  # of the row of a compilation
        self._open: _Open | None = None
        self._waiting: list[_Open] = []  # those that share what the next one is about
        self._after_head = False

    def find(self) -> Iterator[Proposal]:
        index = 0
        while index < len(self._lines):
            line = self._lines[index]
            begun, taken = self._begins(index)
            if begun is not None:
                begun.below_head = self._after_head
                yield from self._close(begun)
                self._open, self._after_head = begun, False
            else:
                yield from self._take(line)
            index += taken
        yield from self._close()

    # -- where one begins --------------------------------------------------------------------

    def _begins(self, index: int) -> tuple[_Open | None, int]:
        """A proposal that begins here, and how many lines its head takes."""
        line = self._lines[index]
        for pattern in _HEADS:
            found = pattern.match(line.text)
            if found is not None and not found["rest"][:1].islower():  # then it is a sentence
                return self._opened(line, line, found["verb"], found["id"], found), 1
        after = self._lines[index + 1] if index + 1 < len(self._lines) else None
        if after is not None:
            for first, second in ((line, after), (after, line)):
                verb = _VERB_ALONE.match(first.text)
                identifier = _IDENTIFIER_ALONE.match(second.text)
                if verb is not None and identifier is not None:
                    return self._opened(line, after, verb["verb"], identifier["id"], None), 2
            verb = _VERB_ALONE.match(line.text)
            if verb is not None and _is_provision(after.text):
                return self._opened(line, line, verb["verb"], "", None), 1
        if (found := _VERB_AND_NUMBER.match(line.text)) is not None:
            return self._opened(line, line, found["verb"], "", found), 1
        if (found := _OPTION.match(line.text)) is not None and self._margin is not None:
            opened = self._opened(line, line, found["verb"] or "", "", found)
            opened.option, opened.target = int(found["number"]), self._margin
            return opened, 1
        return None, 1

    def _opened(
        self, first: Line, last: Line, verb: str, identifier: str, found: re.Match[str] | None
    ) -> _Open:
        opened = _Open(
            Verb(_SPACES.sub("", verb)) if _SPACES.sub("", verb) in set(Verb) else Verb(
                _SPACES.sub("", verb).strip("()")
            ),
            _SPACES.sub("", identifier), self._part, first, last,
        )  # fmt: skip
        rest = found["rest"] if found is not None else ""
        if rest:
            start = last.end - len(rest)
            opened.body.append([Line(last.unit, start, last.end, rest, last.block)])
            opened.untouched = False
        return opened

    # -- what belongs to it ------------------------------------------------------------------

    def _take(self, line: Line) -> Iterator[Proposal]:
        open_, head = self._open, read_head(line.text)
        if head is not None and head.kind is not PartKind.DIVISION and not line.text.endswith("."):
            if open_ is not None and open_.untouched and not open_.option:
                open_.part, open_.own_part, open_.untouched = head, True, False
                open_.last = line
            else:
                yield from self._close()
                self._after_head = True
            self._part = head
            return
        self._after_head = False
        if open_ is None or open_.option:
            row = _PROVISION.match(line.text)
            if row is not None and row["paragraph"]:
                yield from self._close()
                self._margin = _target(self._part, row)
                return
        if open_ is None:
            return
        if (reasons := _REASONS.match(line.text)) is not None:
            open_.in_reasons = True
            start = line.end - len(reasons["rest"])
            open_.reasons.append(Line(line.unit, start, line.end, reasons["rest"], line.block))
        elif open_.in_reasons or (open_.option and not open_.untouched):
            open_.in_reasons = True
            open_.reasons.append(line)
        elif _is_provision(line.text) or not open_.body:
            open_.body.append([line])
        else:
            open_.body[-1].append(line)
        if open_.option and not open_.in_reasons and open_.verb in (Verb.NOC, Verb.NO_TEXT):
            open_.in_reasons = True
            open_.reasons, open_.body = [line], []
        open_.untouched, open_.last = False, line

    def _close(self, following: _Open | None = None) -> Iterator[Proposal]:
        """Give what is complete; `following` is the proposal that begins right behind it.

        In a compilation several of one verb stand above the provision they are all about.
        """
        open_, self._open = self._open, None
        if open_ is None:
            return
        alone = open_.untouched and not open_.option
        if alone and following is not None and following.verb is open_.verb:
            self._waiting.append(open_)
            return
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            each.body, each.target, each.own_part = open_.body, open_.target, open_.own_part
            each.part, each.below_head = open_.part, open_.below_head
        for each in (*waiting, open_):
            yield self._proposal(each)

    def _proposal(self, open_: _Open) -> Proposal:
        wordings = tuple(self._wording(open_, lines) for lines in open_.body)
        target, doubt = open_.target, ProposalDoubt.NONE
        if target is None and (open_.own_part or (open_.below_head and not wordings)):
            target = _part_target(open_.part)
        if target is None:
            target = next((w.target for w in wordings if w.target.number), None)
        if target is None:
            target = _part_target(open_.part)
            if not wordings:
                doubt = ProposalDoubt.NO_TARGET
        authors = tuple(_CODES.findall(_author_part(open_.identifier)))
        place = Place(open_.first.unit, open_.first.start, open_.last.unit, open_.last.end)
        reasons = " ".join(" ".join(line.text for line in open_.reasons).split())
        return Proposal(
            open_.verb, open_.identifier, authors, target, wordings, reasons, place, open_.option,
            doubt,
        )  # fmt: skip

    def _wording(self, open_: _Open, lines: Sequence[Line]) -> Wording:
        text = self._read(lines, RedlineKind.DELETED)
        before = self._read(lines, RedlineKind.INSERTED)
        found = None if open_.option else _PROVISION.match(text or before)
        if found is None:
            return Wording(open_.target or _part_target(open_.part), text, before)
        target = _target(open_.part, found)
        old = _PROVISION.match(before)
        return Wording(target, found["text"] if text else "", old["text"] if old else before)

    def _read(self, lines: Sequence[Line], without: RedlineKind) -> str:
        """The lines without what is deleted, or without what is inserted."""
        parts = []
        for line in lines:
            unit = self._units[line.unit]
            at = line.start
            for mark in unit.redlines:
                if mark.kind is without and mark.end > at and mark.start < line.end:
                    parts.append(unit.text[at : max(at, mark.start)])
                    at = mark.end
            parts.append(unit.text[at : line.end] if at < line.end else "")
            parts.append(" ")
        return " ".join("".join(parts).split())


def _is_provision(text: str) -> bool:
    found = _PROVISION.match(text)
    return found is not None and bool(found["paragraph"] or (found["letter"] and found["text"]))


def _target(part: Head | None, found: re.Match[str]) -> Target:
    """The provision of a line; its paragraph says better than any head which article it is of."""
    kind, number = (part.kind, part.number) if part is not None else (None, "")
    paragraph = _SPACES.sub("", found["paragraph"] or "")
    if paragraph and (kind is None or kind in (PartKind.ARTICLE, PartKind.PREAMBLE)):
        kind, number = PartKind.ARTICLE, paragraph.split(".")[0]
    margin = _SPACES.sub("", found["number"])
    return Target(kind, number, margin, paragraph, found["letter"] or "")


def _part_target(part: Head | None) -> Target:
    return Target(part.kind, part.number) if part is not None else Target(None, "")


def _author_part(identifier: str) -> str:
    """The codes before the number of the document: "CAN/USA" of "CAN/USA/31/1"."""
    found = re.match(r"[A-Z/]+?(?=/\d)", identifier)
    return found[0] if found is not None else ""
