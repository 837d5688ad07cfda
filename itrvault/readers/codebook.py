"""Reads codebooks of other programs: REFI-QDA (.qdc, and the codebook in a .qdpx), CSV and text.

Lenient, for real programs' files break the rules in known ways; all that is mended or left out is
said in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from itrvault.errors import FileEmpty, FileUnsupported, ReaderOverLimit
from itrvault.model.codebook import (
    DEEPEST,
    MOST_RIGHTS,
    MOST_TAGS,
    NAME_LENGTH,
    RIGHT_LENGTH,
    TEXT_LENGTH,
    CodebookEntry,
    CodebookFile,
    Description,
    parted_description,
)
from itrvault.readers import codebook_refi, codebook_table
from itrvault.readers.codebook_found import Found, FoundCode
from itrvault.readers.kinds import extension
from itrvault.sandbox.records import clean_line, clean_text

_GUID = re.compile(r"\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?", re.I)
_HEX = re.compile(r"#?([0-9a-f]{3}|[0-9a-f]{6}|[0-9a-f]{8})", re.I)
_NAMED_AT_MOST = 5
_SIZE = 64 << 20


def read_codebook(data: bytes, name: str, schema: bytes) -> CodebookFile:
    """The tags of a file. `schema` is the XSD that a .qdc has to hold to.

    Raises FileEmpty, FileDamaged, FileLocked, FileUnsupported, ReaderOverLimit.
    """
    if not data:
        raise FileEmpty
    if len(data) > _SIZE:
        raise ReaderOverLimit(reason=f"it is larger than {_SIZE >> 20} MB, and no codebook is")
    found = codebook_refi.read(data, schema)
    if found is None and extension(name) not in ("qdc", "qde", "qdpx"):
        found = codebook_table.read(data, name)
    if found is None:
        raise FileUnsupported(kind="not a codebook")
    tidy = _Tidy(found)
    return CodebookFile(found.format, clean_line(found.origin, 200), tidy.entries, tidy.warnings)


@dataclass(slots=True)
class _Troubles:
    """Names of tags by what was wrong with them, so that each trouble is one sentence."""

    by_kind: dict[str, list[str]] = field(default_factory=dict)

    def add(self, kind: str, name: str) -> None:
        self.by_kind.setdefault(kind, []).append(name)

    def sentences(self) -> Iterable[str]:
        for kind, names in self.by_kind.items():
            some = ", ".join(f"“{clean_line(name, 60)}”" for name in names[:_NAMED_AT_MOST])
            more = len(names) - _NAMED_AT_MOST
            yield f"{kind}: {some}" + (f" and {more:,} more." if more > 0 else ".")


class _Tidy:
    """What was found, as the host takes it."""

    def __init__(self, found: Found) -> None:
        if len(found.codes) > MOST_TAGS:
            raise ReaderOverLimit(reason=f"more than {MOST_TAGS:,} tags in it")
        self._troubles = _Troubles()
        self._ids: set[str] = set()
        self._depths: list[int] = []
        self.entries = tuple(self._entry(code) for code in found.codes)
        self.warnings = (*found.warnings, *self._troubles.sentences())

    def _entry(self, code: FoundCode) -> CodebookEntry:
        depth = 1 + (self._depths[code.parent] if code.parent >= 0 else 0)
        if depth > DEEPEST:
            raise ReaderOverLimit(reason=f"its tags lie more than {DEEPEST} levels deep")
        self._depths.append(depth)
        name = self._name(code.name)
        whole = self._text(code.description, name)
        parts = parted_description(whole) if code.joined else Description(whole)
        rights = code.rights or parts.rights
        return CodebookEntry(
            self._id(code.guid, name), code.parent, name, self._colour(code.colour, name),
            self._text(parts.definition, name),
            self._text(code.when_to_use, name) or parts.when_to_use,
            self._text(code.when_not, name) or parts.when_not,
            tuple(clean_line(right, RIGHT_LENGTH) for right in rights[:MOST_RIGHTS]),
            code.codable,
        )  # fmt: skip

    def _name(self, name: str) -> str:
        tidy = " ".join(clean_line(name, 10 * NAME_LENGTH).split())
        if "/" in tidy:
            self._troubles.add('"/" in a name became "-"', tidy)
            tidy = tidy.replace("/", "-")
        if len(tidy) > NAME_LENGTH:
            self._troubles.add("Shortened names", tidy)
            tidy = tidy[:NAME_LENGTH].rstrip()
        if not tidy:
            tidy = "Without a name"
            self._troubles.add("Tags that had no name", tidy)
        return tidy

    def _id(self, guid: str, name: str) -> str:
        if not guid.strip():
            return ""
        match = _GUID.fullmatch(guid.strip())
        if match is None:
            self._troubles.add("Identifiers that are none were left out", name)
            return ""
        key = match[1].lower()
        if key in self._ids:
            self._troubles.add("An identifier given twice was left out at the second", name)
            return ""
        self._ids.add(key)
        return key

    def _colour(self, colour: str, name: str) -> str:
        if not colour.strip():
            return ""
        match = _HEX.fullmatch(colour.strip())
        if match is None:
            self._troubles.add("Colours that are none were left out", name)
            return ""
        digits = match[1].lower()
        if len(digits) == 3:
            digits = "".join(2 * digit for digit in digits)
        return f"#{digits[-6:]}"  # of eight, the first two say how opaque it is

    def _text(self, text: str, name: str) -> str:
        tidy = clean_text(text)
        if len(tidy) > TEXT_LENGTH:
            self._troubles.add("Shortened descriptions", name)
            tidy = tidy[:TEXT_LENGTH]
        return tidy
