"""The thread that has pages drawn, and looked at for their characters, links and outline.

A page is drawn by the confined child, so drawing is a call that waits. One thread waits; the views
say again and again what they want, nearest first, and what they no longer name is never asked for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from itrvault.desktop.widgets.page_cache import CACHE_BYTES, PictureCache, Wish
from itrvault.errors import KnownError, ReaderCrashed, ReaderTimedOut
from itrvault.model.outline import OutlineEntry, PageLink
from itrvault.progress import CancelToken

if TYPE_CHECKING:  # loaded when the first page is drawn
    from itrvault.sandbox.pages import Glyphs, PageSource

THUMBNAIL_BYTES = 16 * 1024 * 1024

Sizes = tuple[tuple[float, float], ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Answer:
    generation: int
    deliver: Callable[[], None]


class PageDrawer(QObject):
    """Has pages drawn on its own thread, one at a time, the nearest wish first.

    `start` takes a function that opens the pages; it is called on that thread (a child has to
    start), and so is everything else of a source. Answers come on the thread of this object. A
    page that fails is not tried again.
    """

    drawn = Signal(int)
    failed = Signal(int, str)  # page, or -1 for all of them; why
    sized = Signal(object)  # Sizes, as soon as the document is open
    glyphsArrived = Signal(int, object)  # page, Glyphs
    linksArrived = Signal(int, object)  # page, tuple[PageLink, ...]
    outlineArrived = Signal(object)  # tuple[OutlineEntry, ...]
    thumbnailDrawn = Signal(int)
    _answered = Signal(object)

    def __init__(self, cache_bytes: int = CACHE_BYTES, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cache = PictureCache(cache_bytes)
        self.thumbnails = PictureCache(THUMBNAIL_BYTES)
        self.failures: dict[int, str] = {}
        self._thread: ThreadPoolExecutor | None = None
        self._open: Callable[[], PageSource] | None = None
        self._source: PageSource | None = None  # only the thread touches it
        self._wishes: tuple[Wish, ...] = ()
        self._small_wishes: tuple[Wish, ...] = ()
        self._near: tuple[int, ...] = ()
        self._glyphs_asked: set[int] = set()
        self._links_asked: set[int] = set()
        self._outline_due = False
        self._leads_fail = False
        self._busy = False
        self._generation = 0
        self._cancel = CancelToken()
        self._answered.connect(self._take, Qt.ConnectionType.QueuedConnection)

    # -- a document --------------------------------------------------------------------------

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
        self._outline_due = True

        def begin(cancel: CancelToken) -> Sizes:
            self._close_source()
            if cancel.cancelled:  # another document was asked for meanwhile
                return ()
            source = self._source = open_source()
            return tuple(source.size(number) for number in range(source.page_count))

        self._run(begin, self._take_sizes, partial(self._refuse, -1))

    def stop(self) -> None:
        """Close the pages and forget all pictures. Waits for the drawing that runs."""
        self._forget()
        if self._thread is not None:
            self._thread.submit(self._close_source)
            self._thread.shutdown(wait=True)
            self._thread = None

    def _forget(self) -> None:
        self._generation += 1
        self._cancel.cancel()  # a drawing that hangs ends here
        self._cancel = CancelToken()
        self._open = None
        self._busy = False
        self._wishes, self._small_wishes, self._near = (), (), ()
        self._outline_due = self._leads_fail = False
        self.cache.clear()
        self.thumbnails.clear()
        self.failures.clear()
        self._glyphs_asked.clear()
        self._links_asked.clear()

    def _close_source(self) -> None:
        """On the drawing thread."""
        source, self._source = self._source, None
        if source is not None:
            source.close()

    # -- wishes ------------------------------------------------------------------------------

    def want(self, wishes: Sequence[Wish], near: Sequence[int] = ()) -> None:
        """Replace the list of what is wanted, nearest first; `near` are the pages in view."""
        self._wishes = tuple(wishes)
        self._near = tuple(near)
        self._next()

    def want_thumbnails(self, wishes: Sequence[Wish]) -> None:
        """Replace the list of small pictures that are wanted; they come after all else."""
        self._small_wishes = tuple(wishes)
        self._next()

    def forget_glyphs(self, number: int) -> None:
        """The boxes of a page's characters are no longer in memory: they may be asked for again."""
        self._glyphs_asked.discard(number)

    def failure_of(self, page: int) -> str:
        """Why a page could not be drawn, "" when nothing is known against it."""
        return self.failures.get(page) or self.failures.get(-1, "")

    def _next(self) -> None:
        """Ask for what matters most: pictures in view, what the mouse needs there, the rest."""
        if self._busy or self._open is None:
            return
        wish = self._due(self._wishes, self.cache)
        near = [number for number in self._near if not self.failure_of(number)]
        glyphs = next((n for n in near if n not in self._glyphs_asked), None)
        links = next((n for n in near if n not in self._links_asked), None)
        if wish is not None and (wish.page in near or not near):
            self._draw(wish)
        elif glyphs is not None:
            self._glyphs_asked.add(glyphs)
            # Without them the boxes of words do; the picture says what is wrong.
            self._ask(
                lambda source, cancel: source.glyphs(glyphs, cancel=cancel),
                partial(self._tell_glyphs, glyphs),
            )
        elif links is not None and not self._leads_fail:
            self._links_asked.add(links)
            self._ask(
                lambda source, cancel: source.links(links, cancel=cancel),
                partial(self._tell_links, links), self._give_up_leads,
            )  # fmt: skip
        elif self._outline_due and not self._leads_fail:
            self._outline_due = False
            self._ask(
                lambda source, cancel: source.outline(cancel=cancel),
                self._tell_outline, self._give_up_leads,
            )  # fmt: skip
        elif wish is not None:
            self._draw(wish)
        elif (small := self._due(self._small_wishes, self.thumbnails)) is not None:
            self._draw(small, small=True)

    def _due(self, wishes: Sequence[Wish], cache: PictureCache) -> Wish | None:
        return next((w for w in wishes if w not in cache and not self.failure_of(w.page)), None)

    def _draw(self, wish: Wish, *, small: bool = False) -> None:
        def draw(source: PageSource, cancel: CancelToken) -> QImage:
            picture = source.draw(wish.page, wish.scale / 1000, night=wish.night, cancel=cancel)
            return QImage(
                picture.rgb, picture.width, picture.height, picture.stride,
                QImage.Format.Format_RGB888,
            ).convertToFormat(QImage.Format.Format_RGB32)  # fmt: skip

        take = self._take_thumbnail if small else self._take_picture
        self._ask(draw, partial(take, wish), partial(self._refuse, wish.page))

    # -- the thread --------------------------------------------------------------------------

    def _executor(self) -> ThreadPoolExecutor:
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="page-draw")
        return self._thread

    def _ask(
        self,
        look: Callable[[PageSource, CancelToken], T],
        take: Callable[[T], None],
        refuse: Callable[[KnownError], None] | None = None,
    ) -> None:
        """Ask the source something on the thread; the answer is taken on the thread of Qt."""

        def work(cancel: CancelToken) -> T | None:
            source = self._source
            return None if cancel.cancelled or source is None else look(source, cancel)

        def take_found(found: T | None) -> None:
            if found is not None:
                take(found)

        self._run(work, take_found, refuse or (lambda _: None))

    def _run(
        self,
        work: Callable[[CancelToken], T],
        take: Callable[[T], None],
        refuse: Callable[[KnownError], None],
    ) -> None:
        generation, cancel = self._generation, self._cancel
        self._busy = True

        def run() -> None:
            try:
                deliver = partial(take, work(cancel))
            except KnownError as error:
                deliver = partial(refuse, error)
            except Exception as error:  # a bug: carried to the main thread and raised there
                deliver = partial(_raise, error)
            self._answered.emit(_Answer(generation, deliver))

        self._executor().submit(run)

    @Slot(object)
    def _take(self, answer: _Answer) -> None:
        if answer.generation != self._generation:
            return
        self._busy = False
        try:
            answer.deliver()
        finally:
            self._next()

    # -- answers -----------------------------------------------------------------------------

    def _take_sizes(self, sizes: Sizes) -> None:
        if sizes:
            self.sized.emit(sizes)

    def _take_picture(self, wish: Wish, picture: QImage) -> None:
        self.cache.put(wish, picture)
        self.drawn.emit(wish.page)

    def _take_thumbnail(self, wish: Wish, picture: QImage) -> None:
        self.thumbnails.put(wish, picture)
        self.thumbnailDrawn.emit(wish.page)

    def _tell_glyphs(self, page: int, glyphs: Glyphs) -> None:
        self.glyphsArrived.emit(page, glyphs)

    def _tell_links(self, page: int, links: tuple[PageLink, ...]) -> None:
        self.linksArrived.emit(page, links)

    def _tell_outline(self, entries: tuple[OutlineEntry, ...]) -> None:
        self.outlineArrived.emit(entries)

    def _give_up_leads(self, error: KnownError) -> None:
        """A file that has the reader hang or fall over is not asked for links once more."""
        self._leads_fail |= isinstance(error, ReaderTimedOut | ReaderCrashed)

    def _refuse(self, page: int, error: KnownError) -> None:
        self.failures[page] = error.message
        self.failed.emit(page, error.message)


def _raise(error: Exception) -> None:
    raise error
