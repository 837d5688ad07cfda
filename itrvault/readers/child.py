"""A reader process: confines itself, then answers requests on two pipes until they end.

Requests and answers are frames of `sandbox/wire.py`. The host may ask a reader to extract a file,
to list a container's members, or to keep a document open and draw its pages. Errors cross as a
code and short plain values, never as an exception or a trace.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Iterator, Mapping
from io import FileIO
from typing import TYPE_CHECKING

from itrvault.errors import ReaderFailed, ReaderOverLimit
from itrvault.model.document import ForeignMark, Unit
from itrvault.readers import base, table
from itrvault.readers.base import LinkFound, Member, Metadata, ReadContext, Record
from itrvault.readers.confine import confine, limit_processor, resident_memory
from itrvault.readers.unlock import unlocked
from itrvault.sandbox import wire
from itrvault.sandbox.codebooks import clean_sentence, code_rows
from itrvault.sandbox.leads import link_rows, outline_rows, text_link_rows
from itrvault.sandbox.records import Batch, clean_line, mark_rows

if TYPE_CHECKING:
    from itrvault.readers.pages import Pages

BATCH_BYTES = 512 << 10
BATCH_SECONDS = 0.4
"""A batch goes out when it is this large or this old, so that the host sees life."""

ROOMY = 256 << 20
"""A reader with more memory in use gives back what it can before it opens the next document."""

MEMBER_PIECE = 4 << 20
LINKS = 500
"""Links in one frame: some thousand signs each at most."""
MARKS = 200
"""Marks in one frame."""
MOST_MARKS = 5_000
"""Of one file. More is no reader's work, and must not cost the file its text."""


class Answers:
    """The way back to the host."""

    def __init__(self, sink: wire.Sink) -> None:
        self._sink = sink

    def send(
        self, kind: str, blobs: Mapping[str, wire.Buffer] | None = None, **head: object
    ) -> None:
        """One frame."""
        try:
            wire.write_frame(self._sink, {"type": kind, **head}, blobs)
        except OSError as error:
            raise wire.ConnectionEnded from error

    def fail(self, error: ReaderFailed) -> None:
        """A known failure: its code and the values of its sentence."""
        values = {key: clean_line(str(value), 300) for key, value in error.values.items()}
        self.send("failed", code=error.code, values=values)


def take_streams() -> tuple[FileIO, FileIO]:
    """The two pipes for ourselves; what a library prints goes nowhere."""
    source, sink = os.dup(0), os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.close(nowhere)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(source, os.O_BINARY)
        msvcrt.setmode(sink, os.O_BINARY)
    return FileIO(source, "rb"), FileIO(sink, "wb")


def serve() -> None:
    """Answer until the host closes the pipe."""
    source, sink = take_streams()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the host, which then closes us
    answers = Answers(sink)
    try:
        first = wire.read_frame(source).head
        # Before anything is given up: here Python can still keep the libraries compiled, which
        # makes every later start five times as quick where the installer did not compile them.
        _warm_up()
        folders = _texts(first.get("folders"))
        if folders and hasattr(os, "nice"):
            os.nice(10)  # OCR takes minutes of all cores; whatever a person does meanwhile is first
        layers = confine(int(str(first["memory"])), folders)
        answers.send("ready", layers=layers)
        desk = Desk(answers)
        while True:
            request = wire.read_frame(source)
            limit_processor(float(str(request.head["seconds"])))
            desk.answer(request)
    except wire.ConnectionEnded:
        return  # the host is gone or no longer wants us


def _warm_up() -> None:
    """Load what nearly every file needs, so that no file's clock pays for it."""
    from itrvault.readers import pdf  # noqa: F401

    # Reading makes words by the thousand and no rings of objects; looking for rings costs a tenth.
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)


class Desk:
    """Answers one request after the other; holds the document that is open for drawing."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._pages: Pages | None = None

    def answer(self, request: wire.Frame) -> None:
        """Do what is asked; whatever a reader runs into is told to the host."""
        work = {
            "extract": self._extract, "members": self._members, "open": self._open,
            "draw": self._draw, "glyphs": self._glyphs, "close": self._close,
            "recognise": self._recognise, "outline": self._outline, "links": self._links,
            "codebook": self._codebook, "prepare": self._prepare,
        }[request.kind]  # fmt: skip
        try:
            work(request)
        except ReaderFailed as error:
            self._answers.fail(error)
        except MemoryError:
            self._answers.fail(ReaderOverLimit(reason="it needs more memory than is allowed"))
        except wire.ConnectionEnded:
            raise
        except Exception as error:  # a parser's own fault, whatever it is
            self._answers.fail(ReaderFailed(reason=_describe(error)))
        else:
            self._answers.send("done", memory=resident_memory())

    def _extract(self, request: wire.Frame) -> None:
        data, context = _file_of(request)
        data = unlocked(data, context.password)
        reader = table.choose(data, context.name)
        self._answers.send(
            "begin", reader=reader.NAME,
            media_type=table.media_type(reader, data, context.name),
            can_skip=bool(getattr(reader, "CAN_SKIP", False)),
        )  # fmt: skip
        self._send_records(reader.read(data, context))

    def _send_records(self, records: Iterator[Record]) -> None:
        batch, since = Batch(), time.monotonic()
        held = 0
        marks: list[ForeignMark] = []
        links: list[LinkFound] = []
        too_many = False
        for record in records:
            if isinstance(record, Unit):
                batch.add(record)
                old = time.monotonic() - since > BATCH_SECONDS
                if old or batch.size > BATCH_BYTES:
                    self._send_batch(batch)
                    batch, since = Batch(), time.monotonic()
            elif isinstance(record, ForeignMark):
                if len(marks) < MOST_MARKS:
                    marks.append(record)  # sent last: it may lie in a unit that is still to come
                else:
                    too_many = True
            elif isinstance(record, LinkFound):
                links.append(record)  # as above
            elif isinstance(record, base.At):
                self._answers.send("at", unit=record.number)
            elif isinstance(record, Metadata):
                key, value = clean_line(record.key, 100), clean_line(record.value)
                self._answers.send("metadata", key=key, value=value)
            elif isinstance(record, base.Warning):
                self._answers.send("warning", sentence=clean_line(record.sentence, 1000))
            else:
                held += 1  # a file in it, sent when the host asks for those
        self._send_batch(batch)
        if too_many:
            sentence = f"Only the first {MOST_MARKS:,} highlights and comments in it were taken."
            self._answers.send("warning", sentence=sentence)
        for at in range(0, len(marks), MARKS):
            self._answers.send("marks", marks=mark_rows(marks[at : at + MARKS]))
        for at in range(0, len(links), LINKS):
            rows = text_link_rows((each.unit, each.link) for each in links[at : at + LINKS])
            self._answers.send("links", links=rows)
        if held:
            self._answers.send("holds", members=held)

    def _send_batch(self, batch: Batch) -> None:
        if batch.heads:
            head, blobs = batch.frame()
            self._answers.send("units", blobs, units=head["units"])

    def _members(self, request: wire.Frame) -> None:
        data, context = _file_of(request)
        data = unlocked(data, context.password)
        reader = table.choose(data, context.name)
        only_members = getattr(reader, "members", reader.read)
        for record in only_members(data, context):
            if isinstance(record, Member):
                self._send_member(record)
            elif isinstance(record, base.Warning):
                self._answers.send("warning", sentence=clean_line(record.sentence, 1000))

    def _send_member(self, member: Member) -> None:
        self._answers.send(
            "member", name=clean_line(member.name, 2000), size=len(member.data),
            failure=member.failure, reason=clean_line(member.reason, 300),
            stated=[[clean_line(k, 100), clean_line(value)] for k, value in member.stated],
        )  # fmt: skip
        data = memoryview(member.data)
        for at in range(0, len(data), MEMBER_PIECE):
            self._answers.send("piece", {"data": data[at : at + MEMBER_PIECE]})

    def _open(self, request: wire.Frame) -> None:
        from itrvault.readers.pages import Pages

        self._let_go(shrink=resident_memory() > ROOMY)
        data, context = _file_of(request)
        self._pages = Pages(data, context)
        self._answers.send("pages", {"sizes": memoryview(self._pages.sizes())})

    def _close(self, request: wire.Frame) -> None:
        self._let_go(shrink=True)
        self._prepare(request)  # for the next document: nobody waits for this one any more

    def _let_go(self, *, shrink: bool) -> None:
        if self._pages is not None:
            self._pages.close(shrink=shrink)
            self._pages = None

    def _prepare(self, request: wire.Frame) -> None:
        from itrvault.readers.pages import prepare_colours

        prepare_colours()

    def _draw(self, request: wire.Frame) -> None:
        head = request.head
        picture = self._open_pages().draw(
            int(str(head["page"])), float(str(head["zoom"])), int(str(head["pixels"])),
            night=head["night"] is True,
        )  # fmt: skip
        self._answers.send(
            "picture", {"rgb": picture.rgb}, width=picture.width, height=picture.height,
            stride=picture.stride,
        )  # fmt: skip

    def _glyphs(self, request: wire.Frame) -> None:
        chars, boxes = self._open_pages().glyphs(int(str(request.head["page"])))
        self._answers.send("glyphs", {"chars": chars.encode(), "boxes": memoryview(boxes)})

    def _outline(self, request: wire.Frame) -> None:
        self._answers.send("outline", entries=outline_rows(self._open_pages().outline()))

    def _links(self, request: wire.Frame) -> None:
        links = self._open_pages().links(int(str(request.head["page"])))
        self._answers.send("links", links=link_rows(links))

    def _codebook(self, request: wire.Frame) -> None:
        from itrvault.readers.codebook import read_codebook

        schema = bytes(request.blob("schema"))
        found = read_codebook(bytes(request.blob("data")), str(request.head["name"]), schema)
        self._answers.send("codebook", format=found.format, origin=found.origin)
        for rows in code_rows(found.entries):
            self._answers.send("codes", codes=rows)
        for sentence in found.warnings:
            self._answers.send("warning", sentence=clean_sentence(sentence))

    def _recognise(self, request: wire.Frame) -> None:
        head = request.head
        groups = head.get("groups")
        unit, group = self._open_pages().recognise(
            int(str(head["page"])), str(head["folder"]),
            [tuple(_texts(group)) for group in groups] if isinstance(groups, list) else [],
        )  # fmt: skip
        batch = Batch()
        batch.add(unit)
        frame, blobs = batch.frame()
        self._answers.send("recognised", blobs, units=frame["units"], group=list(group))

    def _open_pages(self) -> Pages:
        if self._pages is None:
            raise ReaderFailed(reason="no document is open")
        return self._pages


def _file_of(request: wire.Frame) -> tuple[bytes, ReadContext]:
    head: Mapping[str, object] = request.head
    skip = head.get("skip")
    context = ReadContext(
        name=str(head["name"]),
        password=str(head["password"]),
        max_units=int(str(head["units"])),
        max_text=int(str(head["text"])),
        skip=frozenset(skip if isinstance(skip, list) else ()),
        careful=head.get("careful") is True,
        patience=max(1, int(str(head.get("patience", 1)))),
    )
    return bytes(request.blob("data")), context


def _texts(listed: object) -> list[str]:
    return [str(each) for each in listed] if isinstance(listed, list) else []


def _describe(error: Exception) -> str:
    """A parser's exception in a few words; its message may hold words of the document, so cut."""
    said = clean_line(str(error), 120)
    return f"{type(error).__name__}: {said}" if said else type(error).__name__
