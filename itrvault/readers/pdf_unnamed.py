"""Letters of fonts that do not say which letters their shapes are.

A PDF may draw text with a font of numbered shapes and no table from numbers to letters. MuPDF then
gives the number for the letter: a Russian page reads as phonetic signs, a French heading "DES" as
"'(6", and blanks, digits and full stops vanish. Most such fonts are cut from Times New Roman and
its kin, whose shapes stand in one order. That order is tried; it is believed only where it makes
words. Where it makes none, the letters are U+FFFD: what can't be known must look so.

Other fonts name most of their letters and leave some out ("juSisdiction"). The usual order is
believed there if it agrees with the letters that are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal

import pymupdf
from pymupdf import mupdf

from itrvault.readers.pdf_tables import letters_named, shapes_with_widths
from itrvault.readers.pdf_text import (
    FLAGS,
    PAGE_FAILURES,
    Char,
    Word,
    is_blank,
    text_page,
    within,
    words_of,
)
from itrvault.text.language import detect_language

UNKNOWN = "\ufffd"

_RESOURCES, _FORMS, _FONT, _SUBTYPE, _COMPOSITE = map(
    mupdf.pdf_new_name, ("Resources", "XObject", "Font", "Subtype", "Type0")
)

_LEAST_CAPITALS = 4  # known ones in a word that a letter may complete
_LEAST_LETTERS = 10
"""A guess is not made over fewer letters."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_VOWEL = re.compile(r"[aeiouyàâäáãåèéêëìíîïòóôöõùúûüæøœаеёиоуыэюя]", re.I)

_MORE = "ŁłŠšŽž¦ÐðÝýÞþ−×¹²³½¼¾₣Ğğİ\u015e\u015fĆćČčđ"  # 226 to 257 of the order of TrueType
_CYRILLIC = (0x23A, 0x279, 0x1D6)
"""First and last shape of А to я in Times New Roman, Arial and Courier New, and how far they are
from the code points."""


@dataclass(frozen=True, slots=True)
class Deciphered:
    """Words with their characters, and how they were come by."""

    words: list[Word]
    letters: list[list[Char]]
    meaning: Literal["guessed", "lost"]


def letter_of(shape: int) -> str:
    """The letter a shape is in the usual order, U+FFFD when that order names none."""
    if 3 <= shape <= 97:
        return chr(shape + 29)
    if 98 <= shape <= 225:
        return bytes([shape + 30]).decode("mac_roman")
    if 226 <= shape < 226 + len(_MORE):
        return _MORE[shape - 226]
    first, last, distance = _CYRILLIC
    return chr(shape + distance) if first <= shape <= last else UNKNOWN


class Naming(IntEnum):
    """How far a font says which letters its shapes are."""

    WHOLE = 0
    PATCHY = 1  # it leaves some out
    ORDERED = 2  # so it does, and those it names stand in the usual order
    NONE = 3


class UnnamedFonts:
    """Which fonts of one document have numbered shapes and no whole table of their letters.

    Asks each font once: a book has a few, and uses them on each of its pages.
    """

    _TRIES = 6
    """Pages on which a font may turn out to draw only what it names; it is believed then. Many
    state the widths of all their shapes, and name those that are drawn."""

    def __init__(self) -> None:
        self._known: dict[int, Naming] = {}
        self._left_out: dict[int, frozenset[str]] = {}
        self._idle: dict[int, int] = {}

    def on(self, page: pymupdf.Page, text: str) -> Naming:
        """The worst naming among the fonts of a page, as far as it matters to the text found there.

        A shape without a letter comes out as its number.
        """
        try:
            namings = [(self._naming(page.parent, font), font) for font in _fonts_of(page)]
        except PAGE_FAILURES:
            return Naming.WHOLE
        worst = max((naming for naming, _ in namings), default=Naming.WHOLE)
        if worst in (Naming.PATCHY, Naming.ORDERED):
            left_out: frozenset[str] = frozenset().union(
                *(self._left_out.get(mupdf.pdf_to_num(font), ()) for _, font in namings)
            )
            return Naming.WHOLE if left_out.isdisjoint(text) else worst
        return worst

    def all_named(self, page: pymupdf.Page) -> None:
        """Take note that every letter that is drawn on this page was named."""
        for number in map(mupdf.pdf_to_num, _fonts_of(page)):
            if self._known.get(number) in (Naming.PATCHY, Naming.ORDERED):
                self._idle[number] = self._idle.get(number, 0) + 1
                if self._idle[number] >= self._TRIES:
                    self._known[number] = Naming.WHOLE

    def _naming(self, document: pymupdf.Document, font: mupdf.PdfObj) -> Naming:
        number = mupdf.pdf_to_num(font)
        known = self._known.get(number)
        if known is None:
            composite = mupdf.pdf_name_eq(mupdf.pdf_dict_get(font, _SUBTYPE), _COMPOSITE)
            known, left_out = _naming_of(document, number) if composite else _WHOLE
            if number:  # 0 is a font without a number of its own
                self._known[number] = known
                self._left_out[number] = left_out
        return known


def _fonts_of(page: pymupdf.Page) -> Iterator[mupdf.PdfObj]:
    """The fonts of a page and of the forms in it.

    `get_fonts` asks each font for its name, file and encoding as well, which costs ten times this.
    """
    entry = page._pdf_page().obj()  # noqa: SLF001 - nothing public gives it
    waiting = [mupdf.pdf_dict_get_inheritable(entry, _RESOURCES)]
    seen: set[int] = set()
    while waiting:
        resources = waiting.pop()
        fonts = mupdf.pdf_dict_get(resources, _FONT)
        for index in range(mupdf.pdf_dict_len(fonts)):
            yield mupdf.pdf_dict_get_val(fonts, index)
        forms = mupdf.pdf_dict_get(resources, _FORMS)
        for index in range(mupdf.pdf_dict_len(forms)):
            form = mupdf.pdf_dict_get_val(forms, index)
            number = mupdf.pdf_to_num(form)
            own = mupdf.pdf_dict_get(form, _RESOURCES)
            if own.m_internal and number not in seen:
                seen.add(number)
                waiting.append(own)


_WHOLE: tuple[Naming, frozenset[str]] = (Naming.WHOLE, frozenset())


def _naming_of(document: pymupdf.Document, font: int) -> tuple[Naming, frozenset[str]]:
    """How far a font names its letters, and what MuPDF gives for those it leaves out."""
    if not document.xref_get_key(font, "Encoding")[1].startswith("/Identity"):
        return _WHOLE
    kind, kin = document.xref_get_key(font, "DescendantFonts")
    match = re.search(r"(\d+) 0 R", kin)
    if match is None:
        return _WHOLE
    descendant = int(match[1])
    if kind == "xref":  # the list itself stands elsewhere
        match = re.search(r"(\d+) 0 R", document.xref_object(descendant))
        if match is None:
            return _WHOLE
        descendant = int(match[1])
    ordering = document.xref_get_key(descendant, "CIDSystemInfo/Ordering")[1]
    if ordering not in ("Identity", "null", ""):
        return _WHOLE
    table, reference = document.xref_get_key(font, "ToUnicode")
    if table == "null":
        return Naming.NONE, frozenset()
    if table != "xref":
        return _WHOLE
    named = letters_named(document.xref_stream(int(reference.split()[0])) or b"")
    left_out = shapes_with_widths(document, descendant) - named.keys() if named else set()
    if not left_out:
        return _WHOLE
    letters = {shape: letter for shape, letter in named.items() if letter.isalnum()}
    if sum(ord(letter) == shape for shape, letter in letters.items()) > 0.5 * len(letters):
        return _WHOLE  # shapes are numbered by code point, so MuPDF's guess is right
    agreed = sum(letter_of(shape) == letter for shape, letter in letters.items())
    ordered = len(letters) >= _LEAST_LETTERS and agreed > 0.9 * len(letters)
    return (Naming.ORDERED if ordered else Naming.PATCHY), frozenset(map(chr, left_out))


def decipher(page: pymupdf.Page, naming: Naming = Naming.NONE) -> Deciphered | None:
    """The words of a page with such a font; None where MuPDF's numbers are the letters, and where
    all that is drawn has a name.
    """
    structured = text_page(page, FLAGS & ~pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE)
    if naming is not Naming.NONE and UNKNOWN not in structured.extractText():
        return None
    try:
        lines = list(_lines(structured))
        shapes = _shapes(page)
    except PAGE_FAILURES:
        return None
    unknown = [
        (font, char, shapes.get(_place(origin)))
        for _, _, line in lines
        for font, char, origin in line
        if char[0] == UNKNOWN
    ]
    if not any(shape is not None for _, _, shape in unknown):
        return None
    believed = {
        font
        for font in {font for font, _, _ in unknown}
        if naming is Naming.ORDERED
        or _makes_words(_reading(lines, shapes, font))
        or _completes_words(lines, shapes, font)
    }
    if not believed and naming is Naming.NONE and _numbers_are_letters(page):
        return None
    words: list[Word] = []
    letters: list[list[Char]] = []
    lost = total = 0
    for block, number, line in lines:
        read = [
            (letter_of(shapes.get(_place(origin), 0)), *char[1:])
            if char[0] == UNKNOWN and font in believed
            else char
            for font, char, origin in line
        ]
        total += len(read)
        lost += sum(char[0] == UNKNOWN for char in read)
        for count, own in enumerate(_split(read)):
            words.append((*_hull(own), "".join(char[0] for char in own), block, number, count))
            letters.append(own)
    return Deciphered(words, letters, "lost" if lost > 0.2 * total or not believed else "guessed")


Line = list[tuple[str, Char, tuple[float, float]]]
"""Font, character and origin of each character, blanks too."""


def _lines(structured: pymupdf.TextPage) -> Iterator[tuple[int, int, Line]]:
    clip = structured.rect
    for number, block in enumerate(structured.extractRAWDICT()["blocks"]):
        for count, line in enumerate(block.get("lines", ())):
            found = [
                (span["font"], (char["c"], *char["bbox"]), char["origin"])
                for span in line["spans"]
                for char in span["chars"]
                if is_blank(char["c"]) or within(char["bbox"], clip)
            ]
            if found:
                yield number, count, found


def _shapes(page: pymupdf.Page) -> dict[tuple[int, int], int]:
    """The number of the shape drawn at each place, for shapes without a letter."""
    turn = page.rotation_matrix
    found: dict[tuple[int, int], int] = {}
    for span in page.get_texttrace():
        for letter, shape, origin, _ in span["chars"]:
            if letter == ord(UNKNOWN) and shape >= 0:
                point = pymupdf.Point(origin) * turn if page.rotation else pymupdf.Point(origin)
                found[_place((point.x, point.y))] = shape
    return found


def _place(origin: Any) -> tuple[int, int]:
    return round(origin[0] * 4), round(origin[1] * 4)


def _reading(
    lines: list[tuple[int, int, Line]], shapes: dict[tuple[int, int], int], wanted: str
) -> str:
    """What the unnamed letters of one font say in the usual order; other letters are blanks."""
    return "\n".join(
        "".join(
            letter_of(shapes.get(_place(origin), 0)) if char[0] == UNKNOWN and font == wanted else
            " "
            for font, char, origin in line
        )
        for _, _, line in lines
    )  # fmt: skip


def _makes_words(text: str) -> bool:
    """Whether a reading is language: by its small words or, if it is short, by its spelling."""
    letters = sum(map(str.isalpha, text))
    signs = sum(not char.isspace() for char in text)
    if letters < _LEAST_LETTERS or letters < 0.6 * signs or text.count(UNKNOWN) > 0.1 * signs:
        return False
    if detect_language(text):
        return True
    words = _WORD.findall(text)
    good = sum(
        (word.islower() or word.isupper() or word.istitle()) and bool(_VOWEL.search(word))
        for word in words
    )
    return len(words) >= 2 and good > 0.7 * len(words)


def _completes_words(
    lines: list[tuple[int, int, Line]], shapes: dict[tuple[int, int], int], wanted: str
) -> bool:
    """Whether one font holds the capitals that others leave out of their words ("DURA_LE").

    Some programs put the few letters of a heading that a font lacks into another one. Only capitals
    among capitals tell: a small letter in the middle of a word may as well be a ligature.
    """
    good = bad = 0
    for _, _, line in lines:
        known: list[str] = []
        new: list[str] = []
        for font, char, origin in [*line, ("", (" ", 0.0, 0.0, 0.0, 0.0), (0.0, 0.0))]:
            if is_blank(char[0]):
                small = any(map(str.islower, known))
                bad += sum(map(str.isalnum, new)) if small else sum(map(str.islower, new))
                if not small and sum(map(str.isupper, known)) >= _LEAST_CAPITALS:
                    good += sum(map(str.isupper, new))
                known, new = [], []
            elif char[0] == UNKNOWN and font == wanted:
                new.append(letter_of(shapes.get(_place(origin), 0)))
            else:
                known.append(char[0])
    return good > 3 * bad


def _numbers_are_letters(page: pymupdf.Page) -> bool:
    """Whether the numbers themselves make words: some programs number shapes by code point."""
    return bool(detect_language(" ".join(word[4] for word in words_of(text_page(page))[0])))


def _split(chars: list[Char]) -> Iterator[list[Char]]:
    own: list[Char] = []
    for char in chars:
        if not is_blank(char[0]):
            own.append(char)
        elif own:
            yield own
            own = []
    if own:
        yield own


def _hull(chars: list[Char]) -> tuple[float, float, float, float]:
    return (
        min(char[1] for char in chars),
        min(char[2] for char in chars),
        max(char[3] for char in chars),
        max(char[4] for char in chars),
    )
