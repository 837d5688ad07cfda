"""Links of a flowing document on their way to `TextLink`: words that lead somewhere, named places.

A reader gives words a target and names to places, in any order; this module knows what places these
are once the paragraphs have become units. A target is "#" and the name of a place, or an address
out of the document. Nothing is followed, and what leads nowhere is no link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from itrvault.model.geometry import TextLink
from itrvault.model.outline import ADDRESS_LENGTH, MOST_TEXT_LINKS
from itrvault.readers import base
from itrvault.readers.base import LinkFound
from itrvault.sandbox.records import clean_line

MOST_NAMES = 200_000
LONGEST_NAME = 500
MOST_CHARACTERS = 8_000_000
"""Of all addresses of one file together."""

_FIELD = re.compile(r"\s*(HYPERLINK|REF|PAGEREF|NOTEREF)(?=[\s\"\\])(.{0,4000})", re.I | re.S)
_ARGUMENT = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|\\([a-z*@#!])|([^\s\"\\]\S*)", re.I | re.S)
_TAKES_ONE = "lotm*@#"
"""Switches of fields that are followed by a word of their own."""


def inside(name: str) -> str:
    """The target that means a named place of the document."""
    return f"#{name}"


def note_names(kind: str, number: object) -> tuple[str, str]:
    """The names of a note and of its sign in the text; no file has names like these."""
    return f"\0{kind} {number}", f"\0to {kind} {number}"


def target_of_field(told: str) -> str:
    """Where the field that is told so in Word leads: a target, "" when it is none that leads."""
    found = _FIELD.match(told)
    if found is None:
        return ""
    kind, place, words = found[1].upper(), "", []
    switch, switches = "", set()
    for quoted, letter, word in _ARGUMENT.findall(found[2]):
        said = re.sub(r"\\(.)", r"\1", quoted) if quoted else word
        if letter:
            switch = letter.lower()
            switches.add(switch)
        elif switch and switch in _TAKES_ONE:
            place = said if switch == "l" else place
            switch = ""
        else:
            words.append(said)
            switch = ""
    address = words[0] if words else ""
    if kind == "HYPERLINK":
        if address:
            return f"{address}#{place}" if place and "#" not in address else address
        return inside(place) if place else ""
    return inside(address) if address and "h" in switches else ""


class Links:
    """Collects the links and names of one document."""

    def __init__(self) -> None:
        self._names: dict[str, tuple[int, int]] = {}
        self._waiting: list[str] = []
        self._found: list[tuple[int, int, int, str]] = []
        self._characters = 0
        self._too_many = False

    def name(self, names: Iterable[str], unit: int, at: int) -> None:
        """These names mean this place; of several places of one name the first."""
        for name in names:
            if len(name) <= LONGEST_NAME and len(self._names) < MOST_NAMES:
                self._names.setdefault(name, (unit, at))

    def wait(self, names: Iterable[str]) -> None:
        """Keep the names of what is left out for the next place there is."""
        self._waiting += islice(names, MOST_NAMES - len(self._waiting))

    def put_waiting(self, unit: int, at: int) -> None:
        """Here is a place."""
        if self._waiting:
            self.name(self._waiting, unit, at)
            self._waiting = []

    def put(self, target: str, unit: int, start: int, end: int) -> None:
        """Words that lead somewhere. They come in the order of the text."""
        if target.startswith("#"):
            target = target[: LONGEST_NAME + 2]  # one too long has no place
        else:
            # What is cut off is not shown, and must not look like the whole.
            whole = len(target) <= ADDRESS_LENGTH
            shown = target if whole else target[: ADDRESS_LENGTH - 1] + "…"
            target = clean_line(shown, ADDRESS_LENGTH)
            self._characters += len(target)
        if len(self._found) >= MOST_TEXT_LINKS or self._characters > MOST_CHARACTERS:
            self._too_many = True
        elif target:
            self._found.append((unit, start, end, target))

    def found(self) -> Iterator[LinkFound | base.Warning]:
        """All that lead somewhere, in order of place; ask at the end."""
        if self._waiting and self._found:
            self.put_waiting(*self._found[-1][:2])  # near the end, behind which they stand
        folded: dict[str, tuple[int, int]] = {}
        if any(target.startswith("#") for *_, target in self._found):
            for name, place in self._names.items():
                folded.setdefault(name.casefold(), place)  # as Word compares them
        for unit, start, end, target in self._found:
            if not target.startswith("#"):
                yield LinkFound(unit, TextLink(start, end, address=target))
                continue
            name = target[1:]
            leads = self._names.get(name) or folded.get(name.casefold())
            if leads is None and name.endswith("#top"):
                leads = self._names.get(name.removesuffix("top"))
            if leads is not None:
                yield LinkFound(unit, TextLink(start, end, *leads))
        if self._too_many:
            yield base.Warning("It has more links than are kept; the later ones are left out.")
