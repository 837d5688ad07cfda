"""Containers built to exhaust a computer: each ends within its limits, and the rest is imported."""

from __future__ import annotations

import bz2
import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from itrvault.ingest import run_import
from itrvault.model.report import FileReport, FileStatus
from itrvault.sandbox.host import Sandbox
from itrvault.sandbox.limits import MEGABYTE, Limits
from itrvault.vault import Vault

SMALL = Limits(
    memory=256 * MEGABYTE, members=300, member_size=8 * MEGABYTE, expanded=24 * MEGABYTE,
    seconds=20, stall_seconds=10,
)  # fmt: skip


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with Vault.create(tmp_path / "test.itrvault") as opened:
        opened._sandbox = Sandbox(SMALL)
        yield opened


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files.items():
            z.writestr(name, data)
    return out.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def sixteen_times() -> bytes:
    """As 42.zip: five layers of sixteen, a million files at the bottom."""
    data = b"text at the bottom"
    for depth in range(5):
        data = zipped({f"{depth}-{n}.{'zip' if depth else 'txt'}": data for n in range(16)})
    return data


def sixteen_others() -> bytes:
    """The same, but no two archives alike."""
    count = [0]

    def layer(depth: int) -> bytes:
        count[0] += 1
        if not depth:
            return b"text %d" % count[0]
        return zipped({f"{n}.{'zip' if depth > 1 else 'txt'}": layer(depth - 1) for n in range(8)})

    return layer(4)


def into_itself() -> bytes:
    """A gzip file in a gzip file and so on, longer than anybody looks."""
    data = b"text"
    for _ in range(40):
        data = gzip.compress(data)
    return data


def lying_tar() -> bytes:
    """A head that claims 8 GB, with nothing behind it."""
    entry = tarfile.TarInfo("large.txt")
    entry.size = 8 << 30
    return entry.tobuf() + b"short"


def overlapping() -> bytes:
    """A ZIP whose table names the same bytes many times."""
    data = bytearray(zipped({"a.txt": b"words " * 1000}))
    end = data.rindex(b"PK\x05\x06")
    start = data.index(b"PK\x01\x02")
    entry = bytes(data[start:end])
    many = entry * 200
    tail = bytearray(data[end:])
    tail[8:12] = (200).to_bytes(2, "little") * 2
    tail[12:16] = len(many).to_bytes(4, "little")
    return bytes(data[:start]) + many + bytes(tail)


BOMBS: dict[str, Callable[[], bytes]] = {
    "42.zip": sixteen_times,
    "others.zip": sixteen_others,
    "itself.gz": into_itself,
    "lie.tar": lying_tar,
    "overlap.zip": overlapping,
    "zeros.zip": lambda: zipped({"zeros.txt": bytes(64 << 20)}),
    "zeros.txt.gz": lambda: gzip.compress(bytes(64 << 20)),
    "zeros.txt.bz2": lambda: bz2.compress(bytes(64 << 20)),
    "twice.zip": lambda: zipped({"a.gz": gzip.compress(gzip.compress(bytes(64 << 20)))}),
    "many.zip": lambda: zipped({f"{n}.txt": b"" for n in range(1000)}),
    "many.tar.gz": lambda: gzip.compress(tarred({f"{n}.txt": b"x%d" % n for n in range(1000)})),
    "shares.zip": lambda: zipped({f"{n}.txt": b"%d" % n + bytes(7 << 20) for n in range(9)}),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_costs_its_own_row_and_no_more(vault: Vault, tmp_path: Path, name: str):
    folder = tmp_path / "leak"
    folder.mkdir()
    (folder / name).write_bytes(BOMBS[name]())
    (folder / "good.txt").write_text("goodword in the file beside it")
    report = run_import(vault, [folder])
    assert len(report.rows) < 800
    assert len({row.path for row in report.rows}) == len(report.rows)
    own = [row for row in report.rows if row.path.startswith(str(folder / name))]
    if name != "42.zip":
        assert any(_is_over(row) for row in own), [row.message for row in own][:5]
    assert vault.search("goodword").total == 1
    assert vault.check().clean


def _is_over(row: FileReport) -> bool:
    return row.status is FileStatus.FAILED and (
        row.code in ("limit", "damaged") and row.message.startswith("The file ")
    )


def test_the_same_archive_again_is_unpacked_once(vault: Vault, tmp_path: Path):
    inner = zipped({"deep.txt": b"deepword"})
    (tmp_path / "a.zip").write_bytes(zipped({"one.zip": inner, "two.zip": inner}))
    (tmp_path / "b.zip").write_bytes(zipped({"one.zip": inner}))
    report = run_import(vault, [tmp_path / "a.zip", tmp_path / "b.zip"], jobs=1)
    (document,) = vault.store.documents.all()
    places = [path.removeprefix(f"{tmp_path}/") for path in document.paths]
    assert sorted(places) in (
        ["a.zip/one.zip/deep.txt", "b.zip/one.zip/deep.txt"],
        ["a.zip/two.zip/deep.txt", "b.zip/one.zip/deep.txt"],
    )
    assert sum("unpacked once" in row.message for row in report.rows) == 1
