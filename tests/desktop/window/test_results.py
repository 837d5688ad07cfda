"""Orders and families of the list, passages like one, telling words, history, what is new."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from itrvault.desktop.models.results import RowKind
from itrvault.ingest.run import run_import

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def order_of(space):
    """The places in the order in which the reader steps through them."""
    return list(space.results.reading_order(space.searching.result.order))


def _documents(space):
    rows = space.results.model.rows
    return list(dict.fromkeys(row.document for row in rows if row.kind is RowKind.HEADING))


def _order(qtbot, space, sort):
    with qtbot.waitSignal(space.searching.answered):
        space.results.sort.setCurrentIndex(space.results.sort.findData(sort))
        space.results.sort.activated.emit(space.results.sort.currentIndex())


@pytest.mark.parametrize(
    ("sort", "fact"), [("date", "date"), ("newest", "date"), ("symbol", "symbol")]
)
def test_an_answer_is_sorted_by_a_fact_of_its_documents(qtbot, desk, space, sort, fact):
    desk.search("services OR traffic OR security")
    _order(qtbot, space, sort)
    values = [space.catalogue.by_id[key].value(fact) for key in _documents(space)]
    known = [value for value in values if value]
    assert len(known) > 1
    assert known == sorted(known, reverse=sort == "newest")
    assert values[: len(known)] == known
    order = [(row.document, row.unit) for row in space.results.model.rows if row.hit is not None]
    assert order == order_of(space)


def test_families_are_put_together_and_read_in_that_order(qtbot, window, tmp_path, monkeypatch):
    from itrvault.ingest.specimens import make_specimens

    monkeypatch.setattr("itrvault.desktop.searching.FIRST", 100)  # all of them are in the list
    path = tmp_path / "specimens.itrvault"
    make_specimens(path)
    window.open_path(path)
    qtbot.waitUntil(lambda: window.workspace is not None)
    space = window.workspace
    qtbot.waitUntil(lambda: bool(space.catalogue.snapshot.documents))
    with qtbot.waitSignal(space.searching.answered):
        space.bar.set_query("services")
    assert not [row for row in space.results.model.rows if row.kind is RowKind.FAMILY]
    with qtbot.waitSignal(space.searching.answered):
        space.results.families.click()
    qtbot.waitUntil(lambda: space.results.loaded == space.searching.result.total)
    rows = space.results.model.rows
    families = [row for row in rows if row.kind is RowKind.FAMILY]
    assert families
    by_document = space.catalogue.snapshot.families.by_document
    for family in families:
        inside = [d for d in _documents(space) if by_document[d].key == family.symbol]
        places = [row for row in rows if row.hit is not None and row.document in inside]
        assert len(inside) > 1
        assert family.count == len(places)
    order = [(row.document, row.unit) for row in rows if row.hit is not None]
    assert order == order_of(space)
    space.results.go_first()
    assert space.results.current.kind is RowKind.HIT


def test_passages_like_a_hit_are_listed_and_left_again(qtbot, desk, space):
    desk.search("services")
    asked = space.searching.result
    qtbot.keyClick(space.field, Qt.Key.Key_Down)
    desk.settle()
    space.find_similar()
    qtbot.waitUntil(space.results.like.isVisible)
    desk.settle()
    assert space.searching.query == ""
    assert space.searching.result.query != asked.query
    with qtbot.waitSignal(space.searching.answered):
        space.results.like.backWanted.emit()
    assert not space.results.like.isVisible()
    assert space.searching.result.order == asked.order


def test_typing_leaves_the_passages(qtbot, desk, space):
    desk.search("services")
    space.results.go_first()
    desk.settle()
    space.find_similar()
    qtbot.waitUntil(space.results.like.isVisible)
    desk.search("traffic")
    assert not space.results.like.isVisible()
    assert space.searching.query == "traffic"


def test_a_telling_word_narrows_the_search(qtbot, desk, space):
    desk.search("traffic")
    strip = space.results.telling
    qtbot.waitUntil(lambda: bool(strip.terms) or not space.context.tasks.busy)
    with qtbot.waitSignal(space.searching.answered):
        strip.wordWanted.emit("routing")
    assert space.searching.query == "traffic routing"
    assert space.searching.result.total


def test_a_query_is_remembered_when_somebody_goes_into_its_answer(qtbot, desk, space):
    desk.search("traffic")
    store = space.context.vault.store
    assert store.searches.history() == []
    qtbot.keyClick(space.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: space.catalogue.snapshot.history == ("traffic",))
    desk.search("services")
    qtbot.keyClick(space.field, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: space.catalogue.snapshot.history == ("services", "traffic"))
    menu = space.bar.earlier.menu()
    menu.aboutToShow.emit()
    entries = [action for action in menu.actions() if not action.isSeparator()]
    assert [action.text() for action in entries[:2]] == ["services", "traffic"]
    with qtbot.waitSignal(space.searching.answered):
        entries[1].trigger()
    assert space.searching.query == "traffic"
    entries[-1].trigger()
    qtbot.waitUntil(lambda: space.catalogue.snapshot.history == ())
    assert not space.bar.earlier.isEnabled()


def test_a_saved_search_says_what_is_new_and_marks_it_once(qtbot, desk, space, tmp_path):
    writer, library = space.context.writer, space.library
    saved = writer.save_search("Traffic", "traffic")
    writer.look_at_search(saved.id)
    path = tmp_path / "fresh.txt"
    path.write_text("A fresh paper about traffic.\n")
    run_import(space.context.vault, [str(path)])

    def states():
        return [len(state.new) for state in library.saved.states.values()]

    qtbot.waitUntil(lambda: states() == [1])
    item = library.searches.item(0)
    assert item.font().bold()
    with qtbot.waitSignal(space.searching.answered):
        library._search_saved(library.searches.index(0, 0))
    fresh = [row for row in space.results.model.rows if row.fresh]
    assert [row.title for row in fresh] == ["fresh.txt"]
    assert space.results.model.rows[0].title == "fresh.txt"
    assert "1" in space.bar.line.text()
    qtbot.waitUntil(lambda: states() == [0])
    assert not library.searches.item(0).font().bold()
    # It stays marked while one reads it, and is old news the next time.
    assert [row for row in space.results.model.rows if row.fresh]
    desk.search("services")
    with qtbot.waitSignal(space.searching.answered):
        library._search_saved(library.searches.index(0, 0))
    assert not [row for row in space.results.model.rows if row.fresh]


def test_a_rare_misspelling_is_offered_the_common_word(qtbot, space, tmp_path):
    paths = []
    for number in range(60):
        path = tmp_path / f"{number}.txt"
        word = "telecomunication" if number == 0 else "telecommunication"
        path.write_text(f"On {word}, page {number}.\n")
        paths.append(str(path))
    run_import(space.context.vault, paths)
    qtbot.waitUntil(lambda: len(space.catalogue.snapshot.documents) == 64)
    with qtbot.waitSignal(space.searching.answered):
        space.bar.set_query("telecomunication")
    assert space.searching.result.total == 1
    qtbot.waitUntil(space.bar.correct.isVisible)
    with qtbot.waitSignal(space.searching.answered):
        space.bar.correct.click()
    assert space.searching.query == "telecommunication"


def test_a_sealed_or_read_only_desk_remembers_nothing(qtbot, window, space, archive):
    window.close_vault()
    from itrvault.desktop.context import VaultContext
    from itrvault.desktop.views.workspace import Workspace
    from itrvault.vault import Vault

    saved = Vault.open(archive)
    saved.store.searches.save("Traffic", "traffic")
    saved.close()
    context = VaultContext(Vault.open(archive, read_only=True), window.settings, window.themes)
    other = Workspace(context, window.menu)
    qtbot.waitUntil(lambda: bool(other.library.saved.states))
    with qtbot.waitSignal(other.searching.answered):
        other.library._search_saved(other.library.searches.index(0, 0))
    other.searching.go_first()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    assert context.vault.store.searches.history() == []
    window.menu.setParent(window)
    other.shut()
    other.deleteLater()
    context.close()


def test_a_selected_passage_leads_to_its_like(qtbot, desk, space):
    desk.search("services")
    qtbot.keyClick(space.field, Qt.Key.Key_Return)
    desk.settle()
    qtbot.waitUntil(lambda: space.reader.settled)
    reader = space.reader
    text = reader.units.text(reader.unit).text
    start = text.index("services")
    space.open_words(reader.document, reader.unit, start, start + 60)
    qtbot.waitUntil(lambda: reader.marks.passage() is not None)
    reader.marks.bar.like.click()
    qtbot.waitUntil(space.results.like.isVisible)
    desk.settle()
    alike = space.searching.result
    assert alike.query == text[start : start + 60]
    assert (reader.document, reader.unit) not in alike.order


def test_what_comes_between_showing_and_noting_stays_new(qtbot, space, tmp_path):
    from itrvault import finding
    from itrvault.desktop.searching import ask

    vault = space.context.vault
    saved = vault.store.searches.save("Traffic", "traffic")
    answer = ask(vault, "traffic", 24, "best", saved, frozenset())
    path = tmp_path / "between.txt"
    path.write_text("It came in between, about traffic.\n")
    run_import(vault, [str(path)])
    space.context.writer.look_at_search(saved.id, answer.rows)
    (state,) = finding.saved_states(vault)
    assert len(state.new) == 1
    qtbot.waitUntil(lambda: not space.context.tasks.busy)


def test_families_and_folded_words_are_remembered(qtbot, space):
    space.results.families.setChecked(True)
    space.results.telling.toggle()
    stored = space.remember()
    space.results.families.setChecked(False)
    space.results.telling.toggle()
    space.recall(stored)
    assert space.results.families.isChecked()
    assert space.results.telling.folded
