"""`itrvault provisions` on the specimens' base text, a PDF with its numbers in the margin."""

from __future__ import annotations

from itrvault.ingest.specimens import specimen_files

NAME = "Regulations (Port Aurel 1988).pdf"


def test_the_base_text_of_the_specimens(itrvault):
    itrvault("new", "a.itrvault")
    assert itrvault("import", "a.itrvault", specimen_files() / "treaty" / NAME).code == 0
    found = itrvault("provisions", "a.itrvault", NAME, "--json")
    numbers = [one["number"] for one in found.json["provisions"] if one["number"]]
    assert numbers == [str(number) for number in range(1, 65)]
    assert found.json["missing"] == []
    by_number = {one["number"]: one for one in found.json["provisions"]}
    assert by_number["31"]["paragraph"] == "3.4"
    assert by_number["31"]["text"].startswith("Subject to national law, anyone who has access")
    assert by_number["31"]["place"]["label"] == "2"
    said = itrvault("provisions", "a.itrvault", NAME)
    assert "    31 3.4        p. 2      Subject to national law, anyone" in said.out
    assert "Article 3  International network\n" in said.out
    assert "10 articles, 64 provisions." in said.out


def test_a_document_without_articles_says_so(itrvault, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear delegates,\n\nplease publish Article 3 soon.\n")
    itrvault("new", "a.itrvault")
    itrvault("import", "a.itrvault", tmp_path / "letter.txt")
    said = itrvault("provisions", "a.itrvault", "letter.txt")
    assert said.code == 0
    assert said.out == "letter.txt holds no articles of a treaty.\n"
