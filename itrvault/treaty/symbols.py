"""Document symbols: the number the issuing body gave a document, in all the ways it is written.

The same document is `Document 27-E` in its head, `WCIT12/27-E` on its pages and
`S12-WCIT12-C-0027!!MSW-E` in its file name; working-group papers are `TD 64`, `TD-64` or
`CWG-WCIT12/TD 64-E`. All of them parse to one `Symbol`, whose `canonical` text is the running
head. What could mean two documents parses to None: a symbol is never guessed. `spellings.py`
prints the other ways.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import PurePosixPath
from urllib.parse import unquote

from itrvault.treaty import symbol_grammar as grammar
from itrvault.treaty.assemblies import edition
from itrvault.treaty.resolutions import read_resolution
from itrvault.treaty.symbol_grammar import LANGUAGE_LETTERS, RESOLUTIONS, plain

CONFERENCE = "WCIT12"
WORKING_GROUP = "CWG-WCIT12"
COUNCIL = re.compile(r"C\d\d")

LETTER_OF = {code: letter for letter, code in LANGUAGE_LETTERS.items()}
CONFERENCE_SERIES = frozenset({"", "DT", "DL", "ADM", "INF"})
GROUP_SERIES = frozenset({"TD", "C", "R", "INF", "ADM"})
_LONGEST = 140
_DEEPEST = 3  # a revision of an addendum to an addendum; a line may be an attack
Parts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Symbol:
    """The number of one document.

    `meeting` is the body as it stands in running heads ("WCIT12", "CWG-WCIT12", "PP18", "C09"), or
    place and year of a resolution ("Rev. Dubai, 2018"), or "". `series` is "" for the plenary
    documents, else "DT", "TD", "C", "Resolution", or the root of a United Nations symbol ("A").
    `parts` are what was made of the document, innermost first: (("Add", 2), ("Rev", 1)) is
    revision 1 of addendum 2. `language` is an ISO code or "". `paper` is the code of the coloured
    paper the editorial committee prints on ("B3"), `form` the kind of file a file name states
    ("MSW" Word, "PDF" ...); a form is no part of the canonical text.
    """

    meeting: str
    series: str
    number: str
    parts: Parts = ()
    language: str = ""
    paper: str = ""
    form: str = ""

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
        if self.series in RESOLUTIONS:
            where = f" ({self.meeting})" if self.meeting else ""
            return f"{self.series} {self.number}{where}"
        if not self.meeting:
            tail = "".join(f"/{'Corr' if k == 'Cor' else k}.{n}" for k, n in self.parts)
            return f"{self.series}/{self.number}{tail}"
        gap = "-" if self.meeting == WORKING_GROUP else "/"
        number = f"{self.series}{gap}{self.number}" if self.series else self.number
        tail = "".join(f"({kind}.{n})" for kind, n in self.parts)
        suffix = f"-{LETTER_OF[self.language]}" if self.language else ""
        paper = f" ({self.paper})" if self.paper else ""
        return f"{self.meeting}/{number}{tail}{suffix}{paper}"

    @property
    def base(self) -> Symbol:
        """The document this one revises, adds to or corrects, in whatever language and form.

        For a resolution: whoever's it is, of whatever year ("Resolution 21 (PP)").
        """
        if self.series in RESOLUTIONS:
            body, _ = edition(self.meeting)
            return Symbol(body or self.meeting, self.series, self.number)
        return Symbol(self.meeting, self.series, self.number)

    @property
    def order(self) -> tuple[object, ...]:
        """Sorts as a person would: document 3 before document 27."""
        pieces = [self.number] if self.number.isdigit() else re.findall(r"\d+|\D+", self.number)
        numbers = tuple(
            (0, int(piece), "") if piece.isdigit() else (1, 0, piece) for piece in pieces
        )
        return (
            self.meeting, self.series, numbers, self.parts, self.language, self.paper, self.form,
        )  # fmt: skip

    def __str__(self) -> str:
        return self.canonical


@lru_cache(maxsize=20_000)
def parse_symbol(text: str, *, conference: str = CONFERENCE) -> Symbol | None:
    """The symbol that `text` is, as a whole, or None.

    `conference` is the meeting that a bare `Document 27-E` or `DT/1` belongs to; pass "" where that
    is not known, and they are no symbols.
    """
    if match := grammar.CANONICAL.fullmatch(text):  # nearly all that are stored: thrice as fast
        where, number, parts, letter = match.groups(default="")
        meeting, _, series = where.partition("/")
        found = tuple((kind, int(n)) for kind, n in grammar.CANONICAL_PART.findall(parts))
        return Symbol(meeting, series[:-1], number, found, LANGUAGE_LETTERS.get(letter, ""))
    if len(text) > 4 * _LONGEST:
        return None  # a paragraph, or a line without end
    line = plain(text)
    if not line or len(line) > _LONGEST:
        return None
    return _resolution(line) or _document(line, conference) or _united_nations(line)


def parse_file_name(name: str) -> Symbol | None:
    """The symbol a file name states: the house grammar, or a symbol with its signs replaced.

    Folders and the ending are ignored. A bare `C45` or `Document 27-E` is too little for a file
    that may come from anywhere.
    """
    stem = PurePosixPath(unquote(name).replace("\\", "/")).name
    stem = grammar.COPY.sub("", plain(grammar.ENDING.sub("", stem)))
    stem = grammar.ENDING.sub("", stem).strip()
    if len(stem) > _LONGEST:
        return None
    if match := grammar.FILE.fullmatch(stem):
        return _from_file(match)
    if match := grammar.UN_FILE.fullmatch(stem):
        return _from_un_file(match["symbol"])
    stem = stem.replace("_", " ")
    stem = re.sub(
        r"^((?:CWG[\s.-]*)?(?:WCIT|CMTI)-?12|(?:PP|WTDC|WTSA)-?\d\d)[\s-]+(?=\S*\d)", r"\1/",
        stem, flags=re.IGNORECASE,
    )  # fmt: skip
    if re.match(r"C\s*-?\s*\d", stem, re.IGNORECASE):
        return None
    return _document(stem, "") or _document(_LETTER_APART.sub(r"-\1", stem), "")


_LETTER_APART = re.compile(r"(?<=[\d)])\s([ACEFRS])$", re.IGNORECASE)
"""The language in a file name whose signs are all one, as in `WCIT12_88_Rev1_E.pdf`."""


def parse_footer(line: str) -> Symbol | None:
    """The symbol in the path that a Word file's footer gives of itself, or None."""
    match = grammar.FOOTER.fullmatch(plain(line))
    if match is None or int(match["number"]) == 0:
        return None
    parts = tuple(
        (kind.capitalize(), int(number))
        for kind, number in grammar.FOOTER_PART.findall(match["parts"])
    )
    language = LANGUAGE_LETTERS[match["language"].upper()]
    meeting, series = _meeting(match["meeting"]), (match["series"] or "").upper()
    return Symbol(meeting, series, str(int(match["number"])), parts, language)


# -- parsing -------------------------------------------------------------------------------------


def _document(line: str, conference: str, depth: int = 0) -> Symbol | None:
    """A document of a conference or its working group, with "Revision 1 to" peeled off first."""
    if depth < _DEEPEST and (symbol := _with_outer(line, conference, depth)):
        return symbol
    match = grammar.BASE.fullmatch(line)
    if match is None or not _whole(match):
        return None
    place = _place(match, conference)
    if place is None:
        return None
    meeting, series = place
    number = match["number"] if meeting == "ITR" else str(int(match["number"]))
    if not 0 < int(number) < 1000:  # "Document 2012" is a year
        return None
    compact = grammar.COMPACT.findall(match["compact"])
    parts = tuple((grammar.COMPACT_KINDS[letter.upper()], int(n)) for letter, n in compact)
    parts += tuple(
        (grammar.kind_of(part[1]), int(part[2])) for part in grammar.PART.finditer(match["parts"])
    )
    paper = (match["paper"] or match["paper2"] or "").upper()
    letter = (match["before"] or match["after"] or "").upper()
    if paper and (series or meeting == WORKING_GROUP or not (letter or match["paper"])):
        return None  # "27 R2" may be somebody's revision 2
    return Symbol(meeting, series, number, parts, LANGUAGE_LETTERS.get(letter, ""), paper)


def _with_outer(line: str, conference: str, depth: int) -> Symbol | None:
    """`Revision 1 to Document 10-E`, `文件 48-C 的补遗 1`: one part around another symbol."""
    for outer in (grammar.OUTER, grammar.OUTER_CHINESE):
        match = outer.fullmatch(line)
        if match and (inner := _document(match["rest"], conference, depth + 1)):
            part = (grammar.kind_of(match["kind"]), int(match["number"]))
            language = "zh" if match.groupdict().get("after") else inner.language
            return replace(inner, parts=(*inner.parts, part), language=language)
    return None


def _whole(match: re.Match[str]) -> bool:
    """Whether the pieces of a match go together: one language, page numbers only beside a name."""
    before, after, document = match["before"], match["after"], match["document"]
    if before and after:
        return False
    if match["last"] and not (match["meeting"] and (before or after)):
        return False
    if match["again"] and (document or not match["meeting"]):
        return False
    turned = bool(match["behind"])
    return not (turned and (document or match["again"] or not (before or after)))


def _place(match: re.Match[str], conference: str) -> tuple[str, str] | None:
    """Meeting and series of a match, or None where they do not fit or could be two."""
    series = _series(match["series"] or "")
    meeting = _meeting(match["meeting"] or "")
    if not meeting:
        named = match["document"] or match["behind"]
        gap = (match["gap"] or "").strip()
        if series == "TD" or (series == "C" and conference and gap != "."):
            meeting = WORKING_GROUP
        elif named or gap == "/" or (series in ("DT", "ADM", "INF") and match["gap"]):
            meeting = conference
        if not meeting:
            return None
    if meeting == "ITR":
        return (meeting, series) if not series else None
    if meeting == WORKING_GROUP:
        return (meeting, series) if series in GROUP_SERIES else None
    if series == "C" and match["gap"] and not COUNCIL.fullmatch(meeting):
        series = ""  # the conference's contributions are its numbered documents
    return (meeting, series) if series in CONFERENCE_SERIES else None


def _series(text: str) -> str:
    """`Contribution`, `Временный документ`, `dt` as symbols have them: C, TD, DT."""
    for series, pattern in grammar.SERIES_WORDS.items():
        if text and re.fullmatch(pattern, text, re.IGNORECASE):
            return series
    return text.upper()


def _meeting(text: str) -> str:
    """`CWG-WCIT 12`, `ВКМЭ-12`, `PP-18` as running heads have it: CWG-WCIT12, WCIT12, PP18."""
    if not text:
        return ""
    joined = re.sub(r"[\s./-]+", "", text.upper())
    if joined.startswith("CWG"):
        return WORKING_GROUP
    name = joined.rstrip("0123456789")
    year = joined[len(name) :][-2:]
    name = grammar.MEETING_NAMES.get(name, name)
    return CONFERENCE if name == "WCIT" else name + year


def _resolution(line: str) -> Symbol | None:
    found = read_resolution(line)
    if found is None:
        return None
    series, number, where = found
    return Symbol(where, series, number)


def _united_nations(line: str) -> Symbol | None:
    """A/RES/77/321, ISBA/31/C/2/Rev.1. Never `E/27/7` or `S/3/1`: those are proposals of states."""
    match = grammar.UNITED_NATIONS.fullmatch(line)
    if match is None:
        return None
    segments = match["number"].split("/")
    if not any(c.isdigit() for c in segments[-1]) or (
        len(match["root"]) == 1 and len(segments) < 2
    ):
        return None
    if match["root"] in ("S", "E") and not re.fullmatch(r"\d{4}|[A-Z]+[.\w]*", segments[0]):
        return None
    parts = tuple((kind, int(n)) for kind, n in grammar.UN_PART.findall(match["parts"]))
    return Symbol("", match["root"], match["number"], parts)


def _from_file(match: re.Match[str]) -> Symbol | None:
    meeting = re.sub(r"[.-]", "", match["meeting"].upper())
    if meeting.startswith("CWG"):
        meeting = WORKING_GROUP
    elif meeting == "CL":
        meeting = f"C{match['year']}"  # the Council
    elif not meeting[-1].isdigit():
        meeting += match["year"]  # S14-PP-C-0075: the year stands before
    series = match["series"].upper()
    if meeting == WORKING_GROUP:
        allowed = GROUP_SERIES
    else:  # C holds the plenary documents, TD the ones headed DT
        allowed = CONFERENCE_SERIES
        series = {"C": "", "TD": "DT"}.get(series, series)
    if series not in allowed or int(match["number"]) == 0:
        return None
    parts = tuple(
        (grammar.COMPACT_KINDS[letter.upper()], int(number))
        for letter, number in grammar.COMPACT.findall(match["parts"] or match["only"] or "")
    )
    language = LANGUAGE_LETTERS.get((match["language"] or "").upper(), "")
    number, form = str(int(match["number"])), (match["form"] or "").upper()
    return Symbol(meeting, series, number, parts, language, form=form)


def _from_un_file(stem: str) -> Symbol | None:
    """`A-RES-77-321`, only where its parts leave no doubt."""
    text = re.sub(r"[-_]", "/", stem)
    text = re.sub(
        r"/(Rev|Add|Corr)[./]?(\d+)", lambda m: f"/{m[1].capitalize()}.{m[2]}", text, flags=re.I
    )
    if not re.match(r"A/(?:RES|DEC)/[^/]+/\d+$|A/(?:CONF|AC|HRC|CN)\b|(?:ISBA|FCCC|CCPR)/", text):
        return None
    return _united_nations(text)
