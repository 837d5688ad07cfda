"""The catalogue of known documents: facts about the conference's papers and what was written on it.

`resources/facts/catalogue.json` holds one entry a line, facts only: symbol or other number, titles
as printed (with their language) or, where no printed title is known, a description that is never
matched; date, proponents, class, the address a document was published at, and the page that
mentions it. It was gathered by hand from public pages about the conference.

A document is matched by its symbol (with revision and addendum, whatever the language), by the
address it was saved from, or by its title with its date. A match in doubt is none: a wrong fact
costs more than a missing one. Addresses are shown as text and never opened.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from rapidfuzz import fuzz

from itrvault.model.document import FACT_FIELDS, DocumentClass, Fact, FactSource
from itrvault.paths import resources
from itrvault.text.fold import fold
from itrvault.treaty import headwords as words
from itrvault.treaty.symbols import Symbol, parse_symbol

_ENOUGH_WORDS = 5
_ALIKE, _SAME_PAGE = 93, 60
"""Of a hundred: how alike two titles are that tell of one document by themselves; and two that do
not contradict it."""
_ADDRESS_KEYS = ("url", "address", "location")
_SITE = re.compile(r"\s+[|–—·-]\s+[^|–—·]{2,60}$")
_UNKNOWN = Fact("", FactSource.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Entry:
    """A known document. `symbol` is canonical, or another number it goes by, or "".

    `date_inferred`: the date comes from an address or a meeting, and is good for telling documents
    apart only. `address` is where it was published, `known_from` the page that speaks of it; either
    may be "".
    """

    symbol: str
    titles: tuple[str, ...]
    language: str
    original_language: str
    date: str
    date_inferred: bool
    proponent: str
    doc_class: DocumentClass
    address: str
    known_from: str


@dataclass(frozen=True, slots=True)
class _Catalogue:
    by_symbol: Mapping[Symbol, Entry]
    by_address: Mapping[str, Entry]
    by_title: Mapping[str, tuple[Entry, ...]]


def entry_for(facts: Mapping[str, Fact], metadata: Iterable[tuple[str, str]] = ()) -> Entry | None:
    """The entry that a document with these facts is, or None where that is not certain.

    `metadata` is what the file says about itself; a saved page says where it was saved from.
    """
    said = {field: fact.value for field, fact in facts.items() if fact.source not in _NOT_ITS_OWN}
    symbol = parse_symbol(said.get("symbol", ""))
    if symbol is not None:
        entry = _load().by_symbol.get(_version(symbol))
        if entry is None or not _same_time(said, entry, years=True):
            return None
        named = facts["symbol"].source is FactSource.FILE_NAME  # maybe after the paper it is about
        return None if named and not _may_be(said.get("title", ""), entry) else entry
    if said.get("symbol"):
        return None
    for key, value in metadata:
        entry = _load().by_address.get(_address(value)) if key.lower() in _ADDRESS_KEYS else None
        if entry is not None and _may_be(said.get("title", ""), entry):
            return entry
    return _by_title(said)


def fill_in(facts: Mapping[str, Fact], metadata: Iterable[tuple[str, str]] = ()) -> dict[str, Fact]:
    """The facts, with what the document itself does not say from the catalogue.

    Facts that were filled in before are looked up anew, as after a correction of the symbol.
    """
    own = {
        field: _UNKNOWN if facts[field].source is FactSource.CATALOGUE else facts[field]
        for field in FACT_FIELDS
    }
    entry = entry_for(own, metadata)
    if entry is None:
        return own
    known = {
        "symbol": entry.symbol,
        "class": entry.doc_class.value,
        "original_language": entry.original_language,
        "date": "" if entry.date_inferred else entry.date,
        "proponent": entry.proponent,
    }
    language = own["language"].value
    if entry.titles and (not language or language == entry.language):
        known["title"] = entry.titles[0]  # in another language it has another title
    for field, value in known.items():
        if value and (not own[field].value or own[field].value == DocumentClass.UNKNOWN):
            own[field] = Fact(value, FactSource.CATALOGUE)
    return own


_NOT_ITS_OWN = (FactSource.CATALOGUE, FactSource.UNKNOWN)


# -- matching ------------------------------------------------------------------------------------


def _by_title(said: Mapping[str, str]) -> Entry | None:
    """The one entry with this title: to the letter, or nearly and of the same date."""
    stated = said.get("title", "")
    if not stated or words.STOCK_TITLE.match(stated):
        return None
    for title in dict.fromkeys((stated, _SITE.sub("", stated))):
        found = [
            entry
            for entry in _load().by_title.get(_key(title), ())
            if _same_language(said, entry) and _enough(said, title, entry)
        ]
        if len(found) == 1:
            return found[0]
    if len(said.get("date", "")) < len("2012-11"):
        return None
    near = [
        entry
        for entry in _all()
        if entry.date[:7] == said["date"][:7]
        and _same_time(said, entry)
        and _same_language(said, entry)
        and any(_likeness(stated, other) >= _ALIKE for other in entry.titles if _long(other))
    ]
    return near[0] if len(near) == 1 else None


def _enough(said: Mapping[str, str], title: str, entry: Entry) -> bool:
    """Whether a title to the letter is enough: of the same day, or long and of the same year.

    A document that has a symbol is known by it: by title only when the day agrees as well.
    """
    date = said.get("date", "")
    if len(date) == len("2012-11-30") and date == entry.date and not entry.date_inferred:
        return True
    numbered = parse_symbol(entry.symbol) is not None
    return not numbered and _long(title) and _same_time(said, entry, years=True)


def _may_be(title: str, entry: Entry) -> bool:
    """Whether a title does not contradict those of an entry that was found by other means."""
    if not title or not entry.titles:
        return True
    return any(_likeness(title, other) >= _SAME_PAGE for other in entry.titles)


def _long(title: str) -> bool:
    wide = sum("\u3000" <= c <= "\u9fff" for c in title)
    return len(title.split()) >= _ENOUGH_WORDS or wide >= 2 * _ENOUGH_WORDS


def _same_time(said: Mapping[str, str], entry: Entry, *, years: bool = False) -> bool:
    """Whether the dates do not contradict each other; of `years`, only the years count."""
    mine, other = said.get("date", ""), entry.date
    length = min(len(mine), len(other), 4 if years else 10)
    return mine[:length] == other[:length]


def _same_language(said: Mapping[str, str], entry: Entry) -> bool:
    return not said.get("language") or not entry.language or said["language"] == entry.language


def _likeness(one: str, other: str) -> float:
    """Of a hundred. Where the numbers differ it is none: "Day 2" is not "Day 3"."""
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return 0.0
    return float(fuzz.ratio(_key(_SITE.sub("", one)), _key(other)))


def _key(title: str) -> str:
    """A title without case, accents and punctuation."""
    return " ".join(re.findall(r"\w+", fold(title)))


def _address(url: str) -> str:
    """An address without the scheme, "www." and what does not name the page."""
    plain = unquote(url.strip()).casefold().split("#")[0]
    plain = re.sub(r"^\w+://(?:www\.)?", "", plain)
    return plain.rstrip("/")


def _version(symbol: Symbol) -> Symbol:
    return Symbol(symbol.meeting, symbol.series, symbol.number, symbol.parts)


# -- the file ------------------------------------------------------------------------------------


@cache
def _all() -> tuple[Entry, ...]:
    raw = json.loads((resources() / "facts" / "catalogue.json").read_text(encoding="utf-8"))
    return tuple(
        Entry(
            row.get("symbol") or row.get("number", ""),
            tuple(row.get("titles", ())),
            row.get("language", ""),
            row.get("original_language", ""),
            row.get("date", ""),
            row.get("date_is_inferred", False),
            row.get("proponent", ""),
            DocumentClass(row["class"]),
            row.get("address", ""),
            row.get("known_from", ""),
        )
        for row in raw["documents"]
    )


@cache
def _load() -> _Catalogue:
    by_symbol: dict[Symbol, Entry] = {}
    addresses: dict[str, list[Entry]] = defaultdict(list)
    titles: dict[str, list[Entry]] = defaultdict(list)
    for entry in _all():
        symbol = parse_symbol(entry.symbol)
        if symbol is not None:
            by_symbol[_version(symbol)] = entry
        elif entry.address:  # the page of a numbered paper may be somebody's page about it
            addresses[_address(entry.address)].append(entry)
        for title in entry.titles:
            titles[_key(title)].append(entry)
    by_address = {address: found[0] for address, found in addresses.items() if len(found) == 1}
    by_title = {title: tuple(found) for title, found in titles.items()}
    return _Catalogue(by_symbol, by_address, by_title)
