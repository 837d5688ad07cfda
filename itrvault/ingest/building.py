"""Gathers documents that were read into groups, and has each group digested and indexed."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from itrvault.ingest.digest import Texts
from itrvault.ingest.pace import Pace
from itrvault.ingest.work import Group, Outcome, ReadDocument, Scales
from itrvault.ingest.workers import Worker
from itrvault.model.document import Redline, Unit
from itrvault.progress import CancelToken
from itrvault.store import Store
from itrvault.text.repair import repair
from itrvault.treaty.identity import read_facts

GROUP_TEXT = 2_500_000
"""Code points of a group. A segment of this size takes a core half a second to build. Fewer and
larger segments are quicker to search and need no merging afterwards."""

LEAST_TEXT = 400_000
"""Code points of a group toward the end of an import."""

GROUP_SECONDS = 4.0
_LOOK = 0.05

ReadQueue = queue.Queue[ReadDocument | None]
"""What was read. None comes last, once for every builder."""


def _redlines(units: Sequence[Unit]) -> tuple[tuple[Redline, ...], ...]:
    """Those of each unit; nothing when there are none, as nearly always."""
    if any(unit.redlines for unit in units):
        return tuple(unit.redlines for unit in units)
    return ()


class Building:
    """What the building threads of one import share."""

    def __init__(
        self,
        store: Store,
        source: ReadQueue,
        scales: Scales,
        pace: Pace,
        stop: CancelToken,
        emit: Callable[[Outcome], None],
    ) -> None:
        self._store = store
        self._source = source
        self._scales = scales
        self._pace = pace
        self._text = 0  # code points gathered so far
        self._stop = stop
        self._emit = emit
        self._gathering = threading.Lock()  # in turn: two gathering at once would halve the groups

    def run(self) -> None:
        """Digest groups until the last document is in."""
        worker = Worker()
        try:
            more = True
            while more:
                with self._gathering:
                    documents, more = self._gather()
                if documents:
                    self._emit(self._build(documents, worker))
        finally:
            worker.close()

    def _gather(self) -> tuple[list[ReadDocument], bool]:
        """Some documents, and whether more may come."""
        documents: list[ReadDocument] = []
        text = 0
        until = float("inf")
        while text < self._enough() and time.monotonic() < until:
            self._stop.check()
            try:
                document = self._source.get(timeout=_LOOK)
            except queue.Empty:
                if text > GROUP_TEXT // 8 and self._scales.starved:
                    break
                continue
            if document is None:
                return documents, False
            if not documents:
                until = time.monotonic() + GROUP_SECONDS
            documents.append(document)
            text += document.extraction.text_length
            self._text += document.extraction.text_length
        return documents, True

    def _enough(self) -> float:
        """Code points of the group that is being gathered.

        Less toward the end: a group is built in a third of the time in which as much is read, so
        a group of twice what is still to come is done when the reading is, and no core waits
        for another that builds the last.
        """
        left = self._pace.left_per_done
        if left is None:
            return GROUP_TEXT
        return min(GROUP_TEXT, max(LEAST_TEXT, 2 * left * self._text))

    def _build(self, documents: list[ReadDocument], worker: Worker) -> Group:
        for document in documents:
            document.extraction = repair(document.extraction)
            document.rows = self._store.documents.reserve(len(document.extraction.units))
        texts = [
            Texts(
                *document.rows,
                tuple(unit.text for unit in document.extraction.units),
                pages=document.extraction.paged,
                redlines=_redlines(document.extraction.units),
            )
            for document in documents
        ]
        answer = worker.digest(texts, self._stop)
        for document, languages, doubts, signature in zip(
            documents, answer.languages, answer.doubts, answer.signatures, strict=True
        ):
            document.signature = signature
            extraction = document.extraction
            units = tuple(
                replace(unit, language=language, doubt=unit.doubt or doubt)
                for unit, language, doubt in zip(extraction.units, languages, doubts, strict=True)
            )
            document.extraction = replace(extraction, units=units)
            document.facts = read_facts(document.name, units, extraction.metadata)
        return Group(tuple(documents), answer.segment)
