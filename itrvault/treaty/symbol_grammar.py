"""The ways symbols are written, as patterns over plain text: words of six languages and signs.

Plain text is what `plain` makes: compatibility forms (full width, no-break spaces) resolved, every
dash "-", every digit ASCII, no invisible signs, single spaces. Patterns ignore case.
"""

from __future__ import annotations

import re
import unicodedata

LANGUAGE_LETTERS = {"A": "ar", "C": "zh", "E": "en", "F": "fr", "R": "ru", "S": "es"}
"""The letter after a symbol's hyphen, and the ISO code it stands for."""

_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\u30fc"), "-")


_ODD = re.compile(
    "(?![0-9])\\d|["
    "\u00ad\u0600-\u0605\u061c\u06dd\u070f\u0890-\u0891\u08e2\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U00013438"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
    "]"
)
"""Digits of other scripts and invisible signs (category Cf), found by the pattern: to look at each
sign in Python is many times as slow."""


def plain(text: str) -> str:
    """Full-width forms, other digits, dashes and invisible marks made plain; one space a gap."""
    if text.isascii():
        return " ".join(text.split())
    text = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return " ".join(_ODD.sub(_made_plain, text).split())


def _made_plain(found: re.Match[str]) -> str:
    sign = found[0]
    return str(unicodedata.digit(sign)) if sign.isdigit() else ""


# -- parts: revisions, addenda, corrigenda ---------------------------------------------------------

KINDS = {
    "Rev": r"r[eé]v(?:ision|isión|\.)?|пересмотр\w*|пересм\.|(?:ال|لل)?مراجعة|修订[版本]?",
    "Add": r"add(?:endum|éndum|\.)?|adición|дополнительн\w+\s+документ\w*|дополнени\w+|доп\."
    r"|(?:ال|لل)?(?:[إا]ضافة|ضميمة)|补遗",
    "Cor": r"corr?(?:igendum|igéndum|\.)?|исправлени\w+|испр\.|(?:ال|لل)?تصويب|勘误",
}
KIND = "|".join(KINDS.values())
_PART = rf"[\s(/,.-]*(?:{KIND})\.?(?:\s*-)?\s*\d{{1,2}}(?:\s*\))?"
# Only one way to match each: a name of many of these must not take years to be refused.
PART = re.compile(rf"({KIND})\.?\s*-?\s*(\d{{1,2}})", re.IGNORECASE)
COMPACT = re.compile(r"([ARC])(\d{1,2})", re.IGNORECASE)
COMPACT_KINDS = {"A": "Add", "R": "Rev", "C": "Cor"}
"""In proposal identifiers (`3A3`) and file names (`!R1!`)."""


def kind_of(word: str) -> str:
    """The part a word that `KIND` matches names: "Rev", "Add" or "Cor"."""
    return next(k for k, pattern in KINDS.items() if re.fullmatch(pattern, word, re.IGNORECASE))


OUTER = re.compile(
    rf"(?P<kind>{KIND})\s*(?P<number>\d{{1,2}})\s*"
    r"(?:to(?:\s+the)?\b|of(?:\s+the)?\b|au\b|du\b|à\s+la\b|à\s+l['’]|de\s+l['’]|de\s+la\b"
    r"|al\b|del\b|a\s+la\b|к\b|[إا]لى\b|على\b|对|至)?\s*(?P<rest>.+)",
    re.IGNORECASE,
)
"""`Revision 1 to Document 10-E`: the newest part first."""
OUTER_CHINESE = re.compile(
    r"(?P<rest>.+?)\s*的?\s*(?:第\s*)?(?P<kind>修订[版本]?|补遗|勘误)\s*(?P<number>\d{1,2})"
    r"(?P<after>\s*-\s*C)?",
    re.IGNORECASE,
)
"""`文件 48-C 的补遗 1`: the newest part last."""

# -- documents of a conference ---------------------------------------------------------------------

_DOCUMENT = r"documento?|doc\.?(?=\s|\d)|документ\w*|(?:ال|لل)?وثيقة|文件"
_NUMBER_WORD = r"(?:no\.?|n°|nº|№|رقم)?"
_MEETING = (
    r"CWG[\s./-]*WCIT[\s-]*(?:20)?12|(?:WCIT|CMTI|ВКМЭ)(?:[\s-]*(?:20)?12)?"
    r"|(?:PP|WTDC|WTSA|WTPF|WRC|CMR|CMDT|AMNT|FMPT|ПК|ВКР|ВКРЭ|ВАСЭ)[\s-]*(?:20)?\d\d"
    r"|C\d\d(?=\s*/)|ITR(?=\s*/)"
)
MEETING_NAMES = {
    "CMTI": "WCIT", "ВКМЭ": "WCIT", "CMR": "WRC", "CMDT": "WTDC", "AMNT": "WTSA", "FMPT": "WTPF",
    "ПК": "PP", "ВКР": "WRC", "ВКРЭ": "WTDC", "ВАСЭ": "WTSA",
}  # fmt: skip
"""What French, Spanish and Russian call a conference, and how its symbols have it."""

SERIES_WORDS = {
    "C": r"contribution|contribución|вклад|(?:ال)?مساهمة|文稿",
    "TD": r"temporary\s+document|document\s+temporaire|documento\s+temporal"
    r"|временный\s+документ|(?:ال)?وثيقة\s+(?:ال)?مؤقتة|临时文件",
}
_SERIES = "|".join(["DT", "DL", "ADM", "INF", "TD", *SERIES_WORDS.values(), "C", "R"])
BASE = re.compile(
    rf"""
    (?:-?\s*\d{{1,3}}\s*-?\s*(?=(?:{_MEETING})\s*/))?  # a page number glued to a running head
    (?:(?P<document>{_DOCUMENT})\s*{_NUMBER_WORD}\s*)?
    (?:(?P<meeting>{_MEETING})(?:\s*/\s*|\s+(?=[A-ZА-Я])))?
    (?:(?P<again>{_DOCUMENT})\s*{_NUMBER_WORD}\s*)?
    (?:(?P<series>{_SERIES})(?P<gap>\s*[-/.]?\s*))?
    (?P<number>\d{{1,4}})(?P<compact>(?:[ARC]\d{{1,2}})*)
    (?:\s*-\s*(?P<before>[ACEFRS])\b)?
    (?P<parts>(?:{_PART})*)
    (?:\s*-\s*(?P<after>[ACEFRS])\b)?
    (?:\s*\(\s*(?P<paper>[BR]\d{{1,2}})\s*\)|\s+(?P<paper2>[BR]\d{{1,2}}))?
    (?P<last>\s+-?\s*\d{{1,3}}\s*-?)?                  # the page number at the other side
    (?P<behind>\s*(?:{_DOCUMENT}))?                    # right-to-left lines may come out turned
    """,
    re.VERBOSE | re.IGNORECASE,
)

CANONICAL = re.compile(
    r"(CWG-WCIT12/(?:TD|C|R|INF|ADM)-|(?:WCIT12|(?:PP|WTDC|WTSA|WTPF|WRC|C)\d\d)/"
    r"(?:(?:DT|DL|ADM|INF)/)?)([1-9]\d{0,2})((?:\((?:Rev|Add|Cor)\.[1-9]\d?\))*)"
    r"(?:-([ACEFRS]))?"
)
"""What is printed, and so what is stored: found quicker than by all the patterns above."""
CANONICAL_PART = re.compile(r"(Rev|Add|Cor)\.(\d+)")

# -- resolutions and the United Nations ------------------------------------------------------------

RESOLUTIONS = ("Resolution", "Decision", "Recommendation", "Opinion")
"""Series whose heads are read in `resolutions.py`."""

_UN_ROOTS = (
    "A", "S", "E", "ST", "FCCC", "ISBA", "CCPR", "CERD", "CEDAW", "CAT", "CMW", "CRC", "CRPD",
    "HRI", "SPLOS", "UNEP", "CBD", "CTOC", "CAC", "CLCS",
)  # fmt: skip
_UN_PIECE = r"[A-Z0-9][A-Z0-9.()-]*"
UNITED_NATIONS = re.compile(
    rf"(?P<root>{'|'.join(_UN_ROOTS)})/(?P<number>{_UN_PIECE}(?:/{_UN_PIECE})*?)"
    r"(?P<parts>(?:/(?:Rev|Add|Corr)\.\d{1,2})*)\*{0,3}"
)
UN_PART = re.compile(r"(Rev|Add|Cor)r?\.(\d+)")

# -- file names ------------------------------------------------------------------------------------

FILE = re.compile(
    r"""
    (?P<sector>[SRTD])(?P<year>\d\d)-(?P<meeting>CWG[.-]?WCIT12|CL|[A-Z]{2,5}(?:\.?\d\d)?)
    -(?:\d{6}-)?                                                     # S12-WCIT12-[121203-]
    (?P<series>C|TD|DT|DL|ADM|INF|R)-(?P<number>\d{4})              # C-0027
    (?:[!_-]{0,2}(?P<parts>(?:[ARC]\d{1,2}[-!_]?)*?)                # !R1!, !A2-R1!
       [!_-]{0,2}(?P<form>MSW|PDF|HTM|XLS|PPT|ZIP)[A-Z]?(?:-(?P<language>[ACEFRS]))?
      |[!_](?P<only>[ARC]\d{1,2}(?:[-!_][ARC]\d{1,2})*))?[!_]?
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""`S12-WCIT12-C-0027!A2-R1!MSW-E`; sites and systems turn `!` into `_` or drop it."""

ENDING = re.compile(
    r"(?:\.(?:docx?|docm|pdf|rtf|odt|html?|mht(?:ml)?|txt|zip|xlsx?|pptx?|epub))+$", re.IGNORECASE
)
COPY = re.compile(
    r"^(?:copy of|copie de|copia de|копия)\s+|\s*\(\d{1,2}\)$|\s+-\s+(?:copy|copie|copia|копия)$"
    r"|\s+copy$",
    re.IGNORECASE,
)
UN_FILE = re.compile(
    rf"(?P<symbol>(?:{'|'.join(_UN_ROOTS)})(?:[-_]{_UN_PIECE.replace('.()-', '.()')})+?)"
    r"(?:[-_](?:ar|zh|en|fr|ru|es|[ACEFRS]))?",
    re.IGNORECASE,
)
"""`A-RES-77-321-en`, `ISBA_31_C_L.3`: the strokes replaced."""

FOOTER = re.compile(
    r"""
    [A-Z]?:?\\.*\\(?P<meeting>(?:WCIT|PP|WTDC|WTSA|WTPF|WRC|CMR|CMDT|AMNT|CMTI)[.-]?\d\d)
    \\(?:(?P<series>DT|DL|ADM|INF)\\)?(?:\d{3}\\)?
    (?P<number>\d{3})(?P<parts>(?:(?:REV|ADD|COR)\d{1,2})*)(?P<language>[ACEFRS])
    (?:V\d+)?\.DOC[XM]?\b.*
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""`P:\\ENG\\SG\\CONF-SG\\WCIT12\\000\\065E.DOCX`, which footers of Word files leak."""
FOOTER_PART = re.compile(r"(REV|ADD|COR)(\d{1,2})", re.IGNORECASE)
