"""A codebook as a file: which tags go out, in which format, and what that format cannot hold.

Nobody's name and no time goes along: not even in identifiers (`model.codebook.shown_guid`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from itrvault.errors import InvalidValue, NoTags
from itrvault.export import codebook_csv, codebook_text, refi
from itrvault.export.sink import whole_file
from itrvault.model.annotation import COLOURS, Tag
from itrvault.model.codebook import shown_guid
from itrvault.vault import Vault

CODEBOOK_FORMATS: dict[str, ModuleType] = {
    module.NAME: module for module in (refi, codebook_csv, codebook_text)
}
"""By name: "qdc", "csv", "txt". Each has NAME, TITLE, EXTENSION, `render` and `left_out`."""

NAMED_AT_MOST = 5


@dataclass(frozen=True, slots=True)
class OutgoingTag:
    """A tag on its way out. `parent` is its place among those before it, -1 at the top.

    `colour` is "#rrggbb"; `passages` counts those that have the tag itself or one below it.
    """

    guid: str
    parent: int
    path: str
    colour: str
    passages: int
    documents: int
    tag: Tag


@dataclass(frozen=True, slots=True)
class CodebookExport:
    """What was written. `left_out` are sentences on what the format cannot hold."""

    path: Path
    format: str
    count: int
    left_out: tuple[str, ...]


def export_codebook(
    vault: Vault,
    path: Path,
    kind: str = "",
    *,
    under: str = "",
    overwrite: bool = False,
) -> CodebookExport:
    """Write the codebook, or one tag with what is below it (`under` is its id), to a file.

    `kind` names the format; without it the file's ending decides. Raises InvalidValue (no such
    format), NoSuchTag, NoTags, FileExists, FileUnwritable, DiskFull.
    """
    kind = kind or path.suffix.lower().lstrip(".")
    module = _format(kind or path.name)
    tags = gather_codebook(vault, under)
    if not tags:
        raise NoTags(what=vault.path.name)
    data: bytes = module.render(tags)
    left_out = (*_no_places(tags), *module.left_out(tags))
    with whole_file(path, overwrite=overwrite) as file:
        file.write(data)
    return CodebookExport(path, module.NAME, len(tags), left_out)


def what_is_left_out(vault: Vault, kind: str, *, under: str = "") -> tuple[str, ...]:
    """What a format could not hold of these tags, in sentences. Raises InvalidValue, NoSuchTag."""
    module = _format(kind)
    tags = gather_codebook(vault, under)
    return (*_no_places(tags), *module.left_out(tags))


def _format(kind: str) -> ModuleType:
    module = CODEBOOK_FORMATS.get(kind)
    if module is None:
        reason = f"a codebook is written as {', '.join(CODEBOOK_FORMATS)}"
        raise InvalidValue(value=kind, field="format", reason=reason)
    return module


def gather_codebook(vault: Vault, under: str = "") -> tuple[OutgoingTag, ...]:
    """The tags in the order of the tree, each after the one above it. Raises NoSuchTag."""
    store = vault.store
    with store.snapshot():
        tags = store.tags.all()
        if under:
            store.tags.get(under)
            kept = store.tags.below(under)
            tags = [tag for tag in tags if tag.id in kept]
        passages = store.tags.counts()
        documents = store.tags.document_counts()
        paths = store.tags.paths()
    places = {tag.id: number for number, tag in enumerate(tags)}
    return tuple(
        OutgoingTag(
            shown_guid(tag.id), places.get(tag.parent, -1), paths[tag.id],
            COLOURS.get(tag.colour, tag.colour).lower(), passages.get(tag.id, 0),
            documents.get(tag.id, 0), tag,
        )
        for tag in tags
    )  # fmt: skip


def named(tags: Iterable[OutgoingTag]) -> str:
    """Some tags by name, for a sentence."""
    names = [f"“{each.tag.name}”" for each in tags]
    more = len(names) - NAMED_AT_MOST
    return ", ".join(names[:NAMED_AT_MOST]) + (f" and {more:,} more" if more > 0 else "")


def _no_places(tags: Sequence[OutgoingTag]) -> Iterable[str]:
    marked = sum(each.passages for each in tags if each.parent < 0)
    if marked:
        yield "The passages themselves do not go along: a codebook holds tags only."
    examples = [each for each in tags if each.tag.examples]
    if examples:
        yield f"Examples of {named(examples)}: they are passages of this archive."
