"""What is kept of annotations and judgements is what reading all of them anew gives, always."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.errors import VaultDamaged
from itrvault.model.annotation import COLOURS, Anchor, Stance, listed
from itrvault.model.document import Document, Extraction, Unit, UnitKind
from itrvault.model.geometry import FlowLayout, Paragraph
from itrvault.model.journal import ObjectKind
from itrvault.store import Store, news
from itrvault.store.annotation_rows import AnnotationRows
from itrvault.store.risks import Risks

TEXTS = {
    "a": ("Member States shall ensure the right to suspend services.", "A second page."),
    "b": ("Administrations shall co-operate in the settling of accounts.",),
}

Deed = Callable[[Store, int, int], None]


def add_document(store: Store, name: str) -> Document:
    units = tuple(
        Unit(
            number,
            UnitKind.SECTION,
            str(number),
            text,
            FlowLayout((Paragraph(0, len(text), number + 1),)),
        )
        for number, text in enumerate(TEXTS[name])
    )
    return store.documents.add(Extraction("text/plain", "test", units), {}, name.encode(), [], name)


def _chosen(things, which: int):  # type: ignore[no-untyped-def]
    return things[which % len(things)] if things else None


def annotate(store: Store, which: int, value: int) -> None:
    document = _chosen(store.documents.all(), which)
    if document is not None:
        place = Anchor(0, value, 0, 7 + value, "Member ", text_hash="x")
        colour = list(COLOURS)[value] if value % 2 else ""
        store.annotations.add(document.id, place, colour, f"note {which}", author="AB"[value % 2])


def edit(store: Store, which: int, value: int) -> None:
    mark = _chosen(store.annotations.listed(), which)
    if mark is not None:
        store.annotations.update(mark.id, note=f"edited {value}", important=bool(value % 2))


def move(store: Store, which: int, value: int) -> None:
    mark = _chosen(store.annotations.listed(), which)
    if mark is not None:
        store.annotations.update(mark.id, anchor=Anchor(0, 1 + value, 0, 9 + value, "ember St"))


def drop(store: Store, which: int, value: int) -> None:
    mark = _chosen(store.annotations.listed(), which)
    if mark is not None:
        store.annotations.remove(mark.id)


def new_tag(store: Store, which: int, value: int) -> None:
    above = _chosen(store.tags.all(), which) if value % 2 else None
    name = f"tag {store.journal.length()}"
    store.tags.add(name, above.id if above else "", colour=list(COLOURS)[value])


def tag(store: Store, which: int, value: int) -> None:
    chosen, marks = _chosen(store.tags.all(), value), store.annotations.listed()
    if chosen is not None and marks:
        store.annotations.tag([one.id for one in marks[: 1 + which]], chosen.id, on=value < 6)


def change_tag(store: Store, which: int, value: int) -> None:
    chosen = _chosen(store.tags.all(), which)
    if chosen is not None:
        store.tags.update(chosen.id, colour=list(COLOURS)[value])


def reorder_tags(store: Store, which: int, value: int) -> None:
    one, other = _chosen(store.tags.all(), which), _chosen(store.tags.all(), value)
    if one is not None and other is not None and other.id not in store.tags.below(one.id):
        if value % 2:
            store.tags.move(one.id, other.parent, 0)
        else:
            store.tags.merge(one.id, other.id)


def remove_tag(store: Store, which: int, value: int) -> None:
    chosen = _chosen(store.tags.all(), which)
    if chosen is not None:
        store.tags.remove(chosen.id)


def judge(store: Store, which: int, value: int) -> None:
    mark = _chosen(store.annotations.listed(), which)
    if mark is not None:
        store.risks.add(mark.id, "privacy", value % 5, which, Stance.RISK, f"because {value}")


def judge_again(store: Store, which: int, value: int) -> None:
    risk = _chosen(store.risks.brief(), which)
    if risk is not None and value < 2:
        store.risks.remove(risk.risk)
    elif risk is not None:
        store.risks.update(risk.risk, severity=value % 5, rationale=f"now {value}")


def correct(store: Store, which: int, value: int) -> None:
    document = _chosen(store.documents.all(), which)
    if document is not None:
        store.documents.set_fact(document.id, "title", f"Title {value}")


def undo(store: Store, which: int, value: int) -> None:
    if store.journal.can_undo:
        store.journal.undo()


def redo(store: Store, which: int, value: int) -> None:
    if store.journal.can_redo:
        store.journal.redo()


def fail(store: Store, which: int, value: int) -> None:
    """What was written and read, and then not committed."""
    with contextlib.suppress(ZeroDivisionError), store.transaction():
        for deed in (annotate, tag, judge, edit):
            deed(store, which, value)
        assert_kept(store)
        raise ZeroDivisionError


DEEDS: tuple[Deed, ...] = (
    annotate, annotate, edit, move, drop, new_tag, tag, change_tag, reorder_tags, remove_tag,
    judge, judge_again, correct, undo, undo, redo, fail,
)  # fmt: skip


def assert_kept(store: Store) -> None:
    """What is kept is what somebody reads who kept nothing."""
    fresh = AnnotationRows(store._file, store.tags)
    assert store.annotations.listed() == fresh.listed()
    assert store.annotations.listed() == tuple(map(listed, store.annotations.all()))
    assert store.risks.brief() == Risks(store._file, store.journal).brief()
    for document in store.documents.all():
        assert store.annotations.of_document(document.id) == [
            one for one in store.annotations.all() if one.document == document.id
        ]
    assert [one.risk for one in store.risks.brief()] == [one.id for one in store.risks.all()]


@pytest.mark.parametrize("most", [news.MOST, 3])
@settings(max_examples=25, deadline=None)
@given(
    deeds=st.lists(
        st.tuples(
            st.sampled_from([*DEEDS, "document", "merge"]), st.integers(0, 3), st.integers(0, 7),
            st.booleans(),
        ),
        max_size=25,
    )
)  # fmt: skip
def test_what_is_kept_is_what_is_there(
    tmp_path_factory: pytest.TempPathFactory,
    most: int,
    deeds: list[tuple[Deed | str, int, int, bool]],
) -> None:
    """Through edits, undo and redo, documents that come and go, and merges with another copy."""
    folder = tmp_path_factory.mktemp("kept")
    with (
        pytest.MonkeyPatch.context() as patch,
        Store.create(folder / "a.itrvault") as store,
        Store.create(folder / "b.itrvault") as away,
    ):
        patch.setattr(news, "MOST", most)
        for one in (store, away):
            add_document(one, "a")
        for deed, which, value, elsewhere in deeds:
            target = away if elsewhere else store
            if deed == "document":
                there = {one.name: one.id for one in target.documents.all()}
                if which % 2 and there:
                    target.documents.remove(list(there.values())[value % len(there)])
                else:
                    add_document(target, "ab"[value % 2])
            elif deed == "merge":
                other = store if elsewhere else away
                target.journal.apply(other.journal.since())
            else:
                assert callable(deed)
                deed(target, which, value)
            if value % 3:  # several changes may come between two looks
                assert_kept(target)
        assert_kept(store)
        assert_kept(away)


def test_only_what_changed_is_another_record(store: Store) -> None:
    document = add_document(store, "a")
    for value in range(6):
        annotate(store, 0, value)
    before = store.annotations.listed()
    store.annotations.update(before[2].id, note="another")
    after = store.annotations.listed()
    assert [one is other for one, other in zip(before, after, strict=True)].count(False) == 1
    assert after[2].note == "another"
    assert store.annotations.listed() is after
    assert document.id == after[0].document


def test_another_process_writes(tmp_path: Path) -> None:
    """A reader of the same file sees what a writer committed since."""
    path = tmp_path / "a.itrvault"
    with Store.create(path) as writer:
        add_document(writer, "a")
        annotate(writer, 0, 1)
        judge(writer, 0, 1)
        with Store.open(path, read_only=True) as reader:
            assert len(reader.annotations.listed()) == len(reader.risks.brief()) == 1
            annotate(writer, 0, 2)
            judge(writer, 1, 2)
            assert reader.annotations.listed() == writer.annotations.listed()
            assert reader.risks.brief() == writer.risks.brief()


def test_a_number_that_another_got(tmp_path: Path) -> None:
    """Two copies gave one number: after the merge one of them has another, and lists say so."""
    with Store.create(tmp_path / "a") as home, Store.create(tmp_path / "b") as away:
        for one in (home, away):
            add_document(one, "a")
        annotate(away, 0, 1)
        annotate(home, 0, 2)
        assert [one.number for one in home.annotations.listed()] == [1]
        home.journal.apply(away.journal.since())
        assert sorted(one.number for one in home.annotations.listed()) == [1, 2]
        assert_kept(home)


@pytest.mark.parametrize(
    "damage",
    [
        """UPDATE annotations SET anchor = '{"start": 1, "end": 7}'""",
        """UPDATE annotations SET anchor = json_set(anchor, '$.start', 'two')""",
        """UPDATE annotations SET anchor = json_set(anchor, '$.start', -1)""",
        """UPDATE annotations SET anchor = json_set(anchor, '$.end', 0)""",
        """UPDATE annotations SET anchor = json_set(anchor, '$.kind', 'thing')""",
        """UPDATE annotations SET state = 'odd'""",
        """UPDATE annotations SET end_unit = -1""",
    ],
)
def test_what_a_stranger_wrote_is_refused(store: Store, damage: str) -> None:
    add_document(store, "a")
    annotate(store, 0, 1)
    store._file._writer.run(damage)
    with pytest.raises(VaultDamaged):
        store.annotations.listed()


def test_news_of_what_no_list_shows(store: Store) -> None:
    """A corrected fact or a search is no news; a document that comes is."""
    document = add_document(store, "a")
    row = news.last_row(store._file.reading)
    correct(store, 0, 1)
    store.searches.save("all", "traffic")
    nothing = news.news_since(store._file.reading, row)
    assert nothing == news.News(*[frozenset()] * 5, tags=False)
    everything = news.news_since(store._file.reading, 0)
    assert everything is not None
    assert everything.documents == {document.id}
    assert news.last_row(store._file.reading) > row
    assert store.journal.entries(document.id, kind=ObjectKind.DOCUMENT)
