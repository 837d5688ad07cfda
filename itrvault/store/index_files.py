"""The full-text index as files of blobs, in pieces, under the same transactions as the text."""

from __future__ import annotations

from itrvault.errors import VaultDamaged
from itrvault.store.vaultfile import VaultFile

PIECE = 32 * 1024
"""Bytes in a row. SQLite reads a row whole, and of a sealed vault unseals it whole, so this is what
reading a little costs. Files that were written in other pieces are read as they are."""


class IndexFiles:
    """Named files. Reading sees the last commit (or, in a transaction, its own writes)."""

    def __init__(self, file: VaultFile) -> None:
        self._file = file

    def names(self) -> list[str]:
        """Every file's name, sorted."""
        return [n for (n,) in self._file.reading.all("SELECT name FROM index_files ORDER BY name")]

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        return self._find(name) is not None

    def length(self, name: str) -> int:
        """Bytes in it. Raises FileNotFoundError."""
        return self._file_of(name)[1]

    def read(self, name: str, offset: int = 0, length: int | None = None) -> bytes:
        """A stretch, or all of it; shorter where the file ends.

        Raises FileNotFoundError, VaultDamaged (a piece is missing).
        """
        file, size, piece = self._file_of(name)
        start = min(max(offset, 0), size)
        end = size if length is None else min(start + max(length, 0), size)
        if start == end:
            return b""
        if not piece:
            raise VaultDamaged(path=self._file.path, reason=f"the index file {name} has gaps")
        first, last = start // piece, (end - 1) // piece
        reading = self._file.reading
        if first == last:  # let SQLite cut it, rather than copy the whole piece
            base = first * piece
            rows = reading.all(
                "SELECT substr(data, ?, ?) FROM index_pieces WHERE file = ? AND piece = ?",
                (start - base + 1, end - start, file, first),
            )
            data = rows[0][0] if rows else b""
        else:
            rows = reading.all(
                "SELECT data FROM index_pieces WHERE file = ? AND piece BETWEEN ? AND ? "
                "ORDER BY piece",
                (file, first, last),
            )
            joined = b"".join(each for (each,) in rows)
            data = joined[start - first * piece : end - first * piece]
        if len(data) != end - start:
            raise VaultDamaged(path=self._file.path, reason=f"the index file {name} has gaps")
        return bytes(data)

    def write(self, name: str, data: bytes | bytearray | memoryview) -> None:
        """Make it, or replace it."""
        view = memoryview(data)
        with self._file.transaction():
            self.delete(name)
            writing = self._file.writing
            file = 1 + (writing.value("SELECT max(file) FROM index_files") or 0)
            writing.run("INSERT INTO index_files VALUES (?, ?, ?)", (name, file, len(view)))
            writing.many(
                "INSERT INTO index_pieces (file, piece, data) VALUES (?, ?, ?)",
                ((file, i, bytes(view[at : at + PIECE]))
                 for i, at in enumerate(range(0, len(view), PIECE))),
            )  # fmt: skip

    def delete(self, name: str) -> None:
        """Take it away; nothing happens when it isn't there."""
        with self._file.transaction():
            found = self._find(name)
            if found is None:
                return
            self._file.writing.run("DELETE FROM index_pieces WHERE file = ?", (found[0],))
            self._file.writing.run("DELETE FROM index_files WHERE name = ?", (name,))

    def rename(self, old: str, new: str) -> None:
        """Give it another name, replacing what has that name. Raises FileNotFoundError."""
        if old == new:
            return
        with self._file.transaction():
            self._file_of(old)
            self.delete(new)
            self._file.writing.run("UPDATE index_files SET name = ? WHERE name = ?", (new, old))

    def clear(self) -> None:
        """Take every file away."""
        with self._file.transaction():
            self._file.writing.run("DELETE FROM index_pieces")
            self._file.writing.run("DELETE FROM index_files")

    def damaged(self) -> list[str]:
        """Names of files whose pieces don't add up to their length."""
        rows = self._file.reading.all(
            "SELECT name FROM index_files f WHERE length != coalesce("
            "(SELECT sum(length(data)) FROM index_pieces p WHERE p.file = f.file), 0) "
            "OR EXISTS (SELECT 1 FROM index_pieces p WHERE p.file = f.file AND p.piece != 0 AND "
            "(SELECT length(data) FROM index_pieces q WHERE q.file = f.file AND "
            "q.piece = p.piece - 1) IS NOT "
            "(SELECT length(data) FROM index_pieces q WHERE q.file = f.file AND q.piece = 0))"
            " ORDER BY name"
        )
        return [name for (name,) in rows]

    def _find(self, name: str) -> tuple[int, int, int] | None:
        """Its number, its bytes, and the bytes of its pieces (the last may be shorter)."""
        row = self._file.reading.one(
            "SELECT file, length, coalesce((SELECT length(data) FROM index_pieces p "
            "WHERE p.file = f.file AND p.piece = 0), 0) FROM index_files f WHERE name = ?",
            (name,),
        )
        if row is None:
            return None
        if row[1] < 0:
            raise VaultDamaged(path=self._file.path, reason=f"the index file {name} has no length")
        return int(row[0]), int(row[1]), int(row[2])

    def _file_of(self, name: str) -> tuple[int, int, int]:
        found = self._find(name)
        if found is None:
            raise FileNotFoundError(name)
        return found
