"""Judgements and tags counted: what is in which cell, what comes first, what is settled."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.rights.joint import is_joint, joint_name, members
from itrvault.rights.matrix import BY, Judged, in_order, standing, tabulate
from itrvault.rights.tagging import NEAR, UNIT, Tagged, Together, by_document, co_occurrence
from itrvault.rights.timeline import By, Step, timeline


def judged(
    annotation: str = "a", right: str = "privacy", severity: int = 2, stance: str = "risk",
    assessor: str = "Ana", **more: object,
) -> Judged:  # fmt: skip
    key = f"{annotation}/{right}/{assessor}"
    return Judged(key, annotation, "d", right, severity, 1, stance, assessor, **more)


def test_a_cell_counts_passages_and_how_bad_they_are():
    found = tabulate(
        [
            judged("a", severity=4, article="3"),
            judged("a", severity=1, assessor="Ben", article="3"),
            judged("b", severity=1, article="3"),
            judged("c", article="", stance="safeguard"),
        ],
        BY["article"],
    )  # fmt: skip
    cell = found.cells["privacy", "3"]
    assert (cell.count, cell.judgements, cell.worst, cell.mean) == (2, 3, 4, 2.0)
    assert list(cell.annotations) == ["a", "b"]
    safe = found.cells["privacy", ""]
    assert (safe.count, safe.safeguards, safe.worst, safe.mean) == (1, 1, -1, None)
    assert found.columns == ("3", "")
    assert found.row_totals["privacy"].count == 3
    assert found.most == 2


def test_a_passage_of_several_proponents_counts_for_each_but_once_in_the_row():
    found = tabulate([judged(proponents=("AUR", "QMR")), judged("b")], BY["proponent"])
    assert found.columns == ("AUR", "QMR", "")
    assert {key: cell.count for key, cell in found.cells.items()} == {
        ("privacy", "AUR"): 1, ("privacy", "QMR"): 1, ("privacy", ""): 1,
    }  # fmt: skip
    assert found.row_totals["privacy"].count == 2


def test_what_was_settled_together_stands_for_what_each_said():
    ana, ben = judged(severity=4), judged(severity=1, assessor="Ben")
    other = judged(right="expression", severity=3)
    both = judged(severity=2, assessor=joint_name(["Ana", "Ben"]))
    assert standing([ana, ben, other]) == [ana, ben, other]
    assert standing([ana, ben, other, both]) == [other, both]


def test_orders():
    assert in_order(["b", "", "5A", "z", "3"], ["3", "5A"]) == ["3", "5A", "b", "z", ""]
    assert in_order([]) == []


def test_joint_names():
    name = joint_name(["Ana", "", "Joint: Ben; Chi", "Ana"])
    assert name == "Joint: Ana; Ben; Chi"
    assert is_joint(name)
    assert members(name) == ["Ana", "Ben", "Chi"]
    assert not is_joint("Joining")
    assert members("Ana") == []
    assert is_joint(joint_name([""]))


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["x", "y"]), st.integers(0, 4))))
def test_nothing_is_lost_in_a_table(rows):
    every = [judged(name, right, level, article=name) for name, right, level in rows]
    found = tabulate(every, BY["article"])
    assert sum(cell.judgements for cell in found.cells.values()) == len(rows)
    assert sum(cell.judgements for cell in found.row_totals.values()) == len(rows)
    assert {key for key, cell in found.cells.items()} == {(one.right, one.article) for one in every}


# -- tags -----------------------------------------------------------------------------------------


def tagged(key: str, start: int, end: int, *tags: str, document: str = "d") -> Tagged:
    return Tagged(key, document, start, end, tags)


def test_tags_by_document():
    found = by_document(
        [tagged("a", 0, 5, "x", "y"), tagged("b", 0, 5, "x", document="e")], ["y", "x"], ["e", "d"]
    )
    assert (found.rows, found.columns) == (("y", "x"), ("e", "d"))
    assert found.cells["x", "d"].count == 1
    assert ("y", "e") not in found.cells
    assert found.row_totals["x"].count == 2


def pairs(passages, kind: Together) -> dict[tuple[str, str], int]:
    found = co_occurrence(passages, ["x", "y", "z"], kind)
    return {key: cell.count for key, cell in found.cells.items() if key[0] < key[1]}


def test_tags_beside_each_other():
    passages = [
        tagged("a", 0, 10, "x", "y"),
        tagged("b", 5, 20, "z"),
        tagged("c", 20, 30, "x"),  # touches b, shares nothing with it
        tagged("e", 30 + NEAR + 1, 300, "y"),
        tagged("f", UNIT, UNIT + 5, "z"),  # the next page
        tagged("g", 0, 10, "z", document="other"),
    ]
    assert pairs(passages, Together.SAME) == {("x", "y"): 1}
    assert pairs(passages, Together.OVERLAP) == {("x", "y"): 1, ("x", "z"): 2, ("y", "z"): 2}
    assert pairs(passages, Together.NEAR) == {("x", "y"): 2, ("x", "z"): 3, ("y", "z"): 2}
    whole = co_occurrence(passages, ["x", "y", "z"], Together.NEAR)
    assert whole.cells["x", "x"].count == 2
    assert whole.cells["x", "z"].annotations == whole.cells["z", "x"].annotations


def test_tags_near_each_other_over_a_page_break():
    """The text of the first page ends at 1000, that of the next begins at 20, behind its head."""
    breaks = {"d": [(1_000, UNIT + 20)]}

    def near(*passages: Tagged) -> dict[tuple[str, str], int]:
        found = co_occurrence(passages, ["x", "y", "z"], Together.NEAR, breaks)
        return {key: cell.count for key, cell in found.cells.items() if key[0] < key[1]}

    last = tagged("a", 900, 1_000 - 50, "x")
    assert near(last, tagged("b", UNIT + 20 + 150, UNIT + 300, "y")) == {("x", "y"): 2}
    assert near(last, tagged("b", UNIT + 20 + 151, UNIT + 300, "y")) == {}
    assert near(last, tagged("b", UNIT + 5, UNIT + 300, "y")) == {("x", "y"): 2}  # in its head
    assert near(tagged("a", 1_010, 1_030, "x"), tagged("b", UNIT + 220, UNIT + 300, "y")) == {
        ("x", "y"): 2
    }
    assert near(last, tagged("b", 2 * UNIT + 20, 2 * UNIT + 30, "y")) == {}
    assert near(last, tagged("b", UNIT + 20, UNIT + 30, "y", document="e")) == {}
    over = tagged("c", 990, UNIT + 40, "z")
    assert near(over, tagged("b", UNIT + 100, UNIT + 130, "y")) == {("y", "z"): 2}
    assert pairs([last, tagged("b", UNIT + 20, UNIT + 30, "y")], Together.NEAR) == {}


spans = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 10), st.sampled_from(["x", "y", "xy"])), max_size=8
)


@given(spans)
def test_overlaps_are_those_of_every_pair(rows):
    passages = [
        tagged(str(n), start, start + size, *tags) for n, (start, size, tags) in enumerate(rows)
    ]
    expected = set()
    for one in passages:
        for other in passages:
            shared = min(one.end, other.end) - max(one.start, other.start)
            if (one is other or shared > 0) and "x" in one.tags and "y" in other.tags:
                expected |= {one.annotation, other.annotation}
    found = co_occurrence(passages, ["x", "y"], Together.OVERLAP).cells.get(("x", "y"))
    assert set(found.annotations if found else ()) == expected


# -- time -----------------------------------------------------------------------------------------


def dates(*values: str) -> list[Judged]:
    return [judged(str(n), dated=value) for n, value in enumerate(values)]


@pytest.mark.parametrize(
    ("values", "step", "columns"),
    [
        (
            ("2012-11-28", "2012-12-01"),
            Step.DAY,
            "2012-11-28 2012-11-29 2012-11-30 2012-12-01",
        ),
        (("2012-11-28", "1988-12-09"), Step.DAY, "1988-12-09 ⋯ 2012-11-28"),
        (("2012-11", "2013-01", "2012"), Step.MONTH, "2012 2012-11 2012-12 2013-01"),
        (("2012-06", "2012-11", "2012-12"), Step.MONTH, "2012-06 2012-07 2012-08 2012-09 2012-10 "
         "2012-11 2012-12"),
        (("1988-12-09", "2012", "2010"), Step.YEAR, "1988 ⋯ 2010 2011 2012"),
        (("2012",), Step.YEAR, "2012"),
        (("0001", "9999"), Step.YEAR, "0001 ⋯ 9999"),
        (("2012-11-31", "2012-10-01"), Step.MONTH, "2012-10 2012-11"),
        ((), Step.YEAR, ""),
    ],
)  # fmt: skip
def test_steps_of_time(values: tuple[str, ...], step: Step, columns: str):
    found = timeline(dates(*values), By.DOCUMENT)
    assert found.step is step
    assert " ".join(found.columns) == columns
    assert sum(cell.count for cell in found.cells.values()) == len(values)


def test_many_days_are_months():
    days = [f"2012-{month:02}-{day:02}" for month in range(1, 7) for day in range(1, 20)]
    found = timeline(dates(*days), By.DOCUMENT)
    assert found.columns == tuple(f"2012-{month:02}" for month in range(1, 7))


def test_what_has_no_date_is_kept_apart():
    found = timeline(dates("2012-11-28", "", "soon", "0000"), By.DOCUMENT)
    assert (found.columns, found.unknown.count) == (("2012-11-28",), 3)
    assert timeline(dates("2012"), By.JUDGED).unknown.count == 1


@given(st.lists(st.dates().map(lambda day: day.isoformat()), max_size=12))
def test_every_judgement_has_its_column(days):
    found = timeline(dates(*days), By.DOCUMENT)
    assert set(found.cells) <= set(found.columns)
    counted = Counter({key: cell.count for key, cell in found.cells.items()})
    assert sum(counted.values()) == len(days)
