"""Finds the files of an import: folders to any depth, one file at a time, nothing opened.

Hidden files are documents like any other. What a system or a program keeps for itself (`.DS_Store`,
lock files, version control) is left out, and said so. Links that lead out of the named folder are
not followed; a file or folder the user named is, whatever it is a link to.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from itrvault.errors import FileUnreadable
from itrvault.model.report import FileStatus
from itrvault.progress import CancelToken

_LITTER = {".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", ".localized"}
_LITTER_NAME = re.compile(r"~\$|\._|\.~lock\.|\.(?:fseventsd|nfs[0-9a-f]{8})")
_LITTER_FOLDERS = {
    "__macosx", ".git", ".svn", ".hg", ".trashes", ".spotlight-v100", ".fseventsd",
    ".temporaryitems", "$recycle.bin", "system volume information", "lost+found",
}  # fmt: skip
_SORTED = 10_000
"""Names sorted at a time: order for people, and a folder of millions never wholly in memory."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file. `path` is how the user would name it; `size` in bytes.

    `status` is None for a file to be imported, otherwise what became of it already, with `message`.
    `stamp` is `stamp_of` the file; `named` whether the user named this very file, not a folder.
    """

    path: str
    source: str
    size: int = 0
    status: FileStatus | None = None
    message: str = ""
    stamp: str = ""
    named: bool = False

    @property
    def name(self) -> str:
        """The file's own name."""
        return base_name(self.path)


def base_name(path: str) -> str:
    """The last part of a shown path, of either kind of system."""
    return re.split(r"[/\\]", path.rstrip("/\\"))[-1]


def shown(path: str) -> str:
    """A path as text; bytes of a name that are no text become replacement signs."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def stamp_of(state: os.stat_result) -> str:
    """Size and times of a file as one string: another string, another content.

    The time of the last change to its entry is in it where the system keeps one: it moves on even
    when a copying program sets the other time back. No inode: on a stick they are drawn anew.
    """
    changed = state.st_ctime_ns if os.name == "posix" else 0
    return f"{state.st_size} {state.st_mtime_ns} {changed}"


def is_litter(path: str) -> bool:
    """Whether a path is something that systems and programs leave, not a person's document."""
    *folders, name = re.split(r"[/\\]", path)
    return (
        name.lower() in _LITTER
        or _LITTER_NAME.match(name) is not None
        or any(folder.lower() in _LITTER_FOLDERS for folder in folders)
    )


def walk(
    paths: Iterable[str | Path], *, vault: Path | None = None, cancel: CancelToken | None = None
) -> Iterator[Found]:
    """Every file below the paths, once. A path that lies below another one is not walked twice.

    What cannot be looked at is found too, with status FAILED. `vault` is the vault's own file,
    which is never imported into itself. Raises Cancelled.
    """
    own = _own_files(vault)
    for named in _outermost([os.fspath(path) for path in paths]):
        if cancel is not None:
            cancel.check()
        try:
            state = os.stat(named)
        except OSError as error:
            yield _unreadable(named, error)
            continue
        if stat.S_ISDIR(state.st_mode):
            yield from _folder(named, own, cancel)
        else:
            yield replace(_file(named, state, own), named=True)


def _outermost(named: list[str]) -> Iterator[str]:
    """The paths that no other one covers, in their order."""
    real = [os.path.realpath(path) for path in named]
    folders = {path for path in real if os.path.isdir(path)}
    seen: set[str] = set()
    for path, place in zip(named, real, strict=True):
        covered = any(str(above) in folders for above in Path(place).parents)
        if not os.path.exists(place) or (place not in seen and not covered):
            yield path
        seen.add(place)


def _folder(named: str, own: set[str], cancel: CancelToken | None) -> Iterator[Found]:
    root = os.path.realpath(named)
    waiting = [named]
    while waiting:
        folder = waiting.pop()
        below: list[str] = []
        try:
            for entry in _entries(folder):
                if cancel is not None:
                    cancel.check()
                yield from _entry(entry, root, own, below)
        except OSError as error:
            yield _unreadable(folder, error)
        waiting += reversed(below)


def _entries(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        while some := sorted(islice(entries, _SORTED), key=lambda entry: entry.name):
            yield from some


def _entry(entry: os.DirEntry[str], root: str, own: set[str], below: list[str]) -> Iterator[Found]:
    """What one name in a folder stands for; folders are put on `below`."""
    try:
        if entry.is_symlink():
            yield from _link(entry, root, own)
        elif entry.is_dir(follow_symlinks=False):
            if entry.name.lower() in _LITTER_FOLDERS:
                yield _left_out(entry.path, "A folder that a system or program keeps for itself.")
            else:
                below.append(entry.path)
        else:
            yield _file(entry.path, entry.stat(follow_symlinks=False), own)
    except OSError as error:
        yield _unreadable(entry.path, error)


def _link(entry: os.DirEntry[str], root: str, own: set[str]) -> Iterator[Found]:
    target = os.path.realpath(entry.path)
    inside = os.path.commonpath([root, target]) == root if _same_drive(root, target) else False
    if not inside:
        yield _left_out(entry.path, "A link that leads out of the folder; it was not followed.")
    elif entry.is_dir():
        yield _left_out(entry.path, "A link to a folder that is imported by its own name.")
    else:
        yield _file(entry.path, entry.stat(), own)


def _same_drive(one: str, other: str) -> bool:
    return os.path.splitdrive(one)[0].lower() == os.path.splitdrive(other)[0].lower()


def _file(path: str, state: os.stat_result, own: set[str]) -> Found:
    if not stat.S_ISREG(state.st_mode):
        reason = f"it is {_special(state.st_mode)}, not a file"
        return Found(shown(path), path, 0, FileStatus.FAILED, _said(path, reason))
    if own and os.path.realpath(path) in own:
        return _left_out(path, "The vault itself.")
    if is_litter(base_name(path)):
        return _left_out(path, "A file that a system or program keeps for itself.")
    return Found(shown(path), path, state.st_size, stamp=stamp_of(state))


def _own_files(vault: Path | None) -> set[str]:
    """The vault's file and what SQLite and we keep beside it while it is open."""
    if vault is None:
        return set()
    path = os.path.realpath(vault)
    return {path, *(path + end for end in ("-wal", "-shm", "-journal", ".lock", "-lock"))}


def _left_out(path: str, message: str) -> Found:
    return Found(shown(path), path, 0, FileStatus.SKIPPED, message)


def _unreadable(path: str, error: OSError) -> Found:
    return Found(shown(path), path, 0, FileStatus.FAILED, _said(path, reason_of(error)))


def _said(path: str, reason: str) -> str:
    return FileUnreadable(path=shown(base_name(path)), reason=reason).message


def reason_of(error: OSError) -> str:
    """What the system said, as the end of a sentence."""
    words = (error.strerror or "the system gives no reason").rstrip(".")
    return words[:1].lower() + words[1:]


def _special(mode: int) -> str:
    for test, word in (
        (stat.S_ISFIFO, "a pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISBLK, "a device"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISDIR, "a folder"),
    ):
        if test(mode):
            return word
    return "something else"
