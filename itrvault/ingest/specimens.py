"""The specimen archive: documents written for this project, to try everything on."""

from __future__ import annotations

import os
from pathlib import Path

from itrvault.ingest.run import run_import
from itrvault.model.report import ImportReport
from itrvault.paths import data_dir, resources
from itrvault.progress import CancelToken, NullProgress, Progress
from itrvault.vault import Vault


def specimen_files() -> Path:
    """The folder of specimen documents (its script and manifest are not among them)."""
    return resources() / "specimens" / "documents"


def specimen_vault() -> Path:
    """Where the window keeps the archive it makes of them."""
    return data_dir() / "specimens.itrvault"


def make_specimens(
    path: Path, progress: Progress | None = None, cancel: CancelToken | None = None
) -> ImportReport:
    """Make a vault at `path` and import the specimens; whole, or not there at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with Vault.create(beside) as vault:
            report = run_import(
                vault, [str(specimen_files())], progress=progress or NullProgress(), cancel=cancel
            )
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return report
