"""What was studied for one segment serves the next, and changes nothing in it."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.document import Redline, RedlineKind
from itrvault.model.search import IndexUnit
from itrvault.search.builder import Segment, build_segment
from itrvault.search.lexicon import Lexicon
from itrvault.search.parted import NAMES
from itrvault.search.postings import Postings
from itrvault.search.segment_files import POSTS, STEMS, TERMS, TYPES, UNITS
from itrvault.search.stems import stem_keys, stem_keys_of
from itrvault.search.streams import tokens_of
from itrvault.search.table import Keys, unpack_numbers

WORDS = [
    "Members", "members", "rights", "children", "tele-\ncommunication", "long-term",
    "Long-term-use",
    "31Members", "services1", "19786", "1978.3", "3.4", "réseaux", "RÉSEAUX", "lois", "juez",
    "jueces", "appliquent", "использует", "права", "حقوق", "国际电信", "x" * 130, "e.g.", "²",
    "soft\u00ad\nhyphen", "İstanbul",
]  # fmt: skip
UNITS_OF_WORDS = st.lists(
    st.tuples(
        st.sampled_from(["en", "fr", "es", "ru", "ar", "zh", ""]),
        st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
        st.booleans(),
    ),
    max_size=5,
)


def units_of(given_: list[tuple[str, str, bool]], first: int = 1) -> list[IndexUnit]:
    line = (Redline(0, 9, RedlineKind.INSERTED), Redline(12, 20, RedlineKind.DELETED))
    return [
        IndexUnit(first + n, 1, language, text, line if changed else ())
        for n, (language, text, changed) in enumerate(given_)
    ]


def occurrences(segment: Segment) -> dict[str, list[tuple[int, list[int]]]]:
    """Of each term the units it stands in, and where."""
    data = segment.files[TERMS]
    types = data[:1].decode(), data[1:2].decode()
    keys = Keys(data[TYPES.size :])
    start, count = TYPES.size + keys.size, len(keys)
    frequencies = unpack_numbers("I", data[start : start + 4 * count])
    offsets = unpack_numbers("Q", data[start + 4 * count :])
    posts = segment.files[POSTS]
    return {
        key.decode(): [
            (unit, places.tolist())
            for unit, places in Postings(
                posts[offsets[n] : offsets[n + 1]], frequencies[n], *types, segment.count
            ).by_unit()
        ]
        for n, key in enumerate(keys)
    }


@given(UNITS_OF_WORDS, UNITS_OF_WORDS)
def test_a_segment_does_not_depend_on_those_before_it(
    first: list[tuple[str, str, bool]], second: list[tuple[str, str, bool]]
) -> None:
    lexicon = Lexicon()
    build_segment(units_of(first), lexicon)
    units = units_of(second)
    alone, later = build_segment(units), build_segment(units, lexicon)
    assert occurrences(later) == occurrences(alone)
    assert (later.files[UNITS], later.files[STEMS]) == (alone.files[UNITS], alone.files[STEMS])


@given(UNITS_OF_WORDS)
def test_a_segment_holds_the_tokens_of_its_units(given_: list[tuple[str, str, bool]]) -> None:
    units = units_of(given_)
    expected: dict[str, list[tuple[int, list[int]]]] = {}
    for number, unit in enumerate(units):
        places: dict[str, list[int]] = {}
        for token in tokens_of(unit.text, unit.redlines):
            places.setdefault(token.term, []).append(token.position)
        for term, where in places.items():
            expected.setdefault(term, []).append((number, sorted(where)))
    found = occurrences(build_segment(units))
    # Words divided between two units have names of their own: `test_seams.py`.
    assert {term: one for term, one in found.items() if not term.startswith(NAMES)} == expected


@given(UNITS_OF_WORDS)
def test_the_stems_are_those_of_the_words(given_: list[tuple[str, str, bool]]) -> None:
    expected: dict[str, set[str]] = {}
    for language, text, _ in given_:
        for word in text.split():
            if word.isalpha() and word != "国际电信":
                term = next(tokens_of(word, ())).term
                for key in stem_keys(language, word):
                    expected.setdefault(f"{language} {key}", set()).add(term)
    units = units_of([(language, text, False) for language, text, _ in given_])
    lines = [line.decode() for line in Keys(build_segment(units).files[STEMS])]
    found = {key: set(forms.split()) for key, _, forms in (line.partition("\t") for line in lines)}
    for key, forms in expected.items():
        if len(forms) > 1 or key.partition(" ")[2] not in forms:
            assert forms <= found[key]


@pytest.mark.parametrize("language", ["en", "fr", "es", "ru", "ar", "de", "tr", "zh", ""])
def test_many_words_are_stemmed_as_each_one(language: str) -> None:
    words = [
        "members", "children", "criteria", "lois", "nous", "mais", "appliquent",
        "libertades", "voces", "réseaux", "droits", "использует", "людям", "المادة", "straße",
        "kapıları", "y", "", "a" * 61, "s", "dayes", "publiques",
    ]  # fmt: skip
    keys, counts = stem_keys_of(language, words)
    some = iter(keys)
    found = [frozenset(islice(some, count)) for count in counts]
    assert found == [stem_keys(language, word) for word in words]
    assert sum(counts) == len(keys)
