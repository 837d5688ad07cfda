"""How far the assessors of a vault agree, where they differ, and what they settle together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from itrvault.errors import InvalidValue
from itrvault.judging.judgements import as_listed
from itrvault.judging.tagged import as_tagged, in_tree_order
from itrvault.model.annotation import Stance
from itrvault.model.journal import Change, Changed
from itrvault.rights.coding import Agreement, Verdict, coders_of, compare_coders
from itrvault.rights.disagreements import About, Disagreement, disagreements
from itrvault.rights.joint import is_joint, joint_name
from itrvault.rights.tagging import Tagged
from itrvault.vault import Vault

LABEL = "Settle a disagreement"


@dataclass(frozen=True, slots=True)
class Agreeing:
    """One look. `coders` is everybody who could be compared, `compared` those who are."""

    coders: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    agreement: Agreement = field(default_factory=Agreement)
    differing: tuple[Disagreement, ...] = ()

    @property
    def open(self) -> int:
        """How many disagreements are not settled."""
        return sum(not one.settled for one in self.differing)


def look_at_agreement(vault: Vault, wanted: Sequence[str] = ()) -> Agreeing:
    """Compare those wanted, or everybody. Raises InvalidValue for a name nobody has."""
    with vault.store.snapshot():
        passages = vault.store.passages.all()
        briefs = vault.store.risks.brief()
        tags = in_tree_order(vault.store.tags.all())
        # Times are to the second, which is too coarse to say what came after what.
        changed = vault.store.passages.last_changes()
        tagged = [
            one._replace(modified=changed.get(one.annotation, one.modified))
            for one in as_tagged(passages, set(tags))
        ]
        verdicts = [
            Verdict(
                one.risk, one.annotation, one.right, one.severity, one.stance, one.assessor,
                changed.get(one.risk, one.modified),
            )
            for one in briefs
        ]  # fmt: skip
        coders = coders_of([one for one in tagged if one.tags], verdicts)
        for name in wanted:
            if name not in coders:
                known = ", ".join(each or "(no name)" for each in coders) or "nobody"
                reason = f"who tagged or judged: {known}"
                raise InvalidValue(value=name, field="assessor", reason=reason)
        chosen = [name for name in coders if name in wanted] if wanted else coders
        lengths = _lengths(vault, tagged, set(chosen))
        listed = sorted(vault.store.documents.all(), key=as_listed)
    if len(chosen) < 2:
        return Agreeing(tuple(coders), tuple(chosen))
    figures = compare_coders([one for one in tagged if one.tags], verdicts, lengths, tags, chosen)
    place = {document.id: number for number, document in enumerate(listed)}
    differing = disagreements(tagged, verdicts, chosen)
    differing.sort(key=lambda one: (place.get(one.document, 0), one.start))
    return Agreeing(tuple(coders), tuple(chosen), figures, tuple(differing))


def settle_right(
    vault: Vault,
    differing: Disagreement,
    chosen: str,
    note: str = "",
    *,
    severity: int | None = None,
    stance: Stance | None = None,
    author: str = "",
) -> Change:
    """Write a joint judgement after the one that is chosen (its id), with another level or stance
    where they agreed on that. Nobody's own judgement is touched; one operation, which `undo` takes
    back. An earlier joint one of this right gives way.

    `note` are the reasons they found together; without one the reasons of the chosen one stand.
    Raises NoSuchAssessment, InvalidValue.
    """
    store = vault.store
    with store.journal.operation(LABEL, author=author):
        base = store.risks.get(chosen)
        name = joint_name(differing.names)
        written = []
        for annotation in _judged_at(vault, differing):
            for old in store.risks.of_annotation(annotation):
                if is_joint(old.assessor) and old.right == differing.subject:
                    store.risks.remove(old.id)
            made = store.risks.add(
                annotation, differing.subject,
                base.severity if severity is None else severity, base.likelihood,
                stance or base.stance, note.strip() or base.rationale, articles=base.articles,
                assessor=name, confidence=base.confidence, affected=base.affected, test=base.test,
                provision=base.provision, proposal=base.proposal,
            )  # fmt: skip
            written.append(made.id)
    return Change(Changed.RISKS, tuple(written), LABEL)


def settle_tags(
    vault: Vault, differing: Disagreement, tags: Sequence[str], note: str = "", *, author: str = ""
) -> Change:
    """Mark the passage together, with the tags (ids) they agree on; none is an answer, too.

    Nobody's own passage is touched; a joint one of the same words that is there already changes.
    One operation, which `undo` takes back. Raises NoSuchAnnotation, NoSuchTag.
    """
    store = vault.store
    with store.journal.operation(LABEL, author=author):
        notes = [store.annotations.get(one) for one in differing.annotations]
        joint = next((one for one in notes if is_joint(one.author)), None)
        if joint is not None:
            # Taken away and made anew, so that it is later than what it settles.
            store.annotations.remove(joint.id)
        marking = next(
            one for said in differing.said if said.annotation
            for one in notes if one.id == said.annotation
        )  # fmt: skip
        made = store.annotations.add(
            marking.document, marking.anchor, marking.colour, note.strip(), list(tags),
            joint_name(differing.names),
        )  # fmt: skip
    return Change(Changed.ANNOTATIONS, (made.id,), LABEL)


def _judged_at(vault: Vault, differing: Disagreement) -> list[str]:
    if differing.about is not About.RIGHT:
        raise InvalidValue(value=differing.about, field="what is settled", reason="it is a tag")
    named = [one.annotation for one in differing.said if one.verdict is not None]
    return list(dict.fromkeys(named))


def _lengths(vault: Vault, tagged: Sequence[Tagged], coders: set[str]) -> dict[str, list[int]]:
    """The code points of each unit of the documents that two or more of these tagged."""
    readers: dict[str, set[str]] = {}
    for one in tagged:
        if one.tags and one.author in coders:
            readers.setdefault(one.document, set()).add(one.author)
    return {
        document: [len(text) for text in vault.store.documents.texts(document)]
        for document, names in readers.items()
        if len(names) > 1
    }
