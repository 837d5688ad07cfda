"""A codebook goes out and comes back: valid, the same, and saying what it left behind."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from itrvault import errors
from itrvault.export.codebook import CODEBOOK_FORMATS, OutgoingTag, export_codebook
from itrvault.export.refi import schema_bytes
from itrvault.ingest.codebook import look_at_codebook, read_codebook, take_in_codebook
from itrvault.ingest.codebook_plan import Fate, plan_codebook
from itrvault.model.annotation import COLOURS, Tag
from itrvault.model.codebook import (
    Description,
    joined_description,
    parted_description,
    shown_guid,
)
from itrvault.readers.codebook import read_codebook as read_here
from itrvault.store.tag_tree import in_order
from itrvault.vault import Vault

NAME = "{urn:QDA-XML:codebook:1.0}Code"


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with Vault.create(tmp_path / "a.itrvault") as opened:
        yield opened


@pytest.mark.parametrize("kind", ["qdc", "csv"])
def test_out_and_into_a_fresh_vault_is_the_same(vault: Vault, tmp_path: Path, kind: str) -> None:
    mine = vault.store.tags.add(
        "Mine, «наша» وثائق", colour="#123abc", definition=" =1+1\n\nRights: no\n",
        when_to_use="'=x", when_not="Never.", rights=["UDHR 12"], codable=False,
    )  # fmt: skip
    vault.store.tags.add("Below", mine.id, colour="blue")
    out = export_codebook(vault, tmp_path / f"book.{kind}")
    assert out.count == len(vault.store.tags.all())
    with Vault.create(tmp_path / "b.itrvault") as other:
        for tag in [t for t in other.store.tags.all() if not t.parent]:
            other.store.tags.remove(tag.id)
        assert other.store.tags.all() == []
        file = read_codebook(other, out.path)
        assert file.warnings == ()
        take_in_codebook(other, file)
        assert other.store.tags.all() == vault.store.tags.all()
        length = other.store.journal.length()
        plan = take_in_codebook(other, file)
        assert {row.fate for row in plan.rows} == {Fate.SAME}
        assert other.store.journal.length() == length
        other.store.journal.undo()
        assert other.store.tags.all() == []


def test_what_is_written_is_valid_and_says_what_is_left_out(vault: Vault, tmp_path: Path) -> None:
    out = export_codebook(vault, tmp_path / "book.qdc")
    root = etree.fromstring(out.path.read_bytes())
    etree.XMLSchema(etree.fromstring(schema_bytes())).assertValid(root)
    codes = root.findall(f".//{NAME}")
    assert len(codes) == len(vault.store.tags.all())
    assert {code.get("guid") for code in codes} == {tag.id for tag in vault.store.tags.all()}
    said = "\n".join(out.left_out)
    assert "Where a tag comes from" in said
    assert "when to use" in said
    with pytest.raises(errors.FileExists):
        export_codebook(vault, out.path)
    with pytest.raises(errors.InvalidValue):
        export_codebook(vault, tmp_path / "book.docx")


def test_one_tag_with_what_is_below_it(vault: Vault, tmp_path: Path) -> None:
    top = vault.store.tags.add("Ours")
    vault.store.tags.add("Below", top.id)
    out = export_codebook(vault, tmp_path / "book.txt", under=top.id)
    assert out.path.read_text("utf-8") == "Ours\t\nOurs>>Below\t\n"
    assert "Colours" in out.left_out[0]
    for tag in [t for t in vault.store.tags.all() if not t.parent]:
        vault.store.tags.remove(tag.id)
    with pytest.raises(errors.NoTags):
        export_codebook(vault, tmp_path / "empty.qdc")
    assert not (tmp_path / "empty.qdc").exists()


def test_nobody_and_no_time_goes_along(vault: Vault, tmp_path: Path) -> None:
    old = "0190f3c2-7a44-7abc-8def-0123456789ab"  # made before ids of tags were of chance
    vault.store.tags.add("Old", key=old, author="Jane Doe")
    for kind in CODEBOOK_FORMATS:
        out = export_codebook(vault, tmp_path / f"book.{kind}")
        text = out.path.read_bytes()
        for secret in (b"Jane", b"0190f3c2", str(tmp_path).encode(), b"a.itrvault"):
            assert secret not in text
    plan = look_at_codebook(vault, read_codebook(vault, tmp_path / "book.qdc"))
    assert {row.fate for row in plan.rows} == {Fate.SAME}  # it is known again all the same


def test_no_cell_is_a_formula(vault: Vault, tmp_path: Path) -> None:
    vault.store.tags.add("=cmd", definition="@SUM(A1)", when_to_use="  +1")
    out = export_codebook(vault, tmp_path / "book.csv")
    rows = list(csv.reader(io.StringIO(out.path.read_text("utf-8-sig"), newline="")))
    assert rows[0][:4] == ["tag", "description", "highlights", "documents"]
    cells = [cell for row in rows for cell in row]
    assert "'=cmd" in cells
    assert not [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "-", "@"))]


def test_examples_are_told_to_stay(vault: Vault, tmp_path: Path) -> None:
    tag = vault.store.tags.add("Shown")
    vault.store.tags.update(tag.id, examples=["x" * 8])
    assert [s for s in export_codebook(vault, tmp_path / "b.csv").left_out if "“Shown”" in s]


# -- properties ------------------------------------------------------------------------------------

TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc"]) | st.sampled_from("\n\t"), max_size=30
) | st.sampled_from(
    ["When to use: x", " When not to use: y\n\nRights: z", "a\n\nWhen to use: ", "'=1", "]]>&lt;"]
)
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="/"),
                min_size=1, max_size=12)  # fmt: skip
RIGHTS = st.lists(st.sampled_from(["UDHR 12", "ICCPR 19(3)", "ICESCR 6"]), max_size=2, unique=True)


@st.composite
def trees(draw: st.DrawFn) -> list[Tag]:
    tags: list[Tag] = []
    names = draw(st.lists(WORDS, min_size=1, max_size=8, unique_by=lambda n: n.casefold()))
    for number, name in enumerate(names):
        parent = draw(st.sampled_from(["", *(tag.id for tag in tags)]))
        tags.append(
            Tag(
                str(draw(st.uuids(version=4))), parent, f"{number} {name}",
                draw(st.sampled_from([*COLOURS, "#0a1b2c"])), draw(TEXT), tuple(draw(RIGHTS)), "",
                number, draw(TEXT), draw(TEXT), codable=draw(st.booleans()),
            )
        )  # fmt: skip
    return in_order(tags)


def outgoing(tags: list[Tag]) -> tuple[OutgoingTag, ...]:
    places = {tag.id: number for number, tag in enumerate(tags)}
    paths: dict[str, str] = {}
    for tag in tags:
        paths[tag.id] = f"{paths[tag.parent]}/{tag.name}" if tag.parent else tag.name
    return tuple(
        OutgoingTag(
            shown_guid(tag.id), places.get(tag.parent, -1), paths[tag.id],
            COLOURS.get(tag.colour, tag.colour), 0, 0, tag,
        )
        for tag in tags
    )  # fmt: skip


def told(tag: Tag) -> tuple[Any, ...]:
    """What the formats promise to keep."""
    texts = (tag.definition, tag.when_to_use, tag.when_not)
    return (tag.id, tag.parent, tag.name, tag.colour, texts, tag.rights, tag.codable)


@pytest.mark.parametrize("kind", ["qdc", "csv"])
@given(tags=trees())
def test_every_codebook_survives(kind: str, tags: list[Tag]) -> None:
    data = CODEBOOK_FORMATS[kind].render(outgoing(tags))
    file = read_here(data, f"book.{kind}", schema_bytes())
    plan = plan_codebook(file, [])
    came = in_order(row.tag for row in plan.rows)
    assert [told(tag) for tag in came] == [told(tag) for tag in tags]
    assert {row.fate for row in plan_codebook(file, came).rows} == {Fate.SAME}


@given(parts=st.builds(Description, TEXT, TEXT, TEXT, RIGHTS.map(tuple)))
def test_texts_go_together_and_come_apart(parts: Description) -> None:
    assert parted_description(joined_description(parts)) == parts
