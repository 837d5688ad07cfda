"""The codebook: a tree that stays a tree."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault import errors
from itrvault.model.annotation import Anchor, Tag
from itrvault.rights.taxonomy import codebook, load_taxonomy
from itrvault.store import Store
from itrvault.store.tags import DEPTH, in_order


@pytest.fixture
def tree(store: Store) -> dict[str, str]:
    rights = store.tags.add("Rights", colour="blue", definition="All.", rights=["UDHR 1"])
    privacy = store.tags.add("Privacy", rights.id)
    mail = store.tags.add("Mail", privacy.id)
    other = store.tags.add("Other")
    return {"rights": rights.id, "privacy": privacy.id, "mail": mail.id, "other": other.id}


def names(store: Store) -> list[str]:
    return list(store.tags.paths().values())


def test_order_and_paths(store: Store, tree: dict[str, str]) -> None:
    assert names(store) == ["Rights", "Rights/Privacy", "Rights/Privacy/Mail", "Other"]
    assert store.tags.path(tree["mail"]) == "Rights/Privacy/Mail"
    assert store.tags.get(tree["rights"]).rights == ("UDHR 1",)
    for path in ("rights/privacy/mail", "Privacy > Mail", "MÁIL", " mail "):
        assert store.tags.by_path(path).id == tree["mail"]
    assert store.tags.below(tree["privacy"]) == {tree["privacy"], tree["mail"]}


def test_unknown_paths_name_the_nearest(store: Store, tree: dict[str, str]) -> None:
    with pytest.raises(errors.NoSuchTag) as caught:
        store.tags.by_path("Privcy")
    assert "Rights/Privacy" in caught.value.advice
    with pytest.raises(errors.NoSuchTag):
        store.tags.by_path("")
    store.tags.add("Mail", tree["other"])
    with pytest.raises(errors.NoSuchTag):
        store.tags.by_path("mail")  # two of them: it must not guess


def test_moving(store: Store, tree: dict[str, str]) -> None:
    store.tags.move(tree["mail"], "", 0)
    assert names(store) == ["Mail", "Rights", "Rights/Privacy", "Other"]
    store.tags.move(tree["other"], "", 0)
    store.tags.move(tree["other"], tree["privacy"])
    assert names(store)[-1] == "Rights/Privacy/Other"
    for parent in (tree["rights"], tree["privacy"], tree["other"]):
        with pytest.raises(errors.InvalidValue):
            store.tags.move(tree["rights"], parent)
    store.journal.undo()
    assert names(store) == ["Other", "Mail", "Rights", "Rights/Privacy"]


def test_names(store: Store, tree: dict[str, str]) -> None:
    for bad in ("", "  ", "a/b", "PRIVÁCY"):
        with pytest.raises(errors.InvalidValue):
            store.tags.add(bad, tree["rights"])
    store.tags.add("Privacy")  # beside another parent
    with pytest.raises(errors.InvalidValue):
        store.tags.update(tree["other"], name="privacy")
    with pytest.raises(errors.InvalidValue):
        store.tags.update(tree["other"], colour="mauve")
    store.tags.update(tree["other"], name="  OTHER  things", colour="#abcdef", definition="x")
    assert store.tags.get(tree["other"]).name == "OTHER things"
    with pytest.raises(errors.NoSuchTag):
        store.tags.add("x", "gone")


def test_removing_takes_those_below_and_undo_brings_all_back(store, tree, add_document) -> None:
    document = add_document(store)
    mark = store.annotations.add(document.id, Anchor(0, 0, 0, 0, ""), tags=[tree["mail"]])
    assert store.tags.counts() == {
        tree["rights"]: 1, tree["privacy"]: 1, tree["mail"]: 1, tree["other"]: 0,
    }  # fmt: skip
    store.tags.remove(tree["rights"])
    assert names(store) == ["Other"]
    assert store.annotations.get(mark.id).tags == ()
    store.journal.undo()
    assert len(names(store)) == 4
    assert store.annotations.get(mark.id).tags == (tree["mail"],)


def test_an_annotation_counts_once_for_a_parent(store, tree, add_document) -> None:
    document = add_document(store)
    both = [tree["mail"], tree["privacy"]]
    store.annotations.add(document.id, Anchor(0, 0, 0, 0, ""), tags=both)
    assert store.tags.counts()[tree["rights"]] == 1


def test_the_shipped_codebook_goes_in_as_one(store: Store) -> None:
    tags = codebook(load_taxonomy())
    store.tags.add_all(tags)
    assert store.tags.all() == tags
    length = store.journal.length()
    store.tags.add_all(tags)
    assert store.journal.length() == length
    store.journal.undo()
    assert store.tags.all() == []


ids = st.sampled_from("abcdefgh")
tags = st.builds(
    lambda key, parent, order: Tag(key, parent, key, order=order),
    ids, st.one_of(st.just(""), ids, st.just("gone")), st.integers(0, 3),
)  # fmt: skip


@given(st.lists(tags, unique_by=lambda tag: tag.id), st.randoms())
def test_whatever_a_merge_leaves_every_tag_is_in_the_tree_once(made, random) -> None:
    tree = in_order(made)
    assert sorted(tag.id for tag in tree) == sorted(tag.id for tag in made)
    seen = {""}
    for tag in tree:
        assert tag.parent in seen  # parents come first, and there are no rings
        seen.add(tag.id)
    random.shuffle(made)
    assert in_order(made) == tree


def test_a_tree_of_thousands_of_levels_has_short_paths() -> None:
    """Merged in from a stranger: the paths of all would fill the memory."""
    many = 5 * DEPTH + 1
    chain = [Tag(str(n), str(n - 1) if n else "", "x") for n in range(many)]
    ordered = in_order(chain)
    assert {tag.id for tag in ordered} == {tag.id for tag in chain}
    depths: dict[str, int] = {}
    for tag in ordered:
        depths[tag.id] = depths[tag.parent] + 1 if tag.parent else 1
    assert max(depths.values()) == DEPTH
