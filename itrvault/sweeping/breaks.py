"""Sentences that run from one page to the next, for a sweep to read whole.

What triggers may stand on one page, and what negates it on the other. So around each page break
over which a sentence runs the end of one page's body and the beginning of the next are read as one
text, with a line end between them, as if there were no break.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from itrvault.model.document import Redline, UnitKind
from itrvault.model.geometry import Span
from itrvault.model.search import IndexUnit
from itrvault.rights.sweep import LONGEST, Passage, Trigger, passages
from itrvault.text.stretches import sentence_at
from itrvault.vault import Vault

if TYPE_CHECKING:
    from itrvault.search.marking import Tongue

Find = Callable[[IndexUnit, "Tongue"], Iterator[Trigger]]
"""What is found in a unit; what it is written in is told once for all of them."""

_REACH = LONGEST + 100
"""Code points on either side of a break that are read."""
_BATCH = 200

_ENDED = re.compile(r"[.!?…؟۔。！？｡:：;；][\"'”’»)\]』」）]*\Z")
_GOES_ON = re.compile(r"[,،，、\-\u2010\u2011\u00ad–—(\[«“]\Z")
_BEGINS = re.compile(r"[\"'“‘«(\[]*(\w)")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")
_FULL = 0.6
"""A last line that is shorter than this share of the longest may be a heading."""
_LINES = 8


@dataclass(frozen=True, slots=True)
class Break:
    """Two pages read as one: `text` with the end of the first, a line end at `seam`, and the
    beginning of the second. `shift` is what a place on the first page is more than in the text,
    `back` the same of the second."""

    first: IndexUnit
    second: IndexUnit
    text: str
    seam: int
    shift: int
    back: int

    @property
    def redlines(self) -> tuple[Redline, ...]:
        """Those of both pages, in the text."""
        sides = (
            (self.first, self.shift, 0, self.seam),
            (self.second, self.back, self.seam + 1, len(self.text)),
        )
        return tuple(
            replace(line, start=start, end=end)
            for unit, by, low, high in sides
            for line in unit.redlines
            if (start := max(low, line.start - by)) < (end := min(high, line.end - by))
        )

    def sides(self, span: Span) -> tuple[Span, Span]:
        """A stretch over the break as one on the first page and one on the second."""
        return (
            Span(span.start + self.shift, self.seam + self.shift),
            Span(self.seam + 1 + self.back, span.end + self.back),
        )

    def over(self, first: Collection[Find], second: Collection[Find]) -> list[Passage]:
        """The passages of what is found, for the one page and for the other, that run over the
        break."""
        if not self._runs_on():
            return []
        from itrvault.search.joining import tongue_of

        triggers: dict[Trigger, None] = {}
        others = [one for one in second if one not in first]
        for find, unit in ((first, self.first), (others, self.second)):
            read = replace(unit, text=self.text, redlines=self.redlines)
            tongue = tongue_of(read)
            triggers |= dict.fromkeys(found for one in find for found in one(read, tongue))
        if not triggers:
            return []
        found = passages(self.text, self.first.language, triggers, None, self.redlines)
        return [one for one in found
                if one.span.start < self.seam and one.span.end > self.seam + 1]  # fmt: skip

    def _runs_on(self) -> bool:
        above, below = self.text[: self.seam], self.text[self.seam + 1 :]
        return goes_on(above, below, self.first.language) and (
            sentence_at(self.text, self.seam - 1).end > self.seam
        )


def goes_on(above: str, below: str, language: str) -> bool:
    """Whether a sentence at the end of one page goes on at the beginning of the next.

    It does when the next begins with a small letter. Where it cannot be told by the letter, a comma
    or a small word at the end says so, and in Arabic and Chinese a last line as long as others.
    """
    begins = _BEGINS.match(below)
    if begins is None or _ENDED.search(above):
        return False
    letter = begins[1]
    if letter.islower() or _GOES_ON.search(above):
        return True
    if letter.isupper():
        from itrvault.search.smallwords import is_small

        word = _LAST_WORD.search(above)
        return word is not None and is_small(word.group().casefold(), language or "en")
    if not letter.isalpha():
        return False
    lines = [len(line.strip()) for line in above.split("\n")[-_LINES:] if line.strip()]
    return len(lines) > 1 and lines[-1] >= _FULL * max(lines)


def over_breaks(
    vault: Vault, finders: Mapping[int, Sequence[Find]], wanted: Collection[str] | None
) -> Iterator[tuple[tuple[str, int], tuple[str, int], Break, Passage]]:
    """Every passage that runs over a page break next to one of the units (by row), with the place
    (document, unit) of both pages."""
    from itrvault.search.joining import joints_beside

    kinds = {one.id: one.unit_kind for one in vault.store.documents.all()}
    joints = vault.index.ask(lambda snapshot: joints_beside(list(finders), snapshot))
    for at in range(0, len(joints), _BATCH):
        some = joints[at : at + _BATCH]
        rows = {row for joint in some for row in (joint.first, joint.second)}
        places = vault.store.documents.units_by_row(sorted(rows))
        texts = vault.store.documents.texts_by_row(places)
        for joint in some:
            if joint.first not in texts or joint.second not in texts:
                continue
            here, there = places[joint.first], places[joint.second]
            if (wanted is not None and here[0] not in wanted) or kinds[here[0]] is UnitKind.SECTION:
                continue
            one = made(texts[joint.first], joint.body, texts[joint.second], joint.next_body)
            every = finders.get(joint.first, ()), finders.get(joint.second, ())
            for passage in one.over(*every):
                yield here, there, one, passage


def made(
    first: IndexUnit, body: tuple[int, int], second: IndexUnit, below: tuple[int, int]
) -> Break:
    """Two pages, by their bodies, read as one."""
    end = body[0] + len(first.text[slice(*body)].rstrip())
    start = max(body[0], end - _REACH)
    left = first.text[start:end]
    begin = below[1] - len(second.text[slice(*below)].lstrip())
    right = second.text[begin : min(below[1], begin + _REACH)]
    seam = len(left)
    return Break(first, second, f"{left}\n{right}", seam, start, begin - seam - 1)
