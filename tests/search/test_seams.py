"""Words that run from one page to the next are found, and drawn on both pages."""

from __future__ import annotations

import pytest

from itrvault.errors import IndexUnusable
from itrvault.model.document import Redline, RedlineKind
from itrvault.model.search import IndexUnit
from itrvault.search.blobs import MemoryFiles
from itrvault.search.builder import build_segment
from itrvault.search.edges import WIDTH
from itrvault.search.index import Index
from tests.search.archive import index_of, rows

HEAD = "WCIT12/27-E\n"
PAGES = [
    f"{HEAD}The Members recognise the free flow of\n1",
    f"{HEAD}information between all peoples. They shall not\n2",
    f"{HEAD}suspend the service.\n3",
    f"{HEAD}\n4",
    f"{HEAD}Nor shall they divert it; les réseaux de télé-\n5",
    f"{HEAD}communication, and the end of 我们的国际电\n6",
    f"{HEAD}信联盟。\n7",
    f"{HEAD}规则\n8",
]
OTHER = ["of information", "begins here with the free flow of"]


def units() -> list[IndexUnit]:
    pages = [IndexUnit(10 + n, 0, "en", text) for n, text in enumerate(PAGES)]
    return [*pages, *(IndexUnit(40 + n, 1 + n, "en", text) for n, text in enumerate(OTHER))]


class Texts:
    def __init__(self, known: list[IndexUnit]) -> None:
        self.known = {unit.row: unit for unit in known}

    def texts_by_row(self, wanted):
        return {row: self.known[row] for row in wanted}


def made(known: list[IndexUnit]) -> Index:
    index = Index(MemoryFiles(), texts=Texts(known))
    index.adopt([build_segment(known)])
    return index


@pytest.fixture(scope="module")
def index() -> Index:
    return made(units())


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('"flow of information"', {10: ["flow of"], 11: ["information"]}),
        ('"free flow of information between"',
         {10: ["free flow of"], 11: ["information between"]}),
        ("flow w/1 information", {10: ["flow"], 11: ["information"]}),
        ("information pre/2 flow", {}),
        ("flow pre/3 all", {10: ["flow"], 11: ["all"]}),
        ('"shall not suspend the service"', {11: ["shall not"], 12: ["suspend the service"]}),
        ('"the service nor shall"', {12: ["the service."], 14: ["Nor shall"]}),
        ('"WCIT12/27-E information"', {11: ["WCIT12/27-E\ninformation"]}),
        ('"of 1"', {10: ["of\n1"]}),
        ('"flow of" w/3 (peoples OR nothing)', {10: ["flow of"], 11: ["peoples"]}),
        ("国际电信", {15: ["国际电"], 16: ["信"]}),
        ("电信", {15: ["电"], 16: ["信"]}),
        ("联盟规则", {}),
        ('exact:"flow of information"', {10: ["flow of"], 11: ["information"]}),
        ('exact:"flow of informatión"', {}),
        ('"of information" recognise', {10: ["recognise", "of"], 11: ["information"]}),
        ('"of information" peoples', {}),
        ("^ w/20 peoples", {11: ["peoples"]}),
        ('fl* w/3 "between all"', {10: ["flow"], 11: ["between all"]}),
        ('"flow * information"', {10: ["flow of"], 11: ["information"]}),
    ],
)  # fmt: skip
def test_found_where_it_begins_and_drawn_on_both_pages(index, query, found) -> None:
    of_document = {row for row in rows(index, query) if row < 40}
    assert of_document == ({min(found)} if found else set())
    marks = index.marks(index.parse(query), [unit for unit in units() if unit.row < 40])
    told = {
        row: [PAGES[row - 10][span.start : span.end] for span in spans]
        for row, spans in marks.items()
        if spans
    }
    assert told == found


DIVIDED = [
    f"{HEAD}the services of international telecommu-\n\n1",
    f"{HEAD}nication networks; a plan for long-\n\n2",
    f"{HEAD}term and multi\u2010\n\n3",
    f"{HEAD}lateral talks1 on inter\u00ad\n\n1 See the talks-\nof 1988.\n\n4",
    f"{HEAD}\n\n5",
    f"{HEAD}governmental bodies de l\u2019a\u00e9ro-\n\n6",
    f"{HEAD}sol. Also a dash -\n\n7",
    f"{HEAD}board and the Union 3-\n\n8",
    f"{HEAD}fold, \u0627\u0644\u0627\u062a\u0635\u0627\u0640\n\n9",
    f"{HEAD}\u0644\u0627\u062a \u0633\u0646\u0629 1433 \u0647\u0640\n\n10",
    f"{HEAD}\u0648\u0628\u0639\u062f\n\n11",
]


def divided() -> list[IndexUnit]:
    return [IndexUnit(n, 0, "en", text) for n, text in enumerate(DIVIDED)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("telecommunication", {0: ["telecommu-"], 1: ["nication"]}),
        ("telecommunications", {0: ["telecommu-"], 1: ["nication"]}),
        ("telecomm*", {0: ["telecommu-"], 1: ["nication"]}),
        ("*munication", {0: ["telecommu-"], 1: ["nication"]}),
        ("telecomunication~1", {0: ["telecommu-"], 1: ["nication"]}),
        ("exact:telecommunication", {0: ["telecommu-"], 1: ["nication"]}),
        ("exact:telecommunications", {}),
        ('"international telecommunications network"',
         {0: ["international telecommu-"], 1: ["nication networks"]}),
        ("services w/4 network", {0: ["services"], 1: ["networks"]}),
        ("telecommunication pre/1 plan", {}),
        ("telecommunication w/2 plan", {0: ["telecommu-"], 1: ["nication", "plan"]}),
        ("telecommu", {0: ["telecommu"]}),
        ("long-term", {1: ["long-"], 2: ["term"]}),
        ("longterm", {1: ["long-"], 2: ["term"]}),
        ('"plan for long term"', {1: ["plan for long-"], 2: ["term"]}),
        ("multilateral", {2: ["multi\u2010"], 3: ["lateral"]}),
        ("intergovernmental", {3: ["inter\u00ad"], 5: ["governmental"]}),
        ('"talks on intergovernmental bodies"',
         {3: ["talks1 on inter\u00ad"], 5: ["governmental bodies"]}),
        ("talksof", {3: ["talks-\nof"]}),
        ("exact:a\u00e9rosol", {5: ["a\u00e9ro-"], 6: ["sol"]}),
        ("exact:aerosol", {}),
        ("aerosol", {5: ["a\u00e9ro-"], 6: ["sol"]}),
        ("dashboard", {}),
        ("3fold", {}),
        ("\u0627\u0644\u0627\u062a\u0635\u0627\u0644\u0627\u062a",
         {8: ["\u0627\u0644\u0627\u062a\u0635\u0627\u0640"], 9: ["\u0644\u0627\u062a"]}),
        ("\u0647\u0648\u0628\u0639\u062f", {}),
        ("telecommunication -plan", {0: ["telecommu-"], 1: ["nication"]}),
        ("telecommunication NOT w/9 services", {}),
        ("(telecommunication OR nothing) w/4 services",
         {0: ["services", "telecommu-"], 1: ["nication"]}),
    ],
)  # fmt: skip
def test_a_divided_word_is_found_whole(query, found) -> None:
    index = made(divided())
    assert rows(index, query) == ({min(found)} if found else set())
    marks = index.marks(index.parse(query), divided())
    told = {
        row: [DIVIDED[row][span.start : span.end] for span in spans]
        for row, spans in marks.items()
        if spans
    }
    assert told == found


def test_a_divided_word_counts_in_lists_and_for_spelling() -> None:
    index = made(divided())
    _, places = index.occurrences("telecommunication")
    assert places == {0: 1}
    assert index.did_you_mean(index.parse("telecommunication")) == ""
    assert index.explain(index.parse("telecommunication"))[0].forms == (("telecommunication", 1),)
    assert index.verify(divided()) == ""


def test_a_divided_word_is_read_as_it_was_and_as_it_would_be() -> None:
    first, second = "they use the tele-", "visionphone of the Union"
    pages = [
        IndexUnit(1, 0, "en", first, (Redline(9, 12, RedlineKind.DELETED),)),
        IndexUnit(2, 0, "en", second, (Redline(0, 6, RedlineKind.DELETED),)),
    ]
    index = made(pages)
    assert rows(index, "telephone") == {1}  # as it would be
    assert rows(index, "televisionphone") == {1}  # as it was
    assert rows(index, '"use the televisionphone"') == {1}
    assert rows(index, '"use telephone of"') == {1}
    assert rows(index, '"use the telephone"') == set()
    assert rows(index, '"use televisionphone"') == set()
    marks = index.marks(index.parse("telephone"), pages)
    assert [second[span.start : span.end] for span in marks[2]] == ["phone"]
    assert [first[span.start : span.end] for span in marks[1]] == ["tele-"]


def test_a_divided_word_is_inserted_where_both_halves_are() -> None:
    pages = [
        IndexUnit(1, 0, "en", "the old tele-", (Redline(8, 13, RedlineKind.INSERTED),)),
        IndexUnit(2, 0, "en", "phone rang", (Redline(0, 5, RedlineKind.INSERTED),)),
        IndexUnit(3, 1, "en", "the old tele-", (Redline(8, 13, RedlineKind.INSERTED),)),
        IndexUnit(4, 1, "en", "graph rang"),
    ]
    index = made(pages)
    assert rows(index, "inserted:telephone") == {1}
    assert rows(index, "inserted:telegraph") == set()
    assert rows(index, "telegraph") == {3}
    assert rows(index, "deleted:tele*") == set()


def test_what_a_result_shows_goes_on_over_the_page() -> None:
    index = made(divided())
    for query, row, said in (
        ("telecommunication", 0, "international telecommu-nication networks; a plan"),
        ('"network plan"~2', 1, "networks; a plan"),
        ('"international telecommunication networks"', 0, "telecommu-nication networks"),
        ("intergovernmental", 3, "on inter\u00adgovernmental bodies"),
    ):
        reading = index.parse(query)
        marks, ends = index.marks_and_ends(reading, divided())
        text, spans = DIVIDED[row], marks[row]
        if row in ends:
            text, spans = ends[row].joined(text, spans)
        assert said in " ".join(text.split())
        assert spans
        assert all(text[span.start : span.end].strip() for span in spans)
    text, spans = ends[3].joined(DIVIDED[3], marks[3])
    assert [text[span.start : span.end] for span in spans] == ["inter\u00adgovernmental"]


def test_a_merged_index_finds_divided_words() -> None:
    index = Index(MemoryFiles())
    for document in range(13):
        index.adopt([build_segment([
            IndexUnit(2 * document, document, "en", "the free tele-"),
            IndexUnit(2 * document + 1, document, "en", "phones of all"),
        ])])  # fmt: skip
    index.remove(3)
    assert index.compact()
    assert rows(index, "telephone") == {2 * n for n in range(13)} - {6}
    assert rows(index, '"free telephone"') == {2 * n for n in range(13)} - {6}


def test_one_page_alone_is_marked_with_what_comes_from_the_page_before(index: Index) -> None:
    reading = index.parse('"flow of information"')
    marks = index.marks(reading, [units()[1]])
    assert [PAGES[1][span.start : span.end] for span in marks[11]] == ["information"]


def test_no_document_runs_into_another(index: Index) -> None:
    assert rows(index, '"flow of of information"') == set()
    assert rows(index, '"information begins"') == set()


def test_without_it_is_without_what_runs_over(index: Index) -> None:
    assert 10 not in rows(index, '-"flow of information"')
    assert 11 in rows(index, '-"flow of information"')


def test_it_counts_for_the_rank_and_in_lists(index: Index) -> None:
    _, places = index.occurrences('"flow of information"')
    assert places == {10: 1}
    order = index.search('"free flow"', any_word=True).order
    assert {row for row, _ in order} == {10, 41}


def test_a_phrase_over_the_break_is_read_as_it_was_and_as_it_would_be() -> None:
    first = "the Members may"
    second = "should not suspend"
    lines = (Redline(0, 6, RedlineKind.DELETED),)
    pages = [
        IndexUnit(1, 0, "en", first),
        IndexUnit(2, 0, "en", second, lines),
    ]
    found = made(pages)
    assert rows(found, '"may should not"') == {1}  # as it was
    assert rows(found, '"may not suspend"') == {1}  # as it would be
    assert rows(found, '"members may not"') == {1}
    assert rows(found, "may w/0 deleted:should") == {1}
    marks = found.marks(found.parse('"may not suspend"'), pages)
    assert [second[span.start : span.end] for span in marks[2]] == ["not suspend"]


def test_a_deleted_page_is_passed_over_as_it_would_be() -> None:
    middle = "no word of this"
    pages = [
        IndexUnit(1, 0, "en", "free flow of"),
        IndexUnit(2, 0, "en", middle, (Redline(0, len(middle), RedlineKind.DELETED),)),
        IndexUnit(3, 0, "en", "information for all"),
    ]
    found = made(pages)
    assert rows(found, '"flow of information"') == {1}
    assert rows(found, '"flow of no word"') == {1}
    assert rows(found, '"of this information"') == {2}


def test_an_inserted_page_is_passed_over_as_it_was() -> None:
    middle = "a new page"
    pages = [
        IndexUnit(1, 0, "en", "free flow of"),
        IndexUnit(2, 0, "en", middle, (Redline(0, len(middle), RedlineKind.INSERTED),)),
        IndexUnit(3, 0, "en", "information for all"),
    ]
    found = made(pages)
    assert rows(found, '"flow of information"') == {1}
    assert rows(found, '"flow of a new"') == {1}
    assert rows(found, '"page information"') == {2}


def test_a_merged_index_finds_the_same() -> None:
    files = MemoryFiles()
    index = Index(files)
    for document in range(13):
        index.adopt([build_segment([
            IndexUnit(2 * document, document, "en", "the free flow"),
            IndexUnit(2 * document + 1, document, "en", "of information"),
        ])])  # fmt: skip
    index.remove(3)
    assert index.compact()
    assert rows(index, '"flow of"') == {2 * n for n in range(13)} - {6}
    kept = [
        IndexUnit(row, row // 2, "en", "of information" if row % 2 else "the free flow")
        for row in range(26) if row // 2 != 3
    ]  # fmt: skip
    assert index.verify(kept) == ""


def test_edges_that_lie_are_not_used() -> None:
    for place, value in ((2, 900), (3, 70_000), (WIDTH, None)):
        files = MemoryFiles()
        index = Index(files)
        index.adopt([build_segment([IndexUnit(0, 0, "en", "a b"), IndexUnit(1, 0, "en", "c d")])])
        name = next(name for name in files.names() if name.endswith(".edges"))
        data = bytearray(files.blobs[name])
        if value is None:
            del data[4 * place :]
        else:
            data[4 * place : 4 * place + 4] = value.to_bytes(4, "little")
        files.blobs[name] = bytes(data)
        with pytest.raises(IndexUnusable):
            index.search('"b c"')


def test_changed_edges_are_noticed_by_a_check() -> None:
    files = MemoryFiles()
    index = Index(files)
    known = [IndexUnit(0, 0, "en", "a b"), IndexUnit(1, 0, "en", "c d")]
    segment = build_segment(known)
    lied = bytearray(segment.files[".edges"])
    lied[8] = 1
    segment.files[".edges"] = bytes(lied)
    index.adopt([segment])
    assert "begins or ends elsewhere" in index.verify(known)


def test_the_words_of_single_pages_are_unchanged() -> None:
    index = index_of("alpha beta", "gamma alpha", "beta")
    assert rows(index, "alpha") == {0, 1}
    assert rows(index, '"beta gamma"') == {0}
    assert rows(index, '"alpha beta"') == {0}  # the third page is of another document
