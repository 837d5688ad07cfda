"""Families: revisions, addenda, corrigenda, languages and forms of one document, put together.

Pure, and worked out of the facts each time, so correcting a symbol regroups at once. What others
use:

- `families(documents, language="en") -> list[Family]`: every document in exactly one family, those
  with a symbol in order of it, then the rest, each alone.
- `family_of(document, documents, language="en") -> Family`.
- `newer_revisions(documents) -> {document id: Document}`: what takes the place of what; ids of
  documents that nothing in the vault takes the place of are left out. For marking search hits:
  `revision_label(newer, than=document)` is the short mark ("Rev.2", "Rev.2 in French").
- `Family.default` is the member to show first, `Family.members` all in the order to list them, and
  `Member.relation` how each stands to the document: structured (for translating), or `.words`.

`language` is the one the user reads; of several languages its version comes first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from itrvault.model.document import Document
from itrvault.treaty.assemblies import edition
from itrvault.treaty.symbol_grammar import RESOLUTIONS
from itrvault.treaty.symbols import Parts, Symbol, parse_symbol

LANGUAGE_NAMES = {
    "ar": "Arabic", "zh": "Chinese", "en": "English", "fr": "French", "ru": "Russian",
    "es": "Spanish", "de": "German", "pt": "Portuguese", "it": "Italian",
}  # fmt: skip
_PART_WORDS = {"Rev": ("revision", "of"), "Add": ("addendum", "to"), "Cor": ("corrigendum", "to")}
_FORMS = (
    ("pdf", "PDF"), ("word", "Word"), ("opendocument.text", "Word"), ("rtf", "Word"),
    ("html", "web page"), ("image/", "picture"), ("text/", "text"),
)  # fmt: skip
_FORM_ORDER = ("Word", "PDF", "web page", "text", "", "picture")
"""A Word file keeps tracked changes and its text is sound, so it comes before its own PDF."""


@dataclass(frozen=True, slots=True)
class Relation:
    """How a member stands to the document its family is about.

    `of` is that document's symbol ("WCIT12/27"), "" outside a family. `parts` are what was made of
    it, innermost first; () is its first version. `language` is an ISO code where the family has
    several languages and this is not the one preferred; `form` ("Word", "PDF", "web page" ...)
    where it holds one version in several files. `first_of_several`: later versions are there.
    `edition` is place and year of a resolution ("Rev. Dubai, 2018").
    """

    of: str
    parts: Parts = ()
    language: str = ""
    form: str = ""
    first_of_several: bool = False
    edition: str = ""

    @property
    def words(self) -> str:
        """In English: "revision 2 of WCIT12/27", "addendum 1 to ...", "French version of ..."."""
        language = f"{language_name(self.language)} version" if self.language else ""
        if self.parts:
            steps = [f"{_PART_WORDS[kind][0]} {n} {_PART_WORDS[kind][1]}" for kind, n in self.parts]
            said = [f"{' '.join(reversed(steps))} {self.of}", language]
        elif self.edition:
            verb = "revised" if self.edition.startswith("Rev. ") else "adopted"
            said = [f"as {verb} ({self.edition.removeprefix('Rev. ')})", language]
        elif self.first_of_several:
            said = [f"first version of {self.of}", language]
        else:
            said = [f"{language} of {self.of}" if language else ""]
        return ", ".join(part for part in (*said, self.form) if part)


@dataclass(frozen=True, slots=True)
class Member:
    """A document in its family. `symbol` is None for one that has none and stands alone.

    `newer` is the newest revision of the same text in the vault, in whatever language, if newer.
    """

    document: Document
    symbol: Symbol | None
    language: str
    relation: Relation
    newer: Document | None = None


@dataclass(frozen=True, slots=True)
class Family:
    """The versions of one document. `key` is its symbol ("WCIT12/27"), "" for a lone document.

    `default` is the newest revision in the preferred language. Addenda and corrigenda stand beside
    the document, never instead of it. `members` are listed text by text (the document, then each
    addendum, then each corrigendum), newest revision first, preferred language first.
    """

    key: str
    members: tuple[Member, ...]
    default: Member

    def member(self, document_id: str) -> Member:
        """The member that a document is. Raises KeyError."""
        for member in self.members:
            if member.document.id == document_id:
                return member
        raise KeyError(document_id)


@dataclass(frozen=True, slots=True)
class _Placed:
    document: Document
    symbol: Symbol
    language: str
    text: Parts  # which text of the family: its parts but for a last revision
    revision: int


def families(documents: Iterable[Document], language: str = "en") -> list[Family]:
    """Every document in exactly one family: in order of symbol, then those without one."""
    grouped: dict[tuple[str, str, str], list[_Placed]] = {}
    lone: list[Family] = []
    for document in documents:
        symbol = _symbol(document)
        if symbol is None:
            lone.append(_lone(document))
        else:
            grouped.setdefault(_key(symbol), []).append(_placed(document, symbol))
    made = [_family(members, language) for members in grouped.values()]
    made.sort(key=lambda family: family.default.symbol.base.order)  # type: ignore[union-attr]
    return made + lone


def family_of(document: Document, documents: Iterable[Document], language: str = "en") -> Family:
    """The family of one document of `documents`."""
    symbol = _symbol(document)
    if symbol is None:
        return _lone(document)
    base = symbol.base
    members = [
        _placed(other, found)
        for other in documents
        if (found := _symbol(other)) and found.number == base.number and found.base == base
    ]
    if all(member.document.id != document.id for member in members):
        members.append(_placed(document, symbol))
    return _family(members, language)


def newer_revisions(documents: Iterable[Document]) -> dict[str, Document]:
    """For each document that a newer revision takes the place of: its id, and the newest one.

    Of several languages or files of that revision, the one in the document's own language.
    """
    texts: dict[tuple[object, ...], list[_Placed]] = {}
    for document in documents:
        if symbol := _symbol(document):
            placed = _placed(document, symbol)
            texts.setdefault((*_key(symbol), placed.text), []).append(placed)
    return {key: new for members in texts.values() for key, new in _newer(members).items()}


def revision_label(newer: Document, than: Document | None = None) -> str:
    """The short mark of a revision: "Rev.2", "Rev. Dubai, 2018".

    "Rev.2 in French" when `than`, which it is newer than, is in another language.
    """
    symbol = _symbol(newer)
    label = newer.title
    if symbol is not None:
        of_assembly = symbol.series in RESOLUTIONS
        label = symbol.meeting if of_assembly else f"Rev.{symbol.revision}"
    language = _language(newer, symbol)
    if than is None or not language or language == _language(than, _symbol(than)):
        return label
    return f"{label} in {language_name(language)}"


def language_name(code: str) -> str:
    """The English name of a language, or its code."""
    return LANGUAGE_NAMES.get(code, code)


# -- one family ----------------------------------------------------------------------------------


def _symbol(document: Document) -> Symbol | None:
    text = document.facts["symbol"].value
    return parse_symbol(text) if text else None


def _key(symbol: Symbol) -> tuple[str, str, str]:
    """Of the family: what `Symbol.base` says, quicker."""
    meeting = symbol.meeting
    if symbol.series in RESOLUTIONS:
        meeting = edition(meeting)[0] or meeting
    return (meeting, symbol.series, symbol.number)


def _language(document: Document, symbol: Symbol | None) -> str:
    """That of the symbol's letter, else the fact."""
    return (symbol.language if symbol else "") or document.language.split(";")[0]


def _placed(document: Document, symbol: Symbol) -> _Placed:
    parts, revision = symbol.parts, 0
    if symbol.series in RESOLUTIONS:
        revision = edition(symbol.meeting)[1]
    elif parts and parts[-1][0] == "Rev":
        parts, revision = parts[:-1], parts[-1][1]
    return _Placed(document, symbol, _language(document, symbol), parts, revision)


def _lone(document: Document) -> Family:
    member = Member(document, None, _language(document, None), Relation(""))
    return Family("", (member,), member)


def _newer(members: Sequence[_Placed]) -> dict[str, Document]:
    """Among the versions of one text: the id of each superseded document, and by which."""
    newest = max(member.revision for member in members)
    best = [member for member in members if member.revision == newest]
    best.sort(key=_by_form)
    return {
        old.document.id: next((b for b in best if b.language == old.language), best[0]).document
        for old in members
        if old.revision < newest
    }


def _family(members: list[_Placed], language: str) -> Family:
    if len(members) == 1:  # most are
        [only] = members
        key = only.symbol.base.canonical
        relation = Relation(key, only.symbol.parts)
        alone = Member(only.document, only.symbol, only.language, relation)
        return Family(key, (alone,), alone)

    def listed(member: _Placed) -> tuple[object, ...]:
        other = member.language != language
        return (member.text, -member.revision, other, member.language, *_by_form(member))

    members.sort(key=listed)
    key = members[0].symbol.base.canonical
    newer: dict[str, Document] = {}
    for _, same in groupby(members, key=lambda member: member.text):
        newer |= _newer(list(same))
    chosen = _default(members, language)
    copies: dict[tuple[object, ...], set[str]] = {}
    for member in members:
        copies.setdefault(_version(member), set()).add(form_of(member.document))
    several = any(member.text == () and member.revision for member in members)
    made = {
        member.document.id: Member(
            member.document,
            member.symbol,
            member.language,
            Relation(
                key,
                member.symbol.parts,
                member.language if member.language != chosen.language else "",
                form_of(member.document) if len(copies[_version(member)]) > 1 else "",
                several and not member.symbol.parts,
                member.symbol.meeting if member.symbol.series in RESOLUTIONS else "",
            ),
            newer.get(member.document.id),
        )
        for member in members
    }
    return Family(key, tuple(made.values()), made[chosen.document.id])


def _default(members: Sequence[_Placed], language: str) -> _Placed:
    """The newest revision of the document itself in the preferred language, or in any.

    `members` are in order of listing; where the document itself is missing, the first text there.
    """
    first = [member for member in members if member.text == members[0].text]
    return next((member for member in first if member.language == language), first[0])


def _version(member: _Placed) -> tuple[object, ...]:
    return (member.symbol.meeting, member.symbol.parts, member.language)


def _by_form(member: _Placed) -> tuple[object, ...]:
    return (_FORM_ORDER.index(form_of(member.document)), member.document.name, member.document.id)


def form_of(document: Document) -> str:
    """What kind of file it is, in a word ("Word", "PDF", "web page"), "" for other kinds."""
    media = document.media_type
    return next((name for sign, name in _FORMS if sign in media), "")
