"""Parses XHTML by the rules of XML, so that `<title/>` or `<a id="x"/>` swallow nothing."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any

from lxml import etree

from itrvault.errors import FileDamaged
from itrvault.readers.ooxml import parse_xml

_DOCTYPE = re.compile(r"<!DOCTYPE\s+[\w:.-]+[^\[\]<>]*>", re.I)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_OF_XML = {"amp", "lt", "gt", "quot", "apos"}


def parse_xhtml(text: str) -> Any | None:
    """The root with plain tag names, None for a page that is not well-formed.

    Named signs (&nbsp;) are put in here, because no document type is ever loaded.
    """
    text = _DOCTYPE.sub("", _DECLARATION.sub("", text, count=1), count=1)
    text = _ENTITY.sub(_sign, text)
    try:
        root = parse_xml(text.encode())
    except FileDamaged:
        return None
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname
    return root if root.tag == "html" else None


def _sign(found: re.Match[str]) -> str:
    name = found[1]
    sign = html5.get(f"{name};") if name not in _OF_XML else None
    return found[0] if sign is None else sign.replace("&", "&amp;").replace("<", "&lt;")
