"""From a passphrase to a key.

Argon2id (RFC 9106) over the passphrase in Unicode's composed form (NFC, so that the same letters
typed on another system open the same vault), salted with the file's own first 16 bytes, which is
where SQLCipher keeps its salt. The key is raw: SQLCipher derives nothing slow from it.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass

from argon2.low_level import Type, hash_secret_raw

from itrvault.errors import InvalidValue

SALT_BYTES = 16
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs. `version` is recorded in the vault; `memory` is in KiB."""

    version: int
    passes: int
    memory: int
    lanes: int


COSTS = (Cost(version=1, passes=3, memory=64 * 1024, lanes=4),)
"""Newest first; new vaults take the first. RFC 9106's second recommended choice: 64 MiB, 3 passes,
4 lanes. A sealed file shows nothing but noise, so not its version either: opening tries each one in
turn. To raise the cost, put a new version in front and keep the old ones."""


def new_salt() -> bytes:
    """Random bytes for the head of a new sealed file."""
    return os.urandom(SALT_BYTES)


def derive(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    """The 32-byte key. Takes about a tenth of a second on purpose.

    Raises InvalidValue for an empty passphrase.
    """
    if not passphrase:
        raise InvalidValue(value="", field="passphrase", reason="it is empty")
    secret = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogatepass")
    return hash_secret_raw(
        secret=secret,
        salt=salt,
        time_cost=cost.passes,
        memory_cost=cost.memory,
        parallelism=cost.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )
