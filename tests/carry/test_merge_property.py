"""Whatever two people do to two copies: both ways merge to the same, once, and lose no note."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from itrvault.carry.carry import carry
from itrvault.carry.merge import apply_merge, plan_merge
from itrvault.carry.plan import MergeChoices, Side
from itrvault.model.annotation import COLOURS, Stance
from itrvault.model.ids import new_id
from itrvault.model.journal import ObjectKind
from itrvault.model.link import Relation
from itrvault.model.settlement import Ruling
from itrvault.model.suggestion import Decision
from itrvault.store.fields import anchor_to
from itrvault.store.state import stored_tables
from itrvault.vault import Vault
from tests.carry.conftest import mark

WORDS = ("Member States", "right to suspend", "origin of every call", "services")

Step = tuple[str, int, int]
steps = st.lists(
    st.tuples(
        st.sampled_from(
            ["add", "note", "colour", "tag", "untag", "remove", "risk", "newtag", "rename", "fact",
             "link", "decide", "settle", "undo", "redo"]
        ),
        st.integers(0, 3),
        st.integers(0, 7),
    ),
    max_size=7,
)  # fmt: skip


def do(vault: Vault, step: Step, who: str) -> None:
    """One thing a person does; what is not possible now is left."""
    what, which, value = step
    store = vault.store
    marks = store.annotations.all()
    tags = store.tags.all()
    document = store.documents.get("C27")
    chosen = marks[which % len(marks)] if marks else None
    tag = tags[(which + value) % len(tags)]
    if what == "add":
        mark(vault, document, WORDS[which], note=f"{who} {value}")
    elif what == "newtag":
        name = f"{who} tag {value}"
        if name not in store.tags.paths().values():
            store.tags.add(name)
    elif what == "rename":
        name = f"renamed {value}"
        if not any(t.name == name for t in tags):
            store.tags.update(tag.id, name=name)
    elif what == "fact":
        store.documents.set_fact(document.id, "date", f"201{value}")
    elif what == "undo" and store.journal.can_undo:
        store.journal.undo()
    elif what == "redo" and store.journal.can_redo:
        store.journal.redo()
    elif chosen is None:
        return
    elif what == "note":
        store.annotations.update(chosen.id, note=f"{who} {value}")
    elif what == "colour":
        store.annotations.update(chosen.id, colour=list(COLOURS)[value])
    elif what == "tag":
        store.annotations.tag([chosen.id], tag.id)
    elif what == "untag":
        store.annotations.update(chosen.id, tags=())
    elif what == "remove":
        store.annotations.remove(chosen.id)
    elif what == "link":
        fields = {
            "exists": True, "origin": f"annotation:{chosen.id}", "target": f"provision:3{value}",
            "relation": list(Relation)[which].value,
        }  # fmt: skip
        store.journal.write(ObjectKind.LINK, new_id(), fields, label="Link")
    elif what in ("decide", "settle"):
        decided = what == "decide"
        kind = ObjectKind.SUGGESTION if decided else ObjectKind.SETTLEMENT
        ruling = (
            {"source": "taxonomy:privacy", "decision": list(Decision)[value % 3].value}
            if decided
            else {"ruling": list(Ruling)[value % 2].value}
        )
        place = {"document": chosen.document, "anchor": anchor_to(chosen.anchor)}
        # Two people who decide on one passage speak of the same object (see Suggestion).
        key = f"decide-{which}" if decided else new_id()
        store.journal.write(kind, key, {"exists": True, **place, **ruling}, label="Decide")
    elif what == "risk":
        store.risks.add(chosen.id, "privacy", value % 5, which, Stance.RISK, f"{who} {value}")


def seen(vault: Vault) -> tuple[object, ...]:
    """What people see, but for when fields were last touched."""
    store = vault.store
    return (
        [(a.id, a.number, a.anchor, a.colour, a.note, sorted(a.tags), a.author)
         for a in store.annotations.all()],
        sorted((r.id, r.severity, r.likelihood, r.rationale) for r in store.risks.all()),
        *(
            {key: row[1:-2] for key, row in stored_tables(store._file.reading)[table].items()}
            for table in ("links", "suggestions", "settlements")
        ),
        sorted(store.tags.paths().items()),
        [(d.id, d.facts) for d in store.documents.all()],
    )  # fmt: skip


@pytest.fixture
def copies(home: Vault, tmp_path: Path) -> Callable[[], tuple[Path, Path]]:
    """Fresh copies of one vault and of a briefing copy of it."""
    carry(home, tmp_path / "away.itrvault")
    home.close()
    count = iter(range(10_000))

    def make() -> tuple[Path, Path]:
        n = next(count)
        for name in ("home", "away"):
            shutil.copy(tmp_path / f"{name}.itrvault", tmp_path / f"{name}-{n}")
        return tmp_path / f"home-{n}", tmp_path / f"away-{n}"

    return make


@example(mine=[("decide", 0, 0)], theirs=[("decide", 0, 0), ("undo", 0, 0)], sides=[])
@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(mine=steps, theirs=steps, sides=st.lists(st.sampled_from([*Side, None]), max_size=6))
def test_merging(copies, mine: list[Step], theirs: list[Step], sides: list[Side | None]) -> None:
    one, other = copies()
    with Vault.open(one) as home, Vault.open(other) as away:
        for n in range(max(len(mine), len(theirs))):
            if n < len(mine):
                do(home, mine[n], "home")
            if n < len(theirs):
                do(away, theirs[n], "away")
        before = {a.id for a in home.store.annotations.all()}
        plan = plan_merge(home, away)
        answers = {
            conflict.key: side
            for conflict, side in zip(plan.conflicts, sides, strict=False)
            if side in conflict.sides
        }
        apply_merge(home, away, plan, MergeChoices(answers))

        # What was chosen is what stands there.
        for conflict in plan.conflicts:
            if answers.get(conflict.key) is Side.MINE and conflict.field == "note":
                found = [a for a in home.store.annotations.all() if a.id == conflict.subject]
                assert [a.note for a in found] == [conflict.mine]
        # Nothing a person did not remove is lost, and everything new is there.
        gone = {i.subject for i in plan.incoming if i.effect == "removed"}
        here = {a.id for a in home.store.annotations.all()}
        assert before - gone <= here
        assert here - before == {
            i.subject for i in plan.incoming
            if i.kind == "annotation" and i.effect in ("added", "comes back")
        }  # fmt: skip
        # The second time does nothing.
        length, state = home.store.journal.length(), seen(home)
        assert plan_merge(home, away).nothing
        apply_merge(home, away, plan_merge(home, away))
        assert (home.store.journal.length(), seen(home)) == (length, state)
        # Undone, it is offered again, and comes to the same.
        if not answers and not plan.nothing:
            home.store.journal.undo()
            apply_merge(home, away, plan_merge(home, away))
            assert seen(home) == state
        # And the other side comes to the same, without being asked.
        back = plan_merge(away, home)
        assert back.conflicts == ()
        apply_merge(away, home, back)
        assert seen(away) == seen(home)
        assert plan_merge(away, home).nothing
        assert home.store.check().clean
        assert away.store.check().clean
