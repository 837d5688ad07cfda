"""Puts the open passages in order: by the list of words, and by what was decided so far."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from itrvault.model.suggestion import Decision
from itrvault.rights.ranker import Example, Figure, Ranker, Reason, learn, measure
from itrvault.rights.sweep import PassageKind
from itrvault.sweeping.proposed import Proposed
from itrvault.text.fold import fold
from itrvault.text.words import plain_words

NEGATED, DEFINITION, HEADING = "~negated", "~definition", "~heading"
CATEGORY, TERM = "@", "="
"""Features that are no words of the passage: what it is, "@" and its source, "=" and a term."""

_RARE = 3
"""Letters of the shortest word that is looked at; Chinese signs go by pairs."""


@dataclass(frozen=True)
class Learnt:
    """What was learnt from the decisions. `ranker` is None where there are too few of either kind
    (`accepted`, `rejected`); `figure` where there are too few to measure it.
    """

    ranker: Ranker | None = None
    figure: Figure | None = None
    accepted: int = 0
    rejected: int = 0

    def reasons(self, one: Proposed, limit: int = 4) -> tuple[Reason, ...]:
        """The words that speak most for and against a passage."""
        return self.ranker.reasons(features(one), limit) if self.ranker is not None else ()


def learnt(proposed: Sequence[Proposed], order: Mapping[str, str] | None = None) -> Learnt:
    """Learn from the passages that were accepted or rejected.

    `order`: when each was decided (id to time), so that the last ones are learnt from.
    """
    base = baselines(proposed)
    decided = [one for one in proposed if one.decision in (Decision.ACCEPTED, Decision.REJECTED)]
    if order is not None:
        decided.sort(key=lambda one: order.get(one.id, ""))
    examples = [
        Example(features(one), one.decision is Decision.ACCEPTED, one.document, base[one.id])
        for one in decided
    ]
    accepted = sum(example.accepted for example in examples)
    return Learnt(learn(examples), measure(examples), accepted, len(examples) - accepted)


def ranked(proposed: Sequence[Proposed], model: Learnt | None = None) -> list[Proposed]:
    """The passages with their scores, the highest first, those that were put off at the end."""
    base = baselines(proposed)
    ranker = model.ranker if model is not None else None
    scored = [
        replace(one, score=base[one.id] if ranker is None else ranker.score(features(one)))
        for one in proposed
    ]
    return sorted(scored, key=lambda one: (one.decision is Decision.DEFERRED, -one.score))


def baselines(proposed: Iterable[Proposed]) -> dict[str, float]:
    """What the list of words alone makes of each passage (id): more and rarer terms come first.

    How rare a term is, is counted over what was proposed.
    """
    every = list(proposed)
    counts = Counter((one.source, term) for one in every for term in one.terms)
    found = {}
    for one in every:
        worth = sum(math.log(1 + len(every) / counts[one.source, term]) for term in one.terms)
        if one.kind is PassageKind.HEADING:
            worth /= 4
        elif one.kind is PassageKind.DEFINITION:
            worth /= 2
        found[one.id] = worth
    return found


@lru_cache(maxsize=1 << 16)
def _stemmed(word: str, language: str) -> str:
    from itrvault.search.stems import stem_keys

    return min(stem_keys(language, word) or {fold(word)})


def features(one: Proposed) -> frozenset[str]:
    """What a passage is judged by: its words without endings, its terms, its category, its kind."""
    found = {f"{CATEGORY}{one.source}"} | {f"{TERM}{term}" for term in one.terms}
    found.update(feature for feature, _ in _words(one))
    if one.negated:
        found.add(NEGATED)
    if one.kind is not PassageKind.TEXT:
        found.add(DEFINITION if one.kind is PassageKind.DEFINITION else HEADING)
    return frozenset(found)


def written(one: Proposed, feature: str) -> str:
    """A feature that is a word, as the passage writes it."""
    return next((word for each, word in _words(one) if each == feature), feature)


def _words(one: Proposed) -> Iterator[tuple[str, str]]:
    """Each word that tells something, without its ending and as it is written (in small letters).

    Of Chinese every two signs that stand together.
    """
    from itrvault.search.smallwords import is_small

    before = ""
    for word in plain_words(one.quotation):
        if "\u3400" <= word[:1] <= "\u9fff":
            if before:
                yield before + word, before + word
            before = word
            continue
        before = ""
        short = fold(word)
        if len(short) >= _RARE and not word.isdigit() and not is_small(short, one.language):
            yield _stemmed(word, one.language), word
