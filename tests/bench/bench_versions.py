"""What it costs to know which documents say nearly the same, and to show where they differ.

    python tests/bench/bench_versions.py [FOLDER] [--documents N]

Texts are those of FOLDER (*.txt), or made up when none is given. Processor time, best of three.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from itrvault.model.document import Extraction, Unit, UnitKind
from itrvault.model.geometry import FlowLayout
from itrvault.store import Store
from itrvault.text.sameness import signature
from itrvault.text.word_diff import diff

PAGE = 2_500  # code points


def best(work: Callable[[], object], times: int = 3) -> float:
    """Processor seconds of the quickest run."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


@cache
def language() -> list[str]:
    chance = random.Random(0)
    letters = "abcdefghijklmnopqrstuvwxyz"
    return ["".join(chance.choices(letters, k=2 + n // 2_000)) for n in range(20_000)]


def made_up(pages: int, seed: int) -> list[str]:
    """Pages of made-up prose of 20,000 words, the short ones often."""
    chance, words = random.Random(seed), language()
    return [
        " ".join(words[int(20_000 * chance.random() ** 3)] for _ in range(400))
        for _ in range(pages)
    ]


def pages_of(path: Path) -> list[str]:
    text = path.read_text("utf-8", errors="replace")
    return [text[at : at + PAGE] for at in range(0, len(text), PAGE)]


def changed(pages: list[str], seed: int) -> list[str]:
    """The same with one word in fifty another."""
    chance = random.Random(seed)
    return [
        " ".join("amended" if chance.random() < 0.02 else word for word in page.split())
        for page in pages
    ]


def signing(documents: list[list[str]]) -> None:
    pages = sum(map(len, documents))
    seconds = best(lambda: [signature(texts, pages=True) for texts in documents])
    size = sum(len(signature(texts)) for texts in documents)
    print(f"signature: {1000 * seconds / pages:.3f} ms a page, {size / pages:.0f} bytes a page")


def adding(documents: list[list[str]], count: int) -> None:
    """Fill a vault, then add fifty more: half of them near to some that are there."""
    chance = random.Random(2)
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.create(Path(folder) / "a.itrvault") as store,
    ):
        with store.transaction():
            for number in range(count):
                pages = chance.choice(documents)
                start = chance.randrange(len(pages))
                some = changed(pages[start : start + chance.choice((1, 2, 3, 8, 30))], number)
                if number % 7:  # most are of their own words
                    some = [f"{page} " + " ".join(made_up(1, number)) for page in some[:3]]
                add(store, number, some)
        fresh = []
        for number in range(50):
            pages = chance.choice(documents)
            some = changed(pages[:12], -number) if number % 2 else made_up(12, number)
            fresh.append((count + number, some, signature(some, pages=True)))
        whole = looked = 0.0
        for number, some, signed in fresh:
            with store.transaction():
                started = time.process_time()
                document = add(store, number, some, signed)
                whole += time.process_time() - started
                started = time.process_time()
                store.versions.drop(document)
                store.versions.sign(document, signed)
                looked += time.process_time() - started
        links = len(store.versions.links())
    print(
        f"at {count} documents: {20 * whole:.1f} ms to add one of 12 pages, of it "
        f"{20 * looked:.1f} ms to find what is near ({links} links)"
    )


def add(store: Store, number: int, pages: list[str], signed: bytes | None = None) -> int:
    units = tuple(
        Unit(n, UnitKind.SECTION, str(n + 1), text, FlowLayout()) for n, text in enumerate(pages)
    )
    extraction = Extraction("text/plain", "bench/1", units)
    return store.documents.add(
        extraction, {}, b"%d" % number, [], f"{number}.txt", signature=signed
    ).row


def comparing(pages: list[str]) -> None:
    pages = (pages * (100 // len(pages) + 1))[:100]
    other = changed(pages, 1)
    seconds = best(lambda: diff(pages, other))
    foreign = best(lambda: diff(pages, made_up(100, 4)))
    print(
        f"word diff of 100 pages: {seconds:.2f} s; of two that have nothing alike {foreign:.2f} s"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--documents", type=int, default=5_000)
    given = parser.parse_args()
    if given.folder:
        paths = sorted(given.folder.glob("*.txt"))
        documents = [pages_of(path) for path in paths if path.stat().st_size]
    else:
        documents = [made_up(10 + seed % 90, seed) for seed in range(20)]
    signing(documents)
    comparing(max(documents, key=len))
    adding(documents, given.documents)


if __name__ == "__main__":
    main()
