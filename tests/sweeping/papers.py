"""A paper whose sentences run over its page breaks."""

from __future__ import annotations

from pathlib import Path

import pymupdf

PAGES = [
    ["The Members agree on all of this.", "They shall not under any circumstances require"],
    ["operators to use deep packet inspection of traffic.", "Nothing else is said on that."],
    ["Each network helps.", "The Union may ask everywhere for deep packet"],
    ["inspection, and all shall help it.", "Here they do not want surveil-"],
    ["lance of users by their names.", "The users may write."],
    ["Each of them may go on.", "Deep packet inspection"],
    ["The title above is one. The rest says little."],
]


def paper(path: Path, pages: list[list[str]]) -> Path:
    """A PDF with a head and a number on each page."""
    with pymupdf.open() as made:
        for number, lines in enumerate(pages, 1):
            page = made.new_page()
            page.insert_text((72, 60), "WCIT12/77-E")
            for place, line in enumerate(lines):
                page.insert_text((72, 120 + 14 * place), line)
            page.insert_text((300, 800), str(number))
        made.save(path)
    return path
