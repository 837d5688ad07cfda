"""Mutated files of every format, through the real confined readers: each ends within its limits.

A mutant is a sample with bits turned, pieces cut, repeated, or put in from another file; of
containers also what is packed inside. Every mutant has a number of its own, printed when it fails:

    ITRVAULT_FUZZ_SEED=123 ITRVAULT_FUZZ_COUNT=1     runs that one alone
    ITRVAULT_FUZZ_SECONDS=600                        goes on for so long (default 20)
"""

from __future__ import annotations

import gzip
import io
import os
import random
import time
import zipfile
from collections import Counter
from collections.abc import Callable

import pytest
from samples import samples, zipped

from itrvault.errors import ReaderFailed, ReaderTimedOut
from itrvault.readers.ole import OLE, Compound
from itrvault.readers.ole_write import write_compound
from itrvault.sandbox.host import Sandbox
from itrvault.sandbox.limits import Limits

SECONDS = float(os.environ.get("ITRVAULT_FUZZ_SECONDS", "20"))
SEED = int(os.environ.get("ITRVAULT_FUZZ_SEED", "0")) or random.SystemRandom().randrange(1 << 32)
COUNT = int(os.environ.get("ITRVAULT_FUZZ_COUNT", "1000000"))
LIMITS = Limits(seconds=30.0, seconds_per_megabyte=0.0, stall_seconds=20.0)
OWN_WORDS = ("failed", "protocol", "crashed")
"""Codes that are our own fault: an exception nobody foresaw, a broken answer, a dead process."""


def mutated(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """Some changes, most of them small."""
    whole = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 8, 30))):
        if not whole:
            break
        at = rng.randrange(len(whole))
        size = min(len(whole) - at, rng.choice((1, 2, 4, 16, 200, 5000)))
        rng.choice(CHANGES)(rng, whole, at, size, other)
    return bytes(whole[: 1 << 19])


def _turn(rng: random.Random, whole: bytearray, at: int, size: int, other: bytes) -> None:
    whole[at] ^= 1 << rng.randrange(8)


def _number(rng: random.Random, whole: bytearray, at: int, size: int, other: bytes) -> None:
    width = rng.choice((1, 2, 4, 8))
    value = rng.choice((0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, len(whole)))
    order = rng.choice(("little", "big"))
    whole[at : at + width] = (value & (1 << 8 * width) - 1).to_bytes(width, order)


def _noise(rng: random.Random, whole: bytearray, at: int, size: int, other: bytes) -> None:
    whole[at : at + size] = rng.randbytes(size)


def _cut(rng: random.Random, whole: bytearray, at: int, size: int, other: bytes) -> None:
    del whole[at : at + size]


def _end(rng: random.Random, whole: bytearray, at: int, size: int, other: bytes) -> None:
    del whole[at:]


def _repeat(rng: random.Random, whole: bytearray, at: int, size: int, other: bytes) -> None:
    whole[at:at] = whole[at : at + size] * rng.choice((1, 2, 50, 1000))


def _splice(rng: random.Random, whole: bytearray, at: int, size: int, other: bytes) -> None:
    start = rng.randrange(max(1, len(other)))
    whole[at : at + size] = other[start : start + rng.choice((4, 50, 1000))]


CHANGES: tuple[Callable[[random.Random, bytearray, int, int, bytes], None], ...] = (
    _turn, _turn, _number, _number, _noise, _cut, _end, _repeat, _splice,
)  # fmt: skip


def mutant(rng: random.Random, data: bytes, other: bytes) -> bytes:
    """A mutated file; half of the time of a container what it holds, packed again."""
    if rng.random() < 0.5:
        return mutated(rng, data, other)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {entry.filename: package.read(entry) for entry in package.infolist()}
        name = rng.choice(sorted(parts))
        return zipped(parts | {name: mutated(rng, parts[name], other)})
    if data.startswith(OLE):
        streams = Compound(data).tree()
        path = rng.choice(sorted(streams))
        return write_compound(streams | {path: mutated(rng, streams[path], other)})
    if data.startswith(b"\x1f\x8b"):
        return gzip.compress(mutated(rng, gzip.decompress(data), other), mtime=0)
    return mutated(rng, data, other)


def attempt(number: int, only: str = "") -> tuple[str, bytes]:
    """The name and bytes of a mutant, by its number alone."""
    rng = random.Random(number)
    endings = sorted(samples())
    ending = only or rng.choice(endings)
    other = samples()[rng.choice(endings)][1]
    name = f"leak.{ending if rng.random() < 0.9 else rng.choice(endings)}"
    return name, mutant(rng, samples()[ending][1], other)


def outcome(sandbox: Sandbox, data: bytes, name: str) -> str:
    """How reading ends: "read" or a failure's code. Anything else that is raised is a bug."""
    if not data:
        return "empty"
    try:
        extraction = sandbox.extract(data, name)
        if extraction.members or not extraction.units:
            for member in sandbox.members(data, name):
                assert len(member.data) <= LIMITS.member_size
    except ReaderFailed as failure:
        assert failure.message  # noqa: PT017 - whichever it is
        if failure.code in OWN_WORDS or isinstance(failure, ReaderTimedOut):
            return f"{failure.code}: {failure.message}"
        return failure.code
    return "read"


def test_mutants_end_within_their_limits():
    print(f"\nseed {SEED}")
    ends: Counter[str] = Counter()
    faults: list[str] = []
    until = time.monotonic() + SECONDS
    with Sandbox(LIMITS) as sandbox:
        for number in range(SEED, SEED + COUNT):
            if time.monotonic() > until or len(faults) >= 20:
                break
            name, data = attempt(number)
            end = outcome(sandbox, data, name)
            ends[end.partition(":")[0]] += 1
            if ":" in end:
                faults.append(f"{number} ({name}): {end}")
                assert outcome(sandbox, b"Words of the treaty.", "next.txt") == "read"
        assert outcome(sandbox, b"Words of the treaty.", "last.txt") == "read"
    print(sum(ends.values()), dict(ends))
    assert ends["read"]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("ending", samples())
def test_each_format_has_mutants(ending: str):
    made = {attempt(number, ending)[1] for number in range(20)}
    assert len(made) > 10
    assert attempt(7, ending) == attempt(7, ending)
