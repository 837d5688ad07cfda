"""The head of a document: the lines before its text, and the running heads of its pages.

Reading is by evidence: a line counts only in the place where the house style puts it. What is not
found stays "".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import dropwhile

from itrvault.model.document import Unit
from itrvault.model.geometry import FlowLayout, ParagraphKind
from itrvault.treaty import headwords as words
from itrvault.treaty.dates import read_date
from itrvault.treaty.members import find_member, split_members
from itrvault.treaty.symbol_grammar import KIND
from itrvault.treaty.symbols import Symbol, parse_footer, parse_symbol
from itrvault.treaty.united_nations import read_united_nations

_HEAD_LINES = 60
_MARGINAL = (ParagraphKind.HEADER, ParagraphKind.FOOTER)
_LABELS = ("title", "date", "source", "organisation")
_PAGE_NUMBER = re.compile(r"[-–—]?\s*\d{1,4}\s*[-–—]?|(?:page|p\.)\s*\d{1,4}", re.IGNORECASE)
_NAMED_MEETING = re.compile(
    r"WCIT|CMTI|ВКМЭ|(?<![A-Z])(?:[A-Z]{2,}-?\d\d|C\d\d|ITR)\s?/", re.IGNORECASE
)
_PART_ALONE = re.compile(
    rf"(?:{KIND})\s*\d{{1,2}}\s*[^\W\d]{{0,6}}(?:\s[^\W\d]{{2,3}}|\s.['’])?\s*$", re.I
)
"""`Revision 1 to`, `الإضافة 1`: the document it is made of stands in the next line."""
_PAPER = re.compile(r"\(?([BR]\d{1,2})\)?")
"""The editorial committee's coloured paper, near the document's number."""


@dataclass(slots=True)
class Head:
    """What the head states. `labels` holds `title: ...` and `# title: ...` lines by their name."""

    symbol: Symbol | None = None
    meeting: str = ""
    date: str = ""
    original: str = ""
    proponent: str = ""
    title: str = ""
    labels: dict[str, str] = field(default_factory=dict)


def head_lines(units: Sequence[Unit]) -> list[str]:
    """The first lines that say something, cells of a table row apart, running heads left out."""
    lines: list[str] = []
    for unit in units[:4]:
        for line in _body_text(unit).splitlines():
            cells = (" ".join(cell.split()) for cell in re.split(r"[|\t]", line))
            lines += [cell for cell in cells if cell]
            if len(lines) >= _HEAD_LINES:
                return lines
    return lines


def running_heads(units: Sequence[Unit]) -> list[list[str]]:
    """For each of the first pages or sections, the lines at its top and bottom."""
    pages: list[list[str]] = []
    for unit in units[:10]:
        if isinstance(unit.layout, FlowLayout):
            marginal = [p for p in unit.layout.paragraphs if p.kind in _MARGINAL]
            lines = [line for p in marginal for line in unit.text[p.start : p.end].splitlines()]
            pages.append(lines)  # twice: what the file calls a running head is on every page
        else:
            filled = [line for line in unit.text.splitlines() if line.strip()]
            lines = filled[:4] + filled[4:][-4:]
        pages.append(
            [" ".join(cell.split()) for line in lines for cell in re.split(r"[|\t]", line)]
        )
    return pages


def read_head(lines: Sequence[str], pages: Sequence[Sequence[str]]) -> Head:
    """Everything the head states. `lines` come from `head_lines`, `pages` from `running_heads`."""
    head = Head()
    _read_labels(lines, head)
    lines = without_text_head(lines)
    _read_conference(lines, head)
    if head.symbol is None:
        head.symbol = _running_symbol(pages)
        if head.symbol:
            head.meeting = head.symbol.meeting
            _read_block(lines[:25], head)
    if head.symbol is None:
        _read_united_nations(lines, head)
    if head.symbol is None:
        _read_resolution(lines, head)
    if head.symbol is None:  # some archives title a document by its symbol
        head.symbol = parse_symbol(head.labels.get("# title", ""), conference="")
    return head


def without_text_head(lines: Sequence[str]) -> list[str]:
    """The lines after the `# name: value` lines at the very top."""
    return list(dropwhile(lambda line: line.startswith("# "), lines))


def _body_text(unit: Unit) -> str:
    if not isinstance(unit.layout, FlowLayout) or not unit.layout.paragraphs:
        return unit.text
    body = (p for p in unit.layout.paragraphs if p.kind not in _MARGINAL)
    return "\n".join(unit.text[p.start : p.end].rstrip("\n") for p in body)


# -- the head of a conference document -----------------------------------------------------------


def _read_conference(lines: Sequence[str], head: Head) -> None:
    """Conference, [Revision ... to] Document N-L, date, Original, source, title."""
    for at, line in enumerate(lines[:16]):
        meeting = _conference(line)
        if not meeting or (parse_symbol(line) and not _dated(lines[at + 1 : at + 9])):
            continue
        end = min(at + 14, len(lines))
        for i in range(end):  # the symbol may stand left of the name, so before it
            symbol = _symbol_at(lines, i, meeting)
            if symbol:
                head.symbol, head.meeting = symbol, symbol.meeting
                _read_block(lines[min(i, at) + 1 : min(i, at) + 26], head)
                return
        if any(words.PLENARY.match(other) for other in lines[at + 1 : at + 5]):
            head.meeting = meeting
            return


def _dated(lines: Sequence[str]) -> bool:
    """Whether a date or the original language follows, as in a head: a symbol alone is none."""
    return any(read_date(line) or words.ORIGINAL.match(line) for line in lines)


def _conference(line: str) -> str:
    if len(line) > 160:
        return ""
    for pattern, meeting in words.CONFERENCES:
        if match := re.search(pattern, line, re.IGNORECASE):
            return meeting + (match.groupdict().get("year") or "")
    return ""


def _symbol_at(lines: Sequence[str], i: int, meeting: str) -> Symbol | None:
    """The symbol that line `i` is, alone or with the next one ("Revision 1 to / Document 10-E")."""
    line = words.PLENARY.sub("", lines[i])
    conference = "" if meeting.startswith("CWG") else meeting
    two = f"{line} {lines[i + 1]}" if i + 1 < len(lines) else line
    outer = _PART_ALONE.match(line)
    symbol = parse_symbol(two, conference=conference) if outer else None
    symbol = symbol or parse_symbol(line, conference=conference)
    if symbol is None or not symbol.meeting:
        return None
    near = (*lines[max(0, i - 2) : i], *lines[i + 1 : i + 3])
    paper = next((match[1] for match in map(_PAPER.fullmatch, near) if match), "")
    if paper and not symbol.series and not symbol.paper and meeting == symbol.meeting:
        return replace(symbol, paper=paper)
    return symbol


def _read_block(lines: Sequence[str], head: Head) -> None:
    """Date and original language, then what follows them: the source and the title."""
    after = -1
    for i, line in enumerate(lines):
        rest = words.PLENARY.sub("", line)
        original = words.ORIGINAL.match(rest) or words.ONLY.match(rest)
        if original and not head.original:
            head.original = _languages(original["names"])
            after = i
        elif not head.date and (day := read_date(rest)) and len(day) > 7:
            head.date = day
            after = max(after, i)
        elif words.BODY.match(line):
            break
    if after >= 0:
        _read_source(lines[after + 1 :], head)


def _languages(names: str) -> str:
    found = [
        (match.start(), code)
        for code, pattern in words.LANGUAGE_NAMES
        if (match := re.search(pattern, names, re.IGNORECASE))
    ]
    return "; ".join(code for _, code in sorted(found))


def _read_source(lines: Sequence[str], head: Head) -> None:
    """The source, then the title. A first line alone is a source only when it is a known one."""
    block: list[str] = []
    for line in lines[:8]:
        if words.BODY.match(line) or len(line) > 200 or words.LABEL.match(line):
            break
        if not words.MARK.match(line) and not parse_symbol(line):
            block.append(line)
    title_at = next((i for i, line in enumerate(block) if words.STOCK_TITLE.match(line)), None)
    if title_at is None:
        known = _lines_of_members(block)
        if not known and block and words.OFFICE.match(block[0]):
            known = 1
        capitals = next((i for i, line in enumerate(block) if line.isupper()), 0)
        title_at = known or capitals  # the house style sets titles, not sources, in capitals
    source = " ".join(block[:title_at])
    if source and not head.proponent:
        head.proponent = "; ".join(split_members(source)) or source
    if title_at < len(block) and not head.title:
        head.title = joined_title(block[title_at:])


def _lines_of_members(block: Sequence[str]) -> int:
    """How many lines, from the first, are one list of known names; 0 when not even the first is."""
    counts = range(len(block), 0, -1)
    return next((n for n in counts if split_members(" ".join(block[:n]))), 0)


def joined_title(lines: Sequence[str]) -> str:
    """A title with the lines it runs on to: the same capitals, or a small letter at the start."""
    title = lines[0]
    for line in lines[1:5]:
        same = title.isupper() and line.isupper()
        runs_on = same or line[:1].islower() or words.UNFINISHED.search(title)
        if not runs_on or split_members(line) or words.LABEL.match(line):
            break
        title += " " + line
    return title


# -- other heads ---------------------------------------------------------------------------------


def _running_symbol(pages: Sequence[Sequence[str]]) -> Symbol | None:
    """The symbol at the top or bottom of two pages, or of one beside its page number.

    A single page of an analysis may begin with somebody else's symbol.
    """
    votes: Counter[Symbol] = Counter()
    for lines in pages:
        named = [line for line in lines if _NAMED_MEETING.search(line) or "\\" in line]
        found = (parse_symbol(line, conference="") or parse_footer(line) for line in named)
        numbered = any(_PAGE_NUMBER.fullmatch(line) for line in lines)
        for symbol in {symbol for symbol in found if symbol and symbol.meeting}:
            votes[symbol] += 2 if numbered and len(pages) <= 3 else 1
    return next((symbol for symbol, count in votes.most_common(1) if count >= 2), None)


def _read_united_nations(lines: Sequence[str], head: Head) -> None:
    if found := read_united_nations(lines):
        head.symbol, head.date, head.title = found.symbol, found.date, found.title
        head.original = _languages(found.original)


def _read_resolution(lines: Sequence[str], head: Head) -> None:
    """`RESOLUTION 101 (REV. DUBAI, 2018)`, in one line or two, with the title under it."""
    for i, line in enumerate(lines[:5]):
        for text, after in ((line, i + 1), (" ".join(lines[i : i + 2]), i + 2)):
            symbol = parse_symbol(text, conference="")
            if symbol and symbol.canonical.endswith(")") and "," in symbol.meeting:
                head.symbol, head.date = symbol, symbol.meeting[-4:]
                if after < len(lines) and not lines[after][:1].isdigit():
                    head.title = joined_title(lines[after:])
                return


def _read_labels(lines: Sequence[str], head: Head) -> None:
    """`# title: ...` at the very top, or `Title: ...`, `Organization: ...` in the first lines."""
    for i, line in enumerate(lines[:20]):
        if match := words.TEXT_HEAD.match(line):
            value = "" if words.NOTHING.match(match["value"]) else match["value"].strip()
            head.labels.setdefault("# " + match["name"].lower(), value)
        elif match := words.LABEL.match(line):
            name = next(key for key in _LABELS if match[key])
            value = match["value"].strip()
            for line in lines[i + 1 : i + 3]:
                runs_on = words.UNFINISHED.search(value) or line[:1].islower()
                if ":" in line[:30] or (value and not runs_on):
                    break
                value = f"{value} {line}".strip()
            if not words.NOTHING.match(value):
                head.labels.setdefault(name, value)


def organisation_of(line: str, *, known: bool = False) -> str:
    """The organisation a line of a head names, as it stands there, "" for none.

    The line is its name, or "By <somebody>, <name>", or the name with a date after it. A name need
    only have the form of one, unless it must be `known`.
    """
    if len(line) >= 120:
        return ""
    line = re.sub(
        r"^(?:(?:comments?|analysis|statement|prepared|published|written)\s+)?(?:by|from|of)\s+"
        r"(?:the\s+(?=[A-Z]))?",
        "",
        line,
        flags=re.IGNORECASE,
    )
    pieces = [line, *re.split(r"\s*[,|–—:]\s*|\s+-\s+", line)]
    for piece in pieces[:4]:
        member = find_member(piece)
        if member and member.kind == "organisation":
            return piece.strip(" .")
    if not known and words.ORGANISATION.match(line):
        return line
    return ""


def only_heading(units: Sequence[Unit]) -> str:
    """The one heading of the first level in a flowing document, "" when there are none or more."""
    headings = [
        unit.text[p.start : p.end]
        for unit in units
        if isinstance(unit.layout, FlowLayout)
        for p in unit.layout.paragraphs
        if p.kind is ParagraphKind.HEADING and p.level == 1
    ]
    return " ".join(headings[0].split()) if len(headings) == 1 else ""
