"""PDF files made for tests."""

from __future__ import annotations

import pymupdf


def pdf_of(*pages: str, **save: object) -> bytes:
    """A PDF with one page for each text, its lines one below the other."""
    document = pymupdf.open()
    for text in pages:
        page = document.new_page()
        for index, line in enumerate(text.splitlines()):
            page.insert_text((72, 72 + 20 * index), line)
    return document.tobytes(**save)


def redline_pdf(words: list[tuple[str, str]], heading: str = "MOD") -> bytes:
    """One line of words, each drawn plain, struck or underlined ("", "s", "u")."""
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 60), heading)
    x = 72.0
    for word, mark in words:
        width = pymupdf.get_text_length(word, fontsize=11)
        page.insert_text((x, 100), word, fontsize=11)
        if mark == "s":
            page.draw_line((x, 96.5), (x + width, 96.5), width=0.6)
        elif mark == "u":
            page.draw_line((x, 101.5), (x + width, 101.5), width=0.6)
        x += width + 4
    return document.tobytes()
