"""`itrvault compare` and `positions` on the specimen archive."""

from __future__ import annotations

import docx
import pytest

from itrvault.ingest.specimens import specimen_files


@pytest.fixture
def archive(itrvault):
    """The specimens in a vault."""
    itrvault("new", "a.itrvault")
    itrvault("import", "a.itrvault", specimen_files())
    return "a.itrvault"


def test_a_provision_beside_what_is_proposed_for_it(itrvault, archive):
    found = itrvault("compare", archive, "30", "--json").json
    assert found["part"] == "Article 3"
    assert found["text"].startswith("Administrations agree among themselves")
    by_author = {(one["verb"], *one["authors"]): one for one in found["readings"]}
    revised = next(
        one for one in found["readings"]
        if any(each["symbol"] == "WCIT12/901(Rev.1)-E" for each in one["sources"])
    )  # fmt: skip
    assert {each["symbol"] for each in revised["sources"]} == {
        "WCIT12/901(Rev.1)-E", "WCIT12/DT/902-E",
    }  # fmt: skip
    assert "{+is routed, where this is technically feasible+}" in revised["redline"]
    # Another language stands against its own text.
    assert "[-" not in by_author["MOD", "QMR"]["redline"]
    assert "{+ويحق لكل دولة عضو" in by_author["MOD", "QMR"]["redline"]
    assert not any(one["other_base"] for one in found["readings"] if one["authors"])
    said = itrvault("compare", archive, "30").out
    assert "Article 3  International network\n    30 3.3  Administrations agree" in said
    assert "AUR/901/4 in WCIT12/901-E (newer revision there)" in said
    assert "NOC  NLN, others not said\n" in said
    assert "MOD  not said by whom\n" in said


def test_a_provision_that_is_new_and_one_nobody_touches(itrvault, archive):
    said = itrvault("compare", archive, "41a").out
    assert said.startswith("41A is not in Regulations (Port Aurel 1988).pdf.\n\nADD  AUR\n")
    assert "Nothing is proposed for 64.\n" in itrvault("compare", archive, "64").out


def test_positions(itrvault, archive):
    found = itrvault("positions", archive, "--json").json
    cells = {(one["number"], one["author"]): one["verbs"] for one in found["cells"]}
    assert cells["30", "AUR"] == ["MOD"]
    assert cells["30", "NLN"] == ["NOC"]
    assert cells["56", "ZLS"] == ["SUP"]
    assert ("41B", "AUR") not in cells  # its revision no longer proposes that
    assert {"one": "CMS", "other": "NLN", "readings": 1} in found["together"]
    said = itrvault("positions", archive).out
    assert said.splitlines()[0].split() == [
        "provision", "AUR", "CMS", "CVR", "LTG", "NLN", "ORS", "QMR", "ZLS", "not",
        "said",
    ]  # fmt: skip
    assert "AUR and CMS propose the same for 1 provision." in said


def test_without_a_base_text(itrvault, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear delegates,\n\nplease publish the drafts.\n")
    itrvault("new", "a.itrvault")
    itrvault("import", "a.itrvault", tmp_path / "letter.txt")
    said = itrvault("compare", "a.itrvault", "30")
    assert said.code == 1
    assert said.err.startswith("The vault holds no text in force")
    assert itrvault("positions", "a.itrvault", "--base", "letter.txt").code == 1


def test_a_paper_to_hand_round(itrvault, archive, tmp_path):
    said = itrvault("compare", archive, "30", "--out", "c.html")
    assert said.out == "7 readings written to c.html.\n"
    page = (tmp_path / "c.html").read_text(encoding="utf-8")
    assert "<h2>Article 3 International network, 30 3.3</h2>" in page
    assert "<ins>is routed, where this is technically feasible</ins>" in page
    assert '<blockquote dir="rtl">' in page
    assert "AUR/901/4, WCIT12/901-E, ARTICLE 3, replaced by WCIT12/901(Rev.1)-E" in page
    assert "<script" not in page
    assert ".pdf" not in page  # file names may say too much
    assert itrvault("compare", archive, "30", "--out", "c.html").code == 1
    assert itrvault("compare", archive, "30", "--out", "c.html", "--overwrite").code == 0
    assert itrvault("compare", archive, "30", "--out", "c.txt").code == 1
    assert itrvault("compare", archive).code == 2


def test_all_of_it_in_word(itrvault, archive, tmp_path):
    said = itrvault("compare", archive, "--out", "all.docx", "--json").json
    assert said["subjects"] > 15
    itrvault("compare", archive, "--out", "again.docx")
    assert (tmp_path / "all.docx").read_bytes() == (tmp_path / "again.docx").read_bytes()
    document = docx.Document(str(tmp_path / "all.docx"))
    assert document.core_properties.author == ""
    headings = [each.text for each in document.paragraphs if each.style.name == "Heading 2"]
    assert "Article 7 Suspension of services, 55 7.1" in headings
    runs = [run for each in document.paragraphs for run in each.runs]
    assert any(run.font.strike and "notifies" in run.text for run in runs)
    assert any(run.font.underline and "its reasons" in run.text for run in runs)
    arabic = next(each for each in document.paragraphs if "ويحق لكل دولة عضو" in each.text)
    assert "<w:bidi/>" in arabic._p.xml
