"""What an assessment holds besides right, levels and reasons, and what of it is journalled."""

from __future__ import annotations

import pytest

from itrvault import errors
from itrvault.model.annotation import Anchor, Answer, Stance, ThreePartTest
from itrvault.store import Store

TEST = ThreePartTest(
    Answer.NO, "No law is named.", Answer.UNCLEAR, "", Answer.NO, "It reaches all traffic."
)
BASIC = ("privacy", 3, 2, Stance.RISK, "It opens traffic.")
QUOTE = Anchor(0, 2, 0, 7, "scope")


@pytest.fixture
def document(store: Store, add_document) -> str:
    return add_document(store).id


@pytest.fixture
def mark(store: Store, document: str) -> str:
    return store.annotations.add(document, QUOTE).id


def test_everything_is_kept_and_changed_by_itself(store: Store, mark: str) -> None:
    made = store.risks.add(
        mark, *BASIC, assessor="Ana", confidence=2,
        affected=[" those  who call ", "", "journalists"], test=TEST,
        provision=" 31A", proposal="AUR/901/4",
    )  # fmt: skip
    assert made.affected == ("those who call", "journalists")
    assert (made.confidence, made.provision, made.proposal) == (2, "31A", "AUR/901/4")
    assert made.test == TEST
    store.risks.update(made.id, test=ThreePartTest(Answer.YES, " The law is "), affected=[])
    changed = store.risks.get(made.id)
    assert changed.test == ThreePartTest(Answer.YES, "The law is")
    assert (changed.affected, changed.confidence, changed.severity) == ((), 2, 3)
    store.journal.undo()
    assert store.risks.get(made.id).test == TEST


def test_what_is_not_said_makes_no_row(store: Store, mark: str) -> None:
    made = store.risks.add(mark, *BASIC)
    fields = {entry.field for entry in store.journal.entries(made.id)}
    assert fields == {
        "exists", "annotation", "right", "severity", "likelihood", "stance", "rationale",
    }  # fmt: skip
    assert made.test == ThreePartTest()
    length = store.journal.length()
    store.risks.update(made.id, severity=3, affected=[], confidence=0, provision="")
    assert store.journal.length() == length


@pytest.mark.parametrize("field", [{"confidence": 4}, {"confidence": -1}, {"confidence": True}])
def test_a_confidence_that_there_is_not(store: Store, mark: str, field: dict[str, int]) -> None:
    with pytest.raises(errors.InvalidValue, match="confidence"):
        store.risks.add(mark, *BASIC, **field)
    assert store.risks.all() == []


def test_assessors_have_each_their_own(store: Store, mark: str) -> None:
    ana = store.risks.add(mark, *BASIC, assessor="Ana")
    ben = store.risks.add(mark, "privacy", 1, 1, Stance.SAFEGUARD, "It does not.", assessor="Ben")
    store.risks.update(ben.id, severity=0)
    assert store.risks.get(ana.id) == ana
    assert [risk.assessor for risk in store.risks.of_annotation(mark)] == ["Ana", "Ben"]


def test_what_they_are_counted_by(store: Store, mark: str, document: str) -> None:
    made = store.risks.add(mark, *BASIC, assessor="Ana", provision="31A", proposal="AUR/901/4")
    assert store.risks.brief() == (
        (made.id, mark, "privacy", 3, 2, "risk", "Ana", made.modified, "31A", "AUR/901/4",
         document, 0, 2, 0, 7, made.rationale),
    )  # fmt: skip
    store.annotations.remove(mark)
    assert store.risks.brief() == ()


def test_passages_in_brief(store: Store, mark: str, document: str) -> None:
    tag = store.tags.add("Privacy")
    store.annotations.tag([mark], tag.id)
    modified = store.annotations.get(mark).modified
    assert store.passages.all() == [(mark, document, 0, 2, 0, 7, "", modified, (tag.id,))]
    store.annotations.remove(mark)
    assert store.passages.all() == []


def test_who_is_affected_by_how_often(store: Store, mark: str) -> None:
    store.risks.add(mark, *BASIC, affected=["migrants", "journalists"])
    store.risks.add(mark, *BASIC, affected=["journalists"])
    assert store.risks.affected() == ["journalists", "migrants"]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE risks SET stance = 'odd'",
        """UPDATE annotations SET anchor = '{"start": "two", "end": 7}'""",
    ],
)
def test_what_a_stranger_wrote_is_refused(store: Store, mark: str, damage: str) -> None:
    store.risks.add(mark, *BASIC)
    store._file._writer.run(damage)
    with pytest.raises(errors.VaultDamaged):
        store.risks.brief()


def test_an_answer_that_there_is_not_is_refused(store: Store, mark: str) -> None:
    store.risks.add(mark, *BASIC)
    store._file._writer.run("UPDATE risks SET law = 'perhaps'")
    with pytest.raises(errors.VaultDamaged, match="no known answer"):
        store.risks.all()
