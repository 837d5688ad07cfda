"""The index gives the hits, the scores and the order of a plain searcher, to the last bit."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.errors import QueryError
from itrvault.model.document import Redline, RedlineKind
from itrvault.model.search import IndexUnit
from itrvault.search import matching, occurrences, ranking, seams
from itrvault.search.blobs import MemoryFiles
from itrvault.search.builder import build_segment
from itrvault.search.index import Index
from itrvault.search.marking import _among
from itrvault.search.tokens import tokenise
from tests.search.archive import Known
from tests.search.plain import PlainSearcher

WORDS = [
    "right", "rights", "righting", "service", "services", "member", "members", "of", "the", "to",
    "not", "network", "own-network", "net-work", "routing", "3.4", "31A", "rights2", "leaked",
]  # fmt: skip
HALVES = ["ser-", "net-", "rou-", "rig-\n", "own-net-", "of -", "mem\u2010"]
OTHER_HALVES = ["vice", "work", "ting", "hts", "bers", "vices-to"]
SIGNS = "国际电信规则"
WORD = st.one_of(st.sampled_from(WORDS[:6]), st.sampled_from(WORDS))
CUT = st.sampled_from(["service", "routing", "rights", "members", *OTHER_HALVES])
RUN = st.text(alphabet=SIGNS, min_size=1, max_size=4)
CLASSES = ("leaked", "treaty", "analysis")
CHUNKS = st.one_of(WORD, WORD, WORD, RUN, st.sampled_from(OTHER_HALVES))
TEXTS = st.one_of(st.lists(CHUNKS, max_size=4), st.lists(CHUNKS, min_size=12, max_size=40)).map(
    " ".join
)


@st.composite
def units(draw: st.DrawFn) -> list[IndexUnit]:
    """Up to a dozen units, three to a document, a few with redlines, some with heads and feet."""
    found = []
    framed = draw(st.booleans())
    for number, text in enumerate(
        draw(
            st.one_of(
                st.lists(TEXTS, min_size=1, max_size=3), st.lists(TEXTS, min_size=6, max_size=14)
            )
        )
    ):
        redlines = ()
        if draw(st.integers(0, 2)) == 0:
            text = f"{text} {draw(st.sampled_from(HALVES))}"
        if framed:
            text = f"rights 3.4\n{text}\n{number}"
        if text and draw(st.integers(0, 4)) == 0:
            start = draw(st.integers(0, len(text) - 1))
            end = draw(st.integers(start + 1, len(text)))
            if draw(st.integers(0, 2)) == 0:
                start, end = 0, len(text)  # nothing is left of the page in one of its readings
            redlines = (Redline(start, end, draw(st.sampled_from(RedlineKind))),)
        language = draw(st.sampled_from(["en", "en", "fr", "zh", ""]))
        found.append(IndexUnit(3 * number + 1, number // 3, language, text, redlines))
    return found


def clauses(depth: int) -> st.SearchStrategy[str]:
    """A part of a query, as it is typed."""
    phrase = st.builds(
        lambda first, inner, last: f'"{" ".join((first, *inner, last))}"',
        WORD, st.lists(st.one_of(WORD, st.just("*"), RUN), max_size=2), st.one_of(WORD, RUN),
    )  # fmt: skip
    kinds = [
        WORD, WORD, RUN, phrase, CUT,
        WORD.map(lambda word: f"{word[:3]}*"),
        WORD.map(lambda word: f"?{word[1:]}"),
        WORD.filter(str.isalpha).map(lambda word: f"{word}~1"),
        st.builds("{} w/{} {}".format, WORD, st.integers(0, 4), WORD),
        st.builds("{} w/{} {}".format, phrase, st.integers(0, 3), RUN),
        st.builds("{} pre/{} {}".format, WORD, st.integers(0, 4), WORD),
        st.builds(
            "{} NOT {}/{} {}".format, st.one_of(WORD, phrase, RUN),
            st.sampled_from(["w", "pre", "AFTER"]), st.integers(0, 4), st.one_of(WORD, phrase),
        ),
        st.builds('"{} {} {}"~{}'.format, WORD, WORD, WORD, st.integers(0, 5)),
        st.sampled_from(CLASSES).map("class:{}".format),
        st.sampled_from(["lang:fr", "page:1", "page:2-3", "inserted:rights", "deleted:*"]),
    ]  # fmt: skip
    if depth:
        inner = clauses(depth - 1)
        kinds += [
            st.builds("({} OR {})".format, inner, inner),
            st.builds("({} {})".format, inner, inner),
            inner.map("-{}".format),
            inner.map("+{}".format),
        ]
    return st.one_of(kinds)


QUERY = st.one_of(
    st.lists(WORD, min_size=2, max_size=4), st.lists(clauses(1), min_size=1, max_size=4)
).map(" ".join)


@pytest.fixture(params=[250, 2], autouse=True)
def _bounds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small bounds, so that a handful of units meets what a hundred thousand would."""
    monkeypatch.setattr(ranking, "NEAREST", request.param)
    if request.param == 2:
        monkeypatch.setattr(occurrences, "_BLOCK", 8)
        monkeypatch.setattr(occurrences, "_RARER", 2)
        monkeypatch.setattr(occurrences, "KEPT_BYTES", 1)
        monkeypatch.setattr(matching, "_FEW", 0)
        monkeypatch.setattr(seams, "_FEW", 0)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sets(WORD))
def test_marking_cuts_texts_as_indexing_does(text: str, words: set[str]) -> None:
    every = list(tokenise(text))
    wanted = {token.term for token in every[::3]} | words
    assert list(_among(text, wanted)) == [token for token in every if token.term in wanted]


@settings(max_examples=200, deadline=None)
@given(units(), st.lists(QUERY, min_size=1, max_size=4), st.booleans(), st.integers(1, 4),
       st.booleans(), st.booleans())  # fmt: skip
def test_gives_what_a_plain_searcher_gives(
    given_units: list[IndexUnit],
    queries: list[str],
    any_word: bool,
    segments: int,
    remove: bool,
    backwards: bool,
) -> None:
    documents = range(given_units[-1].document_row + 1)
    facts = Known(
        {"class": [(row, CLASSES[row % 3]) for row in documents]},
        {"page": [(unit.row, str(unit.row % 5)) for unit in given_units]},
    )
    index = Index(MemoryFiles(), facts)
    size = -(-len(documents) // segments)
    parts = [
        [unit for unit in given_units if unit.document_row // size == part]
        for part in range(given_units[-1].document_row // size + 1)
    ]
    index.adopt([build_segment(part) for part in (reversed(parts) if backwards else parts)])
    removed = [0] if remove and len(documents) > 1 else []
    for row in removed:
        index.remove(row)
    with index.snapshot() as snapshot:
        kept = {row for reader in snapshot.readers for row in reader.units.rows}
    plain = PlainSearcher([unit for unit in given_units if unit.row in kept], facts, removed)
    for query in queries:
        try:
            index.parse(query, any_word=any_word)
        except QueryError:  # what the grammar refuses is tested elsewhere
            continue
        found = index.search(query, any_word=any_word)
        expected = plain.search(found.reading)
        assert list(found.order) == expected, query
        assert index.search(query, any_word=any_word).order.rows == [row for row, _ in expected]


class Texts:
    def __init__(self, known: list[IndexUnit]) -> None:
        self.known = {unit.row: unit for unit in known}

    def texts_by_row(self, wanted):
        return {row: self.known[row] for row in wanted}


@settings(max_examples=100, deadline=None)
@given(units(), st.lists(st.one_of(CUT, RUN), min_size=1, max_size=3).map(" ".join))
def test_what_is_found_is_marked_also_over_a_page_break(
    given_units: list[IndexUnit], words: str
) -> None:
    index = Index(MemoryFiles(), texts=Texts(given_units))
    index.adopt([build_segment(given_units)])
    assert index.verify(given_units) == ""
    found = index.search(f'"{words}"')
    marks = index.marks(found.reading, given_units)
    assert {row for row, _ in found.order} <= {row for row, spans in marks.items() if spans}
