"""Is everything in the vault as it should be? Looks, and says what it found; changes nothing."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence

from itrvault.errors import Cancelled, KnownError, VaultDamaged
from itrvault.model.report import CheckItem, CheckReport, Severity
from itrvault.progress import NullProgress, Progress, Step
from itrvault.store import state
from itrvault.store.check_versions import check_versions
from itrvault.store.columns import wrong_values
from itrvault.store.fields import anchor_from
from itrvault.store.index_files import IndexFiles
from itrvault.store.originals import original_hash
from itrvault.store.schema import contents, empty, newest, strange_parts
from itrvault.store.vaultfile import VaultFile
from itrvault.text.relocating import Relocator

SHOWN = 5
"""Findings of one kind that are named one by one."""

Part = Callable[[VaultFile], Iterator[CheckItem]]


def check(file: VaultFile, progress: Progress | None = None) -> CheckReport:
    """Look at everything. Each part is looked at even when another is damaged.

    Raises Cancelled when the progress does.
    """
    progress = progress or NullProgress()
    items: list[CheckItem] = []
    for done, (name, part) in enumerate(PARTS):
        progress.report(Step("Checking", done, len(PARTS), name))
        try:
            with file.snapshot():
                items += part(file)
        except Cancelled:
            raise
        except KnownError as error:
            file.forget_reader()
            items.append(CheckItem(Severity.ERROR, name, error.message))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            # A row no program of ours wrote. Said, not hidden: the sentence names the part.
            file.forget_reader()
            sentence = f"Rows could not be understood ({type(error).__name__})."
            items.append(CheckItem(Severity.ERROR, name, sentence))
    progress.report(Step("Checking", len(PARTS), len(PARTS)))
    return CheckReport(tuple(items))


def _pages(file: VaultFile) -> Iterator[CheckItem]:
    if file.sealed:
        bad = [str(row[0]) for row in file.reading.all("PRAGMA cipher_integrity_check")]
        if bad:
            yield _error("file", f"The sealed file is damaged in {_count(bad, 'page')}", bad)
            return  # the connection gives nothing more after that
    # Not the quick one, which does not ask whether the indices hold what the tables do.
    found = file.reading.all("PRAGMA integrity_check(20)")
    lines = [line for row in found for line in str(row[0]).splitlines() if line != "ok"]
    if lines:
        yield _error("file", "SQLite finds the file's structure damaged", lines)
    else:
        size = int(file.reading.value("PRAGMA page_count"))
        yield CheckItem(Severity.OK, "file", f"All {size} pages of the file are sound.")


def _schema(file: VaultFile) -> Iterator[CheckItem]:
    strange = strange_parts(contents(file.reading.db), newest())
    if not strange:
        with contextlib.closing(empty(newest())) as ours:
            strange = wrong_values(file.reading, ours)
    if strange:
        yield _error("tables", "The file holds parts that are not ours", strange)
    broken = file.reading.all("PRAGMA foreign_key_check")
    if broken:
        tables = sorted({str(row[0]) for row in broken})
        yield _error("tables", f"{_count(broken, 'row')} without the row it belongs to", tables)
    if not strange and not broken:
        yield CheckItem(Severity.OK, "tables", "The tables are ours and fit together.")


def _originals(file: VaultFile) -> Iterator[CheckItem]:
    documents = file.reading.all("SELECT row, id, name FROM documents ORDER BY row")
    bad = [(key, name) for row, key, name in documents if not _sound(file, row, key)]
    if bad:
        sentence = f"Damaged, with another SHA-256: {_count(bad, 'original')}"
        yield _error("originals", sentence, [name for _, name in bad], [key for key, _ in bad])
    else:
        sentence = f"Checked {_count(documents, 'original')} against the SHA-256: all the same."
        yield CheckItem(Severity.OK, "originals", sentence)


def _sound(file: VaultFile, row: int, key: str) -> bool:
    try:
        return original_hash(file.reading, row) == key
    except VaultDamaged:
        file.forget_reader()  # after one bad page a sealed connection reads nothing more
        return False


def _texts(file: VaultFile) -> Iterator[CheckItem]:
    bad: dict[str, str] = {}
    count = 0
    rows = file.reading.stream(
        "SELECT d.id, d.name, CAST(u.text AS BLOB), u.text_hash FROM units u "
        "JOIN documents d ON d.row = u.document ORDER BY u.row"
    )
    for key, name, text, digest in rows:
        count += 1
        if hashlib.sha256(text).digest() != digest:
            bad[key] = name
    sizes = file.reading.all(
        "SELECT id, name FROM documents d WHERE unit_count != "
        "(SELECT count(*) FROM units u WHERE u.document = d.row) OR EXISTS (SELECT 1 FROM units u "
        "LEFT JOIN layouts l ON l.unit = u.row WHERE u.document = d.row AND l.unit IS NULL)"
    )
    bad |= dict(sizes)
    if bad:
        sentence = f"Text or layout is not what was stored in {_count(bad, 'document')}"
        yield _error("texts", sentence, list(bad.values()), list(bad))
    else:
        sentence = f"Checked {count} pages and sections: the text is what was stored."
        yield CheckItem(Severity.OK, "texts", sentence)


def _journal(file: VaultFile) -> Iterator[CheckItem]:
    want, have = state.expected_tables(file.reading), state.stored_tables(file.reading)
    wrong = [
        f"{table} {key}"
        for table in want
        for key in sorted(want[table].keys() | have[table].keys())
        if want[table].get(key) != have[table].get(key)
    ]
    if wrong:
        sentence = f"Not what the journal says: {_count(wrong, 'row')}"
        yield _error("journal", sentence, wrong)
    else:
        rows = int(file.reading.value("SELECT count(*) FROM journal"))
        yield CheckItem(
            Severity.OK, "journal", f"The journal ({rows} rows) gives exactly what is shown."
        )


def _anchors(file: VaultFile) -> Iterator[CheckItem]:
    rows = file.reading.all(
        "SELECT a.id, a.anchor, a.number, d.row, d.name FROM annotations a "
        "JOIN documents d ON d.id = a.document WHERE a.present ORDER BY d.row"
    )
    wrong: list[tuple[str, str]] = []
    lost: list[tuple[str, str]] = []
    relocator = Relocator(())
    texts_of = 0
    for key, stored, number, document, name in rows:
        if document != texts_of:
            found = file.reading.all(
                "SELECT text FROM units WHERE document = ? ORDER BY number", (document,)
            )
            relocator, texts_of = Relocator([text for (text,) in found]), document
        anchor = anchor_from(json.loads(stored))
        if not anchor.placed:
            lost.append((key, f"{number} in {name}"))
        elif not relocator.reads(anchor) and relocator.place(anchor) is None:
            wrong.append((key, f"{number} in {name}"))
    if wrong:
        sentence = f"Not on the words they quote: {_count(wrong, 'annotation')}"
        names, keys = [text for _, text in wrong], [key for key, _ in wrong]
        yield _error("annotations", sentence, names, keys)
    if lost:
        sentence = (
            f"Their words are not in the text as it is now: {_count(lost, 'annotation')}. "
            "They are kept, and can be placed by hand."
        )
        yield CheckItem(Severity.WARNING, "annotations", sentence, tuple(key for key, _ in lost))
    if not wrong and not lost:
        sentence = f"Checked {_count(rows, 'annotation')}: each on the words it quotes."
        yield CheckItem(Severity.OK, "annotations", sentence)


def _waiting(file: VaultFile) -> Iterator[CheckItem]:
    rows = file.reading.all(
        "SELECT a.id FROM annotations a LEFT JOIN documents d ON d.id = a.document "
        "WHERE a.present AND d.id IS NULL ORDER BY a.id"
    )
    if rows:
        sentence = (
            f"Waiting for documents that are not in this vault: {_count(rows, 'annotation')}. "
            "They show again when the same files are imported."
        )
        yield CheckItem(Severity.WARNING, "annotations", sentence, tuple(key for (key,) in rows))


def _index(file: VaultFile) -> Iterator[CheckItem]:
    files = IndexFiles(file)
    bad = files.damaged()
    if bad:
        yield _error("index", f"Gaps in {_count(bad, 'index file')}; rebuild the index", bad, bad)
    else:
        yield CheckItem(
            Severity.OK, "index", f"Checked {_count(files.names(), 'index file')}: no gaps."
        )


PARTS: tuple[tuple[str, Part], ...] = (
    ("file", _pages), ("tables", _schema), ("originals", _originals), ("texts", _texts),
    ("journal", _journal), ("annotations", _anchors), ("annotations", _waiting),
    ("versions", check_versions), ("index", _index),
)  # fmt: skip


def _count(things: Sequence[object] | dict[str, str], name: str) -> str:
    return f"{len(things)} {name}{'' if len(things) == 1 else 's'}"


def _error(
    what: str, sentence: str, examples: Sequence[str], subjects: Sequence[str] = ()
) -> CheckItem:
    shown = "; ".join(examples[:SHOWN]) + ("; ..." if len(examples) > SHOWN else "")
    return CheckItem(Severity.ERROR, what, f"{sentence}: {shown}.", tuple(subjects))
