"""Risk assessments: what an assessor thinks an annotated passage does to a right."""

from __future__ import annotations

from collections.abc import Sequence

from itrvault.errors import InvalidValue, NoSuchAnnotation, NoSuchAssessment, VaultDamaged
from itrvault.model.annotation import LEVELS, RiskAssessment, Stance
from itrvault.model.ids import new_id
from itrvault.model.journal import Change, ObjectKind
from itrvault.store.connection import Row
from itrvault.store.journal import Journal
from itrvault.store.records import from_json
from itrvault.store.state import EXISTS
from itrvault.store.units import storable
from itrvault.store.vaultfile import VaultFile

_STANCES = set(Stance)
_SELECT = (
    'SELECT r.id, r.annotation, r."right", r.articles, r.severity, r.likelihood, r.stance, '
    "r.rationale, r.assessor, r.created, r.modified FROM risks r "
    "JOIN annotations a ON a.id = r.annotation AND a.present "
    "JOIN documents d ON d.id = a.document"
)


class Risks:
    """The assessments of one vault, of the annotations that are in it."""

    def __init__(self, file: VaultFile, journal: Journal) -> None:
        self._file = file
        self._journal = journal

    def add(
        self,
        annotation: str,
        right: str,
        severity: int,
        likelihood: int,
        stance: Stance,
        rationale: str,
        *,
        articles: Sequence[str] = (),
        assessor: str = "",
    ) -> RiskAssessment:
        """Judge an annotation. Several assessors may judge the same one, each with their own.

        Raises NoSuchAnnotation, InvalidValue (no right, no reasons, a level outside LEVELS).
        """
        key = new_id()
        with self._journal.operation("Assess risk", author=assessor):
            here = self._file.reading.value(
                "SELECT 1 FROM annotations WHERE id = ? AND present", (annotation,)
            )
            if here is None:
                raise NoSuchAnnotation(reference=annotation)
            fields = _fields(right, articles, severity, likelihood, stance, rationale)
            fields |= {EXISTS: True, "annotation": annotation}
            fields["assessor"] = storable(assessor) or None
            self._journal.write(ObjectKind.RISK, key, fields, label="Assess risk")
            return self.get(key)

    def update(
        self,
        key: str,
        *,
        right: str | None = None,
        articles: Sequence[str] | None = None,
        severity: int | None = None,
        likelihood: int | None = None,
        stance: Stance | None = None,
        rationale: str | None = None,
        assessor: str | None = None,
        author: str = "",
    ) -> Change:
        """Change what is given. Raises NoSuchAssessment, InvalidValue."""
        with self._file.transaction():
            self.get(key)
            fields = _fields(right, articles, severity, likelihood, stance, rationale)
            if assessor is not None:
                fields["assessor"] = storable(assessor) or None
            return self._journal.write(
                ObjectKind.RISK, key, fields, label="Change assessment", author=author
            )

    def remove(self, key: str, *, author: str = "") -> Change:
        """Take it away; `undo` brings it back. Raises NoSuchAssessment."""
        with self._file.transaction():
            self.get(key)
            return self._journal.write(
                ObjectKind.RISK, key, {EXISTS: None}, label="Remove assessment", author=author
            )

    def get(self, key: str) -> RiskAssessment:
        """By id. Raises NoSuchAssessment."""
        found = self._select("WHERE r.id = ?", (key,))
        if not found:
            raise NoSuchAssessment(reference=key)
        return found[0]

    def of_annotation(self, annotation: str) -> list[RiskAssessment]:
        """Those of one annotation, in order of making."""
        return self._select("WHERE r.annotation = ? ORDER BY r.id", (annotation,))

    def all(self) -> list[RiskAssessment]:
        """Every one, in order of making."""
        return self._select("ORDER BY r.id", ())

    def _select(self, rest: str, values: Sequence[object]) -> list[RiskAssessment]:
        rows = self._file.reading.all(f"{_SELECT} {rest}", values)
        return [self._risk(row) for row in rows]

    def _risk(self, row: Row) -> RiskAssessment:
        key, annotation, right, articles, severity, likelihood, stance, *texts = row
        read = tuple(str(article) for article in from_json(self._file.reading, articles))
        if stance not in _STANCES:
            raise VaultDamaged(path=self._file.path, reason="a judgement takes no known stance")
        return RiskAssessment(
            key, annotation, right, read, severity, likelihood, Stance(stance), *texts
        )


def _fields(
    right: str | None,
    articles: Sequence[str] | None,
    severity: int | None,
    likelihood: int | None,
    stance: Stance | None,
    rationale: str | None,
) -> dict[str, object]:
    fields: dict[str, object] = {}
    for name, text in (("right", right), ("rationale", rationale)):
        if text is not None:
            fields[name] = storable(text.strip())
            if not fields[name]:
                raise InvalidValue(value=text, field=name, reason="it is empty")
    for name, level in (("severity", severity), ("likelihood", likelihood)):
        if level is not None:
            if type(level) is not int or not 0 <= level < len(LEVELS):
                reason = f"levels go from 0 ({LEVELS[0]}) to {len(LEVELS) - 1} ({LEVELS[-1]})"
                raise InvalidValue(value=level, field=name, reason=reason)
            fields[name] = level
    if articles is not None:
        fields["articles"] = [storable(article) for article in articles]
    if stance is not None:
        fields["stance"] = Stance(stance).value
    return fields
