"""Writes compound files (MS-CFB), so that a message within a message can be a file of its own."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from itrvault.readers.ole import OLE, Path

_SECTOR, _SMALL, _CUTOFF = 512, 64, 4096
_END, _FREE, _TABLE, _LIST = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFC
_HEADED = 109  # pages of the table that the head itself lists
_PER_PAGE = _SECTOR // 4


class _Node:
    def __init__(self, name: str) -> None:
        self.name = name
        self.children: dict[str, _Node] = {}
        self.data: bytes | None = None
        self.left = self.right = self.child = _FREE
        self.start, self.number = _END, 0


def write_compound(streams: Mapping[Path, bytes], kind: bytes = bytes(16)) -> bytes:
    """A compound file of these streams; `kind` is the class id of the whole."""
    root = _Node("Root Entry")
    for path, data in streams.items():
        at = root
        for name in path[:-1]:
            at = at.children.setdefault(name, _Node(name))
        leaf = at.children.setdefault(path[-1], _Node(path[-1]))
        leaf.data = data
    nodes = [root]
    _number(root, nodes)
    body, table = bytearray(), list[int]()
    small, small_table = bytearray(), list[int]()
    for node in nodes:
        if node.data and len(node.data) >= _CUTOFF:
            node.start = _put(body, table, node.data, _SECTOR)
        elif node.data:
            node.start = _put(small, small_table, node.data, _SMALL)
    root.data = bytes(small)
    root.start = _put(body, table, root.data, _SECTOR) if small else _END
    chain = struct.pack(f"<{len(small_table)}I", *small_table)
    chain += b"\xff" * (-len(chain) % _SECTOR)
    small_start = _put(body, table, chain, _SECTOR) if chain else _END
    directory = b"".join(_entry(node, kind if node is root else bytes(16)) for node in nodes)
    directory += _unused() * (-len(nodes) % 4)
    directory_start = _put(body, table, directory, _SECTOR)
    return _whole(body, table, directory_start, small_start, len(chain) // _SECTOR)


def _number(parent: _Node, nodes: list[_Node]) -> None:
    """Give every entry its number and link the entries of a storage as a balanced tree."""
    inside = sorted(parent.children.values(), key=lambda node: (len(node.name), node.name.upper()))
    for node in inside:
        node.number = len(nodes)
        nodes.append(node)
    parent.child = _tree(inside)
    for node in inside:
        if node.data is None:
            _number(node, nodes)


def _tree(nodes: list[_Node]) -> int:
    if not nodes:
        return _FREE
    middle = len(nodes) // 2
    nodes[middle].left = _tree(nodes[:middle])
    nodes[middle].right = _tree(nodes[middle + 1 :])
    return nodes[middle].number


def _put(body: bytearray, table: list[int], data: bytes, size: int) -> int:
    """Append data in pieces of `size` bytes; the number of the first."""
    start, count = len(table), -(-len(data) // size)
    body += data + bytes(-len(data) % size)
    table += [*range(start + 1, start + count), _END]
    return start


def _entry(node: _Node, kind: bytes) -> bytes:
    name = node.name[:31].encode("utf-16-le")
    form = 5 if node.name == "Root Entry" and node.number == 0 else 1 if node.data is None else 2
    return struct.pack(
        "<64sHBBIII16sI8s8sIII", name, len(name) + 2, form, 1, node.left, node.right, node.child,
        kind, 0, bytes(8), bytes(8), 0 if node.data is None else node.start,
        len(node.data or b""), 0,
    )  # fmt: skip


def _unused() -> bytes:
    return struct.pack("<64sHBBIII16sI8s8sIII", b"", 0, 0, 0, _FREE, _FREE, _FREE, bytes(16), 0,
                       bytes(8), bytes(8), 0, 0, 0)  # fmt: skip


def _whole(
    body: bytearray, table: list[int], directory: int, small: int, small_pages: int
) -> bytes:
    """Head, sectors, and the table of sectors, which also counts its own pages."""
    pages = lists = 0
    while True:
        needed = -(-(len(table) + pages + lists) // _PER_PAGE)
        more = max(0, -(-(needed - _HEADED) // (_PER_PAGE - 1)))
        if (needed, more) == (pages, lists):
            break
        pages, lists = needed, more
    first = len(table)
    table += [_TABLE] * pages + [_LIST] * lists
    places = list(range(first, first + pages))
    table += [_FREE] * (pages * _PER_PAGE - len(table))
    body += struct.pack(f"<{len(table)}I", *table)
    for index in range(lists):
        begin = _HEADED + index * (_PER_PAGE - 1)
        listed = places[begin : begin + _PER_PAGE - 1]
        listed += [_FREE] * (_PER_PAGE - 1 - len(listed))
        after = first + pages + index + 1 if index + 1 < lists else _END
        body += struct.pack(f"<{_PER_PAGE}I", *listed, after)
    head = struct.pack(
        "<8s16sHHHHHHIIIIIIIIII", OLE, bytes(16), 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, pages, directory,
        0, _CUTOFF, small, small_pages, first + pages if lists else _END, lists,
    )  # fmt: skip
    headed = places[:_HEADED] + [_FREE] * (_HEADED - len(places[:_HEADED]))
    return head + struct.pack(f"<{_HEADED}I", *headed) + bytes(body)
