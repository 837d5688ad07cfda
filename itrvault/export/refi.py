"""REFI-QDA codebook (.qdc), valid against the schema of the standard or not written at all.

The format has one description for each tag. The definition, when to use it, when not, and the
rights it stands for are put together there, each under its own words, so that every program shows
them; this one takes them apart again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from lxml import etree

from itrvault import __version__
from itrvault.model.codebook import PROGRAM, Description, joined_description
from itrvault.paths import resources

if TYPE_CHECKING:
    from itrvault.export.codebook import OutgoingTag

NAME = "qdc"
TITLE = "REFI-QDA codebook"
EXTENSION = ".qdc"

NAMESPACE = "urn:QDA-XML:codebook:1.0"
_LOCATION = "http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def schema_bytes() -> bytes:
    """The schema of the standard, as it is published."""
    return (resources() / "schemas" / "refi" / "Codebook.xsd").read_bytes()


def render(tags: Sequence[OutgoingTag]) -> bytes:
    """The file. A tag named twice over, or an empty codebook, cannot come here."""
    # None stands for the namespace without a prefix; lxml's stubs know of strings only.
    prefixes: Any = {None: NAMESPACE, "xsi": _XSI}
    root = etree.Element(
        f"{{{NAMESPACE}}}CodeBook", nsmap=prefixes, origin=f"{PROGRAM} {__version__}"
    )
    root.set(f"{{{_XSI}}}schemaLocation", f"{NAMESPACE} {_LOCATION}")
    codes = etree.SubElement(root, f"{{{NAMESPACE}}}Codes")
    made: list[Any] = []
    for each in tags:
        made.append(_code(made[each.parent] if each.parent >= 0 else codes, each))
    etree.indent(root)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    # Read back from its bytes: what is held against the rules is what others will read.
    _rules().assertValid(etree.fromstring(data))
    return data


def left_out(tags: Sequence[OutgoingTag]) -> Iterable[str]:
    """What the format cannot hold."""
    from itrvault.export.codebook import named

    origins = [each for each in tags if each.tag.origin]
    if origins:
        yield (
            f"Where a tag comes from, of {named(origins)}: known again here by its identifier, "
            "not by other programs."
        )
    joined = [each for each in tags if each.tag.when_to_use or each.tag.when_not or each.tag.rights]
    if joined:
        yield (
            "Nothing of it is lost, but other programs show in one description: when to use, "
            f"when not, and the rights, of {named(joined)}."
        )
    strange = [each for each in tags if any(map(_NO_XML.search, _texts(each)))]
    if strange:
        yield f"Control characters, which the format does not allow, in {named(strange)}."


def _code(above: Any, each: OutgoingTag) -> Any:
    code = etree.SubElement(
        above, f"{{{NAMESPACE}}}Code", guid=each.guid, name=_clean(each.tag.name),
        isCodable="true" if each.tag.codable else "false", color=each.colour,
    )  # fmt: skip
    tag = each.tag
    text = joined_description(
        Description(tag.definition, tag.when_to_use, tag.when_not, tag.rights)
    )
    if text:
        etree.SubElement(code, f"{{{NAMESPACE}}}Description").text = _clean(text)
    return code


def _texts(each: OutgoingTag) -> tuple[str, ...]:
    tag = each.tag
    return (tag.name, tag.definition, tag.when_to_use, tag.when_not, *tag.rights)


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


@cache
def _rules() -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring(schema_bytes()))
