"""What inflected words find in real texts of six languages, beside SQLite FTS5 and Recoll.

    python tests/bench/bench_languages.py FOLDER

FOLDER holds plain texts (UTF-8; a head of "key: value" lines is skipped). Every paragraph of some
length is a unit, a row and, for Recoll, a file. Each word below is asked of all three: FTS5 with
`porter` over `unicode61` without accents, with `unicode61` alone, and for Chinese with `trigram`;
Recoll with its stemming in the five languages it knows. Printed are the units found, and of those
a peer finds and we do not, the first. Recoll is left out where `recollindex` is not installed.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from itrvault.model.search import IndexUnit
from itrvault.search.blobs import MemoryFiles
from itrvault.search.builder import build_segment
from itrvault.search.index import Index
from itrvault.text.language import detect_language

WORDS = {
    "en": "rights party obligation suspending authorised freedoms detain child identify agreed "
    "proposals networks operators secrecy citizens",
    "fr": "droits partie obligation suspendre autorisé libertés lois enfants accès état réseaux "
    "national coopération utilisées égalité",
    "es": "derechos parte obligación suspender libertad leyes niños país naciones ratificación "
    "protección educación conservación mares",
    "ru": "право сторона обязательство свобода закон ребенок государство конвенция договор связь "
    "морской защита участник решение",
    "ar": "حق حقوق دولة حرية قانون طفل إنسان معاهدة شخص تعليم حماية مجتمع",
    "zh": "人权 自由 缔约国 公约 国家 儿童 保护 教育 权 平等",
}
_LEAST, _MOST = 60, 1500


def paragraphs(folder: Path) -> Iterator[tuple[str, str]]:
    """(language, text) of every paragraph."""
    for path in sorted(folder.glob("*.txt")):
        text = path.read_text("utf-8", errors="replace")
        block = ""
        for line in text.splitlines():
            block += line.strip() + "\n"
            if (not line.strip() and len(block) >= _LEAST) or len(block) >= _MOST:
                yield detect_language(block), block
                block = ""
        if block.strip():
            yield detect_language(block), block


class Fts5:
    """A table in memory with one tokeniser."""

    def __init__(self, texts: list[str], tokeniser: str) -> None:
        self._table = sqlite3.connect(":memory:")
        self._table.execute(f'CREATE VIRTUAL TABLE t USING fts5(x, tokenize="{tokeniser}")')
        self._table.executemany("INSERT INTO t(rowid, x) VALUES (?, ?)", enumerate(texts))

    def find(self, word: str) -> set[int]:
        rows = self._table.execute("SELECT rowid FROM t WHERE t MATCH ?", (f'"{word}"',))
        return {row for (row,) in rows}


_NAMES = {"ar": "arabic", "en": "english", "es": "spanish", "fr": "french", "ru": "russian"}


class Recoll:
    """An index of its own in a folder, asked by `recollq` with the stemming of one language."""

    language = ""

    def __init__(self, folder: Path, texts: list[str]) -> None:
        self._config = folder / "config"
        files = folder / "texts"
        self._config.mkdir()
        files.mkdir()
        for number, text in enumerate(texts):
            (files / f"{number}.txt").write_text(text, "utf-8")
        (self._config / "recoll.conf").write_text(
            f"topdirs = {files}\ndefaultcharset = utf-8\nidxflushmb = 50\n"
            "indexstemminglanguages = arabic english french russian spanish\n"
        )
        self._environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
        subprocess.run(
            ["recollindex", "-c", self._config, "-z"],
            check=True, env=self._environment, capture_output=True,
        )  # fmt: skip

    def find(self, word: str) -> set[int]:
        language = _NAMES.get(self.language, "english")
        said = subprocess.run(
            ["recollq", "-c", self._config, "-s", language, "-n", "0-100000", "-b", word],
            check=True, env=self._environment, capture_output=True, text=True,
        )  # fmt: skip
        lines = said.stdout.split()
        return {int(Path(one).stem) for one in lines if one.startswith("file://")}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    found = list(paragraphs(parser.parse_args().folder))
    texts = [text for _, text in found]
    units = [IndexUnit(row, row, language, text) for row, (language, text) in enumerate(found)]
    index = Index(MemoryFiles())
    index.adopt([build_segment(units[at : at + 2000]) for at in range(0, len(units), 2000)])
    with tempfile.TemporaryDirectory() as folder:
        peers: dict[str, Fts5 | Recoll] = {
            "porter": Fts5(texts, "porter unicode61 remove_diacritics 2"),
            "unicode61": Fts5(texts, "unicode61 remove_diacritics 2"),
            "trigram": Fts5(texts, "trigram"),
        }
        if shutil.which("recollindex"):
            peers["recoll"] = Recoll(Path(folder), texts)
        print(f"{len(units)} units")
        print(f"{'':4}{'ours':>8}" + "".join(f"{name:>22}" for name in peers))
        for language, words in WORDS.items():
            compare(index, texts, language, words.split(), peers)


def compare(
    index: Index, texts: list[str], language: str, words: list[str], peers: dict[str, Fts5 | Recoll]
) -> None:
    """Print a line: units found by us, and by each peer, with how many of those we miss."""
    ours = {word: {row for row, _ in index.search(word).order} for word in words}
    line = f"{language:4}{sum(map(len, ours.values())):8}"
    examples = []
    for name, peer in peers.items():
        if (name == "trigram") != (language == "zh") and name != "recoll":
            line += f"{'':>22}"
            continue
        if isinstance(peer, Recoll):
            peer.language = language
        theirs = {word: peer.find(word) for word in words}
        missed = {word: theirs[word] - ours[word] for word in words}
        count = sum(map(len, missed.values()))
        line += f"{f'{sum(map(len, theirs.values()))} ({count} not ours)':>22}"
        for word, rows in missed.items():
            if rows:
                examples.append(f"     {name}: {word} in {texts[min(rows)][:150]!r}")
    print(line)
    print("\n".join(examples), file=sys.stderr)


if __name__ == "__main__":
    main()
