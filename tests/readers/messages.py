"""Outlook messages made for tests, property by property."""

from __future__ import annotations

import struct

from itrvault.readers.ole import Path
from itrvault.readers.ole_write import write_compound

TICKS = 129987435000000000  # 2012-11-30T10:05:00Z, in tenths of microseconds since 1601


def stream(number: int, value: str | bytes) -> tuple[str, bytes]:
    if isinstance(value, bytes):
        return f"__substg1.0_{number:04X}0102", value
    return f"__substg1.0_{number:04X}001F", value.encode("utf-16-le")


def listed(head: int, fixed: dict[tuple[int, int], int]) -> bytes:
    entries = [
        struct.pack("<HHIq", kind, number, 6, value) for (kind, number), value in fixed.items()
    ]
    return bytes(head) + b"".join(entries)


def part(folder: str, head: int, values: dict[int, str | bytes],
         fixed: dict[tuple[int, int], int] | None = None) -> dict[Path, bytes]:  # fmt: skip
    at = (folder,) if folder else ()
    found: dict[Path, bytes] = {}
    for number, value in values.items():
        name, data = stream(number, value)
        found[(*at, name)] = data
    found[(*at, "__properties_version1.0")] = listed(head, fixed or {})
    return found


def message(values: dict[int, str | bytes], *parts: dict[Path, bytes],
            fixed: dict[tuple[int, int], int] | None = None,
            head: int = 32) -> dict[Path, bytes]:  # fmt: skip
    base: dict[int, str | bytes] = {
        0x0037: "Routing", 0x0042: "Делегат", 0x5D02: "a@example.org", 0x0E04: "B",
    }  # fmt: skip
    found = part("", head, base | values, {(0x40, 0x0039): TICKS} | (fixed or {}))
    for one in parts:
        found |= one
    return found


def attached(number: int, name: str, data: bytes) -> dict[Path, bytes]:
    return part(f"__attach_version1.0_#{number:08X}", 8, {0x3707: name, 0x3701: data},
                {(3, 0x3705): 1})  # fmt: skip


def attached_message(number: int, streams: dict[Path, bytes]) -> dict[Path, bytes]:
    folder = f"__attach_version1.0_#{number:08X}"
    found = part(folder, 8, {0x3001: "inner"}, {(3, 0x3705): 5})
    return found | {(folder, "__substg1.0_3701000D", *path): data for path, data in streams.items()}


def recipient(number: int, name: str, address: str, role: int) -> dict[Path, bytes]:
    return part(f"__recip_version1.0_#{number:08X}", 8, {0x3001: name, 0x39FE: address},
                {(3, 0x0C15): role})  # fmt: skip


def written(streams: dict[Path, bytes]) -> bytes:
    return write_compound(streams)
