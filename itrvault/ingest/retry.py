"""Tries again what could not be read: with more patience, a password, or a newer program.

The list of failures names files as they were named at the import, those in archives with the
archive before them. Only what patience may help is tried: a file of an unknown kind stays unknown
however long one looks at it, until it changes on disk or the program does.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from itrvault import __version__
from itrvault.errors import FileLocked
from itrvault.ingest.run import Import, cores
from itrvault.ingest.unchanged import Unchanged
from itrvault.ingest.walk import Found, shown, stamp_of, walk
from itrvault.model.report import FileReport, ImportReport
from itrvault.progress import CancelToken, Progress
from itrvault.sandbox.host import Sandbox
from itrvault.sandbox.limits import physical_memory
from itrvault.store.unread import Unread
from itrvault.vault import Vault

PATIENCE = 4
"""How many times the usual limits a file gets at the second try."""

ATTACHMENTS = "/attachments"
"""Ends the path of a row that says that the files in a document could not be taken out."""

_MAY_HELP = {"", "failed", "timeout", "limit", "crashed", "protocol", "unavailable", "unreadable"}
"""Codes of what may end otherwise. "" is an entry of an older program, which kept no code."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What to read: files on disk, and of some only what lies in them. `rows` are of the rest."""

    sources: dict[str, set[str]]
    rows: tuple[FileReport, ...]


def retry(
    vault: Vault,
    paths: Iterable[str | Path] | None = None,
    *,
    patience: int = PATIENCE,
    password: str = "",
    jobs: int | None = None,
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> ImportReport:
    """Read what is on the list of failures again; of all of it, or of what has or lies in `paths`.

    Memory, time, pages and what archives may unpack to are `patience` times the usual. Every entry
    has a row; those that were not worth a try are `unchanged`. What is read now leaves the list.
    Raises what `run_import` raises.
    """
    plan = _plan(vault, _entries(vault, paths), password)
    limits = vault.sandbox.limits.patient(patience)
    at_once = max(1, min(cores(), physical_memory() // 2 // limits.memory))
    with Sandbox(limits) as sandbox:
        one = Import(
            vault, sandbox, password=password, jobs=jobs or at_once, progress=progress,
            cancel=cancel,
        )  # fmt: skip
        only = {
            source: frozenset(wanted)
            for source, wanted in plan.sources.items()
            if shown(source) not in wanted
        }
        report = one.run(_found(plan.sources), Unchanged(vault.store, again=True), only)
    return replace(report, rows=(*plan.rows, *report.rows))


def _entries(vault: Vault, paths: Iterable[str | Path] | None) -> list[Unread]:
    if paths is None:
        return vault.store.unread.all()
    found = (one for path in paths for one in vault.store.unread.at(os.fspath(path)))
    return list({one.report.path: one for one in found}.values())


def _plan(vault: Vault, entries: Iterable[Unread], password: str) -> _Plan:
    by_source: dict[str, list[Unread]] = defaultdict(list)
    rows: list[FileReport] = []
    for one in entries:
        source = locate(one.report.path)
        if source is None:
            said = f"It is no longer at this place. Before, it said: {one.report.message}"
            rows.append(replace(one.report, message=said))
        else:
            by_source[source].append(one)
    seen = vault.store.seen.find(os.path.abspath(source) for source in by_source)
    sources: dict[str, set[str]] = {}
    for source, those in by_source.items():
        known = seen.get(os.path.abspath(source))
        if known is None or known.stamp != _stamp(source):
            sources[source] = {shown(source)}  # another file now: all that is in it counts
            continue
        wanted = {_wanted(one.report.path) for one in those if _may_help(one, password)}
        if wanted:
            sources[source] = wanted
        rows += (
            replace(one.report, unchanged=True)
            for one in those
            if _wanted(one.report.path) not in wanted
        )
    return _Plan(sources, tuple(rows))


def _may_help(unread: Unread, password: str) -> bool:
    code = unread.report.code
    if code == FileLocked.code and password:
        return True
    return code in _MAY_HELP or unread.program != __version__


def _wanted(path: str) -> str:
    """What must be read for this entry: for attachments the document that holds them."""
    return path.removesuffix(ATTACHMENTS)


def _found(sources: Iterable[str]) -> Iterator[Found]:
    for source in sources:
        yield from walk([source])


def _stamp(source: str) -> str:
    try:
        return stamp_of(os.stat(source))
    except OSError:
        return ""


def locate(path: str) -> str | None:
    """The file on disk that a path of a report names or lies in; None when it is gone."""
    place = path
    while place:
        real = _real(place)
        if real is not None:
            # A folder that could not be looked into is itself an entry; any other means that the
            # file which lay in it is gone.
            return real if place == path or not os.path.isdir(real) else None
        place = place[: max(place.rfind("/"), place.rfind(os.sep), 0)]
    return None


def _real(place: str) -> str | None:
    """The name as the system has it; a shown name may stand for one whose bytes are no text."""
    if os.path.lexists(place):
        return place
    folder, name = os.path.split(place)
    if "\ufffd" in name and os.path.isdir(folder or "."):
        with os.scandir(folder or ".") as entries:
            for entry in entries:
                if shown(entry.name) == name:
                    return os.path.join(folder, entry.name)
    return None
