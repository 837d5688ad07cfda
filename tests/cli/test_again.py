"""`itrvault import` on files it knows: unchanged ones, failed ones, and all of them by force."""

from __future__ import annotations

import os
from pathlib import Path

LONG_AGO = 1_354_269_600


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (LONG_AGO, LONG_AGO))


def test_unchanged_files_are_counted_apart_and_read_by_force(itrvault, tmp_path: Path):
    put(tmp_path / "leak" / "a.txt", b"alphaword")
    put(tmp_path / "leak" / "b.pdf", b"%PDF-1.4\n1 0 obj")
    itrvault("new", "v.itrvault")
    first = itrvault("import", "v.itrvault", "leak")
    assert first.code == 3
    assert "not opened" not in first.out
    second = itrvault("import", "v.itrvault", "leak")
    assert second.code == 3  # what could not be read then is still not in
    assert "1 already known, 1 could not be read" in second.out
    assert "2 files not opened, being as before" in second.out
    told = itrvault("import", "v.itrvault", "leak", "--json").json
    assert (told["imported"], told["duplicates"], told["failed"], told["unchanged"]) == (0, 1, 1, 2)
    assert {row["unchanged"] for row in told["documents"]} == {True}
    assert all(row["message"] for row in told["documents"] if row["status"] == "failed")
    forced = itrvault("import", "v.itrvault", "leak", "--again", "--json").json
    assert (forced["duplicates"], forced["failed"], forced["unchanged"]) == (1, 1, 0)


def test_a_second_try_from_the_terminal(itrvault, tmp_path: Path):
    put(tmp_path / "leak" / "a.pdf", b"%PDF-1.4\n1 0 obj")
    itrvault("new", "v.itrvault")
    itrvault("import", "v.itrvault", "leak")
    told = itrvault("import", "v.itrvault", "--retry", "--json")
    assert told.code == 3
    assert told.json["unchanged"] == 1  # more patience would not mend it
    put(tmp_path / "leak" / "a.pdf", b"Now it is a text, with words in it.")
    os.rename(tmp_path / "leak" / "a.pdf", tmp_path / "leak" / "a.txt")
    gone = itrvault("import", "v.itrvault", "--retry", "leak/a.pdf")
    assert "It is no longer at this place" in gone.out
    assert itrvault("documents", "v.itrvault", "--unread", "--json").json[0]["path"] == "leak/a.pdf"


def test_what_makes_no_sense_together_is_said(itrvault, tmp_path: Path):
    itrvault("new", "v.itrvault")
    nothing = itrvault("import", "v.itrvault")
    assert nothing.code == 2
    assert "Name the files or folders" in nothing.err
    both = itrvault("import", "v.itrvault", "leak", "--watch", "--retry")
    assert both.code == 2
    assert "--retry looks once" in both.err
