"""What counting costs with many judgements: `python tests/bench/bench_risks.py [--passages N]`.

The specimens with N passages (10,000), each judged by one or two of three assessors; nothing is
left behind. CPU milliseconds, best of three. "First" is in a process that read nothing before, but
for the negotiation, which is read once; "after a change" is what the window does when somebody
judges: only what changed is read and placed again.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from itrvault.ingest.run import run_import
from itrvault.judging.agreeing import look_at_agreement
from itrvault.judging.judgements import look_at_judgements
from itrvault.judging.tagged import look_at_tagged
from itrvault.model.annotation import Stance
from itrvault.negotiation import Negotiations
from itrvault.paths import resources
from itrvault.rights.tagging import Together, by_document, co_occurrence
from itrvault.rights.taxonomy import load_taxonomy
from itrvault.text.anchors import make_anchor
from itrvault.vault import Vault

NAMES = ("Ana", "Ben", "Chi")


def fill(vault: Vault, passages: int) -> None:
    """Mark and judge at random, the same each time."""
    dice = random.Random(5)
    run_import(vault, [str(resources() / "specimens" / "documents")])
    texts = {one.id: vault.store.documents.units(one.id) for one in vault.store.documents.all()}
    tags = [tag.id for tag in vault.store.tags.all() if tag.parent]
    rights = load_taxonomy()
    with vault.store.journal.operation("Fill"):
        for _ in range(passages):
            document = dice.choice(list(texts))
            unit = dice.choice(texts[document])
            start = dice.randrange(max(1, len(unit.text) - 1))
            end = min(len(unit.text), start + dice.randint(10, 300))
            anchor = make_anchor(texts[document], unit.number, start, unit.number, end)
            note = vault.store.annotations.add(
                document, anchor, "red", "", dice.sample(tags, dice.choice([1, 1, 2])),
                dice.choice(NAMES),
            )  # fmt: skip
            right = dice.choice(rights)
            for who in dice.sample(NAMES, dice.choice([1, 1, 1, 2])):
                vault.store.risks.add(
                    note.id, right.id, dice.randrange(5), 2, Stance.RISK, "Because.", assessor=who
                )


def first(path: Path) -> None:
    """Print what the first table costs a process that read nothing of the vault."""
    code = (
        "import sys, time; from itrvault.vault import Vault; "
        "from itrvault.negotiation import Negotiations; "
        "from itrvault.judging.judgements import look_at_judgements\n"
        "with Vault.open(sys.argv[1], read_only=True) as vault:\n"
        "    found = Negotiations(vault).read(); began = time.process_time()\n"
        "    looked = look_at_judgements(vault, found); read = time.process_time()\n"
        "    looked.matrix('article'); print(read - began, time.process_time() - read)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    runs = [
        subprocess.run(
            [sys.executable, "-c", code, str(path)],
            capture_output=True, text=True, check=True, env=environment,
        ).stdout.split()
        for _ in range(3)
    ]  # fmt: skip
    for name, which in (("first: judgements read and placed", 0), ("first: counted", 1)):
        print(f"{name:44}{min(float(run[which]) for run in runs) * 1000:6.0f}")


def best(
    name: str, work: Callable[[], object], before: Callable[[], object] = lambda: None
) -> None:
    """Print the best of three, `before` being done each time and not measured."""
    times = []
    for _ in range(3):
        before()
        began = time.process_time()
        work()
        times.append(time.process_time() - began)
    print(f"{name:44}{min(times) * 1000:6.0f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--passages", type=int, default=10_000)
    passages = parser.parse_args().passages
    with (
        tempfile.TemporaryDirectory() as folder,
        Vault.create(Path(folder) / "bench.itrvault") as vault,
    ):
        fill(vault, passages)
        found = Negotiations(vault).read()
        judgements = look_at_judgements(vault, found)
        first(vault.store.path)
        keys = [brief.risk for brief in judgements.briefs[:3]]

        def judge_again() -> None:
            vault.store.risks.update(keys.pop(), severity=4, rationale="On second thoughts.")

        def look_again() -> None:
            look_at_judgements(vault, found, judgements).matrix("article")

        best("read and counted after a change", look_again, judge_again)
        tagged, order = look_at_tagged(vault)
        documents = [one.id for one in judgements.documents]
        best("judgements read and placed in the treaty", lambda: look_at_judgements(vault, found))
        best("a table of rights by article", lambda: judgements.matrix("article"))
        best("tagged passages read", lambda: look_at_tagged(vault))
        best("tags by document", lambda: by_document(tagged, order, documents))
        best(
            "tags beside each other, overlapping",
            lambda: co_occurrence(tagged, order, Together.OVERLAP),
        )
        best("how far three assessors agree", lambda: look_at_agreement(vault))


if __name__ == "__main__":
    main()
