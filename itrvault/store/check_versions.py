"""Looks whether the links between documents of nearly the same text follow from the texts."""

from __future__ import annotations

from collections.abc import Iterator

from itrvault.errors import VaultDamaged
from itrvault.model.report import CheckItem, Severity
from itrvault.store.units import BATCH
from itrvault.store.vaultfile import VaultFile
from itrvault.store.versions import MOST, Versions
from itrvault.text.sameness import Sketch, likeness

SAME = 0.98
"""Likeness of a stored signature and one made now. Not equality: another Python may know more of
Unicode and fold a rare letter otherwise."""

SHOWN = 5
WHAT = "versions"


def check_versions(file: VaultFile) -> Iterator[CheckItem]:
    """Every signature against its text, every key and link against the signatures."""
    versions = Versions(file)
    missing = versions.missing()
    if missing:
        sentence = (
            f"{missing} document{' has' if missing == 1 else 's have'} not been compared with the "
            "others yet; the next import does it."
        )
        yield CheckItem(Severity.WARNING, WHAT, sentence)
    sketches, wrong = _signatures(file, versions)
    if not _keys_agree(file, sketches):
        wrong.append("the table of keys")
    wrong += _links(file, versions, sketches)
    if wrong:
        shown = "; ".join(wrong[:SHOWN]) + ("; ..." if len(wrong) > SHOWN else "")
        sentence = (
            f"What is said of documents with nearly the same text does not agree with the texts: "
            f"{shown}. Compare them again with: itrvault versions --again"
        )
        yield CheckItem(Severity.ERROR, WHAT, sentence)
    elif not missing:
        count = int(file.reading.value("SELECT count(*) FROM versions"))
        links = f"{count} link{'' if count == 1 else 's'}"
        sentence = f"Documents of nearly the same text: {links}, as the texts say."
        yield CheckItem(Severity.OK, WHAT, sentence)


def _signatures(file: VaultFile, versions: Versions) -> tuple[dict[int, Sketch], list[str]]:
    """The sketch of every document that has one, and the names of those with a wrong one."""
    sketches, wrong = {}, []
    rows = file.reading.all(
        "SELECT s.document, d.name, s.data FROM signatures s JOIN documents d "
        "ON d.row = s.document ORDER BY s.document"
    )
    for row, name, data in rows:
        true = versions.signature(row)
        try:
            stored = versions.unpacked(data) if data else None
        except VaultDamaged:
            wrong.append(name)
            continue
        if stored is not None:
            sketches[row] = stored
        if data != true and (
            stored is None or not true or likeness(stored, Sketch.unpack(true)).similarity < SAME
        ):
            wrong.append(name)
    return sketches, wrong


def _keys_agree(file: VaultFile, sketches: dict[int, Sketch]) -> bool:
    total = 0
    for row, sketch in sketches.items():
        keys = list(sketch.keys)
        total += len(keys)
        for at in range(0, len(keys), BATCH):
            some = keys[at : at + BATCH]
            marks = ",".join("?" * len(some))
            found = file.reading.value(
                f"SELECT count(*) FROM sketches WHERE value IN ({marks}) AND document = ?",  # noqa: S608
                (*some, row),
            )
            if found != len(some):
                return False
    return bool(file.reading.value("SELECT count(*) FROM sketches") == total)


def _links(file: VaultFile, versions: Versions, sketches: dict[int, Sketch]) -> list[str]:
    """Links that are not as the signatures say, or not there."""
    have = set(file.reading.all("SELECT one, other, relation, similarity FROM versions"))
    missing: set[tuple[int, int, str, int]] = set()
    for row, sketch in sketches.items():
        others = versions.candidates(row, sketch)
        if len(others) < MOST:  # else which are linked depends on who came first
            found = (versions.compared(row, sketch, other) for other in others if other in sketches)
            missing.update(link for link in found if link is not None and link not in have)
    false = [
        link for link in have
        if link[0] not in sketches or link[1] not in sketches
        or versions.compared(link[0], sketches[link[0]], link[1]) != link
    ]  # fmt: skip
    names: dict[int, str] = dict(file.reading.all("SELECT row, name FROM documents"))
    return [
        f"{names.get(one)} and {names.get(other)}"
        for one, other in sorted({link[:2] for link in (*missing, *false)})
    ]
