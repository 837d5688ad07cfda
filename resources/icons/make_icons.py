"""Draws `itrvault.png` (256 pixels, for systems that take no SVG) from `itrvault.svg`."""

from __future__ import annotations

from pathlib import Path

import pymupdf

HERE = Path(__file__).resolve().parent
SIDE = 256


def draw() -> bytes:
    """The icon as PNG, with a transparent ground."""
    with pymupdf.open(HERE / "itrvault.svg") as drawing:
        page = drawing[0]
        zoom = SIDE / page.rect.width
        picture = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=True)
        return bytes(picture.tobytes("png"))


if __name__ == "__main__":
    (HERE / "itrvault.png").write_bytes(draw())
