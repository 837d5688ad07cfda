"""Members of ZIP archives encrypted with AES, the way WinZip and 7-Zip do it (AE-1 and AE-2)."""

from __future__ import annotations

import bz2
import hashlib
import hmac
import lzma
import zipfile
import zlib

from itrvault.errors import FileDamaged, FileLocked, ReaderOverLimit

AES = 99
"""The way of packing that such a member states; the true one lies in an extra field."""

_FIELD = 0x9901
_SALT_SIZE = {1: 8, 2: 12, 3: 16}
_ROUNDS = 1000
_SEAL = 10
_LOCAL_HEAD = 30
_PIECE = 1 << 16


def open_aes(container: zipfile.ZipFile, entry: zipfile.ZipInfo, password: str, most: int) -> bytes:
    """One member's bytes, at most so many. Raises FileLocked, FileDamaged, ReaderOverLimit."""
    strength, method = _stated(entry)
    packed = _packed(container, entry)
    salt_size, key_size = _SALT_SIZE[strength], 8 + 8 * strength
    if len(packed) < salt_size + 2 + _SEAL:
        raise FileDamaged(reason="a packed file is cut off")
    salt, check = packed[:salt_size], packed[salt_size : salt_size + 2]
    body, seal = packed[salt_size + 2 : -_SEAL], packed[-_SEAL:]
    keys = hashlib.pbkdf2_hmac("sha1", password.encode(), salt, _ROUNDS, 2 * key_size + 2)
    if keys[-2:] != check:
        raise FileLocked
    if hmac.new(keys[key_size:-2], body, "sha1").digest()[:_SEAL] != seal:
        raise FileLocked if body else FileDamaged(reason="a packed file is damaged")
    return _unpacked(_decrypted(body, keys[:key_size]), method, most)


def _stated(entry: zipfile.ZipInfo) -> tuple[int, int]:
    """The strength of the key (1 to 3) and the true way of packing."""
    extra, at = entry.extra, 0
    while at + 4 <= len(extra):
        field = int.from_bytes(extra[at : at + 2], "little")
        size = int.from_bytes(extra[at + 2 : at + 4], "little")
        if field == _FIELD and size >= 7 and extra[at + 8] in _SALT_SIZE:
            return extra[at + 8], int.from_bytes(extra[at + 9 : at + 11], "little")
        at += 4 + size
    raise FileDamaged(reason="it does not say how a file in it is encrypted")


def _packed(container: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    stream = container.fp
    assert stream is not None
    stream.seek(entry.header_offset)
    head = stream.read(_LOCAL_HEAD)
    if not head.startswith(b"PK\x03\x04") or len(head) < _LOCAL_HEAD:
        raise FileDamaged(reason="a packed file is missing")
    skipped = int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    stream.seek(skipped, 1)
    return stream.read(entry.compress_size)


def _decrypted(body: bytes, key: bytes) -> bytes:
    """Counter mode with a counter whose lowest byte comes first, which the library lacks."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    maker = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - only to make a stream
    found: list[bytes] = []
    for at in range(0, len(body), _PIECE):
        piece = body[at : at + _PIECE]
        first = at // 16 + 1
        counters = range(first, first + -(-len(piece) // 16))
        stream = maker.update(b"".join(number.to_bytes(16, "little") for number in counters))
        mixed = int.from_bytes(piece, "little") ^ int.from_bytes(stream[: len(piece)], "little")
        found.append(mixed.to_bytes(len(piece), "little"))
    return b"".join(found)


def _unpacked(data: bytes, method: int, most: int) -> bytes:
    try:
        if method == zipfile.ZIP_STORED:
            found = data
        elif method == zipfile.ZIP_DEFLATED:
            found = zlib.decompressobj(-15).decompress(data, most + 1)
        elif method == zipfile.ZIP_BZIP2:
            found = bz2.BZ2Decompressor().decompress(data, most + 1)
        else:
            raise FileDamaged(reason="it is packed in a way nobody here unpacks")
    except (zlib.error, OSError, ValueError, EOFError, lzma.LZMAError) as error:
        raise FileDamaged(reason="a packed file does not unpack") from error
    if len(found) > most:
        raise ReaderOverLimit(reason="one of its files is larger than it claims")
    return found
