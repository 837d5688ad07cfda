"""What the tables of a composite font in a PDF say: letters of its shapes, and their widths.

Read from the file itself, as MuPDF does not tell where it had to make a letter up.
"""

from __future__ import annotations

import re

import pymupdf

_LONGEST = 1 << 20
_MOST = 1 << 16
"""A shape has two bytes."""

_BLOCK = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_CHAR = re.compile(rb"<\s*([0-9A-Fa-f]{1,8})\s*>\s*<\s*([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(
    rb"<\s*([0-9A-Fa-f]{1,8})\s*>\s*<\s*([0-9A-Fa-f]{1,8})\s*>\s*"
    rb"(?:<\s*([0-9A-Fa-f\s]*)>|\[([^\]]*)\])"
)
_HEX = re.compile(rb"<\s*([0-9A-Fa-f\s]*)>")
_WIDTHS = re.compile(r"\[|\]|-?\d+(?:\.\d+)?")


def letters_named(table: bytes) -> dict[int, str]:
    """The letters that a ToUnicode table names, by the number of their shape."""
    named: dict[int, str] = {}
    for kind, body in _BLOCK.findall(table[:_LONGEST]):
        if kind == b"bfchar":
            named.update((int(shape, 16), _text(letter)) for shape, letter in _CHAR.findall(body))
            continue
        for first, last, start, listed in _RANGE.findall(body):
            begin = int(first, 16)
            count = min(int(last, 16) - begin + 1, _MOST)
            if listed:
                letters = [_text(letter) for letter in _HEX.findall(listed)[: max(0, count)]]
            else:
                letter = _text(start)
                stem, end = letter[:-1], ord(letter[-1:] or "\0")
                letters = [stem + chr(min(end + more, 0x10FFFF)) for more in range(count)]
            named.update(enumerate(letters, begin))
        if len(named) > _MOST:
            break
    return {shape: letter for shape, letter in named.items() if letter}


def _text(digits: bytes) -> str:
    digits = b"".join(digits.split())
    whole = digits.rjust(-(-len(digits) // 4) * 4, b"0")
    return bytes.fromhex(whole.decode("ascii")).decode("utf-16-be", "replace")


def shapes_with_widths(document: pymupdf.Document, descendant: int) -> set[int]:
    """The shapes whose widths a font states one by one, which are those that it draws.

    Shapes of no width are left out: nothing is drawn there. So are longer ranges of one width, in
    which there may be shapes that the font has not got.
    """
    kind, value = document.xref_get_key(descendant, "W")
    if kind == "xref":
        value = document.xref_object(int(value.split()[0]))
    found: set[int] = set()
    before: list[int] = []  # numbers since the last list or range
    shape = -1  # -1 outside a list
    for piece in _WIDTHS.findall(value[:_LONGEST]):
        if piece == "[":
            shape = before[-1] if before else -1
        elif piece == "]":
            shape, before = -1, []
        elif shape >= 0:
            if float(piece) > 0:
                found.add(shape)
            shape += 1
        else:
            before.append(int(float(piece)))
            if len(before) == 3:
                if before[0] == before[1] and before[2] > 0:
                    found.add(before[0])
                before = []
    return {shape for shape in found if shape < _MOST}
