"""The index's life: segments come and go, old and new states, damage, forgery and repair."""

from __future__ import annotations

import pickle
import pickletools
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.errors import Cancelled, IndexUnusable
from itrvault.model.search import IndexUnit
from itrvault.progress import CancelToken, Step
from itrvault.search import catalogue
from itrvault.search import index as index_module
from itrvault.search.blobs import BlobStorage, MemoryFiles
from itrvault.search.builder import build_segment
from itrvault.search.damage import IndexUntrusted
from itrvault.search.index import Index
from itrvault.search.unpickle import confined
from tests.search.archive import fill, index_of, rows, units_of

TEXTS = ["alpha beta", "beta gamma", "gamma delta", ("fr", "les réseaux"), "delta", "国际电信"]


def test_an_empty_index_finds_nothing_and_is_in_order() -> None:
    index = Index(MemoryFiles())
    assert not index.needs_rebuild
    assert rows(index, "anything -else") == set()
    assert index.count == 0
    assert index.verify([]) == ""


def test_segments_travel_between_processes() -> None:
    segment = pickle.loads(pickle.dumps(build_segment(units_of(TEXTS))))
    index = Index(MemoryFiles())
    index.adopt([segment])
    assert rows(index, "beta") == {0, 1}
    assert segment.size > 0


def test_adding_removing_and_merging_keep_every_answer() -> None:
    files = MemoryFiles()
    index = Index(files)
    for unit in units_of([f"word{n} common" for n in range(20)]):
        index.adopt([build_segment([unit])])
    index.remove(3)  # rows 6 and 7
    left = set(range(20)) - {6, 7}
    assert rows(index, "common") == left
    assert rows(index, "-word1") == left - {1}
    assert index.count == 18
    assert index.compact()
    assert rows(index, "common") == left
    assert rows(index, "word6 OR word19") == {19}
    with index.snapshot() as snapshot:
        assert len(snapshot.readers) == 1
    units = [unit for unit in units_of([f"word{n} common" for n in range(20)]) if unit.row in left]
    assert index.verify(units) == ""
    assert not index.compact()


def test_a_document_that_is_a_part_of_a_segment_can_go() -> None:
    files = MemoryFiles()
    index = fill(files, units_of(TEXTS))
    index.remove(0)
    index.remove(77)
    assert rows(index, "beta OR delta") == {2, 4}
    assert rows(index, '"gamma delta"') == {2}
    index.remove(1)
    index.remove(2)
    assert rows(index, "-nothing") == set()
    assert not [name for name in files.names() if name.endswith(".posts")]


WORDS = st.sampled_from(["ab", "c-d", "3.4", "国际", "é"])


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(WORDS, max_size=6).map(" ".join), min_size=1, max_size=12),
    st.sets(st.integers(0, 5)),
)
def test_merged_segments_are_the_same_as_one(texts: list[str], removed: set[int]) -> None:
    units = units_of(texts)
    index = Index(MemoryFiles())
    for unit in units:
        index.adopt([build_segment([unit])])
    for document in removed:
        index.remove(document)
    index.compact()
    left = [unit for unit in units if unit.document_row not in removed]
    assert index.verify(left) == ""
    fresh = fill(MemoryFiles(), left)
    for query in ("ab", '"ab c-d"', "cd", "3.4 OR 国际", "-e"):
        assert rows(index, query) == rows(fresh, query)


def test_many_small_segments_do_not_pile_up() -> None:
    index = Index(MemoryFiles())
    for unit in units_of(["word"] * (index_module.MOST_SEGMENTS + 20)):
        index.adopt([build_segment([unit])])
    with index.snapshot() as snapshot:
        assert len(snapshot.readers) <= index_module.MOST_SEGMENTS
    assert index.search("word").total == index_module.MOST_SEGMENTS + 20


def test_a_rolled_back_write_leaves_no_trace() -> None:
    files = MemoryFiles()
    index = fill(files, units_of(TEXTS))
    before = dict(files.blobs)
    index.adopt([build_segment(units_of(["lost words"], 50))])
    assert rows(index, "lost") == {50}
    files.blobs = before  # what the vault does when its transaction fails
    assert rows(index, "lost") == set()
    index.adopt([build_segment(units_of(["other words"], 60))])
    assert rows(index, "words") == {60}


def test_a_reader_sees_the_old_or_the_new_whole_state() -> None:
    files = MemoryFiles()
    writer, reader = Index(files), Index(files)
    writer.adopt([build_segment(units_of(["steady"]))])
    seen: list[int] = []
    failures: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                seen.append(reader.search("steady").total)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(1, 40):
        writer.adopt([build_segment(units_of(["steady"], number))])
        if number % 10 == 0:
            writer.compact()
    done.set()
    for thread in threads:
        thread.join()
    assert not failures
    assert seen
    assert set(seen) <= set(range(1, 41))
    assert reader.search("steady").total == 40


def test_rebuild_reports_and_can_be_cancelled() -> None:
    class Listener:
        def __init__(self) -> None:
            self.steps: list[Step] = []

        def report(self, step: Step) -> None:
            self.steps.append(step)

    index = Index(MemoryFiles({"itr_strange": b"x"}))
    assert index.needs_rebuild
    listener = Listener()
    index.rebuild(units_of(TEXTS), listener, total=len(TEXTS))
    assert listener.steps[-1].done == listener.steps[-1].total == len(TEXTS)
    assert not index.needs_rebuild
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        index.rebuild(units_of(TEXTS), cancel=token)


def test_another_version_is_rebuilt(monkeypatch: pytest.MonkeyPatch) -> None:
    files = MemoryFiles()
    with monkeypatch.context() as patch:
        patch.setattr(catalogue, "INDEX_VERSION", "0, snowball 1")
        patch.setattr(index_module, "INDEX_VERSION", "0, snowball 1")
        assert rows(fill(files, units_of(TEXTS)), "beta") == {0, 1}
    index = Index(files)
    assert "another version" in index.trouble
    with pytest.raises(IndexUnusable):
        index.search("beta")
    index.rebuild(units_of(TEXTS))
    assert rows(index, "beta") == {0, 1}


# -- verifying --------------------------------------------------------------------------------


def test_verify_names_what_does_not_agree() -> None:
    units = units_of(TEXTS)
    index = fill(MemoryFiles(), units)
    assert index.verify(units) == ""
    assert "not in the index" in index.verify([*units, IndexUnit(99, 9, "en", "more")])
    assert "not in the text" in index.verify(units[:-1])
    changed = [IndexUnit(u.row, u.document_row, u.language, u.text + " beta") for u in units]
    assert index.verify(changed)
    swapped = [IndexUnit(0, 0, "en", "alpha zeta"), *units[1:]]
    assert "zeta" in index.verify(swapped)
    assert "language" in index.verify([IndexUnit(0, 0, "fr", units[0].text), *units[1:]])
    index.adopt([build_segment(units[:1])])
    assert "twice" in index.verify(units)


def test_verify_finds_a_changed_byte() -> None:
    files = MemoryFiles()
    units = units_of([f"some words number{n}" for n in range(40)])
    index = fill(files, units)
    name = next(name for name in files.names() if name.endswith(".posts"))
    data = bytearray(files.blobs[name])
    data[len(data) // 2] ^= 1
    files.blobs[name] = bytes(data)
    assert "changed after it was written" in index.verify(units)


# -- what lies in the vault may be forged -------------------------------------------------------


class Bomb:
    """Unpickling it makes a file: any code would do."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.path,))


def forged(path: Path, protocol: int) -> bytes:
    data = pickle.dumps(Bomb(path), protocol)
    assert any(op.name in ("GLOBAL", "STACK_GLOBAL") for op, _, _ in pickletools.genops(data))
    return data


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_forged_files_run_nothing_and_are_rebuilt(tmp_path: Path, protocol: int) -> None:
    marker = tmp_path / "ran"
    clean = MemoryFiles()
    fill(clean, units_of(TEXTS))
    for name in [*clean.names(), "_MAIN_1.toc", "MAIN_0123456789abcdef.seg"]:
        files = MemoryFiles(dict(clean.blobs))
        files.blobs[name] = forged(marker, protocol)
        index = Index(files)
        with suppress(IndexUnusable):
            rows(index, 'beta OR gam* OR telecommunications OR "beta gamma"')
        assert index.needs_rebuild
        assert index.trouble
        index.rebuild(units_of(TEXTS))
        assert rows(index, "beta") == {0, 1}
        assert name not in files.names() or not name.startswith(("_", "MAIN"))
    assert not marker.exists()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_whoosh_itself_can_unpickle_no_code_while_we_read(tmp_path: Path, protocol: int) -> None:
    marker = tmp_path / "ran"
    storage = BlobStorage(MemoryFiles({"x": forged(marker, protocol), "y": pickle.dumps({1: [2]})}))
    with confined():
        with pytest.raises(IndexUntrusted):
            storage.open_file("x").read_pickle()
        assert storage.open_file("y").read_pickle() == {1: [2]}
    assert not marker.exists()
    outside: list[object] = []
    with confined():  # other threads of the program are not our business
        other = threading.Thread(
            target=lambda: outside.append(pickle.loads(pickle.dumps(Path("a"))))
        )
        other.start()
        other.join()
    assert outside == [Path("a")]
    storage.open_file("x").read_pickle()
    assert marker.exists()


def test_a_clean_index_asks_for_no_unpickling_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    files = MemoryFiles()
    fill(files, units_of(TEXTS))

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was unpickled")

    for where in ("pickle.loads", "pickle.load", "whoosh.filedb.structfile.load"):
        monkeypatch.setattr(where, refuse)
    index = Index(files)
    assert rows(index, '"alpha beta" OR reseau OR del*') == {0, 2, 3, 4}


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_no_damage_is_more_than_a_reason_to_rebuild(data: st.DataObject) -> None:
    files = MemoryFiles()
    fill(files, units_of([*TEXTS, "beta " * 300]))
    suffix = data.draw(st.sampled_from([".index", ".posts", ".stems", ".terms", ".units"]))
    name = next(name for name in files.names() if name.endswith(suffix))
    blob = bytearray(files.blobs[name])
    kind = data.draw(st.sampled_from(["flip", "cut", "insert", "gone"]))
    place = int(data.draw(st.floats(0, 1, exclude_max=True)) * len(blob))
    if kind == "gone":
        files.delete(name)
    else:
        if kind == "flip" and blob:
            blob[place] ^= data.draw(st.integers(1, 255))
        elif kind == "cut":
            del blob[place:]
        else:
            blob[place:place] = data.draw(st.binary(min_size=1, max_size=9))
        files.blobs[name] = bytes(blob)
    index = Index(files)
    for query in ("beta gamma", '"beta gamma"', "*a*", "delt~1", "reseau", "-beta", "国际"):
        with suppress(IndexUnusable):  # anything else is a bug
            index.search(query)
            index.verify(units_of(TEXTS))
    index.rebuild(units_of(TEXTS))
    assert rows(index, "beta") == {0, 1}


def test_a_bomb_in_the_postings_is_not_inflated() -> None:
    import zlib

    files = MemoryFiles()
    fill(files, units_of(["beta " * 500] * 40))
    name = next(name for name in files.names() if name.endswith(".posts"))
    head = zlib.compress(b"\0" * 50_000_000, 9)
    record = bytes((1 | 4,)) + len(head).to_bytes(4, "little") + head
    files.blobs[name] = record + b"\0" * max(0, len(files.blobs[name]) - len(record))
    index = Index(files)
    with pytest.raises(IndexUnusable):
        index.search("beta")


# -- helping when nothing is found --------------------------------------------------------------


def test_words_alone_and_nearest_spelling() -> None:
    index = index_of("human rights", "human dignity", "privacy")
    reading = index.parse('human privacy "human rights" -dignity')
    assert index.search(reading.query).total == 0
    assert index.word_counts(reading) == (("human", 2), ("privacy", 1), ('"human rights"', 1))
    assert index.suggest("privcay") == "privacy"
    assert index.suggest("zzzzzz") == ""
    assert index.did_you_mean(index.parse("humn privcay")) == "human privacy"
    assert index.did_you_mean(index.parse("human")) == ""
