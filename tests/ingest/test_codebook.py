"""A codebook taken in: known again by identifier or name, nothing here lost, one step to undo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itrvault import errors
from itrvault.ingest.codebook import look_at_codebook, read_codebook, take_in_codebook
from itrvault.ingest.codebook_plan import Fate, SameName, plan_codebook
from itrvault.model.annotation import Tag
from itrvault.model.codebook import CodebookEntry, CodebookFile
from itrvault.store.tag_tree import in_order
from itrvault.vault import Vault

ONE = "0d62985d-b147-4d01-a9b5-cae5dcd98342"
TWO = "dfe5c38e-9449-4959-a1f7-e3d895cfa87f"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with Vault.create(tmp_path / "a.itrvault") as opened:
        yield opened


def file_of(*entries: CodebookEntry) -> CodebookFile:
    return CodebookFile("REFI-QDA codebook", "Other", entries, ("A set was left out.",))


def paths(vault: Vault) -> list[str]:
    return [p for p in vault.store.tags.paths().values() if not p.startswith("Human rights")]


def test_new_tags_come_last_and_take_the_colour_above(vault: Vault) -> None:
    file = file_of(
        CodebookEntry(ONE, -1, "Study", "#ff6666", "What."), CodebookEntry(TWO, 0, "Code"),
        CodebookEntry("", 1, "Deep", "#123456", codable=False),
    )  # fmt: skip
    plan = take_in_codebook(vault, file, author="analyst-a")
    assert plan.warnings == ("A set was left out.",)
    assert len(plan.of(Fate.NEW)) == 3
    assert paths(vault) == ["Study", "Study/Code", "Study/Code/Deep"]
    study, code, deep = (vault.store.tags.by_path(p) for p in paths(vault))
    assert (study.id, study.colour, code.colour, deep.colour) == (ONE, "red", "red", "#123456")
    assert not deep.codable
    assert vault.store.journal.can_undo == "Import codebook"
    before = vault.store.tags.all()
    assert {row.fate for row in take_in_codebook(vault, file).rows} == {Fate.SAME}
    assert vault.store.tags.all() == before
    vault.store.journal.undo()
    assert paths(vault) == []


def test_a_known_tag_takes_what_the_file_says_and_loses_nothing(vault: Vault) -> None:
    tags = vault.store.tags
    tags.add("Top", key=TWO)
    tags.add("Code", TWO, key=ONE, colour="blue", definition="Ours.", when_to_use="Now.")
    passage = CodebookEntry(ONE, -1, "Renamed", "", "Theirs.", rights=("UDHR 1",), codable=False)
    plan = look_at_codebook(vault, file_of(passage))
    assert plan.rows[0].fields == ("name", "definition", "rights")
    take_in_codebook(vault, file_of(passage))
    code = tags.get(ONE)
    assert (code.name, code.parent, code.colour) == ("Renamed", TWO, "blue")
    assert (code.definition, code.when_to_use, code.rights) == ("Theirs.", "Now.", ("UDHR 1",))
    assert code.codable  # a file does not take its passages from it


def test_a_known_tag_moves_where_the_file_has_it_if_it_can(vault: Vault) -> None:
    tags = vault.store.tags
    top, other = tags.add("Top"), tags.add("Other")
    code = tags.add("Code", top.id)
    moved = file_of(CodebookEntry(other.id, -1, "Other"), CodebookEntry(code.id, 0, "Code"))
    take_in_codebook(vault, moved)
    assert tags.path(code.id) == "Other/Code"
    ring = file_of(CodebookEntry(code.id, -1, "Code"), CodebookEntry(other.id, 0, "Other"))
    assert {row.fate for row in take_in_codebook(vault, ring).rows} == {Fate.SAME}
    assert tags.path(code.id) == "Other/Code"


@pytest.mark.parametrize(
    ("same_name", "expected", "definition"),
    [
        (SameName.JOIN, ["Study", "Study/Code"], "Ours.\n\nTheirs."),
        (SameName.OURS, ["Study", "Study/Code"], "Ours."),
        (SameName.BOTH, ["Study", "study (2)", "study (2)/Code"], "Ours."),
    ],
)
def test_another_tag_of_the_same_name(
    vault: Vault, same_name: SameName, expected: list[str], definition: str
) -> None:
    ours = vault.store.tags.add("Study", definition="Ours.", colour="green")
    file = file_of(
        CodebookEntry(ONE, -1, "study", "#ff6666", "Theirs."), CodebookEntry(TWO, 0, "Code")
    )
    plan = take_in_codebook(vault, file, same_name=same_name)
    assert [row.tag.name for row in plan.same_names] == (
        [] if same_name is SameName.BOTH else ["Study"]
    )
    assert paths(vault) == expected
    again = vault.store.tags.get(ours.id)
    assert (again.name, again.definition, again.colour) == ("Study", definition, "green")
    before = vault.store.tags.all()
    assert {row.fate for row in take_in_codebook(vault, file, same_name=same_name).rows} == {
        Fate.SAME
    }
    assert vault.store.tags.all() == before


def test_under_a_tag(vault: Vault) -> None:
    top = vault.store.tags.add("Imported")
    file = file_of(CodebookEntry("", -1, "a"), CodebookEntry("", -1, "A"))
    for _ in range(2):
        take_in_codebook(vault, file, under=top.id)
        assert paths(vault) == ["Imported", "Imported/a", "Imported/A (2)"]
    with pytest.raises(errors.NoSuchTag):
        take_in_codebook(vault, file, under="nowhere")


def test_a_removed_tag_comes_back_as_the_file_has_it(vault: Vault) -> None:
    tags = vault.store.tags
    tags.add("Code", key=ONE, definition="Old.", when_to_use="Old.")
    tags.remove(ONE)
    take_in_codebook(vault, file_of(CodebookEntry(ONE, -1, "Code", "", "New.")))
    assert (tags.get(ONE).definition, tags.get(ONE).when_to_use) == ("New.", "")


def test_an_extended_shipped_tag_keeps_its_origin(vault: Vault, tmp_path: Path) -> None:
    shipped = next(t for t in vault.store.tags.all() if t.origin == "taxonomy:privacy")
    file = file_of(CodebookEntry(shipped.id, -1, "Privacy, extended", "", "More."))
    take_in_codebook(vault, file)
    assert vault.store.tags.get(shipped.id).origin == "taxonomy:privacy"
    assert plan_codebook(file, []).rows[0].tag.origin == "taxonomy:privacy"


def test_depth_never_grows_beyond_what_a_vault_has() -> None:
    tags = [Tag(f"t{n}", f"t{n - 1}" if n else "", f"n{n}") for n in range(100)]
    plan = plan_codebook(file_of(CodebookEntry(ONE, -1, "deep")), tags, under="t99")
    assert plan.rows[0].tag.parent == ""


def test_files_that_cannot_be_read(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(errors.FileUnreadable):
        read_codebook(vault, tmp_path / "none.qdc")
    empty = tmp_path / "empty.csv"
    empty.write_text("tag,description\n")
    with pytest.raises(errors.NoTags):
        read_codebook(vault, empty)


NAMES = st.sampled_from(["a", "A", "b", "a (2)", "c"])
IDS = st.sampled_from(["", *(f"0d62985d-b147-4d01-a9b5-cae5dcd9834{n}" for n in range(5))])
WORDS = st.sampled_from(["", "One.", "Two."])


@st.composite
def files(draw: st.DrawFn) -> CodebookFile:
    entries: list[CodebookEntry] = []
    ids: set[str] = set()
    for number in range(draw(st.integers(1, 7))):
        key = draw(IDS)
        entries.append(
            CodebookEntry(
                key if key not in ids else "", draw(st.integers(-1, number - 1)), draw(NAMES),
                draw(st.sampled_from(["", "#ff6666", "#123456"])), draw(WORDS), draw(WORDS),
                codable=draw(st.booleans()),
            )
        )  # fmt: skip
        ids.add(key)
    return file_of(*entries)


def taken_in(tags: list[Tag], file: CodebookFile, how: SameName) -> tuple[list[Tag], list[str]]:
    """The tree after it, and the fates."""
    plan = plan_codebook(file, tags, same_name=how)
    after = {tag.id: tag for tag in tags} | {row.tag.id: row.tag for row in plan.rows}
    return in_order(after.values()), [row.fate for row in plan.rows]


@given(first=files(), second=files(), how=st.sampled_from(SameName))
def test_any_file_twice_changes_nothing_and_nothing_goes(
    first: CodebookFile, second: CodebookFile, how: SameName
) -> None:
    ours, _ = taken_in([], first, SameName.BOTH)
    once, _ = taken_in(ours, second, how)
    twice, fates = taken_in(once, second, how)
    assert twice == once
    assert set(fates) == {Fate.SAME}
    assert {tag.id for tag in ours} <= {tag.id for tag in once}
    beside = [(tag.parent, tag.name.casefold()) for tag in once]
    assert len(set(beside)) == len(beside)
    assert len(once) <= len(ours) + len(second.entries)
