"""What Word's style sheet and list definitions say: headings, looks, and automatic numbers."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from itrvault.readers.colours import HIGHLIGHTERS, nearest_of_hex
from itrvault.readers.ooxml import Element, W

_HEADING = re.compile(r"(?:heading|titre|título|überschrift|заголовок)\s*([1-9])", re.I)
_ITU_HEADING = re.compile(
    r"(?:art|chap|app|appendix|annex|res|rec|sec|section|part|opin|decision)[ _]?(?:no|title)", re.I
)
_TITLES = {"title", "subtitle", "titre", "título"}
_OFF = {"0", "false", "off", "none"}
_DEEPEST = 20


def is_on(element: Element | None) -> bool | None:
    """A switch of Word's: absent is None, present is on unless it says otherwise."""
    return None if element is None else element.get(f"{W}val", "1") not in _OFF


@dataclass(slots=True)
class ParagraphStyle:
    """What counts of a paragraph style: its depth as a heading (0 for none) and its list."""

    level: int = 0
    list_id: str = ""
    list_level: int = 0
    looks: dict[str, bool] = field(default_factory=dict)


LOOKS = (("bold", "b"), ("italic", "i"), ("underline", "u"), ("strike", "strike"))


def looks_of(properties: Element | None) -> dict[str, bool]:
    """Bold, italic, underline and strike as run properties state them; only what is stated."""
    found: dict[str, bool] = {}
    if properties is None:
        return found
    for name, tag in LOOKS:
        value = is_on(properties.find(W + tag))
        if value is not None:
            found[name] = value
    if is_on(properties.find(W + "dstrike")):
        found["strike"] = True
    return found


def highlight_of(properties: Element | None) -> str:
    """The colour that a run's words are marked in, as one of ours; "" for none."""
    if properties is None:
        return ""
    pen = properties.find(W + "highlight")
    if pen is not None:
        return HIGHLIGHTERS.get(pen.get(W + "val", ""), "")
    # What other programs write for a highlight. Grey is only a shade.
    shade = properties.find(W + "shd")
    colour = nearest_of_hex(shade.get(W + "fill", "")) if shade is not None else ""
    return "" if colour == "gray" else colour


class Styles:
    """The style sheet, with inheritance followed."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._known: dict[str, ParagraphStyle] = {}
        self.default = ""
        for style in root.iter(W + "style") if root is not None else ():
            name = style.get(W + "styleId", "")
            self._elements[name] = style
            if style.get(W + "type") == "paragraph" and style.get(W + "default") in ("1", "true"):
                self.default = name

    def of(self, name: str) -> ParagraphStyle:
        """A style by its id; an unknown one says nothing."""
        if name not in self._known:
            self._known[name] = self._resolve(name)
        return self._known[name]

    def _resolve(self, name: str) -> ParagraphStyle:
        chain: list[Element] = []
        at = name
        while at in self._elements and self._elements[at] not in chain and len(chain) < _DEEPEST:
            chain.append(self._elements[at])
            based = chain[-1].find(W + "basedOn")
            at = based.get(W + "val", "") if based is not None else ""
        style = ParagraphStyle(level=0 if chain else level_by_name(name))
        for element in reversed(chain):
            shown = element.find(W + "name")
            named = level_by_name(shown.get(W + "val", "") if shown is not None else name)
            paragraph = element.find(W + "pPr")
            outline = paragraph.find(W + "outlineLvl") if paragraph is not None else None
            if outline is not None and outline.get(W + "val", "9").isdecimal():
                depth = int(outline.get(W + "val"))
                style.level = depth + 1 if depth < 9 else 0
            style.level = named or style.level
            number = paragraph.find(W + "numPr") if paragraph is not None else None
            if number is not None:
                list_id, level = list_place(number)
                style.list_id, style.list_level = list_id or style.list_id, level
            style.looks.update(looks_of(element.find(W + "rPr")))
        return style


def level_by_name(name: str) -> int:
    """The depth of a heading style by its name, 0 for any other."""
    if found := _HEADING.match(name):
        return int(found[1])
    if _ITU_HEADING.match(name):
        return 2
    return 1 if name.casefold() in _TITLES else 0


def list_place(properties: Element) -> tuple[str, int]:
    """List id and level (0 to 8) of a `w:numPr`."""
    identity, level = properties.find(W + "numId"), properties.find(W + "ilvl")
    depth = level.get(W + "val", "0") if level is not None else "0"
    return (
        identity.get(W + "val", "") if identity is not None else "",
        min(int(depth), 8) if depth.isdecimal() else 0,
    )


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    pattern: str = ""
    restart: int = -1  # -1: after any higher level; 0: never; n: after level n
    legal: bool = False  # all numbers of the pattern as decimals ("Article IV", then "4.1")


class Numbering:
    """Counts automatic numbers ("1.1", "a)") as Word would show them."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, tuple[str, dict[int, _Level], dict[int, int]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[str, int]] = set()
        if root is None:
            return
        abstract = {e.get(W + "abstractNumId", ""): e for e in root.iter(W + "abstractNum")}
        levels = {name: _levels(element) for name, element in abstract.items()}
        for number in root.iter(W + "num"):
            reference = number.find(W + "abstractNumId")
            base = reference.get(W + "val", "") if reference is not None else ""
            starts: dict[int, int] = {}
            own = dict(levels.get(base, {}))
            for override in number.iter(W + "lvlOverride"):
                depth = _int(override.get(W + "ilvl"), 0)
                own.update(_levels(override))
                start = override.find(W + "startOverride")
                if start is not None:
                    starts[depth] = _int(start.get(W + "val"), 1)
            self._lists[number.get(W + "numId", "")] = (base, own, starts)

    def next(self, list_id: str, depth: int) -> str:
        """The number of the next paragraph in a list, "" when it shows none."""
        if list_id not in self._lists:
            return ""
        base, levels, starts = self._lists[list_id]
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts.setdefault(base, [None] * 9)
        if depth in starts and (list_id, depth) not in self._started:
            counts[depth] = None
            level = replace(level, start=starts[depth])
        self._started.add((list_id, depth))
        count = counts[depth]
        counts[depth] = level.start if count is None else count + 1
        for deeper in range(depth + 1, 9):
            restart = levels[deeper].restart if deeper in levels else -1
            if restart == -1 or depth < restart:
                counts[deeper] = None
        return self._shown(level, levels, counts)

    @staticmethod
    def _shown(level: _Level, levels: dict[int, _Level], counts: list[int | None]) -> str:
        if level.form == "bullet":
            return "•"
        if level.form == "none":
            return ""

        def one(found: re.Match[str]) -> str:
            depth = int(found[1]) - 1
            of = levels.get(depth, _Level())
            count = counts[depth]
            form = "decimal" if level.legal else of.form
            return numeral(of.start if count is None else count, form)

        return re.sub(r"%([1-9])", one, level.pattern).strip()[:40]


def _int(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 8 else otherwise


def _levels(element: Element) -> dict[int, _Level]:
    found: dict[int, _Level] = {}
    for level in element.findall(W + "lvl"):

        def value(tag: str, otherwise: str = "", level: Element = level) -> str:
            child = level.find(W + tag)
            return otherwise if child is None else str(child.get(W + "val", otherwise))

        found[min(_int(level.get(W + "ilvl"), 0), 8)] = _Level(
            _int(value("start", "1"), 1),
            value("numFmt", "decimal"),
            value("lvlText"),
            _int(value("lvlRestart"), -1),
            bool(is_on(level.find(W + "isLgl"))),
        )
    return found


def numeral(count: int, form: str) -> str:
    """A count in one of Word's number formats; those not known are shown as decimals."""
    if form in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 8)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        roman, left = "", count
        for value, signs in (
            (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
            (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
        ):  # fmt: skip
            roman += signs * (left // value)
            left %= value
        return roman if form == "lowerRoman" else roman.upper()
    return f"{count:02}" if form == "decimalZero" else str(count)
