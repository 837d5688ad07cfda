"""One attempt at reading one file: the answers of a reader, put together as an `Extraction`."""

from __future__ import annotations

import re

from itrvault.errors import ReaderLied, ReaderOverLimit
from itrvault.model.document import Extraction
from itrvault.model.outline import MOST_TEXT_LINKS
from itrvault.sandbox.leads import with_links
from itrvault.sandbox.limits import Limits
from itrvault.sandbox.process import ReaderProcess
from itrvault.sandbox.received import UnitReceiver, marks_of
from itrvault.sandbox.records import (
    LINE_LENGTH,
    list_value,
    text_value,
    whole_number,
)
from itrvault.sandbox.wire import Frame

_MEDIA_TYPE = re.compile(r"[a-z0-9]+/[a-z0-9.+-]+")
_MOST_MARKS = 20_000
_MOST_LINES = 500
"""Metadata and warnings of one file, each."""

ALWAYS_SAID = 20
"""Readers say before each of so many first units that they come to it (`readers/base.py`)."""

UNITS_AT_MOST = 1 << 31
_BATCH_LIMIT = 64 << 20


class Attempt:
    """`skip` are units not to be looked at; `careful` asks for units one by one."""

    def __init__(
        self, limits: Limits, *, skip: tuple[int, ...] = (), careful: bool = False
    ) -> None:
        self._skip, self._careful = skip, careful
        self._units = UnitReceiver(limits.units, limits.text)
        self._metadata: list[tuple[str, str]] = []
        self._warnings: list[str] = []
        self._at = 0
        self._members = 0
        self._marks: list[object] = []
        self._links: list[object] = []
        self.can_skip = False

    @property
    def suspect(self) -> int | None:
        """The unit the reader was looking at when it ended; None when it did not say."""
        known = self._careful or self._at + 1 < ALWAYS_SAID
        return self._at if known else None

    def read(self, reader: ReaderProcess, data: bytes, request: dict[str, object]) -> Extraction:
        """Ask and collect. Raises what `ReaderProcess.answer` raises."""
        reader.send(
            "extract", {"data": data}, skip=list(self._skip), careful=self._careful, **request
        )
        begin = reader.answer("begin", blob_limit=0).head
        name = text_value(begin.get("reader"), 100)
        media_type = text_value(begin.get("media_type"), 100)
        if not _MEDIA_TYPE.fullmatch(media_type):
            raise ReaderLied(reason="a media type is none")
        self.can_skip = begin.get("can_skip") is True
        while True:
            frame = reader.answer(
                "units",
                "at",
                "metadata",
                "warning",
                "marks",
                "links",
                "holds",
                "done",
                blob_limit=_BATCH_LIMIT,
            )
            if frame.kind == "done":
                break
            self._take(frame)
        units = with_links(self._units.units, self._links)
        return Extraction(
            media_type, name, units, tuple(self._metadata), tuple(self._warnings), self._members,
            tuple(marks_of(self._marks, units)),
        )  # fmt: skip

    def _take(self, frame: Frame) -> None:
        if frame.kind == "units":
            self._units.receive(frame)
        elif frame.kind == "holds":
            self._members = whole_number(frame.head.get("members"), 0, UNITS_AT_MOST)
        elif frame.kind == "marks":
            self._marks += list_value(frame.head.get("marks"))
        elif frame.kind == "links":
            self._links += list_value(frame.head.get("links"))
        elif frame.kind == "at":
            self._at = whole_number(frame.head.get("unit"), 0, UNITS_AT_MOST)
        elif frame.kind == "metadata":
            key, value = frame.head.get("key"), frame.head.get("value")
            self._metadata.append((text_value(key, 100), text_value(value, LINE_LENGTH)))
        else:
            self._warnings.append(text_value(frame.head.get("sentence"), 1000))
        if len(self._metadata) > _MOST_LINES or len(self._warnings) > _MOST_LINES:
            raise ReaderOverLimit(reason="it says too much about itself")
        if len(self._marks) > _MOST_MARKS:
            raise ReaderOverLimit(reason=f"more than {_MOST_MARKS:,} comments and highlights")
        if len(self._links) > MOST_TEXT_LINKS:
            raise ReaderOverLimit(reason=f"more than {MOST_TEXT_LINKS:,} links")
