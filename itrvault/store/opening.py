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
    VaultReadOnly,
    WrongPassphrase,
)
from itrvault.store import key as keys
from itrvault.store import schema
from itrvault.store.connection import Connection, open_reader, open_writer
from itrvault.store.failures import translated
from itrvault.store.header import APPLICATION_ID, Kind, read_header
from itrvault.store.key import Cost
from itrvault.store.lock import WriteLock
from itrvault.store.vaultfile import VaultFile, real_path, settle


def create_file(path: Path, passphrase: str | None, cost: Cost | None = None) -> VaultFile:
    """Make a new file, whole or not at all, and open it for writing.

    Raises VaultExists, FileUnwritable, DiskFull, InvalidValue (an empty passphrase).
    """
    real = real_path(path)
    if real.exists():
        raise VaultExists(path=path)
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
        if real.exists():
            raise VaultExists(path=path)
        # Built under another name, so that a crash never leaves half a vault under this one.
        part = Path(f"{real}-new")
        undo.callback(part.unlink, missing_ok=True)
        part.unlink(missing_ok=True)
        _build(part, key, salt, version)
        os.replace(part, real)
        _sync_folder(real.parent)
        writer = _start_writing(real, key)
        undo.pop_all()
    return VaultFile(path, real, key, writer, lock)


def open_file(
    path: Path, passphrase: str | None, *, read_only: bool, costs: tuple[Cost, ...] | None = None
) -> VaultFile:
    """Open an existing file. A passphrase for a plain vault is not looked at.

    Raises VaultMissing, NotAVault, PassphraseNeeded, WrongPassphrase, VaultInUse, VaultReadOnly,
    NewerVault, VaultDamaged, FileUnreadable.
    """
    header = read_header(path)
    if header.kind is Kind.SEALED and passphrase is None:
        raise PassphraseNeeded(path=path)
    real = real_path(path)
    tries = (costs or keys.COSTS) if header.kind is Kind.SEALED else (None,)
    with contextlib.ExitStack() as undo:
        lock = None
        if not read_only:
            if not os.access(real, os.W_OK):
                raise VaultReadOnly(path=path)
            lock = WriteLock(real)
            undo.callback(lock.release)
        key, connection = _unlock(path, real, passphrase, header.salt, tries, read_only)
        undo.callback(connection.close)
        _inspect(path, real, connection, read_only)
        undo.pop_all()
        if lock is None:
            connection.close()
            return VaultFile(path, real, key, None, None)
        undo.callback(lock.release)
        undo.callback(connection.close)
        _use_log(connection)
        undo.pop_all()
    return VaultFile(path, real, key, connection, lock)


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


def _inspect(path: Path, real: Path, connection: Connection, read_only: bool) -> None:
    """Refuse what is newer or not ours; bring what is older up to date."""
    if connection.value("PRAGMA application_id") != APPLICATION_ID:
        raise NotAVault(path=path)
    version = int(connection.value("PRAGMA user_version"))
    if version > schema.newest():
        raise NewerVault(path=path)
    strange = schema.strange_parts(schema.contents(connection.db), version)
    if strange:
        raise VaultDamaged(path=path, reason="; ".join(strange[:3]))
    if version < schema.newest():
        if read_only:
            reason = "it is of an older version, so it must be opened for writing once"
            raise FileUnreadable(path=path, reason=reason)
        _migrate(path, real, connection, version)
    connection.run("PRAGMA foreign_keys = ON")


def _migrate(path: Path, real: Path, connection: Connection, version: int) -> None:
    """Keep a copy (a sealed vault's copy is as sealed), then apply what is missing.

    Foreign keys are still off here: sqlite-utils rebuilds parent tables only without them.
    """
    connection.all("PRAGMA wal_checkpoint(TRUNCATE)")
    _back_up(path, real, version)
    _apply(connection)
    if connection.all("PRAGMA foreign_key_check"):
        raise VaultDamaged(path=path, reason="rows point at rows that are not there")


def _back_up(path: Path, real: Path, version: int) -> None:
    name = f"{real.stem}.schema-{version}{real.suffix}"
    target = real.with_name(name)
    count = 1
    while target.exists():
        count += 1
        target = real.with_name(f"{real.stem}.schema-{version}-{count}{real.suffix}")
    try:
        with real.open("rb") as source, target.open("xb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
            copy.flush()
            os.fsync(copy.fileno())
    except OSError as error:
        target.unlink(missing_ok=True)
        if shutil.disk_usage(real.parent).free < real.stat().st_size:
            raise DiskFull from error
        raise FileUnwritable(path=target, reason=error.strerror or "the disk refuses") from error


def _build(part: Path, key: bytes | None, salt: bytes, cost_version: int) -> None:
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


def _start_writing(real: Path, key: bytes | None) -> Connection:
    writer = open_writer(real, key)
    try:
        writer.run("PRAGMA foreign_keys = ON")
        _use_log(writer)
    except BaseException:
        settle(writer)
        writer.close()
        raise
    return writer


def _use_log(writer: Connection) -> None:
    """Readers go on while we write. A file system without shared memory keeps the old way."""
    writer.all("PRAGMA journal_mode = WAL")


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
