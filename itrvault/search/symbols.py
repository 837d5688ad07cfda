"""What `symbol:` means: a document in all its versions, exactly one, or words in symbols."""

from __future__ import annotations

import re
from collections.abc import Callable

from itrvault.search.query import FieldTest
from itrvault.treaty.symbol_grammar import RESOLUTIONS
from itrvault.treaty.symbols import Symbol, parse_symbol


def symbol_matcher(test: FieldTest, words: Callable[[str], bool]) -> Callable[[str], bool]:
    """Whether a document's symbol meets the condition.

    `symbol:WCIT12/27` means that document with its revisions, addenda and corrigenda, in every
    language; a language or part that is typed narrows it. In quotation marks it means no other
    version. What is no whole symbol ("905", "DT") is looked for by `words`.
    """
    asked = parse_symbol(test.value)
    if asked is None:
        return words

    def meets(value: str) -> bool:
        symbol = parse_symbol(value)
        return symbol is not None and _meets(symbol, asked, exact=test.exact)

    return meets


def _meets(symbol: Symbol, asked: Symbol, *, exact: bool) -> bool:
    anywhere = asked.series in RESOLUTIONS and not asked.meeting  # of whatever place and year
    if (symbol.series, symbol.number) != (asked.series, asked.number):
        return False
    if not anywhere and symbol.meeting != asked.meeting:
        return False
    if asked.language and symbol.language != asked.language:
        return False
    parts = symbol.parts if exact else symbol.parts[: len(asked.parts)]
    return parts == asked.parts


def of_one_series(low: str, high: str) -> bool:
    """Whether two symbols can be the ends of a range; what are none of them are words."""
    first, last = parse_symbol(low), parse_symbol(high)
    if first is None or last is None:
        return first is last
    return (first.meeting, first.series) == (last.meeting, last.series)


def symbols_in_order(low: str, high: str) -> bool:
    """Whether the lower one of two symbols of a series comes first."""
    first, last = parse_symbol(low), parse_symbol(high)
    if first is None or last is None:
        return low.casefold() <= high.casefold()
    return _number(first) <= _number(last)


def range_matcher(test: FieldTest) -> Callable[[str], bool]:
    """Whether a symbol lies in a range of numbers of one series."""
    low, high = (parse_symbol(edge) if edge else None for edge in (test.low, test.high))
    if low is None and high is None:
        first, last = test.low.casefold(), test.high.casefold()
        return lambda value: first <= value.casefold() and (not last or value.casefold() <= last)

    def meets(value: str) -> bool:
        symbol = parse_symbol(value)
        if symbol is None:
            return False
        for edge in (low, high):
            if edge is not None and (edge.meeting, edge.series) != (symbol.meeting, symbol.series):
                return False
        number = _number(symbol)
        return (low is None or _number(low) <= number) and (high is None or number <= _number(high))

    return meets


def _number(symbol: Symbol) -> tuple[int, str]:
    digits = re.match(r"\d*", symbol.number)
    return int(digits[0]) if digits and digits[0] else -1, symbol.number


def say_symbol(test: FieldTest) -> str:
    """The condition in words."""
    asked = parse_symbol(test.value)
    if asked is None:
        return f"symbol has {test.value}"
    if asked.series in RESOLUTIONS and not asked.meeting:
        return f"symbol is {asked} of any year"
    if test.exact:
        return f"symbol is exactly {asked}"
    return f"symbol is {asked} or one of its versions"
