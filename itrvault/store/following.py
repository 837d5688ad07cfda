"""Passages follow the text: placed again when what a document says is another text than before.

A person's passages are never dropped: one whose words are not found stays on its page with its
quotation, says that it stands nowhere, and is tried again whenever the text changes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache

from itrvault.errors import VaultDamaged
from itrvault.model.annotation import Anchor, AnchorKind
from itrvault.model.journal import ObjectKind
from itrvault.store import units
from itrvault.store.fields import UNREADABLE, anchor_from, anchor_to
from itrvault.store.journal import Journal
from itrvault.store.news import batches
from itrvault.store.vaultfile import VaultFile

LABEL = "Change text"


class Following:
    """Moves the anchors of one vault's annotations. What it does is kept, and no step of undo."""

    def __init__(self, file: VaultFile, journal: Journal) -> None:
        self._file = file
        self._journal = journal

    def follow(
        self,
        document: str,
        *,
        changed: Iterable[int] | None = None,
        before: Sequence[str] | None = None,
        only: Collection[str] | None = None,
        label: str = LABEL,
    ) -> int:
        """Place the passages of a document again; how many have another place now.

        `changed` are the units whose text is another one (None: all may be), `before` the texts
        of all units as they were, if they are at hand, `only` the annotations that are meant.
        """
        with self._file.transaction():
            rows = self._file.writing.all(
                "SELECT id, anchor FROM annotations WHERE document = ? AND present", (document,)
            )
            touched = None if changed is None else set(changed)
            stored: dict[str, Anchor] = {}
            marked: dict[str, Anchor] = {}
            for key, value in rows:
                if only is not None and key not in only:
                    continue
                raw = json.loads(value)
                anchor = stored[key] = self._anchor(raw)
                if anchor.whole and "kind" not in raw:
                    # Once, a passage that was not found became a whole page.
                    anchor = next(iter(self._earlier(key)), anchor)
                    anchor = replace(anchor, unit=stored[key].unit, start=0,
                                     end_unit=stored[key].unit, end=0)  # fmt: skip
                if anchor.kind is not AnchorKind.PASSAGE or not anchor.exact:
                    continue
                near = range(anchor.unit, anchor.end_unit + 1)
                if touched is None or not anchor.placed or touched.intersection(near):
                    marked[key] = anchor
            if not marked:
                return 0
            found = self._placed(document, marked, before)
            moved = {key: place for key, place in found.items() if place != stored[key]}
            if moved:
                with self._journal.unseen(label):
                    self._journal.write_all(
                        ObjectKind.ANNOTATION,
                        {key: {"anchor": anchor_to(place)} for key, place in moved.items()},
                        label=label,
                    )
            return len(moved)

    def again(self, annotations: Sequence[str]) -> tuple[str, ...]:
        """Place those that an undo gave back as they stood in a text that is another one now.

        The ids of those whose words are not in it.
        """
        stale: dict[str, list[str]] = {}
        text_of = cache(self._text)
        for marks, some in batches(annotations):
            sql = f"SELECT id, document, anchor FROM annotations WHERE present AND id IN ({marks})"  # noqa: S608
            for key, document, value in self._file.writing.all(sql, some):
                anchor = self._anchor(json.loads(value))
                if anchor.kind is AnchorKind.PASSAGE and anchor.exact and anchor.placed:
                    texts = text_of(document, anchor.unit, anchor.end_unit)
                    if not _reads(texts, anchor):
                        stale.setdefault(document, []).append(key)
        for document, keys in stale.items():
            self.follow(document, only=set(keys))
        lost: list[str] = []
        for marks, some in batches(key for keys in stale.values() for key in keys):
            sql = f"SELECT id, anchor FROM annotations WHERE id IN ({marks})"  # noqa: S608
            rows = self._file.writing.all(sql, some)
            lost += [key for key, value in rows if not self._anchor(json.loads(value)).placed]
        return tuple(lost)

    def _text(self, document: str, first: int, last: int) -> list[str]:
        """The texts of these units as they are now."""
        rows = self._file.writing.all(
            "SELECT u.text FROM units u JOIN documents d ON d.row = u.document "
            "WHERE d.id = ? AND u.number BETWEEN ? AND ? ORDER BY u.number",
            (document, first, last),
        )
        return [text for (text,) in rows]

    def _placed(
        self, document: str, marked: dict[str, Anchor], before: Sequence[str] | None
    ) -> dict[str, Anchor]:
        from itrvault.text.anchors import with_rects
        from itrvault.text.relocating import Relocator, unplaced  # rapidfuzz: costs start-up

        row = int(self._file.writing.value("SELECT row FROM documents WHERE id = ?", (document,)))
        now = units.read_units(self._file.writing, row)
        relocator = Relocator([unit.text for unit in now])
        found: dict[str, Anchor] = {}
        earlier: dict[str, list[Anchor]] = {}
        for key, anchor in marked.items():
            # The very text it once stood in may be back: then nothing need be looked for.
            earlier[key] = self._earlier(key)
            same = next((one for one in (anchor, *earlier[key]) if relocator.stands(one)), None)
            if same is not None:
                found[key] = relocator.place(same) or same
        waiting = {key: anchor for key, anchor in marked.items() if key not in found}
        for places in (dict(waiting), *self._rounds(waiting, earlier)):
            open_ = {key: anchor for key, anchor in places.items() if key not in found}
            answers = relocator.place_all(list(open_.values()), before)
            found |= {
                key: place for key, place in zip(open_, answers, strict=True) if place is not None
            }
        last = len(now) - 1
        for key, anchor in waiting.items():
            if key not in found:
                found[key] = unplaced(replace(anchor, unit=min(anchor.unit, last)))
        return {
            key: place
            if place is marked[key] or not place.placed
            else with_rects(place, now[place.unit : place.end_unit + 1])
            for key, place in found.items()
        }

    def _rounds(
        self, waiting: dict[str, Anchor], earlier: dict[str, list[Anchor]]
    ) -> Iterable[dict[str, Anchor]]:
        """Earlier anchors of the passages, latest first: what nobody read wrongly may be found."""
        depth = max((len(earlier[key]) for key in waiting), default=0)
        for number in range(depth):
            yield {key: earlier[key][number] for key in waiting if number < len(earlier[key])}

    def _earlier(self, key: str) -> list[Anchor]:
        """Where the passage stood since a person last said so, latest first, without today's."""
        rows = self._file.writing.all(
            "SELECT j.after, o.kind FROM journal j LEFT JOIN operations o ON o.id = j.via "
            "WHERE j.kind = 'annotation' AND j.subject = ? AND j.field = 'anchor' "
            "ORDER BY j.seq DESC",
            (key,),
        )
        found: list[Anchor] = []
        for number, (after, kind) in enumerate(rows):
            value = json.loads(after)
            if number and value is not None:
                found.append(self._anchor(value))
            if kind != "note":
                break
        return [anchor for anchor in found if anchor.exact and anchor.placed]

    def _anchor(self, value: object) -> Anchor:
        try:
            return anchor_from(value)
        except UNREADABLE as error:
            reason = "an annotation's place is unreadable"
            raise VaultDamaged(path=self._file.path, reason=reason) from error


def _reads(texts: Sequence[str], anchor: Anchor) -> bool:
    """Whether the texts of its units say the quotation where the anchor is."""
    from itrvault.text.anchors import JOIN

    if len(texts) != anchor.end_unit - anchor.unit + 1:
        return False
    joined = JOIN.join(texts)
    return joined[anchor.start : len(joined) - len(texts[-1]) + anchor.end] == anchor.exact
