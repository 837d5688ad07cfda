"""Risk assessments: what an assessor thinks an annotated passage does to a right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from itrvault.errors import InvalidValue, NoSuchAnnotation, NoSuchAssessment, VaultDamaged
from itrvault.model.annotation import (
    CONFIDENCES,
    LEVELS,
    Answer,
    Judgement,
    RiskAssessment,
    Stance,
    ThreePartTest,
)
from itrvault.model.ids import new_id
from itrvault.model.journal import Change, ObjectKind
from itrvault.store.connection import Row
from itrvault.store.journal import Journal
from itrvault.store.kept import Kept
from itrvault.store.news import News, batches
from itrvault.store.records import from_json
from itrvault.store.state import EXISTS
from itrvault.store.units import storable
from itrvault.store.vaultfile import VaultFile

_STANCES = {stance.value: stance for stance in Stance}
_ANSWERS = set(Answer)
_COLUMNS = (
    'r.id, r.annotation, r."right", r.articles, r.severity, r.likelihood, r.stance, '
    "r.rationale, r.assessor, r.created, r.modified, r.confidence, r.affected, r.law, r.law_why, "
    "r.aim, r.aim_why, r.necessity, r.necessity_why, r.provision, r.proposal"
)
_FROM = (
    "FROM risks r JOIN annotations a ON a.id = r.annotation AND a.present "
    "JOIN documents d ON d.id = a.document"
)
_BRIEF = (
    'r.id, r.annotation, r."right", r.severity, r.likelihood, r.stance, r.assessor, r.modified, '
    "r.provision, r.proposal, a.document, a.unit, a.anchor ->> '$.start', a.end_unit, "
    "a.anchor ->> '$.end', r.rationale"
)


class Brief(NamedTuple):
    """Of an assessment what it is counted by and found by, and where its passage is."""

    risk: str
    annotation: str
    right: str
    severity: int
    likelihood: int
    stance: str
    assessor: str
    modified: str
    provision: str
    proposal: str
    document: str
    unit: int
    start: int
    end_unit: int
    end: int
    rationale: str


@dataclass(frozen=True, slots=True)
class _Briefs:
    """All there are, by id and in order of making."""

    by_id: dict[str, Brief]
    ordered: tuple[Brief, ...]

    @classmethod
    def of(cls, by_id: dict[str, Brief]) -> _Briefs:
        """In order."""
        return cls(by_id, tuple(sorted(by_id.values())))


class Risks:
    """The assessments of one vault, of the annotations that are in it."""

    def __init__(self, file: VaultFile, journal: Journal) -> None:
        self._file = file
        self._journal = journal
        self._brief = Kept(file, self._all_briefs, self._renewed)
        self._said = Kept(file, lambda: self._judgements("", ()), self._said_anew)

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
        confidence: int = 0,
        affected: Sequence[str] = (),
        test: ThreePartTest | None = None,
        provision: str = "",
        proposal: str = "",
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
            fields |= _more(confidence, affected, test, provision, proposal)
            # What is not said needs no row of the journal.
            fields = {name: value for name, value in fields.items() if value not in ("", [])}
            if not confidence:
                del fields["confidence"]
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
        confidence: int | None = None,
        affected: Sequence[str] | None = None,
        test: ThreePartTest | None = None,
        provision: str | None = None,
        proposal: str | None = None,
        author: str = "",
    ) -> Change:
        """Change what is given. Raises NoSuchAssessment, InvalidValue."""
        with self._file.transaction():
            old = self.get(key)
            fields = _fields(right, articles, severity, likelihood, stance, rationale)
            there = _more(old.confidence, old.affected, old.test, old.provision, old.proposal)
            more = _more(confidence, affected, test, provision, proposal)
            # What was never said, and is not said now, needs no row of the journal.
            fields |= {name: value for name, value in more.items() if value != there[name]}
            if assessor is not None:
                fields["assessor"] = storable(assessor) or None
            return self._journal.write(
                ObjectKind.RISK, key, fields, label="Change assessment", author=author
            )

    def follow(self, key: str, fields: Mapping[str, str], *, author: str = "") -> Change:
        """Let `provision` and `proposal` be what those are called now, whoever judged.

        What was judged stays as it is.
        """
        assert fields.keys() <= {"provision", "proposal"}
        named: dict[str, object] = {name: storable(text) for name, text in fields.items()}
        return self._journal.write(
            ObjectKind.RISK, key, named, label="Change assessment", author=author
        )

    def on_proposals(self) -> list[tuple[str, str]]:
        """Id and proposal of each that names one, also where its annotation is not here."""
        return self._file.reading.all("SELECT id, proposal FROM risks WHERE proposal <> ''")

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

    def of_annotations(self, annotations: Sequence[str]) -> dict[str, list[RiskAssessment]]:
        """Those of several annotations, by annotation, in order of making."""
        found: dict[str, list[RiskAssessment]] = {}
        with self._file.snapshot():
            for marks, some in batches(annotations):
                for risk in self._select(f"WHERE r.annotation IN ({marks}) ORDER BY r.id", some):
                    found.setdefault(risk.annotation, []).append(risk)
        return found

    def brief(self) -> tuple[Brief, ...]:
        """Of every one what it is counted by: ten thousand of them in a twentieth of a second.

        What is as it was when somebody asked before is not read again. Raises VaultDamaged.
        """
        return self._brief.now().ordered

    def judgements(self) -> Mapping[str, tuple[Judgement, ...]]:
        """What lists say of them, by annotation, also of those that are not here.

        What is as it was when somebody asked before is not read again. Raises VaultDamaged.
        """
        return self._said.now()

    def _said_anew(
        self, known: dict[str, tuple[Judgement, ...]], news: News
    ) -> dict[str, tuple[Judgement, ...]]:
        risks = news.risks
        if not risks:
            return known
        touched = {key for key, judged in known.items() if any(one.id in risks for one in judged)}
        for marks, some in batches(risks):
            touched |= self._judgements(f"WHERE id IN ({marks})", some).keys()
        found = {key: judged for key, judged in known.items() if key not in touched}
        for marks, some in batches(touched):
            found |= self._judgements(f"WHERE annotation IN ({marks})", some)
        return found

    def _judgements(
        self, condition: str, values: Sequence[object]
    ) -> dict[str, tuple[Judgement, ...]]:
        columns = "id, annotation, stance, severity, rationale"
        sql = f"SELECT {columns} FROM risks {condition} ORDER BY id"  # noqa: S608
        found: dict[str, tuple[Judgement, ...]] = {}
        for key, annotation, stance, severity, rationale in self._file.reading.all(sql, values):
            if stance not in _STANCES:
                raise VaultDamaged(path=self._file.path, reason="a judgement takes no known stance")
            one = Judgement(key, annotation, _STANCES[stance], severity, rationale)
            others = found.get(annotation)
            found[annotation] = (one,) if others is None else (*others, one)
        return found

    def _all_briefs(self) -> _Briefs:
        return _Briefs.of(self._briefs("", ()))

    def _renewed(self, known: _Briefs, news: News) -> _Briefs:
        found = {
            key: one
            for key, one in known.by_id.items()
            if key not in news.risks
            and one.annotation not in news.annotations
            and one.document not in news.documents
        }
        for column, ids in (
            ("r.id", news.risks), ("r.annotation", news.annotations), ("a.document", news.documents)
        ):  # fmt: skip
            for marks, some in batches(ids):
                found |= self._briefs(f"WHERE {column} IN ({marks})", some)
        return _Briefs.of(found)

    def _briefs(self, condition: str, values: Sequence[object]) -> dict[str, Brief]:
        rows = self._file.reading.all(f"SELECT {_BRIEF} {_FROM} {condition}", values)
        found = list(map(Brief._make, rows))
        if not {one.stance for one in found} <= _STANCES.keys() or not all(
            type(one.start) is int and type(one.end) is int for one in found
        ):
            raise VaultDamaged(path=self._file.path, reason="a judgement cannot be right")
        return {one.risk: one for one in found}

    def affected(self) -> list[str]:
        """Whom assessments name as affected, the most named first."""
        rows = self._file.reading.all(
            f"SELECT value, count(*) AS n {_FROM}, json_each(r.affected) "
            "WHERE json_each.type = 'text' GROUP BY value ORDER BY n DESC, value"
        )
        return [row[0] for row in rows]

    def _select(self, rest: str, values: Sequence[object]) -> list[RiskAssessment]:
        rows = self._file.reading.all(f"SELECT {_COLUMNS} {_FROM} {rest}", values)
        return [self._risk(row) for row in rows]

    def _risk(self, row: Row) -> RiskAssessment:
        key, annotation, right, articles, severity, likelihood, stance, *rest = row
        rationale, assessor, created, modified, confidence, affected, *rest = rest
        law, law_why, aim, aim_why, necessity, necessity_why, provision, proposal = rest
        if stance not in _STANCES:
            raise VaultDamaged(path=self._file.path, reason="a judgement takes no known stance")
        if not {law, aim, necessity} <= _ANSWERS:
            raise VaultDamaged(path=self._file.path, reason="a judgement gives no known answer")
        test = ThreePartTest(
            Answer(law), law_why, Answer(aim), aim_why, Answer(necessity), necessity_why
        )
        return RiskAssessment(
            key, annotation, right, self._texts(articles), severity, likelihood, Stance(stance),
            rationale, assessor, created, modified, confidence, self._texts(affected), test,
            provision, proposal,
        )  # fmt: skip

    def _texts(self, stored: str) -> tuple[str, ...]:
        if stored == "[]":
            return ()
        return tuple(str(text) for text in from_json(self._file.reading, stored))


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
            fields[name] = _level(name, level, LEVELS)
    if articles is not None:
        fields["articles"] = [storable(article) for article in articles]
    if stance is not None:
        fields["stance"] = Stance(stance).value
    return fields


def _more(
    confidence: int | None,
    affected: Sequence[str] | None,
    test: ThreePartTest | None,
    provision: str | None,
    proposal: str | None,
) -> dict[str, object]:
    fields: dict[str, object] = {}
    if confidence is not None:
        fields["confidence"] = _level("confidence", confidence, ("not said", *CONFIDENCES[1:]))
    if affected is not None:
        named = (storable(" ".join(text.split())) for text in affected)
        fields["affected"] = list(dict.fromkeys(text for text in named if text))
    if test is not None:
        for name in ("law", "aim", "necessity"):
            fields[name] = Answer(getattr(test, name)).value
            fields[f"{name}_why"] = storable(str(getattr(test, f"{name}_why")).strip())
    for name, text in (("provision", provision), ("proposal", proposal)):
        if text is not None:
            fields[name] = storable(" ".join(text.split()))
    return fields


def _level(name: str, level: int, levels: Sequence[str]) -> int:
    if type(level) is not int or not 0 <= level < len(levels):
        reason = f"levels go from 0 ({levels[0]}) to {len(levels) - 1} ({levels[-1]})"
        raise InvalidValue(value=level, field=name, reason=reason)
    return level
