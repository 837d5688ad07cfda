"""Reads doubtful pages by OCR, several at a time, and decides which text of each is in use.

Each worker thread has a confined process of its own with low priority, in which a document stays
open while its pages are read. The caller's thread writes: some pages, what is in use now, and the
document's new index, in one transaction. What is committed is not read again, so a run that was
stopped or killed is gone on with by starting it again.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from itrvault.errors import (
    Cancelled,
    FileLocked,
    LanguageDataMissing,
    ReaderFailed,
)
from itrvault.ingest.better import is_better
from itrvault.ingest.tongues import Group, Tongues, parse_languages
from itrvault.model.document import Doubt, Fact, FactSource, TextSource, Unit, UnitKind
from itrvault.model.geometry import Layout, PageLayout
from itrvault.model.journal import Change
from itrvault.progress import CancelToken, NullProgress, Progress, Step
from itrvault.sandbox.host import Sandbox
from itrvault.sandbox.pages import PageSource
from itrvault.sandbox.tessdata import LanguageData, find_language_data, how_to_install
from itrvault.search.builder import build_segment
from itrvault.store import Store
from itrvault.treaty.identity import read_facts
from itrvault.vault import Vault

READER = "ocr/2"
PAGE_SECONDS = 240.0
"""For one page: some are tried in several languages and turned four ways, on a slow computer."""

COMMIT_SECONDS = 5.0
_SHARE = 0.1  # of the time that may go into writing the index of a long document again and again
_LOOK = 0.1


@dataclass(frozen=True, slots=True)
class PageFailure:
    """A page that could not be read, and why, in a sentence."""

    document: str
    number: int
    message: str


@dataclass(frozen=True, slots=True)
class RecogniseReport:
    """What became of the pages.

    `read` were read by OCR; of those `used` are shown and searched with what was read, and
    `nothing` held no words. `left` is how many wait for language data: `missing` names the
    languages (as Tesseract does) and `advice` says what to do about it. `locked` is how many wait
    for the password of their file.
    """

    read: int = 0
    used: int = 0
    nothing: int = 0
    failures: tuple[PageFailure, ...] = ()
    left: int = 0
    missing: tuple[str, ...] = ()
    advice: str = ""
    seconds: float = 0.0
    cancelled: bool = False
    locked: int = 0


def recognise(
    vault: Vault,
    documents: Iterable[str] | None = None,
    *,
    numbers: Collection[int] | None = None,
    again: bool = False,
    languages: str = "",
    folder: str = "",
    passwords: Sequence[str] = (),
    jobs: int | None = None,
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> RecogniseReport:
    """Read the pages in doubt by OCR, of some documents (ids) or of all.

    `numbers` (from 0) asks for those pages of the documents whether in doubt or not, again if they
    were read before; then what is read is kept, and used only where the text in use is doubted.
    `again` asks for all that was read by OCR before (by an earlier version of the program, or when
    there was no language data for it), besides what is in doubt.
    `languages` is "rus+eng" or "ru+en"; "" goes by what each document is in. `folder` holds
    language data of the user's own. `passwords` are tried on protected files, one after another;
    pages of those that none opens are left as they are. Raises LanguageDataMissing when there is
    none at all (or none of what was asked), VaultReadOnly, DiskFull; what was committed stays.
    """
    data = find_language_data(folder)
    group = parse_languages(languages)
    if not data.folders or (group and not data.folder_of(group)):
        lacking = [name for name in group if name not in data.languages] or list(group) or ["eng"]
        raise LanguageDataMissing(languages=", ".join(lacking), how=how_to_install(lacking))
    listener = progress or NullProgress()
    pages = _asked(vault, documents, numbers, again=again)
    if not pages:
        return RecogniseReport()
    vault.ensure_index(listener)
    workers = max(1, min(jobs or _cores(), len(pages)))
    run = _Run(
        vault, data, [group] if group else [], passwords, listener, cancel or CancelToken()
    )  # fmt: skip
    return run.run(pages, workers)


def use_text(
    vault: Vault, document: str, sources: dict[int, TextSource], *, label: str = ""
) -> Change:
    """Put other readings of pages in use (number from 0 to source), with the index.

    Raises NoSuchDocument, NoSuchUnit (also for a page without such a reading), VaultReadOnly.
    """
    vault.ensure_index()
    with vault.store.transaction():
        change = vault.store.readings.use(document, sources, label or "Change text in use")
        _renew(vault, document)
    return change


def _asked(
    vault: Vault,
    documents: Iterable[str] | None,
    numbers: Collection[int] | None,
    *,
    again: bool = False,
) -> list[tuple[str, int]]:
    """The pages to be read, document after document."""
    store = vault.store
    if numbers is None and not again:
        return store.readings.pending(documents)
    ids = list(documents if documents is not None else (each.id for each in store.documents.all()))
    if numbers is None:
        waiting = set(store.readings.pending(ids))
        waiting |= {
            (key, reading.unit)
            for key in ids
            for reading in store.readings.of(key)
            if reading.source is TextSource.OCR
        }
        order = {key: place for place, key in enumerate(ids)}
        return sorted(waiting, key=lambda page: (order[page[0]], page[1]))
    wanted = sorted(set(numbers))
    return [
        (key, number)
        for key in ids
        for number in wanted
        if 0 <= number < store.documents.get(key).unit_count
    ]


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(slots=True)
class _Paper:
    """A document whose pages are read: what all workers need of it."""

    id: str
    name: str
    data: bytes
    units: list[Unit]
    tongues: Tongues


@dataclass(slots=True)
class _Result:
    document: str
    number: int
    unit: Unit | None
    group: Group = ()
    message: str = ""
    lacking: frozenset[str] = frozenset()
    locked: bool = False


@dataclass(slots=True)
class _Tally:
    read: int = 0
    used: int = 0
    nothing: int = 0
    left: int = 0
    locked: int = 0
    failures: list[PageFailure] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)


class _Any(CancelToken):
    """Set when either of two is."""

    def __init__(self, *tokens: CancelToken) -> None:
        super().__init__()
        self._tokens = tokens

    @property
    def cancelled(self) -> bool:
        """Whether anybody asked."""
        return any(token.cancelled for token in self._tokens)

    def check(self) -> None:
        """Raise `Cancelled` if anybody asked."""
        if self.cancelled:
            raise Cancelled


class _Run:
    def __init__(
        self,
        vault: Vault,
        data: LanguageData,
        asked: Sequence[Group],
        passwords: Sequence[str],
        progress: Progress,
        cancel: CancelToken,
    ) -> None:
        self._vault = vault
        self._data, self._asked = data, asked
        self._passwords = ("", *dict.fromkeys(filter(None, passwords)))
        self._progress, self._cancel = progress, cancel
        self._stop = CancelToken()
        self._either = _Any(self._stop, cancel)
        self._results: queue.Queue[_Result] = queue.Queue(32)
        self._failure: BaseException | None = None
        self._tally = _Tally()
        self._lock = threading.Lock()
        self._paper: _Paper | None = None  # the one that was opened last
        self._waiting: list[_Result] = []
        self._since = time.monotonic()
        self._index_cost = 0.0

    def run(self, pages: list[tuple[str, int]], workers: int) -> RecogniseReport:
        begun = time.monotonic()
        work = iter(pages)
        limits = replace(self._vault.sandbox.limits, folders=self._data.paths)
        done = 0
        with Sandbox(limits) as sandbox:
            threads = [
                threading.Thread(target=self._guard, args=(sandbox, work), name="ocr")
                for _ in range(workers)
            ]
            for thread in threads:
                thread.start()
            try:
                while any(each.is_alive() for each in threads) or not self._results.empty():
                    if self._cancel.cancelled or self._failure is not None:
                        break
                    with contextlib.suppress(queue.Empty):
                        self._take(self._results.get(timeout=_LOOK))
                        done += 1
                        self._tell(done, len(pages), begun)
                self._commit()  # also what was read before somebody asked to stop
            finally:
                self._stop.cancel()
                for thread in threads:
                    thread.join()
        if self._failure is not None:
            raise self._failure
        tally = self._tally
        missing = tuple(sorted(tally.missing))
        return RecogniseReport(
            tally.read, tally.used, tally.nothing, tuple(tally.failures), tally.left, missing,
            how_to_install(missing) if missing else "", time.monotonic() - begun,
            self._cancel.cancelled, tally.locked,
        )  # fmt: skip

    def _tell(self, done: int, total: int, begun: float) -> None:
        spent = time.monotonic() - begun
        name = self._paper.name if self._paper is not None else ""
        self._progress.report(
            Step("Reading pictures of pages", done, total, name, spent / done * (total - done))
        )

    # -- the workers -----------------------------------------------------------------------------

    def _guard(self, sandbox: Sandbox, work: Iterator[tuple[str, int]]) -> None:
        try:
            self._work(sandbox, work)
        except Cancelled:
            pass  # the report says so
        except BaseException as error:
            self._failure = self._failure or error  # raised again in the caller's thread

    def _work(self, sandbox: Sandbox, work: Iterator[tuple[str, int]]) -> None:
        paper: _Paper | None = None
        source: PageSource | None = None
        refused: ReaderFailed | None = None
        try:
            while (page := self._next(work)) is not None:
                document, number = page
                if paper is None or paper.id != document:
                    if source is not None:
                        source.close()
                    source, refused = None, None
                    paper = self._open(document)
                    try:
                        source = self._pages_of(sandbox, paper)
                    except ReaderFailed as error:
                        refused = error
                self._put(self._read(paper, source, number, refused))
        finally:
            if source is not None:
                source.close()

    def _pages_of(self, sandbox: Sandbox, paper: _Paper) -> PageSource:
        """The pages of a document, opened with the first password that does."""
        *others, last = self._passwords
        for password in others:
            with contextlib.suppress(FileLocked):
                return sandbox.open_pages(paper.data, paper.name, password)
        return sandbox.open_pages(paper.data, paper.name, last)

    def _next(self, work: Iterator[tuple[str, int]]) -> tuple[str, int] | None:
        if self._stop.cancelled or self._cancel.cancelled:
            return None
        with self._lock:
            return next(work, None)

    def _open(self, document: str) -> _Paper:
        """The document, shared by all who read its pages."""
        with self._lock:
            if self._paper is None or self._paper.id != document:
                documents = self._vault.store.documents
                known = documents.get(document)
                units = documents.units(document)
                tongues = Tongues(
                    self._data, self._asked, _language(known.facts["language"], units), units,
                    known.metadata,
                )  # fmt: skip
                self._paper = _Paper(
                    document, known.name, documents.original(document), units, tongues
                )
            return self._paper

    def _read(
        self, paper: _Paper, source: PageSource | None, number: int, refused: ReaderFailed | None
    ) -> _Result:
        result = _Result(paper.id, number, None)
        tongues = paper.tongues
        if paper.units[number].kind is not UnitKind.PAGE:
            result.message = "It is flowing text, of which there is no picture."
        elif tongues.missing:
            result.lacking = tongues.missing
        elif isinstance(refused, FileLocked):
            result.locked = True
        elif source is None:
            result.message = refused.message if refused is not None else ""
        else:
            folder = tongues.folder
            try:
                unit, group = source.recognise(
                    number, folder, tongues.groups_in(folder),
                    seconds=PAGE_SECONDS, cancel=self._either,
                )  # fmt: skip
                if better := tongues.learn(group, unit):
                    unit, group = source.recognise(
                        number, self._data.folder_of(better), [better],
                        seconds=PAGE_SECONDS, cancel=self._either,
                    )  # fmt: skip
                result.unit, result.group = unit, group
            except Cancelled:
                raise
            except ReaderFailed as error:
                result.message = error.message
        return result

    def _put(self, result: _Result) -> None:
        while True:
            if self._stop.cancelled:
                raise Cancelled
            try:
                self._results.put(result, timeout=_LOOK)
            except queue.Full:
                continue
            return

    # -- the writer ------------------------------------------------------------------------------

    def _take(self, result: _Result) -> None:
        """Keep a result for the next commit; commit when it is time, or the document ends."""
        if result.locked:
            self._tally.locked += 1
            return
        if result.lacking:
            self._tally.left += 1
            self._tally.missing |= result.lacking
            return
        if self._waiting and self._waiting[-1].document != result.document:
            self._commit()
        self._waiting.append(result)
        age = time.monotonic() - self._since
        if age > max(COMMIT_SECONDS, self._index_cost / _SHARE):
            self._commit()

    def _commit(self) -> None:
        """Write what waits, all or nothing."""
        waiting, self._waiting = self._waiting, []
        begun = time.monotonic()
        for document in dict.fromkeys(result.document for result in waiting):
            with contextlib.suppress(_Gone):
                self._write(document, [each for each in waiting if each.document == document])
        self._since = time.monotonic()
        self._index_cost = self._since - begun

    def _write(self, document: str, results: list[_Result]) -> None:
        store = self._vault.store
        read = used = nothing = 0
        failures: list[PageFailure] = []
        with store.transaction():
            if store.documents.find(document) is None:
                raise _Gone  # removed by hand meanwhile
            chosen: dict[int, TextSource] = {}
            for result in results:
                now = store.documents.unit(document, result.number)
                unit = result.unit
                if unit is None:
                    failures.append(PageFailure(document, result.number, result.message))
                    # An attempt is kept, so that the next run does not fail at it again.
                    unit = replace(now, text="", layout=_blank(now), redlines=(), language="")
                    unit = replace(unit, source=TextSource.OCR, doubt=Doubt.UNREAD)
                else:
                    read += 1
                    nothing += not unit.text.strip()
                unit = replace(unit, number=result.number, label=now.label)
                if now.source is TextSource.OCR:
                    if result.unit is None:
                        continue
                    store.readings.use(document, {result.number: _other(store, document, now)})
                    now = store.documents.unit(document, result.number)
                    better = bool(unit.text.strip())
                else:
                    better = is_better(unit, now)
                name = "+".join(result.group)
                store.readings.add(document, unit, f"{READER} {name}".strip())
                if better:
                    chosen[result.number] = TextSource.OCR
            if chosen:
                store.readings.use(document, chosen, "Use text read by OCR")
                _renew(self._vault, document)
            used = len(chosen)
        tally = self._tally
        tally.read, tally.used = tally.read + read, tally.used + used
        tally.nothing += nothing
        tally.failures += failures


class _Gone(Exception):
    """The document is no longer in the vault."""


def _renew(vault: Vault, document: str) -> None:
    """Index the document as it reads now, and read anew what it says of itself."""
    known = vault.store.documents.get(document)
    units = vault.store.documents.units(document)
    vault.store.readings.renew_facts(document, read_facts(known.name, units, known.metadata))
    vault.index.remove(known.row)
    vault.index.adopt([build_segment(list(vault.store.documents.unit_rows([document])))])


def _other(store: Store, document: str, now: Unit) -> TextSource:
    """The reading of a page, read by OCR, that came with the file."""
    for reading in store.readings.of(document):
        if reading.unit == now.number and reading.source is not TextSource.OCR:
            return reading.source
    return TextSource.FILE


def _blank(unit: Unit) -> Layout:
    layout = unit.layout
    return PageLayout(layout.width, layout.height) if isinstance(layout, PageLayout) else layout


_NOT_BY_TEXT = (
    FactSource.HAND, FactSource.FILE_NAME, FactSource.METADATA, FactSource.CATALOGUE,
)  # fmt: skip


def _language(fact: Fact, units: Sequence[Unit]) -> str:
    """The language of the document, unless the text it was told by is itself in doubt."""
    stated = fact.value
    if fact.source in _NOT_BY_TEXT:
        return stated
    sound = {unit.language for unit in units if unit.doubt is Doubt.NONE and unit.language}
    lying = any(unit.doubt in (Doubt.LETTERS, Doubt.WORDS) for unit in units)
    return stated if stated in sound or not lying else ""
