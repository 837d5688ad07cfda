"""A document's facts and family in words, for `documents`, `show` and `search`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from itrvault.cli.common import plural
from itrvault.model.document import FACT_FIELDS, Document
from itrvault.treaty.catalogue import entry_for
from itrvault.treaty.families import Family, Member, family_of, form_of, revision_label
from itrvault.treaty.spellings import file_name, heading
from itrvault.treaty.symbols import parse_symbol


def named(documents: Sequence[Document], reference: str) -> Document | None:
    """The default of the family that a bare symbol names ("WCIT12/27"), None for anything else.

    Only for reading: a command that changes a document wants exactly the one that was typed.
    """
    symbol = parse_symbol(reference)
    if symbol is None or symbol.parts or symbol.language:
        return None
    for document in documents:
        found = parse_symbol(document.symbol) if document.symbol else None
        if found is not None and found.base == symbol.base:
            return family_of(document, documents).default.document
    return None


def facts_json(document: Document) -> dict[str, dict[str, str]]:
    """Every fact with where it comes from."""
    return {
        field: {"value": document.facts[field].value, "source": document.facts[field].source}
        for field in FACT_FIELDS
    }


def family_json(family: Family, member: Member) -> dict[str, object]:
    """How a document stands to its family. `newer` is the id of a newer revision, "" for none."""
    return {
        "family": family.key,
        "relation": member.relation.words,
        "default": member is family.default,
        "newer": member.newer.id if member.newer else "",
    }


def fact_lines(document: Document) -> Iterator[str]:
    """What is known, each with where it comes from; then the names nobody knows, in one line."""
    unknown = []
    for field in FACT_FIELDS:
        fact, name = document.facts[field], field.replace("_", " ")
        if fact.value:
            yield f"{name + ':':19}{fact.value}  ({fact.source})"
        else:
            unknown.append(name)
        if field == "symbol" and (others := _other_spellings(document)):
            yield f"{'also written:':19}{'; '.join(others)}"
    if unknown:
        yield f"{'not known:':19}{', '.join(unknown)}"
    for says, address in addresses(document).items():
        yield f"{says + ':':19}{address}  (catalogue; never opened)"


def _other_spellings(document: Document) -> list[str]:
    """The line in the document's head and the name of its file, to look for elsewhere."""
    symbol = parse_symbol(document.symbol) if document.symbol else None
    if symbol is None:
        return []
    if form_of(document) == "PDF":
        symbol = replace(symbol, form="PDF")
    ways = (heading(symbol), file_name(symbol, date=document.value("date")))
    return [way for way in ways if way and way != symbol.canonical]


def addresses(document: Document) -> dict[str, str]:
    """Where the catalogue knows a document from, as text: "published at", "mentioned at"."""
    entry = entry_for(document.facts, document.metadata)
    if entry is None:
        return {}
    known = {"published at": entry.address, "mentioned at": entry.known_from}
    return {says: address for says, address in known.items() if address}


def family_lines(family: Family, document: Document) -> Iterator[str]:
    """The family by name with its members, and whether something newer is in the vault."""
    me = family.member(document.id)
    if len(family.members) > 1:
        yield f"{'family:':19}{family.key}, {plural(len(family.members), 'document')}"
        for member in family.members:
            sign = ">" if member is me else " "
            words = member.relation.words or "the document itself"
            symbol = member.document.symbol
            yield f"{'':17}{sign} {symbol}  {words}  [{member.document.id[:8]}]"
    if me.newer is not None:
        newer = revision_label(me.newer, document)
        yield f"There is a newer revision in the vault: {me.newer.symbol} ({newer})."
