"""How fast a vault is searched, beside SQLite's FTS5 and Recoll on the same pages in the same run.

    python tests/bench/bench_search.py FOLDER... [--pages N] [--queries N] [--keep FOLDER]
    python tests/bench/bench_search.py --ranking FOLDER

FOLDERs hold PDFs and plain texts, from which pages and queries are made (`search_pages.py`). They
are put into a plain vault, a sealed one, an FTS5 table in a file of its own, and single files
that Recoll indexes (Debian: recollcmd; left out, and that is said, when it is not installed). Then
every query is asked of each: once for the first time, and again. "All" are the rows of all matches,
best first (Recoll: the first 50 addresses); "shown" the whole answer as it is seen, with 20
snippets. `recollq` is a program that is started for each query; what starting it for a word that
stands nowhere costs is given, too. Times are milliseconds of the wall clock.

`--ranking` prints nDCG@10 of any-word queries over each collection of FOLDER (docs.jsonl,
queries.tsv, qrels.txt) and the share of judged documents holding a query word that is found.
`--keep` leaves what was made in that folder, and uses what it finds there.
"""

from __future__ import annotations

import argparse
import collections
import json
import math
import pickle
import shutil
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from search_pages import Paper, Query, papers, queries

from itrvault.model.document import Extraction, Fact, FactSource, Unit, UnitKind
from itrvault.model.geometry import FlowLayout
from itrvault.model.search import IndexUnit
from itrvault.search.blobs import MemoryFiles
from itrvault.search.builder import Segment, build_segment
from itrvault.search.index import Index
from itrvault.search.tokens import PIECE
from itrvault.text.language import detect_language
from itrvault.vault import Vault

PASSPHRASE = "a passphrase for the bench"
SHOWN = 20
SEGMENT = 500
_SQL = "SELECT t.rowid, rank FROM t {join} WHERE t MATCH ?{where} ORDER BY rank"
_JOIN, _WHERE = "JOIN papers p ON p.row = t.rowid", " AND p.class = ?"


def build_vaults(made: Sequence[Paper], folder: Path) -> None:
    """A plain and a sealed vault with the same pages and the same index."""
    segments: list[Segment] = []
    for name, passphrase in (("plain", None), ("sealed", PASSPHRASE)):
        began = time.process_time()
        with Vault.create(folder / f"{name}.itrvault", passphrase) as vault:
            waiting: list[IndexUnit] = []
            for number, paper in enumerate(made):
                with vault.store.transaction():
                    document, first = vault.store.documents.reserve(len(paper.pages))
                    _add(vault, paper, (document, first))
                if name == "plain":
                    waiting += [
                        IndexUnit(first + at, document, paper.language, page)
                        for at, page in enumerate(paper.pages)
                    ]
                    if len(waiting) > SEGMENT or number == len(made) - 1:
                        segments.append(build_segment(waiting))
                        waiting = []
            for segment in segments:
                with vault.store.transaction():
                    vault.index.adopt([segment])
            with vault.store.transaction():
                vault.index.compact()
        print(f"{name} vault made in {time.process_time() - began:.0f} s of processor time")


def _add(vault: Vault, paper: Paper, rows: tuple[int, int]) -> None:
    units = tuple(
        Unit(at, UnitKind.PAGE, str(at + 1), page, FlowLayout(), paper.language)
        for at, page in enumerate(paper.pages)
    )
    known = {
        "class": paper.doc_class, "date": str(paper.year), "language": paper.language,
        "title": f"Paper {paper.number}", "symbol": f"BENCH/{paper.number}",
    }  # fmt: skip
    vault.store.documents.add(
        Extraction("text/plain", "bench/1", units),
        {field: Fact(value, FactSource.HEADER) for field, value in known.items()},
        f"paper {paper.number}".encode(),
        [f"bench/{paper.number}.txt"],
        f"{paper.number}.txt",
        rows=rows,
        signature=b"",
    )


def build_fts5(made: Sequence[Paper], path: Path) -> None:
    with sqlite3.connect(path) as peer:
        peer.execute("CREATE VIRTUAL TABLE t USING fts5(text, tokenize='porter unicode61')")
        peer.execute("CREATE TABLE papers (row INTEGER PRIMARY KEY, class TEXT)")
        row = 0
        for paper in made:
            for page in paper.pages:
                row += 1
                peer.execute("INSERT INTO t(rowid, text) VALUES (?, ?)", (row, page))
                peer.execute("INSERT INTO papers VALUES (?, ?)", (row, paper.doc_class))
        peer.execute("INSERT INTO t(t) VALUES ('optimize')")
    peer.close()


def build_recoll(made: Sequence[Paper], folder: Path) -> None:
    if not shutil.which("recollindex"):
        return
    pages, settings = folder / "pages", folder / "recoll"
    for paper in made:
        place = pages / paper.doc_class / str(paper.number)
        place.mkdir(parents=True)
        for number, page in enumerate(paper.pages):
            (place / f"{number}.txt").write_text(page, errors="replace")
    settings.mkdir()
    (settings / "recoll.conf").write_text(f"topdirs = {pages}\nloglevel = 1\n")
    subprocess.run(["recollindex", "-c", str(settings)], check=True, capture_output=True)


class Clock:
    """Milliseconds of each query, in each way it was asked: {way: {kind: [..]}}."""

    def __init__(self) -> None:
        self.took: dict[str, dict[str, list[float]]] = collections.defaultdict(
            lambda: collections.defaultdict(list)
        )

        self.processor: dict[str, list[float]] = collections.defaultdict(list)

    def time(self, way: str, query: Query, work: Callable[[], object]) -> None:
        began, used = time.perf_counter(), time.process_time()
        work()
        self.took[way][query.kind].append(1000 * (time.perf_counter() - began))
        if "recollq" not in way:
            self.processor[way].append(1000 * (time.process_time() - used))

    def table(self) -> None:
        kinds = list(dict.fromkeys(kind for way in self.took.values() for kind in way))
        print("\n| median / 95 % | " + " | ".join(self.took) + " |")
        print("|---" * (len(self.took) + 1) + "|")
        for kind in [*sorted(kinds), "all"]:
            cells = []
            for way in self.took.values():
                times = [t for k, some in way.items() if kind in (k, "all") for t in some]
                cells.append(f"{statistics.median(times):.1f} / {at_95(times):.1f}")
            print(f"| {kind} | " + " | ".join(cells) + " |")
        print("\nprocessor time, median / 95 %; of the sealed vault in all, times the plain one")
        for way, times in self.processor.items():
            other = self.processor.get(way.replace("sealed", "plain"), times)
            ratio = sum(times) / sum(other)
            print(f"{way}: {statistics.median(times):.1f} / {at_95(times):.1f}; {ratio:.2f}")


def at_95(times: Sequence[float]) -> float:
    return sorted(times)[max(0, math.ceil(0.95 * len(times)) - 1)]


def ask_vaults(clock: Clock, folder: Path, asked: Sequence[Query]) -> None:
    """The plain and the sealed vault in turn, so that both see the same machine."""

    def find(vault: Vault, query: Query) -> object:
        return vault.index.search(query.ours, any_word=query.any_word)

    def show(vault: Vault, query: Query) -> object:
        return vault.search(query.ours, any_word=query.any_word, limit=SHOWN)

    for way, work in (("all", find), ("shown", show)):
        with (
            Vault.open(folder / "plain.itrvault", read_only=True) as plain,
            Vault.open(folder / "sealed.itrvault", PASSPHRASE, read_only=True) as sealed,
        ):
            both = [("plain", plain), ("sealed", sealed)]
            for _, vault in both:
                vault.search("nowhereatall")  # what is done once after opening
            for turn in ("first", "again"):
                for query in asked:
                    for name, vault in both:
                        clock.time(f"{name}, {way}, {turn}", query, partial(work, vault, query))
                    both.reverse()


def ask_fts5(clock: Clock, path: Path, asked: Sequence[Query]) -> None:
    for way in ("all", "shown"):
        peer = sqlite3.connect(path)
        peer.execute("SELECT count(*) FROM t WHERE t MATCH 'nowhereatall'").fetchall()
        for turn in ("first", "again"):
            for query in asked:
                sql = _SQL.format(
                    join=_JOIN if query.doc_class else "", where=_WHERE * bool(query.doc_class)
                )
                if way == "shown":
                    sql = sql.replace("rank", "rank, snippet(t, 0, '[', ']', '', 30)", 1)
                    sql += f" LIMIT {SHOWN}"
                values = (query.fts5, query.doc_class)[: 1 + bool(query.doc_class)]
                work = partial(lambda peer, *given: peer.execute(*given).fetchall(), peer)
                clock.time(f"FTS5, {way}, {turn}", query, partial(work, sql, values))
        peer.close()


def ask_recoll(clock: Clock, settings: Path, asked: Sequence[Query]) -> None:
    if not settings.exists():
        print("Recoll is not installed: left out")
        return

    def run(*arguments: str) -> None:
        subprocess.run(
            ["recollq", "-c", str(settings), *arguments], check=False, capture_output=True
        )

    starting = []
    for _ in range(10):
        began = time.perf_counter()
        run("-b", "-n", "50", "nowhereatall")
        starting.append(1000 * (time.perf_counter() - began))
    print(f"recollq for a word that stands nowhere: {statistics.median(starting):.1f} ms")
    for query in asked:
        clock.time("recollq, 50", query, lambda query=query: run("-b", "-n", "50", query.recoll))
    for query in asked:
        clock.time(
            "recollq, shown",
            query,
            lambda query=query: run("-A", "-n", str(SHOWN), query.recoll),
        )


def measure(given: argparse.Namespace, folder: Path) -> None:
    stored = folder / "papers.pickle"
    if stored.exists():
        made = pickle.loads(stored.read_bytes())
    else:
        made = papers(given.folders, given.pages, given.seed)
        build_vaults(made, folder)
        build_fts5(made, folder / "fts5.db")
        build_recoll(made, folder)
        stored.write_bytes(pickle.dumps(made))
    pages = sum(len(paper.pages) for paper in made)
    size = sum(len(page) for paper in made for page in paper.pages)
    asked = queries(made, given.queries, given.seed)
    with Vault.open(folder / "plain.itrvault", read_only=True) as vault:
        vault.search("nowhereatall")
        with vault.index.snapshot() as snapshot:
            segments = len(snapshot.readers)
    print(
        f"{pages} pages in {len(made)} documents, {size / pages:.0f} characters each, "
        f"{segments} segments, {len(asked)} queries"
    )
    clock = Clock()
    ask_vaults(clock, folder, asked)
    if not given.alone:
        ask_fts5(clock, folder / "fts5.db", asked)
        ask_recoll(clock, folder / "recoll", asked)
    clock.table()


def ranking(folder: Path) -> tuple[float, float]:
    """nDCG@10 (gain 2^grade - 1; queries nothing was judged for left out), and how much of the
    judged documents that hold a word of the query is among the matches."""
    documents = [json.loads(line) for line in (folder / "docs.jsonl").open()]
    judged: dict[str, dict[str, int]] = collections.defaultdict(dict)
    for line in (folder / "qrels.txt").open():
        query, _, document, grade = line.split()
        judged[query][document] = int(grade)
    names = [str(one["id"]) for one in documents]
    texts = [
        "\n".join(str(one.get(key, "")) for key in ("title", "author", "text")) for one in documents
    ]
    held = {
        name: {word.casefold() for word in PIECE.findall(text)}
        for name, text in zip(names, texts, strict=True)
    }
    language = detect_language(" ".join(texts[:50]))
    index = Index(MemoryFiles())
    index.adopt([build_segment([IndexUnit(n, n, language, text) for n, text in enumerate(texts)])])
    values, expected, there = [], 0, 0
    for line in (folder / "queries.tsv").open():
        number, _, text = line.rstrip("\n").partition("\t")
        grades = judged.get(number, {})
        ideal = sorted((grade for grade in grades.values() if grade > 0), reverse=True)[:10]
        if not ideal:
            continue
        words = [word.lower() for word in PIECE.findall(text)]
        order = [names[row] for row, _ in index.search(" ".join(words), any_word=True).order]
        found = set(order)
        for name, grade in grades.items():
            if grade > 0 and name in held and held[name] & {word.casefold() for word in words}:
                expected += 1
                there += name in found
        gained = [grades.get(name, 0) for name in order[:10]]
        values.append(
            sum((2 ** max(0, g) - 1) / math.log2(place + 2) for place, g in enumerate(gained))
            / sum((2**g - 1) / math.log2(place + 2) for place, g in enumerate(ideal))
        )
    return statistics.mean(values), there / max(1, expected)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=12)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--alone", action="store_true", help="without the other programs")
    parser.add_argument("--ranking", type=Path)
    given = parser.parse_args()
    if given.ranking:
        for folder in sorted(given.ranking.iterdir()):
            if (folder / "docs.jsonl").exists():
                value, found = ranking(folder)
                print(f"{folder.name}: nDCG@10 {value:.4f}, found {100 * found:.2f} %", flush=True)
    if given.keep and (given.folders or given.keep.exists()):
        given.keep.mkdir(parents=True, exist_ok=True)
        measure(given, given.keep)
    elif given.folders:
        with tempfile.TemporaryDirectory() as folder:
            measure(given, Path(folder))


if __name__ == "__main__":
    main()
