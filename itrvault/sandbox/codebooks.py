"""Codebooks on their way from a reader to the host, and the host's checks of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from itrvault.errors import ReaderLied, ReaderOverLimit
from itrvault.model.codebook import (
    DEEPEST,
    MOST_RIGHTS,
    MOST_TAGS,
    NAME_LENGTH,
    RIGHT_LENGTH,
    TEXT_LENGTH,
    CodebookEntry,
    CodebookFile,
)
from itrvault.sandbox.records import NOT_TEXT, clean_line, list_value, text_value, whole_number
from itrvault.sandbox.wire import Frame

WARNING_LENGTH = 1_000
MOST_WARNINGS = 200

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_BATCH = 128 << 10
"""Code points in one frame, more or less."""


def code_rows(entries: Iterable[CodebookEntry]) -> Iterator[list[list[object]]]:
    """Entries on their way to the host, in rows for one frame each."""
    rows: list[list[object]] = []
    size = 0
    for e in entries:
        row: list[object] = [
            e.id, e.parent, e.name, e.colour, e.definition, e.when_to_use, e.when_not,
            list(e.rights), e.codable,
        ]  # fmt: skip
        rows.append(row)
        size += 200 + len(e.definition) + len(e.when_to_use) + len(e.when_not)
        if size > _BATCH:
            yield rows
            rows, size = [], 0
    if rows:
        yield rows


@dataclass(slots=True)
class CodebookReceiver:
    """Collects what a reader says of one codebook. Raises `ReaderLied`, `ReaderOverLimit`."""

    entries: list[CodebookEntry] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _depths: list[int] = field(default_factory=list)

    def receive(self, frame: Frame) -> None:
        """Take a frame of kind "codes" or "warning"."""
        if frame.kind == "warning":
            if len(self.warnings) < MOST_WARNINGS:
                self.warnings.append(text_value(frame.head.get("sentence"), WARNING_LENGTH))
            return
        rows = list_value(frame.head.get("codes"))
        if len(self.entries) + len(rows) > MOST_TAGS:
            raise ReaderOverLimit(reason=f"more than {MOST_TAGS:,} tags in it")
        for row in rows:
            self._take(list_value(row, 9))

    def file(self, begin: Frame) -> CodebookFile:
        """All of it, with what the first frame said."""
        kind, origin = begin.head.get("format"), begin.head.get("origin")
        return CodebookFile(
            text_value(kind, 100), text_value(origin, 200), tuple(self.entries),
            tuple(self.warnings),
        )  # fmt: skip

    def _take(self, row: list[object]) -> None:
        key, parent, name, colour, definition, use, when_not, rights, codable = row
        above = whole_number(parent, -1, len(self.entries) - 1)
        depth = 1 + (self._depths[above] if above >= 0 else 0)
        if depth > DEEPEST:
            raise ReaderLied(reason="a codebook is deeper than is allowed")
        listed = list_value(rights)
        if len(listed) > MOST_RIGHTS or not isinstance(codable, bool):
            raise ReaderLied(reason="a tag is not as tags are")
        called = text_value(name, NAME_LENGTH)
        if not called.strip() or "/" in called or " ".join(called.split()) != called:
            raise ReaderLied(reason="a tag has no proper name")
        self._depths.append(depth)
        self.entries.append(
            CodebookEntry(
                _matching(key, _GUID), above, called, _matching(colour, _COLOUR),
                _long_text(definition), _long_text(use), _long_text(when_not),
                tuple(text_value(right, RIGHT_LENGTH) for right in listed), codable,
            )
        )  # fmt: skip


def clean_sentence(sentence: str) -> str:
    """A warning as it may cross."""
    return clean_line(sentence, WARNING_LENGTH)


def _matching(untrusted: object, pattern: re.Pattern[str]) -> str:
    if not isinstance(untrusted, str) or (untrusted and not pattern.fullmatch(untrusted)):
        raise ReaderLied(reason="a value of a tag is not one")
    return untrusted


def _long_text(untrusted: object) -> str:
    if not isinstance(untrusted, str) or len(untrusted) > TEXT_LENGTH or NOT_TEXT.search(untrusted):
        raise ReaderLied(reason="a text of a tag is none")
    return untrusted
