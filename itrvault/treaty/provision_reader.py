"""Lines of a treaty gathered into parts and provisions; what begins a provision is for others.

`provisions.py` knows the two ways in which treaties number what they hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from itrvault.model.document import Unit
from itrvault.model.provision import (
    Part,
    PartKind,
    Place,
    Provision,
    ProvisionDoubt,
    TreatyText,
)
from itrvault.treaty.partheads import Head, read_head

_MARKUP = re.compile(r"^[\s#*_>|\u200e\u200f\u202a-\u202e]+")
_MARKUP_SIGNS = frozenset("#*_>|\u200e\u200f\u202a\u202b\u202c\u202d\u202e")
_PARAGRAPH = re.compile(
    r"(?P<paragraph>\d{1,2}[A-Z]{0,2}(?:\.\d{1,2}[A-Z]{0,2}){1,4})\.?(?=[\s*_]|$)"
)
_STEP = re.compile(r"(?P<paragraph>\d{1,2})\.?\s+(?=\S)")
_LETTER = re.compile(
    r"[(](?P<in>[a-zа-я]{1,4}|[أ-ي]|\d{1,2})\s*[)]\s*(?=\S)"
    r"|(?P<by>[a-zа-я]{1,4}|[أ-ي]|\d{1,2})\s?[)]\s*(?=\S)"
)
_ENDS_SENTENCE = re.compile(r"[,;:。；，؛،]$|[a-zà-ÿа-яё\u0620-\u064a]{3}\.$")
_INLINE = re.compile(r"(?<=\s)\*(?=\d{1,4}[A-Z]{0,2}(?:\s+PP-\d\d)*\*)")
"""A margin number in the middle of a line, as a text without lines has them."""
_OUTER = (PartKind.ANNEX, PartKind.APPENDIX, PartKind.PROTOCOL)
_TITLE_LENGTH = 160
_FIRST = ("1", "I")


class Line(NamedTuple):
    """A line of the text without its markup. A tuple, because a paper has thousands of them."""

    unit: int
    start: int
    end: int
    text: str
    block: int  # lines with nothing empty between them have the same


@dataclass(slots=True)
class Open:
    """A provision while its lines are collected."""

    number: str
    paragraph: str
    letter: str
    doubt: ProvisionDoubt
    unit: int
    start: int
    end_unit: int
    end: int
    lines: list[str] = field(default_factory=list)

    def closed(self) -> Provision:
        """It, with its lines joined."""
        place = Place(self.unit, self.start, self.end_unit, self.end)
        text = " ".join(" ".join(self.lines).split())
        return Provision(self.number, self.paragraph, self.letter, text, place, self.doubt)


@dataclass(slots=True)
class OpenPart:
    """A part while its provisions are collected. `untitled`: its title may still come."""

    head: Head
    title: str
    within: str
    unit: int
    start: int
    end_unit: int
    end: int
    untitled: bool
    title_block: int = -1
    provisions: list[Open] = field(default_factory=list)

    def closed(self) -> Part:
        """It, with all it holds."""
        place = Place(self.unit, self.start, self.end_unit, self.end)
        found = tuple(provision.closed() for provision in self.provisions)
        return Part(self.head.kind, self.head.number, self.title, self.within, place, found)


def lines_of(units: Sequence[Unit]) -> Iterator[Line]:
    """The lines that hold anything, in order."""
    for unit in units:
        at, block, number = 0, 0, unit.number
        whole = _INLINE.sub("\n", unit.text) if "*" in unit.text else unit.text
        for line in whole.split("\n"):
            bare = line
            if line and (line[0] in _MARKUP_SIGNS or line[0].isspace()):
                bare = _MARKUP.sub("", line)
            text = bare.rstrip(" \t\r*_#|")
            if text:
                start = at + len(line) - len(bare)
                yield Line(number, start, start + len(text), text, block)
            else:
                block += 1
            at += len(line) + 1


class Reader:
    """Goes through the lines. What begins a provision differs; heads and the rest do not."""

    _numbers_parts = False
    """Whether every provision has a number, so that text before the first is none."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._parts: list[OpenPart] = []
        self._last: dict[PartKind, str] = {}
        self._within = ""

    def read(self) -> TreatyText:
        """Go through all lines."""
        for index, line in enumerate(self._lines):
            head = read_head(line.text, self._last)
            if head is not None and self._opens(head, line):
                self._open_part(head, line)
            elif self._parts:
                self._take(line, index)
        missing = self._missing()
        return TreatyText(tuple(part.closed() for part in self._parts), missing)

    def _missing(self) -> tuple[str, ...]:
        return ()

    @property
    def _part(self) -> OpenPart:
        return self._parts[-1]

    def _opens(self, head: Head, line: Line) -> bool:
        """Whether a line is the head of a part, not the beginning of a sentence that cites one."""
        _, lettered, number = head.number.rpartition(".")
        ends = not lettered and _ENDS_SENTENCE.search(line.text) is not None
        if ends and not line.text.isupper():
            return False
        if not self._parts and head.kind is not PartKind.PREAMBLE:
            return head.kind in (PartKind.ARTICLE, PartKind.DIVISION) and number in _FIRST
        return True

    def _open_part(self, head: Head, line: Line) -> None:
        self._last[head.kind] = head.number
        if head.kind is PartKind.ARTICLE and head.number in _FIRST and self._only_heads():
            kinds = [part.head.kind for part in self._parts]  # so far, a list of contents
            last = len(kinds) - kinds[::-1].index(PartKind.ARTICLE)
            self._parts = [part for part in self._parts if part.provisions] + self._parts[last:]
        if head.kind in _OUTER:
            self._within = f"{head.kind.value} {head.number}".strip()
        elif head.kind is not PartKind.ARTICLE and head.kind is not PartKind.DIVISION:
            self._within = ""
        complete = line.text.rstrip("0123456789").endswith("}")  # "{Definitions}"
        within = self._within if head.kind is PartKind.ARTICLE else ""
        self._parts.append(
            OpenPart(
                head, head.title, within, line.unit, line.start, line.unit, line.end,
                untitled=not head.title and head.kind is not PartKind.PREAMBLE,
                title_block=line.block if head.title and not complete else -1,
            )
        )  # fmt: skip

    def _take(self, line: Line, index: int) -> None:
        part = self._part
        after = self._lines[index + 1] if index + 1 < len(self._lines) else None
        if part.provisions and not part.provisions[-1].lines:
            self._complete(part.provisions[-1], line)
        elif (begun := self._begins(line, after)) is not None:
            part.untitled = False
            part.provisions.append(begun)
        elif part.untitled and not part.provisions and self._is_title(line, after, index):
            part.title, part.untitled, part.title_block = line.text, False, line.block
        elif part.provisions:
            self._go_on(part.provisions[-1], line)
        elif self._goes_on_title(line):
            part.title = f"{part.title} {line.text}"
        else:
            part.untitled = False
            self._begin_plainly(line)
        part.end_unit, part.end = line.unit, line.end

    def _only_heads(self) -> bool:
        """Whether the articles so far hold hardly any text."""
        articles = [part for part in self._parts if part.head.kind is PartKind.ARTICLE]
        empty = sum(not part.provisions for part in articles)
        return bool(articles) and 2 * empty >= len(articles)

    def _is_title(self, line: Line, after: Line | None, index: int) -> bool:
        """Whether the first line below a head is its title, and not where the text begins."""
        if not _may_be_title(line.text):
            return False
        flows = after is not None and _beside(line, after) and after.text[0].islower()
        if self._numbers_parts or not flows:
            return True
        last = line
        for other in self._lines[index + 1 :]:
            if not _beside(line, other):
                break
            last = other
        return not _ENDS_SENTENCE.search(last.text)

    def _goes_on_title(self, line: Line) -> bool:
        """Whether a title that is longer than a line goes on in the next."""
        part = self._part
        words = f"{part.title} {line.text}"
        near = line.unit == part.end_unit and bool(part.title) and _may_be_title(words)
        same = line.block == part.title_block or line.text[0].islower()
        return near and (self._numbers_parts or same)

    def _complete(self, provision: Open, line: Line) -> None:
        """A number stood on a line of its own: what belongs to it is in the next."""
        paragraph, letter, at = self._inner(line.text)
        if not provision.paragraph and not provision.letter:
            provision.paragraph, provision.letter = paragraph, letter
        else:
            at = 0
        provision.lines.append(line.text[at:])
        provision.end_unit, provision.end = line.unit, line.end

    def _begin_plainly(self, line: Line) -> None:
        """Text of a part before any number of its own."""
        self._part.provisions.append(opened(line, 0, "", "", ""))

    @staticmethod
    def _go_on(provision: Open, line: Line) -> None:
        provision.lines.append(line.text)
        provision.end_unit, provision.end = line.unit, line.end

    def _begins(self, line: Line, after: Line | None) -> Open | None:
        raise NotImplementedError

    def _inner(self, rest: str) -> tuple[str, str, int]:
        """Paragraph and letter at the beginning, and where the words behind them start."""
        article = self._part.head.number
        paragraph = letter = ""
        at = 0
        found = _PARAGRAPH.match(rest)
        if found is not None and (not article or found[1].split(".")[0] == article):
            paragraph, at = found[1], blank(rest, found.end())
        elif article and (step := _STEP.match(rest)) is not None:
            paragraph, at = step[1], step.end()
        found = _LETTER.match(rest, at)
        if found is not None:
            letter, at = found["in"] or found["by"], found.end()
        return paragraph, letter, at


def unnumbered(line: Line, part: OpenPart) -> Open | None:
    """A paragraph by its own number, which must be one that can come next."""
    found = _PARAGRAPH.match(line.text) or _STEP.match(line.text)
    if found is None:
        return None
    paragraph = found["paragraph"]
    last = next((p.paragraph for p in reversed(part.provisions) if p.paragraph), "")
    if not _follows(paragraph, last):
        return None
    at = blank(line.text, found.end())
    letter = _LETTER.match(line.text, at)
    if letter is not None:
        return opened(line, letter.end(), "", paragraph, letter["in"] or letter["by"])
    return opened(line, at, "", paragraph, "")


def _follows(paragraph: str, last: str) -> bool:
    """Whether a paragraph can stand behind another one; the first is 1 or begins with it."""
    steps = [int(re.sub(r"\D", "", step)) for step in paragraph.split(".")]
    if not last:
        return all(step == 1 for step in steps[-1:])
    before = [int(re.sub(r"\D", "", step)) for step in last.split(".")]
    if steps == before:
        return False
    shared = next(
        (n for n, (a, b) in enumerate(zip(steps, before, strict=False)) if a != b),
        min(len(steps), len(before)),
    )
    if shared == len(steps):
        return False
    if shared == len(before):
        return steps[shared] == 1
    return steps[shared] == before[shared] + 1


def opened(
    line: Line,
    at: int,
    number: str,
    paragraph: str,
    letter: str,
    doubt: ProvisionDoubt = ProvisionDoubt.NONE,
) -> Open:
    """A provision that begins with a line; its words start at `at`."""
    words = line.text[at:]
    return Open(
        number, paragraph, letter, doubt, line.unit, line.start, line.unit, line.end,
        [words] if words else [],
    )  # fmt: skip


def blank(text: str, at: int) -> int:
    """The first place from `at` that is neither a blank nor markup."""
    while at < len(text) and text[at] in " \t*_":
        at += 1
    return at


def _beside(one: Line, other: Line) -> bool:
    return (one.unit, one.block) == (other.unit, other.block)


def _may_be_title(text: str) -> bool:
    return len(text) <= _TITLE_LENGTH and not text[0].isdigit() and not _ENDS_SENTENCE.search(text)
