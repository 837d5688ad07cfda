"""Characters Word stores as numbers in a symbol font, and the marks of its notes."""

from __future__ import annotations

_SYMBOL = dict(
    zip(
        range(0x41, 0x5B),
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ",
        strict=True,
    )
)
_SYMBOL |= dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
_SYMBOL |= {
    0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°",
    0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB6: "∂", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡",
    0xBB: "≈", 0xBC: "…", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xD2: "®", 0xD3: "©", 0xD4: "™",
    0xD6: "√", 0xE5: "∑",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x76: "❖", 0x78: "☒", 0x9F: "•", 0xA7: "▪",
    0xA8: "☐", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def symbol(font: str, code: str) -> str:
    """The character of a `w:sym`. One that no table knows stays a replacement sign."""
    try:
        value = int(code, 16)
    except ValueError:
        return "\ufffd"
    place = value - 0xF000 if 0xF000 <= value <= 0xF0FF else value
    table = _WINGDINGS if "wingdings" in font.casefold() else _SYMBOL
    if place in table and ("symbol" in font.casefold() or table is _WINGDINGS):
        return table[place]
    if 0xE000 <= value <= 0xF8FF or not 0x20 <= value <= 0xFFFD or 0xD800 <= value <= 0xDFFF:
        return "\ufffd"
    return chr(value)


def note_mark(number: int) -> str:
    """A footnote's number as raised digits: they are seen, and no digit sticks to the word."""
    return str(number).translate(_SUPERSCRIPT)
