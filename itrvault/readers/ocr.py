"""Reads a drawn page by OCR: by Tesseract, which is in MuPDF, with language data of the system.

MuPDF draws the page, has it read and hands over word by word to a device of ours. The page is
straightened first when it lies askew, and turned when it reads as nonsense; the places of the words
are those on the page as it is shown.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pymupdf
from pymupdf import mupdf

from itrvault.readers.pdf_text import PAGE_FAILURES
from itrvault.sandbox.tessdata import CODES, TRADITIONAL
from itrvault.text.legible import legibility
from itrvault.text.letter_pairs import HAN_PAIRS

NAME = f"ocr/2 pymupdf {pymupdf.VersionBind}"

PIXELS = 12_000_000
"""The most a page is drawn with: A4 at 300 dots an inch has 8.7 million."""

_DOTS = {"ara": 150, "fas": 150, "urd": 150, "chi_sim": 200, "chi_tra": 200}
_OTHER_DOTS = 300
"""Dots an inch at which Tesseract found most words of treaty pages (tests/bench/bench_truth.py)."""

_PROBE_PIXELS = 2_500_000
_GOOD = 0.55
"""Legibility of a page that is read well; one below is tried turned."""

_FEW_LETTERS, _GOOD_FEW = 60, 0.3
_SURE = 0.75
"""Legibility from which no other language is tried."""

_CLEARLY = 1.2
"""A later language must read so much better than one before it."""

_LEAST_SKEW, _MOST_SKEW = 0.4, 20.0  # degrees
UNSPACED = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff9f\U00020000-\U000323af]")
_GLYPH = 0.6
"""Width and height of every letter in the font that MuPDF hands words over in."""

Group = tuple[str, ...]
"""Languages that are read together, in the names of Tesseract."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box, in pixels of the picture, where its line lies level."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was read: words in reading order, by which languages, the page turned by how much.

    `matrix` leads from the page as it is shown to the picture that was read, of so many `pixels`,
    straightened by `skew` degrees.
    """

    words: list[Word] = field(default_factory=list)
    group: Group = ()
    turned: int = 0
    matrix: Any = None
    skew: float = 0.0
    pixels: float = 0.0

    @property
    def merit(self) -> float:
        """For comparing attempts at the same page: legible letters."""
        text = _joined(self.words)
        return legibility(text, _words_of(self.group)) * math.sqrt(len(text))


class _WordDevice(mupdf.FzDevice2):  # type: ignore[misc]
    """Takes the words from MuPDF's OCR device: each is one piece of text with exact places."""

    def __init__(self) -> None:
        super().__init__()
        self.use_virtual_fill_text()
        self.words: list[Word] = []

    def fill_text(self, _context: Any, text: Any, *_rest: Any) -> None:
        letters: list[str] = []
        box: Any = None
        piece = text.head
        while piece:
            span = mupdf.FzTextSpan(piece)
            wide, high = _GLYPH * piece.trm.a, _GLYPH * piece.trm.d
            for at in range(piece.len):
                item = span.items(at)
                if item.ucs > 0x20:
                    letters.append(chr(item.ucs))
                glyph = pymupdf.Rect(item.x, item.y, item.x + wide, item.y + high).normalize()
                box = glyph if box is None else box | glyph
            piece = piece.next
        word = unicodedata.normalize("NFC", "".join(map(_plain, letters)))
        if word and box is not None:
            self.words.append(Word(word, box.x0, box.y0, box.x1, box.y1))


def _plain(letter: str) -> str:
    """A ligature or presentation form as the letters it stands for."""
    if "\ufb00" <= letter <= "\ufb06" or "\ufb1d" <= letter <= "\ufefc":
        return unicodedata.normalize("NFKC", letter)
    return letter


def read_page(page: Any, folder: str, groups: Sequence[Group]) -> Recognised:
    """Read one page. `folder` holds the language data of all `groups`.

    With several groups the one that reads best is found out on a smaller picture. The page is
    turned when it reads as nonsense upright. What reads as nonsense every way, and otherwise when
    it is read again, is a drawing or in a script that no group knows: nothing is kept of it. Raises
    what MuPDF raises over a broken page.
    """
    found = _best_reading(page, folder, groups)
    if _is_good(found, _SURE if _has_few_letters(found) else _GOOD) and not (
        # Any strokes make common Chinese signs; only who expects Chinese may believe them.
        _is_chinese(found.group) and not all(map(_is_chinese, groups))
    ):
        return found
    if not found.words or _steadiness(page, folder, found) >= _STEADY:
        return found
    return Recognised([], found.group, found.turned, found.matrix)


def _best_reading(page: Any, folder: str, groups: Sequence[Group]) -> Recognised:
    if len(groups) > 1:
        best = _best_group(page, folder, groups)
        if not _is_good(best):
            best = _turned_best(page, folder, groups, best)
    else:
        best = Recognised(group=groups[0])
    found = _straightened(page, folder, best.group, best.turned)
    if _is_good(found):
        return _not_upside_down(page, folder, found)
    if len(groups) == 1:
        best = _turned_best(page, folder, groups, found)
        if best.turned:
            turned = _straightened(page, folder, best.group, best.turned)
            found = max(found, turned, key=_rank)
    return found


def _straightened(page: Any, folder: str, group: Group, turn: int) -> Recognised:
    """The page as it lies or, where that is askew, laid level if it reads better so.

    What lies askew is read in part, in good words: a third of a page at three degrees.
    """
    skew = _skew(page, turn)
    level = _attempt(page, folder, group, turn, PIXELS, skew)
    if not skew or (_is_good(level, _SURE) and not _has_few_letters(level)):
        return level
    return max(level, _attempt(page, folder, group, turn, PIXELS), key=_rank)


def _not_upside_down(page: Any, folder: str, found: Recognised) -> Recognised:
    """Chinese the other way up where that makes more words: read on its head it looks as good."""
    pairs = _pairs(found)
    if not _is_chinese(found.group) or len(pairs) < _LEAST_PAIRS:
        return found
    known = _known_share(pairs)
    if known >= _CHINESE_WORDS:
        return found
    turn = (found.turned + 180) % 360
    other = _attempt(page, folder, found.group, turn, _PROBE_PIXELS)
    if _known_share(_pairs(other)) < 2 * known + _CHINESE_WORDS / 2:
        return found
    return _straightened(page, folder, found.group, turn)


_LEAST_PAIRS = 100
_CHINESE_WORDS = 0.03


def _pairs(found: Recognised) -> list[str]:
    """Neighbours among the Chinese signs that were read."""
    return [a + b for a, b in pairwise(UNSPACED.findall(_joined(found.words)))]


def _known_share(pairs: Sequence[str]) -> float:
    return sum(map(HAN_PAIRS.__contains__, pairs)) / max(1, len(pairs))


def _rank(found: Recognised) -> tuple[bool, float]:
    """The better of two readings of a page has more."""
    return _is_good(found), found.merit


def _best_group(page: Any, folder: str, groups: Sequence[Group]) -> Recognised:
    """The group that reads a small picture best; the first that reads it well is taken.

    When none does, what a group reads counts as much as it reads again.
    """
    tries: list[Recognised] = []
    for group in groups:
        found = _attempt(page, folder, group, 0, _PROBE_PIXELS)
        if _is_good(found, _SURE) and not _has_few_letters(found):
            return found
        tries.append(found)
    if not any(map(_is_good, tries)):
        return max(tries, key=lambda each: each.merit)  # it is turned next, so no closer look now
    return _best_of(page, folder, tries)


def _is_chinese(group: Group) -> bool:
    return _LANGUAGES.get(group[0]) == "zh"


def _best_of(page: Any, folder: str, tries: Sequence[Recognised]) -> Recognised:
    """The first but for one that is clearly better, each worth as much of it as is steady."""
    best = tries[0]
    worth = best.merit * _steadiness(page, folder, best)
    others = sorted(tries[1:], key=lambda each: each.merit, reverse=True)
    for found in others[:_MOST_LOOKS]:
        if found.merit <= _CLEARLY * worth:
            break
        steady = found.merit * _steadiness(page, folder, found)
        if steady > _CLEARLY * worth:
            best, worth = found, steady
    return best


def _steadiness(page: Any, folder: str, found: Recognised) -> float:
    """The share of what was read that is read again from a smaller picture of the page, 0 to 1.

    Words are read the same whatever their size, or nearly; what strokes and foreign letters are
    taken for changes with every pixel.
    """
    words = _pieces(found.words)
    if not words:
        return 0.0
    again = _attempt(
        page, folder, found.group, found.turned, _SMALLER * _SMALLER * found.pixels, found.skew
    )
    return (words & _pieces(again.words)).total() / words.total()


_MOST_LOOKS = 4  # at the other tries of a page; each costs another
_SMALLER = 0.75
_STEADY = 0.5
_PIECE = re.compile(r"[^\W_]{3,}")


def _pieces(words: Sequence[Word]) -> Counter[str]:
    """Words of three letters or more, of Chinese pairs of neighbours; each counts its letters."""
    text = _joined(words)
    pieces: Counter[str] = Counter()
    for word in _PIECE.findall(UNSPACED.sub(" ", text).lower()):
        pieces[word] += len(word)
    signs = "".join(UNSPACED.findall(text))
    pieces.update(a + b for a, b in pairwise(signs))
    return pieces


def _has_few_letters(found: Recognised) -> bool:
    return sum(map(str.isalpha, _joined(found.words))) < _FEW_LETTERS


def _is_good(found: Recognised, least: float = _GOOD) -> bool:
    """Whether it reads like words that run level.

    Of a few words little can be told; they are believed sooner when they stand upright.
    """
    text = _joined(found.words)
    long = [word for word in found.words if len(word.text) > 3]
    level = sum(word.x1 - word.x0 > word.y1 - word.y0 for word in long)
    if least == _GOOD and _has_few_letters(found) and not found.turned:
        least = _GOOD_FEW
    return legibility(text, _words_of(found.group)) >= least and 2 * level >= len(long)


_LANGUAGES = {name: language for language, name in CODES.items()} | {TRADITIONAL: "zh"}
_LIKELY = frozenset({"en", "fr", "es", "pt", "de", "ru", "uk", "bg"})
"""Whose small words count whichever language was asked for: the wrong one may read it well."""


def _words_of(group: Group) -> frozenset[str]:
    """The languages whose small words speak for a reading."""
    return _LIKELY.union(_LANGUAGES.get(name, name) for name in group)


def _joined(words: Sequence[Word]) -> str:
    return " ".join(word.text for word in words)


def _turned_best(
    page: Any, folder: str, groups: Sequence[Group], upright: Recognised
) -> Recognised:
    """The best of the four ways up, by small pictures; one that is beyond doubt ends the search."""
    tries: list[Recognised] = []
    turns = _likely_turns(page)
    for group in groups:
        for turn in turns:
            found = _attempt(page, folder, group, turn, _PROBE_PIXELS)
            sure = _is_good(found) and not (_has_few_letters(found) or _is_chinese(group))
            if sure and found.merit > _BEYOND_DOUBT * upright.merit:
                return found
            tries.append(found)
    if good := [found for found in tries if _is_good(found, _SURE)]:
        most = max(found.merit for found in good)
        return next(found for found in good if _CLEARLY * found.merit >= most)
    return _best_of(page, folder, [upright, *tries])


_BEYOND_DOUBT = 1.5
_LEVEL = 1.5


def _likely_turns(page: Any) -> tuple[int, ...]:
    """The ways to turn a page that reads as nonsense: on its head alone where lines lie level."""
    ink, width, height = _ink(page, 0)
    rows, columns = Counter(y for _, y in ink), Counter(x for x, _ in ink)
    across = height * sum(count * count for count in rows.values())
    down = width * sum(count * count for count in columns.values())
    return (180,) if across > _LEVEL * down else (90, 270, 180)


def _attempt(
    page: Any, folder: str, group: Group, turn: int, pixels: float, skew: float = 0.0
) -> Recognised:
    """Read the page, drawn with so many pixels at most, turned by so many degrees."""
    rect = page.rect
    zoom = _zoom(page, max(_DOTS.get(name, _OTHER_DOTS) for name in group), pixels)
    matrix = pymupdf.Matrix(zoom, zoom).prerotate(turn + skew)
    corner = (rect * matrix).top_left  # words are placed from the corner of what is drawn
    matrix = matrix * pymupdf.Matrix(1, 0, 0, 1, -corner.x, -corner.y)
    target = _WordDevice()
    options = mupdf.FzOptions("tessedit_pageseg_mode=3")  # find columns; the default finds none
    device = target.fz_new_ocr_device_with_options(
        mupdf.FzMatrix(*matrix), mupdf.FzRect(*rect), 0, "+".join(group), folder, None, None,
        options,
    )  # fmt: skip
    try:
        inner = page.this
        run = inner if isinstance(inner, mupdf.FzPage) else inner.super()
        mupdf.fz_run_page(run, device, mupdf.FzMatrix(*matrix), mupdf.FzCookie())
    finally:
        device.fz_close_device()  # now Tesseract reads what was drawn
    drawn = rect.width * rect.height * zoom * zoom
    return Recognised(target.words, group, turn, matrix, skew, drawn)


def _zoom(page: Any, dots: int, pixels: float) -> float:
    """Pixels a point: as many dots an inch as asked for, but a coarse picture at most doubled."""
    rect = page.rect
    zoom = dots / 72
    if native := _native(page):
        zoom = min(zoom, 2.5 * native)
    return min(zoom, math.sqrt(pixels / max(1.0, rect.width * rect.height)))


def _native(page: Any) -> float:
    """Pixels a point of the picture that covers the page, 0 when none does."""
    area = page.rect.width * page.rect.height
    best = 0.0
    try:
        pictures = page.get_image_info()
    except PAGE_FAILURES:
        return 0.0
    for picture in pictures:
        box = pymupdf.Rect(picture["bbox"])
        if box.width > 0 and box.width * box.height > 0.3 * area:
            best = max(best, picture["width"] / box.width)
    return best


def _skew(page: Any, turn: int) -> float:
    """By how many degrees the lines have to be turned to lie level; 0 when they nearly do.

    Lines of text stand out when the ink is added up along them: tried in steps, coarse then fine.
    (MuPDF has a function for it, which crashes on small pictures.)
    """
    ink, _, _ = _ink(page, turn)
    if len(ink) < 200:
        return 0.0
    best = 0.0
    for step, reach in ((1.0, _MOST_SKEW), (0.2, 0.8)):
        count = round(reach / step)
        tries = [best + step * at for at in range(-count, count + 1)]
        best = max(tries, key=lambda angle: _lines_stand_out(ink, angle))
    return -best if abs(best) >= _LEAST_SKEW else 0.0


def _ink(page: Any, turn: int) -> tuple[list[tuple[int, int]], int, int]:
    """Some of the dark dots of a small picture of the page, and its width and height."""
    zoom = math.sqrt(_SKEW_PIXELS / max(1.0, page.rect.width * page.rect.height))
    picture = page.get_pixmap(
        matrix=pymupdf.Matrix(zoom, zoom).prerotate(turn), colorspace=pymupdf.csGRAY, alpha=False
    )
    width, stride, samples = picture.width, picture.stride, bytes(picture.samples_mv)
    ink = [
        (at % stride, at // stride)
        for at in (match.start() for match in _DARK.finditer(samples))
        if at % stride < width
    ]
    return ink[:: max(1, len(ink) // 8_000)], width, picture.height


_SKEW_PIXELS = 300_000
_DARK = re.compile(b"[\0-\x70]")


def _lines_stand_out(ink: Sequence[tuple[int, int]], angle: float) -> int:
    slope = math.tan(math.radians(angle))
    counts = Counter(int(y - slope * x) for x, y in ink)
    return sum(count * count for count in counts.values())
