"""The families of the archive as the window shows them: which is newest, what stands to what how.

Worked out on a reading thread whenever documents change (`look_at_families`); the panes only look
things up here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QLocale

from itrvault.desktop.words import language_name
from itrvault.model.document import Document
from itrvault.treaty.families import Family, Member, Relation, families
from itrvault.treaty.symbols import parse_symbol

PREFERRED = "en"
"""The language whose version comes first for readers of languages the documents are not in."""
_OF_THE_HOUSE = ("ar", "zh", "en", "fr", "ru", "es")


@dataclass(frozen=True, slots=True)
class Families:
    """Every document in exactly one family."""

    all: tuple[Family, ...] = ()
    by_document: dict[str, Family] = field(default_factory=dict)

    def of(self, document: str) -> Family | None:
        """The family of a document; None for one that is not in the archive."""
        return self.by_document.get(document)

    def member(self, document: str) -> Member | None:
        """A document in its family."""
        family = self.of(document)
        return family.member(document) if family is not None else None

    def newer(self, document: str) -> Document | None:
        """What takes the place of a document, None when nothing in the archive does."""
        member = self.member(document)
        return member.newer if member is not None else None

    def newer_words(self) -> dict[str, str]:
        """What takes the place of a document, in words, by its id; those only that have such."""
        return {
            member.document.id: newer_words(member.newer, member.document)
            for family in self.all
            if len(family.members) > 1
            for member in family.members
            if member.newer is not None
        }

    def languages(self, document: str) -> tuple[Member, ...]:
        """The same text in the languages there are, one of each, this one among them.

        Empty when there is only one. Of several files of a version the first is taken.
        """
        family = self.of(document)
        here = family.member(document) if family is not None else None
        if family is None or here is None or here.symbol is None:
            return ()
        found: dict[str, Member] = {here.language: here}
        for member in family.members:
            same = member.symbol is not None and member.symbol.parts == here.symbol.parts
            if same and member.language:
                found.setdefault(member.language, member)
        return tuple(sorted(found.values(), key=_by_language)) if len(found) > 1 else ()


def look_at_families(documents: Sequence[Document]) -> Families:
    """Put the documents into families (on a reading thread)."""
    found = tuple(families(documents, reading_language()))
    return Families(
        found, {member.document.id: family for family in found for member in family.members}
    )


def reading_language() -> str:
    """The language the user reads, of those the documents are written in."""
    code = QLocale().name()[:2]
    return code if code in _OF_THE_HOUSE else PREFERRED


def relation_words(relation: Relation) -> str:
    """How a member stands to its document: "revision 2", "addendum 1, French, PDF"; "" for alone.

    The document itself is not named: these words stand under or beside its symbol.
    """
    translate = QCoreApplication.translate
    names = {
        "Rev": translate("families", "revision {number}"),
        "Add": translate("families", "addendum {number}"),
        "Cor": translate("families", "corrigendum {number}"),
    }
    steps = [names[kind].format(number=number) for kind, number in relation.parts]
    said = translate("families", " of ").join(reversed(steps))
    if not said and relation.first_of_several:
        said = translate("families", "first version")
    form = translate("families", relation.form) if relation.form else ""
    return ", ".join(part for part in (said, language_name(relation.language), form) if part)


def newer_words(newer: Document, document: Document) -> str:
    """Say that "Rev.2 is newer"; with its language when that is another."""
    translate = QCoreApplication.translate
    symbol = parse_symbol(newer.symbol)
    name = f"Rev.{symbol.revision}" if symbol is not None and symbol.revision else newer.symbol
    if newer.language and newer.language != document.language:
        words = translate("families", "{name} in {language} is newer")
        return words.format(name=name, language=language_name(newer.language))
    return translate("families", "{name} is newer").format(name=name)


def _by_language(member: Member) -> tuple[bool, str]:
    return (member.language != reading_language(), language_name(member.language))
