"""Finds the provisions of a treaty: its articles, paragraphs and margin numbers, in six languages.

Numbers are told from figures in the text by their order. In a treaty that numbers its margin the
next number is known before it comes, and so is the article that the paragraph beside it belongs
to; so "21.1 a)" under Article 1, behind provision 1, can only be provision 2, paragraph 1.1 a).
A number that is damaged or lost is told with a doubt, never passed over and never made sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from itrvault.model.document import Unit
from itrvault.model.provision import PartKind, ProvisionDoubt, TreatyText
from itrvault.treaty.provision_reader import Line, Open, Reader, blank, lines_of, opened, unnumbered

MOST_LOST = 5
"""Margin numbers that may be missing in a row before a number is taken for a figure."""

_LEAST_NUMBERED = 0.6
"""Share of the articles with margin numbers from which a treaty is one that has them."""

_LOOKALIKES = str.maketrans("OoIl|", "00111")
_SENTENCE = re.compile(r"[\"'“‘«(*_]*[^\W\d_]")
_CHANGED = re.compile(r"(?:\(?PP-\d\d\)?\s*)+")
_INSERTED = re.compile(r"(\d{1,4})([A-Z]{1,2})(?![a-z])")
_BEHIND_NUMBER = re.compile(r"[.]?[\s*]+|$")
_LONGEST_NUMBER = 5


def find_provisions(units: Sequence[Unit]) -> TreatyText:
    """The treaty that the units hold; no parts when they hold none."""
    lines = list(lines_of(units))
    by_margin = _Margins(lines).read()
    articles = [part for part in by_margin.parts if part.kind is PartKind.ARTICLE]
    numbered = sum(any(p.number for p in part.provisions) for part in articles)
    if numbered > _LEAST_NUMBERED * len(articles):
        return by_margin
    return _Paragraphs(lines).read()


class _Margins(Reader):
    """A treaty whose margin numbers run through its preamble and articles."""

    _numbers_parts = True

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(lines)
        self._number = 0
        self._letters = ""
        self._lost: list[str] = []
        self._waiting: list[Open] = []  # provisions whose number the next one will tell

    def _missing(self) -> tuple[str, ...]:
        self._settle(self._number + len(self._waiting) + 1)
        return tuple(self._lost)

    def _begins(self, line: Line, after: Line | None) -> Open | None:
        if self._part.head.kind not in (PartKind.PREAMBLE, PartKind.ARTICLE):
            return unnumbered(line, self._part)
        for number, letters, doubt in self._candidates(line.text):
            at = self._rest(line.text, f"{number}{letters}")
            if at is None:
                continue
            rest = line.text[at:]
            apart = not rest or line.text[at - 1] in " \t*_"
            sure = not doubt or not self._part.provisions
            if not self._fits(rest or (after.text if after else ""), apart=apart, sure=sure):
                continue
            if number > self._number:
                self._settle(number + bool(letters))
            self._number, self._letters = number, letters
            paragraph, letter, words = self._inner(rest)
            return opened(line, at + words, f"{number}{letters}", paragraph, letter, doubt)
        return self._without_number(line)

    def _candidates(self, text: str) -> Iterator[tuple[int, str, ProvisionDoubt]]:
        """Margin numbers a line may begin with, the likeliest first."""
        due = self._number + 1 + len(self._waiting)
        yield due, "", ProvisionDoubt.NONE
        found = _INSERTED.match(text)
        if found is not None and self._number <= int(found[1]) < due:
            letters = self._letters if int(found[1]) == self._number else ""
            if self._number and found[2] > letters:
                yield int(found[1]), found[2], ProvisionDoubt.NONE
        for number in range(self._number + 1, due):
            yield number, "", ProvisionDoubt.NONE
        for number in range(due + 1, due + 1 + MOST_LOST):
            yield number, "", ProvisionDoubt.AFTER_A_GAP

    def _settle(self, number: int) -> None:
        """Number those that wait, when there are as many as numbers up to this one."""
        between = range(self._number + 1, number)
        if len(between) == len(self._waiting):
            for waiting, own in zip(self._waiting, between, strict=True):
                waiting.number = str(own)
        else:
            self._lost += map(str, between)
        self._waiting = []

    @staticmethod
    def _rest(text: str, head: str) -> int | None:
        """Where the text goes on behind a margin number; None when it does not begin with it."""
        if not text.startswith(head):
            return None
        behind = _BEHIND_NUMBER.match(text, len(head))
        if behind is None:
            return len(head)
        changed = _CHANGED.match(text, behind.end())
        return blank(text, behind.end() if changed is None else changed.end())

    def _fits(self, rest: str, *, apart: bool, sure: bool = True) -> bool:
        """Whether what stands behind a number is how a provision goes on.

        `apart`: a blank or a line's end is between them. An unsure number wants a paragraph.
        """
        paragraph, letter, _ = self._inner(rest)
        if paragraph or letter:
            return True
        found = _SENTENCE.match(rest)
        if found is None or not sure:
            return False
        first = rest[found.end() - 1]
        return not first.islower() if apart else first.isupper()

    def _without_number(self, line: Line) -> Open | None:
        """A provision whose margin number is damaged or lost, told by the paragraph that is due.

        Its number is settled when the next one is read.
        """
        part = self._part
        if part.head.kind is not PartKind.ARTICLE or not self._number:
            return None
        at, doubt = 0, ProvisionDoubt.NUMBER_MISSING
        token, _, rest = line.text.partition(" ")
        due = str(self._number + 1 + len(self._waiting))
        if len(token) <= _LONGEST_NUMBER and (
            self._due(self._inner(rest)[0])
            or (token.translate(_LOOKALIKES) == due and self._fits(rest, apart=True))
        ):
            at, doubt = len(token) + 1, ProvisionDoubt.NUMBER_DAMAGED
        paragraph, letter, words = self._inner(line.text[at:])
        if not at and not self._due(paragraph):
            return None
        found = opened(line, at + words, "", paragraph, letter, doubt)
        self._waiting.append(found)
        return found

    def _due(self, paragraph: str) -> bool:
        """Whether this paragraph is the next of the article: 3.4 after 3.3, 6.1.1 after 6.1."""
        if "." not in paragraph:
            return False
        last = next((p.paragraph for p in reversed(self._part.provisions) if p.paragraph), "")
        if not last:
            return paragraph == f"{self._part.head.number}.1"
        steps = last.split(".")
        due = {f"{last}.1"}
        for depth in range(1, len(steps)):
            if steps[depth].isdigit():
                due.add(".".join([*steps[:depth], str(int(steps[depth]) + 1)]))
        return paragraph in due


class _Paragraphs(Reader):
    """A treaty without margin numbers: its paragraphs, or its articles where they have none."""

    def _begins(self, line: Line, after: Line | None) -> Open | None:
        return unnumbered(line, self._part)
