"""A codebook as a file of another program holds it: a tree of tags, and what could not be taken.

Also how the parts of a tag are written into the one description that such files have for it.
"""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass, replace

MOST_TAGS = 10_000
"""Of one codebook. Those of a large study have a few hundred."""

DEEPEST = 100
"""Levels of the tree, as many as a vault has."""

NAME_LENGTH = 500
TEXT_LENGTH = 100_000
RIGHT_LENGTH = 100
MOST_RIGHTS = 100

PROGRAM = "itrvault"
"""How the `origin` of files begins that this program wrote."""

_NAMESPACE = uuid.UUID("0d6f3c52-8f2e-5a0b-b6f5-2f7f3a5f4f11")


@dataclass(frozen=True, slots=True)
class CodebookEntry:
    """One tag of a file.

    `id` is a GUID in small letters without braces, "" where the file gives none; `parent` the place
    of the entry above it, which comes earlier, -1 at the top; `colour` "#rrggbb" or ""; `codable`
    false for what only holds others.
    """

    id: str
    parent: int
    name: str
    colour: str = ""
    definition: str = ""
    when_to_use: str = ""
    when_not: str = ""
    rights: tuple[str, ...] = ()
    codable: bool = True


@dataclass(frozen=True, slots=True)
class CodebookFile:
    """What was read of a file.

    `format` says what it is, `origin` which program wrote it ("" when it does not say), `warnings`
    are sentences on what was left out or mended.
    """

    format: str
    origin: str
    entries: tuple[CodebookEntry, ...]
    warnings: tuple[str, ...] = ()

    def within(self, name: str) -> CodebookFile:
        """The same under one tag of that name, which only holds the others."""
        top = CodebookEntry("", -1, " ".join(name.replace("/", "-").split()), codable=False)
        below = (replace(entry, parent=entry.parent + 1) for entry in self.entries)
        return replace(self, entries=(top, *below))


@dataclass(frozen=True, slots=True)
class Description:
    """The texts of a tag, apart."""

    definition: str = ""
    when_to_use: str = ""
    when_not: str = ""
    rights: tuple[str, ...] = ()


_USE, _NOT, _RIGHTS = "When to use: ", "When not to use: ", "Rights: "
_MARK = re.compile(f"(?:\\A|\n\n)({_USE}|{_NOT}|{_RIGHTS})")
_LIKE_MARK = re.compile(f"^( *)(?={_USE}|{_NOT}|{_RIGHTS})", re.M)
_SHIFTED = re.compile(f"^ ( *)(?={_USE}|{_NOT}|{_RIGHTS})", re.M)


def joined_description(parts: Description) -> str:
    """One text that a person reads in any program, and that comes apart again here."""
    marked = [(_USE, parts.when_to_use), (_NOT, parts.when_not), (_RIGHTS, "; ".join(parts.rights))]
    texts = [_LIKE_MARK.sub(r" \1", parts.definition)] if parts.definition else []
    texts += [mark + _LIKE_MARK.sub(r" \1", text) for mark, text in marked if text]
    return "\n\n".join(texts)


def parted_description(text: str) -> Description:
    """The parts of a text that `joined_description` made."""
    found = {"": "", _USE: "", _NOT: "", _RIGHTS: ""}
    mark, at = "", 0
    for match in _MARK.finditer(text):
        found[mark] = text[at : match.start()]
        mark, at = match[1], match.end()
    found[mark] = text[at:]
    plain = {key: _SHIFTED.sub(r"\1", part) for key, part in found.items()}
    rights = tuple(right for right in plain[_RIGHTS].split("; ") if right)
    return Description(plain[""], plain[_USE], plain[_NOT], rights)


def shown_guid(key: str) -> str:
    """The GUID by which a tag goes out.

    The id itself where that is a GUID of chance or of a name. One that holds the time it was made
    (version 7, as tags had before), or that is no GUID, stays here: the GUID is made from it.
    """
    try:
        value = uuid.UUID(key)
    except ValueError:
        value = None
    if value is not None and str(value) == key and value.version not in (1, 6, 7):
        return key
    return str(uuid.uuid5(_NAMESPACE, key))


def guid_of_path(above: str, name: str) -> str:
    """A GUID for a tag whose file gives it none: the same whenever that file is read."""
    return str(uuid.uuid5(_NAMESPACE, f"{above}/{name.casefold()}"))
