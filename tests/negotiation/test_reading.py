"""A negotiation read from a vault: its base texts, what is proposed, and what is read again."""

from __future__ import annotations

import pytest

from itrvault.errors import Cancelled, NoBaseText
from itrvault.ingest.run import run_import
from itrvault.model.provision import PartKind
from itrvault.negotiation import Negotiations, Subject, read_negotiation
from itrvault.progress import CancelToken
from itrvault.vault import Vault

TREATY = """Preamble
1 Every country orders its own networks.
Article 1
Routes
2 1.1 Administrations agree on routes.
3 1.2 Users may send traffic.
Article 2
Other
4 2.1 Nothing else holds.
Appendix 1
Tables
"""
PAPER = """MOD ARB/1/1
2 1.1 Administrations shall agree on routes.
Reasons: Order.
ADD ARB/1/2
3A 1.3 Users are safe.
NOC ARB/1/3
Article 2
SUP ARB/1/4
Appendix 1
ADD ARB/1/5
Article 1A
ADD ARB/1/6
3B 1A.1 Nobody looks into traffic.
"""


@pytest.fixture
def vault(tmp_path):
    """A vault that can be written."""
    with Vault.create(tmp_path / "a.itrvault") as made:
        yield made


def put(vault, tmp_path, **texts: str) -> dict[str, str]:
    """Import texts by their names; those named `treaty...` are treaties. The ids by name."""
    paths = []
    for name, text in texts.items():
        paths.append(tmp_path / f"{name}.txt")
        paths[-1].write_text(text, "utf-8")
    rows = run_import(vault, paths, jobs=1).rows
    ids = {row.path.rsplit("/", 1)[-1][:-4]: row.document for row in rows}
    for name, key in ids.items():
        if name.startswith("treaty"):
            vault.store.documents.set_fact(key, "class", "treaty")
    return ids


def by_number(found) -> dict[str, Subject]:
    return {one.number: one for section in found.sections for one in section.provisions}


def test_sections_in_the_order_of_the_treaty(vault, tmp_path):
    ids = put(vault, tmp_path, treaty=TREATY, paper=PAPER)
    found = read_negotiation(vault)
    assert found.in_force.id == ids["treaty"]
    wholes = [(one.whole.kind, one.whole.of_part, one.whole.count) for one in found.sections]
    assert wholes == [
        (PartKind.PREAMBLE, "", 0), (PartKind.ARTICLE, "1", 0), (PartKind.ARTICLE, "1A", 1),
        (PartKind.ARTICLE, "2", 1), (PartKind.APPENDIX, "1", 1),
    ]  # fmt: skip
    numbers = [[one.number for one in section.provisions] for section in found.sections]
    assert numbers == [["1"], ["2", "3", "3A"], ["3B"], ["4"], []]
    assert {key: one.count for key, one in by_number(found).items()} == {
        "1": 0, "2": 1, "3": 0, "3A": 1, "3B": 1, "4": 1,
    }  # fmt: skip


def test_a_whole_part_beside_what_is_proposed_for_it(vault, tmp_path):
    put(vault, tmp_path, treaty=TREATY, paper=PAPER)
    found = read_negotiation(vault)
    appendix = next(one for one in found.sections if one.whole.kind is PartKind.APPENDIX)
    compared = found.compare_subject(appendix.whole)
    assert [(one.verb, one.authors) for one in compared.readings] == [("SUP", ["ARB"])]
    assert compared.part is not None
    assert compared.part.number == "1"


def test_each_provision_as_the_whole_negotiation_tells_it(vault, tmp_path):
    put(vault, tmp_path, treaty=TREATY, paper=PAPER)
    found = read_negotiation(vault)
    for number, subject in by_number(found).items():
        compared = found.compare(number)
        assert found.compare_subject(subject) == compared
        assert sum(len(one.sources) for one in compared.readings) == len(subject.sourced)


def test_several_bases_the_fullest_first(vault, tmp_path):
    short = "Article 1\nRoutes\n1 1.1 Administrations agree.\n2 1.2 Users agree as well.\n"
    ids = put(vault, tmp_path, treaty=TREATY, treaty_short=short, paper=PAPER)
    kept = Negotiations(vault)
    assert [one.id for one in kept.read().bases] == [ids["treaty"], ids["treaty_short"]]
    chosen = kept.read(ids["treaty_short"])
    assert chosen.in_force.id == ids["treaty_short"]
    assert "3" not in by_number(chosen)
    assert "3A" in by_number(chosen)


def test_the_base_is_the_treaty_that_proposals_name(vault, tmp_path):
    longer = "\n".join(
        f"Article {article}\nTitle\n{2 * article - 1} {article}.1 One rule.\n"
        f"{2 * article} {article}.2 Another rule."
        for article in range(1, 7)
    )
    ids = put(vault, tmp_path, treaty=TREATY, treaty_longer=longer, paper=PAPER)
    assert [one.id for one in Negotiations(vault).read().bases] == [
        ids["treaty"], ids["treaty_longer"],
    ]  # fmt: skip
    vault.store.documents.remove(ids["paper"])
    assert Negotiations(vault).read().in_force.id == ids["treaty_longer"]


def test_only_what_was_forgotten_is_read_again(vault, tmp_path, monkeypatch):
    ids = put(vault, tmp_path, treaty=TREATY, paper=PAPER)
    kept, read = Negotiations(vault), []
    units = vault.store.documents.units
    monkeypatch.setattr(
        vault.store.documents, "units", lambda key: (read.append(key), units(key))[1]
    )
    first = kept.read()
    assert sorted(read) == sorted(ids.values())
    read.clear()
    assert kept.read() == first
    assert read == []
    kept.forget([ids["paper"]])
    assert kept.read() == first
    assert read == [ids["paper"]]
    read.clear()
    kept.forget()
    kept.read()
    assert len(read) == 2


def test_without_a_base_text_and_stopped(vault, tmp_path):
    put(vault, tmp_path, paper=PAPER)
    found = Negotiations(vault).read()
    assert found.base is None
    assert found.sections[-1].whole.kind is PartKind.APPENDIX
    assert found.compare("2").readings[0].authors == ["ARB"]
    with pytest.raises(NoBaseText):
        read_negotiation(vault)
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        Negotiations(vault).read(cancel=token)
