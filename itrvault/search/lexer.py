"""Cuts a query into words, quotations, signs and operators, each with its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from rapidfuzz import process

from itrvault.search.fields import ALIASES, FIELDS, PLACE_FIELDS, TEXT_FIELDS, known_fields


class Fault(Exception):
    """What is wrong with a query and how it might be mended. Never leaves the parser."""

    def __init__(self, what: str, position: int, length: int, repair: str | None) -> None:
        super().__init__(what)
        self.what = what
        self.position = position
        self.length = max(1, length)
        self.repair = repair


class Kind(Enum):
    """What a lexeme is."""

    WORD = auto()
    QUOTED = auto()
    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    MINUS = auto()
    PLUS = auto()
    NEAR = auto()
    START = auto()
    FIELD = auto()


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A piece of the query. `text` is what matters of it: a field's name, a quotation's inside.

    `number` is the distance of NEAR, or behind a quotation (-1: none); `inside` is where the
    quotation's words begin. `order` says that the words near each other must come as they are
    typed (1) or the other way round (-1).
    """

    kind: Kind
    text: str
    start: int
    end: int
    number: int = -1
    inside: int = 0
    order: int = 0


_CLOSERS = {
    "“": "”“", "„": "“”‟", "‟": "”", "”": "”", "«": "»", "»": "«»", "「": "」", "『": "』",
    "《": "》", "〈": "〉", "〝": "〞〟", "❝": "❞",
}  # fmt: skip
"""What closes a quotation that these open; a straight mark closes and opens itself."""
_QUOTES = '"“”„‟«»″＂「」『』《》〈〉〝〞〟❝❞'
_QUOTE = re.compile(f"[{_QUOTES}]")

_PLAIN = str.maketrans(
    {
        **dict.fromkeys(_QUOTES, '"'),
        "（": "(",
        "）": ")",
        "：": ":",
        "＊": "*",
        "？": "?",
        "؟": "?",
        "＋": "+",
        "－": "-",
        "～": "~",
        "〜": "~",
        "／": "/",
        "［": "[",
        "］": "]",
        "，": ",",
        "、": ",",
        "،": ",",
        "؛": ";",
        "；": ";",
        "。": ".",
        "＞": ">",
        "＜": "<",
        "\u2212": "-",
        "\u3000": " ",
        **dict.fromkeys("\x00\x0b\x0c\x1c\x1d\x1e\x1f\x85\u2028\u2029", " "),
        **dict.fromkeys(
            "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff", " "
        ),
    }
)

_LIMITS = r"\s()\""
_OPERATOR = re.compile(rf"(AND|OR|NOT|NEAR)(?=[{_LIMITS}]|\Z)")
_NEAR = re.compile(
    rf"(?P<sign>[wW]|NEAR|pre|PRE|BEFORE|AFTER)/(?P<number>\d{{1,6}})(?=[{_LIMITS}]|\Z)"
)
_ORDERS = {"pre": 1, "before": 1, "after": -1}
_FIELD = re.compile(r"([A-Za-z_]{2,}):")
_WORD = re.compile(r"[^\s()\"]+(?:\([^\s()\"]*\)[^\s()\"]*)*")
_RANGE = re.compile(r"[\[{][^\]}\"]*[\]}]")
_DISTANCE = re.compile(r"~(?P<order>>?)(?P<number>\d{0,6})")
_NEAR_DEFAULT = 10
FARTHEST = 1_000
"""Words that may lie between two that are near each other; less than between two units."""


def plain(query: str) -> str:
    """The query with typographic and foreign signs as plain ones, every character in its place.

    Quotation marks inside a quotation, as a pasted passage has them, become blanks.
    """
    return _without_inner_quotes(query).translate(_PLAIN)


def _without_inner_quotes(query: str) -> str:
    marks = [(match.start(), match.group()) for match in _QUOTE.finditer(query)]
    kinds = "".join('"' if mark in '"″＂' else "”" for _, mark in marks)
    if len(marks) < 3 or re.fullmatch('(?:"”)+', kinds):  # "a” OR "b”: every second one closes
        return query
    letters = list(query)
    at = 0
    while at < len(marks):
        opener = marks[at][1]
        closers = _CLOSERS.get(opener, '"″＂')
        later = range(at + 1, len(marks))
        end = next((index for index in later if marks[index][1] in closers), at + 1)
        for place, _ in marks[at + 1 : end]:
            letters[place] = " "
        at = end + 1
    return "".join(letters)


def scan(query: str) -> list[Lexeme]:
    """All lexemes of a query that went through `plain`; `Fault` where there is none."""
    lexemes: list[Lexeme] = []
    at = 0
    while at < len(query):
        if query[at].isspace():
            at += 1
            continue
        lexeme = _next(query, at, lexemes[-1] if lexemes else None)
        lexemes.append(lexeme)
        at = lexeme.end
    return lexemes


def _next(query: str, at: int, before: Lexeme | None) -> Lexeme:
    char = query[at]
    if char == '"':
        return _quotation(query, at)
    if char in "()":
        return Lexeme(Kind.OPEN if char == "(" else Kind.CLOSE, char, at, at + 1)
    if match := _NEAR.match(query, at):
        number = _distance(match, query)
        order = _ORDERS.get(match["sign"].lower(), 0)
        return Lexeme(Kind.NEAR, match.group(), at, match.end(), number, order=order)
    if match := _OPERATOR.match(query, at):
        number = _NEAR_DEFAULT if match[1] == "NEAR" else -1
        return Lexeme(Kind[match[1]], match[1], at, match.end(), number)
    governed = before is not None and before.kind is Kind.FIELD and before.end == at
    if char in "-+" and not governed and at + 1 < len(query) and not query[at + 1].isspace():
        return Lexeme(Kind.MINUS if char == "-" else Kind.PLUS, char, at, at + 1)
    if char == "^":
        return Lexeme(Kind.START, char, at, at + 1)
    if not governed and (field := _field(query, at)) is not None:
        return field
    if governed and before is not None and before.text in TEXT_FIELDS:
        inner = _FIELD.match(query, at)  # "inserted:exact:word"
        if inner and (name := inner[1].lower()) in (*TEXT_FIELDS, *PLACE_FIELDS):
            return Lexeme(Kind.FIELD, name, at, inner.end())
    if before is not None and before.kind is Kind.FIELD and (match := _RANGE.match(query, at)):
        return Lexeme(Kind.WORD, match.group(), at, match.end())
    match = _WORD.match(query, at)
    assert match is not None
    return Lexeme(Kind.WORD, match.group(), at, match.end())


def _quotation(query: str, at: int) -> Lexeme:
    end = query.find('"', at + 1)
    if end < 0:
        raise Fault("This quotation mark is never closed", at, 1, query.rstrip() + '"')
    number, order = -1, 0
    after = end + 1
    if match := _DISTANCE.match(query, after):
        if not match["number"]:
            raise Fault(
                "A number of words belongs behind this ~", after, 1,
                query[: match.end()] + "5" + query[match.end() :],
            )  # fmt: skip
        number, order, after = _distance(match, query), len(match["order"]), match.end()
    return Lexeme(Kind.QUOTED, query[at + 1 : end], at, after, number, at + 1, order)


def _distance(match: re.Match[str], query: str) -> int:
    number = int(match["number"])
    if number > FARTHEST:
        start, end = match.span("number")
        raise Fault(
            f"Words can be looked for up to {FARTHEST} words apart", start, end - start,
            f"{query[:start]}{FARTHEST}{query[end:]}",
        )  # fmt: skip
    return number


def _field(query: str, at: int) -> Lexeme | None:
    """A field name with its colon, if that is what stands here.

    "http://x", "3:10" and "RES: 1" are words. A name that is none of ours and has its value right
    behind the colon is more likely a slip than a word, and is asked about.
    """
    match = _FIELD.match(query, at)
    if not match:
        return None
    name = match[1].lower()
    name = ALIASES.get(name, name)
    behind = query[match.end() : match.end() + 1]
    if behind == "/" and query[match.end() : match.end() + 2] == "//":
        return None
    if name in FIELDS or name in TEXT_FIELDS or name in PLACE_FIELDS:
        return Lexeme(Kind.FIELD, name, at, match.end())
    if not behind or behind.isspace() or not match[1].islower():
        return None
    nearest = process.extractOne(name, known_fields(), score_cutoff=70)
    known = ", ".join(sorted([*FIELDS, *TEXT_FIELDS, *PLACE_FIELDS]))
    end = match.end()
    repaired = nearest[0] + ":" if nearest else match[1] + " "
    raise Fault(
        f"There is no field “{match[1]}” (there are {known})", at, len(match.group()),
        query[:at] + repaired + query[end:],
    )  # fmt: skip
