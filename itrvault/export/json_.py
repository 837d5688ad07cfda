"""JSON for programs. The names below stay as they are; new ones may be added.

    {"format": "itrvault-excerpts", "version": 1, "excerpts": [
      {"number": 3,                       short number within its document
       "quote": "...",                    exactly as it stands; "" for a whole page
       "prefix": "...", "suffix": "...",  up to 32 code points around it
       "language": "ar",                  ISO 639-1 or ""
       "direction": "rtl",                or "ltr"
       "redline": [{"start": 0, "end": 4, "kind": "inserted"}],  code points of the quote
       "kind": "passage",                 or "region", "page", "document"
       "placed": true,                    false: the words are not in the document as read now
       "important": false, "state": "",   or "check", "done"
       "region": [40, 80, 200, 120],      of one only: left, top, right, bottom in points
       "links": [{"relation": "amends", "other": "No. 31", "quote", "note"}],
       "colour": "yellow", "note": "...", "tags": ["Human rights/Privacy and interception"],
       "document": {"sha256", "symbol", "title", "proponent", "date", "class"},
       "place": {"first": "12", "last": "12", "words": "p. 12"},
       "citation": "...",                 all that in a line
       "assessments": [{"right": "privacy", "title", "articles": ["UDHR 12"], "severity": "high",
                        "likelihood": "low", "stance": "risk", "rationale",
                        "confidence": "medium", "affected": ["journalists"],
                        "test": {"law": {"answer": "no", "why": "..."}},  what was answered
                        "provision": "31A", "proposal": "RUS/27/7"}]}]}

Unknown values are "". With names, an excerpt and a redline have "author" and an assessment
"assessor"; with times a redline has "date", the others have "created" and "modified" and an excerpt
its "id".
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import BinaryIO

from itrvault.export.excerpts import Assessment, Excerpt
from itrvault.export.scrub import ExportOptions
from itrvault.export.wording import citation_words

NAME = "json"
TITLE = "JSON"
EXTENSION = ".json"
MEDIA_TYPE = "application/json"

FORMAT, VERSION = "itrvault-excerpts", 1


def write(excerpts: Sequence[Excerpt], out: BinaryIO, options: ExportOptions) -> None:
    """Write a whole file, in UTF-8."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "excerpts": [_excerpt(excerpt, options) for excerpt in excerpts],
    }
    out.write((json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))


def preview(excerpt: Excerpt, options: ExportOptions) -> str:
    """One excerpt as JSON."""
    return json.dumps(_excerpt(excerpt, options), ensure_ascii=False, indent=1)


def _excerpt(excerpt: Excerpt, options: ExportOptions) -> dict[str, object]:
    cite = excerpt.citation
    result: dict[str, object] = {
        "number": excerpt.number,
        "quote": excerpt.quote,
        "prefix": excerpt.prefix,
        "suffix": excerpt.suffix,
        "language": cite.language,
        "direction": excerpt.direction,
        "redline": _redline(excerpt, options),
        "kind": excerpt.kind.value,
        "placed": excerpt.placed,
        "important": excerpt.important,
        "state": excerpt.state,
        "colour": excerpt.colour,
        "note": excerpt.note,
        "tags": list(excerpt.tags),
        "document": {
            "sha256": cite.sha256,
            "symbol": cite.symbol,
            "title": cite.title,
            "proponent": cite.proponent,
            "date": cite.date,
            "class": cite.doc_class,
        },
        "place": {"first": cite.pages[0], "last": cite.pages[1], "words": cite.place},
        "citation": citation_words(cite),
        "assessments": [_assessment(item, options) for item in excerpt.assessments],
    }
    result["links"] = [
        {"relation": link.relation, "other": link.other, "quote": link.quote, "note": link.note}
        for link in excerpt.links
    ]
    if excerpt.region:
        result["region"] = list(excerpt.region)
    if options.names:
        result["author"] = excerpt.author
    if options.times:
        result |= {"id": excerpt.id, "created": excerpt.created, "modified": excerpt.modified}
    return result


def _redline(excerpt: Excerpt, options: ExportOptions) -> list[dict[str, object]]:
    marks: list[dict[str, object]] = []
    at = 0
    for piece in excerpt.pieces:
        end = at + len(piece.text)
        if piece.redline is not None:
            mark: dict[str, object] = {"start": at, "end": end, "kind": piece.redline.value}
            if options.names:
                mark["author"] = piece.author
            if options.times:
                mark["date"] = piece.date
            if marks and marks[-1]["end"] == at and {**marks[-1], "start": at, "end": end} == mark:
                marks[-1]["end"] = end
            else:
                marks.append(mark)
        at = end
    return marks


def _assessment(item: Assessment, options: ExportOptions) -> dict[str, object]:
    result: dict[str, object] = {
        "right": item.right,
        "title": item.title,
        "articles": list(item.articles),
        "severity": item.severity,
        "likelihood": item.likelihood,
        "stance": item.stance,
        "rationale": item.rationale,
        "confidence": item.confidence,
        "affected": list(item.affected),
        "test": {name: {"answer": answer, "why": why} for name, _, answer, why in item.test},
        "provision": item.provision,
        "proposal": item.proposal,
    }
    if options.names:
        result["assessor"] = item.assessor
    if options.times:
        result |= {"created": item.created, "modified": item.modified}
    return result
