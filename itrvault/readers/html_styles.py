"""What styles and attributes of a web page say of words: struck, underlined, coloured, by whom."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from itrvault.readers.colours import nearest_of_css

_STRUCK = re.compile(r"text-decoration[^;]*line-through", re.I)
_UNDERLINED = re.compile(r"text-decoration[^;]*underline", re.I)
_BEHIND = re.compile(r"(?:^|;)\s*(?:background|background-color|mso-highlight)\s*:([^;]*)", re.I)
_INK = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]*)", re.I)
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]{0,4000})\}")
_CLASS = re.compile(r"(?:[a-z]{1,10})?\.([\w-]{1,100})", re.I)
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_MOST_RULES = 5_000
_LONGEST_SHEET = 1 << 20
_AUTHOR, _DATE = 100, 40


class Classes:
    """The style sheets in a page, as far as a class alone strikes, underlines or colours words.

    Word processors and editors on the web write their redlines this way (".c3 {...}").
    """

    def __init__(self, root: Any) -> None:
        self._said: dict[str, str] = {}
        for sheet in root.iter("style"):
            text = _COMMENT.sub(" ", "".join(sheet.itertext())[:_LONGEST_SHEET])
            for found in _RULE.finditer(text):
                said = found[2].lower()
                telling = "text-decoration" in said or _INK.search(said) is not None
                if telling and len(self._said) < _MOST_RULES:
                    self._add(found[1], found[2])

    def _add(self, selectors: str, said: str) -> None:
        for selector in selectors.split(","):
            if name := _CLASS.fullmatch(selector.strip()):
                self._said[name[1]] = self._said.get(name[1], "") + ";" + said

    def said_of(self, element: Any) -> str:
        """The declarations for an element: those of its classes, then its own."""
        own = element.get("style") or ""
        names = element.get("class") if self._said else None
        if not names:
            return own
        return ";".join([*(self._said.get(name, "") for name in names.split()), own])


def is_struck(said: str) -> bool:
    """Whether declarations strike words out."""
    return "line-through" in said.lower() and _STRUCK.search(said) is not None


def is_underlined(said: str) -> bool:
    """Whether declarations underline words."""
    return "underline" in said.lower() and _UNDERLINED.search(said) is not None


def pen_of(tag: str, said: str, around: str) -> str:
    """The colour in which an inline element marks its words; that of what is around it."""
    found = _BEHIND.search(said)
    colour = nearest_of_css(found[1]) if found else ""
    if colour == "gray":
        colour = ""
    if tag == "mark":
        return colour or "yellow"
    return colour or around


def ink_of(tag: str, said: str, element: Any, around: str) -> str:
    """The colour of the letters as one of ours, "" for black and grey; that of what is around."""
    found = _INK.findall(said)
    colour = found[-1] if found else element.get("color") if tag == "font" else None
    if colour is None or colour.strip().lower() in ("inherit", "currentcolor"):
        return around
    ink = nearest_of_css(colour)
    return "" if ink == "gray" else ink


def author_of(element: Any) -> str:
    """Who changed it: as Word writes it (`cite="mailto:A%20Person"`), or editors on the web."""
    said = element.get("data-author") or element.get("data-username") or element.get("cite") or ""
    said = said.strip()
    if said.lower().startswith("mailto:"):
        said = unquote(said[len("mailto:") :])
    elif ":" in said or "/" in said:
        return ""  # an address of the reasons, which the standard has it be
    return " ".join(said.split())[:_AUTHOR]


def date_of(element: Any) -> str:
    """When it was changed."""
    return " ".join((element.get("datetime") or "").split())[:_DATE]
