"""Highlights and comments made in a file are annotations once it is imported, and only once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from itrvault.carry.merge import apply_merge, plan_merge
from itrvault.export.run import export_excerpts
from itrvault.export.scrub import ExportOptions
from itrvault.ingest import run_import
from itrvault.ingest.marks import place_of
from itrvault.model.annotation import Annotation
from itrvault.model.document import ForeignMark, MarkKind
from itrvault.model.geometry import Span
from itrvault.sandbox.host import Sandbox
from itrvault.vault import Vault


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with Vault.create(tmp_path / "test.itrvault") as opened:
        yield opened


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A PDF with a highlight that has all, one that says nothing of itself, and a struck word."""
    document = pymupdf.open()
    sheet = document.new_page()
    sheet.insert_text((72, 100), "Member States shall ensure that networks are secure")
    mark = sheet.add_highlight_annot(sheet.search_for("ensure that", quads=True))
    mark.set_colors(stroke=(0.37, 0.7, 0.2))
    mark.set_info(title="Colleague Name", content="Who pays?", modDate="D:20121130093000Z")
    mark.update()
    plain = sheet.add_highlight_annot(sheet.search_for("networks", quads=True))
    plain.set_info(title="", content="", modDate="", creationDate="")
    plain.update()
    sheet.add_strikeout_annot(sheet.search_for("shall", quads=True))
    path = tmp_path / "reviewed.pdf"
    document.save(path)
    return path


def by_words(vault: Vault) -> dict[str, Annotation]:
    return {one.anchor.exact: one for one in vault.store.annotations.all()}


def test_marks_come_in_with_author_date_colour_and_place(vault: Vault, page: Path):
    run_import(vault, [str(page)])
    found = by_words(vault)
    assert sorted(found) == ["ensure that", "networks", "shall"]
    note = found["ensure that"]
    assert (note.note, note.colour, note.author) == ("Who pays?", "green", "Colleague Name")
    assert (note.created, note.modified) == ("2012-11-30T09:30:00Z",) * 2
    assert len(note.anchor.rects) == 1
    assert (found["networks"].author, found["networks"].created) == ("", "")
    assert (found["shall"].note, found["shall"].colour) == ("Struck out", "red")
    assert sorted(one.number for one in found.values()) == [1, 2, 3]
    assert vault.store.journal.can_undo == "Add codebook"  # as before the import
    assert vault.search("note:pays").total == 1
    assert vault.check().clean


def test_a_second_path_and_a_second_import_bring_no_doubles(vault: Vault, page: Path):
    run_import(vault, [str(page)])
    (page.parent / "copy.pdf").write_bytes(page.read_bytes())
    run_import(vault, [str(page.parent / "copy.pdf")])
    run_import(vault, [str(page)])
    assert vault.store.annotations.count() == 3


def test_what_was_removed_or_changed_by_hand_stays_so(vault: Vault, page: Path):
    run_import(vault, [str(page)])
    found = by_words(vault)
    vault.store.annotations.remove(found["networks"].id)
    vault.store.annotations.update(found["shall"].id, note="A slip of the pen")
    vault.remove_document(found["shall"].document)
    run_import(vault, [str(page)])
    again = by_words(vault)
    assert sorted(again) == ["ensure that", "shall"]
    assert again["shall"].note == "A slip of the pen"
    vault.store.journal.undo()
    vault.store.journal.undo()
    assert sorted(by_words(vault)) == ["ensure that", "networks", "shall"]


def test_two_vaults_with_the_same_file_merge_without_doubles(
    vault: Vault, page: Path, tmp_path: Path
):
    run_import(vault, [str(page)])
    with Vault.create(tmp_path / "other.itrvault") as other:
        run_import(other, [str(page)])
        other.store.annotations.remove(by_words(other)["networks"].id)
        other.store.annotations.update(by_words(other)["shall"].id, colour="blue")
        plan = plan_merge(vault, other)
        apply_merge(vault, other, plan)
    found = by_words(vault)
    assert sorted(found) == ["ensure that", "shall"]
    assert found["shall"].colour == "blue"
    assert vault.check().clean


def test_the_author_of_a_mark_leaves_only_when_names_are_chosen(
    vault: Vault, page: Path, tmp_path: Path
):
    run_import(vault, [str(page)])
    for names in (False, True):
        out = tmp_path / f"{names}.json"
        export_excerpts(vault, out, "json", ExportOptions(names=names))
        assert ("Colleague Name" in out.read_text()) is names


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (3, 9, "two"),  # blanks at the edges are not meant
        (3, 4, ""),
        (5, 5, "two"),
        (7, 7, "two"),
        (0, 0, ""),
        (12, 12, "end"),
        (99, 99, ""),
    ],
)
def test_a_mark_covers_words_and_a_place_the_word_there(start: int, end: int, words: str):
    text = "on  two  end."
    span = place_of(text, ForeignMark(0, start, end, MarkKind.COMMENT))
    assert text[span.start : span.end] == words
    assert words or span == Span(0, 0)


def test_thousands_of_marks_cost_no_file_its_text():
    page = "".join(f"<p>w{n} <mark>so</mark> on</p>" for n in range(5_100)).encode()
    with Sandbox() as sandbox:
        found = sandbox.extract(page, "a.html")
    assert len(found.marks) == 5_000
    assert "w5099 so on" in found.units[-1].text
    assert any("first 5,000" in sentence for sentence in found.warnings)
