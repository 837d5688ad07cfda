"""Writes a query tree as a query again, so that reading it gives the same tree.

Programs use it to put conditions together; the tests use it to show that the grammar has one
meaning.
"""

from __future__ import annotations

import re

from itrvault.search.fields import FIELDS
from itrvault.search.query import (
    And,
    Apart,
    Either,
    FieldTest,
    Fuzzy,
    Gap,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Pattern,
    Positional,
    Required,
    Sequence,
    Start,
    Word,
)  # fmt: skip
from itrvault.search.tokens import is_unspaced

_OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR"})
_BARE_VALUE = re.compile(r"[\w*?.,/@%&#'’+-]+(?:\([\w.*?]*\)[\w.*?/-]*)*\Z")
_OPEN = "*"


def to_query(node: Node) -> str:
    """The query as a person could have typed it."""
    match node:
        case And(parts=parts):
            return " ".join(_part(part) for part in parts)
        case Or(parts=some) | Either(parts=some, said="") if not _hyphened(node):
            return " OR ".join(_part(part) for part in some)
        case _:
            return _part(node)


def _part(node: Node | Gap) -> str:
    """The same as one part of a larger query, in parentheses where it needs them."""
    match node:
        case Word() | Pattern() | Fuzzy():
            return _governors(node) + _leaf(node)
        case Gap():
            return "*"
        case Start():
            return "^"
        case Sequence(parts=parts):
            return f'{_governors(*parts)}"{node.typed}"'
        case Either(said=said) if said:
            return _governors(*_words_of(node)) + said
        case Either(parts=(Sequence() as apart, Word() as joined)) if _hyphened(node):
            return _governors(joined) + apart.typed
        case And() | Or() | Either():
            return f"({to_query(node)})"
        case Near():
            return _near(node)
        case Apart(part=part, other=other):
            sign = {0: "w", 1: "pre", -1: "AFTER"}[node.order]
            return f"({_part(part)} NOT {sign}/{node.distance} {_part(other)})"
        case Not(part=part):
            return f"-{_part(part)}"
        case Required(part=part):
            return f"+{_part(part)}"
        case FieldTest():
            return _test(node)


def _hyphened(node: Node) -> bool:
    """Whether it is "co-operation", which is also "cooperation"."""
    match node:
        case Either(parts=(Sequence() as apart, Word() as joined)):
            return apart.start == joined.start and "-" in apart.typed.replace("‐", "-").replace(
                "‑", "-"
            )
    return False


def _leaf(leaf: Leaf) -> str:
    match leaf:
        case Word(raw=raw):
            if leaf.exact and not leaf.spelt and raw[-1:].isalpha() and not is_unspaced(raw):
                return f"{raw}~0"
            return f'"{raw}"' if raw in _OPERATORS else raw
        case Pattern():
            return leaf.spelt or leaf.text
        case Fuzzy():
            return f"{leaf.term}~{leaf.distance}"


def _governors(*leaves: Leaf | Gap) -> str:
    """`inserted:`, `exact:` and the like, as they hold for all the words."""
    words = [leaf for leaf in leaves if not isinstance(leaf, Gap)]
    named = [f"{kind}:" for kind in dict.fromkeys(w.redline for w in words) if kind is not None]
    if any(not isinstance(word, Fuzzy) and word.spelt for word in words):
        named.append("exact:")
    if any(isinstance(word, Word) and word.any_script for word in words):
        named.append("translit:")
    return "".join(named)


def _words_of(node: Positional) -> list[Leaf]:
    match node:
        case Either(parts=parts) | Near(parts=parts):
            return [word for part in parts for word in _words_of(part)]
        case Apart(part=part, other=other):
            return [*_words_of(part), *_words_of(other)]
        case Sequence(parts=inside):
            return [part for part in inside if not isinstance(part, Gap)]
        case Start():
            return []
        case _:
            return [node]


def _near(node: Near) -> str:
    match node.parts:
        case (Start(), part) if node.ordered and node.distance == 0 and not isinstance(part, Near):
            return f"^{_part(part)}"
    if (typed := _quotable(node)) is not None:
        order = ">" if node.ordered else ""
        return f'{_governors(*_words_of(node))}"{typed}"~{order}{node.distance}'
    sign = f"{'pre' if node.ordered else 'w'}/{node.distance}"
    return f"({f' {sign} '.join(_part(part) for part in node.parts)})"


def _quotable(node: Near) -> str | None:
    """What would stand between quotation marks; None when the parts are no plain words."""
    if len(node.parts) < 3:
        return None
    typed = [
        part.raw if isinstance(part, Word) else
        part.typed if isinstance(part, Sequence) else
        part.spelt or part.text if isinstance(part, Pattern) else None
        for part in node.parts
    ]  # fmt: skip
    if any(one is None for one in typed):
        return None
    return " ".join(one for one in typed if one is not None)


def _test(test: FieldTest) -> str:
    if test.value:
        bare = _BARE_VALUE.match(test.value) is not None and not test.exact
        return f"{test.field}:{test.value}" if bare else f'{test.field}:"{test.value}"'
    low, high = test.low, test.high
    if FIELDS[test.field].kind == "date":
        if low.endswith("~"):  # see values.py
            return f"{test.field}:>{low[:-1]}"
        if high.endswith("~"):
            return f"{test.field}:<{high[:-2]}{chr(ord(high[-2]) + 1)}"
    return f"{test.field}:[{low or _OPEN} TO {high or _OPEN}]"
