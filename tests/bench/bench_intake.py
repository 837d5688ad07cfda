"""What an import costs as it grows: many small files, one long file, ten files for a large vault.

    python tests/bench/bench_intake.py [--files N] [--long N] [--pages N] [--folder PDFS]

Four measures, each of `itrvault import` in a process of its own:

* `--files` small texts into a new vault, and the same folder again, unchanged;
* the same with a quarter of the files, to see whether memory grows with their number;
* one PDF of `--long` pages, joined from the PDFs of FOLDER (drawn here when there is none);
* ten new files into a vault that holds `--pages` pages.

0 leaves a measure out. Memory is the proportional set size (PSS) of the program and its readers
together and of the largest of them, looked at ten times a second. Nothing is left behind.

Measured on two cores, with --files 20000 --long 1345 --pages 100000 and real PDFs:

                                       seconds    cpu s   peak MB  largest
    5,000 small texts                     10.5     14.7       395      156
    20,000 small texts                    43.7     61.4       553      295
    the same folder, unchanged             1.8      1.8       110      110
    a PDF of 1,345 pages                   4.5      4.7       299      129
    ten texts, 100,000 pages there         1.2      1.3       146       63

What grows with the files is the merging of the index at the end, and the report.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from bench_import import ROOT, below

sys.path.insert(0, str(ROOT))

OLD = 1_354_269_600
"""A time at which nobody writes to the files any more."""

UNITS_A_DOCUMENT = 100
_SYLLABLES = [
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "qui", "ro", "su", "ta",
    "ve", "wi", "xo", "yu", "za", "ter", "ion", "ment",
]  # fmt: skip


@dataclass
class Cost:
    """Seconds of the clock and of processors; peak MB of all processes and of the largest."""

    seconds: float
    processor: float
    together: float
    largest: float
    told: dict[str, object]


def words(seed: int, count: int) -> list[str]:
    """So many words out of 30,000, the first ones often, as in a language."""
    chance = random.Random(seed)
    return [word(int(30_000 ** chance.random())) for _ in range(count)]


def word(number: int) -> str:
    """One of many words that can be spoken."""
    parts = []
    number += 1
    while number:
        number, rest = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[rest])
    return "".join(parts)


def prose(seed: int, count: int) -> str:
    """Sentences of made-up words, in lines."""
    made = words(seed, count)
    lines = (made[at : at + 12] for at in range(0, count, 12))
    return "\n".join(" ".join(line).capitalize() + "." for line in lines)


def small_files(folder: Path, count: int) -> None:
    """Texts of 50 to 500 words, 500 to a folder."""
    chance = random.Random(7)
    for number in range(count):
        path = folder / f"{number // 500:03}" / f"note {number:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Note {number}\n\n{prose(number, chance.randint(50, 500))}\n")
        os.utime(path, (OLD, OLD))


def long_pdf(path: Path, pages: int, folder: Path | None) -> None:
    """A PDF of so many pages, of those in a folder or drawn."""
    import pymupdf

    joined = pymupdf.open()
    sources = sorted(folder.glob("*.pdf")) if folder else []
    while sources and joined.page_count < pages:
        for source in sources:
            left = pages - joined.page_count
            if left <= 0:
                break
            with pymupdf.open(source) as one:
                joined.insert_pdf(one, to_page=min(left, one.page_count) - 1, annots=False)
    for number in range(joined.page_count, pages):
        page = joined.new_page()
        page.insert_textbox((50, 50, 550, 800), prose(number, 400), fontsize=9)
    joined.save(path, garbage=1, deflate=True)
    os.utime(path, (OLD, OLD))


def large_vault(path: Path, pages: int) -> None:
    """A vault of so many pages, put there as the import would, without reading any file."""
    from itrvault.ingest.digest import Texts, digest
    from itrvault.model.document import Extraction, Unit, UnitKind
    from itrvault.model.geometry import PageLayout
    from itrvault.treaty.identity import read_facts
    from itrvault.vault import Vault

    def documents() -> Iterator[tuple[bytes, tuple[Unit, ...]]]:
        for first in range(0, pages, UNITS_A_DOCUMENT):
            units = tuple(
                Unit(
                    n, UnitKind.PAGE, str(n + 1), prose(first + n, 320), PageLayout(595, 842), "en"
                )
                for n in range(min(UNITS_A_DOCUMENT, pages - first))
            )
            yield b"%d" % first, units

    with Vault.create(path) as vault:
        for data, units in documents():
            rows = vault.store.documents.reserve(len(units))
            made = digest([Texts(*rows, tuple(unit.text for unit in units))])
            with vault.store.transaction():
                vault.store.documents.add(
                    Extraction("application/pdf", "bench", units), read_facts("x", units, ()),
                    data, (f"{data.decode()}.pdf",), f"{data.decode()}.pdf", rows=rows,
                    signature=made.signatures[0],
                )  # fmt: skip
                if made.segment is not None:
                    vault.index.adopt([made.segment])
        with vault.store.transaction():
            while vault.index.compact():
                pass


def memory(process: int) -> tuple[float, float]:
    """PSS in MB of a process and all below it together, and of the largest; 0 where unknown."""
    sizes = [0.0]
    for one in below(process):
        try:
            for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    sizes.append(int(line.split()[1]) / 1024)
        except OSError:
            continue
    return sum(sizes), max(sizes)


def imported(vault: Path, *paths: Path) -> Cost:
    """Run one import of the command line, watched."""
    command = [sys.executable, "-m", "itrvault", "import", str(vault), *map(str, paths), "--json"]
    before, begun = os.times(), time.perf_counter()
    together = largest = 0.0
    with tempfile.TemporaryFile() as out:
        process = subprocess.Popen(
            command, cwd=vault.parent, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=out
        )
        while True:
            try:
                process.wait(0.1)
                break
            except subprocess.TimeoutExpired:
                now = memory(process.pid)
                together, largest = max(together, now[0]), max(largest, now[1])
        seconds, after = time.perf_counter() - begun, os.times()
        out.seek(0)
        told = json.loads(out.read())
    used = after.children_user + after.children_system
    used -= before.children_user + before.children_system
    return Cost(seconds, used, together, largest, told)


def show(name: str, cost: Cost) -> None:
    """One line of the table."""
    counted = f"{cost.told['imported']} + {cost.told['duplicates']}"
    print(
        f"{name:34} {counted:>16} {cost.seconds:9.1f} {cost.processor:8.1f} {cost.together:9.0f} "
        f"{cost.largest:8.0f}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=4_000)
    parser.add_argument("--long", type=int, default=300)
    parser.add_argument("--pages", type=int, default=5_000)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    print(f"{'':34} {'new + known':>16} {'seconds':>9} {'cpu s':>8} {'peak MB':>9} {'largest':>8}")
    with tempfile.TemporaryDirectory() as place:
        scratch = Path(place)
        new = scratch / "new.itrvault"
        for count in (given.files // 4, given.files):
            if count:
                folder = scratch / f"{count} files"
                small_files(folder, count)
                make(new)
                show(f"{count:,} small texts", imported(new, folder))
        if given.files:
            show("the same folder, unchanged", imported(new, folder))
        if given.long:
            path = scratch / "long.pdf"
            long_pdf(path, given.long, given.folder)
            make(new)
            show(f"a PDF of {given.long:,} pages", imported(new, path))
        if given.pages:
            new.unlink(missing_ok=True)
            large_vault(new, given.pages)
            ten = scratch / "ten"
            small_files(ten, 10)
            show(f"ten texts, {given.pages:,} pages there", imported(new, ten))
            show("the same ten again", imported(new, ten))


def make(vault: Path) -> None:
    """A new vault in the place of another."""
    vault.unlink(missing_ok=True)
    command = [sys.executable, "-m", "itrvault", "new", str(vault)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run(command, env=environment, cwd=vault.parent, check=True, capture_output=True)


if __name__ == "__main__":
    main()
