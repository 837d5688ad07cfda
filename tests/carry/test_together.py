"""Saved searches go on to mean the tags they name, here and after a merge."""

from __future__ import annotations

from itrvault.carry.merge import apply_merge, plan_merge
from itrvault.vault import Vault


def queries(vault: Vault) -> dict[str, str]:
    return {one.name: one.query for one in vault.store.searches.all()}


def tag(vault: Vault, path: str) -> str:
    return vault.store.tags.by_path(path).id


def test_saved_searches_name_a_tag_as_the_other_side_calls_it(home: Vault, away: Vault) -> None:
    home.store.searches.save("one", 'tag:"Anonymity and identification" routes')
    home.store.searches.save("two", 'tag:"Follow up"')
    away.store.tags.update(tag(away, "Anonymity and identification"), name="No names")
    away.store.tags.merge(tag(away, "Follow up"), tag(away, "No names"))
    before = queries(home)
    apply_merge(home, away, plan_merge(home, away))
    assert queries(home)["one"] == 'tag:"No names" routes'
    assert queries(home)["two"] == 'tag:"No names"'
    home.store.journal.undo()
    assert queries(home) == before
    home.store.journal.redo()
    assert queries(home)["two"] == 'tag:"No names"'
    assert home.store.check().clean


def test_each_way_a_tag_changes_and_its_undo(home: Vault) -> None:
    store = home.store
    store.searches.save("mine", 'tag:"Follow up" -routes')
    first = queries(home)
    before = store.tags.paths()
    follow, cutoff = tag(home, "Follow up"), tag(home, "Cut-off of service")
    for change, said in (
        (lambda: store.tags.update(follow, name="Later"), "tag:Later -routes"),
        (lambda: store.tags.move(follow, cutoff), 'tag:"Follow up" -routes'),
        (lambda: store.tags.merge(follow, cutoff), 'tag:"Cut-off of service" -routes'),
        (lambda: store.tags.remove(follow), 'tag:"Follow up" -routes'),
    ):
        change()
        assert queries(home)["mine"] == said
        store.journal.undo()
        assert queries(home) == first
        assert store.tags.paths() == before
    assert store.check().clean
