"""Every query that can be read is answered, marked and told; its hits are those of the text.

The second half knows the words of a text because it made the text out of them: no tokeniser of ours
is asked what stands there.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from itrvault.errors import QueryError
from itrvault.model.document import Redline, RedlineKind
from itrvault.model.search import IndexUnit
from itrvault.search.blobs import MemoryFiles
from itrvault.search.builder import build_segment
from itrvault.search.explaining import explain
from itrvault.search.index import Index
from tests.search.archive import Known, index_of, rows

UNITS = [
    IndexUnit(0, 0, "en", "Free flow of information\nunder Article 6 and 3.4, MOD RUS/27/7 31A"),
    IndexUnit(1, 0, "fr", "La décision finale des États, l’accès aux réseaux; co-\nopération"),
    IndexUnit(2, 1, "ru", "Право государств на связь", (Redline(0, 5, RedlineKind.DELETED),)),
    IndexUnit(3, 2, "ar", "حقوق الإنسان في الاتصالات 31A"),
    IndexUnit(
        4, 2, "zh", "国际电信规则第六条 International", (Redline(2, 4, RedlineKind.INSERTED),)
    ),
    IndexUnit(5, 3, "", ""),
]
FACTS = Known(
    {"title": [(0, "Free flow"), (1, "Право")], "date": [(0, "2012-11-03")],
     "symbol": [(1, "TD-64")]},
    {"tag": [(0, "Rights/Privacy")], "note": [(3, "a note")], "page": [(0, "1"), (4, "5")]},
)  # fmt: skip


class Texts:
    def texts_by_row(self, wanted):
        return {row: UNITS[row] for row in wanted}


@pytest.fixture(scope="module")
def index() -> Index:
    made = Index(MemoryFiles(), FACTS, Texts())
    made.adopt([build_segment(UNITS[:3]), build_segment(UNITS[3:])])
    return made


PARTS = st.sampled_from(
    ["free", "flow", "décision", "decision", "право", "حقوق", "国际", "条", '"free flow"', "31A",
     "fr*", "*e?", "fre~1", "exact:", "exact:décision", "translit:", "inserted:", "deleted:",
     "text:", "of",     "^", "^free", "(", ")", " OR ", " AND ", " NOT ", "-", "+",
     " w/3 ", " NOT w/3 ", " NOT AFTER/2 ", " pre/0 ", " AFTER/9 ",
     '"flow free"~2', '"free flow"~>2', "tag:privacy", "title:free", "note:a", "date:2012-11",
     "page:[1 TO 5]", "symbol:TD-64", "provision:3.4", "provision:30", "article:6", "id:RUS/27/7",
     "has:redline", "inserted:*", "lang:ru", " ", "\n", "co-opération", "3.4", "*", "“accès”"]
)  # fmt: skip


@settings(max_examples=400)
@given(st.lists(PARTS, max_size=9).map("".join) | st.lists(PARTS, max_size=7).map(" ".join),
       st.booleans())  # fmt: skip
def test_every_query_is_answered_or_refused(index: Index, query: str, any_word: bool) -> None:
    try:
        found = index.search(query, any_word=any_word)
    except QueryError:
        assume(False)
        return
    reading = found.reading
    hits = [row for row, _ in found.order]
    assert len(set(hits)) == len(hits)
    assert reading.read_as
    counted = index.occurrences(query, any_word=any_word)[1]
    assert set(counted) == set(hits) == set(index.matching(query, any_word=any_word)[1])
    assert all(places > 0 for places in counted.values())
    for unit in UNITS:
        marks = index.spans(reading, unit.text, unit.language, unit.redlines)
        assert all(0 <= span.start < span.end <= len(unit.text) for span in marks)
        assert all(one.end < other.start for one, other in pairwise(marks))
    with index.snapshot() as snapshot:
        for word in explain(reading, snapshot):
            assert word.typed
    index.did_you_mean(reading)
    index.word_counts(reading)


SPELLINGS = [
    ["Décision", "decision", "DÉCISION", "deci\u00adsion", "de\u0301cision"], ["право", "ПРАВО"],
    ["ёлка", "Елка", "ЁЛКА"], ["حقوق", "حُقُوق", "حقـوق"], ["انسان", "إنسان", "أنسان"],
    ["ﬁnal", "Final", "ｆｉｎａｌ"], ["œuvre", "OEUVRE", "Œuvre"], ["31A", "31a"], ["3.4"],
    ["niño", "NINO"],    ["чай"], ["чаи"], ["straße", "STRASSE"], ["of"], ["中"], ["١٢",
     "12"], ["x"],
]  # fmt: skip
"""Spellings of one word in each; no two of them are the same word."""
PARTING = st.sampled_from(
    [" ", ", ", "\n", "; ", " (", ") ", " «", "» ", " — ", "\t", " / ", " ’", ". "]
)
WORD = st.integers(0, len(SPELLINGS) - 1)


@st.composite
def made_text(draw: st.DrawFn) -> tuple[str, list[int]]:
    """A text, and its words by their numbers."""
    words = draw(st.lists(WORD, max_size=8))
    text = "".join(draw(st.sampled_from(SPELLINGS[word])) + draw(PARTING) for word in words)
    return text, words


@st.composite
def asked(draw: st.DrawFn) -> tuple[str, Callable[[list[int]], bool]]:
    """A query, and what it says of the words of a text."""
    chosen = draw(st.lists(WORD, min_size=1, max_size=3))
    typed = [draw(st.sampled_from(SPELLINGS[word])) for word in chosen]
    size, first, last = len(chosen), chosen[0], chosen[-1]
    distance = draw(st.integers(0, 3))

    def together(words: list[int]) -> bool:
        return any(words[n : n + size] == chosen for n in range(len(words)))

    def near(words: list[int], lowest: int) -> bool:
        return any(
            x != y and lowest <= (y - x) and abs(y - x) <= distance + 1
            for x, one in enumerate(words)
            if one == first
            for y, other in enumerate(words)
            if other == last
        )

    match draw(st.sampled_from(["all", "any", "none", "phrase", "near", "before", "first"])):
        case "all":
            return " ".join(f"{t}~0" for t in typed), lambda words: set(chosen) <= set(words)
        case "any":
            query = " OR ".join(f"{t}~0" for t in typed)
            return query, lambda words: not set(chosen).isdisjoint(words)
        case "none":
            query = " ".join(f"-{t}~0" for t in typed)
            return query, lambda words: set(chosen).isdisjoint(words)
        case "phrase":
            return f"({' pre/0 '.join(f'{t}~0' for t in typed)})", together
        case "near":
            query = f"{typed[0]}~0 w/{distance} {typed[-1]}~0"
            return query, lambda words: near(words, -1000) if size > 1 else first in words
        case "before":
            query = f"{typed[0]}~0 pre/{distance} {typed[-1]}~0"
            return query, lambda words: near(words, 1)
        case _:
            return f"^{typed[0]}~0", lambda words: words[:1] == [first]


@settings(max_examples=400)
@given(st.lists(made_text(), min_size=1, max_size=5), asked(), st.integers(1, 3))
def test_hits_are_the_texts_that_hold_the_words(texts, question, segments: int) -> None:
    query, meets = question
    assume("w/" not in query or query.split(" w/")[0] != query.rsplit(" ", 1)[1])
    index = index_of(*(text for text, _ in texts), segments=segments, pages=1)
    assert rows(index, query) == {n for n, (_, words) in enumerate(texts) if meets(words)}


@settings(max_examples=200)
@given(st.lists(st.text("国际电信联盟 \n", max_size=12), min_size=1, max_size=4),
       st.text("国际电信", min_size=1, max_size=4))  # fmt: skip
def test_chinese_is_found_wherever_it_stands(texts: list[str], sought: str) -> None:
    index = index_of(*(("zh", text) for text in texts), pages=1)
    expected = {n for n, text in enumerate(texts) if sought in "".join(text.split())}
    found = rows(index, sought)
    # Blank lines part two runs; between the lines of one paragraph nothing does.
    runs = {n for n, text in enumerate(texts) if sought in text}
    assert runs <= found <= expected
