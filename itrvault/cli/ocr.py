"""`itrvault ocr`: read the pages whose text is doubtful by OCR, and say which text is in use."""

from __future__ import annotations

import click

from itrvault.cli.common import (
    Session,
    TerminalProgress,
    plural,
    print_table,
    printable,
    read_secret,
    session_options,
)
from itrvault.cli.interrupt import Interrupt
from itrvault.errors import NoSuchUnit
from itrvault.ingest.recognise import RecogniseReport, recognise, use_text
from itrvault.model.document import Document, Doubt, TextSource
from itrvault.model.reading import TextReading
from itrvault.settings import Settings
from itrvault.text.judge import SENTENCES
from itrvault.vault import Vault

IN_WORDS = {
    TextSource.FILE: "the file's own",
    TextSource.REPAIRED: "the file's own, repaired",
    TextSource.OCR: "read by OCR",
}


@click.command("ocr")
@click.argument("vault")
@click.argument("documents", nargs=-1)
@click.option(
    "--language", metavar="LANGS", default="",
    help="Such as ru or rus+eng (default: what each document is in).",
)  # fmt: skip
@click.option(
    "--pages", metavar="LIST",
    help="Such as 3-5,8, by number from 1: read these, in doubt or not.",
)  # fmt: skip
@click.option(
    "--again",
    is_flag=True,
    help="Also what was read before, by an earlier version or without the right language.",
)
@click.option("--list", "listing", is_flag=True, help="Only list the doubtful pages, and why.")
@click.option(
    "--use",
    type=click.Choice(["layer", "ocr"]),
    help="Only change which text is used: the file's own (layer), or what was read (ocr).",
)
@click.option("--tessdata", metavar="FOLDER", default="", help="Folder with language data of OCR.")
@click.option("--password-file", metavar="FILE", help="Password of protected files, first line.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Pages at a time (default: all cores).")
@session_options
def ocr_command(
    session: Session,
    vault: str,
    documents: tuple[str, ...],
    language: str,
    pages: str | None,
    again: bool,
    listing: bool,
    use: str | None,
    tessdata: str,
    password_file: str | None,
    jobs: int | None,
) -> int:
    """Read doubtful pages of VAULT (of some DOCUMENTS, or of all) by OCR.

    Both texts are kept. What was read is used where the file has no text or one that lies.
    """
    if pages is not None and not documents:
        raise click.UsageError("--pages needs a document.")
    if again and (pages is not None or listing or use is not None):
        raise click.UsageError("--again reads; leave --pages, --list and --use out.")
    if use is not None and not documents:
        raise click.UsageError("--use needs a document.")
    numbers = None if pages is None else parse_pages(pages)
    passwords = [read_secret(password_file)] if password_file else []
    with session.vault(vault, write=not listing) as opened, Interrupt() as cancel:
        found = [opened.store.documents.get(reference) for reference in documents]
        if numbers is not None:
            _check_pages(found, numbers)
        if listing:
            return _list(session, opened, found)
        if use is not None:
            return _use(session, opened, found, numbers, use)
        progress = TerminalProgress(quiet=session.as_json)
        try:
            report = recognise(
                opened, [each.id for each in found] or None, numbers=numbers, again=again,
                languages=language,
                folder=tessdata or Settings.load().tessdata, passwords=passwords, jobs=jobs,
                progress=progress, cancel=cancel,
            )  # fmt: skip
        finally:
            progress.close()
        names = {each.id: each.symbol or each.name for each in opened.store.documents.all()}
    session.emit(as_json(report), lambda: show(report, names))
    left = report.failures or report.left or report.locked
    return 1 if report.cancelled else 3 if left else 0


def parse_pages(text: str) -> set[int]:
    """Numbers from 0, of "3-5,8" (from 1). Raises click.BadParameter."""
    numbers: set[int] = set()
    for part in text.split(","):
        first, dash, last = part.strip().partition("-")
        if not first.isdecimal() or (dash and not last.isdecimal()):
            raise click.BadParameter(f'"{part.strip()}" is no page. Write 3-5,8.')
        low, high = int(first), int(last or first)
        if not 1 <= low <= high <= 100_000:
            raise click.BadParameter(f'"{part.strip()}" names no pages. They count from 1.')
        numbers.update(range(low - 1, high))
    return numbers


def _check_pages(documents: list[Document], numbers: set[int]) -> None:
    """Raise NoSuchUnit for a page that one of the documents does not have."""
    for document in documents:
        if max(numbers) >= document.unit_count:
            raise NoSuchUnit(
                document=document.symbol or document.name, count=document.unit_count,
                kind=document.unit_kind, number=max(numbers) + 1,
            )  # fmt: skip


def as_json(report: RecogniseReport) -> dict[str, object]:
    """Give the report as one JSON-able object."""
    return {
        "read": report.read,
        "used": report.used,
        "nothing": report.nothing,
        "failed": len(report.failures),
        "left": report.left,
        "locked": report.locked,
        "missing_languages": list(report.missing),
        "advice": report.advice,
        "seconds": round(report.seconds, 3),
        "cancelled": report.cancelled,
        "failures": [
            {"document": each.document, "page": each.number + 1, "message": each.message}
            for each in report.failures
        ],
    }


def show(report: RecogniseReport, names: dict[str, str]) -> None:
    """Print what became of the pages."""
    left = report.left or report.locked
    if not (report.read or report.failures or left or report.cancelled):
        click.echo("No page is in doubt that was not read already.")
        return
    click.echo(
        f"{plural(report.read, 'page')} read by OCR, {report.used} now used as read; "
        f"{report.seconds:.1f} s."
    )
    if report.nothing:
        click.echo(f"No words were found on {plural(report.nothing, 'page')}.")
    if report.left:
        click.echo(
            f"{plural(report.left, 'page')} left as before: there is no language data for "
            f"{', '.join(report.missing)}."
        )
        click.echo(report.advice)
    if report.locked:
        click.echo(
            f"{plural(report.locked, 'page')} left as before: their file is protected with a "
            "password. Give it with --password-file PATH."
        )
    for each in report.failures:
        name = printable(names.get(each.document, each.document[:12]))
        click.echo(f"  not read  {name}, page {each.number + 1}: {printable(each.message)}")
    if report.cancelled:
        click.echo("Stopped before the end; run the same command again to go on.")


def _list(session: Session, vault: Vault, documents: list[Document]) -> int:
    """List the pages in doubt, and those that are used as read by OCR."""
    rows: list[dict[str, object]] = []
    for document in documents or vault.store.documents.all():
        readings = vault.store.readings.of(document.id)
        if not any(reading.doubt or not reading.in_use for reading in readings):
            continue
        labels = vault.store.documents.labels(document.id)
        for used, others in _by_page(readings):
            if used.doubt is Doubt.NONE and not others:
                continue
            why = used.doubt or next((each.doubt for each in others), Doubt.NONE)
            rows.append(
                {
                    "document": document.id,
                    "name": document.symbol or document.name,
                    "page": used.unit + 1,
                    "label": labels[used.unit],
                    "doubt": why.value,
                    "in_doubt": used.doubt is not Doubt.NONE,
                    "reason": _reason(used, others),
                    "used": used.source.value,
                    "kept": [each.source.value for each in others if each.length],
                }
            )
    session.emit({"pages": rows}, lambda: _print_list(rows))
    return 0


def _by_page(readings: list[TextReading]) -> list[tuple[TextReading, list[TextReading]]]:
    used = {each.unit: each for each in readings if each.in_use}
    others: dict[int, list[TextReading]] = {}
    for each in readings:
        if not each.in_use:
            others.setdefault(each.unit, []).append(each)
    return [(used[unit], others.get(unit, [])) for unit in sorted(used)]


def _reason(used: TextReading, others: list[TextReading]) -> str:
    """Why the page is listed, in a sentence or two."""
    if used.doubt is Doubt.NONE:
        own = next((each for each in others if each.source is not TextSource.OCR), None)
        return SENTENCES[own.doubt] if own is not None else ""
    tried = next((each for each in others if each.source is TextSource.OCR), None)
    said = SENTENCES[used.doubt]
    if tried is None:
        return said
    if tried.doubt is Doubt.UNREAD:
        return f"{said} OCR failed on it."
    return f"{said} OCR found {'no words' if not tried.length else 'nothing better'}."


def _print_list(rows: list[dict[str, object]]) -> None:
    if not rows:
        click.echo("No page is in doubt.")
        return
    print_table(
        ("document", "page", "text in use", "why"),
        [
            (str(row["name"]), str(row["label"]), IN_WORDS[TextSource(str(row["used"]))],
             str(row["reason"]))
            for row in rows
        ],
        wide="document",
    )  # fmt: skip


def _use(
    session: Session, vault: Vault, documents: list[Document], numbers: set[int] | None, use: str
) -> int:
    """Change which text is used, on the pages that have the other."""
    changed = []
    count = 0
    for document in documents:
        sources: dict[int, TextSource] = {}
        for used, others in _by_page(vault.store.readings.of(document.id)):
            if numbers is not None and used.unit not in numbers:
                continue
            for each in others:
                if (each.source is TextSource.OCR) == (use == "ocr") and (each.length or numbers):
                    sources[used.unit] = each.source
        if sources:
            use_text(vault, document.id, sources)
        count += len(sources)
        changed.append({"document": document.id, "pages": sorted(n + 1 for n in sources)})
    text = "what was read by OCR" if use == "ocr" else "the file's own text"
    session.emit(
        {"changed": changed},
        lambda: click.echo(f"{plural(count, 'page')} changed; {text} is in use there now."),
    )
    return 0
