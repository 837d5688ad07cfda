"""The figures of the sweep on passages that a reader marked, which must not fall.

Terms were improved with these documents known, so recall elsewhere is lower; see the bench.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from itrvault.model.suggestion import Decision
from itrvault.rights.sweep import PassageKind
from itrvault.sweeping import Proposed, sweep
from itrvault.sweeping.ranking import learnt
from itrvault.vault import Vault

sys.path.insert(0, str(Path(__file__).parent))
from measuring import Marked, compare, load_gold, negation_score, verdict

LEAST = {
    "all": (0.86, 0.97), "ar": (0.80, 0.95), "en": (0.85, 0.97), "es": (0.90, 0.95),
    "fr": (0.95, 0.95), "ru": (0.95, 0.95), "zh": (0.95, 0.95),
}  # fmt: skip
"""Recall and precision by language."""


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Proposed], list[Marked]]:
    from itrvault.ingest.specimens import make_specimens

    path = tmp_path_factory.mktemp("gold") / "specimens.itrvault"
    make_specimens(path)
    with Vault.open(path) as vault:
        return list(sweep(vault).proposed), load_gold(vault)


def test_recall_and_precision_do_not_fall(marked) -> None:
    proposed, gold = marked
    scores = compare([one for one in proposed if one.kind is not PassageKind.HEADING], gold)
    assert scores.keys() == LEAST.keys()
    fallen = {
        name: (score.recall, score.precision)
        for name, score in scores.items()
        if score.recall < LEAST[name][0] or score.precision < LEAST[name][1]
    }
    assert not fallen


def test_negations_are_flagged_where_they_are(marked) -> None:
    proposed, gold = marked
    hits, wrong, missed = negation_score(proposed, gold)
    assert hits / (hits + missed) >= 0.9
    assert hits / (hits + wrong) >= 0.7


def test_the_ranker_is_better_than_the_words_alone(marked) -> None:
    """A strict reader accepts what the gold says and rejects all else, headings too."""
    proposed, gold = marked
    decided = [
        replace(one, decision=Decision.ACCEPTED if verdict(one, gold) else Decision.REJECTED)
        for one in proposed
    ]
    figure = learnt(decided).figure
    assert figure is not None
    assert figure.model >= 0.82
    assert figure.model > figure.words + 0.05
