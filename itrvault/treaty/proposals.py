"""Finds the proposals of a contribution or a compilation, in the forms of the Union's conferences.

A proposal begins with its verb and its identifier (`proposal_heads`); what it is about follows, or
is the heading it stands below. The working group's compilations number options instead ("Option 1
(MOD)") and name nobody. What a person settled goes before what is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from itrvault.model.document import RedlineKind, Unit, UnitKind
from itrvault.model.proposal import Proposal, ProposalDoubt, Target, Verb
from itrvault.model.provision import Place
from itrvault.model.settlement import Ruling, Settlement
from itrvault.treaty.page_columns import Role
from itrvault.treaty.paper_lines import paper_lines
from itrvault.treaty.partheads import Head
from itrvault.treaty.partlists import read_part_list
from itrvault.treaty.proposal_heads import (
    ProposalHead,
    identifier_alone,
    is_caption_of_proposal,
    looks_like_a_head,
    may_head,
    plain,
    read_head_lines,
    read_option,
)
from itrvault.treaty.proposal_making import Maker, OpenProposal, verb_of
from itrvault.treaty.proposal_parts import (
    may_be_title,
    read_part_head,
    read_title_of,
    reasons_in,
)
from itrvault.treaty.provision_reader import Line
from itrvault.treaty.targets import (
    begins_provision,
    goes_on_counting,
    list_target,
    number_alone,
    paragraph_first,
    split_provision,
)

_ANY = re.compile(
    r"^[^\n]{0,80}?(?:(?:\b|\d)(?:ADD|MOD|SUP|NOC)\b|[АA]DD|[МM][ОO]D)"
    r"|^(?:[^\w\n]{0,4}|\(?\d{1,2}[.)]\s+|[a-z]\)\s+)(?:[Aa]dd|[Mm]od|[Ss]up|[Nn]oc)\b"
    r"[\s:.,;–—(\[-]{0,4}[A-Z]{1,5}\s?[/&+]"
    r"|^[^\w\n]{0,4}[A-Z]{1,5}\s?[/&+][^\n]{1,60}(?:[Aa]dd|[Mm]od|[Ss]up|[Nn]oc)\b"
    r"|^[^\w\n]{0,12}(?:(?i:option|opción|вариант)\s*\d|(?:الخيار|方案|选项))",
    re.MULTILINE,
)
"""What a text has somewhere that holds proposals: quick to tell of one that holds none."""
_AT_ONCE = tuple(f"\n{verb}{sign}" for verb in ("MOD", "ADD", "NOC", "SUP") for sign in " \t")
"""What most that do hold some have."""
_TEXT, _HEADING, _COLUMN_HEAD = Role.TEXT, Role.HEADING, Role.COLUMN_HEAD
_REASONS, _IN_FORCE = Role.REASONS, Role.IN_FORCE
_ASIDE = (_COLUMN_HEAD, _REASONS, _IN_FORCE)
"""Members by names of our own: a class of members takes as long to look in as a pattern to match,
and these are asked of every line."""
_MARKS = "*_"
_SIGNS = frozenset(_MARKS)
_LONGEST_WRAPPED = 60
"""Code points of what a part is called, over two lines that nothing else tells to be one."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a person settled, and where its passage stands now."""

    settlement: Settlement
    place: Place


@dataclass(frozen=True, slots=True)
class PaperRead:
    """What a paper proposes, in order; `settled` by the number of the proposal in it.

    `unread` are lines that look like the head of a proposal and are none.
    """

    proposals: tuple[Proposal, ...] = ()
    settled: Mapping[int, Settlement] = field(default_factory=dict)
    unread: tuple[Place, ...] = ()


def find_proposals(units: Sequence[Unit], rulings: Sequence[Ruled] = ()) -> list[Proposal]:
    """Every proposal in the units, in their order; [] for documents that hold none."""
    return list(read_paper(units, rulings).proposals)


def read_paper(units: Sequence[Unit], rulings: Sequence[Ruled] = ()) -> PaperRead:
    """The proposals, and the lines that may be some and could not be read."""
    if not rulings and not any(_may_hold_one(unit.text) for unit in units):
        return PaperRead()
    return _Finder(units, rulings).read()


def _may_hold_one(text: str) -> bool:
    return any(sign in text for sign in _AT_ONCE) or _ANY.search(plain(text)) is not None


class _Finder:
    def __init__(self, units: Sequence[Unit], rulings: Sequence[Ruled]) -> None:
        self._units = {unit.number: unit for unit in units}
        self._lines, self._roles = [], []
        for line, role in paper_lines(units):
            self._lines.append(line)
            self._roles.append(role)
        self._plain = [plain(line.text) for line in self._lines]
        self._texts = list(map(self._with_marks, self._lines, self._plain))
        self._may_head = list(map(may_head, self._texts))
        self._deleted = {
            unit.number: deleted
            for unit in units
            if (deleted := [mark for mark in unit.redlines if mark.kind is RedlineKind.DELETED])
        }
        self._maker = Maker(units)
        self._rulings = rulings
        self._part: Head | None = None
        self._margin: Target | None = None  # of the row of a compilation
        self._open: OpenProposal | None = None
        self._waiting: list[OpenProposal] = []  # those that share what the next one is about
        self._after_head = False
        self._found: list[tuple[Proposal, OpenProposal]] = []
        self._unread: list[Place] = []
        self._named_last = -1  # the last line that was the identifier of the proposal above it

    def read(self) -> PaperRead:
        lines, may_head, index = self._lines, self._may_head, 0
        while index < len(lines):
            line = lines[index]
            if self._rulings:
                self._end_added(line)
            elif not may_head[index] and self._margin is None and not self._deleted:
                self._take(line, index)  # as most lines
                index += 1
                continue
            begun, taken = self._begins(index)
            if begun is None:
                if self._named_last == index:
                    pass
                elif may_head[index] and self._looks_unread(index):
                    self._unread.append(Place(line.unit, line.start, line.unit, line.end))
                    self._close()  # what follows is hardly of the one before
                else:
                    self._take(line, index)
            else:
                begun.below_head = self._after_head
                self._close(begun)
                self._open, self._after_head = begun, False
                if begun.head.rest:
                    self._take_rest(begun, index + taken - 1)
            index += taken
        self._close()
        return self._whole()

    # -- where one begins --------------------------------------------------------------------

    def _begins(self, index: int) -> tuple[OpenProposal | None, int]:
        """A proposal that begins here, and how many lines its head takes."""
        line, role = self._lines[index], self._roles[index]
        ruled = self._ruling(line) if self._rulings else None
        if ruled is not None and ruled.settlement.ruling is Ruling.IS_NOT:
            return None, 1
        aside = role in _ASIDE
        if self._takes_identifier(index):
            return None, 1
        head = None if aside and ruled is None else self._head(index)
        option = None
        if head is None and self._margin is not None:
            option = read_option(self._plain[index])
            head = option
        added = head is None and ruled is not None
        if head is None:
            if ruled is None:
                return None, 1
            head = ProposalHead(verb_of(ruled.settlement.verb), rest="")
        opened = OpenProposal(head, self._part, line, self._lines[index + head.lines - 1])
        if option is not None:
            opened.target = self._margin
        if ruled is not None:
            opened.ruled = ruled.settlement
            if added:
                end = ruled.place.end_unit, ruled.place.end
                opened.until = end if end > (line.unit, line.end) else None
                self._take_added(opened, line)
        return opened, head.lines

    def _takes_identifier(self, index: int) -> bool:
        """Whether a line is the identifier of the proposal above it, whose head had none."""
        open_ = self._open
        if open_ is None or not open_.body or open_.head.identifier or open_.head.option:
            return False
        identifier = identifier_alone(self._texts[index])
        if not identifier:
            return False
        open_.head = open_.head._replace(identifier=identifier)
        open_.last, self._named_last = self._lines[index], index
        return True

    def _head(self, index: int) -> ProposalHead | None:
        redlined = bool(self._deleted) and self._is_redlined(self._lines[index])
        if not redlined and not self._may_head[index]:
            return None
        texts = self._texts[index : index + 6]
        head = read_head_lines(texts, provision_next=lambda: self._is_provision(index + 1))
        if head is None and redlined:
            kept = plain(self._maker.kept(self._lines[index], RedlineKind.DELETED)).strip()
            head = read_head_lines(
                [kept, *texts[1:]], provision_next=lambda: self._is_provision(index + 1)
            )
            if head is not None and head.rest and not texts[0].endswith(head.rest):
                head = None
        return head

    def _is_provision(self, index: int) -> bool:
        """Whether a line is a provision, the number of one, or the head of a part."""
        if index >= len(self._lines):
            return False
        text = self._plain[index]
        return (
            begins_provision(text)
            or bool(number_alone(text))
            or read_part_head(self._lines[index].text) is not None
            or read_part_list(text) is not None
        )

    def _is_redlined(self, line: Line) -> bool:
        """Whether something on the line is deleted."""
        marks = self._deleted.get(line.unit, ())
        return any(mark.start < line.end and line.start < mark.end for mark in marks)

    def _ruling(self, line: Line) -> Ruled | None:
        for each in self._rulings:
            at, start = each.place.unit, each.place.start
            if each.settlement.ruling is Ruling.IS_NOT:
                end = each.place.end_unit, each.place.end
                if (at, start) < (line.unit, line.end) and (line.unit, line.start) < end:
                    return each
            elif at == line.unit and line.start <= start < line.end:
                return each
        return None

    def _take_added(self, opened: OpenProposal, line: Line) -> None:
        """The first line of one that a person added is its text, unless it is a part's head."""
        part = read_part_head(line.text)
        if part is not None:
            opened.part, opened.own_part, self._part = part, True, part
        else:
            opened.body.append([line])
        opened.untouched = False

    def _take_rest(self, begun: OpenProposal, index: int) -> None:
        """What stands behind the head on its line."""
        last, rest = self._lines[index], begun.head.rest
        line = Line(last.unit, max(last.start, last.end - len(rest)), last.end, rest, last.block)
        if begun.head.option:
            begun.body.append([line])
            begun.untouched = False
        else:
            self._take(line, index)

    def _end_added(self, line: Line) -> None:
        until = self._open.until if self._open is not None else None
        if until is not None and (line.unit, line.start) >= until:
            self._close()

    def _looks_unread(self, index: int) -> bool:
        if not looks_like_a_head(self._texts[index]):
            return False
        return not self._rulings or self._ruling(self._lines[index]) is None

    # -- what belongs to it ------------------------------------------------------------------

    def _take(self, line: Line, index: int) -> None:
        open_, role = self._open, self._roles[index]
        if role is _COLUMN_HEAD:
            return
        text = self._plain[index] if line is self._lines[index] else plain(line.text)
        if open_ is not None and not open_.body and self._takes_list(open_, line, text):
            return
        if is_caption_of_proposal(text):
            self._close()
            return
        head = read_part_head(line.text)
        if head is not None and role is not _REASONS:
            self._take_part_head(head, line, index)
            return
        if open_ is not None and open_.untouched and (named := read_title_of(line.text)):
            (open_.part,) = named
            open_.own_part, open_.untouched = True, False
            open_.title_only, open_.last = True, line
            return
        self._after_head = self._after_head and role is _HEADING
        option = open_ is not None and open_.head.option > 0
        if open_ is None or option:
            row = split_provision(self._part, text) if begins_provision(text) else None
            if row is not None and row[0].paragraph:
                self._close()
                self._margin = row[0]
                return
        if open_ is None:
            return
        if role is _HEADING and not begins_provision(text):
            if open_.own_part and not open_.title and not open_.body:
                open_.title.append(line)
            elif not open_.untouched:
                self._close()
            return
        if role is _IN_FORCE:
            open_.in_force.append(line)
        else:
            self._take_text(open_, line, text, index)
        open_.untouched, open_.last = False, line

    def _takes_list(self, open_: OpenProposal, line: Line, text: str) -> bool:
        """Whether the line says that several parts or numbers are what it is about."""
        if open_.head.option or not (open_.untouched or open_.own_part):
            return False
        listed = read_part_list(text)
        if listed is None or not (open_.untouched or listed[0] is None):
            return False
        open_.target, open_.untouched, open_.last = list_target(*listed), False, line
        self._part = self._part if listed[0] is None else None
        return True

    def _take_part_head(self, head: Head, line: Line, index: int) -> None:
        open_ = self._open
        if open_ is not None and open_.own_part and self._adds_another(open_, index):
            open_.last, open_.another = line, True
        elif open_ is not None and open_.untouched and not open_.head.option:
            open_.part, open_.own_part, open_.untouched = head, True, False
            open_.last = line
            if head.title:
                start = line.end - len(head.title)
                open_.title.append(Line(line.unit, start, line.end, head.title, line.block))
        else:
            self._close()
            self._after_head = True
        self._part = head

    def _adds_another(self, open_: OpenProposal, index: int) -> bool:
        """Whether a proposal to add an article goes on with the next: its provisions follow."""
        if open_.head.verb not in (Verb.ADD, Verb.MOVED_HERE) or not open_.body or open_.in_reasons:
            return False
        for at in range(index + 1, min(index + 3, len(self._lines))):
            if begins_provision(self._plain[at]):
                return True
            if self._head(at) is not None:
                return False
        return False

    def _take_text(self, open_: OpenProposal, line: Line, text: str, index: int) -> None:
        option = open_.head.option > 0
        reasons = reasons_in(text)
        if reasons is not None:
            open_.in_reasons = True
            start = line.end - len(reasons)
            said = line.text[len(line.text) - len(reasons) :]
            open_.reasons.append(Line(line.unit, start, line.end, said, line.block))
        elif self._roles[index] is _REASONS:
            open_.reasons.append(line)
        elif open_.in_reasons or (option and not open_.untouched):
            open_.in_reasons = True
            open_.reasons.append(line)
        elif open_.another and not self._begins_provision(open_, text, index):
            pass  # what the further part is called
        elif open_.own_part and self._is_title(open_, line, index):
            open_.title.append(line)
        elif not open_.body or self._begins_provision(open_, text, index):
            open_.body.append([line])
            open_.another = False
        else:
            open_.body[-1].append(line)
        if option and not open_.in_reasons and open_.head.verb in (Verb.NOC, Verb.NO_TEXT):
            open_.in_reasons = True
            open_.reasons, open_.body = [line], []

    def _begins_provision(self, open_: OpenProposal, text: str, index: int) -> bool:
        if open_.is_paper:
            return False
        if begins_provision(text):
            return True
        if number_alone(text) and index + 1 < len(self._lines):
            return paragraph_first(self._plain[index + 1]) or not open_.body
        if not open_.body:
            return False
        last = open_.body[-1]
        return goes_on_counting(plain(last[0].text), plain(last[-1].text), text)

    def _is_title(self, open_: OpenProposal, line: Line, index: int) -> bool:
        """Whether a line goes on with what the proposal's own part is called."""
        if open_.body or open_.head.option:
            return False
        if begins_provision(plain(line.text)) or number_alone(plain(line.text)):
            return False
        if not may_be_title(line.text):
            return False
        if open_.title_only or not open_.title:
            return True
        if open_.is_paper:
            return False  # "considering", "resolves": what it says begins small
        last = open_.title[-1]
        words = f"{last.text} {line.text}"
        if last.unit != line.unit or not may_be_title(words):
            return False
        wrapped = self._units[line.unit].kind is UnitKind.PAGE and last.block == line.block
        return line.text[:1].islower() or (wrapped and len(words) < _LONGEST_WRAPPED)

    # -- what comes of it --------------------------------------------------------------------

    def _close(self, following: OpenProposal | None = None) -> None:
        """Keep what is complete; `following` is the proposal that begins right behind it.

        In a compilation several of one verb stand above the provision they are all about.
        """
        open_, self._open = self._open, None
        if open_ is None:
            return
        alone = open_.untouched and not open_.head.option
        if alone and following is not None and following.head.verb is open_.head.verb:
            self._waiting.append(open_)
            return
        waiting, self._waiting = self._waiting, []
        for each in waiting:
            each.body, each.target, each.own_part = open_.body, open_.target, open_.own_part
            each.part, each.below_head, each.title = open_.part, open_.below_head, open_.title
        for each in (*waiting, open_):
            self._found.append((self._maker.proposal(each), each))

    def _with_marks(self, line: Line, without: str) -> str:
        """A line with the signs of plain text for bold around it, which lines are without."""
        text = self._units[line.unit].text
        start, end = line.start, line.end
        if text[start - 1 : start] not in _SIGNS and text[end : end + 1] not in _SIGNS:
            return without
        while start > 0 and text[start - 1] in _MARKS and line.start - start < 3:
            start -= 1
        while end < len(text) and text[end] in _MARKS and end - line.end < 3:
            end += 1
        return plain(f"{text[start : line.start]}{line.text}{text[line.end : end]}")

    # -- all of them -------------------------------------------------------------------------

    def _whole(self) -> PaperRead:
        heads = [each.head for _, each in self._found]
        bracketed = [head.verb for head in heads if head.bracketed]
        bare = any(not head.bracketed and head.verb for head in heads)
        every_verb_bracketed = not bare and any(verb is not Verb.EDITORIAL for verb in bracketed)
        words: dict[str, tuple[str, ...]] = {}
        twice: set[str] = set()
        for found, _ in self._found:
            if found.identifier:
                texts = tuple([one.text for one in found.wordings])
                if any(texts) and words.setdefault(found.identifier, texts) != texts:
                    twice.add(found.identifier)
        proposals, settled = [], {}
        for number, (found, opened) in enumerate(self._found):
            if every_verb_bracketed and found.verb is Verb.EDITORIAL and not opened.ruled:
                found = replace(found, verb=Verb.MOD)
            if found.identifier in twice and not found.doubt and not found.settled:
                found = replace(found, doubt=ProposalDoubt.TWICE)
            proposals.append(found)
            if opened.ruled is not None:
                settled[number] = opened.ruled
        unread = [
            place for place in self._unread
            if proposals or _ANY.search(self._units[place.unit].text[place.start : place.end])
        ]  # fmt: skip
        return PaperRead(tuple(proposals), settled, tuple(unread))
