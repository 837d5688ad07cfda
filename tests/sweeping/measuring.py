"""The passages of the specimens that a careful reader marked, and how a sweep compares with them.

`gold.jsonl` was made by reading every document of the specimen archive, before the sweep was run
over it. A line names some words of a sentence, the categories it touches by the codebook's own
rules, those of them in which it says that something is *not* so, and those that two careful readers
could differ about ("maybe"), which count neither way.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from itrvault.model.geometry import Span
from itrvault.rights.sweep import TAXONOMY
from itrvault.sweeping import Proposed
from itrvault.text.anchors import find_quote
from itrvault.vault import Vault

GOLD = Path(__file__).with_name("gold.jsonl")


@dataclass(frozen=True)
class Marked:
    """A marked sentence: its place, and what it touches."""

    document: str
    unit: int
    span: Span
    language: str
    touches: frozenset[str]
    negated: frozenset[str]
    maybe: frozenset[str]

    def holds(self, one: Proposed) -> bool:
        same = (self.document, self.unit) == (one.document, one.unit)
        return same and self.span.start < one.span.end and one.span.start < self.span.end


def load_gold(vault: Vault) -> list[Marked]:
    """Every marked sentence at its place; words that stand nowhere are an error of the file."""
    units = {d.name: (d.id, vault.store.documents.units(d.id)) for d in vault.store.documents.all()}
    found = []
    for line in GOLD.read_text("utf-8").splitlines():
        item = json.loads(line)
        document, own = units[item["document"]]
        if not item["words"]:
            continue
        places = [
            (unit, span)
            for unit in own
            for span in find_quote(unit.text, item["words"], approximate=False)
        ]
        assert places, f"{item['words']!r} is not in {item['document']}"
        for unit, span in places:
            found.append(
                Marked(document, unit.number, span, unit.language or "en",
                       frozenset(item["touches"]), frozenset(item["negated"]),
                       frozenset(item["maybe"]))
            )  # fmt: skip
    return found


@dataclass
class Score:
    """How a sweep compares: what it found of what is there, what of what it found is right."""

    there: int = 0
    found: int = 0
    right: int = 0
    wrong: int = 0
    missed: list[tuple[str, Marked]] = field(default_factory=list)
    strays: list[Proposed] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.there if self.there else 1.0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0


def verdict(one: Proposed, gold: Iterable[Marked]) -> bool | None:
    """Whether a proposal is right; None where readers could differ."""
    category = one.source.removeprefix(TAXONOMY)
    here = [marked for marked in gold if marked.holds(one)]
    if any(category in marked.touches for marked in here):
        return True
    return None if any(category in marked.maybe for marked in here) else False


def compare(
    proposed: Sequence[Proposed], gold: Sequence[Marked], *, by: str = "language"
) -> dict[str, Score]:
    """The scores by language or by category, and of all together under "all"."""
    scores: dict[str, Score] = defaultdict(Score)
    for marked in gold:
        for category in marked.touches:
            hit = any(
                one.source == f"{TAXONOMY}{category}" and marked.holds(one) for one in proposed
            )
            for name in (marked.language if by == "language" else category, "all"):
                scores[name].there += 1
                scores[name].found += hit
                if not hit:
                    scores[name].missed.append((category, marked))
    for one in proposed:
        right = verdict(one, gold)
        if right is None:
            continue
        for name in (one.language or "en" if by == "language" else one.source[9:], "all"):
            scores[name].right += right
            scores[name].wrong += not right
            if not right:
                scores[name].strays.append(one)
    return dict(scores)


def negation_score(proposed: Sequence[Proposed], gold: Sequence[Marked]) -> tuple[int, int, int]:
    """Negations flagged rightly, flagged wrongly, and missed, among passages that are right."""
    hits = wrong = missed = 0
    for one in proposed:
        category = one.source.removeprefix(TAXONOMY)
        here = [m for m in gold if m.holds(one) and category in m.touches]
        if here:
            meant = any(category in marked.negated for marked in here)
            hits += meant and one.negated
            wrong += one.negated and not meant
            missed += meant and not one.negated
    return hits, wrong, missed
