"""Assessors set beside each other, where they differ, and what they settle together."""

from __future__ import annotations

import pytest

from itrvault.errors import InvalidValue
from itrvault.judging.agreeing import look_at_agreement, settle_right, settle_tags
from itrvault.judging.tagged import look_at_tagged
from itrvault.model.annotation import Stance
from itrvault.rights.agreement import alpha, kappa
from itrvault.rights.coding import coders_of, same_words
from itrvault.rights.disagreements import About
from itrvault.rights.tagging import Tagged

PRIVACY = "Human rights/Privacy and interception"
SAFE = "Human rights/Safeguard"


@pytest.fixture
def tags(vault) -> dict[str, str]:
    return {name: vault.store.tags.by_path(name).id for name in (PRIVACY, SAFE)}


def judge(vault, note, level: int, who: str, stance=Stance.RISK, right="privacy"):
    return vault.store.risks.add(note.id, right, level, 1, stance, f"So says {who}.", assessor=who)


def test_figures_are_those_of_the_characters(vault, marked, tags):
    marked("paper.txt", "Operators look into all traffic", PRIVACY)
    marked("paper.txt", "look into all traffic", PRIVACY, author="Ben")
    marked("analysis.txt", "opens all traffic", PRIVACY)  # Ben did not read it
    found = look_at_agreement(vault)
    text = "".join(vault.store.documents.texts(vault.store.documents.get("paper.txt").id))
    both, ana = len("look into all traffic"), len("Operators ")
    rest = len(text) - both - ana
    (row,) = found.agreement.tags
    assert (row.tag, found.agreement.documents) == (tags[PRIVACY], 1)
    assert found.agreement.characters == len(text)
    assert row.alpha == pytest.approx(alpha({(1, 1): both, (1, 0): ana, (0, 0): rest}))
    expected = kappa({(1, 1): both, (1, 0): ana, (0, 0): rest})
    assert row.kappas == {("Ana", "Ben"): pytest.approx(expected)}
    assert row.marked == {"Ana": both + ana, "Ben": both}
    assert found.agreement.overall.alpha == pytest.approx(row.alpha)
    assert row.alpha_u == found.agreement.overall.alpha_u
    assert 0.8 < row.alpha_u < 1


def test_severity_is_compared_where_both_judged_the_same_words(vault, marked):
    first, second = marked("paper.txt", "Users are safe"), marked("paper.txt", "agree on routes")
    again = marked("paper.txt", "on routes", author="Ben")  # more than half of the other
    for note, level, who in (
        (first, 1, "Ana"), (first, 1, "Ben"), (second, 4, "Ana"), (again, 3, "Ben"),
    ):  # fmt: skip
        judge(vault, note, level, who)
    judge(vault, first, 4, "Ana", Stance.SAFEGUARD, right="safeguard")
    found = look_at_agreement(vault).agreement
    # The third is judged without a tag, so only passages with tags are known to be alike.
    assert found.judged == 1
    for note in (second, again):
        vault.store.annotations.tag([note.id], vault.store.tags.by_path(PRIVACY).id)
    found = look_at_agreement(vault).agreement
    assert found.judged == 2
    assert found.severity is not None
    assert 0 < found.severity < 1
    assert found.stance is None  # all see a risk
    assert found.severity_pairs[("Ana", "Ben")] == found.severity


def test_nobody_to_compare(vault, marked):
    assert look_at_agreement(vault).coders == ()
    marked("paper.txt", "Users are safe", PRIVACY)
    found = look_at_agreement(vault)
    assert (found.compared, found.differing, found.agreement.tags) == (("Ana",), (), ())
    with pytest.raises(InvalidValue, match="who tagged or judged: Ana"):
        look_at_agreement(vault, ["Zoe"])


def test_a_judgement_settled_and_opened_again(vault, marked):
    note = marked("paper.txt", "look into all traffic")
    ana, ben = judge(vault, note, 4, "Ana"), judge(vault, note, 2, "Ben")
    judge(vault, note, 1, "Ana", right="expression")
    severity, missing = look_at_agreement(vault).differing
    assert [one.subject for one in (severity, missing)] == ["privacy", "expression"]
    assert [(one.who, one.verdict.severity) for one in severity.said] == [("Ana", 4), ("Ben", 2)]
    assert [one.verdict is None for one in missing.said] == [False, True]
    before = vault.store.risks.all()
    change = settle_right(vault, severity, ana.id, "We looked again.", severity=3, author="Chi")
    (joint,) = (vault.store.risks.get(one) for one in change.ids)
    assert (joint.severity, joint.assessor) == (3, "Joint: Ana; Ben")
    assert joint.rationale == "We looked again."
    found = look_at_agreement(vault)
    assert [one.settled for one in found.differing] == [True, False]
    assert found.open == 1
    assert found.coders == ("Ana", "Ben")
    assert vault.store.risks.all()[:3] == before
    vault.store.risks.update(ben.id, severity=1)
    again = look_at_agreement(vault).differing[0]
    assert not again.settled
    settle_right(vault, again, ben.id)
    joints = [one for one in vault.store.risks.all() if one.assessor.startswith("Joint")]
    assert [(one.severity, one.rationale) for one in joints] == [(1, "So says Ben.")]
    vault.store.journal.undo()
    assert [one.severity for one in vault.store.risks.all()][-1] == 3


def test_tags_settled_together(vault, marked, tags):
    ana = marked("paper.txt", "Operators look into all traffic", PRIVACY)
    ben = marked("paper.txt", "look into all traffic", SAFE, author="Ben")
    other = marked("paper.txt", "Users are safe", SAFE)
    found = look_at_agreement(vault).differing
    assert all(one.about is About.TAG for one in found)
    by_tag = {(one.annotations[0], one.subject): one for one in found}
    alone = by_tag[other.id, tags[SAFE]]
    assert [(one.who, one.tagged, one.marked) for one in alone.said] == [
        ("Ana", True, True), ("Ben", False, False),
    ]  # fmt: skip
    privacy = by_tag[ana.id, tags[PRIVACY]]
    assert privacy.annotations == (ana.id, ben.id)
    settle_tags(vault, privacy, [tags[PRIVACY], tags[SAFE]], "Both.", author="Chi")
    found = look_at_agreement(vault)
    assert {(one.subject, one.settled) for one in found.differing if ana.id in one.annotations} == {
        (tags[PRIVACY], True), (tags[SAFE], True),
    }  # fmt: skip
    assert found.open == 1
    # In tables the joint passage stands for the two.
    tagged, _ = look_at_tagged(vault)
    assert [one.author for one in tagged] == ["Ana", "Joint: Ana; Ben"]
    again = next(one for one in found.differing if one.settled)
    settle_tags(vault, again, [], "On second thoughts, neither.")
    assert look_at_agreement(vault).open == 1
    assert [one.annotation for one in look_at_tagged(vault)[0]] == [other.id]
    vault.store.journal.undo()
    vault.store.journal.undo()
    assert len(look_at_tagged(vault)[0]) == 3


def test_whose_words_are_the_same():
    def at(start: int, end: int, author: str = "", document: str = "d") -> Tagged:
        return Tagged(f"{start}-{end}{author}", document, start, end, ("x",), author)

    passages = [at(0, 10), at(4, 12), at(11, 30), at(20, 20), at(20, 20, "b"), at(0, 10, "", "e")]
    assert [[one.annotation for one in group] for group in same_words(passages)] == [
        ["0-10", "4-12"], ["11-30"], ["20-20", "20-20b"], ["0-10"],
    ]  # fmt: skip
    assert coders_of(passages, ()) == ["b", ""]
