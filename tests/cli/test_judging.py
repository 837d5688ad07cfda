"""Judging passages at the terminal: every field, tables of it, and assessors beside each other."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

TREATY = """Article 1
Routes
1 1.1 Administrations agree on routes.
2 1.2 Users may send traffic.
"""
PAPER = """ADD ARB/1/2
2A 1.3 Users are safe.
2B 1.4 Operators look into all traffic.
"""
PRIVACY = ("--right", "privacy", "--severity", "high", "--likelihood", "low")


@pytest.fixture
def vault(itrvault, tmp_path: Path) -> Path:
    for name, text in (("treaty", TREATY), ("paper", PAPER)):
        tmp_path.joinpath(f"{name}.txt").write_text(text, "utf-8")
    path = tmp_path / "a.itrvault"
    assert itrvault("new", path).code == 0
    assert itrvault("import", path, "treaty.txt", "paper.txt").code == 0
    return path


@pytest.fixture
def mark(itrvault, vault: Path):
    """Mark words of the paper; the annotation's id."""

    def made(words: str, author: str = "Ana", *tags: str) -> str:
        options = [option for tag in tags for option in ("--tag", tag)]
        said = itrvault(
            "annotate", vault, "paper.txt", "--quote", words, "--author", author, *options, "--json"
        )
        assert said.code == 0, said.err
        return str(said.json["id"])

    return made


def judge(itrvault, vault: Path, passage: str, *options: str):
    said = itrvault("assess", vault, passage, *options, "--json")
    assert said.code == 0, said.err
    return said.json


def test_every_field(itrvault, vault: Path, mark):
    passage = mark("look into all traffic")
    made = judge(
        itrvault, vault, passage, *PRIVACY, "--rationale", "It opens all.", "--assessor", "Ana",
        "--confidence", "medium", "--affected", "journalists", "--affected", "everybody",
        "--law", "no", "--law-why", "None is named.", "--necessity", "no",
    )  # fmt: skip
    assert made["affected"] == ["journalists", "everybody"]
    assert made["confidence"] == "medium"
    assert made["test"]["law"] == {"answer": "no", "why": "None is named."}
    assert (made["provision"], made["proposal"]) == ("2B", "ARB/1/2")  # from where it lies
    shown = itrvault("annotations", vault).out
    for words in ("confidence medium", "about: 2B ARB/1/2", "provided by law: no: None is named."):
        assert words in shown
    changed = itrvault(
        "assess", vault, "--update", made["id"], "--severity", "severe", "--aim", "unclear",
        "--provision", "", "--assessor", "Ana", "--json",
    ).json  # fmt: skip
    assert changed["severity"] == "severe"
    assert changed["test"]["law"]["answer"] == "no"
    assert changed["test"]["aim"]["answer"] == "unclear"
    assert (changed["provision"], changed["proposal"]) == ("", "ARB/1/2")
    assert changed["rationale"] == "It opens all."


def test_nobody_writes_over_anothers(itrvault, vault: Path, mark):
    passage = mark("look into all traffic")
    ana = judge(itrvault, vault, passage, *PRIVACY, "--rationale", "So.", "--assessor", "Ana")
    said = itrvault("assess", vault, "--update", ana["id"], "--severity", "low")
    assert said.code == 1
    assert "the judgement of Ana" in said.err
    judge(itrvault, vault, passage, *PRIVACY, "--rationale", "No.", "--assessor", "Ben")
    rows = itrvault("annotations", vault, "--json").json
    assert [risk["assessor"] for risk in rows[0]["risks"]] == ["Ana", "Ben"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["x", "--right", "privacy"], "needs --severity, --likelihood, --rationale"),
        (["x", "--update", "y"], "Give the passage to assess, or --update"),
        ([], "Give the passage to assess, or --update"),
    ],
)
def test_wrong_usage(itrvault, vault: Path, options: list[str], words: str):
    said = itrvault("assess", vault, *options)
    assert said.code == 2
    assert words in " ".join(said.err.split())


def test_tables(itrvault, vault: Path, mark, tmp_path: Path):
    passage = mark("look into all traffic", "Ana", "Human rights/Privacy and interception")
    judge(itrvault, vault, passage, *PRIVACY, "--rationale", "It opens all.")
    found = itrvault("risks", vault, "--json").json
    assert [row["name"] for row in found["rows"]] == ["Privacy and interception"]
    assert [column["name"] for column in found["columns"]] == ["Article 1"]
    (cell,) = found["cells"]
    assert (cell["passages"], cell["worst"], cell["annotations"]) == (1, "high", [passage])
    assert "1 high" in itrvault("risks", vault, "--by", "proponent").out
    assert itrvault("risks", vault, "--stance", "safeguard", "--json").json["cells"] == []
    for by, words in (
        ("provision", "2B"), ("proponent", "ARB"), ("document", ""), ("time", "not known"),
        ("tag", "Human rights/Privacy"), ("together", "Human rights/Privacy"),
    ):  # fmt: skip
        target = tmp_path / f"{by}.csv"
        said = itrvault("risks", vault, "--by", by, "--csv", target)
        assert said.code == 0, said.err
        rows = list(csv.reader(target.read_text("utf-8-sig").splitlines()))
        assert len(rows) == 2
        assert any(words in value for value in rows[1])
        assert "paper.txt" not in target.read_text("utf-8-sig")
    assert itrvault("risks", vault, "--csv", tmp_path / "tag.csv").code == 1  # it is there


def test_agreement_and_settling(itrvault, vault: Path, mark, tmp_path: Path):
    tag = "Human rights/Privacy and interception"
    first = mark("Operators look into all traffic", "Ana", tag)
    mark("look into all traffic", "Ben", "Human rights/Safeguard")
    ana = judge(itrvault, vault, first, *PRIVACY, "--rationale", "So.", "--assessor", "Ana")
    low = ("--right", "privacy", "--severity", "low", "--likelihood", "low")
    judge(itrvault, vault, first, *low, "--rationale", "No.", "--assessor", "Ben")
    found = itrvault("agreement", vault, "--disagreements", "--json").json
    assert found["assessors"] == ["Ana", "Ben"]
    assert found["open"] == 3
    assert found["disagreements"][0]["subject"] == "privacy"
    assert [one["severity"] for one in found["disagreements"][0]["said"]] == ["high", "low"]
    settled = itrvault(
        "agreement", vault, "--settle", ana["id"], "--severity", "medium", "--note", "Together.",
        "--json",
    )  # fmt: skip
    assert settled.json["open"] == 2
    settled = itrvault("agreement", vault, "--settle", first, "--tag", tag, "--json")
    assert settled.json["open"] == 0
    assert "settled" in itrvault("agreement", vault, "--disagreements").out
    itrvault("undo", vault)
    assert itrvault("agreement", vault, "--json").json["open"] == 2
    said = itrvault("agreement", vault, "--settle", "nothing")
    assert said.code == 1
    assert "nobody differs about it" in said.err
    target = tmp_path / "a.csv"
    assert itrvault("agreement", vault, "--csv", target).code == 0
    text = target.read_text("utf-8-sig")
    assert "assessor 1" in text
    assert "Ana" not in text
    itrvault("agreement", vault, "--csv", tmp_path / "b.csv", "--names")
    assert "Ana" in tmp_path.joinpath("b.csv").read_text("utf-8-sig")


def test_nobody_to_compare(itrvault, vault: Path):
    assert "Nobody to compare" in itrvault("agreement", vault).out
