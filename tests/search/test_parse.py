"""Every string is read or refused with a sentence that says where; nothing else happens."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.errors import QueryError
from itrvault.search.fields import FIELDS
from itrvault.search.parse import MAX_LENGTH, parse
from itrvault.search.query import And, Either, FieldTest, Fuzzy, Near, Not, Pattern, Sequence, Word
from tests.search.archive import index_of

PARTS = [
    "word", "two words", '"a phrase"', "“a phrase”", "«un mot»", "AND", "OR", "NOT", "-", "+", "(",
    ")", "*", "?", "rout*", "*tion", "colo?r", "~", "word~1", '"a b"~5', "w/5", "NEAR/3", "NEAR",
    "title:", "date:", "tag:", "has:", "page:", "exact:", "foo:", "2012-11/2012-12",
    "[2012 TO 2013]", ">2012", "[", "]", "国际电信", "حقوق", "http://x.y", "3:10", "RES:", "1",
    "'", '"', "…", "\x00", "\u202e", "and", "or", "\n", "WCIT12/27(Add.2)-E", "note", ":", "~~9",
]  # fmt: skip


def same(node: object) -> object:
    """The tree without the places."""
    return re.sub(r"(start|end)=\d+", "", repr(node))


def refusal(query: str) -> QueryError | None:
    """Why a query is not read."""
    try:
        parse(query)
    except QueryError as error:
        return error
    return None


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PARTS), max_size=9).map(" ".join),
                 st.lists(st.sampled_from(PARTS), max_size=7).map("".join)))  # fmt: skip
def test_any_string_is_read_or_refused_clearly(query: str) -> None:
    error = refusal(query)
    if error is None:
        return
    assert 0 <= error.position <= len(query)
    assert error.length >= 1
    assert f"at character {error.position + 1}: " in error.message
    if error.suggestion:
        assert error.suggestion != query
        assert refusal(error.suggestion) is None


@pytest.mark.parametrize(
    ("query", "position", "suggestion"),
    [
        ("(a OR b", 0, "(a OR b)"),
        ("a) b", 1, "a b"),
        ('say "free speech', 4, 'say "free speech"'),
        ("a OR", 2, "a"),
        ("OR a", 0, "a"),
        ("a AND OR b", 2, "a OR b"),
        ("NOT", 0, ""),
        ("a ()", 2, "a"),
        ('a ""', 2, "a"),
        ("symbl:27", 0, "symbol:27"),
        ("foo:bar", 0, "foo bar"),
        ("tag: ", 0, ""),
        ("date:2012-13", 5, "date:2012"),
        ("date:2013/2012", 5, "date:2012/2013"),
        ("has:feet", 4, "has:note"),
        ("word~7", 0, "word~2"),
        ('"a b"~', 5, '"a b"~5'),
        ("tag:x NEAR/3 y", 6, "tag:x y"),
        ("title:[a TO", 6, "title:[a TO *]"),
        ("date:[2012 TO", 5, "date:[2012 TO *]"),
        ("page:[4]", 5, "page:[4 TO *]"),
        ("name:[* TO *] x", 5, "x"),
        ("title:[b TO a]", 6, "title:[a TO b]"),
        ("page:[a TO b]", 5, "page:[1 TO *]"),
        ("symbol:[WCIT12/30 TO TD-4]", 7, "symbol:[WCIT12/30 TO *]"),
        ("symbol:[WCIT12/30 TO WCIT12/4]", 7, "symbol:[WCIT12/4 TO WCIT12/30]"),
        ("a w/2000 b", 4, "a w/1000 b"),
        ('"a b"~>', 5, '"a b"~>5'),
        ("^", 0, ""),
        ("^ b", 0, "b"),
        ("^title:x", 0, "title:x"),
        ("a OR ^", 5, "a"),
        ("a pre/3", 2, "a"),
        ("translit:", 0, ""),
        ("date:smarch", 5, "date:2012"),
        ("", 0, ""),
        ("  ... ", 0, ""),
        ("*", 0, ""),
    ],
)
def test_says_where_and_what_instead(query: str, position: int, suggestion: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(query)
    assert caught.value.position == position
    assert caught.value.suggestion == suggestion
    assert f"character {position + 1}" in caught.value.message


def test_an_unknown_field_names_the_known_ones() -> None:
    with pytest.raises(QueryError) as caught:
        parse("writer:smith")
    assert all(name in caught.value.message for name in FIELDS)


def test_deep_and_long_queries_are_refused_not_crashed_on() -> None:
    for query in ("(" * 500 + "a" + ")" * 500, "-" * 3000 + "a", "a " * MAX_LENGTH, "NOT " * 900):
        with pytest.raises(QueryError):
            parse(query)


def test_the_parts_of_the_language() -> None:
    assert isinstance(parse("a b"), And)
    assert isinstance(parse("a OR b"), Either)
    assert isinstance(parse("NOT a"), Not)
    assert same(parse("-a")) == same(parse("NOT a"))
    assert isinstance(parse("rout*"), Pattern)
    assert isinstance(parse("word~1"), Fuzzy)
    assert isinstance(parse('"a b"'), Sequence)
    assert isinstance(parse('"a b"~5'), Near)
    assert same(parse("a w/5 b")) == same(parse("a NEAR/5 b"))
    assert isinstance(parse("class:leaked"), FieldTest)
    assert isinstance(parse("nothing"), Word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“human rights”", '"human rights"'),
        ("«human rights»", '"human rights"'),
        ("「人权」", '"人权"'),
        ("（a OR b） c", "(a OR b) c"),
        ("title：a", "title:a"),
        ("rout＊", "rout*"),
        ("a AND NOT b", "a -b"),
        ("file:leak", "name:leak"),
        ("by:RUS", "proponent:RUS"),
        ("date:2012-11", "date:2012-11-01/2012-11-30"),
        ("date:[2012-01 TO *]", "date:>=2012-01"),
        ('date:"November 2012"', "date:2012-11"),
        ('date:"30 novembre 2012"', "date:2012-11-30"),
        ("date:11/2012", "date:2012-11"),
        ("date:[November 2012 TO December 2012]", "date:2012-11/2012-12"),
        ("date:[* TO 2012-11]", "date:<=2012-11"),
        ("page:[4 TO 6]", "page:4-6"),
        ("a BEFORE/3 b", "a pre/3 b"),
        ('("a" OR b) NEAR c', "(a OR b) w/10 c"),
        ("^(a)", "^a"),
    ],
)
def test_written_another_way_it_means_the_same(one: str, other: str) -> None:
    def bare(query: str) -> object:
        return str(same(parse(query))).replace(f"raw='{query}'", "")

    assert bare(one) == bare(other)


@pytest.mark.parametrize("query", ["http://itu.int/wcit", "3:10", "RES: 1", "and or not", "a - b"])
def test_what_looks_like_syntax_but_is_text(query: str) -> None:
    text = query.replace("RES:", "RES")
    assert index_of(text).search(query).total == 1


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("traffic rout*", "traffic AND rout* (route, routed, routing)"),
        ("traffics", "traffics (traffic) in en"),
        ("class:leaked", "class is leaked"),
        ("date:2012-11/2012-12", "date from 2012-11-01 to 2012-12-31"),
        ("date:>2012", "date after 2012-12-31"),
        ("date:<2012", "date before 2012-01-01"),
        (
            'tag:"Human rights/Privacy" -note:draft',
            "tagged Human rights/Privacy NOT note has draft",
        ),
        ("page:4-6", "page from 4 to 6"),
        ('exact:"traffic routed"', 'exactly "traffic routed"'),
        (
            "traffic pre/3 route",
            "traffic before route (routed, routing) with at most 3 other words",
        ),
        ("^routing", "routing (route, routed) at the beginning"),
        ("^ w/9 routed", "routed (route, routing) with at most 9 other words before it"),
        ("exact:routed", "exactly routed"),
        ("provision:31A", "provision 31A"),
        ("proponent:[A TO F]", "proponent has from A to F"),
        ("page:[4 TO *]", "page from 4"),
        ("traffic w/3 route", "traffic and route (routed, routing) with at most 3 other words"),
    ],
)
def test_says_how_it_was_read(query: str, said: str) -> None:
    index = index_of("the traffic was routed", "routing on a route")
    assert index.parse(query).read_as.startswith(said)


def test_a_long_list_of_forms_is_cut() -> None:
    index = index_of(" ".join(f"rout{letter}" for letter in "abcdefghij"))
    assert index.parse("rout*").read_as.endswith("and 4 more)")
