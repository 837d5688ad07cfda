"""Sweeping and deciding from the terminal."""

from __future__ import annotations

import pytest

from itrvault.vault import Vault


@pytest.fixture
def proposed(itrvault, specimens):
    """What a sweep for one category proposes."""

    def ask(*more: object) -> list[dict[str, object]]:
        said = itrvault(
            "sweep", specimens, "--category", "privacy", "--limit", "0", "--json", *more
        )
        assert said.code == 0
        return said.json["proposed"]

    return ask


def test_it_lists_passages_with_the_words_that_triggered(itrvault, specimens, proposed) -> None:
    rows = proposed()
    assert rows
    for row in rows:
        for start, end in row["triggers"]:
            assert row["quotation"][start:end].strip()
        assert row["category"] == "Privacy and interception"
        assert row["source"] == "taxonomy:privacy"
        assert row["decision"] is None
    scores = [row["score"] for row in rows]
    assert scores == sorted(scores, reverse=True)
    said = itrvault("sweep", specimens, "--category", "privacy", "--limit", "2")
    assert said.code == 0
    assert said.out.count("words: ") == 2
    assert "[deep packet inspection]" in itrvault("sweep", specimens, "--limit", "0").out
    assert "0 accepted, 0 rejected, 0 deferred" in said.err


def test_it_filters(itrvault, specimens, proposed) -> None:
    arabic = proposed("--language", "ar")
    assert {row["language"] for row in arabic} == {"ar"}
    negated = proposed("--negated")
    assert negated
    assert all(row["negations"] for row in negated)
    assert len(negated) + len(proposed("--not-negated")) == len(proposed())
    here = proposed("--document", "WCIT12/904-E")
    assert {row["symbol"] for row in here} == {"WCIT12/904-E"}
    assert len(proposed("--all")) >= len(proposed())


def test_it_decides_and_undoes_as_one_step(itrvault, specimens, proposed) -> None:
    one, two, three = (row["id"] for row in proposed()[:3])
    said = itrvault(
        "sweep", specimens, "--accept", one, "--reject", str(two)[:8], "--reason", "Only cited",
        "--defer", three, "--author", "Ana", "--json",
    )  # fmt: skip
    assert said.code == 0
    assert [row["decision"] for row in said.json] == ["accepted", "rejected", "deferred"]
    left = [row["id"] for row in proposed()]
    assert one not in left
    assert two not in left
    assert left[-1] == three
    rejected = next(row for row in proposed("--all") if row["id"] == two)
    assert rejected["reason"] == "Only cited"
    marks = itrvault("annotations", specimens, "--json").json
    (mark,) = (each for each in marks if each["id"] == said.json[0]["annotation"])
    assert mark["tags"] == ["Human rights/Privacy and interception"]
    assert mark["author"] == "Ana"
    assert itrvault("undo", specimens).code == 0
    assert {one, two, three} <= {row["id"] for row in proposed()}


def test_another_tag(itrvault, specimens, proposed) -> None:
    with Vault.open(specimens) as vault:
        vault.store.tags.add("Mine")
    said = itrvault("sweep", specimens, "--accept", proposed()[0]["id"], "--tag", "Mine", "--json")
    marks = {each["id"]: each for each in itrvault("annotations", specimens, "--json").json}
    assert marks[said.json[0]["annotation"]]["tags"] == ["Mine"]


def test_saved_searches_are_swept(itrvault, specimens) -> None:
    itrvault("searches", specimens, "--save", "Machines", "machines")
    said = itrvault("sweep", specimens, "--saved", "Machines", "--json")
    assert said.code == 0
    assert [row["category"] for row in said.json["proposed"]] == ["Machines"]
    itrvault("searches", specimens, "--save", "Facts", "class:analysis")
    said = itrvault("sweep", specimens, "--saved", "Facts", "--json")
    assert said.code == 3
    assert said.json["errors"][0]["search"] == "Facts"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--category", "nothing"), 2), (("--reject", "12345678"), 2),
        (("--reason", "why"), 2), (("--tag", "Mine"), 2),
        (("--saved", "nothing"), 1), (("--accept", "12345678"), 1), (("--accept", "1"), 1),
        (("--document", "nothing"), 1),
    ],
)  # fmt: skip
def test_what_cannot_be(itrvault, specimens, options: tuple[str, ...], code: int) -> None:
    said = itrvault("sweep", specimens, *options)
    assert said.code == code
    assert said.err.strip()
    with Vault.open(specimens, read_only=True) as vault:
        assert vault.store.suggestions.count() == 0
