from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from itrvault.errors import NoSuchDocument, NoSuchTag, QueryError
from itrvault.export.gather import Selection, gather
from itrvault.export.run import export_excerpts
from itrvault.export.scrub import ExportOptions
from itrvault.model.annotation import AnchorKind, AnnotationState, Stance
from itrvault.model.document import (
    Document,
    Extraction,
    Fact,
    FactSource,
    Redline,
    RedlineKind,
    Unit,
    UnitKind,
)
from itrvault.model.geometry import FlowLayout, Paragraph, Rect
from itrvault.model.link import End, EndKind, Relation
from itrvault.text.anchors import document_anchor, make_anchor, page_anchor, region_anchor
from itrvault.text.relocating import unplaced
from itrvault.vault import Vault
from tests.text.pages import lay_out

HEADER, NAME, METADATA = FactSource.HEADER, FactSource.FILE_NAME, FactSource.METADATA


def add(vault: Vault, name: str, units: tuple[Unit, ...], **facts: Fact) -> Document:
    with vault.store.transaction():
        document = vault.store.documents.add(
            Extraction("application/pdf", "pdf/1", units), facts, name.encode(),
            [f"/home/leaker/{name}"], name,
        )  # fmt: skip
        vault.index.rebuild(vault.store.documents.unit_rows())
    return document


def pages(*texts: str, redlines: tuple[Redline, ...] = ()) -> tuple[Unit, ...]:
    return tuple(
        Unit(n, UnitKind.PAGE, str(n + 7), text, lay_out(text), "en", redlines if not n else ())
        for n, text in enumerate(texts)
    )


def note(vault: Vault, document: Document, first: str, last: str = "", **values: object) -> str:
    """Annotate from the words `first` to the end of the words `last`."""
    units = vault.store.documents.units(document.id)
    begin = next(unit for unit in units if first in unit.text)
    end = next(unit for unit in units if (last or first) in unit.text)
    anchor = make_anchor(
        units, begin.number, begin.text.index(first),
        end.number, end.text.index(last or first) + len(last or first),
    )  # fmt: skip
    return vault.store.annotations.add(document.id, anchor, **values).id


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with Vault.create(tmp_path / "a.itrvault") as opened:
        yield opened


@pytest.fixture
def filled(vault: Vault) -> Vault:
    """Three documents: two with symbols, one analysis that says little about itself."""
    redlines = (
        Redline(14, 19, RedlineKind.DELETED, "J. Doe", "2012-11-30"),
        Redline(20, 25, RedlineKind.INSERTED),
    )
    c27 = add(
        vault, "c27.pdf",
        pages("Member States shall [may] route\ntraffic freely and", "suspend services.",
              redlines=redlines),
        symbol=Fact("WCIT12/27-E", HEADER), title=Fact("Proposals", HEADER),
        proponent=Fact("Specimen States", HEADER), date=Fact("2012-11-17", HEADER),
    )  # fmt: skip
    c9 = add(vault, "c9.pdf", pages("The origin of calls."), symbol=Fact("WCIT12/9-E", HEADER))
    text = "Heading\nFirst paragraph.\nSecond paragraph.\n"
    paragraphs = (Paragraph(0, 7, 4), Paragraph(8, 24, 5), Paragraph(25, 42, 6))
    analysis = add(
        vault, "for-ana-from-bo.docx",
        (Unit(0, UnitKind.SECTION, "Heading", text, FlowLayout(paragraphs), "en"),),
        title=Fact("C:\\Users\\bo\\Desktop\\draft.docx", METADATA),
        date=Fact("2012-12-01", METADATA),
        proponent=Fact("Bo's computer", METADATA),
    )  # fmt: skip
    tags = vault.store.tags
    one = note(vault, c27, "Member States", "suspend services", note="Two pages", author="Ana",
               tags=[tags.by_path("Routing control").id])  # fmt: skip
    note(vault, c27, "freely", note="Later on the page")
    note(vault, c9, "origin", author="Bo", tags=[tags.by_path("Anonymity and identification").id])
    note(vault, analysis, "First paragraph", "Second")
    vault.store.risks.add(
        one, "routing", 4, 1, Stance.RISK, "Because.", articles=("UDHR 19",), assessor="Cy"
    )
    vault.store.risks.add(one, "unheard of", 0, 0, Stance.DISPUTED, "Hm.", assessor="Di")
    return vault


def test_excerpts_come_by_document_and_place(filled: Vault) -> None:
    excerpts = gather(filled)
    assert [(e.citation.symbol, e.quote[:6]) for e in excerpts] == [
        ("WCIT12/9-E", "origin"), ("WCIT12/27-E", "Member"), ("WCIT12/27-E", "freely"),
        ("", "First "),
    ]  # fmt: skip


def test_an_excerpt_is_exact(filled: Vault) -> None:
    excerpt = gather(filled)[1]
    assert excerpt.quote == (
        "Member States shall [may] route\ntraffic freely and\nsuspend services"
    )
    assert [(p.text, p.redline) for p in excerpt.pieces if p.redline] == [
        ("shall", RedlineKind.DELETED), ("[may]", RedlineKind.INSERTED),
    ]  # fmt: skip
    assert "".join(piece.text for piece in excerpt.pieces) == excerpt.quote
    cite = excerpt.citation
    assert (cite.symbol, cite.title, cite.proponent, cite.date, cite.place, cite.pages) == (
        "WCIT12/27-E", "Proposals", "Specimen States", "2012-11-17", "pp. 7–8", ("7", "8"),
    )  # fmt: skip
    assert cite.sha256 == filled.store.documents.get("WCIT12/27-E").id
    assert excerpt.tags == ("Human rights/Routing control",)
    [risk, odd] = excerpt.assessments
    assert (risk.title, risk.severity, risk.likelihood, risk.stance, risk.articles) == (
        "Routing control", "severe", "low", "risk", ("UDHR 19",),
    )  # fmt: skip
    assert odd.title == "unheard of"


def test_flowing_text_is_cited_by_paragraph(filled: Vault) -> None:
    excerpt = gather(filled)[3]
    assert excerpt.flowing
    assert excerpt.citation.place == "Heading, paras. 5–6"


def test_what_a_file_says_about_its_maker_is_no_citation(filled: Vault) -> None:
    cite = gather(filled)[3].citation
    assert (cite.title, cite.date, cite.proponent) == ("", "", "")


@pytest.mark.parametrize(
    ("selection", "quotes"),
    [
        (Selection(documents=("WCIT12/9-E",)), ["origin"]),
        (Selection(tags=("Human rights/Routing control",)), ["Member States"]),
        (Selection(tags=("Human rights",)), ["origin", "Member States"]),
        (Selection(tags=("Routing control", "Anonymity and identification"),
                   author="Bo"), ["origin"]),
        (Selection(assessor="Cy"), ["Member States"]),
        (Selection(assessor="Nobody"), []),
        (Selection(author="Ana"), ["Member States"]),
        (Selection(query="suspended"), ["Member States"]),
        (Selection(query="paragraph OR origins"), ["origin", "First paragraph"]),
        (Selection(ids=()), []),
    ],
)  # fmt: skip
def test_choosing(filled: Vault, selection: Selection, quotes: list[str]) -> None:
    found = gather(filled, selection)
    assert len(found) == len(quotes)
    for excerpt, quote in zip(found, quotes, strict=True):
        assert excerpt.quote.startswith(quote)


def test_what_cannot_be_chosen_is_said(filled: Vault, tmp_path: Path) -> None:
    for selection, error in (
        (Selection(tags=("No such tag",)), NoSuchTag),
        (Selection(documents=("WCIT12/999",)), NoSuchDocument),
        (Selection(query='"open'), QueryError),
    ):
        with pytest.raises(error):
            export_excerpts(filled, tmp_path / "out", "json", selection=selection)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["markdown", "html", "docx", "csv", "json"])
def test_an_export_of_a_vault_names_nobody(filled: Vault, tmp_path: Path, name: str) -> None:
    from tests.export.test_nothing_leaks import UUID, everything

    result = export_excerpts(filled, tmp_path / "out", name)
    assert (result.count, result.path) == (4, tmp_path / "out")
    data = everything((tmp_path / "out").read_bytes())
    hidden = ["Ana", "leaker", "for-ana", "draft.docx", "c27.pdf", "Bo's", "J. Doe", str(tmp_path)]
    hidden += [a.created[:16] for a in filled.store.annotations.all()]
    for secret in hidden:
        assert secret.encode() not in data
    assert not UUID.search(data)
    export_excerpts(filled, tmp_path / "out", name, ExportOptions(names=True, overwrite=True))
    assert b"Ana" in everything((tmp_path / "out").read_bytes())


def test_a_note_on_a_document_that_was_removed_is_not_exported(filled: Vault) -> None:
    filled.remove_document(filled.store.documents.get("WCIT12/27-E").id)
    assert [e.citation.symbol for e in gather(filled)] == ["WCIT12/9-E", ""]


def test_a_quotation_is_what_was_marked_even_when_the_text_changed(filled: Vault) -> None:
    with filled.store.transaction():
        filled.store._file.writing.run("UPDATE units SET text = upper(text)")
    excerpt = gather(filled)[0]
    assert excerpt.quote == "origin"
    assert not excerpt.redlined


def test_a_whole_page_has_a_place_and_no_quotation(vault: Vault) -> None:
    document = add(vault, "x.pdf", pages("Words"))
    units = vault.store.documents.units(document.id)
    vault.store.annotations.add(document.id, make_anchor(units, 0, 0, 0, 0), note="All of it")
    [excerpt] = gather(vault)
    assert (excerpt.quote, excerpt.pieces, excerpt.citation.place) == ("", (), "p. 7")


def test_what_is_marked_that_is_no_passage(filled: Vault) -> None:
    store = filled.store
    document = store.documents.get("WCIT12/27-E")
    units = store.documents.units(document.id)
    region = region_anchor(units[0], Rect(40, 30, 400, 52))
    store.annotations.add(document.id, region, important=True, state=AnnotationState.CHECK)
    store.annotations.add(document.id, page_anchor(units, 0, 1))
    store.annotations.add(document.id, document_anchor(), note="all")
    lost = unplaced(make_anchor(units, 1, 0, 1, 7))
    store.annotations.add(document.id, lost)
    found = {each.number: each for each in gather(filled, Selection(documents=(document.symbol,)))}
    marked = found[3]
    assert (marked.kind, marked.important, marked.state) == (AnchorKind.REGION, True, "check")
    assert marked.region == (40, 30, 400, 52)
    assert marked.quote.startswith("Member States shall")
    assert marked.citation.place == "p. 7"
    assert (found[4].kind, found[4].quote, found[4].citation.place) == (
        AnchorKind.PAGE, "", "pp. 7–8",
    )  # fmt: skip
    assert (found[5].kind, found[5].citation.place) == (AnchorKind.DOCUMENT, "")
    assert (found[6].placed, found[6].quote) == (False, "suspend")


def test_links_go_along_without_names_of_files(filled: Vault) -> None:
    store = filled.store
    [one, other, *_] = [each for each in store.annotations.all() if each.note]
    analysis = next(each for each in store.documents.all() if not each.symbol)
    here = End(EndKind.ANNOTATION, one.id)
    store.links.add(here, End(EndKind.PROVISION, "31a"), Relation.AMENDS, note="why", author="Zed")
    store.links.add(End(EndKind.PROPOSAL, "RUS/27/7"), here, Relation.CITES)
    store.links.add(here, End(EndKind.DOCUMENT, analysis.id), Relation.ANALYSED_BY)
    store.links.add(End(EndKind.ANNOTATION, other.id), here, Relation.CONTRADICTS)
    [excerpt] = gather(filled, Selection(ids=(one.id,)))
    assert [(link.relation, link.other, link.quote) for link in excerpt.links] == [
        ("amends", "No. 31A", ""),
        ("is cited by", "RUS/27/7", ""),
        ("is analysed by", "Document without a title", ""),
        ("is contradicted by", "WCIT12/27-E, Specimen States, 2012-11-17, p. 7", "freely"),
    ]
    assert excerpt.links[0].note == "why"
    assert "Zed" not in str(excerpt)
