"""Other readings of a page: kept, put in use, and back, with the passages following."""

from __future__ import annotations

import pytest

from itrvault import errors
from itrvault.model.document import Doubt, Extraction, TextSource, Unit, UnitKind
from itrvault.model.geometry import PageLayout
from itrvault.store import Store
from itrvault.text.anchors import make_anchor

TRUE = "Член имеет право приостановить международную службу электросвязи"
FALSE = "Ɉɥɟɧ ɢɦɟɟɬ ɩɪɚɜɨ ɩɪɢɨɫɬɚɧɨɜɢɬɶ ɦɟɠɞɭɧɚɪɨɞɧɭɸ ɫɥɭɠɛɭ"


def _unit(number: int, text: str, **more: object) -> Unit:
    return Unit(number, UnitKind.PAGE, str(number + 1), text, PageLayout(100, 100), **more)  # type: ignore[arg-type]


@pytest.fixture
def vault(tmp_path):
    with Store.create(tmp_path / "a.itrvault") as store:
        units = (_unit(0, "A title page"), _unit(1, FALSE, doubt=Doubt.LETTERS))
        read = Extraction("application/pdf", "pdf/1", units)
        yield store, store.documents.add(read, {}, b"%PDF", ["a.pdf"], "a.pdf").id


def _ocr(store: Store, key: str) -> None:
    store.readings.add(key, _unit(1, TRUE, source=TextSource.OCR, language="ru"), "ocr/1")


def test_both_texts_are_kept_and_either_can_be_used(vault) -> None:
    store, key = vault
    assert store.readings.pending() == [(key, 1)]
    assert store.readings.doubtful([key]) == [(key, 1, Doubt.LETTERS)]
    _ocr(store, key)
    assert store.readings.pending() == []
    assert store.documents.text(key, 1) == FALSE
    store.readings.use(key, {1: TextSource.OCR})
    assert store.documents.text(key, 1) == TRUE
    assert store.readings.unit(key, 1, TextSource.FILE).text == FALSE
    assert store.readings.doubtful() == []
    assert store.check().clean
    store.readings.use(key, {1: TextSource.FILE})
    assert store.documents.unit(key, 1).doubt is Doubt.LETTERS
    assert store.readings.unit(key, 1, TextSource.OCR).language == "ru"
    assert [(r.unit, r.source, r.in_use) for r in store.readings.of(key)] == [
        (0, TextSource.FILE, True), (1, TextSource.FILE, True), (1, TextSource.OCR, False),
    ]  # fmt: skip
    assert store.check().clean


def test_a_passage_stays_on_its_page_and_finds_its_words_again(vault) -> None:
    store, key = vault
    _ocr(store, key)
    store.readings.use(key, {1: TextSource.OCR})
    units = store.documents.units(key)
    start = TRUE.index("право")
    anchor = make_anchor(units, 1, start, 1, start + 20)
    mark = store.annotations.add(key, anchor, note="Who decides?")
    store.readings.use(key, {1: TextSource.FILE})
    moved = store.annotations.get(mark.id)
    assert (moved.anchor.unit, moved.anchor.exact, moved.note) == (1, anchor.exact, "Who decides?")
    assert moved.unplaced
    assert store.annotations.unplaced() == [moved]
    assert store.check().clean
    assert store.journal.can_undo == "Highlight"  # what follows by itself is not a step of its own
    store.readings.use(key, {1: TextSource.OCR})
    assert store.annotations.get(mark.id).anchor == anchor
    assert store.annotations.unplaced() == []
    store.journal.undo()
    assert store.annotations.all() == []


def test_a_reading_that_is_not_there(vault) -> None:
    store, key = vault
    assert store.readings.unit(key, 1, TextSource.OCR) is None
    with pytest.raises(errors.NoSuchUnit):
        store.readings.use(key, {1: TextSource.OCR})
    with pytest.raises(errors.NoSuchUnit):
        store.readings.add(key, _unit(7, "x", source=TextSource.OCR), "ocr/1")
    with pytest.raises(errors.NoSuchDocument):
        store.readings.of("0" * 64)


def test_copies_carry_every_reading(vault, tmp_path) -> None:
    store, key = vault
    _ocr(store, key)
    with Store.create(tmp_path / "b.itrvault") as other:
        other.documents.copy_from(store.documents, [key])
        assert other.readings.unit(key, 1, TextSource.OCR).text == TRUE
        assert other.documents.unit(key, 1).doubt is Doubt.LETTERS
        other.documents.remove(key)
        assert other._file.reading.value("SELECT count(*) FROM readings") == 0
