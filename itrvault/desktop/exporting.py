"""How an excerpt will look once exported, for the cards of the window."""

from __future__ import annotations

import re

from itrvault.desktop.theme import Theme
from itrvault.export.excerpts import Excerpt
from itrvault.export.gather import Selection, gather
from itrvault.export.run import preview as preview_excerpt
from itrvault.export.scrub import ExportOptions
from itrvault.vault import Vault

RICH = ("html", "docx")
"""Formats whose preview is an HTML document; the others' is plain text."""


def preview(vault: Vault, annotation: str) -> str:
    """The card of one annotation as HTML; "" when it is gone meanwhile."""
    found = gather(vault, Selection(ids=(annotation,)))
    return body_of(preview_excerpt(found[0], "html")) if found else ""


def preview_as(excerpt: Excerpt, name: str, options: ExportOptions) -> str:
    """The card of one excerpt in a format, with the names that will go along, as HTML."""
    text = preview_excerpt(excerpt, name, options)
    if name in RICH:
        return body_of(text)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f'<pre style="white-space: pre-wrap">{escaped}</pre>'


def body_of(page: str) -> str:
    """What stands in the body of a page of ours, without its heading: the window has its own."""
    body = re.search(r"<body[^>]*>(.*)</body>", page, re.DOTALL)
    inner = body[1] if body else page
    inner = re.sub(r"<h1[^>]*>.*?</h1>", "", inner, count=1, flags=re.DOTALL)
    inner = re.sub(r"<h2[^>]*>(.*?)</h2>", r"<p><b>\1</b></p>", inner, flags=re.DOTALL)
    # Qt's rich text knows no "article", and takes <del> and <ins> from its own style sheet.
    return re.sub(r"</?(?:article|section|footer)\b[^>]*>", "", inner)


def card_style(theme: Theme) -> str:
    """A style sheet for Qt's rich text in the colours of the window."""
    return (
        f"p, li, pre {{ font-size: 13px; }}"
        f"blockquote {{ margin-left: 12px; margin-right: 4px; font-family: serif; }}"
        f".meta, cite, code {{ color: {theme.secondary}; font-style: normal; }}"
        f"del {{ color: {theme.deleted}; text-decoration: line-through; }}"
        f"ins {{ color: {theme.inserted}; text-decoration: underline; }}"
    )
