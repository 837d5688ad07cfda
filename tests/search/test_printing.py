"""The grammar has one meaning: a query read, written and read again is the same query."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from itrvault.errors import QueryError
from itrvault.search.parse import parse
from itrvault.search.printing import to_query

WORDS = st.sampled_from(
    ["traffic", "Security", "право", "à", "l’accès", "حقوق", "网络", "网", "国际电信联盟", "31A",
     "3.4", "AND", "co-operation", "WCIT12/27", "rout*", "*tion", "colo?r", "privcy~1", "2012",
     "exact:décision", "exact:rout*", "inserted:shall", "deleted:exact:Été", "translit:Lavrov",
     "x.y", "a/b"]
)  # fmt: skip
QUOTED = st.lists(st.sampled_from(["free", "flow", "of", "*", "info*", "网络", "co-op", "3.4"]),
                  min_size=1, max_size=4).map(lambda some: f'"{" ".join(some)}"')  # fmt: skip
FIELD = st.sampled_from(
    ["title:security", 'tag:"Human rights/Privacy"', "date:2012-11", "date:>2012", "date:<2012-06",
     "date:2012-11/2012-12", 'date:"November 2012"', "date:[2012 TO *]", "page:4", "page:4-6",
     "page:>3", "symbol:WCIT12/27", 'symbol:"WCIT12/27-E"', "symbol:WCIT12/27(Rev.1)", "has:notes",
     "provision:3.4", "provision:30", 'provision:"Article 6"', "article:3A", "id:RUS/27/7",
     "provision:[3.1 TO 3.4]", "inserted:*", "lang:ru", "symbol:[WCIT12/20 TO WCIT12/30]",
     "proponent:[A TO F]", "title:(a OR b)", "tag:priv*", 'name:"a b.zip"', "inserted:id:RUS/27/7"]
)  # fmt: skip


def queries() -> st.SearchStrategy[str]:
    """Queries of the grammar, nested."""
    words = st.one_of(WORDS, QUOTED, st.tuples(QUOTED, st.sampled_from(["~3", "~>3"])).map("".join))

    def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        near = st.sampled_from(
            [" w/5 ", " pre/5 ", " NEAR ", " AFTER/2 ", " BEFORE/0 ", " NOT w/2 "]
        )
        return st.one_of(
            st.tuples(inner, inner).map(" ".join),
            st.tuples(inner, inner).map(" OR ".join),
            st.tuples(inner, inner, inner).map(" ".join),
            inner.map("({})".format),
            st.tuples(st.sampled_from(["-", "+", "NOT "]), inner).map("{0[0]}({0[1]})".format),
            st.tuples(words, near, words).map("".join),
            st.tuples(words, near, words, near, words).map("".join),
            words.map("^{}".format),
            st.tuples(st.just("^"), near, words).map("".join),
            st.tuples(st.sampled_from(["exact:", "inserted:", "translit:"]), words, words).map(
                "{0[0]}({0[1]} OR {0[2]})".format
            ),
        )

    return st.recursive(st.one_of(words, FIELD), larger, max_leaves=6)


def bare(query: str) -> str:
    """The tree without its places."""
    return re.sub(r"(start|end)=\d+(, )?", "", repr(parse(query)))


@settings(max_examples=600, deadline=None)
@given(queries())
def test_what_is_written_is_what_was_read(query: str) -> None:
    try:
        tree = parse(query)
    except QueryError:
        assume(False)
        return
    written = to_query(tree)
    assert bare(written) == bare(query)
    assert to_query(parse(written)) == written


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet='ab "()-+~*?:/\\^>[]TOANDRw51.é网л“”', max_size=24))
def test_so_is_any_string_that_can_be_read(query: str) -> None:
    try:
        tree = parse(query)
    except QueryError:
        assume(False)
        return
    assert bare(to_query(tree)) == bare(query)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Traffic  routing", "Traffic routing"),
        ("a AND (b OR c)", "a (b OR c)"),
        ("a w/5 b", "(a w/5 b)"),
        ("a AFTER/5 b", "(b pre/5 a)"),
        ('"a b c"~>4', '"a b c"~>4'),
        ("^preamble", "^preamble"),
        ("NOT date:<2012-06", "-date:<2012-06-01"),
        ("has:notes", "has:note"),
        ("article:6", "article:6"),
    ],
)
def test_writes_it_as_a_person_would(typed: str, written: str) -> None:
    assert to_query(parse(typed)) == written
