"""Which proposals share words, as rows of pairs, and the texts with what they share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from itrvault.desktop.models.compare import Spot, called, spot_of
from itrvault.desktop.words import number_words, tooltip
from itrvault.model.provision import Place
from itrvault.negotiation import Negotiation
from itrvault.negotiation.sharing import find_shared, proposed
from itrvault.treaty.reuse import Reuse
from itrvault.vault import Vault

Index = QModelIndex | QPersistentModelIndex

PAIR = Qt.ItemDataRole.UserRole
SORT = Qt.ItemDataRole.UserRole + 1
ONE, OTHER, WORDS = range(3)


@dataclass(frozen=True, slots=True)
class SharedText:
    """A text that shares words. `authors` are () for a document that proposes nothing.

    `spot` is where it stands. Of a whole document the words stand in its units, one after the other
    with a line end between them: `units` are their lengths; () for a proposal.
    """

    name: str
    text: str
    authors: tuple[str, ...]
    spot: Spot
    units: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts and what they share."""

    one: SharedText
    other: SharedText
    reuse: Reuse


@dataclass(frozen=True, slots=True)
class Wish:
    """What is compared: the proposals that stand, those replaced, too, and whole documents."""

    replaced: bool = False
    documents: tuple[str, ...] = ()


def look_at_shared(vault: Vault, found: Negotiation, wish: Wish) -> tuple[Pair, ...]:
    """Find them (on a reading thread), those with most words in common first."""
    texts: dict[str, SharedText] = {}
    for name, each in proposed(found, replaced=wish.replaced).items():
        document, place = each.sourced.document, each.sourced.proposal.place
        spot = spot_of(document.id, place, found.names[document.id])
        texts[name] = SharedText(name, each.text, each.sourced.proposal.authors, spot)
    for key in wish.documents:
        document = vault.store.documents.get(key)
        units = vault.store.documents.texts(key)
        end = Place(0, 0, max(0, len(units) - 1), len(units[-1]) if units else 0)
        text = SharedText(
            called(document), "\n".join(units), (), Spot(key, end, ""), tuple(map(len, units))
        )
        texts[text.name] = text
    found_pairs = find_shared(found, {name: each.text for name, each in texts.items()})
    return tuple(Pair(texts[each.left], texts[each.right], each) for each in found_pairs)


def spot_in(text: SharedText, start: int, end: int) -> Spot:
    """Where words of a text stand: of a proposal all of it, of a document these words."""
    if not text.units:
        return text.spot
    place = Place(*_unit_at(text.units, start), *_unit_at(text.units, end))
    return Spot(text.spot.document, place, "")


def _unit_at(lengths: Sequence[int], offset: int) -> tuple[int, int]:
    for number, length in enumerate(lengths):
        if offset <= length:
            return number, offset
        offset -= length + 1
    return len(lengths) - 1, lengths[-1]


class SharedModel(QAbstractTableModel):
    """A row a pair: both names with the share of each, and how many words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pairs: tuple[Pair, ...] = ()
        self.names: Mapping[str, str] = {}

    def show(self, pairs: Sequence[Pair]) -> None:
        """Replace everything."""
        self.beginResetModel()
        self.pairs = tuple(pairs)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else len(self.pairs)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Qt's."""
        return 0 if parent.isValid() else 3

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Qt's."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("One"), self.tr("The other"), self.tr("Words"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Qt's."""
        if not index.isValid():
            return None
        pair, column = self.pairs[index.row()], index.column()
        reuse = pair.reuse
        if role == PAIR:
            return pair
        if role == SORT:
            return (reuse.left_share, reuse.right_share, reuse.words)[column]
        if role == Qt.ItemDataRole.DisplayRole:
            if column == WORDS:
                return number_words(reuse.words)
            text, share = (pair.one, reuse.left_share) if column == ONE else (
                pair.other, reuse.right_share
            )  # fmt: skip
            return f"{share_words(share)}  {text.name}"
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            words = self.tr("{words} in common: {share} of {one}, {other_share} of {other}").format(
                words=self.tr("%n word(s)", "", reuse.words),
                share=share_words(reuse.left_share),
                one=pair.one.name,
                other_share=share_words(reuse.right_share),
                other=pair.other.name,
            )
            return tooltip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None


def share_words(share: float) -> str:
    """A share in hundredths, rounded down: 100 % is said of nothing less."""
    return f"{int(share * 100 + 1e-9)} %"
