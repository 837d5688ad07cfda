"""Reads what a person typed. Any string gives a tree or a `QueryError` that says where and why.

Words side by side must all be there; `OR`, `AND`, `NOT` in capitals, `-` and `+` before a word,
parentheses, "phrases", `*` and `?`, `word~1`, `"a b"~5`, `a w/5 b`, `a pre/5 b`, `^word`,
`field:value`. The grammar is in docs/searching.md. Punctuation of other scripts and typographic
quotation marks count as the plain ones. `printing.py` is the way back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from itrvault.errors import QueryError
from itrvault.model.document import RedlineKind
from itrvault.search import words
from itrvault.search.fields import PLACE_FIELDS, TEXT_FIELDS
from itrvault.search.lexer import Fault, Kind, Lexeme, plain, scan
from itrvault.search.provisions import read_place
from itrvault.search.query import (
    POSITIONAL,
    Apart,
    FieldTest,
    Near,
    Node,
    Not,
    Positional,
    Required,
    Start,
    conjunction,
    disjunction,
    in_any_script,
    in_redlines,
)  # fmt: skip
from itrvault.search.tokens import PIECE
from itrvault.search.values import read_value

_KINDS = {"inserted": RedlineKind.INSERTED, "deleted": RedlineKind.DELETED}
_ANY_OF = {RedlineKind.INSERTED: "insertion", RedlineKind.DELETED: "deletion"}
MAX_LENGTH = 4_000
MAX_DEPTH = 50


def parse(query: str) -> Node:
    """The query as a tree; `QueryError`, with the nearest good reading, when there is none."""
    try:
        return _parse(query)
    except Fault as fault:
        raise QueryError(
            what=fault.what,
            position=fault.position,
            length=fault.length,
            near=_near(query, fault.position),
            suggestion=_nearest(query, fault),
        ) from None


def _near(query: str, position: int) -> str:
    part = " ".join(query[max(0, position - 12) : position + 20].split())
    return f"“{part}”" if part else "the query is empty"


def _nearest(query: str, fault: Fault) -> str:
    """The repaired query; where repairs do not end, its plain words."""
    for _ in range(8):
        repaired = fault.repair
        if repaired is None or repaired == query or len(repaired) > MAX_LENGTH:
            break
        try:
            _parse(repaired)
        except Fault as next_fault:
            query, fault = repaired, next_fault
        else:
            return repaired.strip()
    found = [match.group() for match in PIECE.finditer(query[:MAX_LENGTH])]
    return " ".join(
        word.lower() if word in ("AND", "OR", "NOT", "NEAR") else word for word in found
    )


def _parse(query: str) -> Node:
    if len(query) > MAX_LENGTH:
        raise Fault("The query is too long", MAX_LENGTH, 1, query[:MAX_LENGTH])
    parser = _Parser(query)
    node = parser.alternatives(0, _Context())
    if (left := parser.peek()) is not None:  # only a closing parenthesis ends the loop early
        raise Fault(
            "This closing parenthesis has no opening one", left.start, 1, parser.without(left)
        )
    if node is None:
        raise Fault("There is nothing to search for", 0, max(1, len(query)), None)
    return node


@dataclass(frozen=True, slots=True)
class _Context:
    """What stands before the parenthesis we are in: `exact:(`, `tag:(`."""

    field: str = ""
    exact: bool = False
    redline: RedlineKind | None = None
    any_script: bool = False

    def govern(self, node: Node | None) -> Node | None:
        """What the words of a part mean here."""
        if not isinstance(node, POSITIONAL):
            return node
        if self.any_script:
            node = in_any_script(node)
        return node if self.redline is None else in_redlines(node, self.redline)


class _Parser:
    def __init__(self, query: str) -> None:
        self.query = query
        self.lexemes = scan(plain(query))
        self.at = 0

    def peek(self) -> Lexeme | None:
        """The next lexeme, not taken."""
        return self.lexemes[self.at] if self.at < len(self.lexemes) else None

    def without(self, *lexemes: Lexeme) -> str:
        """The query with these lexemes cut out."""
        text = self.query
        for lexeme in sorted(lexemes, key=lambda one: -one.start):
            text = text[: lexeme.start] + " " + text[lexeme.end :]
        return " ".join(text.split())

    def alternatives(self, depth: int, context: _Context) -> Node | None:
        """Parts joined by OR; None when there is nothing."""
        parts: list[Node] = []
        operator: Lexeme | None = None
        while True:
            part = self.together(depth, context)
            if part is None and operator is not None:
                raise self._lonely(operator)
            if part is not None:
                parts.append(part)
            following = self.peek()
            if following is None or following.kind is not Kind.OR:
                break
            operator = following
            if part is None:
                raise self._lonely(operator)
            self.at += 1
        return disjunction(parts) if parts else None

    def together(self, depth: int, context: _Context) -> Node | None:
        """Parts that must all match, side by side or joined by AND."""
        parts: list[Node] = []
        operator: Lexeme | None = None
        while (lexeme := self.peek()) is not None and lexeme.kind not in (Kind.OR, Kind.CLOSE):
            if lexeme.kind is Kind.AND:
                if operator is not None or not parts:
                    raise self._lonely(lexeme)
                operator = lexeme
                self.at += 1
                continue
            part = self.signed(depth, context)
            if part is not None:
                parts.append(part)
                operator = None
        if operator is not None:
            raise self._lonely(operator)
        return conjunction(parts) if parts else None

    def signed(self, depth: int, context: _Context) -> Node | None:
        """A part with NOT, `-` or `+` before it."""
        lexeme = self.peek()
        assert lexeme is not None
        if lexeme.kind not in (Kind.NOT, Kind.MINUS, Kind.PLUS):
            return self.near(depth, context)
        if depth >= MAX_DEPTH:
            raise Fault("Too many signs before one word", lexeme.start, 1, self.without(lexeme))
        self.at += 1
        following = self.peek()
        if following is None or following.kind in (Kind.OR, Kind.AND, Kind.CLOSE, Kind.NEAR):
            raise self._lonely(lexeme)
        part = self.signed(depth + 1, context)
        if part is None:
            raise self._lonely(lexeme)
        if lexeme.kind is Kind.PLUS:
            return Required(part)
        return part.part if isinstance(part, Not) else Not(part)

    def near(self, depth: int, context: _Context) -> Node | None:
        """Words and phrases joined by NEAR."""
        left = self.primary(depth, context)
        while (operator := self.distance()) is not None:
            if left is None:
                raise self._lonely(operator)
            apart = self.at > 0 and self.lexemes[self.at - 1].kind is Kind.NOT
            self.at += 1
            following = self.peek()
            if following is None or following.kind not in (
                Kind.WORD, Kind.QUOTED, Kind.OPEN, Kind.FIELD, Kind.START,
            ):  # fmt: skip
                raise self._lonely(operator)
            right = self.primary(depth, context)
            if right is None:
                raise self._lonely(operator)
            if not (isinstance(left, POSITIONAL) and isinstance(right, POSITIONAL)):
                raise Fault(
                    f"{operator.text.strip()} joins words and phrases only",
                    operator.start, len(operator.text), self.without(operator),
                )  # fmt: skip
            left = _nearby(left, right, operator, apart=apart)
        if isinstance(left, Start):
            raise Fault(
                "^ belongs right before a word, or beside w/5", left.start, 1,
                self.query[: left.start] + " " + self.query[left.end :],
            )  # fmt: skip
        return left

    def distance(self) -> Lexeme | None:
        """The operator between two words that comes next, after its NOT; None for another thing."""
        operator = self.peek()
        if operator is not None and operator.kind is Kind.NOT and self.at + 1 < len(self.lexemes):
            following = self.lexemes[self.at + 1]
            if following.kind is Kind.NEAR:
                self.at += 1
                return following
        return operator if operator is not None and operator.kind is Kind.NEAR else None

    def primary(self, depth: int, context: _Context) -> Node | None:
        """A word, phrase, condition or group; None for what holds no word (a dash, a full stop)."""
        lexeme = self.peek()
        assert lexeme is not None
        self.at += 1
        match lexeme.kind:
            case Kind.OPEN:
                return self.group(lexeme, depth, context)
            case Kind.FIELD:
                return self.field(lexeme, depth, context)
            case Kind.START:
                return self.anchored(lexeme, depth, context)
            case Kind.NEAR:
                raise self._lonely(lexeme)
            case _ if context.field in PLACE_FIELDS:
                return context.govern(read_place(context.field, lexeme, self.query))
            case _ if context.field:
                return read_value(context.field, lexeme, self.query)
            case Kind.QUOTED:
                node = words.phrase(lexeme, exact=context.exact, query=self.query)
            case _ if context.redline and not lexeme.text.strip("*"):
                return FieldTest("has", _ANY_OF[context.redline], "", "", lexeme.start, lexeme.end)
            case _:
                node = words.word(lexeme, exact=context.exact, query=self.query)
        return context.govern(node)

    def anchored(self, sign: Lexeme, depth: int, context: _Context) -> Node:
        """`^` and what must stand first, or `^` alone beside w/5."""
        start = Start(sign.start, sign.end)
        following = self.peek()
        if (
            following is None
            or following.start != sign.end
            or following.kind not in (Kind.WORD, Kind.QUOTED, Kind.OPEN, Kind.FIELD)
        ):
            return start
        part = self.primary(depth, context)
        if not isinstance(part, POSITIONAL) or isinstance(part, Start):
            raise Fault(
                "^ belongs before words and phrases only", sign.start, 1, self.without(sign)
            )
        return Near((start, part), 0, sign.start, part.end, ordered=True)

    def group(self, opening: Lexeme, depth: int, context: _Context) -> Node:
        """The inside of parentheses."""
        if depth >= MAX_DEPTH:
            raise Fault(
                "Parentheses are nested too deeply", opening.start, 1,
                re.sub(r"[()]", " ", self.query),
            )  # fmt: skip
        inside = self.alternatives(depth + 1, context)
        closing = self.peek()
        if closing is None:
            raise Fault(
                "This parenthesis is never closed", opening.start, 1, self.query.rstrip() + ")"
            )
        self.at += 1
        if inside is None:
            raise Fault(
                "There is no word between these parentheses", opening.start,
                closing.end - opening.start, self.without(opening, closing),
            )  # fmt: skip
        return inside

    def field(self, lexeme: Lexeme, depth: int, around: _Context) -> Node | None:
        """`name:` and what it governs."""
        name = lexeme.text
        following = self.peek()
        governed = {Kind.WORD, Kind.QUOTED, Kind.OPEN}
        if name in TEXT_FIELDS:
            governed.add(Kind.FIELD)
        if following is None or following.kind not in governed:
            raise Fault(
                f"{name}: needs a value after the colon", lexeme.start, len(name) + 1,
                self.without(lexeme),
            )  # fmt: skip
        if name in TEXT_FIELDS:
            kind = _KINDS.get(name, around.redline)
            context = _Context(
                exact=around.exact or name == "exact",
                redline=kind,
                any_script=around.any_script or name == "translit",
            )
            node = self.primary(depth, context)
            if node is None:
                raise Fault(
                    f"{name}: needs a word after the colon", lexeme.start, len(name) + 1,
                    self.without(lexeme),
                )  # fmt: skip
            return node
        if name in PLACE_FIELDS:
            return self.primary(depth, _Context(field=name, redline=around.redline))
        return self.primary(depth, _Context(field=name))

    def _lonely(self, operator: Lexeme) -> Fault:
        sign = operator.text.strip()
        side = "after it" if operator.kind in (Kind.NOT, Kind.MINUS, Kind.PLUS) else "on both sides"
        return Fault(
            f"{sign} needs a word {side}",
            operator.start,
            len(operator.text),
            self.without(operator),
        )


def _nearby(left: Positional, right: Positional, operator: Lexeme, *, apart: bool) -> Near | Apart:
    if apart:
        number, order = operator.number, operator.order
        return Apart(left, right, number, left.start, right.end, order)
    parts = (right, left) if operator.order < 0 else (left, right)
    return Near(parts, operator.number, left.start, right.end, ordered=operator.order != 0)
