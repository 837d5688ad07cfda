"""Making and opening vault files: lock, key, version, strangers' parts, migration."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import uuid
from pathlib import Path

from itrvault.errors import (
    DiskFull,
    FileUnreadable,
    FileUnwritable,
    NewerVault,
    NotAVault,
    PassphraseNeeded,
    VaultDamaged,
    VaultExists,
    VaultInUse,
    VaultReadOnly,
    WrongPassphrase,
)
from itrvault.store import key as keys
from itrvault.store import schema
from itrvault.store.columns import wrong_values
from itrvault.store.connection import Connection, open_reader, open_writer
from itrvault.store.failures import translated
from itrvault.store.header import APPLICATION_ID, HEADERS, Kind
from itrvault.store.key import Cost
from itrvault.store.lock import WriteLock
from itrvault.store.state import readable
from itrvault.store.vaultfile import VaultFile, real_path, settle

PRIVATE = 0o600


def create_file(path: Path, passphrase: str | None, cost: Cost | None = None) -> VaultFile:
    """Make a new file, whole or not at all, and open it for writing.

    Raises VaultExists, FileUnwritable, DiskFull, InvalidValue (an empty passphrase).
    """
    real = real_path(path)
    _refuse_existing(path, real)
    if not real.parent.is_dir():
        raise FileUnwritable(path=path, reason=f"there is no folder {real.parent}")
    key, salt, version = None, b"", 0
    if passphrase is not None:
        cost = cost or keys.COSTS[0]
        salt = keys.new_salt()
        key, version = keys.derive(passphrase, salt, cost), cost.version
    try:
        lock = WriteLock(real)
    except VaultReadOnly:
        reason = "its folder cannot be written"
        raise FileUnwritable(path=path, reason=reason) from None
    with contextlib.ExitStack() as undo:
        undo.callback(lock.release)
        _refuse_existing(path, real)
        # Built under another name, so that a crash never leaves half a vault under this one.
        part = Path(f"{real}-new")
        undo.callback(_remove_part, part)
        _remove_part(part)
        _build(part, key, salt, version)
        os.replace(part, real)
        _sync_folder(real.parent)
        _, give_back = HEADERS.take(real)
        undo.callback(give_back)
        writer = _ready(open_writer(real, key))
        return VaultFile(path, real, key, writer, undo.pop_all().close)


def open_file(
    path: Path, passphrase: str | None, *, read_only: bool, costs: tuple[Cost, ...] | None = None
) -> VaultFile:
    """Open an existing file. A passphrase for a plain vault is not looked at.

    Raises VaultMissing, NotAVault, PassphraseNeeded, WrongPassphrase, VaultInUse, VaultReadOnly,
    NewerVault, VaultDamaged, FileUnreadable.
    """
    with contextlib.ExitStack() as undo:
        header, give_back = HEADERS.take(path)
        undo.callback(give_back)
        if header.kind is Kind.SEALED and passphrase is None:
            raise PassphraseNeeded(path=path)
        real = real_path(path)
        if not read_only:
            if not os.access(real, os.W_OK):
                raise VaultReadOnly(path=path)
            undo.callback(WriteLock(real).release)
        tries = (costs or keys.COSTS) if header.kind is Kind.SEALED else (None,)
        key, connection = _unlock(path, real, passphrase, header.salt, tries, read_only)
        with contextlib.ExitStack() as failing:
            failing.callback(connection.close)
            version = _inspect(path, connection)
            if version < schema.newest():
                if read_only:
                    reason = "it is of an older version, so it must be opened for writing once"
                    raise FileUnreadable(path=path, reason=reason)
                _back_up(path, real, connection, version)
                connection = open_writer(real, key)
                failing.callback(connection.close)
                _migrate(path, connection)
            failing.pop_all()
        writer = None
        if read_only:
            connection.close()
        else:
            writer = _ready(connection)
        return VaultFile(path, real, key, writer, undo.pop_all().close)


def _unlock(
    path: Path,
    real: Path,
    passphrase: str | None,
    salt: bytes,
    tries: tuple[Cost | None, ...],
    read_only: bool,
) -> tuple[bytes | None, Connection]:
    for cost in tries:
        key = None if cost is None else keys.derive(passphrase or "", salt, cost)
        try:
            return key, open_reader(real, key) if read_only else open_writer(real, key)
        except NotAVault:
            if cost is None:
                raise NotAVault(path=path) from None
    raise WrongPassphrase(path=path) from None


def _inspect(path: Path, connection: Connection) -> int:
    """The file's version. Refuses what is newer or not ours."""
    if connection.value("PRAGMA application_id") != APPLICATION_ID:
        raise NotAVault(path=path)
    version = int(connection.value("PRAGMA user_version"))
    if version > schema.newest():
        raise NewerVault(path=path)
    strange = schema.strange_parts(schema.contents(connection.db), version)
    if not strange:
        with contextlib.closing(schema.empty(version)) as ours:
            strange = wrong_values(connection, ours)
    if strange:
        raise VaultDamaged(path=path, reason="; ".join(strange[:3]))
    return version


def _migrate(path: Path, connection: Connection) -> None:
    """Apply what is missing.

    Foreign keys are still off here: sqlite-utils rebuilds parent tables only without them.
    """
    with readable(connection):
        _apply(connection)
    if connection.all("PRAGMA foreign_key_check"):
        raise VaultDamaged(path=path, reason="rows point at rows that are not there")


def _back_up(path: Path, real: Path, connection: Connection, version: int) -> None:
    """Close the file and keep a copy of it beside it. A sealed vault's copy is as sealed."""
    settle(connection)
    connection.close()
    log = Path(f"{real}-wal")
    if log.exists() and log.stat().st_size:
        raise VaultInUse(path=path)  # somebody reads, so not all of it is in the file yet
    target, count = real.with_name(f"{real.stem}.schema-{version}{real.suffix}"), 1
    while target.exists():
        count += 1
        target = real.with_name(f"{real.stem}.schema-{version}-{count}{real.suffix}")
    part = Path(f"{target}-new")  # half a copy must never look like one
    try:
        part.unlink(missing_ok=True)
        with real.open("rb") as source, open(part, "xb", opener=_private) as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
        os.replace(part, target)
        _sync_folder(real.parent)
    except OSError as error:
        part.unlink(missing_ok=True)
        if shutil.disk_usage(real.parent).free < real.stat().st_size:
            raise DiskFull from error
        raise FileUnwritable(path=target, reason=error.strerror or "the disk refuses") from error


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, PRIVATE)


def _refuse_existing(path: Path, real: Path) -> None:
    """Also a log or journal whose vault is gone: SQLite would apply it to the new file."""
    for suffix in ("", "-wal", "-journal"):
        if os.path.lexists(f"{real}{suffix}"):
            raise VaultExists(path=f"{path}{suffix}")


def _remove_part(part: Path) -> None:
    for suffix in ("", "-journal", "-wal", "-shm"):
        Path(f"{part}{suffix}").unlink(missing_ok=True)


def _build(part: Path, key: bytes | None, salt: bytes, cost_version: int) -> None:
    # Its owner's alone, whatever the system gives new files; SQLite's logs take after it.
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE))
    writer = open_writer(part, key, salt)
    try:
        _apply(writer)
        writer.many(
            "INSERT INTO vault VALUES (?, ?)",
            [("id", str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))),
             ("key_cost", str(cost_version))],
        )  # fmt: skip
    finally:
        writer.close()


def _apply(connection: Connection) -> None:
    with translated(connection.path, writing=True):
        schema.MIGRATIONS.apply(connection.db)
        # When somebody's program was brought up to date is nobody's business.
        connection.db.execute("UPDATE _sqlite_migrations SET applied_at = ''")


def _ready(writer: Connection) -> Connection:
    """The connection with all that writing wants, or closed when that fails.

    With a write-ahead log readers go on while we write; a file system without shared memory keeps
    the old way.
    """
    try:
        writer.run("PRAGMA foreign_keys = ON")
        writer.all("PRAGMA journal_mode = WAL")
    except BaseException:
        settle(writer)
        writer.close()
        raise
    return writer


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
