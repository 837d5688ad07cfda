"""Preferences of this machine, as typed values loaded from and saved to one JSON file.

Passed in, never a singleton. They hold nothing about what is inside a vault; recent vaults are
remembered by path only when the user leaves that on.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from itrvault.paths import config_dir


@dataclass(slots=True)
class Settings:
    """What can be set."""

    theme: str = "system"  # system, light, dark
    author: str = ""  # written to notes; "" by choice
    auto_lock_minutes: int = 10
    remember_recent: bool = True
    tessdata: str = ""  # a folder with language data of OCR, besides those of the system
    recent: list[str] = field(default_factory=list)
    window: dict[str, str] = field(default_factory=dict)  # geometry and splitters, base64
    keys: dict[str, list[str]] = field(default_factory=dict)  # those that are not the usual ones

    @classmethod
    def load(cls, path: Path | None = None) -> Settings:
        """Read the file; anything missing or odd falls back to the default value."""
        path = path or config_dir() / "settings.json"
        try:
            stored = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            return cls()
        if not isinstance(stored, dict):
            return cls()
        default = cls()
        good = {
            item.name: stored[item.name]
            for item in fields(cls)
            if isinstance(stored.get(item.name), type(getattr(default, item.name)))
        }
        return cls(**good)

    def save(self, path: Path | None = None) -> None:
        """Write the file, whole or not at all; only its owner may read it."""
        path = path or config_dir() / "settings.json"
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = path.with_suffix(".tmp")
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "w", encoding="utf-8") as file:
            json.dump(asdict(self), file, ensure_ascii=False, indent=1)
        os.replace(temporary, path)
