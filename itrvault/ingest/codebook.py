"""Takes in the codebook of another program, or of a colleague: one step to undo, and nothing goes.

The file is read by a confined reader like every stranger's file; what it says is planned against
the tags there are, in the same transaction that writes it.
"""

from __future__ import annotations

from pathlib import Path

from itrvault.errors import FileUnreadable, NoTags, ReaderOverLimit
from itrvault.ingest.codebook_plan import CodebookPlan, Fate, SameName, plan_codebook
from itrvault.model.codebook import CodebookFile
from itrvault.paths import resources
from itrvault.progress import CancelToken
from itrvault.vault import Vault

SIZE = 512 << 20
"""Bytes. A project holds its sources as well as its codebook."""


def read_codebook(vault: Vault, path: Path, *, cancel: CancelToken | None = None) -> CodebookFile:
    """The tags of a file (.qdc, .qdpx, .qde, .csv, .txt).

    Raises FileUnreadable, `ReaderFailed`, NoTags, Cancelled.
    """
    try:
        if path.stat().st_size > SIZE:
            raise ReaderOverLimit(reason=f"it is larger than {SIZE >> 20} MB")
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileUnreadable(path=path, reason=reason) from error
    schema = (resources() / "schemas" / "refi" / "Codebook.xsd").read_bytes()
    file = vault.sandbox.codebook(data, path.name, schema=schema, cancel=cancel)
    if not file.entries:
        raise NoTags(what=path.name)
    return file


def look_at_codebook(
    vault: Vault, file: CodebookFile, *, same_name: SameName = SameName.JOIN, under: str = ""
) -> CodebookPlan:
    """What taking it in would do now. Raises NoSuchTag."""
    with vault.store.snapshot():
        if under:
            vault.store.tags.get(under)
        return plan_codebook(file, vault.store.tags.all(), same_name=same_name, under=under)


def take_in_codebook(
    vault: Vault,
    file: CodebookFile,
    *,
    same_name: SameName = SameName.JOIN,
    under: str = "",
    author: str = "",
) -> CodebookPlan:
    """Do it; what was done. Raises NoSuchTag, InvalidValue."""
    label = "Import codebook"
    with vault.store.journal.operation(label, author=author):
        plan = look_at_codebook(vault, file, same_name=same_name, under=under)
        tags = [row.tag for row in plan.rows if row.fate is not Fate.SAME]
        if tags:
            vault.store.tags.add_all(tags, label=label)
    return plan
