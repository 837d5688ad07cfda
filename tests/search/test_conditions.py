"""What conditions on facts and notes mean: forms of words, ranges, steps of a path."""

from __future__ import annotations

import pytest

from tests.search.archive import Known, index_of, rows

FACTS = Known(
    {
        "title": [(0, "Propositions sur les droits"), (1, "Security of networks")],
        "subject": [(0, "Проект поправок")],
        "author": [(2, "Anna Blume")],
        "name": [(0, "drafts.zip"), (1, "notes of Networks.pdf")],
        "symbol": [(0, "WCIT12/27-E"), (1, "WCIT12/4(Rev.1)-F"), (2, "WCIT12/DT/28-E")],
        "proponent": [(0, "Aurelia"), (1, "Norland"), (2, "Zanthe")],
        "date": [(0, "2012-11-03"), (1, "2012-12"), (2, "2011-05-01")],
    },
    {
        "tag": [(0, "Human rights/Routing control"), (2, "Other/Routes")],
        "note": [(0, "We should appeal these drafts"), (3, "nothing")],
        "coder": [(0, "Anna B."), (2, "Boris")],
        "page": [(0, "1"), (1, "2"), (2, "xii"), (3, "10")],
    },
)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("title:droit", {0, 1}),
        ("title:proposition", {0, 1}),
        ('title:"network security"', set()),
        ('title:"security of network"', {2, 3}),
        ("title:(security network)", {2, 3}),
        ("title:(droit OR network)", {0, 1, 2, 3}),
        ("title:(security -network)", set()),
        ("subject:проекты", {0, 1}),
        ("note:appealing", {0}),
        ('note:"these draft"', {0}),
        ("note:rights", set()),
        ("coder:anna", {0}),
        ("author:anna", {0, 4, 5}),
        ("author:boris", {2}),
        ("annotator:boris", {2}),
        ("name:draft", set()),
        ("name:networks", {2, 3}),
        ("proponent:[A TO M]", {0, 1}),
        ("proponent:[N TO *]", {2, 3, 4, 5}),
        ("symbol:[WCIT12/4 TO WCIT12/30]", {0, 1, 2, 3}),
        ("symbol:[WCIT12/5 TO *]", {0, 1}),
        ("symbol:[WCIT12/DT/1 TO WCIT12/DT/30]", {4, 5}),
        ("tag:rout*", {0, 2}),
        ("tag:human*/rout*", {0}),
        ("tag:routing", set()),
        ('tag:"routing control"', {0}),
        ('tag:("human rights" OR routes)', {0, 2}),
        ("date:[2012-11 TO *]", {0, 1, 2, 3}),
        ('date:"November 2012"', {0, 1}),
        ('date:"декабрь 2013"', set()),
        ("date:12/2012", {2, 3}),
        ("date:(2011 OR 2012-12)", {2, 3, 4, 5}),
        ("page:[2 TO 10]", {1, 3}),
        ("page:xii", {2}),
    ],
)
def test_conditions(query: str, found: set[int]) -> None:
    index = index_of(*("text" for _ in range(6)), facts=FACTS)
    assert rows(index, query) == found
