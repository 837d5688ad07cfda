"""Word files: tracked changes wherever they may stand, comments, and highlights."""

from __future__ import annotations

import io
import zipfile
from collections import Counter, defaultdict
from pathlib import Path

import docx as python_docx
import pytest
from docx.oxml import parse_xml
from flows import check_cover, records
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from itrvault.errors import ReaderFailed
from itrvault.model.document import ForeignMark, MarkKind, RedlineKind, Unit
from itrvault.readers import docx
from itrvault.readers.base import ReadContext

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SPACES = (
    f'xmlns:w="{W}" xmlns:m="{MATH}" xmlns:w14="{W14}" xmlns:w15="{W15}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
DATE = "2012-11-30T10:00:00Z"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def change(name: str, inside: str, author: str = "A") -> str:
    return f'<w:{name} w:id="1" w:author="{author}" w:date="{DATE}">{inside}</w:{name}>'


def gone(text: str, author: str = "B") -> str:
    return change("del", r(text).replace("w:t", "w:delText"), author)


def p(inside: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{inside}</w:p>"


def package(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        )
        z.writestr(
            "word/document.xml", f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"
        )
        for name, inside in parts.items():
            z.writestr(f"word/{name}.xml", f"<w:{name} {SPACES}>{inside}</w:{name}>")
    return out.getvalue()


def read(data: bytes) -> tuple[list[Unit], list[ForeignMark]]:
    found = records(docx, data, "a.docx")
    return [f for f in found if isinstance(f, Unit)], [
        f for f in found if isinstance(f, ForeignMark)
    ]


def reds(body: str, **parts: str) -> list[tuple[str, str, str]]:
    (unit,), _ = read(package(body, **parts))
    return [(x.kind.value, x.author, unit.text[x.start : x.end]) for x in unit.redlines]


def test_a_deleted_text_box_takes_its_words_along():
    box = f"<w:r><w:pict><w:txbxContent>{p(r('boxed'))}</w:txbxContent></w:pict></w:r>"
    assert reds(p(r("text") + change("del", box))) == [("deleted", "A", "boxed\n")]


def test_changes_in_a_formula_are_redlines():
    def sign(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    body = p(f"<m:oMath>{sign('a+')}{change('ins', sign('b'))}{change('del', sign('c'))}</m:oMath>")
    assert reds(body) == [("inserted", "A", "b"), ("deleted", "A", "c")]


def test_what_two_people_changed_at_once_is_not_lost():
    body = p(
        '<w14:conflictIns w:author="A">' + r("mine") + "</w14:conflictIns>"
        '<w14:conflictDel w:author="B">' + r("yours") + "</w14:conflictDel>"
    )
    assert reds(body) == [("inserted", "A", "mine"), ("deleted", "B", "yours")]


def test_rows_and_cells_that_were_inserted_or_deleted():
    def cell(text: str, properties: str = "") -> str:
        return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(r(text))}</w:tc>"

    rows = (
        f"<w:tr>{cell('a', change('cellIns', ''))}{cell('b')}"
        f"{cell('c', change('cellDel', ''))}</w:tr>"
        f"{change('ins', '<w:tr>' + cell('d') + '</w:tr>')}"
        f"<w:tr>{cell('e', change('cellMerge', ''))}</w:tr>"
    )
    assert reds(f"<w:tbl>{rows}</w:tbl>") == [
        ("inserted", "A", "a\n"),
        ("deleted", "A", "c\n"),
        ("inserted", "A", "d\n"),
    ]


def test_the_end_of_a_cell_is_no_paragraph_end_that_goes():
    mark = f"<w:rPr>{change('del', '')}</w:rPr>"
    cell = f"<w:tc>{p(r('one'), mark)}{p(gone('two'), mark)}</w:tc>"
    found = reds(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")
    assert found == [("deleted", "A", "\n"), ("deleted", "B", "two")]


def test_one_change_stated_twice_is_one_redline():
    row = f"<w:trPr>{change('ins', '')}</w:trPr><w:tc>{p(change('ins', r('cell')))}</w:tc>"
    assert reds(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>") == [("inserted", "A", "cell\n")]
    assert reds(p(change("ins", r("so", '<w:u w:val="single"/>')) + r("x", "<w:strike/>"))) == [
        ("inserted", "A", "so"),
        ("deleted", "", "x"),
    ]


def test_changes_in_notes_fields_controls_and_of_another_author_inside():
    field = "".join(
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>{between}'
        for kind, between in (
            ("begin", "<w:r><w:delInstrText>REF x</w:delInstrText></w:r>"),
            ("separate", r("old")),
            ("end", ""),
        )
    )
    body = p(
        change("del", field, "F")
        + f"<w:sdt><w:sdtContent>{change('ins', r('in ') + gone('both', 'B'), 'A')}</w:sdtContent>"
        "</w:sdt>" + change("ins", '<w:r><w:footnoteReference w:id="2"/></w:r>', "N")
    )
    notes = f'<w:footnote w:id="2">{p(r("note ") + gone("cut", "B"))}</w:footnote>'
    found = reds(body, footnotes=notes)
    assert ("deleted", "F", "old") in found
    assert ("inserted", "A", "in both") in found
    assert ("deleted", "B", "both") in found
    assert ("inserted", "N", "¹ note cut\n") in found
    assert ("deleted", "B", "cut") in found


def test_changes_of_looks_alone_are_no_redlines():
    looks = f"<w:b/>{change('rPrChange', '<w:rPr/>')}"
    body = p(r("bold", looks), change("pPrChange", "<w:pPr/>") + "<w:numPr/>")
    assert reds(body) == []


# -- accepting and rejecting -----------------------------------------------------------------------

WORDS = st.sampled_from(["alpha", "beta ", " gamma", "x", "Länge ", "27.1 "])
AUTHORS = st.sampled_from(["Ann", "Bob", ""])
NESTS = st.lists(st.tuples(st.sampled_from(["ins", "del"]), AUTHORS), max_size=3)
ENDS = st.sampled_from([None, None, "ins", "del"])
PARAGRAPHS = st.lists(
    st.tuples(st.lists(st.tuples(WORDS, NESTS), max_size=5), ENDS), min_size=1, max_size=7
)
Made = list[tuple[list[tuple[str, list[tuple[str, str]]]], str | None]]


def made(paragraphs: Made) -> bytes:
    document = python_docx.Document()
    for runs, end in paragraphs:
        paragraph = document.add_paragraph()._p
        if end is not None:
            mark = f'<w:pPr {SPACES}><w:rPr><w:{end} w:author="E"/></w:rPr></w:pPr>'
            paragraph.append(parse_xml(mark))
        for text, nest in runs:
            inside = r(text)
            if any(kind == "del" for kind, _ in nest):
                inside = inside.replace("w:t", "w:delText").replace("w:delTextx", "w:t")
            for kind, author in reversed(nest):
                inside = change(kind, inside, author)
            paragraph.append(parse_xml(f"<w:p {SPACES}>{inside}</w:p>")[0])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def expected(paragraphs: Made, dropped: str) -> str:
    text = ""
    for runs, end in paragraphs:
        text += "".join(word for word, nest in runs if all(kind != dropped for kind, _ in nest))
        text += "" if end == dropped else "\n"
    return text


def without(units: list[Unit], kind: RedlineKind) -> str:
    text = ""
    for unit in units:
        left = list(unit.text)
        for line in unit.redlines:
            if line.kind is kind:
                left[line.start : line.end] = [""] * (line.end - line.start)
        text += "".join(left)
    return text


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


@settings(max_examples=60)
@given(PARAGRAPHS)
def test_leaving_out_deletions_is_accepting_and_leaving_out_insertions_rejecting(paragraphs: Made):
    paragraphs = [*paragraphs, ([("The end", [])], None)]
    units, _ = read(made(paragraphs))
    accepted = without(units, RedlineKind.DELETED)
    rejected = without(units, RedlineKind.INSERTED)
    assert lines(accepted) == lines(expected(paragraphs, "del"))
    assert lines(rejected) == lines(expected(paragraphs, "ins"))
    said = {(line.kind.value, line.author) for unit in units for line in unit.redlines}
    names = {"ins": "inserted", "del": "deleted"}
    for runs, _ in paragraphs:
        for _, nest in runs:
            assert {(names[kind], author) for kind, author in nest} <= said


# -- comments and highlights -----------------------------------------------------------------------


def marked(body: str, **parts: str) -> list[tuple[str, str, str, str, str, str]]:
    units, marks = read(package(body, **parts))
    return [
        (m.kind.value, units[m.unit].text[m.start : m.end], m.note, m.colour, m.author, m.date)
        for m in marks
    ]


def test_a_comment_is_a_mark_on_its_words_and_an_answer_one_of_its_own():
    def begin(key: str) -> str:
        return f'<w:commentRangeStart w:id="{key}"/>'

    def end(key: str) -> str:
        reference = f'<w:r><w:commentReference w:id="{key}"/></w:r>'
        return f'<w:commentRangeEnd w:id="{key}"/>{reference}'

    def comment(key: str, author: str, words: str, paragraph: str) -> str:
        said = f'<w:p w14:paraId="{paragraph}">{r(words)}</w:p>'
        return f'<w:comment w:id="{key}" w:author="{author}" w:date="{DATE}">{said}</w:comment>'

    body = p(r("shall ") + begin("0") + begin("1") + r("ensure") + end("0") + end("1") + r(" so"))
    comments = comment("0", "Ann", "Why?", "AA") + comment("1", "Bob", "Because.", "BB")
    extended = (
        '<w15:commentEx w15:paraId="AA"/><w15:commentEx w15:paraId="BB" w15:paraIdParent="AA"/>'
    )
    found = marked(body, comments=comments, commentsExtended=extended)
    assert found == [
        ("comment", "ensure", "Why?", "", "Ann", DATE),
        ("comment", "ensure", "Reply: Because.", "", "Bob", DATE),
    ]


def test_a_comment_may_run_over_paragraphs_and_stays_in_its_section():
    said = f'<w:comment w:id="7" w:author="C"><w:p>{r("All of it?")}</w:p></w:comment>'
    start, end = '<w:commentRangeStart w:id="7"/>', '<w:commentRangeEnd w:id="7"/>'
    reference = '<w:r><w:commentReference w:id="7"/></w:r>'
    heading = '<w:outlineLvl w:val="0"/>'
    body = p(r("first")) + start + p(r("second")) + p("") + p(r("third")) + end + p(reference)
    assert [m[:3] for m in marked(body, comments=said)] == [
        ("comment", "second\nthird\n", "All of it?")
    ]
    over = p(r("one ") + start + r("two")) + p(r("Heading"), heading) + p(r("x") + end + reference)
    assert [m[:2] for m in marked(over, comments=said)] == [("comment", "two\n")]
    place = p(r("just here") + reference)
    assert [m[:3] for m in marked(place, comments=said)] == [("note", "", "All of it?")]


def test_highlights_in_our_colours_and_one_for_words_side_by_side():
    yellow, cyan = '<w:highlight w:val="yellow"/>', '<w:highlight w:val="cyan"/>'
    shade = '<w:shd w:val="clear" w:fill="00FF00"/>'
    body = (
        p(r("a") + r("b", yellow) + r("c", yellow + "<w:b/>") + r("d", cyan))
        + p(r("e", cyan) + r("f", '<w:highlight w:val="none"/>') + r("g", shade))
        + p(r("h", '<w:shd w:val="clear" w:fill="D9D9D9"/>'))
    )
    assert [(m[1], m[3]) for m in marked(body)] == [
        ("bc", "yellow"),
        ("d\ne", "blue"),
        ("g", "green"),
    ]
    assert all(m[0] == MarkKind.HIGHLIGHT for m in marked(body))


# -- the corpus, counted by a second, simple walk --------------------------------------------------

KINDS = {"ins": "inserted", "moveTo": "inserted", "del": "deleted", "moveFrom": "deleted"}
Said = tuple[str, str, str]


def simple_walk(data: bytes) -> dict[Said, Counter[str]]:
    """(kind, author, date) to the letters of its words, in every part that holds text."""
    found: dict[Said, Counter[str]] = defaultdict(Counter)

    def walk(element: etree._Element, said: frozenset[Said]) -> None:
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if name == "Fallback":
            return
        if name in KINDS:
            about = dict(zip(("author", "date"), ("", ""), strict=True))
            about |= {key.rpartition("}")[2]: value for key, value in element.attrib.items()}
            said |= {(KINDS[name], about["author"], about["date"])}
        if name in ("t", "delText"):
            for one in said:
                found[one].update("".join((element.text or "").split()))
        for child in element:
            walk(child, said)

    with zipfile.ZipFile(io.BytesIO(data)) as z:
        for name in z.namelist():
            part = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
            if part in ("document", "header", "footer", "footnotes", "endnotes"):
                walk(etree.fromstring(z.read(name)), frozenset())
    return found


@pytest.mark.corpus
def test_every_insertion_and_deletion_of_the_real_files_is_found(corpus: Path):
    compared = 0
    for file in sorted(corpus.rglob("*.docx")):
        data = file.read_bytes()
        try:
            units = [u for u in docx.read(data, ReadContext(file.name)) if isinstance(u, Unit)]
        except ReaderFailed:
            continue
        ours: dict[Said, Counter[str]] = defaultdict(Counter)
        for unit in units:
            check_cover(unit)
            for line in unit.redlines:
                if not line.drawn:
                    words = "".join(unit.text[line.start : line.end].split())
                    ours[line.kind.value, line.author, line.date].update(words)
        for said, letters in simple_walk(data).items():
            assert letters <= ours[said], (file.name, said)
            compared += letters.total()
    assert compared > 100
