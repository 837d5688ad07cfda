"""Reads the value behind `field:`: a word, a quotation, a period, a range, a comparison."""

from __future__ import annotations

import re

from itrvault.search.fields import FIELDS, HAS_VALUES, date_range, fold_value
from itrvault.search.lexer import Fault, Kind, Lexeme
from itrvault.search.query import FieldTest
from itrvault.search.symbols import of_one_series, symbols_in_order
from itrvault.treaty.dates import read_date

_BRACKETS = re.compile(r"[\[{]\s*(.*?)(?<=[\s\[{])(?:TO|to)(?=[\s\]}])\s*(.*?)\s*[\]}]\Z")
_COMPARED = re.compile(r"(>=|<=|>|<)(.+)\Z")
_HALF = re.compile(
    r"[\[{]\s*(?P<low>[^\s()\"]*)(?:\s+(?:TO|to)(?:\s+(?P<high>[^\s()\"]*))?)?(?:\s*[\]}])?"
)
_OPEN = ("", "*")
_MONTH_OF_YEAR = re.compile(r"(\d{1,2})[/.](\d{4})\Z")


def read_value(field: str, lexeme: Lexeme, query: str) -> FieldTest:
    """The condition `field:lexeme`; `Fault` when the value cannot be one of this field."""
    value = lexeme.text.strip()
    kind = FIELDS[field].kind
    if not value or (kind in ("words", "path", "symbol") and not fold_value(value).strip('*?/."')):
        raise Fault(
            f"{field}: needs a value", lexeme.start, lexeme.end - lexeme.start,
            _cut(query, lexeme.start - len(field) - 1, lexeme.end),
        )  # fmt: skip
    if lexeme.kind is Kind.WORD and value[:1] in "[{" and not _BRACKETS.match(value):
        raise Fault(
            "A range is written [from TO to]", lexeme.start, lexeme.end - lexeme.start,
            _closed_range(query, lexeme),
        )  # fmt: skip
    if kind == "date":
        return _read_date(field, value, lexeme, query)
    if kind == "number":
        return _read_number(field, value, lexeme, query)
    if field == "has":
        known = {fold_value(one) for one in HAS_VALUES} | {f"{one}s" for one in HAS_VALUES}
        if fold_value(value) not in known:
            raise Fault(
                f"has: knows {', '.join(HAS_VALUES)}", lexeme.start, lexeme.end - lexeme.start,
                query[: lexeme.start] + HAS_VALUES[0] + query[lexeme.end :],
            )  # fmt: skip
        value = fold_value(value)
        value = value if value in HAS_VALUES else value[:-1]
    if lexeme.kind is Kind.WORD and value[:1] in "[{":
        return _read_range(field, value, lexeme, query)
    exact = kind == "symbol" and lexeme.kind is Kind.QUOTED
    return FieldTest(field, value, "", "", lexeme.start, lexeme.end, exact)


def _read_range(field: str, value: str, lexeme: Lexeme, query: str) -> FieldTest:
    """`field:[a TO b]`, in the order of the alphabet; of symbols in that of their numbers."""
    match = _BRACKETS.match(value)
    assert match is not None
    low, high = ("" if edge.strip() in _OPEN else edge.strip() for edge in match.groups())
    if not (low or high):
        raise Fault(
            "This range is open on both sides", lexeme.start, lexeme.end - lexeme.start,
            _cut(query, lexeme.start - len(field) - 1, lexeme.end),
        )  # fmt: skip
    if low and high and FIELDS[field].kind == "symbol" and not of_one_series(low, high):
        raise Fault(
            "A range of symbols counts in one series", lexeme.start, lexeme.end - lexeme.start,
            f"{query[: lexeme.start]}[{low} TO *]{query[lexeme.end :]}",
        )  # fmt: skip
    if low and high and not in_order(field, low, high):
        raise Fault(
            "This range ends before it begins", lexeme.start, lexeme.end - lexeme.start,
            f"{query[: lexeme.start]}[{high} TO {low}]{query[lexeme.end :]}",
        )  # fmt: skip
    return FieldTest(field, "", low, high, lexeme.start, lexeme.end)


def _closed_range(query: str, lexeme: Lexeme) -> str:
    """The query with a range that is not closed, or lacks a side, made a whole one."""
    parts = _HALF.match(query, lexeme.start)
    assert parts is not None
    low, high = parts["low"].strip("[]{}"), (parts["high"] or "*").strip("[]{}")
    return f"{query[: lexeme.start]}[{low or '*'} TO {high or '*'}]{query[parts.end() :]}"


def in_order(field: str, low: str, high: str) -> bool:
    """Whether one value of a field does not come behind another."""
    if FIELDS[field].kind == "symbol":
        return symbols_in_order(low, high)
    return fold_value(low) <= fold_value(high)


def _cut(query: str, start: int, end: int) -> str:
    return query[: max(0, start)] + query[end:]


def _read_date(field: str, value: str, lexeme: Lexeme, query: str) -> FieldTest:
    low = high = ""
    first, last = value, value
    if match := _BRACKETS.match(value):
        first, last = match[1].strip(), match[2].strip()
    elif match := _COMPARED.match(value):
        sign, edge = match[1], _period(match[2], lexeme, query)
        if sign == ">":  # later than the last day of it
            return FieldTest(field, "", _next_day(edge[1]), "", lexeme.start, lexeme.end)
        if sign == "<":
            return FieldTest(field, "", "", _day_before(edge[0]), lexeme.start, lexeme.end)
        low, high = (edge[0], "") if sign == ">=" else ("", edge[1])
        return FieldTest(field, "", low, high, lexeme.start, lexeme.end)
    elif read_date(value):  # "30 November 2012", "ноябрь 2012"
        first = last = read_date(value)
    elif _MONTH_OF_YEAR.match(value):
        first = last = value
    elif value.count("/") == 1:
        first, _, last = value.partition("/")
    elif ".." in value:
        first, _, last = value.partition("..")
    low = "" if first in _OPEN else _period(first, lexeme, query)[0]
    high = "" if last in _OPEN else _period(last, lexeme, query)[1]
    if low and high and low > high:
        raise Fault(
            "This period ends before it begins", lexeme.start, lexeme.end - lexeme.start,
            f"{query[: lexeme.start]}{last}/{first}{query[lexeme.end :]}",
        )  # fmt: skip
    return FieldTest(field, "", low, high, lexeme.start, lexeme.end)


def _period(text: str, lexeme: Lexeme, query: str) -> tuple[str, str]:
    month = _MONTH_OF_YEAR.match(text)
    period = date_range(f"{month[2]}-{month[1]}" if month else text)
    if period is None and (date := read_date(text)):
        period = date_range(date)
    if period is None:
        year = re.search(r"\d{4}", text)
        repaired = year[0] if year and date_range(year[0]) else "2012"
        raise Fault(
            f"“{text}” is no date; write 2012, 2012-11, 2012-11-30 or “November 2012”",
            lexeme.start, lexeme.end - lexeme.start,
            query[: lexeme.start] + repaired + query[lexeme.end :],
        )  # fmt: skip
    return period


def _next_day(day: str) -> str:
    """A date string right after the day: compares as later than every date up to it."""
    return day + "~"


def _day_before(day: str) -> str:
    """A date string right before the day."""
    return day[:-1] + chr(ord(day[-1]) - 1) + "~"


_NUMBERS = re.compile(r"(\d+|\*?)(?:-|\.\.)(\d+|\*?)\Z")


def _read_number(field: str, value: str, lexeme: Lexeme, query: str) -> FieldTest:
    if match := _BRACKETS.match(value) or _NUMBERS.match(value):
        low, high = ("" if part.strip() in _OPEN else part.strip() for part in match.groups())
        if (low + high).isdecimal():
            return FieldTest(field, "", low, high, lexeme.start, lexeme.end)
        if value[:1] in "[{":
            raise Fault(
                f"{field}: wants numbers in a range", lexeme.start, lexeme.end - lexeme.start,
                f"{query[: lexeme.start]}[1 TO *]{query[lexeme.end :]}",
            )  # fmt: skip
    if (match := _COMPARED.match(value)) and match[2].isdecimal():
        sign, number = match[1], int(match[2])
        low = str(number + (sign == ">")) if ">" in sign else ""
        high = str(number - (sign == "<")) if "<" in sign else ""
        return FieldTest(field, "", low, high, lexeme.start, lexeme.end)
    return FieldTest(field, value, "", "", lexeme.start, lexeme.end)
