"""Documents made ready before they are shown, and kept ready when they are left."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault.desktop.models.results import Known, rows_of_hits
from itrvault.desktop.searching import First
from itrvault.errors import Cancelled
from itrvault.model.search import Hit

if TYPE_CHECKING:
    from conftest import Desk

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def add_pdf(desk: Desk, name: str, *pages: str) -> str:
    """A further document in the vault of the desk, with its index; its id."""
    book = pymupdf.open()
    for words in pages:
        book.new_page().insert_text((72, 100), words, fontsize=12)
    data = bytes(book.tobytes())
    vault = desk.vault
    store = vault.store.documents
    known = store.get(desk.document("pages.pdf"))
    with vault.store.transaction():
        added = store.add(vault.sandbox.extract(data, name), known.facts, data, (name,), name)
    vault.rebuild_index()
    return added.id


def show_first_hit(desk: Desk, query: str, document: str, unit: int) -> None:
    """As the window does it when an answer comes."""
    reading = desk.vault.index.parse(query)
    desk.reader.set_order(desk.vault.search(query).order)
    desk.reader.set_query(reading)
    desk.reader.show_hit(document, unit)


def expect(desk: Desk, query: str, document: str, unit: int) -> None:
    found = desk.vault.store.documents.get(document)
    desk.reader.expect(found, unit, desk.vault.index.parse(query))


def marked(desk: Desk, unit: int) -> list[str]:
    """The words that are marked on a unit."""
    text = desk.reader.units.text(unit)
    assert text is not None
    return [text.text[span.start : span.end] for span in desk.reader.units.hits(unit)]


def picture(desk: Desk, unit: int) -> bytes:
    """The page as it is shown; there are smaller pictures of it, too."""
    wish = desk.reader.pages._wish(unit)
    image = desk.reader.drawer.cache.get(wish)
    assert image is not None
    return bytes(image.constBits())


def test_what_was_made_ready_is_shown_at_once_with_its_marks_and_its_page(desk: Desk) -> None:
    other = add_pdf(desk, "other.pdf", "nothing", "one route only")
    desk.open_drawn("pages.pdf")
    expect(desk, "route", other, 1)
    desk.wait(lambda: desk.reader.drawer.sizes_of(other))
    desk.wait(lambda: not desk.context.tasks.busy)
    assert desk.reader.document == desk.document("pages.pdf"), "nobody went there yet"
    assert desk.reader.units.text(0).text.startswith("Member States")
    show_first_hit(desk, "route", other, 1)
    assert desk.reader.document == other
    assert marked(desk, 1) == ["route"]
    assert desk.reader.hits.at == ((other, 1), 0)
    desk.wait(lambda: desk.reader.pages.page_drawn(1))
    ahead = picture(desk, 1)
    desk.reader.clear()
    desk.reader.show_document(other, 1)
    desk.wait(lambda: desk.reader.pages.page_drawn(1))
    assert picture(desk, 1) == ahead


def test_another_document_than_expected_is_shown_as_ever(desk: Desk) -> None:
    other = add_pdf(desk, "other.pdf", "one route only")
    third = add_pdf(desk, "third.pdf", "a route of its own")
    desk.open_drawn("pages.pdf")
    for wait in (True, False):
        expect(desk, "route", other, 0)
        if wait:
            desk.wait(lambda: not desk.context.tasks.busy)
        show_first_hit(desk, "route", third, 0)
        desk.wait(lambda: desk.reader.settled and not desk.context.tasks.busy)
        assert desk.reader.document == third
        assert desk.reader.units.text(0).text == "a route of its own"
        assert marked(desk, 0) == ["route"]
        desk.open_drawn("pages.pdf")
        desk.reader.set_query(None)


def test_the_marks_are_those_of_the_query_that_holds_when_it_is_shown(desk: Desk) -> None:
    other = add_pdf(desk, "other.pdf", "one route only")
    desk.open_drawn("pages.pdf")
    for early in (True, False):
        expect(desk, "route", other, 0)
        if early:
            desk.wait(lambda: not desk.context.tasks.busy)
        show_first_hit(desk, "only", other, 0)
        desk.wait(lambda: desk.reader.document == other and desk.reader.hits.at is not None)
        assert marked(desk, 0) == ["only"]
        desk.wait(lambda: not desk.context.tasks.busy)
        assert marked(desk, 0) == ["only"]
        desk.open("pages.pdf")
        desk.reader.set_query(None)


def test_a_document_on_its_way_is_waited_for_not_asked_for_again(desk: Desk, monkeypatch) -> None:
    other = add_pdf(desk, "other.pdf", "one route only")
    desk.open_drawn("pages.pdf")
    asked = []
    get = desk.vault.store.documents.get
    monkeypatch.setattr(
        desk.vault.store.documents, "get", lambda key: asked.append(key) or get(key)
    )
    desk.reader.expect(get(other), 0, desk.vault.index.parse("route"))
    desk.reader.set_query(desk.vault.index.parse("route"))
    desk.reader.show_hit(other, 0)
    desk.wait(lambda: desk.reader.document == other and desk.reader.hits.at is not None)
    assert marked(desk, 0) == ["route"]
    assert asked.count(other) == 1


def test_going_somewhere_else_meanwhile_wins(desk: Desk) -> None:
    other = add_pdf(desk, "other.pdf", "one route only")
    desk.open_drawn("pages.pdf")
    expect(desk, "route", other, 0)
    show_first_hit(desk, "route", other, 0)
    if desk.reader.document != other:  # still on its way: stay here instead
        desk.reader.show_document(desk.document("pages.pdf"), 2)
        desk.wait(lambda: not desk.context.tasks.busy)
        assert desk.reader.document == desk.document("pages.pdf")
    assert desk.reader.document


def test_what_changed_since_it_was_made_ready_is_read_again(desk: Desk) -> None:
    other = add_pdf(desk, "other.pdf", "one route only")
    desk.open_drawn("pages.pdf")
    expect(desk, "route", other, 0)
    desk.wait(lambda: not desk.context.tasks.busy)
    desk.vault.store.documents.set_fact(other, "title", "Corrected")
    desk.wait(lambda: desk.reader.loader._ahead is None)
    show_first_hit(desk, "route", other, 0)
    desk.wait(lambda: desk.reader.document == other)
    assert desk.reader.loader.document.title == "Corrected"


def test_what_was_removed_since_it_was_made_ready_is_said_to_be_gone(desk: Desk) -> None:
    other = add_pdf(desk, "other.pdf", "one route only")
    desk.open_drawn("pages.pdf")
    expect(desk, "route", other, 0)
    desk.wait(lambda: not desk.context.tasks.busy)
    desk.vault.remove_document(other)
    desk.wait(lambda: desk.reader.loader._ahead is None)
    show_first_hit(desk, "route", other, 0)
    desk.wait(lambda: desk.reader.stage.message)
    assert desk.reader.document == ""


def test_going_back_and_forth_between_two_documents_opens_nothing(desk: Desk, monkeypatch) -> None:
    other = add_pdf(desk, "other.pdf", "one route only")
    opened = []
    opens = desk.vault.sandbox.open_pages
    monkeypatch.setattr(
        desk.vault.sandbox, "open_pages", lambda *a, **k: opened.append(a[1]) or opens(*a, **k)
    )
    desk.open_drawn("pages.pdf")
    for name in ("other.pdf", "pages.pdf", "other.pdf", "pages.pdf"):
        desk.open(name)
        desk.wait(lambda: desk.reader.pages.page_drawn(0))
    assert opened == ["pages.pdf", "other.pdf"]
    third = add_pdf(desk, "third.pdf", "a route of its own")
    desk.open("third.pdf")
    desk.wait(lambda: desk.reader.pages.page_drawn(0))
    assert desk.reader.drawer.sizes_of(other) == ()
    assert len(desk.reader.drawer.sizes_of(third)) == 1
    assert len(desk.reader.drawer.sizes_of(desk.document("pages.pdf"))) == 3


def test_flowing_text_in_between_leaves_the_pages_ready(desk: Desk) -> None:
    desk.open_drawn("pages.pdf")
    before = picture(desk, 0)
    desk.open("flow.docx")
    assert len(desk.reader.drawer.cache) == 0
    desk.open("pages.pdf")
    desk.wait(lambda: desk.reader.pages.page_drawn(0))
    assert picture(desk, 0) == before


def test_clearing_keeps_no_document_ready(desk: Desk) -> None:
    other = add_pdf(desk, "other.pdf", "one route only")
    desk.open_drawn("pages.pdf")
    expect(desk, "route", other, 0)
    desk.wait(lambda: desk.reader.drawer.sizes_of(other))
    desk.reader.clear()
    for document in (other, desk.document("pages.pdf")):
        assert desk.reader.drawer.sizes_of(document) == ()
    assert desk.reader.loader._ahead is None


def test_a_page_that_takes_long_holds_no_other_document_and_ends(desk: Desk, monkeypatch) -> None:
    other = add_pdf(desk, "other.pdf", "one route only")
    ended = []

    class Slow:
        page_count = 1

        def size(self, number: int) -> tuple[float, float]:
            return (595.0, 842.0)

        def draw(self, number, zoom, *, night, cancel):
            try:
                while not cancel.wait(0.01):
                    pass
                raise Cancelled
            finally:
                ended.append(time.monotonic())

        def close(self) -> None:
            ended.append("closed")

    drawer = desk.reader.drawer
    desk.open("flow.docx")
    desk.reader.pages.open_pages([(595.0, 842.0)], lambda _before: Slow(), "slow")
    desk.wait(lambda: drawer.sizes_of("slow"))
    desk.reader.pages.show()
    desk.reader.pages.need_more()
    desk.open("other.pdf")
    desk.wait(lambda: desk.reader.pages.page_drawn(0))
    assert desk.reader.document == other
    desk.wait(lambda: ended)
    assert drawer.failure_of(0) == ""


@given(
    st.lists(
        st.tuples(st.sampled_from("abcd"), st.integers(0, 9)), min_size=1, max_size=20, unique=True
    ),
    st.integers(1, 25),
    st.dictionaries(st.sampled_from("abcd"), st.sampled_from("xy")),
)
def test_the_place_that_is_made_ready_is_the_first_of_the_list(order, limit, families) -> None:
    first = First.of("q", None, order, limit)
    hits = [Hit(d, "", "", "", u, str(u), 0.0, "", (), (), (), 0) for d, u in order[:limit]]
    counts = {d: sum(key == d for key, _ in order) for d, _ in order}
    rows = rows_of_hits(hits, counts, Known({}, {}, families, frozenset()))
    row = next(row for row in rows if row.hit is not None)
    assert first is not None
    assert (first.document, first.unit) == (row.document, row.unit)
