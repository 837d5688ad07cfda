"""A query goes on to mean the tags it meant when they are called otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.search.fields import matcher
from itrvault.search.parse import parse
from itrvault.search.query import tests as conditions
from itrvault.search.tagnames import followed

BEFORE = {
    "r": "Rights", "p": "Rights/Privacy", "c": "Rights/Privacy/Calls", "o": "Own", "q": "Own/Quiet",
    "s": "Own/Privacy",
}  # fmt: skip


@pytest.mark.parametrize(
    ("query", "changes", "said"),
    [
        ("tag:Quiet routes", {"q": "Own/Noise"}, "tag:Noise routes"),
        ('tag:"own/quiet"', {"q": "Own/Noise"}, "tag:Own/Noise"),
        ("tag:Rights/Privacy -tag:Calls", {"p": "Rights/Secrecy", "c": "Rights/Secrecy/Calls"},
         "tag:Rights/Secrecy -tag:Calls"),
        ("tag:Quiet", {"q": "Own/Peace and quiet"}, 'tag:"Peace and quiet"'),
        ("tag:Quiet", {"q": "Rights/Quiet"}, "tag:Quiet"),
        ("tag:Own/Quiet", {"q": "Rights/Quiet"}, "tag:Rights/Quiet"),
        ("tag:Quiet", {"q": "Rights/Privacy"}, "tag:Rights/Privacy"),
        ("tag:Privacy", {"s": "Own/Secrecy"}, "tag:(Secrecy OR Privacy)"),
        ("tag:(Quiet OR Calls) x", {"q": "Own/Noise"}, "tag:(Noise OR Calls) x"),
        ("x OR tag:Quiet OR tag:Quiet", {"q": "Own/Noise"}, "x OR tag:Noise OR tag:Noise"),
        ('"tag:Quiet" quiet note:Quiet', {"q": "Own/Noise"}, '"tag:Quiet" quiet note:Quiet'),
        ("tag:Qui* text", {"q": "Own/Noise"}, "tag:Qui* text"),
        ("tag:Quiet", {"q": None}, "tag:Quiet"),
        ("tag:Quiet (", {"q": "Own/Noise"}, "tag:Quiet ("),
        ("tag:Nobody", {"q": "Own/Noise"}, "tag:Nobody"),
        ("tag:Own", {"o": "Mine", "q": "Mine/Quiet", "s": "Mine/Privacy"}, "tag:Mine"),
        ("tag:Quiet", {"q": 'Own/The "quiet"'}, 'tag:"The ?quiet?"'),
    ],
)  # fmt: skip
def test_what_it_says_then(query, changes, said):
    after = {key: path for key, path in (BEFORE | changes).items() if path is not None}
    assert followed(query, BEFORE, after) == said


NAMES = ["Privacy", "Calls", "Quiet", "Two words", "Été", 'a "b"', "x-y"]
PATHS = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3).map("/".join)
TREES = st.lists(PATHS, min_size=1, max_size=6, unique=True)


def meant(query: str, paths: dict[str, str]) -> set[str]:
    """The tags that any condition of a query is met by."""
    found = [one for one in conditions(parse(query)) if one.field == "tag"]
    return {key for key, path in paths.items() if any(matcher(one)(path) for one in found)}


@given(TREES, TREES, st.sampled_from(["Privacy", "Calls", '"Two words"', "x-y", "Privacy/Calls"]))
def test_nothing_that_was_meant_is_lost(before, after, value):
    paths = dict(enumerate(before))
    now = {number: path for number, path in enumerate(after) if number in paths}
    query = f"tag:{value}"
    kept = meant(query, paths) & now.keys()
    if kept:
        heads = {
            key for key in kept
            if not any(paths[key].startswith(f"{paths[other]}/") for other in kept)
        }  # fmt: skip
        assert heads <= meant(followed(query, paths, now), now)
