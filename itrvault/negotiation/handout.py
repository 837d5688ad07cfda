"""A comparison as a paper to hand round: HTML or Word, with nothing that tells of its maker.

Documents are named by symbol or title, never by file name; their hashes stand at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from itrvault.errors import InvalidValue
from itrvault.export import docx as word_export
from itrvault.export import html as html_export
from itrvault.export.sink import whole_file
from itrvault.model.document import Document, RedlineKind
from itrvault.model.proposal import Verb
from itrvault.negotiation.reading import Negotiation
from itrvault.text.direction import direction
from itrvault.text.word_diff import Kind
from itrvault.treaty.comparing import Comparison, Reading, Sourced, redline

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

FORMATS = ("html", "docx")
_MARKS = {Kind.DELETED: RedlineKind.DELETED, Kind.INSERTED: RedlineKind.INSERTED}
_ELEMENTS = {Kind.DELETED: "del", Kind.INSERTED: "ins"}


def write_handout(
    found: Negotiation, comparisons: Sequence[Comparison], path: Path, *, overwrite: bool = False
) -> None:
    """Write the comparisons to a file; its ending says in which format.

    Raises InvalidValue for another ending, FileExists, FileUnwritable, DiskFull.
    """
    form = path.suffix.lower().lstrip(".")
    if form not in FORMATS:
        raise InvalidValue(
            value=path.suffix or path.name, field="ending", reason="there are .html and .docx"
        )
    with whole_file(path, overwrite=overwrite) as out:
        if form == "html":
            out.write(as_html(found, comparisons).encode("utf-8"))
        else:
            _write_word(found, comparisons, out)


def as_html(found: Negotiation, comparisons: Sequence[Comparison]) -> str:
    """The whole paper as HTML."""
    safe, apart = html_export.safe, html_export.apart
    lines: list[str] = []
    for comparison in comparisons:
        lines.append(f"<h2>{safe(title_of(comparison))}</h2>")
        if comparison.base is not None:
            words = safe(f"{_numbered(comparison)} {comparison.base.text}".strip())
            lines += ["<article>", f'<blockquote dir="auto"><p>{words}</p></blockquote>']
            name = apart(called(found.in_force))
            lines += [f'<p class="meta">In force: {name}</p>', "</article>"]
        for reading in comparison.readings:
            lines.append("<article>")
            lines.append(f"<p><strong>{safe(said_by(reading))}</strong></p>")
            parts = redline(reading)
            if parts:
                way = direction(reading.text)
                lines.append(f'<blockquote dir="{way}"><p>{_html_words(parts)}</p></blockquote>')
            for line in notes_of(reading, comparison):
                lines.append(f'<p dir="auto">{safe(line)}</p>')
            lines.append(f"<p><cite>{'; '.join(map(apart, sources_of(reading, found)))}</cite></p>")
            lines.append("</article>")
    lines.append("<h2>Documents</h2>")
    for document in _documents(found, comparisons):
        lines.append(
            f'<p class="meta">{apart(called(document))}<br>SHA-256 <code>'
            f"{escape(document.id)}</code></p>"
        )
    return html_export.whole(_heading(found), lines)


def _html_words(parts: Sequence[tuple[Kind, str]]) -> str:
    words = []
    for kind, text in parts:
        element = _ELEMENTS.get(kind)
        inner = html_export.safe(text)
        words.append(f"<{element}>{inner}</{element}>" if element else inner)
    return "".join(words)


def _write_word(found: Negotiation, comparisons: Sequence[Comparison], out: BinaryIO) -> None:
    import docx

    word: WordDocument = docx.Document()
    word_export.prepare(word)

    def line(text: str, style: str = "", *, bold: bool = False) -> None:
        word_export.add_line(word_export.new_paragraph(word, style), text, bold=bold)

    line(_heading(found), "Heading1")
    for comparison in comparisons:
        line(title_of(comparison), "Heading2")
        if comparison.base is not None:
            text = f"{_numbered(comparison)} {comparison.base.text}".strip()
            _word_words(word, [(Kind.EQUAL, text)], text, found.language)
            line(f"In force: {called(found.in_force)}", "Citation")
        for reading in comparison.readings:
            line(said_by(reading), bold=True)
            parts = redline(reading)
            if parts:
                language = reading.sources[0].document.language
                _word_words(word, parts, reading.text, language)
            for note in notes_of(reading, comparison):
                line(note)
            line("; ".join(sources_of(reading, found)), "Citation")
    line("Documents", "Heading2")
    for document in _documents(found, comparisons):
        line(f"{called(document)} – SHA-256 {document.id}", "Provenance")
    word_export.save(word, out)


def _word_words(
    word: WordDocument, parts: Sequence[tuple[Kind, str]], text: str, language: str
) -> None:
    paragraph, way = word_export.new_paragraph(word, "Quote"), direction(text)
    if way == "rtl":
        word_export.right_to_left(paragraph)
    for kind, words in parts:
        for run in word_export.add_runs(paragraph, words, way, language):
            if kind in _MARKS:
                word_export.mark_redline(run, _MARKS[kind])


def title_of(comparison: Comparison) -> str:
    """Say what is compared: "Article 3 International network, 30 3.3"."""
    part = comparison.part
    head = f"{part.kind.value.capitalize()} {part.number} {part.title}" if part is not None else ""
    number = _numbered(comparison) or comparison.number
    return ", ".join(filter(None, (" ".join(head.split()), number)))


def said_by(reading: Reading) -> str:
    """The verb and who proposes it: "MOD – ARB, RCC"; "RUS?" where that is disputed."""
    verb = reading.verb.value or "no text"
    if reading.verb is Verb.NOC and any(one.proposal.emphasised for one in reading.sources):
        verb = "NOC (emphasised)"
    named = [f"{code}?" if code in reading.disputed else code for code in reading.authors]
    others = "others not said" if named and reading.unknown else ""
    return f"{verb} – {', '.join(filter(None, (*named, others))) or 'not said by whom'}"


def settled_words(each: Sourced) -> str:
    """What a person settled about whose a proposal is: "settled by hand, printed RUS"."""
    printed = f", printed {', '.join(each.proposal.printed)}" if each.proposal.printed else ""
    disputed = ", disputed" if each.proposal.disputed else ""
    return f"settled by hand{disputed}{printed}"


def notes_of(reading: Reading, comparison: Comparison) -> list[str]:
    """What has to be known of a reading, and the reasons given for it."""
    said = []
    if reading.verb in (Verb.SUP, Verb.MOVED_AWAY):
        said.append("To be taken out.")
    base = comparison.base.text if comparison.base is not None else ""
    if reading.compared and reading.against != base:
        said.append("Against the text in force as the document gives it.")
    said += [f"Moved, not new: {move.words}" for move in reading.moves]
    if reading.other_base:
        said.append("The redline in the document starts from other words than the text in force.")
    reasons = dict.fromkeys(each.proposal.reasons for each in reading.sources)
    return said + [f"Reasons: {each}" for each in reasons if each]


def sources_of(reading: Reading, found: Negotiation) -> list[str]:
    """Where each proposal stands: "AUR/901/4, WCIT12/901-E, p. 2"."""
    return [_source(each, found) for each in reading.sources]


def called(document: Document) -> str:
    """A document without its file name, which may say too much."""
    return document.symbol or document.value("title") or f"document {document.id[:12]}"


def _source(each: Sourced, found: Negotiation) -> str:
    proposal = each.proposal
    name = f"option {proposal.option}" if proposal.option else proposal.identifier
    unit = found.names[each.document.id][proposal.place.unit]
    page = f"p. {unit.label}" if unit.kind.value == "page" else unit.label
    replaced = f"replaced by {called(each.newer)}" if each.newer is not None else ""
    settled = settled_words(each) if each.settlement is not None else ""
    return ", ".join(filter(None, (name, called(each.document), page, replaced, settled)))


def _numbered(comparison: Comparison) -> str:
    base = comparison.base
    return f"{base.number} {base.paragraph}".strip() if base is not None else ""


def _heading(found: Negotiation) -> str:
    return f"Proposals on {called(found.in_force)}"


def _documents(found: Negotiation, comparisons: Sequence[Comparison]) -> list[Document]:
    """The base text and every document that is a source, each once."""
    documents = {found.in_force.id: found.in_force}
    for comparison in comparisons:
        for reading in comparison.readings:
            documents |= {each.document.id: each.document for each in reading.sources}
    return list(documents.values())
