"""What OpenDocument styles say: looks, headings, hidden words, and the numbers of lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from itrvault.readers.colours import nearest_of_hex
from itrvault.readers.docx_styles import numeral
from itrvault.readers.odf_package import DRAW, FO, OFFICE, PRESENTATION, STYLE, TABLE, TEXT
from itrvault.readers.ooxml import Element

_DEEPEST = 20
_HEADING = re.compile(
    r"(?:heading|contents heading|titre|título|überschrift|заголовок)(?:_20_| )?([1-9])?", re.I
)
_TITLES = {"title", "subtitle", "titre", "título"}
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman",
          "I": "upperRoman"}  # fmt: skip


@dataclass(slots=True)
class Looks:
    """What counts of a style. `looks` holds only what it states itself or inherits.

    `highlight` is the colour behind the words as one of ours, "" for none, None when unsaid.
    """

    looks: dict[str, bool] = field(default_factory=dict)
    highlight: str | None = None
    hidden: bool = False
    level: int = 0
    list_style: str = ""


class Styles:
    """The styles of one part: later roots override earlier ones."""

    def __init__(self, *roots: Element | None) -> None:
        self._elements: dict[tuple[str, str], Element] = {}
        self._known: dict[tuple[str, str], Looks] = {}
        self.lists: dict[str, dict[int, ListLevel]] = {}
        self.outline: dict[int, ListLevel] = {}
        for root in roots:
            for element in root.iter(f"{STYLE}style") if root is not None else ():
                family, name = element.get(f"{STYLE}family", ""), element.get(f"{STYLE}name", "")
                self._elements[family, name] = element
            for element in root.iter(f"{TEXT}list-style") if root is not None else ():
                self.lists[element.get(f"{STYLE}name", "")] = _levels(element)
            for element in root.iter(f"{TEXT}outline-style") if root is not None else ():
                self.outline = _levels(element)

    def of(self, family: str, name: str) -> Looks:
        """A style by family ("paragraph", "text") and name; an unknown one says nothing."""
        key = family, name
        if key not in self._known:
            self._known[key] = self._resolve(family, name)
        return self._known[key]

    def _resolve(self, family: str, name: str) -> Looks:
        chain: list[Element] = []
        at = name
        while (family, at) in self._elements and len(chain) < _DEEPEST:
            chain.append(self._elements[family, at])
            at = chain[-1].get(f"{STYLE}parent-style-name", "")
        found = Looks(level=_level_by_name(at if family == "paragraph" else ""))
        for element in reversed(chain):
            found.looks.update(_looks(element))
            if (colour := _highlight(element)) is not None:
                found.highlight = colour
            for properties in element:
                found.hidden |= _is_hidden(properties)
            if family == "paragraph":
                level = element.get(f"{STYLE}default-outline-level", "")
                named = _level_by_name(element.get(f"{STYLE}name", ""))
                found.level = int(level) if level.isdecimal() and len(level) < 3 else (
                    named or found.level
                )  # fmt: skip
                found.list_style = element.get(f"{STYLE}list-style-name") or found.list_style
        return found


def strikes(root: Element) -> bool:
    """Whether the words of a part are struck out anywhere, by a look of their own."""
    return any(
        _looks(style).get("strike")
        for styles in root.iter(f"{OFFICE}automatic-styles")
        for style in styles.iter(f"{STYLE}style")
    )


def _level_by_name(name: str) -> int:
    if found := _HEADING.fullmatch(name):
        return int(found[1] or 1)
    return 1 if name.casefold() in _TITLES else 0


def _looks(style: Element) -> dict[str, bool]:
    """Bold, italic, underline and strike as a style states them."""
    found: dict[str, bool] = {}
    for properties in style.iter(f"{STYLE}text-properties", f"{STYLE}properties"):
        weight = properties.get(f"{FO}font-weight")
        slant = properties.get(f"{FO}font-style")
        under = properties.get(f"{STYLE}text-underline-style",
                               properties.get(f"{STYLE}text-underline"))  # fmt: skip
        through = properties.get(
            f"{STYLE}text-line-through-style", properties.get(f"{STYLE}text-crossing-out")
        )
        kind = properties.get(f"{STYLE}text-line-through-type")
        if weight:
            found["bold"] = weight == "bold" or (weight.isdecimal() and int(weight) >= 600)
        if slant:
            found["italic"] = slant in ("italic", "oblique")
        if under:
            found["underline"] = under != "none"
        if through or kind:
            found["strike"] = (through or kind) != "none" and kind != "none"
    return found


def _highlight(style: Element) -> str | None:
    """The colour behind words; grey is only a shade."""
    for properties in style.iter(f"{STYLE}text-properties", f"{STYLE}properties"):
        if (said := properties.get(f"{FO}background-color")) is not None:
            colour = nearest_of_hex(said)
            return "" if colour == "gray" else colour
    return None


def _is_hidden(properties: Element) -> bool:
    return (
        properties.get(f"{TEXT}display") == "none"
        or properties.get(f"{TABLE}display") == "false"
        or properties.get(f"{TABLE}visibility") in ("collapse", "filter")
        or properties.get(f"{PRESENTATION}visibility") == "hidden"
        or properties.get(f"{DRAW}visible") == "false"
    )


@dataclass(slots=True)
class ListLevel:
    """How one level of a list is numbered; no form and no bullet: it shows nothing."""

    bullet: bool = False
    form: str = ""
    prefix: str = ""
    suffix: str = ""
    shown: int = 1  # levels whose numbers are shown, this one included
    start: int = 1


def _levels(style: Element) -> dict[int, ListLevel]:
    found: dict[int, ListLevel] = {}
    for level in style:
        if not isinstance(level.tag, str):
            continue
        form = level.get(f"{STYLE}num-format", "")
        found[min(_whole(level.get(f"{TEXT}level"), 1), 10)] = ListLevel(
            level.tag in (f"{TEXT}list-level-style-bullet", f"{TEXT}list-level-style-image"),
            _FORMS.get(form, "decimal" if form else ""),
            level.get(f"{STYLE}num-prefix", "")[:20],
            level.get(f"{STYLE}num-suffix", "")[:20],
            min(_whole(level.get(f"{TEXT}display-levels"), 1), 10),
            _whole(level.get(f"{TEXT}start-value"), 1),
        )
    return found


class Counter:
    """Counts the items of one list (or the headings), all its levels."""

    def __init__(self) -> None:
        self._counts: list[int | None] = [None] * 11

    def next(self, levels: dict[int, ListLevel], depth: int, start: int | None = None) -> str:
        """The mark of the next item at a depth from 1, "" when it shows none."""
        depth = min(max(depth, 1), 10)
        level = levels.get(depth)
        if level is None:
            return ""
        before = self._counts[depth]
        count = start if start is not None else level.start if before is None else before + 1
        self._counts[depth] = count
        self._counts[depth + 1 :] = [None] * (10 - depth)
        if level.bullet:
            return "•"
        if not level.form:
            return (level.prefix + level.suffix).strip()
        parts = []
        for above in range(max(1, depth - level.shown + 1), depth):
            of = levels.get(above)
            if of is not None and of.form:
                now = self._counts[above]
                parts.append(numeral(of.start if now is None else now, of.form))
        parts.append(numeral(count, level.form))
        return f"{level.prefix}{'.'.join(parts)}{level.suffix}".strip()

    def restart(self, depth: int) -> None:
        """Begin again at a depth and below."""
        self._counts[depth:] = [None] * (11 - depth)


def _whole(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 8 else otherwise
