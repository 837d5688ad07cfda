"""Document symbols: the number the issuing body gave a document, in all the ways it is written.

The same document is `Document 27-E` in its head, `WCIT12/27-E` on its pages and
`S12-WCIT12-C-0027!!MSW-E` in its file name; working-group papers are `TD 64`, `TD-64` or
`CWG-WCIT12/TD 64-E`. All of them parse to one `Symbol`, whose `canonical` text is the running
head. What could mean two documents parses to None: a symbol is never guessed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

LANGUAGE_LETTERS = {"A": "ar", "C": "zh", "E": "en", "F": "fr", "R": "ru", "S": "es"}
"""The letter after a symbol's hyphen, and the ISO code it stands for."""

CONFERENCE = "WCIT12"
WORKING_GROUP = "CWG-WCIT12"

_LETTER_OF = {code: letter for letter, code in LANGUAGE_LETTERS.items()}
_CONFERENCE_SERIES = frozenset({"", "DT", "ADM", "INF"})
_GROUP_SERIES = frozenset({"TD", "C", "R", "INF", "ADM"})
_UN_ROOTS = (
    "A", "S", "E", "ST", "FCCC", "ISBA", "CCPR", "CERD", "CEDAW", "CAT", "CMW", "CRC", "CRPD",
    "HRI", "SPLOS", "UNEP",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Symbol:
    """The number of one document.

    `meeting` is the body as it stands in running heads ("WCIT12", "CWG-WCIT12", "PP18", "C09"), or
    place and year of a resolution ("Rev. Dubai, 2018"), or "". `series` is "" for the plenary
    documents, else "DT", "TD", "C", "Resolution", or the root of a United Nations symbol ("A").
    `parts` are what was made of the document, innermost first: (("Add", 2), ("Rev", 1)) is
    revision 1 of addendum 2. `language` is an ISO code or "".
    """

    meeting: str
    series: str
    number: str
    parts: tuple[tuple[str, int], ...] = ()
    language: str = ""

    @property
    def revision(self) -> int:
        """Number of the revision, 0 when it is none."""
        return self._part("Rev")

    @property
    def addendum(self) -> int:
        """Number of the addendum, 0 when it is none."""
        return self._part("Add")

    @property
    def corrigendum(self) -> int:
        """Number of the corrigendum, 0 when it is none."""
        return self._part("Cor")

    def _part(self, kind: str) -> int:
        return next((number for name, number in reversed(self.parts) if name == kind), 0)

    @property
    def canonical(self) -> str:
        """The one spelling: that of running heads, such as `WCIT12/27(Add.2)-E`."""
        if self.series in _RESOLUTIONS:
            where = f" ({self.meeting})" if self.meeting else ""
            return f"{self.series} {self.number}{where}"
        if not self.meeting:
            tail = "".join(f"/{'Corr' if k == 'Cor' else k}.{n}" for k, n in self.parts)
            return f"{self.series}/{self.number}{tail}"
        gap = "-" if self.meeting == WORKING_GROUP else "/"
        number = f"{self.series}{gap}{self.number}" if self.series else self.number
        tail = "".join(f"({kind}.{n})" for kind, n in self.parts)
        suffix = f"-{_LETTER_OF[self.language]}" if self.language else ""
        return f"{self.meeting}/{number}{tail}{suffix}"

    @property
    def base(self) -> Symbol:
        """The document this one revises, adds to or corrects, whatever the language."""
        return replace(self, parts=(), language="")

    @property
    def order(self) -> tuple[object, ...]:
        """Sorts as a person would: document 3 before document 27."""
        numbers = tuple(
            (0, int(piece), "") if piece.isdigit() else (1, 0, piece)
            for piece in re.findall(r"\d+|\D+", self.number)
        )
        return (self.meeting, self.series, numbers, self.parts, self.language)

    def __str__(self) -> str:
        return self.canonical


# -- the ways it is written ----------------------------------------------------------------------

_KINDS = {
    "Rev": r"rev(?:ision|isión|\.)?|révision|пересмотр\w*|пересм\.|(?:ال|لل)?مراجعة|修订[版本]?",
    "Add": r"add(?:endum|éndum|\.)?|adición|дополнительн\w+\s+документ\w*|дополнени\w+|доп\."
    r"|(?:ال|لل)?(?:إضافة|ضميمة)|补遗",
    "Cor": r"corr?(?:igendum|igéndum|\.)?|исправлени\w+|испр\.|(?:ال|لل)?تصويب|勘误",
}
_KIND = "|".join(_KINDS.values())
_PART = rf"[\s(/,.-]*(?:{_KIND})\.?\s*-?\s*\d{{1,2}}\s*\)?"
_DOCUMENT = r"documento?|doc\.|документ\w*|(?:ال|لل)?وثيقة|文件"
_MEETING = (
    r"CWG[\s./-]*WCIT[\s-]*(?:20)?12|(?:WCIT|CMTI|ВКМЭ)[\s-]*(?:20)?12"
    r"|(?:PP|WTDC|WTSA|WTPF|WRC)[\s-]*(?:20)?\d\d|C\d\d(?=\s*/)|ITR(?=\s*/)"
)
_BASE = re.compile(
    rf"""
    (?:-?\s*(?P<page>\d{{1,3}})\s*-?\s*)?              # a page number glued to a running head
    (?:(?P<document>{_DOCUMENT})\s*(?:no\.?|n°)?\s*)?
    (?:(?P<meeting>{_MEETING})(?:\s*/\s*|\s+(?=[A-Z])))?
    (?:(?P<series>DT|ADM|INF|TD|C|R|contribution|temporary\ document)(?P<gap>\s*[-/.]?\s*))?
    (?P<number>\d{{1,4}})
    (?:\s*-\s*(?P<before>[ACEFRS])\b)?
    (?P<parts>(?:{_PART})*)
    (?:\s*-\s*(?P<after>[ACEFRS])\b)?
    (?P<last>\s+-?\s*\d{{1,3}}\s*-?)?                  # the same at its other side
    """,
    re.VERBOSE | re.IGNORECASE,
)
_OUTER = re.compile(
    rf"(?P<kind>{_KIND})\s*(?P<number>\d{{1,2}})\s*"
    r"(?:to(?:\s+the)?\b|of\b|au\b|du\b|à\s+l['’]|al\b|del\b|a\s+la\b|к\b)?\s*(?P<rest>.+)",
    re.IGNORECASE,
)
_OUTER_CHINESE = re.compile(
    r"(?P<rest>文件.+?)\s*的?\s*(?P<kind>修订[版本]?|补遗|勘误)\s*(?P<number>\d{1,2})"
)
_RESOLUTIONS = ("Resolution", "Decision", "Recommendation", "Opinion")
_RESOLUTION = re.compile(
    rf"(?P<series>{'|'.join(_RESOLUTIONS)})\s+(?:No\.\s*)?(?P<number>(?:PLEN/)?\d{{1,4}})"
    r"(?:\s*\(\s*(?P<revised>Rev\.?\s*)?(?P<place>[A-Za-zÀ-ÿ' -]+),?\s*(?P<year>\d{4})\s*\))?",
    re.IGNORECASE,
)
_UNITED_NATIONS = re.compile(
    rf"(?P<root>{'|'.join(_UN_ROOTS)})/(?P<number>[A-Z0-9][A-Z0-9.()-]*(?:/[A-Z0-9][A-Z0-9.()-]*)*?)"
    r"(?P<parts>(?:/(?:Rev|Add|Corr)\.\d{1,2})*)\*{0,3}"
)
_UN_PART = re.compile(r"(Rev|Add|Cor)r?\.(\d+)")
_FILE = re.compile(
    r"""
    [A-Z]\d\d-(?P<meeting>CWG[.-]WCIT12|[A-Z]+\d{0,2})-(?:\d{6}-)?   # S12-WCIT12-[121203-]
    (?P<series>C|TD|DT|ADM|INF|R)-(?P<number>\d{4})                  # C-0027
    [!_](?P<parts>(?:[ARC]\d{1,2}[-!_]?)*?)[!_]                      # !R1!
    (?:MSW|PDF|HTM|XLS|PPT)[A-Z]?(?:-(?P<language>[ACEFRS]))?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FILE_PART = {"A": "Add", "R": "Rev", "C": "Cor"}
_COPY = re.compile(
    r"^(?:copy of|copie de|copia de)\s+|\s*\(\d\)$|\s+-\s+copy$|\s+copy$", re.IGNORECASE
)
_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"), "-")


def parse_symbol(text: str, *, conference: str = CONFERENCE) -> Symbol | None:
    """The symbol that `text` is, as a whole, or None.

    `conference` is the meeting that a bare `Document 27-E` or `DT/1` belongs to; pass "" where that
    is not known, and they are no symbols.
    """
    line = _plain(text)
    if not line or len(line) > 100:
        return None
    return _resolution(line) or _document(line, conference) or _united_nations(line)


def parse_file_name(name: str) -> Symbol | None:
    """The symbol a file name states: the house grammar, or a symbol with its signs replaced.

    Folders and the ending are ignored. A bare `C45` or `Document 27-E` is too little for a file
    that may come from anywhere.
    """
    stem = PurePosixPath(name.replace("\\", "/")).name
    stem = re.sub(r"(?:\.(?:docx?|pdf|rtf|odt|html?|txt|zip))+$", "", stem, flags=re.IGNORECASE)
    stem = _COPY.sub("", _plain(stem))
    if match := _FILE.fullmatch(stem):
        return _from_file(match)
    if match := re.fullmatch(r"(A-RES-\d{1,2}-\d{1,3})(?:-(ar|zh|en|fr|ru|es))?", stem):
        return _united_nations(match[1].replace("-", "/"))
    stem = stem.replace("_", " ")
    stem = re.sub(r"^((?:CWG[\s.-]*)?WCIT-?12)[\s-]+", r"\1/", stem, flags=re.IGNORECASE)
    if re.match(r"C\s*-?\s*\d", stem, re.IGNORECASE):
        return None
    return _document(stem, "")


# -- parsing -------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    """Full-width forms, other digits, dashes and invisible marks made plain; one space a gap."""
    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    kept = (
        str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c
        for c in text
        if unicodedata.category(c) != "Cf"
    )
    return " ".join("".join(kept).split())


def _kind(word: str) -> str:
    return next(k for k, pattern in _KINDS.items() if re.fullmatch(pattern, word, re.IGNORECASE))


def _document(line: str, conference: str) -> Symbol | None:
    """A document of a conference or its working group, with "Revision 1 to" peeled off first."""
    for outer in (_OUTER, _OUTER_CHINESE):
        match = outer.fullmatch(line)
        if match and (inner := _document(match["rest"], conference)):
            return replace(
                inner, parts=(*inner.parts, (_kind(match["kind"]), int(match["number"])))
            )
    match = _BASE.fullmatch(line)
    if match is None:
        return None
    before, after = match["before"], match["after"]
    if (before and after) or (match["page"] and not match["meeting"]):
        return None
    if match["last"] and not (match["meeting"] and (before or after)):
        return None
    place = _place(match, conference)
    if place is None:
        return None
    meeting, series = place
    number = match["number"] if meeting == "ITR" else str(int(match["number"]))
    if not 0 < int(number) < 1000:  # "Document 2012" is a year
        return None
    parts = tuple(
        (_kind(part[1]), int(part[2]))
        for part in re.finditer(rf"({_KIND})\.?\s*-?\s*(\d{{1,2}})", match["parts"], re.IGNORECASE)
    )
    letter = (before or after or "").upper()
    return Symbol(meeting, series, number, parts, LANGUAGE_LETTERS.get(letter, ""))


def _place(match: re.Match[str], conference: str) -> tuple[str, str] | None:
    """Meeting and series of a match, or None where they do not fit or could be two."""
    series = (match["series"] or "").upper()
    series = {"CONTRIBUTION": "C", "TEMPORARY DOCUMENT": "TD"}.get(series, series)
    meeting = _meeting(match["meeting"] or "")
    if not meeting:
        if series in ("TD", "C"):
            meeting = WORKING_GROUP
        elif match["document"] or (series in _CONFERENCE_SERIES - {""} and match["gap"]):
            meeting = conference
        if not meeting:
            return None
    if meeting == "ITR":
        return (meeting, series) if not series else None
    allowed = _GROUP_SERIES if meeting == WORKING_GROUP else _CONFERENCE_SERIES
    return (meeting, series) if series in allowed else None


def _meeting(text: str) -> str:
    """`CWG-WCIT 12`, `ВКМЭ-12`, `PP-18` as running heads have it: CWG-WCIT12, WCIT12, PP18."""
    if not text:
        return ""
    plain = re.sub(r"[\s./-]+", "", text.upper()).replace("CMTI", "WCIT").replace("ВКМЭ", "WCIT")
    plain = re.sub(r"20(\d\d)$", r"\1", plain)
    return WORKING_GROUP if plain.startswith("CWG") else plain


def _resolution(line: str) -> Symbol | None:
    match = _RESOLUTION.fullmatch(line)
    if match is None:
        return None
    where = ""
    if match["place"]:
        place = match["place"].strip()
        place = place.title() if place.isupper() else place
        where = f"{'Rev. ' if match['revised'] else ''}{place}, {match['year']}"
    return Symbol(where, match["series"].capitalize(), match["number"].upper())


def _united_nations(line: str) -> Symbol | None:
    """A/RES/77/321, ISBA/31/C/2/Rev.1. Never `E/27/7` or `S/3/1`: those are proposals of states."""
    match = _UNITED_NATIONS.fullmatch(line)
    if match is None:
        return None
    segments = match["number"].split("/")
    if not any(c.isdigit() for c in segments[-1]) or (
        len(match["root"]) == 1 and len(segments) < 2
    ):
        return None
    if match["root"] in ("S", "E") and not re.fullmatch(r"\d{4}|[A-Z]+[.\w]*", segments[0]):
        return None
    parts = tuple((kind, int(n)) for kind, n in _UN_PART.findall(match["parts"]))
    return Symbol("", match["root"], match["number"], parts)


def _from_file(match: re.Match[str]) -> Symbol | None:
    meeting = match["meeting"].upper().replace("CWG.", "CWG-")
    if meeting != WORKING_GROUP and not re.search(r"\d\d$", meeting):
        meeting += match[0][1:3]  # S14-PP-C-0075: the year stands before
    series = match["series"].upper()
    if meeting == WORKING_GROUP:
        allowed = _GROUP_SERIES
    else:  # C holds the plenary documents, TD the ones headed DT
        allowed = _CONFERENCE_SERIES
        series = {"C": "", "TD": "DT"}.get(series, series)
    if series not in allowed or int(match["number"]) == 0:
        return None
    parts = tuple(
        (_FILE_PART[letter.upper()], int(number))
        for letter, number in re.findall(r"([ARC])(\d+)", match["parts"], re.IGNORECASE)
    )
    language = LANGUAGE_LETTERS.get((match["language"] or "").upper(), "")
    return Symbol(meeting, series, str(int(match["number"])), parts, language)
