"""Lists and ranges of parts or provisions ("ARTICLES 2 TO 4", "المادتان 3 و4").

In six languages.
"""

from __future__ import annotations

import re

from itrvault.model.provision import PartKind
from itrvault.treaty.partheads import in_figures, latin_numbers

_SUFFIX = r"(?:\s?(?:bis|ter|quater|quinquies)\b)?"
_FIGURES = rf"\d{{1,3}}(?:[A-Z]{{1,2}}(?![A-Za-z]))?{_SUFFIX}"
_NUMBER = rf"(?:{_FIGURES}|[一二三四五六七八九十]{{1,4}}[A-Z]?)"
_TO = (
    r"(?:\s*[-–—−]\s*|\s+(?:to|through|thru|à|au|a|al|hasta(?:\s+el)?|по|إلى|الى)\s+"
    r"|\s*(?:至|到)\s*)"
)
_AND = r"(?:\s*[,،、]\s*(?:(?:and|et|y|e|и)\s+|و\s*)?|\s+(?:and|et|y|e|и|&)\s+|\s+و\s*|\s*[和及与])"
_NAMES: tuple[tuple[PartKind | None, str], ...] = (
    (
        PartKind.ARTICLE,
        r"articles?|arts?\.|artículos?|стать(?:и|я|ей|ю)|ст\.|(?:ال)?مواد|(?:ال)?مادت(?:ان|ين)"
        r"|(?:ال)?مادة",
    ),
    (
        PartKind.APPENDIX,
        r"appendi(?:x|xes|ces)|apéndices?|приложени(?:я|е|й)|(?:ال)?تذييل(?:ات|ان|ين)?|附录",
    ),
    (
        PartKind.ANNEX,
        r"annex(?:es)?|annexes?|anexos?|(?:ال)?ملح(?:ق|قات|قان|قين)|(?:ال)?ملاحق|附件",
    ),
    (
        PartKind.RESOLUTION,
        r"r[eé]solutions?|resoluci(?:ón|ones)|резолюци(?:и|я|й)|(?:ال)?قرار(?:ات|ان|ين)?",
    ),
    (
        PartKind.RECOMMENDATION,
        r"recomm[ae]ndations?|recomendaci(?:ón|ones)|рекомендаци(?:и|я|й)|(?:ال)?توصي(?:ات|ة|تان|تين)",
    ),
    (
        None,
        r"nos\.?|n[°ºo]s|numbers|provisions(?:\s+nos\.?)?|numéros|dispositions|números"
        r"|disposiciones|номера|№+|положения|пункты|(?:ال)?أرقام|(?:ال)?أحكام",
    ),
)
_BEFORE = r"(?:(?:from|de|des|les|los|las|del|с|со|من)\s+(?:l['’]|la\s+|el\s+)?)?"
_WORD = rf"(?:(?:the|les|los|las)\s+)?(?:{{names}})\s*(?:nos?\.?\s*|№\s*|n[°º]s?\s*)?{_BEFORE}"
_LISTS = tuple(
    (
        kind,
        re.compile(
            rf"^{_BEFORE}{_WORD.format(names=names)}(?P<list>{_NUMBER}(?:(?:{_TO}|{_AND})"
            rf"(?:(?:l['’]|the\s+|la\s+|el\s+)?(?:{names})\s*)?{_NUMBER})+)"
            r"\s*(?:[(,]?\s*(?:inclusive|inclus|включительно)\)?)?[.:]?$",
            re.IGNORECASE,
        ),
    )
    for kind, names in _NAMES
)
_CHINESE = re.compile(
    rf"^(?P<list>第?\s*{_NUMBER}\s*(?P<sign>[条條号])?(?:(?:{_TO}|{_AND})第?\s*{_NUMBER}"
    r"\s*[条條号]?)+)(?P<kind>决议|建议)?$"
)
_BARE = re.compile(rf"^(?P<list>{_FIGURES}(?:(?:{_TO}|{_AND}){_FIGURES})+)$", re.IGNORECASE)
_MAY_LIST = re.compile(r"\d[^.]*\d|[一二三四五六七八九十].*[一二三四五六七八九十]")
_LONGEST, _MOST = 90, 80
_PIECES = re.compile(rf"(?P<to>{_TO})|(?P<number>{_NUMBER})", re.IGNORECASE)
_PARTED = re.compile(r"(\d+)([A-Z]?)$")


def read_part_list(line: str) -> tuple[PartKind | None, tuple[str, ...]] | None:
    """The kind and the numbers of the parts that a line lists, at least two; None for other lines.

    The kind is None for numbers in the margin: "Nos. 31A to 32", "27-30".
    """
    if len(line) > _LONGEST or not _MAY_LIST.search(line):
        return None
    line = latin_numbers(line)
    for kind, pattern in () if line[0].isdecimal() else _LISTS:
        if (found := pattern.match(line)) is not None:
            return _numbered(kind, found["list"])
    if (found := _CHINESE.match(line)) is not None and (found["sign"] or "") in "条條号":
        if found["kind"]:
            is_resolution = found["kind"] == "决议"
            kind = PartKind.RESOLUTION if is_resolution else PartKind.RECOMMENDATION
            return _numbered(kind, found["list"])
        if found["sign"] in ("条", "條") or line.endswith(("条", "條")):
            return _numbered(PartKind.ARTICLE, found["list"])
    if (found := _BARE.match(line)) is not None:
        return _numbered(None, found["list"])
    return None


def numbers_in(text: str) -> tuple[str, ...]:
    """The numbers that a list of them names, each once: 2, 3, 4 and 7 of "2 to 4 and 7"."""
    numbers: list[str] = []
    through = False
    for piece in _PIECES.finditer(latin_numbers(text)):
        if piece["to"]:
            through = bool(numbers)
            continue
        number = in_figures(re.sub(r"\s+", "", piece["number"]))
        number = (
            re.sub(r"[a-z]$", lambda sign: sign[0].upper(), number, count=1)
            if (number[-2:-1].isdigit())
            else number
        )
        numbers += between(numbers[-1], number) if through else ()
        numbers.append(number)
        through = False
    return tuple(dict.fromkeys(numbers))


def between(first: str, last: str) -> tuple[str, ...]:
    """What stands between two numbers, both left out: 3 of 2 and 4, 5A of 5 and 5B.

    () where the second does not come behind the first, or nothing says what stands between.
    """
    stem, _, first = first.rpartition(".")
    other, _, last = last.rpartition(".")
    low, high = _PARTED.match(first), _PARTED.match(last)
    if low is None or high is None or stem != other:
        return ()
    return tuple(f"{stem}.{each}" if stem else each for each in _between(low, high))


def _between(low: re.Match[str], high: re.Match[str]) -> tuple[str, ...]:
    if low[1] == high[1]:
        begin, end = (ord(each[2]) if each[2] else ord("A") - 1 for each in (low, high))
        return tuple(f"{low[1]}{chr(sign)}" for sign in range(begin + 1, end))
    start, stop = int(low[1]) + 1, int(high[1])
    if not 0 <= stop - start <= _MOST:
        return ()
    whole = range(start, stop + bool(high[2]))
    lettered = (f"{stop}{chr(sign)}" for sign in range(ord("A"), ord(high[2] or "A")))
    return (*map(str, whole), *lettered)


def comes_behind(first: str, last: str) -> bool:
    """Whether a range can go from the one to the other: "3", "6"; "3.4", "3.6"; "5", "5B"."""
    (stem, _, low), (other, _, high) = first.rpartition("."), last.rpartition(".")
    one, two = _PARTED.match(low), _PARTED.match(high)
    if one is None or two is None or stem != other:
        return False
    return (int(one[1]), one[2]) < (int(two[1]), two[2])


def _numbered(kind: PartKind | None, text: str) -> tuple[PartKind | None, tuple[str, ...]] | None:
    numbers = numbers_in(text)
    return (kind, numbers) if len(numbers) > 1 else None
