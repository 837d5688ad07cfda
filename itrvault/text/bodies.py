"""Where the text of each page begins and ends, without what typesetting puts around it.

Between the last word of one page and the first of the next stand running heads and feet, page
numbers and footnotes. Whoever reads on passes over them, and so does a search for words that run
over a page break. Only what is plain to see is passed over.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from itrvault.text.running import OFTEN, SHARE, running_lines

Body = tuple[int, int]
"""A stretch of the text of a page."""

NEAR = 6
"""A first or last line, with a blank line beside it, is running, too, when it stands on `OFTEN` of
so many pages before and behind: heads change with the chapter."""

_LONGEST = 200  # code points; longer lines are text
_HEAD = 110
"""Code points of a head with the number of its page, at most."""

# A page number by itself, which the first page has, too: "12", "- 12 -", "12/88".
_NUMBER_ABOVE = re.compile(r"\s*[-–—]?[ \t]*\d{1,4}([ \t]*/[ \t]*\d{1,4})?[ \t]*[-–—]?[ \t]*\n")
_NUMBER_BELOW = re.compile(r"\n[ \t]*[-–—]?[ \t]*\d{1,4}([ \t]*/[ \t]*\d{1,4})?[ \t]*[-–—]?\s*\Z")
_FIGURE = r"\d{1,4}|[ivxlc]{1,7}|[IVXLC]{1,7}"
_AT_EDGE = re.compile(rf"\A({_FIGURE})(?=\s)|(?<=\s)({_FIGURE})\Z")
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

_SIGN = r"(?P<sign>[*∗†‡§]{1,3}|[¹²³⁰⁴-⁹]{1,3}|\d{1,3})"
_NOTE = re.compile(rf"\n[ \t]*{_SIGN}[ \t\u00a0]*(?=[^\W\d_]|[\"“«‘'(\[])")
_ENDED = re.compile(r"(?:\n[ \t]*|\n_{5,}[ \t]*|[.;:)\]”\"»])\Z")
"""What a note at the foot of a page begins behind: a blank line, a rule, a full stop."""
_BLOCK = re.compile(rf"\n[ \t]*\n[ \t]*(?:{_SIGN}(?![.)\d]))?(?=\S)")
_RULED = re.compile(r"(?:\s*\n[ \t]*_{5,})?\s*\Z")
_RULE = 80
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def bodies(pages: Sequence[str]) -> list[Body]:
    """The body of each page of a document, so that the words at the end of one and at the beginning
    of the next stand one after another."""
    found: list[Body] = []
    alone: list[bool] = []  # whether the number of the page stood by itself
    for text, running in zip(pages, running_lines(pages, firsts=True), strict=True):
        start, end = 0, len(text)
        above = _NUMBER_ABOVE.match(text)
        if above:
            start = above.end()
        below = _NUMBER_BELOW.search(text, max(start, end - _LONGEST))
        if below:
            end = below.start()
        for span in running:
            if not text[start : span.start].strip():
                start = max(start, span.end)
        for span in reversed(running):
            if span.start >= start and not text[span.end : end].strip():
                end = min(end, span.start)
        found.append((start, max(start, end)))
        alone.append(above is not None or below is not None)
    found = _without_heads(pages, found, alone)
    return [_before_notes(text, body) for text, body in zip(pages, found, strict=True)]


def _without_heads(
    pages: Sequence[str], found: Sequence[Body], alone: Sequence[bool]
) -> list[Body]:
    """The bodies without heads and feet of chapters, and those with the number of their page."""
    if len(pages) < OFTEN:
        return list(found)
    tops = [_first_line(text, *body) for text, body in zip(pages, found, strict=True)]
    feet = [_last_line(text, *body) for text, body in zip(pages, found, strict=True)]
    cut: list[Body] = list(found)
    for lines, below in ((tops, False), (feet, True)):
        said = [text[slice(*line)] for text, line in zip(pages, lines, strict=True)]
        running = _often_near(said) | _numbered(said, alone)
        for number in running:
            (start, end), (first, last) = cut[number], lines[number]
            if start <= first and last <= end:
                cut[number] = (start, first) if below else (last, end)
    return cut


def _first_line(text: str, start: int, end: int) -> Body:
    while start < end and text[start].isspace():
        start += 1
    last = text.find("\n", start, end)
    if last < 0 or text[last + 1 : end].partition("\n")[0].strip():
        return start, start
    return start, start + len(text[start:last].rstrip())


def _last_line(text: str, start: int, end: int) -> Body:
    while start < end and text[end - 1].isspace():
        end -= 1
    first = text.rfind("\n", start, end)
    if first < 0 or text[start:first].rpartition("\n")[2].strip():
        return end, end
    first += 1
    return first + len(text[first:end]) - len(text[first:end].lstrip()), end


def _often_near(lines: Sequence[str]) -> set[int]:
    """The pages whose line stands on others near by as well."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        if 0 < len(line) <= _LONGEST:
            places[line].append(number)
    found = set()
    for some in places.values():
        if len(some) < OFTEN:
            continue
        for at, number in enumerate(some):
            around = some[max(0, at - OFTEN + 1) : at + OFTEN]
            if sum(abs(other - number) <= NEAR for other in around) >= OFTEN:
                found.add(number)
    return found


def _numbered(lines: Sequence[str], alone: Sequence[bool]) -> set[int]:
    """The pages whose line begins or ends with the number of the page.

    Which number that is, is told by the pages together: it counts up with them.
    """
    told: dict[int, set[tuple[bool, int]]] = {}
    for number, line in enumerate(lines):
        if line and len(line) <= _HEAD and not alone[number]:
            told[number] = {(roman, value - number) for roman, value in _figures(line)}
    counts = Counter(one for some in told.values() for one in some)
    enough = max(OFTEN, SHARE * len(lines))
    known = {(roman, by) for (roman, by), often in counts.items()
             if often >= (OFTEN if roman else enough)}  # fmt: skip
    return {number for number, some in told.items() if some & known}


def _figures(line: str) -> Iterator[tuple[bool, int]]:
    """The numbers at the beginning and at the end of a line, and whether they are Roman."""
    for match in _AT_EDGE.finditer(line):
        figure = match.group()
        if figure.isdigit():
            yield False, int(figure)
        elif (value := _roman(figure.lower())) > 0:
            yield True, value


def _roman(figure: str) -> int:
    values = [_ROMAN[letter] for letter in figure]
    return sum(
        -value if value < following else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )


def _before_notes(text: str, body: Body) -> Body:
    """The body without the notes at its foot.

    A note begins with a sign that hangs on a word further up, and all that comes behind it is
    notes: what stands behind a blank line begins with the next sign.
    """
    start, end = body
    for match in _NOTE.finditer(text, start, end):
        sign, at = match["sign"], match.start()
        if not (
            _ENDED.search(text, max(start, at - _RULE), at)
            and _hangs_on_a_word(text, start, at, sign)
        ):
            continue
        following = [block["sign"] for block in _BLOCK.finditer(text, match.end(), end)]
        if _ascend([sign, *following]):
            return start, start + len(_RULED.sub("", text[start:at], 1))
    return body


def _hangs_on_a_word(text: str, start: int, end: int, sign: str) -> bool:
    at = text.find(sign, start, end)
    while at >= 0:
        before, behind = text[max(start, at - 2) : at], text[at + len(sign) : at + len(sign) + 1]
        if (
            before
            and not behind.isalnum()
            and (before[-1].isalpha() or (before[-1] in '.,;:!?)]”"’»' and not before[0].isdigit()))
        ):
            return True
        at = text.find(sign, at + 1, end)
    return False


def _ascend(signs: Sequence[str | None]) -> bool:
    """Whether all are signs of notes, one after another."""
    numbers = []
    for sign in signs:
        if sign is None:
            return False
        figure = sign.translate(_RAISED)
        if figure.isdigit():
            numbers.append(int(figure))
    return all(later == earlier + 1 for earlier, later in pairwise(numbers))
