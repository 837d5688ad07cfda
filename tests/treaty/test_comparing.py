"""A provision beside what is proposed for it: same words together, against the right text."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.document import FACT_FIELDS, Document, Fact, FactSource, UnitKind
from itrvault.model.proposal import Verb
from itrvault.text.word_diff import Kind
from itrvault.treaty.comparing import (
    Comparison,
    Sourced,
    compare,
    in_order,
    marked,
    positions,
)
from itrvault.treaty.proposals import find_proposals
from itrvault.treaty.provisions import find_provisions
from tests.treaty.drafts import units_of

SIGNS = {Kind.DELETED: ("[-", "-]"), Kind.INSERTED: ("{+", "+}")}
BASE = (
    "Preamble\n1 Every country orders its own networks.\n"
    "Article 1\nRoutes\n2 1.1 Administrations agree on routes.\n3 1.2 Users may send traffic.\n"
    "Article 2\nOther\n4 2.1 Nothing else holds."
)


def a_document(name: str, language: str = "en") -> Document:
    """A document of the vault."""
    known = {"language": language, "symbol": name}
    facts = {field: Fact(known.get(field, ""), FactSource.HEADER) for field in FACT_FIELDS}
    return Document(
        name.rjust(64, "0"), 1, name, "text/plain", 1, UnitKind.SECTION, 1, facts, (), "", ""
    )


def sourced(*papers: tuple[str, str, str]) -> list[Sourced]:
    """The proposals of papers: name, language, text."""
    return [
        Sourced(a_document(name, language), proposal)
        for name, language, text in papers
        for proposal in find_proposals(units_of(text))
    ]


def on(number: str, *papers: tuple[str, str, str]) -> Comparison:
    """What these papers propose for a provision of the base text."""
    return compare(number, find_provisions(units_of(BASE)), sourced(*papers), "en")


def test_proposals_of_the_same_words_are_one_reading():
    found = on(
        "2",
        ("A", "en", "MOD ARB/1/1\n2 1.1 Administrations shall agree on routes."),
        ("B", "en", "MOD RCC/2/1\n2  1.1 Administrations   shall agree\non routes."),
        ("C", "en", "MOD EUR/3/1\n2 1.1 Operators agree on routes."),
        ("D", "en", "NOC USA/4/1\n2 1.1 Administrations agree on routes."),
        ("E", "en", "MOD USA/4/2\n3 1.2 Nobody may."),
    )
    assert found.base is not None
    assert found.base.text == "Administrations agree on routes."
    assert [(one.verb, one.authors) for one in found.readings] == [
        (Verb.MOD, ["ARB", "RCC"]), (Verb.MOD, ["EUR"]), (Verb.NOC, ["USA"]),
    ]  # fmt: skip
    assert marked(found.readings[0], SIGNS) == "Administrations {+shall+} agree on routes."
    assert marked(found.readings[1], SIGNS) == "[-Administrations-]{+Operators+} agree on routes."


def test_what_goes_and_what_is_new():
    gone = on("3", ("A", "en", "SUP ARB/1/1\n3 1.2 [-Users may send traffic.-]"))
    assert [(one.verb, one.text) for one in gone.readings] == [(Verb.SUP, "")]
    new = on("3A", ("A", "en", "ADD ARB/1/2\n3A 1.3 {+Users are safe.+}"))
    assert new.base is None
    assert marked(new.readings[0], SIGNS) == "Users are safe."


def test_no_change_to_an_article_counts_for_each_of_its_provisions():
    papers = (
        "A",
        "en",
        "NOC EUR/1/1\nARTICLE 1 Routes\nNOC EUR/1/2\nMOD EUR/1/3\n4 2.1 All holds.",
    )
    assert [one.verb for one in on("2", papers).readings] == [Verb.NOC]
    assert [one.verb for one in on("3", papers).readings] == [Verb.NOC]
    assert [one.verb for one in on("4", papers).readings] == [Verb.MOD]
    grid = positions(find_provisions(units_of(BASE)), sourced(papers), "en")
    assert grid.numbers == ("2", "3", "4")  # and not for the one that names nothing


def test_another_language_is_compared_with_its_own_text():
    found = on(
        "2",
        ("R", "ru", "MOD RCC/2/1\n2 1.1 Администрации [-договариваются-]{+решают+} о маршрутах."),
    )
    (reading,) = found.readings
    assert marked(reading, SIGNS) == "Администрации [-договариваются-]{+решают+} о маршрутах."
    assert not reading.other_base


def test_a_redline_that_starts_from_other_words_is_told():
    text = "MOD ARB/1/1\n2 1.1 Members [-agree-]{+decide+} on routes."
    (reading,) = on("2", ("A", "en", text)).readings
    assert reading.other_base
    assert marked(reading, SIGNS) == ("[-Administrations agree-]{+Members decide+} on routes.")
    fine = "MOD ARB/1/1\n2 1.1 Administrations [-agree-]{+decide+} on routes."
    assert not on("2", ("A", "en", fine)).readings[0].other_base


def test_positions_and_who_stands_together():
    papers = sourced(
        (
            "A",
            "en",
            "MOD ARB/1/1\n2 1.1 States decide.\nNOC ARB/1/2\n3 1.2 Users may send traffic.",
        ),
        ("B", "en", "MOD CAN/USA/2/1\n2 1.1 States decide.\nSUP CAN/USA/2/2\n3 1.2 [-Users.-]"),
    )
    grid = positions(find_provisions(units_of(BASE)), papers, "en")
    assert grid.authors == ("ARB", "CAN", "USA")
    assert grid.cells["2", "ARB"] == (Verb.MOD,)
    assert grid.cells["3", "USA"] == (Verb.SUP,)
    assert grid.together == {("ARB", "CAN"): 1, ("ARB", "USA"): 1, ("CAN", "USA"): 2}


def test_what_a_revision_took_the_place_of_is_no_position():
    old = sourced(("A", "en", "SUP ARB/1/1\n2 1.1 [-Administrations.-]"))
    new = sourced(("B", "en", "NOC ARB/1/1\n2 1.1 Administrations agree on routes."))
    replaced = [Sourced(old[0].document, old[0].proposal, new[0].document), *new]
    grid = positions(find_provisions(units_of(BASE)), replaced, "en")
    assert grid.cells == {("2", "ARB"): (Verb.NOC,)}


def test_margin_numbers_in_order():
    assert sorted(("31A", "4", "31", "30", "31AA"), key=in_order) == [
        "4", "30", "31", "31A", "31AA",
    ]  # fmt: skip


WORDS = st.lists(st.sampled_from(("States", "agree", "shall", "routes", "not")), min_size=1)


@given(WORDS, WORDS)
def test_a_redline_holds_both_texts(old, new):
    treaty = find_provisions(
        units_of(BASE.replace("Administrations agree on routes.", f"A {' '.join(old)}."))
    )
    (reading,) = compare(
        "2", treaty, sourced(("A", "en", f"MOD ARB/1/1\n2 1.1 A {' '.join(new)}.")), "en"
    ).readings
    said = marked(reading, SIGNS)
    plain = said.replace("{+", "").replace("+}", "")
    while "[-" in plain:
        plain = plain[: plain.index("[-")] + plain[plain.index("-]") + 2 :]
    assert plain.replace(" ", "") == reading.text.replace(" ", "")
    kept = re.sub(r"\{\+.*?\+\}", "", said).replace("[-", "").replace("-]", "")
    assert kept.replace(" ", "") == reading.against.replace(" ", "")
