"""`itrvault settle` and `concordance`: putting right what was read, telling numbers apart."""

from __future__ import annotations

import pytest

PAPER = "MOD RUS/1/1\n30 3.3 Routes are agreed.\nNOC RUS/1/2\nADD RUS/1-3\n31A 3.5 A rule.\n"


@pytest.fixture
def vault(itrvault, tmp_path):
    """A vault with a paper that cannot be read for certain."""
    (tmp_path / "paper.txt").write_text(PAPER)
    itrvault("new", "a.itrvault")
    itrvault("import", "a.itrvault", tmp_path / "paper.txt")
    return "a.itrvault"


def proposals(itrvault, vault):
    (found,) = itrvault("proposals", vault, "--json").json["documents"]
    return found["proposals"]


def test_what_is_open_is_settled_and_undone(itrvault, vault):
    asked = itrvault("settle", vault, "--json").json["open"]
    assert [each["why"] for each in asked] == ["no target", "not read"]
    said = itrvault("settle", vault).out
    assert "NOC RUS/1/2  Nothing says which provision it is about." in said
    assert said.endswith("2 passages to settle; 0 settled.\n")
    made = itrvault(
        "settle", vault, "paper.txt", "rus/1/2", "--target", "Article 4", "--authors", "RUS or RCC",
        "--json",
    ).json["settled"]  # fmt: skip
    assert (made["target"], made["authors"], made["passage"]) == (
        "Article 4", "RUS or RCC", "NOC RUS/1/2",
    )  # fmt: skip
    noc = proposals(itrvault, vault)[1]
    assert (noc["target"]["part"], noc["authors"], noc["printed_authors"], noc["disputed"]) == (
        "4", ["RUS", "RCC"], ["RUS"], True,
    )  # fmt: skip
    said = itrvault(
        "settle", vault, "paper.txt", "--quote", "ADD RUS/1-3", "--verb", "ADD",
        "--identifier", "RUS/1/3",
    ).out  # fmt: skip
    assert said == "paper.txt: verb ADD; identifier RUS/1/3\n"
    assert proposals(itrvault, vault)[2]["wordings"][0]["number"] == "31A"
    assert itrvault("settle", vault).out == "0 passages to settle; 2 settled.\n"
    keys = [one["key"] for one in itrvault("settle", vault, "--settled", "--json").json["settled"]]
    assert itrvault("settle", vault, "--withdraw", keys[0]).out.startswith("Withdrawn")
    itrvault("undo", vault)
    assert "RUS or RCC" in itrvault("settle", vault, "--settled").out
    itrvault("settle", vault, "paper.txt", "RUS/1/1", "--dismiss")
    assert [one["identifier"] for one in proposals(itrvault, vault)] == ["RUS/1/2", "RUS/1/3"]


def test_what_cannot_be_settled(itrvault, vault):
    assert itrvault("settle", vault, "paper.txt", "RUS/9/9", "--verb", "ADD").code == 1
    assert itrvault("settle", vault, "paper.txt", "RUS/1/1", "--target", "nowhere").code == 1
    assert itrvault("settle", vault, "--verb", "ADD").code == 2
    assert itrvault("settle", vault, "paper.txt", "--quote", "A rule.", "--note", "?").code == 1
    assert itrvault("settle", vault, "--settled").out == "0 passages settled.\n"


def test_numbers_in_other_numberings(itrvault, vault):
    found = itrvault("concordance", vault, "article 5b", "--in", "2012", "--json").json
    assert [(one["numbering"], one["number"]) for one in found["others"]] == [("2013", "Article 7")]
    assert "is elsewhere is not known" in itrvault("concordance", vault, "31A").out
    said = itrvault("concordance", vault, "31A", "--same-as", "2013", "35", "--note", "by eye").out
    assert said == "35 (2013) (by hand) – by eye\n"
    assert "are not known" in itrvault("concordance", vault).out
    assert "31A (1988) = 35 (2013) (by hand)" in itrvault("concordance", vault).out
    itrvault("concordance", vault, "31A", "--forget")
    assert "is elsewhere is not known" in itrvault("concordance", vault, "31A").out
    assert itrvault("concordance", vault, "31A", "--forget").code == 1
