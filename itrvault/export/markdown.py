"""Markdown: a heading for each document, a block quotation for each excerpt.

Everything from documents is escaped, so that it shows as it stands. Deleted and inserted words
stand in `<del>` and `<ins>`. Text of the other direction is kept apart by Unicode isolates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from itrvault.export.excerpts import Assessment, Excerpt, Piece
from itrvault.export.scrub import ExportOptions
from itrvault.export.wording import (
    assessment_lines,
    assessment_words,
    citation_parts,
    document_parts,
    flag_words,
    grouped,
    link_words,
    one_line,
    origin_words,
    paragraphs,
    printable,
    subject_words,
)
from itrvault.model.document import RedlineKind
from itrvault.text.direction import POP, RIGHT_TO_LEFT, balanced, isolated

NAME = "markdown"
TITLE = "Markdown"
EXTENSION = ".md"
MEDIA_TYPE = "text/markdown"

_MARKED = {RedlineKind.DELETED: ("<del>", "</del>"), RedlineKind.INSERTED: ("<ins>", "</ins>")}
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|~&$^])")
_LINE_START = re.compile(r"^(\s*)(?:([-+=:])|(\d{1,9})([.)]))")
_LIVE = re.compile(
    r"(?P<escaped>\\[!-/:-@\[-`{-~])"
    r"|(?P<html><)(?=[A-Za-z/!?])"
    r"|(?P<picture>!)\["
    r"|(?P<link>\])\((?!(?:https?://|mailto:)[!-~])"
    r"|(?P<definition>\]):"
)
"""What would be taken as more than words: raw HTML, pictures, links to anything but a page or an
address (a program may follow `file:` or run `javascript:`), and links defined elsewhere. A sign
that is escaped already stays so: another backslash before it would free it."""
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
_UNDERLINE = re.compile(r"( {0,3})([=-]{2,}[ \t]*)")
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)", re.MULTILINE)


def escape(text: str) -> str:
    """Plain text as Markdown that shows exactly that text (one line)."""
    return _LINE_START.sub(_escape_start, _SIGNS.sub(r"\\\1", text))


def _escape_start(match: re.Match[str]) -> str:
    space, sign, number, point = match.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{point}"


def write(excerpts: Sequence[Excerpt], out: BinaryIO, options: ExportOptions) -> None:
    """Write a whole file, in UTF-8."""
    lines = [f"# {escape(one_line(options.heading))}", ""]
    for citation, group in grouped(excerpts):
        lines += [f"## {' – '.join(map(_apart, document_parts(citation)))}", ""]
        for excerpt in group:
            lines += [*_excerpt(excerpt), "---", ""]
        lines = lines[:-2]
    out.write(("\n".join(lines).rstrip("\n") + "\n").encode("utf-8"))


def preview(excerpt: Excerpt, options: ExportOptions) -> str:
    """One excerpt as Markdown."""
    return "\n".join(_excerpt(excerpt))


def _apart(text: str) -> str:
    return isolated(escape(text))


def _excerpt(excerpt: Excerpt) -> Iterator[str]:
    for place, paragraph in enumerate(paragraphs(excerpt)):
        if place:
            yield ">"
        text = "".join(_piece(piece, first=not n) for n, piece in enumerate(paragraph))
        text = balanced(text)
        yield f"> {RIGHT_TO_LEFT}{text}{POP}" if excerpt.direction == "rtl" else f"> {text}"
    if subject := subject_words(excerpt):
        yield from ["", f"*{subject}*"] if excerpt.quote else [f"*{subject}*"]
    yield ""
    yield f"— {', '.join(map(_apart, citation_parts(excerpt.citation)))} \\[{excerpt.number}\\]"
    yield ""
    if excerpt.note.strip():
        yield from ["**Note**", "", *note_lines(excerpt.note), ""]
    for item in excerpt.assessments:
        yield from _assessment(item)
    if excerpt.links:
        yield from [*(f"- {_apart(link_words(link))}" for link in excerpt.links), ""]
    if flags := flag_words(excerpt):
        yield from [flags, ""]
    if excerpt.tags:
        yield f"Tags: {'; '.join(_apart(one_line(tag)) for tag in excerpt.tags)}"
        yield ""
    origin = origin_words(excerpt)
    if origin:
        yield _apart(origin)
        yield ""
    yield f"SHA-256: `{excerpt.citation.sha256}`"
    yield ""


def _piece(piece: Piece, *, first: bool) -> str:
    text = escape(piece.text) if first else _SIGNS.sub(r"\\\1", piece.text)
    if piece.redline is None:
        return text
    before, after = _MARKED[piece.redline]
    return f"{before}{text}{after}"


def note_lines(note: str) -> list[str]:
    """A note, which is Markdown itself, made harmless.

    Raw HTML shows as typed, pictures become links (a picture would be fetched), headings become
    bold lines, and a code block left open is closed.
    """
    text = balanced(printable(note)).strip("\n")
    text = _LIVE.sub(_deadened, text)
    text = "\n".join(map(_line, text.split("\n")))
    if len(_FENCE.findall(text)) % 2:
        text += "\n```"
    return text.split("\n")


def _deadened(match: re.Match[str]) -> str:
    if match["escaped"]:
        return match.group()
    if match["picture"]:
        return "!\\["
    return "\\" + match.group()


def _line(line: str) -> str:
    """A heading as a bold line, and no heading made of the line above."""
    if found := _HEADING.match(line):
        words = line[found.end() :].rstrip(" \t").rstrip("#").rstrip(" \t")
        return f"**{words}**" if words else ""
    if found := _UNDERLINE.fullmatch(line):
        return f"{found[1]}\\{found[2]}"
    return line


def _assessment(item: Assessment) -> Iterator[str]:
    yield f"**{_apart(one_line(assessment_words(item)))}**"
    yield ""
    lines = assessment_lines(item)
    if lines:
        yield from [*(f"- {_apart(line)}" for line in lines), ""]
    if item.rationale.strip():
        yield from [*note_lines(item.rationale), ""]
