"""Which languages a page is to be read in by OCR: what its document is in, else what is likely."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Sequence

from itrvault.model.document import Doubt, Unit
from itrvault.sandbox.tessdata import CODES, TRADITIONAL, LanguageData

Group = tuple[str, ...]

TRIED = ("eng", "rus", "ell", "heb", "ara", "hin", "kor", "jpn", "chi_sim", TRADITIONAL)
"""One language for each script, the quick ones first: tried when nobody says which it is."""

_LATIN_PAIRS = {language: CODES[language] for language in
                ("en", "fr", "es", "de", "pt", "it", "nl", "pl", "cs", "ro", "sv")}  # fmt: skip


def parse_languages(text: str) -> Group:
    """Languages as a person names them, "rus+eng" or "ru+en", in Tesseract's names."""
    names = [name.strip() for name in text.replace(",", "+").split("+") if name.strip()]
    return tuple(dict.fromkeys(CODES.get(name.lower(), name) for name in names))


class Tongues:
    """The languages of one document's pages; learns from the pages that were read. Thread safe."""

    def __init__(
        self,
        data: LanguageData,
        asked: Sequence[Group],
        language: str,
        units: Sequence[Unit],
        metadata: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._data = data
        self._lock = threading.Lock()
        self._known: Group = ()
        self.missing: frozenset[str] = frozenset()
        self._groups = self._choose(asked, language or _spoken(units, metadata))

    def _choose(self, asked: Sequence[Group], language: str) -> list[Group]:
        if asked:
            wanted = list(asked)
        elif language == "zh":
            wanted = [("chi_sim",), (TRADITIONAL,)]
        elif language:
            wanted = [(CODES.get(language, language),)]
        else:
            wanted = [(name,) for name in TRIED]
        found = [group for group in wanted if self._data.folder_of(group)]
        if not found:
            self.missing = frozenset(wanted[0]) - self._data.languages or frozenset(wanted[0])
        return found

    @property
    def groups(self) -> list[Group]:
        """What to try, in order; one group once it is known. Empty when there is no data."""
        with self._lock:
            return [self._known] if self._known else list(self._groups)

    @property
    def folder(self) -> str:
        """The folder that holds the data of all groups, or of most; see `groups_in`."""
        groups = self.groups
        best = self._data.folder_of({name for group in groups for name in group})
        return best or max(self._data.paths, key=lambda path: len(self.groups_in(path)), default="")

    def groups_in(self, folder: str) -> list[Group]:
        """Those of the groups whose data lies in one folder."""
        there = dict(self._data.folders).get(folder, frozenset())
        return [group for group in self.groups if there.issuperset(group)]

    def learn(self, group: Group, unit: Unit) -> Group:
        """Take note of a page read well, and say in which languages it should be read again.

        () when it is right as it is. English reads French, but leaves out the accents.
        """
        if unit.doubt is not Doubt.NONE or len(unit.text) < 80:
            return ()
        with self._lock:
            if self._known:
                return ()
            if len(self._groups) == 1:
                self._known = group
                return ()
            better = _LATIN_PAIRS.get(unit.language, "") if group == ("eng",) else ""
            if better and better != "eng" and self._data.folder_of([better]):
                self._known = (better,)
                return self._known
            if unit.language:
                self._known = group
            return ()


def _spoken(units: Sequence[Unit], metadata: Iterable[tuple[str, str]]) -> str:
    """The language of most pages that can be trusted, else what the file says it is in."""
    sound = Counter(
        unit.language for unit in units if unit.language and unit.doubt is Doubt.NONE
    ).most_common(1)
    if sound:
        return sound[0][0]
    return next((value[:2].lower() for key, value in metadata if key == "language"), "")
