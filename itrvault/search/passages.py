"""Which marked passages and redlines of a unit a query asked for (`tag:`, `note:` and the like)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from itrvault.model.annotation import Annotation
from itrvault.model.document import Redline, RedlineKind
from itrvault.model.geometry import Span
from itrvault.search.fields import matcher
from itrvault.search.query import And, FieldTest, Node, Or, Required

_NAMES = {RedlineKind.INSERTED: "insertion", RedlineKind.DELETED: "deletion"}


@dataclass(frozen=True, slots=True)
class Passage:
    """An annotation, the paths of its tags, and whether a risk is assessed on it."""

    annotation: Annotation
    tags: tuple[str, ...] = ()
    assessed: bool = False

    def reaches(self, unit: int) -> bool:
        """Whether it lies in a unit, wholly or in part."""
        return self.annotation.anchor.unit <= unit <= self.annotation.anchor.end_unit

    def values(self, field: str) -> Iterator[str]:
        """What it says for a field of the query language."""
        if field == "tag":
            yield from self.tags
        elif field == "note" and self.annotation.note:
            yield self.annotation.note
        elif field in ("coder", "author") and self.annotation.author:
            yield self.annotation.author
        elif field == "has":
            yield "highlight"
            if self.annotation.note:
                yield "note"
            if self.tags:
                yield "tag"
            if self.assessed:
                yield "risk"


def asked_for(
    node: Node,
    unit: int,
    length: int,
    passages: Iterable[Passage],
    redlines: Callable[[], Sequence[Redline]],
) -> tuple[Span, ...]:
    """The places in a unit, `length` code points long, that meet conditions of the query.

    `redlines` fetches those of the unit, and is called only if the query asks for them.
    """
    tests = list(_wanted(node))
    if not tests:
        return ()
    places = {
        span
        for passage in passages
        if passage.reaches(unit)
        if (span := _inside(passage.annotation, unit, length)) is not None
        if any(_meets(passage.values(test.field), test) for test in tests)
    }
    asked = [matcher(test) for test in tests if test.field == "has"]
    if any(meets(word) for meets in asked for word in ("redline", *_NAMES.values())):
        places |= {
            Span(line.start, line.end)
            for line in redlines()
            if line.end <= length
            if any(meets("redline") or meets(_NAMES[line.kind]) for meets in asked)
        }
    return tuple(sorted(place for place in places if len(place)))


def _wanted(node: Node) -> Iterator[FieldTest]:
    """The conditions on passages, negated ones left out."""
    match node:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from _wanted(part)
        case Required(part=part):
            yield from _wanted(part)
        case FieldTest(field="tag" | "note" | "coder" | "author" | "has"):
            yield node
        case _:
            return


def _meets(values: Iterable[str], test: FieldTest) -> bool:
    return any(map(matcher(test), values))


def _inside(annotation: Annotation, unit: int, length: int) -> Span | None:
    """The part of an annotation that lies in a unit; None when that is no part of its text."""
    anchor = annotation.anchor
    start = anchor.start if anchor.unit == unit else 0
    end = anchor.end if anchor.end_unit == unit else length
    return Span(start, end) if start < end <= length else None
