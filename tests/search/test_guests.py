"""Forms that are other words on other pages: found, scored and marked by one rule."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.model.document import Redline, RedlineKind
from itrvault.model.search import IndexUnit
from itrvault.search.builder import build_segment
from itrvault.search.guests import Form, read_form, showing, term_of, written
from itrvault.search.index import Index
from tests.search.archive import Known, MemoryFiles, index_of, rows
from tests.search.plain import PlainSearcher

ENGLISH = [f"The date of entry into force is on that part of page {n}." for n in range(4)]
ENGLISH += [f"Personal data of the users are data of {n} parties." for n in range(4)]
FRENCH = [
    f"Les parties ont la date et les data des services, une part du pays {n}." for n in (1, 2)
]
BOTH = ["The data and the date. Les parties ont la date dans les services des pays et du monde."]
PARTS = st.sampled_from([*ENGLISH, *FRENCH, *BOTH])
QUERIES = st.sampled_from(
    ["data", "date", "parties", "part", '"personal data"', "data w/3 entry", "date NOT data",
     '"la data"', "inserted:data", '"date parties"', "data OR pays"]
)  # fmt: skip


@pytest.fixture(scope="module")
def with_dates():
    """English pages on data and on dates, and French ones on dates, a form of "data" there."""
    pages = [f"the personal data of user {n} are stored" for n in range(6)]
    pages += [f"the date of entry into force number {n}" for n in range(6)]
    pages += [("fr", f"les données et la date de la convention, les data {n}") for n in range(6)]
    return index_of(*pages)


def test_a_form_does_not_count_where_it_is_another_word(with_dates):
    assert rows(with_dates, "data") == {*range(6), *range(12, 18)}
    assert rows(with_dates, "date") == {*range(6, 18)}
    assert rows(with_dates, '"personal data"') == set(range(6))


def test_a_form_is_not_marked_where_it_is_another_word(with_dates):
    reading = with_dates.parse("data OR entry")
    english, french = "the date of entry", "la date"
    assert [english[s.start : s.end] for s in with_dates.spans(reading, english, "en")] == ["entry"]
    assert [french[s.start : s.end] for s in with_dates.spans(reading, french, "fr")] == ["date"]
    assert len(with_dates.spans(reading, english, "")) == 2


def test_a_form_counts_where_its_home_is_only_cited():
    index = index_of(
        *[f"the treaty of member {n}" for n in range(30)],
        "the treaty says: les parties doivent obtenir un accord pour la convention et les pays",
        *[("fr", f"la partie obtient un accord {n}") for n in range(6)],
    )
    assert rows(index, "obtient") == {30, *range(31, 37)}


def test_a_form_counts_on_a_page_in_both_languages():
    english = [f"the date of entry into force number {n}, and the data" for n in range(9)]
    french = [("fr", f"les données et la date de la convention, les data {n}") for n in range(9)]
    both = "the date of entry. " * 9 + "Les parties ont la date dans les services des pays."
    index = index_of(*english, *french, ("en", both), ("en", "the date of entry"))
    assert 18 in rows(index, "data")
    assert 19 not in rows(index, "data")


@pytest.mark.parametrize(
    "signs",
    ["[AU oppose; AU/NZ propose; AU oppose; AU propose]", "(d) (l) (n) (s) parties' States' s s s",
     "see para 3, para 4, para 5 and para 6"],
)  # fmt: skip
def test_signs_and_codes_are_no_small_words(signs: str):
    english = [f"the personal data of user {n} are stored" for n in range(6)]
    english += [f"the date of entry into force number {n}" for n in range(6)]
    other = [("fr", f"les données et la date de la convention, les data {n}") for n in range(6)]
    other += [("es", f"los datos y la data de las personas, para dates {n}") for n in range(6)]
    index = index_of(*english, *other, ("en", f"{signs} the date of the entry"))
    assert 24 in rows(index, "date")
    assert 24 not in rows(index, "data")


def test_a_form_divided_between_two_pages_is_no_other_word_than_a_whole_one():
    english = [f"the personal data of user {n} are stored" for n in range(6)]
    english += [f"the date of entry into force number {n}" for n in range(6)]
    french = [("fr", f"les données et la date de la convention, les data {n}") for n in range(6)]
    parted = ["this is about the da-", "te of entry into force"]
    begun = [("fr", "les services et les données de la da-"), ("fr", "te des conventions du pays")]
    index = index_of(*parted, *begun, *english, *french)
    assert {0, 2} <= rows(index, "date")
    assert rows(index, "data") & {0, 2} == {2}


@given(st.text("ab\x0e", min_size=1), st.sets(st.sampled_from(["en", "fr", "zh"])))
def test_a_form_is_read_as_it_is_written(term: str, barred: set[str]):
    form = written(term, barred, {"es", "ar"})
    assert term_of(form) == term
    wanted = Form(term, tuple(sorted(barred)), ("ar", "es")) if barred else Form(term)
    assert read_form(form) == wanted


def test_small_words_show_one_language_only():
    assert "les" in showing("fr")
    assert not {"the", "la", "en"} & showing("fr")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["en", "fr", ""]), PARTS, PARTS, st.booleans()),
                min_size=12, max_size=30), QUERIES)  # fmt: skip
def test_the_index_a_plain_search_and_the_marks_agree(
    pages: list[tuple[str, str, str, bool]], query: str
):
    units = []
    for row, (language, one, other, inserted) in enumerate(pages):
        lines = (Redline(4, 20, RedlineKind.INSERTED),) if inserted else ()
        units.append(IndexUnit(row, row // 3, language, f"{one}\n{other}", lines))
    index = Index(MemoryFiles(), Known({}, {}))
    index.adopt([build_segment(units)])
    found = index.search(query)
    assert list(found.order) == PlainSearcher(units, Known({}, {})).search(found.reading)
    marked = {
        unit.row
        for unit in units
        if index.spans(found.reading, unit.text, unit.language, unit.redlines)
    }
    assert marked <= set(found.order.rows)
    if not {'"', "/"} & set(query):  # these may run over the end of a page
        assert marked == set(found.order.rows)
