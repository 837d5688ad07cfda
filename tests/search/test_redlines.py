"""Texts with redlines: found as they would be and as they were, and by what was changed in them."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.errors import QueryError
from itrvault.model.document import Redline, RedlineKind
from itrvault.model.search import IndexUnit
from itrvault.search.blobs import MemoryFiles
from itrvault.search.index import Index
from itrvault.search.streams import streams, tokens_among, tokens_of
from tests.search.archive import Known, fill, rows, units_of

KINDS = {"+": RedlineKind.INSERTED, "-": RedlineKind.DELETED}


def redlined(source: str) -> tuple[str, tuple[Redline, ...]]:
    """A text written as "may [-not-]{+always+} be", changes nested as they like."""
    text = ""
    opened: list[tuple[int, RedlineKind]] = []
    lines = []
    for part in re.split(r"(\[-|-\]|\{\+|\+\})", source):
        if part in ("[-", "{+"):
            opened.append((len(text), KINDS[part[1]]))
        elif part in ("-]", "+}"):
            start, kind = opened.pop()
            lines.append(Redline(start, len(text), kind))
        else:
            text += part
    return text, tuple(sorted(lines, key=lambda line: (line.start, line.end)))


def units(*sources: str, language: str = "en") -> list[IndexUnit]:
    return [
        IndexUnit(number, number, language, *redlined(source))
        for number, source in enumerate(sources)
    ]


def index(*sources: str) -> Index:
    return fill(MemoryFiles(), units(*sources))


def marked(source: str, query: str) -> list[str]:
    (unit,) = units(source)
    found = fill(MemoryFiles(), [unit])
    reading = found.parse(query)
    spans = found.spans(reading, unit.text, "en", unit.redlines)
    return [unit.text[span.start : span.end] for span in spans]


CHANGED = "Members [-shall-]{+should+} ensure the provi[-de-]{+sion+} of [-public-] networks"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("shall", True),
        ("should", True),
        ("shallshould", False),
        ("provide", True),
        ("provision", True),
        ('"Members should ensure"', True),
        ('"Members shall ensure"', True),
        ('"shall should"', False),
        ('"provision of networks"', True),
        ('"provide of public networks"', True),
        ('"provision of public"', False),
        ("inserted:should", True),
        ("inserted:shall", False),
        ("inserted:members", False),
        ("deleted:shall", True),
        ("deleted:public", True),
        ("deleted:should", False),
        ("inserted:provision", True),
        ("deleted:provide", True),
        ("deleted:pub*", True),
        ("inserted:pub*", False),
        ("deleted:publik~1", True),
        ('inserted:"should ensure"', False),
        ("members -deleted:public", False),
        ("members NOT inserted:public", True),
        ("inserted:(shall OR should)", True),
        ("inserted:(shall should)", False),
        ("deleted:(shall public)", True),
        ("inserted:exact:should", True),
        ("exact:inserted:shoulds", False),
        ("deleted:shall w/9 deleted:public", True),
        ("deleted:shall w/2 deleted:public", False),
    ],
)
def test_words_in_and_over_changes(query: str, found: bool):
    assert (rows(index(CHANGED), query) == {0}) is found
    assert bool(marked(CHANGED, query)) == (found and not query.startswith("members NOT xx"))


def test_phrases_inside_changes_and_what_was_inserted_and_deleted_again():
    source = "It is {+agreed that [-all of-] the costs are shared+}, [-not more-]."
    archive = index(source)
    assert rows(archive, 'inserted:"that the costs are shared"') == {0}
    assert rows(archive, 'deleted:"not more"') == {0}
    assert rows(archive, 'deleted:"all of"') == rows(archive, 'inserted:"all of"') == {0}
    assert rows(archive, '"that all of the"') == set()
    assert rows(archive, '"it is"') == {0}


def test_only_the_changed_words_are_marked_and_nothing_between_two_halves():
    source = "the tax {+on the tax+} and provi[-de-]{+sion+} [-of a tax-]"
    assert marked(source, "inserted:tax") == ["tax"]
    assert marked(source, "deleted:tax") == ["tax"]
    assert marked(source, "tax") == ["tax"] * 3
    assert marked(source, "provision") == ["provi", "sion"]
    assert marked(source, '"tax and provide"') == ["tax", "and provide"]
    assert marked(source, '"tax and provision"') == ["tax and provi", "sion"]


def test_chinese_is_found_in_changes():
    archive = fill(MemoryFiles(), units("国际[-电信-]{+电报+}规则", language="zh"))
    assert rows(archive, "国际电信规则") == rows(archive, "国际电报规则") == {0}
    assert rows(archive, "电信电报") == set()
    assert rows(archive, "deleted:电信") == {0}
    assert rows(archive, "inserted:电信") == set()
    assert rows(archive, "deleted:国际电信") == set()


def test_what_was_read_is_said_and_a_star_asks_for_any_change():
    archive = index("a {+b+}")
    assert archive.parse("c inserted:tax").read_as == "c AND inserted tax"
    assert archive.parse('NOT deleted:"a b"').read_as == 'everything NOT deleted "a b"'
    forms = index("{+tax taxes+} taxed").parse("inserted:tax").read_as
    assert forms == "inserted tax (taxes) in en"
    assert archive.parse("inserted:*").read_as == "has insertion"
    known = Known(units={"has": [(0, "redline"), (0, "insertion")]})
    asked = fill(MemoryFiles(), units("a {+b+}", "c"), known)
    assert rows(asked, "inserted:*") == rows(asked, "has:insertions") == {0}
    assert rows(asked, "deleted:*") == set()
    with pytest.raises(QueryError, match="inserted: needs a value"):
        archive.parse("inserted:")


def test_the_terms_that_note_changes_are_no_words():
    archive = index("{+i+} [-x-]")
    assert rows(archive, "*a*") == set()
    assert rows(archive, "a~1") == rows(index("i x"), "a~1")
    assert archive.suggest("q") == index("i x").suggest("q")


def test_the_index_of_redlines_survives_merging_and_is_verified():
    made = units(CHANGED, "plain words", "{+new+} and [-old-]", "")
    archive = fill(MemoryFiles(), made, segments=2)
    before = rows(archive, "inserted:new OR deleted:shall")
    archive.remove(1)
    archive.compact()
    assert rows(archive, "inserted:new OR deleted:shall") == before == {0, 2}
    left = [unit for unit in made if unit.row != 1]
    assert archive.verify(left) == ""
    bare = [IndexUnit(u.row, u.document_row, u.language, u.text) for u in left]
    assert archive.verify(bare) != ""


WORDS = ["tax", "net", "law", "sea"]
PIECES = st.lists(
    st.tuples(st.sampled_from(["", "+", "-", "+-"]), st.lists(st.sampled_from(WORDS), max_size=3)),
    max_size=8,
)


@settings(max_examples=60)
@given(
    st.lists(PIECES, min_size=1, max_size=4),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=2),
)
def test_a_model_of_both_readings_agrees(
    texts: list[list[tuple[str, list[str]]]], phrase: list[str]
):
    made = []
    for number, pieces in enumerate(texts):
        text, lines = "", []
        for signs, words in pieces:
            start, text = len(text), text + "".join(f"{word} " for word in words)
            lines += [Redline(start, len(text), KINDS[sign]) for sign in signs if words]
        made.append(IndexUnit(number, number, "en", text, tuple(lines)))
    archive = fill(MemoryFiles(), made)
    assert archive.verify(made) == ""
    size = len(phrase)
    for query, without, within in (
        (" ".join(phrase), None, ""), ("inserted", "-", "+"), ("deleted", "+", "-"),
    ):  # fmt: skip
        said = f'"{" ".join(phrase)}"'
        query = f"{query}:{said}" if within else said
        wanted = set()
        for number, pieces in enumerate(texts):
            for dropped in ("-", "+"):
                if without is not None and dropped != without:
                    continue
                left = [
                    (word, within in signs)
                    for signs, words in pieces
                    if dropped not in signs
                    for word in words
                ]
                if any(
                    [w for w, _ in left[at : at + size]] == phrase
                    and all(inside for _, inside in left[at : at + size])
                    for at in range(len(left))
                ):
                    wanted.add(number)
            for signs, words in pieces:  # in neither reading
                if signs == "+-" and any(
                    words[at : at + size] == phrase for at in range(len(words))
                ):
                    wanted.add(number)
        assert rows(archive, query) == wanted, query
    for unit in made:
        reading = archive.parse(f"inserted:{phrase[0]}")
        for span in archive.spans(reading, unit.text, "en", unit.redlines):
            assert any(
                line.start <= span.start and span.end <= line.end
                for line in unit.redlines
                if line.kind is RedlineKind.INSERTED
            )


@given(
    st.text("ab1- \n\u6587", max_size=30),
    st.lists(
        st.tuples(st.integers(-3, 35), st.integers(-3, 35), st.sampled_from(list(RedlineKind)))
    ),
)
def test_streams_hold_every_letter_at_its_place(
    text: str, edges: list[tuple[int, int, RedlineKind]]
):
    lines = [Redline(start, end, kind) for start, end, kind in edges]
    found = streams(text, lines)
    seen = set()
    for stream in found:
        whole = "".join(text[a:b] for a, b, _ in stream.pieces(0, len(stream.text)))
        assert whole == stream.text
        seen |= {at for a, b, _ in stream.pieces(0, len(stream.text)) for at in range(a, b)}
    assert seen == set(range(len(text)))
    every = list(tokens_of(text, lines))
    for wanted in ({token.term for token in every}, {"a", "\x0ea", "\x0fab", "\x10"}):
        if lines:
            among = Counter(tokens_among(found, wanted))
            assert among == Counter(token for token in every if token.term in wanted)
    assert units_of([text])[0].redlines == ()
