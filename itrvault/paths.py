"""Where things lie on this machine. Nothing else in the program knows a folder."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import sys
import time
from pathlib import Path

APP = "itrvault"

_PART = re.compile(
    r"\.[0-9a-f]{16}\.part(-(wal|shm|journal|new|lock|new-journal|new-wal|new-shm))?"
)
_ABANDONED = 6 * 3600
"""Seconds after which nobody writes to an unfinished file any more."""


def resources() -> Path:
    """The folder of shipped files: beside the package, inside the bundle when frozen."""
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle:
        return Path(bundle) / "resources"
    return Path(__file__).resolve().parent.parent / "resources"


def config_dir() -> Path:
    """Preferences: never document text, titles or queries (they belong in the vault)."""
    override = os.environ.get("ITRVAULT_CONFIG")
    if override:
        return Path(override)
    if sys.platform == "win32":
        base = os.environ.get("APPDATA") or str(Path.home() / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Application Support")
    else:
        base = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(base) / APP


def data_dir() -> Path:
    """Where the specimen archive is unpacked for a first look; vaults lie where the user says."""
    override = os.environ.get("ITRVAULT_DATA")
    if override:
        return Path(override)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Application Support")
    else:
        base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / APP


def own_command(role: str) -> list[str]:
    """The command that starts a process of ours, frozen or not, to be what `__main__` knows."""
    if getattr(sys, "frozen", False):
        return [sys.executable, role]
    # -I: the child takes no path, no user site and no PYTHON* variable from outside.
    root = str(Path(__file__).resolve().parent.parent)
    boot = f"import sys; sys.path.insert(0, {root!r}); from itrvault.__main__ import main; main()"
    return [sys.executable, "-I", "-c", boot, role]


def reader_command() -> list[str]:
    """The command that starts a reader process."""
    return own_command("--reader")


def unfinished_beside(target: Path) -> Path:
    """A hidden name of its own in the target's folder, for a file that is not whole yet.

    What earlier runs left there under such names, because the power or the program failed, is
    removed: it may be words of an archive that nobody knows to lie there.
    """
    before = time.time() - _ABANDONED
    with contextlib.suppress(OSError):
        for entry in os.scandir(target.parent):
            with contextlib.suppress(OSError):
                old = entry.stat(follow_symlinks=False).st_mtime < before
                if old and _PART.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                    os.unlink(entry.path)
    return target.with_name(f".{secrets.token_hex(8)}.part")
