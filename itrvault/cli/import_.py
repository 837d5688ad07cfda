"""`itrvault import`: take files, folders and archives in."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import chain

import click

from itrvault.cli import ocr
from itrvault.cli.common import (
    Session,
    TerminalProgress,
    plural,
    printable,
    read_secret,
    session_options,
)
from itrvault.cli.interrupt import Interrupt
from itrvault.errors import LanguageDataMissing
from itrvault.ingest import run_import
from itrvault.ingest.recognise import RecogniseReport, recognise
from itrvault.ingest.retry import PATIENCE, retry
from itrvault.ingest.watch import Watch
from itrvault.model.report import FileReport, FileStatus, ImportReport
from itrvault.progress import CancelToken
from itrvault.settings import Settings
from itrvault.vault import Vault

NOT_IN = (FileStatus.FAILED, FileStatus.UNSUPPORTED)


@click.command("import")
@click.argument("vault")
@click.argument("paths", nargs=-1)
@click.option("--jobs", type=click.IntRange(1, 64), help="Reader processes (default: all cores).")
@click.option("--password-file", metavar="FILE", help="Password of protected files, first line.")
@click.option("--again", is_flag=True, help="Read unchanged files too.")
@click.option(
    "--retry",
    "second_try",
    is_flag=True,
    help="Read what could not be read (all, or PATHS) again, with more time and memory.",
)
@click.option(
    "--patience",
    type=click.IntRange(1, 64),
    default=PATIENCE,
    show_default=True,
    help="With --retry: how many times the usual limits.",
)
@click.option("--ocr", "read_pictures", is_flag=True, help="Then read doubtful pages by OCR.")
@click.option("--watch", is_flag=True, help="Go on looking for new and changed files until Ctrl-C.")
@session_options
def import_command(
    session: Session,
    vault: str,
    paths: tuple[str, ...],
    jobs: int | None,
    password_file: str | None,
    *,
    again: bool,
    second_try: bool,
    patience: int,
    read_pictures: bool,
    watch: bool,
) -> int:
    """Import PATHS (files, folders, archives) into VAULT.

    A file that lies there as it did when it was last read is not opened again.
    """
    if not paths and not second_try:
        raise click.UsageError("Name the files or folders to import, or say --retry.")
    if watch and second_try:
        raise click.UsageError("--retry looks once; leave --watch or --retry out.")
    password = read_secret(password_file) if password_file else ""
    progress = TerminalProgress(quiet=session.as_json)
    with session.vault(vault, write=True) as opened, Interrupt() as cancel:

        def take(some: Sequence[str]) -> ImportReport:
            return run_import(
                opened, some, password=password, again=again, jobs=jobs, progress=progress,
                cancel=cancel,
            )  # fmt: skip

        try:
            if watch:
                return _watch(session, opened, paths, take, cancel, progress)
            if second_try:
                report = retry(
                    opened, paths or None, patience=patience, password=password, jobs=jobs,
                    progress=progress, cancel=cancel,
                )  # fmt: skip
            else:
                report = take(paths)
            imported = [row.document for row in report.rows if row.status is FileStatus.IMPORTED]
            doubtful = len(opened.store.readings.pending(imported)) if imported else 0
            read: RecogniseReport | None = None
            if read_pictures and doubtful and not report.cancelled:
                read = _recognise(opened, imported, password, jobs, progress, cancel)
            names = {key: opened.store.documents.get(key).name for key in imported} if read else {}
        finally:
            progress.close()

    def told() -> None:
        show(report)
        if read is not None:
            ocr.show(read, names)
        elif doubtful:
            click.echo(
                f"{plural(doubtful, 'page')} in doubt (pictures, or a text that lies); "
                f"read by OCR with: itrvault ocr {vault}"
            )

    result = {**as_json(report), "doubtful_pages": doubtful}
    session.emit(result | ({"ocr": ocr.as_json(read)} if read is not None else {}), told)
    if report.cancelled or (read is not None and read.cancelled):
        return 1
    incomplete = report.count(*NOT_IN) or (
        read is not None and (read.left or read.locked or read.failures)
    )
    return 3 if incomplete else 0


def _recognise(
    vault: Vault,
    documents: Sequence[str],
    password: str,
    jobs: int | None,
    progress: TerminalProgress,
    cancel: CancelToken,
) -> RecogniseReport:
    """Read the doubtful pages of these documents; without any language data they are left."""
    waiting = len(vault.store.readings.pending(documents))
    try:
        return recognise(
            vault, documents, folder=Settings.load().tessdata, passwords=[password], jobs=jobs,
            progress=progress, cancel=cancel,
        )  # fmt: skip
    except LanguageDataMissing as error:
        missing = str(error.values["languages"])
        return RecogniseReport(left=waiting, missing=(missing,), advice=error.advice)


def _watch(
    session: Session,
    vault: Vault,
    paths: Sequence[str],
    take: Callable[[Sequence[str]], ImportReport],
    cancel: CancelToken,
    progress: TerminalProgress,
) -> int:
    """Import, then what is new or changed as it comes. To be asked to stop is no failure."""
    watched = Watch(paths, vault=vault.path)
    watched.look(0.0)
    rows: list[FileReport] = []
    begun = time.monotonic()
    for some in chain([paths], watched.batches(cancel)):
        report = take(some)
        progress.close()
        if session.as_json:
            rows += report.rows
        else:
            show(report)
        if not cancel.cancelled:
            click.echo("Watching for new and changed files; Ctrl-C ends this.", err=True)
    total = ImportReport(tuple(rows), time.monotonic() - begun)
    session.emit(as_json(total), lambda: click.echo("Stopped watching.", err=True))
    return 0


def as_json(report: ImportReport) -> dict[str, object]:
    """Give the report as one JSON-able object."""
    return {
        "imported": report.count(FileStatus.IMPORTED),
        "duplicates": report.count(FileStatus.DUPLICATE),
        "failed": report.count(*NOT_IN),
        "unchanged": report.unchanged,
        "units": report.units,
        "seconds": round(report.seconds, 3),
        "cancelled": report.cancelled,
        "documents": [
            {
                "id": row.document,
                "path": row.path,
                "status": row.status.value,
                "symbol": row.symbol,
                "language": row.language,
                "pages": row.units,
                "message": row.message,
                "unchanged": row.unchanged,
            }
            for row in report.rows
        ],
    }


def show(report: ImportReport) -> None:
    """Print what happened; files that are not in come last, each with its reason."""
    imported = report.count(FileStatus.IMPORTED)
    duplicates = report.count(FileStatus.DUPLICATE)
    failed = [row for row in report.rows if row.status in NOT_IN]
    click.echo(
        f"{plural(imported, 'document')} imported ({report.units:,} pages and sections), "
        f"{duplicates:,} already known, {len(failed):,} could not be read; {report.seconds:.1f} s."
    )
    if report.unchanged:
        click.echo(
            f"{plural(report.unchanged, 'file')} not opened, being as before "
            "(--again reads them all the same)."
        )
    for row in report.rows:
        told_before = row.unchanged and row.status is FileStatus.ARCHIVE
        if row.message and row.status not in NOT_IN and not told_before:
            click.echo(f"  note    {printable(row.path)}: {printable(row.message)}")
    for row in failed:
        click.echo(f"  {row.status.value:13} {printable(row.path)}: {printable(row.message)}")
    if report.cancelled:
        click.echo("Stopped before the end; run the same command again to go on.")
