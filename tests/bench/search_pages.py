"""The pages and the queries that `bench_search.py` measures with, made out of a folder of texts.

Pages are those of PDFs, and 3,000 characters of a plain text. To come to more of them, each further
round takes every page again with a sixth of its lines exchanged for lines of other pages and with a
few words of its own, so that lengths, common words and the growth of the vocabulary stay as they
are in texts that people write. Queries are drawn from the pages. The same seed makes the same.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from itrvault.search.folding import fold_word
from itrvault.text.language import detect_language
from itrvault.text.language_words import SMALL_WORDS

PAGE_LENGTH = 3000
CLASSES = ("leaked", "analysis", "statement", "treaty")
YEARS = range(2008, 2013)
_SMALL = {fold_word(word) for words in SMALL_WORDS.values() for word in words}
_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLES = [
    one + two for one in "bdfgklmnprstvz" for two in ("a", "e", "i", "o", "u", "an", "er")
]


@dataclass(frozen=True)
class Paper:
    """A document of the bench: pages of text in one language, and what is known about it."""

    number: int
    language: str
    pages: tuple[str, ...]

    @property
    def doc_class(self) -> str:
        return CLASSES[self.number % len(CLASSES)]

    @property
    def year(self) -> int:
        return YEARS[self.number // len(CLASSES) % len(YEARS)]


@dataclass(frozen=True)
class Query:
    """One query, as each of the programs wants it; `words` for FTS5's filter by class."""

    kind: str
    ours: str
    fts5: str
    recoll: str
    any_word: bool = False
    doc_class: str = ""


def papers(folders: Sequence[Path], pages: int, seed: int) -> list[Paper]:
    """Documents with at least so many pages together (the last round is cut)."""
    originals = [paper for folder in folders for paper in _read(folder)]
    originals = [paper for paper in originals if any(_WORD.search(page) for page in paper)]
    languages = [detect_language(" ".join(paper[:3])[:20_000]) for paper in originals]
    lines = {
        language: [
            line
            for paper, spoken in zip(originals, languages, strict=True)
            if spoken == language
            for page in paper
            for line in page.splitlines()
            if 20 < len(line) < 120
        ]
        for language in set(languages)
    }
    chance = random.Random(seed)
    made: list[Paper] = []
    count = turn = 0
    while count < pages:
        for paper, language in zip(originals, languages, strict=True):
            copy = paper if not turn else [_altered(p, lines[language], chance) for p in paper]
            made.append(Paper(len(made), language, tuple(copy[: pages - count])))
            count += len(made[-1].pages)
            if count >= pages:
                break
        turn += 1
    return made


def _read(folder: Path) -> Iterator[list[str]]:
    for path in sorted(folder.iterdir()):
        if path.suffix == ".pdf":
            import pymupdf

            with pymupdf.open(path) as document:
                yield [page.get_text() for page in document]
        elif path.suffix == ".txt":
            text = path.read_text(errors="replace")
            yield [text[at : at + PAGE_LENGTH] for at in range(0, len(text), PAGE_LENGTH)]


def _altered(page: str, others: Sequence[str], chance: random.Random) -> str:
    lines = page.splitlines()
    if len(others) > 100:
        lines = [
            chance.choice(others) if 20 < len(line) < 120 and chance.random() < 1 / 6 else line
            for line in lines
        ]
    for _ in range(min(3, len(lines) // 8)):
        place = chance.randrange(len(lines))
        own = "".join(chance.choice(_SYLLABLES) for _ in range(chance.randint(3, 5)))
        lines[place] += " " + own
    return "\n".join(lines)


def queries(made: Sequence[Paper], count: int, seed: int) -> list[Query]:
    """Queries of all kinds in fixed shares, in a random order, none twice."""
    chance = random.Random(seed)
    shares = {
        "one word": 15, "two words": 20, "three words": 12, "four and five words": 10,
        "phrase": 18, "wildcard": 8, "any word": 9, "filtered": 8,
    }  # fmt: skip
    kinds = [kind for kind, share in shares.items() for _ in range(round(count * share / 100))]
    found: dict[str, Query] = {}
    for kind in kinds:
        while True:
            query = _one(kind, made, chance)
            if query is not None and f"{query.ours} {query.any_word}" not in found:
                found[f"{query.ours} {query.any_word}"] = query
                break
    result = list(found.values())
    chance.shuffle(result)
    return result


def _one(kind: str, made: Sequence[Paper], chance: random.Random) -> Query | None:
    page = chance.choice(chance.choice(made).pages)
    every = [word.lower() for word in _WORD.findall(page) if word.isascii()]
    subject = [word for word in every if len(word) > 3 and word not in _SMALL]
    if len(subject) < 30:
        return None
    if kind == "phrase":
        size = chance.choice((2, 2, 3, 3, 4))
        spaced = re.findall(r"[A-Za-z]+(?: [A-Za-z]+)+", page)
        runs = [run.lower().split() for run in spaced]
        runs = [run for run in runs if len(run) >= size]
        if not runs:
            return None
        run = chance.choice(runs)
        at = chance.randrange(len(run) - size + 1)
        phrase = f'"{" ".join(run[at : at + size])}"'
        return Query(kind, phrase, phrase, phrase)
    if kind == "wildcard":
        start = chance.choice([word for word in subject if len(word) > 5])[: chance.choice((4, 5))]
        other = chance.choice(subject)
        if chance.random() < 0.5:
            return Query(kind, f"{start}*", f'"{start}"*', f"{start}*")
        return Query(kind, f"{start}* {other}", f'"{start}"* AND "{other}"', f"{start}* {other}")
    if kind == "four and five words":  # as people copy them, small words among them
        size = chance.choice((4, 5))
        at = chance.randrange(len(every) - size)
        words = every[at : at + size]
    else:
        size = {"one word": 1, "two words": 2, "three words": 3}.get(kind, chance.choice((3, 4, 5)))
        if kind == "filtered":
            size = chance.choice((1, 2))
        at = chance.randrange(len(subject) - 8)
        words = chance.sample(subject[at : at + 8], size)
    if len(set(words)) < len(words):
        return None
    ours = " ".join(words)
    conjoined = " AND ".join(f'"{word}"' for word in words)
    if kind == "any word":
        either = " OR ".join(f'"{word}"' for word in words)
        return Query(kind, ours, either, " OR ".join(words), any_word=True)
    if kind == "filtered":
        wanted = chance.choice(CLASSES)
        return Query(kind, f"{ours} class:{wanted}", conjoined, f"{ours} dir:{wanted}",
                     doc_class=wanted)  # fmt: skip
    return Query(kind, ours, conjoined, ours)
