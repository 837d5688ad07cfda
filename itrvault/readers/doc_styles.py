"""Style sheet, fonts and automatic numbers of an old Word file (MS-DOC, 2.4.6 and 2.9)."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass, field, replace

from itrvault.readers.doc_head import WORD_97, Head, Part
from itrvault.readers.doc_properties import Values, values_of
from itrvault.readers.docx_styles import level_by_name, numeral

_DEEPEST = 20
_NONE = 0xFFF
_NO_OUTLINE = 9
_MOST_LISTS = 4_000
_FORMS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter",
    22: "decimalZero", 23: "bullet", 255: "none",
}  # fmt: skip
_CODECS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250",
}  # fmt: skip
"""Code pages by the character set of a font (Windows, LOGFONT)."""


@dataclass(slots=True)
class StyleSheetEntry:
    """What counts of a style. `level` is its depth as a heading, 0 for none."""

    level: int = 0
    paragraph: Values = field(default_factory=dict)
    characters: Values = field(default_factory=dict)


@dataclass(slots=True)
class _Raw:
    kind: int
    base: int
    built_in: int
    name: str
    paragraph: Values
    characters: Values


class StyleSheet:
    """Styles by number, with inheritance followed."""

    def __init__(self, head: Head) -> None:
        self._raw: dict[int, _Raw] = {}
        self._known: dict[int, StyleSheetEntry] = {}
        if head.version == WORD_97:
            self._read(head.table(Part.STYLES), head.version)

    def _read(self, data: bytes, version: int) -> None:
        if len(data) < 6:
            return
        size, count, base_size = struct.unpack_from("<HHH", data)
        at = 2 + size
        for number in range(min(count, _NONE)):
            length = int.from_bytes(data[at : at + 2], "little")
            entry = data[at + 2 : at + 2 + length]
            at += 2 + length
            if len(entry) >= base_size + 2:
                self._raw[number] = _style(entry, base_size, version)
            if at >= len(data):
                return

    def of(self, number: int) -> StyleSheetEntry:
        """A style by its number; an unknown one says nothing."""
        if number not in self._known:
            self._known[number] = self._resolve(number)
        return self._known[number]

    def _resolve(self, number: int) -> StyleSheetEntry:
        chain: list[_Raw] = []
        at = number
        while at in self._raw and self._raw[at] not in chain and len(chain) < _DEEPEST:
            chain.append(self._raw[at])
            at = self._raw[at].base
        style = StyleSheetEntry()
        for raw in reversed(chain):
            style.paragraph |= raw.paragraph
            for name, value in raw.characters.items():
                style.characters[name] = switched(value, style.characters.get(name, 0))
            outline = raw.paragraph.get("outline")
            if outline is not None:
                style.level = outline + 1 if outline < _NO_OUTLINE else 0
            if 1 <= raw.built_in <= 9:
                style.level = raw.built_in
            style.level = level_by_name(raw.name) or style.level
        return style


def switched(value: int, inherited: int) -> int:
    """A switch of a style or a run: 128 is "as inherited", 129 its opposite."""
    if value == 0x80:
        return inherited
    return int(not inherited) if value == 0x81 else value


def _style(entry: bytes, base_size: int, version: int) -> _Raw:
    first, second, third = struct.unpack_from("<HHH", entry)
    kind, parts = second & 15, third & 15
    count = int.from_bytes(entry[base_size : base_size + 2], "little")
    at = base_size + 2 + 2 * count + 2
    name = entry[base_size + 2 : at - 2].decode("utf-16-le", "replace")
    raw: list[bytes] = []
    for _ in range(min(parts, 3)):
        length = int.from_bytes(entry[at : at + 2], "little")
        raw.append(entry[at + 2 : at + 2 + length])
        at += 2 + length + length % 2
    paragraph = values_of(raw[0][2:], version) if kind == 1 and raw else {}
    looks = raw[1] if kind == 1 and len(raw) > 1 else raw[0] if kind == 2 and raw else b""
    return _Raw(kind, second >> 4, first & 0xFFF, name, dict(paragraph), dict(
        values_of(looks, version)
    ))  # fmt: skip


# -- fonts ---------------------------------------------------------------------------------------


def fonts(head: Head) -> list[tuple[str, str]]:
    """Name of each font, and the code page of its letters ("" for the Western one)."""
    data = head.table(Part.FONTS)
    found: list[tuple[str, str]] = []
    wide = head.version == WORD_97
    at = 4 if wide else 2
    while at < len(data) and len(found) < 5_000:
        length = data[at] + 1
        entry = data[at : at + length]
        at += length
        start = 40 if wide else 6
        raw = entry[start:]
        name = raw.decode("utf-16-le", "replace") if wide else raw.decode("latin-1")
        codec = _CODECS.get(entry[4], "") if len(entry) > 4 else ""
        found.append((name.partition("\0")[0], codec))
    return found


# -- automatic numbers ---------------------------------------------------------------------------


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    places: frozenset[int] = frozenset()
    """Where in the pattern the number of a level stands."""
    legal: bool = False
    restart: int = -1  # -1: after any higher level; n: only after levels before this one


@dataclass(slots=True)
class _Use:
    base: int
    levels: dict[int, _Level]
    starts: dict[int, int]


class Lists:
    """Counts automatic numbers as Word would show them."""

    def __init__(self, head: Head) -> None:
        self._levels: dict[int, dict[int, _Level]] = {}
        self._uses: list[_Use] = []
        self._counts: dict[int, list[int | None]] = {}
        self._started: set[tuple[int, int]] = set()
        start, length = head.place(Part.LISTS)
        if length:
            self._read_lists(head.tables, start)
            self._read_uses(head.table(Part.LIST_USES))

    def _read_lists(self, data: bytes, start: int) -> None:
        count = min(int.from_bytes(data[start : start + 2], "little"), _MOST_LISTS)
        at = start + 2 + 28 * count
        for index in range(count):
            head = data[start + 2 + 28 * index : start + 30 + 28 * index]
            if len(head) < 28:
                return
            levels: dict[int, _Level] = {}
            for depth in range(1 if head[26] & 1 else 9):
                levels[depth], at = _level(data, at)
            self._levels[int.from_bytes(head[:4], "little")] = levels

    def _read_uses(self, data: bytes) -> None:
        count = min(int.from_bytes(data[:4], "little"), _MOST_LISTS)
        at = 4 + 16 * count
        for index in range(count):
            head = data[4 + 16 * index : 20 + 16 * index]
            if len(head) < 16:
                return
            base = int.from_bytes(head[:4], "little")
            use = _Use(base, dict(self._levels.get(base, {})), {})
            at += 4
            for _ in range(min(head[12], 9)):
                if at + 8 > len(data):
                    break
                first, flags = struct.unpack_from("<iI", data, at)
                at += 8
                depth = flags & 15
                if flags & 0x20:
                    use.levels[depth], at = _level(data, at)
                elif flags & 0x10:
                    use.starts[depth] = first
            self._uses.append(use)

    def next(self, number: int, depth: int) -> str:
        """The number of the next paragraph of a list (from 1), "" when it shows none."""
        if not 1 <= number <= len(self._uses) or not 0 <= depth < 9:
            return ""
        use = self._uses[number - 1]
        level = use.levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(use.base, [None] * 9)
        if depth in use.starts and (number, depth) not in self._started:
            counts[depth] = None
            level = replace(level, start=use.starts[depth])
        self._started.add((number, depth))
        count = counts[depth]
        counts[depth] = level.start if count is None else count + 1
        for deeper in range(depth + 1, 9):
            below = use.levels.get(deeper, _Level())
            if below.restart < 0 or depth < below.restart:
                counts[deeper] = None
        return _shown(level, use.levels, counts)


def _shown(level: _Level, levels: dict[int, _Level], counts: list[int | None]) -> str:
    if level.form == "bullet":
        return "•"
    if level.form == "none" and not level.pattern.strip("\0"):
        return ""
    shown = []
    for place, sign in enumerate(level.pattern):
        depth = ord(sign)
        if place not in level.places or depth > 8:
            shown.append(sign)
            continue
        of = levels.get(depth, _Level())
        count = counts[depth]
        form = "decimal" if level.legal else of.form
        if form not in ("none", "bullet"):
            shown.append(numeral(of.start if count is None else count, form))
    return re.sub(r"[\x00-\x1f\ue000-\uf8ff]", "", "".join(shown)).strip()[:40]


def _level(data: bytes, at: int) -> tuple[_Level, int]:
    """One level of a list (MS-DOC, LVL), and where the next one starts."""
    head = data[at : at + 28]
    if len(head) < 28:
        return _Level(form="none"), len(data)
    at += 28 + head[24] + head[25]
    count = int.from_bytes(data[at : at + 2], "little")
    pattern = data[at + 2 : at + 2 + 2 * min(count, 200)].decode("utf-16-le", "replace")
    start = min(max(int.from_bytes(head[:4], "little", signed=True), 0), 32_767)
    places = frozenset(place - 1 for place in head[6:15] if place)
    level = _Level(
        start, _FORMS.get(head[4], "decimal"), pattern, places, bool(head[5] & 4),
        head[26] if head[5] & 8 else -1,
    )  # fmt: skip
    return level, at + 2 + 2 * count
