"""REFI-QDA codebooks: .qdc, and the codebook of a project (.qde, in a .qdpx)."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from lxml import etree

from itrvault.errors import FileUnsupported
from itrvault.readers.codebook_found import Found, FoundCode
from itrvault.readers.ooxml import Element, parse_xml
from itrvault.readers.zips import ZipLimits, open_zip, read_entry
from itrvault.sandbox.records import clean_line

NAMESPACE = "urn:QDA-XML:codebook:1.0"
_PROJECT = "urn:QDA-XML:project:1.0"
_QDA = re.compile(r"urn:QDA-XML:(codebook|project)[:.0-9]*")
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
_WIDE = (b"\xff\xfe<\0", b"\xfe\xff\0<", b"<\0?\0", b"\0<\0?")
_ZIP = b"PK\x03\x04"
_LIMITS = ZipLimits(members=50_000, member=64 << 20, total=8 << 30)
_SENTENCES = 20
_TRUE = {"true", "1", ""}
_TAGUETTE = re.compile(r"\.(?=\S)")


def read(data: bytes, schema: bytes) -> Found | None:
    """The codes of a REFI-QDA file; None when it is nothing of the kind.

    Raises FileDamaged, FileUnsupported, FileLocked, ReaderOverLimit.
    """
    if data.startswith(_ZIP):
        return _from_project(_project_of(data))
    if not (_XML.match(data) or data.startswith(_WIDE)):
        return None
    root = parse_xml(data)
    tag = etree.QName(root)
    if tag.localname == "Project":
        return _from_project(root)
    if tag.localname != "CodeBook":
        raise FileUnsupported(kind="XML that is no codebook")
    found = Found("REFI-QDA codebook", root.get("origin", ""))
    mended = _mend(root)
    fault = _fault(root, schema)
    if fault:
        mended.append(f"other faults, the first: {fault}")
    if mended:
        found.warnings.append(
            "The file does not hold to the REFI-QDA standard and was read all the same: "
            f"{'; '.join(mended)}."
        )
    _take_codebook(root, NAMESPACE, found)
    return found


def _from_project(root: Element) -> Found:
    if etree.QName(root).localname != "Project":
        raise FileUnsupported(kind="XML that is no codebook")
    found = Found("REFI-QDA project", root.get("origin", ""))
    _mend(root)
    codebook = root.find(f"{{{_PROJECT}}}CodeBook")
    if codebook is not None:
        _take_codebook(codebook, _PROJECT, found)
    others = [_named(child) for child in root if child is not codebook]
    if others:
        found.warnings.append(
            f"Only the codebook of this project was read. Left out: {', '.join(others)}."
        )
    return found


def _project_of(data: bytes) -> Element:
    """The project file in a .qdpx, whatever the case of its name."""
    container = open_zip(data, _LIMITS)
    inside = [e for e in container.infolist() if e.filename.lower().endswith(".qde")]
    if not inside:
        raise FileUnsupported(kind="ZIP without a REFI-QDA project")
    inside.sort(key=lambda entry: (entry.filename.count("/"), entry.filename))
    return parse_xml(read_entry(container, inside[0], _LIMITS))


def _mend(root: Element) -> list[str]:
    """Put right what programs are known to write; what that was, in words."""
    mended = []
    name = etree.QName(root).localname
    right = NAMESPACE if name == "CodeBook" else _PROJECT
    namespaces = {etree.QName(e).namespace for e in root.iter(etree.Element)}
    for wrong in sorted(str(n or "") for n in namespaces - {right}):
        if wrong and not _QDA.fullmatch(wrong):
            continue  # a stranger's, left where it is and told of
        mended.append(f"an older namespace ({wrong})" if wrong else "no namespace")
        for element in root.iter(f"{{{wrong}}}*" if wrong else "{}*"):
            element.tag = f"{{{right}}}{etree.QName(element).localname}"
    for kind in ("Sets", "Codes"):
        for element in list(root.iter(f"{{{right}}}{kind}")):
            if len(element) == 0 and element.getparent() is not None:
                if kind == "Sets":
                    element.getparent().remove(element)
                mended.append(f"an empty {kind}")
    for element in root.iter(f"{{{right}}}Code"):
        said = element.get("isCodable")
        if said is not None and said not in ("true", "false", "1", "0"):
            element.set("isCodable", said.strip().lower())
            mended.append(f"isCodable={clean_line(said, 20)}")
    return list(dict.fromkeys(mended))[:_SENTENCES]


def _fault(root: Element, schema: bytes) -> str:
    """The first thing in which a codebook breaks the schema, "" when it is valid."""
    rules = etree.XMLSchema(etree.fromstring(schema))
    # Taken anew: a tree whose namespaces were put right is not yet one to the validator.
    tree = etree.fromstring(etree.tostring(root), etree.XMLParser(resolve_entities=False))
    if rules.validate(tree):
        return ""
    log: Any = rules.error_log  # a list of entries, of which lxml's stubs know nothing
    error = log[0]
    return clean_line(error.message.replace(f"{{{NAMESPACE}}}", ""), 200)


def _take_codebook(codebook: Element, namespace: str, found: Found) -> None:
    q = f"{{{namespace}}}"
    left_out: Counter[str] = Counter()
    waiting = [(child, -1) for child in reversed(codebook.findall(f"{q}Codes/{q}Code"))]
    while waiting:
        element, parent = waiting.pop()
        at = _take_code(element, parent, q, found)
        waiting += [(child, at) for child in reversed(element.findall(f"{q}Code"))]
        left_out.update(
            etree.QName(child).localname
            for child in element.iterchildren(etree.Element)
            if child.tag not in (f"{q}Code", f"{q}Description")
        )
    for group in codebook.iter(f"{q}Set"):
        members = len(group.findall(f"{q}MemberCode"))
        name = clean_line(group.get("name", ""), 100)
        found.warnings.append(
            f"The set “{name}” ({members:,} in it) was left out: a tag lies in one place here."
        )
    left_out.update(
        etree.QName(child).localname
        for child in codebook.iterchildren(etree.Element)
        if child.tag not in (f"{q}Codes", f"{q}Sets")
    )
    if left_out:
        words = ", ".join(f"{count:,} {clean_line(name, 50)}" for name, count in left_out.items())
        found.warnings.append(f"Elements left out: {words}.")


def _take_code(element: Element, parent: int, q: str, found: Found) -> int:
    name = element.get("name", "")
    description = element.find(f"{q}Description")
    if parent < 0 and found.origin.startswith("Taguette"):
        # It has no tree, only names with dots in them.
        parts = [part for part in _TAGUETTE.split(name) if part]
        parent = found.place(parts[:-1]) if len(parts) > 1 else -1
        name = parts[-1] if parts else name
        at = found.place([*_path(found, parent), name])
    else:
        found.codes.append(FoundCode(parent, name))
        at = len(found.codes) - 1
    code = found.codes[at]
    code.guid = element.get("guid", "")
    code.colour = element.get("color", "")
    code.codable = element.get("isCodable", "").strip().lower() in _TRUE
    if description is not None:
        code.description = "".join(description.itertext())
    return at


def _path(found: Found, at: int) -> list[str]:
    names: list[str] = []
    while at >= 0:
        names.append(found.codes[at].name)
        at = found.codes[at].parent
    return names[::-1]


def _named(element: Element) -> str:
    """A part of a project in words: its name, and how many are in it."""
    name = etree.QName(element).localname
    inside = sum(1 for _ in element.iterchildren(etree.Element))
    return f"{name} ({inside:,})" if inside else name
