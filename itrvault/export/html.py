"""HTML: one file that holds everything, runs nothing and asks for nothing.

Its own policy forbids scripts, pictures and connections; the one style sheet is allowed by hash.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from html import escape
from typing import BinaryIO

from itrvault.export.excerpts import Assessment, Excerpt
from itrvault.export.notes import Block, read_note
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
    subject_words,
)
from itrvault.model.annotation import COLOURS
from itrvault.model.document import RedlineKind
from itrvault.text.direction import balanced

NAME = "html"
TITLE = "HTML"
EXTENSION = ".html"
MEDIA_TYPE = "text/html"

_ELEMENT = {RedlineKind.DELETED: "del", RedlineKind.INSERTED: "ins"}
_BLOCKS = {"paragraph": "p", "heading": "h4", "quote": "blockquote", "code": "pre"}

_STYLE = (
    """
:root { color-scheme: light dark; --ink: #1d1d1f; --faint: #62646a; --paper: #ffffff;
 --card: #f6f6f4; --line: #d9d9d4; --del: #b3261e; --ins: #146c2e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8e8e6; --faint: #a5a8ad; --paper: #1b1c1e;
 --card: #26282b; --line: #3c3f44; --del: #ff8a80; --ins: #7bd88f; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
 max-width: 46em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 1.6em; } h2 { font-size: 1.2em; margin-top: 2em; }
h2, p, li, blockquote, footer, pre { overflow-wrap: anywhere; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 6px;
 padding: .6em 1.1em; margin: 1em 0; }
article > blockquote { font-family: Georgia, serif; font-size: 1.05em; margin: .6em 0;
 padding: .1em .9em; border-inline-start: 5px solid var(--line); }
del { color: var(--del); text-decoration: line-through; }
ins { color: var(--ins); text-decoration: underline; }
cite, .meta { color: var(--faint); font-style: normal; }
code { font-size: .85em; } pre { white-space: pre-wrap; }
.risk { border-inline-start: 3px solid var(--del); padding-inline-start: .8em; }
.safeguard { border-inline-start-color: var(--ins); }
.tags { list-style: none; display: flex; flex-wrap: wrap; gap: .4em; padding: 0; }
.tags li { border: 1px solid var(--line); border-radius: 1em; padding: 0 .7em; font-size: .85em; }
@media print { body { max-width: none; margin: 0; }
 article { break-inside: avoid; background: none; } }
"""
    + "\n".join(
        f"article.{name} > blockquote {{ border-color: {value}; }}"
        for name, value in COLOURS.items()
    )
    + "\n"
)
_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'"
)  # fmt: skip


def write(excerpts: Sequence[Excerpt], out: BinaryIO, options: ExportOptions) -> None:
    """Write a whole file, in UTF-8."""
    out.write(page(excerpts, options).encode("utf-8"))


def preview(excerpt: Excerpt, options: ExportOptions) -> str:
    """The page with one excerpt."""
    return page([excerpt], options)


def page(excerpts: Sequence[Excerpt], options: ExportOptions) -> str:
    """The whole document as text."""
    lines = []
    for citation, group in grouped(excerpts):
        lines.append(f"<h2>{' – '.join(map(apart, document_parts(citation)))}</h2>")
        for excerpt in group:
            lines += _article(excerpt)
    return whole(options.heading, lines)


def whole(title: str, body: Sequence[str]) -> str:
    """A document of ours around lines of HTML: one style sheet, and a policy for no more."""
    heading = safe(one_line(title))
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{heading}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
        f"<h1>{heading}</h1>",
    ]
    return "\n".join([*lines, *body, "</body>", "</html>", ""])


def safe(text: str) -> str:
    """Text that stays text, and whose directions do not reach beyond it."""
    return escape(balanced(text))


def apart(text: str) -> str:
    """Text that may run another way than what stands around it."""
    return f"<bdi>{safe(text)}</bdi>"


def _article(excerpt: Excerpt) -> Iterator[str]:
    colour = excerpt.colour if excerpt.colour in COLOURS else "gray"
    yield f'<article class="{colour}">'
    lang = f' lang="{escape(excerpt.citation.language)}"' if excerpt.citation.language else ""
    quote = paragraphs(excerpt)
    if quote:
        yield f'<blockquote dir="{excerpt.direction}"{lang}>'
        for paragraph in quote:
            words = []
            for piece in paragraph:
                text = safe(piece.text)
                if piece.redline is not None:
                    element = _ELEMENT[piece.redline]
                    text = f"<{element}>{text}</{element}>"
                words.append(text)
            yield f"<p>{''.join(words)}</p>"
        yield "</blockquote>"
    if subject := subject_words(excerpt):
        yield f'<p class="meta">{safe(subject)}</p>'
    cited = ", ".join(map(apart, citation_parts(excerpt.citation)))
    yield f'<p><cite>{cited}</cite> <span class="meta">[{excerpt.number}]</span></p>'
    yield from note_html(excerpt.note)
    for item in excerpt.assessments:
        yield from _assessment(item)
    if excerpt.links:
        listed = "".join(f'<li dir="auto">{safe(link_words(link))}</li>' for link in excerpt.links)
        yield f"<ul>{listed}</ul>"
    if flags := flag_words(excerpt):
        yield f'<p class="meta">{safe(flags)}</p>'
    if excerpt.tags:
        tags = "".join(f'<li dir="auto">{safe(one_line(tag))}</li>' for tag in excerpt.tags)
        yield f'<ul class="tags">{tags}</ul>'
    origin = origin_words(excerpt)
    if origin:
        yield f'<p class="meta" dir="auto">{safe(origin)}</p>'
    yield f'<footer class="meta">SHA-256 <code>{escape(excerpt.citation.sha256)}</code></footer>'
    yield "</article>"


def _assessment(item: Assessment) -> Iterator[str]:
    kind = "risk safeguard" if item.stance == "safeguard" else "risk"
    yield f'<section class="{kind}">'
    yield f'<p dir="auto"><strong>{safe(one_line(assessment_words(item)))}</strong></p>'
    lines = assessment_lines(item)
    if lines:
        listed = "".join(f'<li dir="auto">{safe(line)}</li>' for line in lines)
        yield f"<ul>{listed}</ul>"
    yield from note_html(item.rationale)
    yield "</section>"


def note_html(note: str) -> Iterator[str]:
    """A note's Markdown as HTML lines."""
    items = ""
    for block in read_note(note):
        element = {"bullet": "ul", "number": "ol"}.get(block.kind, "")
        if items and element != items:
            yield f"</{items}>"
        if element and element != items:
            yield f"<{element}>"
        items = element
        if element:
            number = block.mark.rstrip(".)")
            value = f' value="{int(number)}"' if element == "ol" and number.isdecimal() else ""
            yield f'<li dir="auto"{value}>{_words(block)}</li>'
        else:
            name = _BLOCKS[block.kind]
            yield f'<{name} dir="auto">{_words(block)}</{name}>'
    if items:
        yield f"</{items}>"


def _words(block: Block) -> str:
    parts = []
    for words in block.words:
        text = safe(words.text)
        if words.code and block.kind != "code":
            text = f"<code>{text}</code>"
        if words.bold:
            text = f"<strong>{text}</strong>"
        if words.italic:
            text = f"<em>{text}</em>"
        parts.append(text)
    return "".join(parts)
