"""`exact:` means the very spelling, accents and all, wherever it stands in a query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.model.document import Redline, RedlineKind
from itrvault.model.search import IndexUnit
from itrvault.search.blobs import MemoryFiles
from itrvault.search.builder import build_segment
from itrvault.search.index import Index
from tests.search.archive import rows


class Texts:
    """Units by their rows."""

    def __init__(self, units: Iterable[IndexUnit]) -> None:
        self.units = {unit.row: unit for unit in units}

    def texts_by_row(self, wanted: Iterable[int]) -> Mapping[int, IndexUnit]:
        return {row: self.units[row] for row in wanted if row in self.units}


def index_over(*texts: str | IndexUnit) -> Index:
    units = [
        text if isinstance(text, IndexUnit) else IndexUnit(row, row, "fr", text)
        for row, text in enumerate(texts)
    ]
    index = Index(MemoryFiles(), texts=Texts(units))
    index.adopt([build_segment(units[:2]), build_segment(units[2:])])
    return index


def marked(index: Index, query: str, text: str) -> list[str]:
    return [text[span.start : span.end] for span in index.spans(index.parse(query), text)]


TEXTS = (
    "une décision finale", "a final decision", "la décision et decision", "DÉCISION du Conseil",
    "décisions", "indécision", "la de\u0301cision", "deci\u00adsion", "nothing",
)  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("exact:décision", {0, 2, 3, 6}),
        ("exact:decision", {1, 2, 7}),
        ("decision", {0, 1, 2, 3, 4, 6, 7}),
        ("-exact:décision", {1, 4, 5, 7, 8}),
        ("decision -exact:décision", {1, 4, 7}),
        ("exact:décision -exact:decision", {0, 3, 6}),
        ("exact:décision OR final", {0, 1, 2, 3, 6}),
        ("+exact:décision", {0, 2, 3, 6}),
        ('exact:"décision finale"', {0}),
        ('exact:"decision finale"', set()),
        ("exact:décision w/1 exact:decision", {2}),
        ("exact:décis*", {0, 2, 3, 4, 6}),
        ("exact:decis*", {1, 2, 7}),
        ("exact:d?cision", {0, 1, 2, 3, 6, 7}),
        ("exact:(décision OR décisions)", {0, 2, 3, 4, 6}),
        ("exact:décision lang:fr", {0, 2, 3, 6}),
        ("exact:décision -lang:fr", set()),
    ],
)
def test_finds_the_very_spelling(query: str, found: set[int]) -> None:
    assert rows(index_over(*TEXTS), query) == found


def test_marks_the_very_spelling() -> None:
    index = index_over(*TEXTS)
    assert marked(index, "exact:décision", TEXTS[2]) == ["décision"]
    assert marked(index, "exact:decision", TEXTS[2]) == ["decision"]
    assert marked(index, "exact:decision", TEXTS[7]) == ["deci\u00adsion"]


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("ёлка", "ёлка", True), ("елка", "ёлка", False), ("إسلام", "اسلام", False),
        ("إسلام", "إِسْلَام", True), ("خدمة", "خدمـــة", True), ("خدمة", "خدمه", False),
        ("niño", "el nino", False), ("NIÑO", "los niño", True), ("œuvre", "oeuvre", False),
        ("co-opération", "la co-\nopération", True), ("coopération", "la co-opération", True),
        ("cooperation", "la co-opération", False), ("Members", "31Members shall", True),
        ("straße", "strasse", True), ("国际", "国际电信", True), ("国际", "國際電信", False),
        ("3.4", "see 3.4", True),
    ],
)  # fmt: skip
def test_in_every_language(typed: str, text: str, found: bool) -> None:
    assert bool(rows(index_over(text), f"exact:{typed}")) == found
    assert bool(rows(index_over(text), typed))


@pytest.mark.parametrize("word", ["é" * 500, "ж" * 130, "a" * 500, "aé" * 59, "aé" * 60 + "b"])
def test_long_words_are_cut_everywhere_alike(word: str) -> None:
    index = index_over(f"un {word} long", "autre")
    assert rows(index, f"exact:{word}") == {0}
    assert marked(index, f"exact:{word}", f"un {word} long") == [word]
    assert rows(index, f"exact:{word[0] * 2}*") == ({0} if word[0] == word[1] else set())


def test_in_redlines() -> None:
    text = "Les décision decision"
    lines = (Redline(4, 12, RedlineKind.INSERTED), Redline(13, 21, RedlineKind.DELETED))
    index = index_over(IndexUnit(0, 0, "fr", text, lines))
    assert rows(index, "inserted:exact:décision") == {0}
    assert rows(index, "deleted:exact:decision") == {0}
    assert rows(index, "inserted:exact:decision") == set()
    assert rows(index, "deleted:exact:décision") == set()


WORDS = ["cote", "côte", "coté", "côté", "Cote", "other"]


@settings(max_examples=150)
@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=4), min_size=1, max_size=5),
       st.sampled_from(WORDS), st.sampled_from(WORDS))  # fmt: skip
def test_equals_a_scan(texts: list[list[str]], one: str, other: str) -> None:
    index = index_over(*(" ".join(words) for words in texts))
    spelt = [[word.lower() for word in words] for words in texts]

    def those(meets) -> set[int]:
        return {row for row, words in enumerate(spelt) if meets(words)}

    assert rows(index, f"exact:{one}") == those(lambda words: one.lower() in words)
    assert rows(index, f"exact:{one} -exact:{other}") == those(
        lambda words: one.lower() in words and other.lower() not in words
    )
    pair = [one.lower(), other.lower()]
    assert rows(index, f'exact:"{one} {other}"') == those(
        lambda words: any(words[n : n + 2] == pair for n in range(len(words)))
    )
