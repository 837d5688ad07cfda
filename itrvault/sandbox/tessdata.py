"""Where the language data of OCR lies on this system, and what to say when some is missing.

Tesseract itself is built into MuPDF; what has to be there is a file for each language. Looked for
in the user's own folder first, then where the packages of the systems put it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ENDING = ".traineddata"
_NO_LANGUAGES = frozenset({"osd", "equ", "snum"})

CODES: Mapping[str, str] = {
    "ar": "ara", "zh": "chi_sim", "en": "eng", "fr": "fra", "ru": "rus", "es": "spa", "de": "deu",
    "pt": "por", "it": "ita", "nl": "nld", "pl": "pol", "cs": "ces", "ro": "ron", "hu": "hun",
    "tr": "tur", "sv": "swe", "da": "dan", "nb": "nor", "fi": "fin", "ca": "cat", "id": "ind",
    "vi": "vie", "la": "lat", "af": "afr", "eo": "epo", "sw": "swa", "uk": "ukr", "be": "bel",
    "bg": "bul", "sr": "srp", "mk": "mkd", "kk": "kaz", "mn": "mon", "el": "ell", "he": "heb",
    "fa": "fas", "ur": "urd", "hi": "hin", "mr": "mar", "ne": "nep", "bn": "ben", "ta": "tam",
    "te": "tel", "th": "tha", "ja": "jpn", "ko": "kor", "hy": "hye", "ka": "kat", "am": "amh",
}  # fmt: skip
"""Tesseract's name for a language of ours. Chinese has two: see `chinese`."""

TRADITIONAL = "chi_tra"


@dataclass(frozen=True, slots=True)
class LanguageData:
    """The folders with language data, and which languages (Tesseract's names) lie in each."""

    folders: tuple[tuple[str, frozenset[str]], ...]

    @property
    def languages(self) -> frozenset[str]:
        """Every language that is there."""
        return frozenset().union(*(found for _, found in self.folders))

    @property
    def paths(self) -> tuple[str, ...]:
        """The folders, in the order they are asked."""
        return tuple(path for path, _ in self.folders)

    def folder_of(self, languages: Iterable[str]) -> str:
        """The first folder that holds all these languages, "" when none does."""
        wanted = set(languages)
        return next((path for path, found in self.folders if wanted <= found), "")


def find_language_data(own: str = "") -> LanguageData:
    """Look for language data; `own` is a folder of the user's choice, asked first."""
    found: dict[str, frozenset[str]] = {}
    for place in (own, *_places()):
        if not place:
            continue
        path = os.path.realpath(place)
        if path in found or path in ("/", os.path.realpath(Path.home())):
            continue  # a reader may read the folder: it must be one of its own
        languages = _languages_in(path)
        if languages:
            found[path] = languages
    # The user's own first; then the fullest, so that several languages lie in one folder.
    first = os.path.realpath(own) if own else ""
    ranked = sorted(found.items(), key=lambda each: (each[0] != first, -len(each[1])))
    return LanguageData(tuple(ranked))


def _languages_in(folder: str) -> frozenset[str]:
    try:
        names = os.listdir(folder)
    except OSError:
        return frozenset()
    stems = {name.removesuffix(ENDING) for name in names if name.endswith(ENDING)}
    return frozenset(stems - _NO_LANGUAGES)


def _places() -> Iterator[str]:
    prefix = os.environ.get("TESSDATA_PREFIX", "")
    if prefix:
        yield prefix
        yield os.path.join(prefix, "tessdata")
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle:
        yield os.path.join(bundle, "tessdata")
    yield os.path.join(sys.prefix, "share", "tessdata")
    if sys.platform == "win32":
        for name in ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA"):
            base = os.environ.get(name)
            if base:
                yield os.path.join(base, "Tesseract-OCR", "tessdata")
                yield os.path.join(base, "Programs", "Tesseract-OCR", "tessdata")
        return
    for version in sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata"), reverse=True):
        yield str(version)
    yield from (
        "/usr/share/tesseract-ocr/tessdata", "/usr/share/tessdata", "/usr/share/tesseract/tessdata",
        "/usr/local/share/tessdata", "/opt/homebrew/share/tessdata", "/opt/local/share/tessdata",
    )  # fmt: skip


def how_to_install(languages: Iterable[str]) -> str:
    """What to do on this system to get these languages (Tesseract's names), as a sentence."""
    names = sorted(set(languages)) or ["eng"]
    files = " and ".join(name + ENDING for name in names)
    if sys.platform == "win32":
        return (
            f"Install Tesseract-OCR with these languages, or put {files} into a folder and give "
            "it with --tessdata FOLDER."
        )
    if sys.platform == "darwin":
        return (
            f"Run: brew install tesseract-lang. Or put {files} into a folder and give it with "
            "--tessdata FOLDER."
        )
    packages = " ".join("tesseract-ocr-" + name.replace("_", "-") for name in names)
    return (
        f"Run: sudo apt-get install {packages} (elsewhere tesseract-langpack). Or put {files} into "
        "a folder and give it with --tessdata FOLDER."
    )
