"""Where texts branch: options of a row, brackets side by side and in each other, and for whom."""

from __future__ import annotations

import pytest

from itrvault.model.bracket import Stance
from itrvault.negotiation import Negotiations
from itrvault.vault import Vault
from tests.negotiation.test_reading import TREATY, put

BRACKETED = TREATY.replace(
    "2 1.1 Administrations agree on routes.",
    "2 1.1 [US/JP propose; CL oppose: States [AU propose: shall] agree] [CL propose: Nobody agrees]"
    " on [routes] and traffic.",
)
COMPILATION = (
    "1988 text\nPossible revisions\n2 1.1 Administrations agree on routes.\n"
    "Option 1 (MOD) States decide [MX: alone] on routes.\nOrder.\n"
    "Option 2 (NOC)\nNothing else works.\n"
)


@pytest.fixture
def vault(tmp_path):
    with Vault.create(tmp_path / "a.itrvault") as made:
        yield made


def test_brackets_of_the_base_text(vault, tmp_path):
    ids = put(vault, tmp_path, treaty=BRACKETED)
    first, second = Negotiations(vault).read().compare("2").forks
    assert {fork.document for fork in (first, second)} == {ids["treaty"]}
    one, other = first.branches
    assert one.parties(Stance.PROPOSE) == ("US", "JP")
    assert one.parties(Stance.OPPOSE) == other.parties(Stance.PROPOSE) == ("CL",)
    assert (one.text, other.text) == ("States shall agree", "Nobody agrees")
    (inner,) = one.forks
    assert inner.branches[0].parties(Stance.PROPOSE) == ("AU",)
    assert [(branch.text, branch.positions) for branch in second.branches] == [("routes", ())]
    assert [depth for depth, _, _ in first.walk()] == [0, 1, 0]


def test_options_of_a_compilation(vault, tmp_path):
    put(vault, tmp_path, treaty=TREATY, paper=COMPILATION)
    (fork,) = Negotiations(vault).read().compare("2").forks
    assert [(one.option, one.verb, one.positions) for one in fork.branches] == [
        (1, "MOD", ()), (2, "NOC", ()),
    ]  # fmt: skip
    (inner,) = fork.branches[0].forks
    assert inner.branches[0].parties(Stance.PROPOSE) == ("MX",)
    assert Negotiations(vault).read().compare("3").forks == ()


def test_named_alternatives_in_brackets(vault, tmp_path):
    text = TREATY.replace(
        "Administrations agree", "[Option 1: States agree] or [Option 2: Nobody agrees]"
    )
    put(vault, tmp_path, treaty=text)
    (fork,) = Negotiations(vault).read().compare("2").forks
    assert [(one.option, one.text) for one in fork.branches] == [
        (1, "States agree"), (2, "Nobody agrees"),
    ]  # fmt: skip
