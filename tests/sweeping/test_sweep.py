from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from itrvault.carry.merge import apply_merge, plan_merge
from itrvault.errors import InvalidValue, NoSuchSearch, NoSuchTag
from itrvault.ingest.run import run_import
from itrvault.model.annotation import Annotation
from itrvault.model.document import TextSource
from itrvault.model.suggestion import Decision
from itrvault.rights.sweep import PassageKind
from itrvault.rights.taxonomy import Category, Term, load_taxonomy
from itrvault.sweeping import Proposed, Ruling, Sources, Sweep, decide, ruled_again, sweep
from itrvault.sweeping.ranking import baselines, features, learnt, ranked, written
from itrvault.sweeping.vocabulary import LANGUAGES, damaged, word_lists
from itrvault.vault import Vault


@pytest.fixture
def vault(specimens: Path):
    with Vault.open(specimens) as opened:
        opened.ensure_index()
        yield opened


def the(found: Sweep, words: str, source: str = "") -> Proposed:
    """The one proposal with these words."""
    (one,) = (
        one
        for one in found.proposed
        if words in " ".join(one.quotation.split()) and source in ("", one.source)
    )
    return one


def marks(vault: Vault) -> list[Annotation]:
    """Without those that came with a file."""
    return [one for one in vault.store.annotations.all() if not one.from_file]


PACKETS = "deep packet inspection of all traffic"


def test_a_proposal_says_where_it_stands_and_what_triggered_it(vault: Vault) -> None:
    one = the(sweep(vault), PACKETS, "taxonomy:privacy")
    text = vault.store.documents.text(one.document, one.unit)
    assert text[one.span.start : one.span.end] == one.quotation
    assert one.quotation.startswith("Together they describe")
    assert one.words[0] == "deep packet inspection"
    assert "deep packet inspection" in one.terms
    assert (one.page, one.language, one.decision) == ("1", "en", None)
    assert text[: one.span.start].endswith(one.before)
    assert text[one.span.end :].startswith(one.after)


def test_every_language_is_swept(vault: Vault) -> None:
    found = sweep(vault)
    assert {one.language for one in found.proposed} >= set(LANGUAGES)
    arabic = the(found, "حرية التعبير", "taxonomy:expression")
    assert [arabic.quotation[s.start : s.end] for s in arabic.negations] == ["ولا", "ولا"]
    chinese = the(found, "知晓", "taxonomy:routing")
    assert not chinese.negated


def test_only_some_categories_or_documents(vault: Vault) -> None:
    some = sweep(vault, Sources(("privacy", "routing")))
    assert {one.source for one in some.proposed} == {"taxonomy:privacy", "taxonomy:routing"}
    document = vault.store.documents.get("WCIT12/904-E").id
    here = sweep(vault, documents=[document])
    assert {one.document for one in here.proposed} == {document}
    assert {one.id for one in here.proposed} == {
        one.id for one in sweep(vault).proposed if one.document == document
    }
    assert sweep(vault, Sources(())).proposed == ()


def test_a_saved_search_is_a_source(vault: Vault) -> None:
    search = vault.store.searches.save("Machines", "machines OR border -lounge")
    found = sweep(vault, Sources((), (search.id,)))
    assert {one.source for one in found.proposed} == {f"search:{search.id}"}
    one = the(found, "machines that look into all traffic")
    assert one.words == ("machines",)
    (made,) = decide(vault, [one], Ruling(Decision.ACCEPTED))
    assert vault.store.annotations.get(made.annotation).tags == ()
    odd = vault.store.searches.save("Only facts", "class:analysis")
    again = sweep(vault, Sources((), (odd.id, search.id)))
    assert [name for name, _ in again.errors] == ["Only facts"]
    assert the(again, "machines that look").decision is Decision.ACCEPTED
    with pytest.raises(NoSuchSearch):
        sweep(vault, Sources((), ("nothing",)))


def test_what_was_rejected_is_rejected_in_the_next_sweep(vault: Vault) -> None:
    one = the(sweep(vault), PACKETS, "taxonomy:privacy")
    decide(vault, [one], Ruling(Decision.REJECTED, reason="Only told"), author="Ana")
    again = the(sweep(vault), PACKETS, "taxonomy:privacy")
    assert (again.id, again.decision, again.reason) == (one.id, Decision.REJECTED, "Only told")
    assert not again.open
    # For another reason the same sentence is proposed still.
    assert the(sweep(vault), PACKETS, "taxonomy:due_process").open
    vault.store.journal.undo()
    assert the(sweep(vault), PACKETS, "taxonomy:privacy").open


def test_many_are_decided_as_one_step(vault: Vault) -> None:
    some = [one for one in sweep(vault).proposed if one.source == "taxonomy:cutoff"]
    made = decide(vault, some, Ruling(Decision.ACCEPTED), author="Ana")
    assert len(made) == len(some) > 5
    tag = next(t for t in vault.store.tags.all() if t.origin == "taxonomy:cutoff")
    assert {mark.tags for mark in marks(vault)} == {(tag.id,)}
    assert len(marks(vault)) == sum(1 + len(one.also) for one in some)
    assert vault.store.journal.can_undo == f"Accept {len(some)} suggestions"
    vault.store.journal.undo()
    assert marks(vault) == vault.store.suggestions.all() == []
    with pytest.raises(InvalidValue):
        decide(vault, some, Ruling(Decision.REJECTED))
    with pytest.raises(NoSuchTag):
        decide(vault, some, Ruling(Decision.ACCEPTED, tag="nothing"))
    assert vault.store.suggestions.count() == 0


def test_another_tag_may_be_given(vault: Vault) -> None:
    mine = vault.store.tags.add("Mine", colour="blue")
    one = the(sweep(vault), PACKETS, "taxonomy:privacy")
    (made,) = decide(vault, [one], Ruling(Decision.ACCEPTED, tag=mine.id))
    assert vault.store.annotations.get(made.annotation).tags == (mine.id,)


def test_decisions_are_read_again_without_sweeping(vault: Vault) -> None:
    found = sweep(vault)
    one = the(found, PACKETS, "taxonomy:privacy")
    decide(vault, [one], Ruling(Decision.DEFERRED))
    now = ruled_again(vault, found)
    assert the(now, PACKETS, "taxonomy:privacy").decision is Decision.DEFERRED
    assert now.proposed == sweep(vault).proposed
    vault.store.journal.undo()
    assert ruled_again(vault, now).proposed == found.proposed


def test_what_is_marked_by_hand_is_not_proposed(vault: Vault) -> None:
    one = the(sweep(vault), PACKETS, "taxonomy:privacy")
    tag = next(t for t in vault.store.tags.all() if t.origin == one.source)
    decide(vault, [one], Ruling(Decision.ACCEPTED))
    key = vault.store.suggestions.all()[0].id
    vault.store.suggestions.withdraw(key)
    assert marks(vault)[0].tags == (tag.id,)
    again = the(sweep(vault), PACKETS, "taxonomy:privacy")
    assert (again.marked, again.open) == (True, False)
    assert not the(sweep(vault), PACKETS, "taxonomy:due_process").marked


def test_a_decision_stays_when_the_text_is_read_better(vault: Vault) -> None:
    """OCR is replaced: the words differ, so the id does; the passage is found again."""
    document = vault.store.documents.get("WCIT12/904-E").id
    words = "How traffic is routed is decided by networks"
    one = the(sweep(vault), words)
    decide(vault, [one], Ruling(Decision.REJECTED, reason="Too general"))
    unit = vault.store.documents.unit(document, one.unit)
    better = unit.text.replace("fractions of a second", "tenths of one second")
    assert better != unit.text
    with vault.store.transaction():
        vault.store.readings.add(
            document, replace(unit, text=better, source=TextSource.OCR, redlines=()), "ocr"
        )
        vault.store.readings.use(document, {one.unit: TextSource.OCR})
        vault.rebuild_index()
    again = the(sweep(vault), "How traffic is routed is decided by networks")
    assert "tenths of one second" in " ".join(again.quotation.split())
    assert (again.decision, again.reason) == (Decision.REJECTED, "Too general")


def test_decisions_come_along_in_a_merge(vault: Vault, specimens: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(specimens, tmp_path / "copy.itrvault"))
    with Vault.open(copy) as other:
        other.ensure_index()
        one = the(sweep(other), PACKETS, "taxonomy:privacy")
        decide(other, [one], Ruling(Decision.REJECTED, reason="Only told"))
        apply_merge(vault, other, plan_merge(vault, other))
    assert the(sweep(vault), PACKETS, "taxonomy:privacy").reason == "Only told"


def test_the_same_words_twice_are_one_decision(vault: Vault, tmp_path: Path) -> None:
    said = "Operators shall retain all traffic data."
    twice = tmp_path / "twice.txt"
    twice.write_text(f"{said} They are asked to.\n\nOnce more:\n\n{said}\n", "utf-8")
    run_import(vault, [str(twice)])
    one = the(sweep(vault), said, "taxonomy:privacy")
    assert len(one.also) == 1
    (made,) = decide(vault, [one], Ruling(Decision.ACCEPTED))
    here = [mark for mark in marks(vault) if mark.document == one.document]
    assert {mark.anchor.exact for mark in here} == {said}
    assert len({mark.anchor.start for mark in here}) == 2
    assert made.annotation == min(here, key=lambda mark: mark.anchor.start).id
    assert not the(sweep(vault), said, "taxonomy:privacy").open
    found = sweep(vault).proposed
    assert len({each.id for each in found}) == len(found)


def test_what_is_put_off_comes_last(vault: Vault) -> None:
    found = sweep(vault)
    first = ranked(found.proposed)[0]
    decide(vault, [first], Ruling(Decision.DEFERRED))
    assert ranked(ruled_again(vault, found).proposed)[-1].id == first.id


def test_what_was_accepted_and_rejected_changes_the_order(vault: Vault) -> None:
    found = sweep(vault)
    assert learnt(found.proposed).ranker is None
    wanted = [one for one in found.proposed if one.source == "taxonomy:privacy"][:12]
    unwanted = [one for one in found.proposed if one.source == "taxonomy:safeguard"][:12]
    decide(vault, wanted, Ruling(Decision.ACCEPTED))
    decide(vault, unwanted, Ruling(Decision.REJECTED, reason="Not now"))
    now = ruled_again(vault, found)
    model = learnt(now.proposed)
    assert (model.accepted, model.rejected) == (12, 12)
    assert model.figure is not None
    order = [one for one in ranked(now.proposed, model) if one.offered]
    place = {one.id: number for number, one in enumerate(order)}
    privacy = [place[one.id] for one in order if one.source == "taxonomy:privacy"]
    safeguard = [place[one.id] for one in order if one.source == "taxonomy:safeguard"]
    assert sum(privacy) / len(privacy) < sum(safeguard) / len(safeguard)
    reasons = {reason.feature: reason.weight for reason in model.reasons(order[0])}
    assert reasons
    # Nothing is kept of it but the decisions.
    assert vault.store.suggestions.count() == 24


def test_features_are_words_a_person_can_read(vault: Vault) -> None:
    one = the(sweep(vault), "الرسائل الاقتحامية التي ترسل", "taxonomy:expression")
    known = features(one)
    assert f"@{one.source}" in known
    words = [feature for feature in known if feature[0] not in "@=~"]
    assert words
    text = " ".join(one.quotation.split())
    assert all(written(one, feature) in text for feature in words)
    scores = baselines(sweep(vault).proposed)
    headings = [one for one in sweep(vault).proposed if one.kind is PassageKind.HEADING]
    assert headings
    assert min(scores.values()) > 0


def test_terms_of_texts_that_lost_their_accents() -> None:
    assert damaged("sécurité", "fr") == "scurit"
    assert (
        damaged("voie d’acheminement internationale", "fr") == "voie dacheminement internationale"
    )
    assert damaged("spam", "fr") == damaged("sécurité", "en") == ""
    assert damaged("vie privée", "fr") == "vie prive"
    assert damaged("où là", "fr") == ""  # too little is left


def test_a_query_of_terms_leads_back_to_each() -> None:
    for words in word_lists(load_taxonomy()):
        for lot in words.lots:
            assert len(lot.query) < 4000
            for entry in lot.entries:
                assert lot.at(entry.at) is entry
                assert lot.query[entry.at] == '"'
    odd = Category("x", "X", "red", "risk", (), "", "", "", (Term("en", "a … b", True),))
    (only,) = word_lists([odd])
    assert only.lots[0].query == '"a   b"~8'
