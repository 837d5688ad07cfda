"""Orders of a result, words that set it apart, similar passages, what is new in a saved search."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault import finding
from itrvault.errors import Cancelled, NoSuchSearch, NoSuchUnit
from itrvault.ingest.run import run_import
from itrvault.model.search import SORTS, sort_key
from itrvault.progress import CancelToken
from itrvault.search.similar import Measure, Passage, reading_of
from itrvault.store.looked import pack, unpack
from itrvault.vault import Vault
from tests.search.archive import index_of


@pytest.fixture
def vault(specimens):
    with Vault.open(specimens) as opened:
        yield opened


# -- orders ------------------------------------------------------------------------------------


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_has_the_same_places(vault, sort):
    best = vault.search("services", limit=1000)
    other = vault.search("services", limit=1000, sort=sort)
    assert sorted(other.order) == sorted(best.order)
    assert {(hit.document, hit.unit) for hit in other.hits} == set(best.order)
    assert [(hit.document, hit.unit) for hit in other.hits] == list(other.order)


@pytest.mark.parametrize("sort", [each for each in SORTS if each != "best"])
def test_documents_stand_in_the_order_of_their_fact_each_from_its_beginning(vault, sort):
    result = vault.search("services", limit=0, sort=sort)
    field = "date" if sort == "newest" else sort
    facts = {each.id: each.value(field) for each in vault.store.documents.all()}
    documents = list(dict.fromkeys(document for document, _ in result.order))
    keys = [sort_key(facts[document]) for document in documents]
    known = [key for key in keys if not key[0]]
    assert known == sorted(known, reverse=sort == "newest")
    assert [key[0] for key in keys] == sorted(key[0] for key in keys)
    for document in documents:
        units = [unit for each, unit in result.order if each == document]
        assert units == sorted(units)


def test_pages_of_a_sorted_result_are_stretches_of_it(vault):
    whole = vault.search("services", limit=1000, sort="date").hits
    some = vault.search("services", limit=3, offset=2, sort="date").hits
    assert some == whole[2:5]


def test_figures_sort_as_numbers():
    names = ["WCIT12/27-E", "", "WCIT12/3-E", "wcit12/3(Add.10)-E", "WCIT12/3(Add.2)-E"]
    assert sorted(names, key=sort_key) == [
        "WCIT12/3(Add.2)-E", "wcit12/3(Add.10)-E", "WCIT12/3-E", "WCIT12/27-E", "",
    ]  # fmt: skip


@given(st.text(max_size=12), st.text(max_size=12))
def test_any_two_values_can_be_compared(one, other):
    assert (sort_key(one) < sort_key(other)) + (sort_key(other) < sort_key(one)) <= 1


# -- what sets a result apart ------------------------------------------------------------------


def _archive(tmp_path, texts):
    vault = Vault.create(tmp_path / "words.itrvault")
    paths = []
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.txt"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    run_import(vault, paths)
    return vault


PLAIN = "The delegation of the member states considered the report of the committee on number {}."


def test_telling_words_are_those_of_the_result_alone(tmp_path):
    some = [
        PLAIN.format(n) + f" It spoke of settlement rates and of routing, page {n}."
        for n in range(8)
    ]
    rest = [PLAIN.format(n) + f" It spoke of numbering and fees, page {n}." for n in range(8, 40)]
    with _archive(tmp_path, some + rest) as vault:
        terms = finding.telling_terms(vault, "settlement")
        words = [term.word for term in terms]
        assert {"rates", "routing"} <= set(words)
        assert not {"settlement", "delegation", "committee", "the", "numbering"} & set(words)
        rates = next(term for term in terms if term.word == "rates")
        assert (rates.places, rates.archive) == (8, 8)
        assert (rates.in_language, rates.archive_in_language) == (8, 40)


def test_a_result_in_one_language_is_not_told_apart_by_that_language(vault):
    french = finding.telling_terms(vault, "lang:fr")
    assert not [term for term in french if term.language == "fr"]


def test_nothing_and_everything_are_not_told_apart(vault):
    assert finding.telling_terms(vault, "xylophone") == ()
    assert finding.telling_terms(vault, "-xylophone") == ()


# -- similar passages --------------------------------------------------------------------------


def test_a_copied_sentence_comes_before_the_same_subject(tmp_path):
    sentence = (
        "Member States shall have the right to know how their international traffic is routed."
    )
    texts = [
        f"First proposal. {sentence} Reasons are given below.",
        f"Second paper, later. {sentence}",
        "Traffic between Member States is routed by operators, who know the international routes.",
        "The budget of the union for the coming year is attached to this letter.",
    ]
    with _archive(tmp_path, texts) as vault:
        first = vault.search('"first proposal"').hits[0]
        text = vault.store.documents.text(first.document, first.unit)
        start = text.index(sentence)
        source = finding.Source(first.document, first.unit, start, start + len(sentence))
        alike = finding.similar(vault, source)
        found = [vault.store.documents.text(*place) for place in alike.result.order]
        assert found[0].startswith("Second paper")
        assert alike.result.hits[0].score > 0.95
        assert not [text for text in found if "budget" in text or text.startswith("First")]
        assert alike.result.hits[0].snippet_spans
        assert alike.reading is not None


def test_the_same_page_in_another_file_is_wholly_alike(vault):
    hit = vault.search("services").hits[0]
    alike = finding.similar(vault, vault.store.documents.text(hit.document, hit.unit))
    assert alike.result.order[0] == (hit.document, hit.unit)
    assert alike.result.hits[0].score == pytest.approx(1.0)


def test_a_passage_without_words_is_like_nothing(vault):
    for text in ("", "... -- !", "of the and"):
        alike = finding.similar(vault, text)
        assert alike.result.total == 0
    with pytest.raises(NoSuchUnit):
        finding.similar(vault, finding.Source(vault.store.documents.all()[0].id, 10_000))


def test_passages_in_arabic_and_chinese_find_their_like(tmp_path):
    arabic = "لكل الدول الأعضاء الحق في معرفة مسار الحركة الدولية وكيفية توجيهها"
    chinese = "各成员国有权了解其国际业务的路由情况"
    texts = [
        f"١ {arabic}",
        f"وثيقة أخرى تقول: {arabic}",
        f"一、{chinese}。",
        f"另一份文件：{chinese}。",
        "ميزانية الاتحاد للعام القادم",
        "预算草案见附件。",
    ]
    with _archive(tmp_path, texts) as vault:
        for sentence in (arabic, chinese):
            alike = finding.similar(vault, sentence)
            found = [vault.store.documents.text(*place) for place in alike.result.order]
            assert len(found) == 2
            assert all(sentence in text for text in found)


@given(st.text(alphabet="abc de", max_size=60), st.text(alphabet="abc de", max_size=60))
def test_a_measure_lies_between_nothing_and_the_whole(one, other):
    passage = Passage.of(one, "en")
    index = index_of(f"x {one} y", other, "z")
    with index.snapshot() as snapshot:
        reading = reading_of(passage, snapshot)
        if reading is not None:
            measure = Measure(passage, reading, snapshot)
            assert 0 <= measure.of(other) <= 1
            assert measure.of(f"x {one} y") == pytest.approx(1)


def test_another_form_of_a_word_is_the_word(tmp_path):
    with _archive(
        tmp_path,
        [
            "The routing of international traffic by member states.",
            "Member State routes its international traffic.",
            "The budget of the union for the coming year.",
        ],
    ) as vault:
        alike = finding.similar(vault, "international traffic routed by a member state")
        assert alike.result.total == 2


# -- saved searches ----------------------------------------------------------------------------


def test_what_came_since_it_was_looked_at_is_new(vault, tmp_path):
    saved = vault.store.searches.save("Traffic", "traffic")
    (state,) = finding.saved_states(vault)
    assert state.places == vault.search("traffic", limit=0).total
    assert (state.new, state.looked) == ((), "")
    finding.look_at(vault, "Traffic")
    path = tmp_path / "new.txt"
    path.write_text("New words about traffic.\n")
    run_import(vault, [str(path)])
    (state,) = finding.saved_states(vault)
    document = vault.store.documents.all()[-1]
    assert state.new == ((document.id, 0),)
    assert state.looked
    finding.look_at(vault, saved.id)
    assert finding.saved_states(vault)[0].new == ()


def test_a_page_that_begins_to_match_is_new_though_it_was_there(vault):
    vault.store.searches.save("Noted", "has:note")
    finding.look_at(vault, "Noted")
    document = vault.store.documents.all()[0]
    from itrvault.model.annotation import Anchor

    vault.store.annotations.add(document.id, Anchor(0, 0, 0, 0, ""), "red", "words", [], "")
    assert finding.saved_states(vault)[0].new == ((document.id, 0),)


def test_looking_is_no_step_of_undo_and_goes_with_the_search(vault):
    store = vault.store
    saved = store.searches.save("Traffic", "traffic")
    finding.look_at(vault, "Traffic")
    assert store.journal.can_undo == "Save search"
    store.searches.remove(saved.id)
    with pytest.raises(NoSuchSearch):
        finding.look_at(vault, "Traffic")
    store.searches.save("Other", "services")
    finding.look_at(vault, "Other")
    assert store.searches.looked(saved.id) is None


def test_a_saved_query_that_cannot_be_read_says_so(vault):
    vault.store.searches.save("Odd", '"traffic')
    vault.store.searches.save("Good", "traffic")
    odd, good = finding.saved_states(vault)
    assert odd.error
    assert not odd.places
    assert good.places


@given(st.frozensets(st.integers(0, 2**32 - 1)))
def test_rows_survive_packing(rows):
    looked = unpack(pack("2012-12-03T10:00:00Z", rows))
    assert looked is not None
    assert (looked.at, looked.rows) == ("2012-12-03T10:00:00Z", rows)


@given(st.text(max_size=40))
def test_a_forged_state_is_no_state_and_no_error(text):
    looked = unpack(text)
    assert looked is None or isinstance(looked.rows, frozenset)


def test_places_that_are_wanted_first_come_first(vault):
    best = vault.search("services", limit=1000)
    wanted = frozenset(best.order[-2:])
    for sort in ("best", "date"):
        plain = vault.search("services", limit=1000, sort=sort).order
        result = vault.search("services", limit=1000, sort=sort, first=wanted)
        assert set(result.order[:2]) == wanted
        assert [place for place in plain if place not in wanted] == list(result.order[2:])


def test_looking_closer_stops_when_it_is_told_to(vault):
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        finding.telling_terms(vault, "services", cancel=token)
