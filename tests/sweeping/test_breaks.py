"""A sentence that runs over a page break is swept whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from itrvault.ingest.run import run_import
from itrvault.model.suggestion import Decision
from itrvault.sweeping import Ruling, decide, sweep
from itrvault.sweeping.breaks import goes_on
from itrvault.vault import Vault
from tests.sweeping.papers import PAGES, paper


@pytest.fixture
def vault(tmp_path: Path):
    path = paper(tmp_path / "paper.pdf", PAGES)
    with Vault.create(tmp_path / "a.itrvault") as opened:
        run_import(opened, [str(path)])
        yield opened


def test_triggers_on_one_page_and_negation_on_the_other(vault: Vault) -> None:
    (one,) = (
        one for one in sweep(vault).proposed
        if "packet" in one.quotation and one.source == "taxonomy:privacy" and one.unit == 0
    )  # fmt: skip
    assert " ".join(one.quotation.split()) == (
        "They shall not under any circumstances require operators to use deep packet inspection"
        " of traffic."
    )
    assert one.negated
    assert one.page == "1–2"
    texts = vault.store.documents.texts(one.document)
    (first, span), (second, rest) = one.place
    assert (first, second) == (0, 1)
    assert f"{texts[0][span.start : span.end]}\n{texts[1][rest.start : rest.end]}" == one.quotation
    said = [texts[unit][at.start : at.end] for unit, at in one.places_of(one.triggers)]
    assert "deep packet inspection" in said
    assert one.words[0] == "deep packet inspection"
    assert not texts[1][rest.end :].strip().startswith("traffic")


def test_no_half_of_it_is_proposed_besides(vault: Vault) -> None:
    places = [(one.source, place) for one in sweep(vault).proposed for place in one.place]
    for source, (unit, span) in places:
        others = [other for name, (number, other) in places if (name, number) == (source, unit)]
        assert sum(span.start < other.end and other.start < span.end for other in others) == 1


def test_words_that_run_over_the_break_trigger(vault: Vault) -> None:
    over = {one.unit: one for one in sweep(vault).proposed
            if one.rest is not None and one.source == "taxonomy:privacy"}  # fmt: skip
    assert over.keys() == {0, 2, 3}
    assert over[2].words == ("deep packet inspection",)
    assert [unit for unit, _ in over[2].places_of(over[2].triggers)] == [2, 3]
    assert "surveil-\nlance" in over[3].quotation
    assert over[3].negated


def test_a_title_at_the_foot_of_a_page_begins_no_sentence(vault: Vault) -> None:
    assert not any(one.unit == 5 and one.rest is not None for one in sweep(vault).proposed)


def test_it_is_marked_over_both_pages_and_stays_decided(vault: Vault) -> None:
    one = next(one for one in sweep(vault).proposed if one.rest is not None and one.unit == 0)
    (made,) = decide(vault, [one], Ruling(Decision.ACCEPTED))
    assert made.id == one.id
    (mark,) = vault.store.annotations.of_document(one.document)
    assert (mark.anchor.unit, mark.anchor.end_unit) == (0, 1)
    assert mark.anchor.rects
    again = next(other for other in sweep(vault).proposed if other.id == one.id)
    assert (again.decision, again.annotation) == (Decision.ACCEPTED, mark.id)
    with vault.store.transaction():
        vault.store.journal.undo()
    assert next(other for other in sweep(vault).proposed if other.id == one.id).open


def test_what_was_ruled_on_half_of_it_holds_for_the_whole(vault: Vault) -> None:
    """As vaults have it that were swept before sentences were read over page breaks."""
    from itrvault.text.anchors import make_anchor

    one = next(one for one in sweep(vault).proposed if one.rest is not None and one.unit == 0)
    unit, span = one.place[1]
    page = vault.store.documents.unit(one.document, unit)
    anchor = make_anchor([page], unit, span.start, unit, span.end)
    vault.store.suggestions.reject(one.document, anchor, one.source, "It is a promise")
    again = next(other for other in sweep(vault).proposed if other.id == one.id)
    assert (again.decision, again.reason) == (Decision.REJECTED, "It is a promise")


def test_a_mark_on_its_words_is_enough(vault: Vault) -> None:
    from itrvault.sweeping.deciding import tag_of
    from itrvault.text.anchors import make_anchor

    one = next(one for one in sweep(vault).proposed if one.rest is not None and one.unit == 0)
    ((unit, span), *_) = one.places_of(one.triggers)
    tag = tag_of(one.source, vault.store.tags.all())
    page = vault.store.documents.unit(one.document, unit)
    anchor = make_anchor([page], unit, span.start, unit, span.end)
    vault.store.annotations.add(one.document, anchor, "", "", [tag.id], "Ann")
    assert next(other for other in sweep(vault).proposed if other.id == one.id).marked


@pytest.mark.parametrize(
    ("above", "below", "language", "expected"),
    [
        ("shall not", "require it.", "en", True),
        ("shall not.", "Require it.", "en", False),
        ("of the", "Internet and", "en", True),
        ("Security of networks", "The Members", "en", False),
        ("security,", "Internet", "en", True),
        ("telecommu-", "nication", "en", True),
        ("is so", "a) the first", "en", True),
        ("is so:", "a) the first", "en", False),
        ("is so", "31 3.4 Members", "en", False),
        ("各国应确保国际电信网络的安全\n以及各国人民能够自由使用国际", "电信业务。", "zh", True),
        ("各国应确保国际电信网络的安全。\n第三条", "电信业务", "zh", False),
        ("تلتزم الدول الأعضاء بأن\nتمتنع عن فرض أي تفتيش على", "الرسائل", "ar", True),
        ("", "x", "en", True),
        ("x", "", "en", False),
    ],
)  # fmt: skip
def test_whether_a_sentence_goes_on(above: str, below: str, language: str, expected: bool) -> None:
    assert goes_on(above, below, language) is expected
