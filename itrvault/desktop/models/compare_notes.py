"""What people wrote at the passages that a comparison shows: marks, tags, notes, judgements."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from itrvault.desktop.words import LEVEL_WORDS, STANCES, one_line, translated
from itrvault.model.annotation import Annotation, RiskAssessment
from itrvault.model.provision import Place
from itrvault.vault import Vault

LONGEST = 120
"""Signs of a note or a quotation that are shown."""


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One annotation: its colour's name, the names of its tags, and its note or its words."""

    annotation: str
    document: str
    unit: int
    colour: str
    tags: tuple[str, ...]
    note: str
    quote: str
    risks: tuple[RiskAssessment, ...]

    @property
    def words(self) -> str:
        """The tags and the note; the words it marks when it has neither."""
        said = ": ".join(part for part in (", ".join(self.tags), _short(self.note)) if part)
        return said or f"“{_short(self.quote)}”"

    @property
    def judgement(self) -> str:
        """What it was judged to be: "Risk: high"; "" when nobody judged it."""
        return ", ".join(
            f"{translated(STANCES[risk.stance])}: {translated(LEVEL_WORDS[risk.severity])}"
            for risk in self.risks
        )


class Notes:
    """The annotations of the documents that are asked for, each document read once."""

    def __init__(self, vault: Vault) -> None:
        self._store = vault.store
        self._there = set(vault.store.annotations.counts_by_document())
        self._tags = {tag.id: tag.name for tag in vault.store.tags.all()} if self._there else {}
        self._read: dict[str, list[Annotation]] = {}

    def at(self, passages: Iterable[tuple[str, Place]]) -> tuple[NoteLine, ...]:
        """Those that share words with one of the passages (document, place), in their order."""
        found: dict[str, NoteLine] = {}
        for document, place in passages:
            if document not in self._there:
                continue
            if document not in self._read:
                self._read[document] = self._store.annotations.of_document(document)
            for note in self._read[document]:
                if note.id not in found and _touches(note, place):
                    found[note.id] = self.line(note)
        return tuple(found.values())

    def line(self, note: Annotation) -> NoteLine:
        """What is said of one."""
        return NoteLine(
            note.id,
            note.document,
            note.anchor.unit,
            note.colour,
            tuple(self._tags[tag] for tag in note.tags if tag in self._tags),
            note.note,
            note.anchor.exact,
            tuple(self._store.risks.of_annotation(note.id)),
        )


def _touches(note: Annotation, place: Place) -> bool:
    """Whether both have a word in common; a note on a whole page has none."""
    anchor = note.anchor
    begins, ends = (anchor.unit, anchor.start), (anchor.end_unit, anchor.end)
    return begins < (place.end_unit, place.end) and (place.unit, place.start) < ends


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"
