"""Which words of one sequence are which of another: anchors first, then what lies between them.

A long common subsequence alone finds "the" of one page in "the" of another. So runs of words that
stand once in either text are matched first (patience diff), longer runs before shorter ones, and
the exact algorithm only fills the gaps. All is done on numbers; equal numbers are equal words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

from itrvault.progress import CancelToken

ANCHORS = (8, 4, 2, 1)
"""Words of a run that stands once in both texts."""

SMALL, LARGE = 1_000_000, 400_000_000
"""Pairs of words: up to the first the exact algorithm runs at once, beyond the second (which takes
0.1 s and 50 MB) never."""

Match = tuple[int, int, int]
"""First word here, first word there, and how many are the same from there on."""


def align(one: Sequence[int], other: Sequence[int], cancel: CancelToken) -> list[Match]:
    """The words that are the same, in order in both, neighbours joined. Raises Cancelled."""
    found: list[Match] = []
    waiting = [(0, len(one), 0, len(other), 0)]
    while waiting:
        cancel.check()
        a, a_end, b, b_end, level = waiting.pop()
        head = 0
        while a < a_end and b < b_end and one[a] == other[b]:
            a, b, head = a + 1, b + 1, head + 1
        tail = 0
        while a < a_end and b < b_end and one[a_end - 1] == other[b_end - 1]:
            a_end, b_end, tail = a_end - 1, b_end - 1, tail + 1
        found += [(a - head, b - head, head)] * bool(head) + [(a_end, b_end, tail)] * bool(tail)
        cells = (a_end - a) * (b_end - b)
        if not cells:
            continue
        if cells <= SMALL:
            found += _exact(one, other, a, a_end, b, b_end)
            continue
        anchors: list[Match] = []
        while not anchors and level < len(ANCHORS):
            anchors = _anchors(one, other, (a, a_end, b, b_end), ANCHORS[level])
            level += not anchors
        if not anchors:
            if cells <= LARGE:
                found += _exact(one, other, a, a_end, b, b_end)
            continue
        found += anchors
        for start, there, length in [*anchors, (a_end, b_end, 0)]:
            if start > a and there > b:
                waiting.append((a, start, b, there, level))
            a, b = start + length, there + length
    return _joined(sorted(found))


def _exact(
    one: Sequence[int], other: Sequence[int], a: int, a_end: int, b: int, b_end: int
) -> list[Match]:
    return [
        (a + code.src_start, b + code.dest_start, code.src_end - code.src_start)
        for code in LCSseq.opcodes(one[a:a_end], other[b:b_end])
        if code.tag == "equal"
    ]


def _anchors(
    one: Sequence[int], other: Sequence[int], region: tuple[int, int, int, int], length: int
) -> list[Match]:
    """Runs of that length that stand once in both, those that keep the order, grown together."""
    a, a_end, b, b_end = region
    here = _once(one[a:a_end], length)
    there = _once(other[b:b_end], length)
    pairs = sorted((at + a, there[run] + b) for run, at in here.items() if run in there)
    matches: list[Match] = []
    for start, to in _rising(pairs):
        if matches:
            before, before_to, size = matches[-1]
            if start - before == to - before_to and start <= before + size:
                matches[-1] = (before, before_to, start - before + length)
                continue
            cut = max(before + size - start, before_to + size - to, 0)
            if cut:  # runs that overlap here, but not there
                if cut >= length:
                    continue
                start, to = start + cut, to + cut
                matches.append((start, to, length - cut))
                continue
        matches.append((start, to, length))
    return matches


def _once(words: Sequence[int], length: int) -> dict[tuple[int, ...], int]:
    """The runs that stand once, and where."""
    runs = list(zip(*(words[n:] for n in range(length)), strict=False))
    counts = Counter(runs)
    return {run: at for at, run in enumerate(runs) if counts[run] == 1}


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest choice of pairs (in order of the first number) whose second number rises, too."""
    ends: list[int] = []  # the smallest second number that ends a choice of each length
    last: list[int] = []  # which pair that is
    before: list[int] = []  # the pair before each in its choice
    for n, (_, to) in enumerate(pairs):
        at = bisect_left(ends, to)
        before.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(to)
            last.append(n)
        else:
            ends[at] = to
            last[at] = n
    chosen = []
    n = last[-1] if last else -1
    while n >= 0:
        chosen.append(pairs[n])
        n = before[n]
    return chosen[::-1]


def _joined(matches: list[Match]) -> list[Match]:
    joined: list[Match] = []
    for start, to, length in matches:
        if joined:
            before, before_to, size = joined[-1]
            if before + size == start and before_to + size == to:
                joined[-1] = (before, before_to, size + length)
                continue
        joined.append((start, to, length))
    return joined
