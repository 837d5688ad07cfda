"""Disagreements as rows of a table: about what, where, who says what, and whether it is settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from itrvault.desktop.words import LEVEL_WORDS, STANCES, place_words, tooltip, translated
from itrvault.judging.agreeing import Agreeing, look_at_agreement
from itrvault.judging.names import right_name
from itrvault.model.annotation import Stance
from itrvault.rights.disagreements import About, Disagreement, Said
from itrvault.rights.tagging import UNIT
from itrvault.vault import Vault

Index = QModelIndex | QPersistentModelIndex

DIFFERING = Qt.ItemDataRole.UserRole
ABOUT, WHERE, SAID, STATE = range(4)


@dataclass(frozen=True, slots=True)
class Compared:
    """One look at who agrees. `paths` are of tags, `places` of disagreements by number."""

    agreeing: Agreeing = field(default_factory=Agreeing)
    paths: Mapping[str, str] = field(default_factory=dict)
    places: Sequence[str] = ()


def look_at_coders(vault: Vault, wanted: Sequence[str]) -> Compared:
    """Compare, and say where each disagreement is (on a reading thread)."""
    with vault.store.snapshot():
        agreeing = look_at_agreement(vault, wanted)
        paths = vault.store.tags.paths()
        named: dict[str, tuple[str, list[str]]] = {}
        kinds = {}
        for one in agreeing.differing:
            if one.document not in named:
                document = vault.store.documents.get(one.document)
                labels = vault.store.documents.labels(one.document)
                named[one.document] = document.symbol or document.title, labels
                kinds[one.document] = document.unit_kind
        places = []
        for one in agreeing.differing:
            name, labels = named[one.document]
            unit = one.start // UNIT
            page = place_words(labels[unit], kinds[one.document]) if unit < len(labels) else ""
            places.append("  ·  ".join(part for part in (name, page) if part))
    return Compared(agreeing, paths, tuple(places))


def said_words(one: Disagreement, said: Said) -> str:
    """What somebody says about a tag or a right."""
    translate = QCoreApplication.translate
    if one.about is About.TAG:
        if said.tagged:
            return translate("risks", "has the tag")
        if said.marked:
            return translate("risks", "marked it without the tag")
        return translate("risks", "did not mark it")
    if said.verdict is None:
        return translate("risks", "did not judge this right")
    stance = translated(STANCES[Stance(said.verdict.stance)])
    return f"{stance}, {translated(LEVEL_WORDS[said.verdict.severity])}"


def name_words(name: str) -> str:
    """Who said it."""
    return name or QCoreApplication.translate("risks", "no name given")


def subject_words(one: Disagreement, paths: Mapping[str, str]) -> str:
    """The tag or the right."""
    if one.about is About.TAG:
        return paths.get(one.subject, one.subject).rsplit("/", 1)[-1]
    return right_name(one.subject)


class DisagreementTable(QAbstractTableModel):
    """Rows for a table view."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.compared = Compared()
        self.rows: list[tuple[Disagreement, str]] = []

    def show(self, compared: Compared, *, settled: bool) -> None:
        """Replace everything; those that are settled only when asked for."""
        self.beginResetModel()
        self.compared = compared
        pairs = zip(compared.agreeing.differing, compared.places, strict=True)
        self.rows = [pair for pair in pairs if settled or not pair[0].settled]
        self.endResetModel()

    def find(self, one: Disagreement | None) -> int:
        """The row about the same, -1 for none."""
        if one is None:
            return -1
        wanted = (one.about, one.subject, one.document, one.annotations[:1])
        for number, (each, _) in enumerate(self.rows):
            if (each.about, each.subject, each.document, each.annotations[:1]) == wanted:
                return number
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else 4

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Qt's."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return (
                self.tr("About"), self.tr("Where"), self.tr("Who says what"), self.tr("State"),
            )[section]  # fmt: skip
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's."""
        if not index.isValid():
            return None
        one, place = self.rows[index.row()]
        if role == DIFFERING:
            return one
        words = {
            ABOUT: subject_words(one, self.compared.paths),
            WHERE: place,
            SAID: "  |  ".join(
                f"{name_words(said.who)}: {said_words(one, said)}" for said in one.said
            ),
            STATE: self.tr("settled") if one.settled else self.tr("open"),
        }[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(words)
        return None
