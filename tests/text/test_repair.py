"""Arabic in forms or stored backwards comes out as it is typed, with its places."""

from __future__ import annotations

import unicodedata
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.model.document import (
    Extraction,
    ForeignMark,
    MarkKind,
    Redline,
    RedlineKind,
    TextSource,
    Unit,
    UnitKind,
)
from itrvault.model.geometry import PageLayout
from itrvault.store.placement import misplaced
from itrvault.text.repair import repair, repair_page

LINES = [
    "تضمن الدول الأعضاء أن تتخذ الإدارات التدابير اللازمة",
    "لأمن الشبكات وألا يمس أي شيء في هذه اللوائح 1988 حق",
    "أي شخص في حرية التعبير وتسوى الرسوم بين الإدارات المعنية",
]
FORMS = {
    unicodedata.normalize("NFKC", chr(code)): chr(code)
    for code in (*range(0xFE80, 0xFEFD),)
    if len(unicodedata.normalize("NFKC", chr(code))) == 1
}


def page(lines: list[str], *, to_the_right: bool = False, redlines=()) -> Unit:
    """Lines of words in boxes; each word ten points wide, from the right unless told otherwise."""
    text, starts, ends, numbers, boxes = "", array("I"), array("I"), array("I"), array("f")
    for number, line in enumerate(lines):
        words = line.split(" ")
        for place, word in enumerate(words):
            text += "" if not text else (" " if place else "\n")
            starts.append(len(text))
            text += word
            ends.append(len(text))
            numbers.append(number)
            x = 20.0 * (place if to_the_right else 30 - place)
            boxes.extend((x, 20.0 * number, x + 10, 20.0 * number + 10))
    layout = PageLayout(700, 900, starts, ends, numbers, boxes)
    return Unit(0, UnitKind.PAGE, "1", text, layout, redlines=tuple(redlines))


def in_forms(text: str) -> str:
    return "".join(FORMS.get(letter, letter) for letter in text)


def as_drawn(line: str) -> str:
    """The line from left to right, as it lies on the page; numbers are not turned."""
    return " ".join(word if word.isdecimal() else word[::-1] for word in reversed(line.split(" ")))


def test_forms_become_letters_and_ligatures_come_apart():
    unit, moved = repair_page(page([in_forms(LINES[0]), "\ufefb \ufdf2 \ufe70"]))
    assert unit.text.split("\n") == [LINES[0], "لا الله \u064b"]
    assert unit.source is TextSource.REPAIRED
    assert moved[-1] == len(unit.text)
    assert misplaced(unit.layout, unit.redlines, len(unit.text)) == ""


def test_lines_stored_from_left_to_right_are_turned():
    before = page([as_drawn(line) for line in LINES], to_the_right=True)
    unit, _ = repair_page(before)
    assert unit.text.split("\n") == LINES
    layout = unit.layout
    assert isinstance(layout, PageLayout)
    for line in range(len(LINES)):
        lefts = [layout.boxes[4 * i] for i, of in enumerate(layout.lines) if of == line]
        assert lefts == sorted(lefts, reverse=True)


def test_words_turned_in_lines_that_are_not():
    turned = [" ".join(w if w.isdecimal() else w[::-1] for w in line.split()) for line in LINES]
    unit, _ = repair_page(page(turned))
    assert unit.text.split("\n") == LINES


@pytest.mark.parametrize("line", ["The charges are settled.", *LINES, "שלום עולם", "各成员国"])
def test_what_is_right_is_left_alone(line: str):
    before = page([line])
    assert repair_page(before) == (before, ())


def test_redlines_and_marks_stay_on_their_words():
    lines = [in_forms(line) for line in LINES]
    before = page(["\ufdf2 \ufefb", *lines])
    word = in_forms("الشبكات")
    at = before.text.index(word)
    redline = Redline(at, at + len(word), RedlineKind.INSERTED)
    before = page(["\ufdf2 \ufefb", *lines], redlines=[redline])
    mark = ForeignMark(0, at, at + len(word), MarkKind.HIGHLIGHT)
    after = repair(Extraction("application/pdf", "pdf", (before,), marks=(mark,)))
    for span in (after.units[0].redlines[0], after.marks[0]):
        assert after.units[0].text[span.start : span.end] == "الشبكات"


SIGNS = "\u0627\u0628\u0629\ufe8d\ufe91\ufefb\ufe70\ufdfaab1."


@given(st.lists(st.text(SIGNS, min_size=1), min_size=1))
def test_every_page_stays_whole(words: list[str]):
    before = page([" ".join(words)])
    unit, moved = repair_page(before)
    assert misplaced(unit.layout, unit.redlines, len(unit.text)) == ""
    if moved:
        assert len(moved) == len(before.text) + 1
        plain = unicodedata.normalize("NFKC", before.text).replace(" ", "")
        assert sorted(unit.text.replace(" ", "")) == sorted(plain) or "\ufe70" in before.text
