"""Sentences and layout that the formats for people share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from itrvault.export.excerpts import Assessment, Citation, Excerpt, Linked, Piece
from itrvault.model.annotation import AnchorKind

_LINK_QUOTE = 200
"""Code points of the other end's quotation that a line shows."""

UNTITLED = "Document without a title"

_GAP = re.compile(r"(?<![ \t])[ \t]*\n[ \t\n]*")  # begun once in a run of blanks, not at each
# What XML 1.0 and terminals have no place for.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def printable(text: str) -> str:
    """The text without control signs, which no format here can hold."""
    return _CONTROL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def citation_parts(citation: Citation) -> list[str]:
    """Symbol, title, proponent, date, place, as far as they are known; a line each.

    Each part may run in another direction, so formats keep them apart.
    """
    parts = [citation.symbol, citation.title, citation.proponent, citation.date, citation.place]
    known = [part for part in map(one_line, parts) if part]
    return known if citation.symbol or citation.title else [UNTITLED, *known]


def citation_words(citation: Citation) -> str:
    """A citation in a line."""
    return ", ".join(citation_parts(citation))


def document_parts(citation: Citation) -> list[str]:
    """A document's heading: symbol and title."""
    parts = [one_line(citation.symbol), one_line(citation.title)]
    return [part for part in parts if part] or [UNTITLED]


def assessment_words(item: Assessment) -> str:
    """An assessment in a line, without its rationale."""
    articles = f" ({', '.join(item.articles)})" if item.articles else ""
    line = f"{item.stance.capitalize()}: {item.title}{articles}"
    line += f"; severity {item.severity}, likelihood {item.likelihood}"
    line += f", confidence {item.confidence}" if item.confidence else ""
    return f"{line}; assessed by {item.assessor}" if item.assessor else line


def assessment_lines(item: Assessment) -> list[str]:
    """What more an assessment says, a line each: what it is about, whom it affects, the test.

    Each may run in another direction than what stands around it.
    """
    lines = []
    if item.provision or item.proposal:
        about = [
            f"provision {item.provision}" if item.provision else "",
            f"proposal {item.proposal}" if item.proposal else "",
        ]
        lines.append(f"On {', '.join(filter(None, about))}")
    if item.affected:
        lines.append(f"Affects: {'; '.join(item.affected)}")
    lines += [test_words(title, answer, why) for _, title, answer, why in item.test]
    return [one_line(line) for line in lines]


def test_words(title: str, answer: str, why: str) -> str:
    """A part of the test of ICCPR 19(3): "Provided by law: no. None is named."."""
    return f"{title}: {'. '.join(filter(None, (answer, why)))}"


def subject_words(excerpt: Excerpt) -> str:
    """What was marked, where that is no passage that stands there; "" for one that does."""
    if excerpt.kind is AnchorKind.DOCUMENT:
        return "The whole document"
    if excerpt.kind is AnchorKind.REGION:
        return "A region of the page" + (", with these words in it" if excerpt.quote else "")
    if not excerpt.placed:
        return "These words are not in the document as it is read now"
    return "" if excerpt.quote else "The whole page"


def flag_words(excerpt: Excerpt) -> str:
    """What its maker still means to do with it."""
    state = {"check": "To be looked at again", "done": "Done with"}.get(excerpt.state, "")
    return ". ".join(part for part in ("Important" if excerpt.important else "", state) if part)


def link_words(link: Linked) -> str:
    """A link in a line."""
    relation = link.relation[:1].upper() + link.relation[1:]
    quote = one_line(link.quote)
    short = quote if len(quote) <= _LINK_QUOTE else quote[: _LINK_QUOTE - 1] + "…"
    words = f"{relation} {one_line(link.other)}"
    words += f": “{short}”" if short else ""
    return f"{words} ({one_line(link.note)})" if link.note.strip() else words


def origin_words(excerpt: Excerpt) -> str:
    """Who made the note and when, as far as that goes along."""
    who = f"Noted by {one_line(excerpt.author)}" if excerpt.author else ""
    when = excerpt.modified or excerpt.created
    if who and when:
        return f"{who}, {when}"
    return who or (f"Noted {when}" if when else "")


def one_line(text: str) -> str:
    """White space runs as one space."""
    return " ".join(printable(text).split())


def paragraphs(excerpt: Excerpt) -> list[list[Piece]]:
    """The quotation as people read it: its paragraphs, each as pieces.

    In a flowing document each line is a paragraph. On a page, a line's end is only where the page
    ends the line: it becomes a space (nothing between Chinese signs or after a hyphen), and an
    empty line ends a paragraph. No other sign is changed.
    """
    result: list[list[Piece]] = [[]]
    whole = printable(excerpt.quote).strip("\n")
    last = ""
    for piece in _trimmed(excerpt.pieces):
        done = 0
        text = piece.text
        for gap in _GAP.finditer(text):
            _add(result[-1], text[done : gap.start()], piece)
            last = text[done : gap.start()][-1:] or last
            done = gap.end()
            if excerpt.flowing or gap.group().count("\n") > 1:
                if result[-1]:
                    result.append([])
            else:
                _add(result[-1], _glue(last, text[done : done + 1]), piece)
        _add(result[-1], text[done:], piece)
        last = text[-1:] or last
    kept = [found for found in result if any(piece.text.strip() for piece in found)]
    assert kept or not whole.strip()
    return kept


def _trimmed(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Without control signs, and without white space at the end of the last piece."""
    clean = [Piece(printable(piece.text), piece.redline) for piece in pieces]
    while clean and not clean[-1].text.strip():
        clean.pop()
    if clean:
        clean[-1] = Piece(clean[-1].text.rstrip(), clean[-1].redline)
    started = False
    for piece in clean:
        text = piece.text if started else piece.text.lstrip()
        started = started or bool(text)
        if text:
            yield Piece(text, piece.redline)


def _add(paragraph: list[Piece], text: str, like: Piece) -> None:
    if not text:
        return
    if paragraph and paragraph[-1].redline is like.redline:
        paragraph[-1] = Piece(paragraph[-1].text + text, like.redline)
    else:
        paragraph.append(Piece(text, like.redline))


def _glue(before: str, after: str) -> str:
    if before == "\u00ad":
        return ""
    if before in "-‐" and after.islower():
        return ""
    return "" if before and after and _eastern(before) and _eastern(after) else " "


def _eastern(char: str) -> bool:
    """Whether the sign is written without spaces between words (Korean has them)."""
    wide = unicodedata.east_asian_width(char) in ("W", "F")
    return wide and not unicodedata.name(char, "").startswith("HANGUL")


def grouped(excerpts: Iterable[Excerpt]) -> Iterator[tuple[Citation, list[Excerpt]]]:
    """Excerpts of one document after another, as they come."""
    group: list[Excerpt] = []
    for excerpt in excerpts:
        if group and group[0].citation.sha256 != excerpt.citation.sha256:
            yield group[0].citation, group
            group = []
        group.append(excerpt)
    if group:
        yield group[0].citation, group
