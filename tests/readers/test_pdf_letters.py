"""Letters that a page shows and its text layer has wrong: turned, torn apart or without a name."""

from __future__ import annotations

import pymupdf
import pytest

from itrvault.model.document import Unit
from itrvault.model.geometry import Span
from itrvault.readers import base, pdf, pdf_letters
from itrvault.readers.base import ReadContext
from itrvault.readers.pages import Pages
from itrvault.text.glyphs import refine
from itrvault.text.places import rects_of

CYRILLIC = 0x1D6  # how far the shapes of Times New Roman are from the code points
LATIN = 29


def stream(data: bytes, more: str = "") -> bytes:
    return f"<</Length {len(data)}{more}>>stream\n".encode() + data + b"\nendstream"


def to_unicode(letters: dict[int, str]) -> bytes:
    rows = "".join(f"<{n:04x}> <{s.encode('utf-16-be').hex()}>\n" for n, s in letters.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def "
        "/CMapType 2 def 1 begincodespacerange <0000> <ffff> endcodespacerange "
        f"{len(letters)} beginbfchar {rows}endbfchar endcmap end end"
    ).encode()


def shapes_pdf(
    shapes: list[int],
    letters: dict[int, str] | None = None,
    *,
    rotation: int = 0,
    drawing: str = "",
    widths: str = "",
) -> bytes:
    """One line of numbered shapes of an embedded font, with or without a table of their letters.

    `drawing` is drawn instead; F is that font, G an ordinary one.
    """
    drawn = "".join(f"{shape:04x}" for shape in shapes)
    drawing = drawing or f"/F 10 Tf <{drawn}> Tj"
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 200]/Contents 4 0 R/Rotate %d"
           b"/Resources<</Font<</F 5 0 R/G 10 0 R>>>>>>" % rotation,
        4: stream(f"BT 40 150 Td {drawing} ET".encode()),
        5: b"<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Times/Encoding/Identity-H"
           b"/DescendantFonts[6 0 R]%s>>" % (b"/ToUnicode 8 0 R" if letters else b""),
        6: b"<</Type/Font/Subtype/CIDFontType0/BaseFont/AAAAAA+Times/CIDSystemInfo<</Registry"
           b"(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500%s/FontDescriptor 7 0 R>>"
           % widths.encode(),
        7: b"<</Type/FontDescriptor/FontName/AAAAAA+Times/Flags 4/Ascent 800/Descent -200"
           b"/ItalicAngle 0/FontBBox[0 -200 1000 800]/CapHeight 700/StemV 80/FontFile3 9 0 R>>",
        8: stream(to_unicode(letters or {1: "x"})),
        9: stream(pymupdf.Font("cjk").buffer, "/Subtype/OpenType"),
        10: b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    }  # fmt: skip
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, what) for n, what in objects.items())
    return b"%PDF-1.6\n" + body + b"trailer<</Root 1 0 R/Size 11>>"


def read(data: bytes) -> tuple[Unit, list[str]]:
    records = list(pdf.read(data, ReadContext(name="x.pdf")))
    unit = next(record for record in records if isinstance(record, Unit))
    return unit, [record.sentence for record in records if isinstance(record, base.Warning)]


def usual_shapes(text: str) -> list[int]:
    return [ord(c) - (LATIN if c.isascii() else CYRILLIC) for c in text]


@pytest.mark.parametrize("rotation", [0, 90])
@pytest.mark.parametrize(
    "text",
    [
        "Настоящее Соглашение применяется к 27 районам, как указано в пункте 3.4.",
        "The Parties to this Agreement shall not (1988) be bound by 3.4.",
    ],
)
def test_shapes_in_the_usual_order_are_read_and_that_is_said(text, rotation):
    unit, warnings = read(shapes_pdf(usual_shapes(text), rotation=rotation))
    assert unit.text == text
    assert "usual order" in warnings[0]


def test_shapes_in_no_known_order_are_unknown_letters_and_that_is_said():
    unit, warnings = read(shapes_pdf([3000 + 7 * n % 400 for n in range(60)]))
    assert set(unit.text) == {"\ufffd"}
    assert "a search can't find them" in warnings[0]


def in_two_fonts(*parts: str) -> str:
    """Parts in the ordinary font and the one of shapes by turns."""
    drawn = []
    for number, part in enumerate(parts):
        hexes = "".join(f"{shape:04x}" for shape in usual_shapes(part))
        drawn.append(f"/F 10 Tf <{hexes}> Tj" if number % 2 else f"/G 10 Tf ({part}) Tj")
    return " ".join(drawn)


def test_capitals_that_another_font_completes_are_read():
    drawing = in_two_fonts("UTILISATION DURA", "B", "LE ET R", "E", "GLEMENT ", "Q", "UANTITATIF")
    unit, warnings = read(shapes_pdf([], drawing=drawing))
    assert unit.text == "UTILISATION DURABLE ET REGLEMENT QUANTITATIF"
    assert "usual order" in warnings[0]


def test_a_shape_among_small_letters_may_be_anything():
    unit, _ = read(
        shapes_pdf([], drawing=in_two_fonts("a di", "k", "cult and e", "k", "cient way"))
    )
    assert "dikcult" not in unit.text


def test_named_letters_are_left_alone():
    letters = {shape: "abcdefghij"[shape % 10] for shape in usual_shapes("Parties shall")}
    unit, warnings = read(shapes_pdf(usual_shapes("Partiesshall"), letters))
    assert unit.text == "".join(letters[shape] for shape in usual_shapes("Partiesshall"))
    assert not any("letters" in sentence for sentence in warnings)


@pytest.mark.parametrize(
    ("drawn", "letters", "word"),
    [
        ([4, 3, 2, 1], {1: "ا", 2: "لأ", 3: "و", 4: "ل"}, "الأول"),
        ([4, 2, 3, 1], {1: "س", 2: "لا", 3: "م", 4: "ت"}, "سملات"),
        ([3, 2, 1], {1: "و", 2: "لله", 3: "م"}, "وللهم"),
    ],
)  # fmt: skip
def test_a_ligature_of_arabic_is_not_turned_round(drawn, letters, word):
    unit, _ = read(shapes_pdf(drawn, letters))
    assert unit.text == word


def test_letters_and_their_boxes_agree_after_mending():
    data = shapes_pdf([4, 3, 2, 1], {1: "ا", 2: "لأ", 3: "و", 4: "ل"})
    unit, _ = read(data)
    pages = Pages(data, ReadContext(name="x.pdf"))
    chars, boxes = pages.glyphs(0)
    pages.close()
    exact = refine(unit.layout, unit.text, chars, boxes)
    assert chars == unit.text
    assert exact is not None
    assert all(exact)
    assert rects_of(unit.layout, unit.text, Span(0, 5))


def accents_pdf(before: str, letter: str, accent: str, after: str, *, accent_first: bool) -> bytes:
    document = pymupdf.open()
    page = document.new_page()
    width = pymupdf.get_text_length
    page.insert_text((72, 100), before, fontsize=11)
    x = 72 + width(before, fontsize=11)
    parts = [letter, accent]
    for part in reversed(parts) if accent_first else parts:
        page.insert_text((x, 100), part, fontsize=11)
    page.insert_text((x + width(letter, fontsize=11), 100), after, fontsize=11)
    return document.tobytes()


@pytest.mark.parametrize("accent_first", [False, True])
@pytest.mark.parametrize(
    ("letter", "accent", "whole"),
    [("o", "´", "ó"), ("e", "`", "è"), ("u", "¨", "ü"), ("c", "¸", "ç")],
)
def test_an_accent_drawn_apart_is_put_on_its_letter(letter, accent, whole, accent_first):
    unit, _ = read(accents_pdf("Pr", letter, accent, "x", accent_first=accent_first))
    assert unit.text == f"Pr{whole}x"


def test_a_sign_beside_a_letter_is_no_accent():
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 100), "run `make` in ~user and a^b")
    unit, _ = read(document.tobytes())
    assert unit.text == "run `make` in ~user and a^b"


def pages_of(*words: str) -> bytes:
    """A page for each text; a sign is drawn over the middle of the letter before it."""
    document = pymupdf.open()
    for text in words:
        page = document.new_page()
        right = 72.0
        for index, char in enumerate(text):
            width = pymupdf.get_text_length(char, fontsize=11)
            if char == "´":
                over = pymupdf.get_text_length(text[index - 1], fontsize=11)
                page.insert_text((right - (over + width) / 2, 100), char, fontsize=11)
            else:
                page.insert_text((right, 100), char, fontsize=11)
                right += width
    return bytes(document.tobytes())


def test_what_earlier_pages_showed_of_an_accent_is_used_on_later_ones(monkeypatch):
    asked: list[int] = []
    real = pdf_letters.chars_of
    monkeypatch.setattr(pdf_letters, "chars_of", lambda *a: asked.append(1) or real(*a))
    texts = ["de´marche", "te´le´com", "ge´ant", "me´dia", "ne´ant", "de´bit", "re´gion"]
    units = [r for r in pdf.read(pages_of(*texts), ReadContext("a.pdf")) if isinstance(r, Unit)]
    assert [unit.text for unit in units] == [text.replace("e´", "é") for text in texts]
    assert 0 < len(asked) < len(texts)


def test_an_accent_that_is_none_in_one_place_is_looked_at_in_every_place():
    accents = pdf_letters.Accents()
    for _ in range(10):
        accents.note("a^", one=True)
    assert accents.are_one("a^")
    accents.note("a^", one=False)
    assert accents.are_one("a^") is None
    assert accents.are_one("e^") is None


TREATY = "Member States shall ensure the security of areas beyond national jurisdiction."


def partly_named(shapes: list[int], text: str, left_out: str) -> bytes:
    """A font that states the width of each shape it draws, and not the letter of some."""
    named = {n: c for n, c in zip(shapes, text, strict=True) if c not in left_out}
    every = "".join(f"{n}[500]" if n % 2 else f"{n} {n} 500 " for n in sorted(set(shapes)))
    return shapes_pdf(shapes, named, widths=f"/W[{every}]")


def test_letters_that_a_table_leaves_out_are_read_where_the_rest_is_in_the_usual_order():
    unit, said = read(partly_named(usual_shapes(TREATY), TREATY, "rj"))
    assert unit.text == TREATY
    assert "usual order" in said[0]


def test_letters_that_a_table_leaves_out_are_unknown_where_it_is_in_another_order():
    shapes = [1000 + 7 * (ord(c) - 30) for c in TREATY]
    unit, said = read(partly_named(shapes, TREATY, "rj"))
    assert unit.text == TREATY.replace("r", "\ufffd").replace("j", "\ufffd")
    assert "does not name" in said[0]


def test_a_table_that_names_all_that_is_drawn_is_believed():
    shapes = [1000 + 7 * (ord(c) - 30) for c in TREATY]
    named = dict(zip(shapes, TREATY, strict=True))
    unit, said = read(shapes_pdf(shapes, named, widths="/W[5[500 500 0]]"))
    assert unit.text == TREATY
    assert not any("does not name" in sentence for sentence in said)
