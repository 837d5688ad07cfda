"""Documents of nearly the same text, by command: listed, shown, and compared word by word."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pymupdf
import pytest

from itrvault.ingest import run_import
from itrvault.model.report import FileStatus
from itrvault.vault import Vault

SUBJECTS = [
    "Routes", "Networks", "Services", "Accounting", "Tariffs", "Suspension", "Dissemination",
    "Safety", "Priority", "Arrangements", "Provisions", "Entry", "Charging", "Circuits",
]  # fmt: skip
ARTICLES = [
    (
        f"Article {n}: {subject}",
        f"{n}.1 Member States {'shall' if n % 3 else 'should'} ensure that administrations "
        f"co-operate in the establishment, operation and maintenance of {subject.lower()}, to "
        f"provide a satisfactory quality of service, and consider the Recommendations of the Union "
        f"of {1980 + n} where they apply. {n}.2 Subject to national law, any user who has access "
        f"to {subject.lower()} has the right to send traffic by the route numbered {n * n * 7}, "
        f"without prejudice to Article {n + 1}; the “quality” of it – so far as practicable – is "
        f"kept up.",
    )
    for n, subject in enumerate(SUBJECTS, 1)
]


def word_file(path: Path, *, changed: bool = False) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "WCIT12/27-E"
    for heading, body in ARTICLES:
        document.add_heading(heading, 2)
        document.add_paragraph(body.replace("any user", "every human being") if changed else body)
    document.save(str(path))


def pdf_file(path: Path) -> None:
    """The same words, hyphenated, with a head and a number on every page."""
    pages = pymupdf.open()
    for first in range(0, len(ARTICLES), 3):
        page = pages.new_page()
        page.insert_text((250, 40), "WCIT12/27-E", fontsize=9)
        text = "\n".join(f"{head}\n{body}" for head, body in ARTICLES[first : first + 3])
        text = text.replace("operation", "opera-\ntion").replace("–", "-").replace("“", '"')
        text = text.replace("”", '"')
        page.insert_textbox((72, 60, 520, 780), text, fontsize=11)
        page.insert_text((290, 810), f"- {first // 3 + 1} -", fontsize=9)
    pages.save(path)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with the Word file, its PDF, a revision, an excerpt and something else."""
    folder = tmp_path_factory.mktemp("files")
    word_file(folder / "a.docx")
    pdf_file(folder / "b.pdf")
    word_file(folder / "c revised.docx", changed=True)
    excerpt = "\n".join(f"{head}\n{body}" for head, body in ARTICLES[5:8])
    (folder / "d excerpt.txt").write_text(excerpt, "utf-8")
    (folder / "e.txt").write_text("The river runs to the sea, and none asks why. " * 20, "utf-8")
    path = tmp_path_factory.mktemp("vault") / "v.itrvault"
    with Vault.create(path) as vault:
        assert run_import(vault, [folder], jobs=1).count(FileStatus.IMPORTED) == 5
    return path


@pytest.fixture
def ids(itrvault, archive: Path) -> dict[str, str]:
    """File name to id."""
    return {row["name"]: row["id"] for row in itrvault("documents", archive, "--json").json}


def test_a_word_file_its_pdf_and_an_excerpt_are_linked(itrvault, archive: Path, ids) -> None:
    said = itrvault("versions", archive, "--json").json
    assert [set(group) for group in said["groups"]] == [
        {ids["a.docx"], ids["b.pdf"], ids["c revised.docx"]}
    ]
    found = {
        frozenset((link["document"], link["other"])): link["similarity"]
        for link in said["links"] if link["relation"] == "version"
    }  # fmt: skip
    assert found[frozenset((ids["a.docx"], ids["b.pdf"]))] > 0.97
    assert 0.9 < found[frozenset((ids["a.docx"], ids["c revised.docx"]))] < 1
    parts = [link for link in said["links"] if link["relation"] == "part"]
    assert {link["document"] for link in parts} == {ids["d excerpt.txt"]}
    assert {ids["a.docx"], ids["b.pdf"]} <= {link["other"] for link in parts}


def test_the_list_is_plain(itrvault, archive: Path) -> None:
    lines = itrvault("versions", archive).out.splitlines()
    assert lines[0] == "3 documents in 1 group of nearly the same text:"
    members = sorted(lines[1:4], key=lambda line: "  " in line[12:])
    for name in ("a.docx", "b.pdf", "c revised.docx"):
        assert any(name in line for line in members)
    assert not members[0].endswith("%")
    assert all(re.search(r"  \d+ %( of .+)?$", line) for line in members[1:])
    assert lines[4] == "Texts that lie in others:"
    assert "d excerpt.txt" in lines[5]
    one = itrvault("versions", archive, "d excerpt.txt").out
    assert re.search(r"Part of .*a\.docx\)? \(\d+ % of this text is in it\)\.", one)
    none = itrvault("versions", archive, "e.txt").out
    assert none == "No other document says nearly the same as e.txt.\n"


def test_show_names_them(itrvault, archive: Path, ids: dict[str, str]) -> None:
    said = itrvault("show", archive, "d excerpt.txt")
    assert re.search(r"^Part of .*a\.docx\)? \(\d+ % of this text is in it\)\.$", said.out, re.M)
    versions = itrvault("show", archive, "a.docx", "--json").json["versions"]
    assert {each["other"]: each["relation"] for each in versions} == {
        ids["b.pdf"]: "version", ids["c revised.docx"]: "version", ids["d excerpt.txt"]: "whole",
    }  # fmt: skip


def test_the_import_says_what_is_nearly_the_same(itrvault, archive: Path) -> None:
    itrvault("new", "b.itrvault")
    word_file(Path("one.docx"))
    pdf_file(Path("two.pdf"))
    itrvault("import", "b.itrvault", "one.docx")
    said = itrvault("import", "b.itrvault", "two.pdf")
    assert re.search(r"two\.pdf: Nearly the same as .*one\.docx\)? \(9\d %\)\.", said.out)


def test_comparing_again_changes_nothing(itrvault, archive: Path) -> None:
    before = itrvault("versions", archive, "--json").json
    assert itrvault("versions", archive, "--again", "--json").json == before
    assert itrvault("check", archive).code == 0


def test_a_pdf_says_the_same_as_its_word_file(itrvault, archive: Path) -> None:
    said = itrvault("diff", archive, "a.docx", "b.pdf", "--json").json
    # the first page number is said once; head and hyphens are no difference
    assert said["deleted"] == 0
    assert {change["text"] for change in said["changes"]} <= {"- 1 -", "WCIT12/27-E"}
    assert said["running_heads_passed_over"][1] >= 8


def test_the_changed_words_are_shown_in_their_places(itrvault, archive: Path) -> None:
    said = itrvault("diff", archive, "a.docx", "c revised.docx")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0].startswith("--- ")
    assert "a.docx" in lines[0]
    assert "c revised.docx" in lines[1]
    assert re.match(
        r"9\d\.\d % of the words are the same in both; 28 only in the first, 42 ", lines[2]
    )
    assert said.out.count("law, [-any user-] {+every human being+} who has") == len(ARTICLES)
    assert "\x1b" not in said.out
    places = [line for line in lines if line.startswith("@@")]
    assert len(places) == len(ARTICLES)
    assert places[0] == "@@ section Article 1, paragraph 3 | section Article 1, paragraph 3"
    coloured = itrvault("diff", archive, "a.docx", "c revised.docx", "--color").out
    assert "any user\x1b[0m" in coloured
    assert "[-" not in coloured


def test_json_gives_places_that_hold_the_words(itrvault, archive: Path) -> None:
    said = itrvault("diff", archive, "a.docx", "c revised.docx", "--json").json
    assert len(said["changes"]) == 2 * len(ARTICLES)
    texts = {
        name: [unit["text"] for unit in itrvault("show", archive, name, "--json").json["units"]]
        for name in ("a.docx", "c revised.docx")
    }
    for change in said["changes"]:
        side, name = ("one", "a.docx") if change["kind"] == "deleted" else (
            "other", "c revised.docx")  # fmt: skip
        [place] = change[side]
        text = texts[name][place["unit"] - 1][place["start"] : place["end"]]
        assert text == change["text"]
        assert text in ("any user", "every human being")


def test_equal_and_empty_documents_are_said_in_a_sentence(
    itrvault, archive: Path, tmp_path: Path
) -> None:
    same = itrvault("diff", archive, "a.docx", "a.docx").out
    assert re.search(r"^Both say the same, word for word \([\d,]+ words\)\.$", same, re.MULTILINE)
    assert "@@" not in same
    with pymupdf.open() as blank:
        blank.new_page()
        blank.save("blank.pdf")
    Path("e.txt").write_text("Words.", "utf-8")
    itrvault("new", "b.itrvault")
    itrvault("import", "b.itrvault", "blank.pdf", "e.txt")
    said = itrvault("diff", "b.itrvault", "blank.pdf", "e.txt").out
    assert "There is no text to compare in blank.pdf." in said
    missing = itrvault("diff", "b.itrvault", "e.txt", "nothing.docx")
    assert missing.code == 1
    assert "nothing.docx" in missing.err
    listed = itrvault("versions", "b.itrvault")
    assert listed.out == "No two documents of this vault say nearly the same.\n"
    assert itrvault("versions", "b.itrvault", "--json").json == {"groups": [], "links": []}
