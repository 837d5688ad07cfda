"""How fast the comparison is made and drawn, in processor time.

    python tests/bench/bench_compare.py [VAULT]

Without a vault one is made of the specimen treaty and 250 papers with 2,000 proposals. The goal is
100 ms from choosing a provision to its cards; what touches it comes behind.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from itrvault.desktop.app import make_application
from itrvault.desktop.models.compare import look_at_comparison
from itrvault.desktop.models.compare_filter import Filter, choices
from itrvault.desktop.models.compare_positions import look_at_positions
from itrvault.desktop.models.compare_shared import Wish, look_at_shared
from itrvault.desktop.models.compare_touching import look_at_touching
from itrvault.desktop.theme import LIGHT
from itrvault.desktop.widgets.in_force_text import InForceText
from itrvault.desktop.widgets.proposal_cards import ProposalCards
from itrvault.ingest.run import run_import
from itrvault.negotiation import Negotiation, Negotiations
from itrvault.negotiation.saying import Sayings
from itrvault.paths import resources
from itrvault.progress import CancelToken
from itrvault.vault import Vault

PAPERS, EACH, PROPONENTS = 250, 8, 60
WORDS = (
    "traffic", "network", "member", "states", "administrations", "security", "fraud", "route",
    "numbering", "charges", "quality", "service", "access", "cooperation", "measures", "agencies",
    "international", "regulation", "transparency",
)  # fmt: skip


def took(work: Callable[[], object], runs: int = 3) -> float:
    """Milliseconds of the processor, the best of some runs."""
    best = float("inf")
    for _ in range(runs):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return 1000 * best


def make(path: Path) -> None:
    """A negotiation of 2,000 proposals, the same each time; a fifth of them on one provision."""
    chance = random.Random(5)
    with Vault.create(path) as vault:
        treaty = resources() / "specimens" / "documents" / "treaty"
        run_import(vault, [str(treaty)], jobs=1)
        found = Negotiations(vault).read()
        provisions = [one for part in found.sections for one in part.provisions if one.paragraph]
        codes = ["".join(chance.choices("ABCDEFGHIKLMNOPRSTUVZ", k=3)) for _ in range(PROPONENTS)]
        for number in range(100, 100 + PAPERS):
            code, lines = chance.choice(codes), [f"WCIT12/{number}-E", "1 November 2012", ""]
            for each in range(1, EACH + 1):
                one = chance.choice(provisions) if chance.random() < 0.8 else provisions[10]
                text = one.base.text if one.base is not None else ""
                verb, words = chance.choice(("MOD", "MOD", "MOD", "NOC", "SUP")), text.split()
                for _ in range(chance.randint(2, 12) if verb != "NOC" else 0):
                    at = chance.randrange(len(words))
                    new = chance.choices(WORDS, k=chance.randint(1, 5))
                    words[at : at + chance.randint(0, 2)] = new
                about = chance.choice(provisions).number
                reasons = f"{' '.join(chance.choices(WORDS, k=30))} No. {about}."
                lines += [
                    f"{verb} {code}/{number}/{each}",
                    f"{one.number} {one.paragraph} {' '.join(words)}",
                    f"Reasons: {reasons}", "",
                ]  # fmt: skip
            paper = path.with_name(f"S12-WCIT12-C-{number:04}!!MSW-E.txt")
            paper.write_text("\n".join(lines), "utf-8")
        run_import(vault, sorted(map(str, path.parent.glob("*.txt"))))


def measure(vault: Vault) -> None:
    """Every provision and every part, the slowest first; then the other pages."""
    negotiations = Negotiations(vault)
    print(f"read all the first time   {took(negotiations.read, 1):8.0f} ms")
    found: Negotiation = negotiations.read()
    cards, in_force = ProposalCards(LIGHT), InForceText(LIGHT)
    cards.resize(640, 600)
    in_force.resize(300, 300)
    rows = []
    for part in found.sections:
        for subject in part.subjects:
            compared = look_at_comparison(vault, found, subject)

            def draw(compared=compared) -> None:
                in_force.show_subject(compared)
                cards.show_cards(compared, Filter())
                cards.grab()

            making = took(lambda subject=subject: look_at_comparison(vault, found, subject))
            rows.append((making + took(draw), making, len(compared.cards), subject))
    rows.sort(key=lambda row: -row[0])
    print(f"{len(found.sourced):,} proposals, {len(rows)} comparisons; the slowest:")
    for total, making, count, subject in rows[:6]:
        name = subject.number or f"{subject.kind} {subject.of_part}"
        print(f"    {name:24}{count:4} readings {total:8.1f} ms, {making:.1f} of them to compare")
    about_ten = [total for total, _, count, _ in rows if 8 <= count <= 16]
    if about_ten:
        print(f"with 8 to 16 readings at most {max(about_ten):.1f} ms")
    _, _, _, most = max(rows, key=lambda row: row[2])
    compared, sayings = look_at_comparison(vault, found, most), Sayings(vault)
    touching = lambda: look_at_touching(vault, found, compared, sayings, CancelToken())  # noqa: E731
    names = ("verb", "author", "month")
    for what, work, runs in (
        ("what touches it, first", touching, 1), ("what touches it, again", touching, 3),
        ("positions", lambda: look_at_positions(found, Filter()), 3),
        ("filters", lambda: [choices(found, Filter(), name) for name in names], 3),
        ("shared words", lambda: look_at_shared(vault, found, Wish()), 1),
    ):  # fmt: skip
        print(f"{what:26}{took(work, runs):8.0f} ms")


def main() -> None:
    """Measure a vault, or one that is made for it."""
    make_application()
    if len(sys.argv) > 1:
        with Vault.open(sys.argv[1], read_only=True) as vault:
            measure(vault)
        return
    with tempfile.TemporaryDirectory(prefix="itrvault-bench-") as folder:
        path = Path(folder) / "negotiation.itrvault"
        make(path)
        with Vault.open(path) as vault:
            measure(vault)


if __name__ == "__main__":
    main()
