"""Dates as documents print them, in six languages, to ISO. Ranges and guesses are no dates."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_MONTHS = (
    "january janvier enero января январь يناير",
    "february février fevrier febrero февраля февраль فبراير",
    "march mars marzo марта март مارس",
    "april avril abril апреля апрель أبريل ابريل",
    "may mai mayo мая май مايو",
    "june juin junio июня июнь يونيو يونية",
    "july juillet julio июля июль يوليو يولية",
    "august août aout agosto августа август أغسطس اغسطس",
    "september septembre septiembre setiembre сентября сентябрь سبتمبر",
    "october octobre octubre октября октябрь أكتوبر اكتوبر",
    "november novembre noviembre ноября ноябрь نوفمبر",
    "december décembre decembre diciembre декабря декабрь ديسمبر",
)
_NUMBER = {word: n for n, words in enumerate(_MONTHS, 1) for word in words.split()}
_MONTH = "|".join(sorted(_NUMBER, key=len, reverse=True))
_SHORT = {name[:3]: n for n, name in enumerate((w.split()[0] for w in _MONTHS), 1)}

_DAY_MONTH = re.compile(
    rf"(?P<day>\d{{1,2}})(?:er|st|nd|rd|th|º)?\s*\.?\s*(?:de\s+|of\s+)?(?P<month>{_MONTH})\.?,?\s*"
    r"(?:de\s+|del\s+|عام\s+)?(?P<year>\d{4})"
)
_MONTH_DAY = re.compile(
    rf"(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
)
_CHINESE = re.compile(
    r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*日)?"
)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})(?:-(?P<day>\d{2}))?")
_MONTH_YEAR = re.compile(rf"(?P<month>{_MONTH})\s*(?:de\s+|del\s+|of\s+)?,?\s*(?P<year>\d{{4}})")
_SHORT_MONTH = re.compile(
    rf"(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(_SHORT)})\.?\s+(?P<year>\d{{4}})"
)
_FORMS = (_DAY_MONTH, _MONTH_DAY, _SHORT_MONTH, _CHINESE, _ISO, _MONTH_YEAR)
_TAIL = r"\s*(?:г\.?|года|\(updated[^)]*\)|\.|م)?"
_PLACE = r"(?:[^\W\d][^\d,;:]{1,40},?\s+)?"
_RANGE = re.compile(r"(?<![\d-])\d{1,2}\s*(?:-|to|au|al|по|إلى|至)\s*\d{1,2}\b(?!-)")


def read_date(text: str) -> str:
    """The date a line states, when the line is nothing else: ISO date or month, "" otherwise.

    A place may stand before it ("Dubai, 9 December 2012"). "3-14 December 2012" is a conference,
    not a date, and 03/04/2012 could be two.
    """
    line = _plain(text)
    if not line or len(line) > 80 or _RANGE.search(line):
        return ""
    for form in _FORMS:
        match = re.fullmatch(rf"(?:{_PLACE})(?P<date>{form.pattern}){_TAIL}", line)
        if match:
            return _iso(match)
    return ""


def find_date(text: str) -> str:
    """The first full date anywhere in a short text, "" when there is none."""
    line = _plain(text)
    found = (match for form in _FORMS if (match := form.search(line)))
    first = min(found, key=lambda match: match.start(), default=None)
    return _iso(first) if first and not _RANGE.search(line) else ""


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).lower().replace("–", "-").replace("—", "-")
    kept = (
        str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c
        for c in text
        if unicodedata.category(c) != "Cf"
    )
    return " ".join("".join(kept).split())


def _iso(match: re.Match[str]) -> str:
    groups = match.groupdict()
    year, word, day = int(groups["year"]), groups["month"], groups.get("day")
    month = int(word) if word.isdigit() else _NUMBER.get(word) or _SHORT[word]
    if not (1800 <= year <= 2100 and 1 <= month <= 12):
        return ""
    if day is None:
        return f"{year:04}-{month:02}"
    try:
        return date(year, month, int(day)).isoformat()
    except ValueError:  # 31 November
        return ""
