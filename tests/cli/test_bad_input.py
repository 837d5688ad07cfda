"""What goes wrong in the world: each time one clear sentence, the right exit code, nothing lost."""

from __future__ import annotations

import io
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from pathlib import Path

import pymupdf
import pytest

from itrvault.vault import Vault


def pdf(*pages: str, **saving: object) -> bytes:
    document = pymupdf.open()
    for text in pages:
        document.new_page().insert_text((72, 72), text)
    return document.tobytes(**saving)


def zip_of(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.fixture
def vault(itrvault, tmp_path: Path) -> Path:
    (tmp_path / "good.txt").write_text("Article 3\nThe right to know.\n", "utf-8")
    itrvault("new", "v.itrvault")
    assert itrvault("import", "v.itrvault", "good.txt").code == 0
    return tmp_path / "v.itrvault"


def still_whole(itrvault, vault: Path) -> None:
    assert itrvault("check", vault).code == 0
    assert itrvault("search", vault, '"right to know"', "--json").json["total"] == 1


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.pdf", b"", "The file is empty (0 bytes)."),
        ("empty.zip", b"", "The file is empty (0 bytes)."),
        ("junk.docx", b"PK\x03\x04 and then nothing of the kind", "damaged"),
        ("locked.pdf", pdf("x", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="k"), "password"),
        ("bomb.zip", zip_of(**{"a.txt": bytes(300_000_000)}), "safety limit"),
        ("game.exe", b"MZ" + bytes(range(256)) * 8, "not supported"),
    ],
    ids=["empty", "empty archive", "no Word file", "password", "bomb", "program"],
)
def test_a_bad_file_is_one_row_with_its_reason(
    itrvault, vault: Path, tmp_path: Path, name: str, data: bytes, sentence: str
):
    (tmp_path / name).write_bytes(data)
    said = itrvault("import", vault, name, "--json")
    assert said.code == 3
    failed = [row for row in said.json["documents"] if row["status"] in ("failed", "not supported")]
    assert len(failed) == 1
    assert sentence in failed[0]["message"]
    assert "\n" not in failed[0]["message"]
    still_whole(itrvault, vault)


def test_a_pdf_cut_in_half_gives_what_can_be_read_or_says_why(itrvault, vault, tmp_path: Path):
    whole = pdf(*(f"page {number} speaks of suspension" for number in range(20)))
    (tmp_path / "half.pdf").write_bytes(whole[: len(whole) // 2])
    said = itrvault("import", vault, "half.pdf", "--json")
    [row] = said.json["documents"]
    assert row["message"]
    assert said.code == (0 if row["status"] == "imported" else 3)
    still_whole(itrvault, vault)


def test_a_password_opens_a_protected_file(itrvault, vault: Path, tmp_path: Path):
    data = pdf("the secret annex", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="kéy")
    (tmp_path / "locked.pdf").write_bytes(data)
    (tmp_path / "word").write_text("kéy\n", "utf-8")
    assert itrvault("import", vault, "locked.pdf", "--password-file", "word").code == 0
    assert itrvault("search", vault, "annex", "--json").json["total"] == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not allow such names")
def test_a_name_built_to_deceive_is_shown_harmless(itrvault, vault: Path, tmp_path: Path):
    name = "line\nbreak \u202efdp.\x1b[31mtxt"
    (tmp_path / name).write_text("words of the file", "utf-8")
    said = itrvault("import", vault, name)
    assert said.code == 0
    listed = itrvault("documents", vault)
    for text in (said.out, listed.out):
        assert "\u202e" not in text
        assert "\x1b" not in text
    assert itrvault("search", vault, '"words of the file"', "--json").json["total"] == 1


def test_a_path_that_is_not_there_is_a_row(itrvault, vault: Path):
    said = itrvault("import", vault, "no such file.pdf", "--json")
    assert said.code == 3
    [row] = said.json["documents"]
    assert row["status"] == "failed"
    assert row["message"]


def test_a_text_file_renamed_is_no_vault(itrvault, tmp_path: Path):
    text = "This is no vault. " * 2000
    (tmp_path / "fake.itrvault").write_text(text, "utf-8")
    said = itrvault("documents", "fake.itrvault")
    assert said.code == 1
    assert "not an ITR Vault archive" in said.err
    assert (tmp_path / "fake.itrvault").read_text("utf-8") == text


def test_a_missing_vault_says_how_to_make_one(itrvault):
    said = itrvault("search", "nowhere.itrvault", "x")
    assert said.code == 1
    assert "itrvault new" in said.err


def test_new_never_overwrites(itrvault, vault: Path):
    before = vault.read_bytes()
    said = itrvault("new", vault)
    assert said.code == 1
    assert "left alone" in said.err
    assert vault.read_bytes() == before


def test_a_vault_of_a_newer_version_is_refused_and_untouched(itrvault, vault: Path):
    import sqlite3

    with sqlite3.connect(vault) as plain:
        plain.execute("PRAGMA user_version = 9999")
    plain.close()
    before = vault.read_bytes()
    said = itrvault("documents", vault)
    assert said.code == 1
    assert "newer version" in said.err
    assert vault.read_bytes() == before


def test_wrong_usage_is_exit_2(itrvault, vault: Path):
    assert itrvault("search", vault).code == 2
    assert itrvault("nonsense").code == 2
    assert itrvault("export", vault, "--format", "odt", "--out", "x").code == 2


@pytest.mark.parametrize("query", ['"open', "(a OR b", "a AND", "colour:red", "date:tomorrow", "*"])
def test_a_malformed_query_says_where(itrvault, vault: Path, query: str):
    said = itrvault("search", vault, query)
    assert said.code in (0, 1)
    if said.code:
        assert "at character" in said.err


def test_a_quotation_that_is_not_there_is_not_marked(itrvault, vault: Path):
    said = itrvault("annotate", vault, "good.txt", "--quote", "the right to forget")
    assert said.code == 1
    assert "not in" in said.err
    assert itrvault("annotations", vault, "--json").json == []


def test_an_unknown_tag_names_the_nearest(itrvault, vault: Path):
    said = itrvault("annotate", vault, "good.txt", "--quote", "right", "--tag", "Routing controll")
    assert said.code == 1
    assert "Routing control" in said.err


def test_a_second_writer_is_told_and_readers_go_on(itrvault, vault: Path):
    from itrvault.vault import Vault

    with Vault.open(vault):
        said = itrvault("import", vault, "good.txt")
        assert said.code == 1
        assert "being changed by another" in said.err
        assert itrvault("search", vault, "right", "--json").json["total"] == 1


def small_disk() -> list[str]:
    """A command prefix that runs with a tiny file system of its own; skips where that can't be."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rm", "true"], capture_output=True).returncode:
        pytest.skip("no private mounts here, so no small disk to fill")
    return [unshare, "-rm", "sh", "-c"]


def test_a_full_disk_loses_nothing(vault: Path, tmp_path: Path):
    prefix = small_disk()
    big = "\n".join(f"word{number} " * 20 for number in range(20_000))
    (tmp_path / "big.txt").write_text(big, "utf-8")
    disk = tmp_path / "disk"
    disk.mkdir()
    root = Path(__file__).parents[2]
    command = f"{sys.executable} -m itrvault"
    script = (
        f"mount -t tmpfs -o size=3m tmpfs {disk} && cp {vault} {disk}/v.itrvault\n"
        f"{command} import {disk}/v.itrvault {tmp_path}/big.txt; echo import $?\n"
        f"{command} check {disk}/v.itrvault; echo check $?\n"
        f"{command} search {disk}/v.itrvault '\"right to know\"'; ls {disk}\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(root)}
    done = subprocess.run([*prefix, script], env=environment, capture_output=True, text=True)
    assert "The disk is full" in done.stderr
    assert "import 1" in done.stdout
    assert "check 0" in done.stdout
    assert "1 place in 1 document" in done.stderr
    assert done.stdout.splitlines()[-1] == "v.itrvault"


def test_a_copy_taken_to_a_read_only_place_can_be_searched(itrvault, vault: Path, tmp_path: Path):
    folder = tmp_path / "stick"
    folder.mkdir()
    copy = Path(shutil.copy(vault, folder))
    copy.chmod(0o400)
    folder.chmod(0o500)
    try:
        assert itrvault("search", copy, "right", "--json").json["total"] == 1
    finally:
        folder.chmod(0o700)


def test_what_a_strangers_vault_says_cannot_steer_the_terminal(itrvault, vault: Path):
    """Colours, the title of the window, which way a line runs: its signs show as their codes."""
    evil = "\x1b]0;owned\x07\u202e\x9b31m"
    with sqlite3.connect(vault) as doctor:
        for statement in (
            "INSERT OR REPLACE INTO facts SELECT row, 'title', ?1, 'header' FROM documents",
            "UPDATE documents SET name = ?1",
            "UPDATE units SET label = ?1, text = ?1 || char(10) || text",
            "UPDATE tags SET name = ?1 || id, definition = ?1",
        ):
            doctor.execute(statement, (evil,))
    doctor.close()
    with Vault.open(vault) as opened:
        text = opened.store.documents.text(opened.store.documents.all()[0].id, 0)
        key = opened.store.documents.all()[0].id[:12]
    word = next(word for word in text.split() if word.isalpha() and text.count(word) == 1)
    for command in (
        ("annotate", vault, key, "--quote", word, "--note", evil, "--author", evil),
        ("documents", vault), ("show", vault, key), ("search", vault, word), ("tags", vault),
        ("annotations", vault), ("check", vault), ("undo", vault),
    ):  # fmt: skip
        said = itrvault(*command)
        assert said.out, command
        assert not set(evil) & set("\x1b\x07\u202e\x9b") & set(said.out + said.err), command
