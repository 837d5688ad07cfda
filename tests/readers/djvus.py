"""DjVu files made for tests."""

from __future__ import annotations

import struct
from collections.abc import Sequence

LINES = ["Members shall ensure the security", "of international networks."]


def blank(width: int = 850, height: int = 1100, dots: int = 100) -> bytes:
    """A page without anything on it: the head of a page and no more."""
    info = struct.pack(">HHBBHBB", width, height, 26, 0, 0, 22, 0)
    info = info[:6] + struct.pack("<H", dots) + info[8:]
    chunk = b"INFO" + struct.pack(">I", len(info)) + info
    return b"AT&TFORM" + struct.pack(">I", len(chunk) + 4) + b"DJVU" + chunk


def made(lines: Sequence[str] = LINES) -> bytes:
    """A page with some lines of text and metadata."""
    import djvu_rs  # there is no build of it for every Python

    editor = djvu_rs.Editor.from_bytes(blank())
    zones = [
        {"kind": "Line", "text": line, "children": [],
         "rect": {"x": 100, "y": 100 + 40 * at, "width": 600, "height": 30}}
        for at, line in enumerate(lines)
    ]  # fmt: skip
    page = {"kind": "Page", "text": "\n".join(lines), "children": zones,
            "rect": {"x": 0, "y": 0, "width": 850, "height": 1100}}  # fmt: skip
    editor.set_page_text_layer(0, {"text": "\n".join(lines), "zones": [page]})
    editor.set_metadata({"title": "A specimen", "author": "Nobody"})
    return bytes(editor.to_bytes())
