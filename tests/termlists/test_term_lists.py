"""A list of queries gives one table, whatever stands in its lines, and tags in one step."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from itrvault.errors import Cancelled, FileExists, FileUnreadable, NoSuchTag
from itrvault.progress import CancelToken, Step
from itrvault.termlists import run_term_list, tag_hits, write_csv
from itrvault.termlists.lines import LARGEST, read_list
from itrvault.termlists.writing import as_csv
from itrvault.vault import Vault


@pytest.fixture
def vault(specimens: Path):
    with Vault.open(specimens) as opened:
        yield opened


def some_tag(vault: Vault) -> str:
    return vault.store.tags.by_path("Human rights/Privacy and interception").id


def test_each_row_is_what_a_search_finds(vault: Vault) -> None:
    queries = ["routing", '"international telecommunication"', "security -routing", "has:redline"]
    table = run_term_list(vault, queries)
    assert [row.query for row in table.rows] == queries
    for row in table.rows:
        result = vault.search(row.query, limit=10_000)
        assert row.read_as == result.read_as
        assert (row.units, row.documents) == (result.total, result.documents)
        assert {(one.document, unit) for one in row.hits for unit in one.units} == set(result.order)
        assert row.places >= row.units > 0
        for one in row.hits:
            labels = vault.store.documents.labels(one.document)
            assert one.pages == tuple(labels[unit] for unit in one.units)
    order = [document.id for document in vault.store.documents.all()]
    columns = [document.id for document in table.documents]
    assert columns == [key for key in order if key in columns]


def test_places_are_counted_as_they_are_marked(vault: Vault) -> None:
    for query in ("routing", "exact:Member", '"right to know"', "traffic w/5 routed"):
        row = run_term_list(vault, [query]).rows[0]
        hits = vault.search(query, limit=10_000).hits
        assert row.places == sum(len(hit.spans) for hit in hits) > 0 or "w/" in query


def test_small_words_are_no_hits(vault: Vault) -> None:
    table = run_term_list(vault, ["the routing of traffic", "of"])
    alone = sum(row.places for row in run_term_list(vault, ["routing", "traffic"]).rows)
    assert 0 < table.rows[0].places <= alone
    assert table.rows[1].places
    before = {one.id for one in vault.store.annotations.all()}
    tag_hits(vault, table, some_tag(vault), lines=[1])
    fresh = [one for one in vault.store.annotations.all() if one.id not in before]
    assert fresh
    assert {one.anchor.exact.casefold() for one in fresh}.isdisjoint({"of", "the"})


def test_a_bad_line_costs_nothing_but_itself(vault: Vault) -> None:
    table = run_term_list(vault, ["routing", '"never closed', "", "# a remark", "zzzz", "symbl:27"])
    assert [row.line for row in table.rows] == [1, 2, 5, 6]
    assert [bool(row.error) for row in table.rows] == [False, True, False, True]
    assert table.failed[0].suggestion == '"never closed"'
    assert table.failed[1].suggestion == "symbol:27"
    assert [row.query for row in table.empty] == ["zzzz"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(max_size=30), max_size=6))
def test_no_list_stops(vault: Vault, lines: list[str]) -> None:
    table = run_term_list(vault, lines)
    for row in table.rows:
        assert bool(row.error) != bool(row.read_as)
    assert len(list(csv.reader(io.StringIO(as_csv(table))))) > len(table.rows)


def test_reads_lists_in_the_encodings_of_spreadsheets(tmp_path: Path) -> None:
    path = tmp_path / "terms.txt"
    words = ["suspensión", "право", "网络"]
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        path.write_text("\r\n".join(words), encoding)
        assert [line.query for line in read_list(path)] == words
    path.write_bytes(b"routing\nsuspensi\xf3n\nsecurity\n")
    assert [line.unreadable for line in read_list(path)] == [False, True, False]
    path.write_bytes(b"a" * (LARGEST + 1))
    with pytest.raises(FileUnreadable):
        read_list(path)
    with pytest.raises(FileUnreadable):
        read_list(tmp_path)


def test_no_cell_is_a_formula(vault: Vault, tmp_path: Path) -> None:
    table = run_term_list(
        vault, ["=1+1", "+routing", "-routing security", "@SUM(A1)", '=HYPERLINK("']
    )
    for shape in ("list", "matrix"):
        path = tmp_path / f"{shape}.csv"
        write_csv(table, path, shape=shape)
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        assert all(len(row) == len(rows[0]) for row in rows)
        assert all(cell[:1] not in ("=", "+", "-", "@") for row in rows for cell in row if cell)
        with pytest.raises(FileExists):
            write_csv(table, path, shape=shape)
    assert "'+routing" in {row[1] for row in rows}


def test_the_matrix_adds_up(vault: Vault) -> None:
    table = run_term_list(vault, ["routing", "security", "zzzz"])
    rows = list(csv.DictReader(io.StringIO(as_csv(table, "matrix"))))
    for row, line in zip(rows, table.rows, strict=True):
        cells = [int(row[d.name]) for d in table.documents if row.get(d.name)]
        assert sum(cells) == int(row["Places"]) == line.places
        assert len(cells) == int(row["Documents"]) == line.documents


def test_tags_every_hit_and_one_undo_takes_all_back(vault: Vault) -> None:
    tag, before = some_tag(vault), vault.store.annotations.all()
    table = run_term_list(vault, ["routing", "security"])
    done = tag_hits(vault, table, tag, author="Anna")
    marks = [one for one in vault.store.annotations.all() if tag in one.tags]
    assert done.added == len(marks) - sum(tag in one.tags for one in before) > 0
    assert all(one.author == "Anna" for one in marks if one not in before)
    assert {one.anchor.exact.casefold()[:5] for one in marks if one not in before} <= {
        "routi", "route", "secur",
    }  # fmt: skip
    again = tag_hits(vault, table, tag)
    assert (again.added, again.tagged, again.known) == (0, 0, done.added)
    assert vault.store.journal.can_undo == "Tag the hits of a list"
    vault.store.journal.undo()
    assert vault.store.annotations.all() == before
    vault.store.journal.redo()
    assert len([one for one in vault.store.annotations.all() if tag in one.tags]) == len(marks)


def test_what_is_marked_already_gets_the_tag(vault: Vault) -> None:
    tags = vault.store.tags
    first, second = some_tag(vault), tags.by_path("Human rights/Routing control").id
    table = run_term_list(vault, ["routing"])
    one, other = tag_hits(vault, table, first), tag_hits(vault, table, second)
    assert (other.added, other.tagged) == (0, one.added)


@pytest.mark.parametrize("extent", ["sentence", "page"])
def test_more_than_the_words_can_be_marked(vault: Vault, extent: str) -> None:
    before = {one.id for one in vault.store.annotations.all()}
    table = run_term_list(vault, ["routing", "route"])
    tag_hits(vault, table, some_tag(vault), extent=extent)
    fresh = [one for one in vault.store.annotations.all() if one.id not in before]
    places = [(one.document, one.anchor.unit, one.anchor.start) for one in fresh]
    assert len(places) == len(set(places)) > 0
    for one in fresh:
        assert bool(one.anchor.exact) == (extent == "sentence")


def test_only_the_lines_asked_for_are_tagged(vault: Vault) -> None:
    table = run_term_list(vault, ["routing", "security"])
    tag = some_tag(vault)
    before = {one.id for one in vault.store.annotations.all()}
    tag_hits(vault, table, tag, lines=[2])
    fresh = [one for one in vault.store.annotations.all() if one.id not in before]
    assert all(one.anchor.exact.casefold().startswith("secur") for one in fresh)
    assert fresh


class Stopping:
    """Asks to stop at the second step."""

    def __init__(self) -> None:
        self.token = CancelToken()

    def report(self, step: Step) -> None:
        if step.done == 1:
            self.token.cancel()


def test_a_stop_or_a_failure_leaves_nothing_behind(vault: Vault) -> None:
    before, table = vault.store.annotations.all(), run_term_list(vault, ["routing", "security"])
    stopping = Stopping()
    with pytest.raises(Cancelled):
        tag_hits(vault, table, some_tag(vault), progress=stopping, cancel=stopping.token)
    with pytest.raises(NoSuchTag):
        tag_hits(vault, table, "no such tag")
    assert vault.store.annotations.all() == before
    stopping = Stopping()
    with pytest.raises(Cancelled):
        run_term_list(vault, ["a", "b", "c"], progress=stopping, cancel=stopping.token)
