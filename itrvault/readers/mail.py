"""Reads mail: single messages (.eml), mailboxes (.mbox), and web pages kept as mail (.mhtml).

A message is a document: who wrote to whom, when and about what, then its words (of several forms
of the same words the richest that is not empty). Attached files and messages are members, to be
imported as documents of their own. A mailbox is a container of messages. A kept web page is its
page; the pictures and styles beside it are no documents.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email import policy
from email.errors import MessageError

from itrvault.errors import FileBlank, FileDamaged, FileEmpty, ReaderOverLimit
from itrvault.readers import base
from itrvault.readers.archive import unused
from itrvault.readers.base import Member, Metadata, ReadContext, Record
from itrvault.readers.encoding import bom_of, decode
from itrvault.readers.html import decode_page, page_blocks
from itrvault.readers.html_links import PageLinks
from itrvault.readers.kinds import extension, kind_of
from itrvault.readers.mail_parts import (
    Body,
    Content,
    Node,
    header,
    iso_date,
    payload,
    shown_name,
    take_apart,
    unflowed,
)
from itrvault.readers.plain import blocks_of
from itrvault.readers.sections import Block, Piece, Sections, clean
from itrvault.sandbox.magic import is_mailbox, message_starts

NAME = "mail/1"
MEDIA_TYPE = "message/rfc822"

_ENDINGS = {"eml", "emlx", "mht", "mhtml", "mbox", "mbx", "nws", "msg"}
_FIELD = re.compile(rb"[!-9;-~]{1,100}:[ \t\r\n]")
_SHOWN = ("From", "To", "Cc", "Bcc", "Reply-To", "Date", "Subject")
_STATED = (
    ("Subject", "title"), ("From", "author"), ("To", "to"), ("Cc", "cc"),
    ("Message-ID", "message id"), ("In-Reply-To", "in reply to"),
)  # fmt: skip
_APPLE = re.compile(rb"\s{0,8}(\d{1,12})\s*\n")


def score(head: bytes, name: str) -> int:
    """Sure when it starts with the headers that every message has."""
    encoding, skip = bom_of(head)
    if encoding:
        head = head[skip:].decode(encoding, "ignore").encode()
    head = head.lstrip(b"\r\n")
    if kind_of(head, name) == "e-mail message":
        return 90
    if extension(name) not in _ENDINGS:
        return 70 if head[:100].lower().startswith(b"content-type: multipart/") else 0
    return 85 if _FIELD.match(head) or (extension(name) == "emlx" and _APPLE.match(head)) else 0


def media_type(head: bytes, name: str) -> str:
    """Messages; web pages kept as such have a name that says so."""
    return "multipart/related" if extension(name) in ("mht", "mhtml") else MEDIA_TYPE


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield metadata, sections, and a member for each attached file; or a member a message."""
    if not data:
        raise FileEmpty
    if not data.strip():
        raise FileBlank
    encoding, skip = bom_of(data)
    if encoding:
        data = decode(data)[0].encode() if encoding != "utf-8" else data[skip:]
    if is_mailbox(data):
        yield from _mailbox(data)
        return
    data = data.lstrip(b"\r\n")
    if extension(context.name) == "emlx" and (apple := _APPLE.match(data)):
        data = data[apple.end() : apple.end() + int(apple[1])]
    if data.startswith(b"From "):
        data = data.partition(b"\n")[2]
    try:
        message = email.message_from_bytes(data, policy=policy.compat32)
        content = take_apart(message)
    except RecursionError as error:
        raise ReaderOverLimit(reason="its parts nest too deeply") from error
    if not message.keys():
        raise FileDamaged(reason="it has no headers")
    if _is_page(message, context.name):
        yield from _page(message, content, context)
    else:
        yield from _message(message, content, context)


# -- one message ---------------------------------------------------------------------------------


def _message(message: Node, content: Content, context: ReadContext) -> Iterator[Record]:
    yield from _stated(message)
    sections = Sections(context)
    yield from sections.add(Block([], opens=header(message, "subject") or "Message"))
    for name in _SHOWN:
        if said := header(message, name):
            yield from sections.add(Block([Piece(f"{name}: {said}")]))
    tables = 0
    for number, body in enumerate(content.bodies):
        if body.html:
            page = decode_page(body.data, body.charset)[0]
            blocks, tables = page_blocks(page, tables, PageLinks(str(number)))
        else:
            blocks = list(blocks_of(_lines(body)))
        for block in blocks:
            yield from sections.add(block)
    yield from sections.close()
    yield from sections.links()
    members = list(_members(content.files))
    if members:
        yield Metadata("attachments", "; ".join(member.name for member in members)[:1000])
    yield from members
    if content.locked:
        yield base.Warning("The message is encrypted; only its head could be read.")


def _stated(message: Node) -> Iterator[Metadata]:
    for name, key in _STATED:
        if said := header(message, name):
            yield Metadata(key, said[:1000])
    if date := iso_date(header(message, "date")):
        yield Metadata("date", date)


def _lines(body: Body) -> list[str]:
    text = clean(decode(body.data, body.charset)[0])
    return list(unflowed(text, joined=body.joined)) if body.flowed else text.split("\n")


def _members(files: list[Node]) -> Iterator[Member]:
    used: set[str] = set()
    for number, part in enumerate(files, start=1):
        name = unused(shown_name(part, number), used)
        try:
            yield Member(name, payload(part))
        except (MessageError, ValueError, LookupError, TypeError, UnicodeError, AttributeError):
            yield Member(name, b"", "damaged", "the attached file cannot be taken out")
        except RecursionError:
            yield Member(name, b"", "limit", "its parts nest too deeply")


# -- kept web pages ------------------------------------------------------------------------------


def _is_page(message: Node, name: str) -> bool:
    """Whether a browser made it."""
    if message.get_content_type() not in ("multipart/related", "text/html"):
        return False
    return (
        extension(name) in ("mht", "mhtml")
        or "Snapshot-Content-Location" in message
        or header(message, "from").lower().startswith("<saved by")
    )


def _page(message: Node, content: Content, context: ReadContext) -> Iterator[Record]:
    for name, key in (("Subject", "title"), ("Snapshot-Content-Location", "url")):
        if said := header(message, name) or (key == "url" and header(message, "content-location")):
            yield Metadata(key, said[:1000])
    if date := iso_date(header(message, "date")):
        yield Metadata("date", date)
    sections = Sections(context)
    tables = 0
    own = header(message, "snapshot-content-location")
    pages = {own.partition("#")[0]: "0"} if own else {}
    for number, body in enumerate(content.bodies):
        for address in body.addresses:
            pages.setdefault(address.partition("#")[0], str(number))
    for number, body in enumerate(content.bodies):  # the page first, then what its frames show
        if not body.html:
            continue
        base_address = next(iter(body.addresses), own)
        links = PageLinks(str(number), base_address, pages)
        blocks, tables = page_blocks(decode_page(body.data, body.charset)[0], tables, links)
        yield from sections.cut()
        for block in blocks:
            yield from sections.add(block)
    yield from sections.close()
    yield from sections.links()


# -- mailboxes -----------------------------------------------------------------------------------


def _mailbox(data: bytes) -> Iterator[Member]:
    """Every message, named by its number, date and subject."""
    starts = message_starts(data)
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(data)], strict=True), 1):
        raw = data[start:end].partition(b"\n")[2]
        raw = re.sub(rb"(?m)^>(>*From )", rb"\1", raw)
        head = email.message_from_bytes(raw[: 64 << 10].partition(b"\n\n")[0] + b"\n\n")
        date = iso_date(header(head, "date"))[:10]
        subject = re.sub(r"[/\\:*?\"<>|]", "-", header(head, "subject"))[:80].strip(" .")
        said = " ".join(filter(None, (date, subject)))
        yield Member(f"{number:04} {said}".strip() + ".eml", raw)
