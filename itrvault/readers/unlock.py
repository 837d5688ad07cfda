"""Office files under a password that we were given: the same file without it, in memory.

Raises nothing: a file whose password does not fit comes back as it is, and its reader says that it
is locked.
"""

from __future__ import annotations

import io
import struct
from typing import Any
from xml.parsers.expat import ExpatError

from itrvault.readers.kinds import ole_kind
from itrvault.readers.ole import OLE, Compound

_NOBODYS = "VelvetSweatshop"
"""What Excel takes for a workbook that is only protected from being changed."""

_ENCRYPTED = 0x100
_BROKEN = (
    ArithmeticError, AssertionError, AttributeError, EOFError, ExpatError, LookupError,
    NotImplementedError, OSError, RecursionError, TypeError, ValueError, struct.error,
)  # fmt: skip
"""What the library runs into in a damaged file, besides its own classes."""


class _InMemory:
    """Stands for `tempfile` in the library, which would write what it decrypts to a disk."""

    TemporaryFile = io.BytesIO


def unlocked(data: bytes, password: str) -> bytes:
    """The file without its password, as it is when it has none or another one."""
    if not data.startswith(OLE):
        return data
    kind = ole_kind(data)
    if kind == "Excel 97-2003 workbook":
        tried = [password or _NOBODYS, _NOBODYS]
    elif kind == "protected Office document":
        tried = [password, _NOBODYS] if password else [_NOBODYS]
    elif password and kind.startswith(("Word", "PowerPoint")):
        tried = [password]
    else:
        return data
    if not _is_locked(data, kind):
        return data
    for one in dict.fromkeys(tried):
        opened = _decrypted(data, one)
        if opened is not None:
            return opened
    return data


def _is_locked(data: bytes, kind: str) -> bool:
    """Whether it is encrypted, told without a library: it costs a third of a second to load."""
    if kind == "protected Office document":
        return True
    from itrvault.errors import FileDamaged
    from itrvault.readers.xls_records import is_locked

    try:
        file = Compound(data)
    except FileDamaged:
        return False
    if kind.startswith("Excel"):
        return is_locked(file.data("Workbook"))
    if kind.startswith("Word"):
        return bool(int.from_bytes(file.data("WordDocument")[10:12], "little") & _ENCRYPTED)
    return file.has("EncryptedSummary") or file.data("Current User")[12:16] == b"\xdf\xc4\xd1\xf3"


def _decrypted(data: bytes, password: str) -> bytes | None:
    import msoffcrypto
    from msoffcrypto import exceptions
    from msoffcrypto.format import doc97, ppt97, xls97

    for module in (doc97, ppt97, xls97):
        module.tempfile = _InMemory
    try:
        file: Any = msoffcrypto.OfficeFile(io.BytesIO(data))
        if isinstance(file, doc97.Doc97File | xls97.Xls97File | ppt97.Ppt97File):
            file.load_key(password=password)
        else:
            file.load_key(password=password, verify_password=True)
        out = io.BytesIO()
        file.decrypt(out)
    except (
        exceptions.DecryptionError, exceptions.FileFormatError, exceptions.ParseError, *_BROKEN,
    ):  # fmt: skip
        return None
    return out.getvalue() or None
