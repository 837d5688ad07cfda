"""Drawn pages, in memory only: a cache bounded by bytes, and the thread that has them drawn.

A page is drawn by the confined child, so drawing is a call that waits. One thread waits; the view
says again and again which pictures it wants, nearest first, and those it no longer names are never
drawn. Nothing here is ever written to disk: the pages may come from a sealed vault.
"""

from __future__ import annotations

import contextlib
import math
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from itrvault.errors import KnownError
from itrvault.progress import CancelToken

if TYPE_CHECKING:  # loaded when the first page is drawn
    from itrvault.sandbox.pages import Glyphs, PageSource

CACHE_BYTES = 96 * 1024 * 1024
MOST_PIXELS = 16_000_000
"""A picture is never larger (64 MB); beyond that zoom it is drawn so large and stretched."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A picture somebody wants: pixels per point in thousandths, so that it can be a key."""

    page: int
    scale: int

    @classmethod
    def at(cls, page: int, scale: float, size: tuple[float, float]) -> Wish:
        """A page at so many pixels a point, held down to MOST_PIXELS."""
        area = max(1.0, size[0] * size[1])
        return cls(page, max(1, round(1000 * min(scale, math.sqrt(MOST_PIXELS / area)))))


class PictureCache:
    """Pictures by wish, the longest unused dropped first when they grow over the limit."""

    def __init__(self, limit: int = CACHE_BYTES) -> None:
        self.limit = limit
        self.bytes = 0
        self._pictures: OrderedDict[Wish, QImage] = OrderedDict()

    def __len__(self) -> int:
        return len(self._pictures)

    def __contains__(self, wish: Wish) -> bool:
        return wish in self._pictures

    def wishes(self) -> tuple[Wish, ...]:
        """What is kept, the longest unused first."""
        return tuple(self._pictures)

    def get(self, wish: Wish) -> QImage | None:
        """The picture, now the last to be dropped."""
        picture = self._pictures.get(wish)
        if picture is not None:
            self._pictures.move_to_end(wish)
        return picture

    def stand_in(self, wish: Wish) -> QImage | None:
        """The same page at the nearest other scale, sharper ones first."""
        others = [other for other in self._pictures if other.page == wish.page]
        if not others:
            return None
        best = min(
            others, key=lambda other: (other.scale < wish.scale, abs(other.scale - wish.scale))
        )
        return self._pictures[best]

    def put(self, wish: Wish, picture: QImage) -> None:
        """Keep a picture; the newest is kept even when it alone is over the limit."""
        old = self._pictures.pop(wish, None)
        if old is not None:
            self.bytes -= old.sizeInBytes()
        self._pictures[wish] = picture
        self.bytes += picture.sizeInBytes()
        while self.bytes > self.limit and len(self._pictures) > 1:
            _wish, dropped = self._pictures.popitem(last=False)
            self.bytes -= dropped.sizeInBytes()

    def clear(self) -> None:
        """Drop everything."""
        self._pictures.clear()
        self.bytes = 0


class PageDrawer(QObject):
    """Has pages drawn on its own thread, one at a time, the nearest wish first.

    `start` takes a function that opens the pages; it is called on that thread (a child has to
    start), and so is everything else of a source. Answers come on the thread of this object. A
    page that fails is not tried again.
    """

    drawn = Signal(int)
    failed = Signal(int, str)  # page, or -1 for all of them; why
    sized = Signal(object)  # (width, height) of every page, as soon as the document is open
    glyphsArrived = Signal(int, object)  # page, Glyphs
    _answered = Signal(object)

    def __init__(self, cache_bytes: int = CACHE_BYTES, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cache = PictureCache(cache_bytes)
        self.failures: dict[int, str] = {}
        self._thread: ThreadPoolExecutor | None = None
        self._open: Callable[[], PageSource] | None = None
        self._source: PageSource | None = None  # only the thread touches it
        self._wishes: tuple[Wish, ...] = ()
        self._glyphs_wanted: tuple[int, ...] = ()
        self._glyphs_asked: set[int] = set()
        self._busy = False
        self._generation = 0
        self._cancel = CancelToken()
        self._answered.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def prepare(self, work: Callable[[], object]) -> None:
        """Do something on the thread before the first page is asked for; its failure is no matter
        here, because the same thing would fail again when pages are opened, and be told then.
        """

        def run() -> None:
            with contextlib.suppress(KnownError):
                work()

        self._executor().submit(run)

    def start(self, open_source: Callable[[], PageSource]) -> None:
        """Begin with another document; what was drawn of the last one is dropped."""
        self._forget()
        self._open = open_source
        generation, cancel = self._generation, self._cancel
        self._busy = True
        self._submit(lambda: self._begin(generation, open_source, cancel))

    def stop(self) -> None:
        """Close the pages and forget all pictures. Waits for the drawing that runs."""
        self._forget()
        if self._thread is not None:
            self._thread.submit(self._close_source)
            self._thread.shutdown(wait=True)
            self._thread = None

    def failure_of(self, page: int) -> str:
        """Why a page could not be drawn, "" when nothing is known against it."""
        return self.failures.get(page) or self.failures.get(-1, "")

    def _forget(self) -> None:
        self._generation += 1
        self._cancel.cancel()  # a drawing that hangs ends here
        self._cancel = CancelToken()
        self._open = None
        self._busy = False
        self._wishes, self._glyphs_wanted = (), ()
        self.cache.clear()
        self.failures.clear()
        self._glyphs_asked.clear()

    def _executor(self) -> ThreadPoolExecutor:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="page-draw")
        return self._thread

    def _submit(self, job: Callable[[], _Answer]) -> None:
        self._executor().submit(lambda: self._answered.emit(job()))

    def _close_source(self) -> None:
        """On the drawing thread."""
        source, self._source = self._source, None
        if source is not None:
            source.close()

    def _begin(
        self, generation: int, open_source: Callable[[], PageSource], cancel: CancelToken
    ) -> _Answer:
        """On the drawing thread."""
        self._close_source()
        if cancel.cancelled:  # another document was asked for meanwhile
            return _Answer(generation, -1)
        try:
            source = self._source = open_source()
            sizes = tuple(source.size(number) for number in range(source.page_count))
        except KnownError as error:
            return _Answer(generation, -1, reason=error.message)
        except Exception as error:  # a bug: carried to the main thread and raised there
            return _Answer(generation, -1, bug=error)
        return _Answer(generation, -1, sizes=sizes)

    def want(self, wishes: Sequence[Wish], glyphs: Sequence[int] = ()) -> None:
        """Replace the list of what is wanted, nearest first."""
        self._wishes = tuple(
            wish for wish in wishes if wish not in self.cache and not self.failure_of(wish.page)
        )
        self._glyphs_wanted = tuple(
            n for n in glyphs if n not in self._glyphs_asked and not self.failure_of(n)
        )
        self._next()

    def forget_glyphs(self, number: int) -> None:
        """The boxes of a page's characters are no longer in memory: they may be asked for again."""
        self._glyphs_asked.discard(number)

    def _next(self) -> None:
        if self._busy or self._open is None:
            return
        generation, cancel = self._generation, self._cancel
        first = self._wishes[0] if self._wishes else None
        # A picture that can be seen comes first, then boxes for the mouse, then neighbours.
        if self._glyphs_wanted and (first is None or first.page not in self._glyphs_wanted):
            page, *rest = self._glyphs_wanted
            self._glyphs_wanted = tuple(rest)
            self._glyphs_asked.add(page)
            self._busy = True
            self._submit(lambda: self._measure(generation, page, cancel))
        elif first is not None:
            self._wishes = self._wishes[1:]
            self._busy = True
            self._submit(lambda: self._draw(generation, first, cancel))

    def _draw(self, generation: int, wish: Wish, cancel: CancelToken) -> _Answer:
        """On the drawing thread."""
        if cancel.cancelled or self._source is None:
            return _Answer(generation, wish.page)
        try:
            picture = self._source.draw(wish.page, wish.scale / 1000, cancel=cancel)
        except KnownError as error:
            return _Answer(generation, wish.page, reason=error.message)
        except Exception as error:  # a bug: carried to the main thread and raised there
            return _Answer(generation, wish.page, bug=error)
        image = QImage(
            picture.rgb, picture.width, picture.height, picture.stride,
            QImage.Format.Format_RGB888,
        ).convertToFormat(QImage.Format.Format_RGB32)  # fmt: skip
        return _Answer(generation, wish.page, wish=wish, image=image)

    def _measure(self, generation: int, page: int, cancel: CancelToken) -> _Answer:
        """On the drawing thread."""
        if cancel.cancelled or self._source is None:
            return _Answer(generation, page)
        try:
            return _Answer(generation, page, glyphs=self._source.glyphs(page, cancel=cancel))
        except KnownError:
            return _Answer(generation, page)  # words' boxes do; the picture says what is wrong
        except Exception as error:
            return _Answer(generation, page, bug=error)

    @Slot(object)
    def _take(self, answer: _Answer) -> None:
        if answer.generation != self._generation:
            return
        self._busy = False
        try:
            if answer.bug is not None:
                raise answer.bug
            if answer.wish is not None and answer.image is not None:
                self.cache.put(answer.wish, answer.image)
                self.drawn.emit(answer.page)
            elif answer.sizes:
                self.sized.emit(answer.sizes)
            elif answer.glyphs is not None:
                self.glyphsArrived.emit(answer.page, answer.glyphs)
            elif answer.reason:
                self.failures[answer.page] = answer.reason
                self._wishes = tuple(w for w in self._wishes if not self.failure_of(w.page))
                self.failed.emit(answer.page, answer.reason)
        finally:
            self._next()


@dataclass(frozen=True, slots=True)
class _Answer:
    generation: int
    page: int
    wish: Wish | None = None
    image: QImage | None = None
    glyphs: Glyphs | None = None
    sizes: tuple[tuple[float, float], ...] = ()
    reason: str = ""
    bug: Exception | None = None
