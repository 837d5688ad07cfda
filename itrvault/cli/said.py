"""`itrvault said`: everything that documents say of a provision and of the proposals on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import click

from itrvault.cli.common import Session, plural, printable, session_options
from itrvault.cli.provisions import where, where_json
from itrvault.cli.versions import meant
from itrvault.model.citation import Citation, CitedAs
from itrvault.model.document import Document, Unit, known_as
from itrvault.model.geometry import FlowLayout, Span
from itrvault.model.provision import Place
from itrvault.negotiation import Negotiation, read_negotiation
from itrvault.text.stretches import sentence_at
from itrvault.treaty.citations import citations_of, speaks_of
from itrvault.treaty.partheads import read_head
from itrvault.vault import Vault


@dataclass(frozen=True, slots=True)
class Saying:
    """A citation, the document it stands in, and the sentence around it."""

    document: Document
    units: Sequence[Unit]
    citation: Citation
    sentence: Span
    of_article: bool

    @property
    def words(self) -> str:
        """The sentence on one line."""
        text = self.units[self.citation.unit].text
        return " ".join(text[self.sentence.start : self.sentence.end].split())

    @property
    def place(self) -> Place:
        """Where the citation stands."""
        span, unit = self.citation.span, self.citation.unit
        return Place(unit, span.start, unit, span.end)


@click.command("said")
@click.argument("vault")
@click.argument("number")
@click.option("--base", metavar="DOCUMENT", default="", help="The text in force.")
@session_options
def said_command(session: Session, vault: str, number: str, base: str) -> None:
    """List what documents say of the provision NUMBER ("31A"), its proposals, and its article.

    "No. 31A", "paragraph 3.5", "Article 3", "RUS/27/7", in six languages; not where they propose.
    What the words give to another treaty ("Article 19 of the Covenant") is not among it.
    """
    with session.vault(vault) as opened:
        found = read_negotiation(opened, meant(opened, base).id if base else "")
        sayings = list(_sayings(opened, found, number.upper()))
    session.emit(
        {"number": number.upper(), "said": [_json(each) for each in sayings]},
        lambda: _print(number.upper(), sayings),
    )


def _sayings(vault: Vault, found: Negotiation, number: str) -> Iterator[Saying]:
    comparison = found.compare(number)
    sources = [each for reading in comparison.readings for each in reading.sources]
    identifiers = frozenset(each.proposal.identifier for each in sources) - {""}
    targets = [wording.target for each in sources for wording in each.proposal.wordings]
    paragraph = comparison.base.paragraph if comparison.base is not None else ""
    if not paragraph:
        paragraph = next((t.paragraph for t in targets if t.number == number and t.paragraph), "")
    article = comparison.part.number if comparison.part is not None else paragraph.split(".")[0]
    places: dict[str, list[Place]] = {}
    for each in found.sourced:
        places.setdefault(each.document.id, []).append(each.proposal.place)
    for document in vault.store.documents.all():
        if document.id == found.in_force.id:
            continue
        units = vault.store.documents.units(document.id)
        for citation in citations_of(units):
            if any(_inside(citation, place) for place in places.get(document.id, ())):
                continue
            if _is_the_text_itself(units[citation.unit].text, citation):
                continue
            direct = speaks_of(
                citation, number=number, paragraph=paragraph, identifiers=identifiers
            )
            of_article = (
                citation.cited_as is CitedAs.ARTICLE
                and not citation.instrument
                and bool(article)
                and citation.value == article
            )
            if direct or of_article:
                unit = units[citation.unit]
                layout = unit.layout if isinstance(unit.layout, FlowLayout) else None
                sentence = sentence_at(unit.text, citation.span.start, layout)
                yield Saying(document, units, citation, sentence, not direct)


def _is_the_text_itself(text: str, citation: Citation) -> bool:
    """Whether it is the head of an article, or the number in the margin of a provision."""
    span = citation.span
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    line = text[start : end if end >= 0 else len(text)].lstrip("#*_ \t").rstrip("*_ \t")
    if citation.cited_as is CitedAs.ARTICLE:
        return read_head(line) is not None
    return line.startswith(citation.value) and citation.cited_as is not CitedAs.PROPOSAL


def _inside(citation: Citation, place: Place) -> bool:
    begins, ends = (place.unit, place.start), (place.end_unit, place.end)
    return begins <= (citation.unit, citation.span.start) < ends


def _json(each: Saying) -> dict[str, object]:
    return {
        "document": each.document.id,
        "symbol": each.document.symbol,
        "cited_as": each.citation.cited_as,
        "value": each.citation.value,
        "sentence": each.words,
        "of_article": each.of_article,
        "place": where_json(each.place, each.units),
    }


def _print(number: str, sayings: Sequence[Saying]) -> None:
    direct = _once([each for each in sayings if not each.of_article])
    article = _once([each for each in sayings if each.of_article])
    _list(direct)
    if article:
        click.echo("Of its article:")
        _list(article)
    click.echo(f"{plural(len(direct), 'sentence')} about {printable(number)}.")


def _list(sayings: Sequence[Saying]) -> None:
    for each in sayings:
        page = where(each.place, each.units)
        click.echo(printable(" ".join(filter(None, (known_as(each.document), page)))))
        click.echo(f"    {printable(each.words)}")


def _once(sayings: Sequence[Saying]) -> list[Saying]:
    """Each sentence once, though it may name the provision several times."""
    found = {(each.document.id, each.citation.unit, each.sentence.start): each for each in sayings}
    return list(found.values())
