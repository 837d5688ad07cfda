"""Thin horizontal lines on a PDF page: what underlines and strikes words through, or rules tables.

To learn from PyMuPDF what is drawn (`get_cdrawings`) is to interpret the page a second time. So a
page is interpreted once, into a display list that gives its text and its paths, and only a page
with paths of an unusual kind is asked the long way. (MuPDF can collect lines with the text, too,
but then tears sentences apart at them.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pymupdf
from pymupdf import mupdf

from itrvault.readers.pdf_text import FLAGS, text_page

THICKEST = 2.6
"""A mark is no thicker, in points."""

SHORTEST = 2.0

MOST_LINES = 600
"""More thin lines than this on a page are a drawing or a table."""

HEAVY_CONTENT = 100_000
"""Bytes of drawing instructions, as they are packed, above which a page is a plot."""

_CONTENTS, _LENGTH = map(mupdf.pdf_new_name, ("Contents", "Length"))
_AS_IT_IS = mupdf.FzMatrix()


@dataclass(frozen=True, slots=True)
class Stroke:
    """A thin horizontal line."""

    x0: float
    x1: float
    y: float


def text_and_strokes(page: pymupdf.Page) -> tuple[pymupdf.TextPage, list[Stroke]]:
    """Structured text, and the thin horizontal lines; no lines when there are too many."""
    if _content_length(page) > HEAVY_CONTENT:
        return text_page(page), []
    drawn = mupdf.fz_new_display_list_from_page(page.this)
    options = mupdf.FzStextOptions()
    options.flags = FLAGS
    text = pymupdf.TextPage(mupdf.FzStextPage(drawn, options))
    paths = _Paths()
    # What lies outside of the page (crop marks) is passed over.
    mupdf.fz_run_display_list(
        drawn, paths, _AS_IT_IS, mupdf.fz_bound_display_list(drawn), paths.cookie
    )
    mupdf.fz_close_device(paths)
    strokes = _the_long_way(page) if paths.unusual else paths.strokes
    return text, strokes if len(strokes) <= MOST_LINES else []


def _content_length(page: pymupdf.Page) -> int:
    """Bytes of a page's instructions as the file says; forms in it are not counted."""
    content = mupdf.pdf_dict_get(page._pdf_page().obj(), _CONTENTS)  # noqa: SLF001 - nothing public
    if not mupdf.pdf_is_array(content):
        return int(mupdf.pdf_dict_get_int(content, _LENGTH))
    return sum(
        mupdf.pdf_dict_get_int(mupdf.pdf_array_get(content, index), _LENGTH)
        for index in range(mupdf.pdf_array_len(content))
    )


class _Paths(mupdf.FzDevice2):  # type: ignore[misc]
    """Takes the lines among the paths of a display list; ends where one is of an unusual kind."""

    def __init__(self) -> None:
        super().__init__()
        self.use_virtual_fill_path()
        self.use_virtual_stroke_path()
        self.cookie = mupdf.FzCookie()
        self.strokes: list[Stroke] = []
        self.unusual = False

    def fill_path(self, _: Any, path: Any, even_odd: Any, matrix: Any, *colour: Any) -> None:
        self._take(path, matrix, 0.0)

    def stroke_path(self, _: Any, path: Any, pen: Any, matrix: Any, *colour: Any) -> None:
        self._take(path, matrix, pen.linewidth * mupdf.ll_fz_matrix_expansion(matrix))

    def _take(self, path: Any, matrix: Any, width: float) -> None:
        box = mupdf.ll_fz_bound_path(path, None, matrix)
        height = box.y1 - box.y0
        if box.x1 - box.x0 < SHORTEST:
            return
        if mupdf.ll_fz_path_is_rect(path, matrix):
            if height <= THICKEST:
                self.strokes.append(Stroke(box.x0, box.x1, (box.y0 + box.y1) / 2))
        elif height > THICKEST:
            self.unusual = True  # several lines in one path, or a shape
        elif height + width <= THICKEST:
            self._walk(path, matrix)
        if self.unusual or len(self.strokes) > MOST_LINES:
            self.cookie.set_abort()

    def _walk(self, path: Any, matrix: Any) -> None:
        walker = _Lines()
        mupdf.fz_walk_path(mupdf.FzPath(mupdf.ll_fz_keep_path(path)), walker, walker.m_internal)
        if walker.curved:
            self.unusual = True
        for start, end in walker.lines:
            one, other = (mupdf.ll_fz_transform_point_xy(*point, matrix) for point in (start, end))
            left, right = sorted((one.x, other.x))
            if right - left >= SHORTEST:
                self.strokes.append(Stroke(left, right, (one.y + other.y) / 2))


class _Lines(mupdf.FzPathWalker2):  # type: ignore[misc]
    """The straight lines of a path."""

    def __init__(self) -> None:
        super().__init__()
        self.use_virtual_moveto()
        self.use_virtual_lineto()
        self.use_virtual_curveto()
        self.use_virtual_closepath()
        self.lines: list[tuple[tuple[float, float], tuple[float, float]]] = []
        self.curved = False
        self._at = (0.0, 0.0)

    def moveto(self, _: Any, x: float, y: float) -> None:
        self._at = (x, y)

    def lineto(self, _: Any, x: float, y: float) -> None:
        self.lines.append((self._at, (x, y)))
        self._at = (x, y)

    def curveto(self, *_: Any) -> None:
        self.curved = True

    def closepath(self, _: Any) -> None:
        """Nothing: the line back runs along the one there was."""


def _the_long_way(page: pymupdf.Page) -> list[Stroke]:
    """As PyMuPDF tells them, line by line."""
    turn = page.rotation_matrix if page.rotation else None
    strokes: list[Stroke] = []
    for path in page.get_cdrawings():
        width = path.get("width") or 0.0
        for item in path.get("items", ()):
            box = _box_of(item, turn)
            if box is None:
                continue
            x0, y0, x1, y1 = box
            thickness = y1 - y0 + (width if item[0] == "l" else 0.0)
            if thickness <= THICKEST and x1 - x0 >= SHORTEST:
                strokes.append(Stroke(x0, x1, (y0 + y1) / 2))
                if len(strokes) > MOST_LINES:
                    return strokes
    return strokes


def _box_of(
    item: Sequence[Any], turn: pymupdf.Matrix | None
) -> tuple[float, float, float, float] | None:
    """The box of a line or bar as shown; None for curves and what is slanted."""
    kind = item[0]
    if kind == "l":
        (x0, y0), (x1, y1) = item[1], item[2]
    elif kind == "re":
        x0, y0, x1, y1 = item[1]
    elif kind == "qu":
        x0, y0, x1, y1 = pymupdf.Quad(item[1]).rect
    else:
        return None
    if turn is not None:
        x0, y0, x1, y1 = pymupdf.Rect(x0, y0, x1, y1).normalize() * turn
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
