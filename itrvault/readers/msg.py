"""Reads Outlook messages (.msg): who wrote to whom, the words once, every attached file.

The body is its HTML, else its RTF, else its plain text: the richest that holds words. Attached
files are members; an attached message becomes a message file of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from itrvault.errors import FileDamaged, FileEmpty, ReaderFailed
from itrvault.readers import base
from itrvault.readers.archive import safe_name, unused
from itrvault.readers.base import Member, Metadata, ReadContext, Record
from itrvault.readers.html import decode_page, page_blocks
from itrvault.readers.kinds import ole_kind
from itrvault.readers.mail_parts import ENDINGS_BY_TYPE, iso_date
from itrvault.readers.msg_store import (
    INNER_HEAD,
    NAMES,
    PART_HEAD,
    PROPERTIES,
    TOP_HEAD,
    Store,
    named,
    open_store,
    unpack_rtf,
)
from itrvault.readers.ole import OLE, Compound
from itrvault.readers.ole_write import write_compound
from itrvault.readers.plain import blocks_of
from itrvault.readers.rtf import rtf_blocks
from itrvault.readers.sections import Block, Piece, Sections, clean

NAME = "msg/1"
MEDIA_TYPE = "application/vnd.ms-outlook"

_MESSAGE_CLASS = bytes.fromhex("0b0d020000000000c000000000000046")
_SUBJECT, _BODY, _HTML, _RTF = 0x0037, 0x1000, 0x1013, 0x1009
_HEADERS, _MESSAGE_ID, _REPLY_TO = 0x007D, 0x1035, 0x1042
_SENT, _ARRIVED, _MADE = 0x0039, 0x0E06, 0x3007
_SENDERS = ((0x0042, 0x5D02, 0x0065), (0x0C1A, 0x5D01, 0x0C1F))
"""Name, address, and address of any kind: of whom it is from, and of who sent it for them."""

_BY_VALUE, _MESSAGE, _OBJECT = 1, 5, 6
_ATTACHED, _METHOD, _LONG_NAME, _SHORT_NAME, _TYPE = 0x3701, 0x3705, 0x3707, 0x3704, 0x370E
_SHOWN_NAME, _KIND, _ADDRESS, _MAIL_ADDRESS, _INTENDED = 0x3001, 0x001A, 0x3003, 0x39FE, 0x0C15
_ROLES = {1: "To", 2: "Cc", 3: "Bcc"}
_DISPLAYED = {"To": 0x0E04, "Cc": 0x0E03, "Bcc": 0x0E02}
_CARD = (
    ("Name", 0x3001), ("Title", 0x3A17), ("Company", 0x3A16), ("Department", 0x3A18),
    ("Telephone", 0x3A08), ("Mobile", 0x3A1C), ("Home", 0x3A09), ("Fax", 0x3A24),
    ("Address", 0x3A15), ("Country", 0x3A26),
)  # fmt: skip
_APPOINTMENT = bytes.fromhex("0220060000000000c000000000000046")
_ADDRESSES = bytes.fromhex("0420060000000000c000000000000046")
_NAMED: dict[tuple[bytes, int | str], str] = {
    (_APPOINTMENT, 0x820D): "Start", (_APPOINTMENT, 0x820E): "End",
    (_APPOINTMENT, 0x8208): "Place", (_ADDRESSES, 0x8083): "E-mail", (b"", "Keywords"): "Keywords",
}  # fmt: skip
_SHOWN = ("Start", "End", "Place", "E-mail")
_FIELD = re.compile(r"^([!-9;-~]+):[ \t]*((?:.*)(?:\r?\n[ \t].*)*)", re.M)
_MOST_PARTS = 5_000


def score(head: bytes, name: str) -> int:
    """Sure by the list of properties that every such message has."""
    return 95 if head.startswith(OLE) and ole_kind(head) == "Outlook message" else 0


def read(data: bytes, context: ReadContext) -> Iterator[Record]:
    """Yield metadata, sections, and a member for each attached file."""
    if not data:
        raise FileEmpty
    file = Compound(data)
    if not file.has(PROPERTIES):
        raise FileDamaged(reason="it holds no message")
    message = open_store(file, head=TOP_HEAD)
    letter = _Letter(file, message)
    yield from letter.stated()
    sections = Sections(context)
    yield from sections.add(Block([], opens=message.line(_SUBJECT) or "Message"))
    for name, said in letter.head():
        yield from sections.add(Block([Piece(f"{name}: {said}")]))
    for block in _body(message):
        yield from sections.add(block)
    yield from sections.close()
    yield from sections.links()
    members = list(_members(file, message.codec))
    if members:
        yield Metadata("attachments", "; ".join(member.name for member in members)[:1000])
    yield from members
    if "smime" in message.line(_KIND).lower() and "multipart" not in message.line(_KIND).lower():
        yield base.Warning("The message is encrypted; only its head could be read.")
    if file.short:
        yield base.Warning("The file ends in the middle; what was there was read.")


class _Letter:
    """Who wrote what to whom and when."""

    def __init__(self, file: Compound, message: Store) -> None:
        self._message = message
        self._headers: dict[str, str] = {}
        for found in _FIELD.finditer(message.text(_HEADERS)[:200_000]):
            self._headers.setdefault(found[1].lower(), " ".join(found[2].split()))
        self.sender = self._sender()
        self.people = self._people(file)
        numbers = named(file, _NAMED)
        self._own = {
            label: message.time(number) or message.line(number) or "; ".join(message.lines(number))
            for label, number in numbers.items()
        }
        self.date = message.time(_SENT) or message.time(_ARRIVED) or message.time(_MADE)
        self.stated_date = iso_date(self._headers.get("date", ""))
        """With the zone of its writer, where the mail itself came along."""

    def _sender(self) -> str:
        for name, address, other in _SENDERS:
            shown = self._message.line(name)
            at = self._message.line(address) or self._message.line(other)
            if shown or at:
                return _person(shown, at)
        return self._headers.get("from", "")

    def _people(self, file: Compound) -> dict[str, str]:
        found: dict[str, list[str]] = {role: [] for role in _ROLES.values()}
        storages = [name for name in file.listed() if name.lower().startswith("__recip_version1.0")]
        for storage in storages[:_MOST_PARTS]:
            one = open_store(file, storage, head=PART_HEAD, codec=self._message.codec)
            address = one.line(_MAIL_ADDRESS) or one.line(_ADDRESS)
            role = _ROLES.get(one.whole(_INTENDED), "To")
            found[role].append(_person(one.line(_SHOWN_NAME), address))
        return {
            role: "; ".join(filter(None, found[role])) or self._message.line(_DISPLAYED[role])
            for role in found
        }

    def head(self) -> Iterator[tuple[str, str]]:
        """The lines above the words, as a person sees them."""
        message = self._message
        contact = message.line(_KIND).lower().startswith("ipm.contact")
        lines = [("From", "" if contact else self.sender), *self.people.items()]
        lines += [("Date", self._headers.get("date", "") or self.date)]
        lines += [("Subject", message.line(_SUBJECT))]
        lines += [(label, self._own.get(label, "")) for label in _SHOWN]
        if contact:
            lines += [(label, message.line(number)) for label, number in _CARD]
        yield from ((name, said[:10_000]) for name, said in lines if said)

    def stated(self) -> Iterator[Metadata]:
        """What the message says about itself."""
        message, headers = self._message, self._headers
        for key, said in (
            ("title", message.line(_SUBJECT)),
            ("author", self.sender),
            ("to", self.people["To"]),
            ("cc", self.people["Cc"]),
            ("message id", message.line(_MESSAGE_ID) or headers.get("message-id", "")),
            ("in reply to", message.line(_REPLY_TO) or headers.get("in-reply-to", "")),
            ("date", self.stated_date or self.date),
            ("keywords", self._own.get("Keywords", "")),
        ):
            if said:
                yield Metadata(key, said[:1000])


def _person(name: str, address: str) -> str:
    """A name and its address; addresses of a company's own directory are left out."""
    shown = "" if address.lower().startswith("/o=") else address
    if not shown or shown.casefold() in name.casefold():
        return name or shown
    return f"{name} <{shown}>" if name else shown


def _body(message: Store) -> Iterator[Block]:
    """The words, in the richest form that holds any."""
    page = message.data(_HTML) or message.text(_HTML).encode()
    if page:
        blocks, _ = page_blocks(decode_page(page, message.codec)[0])
        if any(block.text.strip() for block in blocks):
            yield from blocks
            return
    plain = clean(message.text(_BODY))
    packed = unpack_rtf(message.data(_RTF)) if message.data(_RTF) else b""
    if packed and (b"\\fromhtml" not in packed[:4096] or not plain.strip()):
        try:
            blocks = list(rtf_blocks(packed))
        except ReaderFailed:
            blocks = []
        if any(block.text.strip() for block in blocks):
            yield from blocks
            return
    yield from blocks_of(plain.split("\n"))


# -- what is attached ----------------------------------------------------------------------------


def _members(file: Compound, codec: str) -> Iterator[Member]:
    used: set[str] = set()
    storages = [name for name in file.listed() if name.lower().startswith("__attach_version1.0")]
    for number, storage in enumerate(storages[:_MOST_PARTS], start=1):
        part = open_store(file, storage, head=PART_HEAD, codec=codec)
        method = part.whole(_METHOD)
        inner = f"__substg1.0_{_ATTACHED:04X}000D"
        if file.is_storage(storage, inner):
            name, data = _object(file, storage, inner, number, codec)
        else:
            name, data = _attached_name(part, number), part.data(_ATTACHED)
        name = unused(name, used)
        if data or method in (0, _BY_VALUE, _MESSAGE, _OBJECT):
            yield Member(name, data)
        else:
            yield Member(name, b"", "unsupported", "a link to a file that lies elsewhere")


def _attached_name(part: Store, number: int) -> str:
    name = part.line(_LONG_NAME) or part.line(_SHORT_NAME) or part.line(_SHOWN_NAME)
    ending = ENDINGS_BY_TYPE.get(part.line(_TYPE).lower(), "")
    if not name:
        name = f"attachment {number}{ending}"
    elif "." not in name and ending:
        name += ending
    return safe_name(name.replace("\\", "/").rpartition("/")[2] or f"attachment {number}")


def _object(file: Compound, storage: str, inner: str, number: int, codec: str) -> tuple[str, bytes]:
    """A storage attached as a file of its own: a message, or an object of another program."""
    streams = file.tree(storage, inner)
    if (PROPERTIES,) not in streams:
        return f"object {number}", write_compound(streams)
    own = open_store(file, storage, inner, head=INNER_HEAD, codec=codec)
    listed = streams[PROPERTIES,]
    streams[PROPERTIES,] = listed[:INNER_HEAD] + bytes(TOP_HEAD - INNER_HEAD) + listed[INNER_HEAD:]
    streams |= {(NAMES, *path): data for path, data in file.tree(NAMES).items()}
    subject = re.sub(r"[/\\:*?\"<>|]", "-", own.line(_SUBJECT))[:80].strip(" .")
    name = safe_name((subject or f"message {number}") + ".msg")
    return name, write_compound(streams, _MESSAGE_CLASS)
