"""A query as a tree, with the place of every part in what was typed.

Leaves that stand for words (`Word`, `Pattern`, `Fuzzy`) know nothing of the index; which terms they
mean in a given index is the business of `expand.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from itrvault.model.document import RedlineKind
from itrvault.search.parted import split_parted
from itrvault.search.tokens import is_unspaced


@dataclass(frozen=True, slots=True)
class Word:
    """One word, in any of its inflected forms unless `exact`.

    `term` is its folded form and `raw` its spelling, which the stemmers want. `width` is how many
    positions it covers (a pair of Chinese characters at the end of a phrase covers two). With a
    `redline` only the places count where the word is inserted, or deleted; with `spelt` (lower
    case, with accents) only those where it is written so. `any_script`: a name, also as other
    scripts write it.
    """

    term: str
    raw: str
    start: int
    end: int
    exact: bool = False
    width: int = 1
    redline: RedlineKind | None = None
    spelt: str = ""
    any_script: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """A folded word with `*` (any letters) and `?` (one letter) in it; `spelt` with its accents."""

    text: str
    start: int
    end: int
    exact: bool = True
    width: int = 1
    redline: RedlineKind | None = None
    spelt: str = ""


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word and all that are at most `distance` letters away."""

    term: str
    distance: int
    start: int
    end: int
    exact: bool = True
    width: int = 1
    redline: RedlineKind | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Any one word, between two others of a phrase."""

    start: int
    end: int


Leaf = Word | Pattern | Fuzzy


@dataclass(frozen=True, slots=True)
class Sequence:
    """Parts directly one after another. `typed` is how it was written."""

    parts: tuple[Leaf | Gap, ...]
    typed: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Start:
    """The place before the first word of a unit, where only nearness can use it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Either:
    """Any of several words or phrases, where a position is needed ("a (b OR c)" beside NEAR).

    `said` is how it was typed where a condition stands for words ("provision:31A").
    """

    parts: tuple[Positional, ...]
    start: int
    end: int
    said: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """All parts, with at most `distance` other words between them: in any order, or one behind the
    other when they are `ordered`."""

    parts: tuple[Positional, ...]
    distance: int
    start: int
    end: int
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Apart:
    """A part where it has no `other` within `distance` words of the same unit ("a NOT w/5 b").

    With an `order` only an other behind it counts (1), or only one before it (-1). What is the
    other itself, word for word at the same place, is not near it.
    """

    part: Positional
    other: Positional
    distance: int
    start: int
    end: int
    order: int = 0


Positional = Leaf | Start | Sequence | Either | Near | Apart


@dataclass(frozen=True, slots=True)
class FieldTest:
    """A condition on the facts, notes or tags of a document or passage.

    Either `value` is set, or `low` and `high` (inclusive, "" for open). `exact`: the value stood in
    quotation marks, which makes a difference for `symbol:`.
    """

    field: str
    value: str
    low: str
    high: str
    start: int
    end: int
    exact: bool = False


@dataclass(frozen=True, slots=True)
class And:
    """Every part matches."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one part matches."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not match."""

    part: Node


@dataclass(frozen=True, slots=True)
class Required:
    """Written with `+`: must match in an any-word search too."""

    part: Node


Node = (
    Word
    | Pattern
    | Fuzzy
    | Start
    | Sequence
    | Either
    | Near
    | Apart
    | FieldTest
    | And
    | Or
    | Not
    | Required
)
POSITIONAL = (Word, Pattern, Fuzzy, Start, Sequence, Either, Near, Apart)


def conjunction(parts: list[Node]) -> Node:
    """The parts, all of them."""
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def disjunction(parts: list[Node]) -> Node:
    """The parts, any of them; words and phrases stay usable beside NEAR."""
    if len(parts) == 1:
        return parts[0]
    words = [part for part in parts if isinstance(part, POSITIONAL)]
    if len(words) == len(parts):
        return Either(tuple(words), words[0].start, words[-1].end)
    return Or(tuple(parts))


def in_redlines(node: Positional, kind: RedlineKind) -> Positional:
    """The same words, only where they are inserted, or only where they are deleted."""
    match node:
        case Word() | Pattern() | Fuzzy():
            return replace(node, redline=kind)
        case Sequence(parts=parts):
            inside = tuple(
                part if isinstance(part, Gap) else replace(part, redline=kind) for part in parts
            )
            return replace(node, parts=inside)
        case Either(parts=some) | Near(parts=some):
            return replace(node, parts=tuple(in_redlines(part, kind) for part in some))
        case Apart(part=part, other=other):
            return replace(node, part=in_redlines(part, kind), other=in_redlines(other, kind))
        case Start():
            return node


def in_any_script(node: Positional) -> Positional:
    """The same words, each also as other scripts write it."""
    match node:
        case Word():
            return replace(node, any_script=True) if node.raw.isalpha() else node
        case Sequence(parts=parts):
            inside = tuple(
                replace(part, any_script=True)
                if isinstance(part, Word) and part.raw.isalpha()
                else part
                for part in parts
            )
            return replace(node, parts=inside)
        case Either(parts=some) | Near(parts=some):
            return replace(node, parts=tuple(map(in_any_script, some)))
        case Apart(part=part, other=other):
            return replace(node, part=in_any_script(part), other=in_any_script(other))
        case _:
            return node


def any_word(node: Node) -> Node:
    """The query as a ranked any-word search: its words by OR; conditions, `-` and `+` stay.

    Phrases stay phrases. A group in parentheses is taken as it stands. A question in Chinese has no
    spaces between its words, so any two of its characters that stand together will do.
    """
    parts = node.parts if isinstance(node, And) else (node,)
    words = [
        word
        for part in parts
        if isinstance(part, POSITIONAL)
        for word in (_pairs(part) if isinstance(part, Sequence) else (part,))
    ]
    rest = [part for part in parts if not isinstance(part, POSITIONAL)]
    groups = [part for part in rest if isinstance(part, And | Or)]
    rest = [part for part in rest if not isinstance(part, And | Or)]
    optional = [*words, *groups]
    needs: list[Node] = [*rest]
    if any(isinstance(part, Required) for part in rest):
        # With a required word the others only raise the rank.
        return conjunction([*needs, Or((*optional, *(r for r in rest if isinstance(r, Required))))])
    return conjunction([*needs, disjunction([*optional])]) if optional else conjunction(needs)


def _pairs(run: Sequence) -> tuple[Positional, ...]:
    """The pairs of characters of a run without spaces that is in no quotation marks."""
    pairs = tuple(part for part in run.parts if isinstance(part, Word) and is_unspaced(part.term))
    whole = len(pairs) == len(run.parts) and pairs[0].start == run.start
    return pairs if whole else (run,)


def positives(node: Node) -> Iterator[Positional]:
    """The words and phrases that a matching text is expected to hold, in the order typed."""
    match node:
        case And(parts=parts) | Or(parts=parts) | Either(parts=parts):
            for part in parts:
                yield from positives(part)
        case Required(part=part):
            yield from positives(part)
        case Not() | FieldTest() | Start():
            return
        case _:
            yield node


def leaves(node: Node | Gap) -> Iterator[Leaf]:
    """Every word of the query, negated ones too."""
    match node:
        case And(parts=parts) | Or(parts=parts) | Either(parts=parts) | Near(parts=parts):
            for part in parts:
                yield from leaves(part)
        case Sequence(parts=words):
            for word in words:
                yield from leaves(word)
        case Required(part=part) | Not(part=part):
            yield from leaves(part)
        case Apart(part=part, other=other):
            yield from leaves(part)
            yield from leaves(other)
        case Word() | Pattern() | Fuzzy():
            yield node
        case FieldTest() | Gap() | Start():
            return


def weighed(node: Positional) -> Positional:
    """What of a part makes a text match: of "a NOT w/5 b" the first."""
    return weighed(node.part) if isinstance(node, Apart) else node


def typed_words(node: Node | Gap) -> Iterator[Leaf]:
    """The words a person typed: `leaves` without those that a provision or proposal stands for."""
    match node:
        case Either(said=said) if said:
            return
        case And(parts=parts) | Or(parts=parts) | Either(parts=parts) | Near(parts=parts):
            for part in parts:
                yield from typed_words(part)
        case Required(part=part) | Not(part=part):
            yield from typed_words(part)
        case Apart(part=part, other=other):
            yield from typed_words(part)
            yield from typed_words(other)
        case _:
            yield from leaves(node)


def tests(node: Node) -> Iterator[FieldTest]:
    """Every condition of the query."""
    match node:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from tests(part)
        case Required(part=part) | Not(part=part):
            yield from tests(part)
        case FieldTest():
            yield node
        case _:
            return


Forms = Mapping[Leaf, tuple[str, ...]]
"""The terms that each word of a query means in an index."""


def crossing_parts(node: Node, forms: Forms) -> Iterator[Positional]:
    """The parts of a query that can begin on one page and end on the next, negated ones too."""
    match node:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                yield from crossing_parts(part, forms)
        case Required(part=part) | Not(part=part):
            yield from crossing_parts(part, forms)
        case FieldTest():
            return
        case _ if can_run_over(node, forms):
            yield node


def can_run_over(node: Positional, forms: Forms) -> bool:
    """Whether a part of a query can begin on one page and end on the next."""
    match node:
        case Word(term=term) if is_unspaced(term):
            return len(term) > 1
        case Word() | Pattern() | Fuzzy():
            return bool(split_parted(forms.get(node, ()))[1])
        case Sequence():
            return True
        case Either(parts=parts):
            return any(can_run_over(one, forms) for one in parts)
        case Near():
            return not _begins_a_unit(node)
        case Apart(part=part):
            return can_run_over(part, forms)
        case _:
            return False


def _begins_a_unit(node: Positional) -> bool:
    """Whether it speaks of the beginning of a unit, which has nothing to do with another."""
    match node:
        case Start():
            return True
        case Either(parts=parts) | Near(parts=parts):
            return any(map(_begins_a_unit, parts))
        case Apart(part=part, other=other):
            return _begins_a_unit(part) or _begins_a_unit(other)
        case _:
            return False
