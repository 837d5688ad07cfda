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
from typing import Protocol

from itrvault.model.search import IndexUnit
from itrvault.search.folding import spoken_form
from itrvault.search.query import (
    POSITIONAL,
    And,
    FieldTest,
    Gap,
    Leaf,
    Node,
    Not,
    Or,
    Pattern,
    Positional,
    Required,
    Word,
    leaves,
)  # fmt: skip

AS_WRITTEN = "\x00as written"
"""The name of the condition; no field a person can type."""

_JOINTS = re.compile("[-\u2010\u2011\u00ad\\s]+")
_GLUED = "0123456789."
_UNSEEN = re.compile("[\u0640\u064b-\u065f\u0670\u00ad\u200b-\u200f]+")


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
            return And((node, test_for(node)))
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
        case _:
            return node


def spelling_of(written: str) -> str:
    """A word of a text as it is compared with what was typed: lower case, with its accents."""
    return spoken_form(_JOINTS.sub("", written))


def is_written(leaf: Word | Pattern, written: str) -> bool:
    """Whether a stretch of text that is this word for the index is spelt as the query says."""
    spelling = spelling_of(written)
    bare = spelling.strip(_GLUED)  # "31Members", "services1"
    if isinstance(leaf, Word):
        return leaf.spelt in (spelling, bare)
    expression = _expression(leaf.spelt)
    return any(expression.fullmatch(one) is not None for one in (spelling, bare))


def _expression(spelt: str) -> re.Pattern[str]:
    bits = (bit for bit in re.split(r"([*?])", spelt) if bit)
    source = "".join(".*" if bit == "*" else "." if bit == "?" else re.escape(bit) for bit in bits)
    return re.compile(source + "?" if spelt.endswith("?") and not spelt.endswith("??") else source)


class QuickLook:
    """Tells of many a text at a glance that a single word is, or is not, written in it."""

    def __init__(self, part: Positional) -> None:
        self._word = part.spelt if isinstance(part, Word) and not part.redline else ""
        word = re.escape(self._word)
        self._whole = re.compile(rf"(?<![\w\u0300-\u036f-]){word}(?![\w\u0300-\u036f.-])")

    def says(self, unit: IndexUnit) -> bool | None:
        """True or False where it is plain to see, else None."""
        if not self._word or unit.redlines:
            return None
        text = unit.text.casefold()
        if not text.isascii():
            text = _UNSEEN.sub(
                "", unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text))
            )
        if self._whole.search(text):
            return True
        if self._word not in _JOINTS.sub("", text):
            return False
        return None
