"""Says in one line how a query was read. Without this nobody can trust an empty result."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

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
    Required,
    Start,
    Word,
    typed_words,
)  # fmt: skip
from itrvault.search.query import Sequence as Phrase
from itrvault.search.streams import plain_word
from itrvault.search.symbols import say_symbol
from itrvault.search.tokens import is_unspaced
from itrvault.search.verbatim import is_spelt

_SHOWN, _SHOWN_IN_PHRASE = 6, 2
"""Other forms of a word that are listed; the rest is counted."""

Forms = Mapping[Leaf, tuple[str, ...]]
Languages = Mapping[Leaf, Collection[str]]


def describe(node: Node, forms: Forms, languages: Languages) -> str:
    """The reading, such as `traffic AND routes (route, routed) in en fr`.

    `languages` are those whose inflected forms were added to each word. They stand at the end when
    they are the same for all words with other forms, else at each word: `doit (fr: devoir)`.
    """
    found = {tuple(sorted(some)) for leaf in typed_words(node) if (some := languages.get(leaf, ()))}
    if len(found) > 1:
        return _Teller(forms, languages).say(node, outer=True)
    text = _Teller(forms, {}).say(node, outer=True)
    return f"{text} in {' '.join(found.pop())}" if found else text


class _Teller:
    def __init__(self, forms: Forms, languages: Languages) -> None:
        self._forms = forms
        self._languages = languages

    def say(self, node: Node | Gap, *, outer: bool = False) -> str:
        match node:
            case Word() | Pattern() | Fuzzy():
                return _changed(node) + self._word(node)
            case Gap():
                return "*"
            case Start():
                return "the beginning"
            case Phrase(parts=parts):
                return _changed(*parts) + self._phrase(parts, node.typed)
            case Either(said=said) if said:
                return _place(said)
            case Either(parts=(Phrase() as apart, Word() as joined)) if apart.start == joined.start:
                # co-operation, cooperation
                return f"{_changed(joined)}{apart.typed} (or {self._word(joined)})"
            case And(parts=parts):
                text = " AND ".join(self.say(part) for part in _positive_first(parts))
                return text.replace(" AND NOT ", " NOT ") if outer else f"({text})"
            case Or(parts=some) | Either(parts=some):
                text = " OR ".join(self.say(part) for part in some)
                return text if outer else f"({text})"
            case Near():
                text = self._near(node)
                return text if outer else f"({text})"
            case Apart():
                text = self._apart(node)
                return text if outer else f"({text})"
            case Not(part=part):
                return f"{'everything ' if outer else ''}NOT {self.say(part)}"
            case Required(part=part):
                return f"+{self.say(part)}"
            case FieldTest():
                return _test(node)

    def _near(self, node: Near) -> str:
        few = "no" if node.distance == 0 else f"at most {node.distance}"
        words = f"{few} other word{'s' * (node.distance != 1)}"
        match node.parts:
            case (Start(), part) if node.distance == 0:
                return f"{self.say(part)} at the beginning"
            case (Start(), part) | (part, Start()):
                return f"{self.say(part)} with {words} before it"
        if node.ordered:
            return f"{' before '.join(map(self.say, node.parts))} with {words} between them"
        return f"{' and '.join(map(self.say, node.parts))} with {words} between them"

    def _apart(self, node: Apart) -> str:
        words = f"{node.distance} word{'s' * (node.distance != 1)}"
        where = {0: "near it", 1: "behind it", -1: "before it"}[node.order]
        if isinstance(node.other, Start):
            return f"{self.say(node.part)} with more than {words} before it"
        if node.distance == 0:
            where = {0: "right beside it", 1: "right behind it", -1: "right before it"}[node.order]
            return f"{self.say(node.part)} without {self.say(node.other)} {where}"
        within = {0: f"within {words} of it", 1: f"within {words} {where}",
                  -1: f"within {words} {where}"}[node.order]  # fmt: skip
        return f"{self.say(node.part)} without {self.say(node.other)} {within}"

    def _word(self, leaf: Leaf, shown: int = _SHOWN) -> str:
        found = list(dict.fromkeys(plain_word(term) for term in self._forms.get(leaf, ())))
        match leaf:
            case Word(spelt=spelt) | Pattern(spelt=spelt) if spelt:
                return f"exactly {spelt}"
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
        spoken = " ".join(sorted(self._languages.get(leaf, ())))
        return (
            f"{name} ({f'{spoken}: ' if spoken else ''}{listed}"
            f"{f' and {more} more' if more > 0 else ''})"
        )

    def _phrase(self, parts: Sequence[Leaf | Gap], typed: str) -> str:
        if all(isinstance(part, Word) and is_unspaced(part.term) for part in parts):
            return f'"{"".join(typed.split())}"'
        if any(is_spelt(part) for part in parts):
            return f'exactly "{typed}"'
        said = (
            self._word(part, _SHOWN_IN_PHRASE) if isinstance(part, Leaf) else "*" for part in parts
        )
        return f'"{" ".join(said)}"'


def _place(said: str) -> str:
    """A provision or a proposal, as it was named: "provision 31A"."""
    field, _, value = said.partition(":")
    return f"{_PLACES[field]} {value}"


_PLACES = {"provision": "provision", "article": "article", "id": "proposal"}


def _positive_first(parts: Sequence[Node]) -> list[Node]:
    return sorted(parts, key=lambda part: isinstance(part, Not))


def _changed(*parts: Leaf | Gap) -> str:
    """Whether the words must be inserted or deleted."""
    kinds = {part.redline for part in parts if not isinstance(part, Gap)}
    return "".join(f"{kind} " for kind in kinds if kind is not None)


def _test(test: FieldTest) -> str:
    field = FIELDS[test.field]
    if field.kind == "symbol" and test.value and not set("*?") & set(test.value):
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
