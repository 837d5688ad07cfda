"""Whatever stands in a codebook's file: it is read, or refused in a sentence."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from itrvault.errors import ReaderFailed
from itrvault.export.refi import schema_bytes
from itrvault.model.codebook import CodebookFile
from itrvault.readers.codebook import read_codebook
from itrvault.sandbox.codebooks import CodebookReceiver, code_rows
from itrvault.sandbox.wire import Frame

GUID = "0d62985d-b147-5d01-a9b5-cae5dcd98342"
SEEDS = (
    f'<CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="x"><Codes><Code guid="{GUID}" name="a/b" '
    f'isCodable="true" color="#F0a"><Description>When to use: x</Description><Code guid="{GUID}" '
    'name="c" isCodable="no"/></Code></Codes><Sets><Set name="s"/></Sets></CodeBook>',
    'tag,description,guid,colour\r\n"a.b",x,y,z\r\n"=c>>d","""q""\n",,\r\n',
    "a>>b>>c\tmemo\nd\te\tf\n",
    '<Project xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes/></CodeBook></Project>',
)
SCHEMA = schema_bytes()


def survives(data: bytes, name: str) -> None:
    """A file that was read must also pass the host's checks."""
    try:
        file = read_codebook(data, name, SCHEMA)
    except ReaderFailed:
        return
    receiver = CodebookReceiver()
    for rows in code_rows(file.entries):
        receiver.receive(Frame({"type": "codes", "codes": rows}))
    begin = Frame({"type": "codebook", "format": file.format, "origin": file.origin})
    came = receiver.file(begin)
    assert came == CodebookFile(file.format, file.origin, file.entries)


@given(
    seed=st.sampled_from(SEEDS),
    name=st.sampled_from(["a.qdc", "a.csv", "a.txt", "a"]),
    changes=st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=6)), max_size=6),
)
def test_mutated_files(seed: str, name: str, changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(seed.encode())
    for place, some in changes:
        at = place % (len(data) + 1)
        data[at : at + len(some)] = some
    survives(bytes(data), name)


@given(data=st.binary(max_size=300), name=st.sampled_from(["a.qdc", "a.csv", "a.txt", "a.qdpx"]))
def test_any_bytes(data: bytes, name: str) -> None:
    survives(data, name)


@given(
    names=st.lists(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=8
    ),
    order=st.integers(0, 1000),
)
def test_any_names(names: list[str], order: int) -> None:
    shuffled = random.Random(order).sample(names, len(names))
    survives("\n".join(f"{'>>'.join(shuffled)}\t{name}" for name in names).encode(), "a.txt")
    survives(("tag\n" + "\n".join(f'"{n}"' for n in shuffled)).encode(), "a.csv")
