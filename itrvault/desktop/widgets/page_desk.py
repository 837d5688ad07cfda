"""One document open to be drawn: its reader, the thread that waits for it, what was drawn of it.

A call to a reader waits, so each desk has a thread for it. While one document is shown, another
can lie ready on a second desk: the one before, or the one that is about to be shown.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from itrvault.desktop.widgets.page_cache import PictureCache
from itrvault.progress import CancelToken

if TYPE_CHECKING:  # loaded when the first page is drawn
    from itrvault.sandbox.pages import PageSource

THUMBNAIL_BYTES = 16 * 1024 * 1024
PUT_BY_BYTES = 12 * 1024 * 1024
"""Pictures kept of a document that is not shown: the pages that were in view last."""

WHOLE = -1
"""Stands for all pages where a page is named."""

Sizes = tuple[tuple[float, float], ...]
Opens = Callable[["PageSource | None"], "PageSource"]
"""Opens pages, on a thread, in the place of those before, whose reader may be used for them."""


class PageDesk:
    """All of it belongs to the thread of the window, except the source, which only `run` touches.

    `busy` says that an answer of the document that lies on it is still to come, `jobs` how often
    the thread was asked anything.
    """

    def __init__(self, cache_bytes: int) -> None:
        self.key = ""
        self.open_source: Opens | None = None
        self.sizes: Sizes = ()
        self.cache = PictureCache(cache_bytes)
        self.thumbnails = PictureCache(THUMBNAIL_BYTES)
        self.failures: dict[int, str] = {}
        self.generation = 0
        self.busy = False
        self.jobs = 0
        self.token = CancelToken()
        self._source: PageSource | None = None
        self._thread: ThreadPoolExecutor | None = None

    def holds(self, key: str) -> bool:
        """Whether this document lies on it, open or being opened."""
        return bool(key) and self.key == key and WHOLE not in self.failures

    def lay(self, key: str, open_source: Opens) -> None:
        """Have another document lie here; what was known of the one before is dropped."""
        self.clear()
        self.key, self.open_source = key, open_source

    def clear(self) -> None:
        """Have none lie here. The reader lets go of it when it is asked something else."""
        self.generation += 1
        self.key, self.open_source = "", None
        self.sizes = ()
        self.busy = False
        self.token = CancelToken()
        self.cache.clear()
        self.thumbnails.clear()
        self.failures.clear()

    def put_by(self) -> None:
        """Keep little of a document that is not shown any more."""
        self.thumbnails.clear()
        self.cache.shrink(PUT_BY_BYTES)

    def submit(self, work: Callable[[], object]) -> None:
        """Do something on the thread, when what was asked for before is done."""
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1, thread_name_prefix="page-draw")
        self._thread.submit(work)

    def stop(self) -> None:
        """Close the pages and end the thread. Waits for what it does; ask that to stop before."""
        if self._thread is not None:
            self._thread.submit(self.close_source)
            self._thread.shutdown(wait=True)
            self._thread = None

    # -- on the thread -------------------------------------------------------------------------

    @property
    def source(self) -> PageSource | None:
        """The open pages."""
        return self._source

    def open(self, open_source: Opens) -> PageSource:
        """Open other pages in the place of those that are open."""
        before, self._source = self._source, None
        try:
            source = self._source = open_source(before)
        finally:
            if before is not None:
                before.close()  # if they were not taken the place of
        return source

    def close_source(self) -> None:
        """Close the pages."""
        source, self._source = self._source, None
        if source is not None:
            source.close()
