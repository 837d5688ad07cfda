"""Pages of one document, drawn by a reader of their own.

The document stays open in one process, so that a page costs its drawing and nothing else. A page
that crashes or hangs the reader fails; the next page gets a fresh one.
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from itrvault.errors import BugError, Cancelled, NoSuchUnit, ReaderFailed, ReaderLied
from itrvault.model.document import Unit
from itrvault.model.outline import OutlineEntry, PageLink
from itrvault.progress import CancelToken
from itrvault.sandbox.leads import links_of, outline_of
from itrvault.sandbox.limits import Limits
from itrvault.sandbox.pool import LOST_WITH, Pool
from itrvault.sandbox.process import ReaderProcess, Turn, request_head
from itrvault.sandbox.received import UnitReceiver
from itrvault.sandbox.records import (
    FARTHEST,
    boxes_of,
    list_value,
    measures,
    text_value,
    whole_number,
)
from itrvault.sandbox.wire import Frame

_GLYPHS_LIMIT = 64 << 20
_UNIT_LIMIT = 32 << 20
_LEADS_SECONDS = 8.0
"""For links and outlines: some files have a parser look for them for minutes, and pages wait."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn page: rows of `stride` bytes, three bytes (red, green, blue) a pixel."""

    width: int
    height: int
    stride: int
    rgb: bytes


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters of a page that leave ink, in reading order.

    `chars[i]` stands in the box `boxes[4*i:4*i+4]` (x0, y0, x1, y1), in points of the page as it is
    shown. They are the characters of the unit's text without its blanks.
    """

    chars: str
    boxes: array[float]


class PageSource:
    """Draws pages of one document. Thread safe; one page is drawn at a time."""

    def __init__(
        self, pool: Pool, limits: Limits, data: bytes, name: str, password: str,
        instead_of: PageSource | None = None,
    ) -> None:  # fmt: skip
        self._pool, self._limits = pool, limits
        self._data, self._name, self._password = data, name, password
        self._lock = threading.Lock()
        self._reader: ReaderProcess | None = None
        self._closed = False
        if instead_of is not None:
            self._reader = instead_of.hand_over()
        with self._lock, self._open_reader(None, opening=True):
            pass

    def __enter__(self) -> PageSource:
        return self

    def __exit__(self, *details: object) -> None:
        self.close()

    @property
    def page_count(self) -> int:
        """How many pages there are to draw."""
        return len(self.sizes) // 2

    def size(self, number: int) -> tuple[float, float]:
        """Width and height of a page (from 0) in points, as shown."""
        self._check(number)
        return self.sizes[2 * number], self.sizes[2 * number + 1]

    def draw(
        self, number: int, zoom: float, *, night: bool = False, cancel: CancelToken | None = None
    ) -> Picture:
        """Draw a page (from 0) at `zoom` pixels a point, or smaller if it would be too large.

        Raises `ReaderFailed` for this page alone, `Cancelled`, and `NoSuchUnit`.
        """
        self._check(number)
        pixels = self._limits.picture_pixels
        with self._lock, self._open_reader(cancel) as reader:
            reader.send(
                "draw", page=number, zoom=min(max(zoom, 0.01), 100.0), pixels=pixels, night=night,
                seconds=self._limits.page_seconds,
            )  # fmt: skip
            frame = reader.answer("picture", blob_limit=4 * pixels)
            reader.answer("done", blob_limit=0)
            return _picture(frame, pixels)

    def glyphs(self, number: int, *, cancel: CancelToken | None = None) -> Glyphs:
        """The boxes of a page's characters. Raises as `draw` does."""
        self._check(number)
        with self._lock, self._open_reader(cancel) as reader:
            reader.send("glyphs", page=number, seconds=self._limits.page_seconds)
            frame = reader.answer("glyphs", blob_limit=_GLYPHS_LIMIT)
            reader.answer("done", blob_limit=0)
            return _glyphs(frame)

    def outline(self, *, cancel: CancelToken | None = None) -> tuple[OutlineEntry, ...]:
        """The document's own table of contents. Raises as `draw` does."""
        with self._lock, self._open_reader(cancel, _LEADS_SECONDS) as reader:
            reader.send("outline", seconds=_LEADS_SECONDS)
            frame = reader.answer("outline", blob_limit=0)
            reader.answer("done", blob_limit=0)
            return outline_of(frame.head.get("entries"), self.page_count)

    def links(self, number: int, *, cancel: CancelToken | None = None) -> tuple[PageLink, ...]:
        """What on a page (from 0) leads somewhere. Raises as `draw` does."""
        self._check(number)
        with self._lock, self._open_reader(cancel, _LEADS_SECONDS) as reader:
            reader.send("links", page=number, seconds=_LEADS_SECONDS)
            frame = reader.answer("links", blob_limit=0)
            reader.answer("done", blob_limit=0)
            return links_of(frame.head.get("links"), self.page_count)

    def recognise(
        self,
        number: int,
        folder: str,
        groups: Sequence[Sequence[str]],
        *,
        seconds: float,
        cancel: CancelToken | None = None,
    ) -> tuple[Unit, tuple[str, ...]]:
        """Read a page (from 0) by OCR: the unit, and the group of languages that read it.

        `folder` holds the language data and must be one of the limits' `folders`; of several
        groups the one that reads best is taken. The unit's label is empty. Raises as `draw` does.
        """
        self._check(number)
        known = {tuple(group) for group in groups}
        with self._lock, self._open_reader(cancel, seconds) as reader:
            reader.send(
                "recognise", page=number, folder=folder, groups=[list(group) for group in groups],
                seconds=seconds,
            )  # fmt: skip
            frame = reader.answer("recognised", blob_limit=_UNIT_LIMIT)
            reader.answer("done", blob_limit=0)
            receiver = UnitReceiver(1, _UNIT_LIMIT // 4)
            receiver.receive(frame)
            group = tuple(text_value(name, 40) for name in list_value(frame.head.get("group")))
            if len(receiver.units) != 1 or group not in known:
                raise ReaderLied(reason="a page was not read as it was asked")
            return replace(receiver.units[0], number=number), group

    def hand_over(self) -> ReaderProcess | None:
        """Close, and give away the reader, which lets go of the document when it opens another.

        None when there is none, or it has done its part.
        """
        with self._lock:
            self._closed = True
            if self._reader is not None:
                self._reader.files += 1
                if not self._pool.fit(self._reader):
                    self._drop(good=True)
            reader, self._reader = self._reader, None
            return reader

    def close(self) -> None:
        """Close the document and give the reader back. May be called twice."""
        with self._lock:
            self._closed = True
            self._drop(good=True)

    def _check(self, number: int) -> None:
        if not 0 <= number < self.page_count:
            raise NoSuchUnit(
                document=self._name, count=self.page_count, kind="page", number=number + 1
            )

    @contextmanager
    def _open_reader(
        self, cancel: CancelToken | None, seconds: float = 0.0, *, opening: bool = False
    ) -> Iterator[ReaderProcess]:
        """The reader with the document open, started again if need be; dropped if it failed."""
        if self._closed:
            raise BugError("the pages are closed")
        try:
            if self._reader is not None and not self._reader.alive:
                self._drop(good=False)
            if opening or self._reader is None:
                self._start(cancel)
            reader = self._reader
            assert reader is not None
            allowed = seconds or self._limits.page_seconds
            reader.begin(Turn(allowed, allowed, cancel))
            try:
                yield reader
            finally:
                reader.end()
        except (Cancelled, ReaderFailed) as error:
            if not isinstance(error, ReaderFailed) or error.code in LOST_WITH:
                self._drop(good=False)
            raise

    def _start(self, cancel: CancelToken | None) -> None:
        reader = self._reader = self._reader or self._pool.take(cancel)
        limits = self._limits
        seconds = limits.seconds_for(len(self._data))
        reader.begin(Turn(seconds, limits.stall_seconds, cancel))
        try:
            request = request_head(limits, self._name, self._password, seconds)
            reader.send("open", {"data": self._data}, **request)
            frame = reader.answer("pages", blob_limit=8 * limits.units)
            reader.answer("done", blob_limit=0)
            self.sizes = _sizes(frame)
        except BaseException as error:
            reader.end()
            self._drop(good=isinstance(error, ReaderFailed) and error.code not in LOST_WITH)
            raise
        reader.end()

    def _drop(self, *, good: bool) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            self._pool.give_back(reader, good=good and self._forget(reader))

    def _forget(self, reader: ReaderProcess) -> bool:
        """Have the reader close the document, so that the next file finds nothing of it."""
        return _done(reader, "close", self._limits)


def prepare(reader: ReaderProcess, limits: Limits) -> bool:
    """Have a reader ready to draw the first page of a document as fast as the next ones."""
    return _done(reader, "prepare", limits)


def _done(reader: ReaderProcess, kind: str, limits: Limits) -> bool:
    """Whether the reader did a thing that has no answer."""
    reader.begin(Turn(limits.page_seconds, limits.page_seconds, None))
    try:
        reader.send(kind, seconds=limits.page_seconds)
        reader.answer("done", blob_limit=0)
    except ReaderFailed:
        return False
    finally:
        reader.end()
    return True


def _sizes(frame: Frame) -> array[float]:
    sizes = measures(frame.blob("sizes"))
    if not sizes or len(sizes) % 2 or not all(0 < size <= FARTHEST for size in sizes):
        raise ReaderLied(reason="a page has no size")
    return sizes


def _picture(frame: Frame, pixels: int) -> Picture:
    width = whole_number(frame.head.get("width"), 1, pixels)
    height = whole_number(frame.head.get("height"), 1, pixels)
    stride = whole_number(frame.head.get("stride"), 3 * width, 4 * width + 16)
    rgb = frame.blob("rgb")
    if width * height > pixels or len(rgb) != stride * height:
        raise ReaderLied(reason="a picture has another size than was said")
    return Picture(width, height, stride, bytes(rgb))


def _glyphs(frame: Frame) -> Glyphs:
    boxes = boxes_of(measures(frame.blob("boxes")))
    try:
        chars = str(frame.blob("chars"), "utf-8")
    except UnicodeDecodeError as error:
        raise ReaderLied(reason="the text is not UTF-8") from error
    if len(boxes) != 4 * len(chars) or "\0" in chars:
        raise ReaderLied(reason="characters and their boxes differ in number")
    return Glyphs(chars, boxes)
