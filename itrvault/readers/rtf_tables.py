"""The tables at the start of an RTF file: fonts, styles, and what it says about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from itrvault.model.document import RedlineKind
from itrvault.readers.colours import nearest
from itrvault.readers.docx_styles import level_by_name
from itrvault.readers.rtf_tokens import codec_of_charset, codec_of_page, stamp
from itrvault.readers.sections import Mark

_MOST = 10_000


@dataclass(slots=True)
class _Font:
    name: str = ""
    charset: int = 1
    codec: str = ""


class Fonts:
    """Fonts by number: which code page their bytes are in."""

    def __init__(self) -> None:
        self._fonts: dict[int, _Font] = {}
        self.current = 0
        """The font being defined."""

    def set_up(self, word: bytes, number: int, codec: str) -> str:
        """The file's own code page after a word of its head."""
        if word == b"ansicpg":
            return codec_of_page(number)
        return {b"mac": "mac_roman", b"pc": "cp437", b"pca": "cp850"}.get(word, codec)

    def define(self, word: bytes, number: int | None) -> None:
        """A word inside the table of fonts."""
        if word == b"f" and len(self._fonts) < _MOST:
            self.current = number or 0
            self._fonts[self.current] = _Font()
        font = self._fonts.get(self.current)
        if font is None:
            return
        if word == b"fcharset":
            font.charset = number or 0
            font.codec = font.codec or codec_of_charset(font.charset)
        elif word == b"cpg" and number:
            font.codec = codec_of_page(number)

    def text(self, text: str) -> None:
        """Words inside the table: a font's name."""
        font = self._fonts.get(self.current)
        if font is not None and len(font.name) < 100:
            font.name += text

    def charset(self, number: int) -> int:
        """The charset of a font, 1 for one that is unknown."""
        return self._fonts[number].charset if number in self._fonts else 1

    def codec(self, number: int) -> str:
        """The codec of a font, "" for the file's own."""
        return self._fonts[number].codec if number in self._fonts else ""

    def name(self, number: int) -> str:
        """A font's name."""
        return self._fonts[number].name if number in self._fonts else ""


class Colours:
    """The table of colours, as the nearest of ours; a shade of grey is none."""

    def __init__(self) -> None:
        self._names: list[str] = []
        self._parts: dict[bytes, int] = {}

    def define(self, word: bytes, number: int | None) -> None:
        """A part of the colour being defined."""
        if word in (b"red", b"green", b"blue"):
            self._parts[word] = min(max(number or 0, 0), 255)

    def text(self, text: str) -> None:
        """A semicolon ends a colour; the first is often left out, for "as usual"."""
        for _ in range(text.count(";")):
            if len(self._names) < _MOST:
                parts = [self._parts.get(part, 0) / 255 for part in (b"red", b"green", b"blue")]
                name = nearest(*parts) if self._parts else ""
                self._names.append("" if name == "gray" else name)
            self._parts = {}

    def name(self, number: int) -> str:
        """Our name for a colour, "" for none and for white."""
        return self._names[number] if 0 < number < len(self._names) else ""


class CellChanges:
    """What a row's definition says happened to its cells."""

    def __init__(self) -> None:
        self._cells: list[tuple[Mark, ...]] = []
        self._now: dict[bytes, tuple[int, int]] = {}

    def define(self, word: bytes, number: int | None, author: Callable[[int], str]) -> None:
        """A word of the definition; `author` knows names by their numbers."""
        if word == b"trowd":
            self._cells, self._now = [], {}
        elif word == b"cellx":
            if len(self._cells) < _MOST:
                self._cells.append(tuple(self._marks(author)))
            self._now = {}
        else:
            kind = word[:5]
            who, when = self._now.get(kind, (0, 0))
            if word.endswith(b"auth"):
                who = number or 0
            elif word.endswith(b"dttm"):
                when = number or 0
            self._now[kind] = (who, when)

    def _marks(self, author: Callable[[int], str]) -> Iterator[Mark]:
        for kind, (who, when) in self._now.items():
            change = RedlineKind.INSERTED if kind == b"clins" else RedlineKind.DELETED
            yield Mark(change, author(who), stamp(when) if when else "")

    def of(self, column: int) -> tuple[Mark, ...]:
        """The redlines of a cell."""
        return self._cells[column] if column < len(self._cells) else ()


CELL_WORDS = frozenset(
    (b"trowd", b"cellx", b"clins", b"clinsauth", b"clinsdttm", b"cldel", b"cldelauth", b"cldeldttm")
)
"""Words of a row's definition that `CellChanges` takes."""


class Stylesheet:
    """Which paragraph styles are headings."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self._levels: dict[int, int] = {}
        self._current: int | None = 0

    def define(self, word: bytes, number: int | None) -> None:
        """A word inside the style sheet."""
        if word == b"s":
            self._current = number or 0
        elif word in (b"cs", b"ds", b"ts"):
            self._current = None
        elif word == b"outlinelevel" and self._current is not None and number is not None:
            self._levels[self._current] = number + 1 if 0 <= number < 9 else 0

    def text(self, text: str) -> None:
        """Words inside the style sheet: names, each with a semicolon behind it."""
        name, end, _ = text.partition(";")
        if self._current is not None and len(self._names) < _MOST:
            self._names[self._current] = (self._names.get(self._current, "") + name)[:200]
        if end:
            self._current = 0

    def level(self, number: int) -> int:
        """The depth of a style as a heading, 0 for none."""
        if not number:
            return 0
        return level_by_name(self._names.get(number, "").strip()) or self._levels.get(number, 0)


_STATED = {"title": "title", "author": "author", "subject": "subject", "keywords": "keywords",
           "doccomm": "description", "operator": "last modified by", "company": "company",
           "category": "category", "manager": "manager"}  # fmt: skip
_TIMES = {"creatim": "created", "revtim": "modified"}
_PARTS = (b"yr", b"mo", b"dy", b"hr", b"min")


class Info:
    """What the file says about itself."""

    def __init__(self) -> None:
        self._said: dict[str, str] = {}
        self._times: dict[str, dict[bytes, int]] = {}

    def define(self, name: str, word: bytes, number: int) -> None:
        """A word inside a group of the table, such as the year of a date."""
        if name in _TIMES and word in _PARTS:
            self._times.setdefault(name, {})[word] = number

    def say(self, name: str, text: str) -> None:
        """The words of a group."""
        if name in _STATED and (said := " ".join(text.split())):
            self._said.setdefault(_STATED[name], said[:1000])

    def stated(self) -> list[tuple[str, str]]:
        """All of it, as key and value."""
        found = list(self._said.items())
        for name, parts in self._times.items():
            year, month, day, hour, minute = (parts.get(part, 0) for part in _PARTS)
            if year and month and day:
                date = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00"
                found.append((_TIMES[name], date))
        return found
