"""How well the sweep finds what touches human rights, what the ranker adds, and how long it takes.

    python tests/bench/bench_sweep.py [VAULT]

Without an archive the specimens are swept and compared with the passages that a careful reader
marked in them (`tests/sweeping/gold.jsonl`), by language and category. The terms were improved with
these documents known: what the words of before found is stated beside it, and of an archive that
nobody looked at a sample should be read. Headings are left out, as in the window.

The ranker is measured as a strict reader would teach it, who accepts what the gold says and rejects
all else; always on documents it did not learn from, with its folds drawn by document.

With an archive the time of a sweep over it is told, in seconds of the processor, the best of three.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "sweeping"))
from measuring import Score, compare, load_gold, negation_score, verdict

from itrvault.ingest.specimens import make_specimens
from itrvault.model.suggestion import Decision
from itrvault.rights.sweep import PassageKind
from itrvault.sweeping import Proposed, ruled_again, sweep
from itrvault.sweeping.ranking import features, learnt, ranked
from itrvault.vault import Vault

BEFORE = {
    "all": (0.24, 0.95), "ar": (0.13, 1.0), "en": (0.25, 0.94), "es": (0.36, 1.0),
    "fr": (0.23, 1.0), "ru": (0.0, 1.0), "zh": (0.23, 1.0),
}  # fmt: skip
"""Recall and precision of the terms as they came with the taxonomy, before they were improved."""


def main() -> None:
    if sys.argv[1:]:
        with Vault.open(sys.argv[1], read_only=True) as vault:
            vault.ensure_index()
            speed(vault)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "specimens.itrvault"
        make_specimens(path)
        with Vault.open(path) as vault:
            quality(vault)


def quality(vault: Vault) -> None:
    proposed, gold = list(sweep(vault).proposed), load_gold(vault)
    shown = [one for one in proposed if one.kind is not PassageKind.HEADING]
    print(f"{len(gold)} marked sentences, {len(shown)} proposals without headings")
    print(f"{'':16}{'marked':>7}{'recall':>8}{'precision':>11}{'before':>16}")
    for name, score in sorted(compare(shown, gold).items()):
        recall, precision = BEFORE.get(name, (0.0, 0.0))
        tell(name, score, f"{recall:8.2f}{precision:8.2f}")
    for name, score in sorted(compare(shown, gold, by="category").items()):
        if name != "all":
            tell(name, score)
    hits, wrong, missed = negation_score(shown, gold)
    print(
        f"negations of passages that are right: {hits} flagged rightly, {wrong} wrongly, "
        f"{missed} missed"
    )
    rank(vault, proposed, "headings among them")
    rank(vault, shown, "without headings")


def tell(name: str, score: Score, before: str = "") -> None:
    print(f"{name:16}{score.there:7}{score.recall:8.2f}{score.precision:11.2f}{before}")


def rank(vault: Vault, proposed: Sequence[Proposed], what: str) -> None:
    gold = load_gold(vault)
    decided = [
        replace(one, decision=Decision.ACCEPTED if verdict(one, gold) else Decision.REJECTED)
        for one in proposed
    ]
    began = time.process_time()
    model = learnt(decided)
    took = time.process_time() - began
    assert model.figure is not None
    print(
        f"ranker, {what}: {model.accepted} accepted, {model.rejected} rejected; pairs in order "
        f"{model.figure.model:.2f}, by the list of words alone {model.figure.words:.2f} "
        f"({took:.2f} s to learn and to measure)"
    )


def speed(vault: Vault) -> None:
    best = min(took(vault) for _ in range(3))
    found = sweep(vault)
    pages = vault.index.count
    print(
        f"{vault.store.documents.count():,} documents, {pages:,} pages, {found.units:,} with words "
        f"of the taxonomy: {len(found.proposed):,} passages in {best:.2f} s of the processor "
        f"({10_000 * best / max(1, pages):.2f} s for 10,000 pages)"
    )
    for name, work in (
        ("decisions read again", lambda: ruled_again(vault, found)),
        ("put in order", lambda: ranked(found.proposed)),
        ("features", lambda: [features(one) for one in found.proposed]),
    ):
        began = time.process_time()
        work()
        print(f"{name}: {time.process_time() - began:.2f} s")


def took(vault: Vault) -> float:
    began = time.process_time()
    sweep(vault)
    return time.process_time() - began


if __name__ == "__main__":
    main()
