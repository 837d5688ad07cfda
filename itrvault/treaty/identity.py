"""What a document says about itself: symbol, title, class, language, date, proponent, meeting.

Every fact comes with the place it was read from, and only from the places where such a document
states it. What it does not say may be known from the catalogue, and is marked so. Anything else is
unknown; a person can set it by hand.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import takewhile

from itrvault.model.document import FACT_FIELDS, DocumentClass, Fact, FactSource, Unit
from itrvault.text.fold import fold
from itrvault.text.language import detect_language
from itrvault.treaty import headwords as words
from itrvault.treaty.catalogue import fill_in
from itrvault.treaty.dates import read_date
from itrvault.treaty.heads import (
    Head,
    head_lines,
    joined_title,
    only_heading,
    organisation_of,
    read_head,
    running_heads,
    without_text_head,
)
from itrvault.treaty.members import split_members
from itrvault.treaty.symbols import CONFERENCE, WORKING_GROUP, parse_file_name, parse_symbol

UNKNOWN = Fact("", FactSource.UNKNOWN)
_LEAKED = (CONFERENCE, WORKING_GROUP)
_CLEAR_SHARE = 0.8  # of the measured text, for the words to overrule what the head says
_CLEAR_LENGTH = 400
_ADOPTED = re.compile(r"\([A-Z][\w .'-]+,\s*(\d{4})\)")
"""Place and year of a treaty: `(Melbourne, 1988)`."""


def read_facts(
    name: str,
    units: Sequence[Unit],
    metadata: Mapping[str, str] | Sequence[tuple[str, str]] = (),
) -> dict[str, Fact]:
    """A fact for every name in FACT_FIELDS; what nothing states is `Fact("", UNKNOWN)`.

    `name` is the file's own name, `metadata` what the reader found in the file (title, author,
    language ...).
    """
    lines = head_lines(units)
    head = read_head(lines, running_heads(units))
    said = {key.lower(): value for key, value in dict(metadata).items()}
    facts = dict.fromkeys(FACT_FIELDS, UNKNOWN)
    body = without_text_head(lines)
    doc_class = _class(head, body, units)
    from_name = parse_file_name(name)
    if doc_class in (DocumentClass.ANALYSIS, DocumentClass.STATEMENT, DocumentClass.TREATY):
        from_name = None  # named after the paper it is about
    symbol = head.symbol or from_name
    source = FactSource.HEADER if head.symbol else FactSource.FILE_NAME
    if symbol:
        facts["symbol"] = Fact(symbol.canonical, source)
    meeting = head.meeting or (symbol.meeting if symbol else "")
    if meeting and "," not in meeting:
        facts["meeting"] = Fact(meeting, FactSource.HEADER if head.meeting else source)
    if doc_class is DocumentClass.UNKNOWN and meeting in _LEAKED:
        facts["class"] = Fact(DocumentClass.LEAKED.value, facts["meeting"].source)
    elif doc_class is not DocumentClass.UNKNOWN:
        facts["class"] = Fact(doc_class.value, FactSource.HEADER)
    if head.original:
        facts["original_language"] = Fact(head.original, FactSource.HEADER)
    facts["language"] = _language(head, units, from_name.language if from_name else "", said)
    facts["title"] = _title(head, body, units, doc_class, name, said)
    facts["date"] = _date(head, body, doc_class, facts["title"].value)
    facts["proponent"] = _proponent(head, body, doc_class)
    return fill_in(facts, said.items())


# -- one by one ----------------------------------------------------------------------------------


def _class(head: Head, lines: Sequence[str], units: Sequence[Unit]) -> DocumentClass:
    """The class that the head states. A conference head comes before any word in it."""
    stated = (head.labels.get("# class") or head.labels.get("# kind") or "").split("(")[0].strip()
    if stated in {known.value for known in DocumentClass}:
        return DocumentClass(stated)
    if stated.startswith("leaked "):
        return DocumentClass.LEAKED
    if head.meeting in _LEAKED:
        return DocumentClass.LEAKED
    if head.symbol:
        return DocumentClass.UNKNOWN
    top = [line for line in lines[:10] if not words.MARK.match(line)]
    if any(words.STATEMENT.match(line) and len(line) < 140 for line in top[:8]):
        return DocumentClass.STATEMENT
    if any(words.ANALYSIS.match(line) and len(line) < 140 for line in top[:8]):
        return DocumentClass.ANALYSIS
    if any(organisation_of(line, known=True) for line in top[:6]):
        return DocumentClass.ANALYSIS
    if _instrument(head, lines, units):
        return DocumentClass.TREATY
    return DocumentClass.UNKNOWN


def _instrument(head: Head, lines: Sequence[str], units: Sequence[Unit]) -> str:
    """The heading of a treaty text at its start, "" when it is none.

    A heading is short, names an instrument, and its preamble or first article follows. A heading
    in capitals is all the lines in capitals.
    """
    start = "\n".join(unit.text for unit in units[:12])[:20_000]
    if not words.FIRST_ARTICLE.search(start):
        return ""
    if any(words.NEGOTIATED.search(line) for line in lines[:12] if len(line) < 120):
        return ""
    top = [line for line in lines[:16] if not words.MARK.match(line)]
    candidates = [text for at in range(min(3, len(top))) if (text := _heading(top, at))]
    for text in (*candidates, head.labels.get("# title", "")):
        if (
            4 <= len(text) <= 330
            and not text[0].islower()
            and not text.rstrip().endswith((",", ";", ":", "."))
            and words.INSTRUMENT.search(text)
            and not words.NOT_INSTRUMENT.search(text)
        ):
            return text
    return ""


def _heading(lines: Sequence[str], at: int) -> str:
    """The heading that starts in line `at`, "" where that is the middle of one."""
    first = re.split(r"\s+(?=PREAMBLE\b|PRÉAMBULE\b|PREÁMBULO\b|ПРЕАМБУЛА)", lines[at])[0]
    if first != lines[at] or not first.isupper():
        return first
    if at and lines[at - 1].isupper():
        return ""
    return " ".join(takewhile(_in_heading, lines[at:]))


def _in_heading(line: str) -> bool:
    """Whether a line goes on in capitals, or in what a lying text layer made of them."""
    over = words.FIRST_ARTICLE.match(line) or words.UNITED_NATIONS.fullmatch(line)
    damaged = len(line) > 12 and sum(map(str.isalpha, line)) < 0.4 * len(line)
    return (line.isupper() or damaged) and not over


def _language(head: Head, units: Sequence[Unit], from_name: str, said: Mapping[str, str]) -> Fact:
    """What the head says, unless the words clearly say otherwise; then the words themselves."""
    measured: Counter[str] = Counter()
    for unit in units:
        language = unit.language or detect_language(unit.text)
        measured[language] += len(unit.text)
    total = sum(measured.values())
    del measured[""]
    words_say, length = measured.most_common(1)[0] if measured else ("", 0)
    clear = length >= _CLEAR_LENGTH and length >= _CLEAR_SHARE * total
    stated = head.symbol.language if head.symbol else ""
    if match := re.fullmatch(r"([a-z]{2})(?:-[A-Za-z]+)?", head.labels.get("# language", "")):
        stated = stated or match[1]
    for value, source in ((stated, FactSource.HEADER), (from_name, FactSource.FILE_NAME)):
        if value and (value == words_say or not clear):
            return Fact(value, source)
    if words_say:
        return Fact(words_say, FactSource.TEXT)
    if match := re.match(r"([a-z]{2})(?:[-_]|$)", said.get("language", "").strip().lower()):
        return Fact(match[1], FactSource.METADATA)
    return UNKNOWN


def _title(
    head: Head,
    lines: Sequence[str],
    units: Sequence[Unit],
    doc_class: DocumentClass,
    name: str,
    said: Mapping[str, str],
) -> Fact:
    stated = head.title or head.labels.get("# title") or head.labels.get("title") or ""
    written = " ".join(said.get("title", "").split())
    if not stated and _shown(written, lines):
        stated = written
    if not stated and not head.symbol:
        stated = only_heading(units)
    if not stated and doc_class in (DocumentClass.ANALYSIS, DocumentClass.STATEMENT):
        stated = _title_of_analysis(lines)
    if not stated and doc_class is DocumentClass.TREATY:
        stated = _instrument(head, lines, units)
    if is_title(stated, name):
        return Fact(stated.strip(), FactSource.HEADER)
    if is_title(written, name):
        return Fact(written, FactSource.METADATA)
    return UNKNOWN


def _shown(title: str, lines: Sequence[str]) -> bool:
    """Whether the title in a file's metadata also stands in its head."""
    return len(title) > 8 and fold(title) in fold(" ".join(lines[:12]))


def is_title(text: str, name: str = "") -> bool:
    """Whether a text can be a title: not a file's name, a program's filling or a mere symbol."""
    text = " ".join(text.split())
    letters = sum(c.isalpha() for c in text)
    if letters < 3 or len(text) > 400 or words.NO_TITLE.match(text) or parse_symbol(text):
        return False
    if re.search(r"\.(?:docx?|pdf|rtf|txt|html?|odt|tex|indd|qxd|wpd|pptx?)$", text, re.IGNORECASE):
        return False
    if sum(c.isalnum() or c.isspace() for c in text) < 0.85 * len(text):
        return False  # a text layer that lies
    if re.search(r"\w_\w|[\[\\<>{}\x00-\x1f\ufffd]", text):
        return False
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    wide = any("\u3000" <= c <= "\u9fff" for c in text)
    spoken = wide or (" " in text and re.search(r"[^\W\d_]{4}", text) is not None)
    return spoken and text.casefold() != stem.casefold()


def _title_of_analysis(lines: Sequence[str]) -> str:
    """The first line that is no letterhead, date, author or stamp, with what it runs on to."""
    title = ""
    for line in lines[:10]:
        furniture = (
            words.MARK.match(line)
            or read_date(line)
            or organisation_of(line)
            or words.LABEL.match(line)
            or words.BYLINE.match(line)
            or words.KICKER.match(line)
        )
        if furniture:
            if title:
                break
        elif not title:
            title = line
        elif title.endswith(":") or joined_title([title, line]) != title:
            title += " " + line
        else:
            break
    return title if len(title) < 250 else ""


def _date(head: Head, lines: Sequence[str], doc_class: DocumentClass, title: str) -> Fact:
    label = head.labels.get("# date") or head.labels.get("date") or ""
    value = head.date or read_date(label) or (label if re.fullmatch(r"\d{4}", label) else "")
    if not value and doc_class in (DocumentClass.ANALYSIS, DocumentClass.STATEMENT):
        for line in lines[:15]:
            pieces = [line, *re.split(r"\s+[|–—·]\s+", line)]
            value = next((day for day in map(read_date, pieces) if day), "")
            if value:
                break
    if not value and doc_class is DocumentClass.TREATY:
        alone = [line for line in lines[:8] if _ADOPTED.fullmatch(line)]
        adopted = _ADOPTED.findall(title) or [
            year for line in alone for year in _ADOPTED.findall(line)
        ]
        value = adopted[0] if len(adopted) == 1 else ""
    return Fact(value, FactSource.HEADER) if value else UNKNOWN


def _proponent(head: Head, lines: Sequence[str], doc_class: DocumentClass) -> Fact:
    value = head.proponent
    if not value and head.meeting in _LEAKED and (source := head.labels.get("source")):
        value = "; ".join(split_members(source)) or source
    if not value and not head.meeting:
        value = head.labels.get("organisation", "")
    if not value and doc_class in (DocumentClass.ANALYSIS, DocumentClass.STATEMENT):
        value = next((name for name in map(organisation_of, lines[:8]) if name), "")
    return Fact(value, FactSource.HEADER) if value else UNKNOWN
