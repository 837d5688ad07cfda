"""What a message is made of: headers as text, the body to read, and the files attached."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import MessageError
from email.message import Message
from email.utils import parsedate_to_datetime

from itrvault.errors import ReaderOverLimit
from itrvault.readers.archive import safe_name
from itrvault.readers.encoding import decode
from itrvault.readers.sections import clean

_DEEPEST = 30
_MOST_PARTS = 5_000
_BODIES = ("text/plain", "text/html", "text/enriched", "text/richtext", "text/rfc822-headers")
_REPORTS = ("message/delivery-status", "message/disposition-notification")
_LOCKED = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*)\?=")
ENDINGS_BY_TYPE = {
    "application/pdf": ".pdf", "application/msword": ".doc", "application/rtf": ".rtf",
    "text/rtf": ".rtf", "application/zip": ".zip", "text/html": ".html", "text/plain": ".txt",
    "text/csv": ".csv", "text/calendar": ".ics", "text/x-vcard": ".vcf", "text/vcard": ".vcf",
    "image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/tiff": ".tif",
    "application/vnd.ms-excel": ".xls", "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.oasis.opendocument.text": ".odt", "application/pkcs7-signature": ".p7s",
    "application/pgp-signature": ".asc", "application/ms-tnef": ".dat",
}  # fmt: skip
"""Endings for files without a name; Python's own table would look on this computer."""

Node = Message


def children(part: Node) -> list[Node]:
    """The parts a part is made of, none for a leaf."""
    if not part.is_multipart():
        return []
    return [one for one in part.get_payload() if isinstance(one, Message)]


def header(message: Node, name: str) -> str:
    """A header as one line of text, "" without it. Broken coding stays as it stands there."""
    for key, value in message.raw_items():
        if key.lower() == name.lower():
            return text_of_header(str(value))
    return ""


def text_of_header(value: str) -> str:
    """Encoded words decoded, bytes beyond ASCII read in the likeliest encoding."""
    raw = value.encode("utf-8", "surrogateescape")
    text = value if raw.isascii() else decode(raw)[0]
    return " ".join(clean(_decoded(text)).split())


def _decoded(text: str) -> str:
    """Encoded words (RFC 2047) put into plain ones; neighbours in one code are one text.

    Python's own decoder takes quadratic time, and a header can be as long as a file.
    """
    found: list[str] = []
    charset, waiting, at = "", b"", 0
    for word in _WORD.finditer(text):
        between = text[at : word.start()]
        raw = _bytes_of(word)
        apart = bool(between.strip()) or not waiting
        if raw is None or apart or word[1].lower() != charset:
            found.append(_text_of(waiting, charset))
            waiting = b""
        if apart or raw is None:
            found.append(between)
        if raw is None:
            found.append(word[0])
        else:
            charset, waiting = word[1].lower(), waiting + raw
        at = word.end()
    return "".join([*found, _text_of(waiting, charset), text[at:]])


def _bytes_of(word: re.Match[str]) -> bytes | None:
    coded = word[3].encode("ascii", "replace")
    if word[2] in "qQ":
        return binascii.a2b_qp(coded, header=True)
    try:
        return binascii.a2b_base64(coded + b"=" * (-len(coded) % 4), strict_mode=True)
    except ValueError:
        return None


def _text_of(raw: bytes, charset: str) -> str:
    charset = charset.partition("*")[0]  # a language may follow (RFC 2231)
    if charset in ("utf-8", "utf8"):
        return raw.decode("utf-8", "replace")  # cut in the middle of a letter, it is still that
    return decode(raw, charset)[0] if raw else ""


def iso_date(value: str) -> str:
    """A message's date as ISO with its zone; "" when it is none."""
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        found = re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?\S*", value)
        return found[0] if found else ""


@dataclass(frozen=True, slots=True)
class Body:
    """Words to be read: `html` says how. `addresses` are those the part goes by in its message."""

    data: bytes
    charset: str
    html: bool
    flowed: bool = False
    joined: bool = False  # flowed lines are joined without their space
    addresses: tuple[str, ...] = ()


@dataclass(slots=True)
class Content:
    """A message taken apart."""

    bodies: list[Body] = field(default_factory=list)
    files: list[Node] = field(default_factory=list)
    locked: bool = False


def take_apart(message: Node) -> Content:
    """The bodies to be read, one of each choice, and the parts that are files.

    Raises ReaderOverLimit for a message that nests or has parts beyond reason.
    """
    content = Content()
    _take(message, content, 0)
    return content


def _take(part: Node, content: Content, depth: int) -> None:
    if depth > _DEEPEST:
        raise ReaderOverLimit(reason="its parts nest too deeply")
    if len(content.bodies) + len(content.files) > _MOST_PARTS:
        raise ReaderOverLimit(reason=f"it has more than {_MOST_PARTS:,} parts")
    kind = part.get_content_type()
    inner = children(part)
    if kind == "multipart/alternative" and inner:
        _choose(inner, content, depth)
    elif kind == "multipart/encrypted" or kind in _LOCKED:
        content.locked |= kind == "multipart/encrypted" or "signed" not in str(
            part.get_param("smime-type") or ""
        )
        content.files += inner or [part]
    elif kind.startswith("multipart/") and inner:
        for child in inner:
            _take(child, content, depth + 1)
    elif kind in _REPORTS and inner:
        for block in inner:
            lines = [f"{key}: {value}" for key, value in block.raw_items()]
            content.bodies.append(Body("\n".join(lines).encode("utf-8", "replace"), "", html=False))
    elif _is_body(part, kind):
        content.bodies.append(_body(part, kind))
    elif _has_body(part):
        content.files.append(part)


def _has_body(part: Node) -> bool:
    """Whether anything follows its headers. The library decodes it to tell, which may fail."""
    try:
        return bool(part.get_payload())
    except (ValueError, LookupError):
        return True


def _is_body(part: Node, kind: str) -> bool:
    return (
        kind in _BODIES or (kind.startswith("multipart/") and not part.is_multipart())
    ) and part.get_content_disposition() != "attachment" and not file_name(part)  # fmt: skip


def _choose(options: list[Node], content: Content, depth: int) -> None:
    """Of the same words in several forms read the richest that holds any, keep other files."""
    tries = []
    for option in options:
        one = Content()
        _take(option, one, depth + 1)
        tries.append(one)
    chosen = next((one for one in reversed(tries) if any(_has_words(b) for b in one.bodies)), None)
    for one in tries:
        content.files += one.files
        content.locked |= one.locked
    content.bodies += chosen.bodies if chosen is not None else []


def _has_words(body: Body) -> bool:
    text = decode(body.data, body.charset)[0]
    if body.html:
        text = re.sub(r"<(style|script|head)\b.*?</\1\s*>|<[^>]*>", "", text, flags=re.I | re.S)
        text = text.replace("&nbsp;", " ")
    return bool(text.strip())


def _body(part: Node, kind: str) -> Body:
    charset = part.get_content_charset() or ""
    flowed = str(part.get_param("format") or "").lower() == "flowed"
    joined = str(part.get_param("delsp") or "").lower() == "yes"
    html = kind == "text/html"
    return Body(payload(part), charset, html, flowed, joined, _addresses(part) if html else ())


def _addresses(part: Node) -> tuple[str, ...]:
    """Where a page came from, and what other parts of its message call it."""
    identity = header(part, "content-id").strip("<>")
    found = (header(part, "content-location"), f"cid:{identity}" if identity else "")
    return tuple(address for address in found if address)


def payload(part: Node) -> bytes:
    """A part's bytes, decoded from what carried them through the mail."""
    if inner := children(part):
        return inner[0].as_bytes() if part.get_content_maintype() == "message" else part.as_bytes()
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError):  # an encoding with a name that no encoding can have
        part.del_param("charset")
        data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def file_name(part: Node) -> str:
    """The name a part gives itself, "" for none."""
    try:
        found = part.get_filename()
    except (MessageError, ValueError, LookupError, TypeError, UnicodeError):
        return ""
    return text_of_header(found) if found else ""


def shown_name(part: Node, number: int) -> str:
    """What an attached file is called: its own name, or its subject, or a number."""
    kind = part.get_content_type()
    name = file_name(part)
    if kind == "message/rfc822":
        inner = children(part)
        subject = header(inner[0], "subject") if inner else ""
        name = name or (subject[:80].replace("/", "-") or f"message {number}") + ".eml"
    if not name:
        name = f"attachment {number}{ENDINGS_BY_TYPE.get(kind, '')}"
    return safe_name(name.replace("\\", "/").rpartition("/")[2] or f"attachment {number}")


def unflowed(text: str, *, joined: bool) -> Iterator[str]:
    """Lines that were broken softly (RFC 3676) put together again."""
    waiting, depth = "", -1
    for line in text.split("\n"):
        bare = line.lstrip(">")
        quoted = len(line) - len(bare)
        bare = bare.removeprefix(" ")
        if waiting and quoted != depth:
            yield waiting
            waiting = ""
        soft = bare.endswith(" ") and bare != "-- "
        shown = bare[:-1] if soft and joined else bare
        mark = ">" * quoted + " " if quoted else ""
        waiting = waiting + shown if waiting else mark + shown
        depth = quoted
        if not soft:
            yield waiting.rstrip()
            waiting = ""
    if waiting:
        yield waiting.rstrip()
