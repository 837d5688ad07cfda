"""Finds the brackets of a draft, nested as they are, with who proposes and who opposes each.

    [US/AU propose; CL/NZ oppose: text [JP propose: more] of it]

Brackets run over pages, past running heads, and past footnotes, which have brackets of their own.
Footnotes are told by their numbers, which go up by one through the document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from itrvault.model.bracket import Bracket, Position, Stance
from itrvault.model.document import Unit
from itrvault.model.provision import Place
from itrvault.treaty.furniture import without_furniture
from itrvault.treaty.provision_reader import Line

_VERBS = {
    Stance.PROPOSE: r"propos(?:e|es|ed|als?|ent|er|en|an|ing)",
    Stance.OPPOSE: r"oppos(?:e|es|ed|ent|ing)|se opone[n]?|s'oppos\w+",
    Stance.SUPPORT: r"support(?:s|ed|ing)?|apoya[n]?|appui\w+",
    Stance.CONSIDER: r"consider(?:s|ed|ing)?|reflecting",
    Stance.RESERVE: r"reserv(?:e|es|ed|ing|ent|an)",
}
_STANCES = tuple((stance, re.compile(words, re.IGNORECASE)) for stance, words in _VERBS.items())
_TOKEN = re.compile(
    r"(?P<word>[a-z’'-]{1,20}|(?i:propos|oppos|support|consider|reserv)[A-Za-z]{0,5}(?![A-Za-z]))"
    r"|(?P<code>[A-Z]{2,4})(?![A-Z])|(?P<between>[/,&;；，、]|\s+|\d{1,3})|(?P<end>[:.：]|[–—](?=\s))"
)
_VERB_BEHIND = re.compile(
    r"\s*(?:propos(?:es?|ent?)|oppos(?:es?|ent)|supports?|consider(?:s|ing)?|reserv(?:es?|ent))"
    r"\s*(?:[:：]|(?=\s))",
    re.IGNORECASE,
)
"""A verb that stands behind the colon: "JP, CL: propose to add"."""
_DEEPEST = 12
_LONGEST_LABEL = 400
_MOST_WORDS = 4  # in a row, verb included: "JP alternatively propose"
_NO_PARTIES = frozenset(("NOTE", "ALT", "OPTION"))
_NOTE_BEHIND = re.compile(r"\d{1,3}(?=\s)|")
_FOOTNOTE = re.compile(r"(?P<number>\d{1,4})\s+(?=[\[“\"A-Z({])")


@dataclass(slots=True)
class _Open:
    at: int
    inner: list[Bracket] = field(default_factory=list)
    label: str = ""
    begins: int = 0  # where its text begins, behind the label


def find_brackets(units: Sequence[Unit]) -> list[Bracket]:
    """The outermost brackets, in order, those of the body before those of the footnotes."""
    body, notes = _parted(units)
    return [*_Reading(body).brackets(), *(b for note in notes for b in _Reading(note).brackets())]


def together(
    brackets: Sequence[Bracket], stance: Stance = Stance.PROPOSE
) -> dict[tuple[str, str], int]:
    """How often two parties take a stance on the same brackets; each pair by its letters."""
    counts: dict[tuple[str, str], int] = {}
    for outer in brackets:
        for _, bracket in outer.walk():
            for pair in combinations(sorted(bracket.parties(stance)), 2):
                counts[pair] = counts.get(pair, 0) + 1
    return counts


def _parted(units: Sequence[Unit]) -> tuple[list[Line], list[list[Line]]]:
    """The lines of the body, and those of each footnote."""
    body: list[Line] = []
    notes: list[list[Line]] = []
    expected, page, in_note = 1, -1, False
    for line in without_furniture(units):
        if line.unit != page:
            page, in_note = line.unit, False
        found = _FOOTNOTE.match(line.text)
        if found is not None and int(found["number"]) == expected:
            expected, in_note = expected + 1, True
            notes.append([])
        if in_note:
            notes[-1].append(line)
        else:
            body.append(line)
    return body, notes


class _Reading:
    """One run of text, joined from its lines, and where each of its characters stands."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = list(lines)
        self._starts: list[int] = []
        parts, at = [], 0
        for line in self._lines:
            self._starts.append(at)
            parts.append(line.text)
            at += len(line.text) + 1
        self._text = "\n".join(parts)

    def brackets(self) -> Iterator[Bracket]:
        """The outermost ones. Deeper than any draft goes, a bracket is a sign like others."""
        stack: list[_Open] = []
        beyond = 0
        for sign in re.finditer(r"[\[\]]", self._text):
            at = sign.start()
            if sign[0] == "[":
                if len(stack) == _DEEPEST:
                    beyond += 1
                    continue
                opened = _Open(at)
                opened.label, opened.begins = _label(self._text, at + 1)
                stack.append(opened)
            elif beyond:
                beyond -= 1
            elif stack:
                done = self._closed(stack.pop(), at, closed=True)
                if stack:
                    stack[-1].inner.append(done)
                else:
                    yield done
        for opened in stack:  # never closed: a slip, which holds no more than its own line
            line_end = self._text.find("\n", opened.begins)
            end = len(self._text) if line_end < 0 else line_end
            inner, opened.inner = opened.inner, []
            yield self._closed(opened, max(end, opened.begins), closed=False)
            yield from inner

    def _closed(self, opened: _Open, end: int, *, closed: bool) -> Bracket:
        words = _without_labels(self._text[opened.begins : end])
        first, last = self._place(opened.at), self._place(max(opened.at, end - 1))
        place = Place(first[0], first[1], last[0], last[1] + 1 + closed)
        return Bracket(
            place, " ".join(opened.label.split()), _positions(opened.label),
            " ".join(words.split()), tuple(opened.inner), closed,
        )  # fmt: skip

    def _place(self, at: int) -> tuple[int, int]:
        index = bisect_right(self._starts, at) - 1
        line = self._lines[index]
        return line.unit, line.start + min(at - self._starts[index], len(line.text))


def _without_labels(text: str) -> str:
    """The words of the text and of the brackets in it; no brackets, and no labels."""
    parts, at = [], 0
    for sign in re.finditer(r"[\[\]]", text):
        if sign.start() < at:
            continue
        parts.append(text[at : sign.start()])
        at = sign.end()
        if sign[0] == "[":
            at = _label(text, at)[1]
    parts.append(text[at:])
    return "".join(parts)


def _label(text: str, at: int) -> tuple[str, int]:
    """The label that begins here, and where the text behind it does; ("", at) without one.

    Codes, verbs and the numbers of footnotes, up to a colon; up to a point or a dash where a verb
    is there. Without any of these the label ends with its verb ("US/JP propose").
    """
    position, words, named, stated = at, 0, False, 0
    while position < min(len(text), at + _LONGEST_LABEL):
        token = _TOKEN.match(text, position)
        if token is None:
            break
        position = token.end()
        if token["code"]:
            if token["code"] in _NO_PARTIES:
                break
            named, words = True, 0
        elif token["word"]:
            words += token["word"] != "and"
            if not named or words > _MOST_WORDS:
                break
            if _stance(token["word"]) is not None:
                stated = token.end()
        elif token["end"]:
            colon = token["end"] in ":："
            if not named or not (colon or (stated and stated >= token.start() - 1)):
                break
            behind = _NOTE_BEHIND.match(text, position)
            position = behind.end() if behind is not None else position
            verb = _VERB_BEHIND.match(text, position) if not stated else None
            if verb is not None:
                return text[at : verb.end()].rstrip(" \n:："), verb.end()
            return text[at : token.start()], position
    return (text[at:stated], stated) if stated else ("", at)


def _stance(words: str) -> Stance | None:
    return next((stance for stance, verb in _STANCES if verb.search(words)), None)


def _positions(label: str) -> tuple[Position, ...]:
    """Who stands where: the codes before each verb, up to the next codes behind it."""
    found: list[Position] = []
    parties: list[str] = []
    words: list[str] = []

    def end() -> None:
        if parties:
            verb = _stance(" ".join(words))
            named = tuple(dict.fromkeys(parties))
            found.append(Position(verb or Stance.PROPOSE, named, verb is not None))
        parties.clear()
        words.clear()

    for token in _TOKEN.finditer(label):
        if token["code"]:
            if words:
                end()
            parties.append(token["code"])
        elif token["word"] and token["word"] != "and":
            words.append(token["word"])
        elif token["between"] == ";":
            end()
    end()
    return tuple(found)
