"""The catalogue fills in what a document does not say, and is never mistaken about which it is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.document import FACT_FIELDS, DocumentClass, Fact, FactSource
from itrvault.paths import resources
from itrvault.store.corrections import checked_fact
from itrvault.treaty.catalogue import entry_for, fill_in
from itrvault.treaty.symbols import parse_symbol

UNKNOWN = Fact("", FactSource.UNKNOWN)
ROWS = json.loads((resources() / "facts" / "catalogue.json").read_text(encoding="utf-8"))[
    "documents"
]


def facts(source: FactSource = FactSource.HEADER, **said: str) -> dict[str, Fact]:
    known = dict.fromkeys(FACT_FIELDS, UNKNOWN)
    return known | {
        {"doc_class": "class"}.get(field, field): Fact(value, source)
        for field, value in said.items()
    }


def filled(given: dict[str, Fact], *metadata: tuple[str, str]) -> dict[str, str]:
    result = fill_in(given, metadata)
    assert all(result[field] == fact for field, fact in given.items() if fact.value)
    return {f: fact.value for f, fact in result.items() if fact.source is FactSource.CATALOGUE}


def test_a_symbol_in_any_language_is_enough_and_the_title_only_in_its_own() -> None:
    known = {
        "class": "leaked", "date": "2012-11-13", "proponent": "Russian Federation",
        "original_language": "ru",
    }  # fmt: skip
    assert filled(facts(symbol="WCIT12/27-R", language="ru")) == known
    title = {"title": "Proposals for the work of the conference"}
    assert filled(facts(symbol="WCIT12/27-E", language="en")) == known | title


def test_a_revision_is_another_document() -> None:
    assert filled(facts(symbol="WCIT12/27(Rev.1)-E"))["date"] == "2012-11-17"
    assert filled(facts(symbol="WCIT12/27(Rev.2)-E")) == {}
    assert filled(facts(symbol="WCIT12/27(Add.1)-E")) == {}
    assert filled(facts(symbol="PP18/27-E")) == {}


def test_the_document_s_own_word_stands() -> None:
    own = facts(symbol="CWG-WCIT12/TD-64", date="2012-05-04", doc_class="other")
    assert filled(own) == {"proponent": "Chairman"}
    unknown = facts(symbol="CWG-WCIT12/TD-64") | {"class": Fact("unknown", FactSource.HEADER)}
    assert fill_in(unknown)["class"] == Fact("leaked", FactSource.CATALOGUE)


def test_a_date_of_another_year_tells_of_another_document() -> None:
    assert filled(facts(symbol="WCIT12/27-E", date="2014-11-13")) == {}


def test_a_file_named_after_the_paper_it_is_about_is_not_that_paper() -> None:
    about = facts(FactSource.FILE_NAME, symbol="CWG-WCIT12/TD-36")
    essay = about | {"title": Fact("A critique of the chairman's draft", FactSource.HEADER)}
    assert filled(essay) == {}
    assert filled(about)["date"] == "2011-06-13"


def test_a_date_that_was_only_inferred_is_not_filled_in() -> None:
    assert "date" not in filled(facts(symbol="CWG-WCIT12/C-76"))


# -- by title ------------------------------------------------------------------------------------

SNIFFING = "Adoption of Traffic Sniffing Standard Fans WCIT Flames"


@pytest.mark.parametrize(
    "said",
    [
        {"title": SNIFFING},
        {"title": SNIFFING.upper()},
        {"title": f"{SNIFFING} | Center for Democracy & Technology", "language": "en"},
        {"title": SNIFFING, "date": "2012-12-05"},
    ],
)
def test_a_long_title_to_the_letter_is_enough(said: dict[str, str]) -> None:
    known = filled(facts(**said))
    assert (known["class"], known["proponent"]) == ("analysis", "Center for Democracy & Technology")


@pytest.mark.parametrize(
    "said",
    [
        {"title": SNIFFING, "date": "2015"},
        {"title": SNIFFING, "language": "fr"},
        {"title": "Adoption of a Traffic Sniffing Standard Fans Flames"},
        {"title": "WCIT Redux"},
        {"title": "WCIT WATCH: Day 3 Roundup", "date": "2012-12-04"},
        {"title": "Proposals for the work of the conference", "date": "2012-11-13"},
        {"title": "Draft compilation of proposals"},
        {"title": "International Telecommunication Regulations", "date": "1988"},
        {"symbol": "my own number", "title": SNIFFING},
    ],
)
def test_less_than_certain_is_nothing(said: dict[str, str]) -> None:
    assert filled(facts(**said)) == {}


def test_a_title_nearly_the_same_needs_the_date() -> None:
    title = "Civil Society Letter to the ITU Highlighting Barriers to Participation at WCIT"
    assert filled(facts(title=title)) == {}
    assert filled(facts(title=title, date="2012-12-09"))["class"] == "statement"
    assert filled(facts(title=title, date="2012-12-10")) == {}


def test_title_and_day_tell_the_symbol() -> None:
    known = filled(facts(title="Draft compilation of proposals", date="2011-06-13"))
    assert known["symbol"] == "CWG-WCIT12/TD-36"


# -- by address ----------------------------------------------------------------------------------


def test_a_page_is_known_by_the_address_it_was_saved_from() -> None:
    address = "http://cdt.org/insights/etno-proposal-threatens-access-to-open-global-internet"
    known = filled(facts(), ("url", address))
    assert known["title"] == "ETNO Proposal Threatens Access to Open, Global Internet"
    assert known["class"] == "analysis"
    assert filled(facts(title="Page not found"), ("url", address)) == {}
    assert filled(facts(), ("subject", address)) == {}


def test_a_page_about_a_numbered_paper_is_not_the_paper() -> None:
    assert filled(facts(), ("url", "http://news.dot-nxt.com/itu/wcit/c27")) == {}


# -- always --------------------------------------------------------------------------------------


def test_what_was_filled_in_is_looked_up_anew() -> None:
    first = fill_in(facts(symbol="WCIT12/27-E"))
    moved = fill_in(first | {"symbol": Fact("WCIT12/17-E", FactSource.HAND)})
    assert moved["proponent"] == Fact("Australia", FactSource.CATALOGUE)
    assert moved["date"] == UNKNOWN
    assert fill_in(first) == first


@pytest.mark.parametrize("row", ROWS, ids=range(len(ROWS)))
def test_every_entry_is_sound(row: dict[str, str]) -> None:
    assert row["class"] in {*DocumentClass} - {"unknown"}
    for field in ("date", "language", "original_language"):
        assert checked_fact(field, row.get(field, "")) == row.get(field, "")
    if "symbol" in row:
        symbol = parse_symbol(row["symbol"])
        assert symbol is not None
        assert symbol.canonical == row["symbol"]
        entry = entry_for(facts(symbol=row["symbol"]))
        assert entry is not None
        assert entry.symbol == row["symbol"]
    assert row.get("titles") or row.get("about")
    for address in (row.get("address"), row.get("known_from")):
        assert not address or address.startswith(("http://", "https://"))


words = st.sampled_from(
    ["the", "conference", "draft", "WCIT", "ITU", "proposals", "2012", "report", "of", "on", "day"]
)


@given(st.lists(words, max_size=9).map(" ".join), st.sampled_from(["", "2012", "2012-12-04"]))
def test_common_words_never_make_a_document(title: str, date: str) -> None:
    assert filled(facts(title=title) | {"date": facts(date=date)["date"]}) == {}
