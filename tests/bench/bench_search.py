"""How fast the index is built and asked, beside SQLite's FTS5 on the same texts in the same run.

    python tests/bench/bench_search.py FOLDER [--times N] [--ranking FOLDER]

FOLDER holds PDFs or plain texts; each page (3,000 characters of a text) is a unit. `--times`
repeats the collection, each time with some words of its own, to reach larger sizes (20 times 4,865
pages is about 100,000). Times are of the wall clock, except building, which is processor time.
`--ranking` also prints nDCG@10 over collections of docs.jsonl, queries.tsv and qrels.txt.
Everything stays in memory; nothing is left behind.
"""

from __future__ import annotations

import argparse
import collections
import json
import math
import sqlite3
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from itrvault.model.search import IndexUnit
from itrvault.search.blobs import MemoryFiles
from itrvault.search.builder import build_segment
from itrvault.search.index import Index
from itrvault.search.results import snippet
from itrvault.search.tokens import PIECE
from itrvault.text.language import detect_language

QUERIES = [
    ("one common word", "information", "information"),
    ("one rare word", "plenipotentiary", "plenipotentiary"),
    ("two words", "security network", "security AND network"),
    ("five words", "security of the public information",
     "security AND of AND the AND public AND information"),
    ("phrase", '"of the"', '"of the"'),
    ("phrase of three", '"in order to"', '"in order to"'),
    ("either", "privacy OR freedom OR rights", "privacy OR freedom OR rights"),
    ("start of a word", "inter*", "inter*"),
    ("middle of a word", "*formatio*", None),
    ("near spelling", "securty~1", None),
    ("near each other", "network w/5 security", "NEAR(network security, 5)"),
    ("all but", "information -security", "information NOT security"),
]  # fmt: skip


def texts_of(folder: Path) -> Iterator[tuple[int, str]]:
    """(document, text of a page)."""
    for number, path in enumerate(sorted(folder.iterdir())):
        if path.suffix == ".pdf":
            import pymupdf

            with pymupdf.open(path) as document:
                for page in document:
                    yield number, page.get_text()
        elif path.suffix == ".txt":
            text = path.read_text(errors="replace")
            for start in range(0, len(text), 3000):
                yield number, text[start : start + 3000]


def multiply(pages: list[tuple[int, str]], times: int) -> list[IndexUnit]:
    units: list[IndexUnit] = []
    documents = 1 + max(number for number, _ in pages)
    languages = [detect_language(text) for _, text in pages]
    for turn in range(times):
        for (number, text), language in zip(pages, languages, strict=True):
            own = f" own{turn}x{len(units) % 997}" if turn else ""
            units.append(IndexUnit(len(units), turn * documents + number, language, text + own))
    return units


def timed(work: object, runs: int = 5) -> tuple[float, int]:
    """Milliseconds of the median run, and what it counted."""
    took = []
    count = 0
    for _ in range(runs):
        began = time.perf_counter()
        count = work()  # type: ignore[operator]
        took.append(1000 * (time.perf_counter() - began))
    return statistics.median(took), count


def measure(units: list[IndexUnit]) -> None:
    size = sum(len(unit.text) for unit in units)
    print(f"{len(units)} pages, {size / len(units):.0f} characters each")
    index = Index(MemoryFiles())
    began = time.process_time()
    segments = [build_segment(units[at : at + 500]) for at in range(0, len(units), 500)]
    built = time.process_time() - began
    for segment in segments:
        index.adopt([segment])
    while index.compact():
        pass
    total = time.process_time() - began
    with index.snapshot() as snapshot:
        stored = sum(segment.size for segment in segments)
        print(
            f"build {1000 * built / len(units):.2f} ms a page, with merging "
            f"{1000 * total / len(units):.2f}; {stored / size:.2f} bytes a character; "
            f"{len(snapshot.readers)} segments"
        )
    peer = sqlite3.connect(":memory:")
    peer.execute("CREATE VIRTUAL TABLE t USING fts5(text, tokenize='unicode61', content='')")
    began = time.process_time()
    peer.executemany("INSERT INTO t(rowid, text) VALUES (?, ?)", ((u.row, u.text) for u in units))
    peer.execute("INSERT INTO t(t) VALUES ('optimize')")
    print(f"FTS5 build {1000 * (time.process_time() - began) / len(units):.2f} ms a page")
    print(
        f"{'query':18} {'ours ms':>9} {'matches':>8} {'with hits':>9} {'FTS5 ms':>9} {'matches':>8}"
    )
    for name, query, theirs in QUERIES:
        ours, count = timed(lambda query=query: index.search(query).total)

        def shown(query: str = query) -> int:
            found = index.search(query)
            for row, _ in found.page(50):
                snippet(units[row].text, index.spans(found.reading, units[row].text))
            return 50

        with_hits, _ = timed(shown, 3)
        line = f"{name:18} {ours:9.1f} {count:8} {with_hits:9.1f}"
        if theirs:
            sql = "SELECT rowid, rank FROM t WHERE t MATCH ? ORDER BY rank"
            peer_ms, peer_count = timed(
                lambda theirs=theirs, sql=sql: len(peer.execute(sql, (theirs,)).fetchall())
            )
            line += f" {peer_ms:9.1f} {peer_count:8}"
        print(line)


def ndcg(folder: Path) -> float:
    """nDCG@10 of any-word queries, gain 2^grade - 1; queries nothing was judged for left out."""
    documents = [json.loads(line) for line in (folder / "docs.jsonl").open()]
    judged: dict[str, dict[str, int]] = collections.defaultdict(dict)
    for line in (folder / "qrels.txt").open():
        query, _, document, grade = line.split()
        judged[query][document] = int(grade)
    names = [str(one["id"]) for one in documents]
    texts = [
        "\n".join(str(one.get(key, "")) for key in ("title", "author", "text")) for one in documents
    ]
    language = detect_language(" ".join(texts[:50]))
    index = Index(MemoryFiles())
    index.adopt([build_segment([IndexUnit(n, n, language, text) for n, text in enumerate(texts)])])
    values = []
    for line in (folder / "queries.tsv").open():
        number, _, text = line.rstrip("\n").partition("\t")
        grades = judged.get(number, {})
        ideal = sorted((grade for grade in grades.values() if grade > 0), reverse=True)[:10]
        if not ideal:
            continue
        words = " ".join(word.lower() for word in PIECE.findall(text))
        order = index.search(words, any_word=True).page(10)
        gained = [grades.get(names[row], 0) for row, _ in order]
        values.append(
            sum((2 ** max(0, g) - 1) / math.log2(place + 2) for place, g in enumerate(gained))
            / sum((2**g - 1) / math.log2(place + 2) for place, g in enumerate(ideal))
        )
    return statistics.mean(values)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--ranking", type=Path)
    given = parser.parse_args()
    measure(multiply(list(texts_of(given.folder)), given.times))
    if given.ranking:
        for folder in sorted(given.ranking.iterdir()):
            if (folder / "docs.jsonl").exists():
                print(f"nDCG@10 {folder.name} {ndcg(folder):.4f}")


if __name__ == "__main__":
    main()
