"""Briefing copies: a vault cut out of another, sealed on its own, to be carried.

A copy holds the chosen documents whole, their notes, tags and assessments as they are now, and an
index that is ready. It holds no earlier version of a note, nothing that was removed, no path on the
machine it comes from, no searches, and no list of files that failed. Each field keeps the journal
row that decides it, so that what is noted on the copy merges back.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from itrvault.carry.rows import Object, annotations_named, documents_named, latest, said
from itrvault.errors import BugError, FileUnwritable, VaultExists
from itrvault.model.document import Document
from itrvault.model.journal import Entry, ObjectKind
from itrvault.model.search import IndexUnit
from itrvault.paths import unfinished_beside
from itrvault.progress import CancelToken, NullProgress, Progress, Step
from itrvault.store import Store
from itrvault.store.state import WHOLE
from itrvault.vault import Vault

_SUFFIXES = ("", "-wal", "-shm", "-journal", "-new", "-lock")
_NAMES = {"author", "assessor"}


@dataclass(frozen=True, slots=True)
class CarryReport:
    """What went into a copy."""

    path: Path
    documents: int
    units: int
    annotations: int
    risks: int
    tags: int
    sealed: bool
    size: int
    seconds: float


def carry(
    vault: Vault,
    out_path: Path | str,
    *,
    documents: Collection[str] | None = None,
    query: str = "",
    tags: Collection[str] = (),
    annotations: bool | Collection[str] = True,
    names: bool = True,
    passphrase: str | None = None,
    progress: Progress | None = None,
    cancel: CancelToken | None = None,
) -> CarryReport:
    """Write a copy to `out_path`, whole or not at all, sealed when there is a passphrase.

    Documents: those referred to (None for all), of these the ones where `query` finds something,
    and of these the ones with an annotation that has one of the `tags` (paths; with what is below
    them). `annotations`: all on those documents (with `tags`: all that have one), none, or those
    with the ids given. `names` false leaves out who made them.

    Raises VaultExists, FileUnwritable, DiskFull, Cancelled, NoSuchDocument, AmbiguousDocument,
    NoSuchTag, QueryError.
    """
    started = time.perf_counter()
    target = Path(out_path)
    if os.path.lexists(target):
        raise VaultExists(path=target)
    progress = progress or NullProgress()
    cancel = cancel or CancelToken()
    with vault.store.snapshot():
        chosen = choose_documents(vault, documents, query, tags)
        entries = _entries(vault, chosen, annotations, tags, names=names)
        with _beside(target) as temporary:
            with contextlib.closing(Vault(Store.create(temporary, passphrase))) as copy:
                _fill(vault, copy, chosen, entries, progress, cancel)
            cancel.check()
            report = _verified(temporary, passphrase, chosen)
            _take_name(temporary, target)
    return replace(report, path=target, seconds=time.perf_counter() - started)


def choose_documents(
    vault: Vault, documents: Collection[str] | None, query: str = "", tags: Collection[str] = ()
) -> list[Document]:
    """The documents a copy would hold, in the order of the vault."""
    store = vault.store
    chosen = {document.id: document for document in store.documents.all()}
    if documents is not None:
        wanted = {store.documents.get(reference).id for reference in documents}
        chosen = {key: document for key, document in chosen.items() if key in wanted}
    if query.strip():
        found = {key for key, _ in vault.search(query, limit=0).order}
        chosen = {key: document for key, document in chosen.items() if key in found}
    if tags:
        marked = {
            annotation.document
            for annotation in store.annotations.all()
            if _tag_ids(vault, tags).intersection(annotation.tags)
        }
        chosen = {key: document for key, document in chosen.items() if key in marked}
    return list(chosen.values())


def _tag_ids(vault: Vault, paths: Collection[str]) -> set[str]:
    tags = vault.store.tags
    return {key for path in paths for key in tags.below(tags.by_path(path).id)}


def _entries(
    vault: Vault,
    documents: Iterable[Document],
    annotations: bool | Collection[str],
    tags: Collection[str],
    *,
    names: bool,
) -> list[Entry]:
    """The deciding rows of everything that goes along."""
    store = vault.store
    here = {document.id for document in documents}
    marks = [mark for mark in store.annotations.all() if mark.document in here]
    if annotations is False:
        marks = []
    elif annotations is not True:
        marks = [mark for mark in marks if mark.id in annotations]
    elif tags:
        wanted = _tag_ids(vault, tags)
        marks = [mark for mark in marks if wanted.intersection(mark.tags)]
    marked = {mark.id for mark in marks}
    subjects = {(ObjectKind.ANNOTATION, key) for key in marked}
    subjects |= {(ObjectKind.RISK, r.id) for r in store.risks.all() if r.annotation in marked}
    subjects |= {(ObjectKind.DOCUMENT, key) for key in here}
    subjects |= {(ObjectKind.TAG, key) for key in _codebook(vault, marks)}
    subjects |= _rulings(vault, here, marked, everything=annotations is True and not tags)
    rows = latest(store.journal.entries_for({key for _, key in subjects}))
    kept = [
        replace(entry, before=None, author=entry.author if names else "")
        for entry in rows.values()
        if (entry.kind, entry.subject) in subjects
        and entry.after is not None
        and (names or entry.field not in _NAMES)
        and not (entry.kind is ObjectKind.DOCUMENT and entry.field == "exists")
    ]
    return sorted(kept, key=lambda entry: (entry.clock, entry.id))


def _rulings(
    vault: Vault, documents: Collection[str], marked: Collection[str], *, everything: bool
) -> set[Object]:
    """Links between what goes along; what was settled; and, with all notes, what was swept."""
    kinds = [ObjectKind.LINK, ObjectKind.SETTLEMENT, ObjectKind.CONCORDANCE]
    if everything:
        kinds.append(ObjectKind.SUGGESTION)
    journal = vault.store.journal
    objects = said(latest(row for kind in kinds for row in journal.entries(kind=kind)))
    return {
        (kind, key)
        for (kind, key), thing in objects.items()
        if thing.present
        and WHOLE[kind] <= thing.fields.keys()
        and set(marked).issuperset(annotations_named(kind, thing.fields))
        and set(documents).issuperset(documents_named(kind, thing.fields))
    }


def _codebook(vault: Vault, marks: Iterable[object]) -> set[str]:
    """The shipped tags, those in use on the marks, and all above these."""
    tags = {tag.id: tag for tag in vault.store.tags.all()}
    wanted = {key for key, tag in tags.items() if tag.origin.startswith("taxonomy:")}
    wanted |= {key for mark in marks for key in getattr(mark, "tags", ())}
    for key in list(wanted):
        while key in tags and tags[key].parent and tags[key].parent not in wanted:
            key = tags[key].parent
            wanted.add(key)
    return wanted


def _fill(
    vault: Vault,
    copy: Vault,
    documents: list[Document],
    entries: list[Entry],
    progress: Progress,
    cancel: CancelToken,
) -> None:
    """Everything in one transaction: a copy is whole or it is nothing."""
    total = sum(document.unit_count for document in documents)
    with copy.store.transaction():
        for done, document in enumerate(documents):
            cancel.check()
            progress.report(Step("Copying documents", done, len(documents), document.title))
            copy.store.documents.copy_from(vault.store.documents, [document.id], with_paths=False)
        copy.store.journal.apply(entries, "Carry", undoable=False)
        copy.index.rebuild(
            _watched(copy.store.documents.unit_rows(), cancel), progress, total=total, cancel=cancel
        )


def _watched(units: Iterable[IndexUnit], cancel: CancelToken) -> Iterator[IndexUnit]:
    for unit in units:
        cancel.check()
        yield unit


def _verified(path: Path, passphrase: str | None, documents: list[Document]) -> CarryReport:
    """Open the copy as its reader will, and count what is in it."""
    with contextlib.closing(Vault.open(path, passphrase, read_only=True)) as copy:
        store = copy.store
        here = {document.id for document in store.documents.all()}
        if here != {document.id for document in documents} or copy.index.trouble:
            raise BugError("the copy does not hold what was put into it")
        return CarryReport(
            path=path,
            documents=len(here),
            units=copy.index.count,
            annotations=store.annotations.count(),
            risks=len(store.risks.all()),
            tags=len(store.tags.all()),
            sealed=store.sealed,
            size=path.stat().st_size,
            seconds=0.0,
        )


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A name beside the target; whatever is left under it afterwards is removed."""
    temporary = unfinished_beside(target)
    try:
        yield temporary
    finally:
        for suffix in _SUFFIXES:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(f"{temporary}{suffix}")


def _take_name(temporary: Path, target: Path) -> None:
    """Give the finished file its name, never in the place of another."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise VaultExists(path=target) from None
    except (OSError, AttributeError):
        # Sticks formatted as FAT have no links.
        if os.path.lexists(target):
            raise VaultExists(path=target) from None
        try:
            os.rename(temporary, target)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise FileUnwritable(path=target, reason=reason) from error
    with contextlib.suppress(OSError):  # where folders can't be synced, that is all right
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
