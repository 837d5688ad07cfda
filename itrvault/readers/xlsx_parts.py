"""The parts of a workbook that cells refer to: shared words, dates, and rows read one by one."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice

from lxml import etree

from itrvault.errors import FileDamaged
from itrvault.model.outline import MOST_TEXT_LINKS
from itrvault.readers.docx_body import local
from itrvault.readers.links import inside
from itrvault.readers.ooxml import Element, Package

_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Built-in number formats that show dates and times (ECMA-376, 18.8.30)."""

_LINK = re.compile(rb"<(?:\w+:)?hyperlink\s([^<>]*)>")
_ATTRIBUTE = re.compile(r"(?:\w+:)?(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_FORMULA = re.compile(r"\s*HYPERLINK\(\s*\"([^\"]+)\"", re.I)
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
_LAST_DAY = 2_958_465  # 31 December 9999


def parse_rows(data: bytes, *names: str) -> Iterator[Element]:
    """The elements of these names in a part, one at a time and then forgotten.

    A sheet of a million rows is never in memory as a whole. Raises FileDamaged.
    """
    tags = [f"{{*}}{name}" for name in names]
    steps = etree.iterparse(
        io.BytesIO(data), events=("end",), tag=tags, resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    checked = False
    try:
        for _, element in steps:
            if not checked and element.getroottree().docinfo.internalDTD is not None:
                raise FileDamaged(reason="a part of it declares a document type")
            checked = True
            yield element
            element.clear(keep_tail=False)
            above = element.getparent()
            while above is not None and element.getprevious() is not None:
                del above[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FileDamaged(reason="a part of it is not well-formed XML") from error


def words_of(element: Element) -> str:
    """The words of a string with or without looks; its reading aids (rPh) are left out."""
    found: list[str] = []
    for child in element:
        name = local(child)
        if name == "t":
            found.append(child.text or "")
        elif name == "r":
            found += [run.text or "" for run in child if local(run) == "t"]
    return "".join(found)


def shared_strings(package: Package, part: str) -> list[str]:
    """The words that cells refer to by number."""
    data = package.data(part) if part else None
    return [words_of(item) for item in parse_rows(data, "si")] if data else []


class Formats:
    """Which of the workbook's cell formats show dates."""

    def __init__(self, root: Element | None, *, since_1904: bool) -> None:
        self._since = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)
        self._has_leap_bug = not since_1904
        self._kinds: list[int] = []
        self._codes: dict[int, str] = {}
        for element in root.iter() if root is not None else ():
            name = local(element)
            if name == "numFmt":
                self._codes[_whole(element.get("numFmtId"))] = element.get("formatCode", "")
            elif name == "cellXfs":
                self._kinds = [
                    _whole(xf.get("numFmtId")) for xf in element if local(xf) == "xf"
                ]  # fmt: skip
        self._known: dict[int, bool] = {}

    def is_date(self, style: str | None) -> bool:
        """Whether a cell of this style shows a date or a time."""
        index = _whole(style)
        if index >= len(self._kinds):
            return False
        kind = self._kinds[index]
        if kind not in self._known:
            code = _QUOTED.sub("", self._codes.get(kind, "")).partition(";")[0].casefold()
            own = "general" not in code and re.search(r"[ymdhs]", code) is not None
            self._known[kind] = own if kind in self._codes else kind in _DATES
        return self._known[kind]

    def date(self, value: str) -> str:
        """A serial number as an ISO date, time or both; as it is when it cannot be one."""
        try:
            serial = float(value)
        except ValueError:
            return value
        if not 0 <= serial <= _LAST_DAY:
            return value
        if self._has_leap_bug and serial < 60:
            serial += 1  # Excel holds 1900 for a leap year
        when = self._since + timedelta(seconds=round(serial * 86_400))
        if float(value) < 1:
            return f"{when:%H:%M:%S}"
        midnight = when.hour == when.minute == when.second == 0
        return f"{when:%Y-%m-%d}" if midnight else f"{when:%Y-%m-%d %H:%M:%S}"


def number(value: str) -> str:
    """A number without the dirt of its binary form (0.30000000000000004 is 0.3)."""
    if len(value) < 16:
        return value
    try:
        return f"{float(value):.15g}"
    except ValueError:
        return value


def cell_targets(data: bytes, addresses: Mapping[str, str]) -> dict[str, str]:
    """The targets of a sheet's cells, by their references. They stand behind all rows.

    `addresses` are those that the sheet leads to, by relationship id.
    """
    found: dict[str, str] = {}
    at = data.find(b"hyperlinks")
    for link in islice(_LINK.finditer(data, at), MOST_TEXT_LINKS) if at >= 0 else ():
        said = {
            name: html.unescape(one or other)
            for name, one, other in _ATTRIBUTE.findall(link[1].decode("utf-8", "replace"))
        }
        address, place = addresses.get(said.get("id", ""), ""), said.get("location", "")
        target = f"{address}#{place}" if address and place else address or sheet_target(place)
        found.setdefault(said.get("ref", "").partition(":")[0], target)
    return found


def formula_target(formula: str) -> str:
    """Where a cell leads by its formula, "" when it does not."""
    found = _FORMULA.match(formula)
    if found is None:
        return ""
    return sheet_target(found[1][1:]) if found[1].startswith("#") else found[1]


def sheet_target(place: str) -> str:
    """The target of a place in the workbook: the sheet it is on."""
    sheet = place.rpartition("!")[0].strip("'").replace("''", "'")
    return inside(sheet) if sheet else ""


def column_of(reference: str, otherwise: int) -> int:
    """The column from 0 that a cell's reference ("BC12") names."""
    column = 0
    for sign in reference[:4]:
        if not ("A" <= sign <= "Z"):
            break
        column = column * 26 + ord(sign) - 64
    return column - 1 if 0 < column <= 16_384 else otherwise


def _whole(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 8 else 0
