from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from itrvault.carry.carry import carry
from itrvault.carry.merge import apply_merge, plan_merge
from itrvault.carry.plan import Effect, MergeChoices, Side
from itrvault.errors import Cancelled, VaultDamaged
from itrvault.model.annotation import Stance
from itrvault.model.ids import new_id
from itrvault.model.journal import Changed, ObjectKind
from itrvault.progress import CancelToken
from itrvault.store.fields import anchor_from, anchor_to
from itrvault.store.state import stored_tables
from itrvault.vault import Vault
from tests.carry.conftest import add_document, mark


def merge(vault: Vault, other: Vault, **choices) -> None:
    apply_merge(vault, other, plan_merge(vault, other), MergeChoices(**choices))


def test_a_fresh_copy_brings_nothing(home: Vault, away: Vault) -> None:
    plan = plan_merge(home, away)
    assert plan.nothing
    assert (plan.incoming, plan.conflicts, plan.missing, plan.refused) == ((), (), (), ())
    assert apply_merge(home, away, plan).what == Changed.NOTHING


def test_what_was_noted_comes_home_and_is_said_before(home: Vault, away: Vault) -> None:
    document = away.store.documents.get("cdt")
    tag = away.store.tags.add("Heard in Dubai")
    new = mark(away, document, "ends anonymity", note="Quote this", tags=[tag.id], author="Bo")
    away.store.risks.add(new.id, "anonymity", 2, 3, Stance.RISK, "They say so.", assessor="Bo")
    [old, _] = away.store.annotations.all()[:2]
    away.store.annotations.update(old.id, note="Changed there", author="Bo")
    before = home.store.journal.length()
    plan = plan_merge(home, away)
    assert home.store.journal.length() == before
    assert [(i.kind, i.effect, i.words, i.author) for i in plan.incoming] == [
        (ObjectKind.ANNOTATION, Effect.CHANGED, "right to suspend", "Bo"),
        (ObjectKind.ANNOTATION, Effect.ADDED, "ends anonymity", "Bo"),
        (ObjectKind.RISK, Effect.ADDED, "anonymity", "Bo"),
        (ObjectKind.TAG, Effect.ADDED, "Heard in Dubai", ""),
    ]
    [change] = plan.incoming[0].changes
    assert (change.field, change.before, change.after) == (
        "note",
        "Better thought",
        "Changed there",
    )
    assert plan.count(Effect.ADDED) == 3
    assert plan.count(Effect.ADDED, ObjectKind.TAG) == 1
    change = apply_merge(home, away, plan)
    assert change.what == Changed.ANNOTATIONS | Changed.RISKS | Changed.TAGS
    merged = home.store.annotations.get(new.id)
    assert (merged.note, merged.author, merged.tags) == ("Quote this", "Bo", (tag.id,))
    assert home.store.annotations.get(old.id).note == "Changed there"
    assert home.store.check().clean
    assert plan_merge(home, away).nothing


def test_a_merge_is_one_thing_to_undo(home: Vault, away: Vault) -> None:
    mark(away, away.store.documents.get("cdt"), "fear", note="there")
    [first, *_] = home.store.annotations.all()
    away.store.annotations.update(first.id, note="theirs")
    home.store.annotations.update(first.id, note="mine")
    plan = plan_merge(home, away)
    before = home.store.annotations.all()
    apply_merge(home, away, plan, MergeChoices({plan.conflicts[0].key: Side.BOTH}))
    assert home.store.journal.can_undo == "Merge"
    home.store.journal.undo()
    after = home.store.annotations.all()
    assert [replace(a, modified="") for a in after] == [replace(b, modified="") for b in before]


def test_what_was_merged_and_undone_is_offered_again(home: Vault, away: Vault) -> None:
    new = mark(away, away.store.documents.get("cdt"), "fear", note="there", author="Bo")
    away.store.risks.add(new.id, "privacy", 1, 1, Stance.RISK, "why", assessor="Bo")
    [first, *_] = home.store.annotations.all()
    away.store.annotations.update(first.id, note="theirs")
    merge(home, away)
    merged = home.store.annotations.all(), home.store.risks.all()
    home.store.journal.undo()
    mark(home, home.store.documents.get("TD64"), "routing", note="work goes on")
    plan = plan_merge(home, away)
    assert plan.entries == ()
    assert [(i.words, i.effect) for i in plan.incoming] == [
        ("right to suspend", Effect.CHANGED), ("fear", Effect.BACK), ("privacy", Effect.BACK),
    ]  # fmt: skip
    apply_merge(home, away, plan)
    here = {a.id: (a.note, a.author, a.created) for a in home.store.annotations.all()}
    assert {a.id: (a.note, a.author, a.created) for a in merged[0]}.items() <= here.items()
    assert [r.rationale for r in home.store.risks.all()] == [r.rationale for r in merged[1]]
    assert plan_merge(home, away).nothing
    home.store.journal.undo()
    assert not plan_merge(home, away).nothing


def test_undoing_a_merge_does_not_bring_back_what_was_removed(home: Vault, away: Vault) -> None:
    [first, second] = home.store.annotations.all()
    away.store.annotations.update(first.id, note="theirs")
    home.store.annotations.remove(first.id)
    merge(home, away)
    home.store.journal.undo()
    assert [a.id for a in home.store.annotations.all()] == [second.id]
    merge(home, away)
    assert [a.id for a in home.store.annotations.all()] == [second.id]


def test_no_answer_is_asked_about_what_is_removed(home: Vault, away: Vault) -> None:
    [first, _] = home.store.annotations.all()
    away.store.annotations.update(first.id, note="theirs")
    home.store.annotations.update(first.id, note="mine")
    home.store.annotations.remove(first.id)
    assert plan_merge(home, away).conflicts == ()


@pytest.mark.parametrize("later", ["home", "away"])
@pytest.mark.parametrize(
    ("side", "expected"),
    [(None, None), (Side.MINE, "mine"), (Side.THEIRS, "theirs"), (Side.BOTH, "mine\n\ntheirs")],
)
def test_a_conflict_is_shown_and_settled_once(
    home: Vault, away: Vault, later: str, side: Side | None, expected: str | None
) -> None:
    [first, *_] = home.store.annotations.all()
    writes = [(home, "mine"), (away, "theirs")]
    for vault, note in writes if later == "away" else reversed(writes):
        vault.store.annotations.update(first.id, note=note, author=f"{note} author")
    plan = plan_merge(home, away)
    [conflict] = plan.conflicts
    assert (conflict.mine, conflict.theirs) == ("mine", "theirs")
    assert (conflict.mine_author, conflict.theirs_author) == ("mine author", "theirs author")
    assert conflict.words == "right to suspend"
    assert conflict.mine_time
    assert conflict.sides == (Side.MINE, Side.THEIRS, Side.BOTH)
    answers = {conflict.key: side} if side else {}
    apply_merge(home, away, plan, MergeChoices(answers))
    wanted = expected or ("theirs" if later == "away" else "mine")
    assert home.store.annotations.get(first.id).note == wanted
    assert plan_merge(home, away).nothing
    # And the other way round: the answer is not asked for again there.
    assert plan_merge(away, home).conflicts == ()
    merge(away, home)
    assert away.store.annotations.get(first.id).note == wanted


def test_the_same_change_on_both_sides_is_no_conflict(home: Vault, away: Vault) -> None:
    [first, *_] = home.store.annotations.all()
    for vault in (home, away):
        vault.store.annotations.update(first.id, colour="green")
    assert plan_merge(home, away).conflicts == ()


def test_tags_given_on_both_sides_add_up(home: Vault, away: Vault) -> None:
    [first, *_] = home.store.annotations.all()
    tags = home.store.tags
    one, two = tags.by_path("Routing control").id, tags.by_path("Follow up").id
    home.store.annotations.tag([first.id], one)
    away.store.annotations.tag([first.id], two)
    merge(home, away)
    assert {one, two} < set(home.store.annotations.get(first.id).tags)


def test_removed_there_and_changed_here_stays(home: Vault, away: Vault) -> None:
    first, second = home.store.annotations.all()
    away.store.annotations.remove(first.id)
    away.store.annotations.remove(second.id)
    home.store.annotations.update(first.id, note="Still needed")
    plan = plan_merge(home, away)
    assert [(i.subject, i.effect) for i in plan.incoming] == [(second.id, Effect.REMOVED)]
    apply_merge(home, away, plan)
    assert [a.note for a in home.store.annotations.all()] == ["Still needed"]


def test_removed_here_and_changed_there_comes_back(home: Vault, away: Vault) -> None:
    [first, _] = home.store.annotations.all()
    home.store.annotations.remove(first.id)
    away.store.annotations.update(first.id, note="Important after all")
    [item] = plan_merge(home, away).incoming
    assert item.effect is Effect.BACK
    merge(home, away)
    assert home.store.annotations.get(first.id).note == "Important after all"


def test_corrections_of_facts_come_home(home: Vault, away: Vault) -> None:
    document = home.store.documents.get("TD64")
    away.store.documents.set_fact(document.id, "date", "2012-06-05")
    [item] = plan_merge(home, away).incoming
    assert (item.kind, item.effect) == (ObjectKind.DOCUMENT, Effect.CHANGED)
    merge(home, away)
    assert home.store.documents.get("TD64").value("date") == "2012-06-05"


def test_documents_that_are_not_here_are_listed_and_can_be_taken(home: Vault, away: Vault) -> None:
    extra = add_document(away, "DT1.pdf", ("A compilation of all proposals on accounting.\n",))
    note = mark(away, extra, "all proposals", note="New here")
    plan = plan_merge(home, away)
    assert [(m.symbol, m.annotations) for m in plan.missing] == [("DT1", 1)]
    assert plan.nothing
    plan = plan_merge(home, away, documents=[extra.id])
    assert (plan.missing, plan.taken) == ((), (extra.id,))
    change = apply_merge(home, away, plan)
    assert Changed.DOCUMENTS in change.what
    assert home.store.documents.get("DT1").paths == ()
    assert home.store.annotations.get(note.id).note == "New here"
    assert home.search("accounting").total == 1
    assert home.search("suspend").total == 1
    assert plan_merge(home, away, documents=True).nothing
    assert home.store.check().clean


def test_searches_of_others_stay_theirs(home: Vault, away: Vault) -> None:
    away.store.searches.save("theirs", "their query")
    assert plan_merge(home, away).nothing


def test_two_vaults_that_never_met(home: Vault, tmp_path: Path) -> None:
    with Vault.create(tmp_path / "stranger") as stranger:
        document = add_document(stranger, "C27.pdf")
        mark(stranger, document, "identify the origin", note="Seen elsewhere")
        plan = plan_merge(home, stranger)
        assert plan.conflicts == ()
        assert [i.words for i in plan.incoming] == ["identify the origin"]
        apply_merge(home, stranger, plan)
        assert plan_merge(home, stranger).nothing
    assert len(home.store.tags.all()) == 18


def test_a_plan_made_before_a_change_here_is_made_again(home: Vault, away: Vault) -> None:
    [first, *_] = home.store.annotations.all()
    away.store.annotations.update(first.id, note="theirs")
    plan = plan_merge(home, away)
    home.store.annotations.update(first.id, note="mine, meanwhile")
    apply_merge(home, away, plan, MergeChoices({(first.id, "note"): Side.THEIRS}))
    assert home.store.annotations.get(first.id).note == "theirs"


def test_planning_can_be_stopped(home: Vault, away: Vault) -> None:
    mark(away, away.store.documents.get("cdt"), "fear")
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        plan_merge(home, away, cancel=token)


# -- strangers -----------------------------------------------------------------------------------


def smuggle(away: Vault, **values) -> None:
    """Put a row into the other vault that our program does not write."""
    [row] = [
        e for e in away.store.journal.since() if e.field == "note" and "Better" in str(e.after)
    ]
    base = replace(row, id=new_id(), operation=new_id(), clock="1354700000000-000001-abcdef01")
    entry = replace(base, **values)
    file = away.store._file
    with away.store.transaction():
        file.writing.run(
            "INSERT INTO journal (id, clock, operation, label, author, kind, subject, field, "
            "before, after, undoes, via) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'null', ?, '', ?)",
            (entry.id, entry.clock, entry.operation, entry.label, entry.author, entry.kind.value,
             entry.subject, entry.field, _json(entry.after), away.store._file.writing.value(
                 "SELECT max(id) FROM operations")),
        )  # fmt: skip


def _json(value: object) -> str:
    import json

    return json.dumps(value)


@pytest.mark.parametrize(
    "values",
    [
        {"after": 7},
        {"after": "x" * 2_000_000},
        {"field": "colour", "after": "url(javascript:x)"},
        {"field": "anchor", "after": {"unit": -1}},
        {"clock": "9999999999999-000001-abcdef01"},
        {"author": "x" * 5000},
        {"kind": ObjectKind.TAG, "subject": "tag1", "field": "name", "after": "a/b"},
        {"kind": ObjectKind.TAG, "subject": "tag1", "field": "name", "after": " "},
        {"kind": ObjectKind.RISK, "subject": "r1", "field": "severity", "after": 99},
        {"kind": ObjectKind.DOCUMENT, "subject": "a" * 64, "field": "class", "after": "nonsense"},
        {"kind": ObjectKind.DOCUMENT, "subject": "a" * 64, "field": "date", "after": "tomorrow"},
    ],
    ids=lambda values: "-".join(map(str, values))[:40],
)
def test_what_cannot_be_right_stops_the_merge(home: Vault, away: Vault, values: dict) -> None:
    smuggle(away, **values)
    before = home.store.journal.length()
    with pytest.raises(VaultDamaged, match="row about a"):
        plan_merge(home, away)
    assert home.store.journal.length() == before


def test_a_tag_nobody_has_is_left_out(home: Vault, away: Vault) -> None:
    [first, *_] = home.store.annotations.all()
    smuggle(away, field="tag:nowhere", after=True)
    merge(home, away)
    assert "nowhere" not in home.store.annotations.get(first.id).tags


def test_a_quotation_that_is_not_in_our_text_is_refused(home: Vault, away: Vault) -> None:
    new = mark(away, away.store.documents.get("cdt"), "Analysts fear", note="ours?")
    away.store.risks.add(new.id, "privacy", 1, 1, Stance.RISK, "x")
    forged = replace(new.anchor, exact="Member States must obey the union", text_hash="")
    with away.store.transaction():
        from itrvault.store.fields import anchor_to

        away.store.journal.write(
            ObjectKind.ANNOTATION, new.id, {"anchor": anchor_to(forged)}, label="forge"
        )
    plan = plan_merge(home, away)
    assert [r.words for r in plan.refused] == ["Member States must obey the union"]
    assert plan.entries == ()
    assert plan.incoming == ()


def test_a_passage_that_stands_elsewhere_here_is_found(home: Vault, tmp_path: Path) -> None:
    """The other vault read the same file with another version, which put a line before."""
    with Vault.create(tmp_path / "other") as other:
        document = add_document(home, "X.pdf", ("The public has a right to know why.\n",))
        with other.store.transaction():
            other.store.documents.copy_from(home.store.documents, [document.id])
            other.store._file.writing.run(
                "UPDATE units SET text = 'Page 1\n' || text WHERE text LIKE 'The public%'"
            )
        note = mark(other, document, "right to know")
        plan = plan_merge(home, other)
        assert [row.field for row in plan.moved] == ["anchor"]
        apply_merge(home, other, plan)
        anchor = home.store.annotations.get(note.id).anchor
        text = home.store.documents.text(document.id, 0)
        assert text[anchor.start : anchor.end] == anchor.exact == "right to know"
        assert plan_merge(home, other).nothing
    assert home.store.check().clean


def test_a_sister_clause_is_not_taken_for_one_whose_page_is_gone(
    home: Vault, tmp_path: Path
) -> None:
    """Thirty-two signs on either side are the same; what stands farther off is not."""
    clause = "make provision for the convening of meetings on the request of a majority of its"
    first = f"Article 62. The Council shall draw up its own rules, which {clause} members.\n"
    second = f"Article 90. Trusteeship is another matter, whose rules {clause} parties.\n"
    with Vault.create(tmp_path / "other") as other:
        document = add_document(home, "X.pdf", (first, second))
        with other.store.transaction():
            other.store.documents.copy_from(home.store.documents, [document.id])
        note = mark(other, document, "meetings on", note="Why?")
        with home.store.transaction():
            home.store._file.writing.run(
                "UPDATE units SET text = 'This page could not be read.\n' WHERE text = ?", (first,)
            )
        apply_merge(home, other, plan_merge(home, other))
        found = home.store.annotations.get(note.id)
        assert found.unplaced
        assert (found.note, found.anchor.unit) == ("Why?", 0)


def test_a_file_that_is_not_what_its_id_says_is_not_taken(home: Vault, away: Vault) -> None:
    extra = add_document(away, "DT1.pdf", ("A compilation.\n",))
    with away.store.transaction():
        away.store._file.writing.run(
            "UPDATE chunks SET data = ? WHERE document = ?", (b"something else", extra.row)
        )
    plan = plan_merge(home, away, documents=True)
    with pytest.raises(VaultDamaged):
        apply_merge(home, away, plan)
    assert home.store.documents.find(extra.id) is None


def test_a_sealed_copy_comes_home(home: Vault, tmp_path: Path) -> None:
    carry(home, tmp_path / "sealed", passphrase="four green kites", names=False)
    with Vault.open(tmp_path / "sealed", "four green kites") as copy:
        mark(copy, copy.store.documents.get("TD64"), "Member States", note="At the table")
        plan = plan_merge(home, copy)
        assert [i.effect for i in plan.incoming] == [Effect.ADDED]
        apply_merge(home, copy, plan)
    assert "At the table" in [a.note for a in home.store.annotations.all()]
    assert "Zuleika" in [a.author for a in home.store.annotations.all()]


def _write(vault: Vault, kind: ObjectKind, fields: dict[str, object]) -> str:
    key = new_id()
    vault.store.journal.write(kind, key, {"exists": True, **fields}, label="Rule")
    return key


def test_links_and_rulings_come_home_where_they_mean_something(home: Vault, away: Vault) -> None:
    first, second = away.store.annotations.all()[:2]
    extra = add_document(away, "new.pdf", ("A page that only the copy has.\n",))
    alone = mark(away, extra, "only the copy")
    link = {"relation": "contradicts", "note": "Compare these"}
    ends = {"origin": f"annotation:{first.id}", "target": f"annotation:{second.id}"}
    kept = _write(away, ObjectKind.LINK, link | ends)
    hanging = _write(away, ObjectKind.LINK, link | ends | {"target": f"annotation:{alone.id}"})
    place = {"document": first.document, "anchor": anchor_to(first.anchor)}
    decided = {"source": "taxonomy:privacy", "decision": "rejected", "reason": "Says nothing"}
    rejected = _write(away, ObjectKind.SUGGESTION, place | decided)
    elsewhere = {"document": extra.id, "anchor": anchor_to(alone.anchor)}
    lost = _write(away, ObjectKind.SUGGESTION, elsewhere | decided)
    settled = _write(away, ObjectKind.SETTLEMENT, place | {"ruling": "is", "target": "31A"})
    pair = {"numbering": "1988", "number": "27", "other_numbering": "2012", "other_number": "33"}
    numbers = _write(away, ObjectKind.CONCORDANCE, pair)
    plan = plan_merge(home, away)
    coming = {item.subject: item for item in plan.incoming}
    assert {kept, rejected, settled, numbers} <= coming.keys()
    assert not {hanging, lost, alone.id} & coming.keys()
    assert coming[kept].words == f'"{first.anchor.exact}" contradicts "{second.anchor.exact}"'
    assert coming[kept].document == first.document
    assert coming[numbers].words == "1988 27 = 2012 33"
    change = apply_merge(home, away, plan)
    assert change.what == Changed.LINKS | Changed.SUGGESTIONS | Changed.SETTLEMENTS
    tables = stored_tables(home.store._file.reading)
    for table, key in (
        ("links", kept), ("suggestions", rejected), ("settlements", settled),
        ("concordance", numbers),
    ):  # fmt: skip
        assert list(tables[table]) == [key]
    assert home.store.check().clean
    home.store.journal.undo()
    assert not stored_tables(home.store._file.reading)["links"]


def test_a_swept_passage_is_found_again_in_our_text(home: Vault, away: Vault) -> None:
    mine = home.store.annotations.all()[0]
    moved = replace(mine.anchor, start=0, end=len(mine.anchor.exact), text_hash="other")
    ruling = {"source": "taxonomy:privacy", "decision": "rejected"}
    place = {"document": mine.document, "anchor": anchor_to(moved)}
    key = _write(away, ObjectKind.SUGGESTION, place | ruling)
    apply_merge(home, away, plan_merge(home, away))
    [row] = [e for e in home.store.journal.entries(key) if e.field == "anchor"][-1:]
    found = anchor_from(row.after)
    assert (found.unit, found.start, found.end) == (
        mine.anchor.unit,
        mine.anchor.start,
        mine.anchor.end,
    )


def test_passages_with_a_tag_merged_at_home_get_the_other(home: Vault, away: Vault) -> None:
    tags = home.store.tags
    gone, between, stays = (
        next(tag for tag in tags.all() if tag.origin == f"taxonomy:{name}")
        for name in ("privacy", "expression", "cutoff")
    )
    new = mark(away, away.store.documents.get("cdt"), "ends anonymity", tags=[gone.id])
    tags.merge(gone.id, between.id)
    tags.merge(between.id, stays.id)
    merge(home, away)
    assert home.store.annotations.get(new.id).tags == (stays.id,)
    assert gone.id in away.store.tags.paths()
    assert plan_merge(home, away).nothing
    assert home.store.check().clean
    home.store.journal.undo()  # the merge of the copies alone
    assert new.id not in {each.id for each in home.store.annotations.all()}
    home.store.journal.redo()
    assert home.store.annotations.get(new.id).tags == (stays.id,)


def test_passages_at_home_follow_a_merge_of_tags_made_on_the_copy(home: Vault, away: Vault) -> None:
    tags = away.store.tags
    gone, stays = (
        next(tag for tag in tags.all() if tag.origin == f"taxonomy:{name}")
        for name in ("privacy", "expression")
    )
    new = mark(home, home.store.documents.get("cdt"), "ends anonymity", tags=[gone.id])
    tags.merge(gone.id, stays.id)
    merge(home, away)
    assert gone.id not in home.store.tags.paths()
    assert home.store.annotations.get(new.id).tags == (stays.id,)
