"""`itrvault said` on the specimen archive: sentences of analyses, not the proposals themselves."""

from __future__ import annotations

from itrvault.ingest.specimens import specimen_files


def test_what_is_said_of_a_provision(itrvault):
    itrvault("new", "a.itrvault")
    itrvault("import", "a.itrvault", specimen_files())
    found = itrvault("said", "a.itrvault", "31a", "--json").json["said"]
    direct = [each["sentence"] for each in found if not each["of_article"]]
    assert any(words.startswith("It can be served by the second version") for words in direct)
    assert any("(AUR/901/5)" in words for words in direct)
    assert any(words.startswith("Provision 31A (3.5)") for words in direct)
    assert not any(words.startswith(("ADD", "31A 3.5")) for words in direct)
    said = itrvault("said", "a.itrvault", "55").out
    assert "adds a test to No. 55 that human rights lawyers know well" in said
    assert "Of its article:\n" in said
    assert "ARTICLE 7 Suspension of services" not in said
    assert "not to weaken the duty to notify suspensions in Article 7." in said
    assert said.endswith(" about 55.\n")


def test_what_is_given_to_another_treaty_is_left_out(itrvault):
    itrvault("new", "a.itrvault")
    itrvault("import", "a.itrvault", specimen_files())
    # Article 17 and 19 are cited of the Covenant only; No. 19 of the base text by nobody.
    found = itrvault("said", "a.itrvault", "19", "--json").json["said"]
    assert not any("Covenant" in each["sentence"] for each in found)
    assert "0 sentences about 64.\n" in itrvault("said", "a.itrvault", "64").out
