"""On real documents: versions are found, and no two documents that only sound alike are linked."""

from __future__ import annotations

from pathlib import Path

import pytest

from itrvault.model.versions import Relation
from itrvault.sandbox.host import Sandbox
from itrvault.text.sameness import Likeness, Sketch, likeness, signature
from itrvault.text.word_diff import Kind, diff, text_of

pytestmark = pytest.mark.corpus


def read(path: Path) -> Sketch:
    return Sketch.unpack(signature([path.read_text("utf-8")]))


def compare(corpus: Path, one: str, other: str) -> Likeness:
    return likeness(read(corpus / "texts" / one), read(corpus / "texts" / other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bbnj-prepcom-report-2026-3-2026-04-02.txt", "bbnj-prepcom-report-2026-3-2026-05-04.txt"),
        ("itr-1988-en-clean.txt", "itr-1988-en-glued-numbers.txt"),
        ("itu-pp-res-002.txt", "itu-pp18-res_2.txt"),
        ("itu-pp-dec-005.txt", "itu-pp18-dec_5.txt"),
        ("udhr-en.txt", "udhr-en-opentreaties.txt"),
        ("udhr-zh-Hant.txt", "udhr-zh-Hant-opentreaties.txt"),
        ("isa-isba-31-c-14.txt", "isa-isba-31-c-17.txt"),
        ("netmundial2014/144A.txt", "netmundial2014/147A.txt"),
    ],
)
def test_versions(corpus: Path, one: str, other: str) -> None:
    assert compare(corpus, one, other).relation is Relation.VERSION


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("iccpr-en-opentreaties.txt", "iccpr-nl-db.txt"),
        ("udhr-en.txt", "udhr-nl-db.txt"),
        ("itu-convention.txt", "itu-constitution-convention-1992-nl-db.txt"),
        ("itu-constitution.txt", "itu-constitution-convention-1992-nl-db.txt"),
        ("netmundial2014/092A.txt", "netmundial2014/110B.txt"),
    ],
)
def test_parts(corpus: Path, one: str, other: str) -> None:
    assert compare(corpus, one, other).relation is Relation.PART
    assert compare(corpus, other, one).relation is Relation.WHOLE


def test_standing_phrases_link_nothing(corpus: Path) -> None:
    """Sixty resolutions of one conference, each with the same phrases, no two of them alike."""
    sketches = {
        path.name: read(path)
        for path in sorted((corpus / "texts" / "itu-pp18").glob("*.txt"))
        if signature([path.read_text("utf-8")])
    }
    linked = [
        (one, other)
        for one, a in sketches.items()
        for other, b in sketches.items()
        if one < other and likeness(a, b).relation is not None
    ]
    assert len(sketches) > 60
    assert linked == []


def test_a_pdf_and_the_reference_text(corpus: Path) -> None:
    with Sandbox() as sandbox:
        data = (corpus / "treaties" / "bbnj-agreement-2023-en.pdf").read_bytes()
        pages = [unit.text for unit in sandbox.extract(data, "a.pdf").units]
    text = (corpus / "texts" / "bbnj-agreement-2023-2023-06-19.txt").read_text("utf-8")
    found = likeness(Sketch.unpack(signature(pages, pages=True)), Sketch.unpack(signature([text])))
    assert found.relation is Relation.VERSION
    assert found.similarity > 0.98
    words = diff(pages, [text], left_pages=True)
    assert words.similarity > 0.995
    said = [text_of(pages, s.left) for s in words.changes if s.kind is Kind.DELETED]
    assert said[1:] == ["- 2 -"]  # the first page number; the head of the text file is another's
