"""Has pages drawn, and looked at for their characters, links and outline, on threads of its own.

A page is drawn by the confined child, so drawing is a call that waits. The views say again and
again what they want, nearest first, and what they no longer name is never asked for.

There are two desks: the document that is shown lies on one, on the other the one before it, or the
one that is likely to be shown next. So another document need not wait for a page of this one that
is being drawn, and going back and forth between two opens nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from itrvault.desktop.widgets.page_cache import CACHE_BYTES, PictureCache, Wish
from itrvault.desktop.widgets.page_desk import WHOLE, Opens, PageDesk, Sizes
from itrvault.errors import Cancelled, KnownError, ReaderCrashed, ReaderTimedOut
from itrvault.model.outline import OutlineEntry, PageLink
from itrvault.progress import CancelToken

if TYPE_CHECKING:  # loaded when the first page is drawn
    from itrvault.sandbox.pages import Glyphs, PageSource

GRACE_MS = 500
"""A page of a document that was left is drawn to its end if it takes no longer: to stop it costs a
reader, and the next one starts in most of a second."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Answer:
    desk: PageDesk
    generation: int
    deliver: Callable[[], None]
    last: bool = True
    """Whether the thread has done with what it was asked."""


class PageDrawer(QObject):
    """Has pages drawn, one of a document at a time, the nearest wish first.

    `start` takes a function that opens the pages; it is called on a thread (a child has to start),
    and so is everything else of a source. Answers come on the thread of this object. A page that
    fails is not tried again.
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
        self._desks = [PageDesk(cache_bytes), PageDesk(cache_bytes)]  # the last used comes last
        self._blank = PageDesk(0)  # shown when nothing is
        self._shown = self._blank
        self._wishes: tuple[Wish, ...] = ()
        self._small_wishes: tuple[Wish, ...] = ()
        self._near: tuple[int, ...] = ()
        self._glyphs_asked: set[int] = set()
        self._links_asked: set[int] = set()
        self._outline_due = False
        self._leads_fail = False
        self._answered.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def cache(self) -> PictureCache:
        """What was drawn of the document that is shown."""
        return self._shown.cache

    @property
    def thumbnails(self) -> PictureCache:
        """Its small pictures."""
        return self._shown.thumbnails

    def limit_cache(self, cache_bytes: int) -> None:
        """Keep no more pictures of one document than that."""
        for desk in self._desks:
            desk.cache.limit = cache_bytes

    # -- a document --------------------------------------------------------------------------

    def prepare(self, work: Callable[[], object]) -> None:
        """Do something on the thread where the first document will be opened; its failure is no
        matter here, because the same thing would fail again then, and be told.
        """

        def run() -> None:
            with contextlib.suppress(KnownError):
                work()

        self._desks[0].submit(run)

    def start(self, open_source: Opens, key: str = "") -> None:
        """Begin with another document. One with a `key` may lie ready, and stays so when it is
        left, until its desk is needed.
        """
        desk = self._desk_for(key)
        self.rest()
        self._outline_due = True
        self._shown = desk
        if not desk.holds(key):
            self._lay(desk, key, open_source)
        elif desk.sizes:
            sizes = partial(self._take_sizes, desk, desk.sizes)
            self._answered.emit(_Answer(desk, desk.generation, sizes, last=False))

    def ahead(self, key: str, open_source: Opens, wish_of: Callable[[Sizes], Wish]) -> None:
        """A page of a document is likely to be wanted next: open it and draw that page.

        `wish_of` is called on a thread.
        """
        desk = self._desk_for(key)
        if not desk.holds(key):
            self._lay(desk, key, open_source, wish_of)
        elif desk.sizes and not desk.busy:
            wish = wish_of(desk.sizes)
            if wish not in desk.cache and wish.page not in desk.failures:
                self._draw(desk, wish)

    def rest(self) -> None:
        """Show no document; the one that was shown stays ready for a while."""
        left, self._shown = self._shown, self._blank
        self._wishes, self._small_wishes, self._near = (), (), ()
        self._outline_due = self._leads_fail = False
        self._glyphs_asked.clear()
        self._links_asked.clear()
        self._leave(left)

    def stop(self) -> None:
        """Close the pages and forget all pictures. Waits for the drawing that runs."""
        self.rest()
        for desk in self._desks:
            desk.token.cancel()  # a drawing that hangs ends here
            desk.clear()
        for desk in self._desks:
            desk.stop()

    def sizes_of(self, key: str) -> Sizes:
        """The sizes of the pages of a document, as far as they are known already."""
        return next((desk.sizes for desk in self._desks if desk.holds(key)), ())

    def _desk_for(self, key: str) -> PageDesk:
        """The desk where a document lies; else an empty one, or the one longest unused."""
        holding = [desk for desk in self._desks if desk.holds(key)]
        free = [desk for desk in self._desks if desk is not self._shown]
        empty = [desk for desk in free if desk.open_source is None]
        desk = (holding or empty or free)[0]
        self._desks.sort(key=lambda each: each is desk)
        return desk

    def _lay(
        self,
        desk: PageDesk,
        key: str,
        open_source: Opens,
        wish_of: Callable[[Sizes], Wish] | None = None,
    ) -> None:
        """Open a document on a desk, and draw a page of it if one is named."""
        self._leave(desk)
        desk.lay(key, open_source)
        generation = desk.generation

        def begin(cancel: CancelToken) -> Callable[[], None]:
            if cancel.cancelled:  # another document was asked for meanwhile
                return _nothing
            source = desk.open(open_source)
            sizes = tuple(source.size(number) for number in range(source.page_count))
            found = partial(self._take_sizes, desk, sizes)
            if wish_of is None or not sizes:
                return found
            self._answered.emit(_Answer(desk, generation, found, last=False))
            wish = wish_of(sizes)
            try:
                picture = _look(source, wish, cancel)
            except Cancelled:
                raise
            except KnownError as error:
                return partial(self._refuse, desk, wish.page, error)
            return partial(self._take_picture, desk, wish, picture)

        self._run(desk, begin, WHOLE)

    def _leave(self, desk: PageDesk) -> None:
        """What lies on a desk is not shown any more: it may finish what it is at, in good time."""
        desk.put_by()
        if not desk.busy:
            return
        token, jobs = desk.token, desk.jobs

        def give_up() -> None:
            if desk.token is not token:  # another document lies there, and waits
                token.cancel()
            elif desk is not self._shown and desk.busy and desk.jobs == jobs:
                token.cancel()
                desk.token = CancelToken()

        QTimer.singleShot(GRACE_MS, self, give_up)

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
        failures = self._shown.failures
        return failures.get(page) or failures.get(WHOLE, "")

    def _next(self) -> None:
        """Ask for what matters most: pictures in view, what the mouse needs there, the rest."""
        desk = self._shown
        if desk.busy or desk.open_source is None:
            return
        wish = self._due(self._wishes, self.cache)
        near = [number for number in self._near if not self.failure_of(number)]
        glyphs = next((n for n in near if n not in self._glyphs_asked), None)
        links = next((n for n in near if n not in self._links_asked), None)
        if wish is not None and (wish.page in near or not near):
            self._draw(desk, wish)
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
            self._draw(desk, wish)
        elif (small := self._due(self._small_wishes, self.thumbnails)) is not None:
            self._draw(desk, small, small=True)

    def _due(self, wishes: Sequence[Wish], cache: PictureCache) -> Wish | None:
        return next((w for w in wishes if w not in cache and not self.failure_of(w.page)), None)

    # -- the threads -------------------------------------------------------------------------

    def _draw(self, desk: PageDesk, wish: Wish, *, small: bool = False) -> None:
        take = self._take_thumbnail if small else self._take_picture

        def draw(cancel: CancelToken) -> Callable[[], None]:
            source = desk.source
            if cancel.cancelled or source is None:
                return _nothing
            return partial(take, desk, wish, _look(source, wish, cancel))

        self._run(desk, draw, wish.page)

    def _ask(
        self,
        look: Callable[[PageSource, CancelToken], T],
        take: Callable[[T], None],
        refuse: Callable[[KnownError], None] | None = None,
    ) -> None:
        """Ask the source of what is shown something; the answer is taken on the thread of Qt.

        It is dropped when another document is shown by then, and what it was asked again when this
        one is shown once more.
        """
        desk = self._shown

        def only_here(deliver: Callable[[], None]) -> Callable[[], None]:
            return lambda: deliver() if desk is self._shown else None

        def work(cancel: CancelToken) -> Callable[[], None]:
            source = desk.source
            if cancel.cancelled or source is None:
                return _nothing
            try:
                return only_here(partial(take, look(source, cancel)))
            except Cancelled:
                raise
            except KnownError as error:
                return only_here(partial(refuse, error)) if refuse is not None else _nothing

        self._run(desk, work, WHOLE)

    def _run(
        self, desk: PageDesk, work: Callable[[CancelToken], Callable[[], None]], page: int
    ) -> None:
        """Do work on the thread of a desk; it gives what is to be done with its answer.

        A known failure of it is one of `page`.
        """
        generation, cancel = desk.generation, desk.token
        desk.busy = True
        desk.jobs += 1

        def run() -> None:
            try:
                deliver = work(cancel)
            except Cancelled:  # it was left
                deliver = _nothing
            except KnownError as error:
                deliver = partial(self._refuse, desk, page, error)
            except Exception as error:  # a bug: carried to the main thread and raised there
                deliver = partial(_raise, error)
            self._answered.emit(_Answer(desk, generation, deliver))

        desk.submit(run)

    @Slot(object)
    def _take(self, answer: _Answer) -> None:
        desk = answer.desk
        if answer.generation != desk.generation:
            return
        if answer.last:
            desk.busy = False
        try:
            answer.deliver()
        finally:
            if desk is self._shown:
                self._next()

    # -- answers -----------------------------------------------------------------------------

    def _take_sizes(self, desk: PageDesk, sizes: Sizes) -> None:
        desk.sizes = sizes
        if sizes and desk is self._shown:
            self.sized.emit(sizes)

    def _take_picture(self, desk: PageDesk, wish: Wish, picture: QImage) -> None:
        desk.cache.put(wish, picture)
        if desk is self._shown:
            self.drawn.emit(wish.page)
        else:
            desk.put_by()

    def _take_thumbnail(self, desk: PageDesk, wish: Wish, picture: QImage) -> None:
        if desk is self._shown:
            desk.thumbnails.put(wish, picture)
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

    def _refuse(self, desk: PageDesk, page: int, error: KnownError) -> None:
        desk.failures[page] = error.message
        if desk is self._shown:
            self.failed.emit(page, error.message)


def _look(source: PageSource, wish: Wish, cancel: CancelToken) -> QImage:
    """The picture of a page, on a thread."""
    picture = source.draw(wish.page, wish.scale / 1000, night=wish.night, cancel=cancel)
    return QImage(
        picture.rgb, picture.width, picture.height, picture.stride, QImage.Format.Format_RGB888
    ).convertToFormat(QImage.Format.Format_RGB32)


def _nothing() -> None:
    """What is done with an answer nobody waits for."""


def _raise(error: Exception) -> None:
    raise error
