"""Says in one line how a query was read. Without this nobody can trust an empty result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from itrvault.search.fields import FIELDS
from itrvault.search.query import (
    And,
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
    Required,
    Word,
)  # fmt: skip
from itrvault.search.query import Sequence as Phrase
from itrvault.search.streams import plain_word
from itrvault.search.symbols import say_symbol
from itrvault.search.tokens import is_unspaced

_SHOWN, _SHOWN_IN_PHRASE = 6, 2
"""Other forms of a word that are listed; the rest is counted."""

Forms = Mapping[Leaf, tuple[str, ...]]


def describe(node: Node, forms: Forms, languages: Sequence[str]) -> str:
    """The reading, such as `traffic AND routes (route, routed) in en fr`.

    `languages` are those whose inflected forms were added.
    """
    text = _say(node, forms, outer=True)
    return f"{text} in {' '.join(languages)}" if languages else text


def _say(node: Node | Gap, forms: Forms, *, outer: bool = False) -> str:
    match node:
        case Word() | Pattern() | Fuzzy():
            return _changed(node) + _word(node, forms)
        case Gap():
            return "*"
        case Phrase(parts=parts):
            return _changed(*parts) + _phrase(parts, node.typed, forms)
        case Either(parts=(Phrase() as apart, Word() as joined)) if apart.start == joined.start:
            # co-operation, cooperation
            return f"{_changed(joined)}{apart.typed} (or {_word(joined, forms)})"
        case And(parts=parts):
            text = " AND ".join(_say(part, forms) for part in _positive_first(parts))
            return text.replace(" AND NOT ", " NOT ") if outer else f"({text})"
        case Or(parts=some) | Either(parts=some):
            text = " OR ".join(_say(part, forms) for part in some)
            return text if outer else f"({text})"
        case Near(parts=some, distance=distance):
            what = " and ".join(_say(part, forms) for part in some)
            few = "no" if distance == 0 else f"at most {distance}"
            text = f"{what} with {few} other word{'s' * (distance != 1)} between them"
            return text if outer else f"({text})"
        case Not(part=part):
            return f"{'everything ' if outer else ''}NOT {_say(part, forms)}"
        case Required(part=part):
            return f"+{_say(part, forms)}"
        case FieldTest():
            return _test(node)


def _positive_first(parts: Sequence[Node]) -> list[Node]:
    return sorted(parts, key=lambda part: isinstance(part, Not))


def _changed(*parts: Leaf | Gap) -> str:
    """Whether the words must be inserted or deleted."""
    kinds = {part.redline for part in parts if not isinstance(part, Gap)}
    return "".join(f"{kind} " for kind in kinds if kind is not None)


def _word(leaf: Leaf, forms: Forms, shown: int = _SHOWN) -> str:
    found = list(dict.fromkeys(plain_word(term) for term in forms.get(leaf, ())))
    match leaf:
        case Word():
            name = leaf.term
            others = [form for form in found if form != name]
        case Pattern():
            name, others = leaf.text, found
        case Fuzzy():
            name, others = (
                f"{leaf.term}~{leaf.distance}",
                [form for form in found if form != leaf.term],
            )
    if not others:
        return name
    listed = ", ".join(others[:shown])
    more = len(others) - shown
    return f"{name} ({listed}{f' and {more} more' if more > 0 else ''})"


def _phrase(parts: Sequence[Leaf | Gap], typed: str, forms: Forms) -> str:
    if all(isinstance(part, Word) and is_unspaced(part.term) for part in parts):
        return f'"{"".join(typed.split())}"'
    said = (
        _word(part, forms, _SHOWN_IN_PHRASE) if isinstance(part, Leaf) else "*" for part in parts
    )
    return f'"{" ".join(said)}"'


def _test(test: FieldTest) -> str:
    field = FIELDS[test.field]
    if field.kind == "symbol" and not set("*?") & set(test.value):
        return say_symbol(test)
    if test.value:
        return f"{field.says} {test.value}"
    low, high = (
        _edge(edge, field.kind, name) for edge, name in ((test.low, "low"), (test.high, "high"))
    )
    return f"{field.says} {' '.join(part for part in (low, high) if part)}".strip()


def _edge(value: str, kind: str, side: str) -> str:
    if not value:
        return ""
    strict = kind == "date" and value.endswith(
        "~"
    )  # see values.py: right after, right before a day
    day = value.rstrip("~")
    if side == "low":
        return f"after {day}" if strict else f"from {day}"
    if strict:
        return f"before {day[:-1]}{chr(ord(day[-1]) + 1)}"
    return f"to {day}"
