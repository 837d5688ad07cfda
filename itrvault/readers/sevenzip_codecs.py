"""The ways of packing in 7z archives that can be undone here, one after the other as a stream."""

from __future__ import annotations

import bz2
import hashlib
import lzma
import zlib
from collections.abc import Iterable, Iterator

from itrvault.errors import FileDamaged, ReaderOverLimit
from itrvault.readers.sevenzip_head import Block, Coder

ENCRYPTED = b"\x06\xf1\x07\x01"
_COPY, _LZMA, _LZMA2, _DELTA = b"\x00", b"\x03\x01\x01", b"\x21", b"\x03"
_DEFLATE, _BZIP2 = b"\x04\x01\x08", b"\x04\x02\x02"
_BRANCHES = {
    b"\x04": lzma.FILTER_X86, b"\x03\x03\x01\x03": lzma.FILTER_X86,
    b"\x05": lzma.FILTER_POWERPC, b"\x03\x03\x02\x05": lzma.FILTER_POWERPC,
    b"\x07": lzma.FILTER_ARM, b"\x03\x03\x05\x01": lzma.FILTER_ARM,
    b"\x08": lzma.FILTER_ARMTHUMB, b"\x03\x03\x07\x01": lzma.FILTER_ARMTHUMB,
    b"\x09": lzma.FILTER_SPARC, b"\x03\x03\x08\x05": lzma.FILTER_SPARC,
}  # fmt: skip
_KNOWN = {_COPY, _LZMA, _LZMA2, _DELTA, _DEFLATE, _BZIP2, ENCRYPTED, *_BRANCHES}
_OTHERS = {
    b"\x03\x04\x01": "PPMd", b"\x03\x03\x01\x1b": "BCJ2", b"\x04\x01\x09": "Deflate64",
    b"\x04\xf7\x11\x01": "Zstandard", b"\x04\xf7\x11\x02": "Brotli", b"\x04\xf7\x11\x04": "LZ4",
    b"\x0a": "ARM64",
}  # fmt: skip
_PIECE = 1 << 20
_MOST_HASHED = 24  # 2 to this many rounds of hashing a password
_MOST_MEMORY = 512 << 20


def unknown_method(block: Block) -> str:
    """The name of a step that can't be undone here, "" when all can."""
    for coder in block.coders:
        if coder.method not in _KNOWN:
            return _OTHERS.get(coder.method, "an unknown method")
    simple = all(coder.inputs == coder.outputs == 1 for coder in block.coders)
    return "" if simple else "several streams at once"


class Unpacker:
    """Undoes the steps of one block."""

    def __init__(self, block: Block, password: str) -> None:
        self._password = password
        self._size = block.size
        self._steps: list[Coder] = []
        into = block.packed[0] if block.packed else 0
        follow = {out: next_in for next_in, out in block.binds}
        while 0 <= into < len(block.coders) and len(self._steps) < len(block.coders):
            self._steps.append(block.coders[into])
            if into not in follow:
                break
            into = follow[into]  # with one input and output each, coder and stream share a number
        if len(self._steps) != len(block.coders):
            raise FileDamaged(reason="its list of files is damaged")

    def pieces(self, packed: memoryview) -> Iterator[bytes]:
        """The unpacked bytes."""
        stream: Iterator[bytes] = _cut(packed)
        for coder in self._steps:
            stream = self._step(coder, stream)
        return stream

    def _step(self, coder: Coder, stream: Iterator[bytes]) -> Iterator[bytes]:
        method, settings = coder.method, coder.settings
        if method == _COPY:
            return stream
        if method == ENCRYPTED:
            return _decrypted(stream, settings, self._password)
        if method == _DEFLATE:
            return _inflated(stream)
        if method == _BZIP2:
            return _bunzipped(stream)
        if method in (_LZMA, _LZMA2):
            return _expanded(stream, [self._lzma(method, settings)])
        if method == _DELTA:
            distance = settings[0] + 1 if settings else 1
            return _filtered(stream, {"id": lzma.FILTER_DELTA, "dist": distance})
        return _filtered(stream, {"id": _BRANCHES[method]})

    def _lzma(self, method: bytes, settings: bytes) -> dict[str, int]:
        if method == _LZMA2:
            bits = settings[0] if settings else 0
            if bits > 40:
                raise FileDamaged(reason="its list of files is damaged")
            size = 0xFFFFFFFF if bits == 40 else (2 | bits & 1) << bits // 2 + 11
            return {"id": lzma.FILTER_LZMA2, "dict_size": self._window(size)}
        if len(settings) < 5:
            raise FileDamaged(reason="its list of files is damaged")
        first, size = settings[0], int.from_bytes(settings[1:5], "little")
        if first >= 9 * 5 * 5:
            raise FileDamaged(reason="its list of files is damaged")
        return {
            "id": lzma.FILTER_LZMA1, "dict_size": self._window(size), "lc": first % 9,
            "lp": first // 9 % 5, "pb": first // 45,
        }  # fmt: skip

    def _window(self, size: int) -> int:
        """The memory an unpacker needs: no more than all it will give."""
        needed = min(size, max(self._size, 1 << 16))
        if needed > _MOST_MEMORY:
            raise ReaderOverLimit(reason="it needs more memory than is allowed")
        return max(needed, 4096)


def _cut(data: memoryview) -> Iterator[bytes]:
    for at in range(0, len(data), _PIECE):
        yield bytes(data[at : at + _PIECE])


def _expanded(stream: Iterable[bytes], filters: list[dict[str, int]]) -> Iterator[bytes]:
    unpacker = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)
    for piece in stream:
        given = piece
        while not unpacker.eof:
            found = unpacker.decompress(given, _PIECE)
            given = b""
            if found:
                yield found
            elif unpacker.needs_input or unpacker.eof:
                break


def _inflated(stream: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(-15)
    for piece in stream:
        given = piece
        while given and not unpacker.eof:
            try:
                yield unpacker.decompress(given, _PIECE)
            except zlib.error as error:
                raise ValueError("damaged") from error
            given = unpacker.unconsumed_tail


def _bunzipped(stream: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = bz2.BZ2Decompressor()
    for piece in stream:
        given = piece
        while True:
            if unpacker.eof:  # several are put one behind the other
                given = unpacker.unused_data + given
                unpacker = bz2.BZ2Decompressor()
                if not given:
                    break
            found = unpacker.decompress(given, _PIECE)
            given = b""
            if found:
                yield found
            elif unpacker.needs_input:
                break


def _filtered(stream: Iterable[bytes], step: dict[str, int]) -> Iterator[bytes]:
    """A step that changes bytes in place. The library only undoes it behind a packer, so the bytes
    are packed anew, the quick way, by one piece of it that flushes what the step holds back."""
    packer = lzma.LZMACompressor(
        lzma.FORMAT_RAW,
        filters=[{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 4096, "mf": lzma.MF_HC3}],
    )
    packed = b"".join([*(packer.compress(piece) for piece in stream), packer.flush()])
    return _expanded([packed], [step, {"id": lzma.FILTER_LZMA2, "dict_size": 4096}])


def _decrypted(stream: Iterable[bytes], settings: bytes, password: str) -> Iterator[bytes]:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    first = settings[0] if settings else 0
    salt = vector = b""
    if first & 0xC0 and len(settings) > 1:
        salt_size = (first >> 7 & 1) + (settings[1] >> 4)
        vector_size = (first >> 6 & 1) + (settings[1] & 15)
        salt = settings[2 : 2 + salt_size]
        vector = settings[2 + salt_size : 2 + salt_size + vector_size]
    power = first & 0x3F
    if _MOST_HASHED < power < 0x3F:
        raise ReaderOverLimit(reason="its password is hashed without measure")
    key = _key(password, salt, power)
    opener = Cipher(algorithms.AES(key), modes.CBC(vector.ljust(16, b"\0"))).decryptor()
    rest = b""
    for piece in stream:
        whole = rest + piece
        cut = len(whole) // 16 * 16
        rest = whole[cut:]
        yield opener.update(whole[:cut])


def _key(password: str, salt: bytes, power: int) -> bytes:
    """The key of a password, hashed 2^power times (7zAes)."""
    secret = password.encode("utf-16-le")
    if power == 0x3F:
        return (salt + secret)[:32].ljust(32, b"\0")
    hashed = hashlib.sha256()
    prefix = salt + secret
    for first in range(0, 1 << power, 4096):
        numbers = range(first, min(first + 4096, 1 << power))
        hashed.update(b"".join(prefix + number.to_bytes(8, "little") for number in numbers))
    return hashed.digest()
