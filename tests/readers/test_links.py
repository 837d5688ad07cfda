"""Links of flowing text: every kind a format has leads where it should, hostile ones nowhere."""

from __future__ import annotations

import pytest
from flows import records, units, zipped
from hypothesis import given
from hypothesis import strategies as st
from words97 import SPECIAL, Doc, P, names, p, plc

from itrvault.model.geometry import TextLink
from itrvault.model.outline import ADDRESS_LENGTH, MOST_TEXT_LINKS
from itrvault.readers import base, doc, docx, epub, html, mail, markdown, odf, pptx, rtf, xlsx
from itrvault.readers.base import LinkFound, Reader
from itrvault.readers.doc_head import Part
from itrvault.readers.html_links import PageLinks
from itrvault.readers.links import target_of_field

OUT = "https://example.org/a?b=c"


def leads(reader: Reader, data: bytes, name: str) -> list[tuple[str, str]]:
    """The words of each link, and its address or the line it leads to."""
    texts = [unit.text for unit in units(reader, data, name)]
    found = []
    for record in records(reader, data, name):
        if isinstance(record, LinkFound):
            link = record.link
            line = texts[link.unit][link.offset :].partition("\n")[0]
            words = texts[record.unit][link.start : link.end]
            found.append((words, link.address or f"> {line}"))
    return found


def test_web_page():
    page = f"""<body><p id="first">First <a class="x" href="#b"> go <b>in</b> </a>,
      <a href="{OUT}">out</a>, <a href="rel/a%20b.html">near</a>, <a href="#c%20d">there</a>,
      <a href="#nowhere">lost</a>, <a name="x">a place</a>, <a href=" java\nscript:go() ">no</a></p>
      <ul><li><a href="#B">item</a></li></ul><h2 id="b">Bee</h2>
      <p>words <a name="c d"> </a>here, <a href="#top">up</a></p>
      <p><img id="pic"><a href="#pic">next</a></p></body>"""
    assert leads(html, page.encode(), "a.html") == [
        ("go in", "> Bee"), ("out", OUT), ("near", "rel/a%20b.html"), ("there", "> here, up"),
        ("no", "javascript:go()"), ("item", "> Bee"),
        ("up", "> First go in , out, near, there, lost, a place, no"), ("next", "> next"),
    ]  # fmt: skip


def test_saved_page_knows_its_own_address():
    page = (
        '<head><base href="https://x.example/d/"><link rel="canonical" href="https://x.example/d/p">'
        '</head><p id="n">Note</p><p><a href="p#n">same</a> <a href="q#n">other</a>'
        '<a href="//[">odd</a></p>'
    )
    assert leads(html, page.encode(), "a.html") == [
        ("same", "> Note"), ("other", "https://x.example/d/q#n"), ("odd", "//["),
    ]  # fmt: skip


def test_book_leads_from_page_to_page():
    def page(body: str) -> str:
        return f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'

    pages = {
        "OPS/t/a b.xhtml": '<p>One <a href="../c.xhtml#n1">¹</a>, <a href="../p.png">picture</a>'
        f', <a href="{OUT}">out</a>, <a href="a%20b.xhtml">self</a></p>',
        "OPS/c.xhtml": '<h1>Notes</h1><p id="n1">Note <a href="t/a%20b.xhtml">back</a></p>',
    }  # fmt: skip
    items = "".join(
        f'<item id="i{n}" href="{name[4:].replace(" ", "%20")}" '
        'media-type="application/xhtml+xml"/>'
        for n, name in enumerate(pages)
    )
    book = zipped({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OPS/b.opf"/>'
        "</rootfiles></container>",
        "OPS/b.opf": f"<package><manifest>{items}</manifest><spine><itemref idref='i0'/>"
        "<itemref idref='i1'/></spine></package>",
        **{name: page(body) for name, body in pages.items()},
    })  # fmt: skip
    start = "> One ¹, picture, out, self"
    assert leads(epub, book, "a.epub") == [
        ("¹", "> Note back"), ("out", OUT), ("self", start), ("back", start),
    ]  # fmt: skip


def test_mail_and_kept_pages():
    head = b"From: a@x.org\r\nSubject: s\r\nMIME-Version: 1.0\r\n"
    letter = head + (
        b"Content-Type: text/html\r\n\r\n<p><a href='#e'>end</a> <a href='mailto:b@x.org'>b</a></p>"
        b"<p id=e>End</p>"
    )
    assert leads(mail, letter, "a.eml") == [("end", "> End"), ("b", "mailto:b@x.org")]
    kept = (
        b"From: <Saved by Browser>\r\nSnapshot-Content-Location: http://x.example/p\r\n"
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n"
        b"--B\r\nContent-Type: text/html\r\nContent-Location: http://x.example/p\r\n\r\n"
        b"<p><a href='http://x.example/p#e'>end</a> <a href='q'>q</a> <a href='cid:f@x'>frame</a>"
        b"</p><p id=e>End</p>\r\n"
        b"--B\r\nContent-Type: text/html\r\nContent-ID: <f@x>\r\n\r\n<p>Framed</p>\r\n--B--\r\n"
    )
    assert leads(mail, kept, "a.mhtml") == [
        ("end", "> End"), ("q", "http://x.example/q"), ("frame", "> Framed"),
    ]  # fmt: skip


def test_markdown():
    text = (
        "# One thing, [linked](<#two> 'so')\n\nTo [two](#two), [two again](#two-1), "
        f'[*out*]({OUT} "title"), <{OUT}>, ![pic](a.png) [none](#three)\n\n# Two\n\n# Two\n\nEnd\n'
    )
    assert leads(markdown, text.encode(), "a.md") == [
        ("linked", "> Two"), ("two", "> Two"), ("two again", "> Two"), ("*out*", OUT), (OUT, OUT),
    ]  # fmt: skip


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def linked(*targets: tuple[str, str, bool]) -> str:
    """Relationships r1, r2 ... of kinds to targets, some outside."""
    inside = "".join(
        f'<Relationship Id="r{n}" Type="{R}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if outside else "/>")
        for n, (kind, target, outside) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{RELS}">{inside}</Relationships>'


def test_word_file():
    def run(words: str) -> str:
        return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'

    def field(told: str, words: str) -> str:
        parts = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in
                 ("begin", "separate", "end")]  # fmt: skip
        half = len(told) // 2
        tell = "".join(
            f'<w:r><w:instrText xml:space="preserve">{part.replace(chr(34), "&quot;")}'
            "</w:instrText></w:r>"
            for part in (told[:half], told[half:])
        )
        return f"{parts[0]}{tell}{parts[1]}{run(words)}{parts[2]}"

    told = {
        "toc": field("TOC \\o", "Contents "), "page": field("PAGEREF _Toc1 \\h", "7"),
        "old": field(f'HYPERLINK "{OUT}"', "old"),
    }  # fmt: skip
    body = (
        f'<w:p>{told["toc"]}<w:hyperlink w:anchor="_Toc1">{run("Head ")}{told["page"]}'
        f'</w:hyperlink></w:p><w:p><w:bookmarkStart w:id="0" w:name="_Toc1"/>{run("Heading")}</w:p>'
        f'<w:p><w:hyperlink r:id="r2">{run("out")}</w:hyperlink>'
        f'<w:hyperlink r:id="r2" w:anchor="p1">{run("far")}</w:hyperlink>{run(", ")}{told["old"]}'
        f'{run(", ")}<w:fldSimple w:instr="REF _toc1 &#92;h">{run("see it")}</w:fldSimple>'
        f'{run(" and")}<w:r><w:footnoteReference w:id="2"/></w:r>'
        f'<w:hyperlink w:anchor="gone">{run("lost")}</w:hyperlink></w:p>'
    )
    data = zipped({
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": linked(("officeDocument", "word/document.xml", False)),
        "word/document.xml": f'<w:document {W} xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": linked(
            ("footnotes", "footnotes.xml", False), ("hyperlink", OUT, True)),
        "word/footnotes.xml": f'<w:footnotes {W} xmlns:r="{R}"><w:footnote w:id="2"><w:p>'
        f'<w:hyperlink r:id="r1">{run("its own")}</w:hyperlink></w:p></w:footnote></w:footnotes>',
        "word/_rels/footnotes.xml.rels": linked(("hyperlink", "https://note.example/", True)),
    })  # fmt: skip
    assert leads(docx, data, "a.docx") == [
        ("Head 7", "> Heading"), ("out", OUT), ("far", f"{OUT}#p1"), ("old", OUT),
        ("see it", "> Heading"), ("¹", "> ¹ its own"), ("¹", "> ¹lost"),
        ("its own", "https://note.example/"),
    ]  # fmt: skip


def test_old_word_file():
    def field(told: str, words: str) -> list[tuple[str, bytes]]:
        return [("\x13", SPECIAL), (told, b""), ("\x14", SPECIAL), (words, b""), ("\x15", SPECIAL)]

    first = P([*field('HYPERLINK \\l "_Toc1"', "Head"), (" ", b""),
               *field(f' HYPERLINK "{OUT}" ', "out"), (" and", b""),
               ("\x02", SPECIAL)])  # fmt: skip
    sign = sum(len(words) for words, _ in first.runs) - 1
    text = [first, p("Before the heading")]
    place = sign + 2 + len("Before ")
    data = Doc(
        text, {"footnotes": [P([("\x02", SPECIAL), (" The note", b"")])]},
        {Part.FOOTNOTE_PLACES: plc([sign, place + 20], [b"\1\0"]),
         Part.FOOTNOTES: plc([0, 11, 12], []), Part.BOOKMARKS: names("_Toc1"),
         Part.BOOKMARK_BEGINS: plc([place, place + 20], [b"\0\0\0\0"])},
    ).written()  # fmt: skip
    assert leads(doc, data, "a.doc") == [
        ("Head", "> the heading"), ("out", OUT), ("¹", "> ¹ The note"), ("¹", "> ¹"),
    ]  # fmt: skip


def test_rtf():
    text = (
        r"{\rtf1\ansi {\*\bkmkstart _Toc1}Heading{\*\bkmkend _Toc1}\par "
        r'Text {\field{\*\fldinst {HYPERLINK "https://example.org/a?b=c" }}{\fldrslt {\ul out}}}, '
        r'{\field{\*\fldinst HYPERLINK \\l "_Toc1"}{\fldrslt in}}, '
        r"{\field{\*\fldinst {\v PAGEREF _Toc1 \\h}}{\fldrslt 7}}.\par "
        r"Word\chftn{\footnote \chftn The note.}{\field{\*\fldinst PAGE}{\fldrslt 3}}\par "
        r'{\field{\*\fldinst HYPERLINK "file:///C:\\\\a\\\\b.doc" \\o "tip"}{\fldrslt f}}\par}'
    )
    assert leads(rtf, text.encode(), "a.rtf") == [
        ("out", OUT), ("in", "> Heading"), ("7", "> Heading"), ("¹", "> ¹ The note."),
        ("¹", "> ¹3"), ("f", r"file:///C:\a\b.doc"),
    ]  # fmt: skip
    assert not [r for r in records(rtf, text.encode(), "a.rtf") if isinstance(r, base.Warning)]


def test_open_document():
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text")
    )
    body = (
        '<text:p><text:a xlink:href="#Intro|outline">I</text:a>, <text:a xlink:href='
        f'"#1.2.Two%20words|outline">T</text:a>, <text:a xlink:href="{OUT}">out</text:a>, '
        '<text:a xlink:href="#mark">m</text:a>, <text:bookmark-ref text:ref-name="mark">see</text:'
        'bookmark-ref><text:note text:id="ftn0"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>The note</text:p></text:note-body></text:note></text:p>"
        '<text:h text:outline-level="1">Intro</text:h><text:h text:outline-level="2">1.2. Two words'
        '</text:h><text:p>A <text:bookmark text:name="mark"/>place</text:p>'
    )
    flat = (
        f'<?xml version="1.0"?><office:document {spaces} xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    )
    assert leads(odf, flat.encode(), "a.fodt") == [
        ("I", "> Intro"), ("T", "> 1.2. Two words"), ("out", OUT), ("m", "> place"),
        ("see", "> place"), ("¹", "> ¹ The note"), ("¹", "> ¹"),
    ]  # fmt: skip


def test_slides():
    spaces = (
        f'xmlns:r="{R}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    )

    def slide(*runs: tuple[str, str]) -> str:
        inside = "".join(
            f"<a:r><a:rPr>{f'<a:hlinkClick r:id={chr(34)}{to}{chr(34)}/>' if to else ''}</a:rPr>"
            f"<a:t>{words}</a:t></a:r>"
            for words, to in runs
        )
        return (
            f"<p:sld {spaces}><p:cSld><p:spTree><p:sp><p:txBody><a:p>{inside}</a:p></p:txBody>"
            "</p:sp></p:spTree></p:cSld></p:sld>"
        )

    data = zipped({
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": linked(("officeDocument", "ppt/presentation.xml", False)),
        "ppt/presentation.xml": f'<p:presentation {spaces}><p:sldIdLst><p:sldId r:id="r1"/>'
        '<p:sldId r:id="r2"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": linked(
            ("slide", "slides/slide1.xml", False), ("slide", "slides/slide2.xml", False)),
        "ppt/slides/slide1.xml": slide(("next", "r1"), (" ", ""), ("out", "r2"), ("no", "r9")),
        "ppt/slides/_rels/slide1.xml.rels": linked(
            ("slide", "slide2.xml", False), ("hyperlink", OUT, True)),
        "ppt/slides/slide2.xml": slide(("Second", "")),
    })  # fmt: skip
    assert leads(pptx, data, "a.pptx") == [("next", "> Second"), ("out", OUT)]


def test_sheets():
    cell = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    first = (
        f'<worksheet xmlns:r="{R}"><sheetData><row r="1">{cell.format("A1", "out")}'
        f"{cell.format('B1', 'in')}{cell.format('C1', 'plain')}"
        f'<c r="D1" t="str"><f>HYPERLINK("{OUT}","made")</f><v>made</v></c></row></sheetData>'
        '<hyperlinks><hyperlink ref="A1" r:id="r1" location="p"/>'
        "<hyperlink ref='B1:B2' location='&apos;My &amp; Sheet&apos;!A1'/></hyperlinks></worksheet>"
    )
    second = f'<worksheet><sheetData><row r="1">{cell.format("A1", "there")}</row></sheetData>'
    data = zipped({
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": linked(("officeDocument", "xl/workbook.xml", False)),
        "xl/workbook.xml": f'<workbook xmlns:r="{R}"><sheets><sheet name="One" r:id="r1"/>'
        '<sheet name="My &amp; Sheet" r:id="r2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": linked(
            ("worksheet", "worksheets/sheet1.xml", False),
            ("worksheet", "worksheets/sheet2.xml", False)),
        "xl/worksheets/sheet1.xml": first,
        "xl/worksheets/_rels/sheet1.xml.rels": linked(("hyperlink", "https://x.example/", True)),
        "xl/worksheets/sheet2.xml": f"{second}</worksheet>",
    })  # fmt: skip
    assert leads(xlsx, data, "a.xlsx") == [
        ("out", "https://x.example/#p"), ("in", "> My & Sheet"), ("made", OUT),
    ]  # fmt: skip


def test_open_document_sheets():
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table")
    )
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    link = '<text:a xlink:href="{}">{}</text:a>'
    body = (
        f'<table:table table:name="One"><table:table-row>{cell.format(link.format(OUT, "out"))}'
        f"{cell.format('a ' + link.format(OUT, 'b'))}{cell.format(link.format('#$Two.A1', 'in'))}"
        '</table:table-row></table:table><table:table table:name="Two"><table:table-row>'
        f"{cell.format('there')}</table:table-row></table:table>"
    )
    flat = (
        f'<?xml version="1.0"?><office:document {spaces} xmlns:xlink="http://www.w3.org/1999/xlink">'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
        "</office:document>"
    )
    assert leads(odf, flat.encode(), "a.fods") == [("out", OUT), ("in", "> Two")]


# -- what a hostile file may say -----------------------------------------------------------------


def links_of(reader: Reader, data: bytes, name: str) -> list[TextLink]:
    return [r.link for r in records(reader, data, name) if isinstance(r, LinkFound)]


def test_a_long_address_is_cut_and_looks_so():
    page = f'<p><a href="data:text/html,{"x" * (1 << 20)}">a</a> <a href="#{"y" * 9999}">b</a></p>'
    (link,) = links_of(html, page.encode(), "a.html")
    assert len(link.address) == ADDRESS_LENGTH
    assert link.address.startswith("data:text/html,x")
    assert link.address.endswith("x…")


def test_of_too_many_links_the_first_are_kept():
    page = b"<p id=a>" + b"<a href='#a'>x</a> " * (MOST_TEXT_LINKS + 10)
    found = records(html, page, "a.html")
    kept = [r for r in found if isinstance(r, LinkFound)]
    assert len(kept) == MOST_TEXT_LINKS
    assert [(r.unit, r.link.start) for r in kept] == sorted((r.unit, r.link.start) for r in kept)
    said = [r.sentence for r in found if isinstance(r, base.Warning)]
    assert said == ["It has more links than are kept; the later ones are left out."]


def test_links_that_lead_to_each_other_end():
    page = b"<a id=a href='#b'>a</a> <a id=b href='#a'>b</a> <a id=c href='#c'>c</a>"
    assert [word for word, _ in leads(html, page, "a.html")] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("told", "target"),
    [
        (' HYPERLINK "http://a/" ', "http://a/"), ("hyperlink http://a/ \\t _blank", "http://a/"),
        ('HYPERLINK \\l "x y"', "#x y"), ('HYPERLINK "a.doc" \\l "x"', "a.doc#x"),
        ('HYPERLINK \\o "tip" "http://a/"', "http://a/"), ('HYPERLINK "C:\\\\a b"', "C:\\a b"),
        ("REF x \\h", "#x"), ("REF x", ""), ("PAGEREF _Toc1 \\h", "#_Toc1"), ("REFER x \\h", ""),
        ("PAGE", ""), ("HYPERLINK", ""), ('HYPERLINK "', ""), ("", ""),
        ("NOTEREF _Ref1 \\f \\h", "#_Ref1"),
    ],
)  # fmt: skip
def test_fields(told: str, target: str):
    assert target_of_field(told) == target


@given(st.text(alphabet='HYPERLINKREF "\\lothx#\n', max_size=60) | st.text(max_size=40))
def test_any_field_is_read(told: str):
    assert isinstance(target_of_field(f"HYPERLINK {told}"), str)


HREF = st.text(alphabet="a#%2/:?[]@\\ \n\t.é\u202e", max_size=20)


@given(HREF, HREF)
def test_any_address_is_read(href: str, origin: str):
    page = PageLinks("p", f"http://x/{origin}", {"http://x/": "p"})
    target = page.target(href)
    assert not set(target) & set("\t\n")
    assert target.startswith("#p#") or bool(target) == bool(href.strip())


@given(st.lists(st.tuples(
    st.sampled_from(("a", "b", " ")), st.sampled_from(("", "#a", "#b", "http://x/")),
    st.booleans(), st.sampled_from(("", "a", "b")),
), max_size=12))  # fmt: skip
def test_links_of_any_page_are_in_order_and_in_their_words(
    parts: list[tuple[str, str, bool, str]],
) -> None:
    page = "".join(
        f'<a href="{href}" id="{name}">{words}</a>{"<p>" if ends else ""}'
        for words, href, ends, name in parts
    )
    if not page:
        return
    texts = [unit.text for unit in units(html, page.encode(), "a.html")]
    before = (0, 0)
    for record in records(html, page.encode(), "a.html"):
        if isinstance(record, LinkFound):
            link = record.link
            assert before <= (record.unit, link.start) < (record.unit, link.end)
            words = texts[record.unit][link.start : link.end]
            assert words == words.strip() != ""
            assert bool(link.address) == (link.unit < 0)
            if link.unit >= 0:
                assert 0 <= link.offset <= len(texts[link.unit])
            before = (record.unit, link.end)
