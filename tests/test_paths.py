"""What a power cut leaves beside an export or a copy does not stay there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from itrvault.carry.carry import carry
from itrvault.export.sink import whole_file
from itrvault.paths import unfinished_beside
from itrvault.vault import Vault

LEFT = (".0123456789abcdef.part", ".0123456789abcdef.part-wal", ".0123456789abcdef.part-lock")
OTHERS = (
    "notes.part", ".0123456789abcdef.partial", ".0123.part", ".0123456789abcdef.part.itrvault",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Left-overs of long ago, one of just now, and files that only look a little like them."""
    for name in (*LEFT, *OTHERS, ".fedcba9876543210.part"):
        (tmp_path / name).write_text("words")
        if not name.startswith(".fed"):
            os.utime(tmp_path / name, (1_350_000_000, 1_350_000_000))
    return tmp_path


def _names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


def test_a_part_is_hidden_beside_its_target(tmp_path: Path) -> None:
    part = unfinished_beside(tmp_path / "out.html")
    assert part.parent == tmp_path
    assert part.name.startswith(".")
    assert part != unfinished_beside(tmp_path / "out.html")


def test_an_export_clears_away_what_others_left(folder: Path) -> None:
    with whole_file(folder / "out.txt") as out:
        out.write(b"x")
    assert _names(folder) == {*OTHERS, ".fedcba9876543210.part", "out.txt"}


def test_a_copy_clears_away_what_others_left(folder: Path, specimens: Path) -> None:
    with Vault.open(specimens, read_only=True) as vault:
        carry(vault, folder / "copy.itrvault", documents=["WCIT12/904-E"], passphrase=None)
    kept = {*OTHERS, ".fedcba9876543210.part", "copy.itrvault", specimens.name}
    assert _names(folder) - {f"{specimens.name}-wal", f"{specimens.name}-shm"} == kept


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_of_such_a_name_is_left_alone(folder: Path) -> None:
    link = folder / ".aaaaaaaaaaaaaaaa.part"
    link.symlink_to(folder / OTHERS[0])
    os.utime(link, (1_350_000_000, 1_350_000_000), follow_symlinks=False)
    unfinished_beside(folder / "out.txt")
    assert link.is_symlink()
    assert (folder / OTHERS[0]).exists()
