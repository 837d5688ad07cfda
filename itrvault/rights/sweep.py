"""The sweep: from places where words of interest stand to passages worth a person's judgement.

Where the words stand is found elsewhere (by the index, in all their inflected forms). Here they
become passages: the sentence around them, joined where several of one source meet, with the
negations that bear on them, and with what the passage is: text, a definition, a heading.
"""

from __future__ import annotations

import re
import uuid
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from itrvault.model.document import Redline, RedlineKind
from itrvault.model.geometry import FlowLayout, Layout, ParagraphKind, Span
from itrvault.rights.negation import negations, turning
from itrvault.text.fold import fold, fold_loosely
from itrvault.text.places import paragraph_at
from itrvault.text.stretches import sentence_at

TAXONOMY = "taxonomy:"
SEARCH = "search:"
"""What a source begins with: "taxonomy:privacy", "search:<id>"."""

LONGEST = 600
"""Code points of a passage. A longer "sentence" is a table or a list without full stops."""
_AROUND = 240
_HEADING = 12
"""Words of a heading, at most."""

# Ids of suggestions are made from what they are, so that two copies of a vault agree on them.
_NAMESPACE = uuid.UUID("0b9f6a52-7a0d-5c52-8c0b-5f0c6f1f6f3e")

_WORD = re.compile(r"\w+")
_NUMBERS = re.compile(
    r"(?:[\d\u0660-\u0669]{1,4}[A-Z]{0,3}\s+)?(?:\d+[A-Z]{0,3}(?:\.\d+[A-Z]{0,3})+\s+)?(?:[a-z]\)\s+)?"
)
_LEADERS = re.compile(r"\.{4,}|…{2,}|(?:\. ){4,}")
_CLOSED = re.compile(r"[.;:!?,؟؛،。；：，！？»”\")\]]\s*\Z")
_MEANING = re.compile(
    r"\b(?:means(?! that)|shall mean|is understood|designe|s'entend|se entiende por|significa|"
    r"designa|означает|понимается|под термином)\b|يقصد|يعني|تعني|是指|系指|指的是"
)
_DEFINED = re.compile(
    r"\A\s*(?:\d+[A-Z]{0,3}\s+)?\d+[A-Z]{0,3}\.\d+[A-Z]{0,3}\s+[^.:：\n]{3,70}[:：]"
)
_ADDRESS = re.compile(r"(?:://|www\.)\S*\Z")
_DOTTED = re.compile(r"\.[a-z]{2,}[./]")
_COUNTED = re.compile(r"(?:no|nos|art|n)\.\s*\Z", re.IGNORECASE)


class PassageKind(StrEnum):
    """What a passage is in its document."""

    TEXT = "text"
    DEFINITION = "definition"
    HEADING = "heading"  # also a line of a table of contents


@dataclass(frozen=True, slots=True)
class Trigger:
    """A place of words that are looked for: `term` as the list or the query has them.

    `apart` are the words where others stand between them. `other`: they mean something else here,
    and whatever stands in them is no trigger.
    """

    source: str
    term: str
    span: Span
    apart: tuple[Span, ...] = ()
    other: bool = False

    @property
    def marks(self) -> tuple[Span, ...]:
        """The words themselves."""
        return self.apart or (self.span,)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one unit that one source proposes.

    `negations` are those that bear on a trigger, in order; `turned` the triggers they bear on.
    """

    source: str
    span: Span
    triggers: tuple[Trigger, ...]
    negations: tuple[Span, ...] = ()
    turned: tuple[Trigger, ...] = ()
    kind: PassageKind = PassageKind.TEXT

    @property
    def negated(self) -> bool:
        """Whether a negation bears on one of its triggers."""
        return bool(self.negations)


def passages(
    text: str,
    language: str,
    triggers: Iterable[Trigger],
    layout: Layout | None = None,
    redlines: Sequence[Redline] = (),
) -> list[Passage]:
    """The passages of one unit, in order; of one source none overlaps another.

    Words that a proposal strikes out trigger as others do, but do not negate.
    """
    flow = layout if isinstance(layout, FlowLayout) else None
    sentences = _Sentences(text, flow)
    whole = []
    for trigger in triggers:
        first = trigger.marks[0]
        if _in_address(text, first):
            continue
        if trigger.span.end <= sentences.around(first).end:
            whole.append(trigger)  # words near each other belong to one sentence
    stretches: dict[tuple[str, Span], list[Trigger]] = {}
    for trigger in _longest(whole):
        place = trigger.source, sentences.around(trigger.marks[0])
        stretches.setdefault(place, []).append(trigger)
    found = []
    for (source, span), own in _joined(stretches):
        cues = [
            cue
            for cue in negations(text, span, language)
            if not _struck(cue, redlines) and not _COUNTED.search(text[: cue.start][-6:])
        ]
        bearing: dict[Span, None] = {}
        turned = []
        for trigger in own:
            if near := turning(text, trigger.marks, cues, language):
                turned.append(trigger)
                bearing |= dict.fromkeys(near)
        found.append(
            Passage(
                source, span, tuple(own), tuple(sorted(bearing)), tuple(turned),
                kind_of(text, span, flow),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.span, one.source))


class _Sentences:
    """The sentences of one text, each looked for once."""

    def __init__(self, text: str, flow: FlowLayout | None) -> None:
        self._text = text
        self._flow = flow
        self._known: list[Span] = []  # in order, none overlapping

    def around(self, words: Span) -> Span:
        """The sentence that holds some words, without the number of its provision before it."""
        span = self._at(words.start)
        span = Span(span.start, max(span.end, words.end))
        if len(span) > LONGEST:
            span = _shortened(self._text, span, words)
        numbers = _NUMBERS.match(self._text, span.start, words.start)
        start = numbers.end() if numbers else span.start
        return Span(min(start, words.start), span.end)

    def _at(self, offset: int) -> Span:
        place = bisect_right(self._known, offset, key=lambda span: span.start)
        if place and offset < self._known[place - 1].end:
            return self._known[place - 1]
        span = sentence_at(self._text, offset, self._flow)
        if span.start <= offset < span.end:
            self._known.insert(place, span)
        return span


def _shortened(text: str, span: Span, words: Span) -> Span:
    """Of a sentence that never ends the lines around the words."""
    start, end = span.start, span.end
    if words.start - start > _AROUND:
        start = max(text.find("\n", words.start - _AROUND, words.start), words.start - _AROUND)
    if end - words.end > _AROUND:
        at = text.rfind("\n", words.end, words.end + _AROUND)
        end = at if at > 0 else words.end + _AROUND
    while start < words.start and text[start].isspace():
        start += 1
    return Span(start, end)


def kind_of(text: str, span: Span, flow: FlowLayout | None = None) -> PassageKind:
    """What a stretch is in its document, by its place and its shape."""
    said = text[span.start : span.end]
    paragraph = paragraph_at(flow, span.start) if flow is not None else None
    if paragraph is not None and paragraph.kind in (
        ParagraphKind.HEADING, ParagraphKind.HEADER, ParagraphKind.FOOTER,
    ):  # fmt: skip
        return PassageKind.HEADING
    in_table = paragraph is not None and paragraph.table > 0
    if _LEADERS.search(said):
        return PassageKind.HEADING
    if not in_table and not _CLOSED.search(said) and len(_WORD.findall(said)) <= _HEADING:
        start = text.rfind("\n", 0, span.start) + 1
        if paragraph is not None:
            start = paragraph.start
        end = text.find("\n", span.end)
        rest = text[span.end : end if end >= 0 else len(text)]
        if len(text[start : span.start].split()) <= 3 and not rest.strip():
            return PassageKind.HEADING
    line = text[max(0, text.rfind("\n", 0, span.start) + 1) : span.end]
    if _MEANING.search(fold(said)) or _DEFINED.match(line):
        return PassageKind.DEFINITION
    return PassageKind.TEXT


def suggestion_id(document: str, source: str, quotation: str) -> str:
    """The id of a suggestion: the same wherever the same words are proposed for the same reason."""
    words = " ".join(fold_loosely(quotation).split())
    return str(uuid.uuid5(_NAMESPACE, "\n".join((document, source, words))))


def fits(term: str, written: str) -> bool:
    """Whether words of a text are the term, or a form of it and not merely a relative.

    Stemmers take "associated" for "association". An acronym must be written as one.
    """
    wanted, found = _WORD.findall(term), _WORD.findall(written)
    if "…" in term:  # in any order
        return all(any(_is_form(one, other) for one in wanted) for other in found)
    if len(wanted) != len(found):
        return True  # divided by a hyphen, or a script without spaces
    return all(map(_is_form, wanted, found))


def _is_form(wanted: str, found: str) -> bool:
    if len(wanted) > 1 and wanted.isupper():
        return found.isupper() or (found[:1].isupper() and found[:-1].isupper())
    one, other = fold(wanted), fold(found)
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    left, right = len(one) - same, len(other) - same
    if (not left and not right) or not one[:1].isascii():
        return True
    if not left or not right:  # "or" is no form of "order"
        return same >= 4 or left + right <= 2
    return left + right <= 4 and min(len(one), len(other)) > 4  # nor "date" of "data"


def _longest(triggers: Collection[Trigger]) -> list[Trigger]:
    """Those that do not lie within another one of the same source, in order."""
    others = [trigger for trigger in triggers if trigger.other]
    found: list[Trigger] = []
    for trigger in sorted(set(triggers), key=lambda t: (t.source, t.span.start, -t.span.end)):
        last = found[-1] if found else None
        if any(
            trigger.source == other.source
            and other.span.start <= trigger.span.start
            and trigger.span.end <= other.span.end
            for other in others
        ):
            continue
        if last and last.source == trigger.source and trigger.span.end <= last.span.end:
            continue
        found.append(trigger)
    return found


def _joined(
    stretches: dict[tuple[str, Span], list[Trigger]],
) -> list[tuple[tuple[str, Span], list[Trigger]]]:
    """The stretches of each source, those that overlap made one."""
    found: list[tuple[tuple[str, Span], list[Trigger]]] = []
    for (source, span), own in sorted(stretches.items(), key=lambda item: item[0]):
        if found:
            (before, last), others = found[-1]
            if before == source and span.start < last.end:
                joined = Span(last.start, max(last.end, span.end))
                found[-1] = ((source, joined), [*others, *own])
                continue
        found.append(((source, span), list(own)))
    return found


def _in_address(text: str, word: Span) -> bool:
    """Whether a word is part of an address of the web ("content.example.org/list")."""
    before = text[max(0, word.start - 60) : word.start]
    return _ADDRESS.search(before) is not None or _DOTTED.match(text, word.end) is not None


def _struck(span: Span, redlines: Sequence[Redline]) -> bool:
    return any(
        mark.kind is RedlineKind.DELETED and mark.start <= span.start and span.end <= mark.end
        for mark in redlines
    )
