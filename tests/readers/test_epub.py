"""EPUB books: chapters in reading order; scrambled fonts are harmless, scrambled pages a lock."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flows import ENDS, cells, end_of, kinds, metadata, text, units, warnings, zipped
from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import FileDamaged, FileEmpty, FileLocked, FileUnsupported
from itrvault.readers import epub, html, table
from itrvault.readers.xhtml import parse_xhtml

CONTAINER = '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
HEAD = (
    '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "x.dtd">'
    '<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>'
)


def page(body: str) -> str:
    return f"{HEAD}{body}</body></html>"


def book(*pages: str, spine: tuple[int, ...] = (), **files: str | bytes) -> bytes:
    order = spine or tuple(range(len(pages)))
    items = "".join(
        f'<item id="p{n}" href="pages/p%20{n}.xhtml" media-type="application/xhtml+xml"/>'
        for n in range(len(pages))
    )
    opf = (
        '<package><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Leaks</dc:title>'
        "<dc:creator>A. Author</dc:creator><dc:creator>B. Editor</dc:creator></metadata>"
        f"<manifest>{items}</manifest><spine>"
        + "".join(f'<itemref idref="p{n}"/>' for n in order)
        + "</spine></package>"
    )
    parts: dict[str, bytes | str] = {
        "mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER,
        "OPS/book.opf": opf,
    }  # fmt: skip
    parts |= {f"OPS/pages/p {n}.xhtml": xml for n, xml in enumerate(pages)}
    return zipped({**parts, **{f"META-INF/{name}.xml": xml for name, xml in files.items()}})


def test_chapters_come_in_reading_order():
    cell = "<table><tr><td>{}</td></tr></table>"
    data = book(
        page("<h1>Second</h1><p>two&nbsp;&eacute;</p>" + cell.format("b")),
        page('<h1>First</h1><p><a id="x"/>one <del>old</del></p>' + cell.format("a")),
        spine=(1, 0),
    )
    first, second = units(epub, data, "a.epub")
    assert kinds(first) == [("heading", "First"), ("body", "one old"), ("cell", "a")]
    assert kinds(second) == [("heading", "Second"), ("body", "two\u00a0é"), ("cell", "b")]
    assert [line.kind.value for line in first.redlines] == ["deleted"]
    assert (cells(first)[0][0], cells(second)[0][0]) == (1, 2)
    assert metadata(epub, data, "a.epub") == {"title": "Leaks", "author": "A. Author; B. Editor"}


def test_pages_that_are_not_well_formed_are_read_as_browsers_do():
    data = book(page("<p>one<br>two<p>three"))
    assert text(epub, data, "a.epub") == "one\ntwo\nthree\n"


def test_missing_pages_are_said():
    data = book(page("<p>here</p>"), spine=(0, 0))
    lost = data.replace(b"p 0.xhtml", b"p 9.xhtml")
    with_both = book(page("<p>here</p>"), page("<p>there</p>")).replace(b"p 1.xhtml", b"p 9.xhtml")
    assert text(epub, with_both, "a.epub") == "here\n"
    assert warnings(epub, with_both, "a.epub") == ["1 of its pages are missing in it."]
    assert text(epub, data, "a.epub") == "here\n"
    assert end_of(epub, lost, "a.epub") == "read"


def locked(algorithm: str, name: str) -> str:
    return (
        '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData>'
        f'<e:EncryptionMethod Algorithm="{algorithm}"/><e:CipherData><e:CipherReference '
        f'URI="{name}"/></e:CipherData></e:EncryptedData></encryption>'
    )


def test_scrambled_fonts_lock_nothing_and_scrambled_pages_do():
    font = locked("http://www.idpf.org/2008/embedding", "OPS/font.otf")
    assert text(epub, book(page("<p>x</p>"), encryption=font), "a.epub") == "x\n"
    drm = locked("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "OPS/pages/p%200.xhtml")
    with pytest.raises(FileLocked):
        units(epub, book(page("<p>x</p>"), encryption=drm), "a.epub")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", FileEmpty),
        (b"words", FileDamaged),
        (b"PK\x03\x04 cut", FileDamaged),
        (zipped({"mimetype": "application/epub+zip"}), FileUnsupported),
    ],
    ids=["empty", "text", "cut", "no pages"],
)
def test_what_cannot_be_read_fails_clearly(data: bytes, error: type[Exception]):
    with pytest.raises(error):
        units(epub, data, "a.epub")


def test_it_is_chosen_by_what_is_inside():
    assert table.choose(book(page("<p>x</p>")), "leak.zip") is epub
    parts = {"a.png": os.urandom(9000), "META-INF/container.xml": CONTAINER}
    assert table.choose(zipped(parts), "leak") is epub


def test_xhtml_pages_follow_the_rules_of_xml():
    whole = page("<p>after an empty title</p>")
    assert text(html, whole.encode(), "a.xhtml") == "after an empty title\n"
    assert parse_xhtml("<html><p>&undefined;</p></html>") is None
    assert parse_xhtml('<!DOCTYPE html [<!ENTITY a "b">]><html>&a;</html>') is None


@given(st.data())
def test_a_damaged_book_ends_as_a_known_failure(data: st.DataObject):
    whole = bytearray(book(page("<h1>One</h1><p>words</p>"), page("<p>more</p>")))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    assert end_of(epub, bytes(whole), "a.epub") in ENDS


@pytest.mark.corpus
def test_real_books(corpus: Path):
    found = {
        path.name: len(text(epub, path.read_bytes(), path.name).split())
        for path in sorted((corpus / "office").glob("*.epub"))
    }
    assert len(found) == 8
    assert min(found.values()) >= 2
    assert found["debmake-doc__debmake-doc.en.epub"] > 20_000
