"""DjVu files: their pages, text layers and metadata; broken ones fail with a sentence."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

djvu_rs = pytest.importorskip("djvu_rs", reason="there is no build of djvu-rs for this Python")

from djvus import blank, made  # noqa: E402

from itrvault.errors import FileDamaged, ReaderFailed, ReaderOverLimit  # noqa: E402
from itrvault.model.document import Doubt, Unit  # noqa: E402
from itrvault.model.geometry import Span  # noqa: E402
from itrvault.readers import table  # noqa: E402
from itrvault.readers.base import Metadata, ReadContext  # noqa: E402
from itrvault.readers.pages import Pages  # noqa: E402
from itrvault.sandbox.host import Sandbox  # noqa: E402
from itrvault.text.places import rects_of  # noqa: E402


def read(data: bytes) -> list[object]:
    reader = table.choose(data, "a.djvu")
    return list(reader.read(data, ReadContext("a.djvu")))


def test_words_and_metadata_are_read():
    records = read(made())
    (unit,) = (record for record in records if isinstance(record, Unit))
    assert "ensure the security" in unit.text
    assert "international networks" in unit.text
    assert (unit.layout.width, unit.layout.height) == (612, 792)
    at = unit.text.index("security")
    (box,) = rects_of(unit.layout, unit.text, Span(at, at + len("security")))
    assert (box.y0, box.y1) == pytest.approx((72, 93.6), abs=0.1)
    assert 300 < box.x0 < box.x1 <= 504.1
    said = {record.key: record.value for record in records if isinstance(record, Metadata)}
    assert said == {"title": "A specimen", "author": "Nobody"}


def test_a_page_without_text_is_a_picture_to_be_read_by_ocr():
    (unit,) = (record for record in read(blank()) if isinstance(record, Unit))
    assert (unit.text, unit.doubt) == ("", Doubt.IMAGE)


def test_pages_are_drawn():
    pages = Pages(made(), ReadContext("a.djvu"))
    assert list(pages.sizes()) == [612, 792]
    assert pages.draw(0, 1.0, 1_000_000, night=False).width == 612
    pages.close()


def test_a_confined_reader_reads_it():
    with Sandbox() as sandbox:
        extraction = sandbox.extract(made(), "a.djvu")
    assert extraction.media_type == "image/vnd.djvu"
    assert "security" in extraction.units[0].text


def test_a_page_of_too_many_dots_is_refused():
    with pytest.raises(ReaderOverLimit):
        Pages(blank(60_000, 60_000), ReadContext("a.djvu"))


@pytest.mark.parametrize("data", [made()[:40], made()[:20], b"AT&TFORM\0\0\0\x04DJVM"])
def test_a_broken_one_says_so(data: bytes):
    with pytest.raises(FileDamaged):
        read(data)


@settings(max_examples=60, deadline=None)
@given(st.integers(12, len(made()) - 1), st.binary(min_size=1, max_size=6))
def test_changed_bytes_are_read_or_refused(at: int, junk: bytes):
    data = bytearray(made())
    data[at : at + len(junk)] = junk
    with contextlib.suppress(ReaderFailed):
        assert read(bytes(data))
