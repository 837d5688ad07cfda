"""Opening ZIP containers that may be bombs: every limit is checked before a byte is inflated,
and again while inflating, because the directory of a ZIP can lie."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, replace

from itrvault.errors import FileDamaged, FileEmpty, FileLocked, ReaderOverLimit
from itrvault.readers.zip_aes import AES, open_aes

_END = b"PK\x05\x06"
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, IndexError,
    KeyError, UnicodeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ZipLimits:
    """What a container may hold. Sizes in bytes; `ratio` counts only above `small` bytes."""

    members: int = 100_000
    member: int = 1 << 30
    total: int = 8 << 30
    ratio: int = 250
    small: int = 16 << 20

    def patient(self, factor: int) -> ZipLimits:
        """The same with more room, for a file that is tried again."""
        return replace(
            self, members=factor * self.members, total=factor * self.total,
            ratio=factor * self.ratio, small=factor * self.small,
        )  # fmt: skip

    def most(self, packed: int) -> int:
        """Bytes that so many packed ones may unpack to, all files together."""
        return max(self.small, min(self.total, self.ratio * packed))


def open_zip(data: bytes, limits: ZipLimits) -> zipfile.ZipFile:
    """The container, its directory checked against the limits.

    Raises FileEmpty for a container without members, FileDamaged, ReaderOverLimit.
    """
    if data.startswith(_END) and data[10:12] == b"\x00\x00":
        raise FileEmpty
    try:
        container = zipfile.ZipFile(io.BytesIO(data))
    except (*_BROKEN, NotImplementedError) as error:
        raise FileDamaged(reason="its table of contents cannot be read") from error
    entries = container.infolist()
    if not entries:
        raise FileEmpty
    if len(entries) > limits.members:
        raise ReaderOverLimit(reason=f"it holds more than {limits.members} files")
    total = sum(entry.file_size for entry in entries)
    if total > limits.total or (total > limits.small and total > limits.ratio * len(data)):
        raise ReaderOverLimit(reason=f"unpacked it would be {_said(total)}")
    starts: set[int] = set()
    for entry in entries:
        entry.filename = entry.filename or "unnamed"  # asked for its last sign by zipfile
        if entry.header_offset in starts and not entry.is_dir():
            raise ReaderOverLimit(reason="several of its files share the same bytes")
        starts.add(entry.header_offset)
    return container


def read_entry(
    container: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: ZipLimits, password: str = ""
) -> bytes:
    """One member's bytes. Raises FileLocked, FileDamaged or ReaderOverLimit."""
    if entry.flag_bits & 0x1 and not password:
        raise FileLocked
    if entry.file_size > limits.member:
        raise ReaderOverLimit(reason=f"one of its files is {_said(entry.file_size)}")
    if entry.file_size > limits.small and entry.file_size > limits.ratio * entry.compress_size:
        raise ReaderOverLimit(reason=f"one of its files would grow to {_said(entry.file_size)}")
    if entry.flag_bits & 0x1 and entry.compress_type == AES:
        return open_aes(container, entry, password, limits.member)
    secret = password.encode() if entry.flag_bits & 0x1 else None
    try:
        with container.open(entry, pwd=secret) as stream:
            data = stream.read(limits.member + 1)
    except NotImplementedError as error:
        raise FileDamaged(reason="it is packed in a way nobody here unpacks") from error
    except RuntimeError as error:  # zipfile's word for "a password is needed"
        raise FileLocked from error
    except _BROKEN as error:
        if secret is not None:  # one wrong password in 256 gets as far as this
            raise FileLocked from error
        raise FileDamaged(reason="a packed file does not unpack") from error
    if len(data) > limits.member:
        raise ReaderOverLimit(reason="one of its files is larger than it claims")
    return data


def _said(size: int) -> str:
    """A size in words."""
    for unit, factor in (("GB", 1 << 30), ("MB", 1 << 20), ("kB", 1 << 10)):
        if size >= factor:
            return f"{size / factor:.0f} {unit}"
    return f"{size} bytes"
