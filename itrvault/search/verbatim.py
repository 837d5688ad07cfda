"""`exact:` looks for words as they are written, accents and all, which the index does not know.

The index finds the units that hold the words in any spelling; here their text decides. Each part of
a query that is to be taken literally becomes a condition that the matching units meet, so that it
works under NOT and OR as any other condition does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from itrvault.model.search import IndexUnit
from itrvault.search.folding import spoken_form
from itrvault.search.parted import unsigned
from itrvault.search.query import (
    POSITIONAL,
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
    Word,
    leaves,
)  # fmt: skip
from itrvault.search.streams import plain_word
from itrvault.search.tokens import MAX_TERM

if TYPE_CHECKING:
    from itrvault.search.snapshot import Snapshot

AS_WRITTEN = "\x00as written"
"""The name of the condition; no field a person can type."""

_JOINTS = re.compile("[-\u2010\u2011\u00ad\\s]+")
_GLUED = "0123456789."
_UNSEEN = "".join(
    chr(code)
    for first, last in ((0x640, 0x640), (0x64B, 0x65F), (0x670, 0x670), (0xAD, 0xAD),
                        (0x200B, 0x200F))
    for code in range(first, last + 1)
)  # fmt: skip
_WITHOUT_UNSEEN = dict.fromkeys(map(ord, _UNSEEN))


class UnitTexts(Protocol):
    """Who knows the text of a unit."""

    def texts_by_row(self, rows: Iterable[int]) -> Mapping[int, IndexUnit]:
        """Unit row to its text, language and redlines."""


def spelt_parts(node: Node) -> list[Positional]:
    """The words and phrases, as large as they come, of which a word must be as it is written."""
    match node:
        case And(parts=parts) | Or(parts=parts):
            return [found for part in parts for found in spelt_parts(part)]
        case Required(part=part) | Not(part=part):
            return spelt_parts(part)
        case FieldTest():
            return []
        case _:
            return [node] if any(is_spelt(leaf) for leaf in leaves(node)) else []


def is_spelt(leaf: Leaf | Gap) -> bool:
    """Whether a word must be as it is written."""
    return isinstance(leaf, Word | Pattern) and leaf.spelt != ""


def test_for(part: Positional) -> FieldTest:
    """The condition that a part is there as written."""
    return FieldTest(AS_WRITTEN, repr(part), "", "", 0, 0)


def with_tests(node: Node) -> Node:
    """The query with a condition beside each part that must be as written."""
    match node:
        case And(parts=parts) | Or(parts=parts):
            return replace(node, parts=tuple(map(with_tests, parts)))
        case Required(part=part) | Not(part=part):
            return replace(node, part=with_tests(part))
        case _ if isinstance(node, POSITIONAL) and spelt_parts(node):
            return And((lenient(node), test_for(node)))
        case _:
            return node


def loosened(node: Node) -> Node | None:
    """A query that finds at least what this one does, whatever the spelling; None: everything."""
    match node:
        case And(parts=parts):
            kept = [found for part in parts if (found := loosened(part)) is not None]
            return And(tuple(kept)) if kept else None
        case Or(parts=parts):
            some = [loosened(part) for part in parts]
            known = tuple(part for part in some if part is not None)
            return Or(known) if len(known) == len(some) else None
        case Required(part=part):
            return loosened(part)
        case Not(part=part):
            return None if spelt_parts(part) else node
        case _ if isinstance(node, POSITIONAL):
            return lenient(node)
        case _:
            return node


def lenient(node: Positional) -> Positional:
    """What is at every place of a part, and perhaps at more.

    The index knows no accents, so it cannot say that no word spelt so is near another.
    """
    match node:
        case Apart(part=part, other=other):
            part = lenient(part)
            strict = any(map(is_spelt, leaves(other)))
            return part if strict else replace(node, part=part)
        case Near(parts=parts) | Either(parts=parts):
            return replace(node, parts=tuple(map(lenient, parts)))
        case _:
            return node


def spelling_of(written: str) -> str:
    """A word of a text as it is compared with what was typed: lower case, with its accents."""
    return spoken_form(_JOINTS.sub("", written))


def is_written(leaf: Word | Pattern, written: str) -> bool:
    """Whether a stretch of text that is this word for the index is spelt as the query says."""
    spelling = spelling_of(written)[:MAX_TERM]
    bare = spelling.strip(_GLUED)  # "31Members", "services1"
    return _fits(leaf, spelling) or _fits(leaf, bare)


def _expression(spelt: str) -> re.Pattern[str]:
    bits = (bit for bit in re.split(r"([*?])", spelt) if bit)
    source = "".join(".*" if bit == "*" else "." if bit == "?" else re.escape(bit) for bit in bits)
    return re.compile(source + "?" if spelt.endswith("?") and not spelt.endswith("??") else source)


def may_be_written(leaf: Leaf, term: str, snapshot: Snapshot) -> bool:
    """Whether a term stands anywhere as the query spells it, so far as the index knows."""
    return any(_fits(leaf, one) for one in (plain_word(term), *snapshot.spellings(term)))


def is_settled(part: Positional, forms: Mapping[Leaf, tuple[str, ...]], snapshot: Snapshot) -> bool:
    """Whether the index knows that the words of a part are nowhere written otherwise."""
    return all(
        not snapshot.spellings(bare)
        for leaf in leaves(part)
        if is_spelt(leaf)
        for bare in map(unsigned, forms.get(leaf, ()))
    )


def _fits(leaf: Leaf, spelling: str) -> bool:
    if isinstance(leaf, Word):
        return leaf.spelt == spelling
    return isinstance(leaf, Fuzzy) or _expression(leaf.spelt).fullmatch(spelling) is not None


class QuickLook:
    """Tells of many a text at a glance that a single word is, or is not, written in it."""

    def __init__(self, part: Positional) -> None:
        self._word = part.spelt if isinstance(part, Word) and not part.redline else ""

    def says(self, unit: IndexUnit) -> bool | None:
        """True or False where it is plain to see, else None."""
        if not self._word or unit.redlines:
            return None
        if self._stands_alone(unit.text):
            return True
        text = unit.text.casefold()
        if not text.isascii():
            if any(map(text.__contains__, _UNSEEN)):
                text = text.translate(_WITHOUT_UNSEEN)
            if not unicodedata.is_normalized("NFKC", text):
                text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text).casefold())
        if self._stands_alone(text):
            return True
        if self._word in "".join(_HYPHEN.sub("", text).split()):
            return None  # in a longer word, or divided at the end of a line
        return False

    def _stands_alone(self, text: str) -> bool:
        word, at = self._word, -1
        while (at := text.find(word, at + 1)) >= 0:
            end = at + len(word)
            behind = text[end : end + 1]
            number_goes_on = behind == "." and word[-1].isdigit()
            if not (number_goes_on or _joins(text[max(0, at - 1) : at]) or _joins(behind)):
                return True
        return False


def _joins(char: str) -> bool:
    """Whether a character may go on a word; "" does not."""
    return char != "" and (
        char.isalnum() or char in _HYPHENS or char == "_" or unicodedata.category(char) in _MARKS
    )


_HYPHENS = "-\u2010\u2011\u00ad"
_HYPHEN = re.compile(f"[{_HYPHENS}]+")
_MARKS = ("Mn", "Mc", "Me", "Cf")
