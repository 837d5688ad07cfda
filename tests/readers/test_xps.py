"""XPS files: their pages with the places of words, drawn as the pages of a PDF are."""

from __future__ import annotations

import pymupdf
import pytest
from flows import ENDS, end_of, zipped
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import FileDamaged
from itrvault.model.document import Unit
from itrvault.readers import table, xps
from itrvault.readers.base import Metadata, ReadContext
from itrvault.readers.pages import Pages
from itrvault.sandbox import magic

KINDS = "http://schemas.microsoft.com/xps/2005/06"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"


def written(*lines: str) -> bytes:
    glyphs = "".join(
        f'<Glyphs Fill="#ff000000" FontUri="/font.otf" FontRenderingEmSize="14" OriginX="40" '
        f'OriginY="{60 + 30 * n}" UnicodeString="{line}"/>'
        for n, line in enumerate(lines)
    )
    link = '<Relationship Id="{}" Type="{}" Target="{}"/>'
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zipped({
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{rels}">'
        + link.format("a", f"{KINDS}/fixedrepresentation", "/FixedDocumentSequence.fdseq")
        + link.format("b", f"{rels}/metadata/core-properties", "/docProps/core.xml")
        + "</Relationships>",
        "docProps/core.xml": f'<coreProperties xmlns="{CORE}"><title>A title</title>'
        "</coreProperties>",
        "FixedDocumentSequence.fdseq": f'<FixedDocumentSequence xmlns="{KINDS}">'
        '<DocumentReference Source="/1.fdoc"/></FixedDocumentSequence>',
        "1.fdoc": f'<FixedDocument xmlns="{KINDS}"><PageContent Source="/1.fpage"/>'
        "</FixedDocument>",
        "1.fpage": f'<FixedPage xmlns="{KINDS}" Width="600" Height="800">{glyphs}</FixedPage>',
        "font.otf": pymupdf.Font("helv").buffer,
    })  # fmt: skip


DATA = written("Article 1", "Words of the treaty")


def test_words_with_their_places():
    records = list(xps.read(DATA, ReadContext("a.xps")))
    (unit,) = [r for r in records if isinstance(r, Unit)]
    assert unit.text.split() == ["Article", "1", "Words", "of", "the", "treaty"]
    assert len(unit.layout.starts) == 6
    assert [(r.key, r.value) for r in records if isinstance(r, Metadata)] == [("title", "A title")]


def test_its_pages_are_drawn():
    pages = Pages(DATA, ReadContext("a.xps"))
    try:
        picture = pages.draw(0, 0.5, 1_000_000, night=False)
        assert min(picture.rgb) < 100 < max(picture.rgb)
        assert len(pages.sizes()) == 2
    finally:
        pages.close()


def test_it_is_known_under_any_name():
    assert magic.kind(DATA, "a.zip") == "document"
    for name in ("a.xps", "a.oxps", "a.docx", "a.zip", "a"):
        assert table.choose(DATA, name) is xps


def test_damage_ends_with_a_sentence():
    with pytest.raises(FileDamaged):
        list(xps.read(b"words", ReadContext("a.xps")))
    assert end_of(xps, DATA[: len(DATA) // 2], "a.xps") in ENDS


@given(st.data())
def test_no_change_of_bytes_brings_anything_but_a_known_failure(data: st.DataObject):
    whole = bytearray(DATA)
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        list(xps.read(bytes(whole), ReadContext("a.xps")))
    except xps.ReaderFailed as failure:
        assert failure.code in ENDS  # noqa: PT017 - any of them will do
