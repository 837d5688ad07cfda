"""Finding files: all of them, once, in order, and nothing followed that leads astray."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from itrvault.errors import Cancelled
from itrvault.ingest.walk import base_name, is_litter, shown, walk
from itrvault.model.report import FileStatus
from itrvault.progress import CancelToken


def tree(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def found(*paths: Path, vault: Path | None = None) -> dict[str, FileStatus | None]:
    seen = [(f.path, f.status) for f in walk(paths, vault=vault)]
    assert len(seen) == len(dict(seen))
    return dict(seen)


def test_folders_of_any_depth_in_order(tmp_path: Path):
    tree(tmp_path, "b.txt", "a/z.txt", "a/b/c/d.txt", ".hidden.txt", "a.txt")
    names = [os.path.relpath(f.path, tmp_path) for f in walk([tmp_path])]
    assert names == [".hidden.txt", "a.txt", "b.txt", "a/z.txt", "a/b/c/d.txt"]


def test_litter_is_left_out_and_said(tmp_path: Path):
    tree(tmp_path, ".DS_Store", "Thumbs.db", "~$report.docx", ".git/config", "._x.pdf", "real.txt")
    status = {base_name(path): kind for path, kind in found(tmp_path).items()}
    assert status.pop("real.txt") is None
    assert set(status) == {".DS_Store", "Thumbs.db", "~$report.docx", ".git", "._x.pdf"}
    assert set(status.values()) == {FileStatus.SKIPPED}


def test_links_stay_inside(tmp_path: Path):
    tree(tmp_path, "in/a.txt", "in/sub/b.txt", "out/secret.txt")
    inside = tmp_path / "in"
    (inside / "outward").symlink_to(tmp_path / "out" / "secret.txt")
    (inside / "outward folder").symlink_to(tmp_path / "out")
    (inside / "inward").symlink_to(inside / "a.txt")
    (inside / "loop").symlink_to(inside)
    (inside / "sub" / "up").symlink_to("..")
    (inside / "broken").symlink_to(inside / "nothing")
    status = {os.path.relpath(p, inside): s for p, s in found(inside).items()}
    assert status == {
        "a.txt": None,
        "inward": None,
        "sub/b.txt": None,
        "outward": FileStatus.SKIPPED,
        "outward folder": FileStatus.SKIPPED,
        "loop": FileStatus.SKIPPED,
        "sub/up": FileStatus.SKIPPED,
        "broken": FileStatus.FAILED,
    }


def test_what_the_user_names_is_followed(tmp_path: Path):
    tree(tmp_path, "real/a.txt")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert list(found(tmp_path / "link")) == [str(tmp_path / "link" / "a.txt")]


def test_paths_that_cover_each_other_are_walked_once(tmp_path: Path):
    tree(tmp_path, "a/b/c.txt", "a/d.txt", "e.txt")
    paths = [tmp_path / "a" / "d.txt", tmp_path / "a", tmp_path / "a" / "b", tmp_path / "a",
             tmp_path / "e.txt", tmp_path / "e.txt"]  # fmt: skip
    assert sorted(map(base_name, found(*paths))) == ["c.txt", "d.txt", "e.txt"]


def test_what_is_no_file_is_a_row(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        here = os.getcwd()
        os.chdir(tmp_path)  # a socket's path must be short
        try:
            listener.bind("socket")
        finally:
            os.chdir(here)
        rows = {f.name: f for f in walk([tmp_path, tmp_path / "missing", Path("/dev/null")])}
    assert {row.status for row in rows.values()} == {FileStatus.FAILED}
    assert "a pipe" in rows["pipe"].message
    assert "a socket" in rows["socket"].message
    assert "a device" in rows["null"].message
    assert "no such file" in rows["missing"].message


def test_the_vault_is_not_imported_into_itself(tmp_path: Path):
    tree(tmp_path, "a.itrvault", "a.itrvault-wal", "b.itrvault")
    status = {base_name(p): s for p, s in found(tmp_path, vault=tmp_path / "a.itrvault").items()}
    assert status == {
        "a.itrvault": FileStatus.SKIPPED,
        "a.itrvault-wal": FileStatus.SKIPPED,
        "b.itrvault": None,
    }


def test_names_that_are_no_text_can_be_shown(tmp_path: Path):
    name = os.fsencode(tmp_path) + b"/bad\xff.txt"
    with open(name, "wb") as file:
        file.write(b"x")
    (row,) = walk([tmp_path])
    assert row.name == "bad\ufffd.txt"
    assert Path(row.source).read_bytes() == b"x"
    assert shown("fine ё") == "fine ё"


def test_stops_when_asked(tmp_path: Path):
    tree(tmp_path, "a.txt")
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        list(walk([tmp_path], cancel=token))


def test_a_walk_holds_one_piece_of_a_folder_at_a_time(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("itrvault.ingest.walk._SORTED", 3)
    tree(tmp_path, *(f"{n:02}.txt" for n in range(10)))
    assert len(found(tmp_path)) == 10


def test_litter_inside_archives():
    assert is_litter("__MACOSX/a.txt")
    assert is_litter("x/.DS_Store")
    assert not is_litter("x/y.txt")
