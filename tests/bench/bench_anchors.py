"""How many passages find their words again when the text changes, and how many go wrong.

    python tests/bench/bench_anchors.py [FILE ...] [--passages N] [--rates 0.01 0.05 0.1]
    python tests/bench/bench_anchors.py --pair ONE OTHER [--pair ONE OTHER ...]

Each FILE (*.txt; by default the specimens' texts) is cut into pages with a running head, and
degraded as recognition does it: letters taken for others that look like them, words split and
joined, letters dropped and doubled. Passages of every length are anchored in the good text and
placed in the bad one (and the other way round), with and without the old text at hand. A passage is
*right* when both ends are where they should be, give or take two letters; *off* when it covers most
of the right words; everything else that was placed is *wrong*. `gone`: its page was taken out, and
not to place it is right.

`--pair` takes two extractions of one document (a text, a PDF, or a PDF read in order of place:
`sorted:FILE.pdf`). Where a passage stands in the other one is told by aligning both, word by word;
passages whose first or last word is not in that alignment are left out. `with others`: the passages
that stand clear show where those may be that could stand in several places.
"""

# ruff: noqa: E501 - tables of signs and of results are read by rows

from __future__ import annotations

import argparse
import json
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from itrvault.model.annotation import Anchor
from itrvault.model.document import Unit, UnitKind
from itrvault.model.geometry import PageLayout, Span
from itrvault.progress import CancelToken
from itrvault.text.alignment import align
from itrvault.text.anchors import JOIN, make_anchor
from itrvault.text.relocating import Relocator

PAGE = 2_400
LOOK_ALIKES = (
    "il1I|tf", "o0OeacQ", "nuhrmb", "vyuw", "s5Sz", "B8R3", "g9qy", "cec(", "dcla", "pP", "kK", "xX",
    "аоес", "ишнпцщ", "лпд", "вБзэ", "тгр", "мш", "хкж", "бьъы", "уч", "яю",
    "بتثنيپ", "جحخ", "دذرزو", "سش", "صض", "طظ", "عغ", "فق", "كل", "مه", "اآأإ",
    "日目曰白自", "人入八", "大太犬", "土士上", "己已巳", "末未木本", "的约", "权杈", "国囯因", "会合台",
)  # fmt: skip
ALIKE = {sign: group.replace(sign, "") for group in LOOK_ALIKES for sign in group}
PAIRS = {"rn": "m", "m": "rn", "cl": "d", "ii": "u", "li": "h", "vv": "w", "fi": "ﬁ"}


@dataclass(frozen=True, slots=True)
class Degraded:
    """A text and, for each offset of the one it was made of, its offset here."""

    text: str
    places: list[int]


def degrade(text: str, rate: float, chance: random.Random) -> Degraded:
    """Errors in about `rate` of the signs."""
    parts: list[str] = []
    places: list[int] = []
    length = at = 0

    def put(sign: str, of: int) -> None:
        nonlocal length
        places.extend([length] * of)
        parts.append(sign)
        length += len(sign)

    while at < len(text):
        sign = text[at]
        if chance.random() >= rate:
            put(sign, 1)
            at += 1
            continue
        pair = text[at : at + 2]
        kind = chance.random()
        if sign.isspace():
            put("" if kind < 0.6 and sign == " " else sign + " ", 1)  # joined, or a gap
            at += 1
        elif pair in PAIRS and kind < 0.3:
            put(PAIRS[pair], 2)
            at += 2
        elif kind < 0.62:
            put(chance.choice(ALIKE.get(sign) or ".,'*"), 1)
            at += 1
        elif kind < 0.74:
            put("", 1)  # dropped
            at += 1
        elif kind < 0.82:
            put(sign + sign, 1)
            at += 1
        else:
            put(sign + " ", 1)  # split
            at += 1
    places.append(length)
    return Degraded("".join(parts), places)


def pages_of(text: str, name: str) -> list[str]:
    """Pages that end at line or word ends, with the running head of a conference document."""
    pages = []
    at = 0
    while at < len(text):
        end = min(len(text), at + PAGE)
        cut = max(text.rfind("\n", at, end), text.rfind(" ", at, end))
        end = cut + 1 if cut > at + PAGE // 2 and end < len(text) else end
        body = text[at:end].strip("\n")
        if body.strip():
            head = (
                f"{name}\nPage {len(pages) + 1} of the document as distributed to the delegations\n"
            )
            pages.append(head + body + "\n")
        at = end
    return pages


def units_of(pages: Sequence[str]) -> list[Unit]:
    return [Unit(n, UnitKind.PAGE, str(n + 1), text, PageLayout(600, 800))
            for n, text in enumerate(pages)]  # fmt: skip


_WORD = re.compile(r"\w+")
_UNSPACED = re.compile("[\u3040-\u30ff\u4e00-\u9fff]")
LENGTHS = {"word": (1, 1), "phrase": (3, 6), "sentence": (12, 25), "paragraph": (60, 140)}


def passages(pages: Sequence[str], count: int, chance: random.Random) -> Iterator[tuple[str, Span]]:
    """Kinds of passage and their spans in the joined pages."""
    joined = JOIN.join(pages)
    if len(_UNSPACED.findall(joined[:3000])) > 300:  # signs for words: two make one
        words = [
            Span(n, n + 2) for n in range(0, len(joined) - 2, 2) if joined[n : n + 2].isalnum()
        ]
    else:
        words = [Span(*m.span()) for m in _WORD.finditer(joined)]
    edges = []
    at = 0
    for page in pages[:-1]:
        at += len(page) + len(JOIN)
        edges.append(at)
    for kind, (low, high) in LENGTHS.items():
        for _ in range(count):
            size = chance.randint(low, high)
            first = chance.randrange(max(1, len(words) - size))
            yield kind, Span(words[first].start, words[min(len(words) - 1, first + size - 1)].end)
    for _ in range(count if edges else 0):
        edge = chance.choice(edges)
        near = min(range(len(words)), key=lambda n: abs(words[n].start - edge))
        first = max(0, near - chance.randint(5, 40))
        last = min(len(words) - 1, near + chance.randint(25, 60))
        yield "over pages", Span(words[first].start, words[last].end)
    runs = Counter(
        tuple(joined[w.start : w.end] for w in words[n : n + 4]) for n in range(len(words) - 4)
    )
    often = [n for n in range(len(words) - 4)
             if runs[tuple(joined[w.start : w.end] for w in words[n : n + 4])] >= 3]  # fmt: skip
    for _ in range(count if often else 0):
        first = chance.choice(often)
        yield "boilerplate", Span(words[first].start, words[first + 3].end)


def anchor_of(units: Sequence[Unit], span: Span) -> Anchor:
    at = 0
    ends: list[tuple[int, int]] = []
    for offset, shift in ((span.start, 0), (span.end, 1)):
        at = 0
        for unit in units:
            if offset < at + len(unit.text) + shift:
                ends.append((unit.number, offset - at))
                break
            at += len(unit.text) + len(JOIN)
    (first, start), (last, end) = ends
    return make_anchor(units, first, start, last, end)


def span_of(anchor: Anchor, texts: Sequence[str]) -> Span:
    before = [sum(len(t) + len(JOIN) for t in texts[:n]) for n in (anchor.unit, anchor.end_unit)]
    return Span(before[0] + anchor.start, before[1] + anchor.end)


def verdict(found: Span | None, wanted: Span | None) -> str:
    if found is None:
        return "not placed"
    if wanted is None:
        return "wrong"
    if abs(found.start - wanted.start) <= 2 and abs(found.end - wanted.end) <= 2:
        return "right"
    common = min(found.end, wanted.end) - max(found.start, wanted.start)
    whole = max(found.end, wanted.end) - min(found.start, wanted.start)
    if common >= 0.9 * whole:
        return "right"
    return "off" if common >= 0.5 * whole else "wrong"


Tally = dict[tuple[str, ...], Counter[str]]


def noisy(
    pages: Sequence[str], rate: float, count: int, seed: int, tally: Tally, *, show: bool
) -> float:
    """One text at one rate, there and back; the processor seconds of placing."""
    chance = random.Random(seed)
    bad = [degrade(page, rate, chance) for page in pages]
    worse = [each.text for each in bad]
    spent = 0.0
    starts, starts_bad = [0], [0]
    for page, other in zip(pages, worse, strict=True):
        starts.append(starts[-1] + len(page) + len(JOIN))
        starts_bad.append(starts_bad[-1] + len(other) + len(JOIN))

    def across(offset: int) -> int:
        page = max(n for n, start in enumerate(starts[:-1]) if start <= offset)
        return starts_bad[page] + bad[page].places[min(offset - starts[page], len(pages[page]))]

    good_units, bad_units = units_of(pages), units_of(worse)
    for kind, span in passages(pages, count, chance):
        other = Span(across(span.start), across(span.end))
        if other.start >= other.end:
            continue
        for way, units, texts, old, here, there in (
            ("better to worse", good_units, worse, pages, span, other),
            ("worse to better", bad_units, pages, worse, other, span),
        ):
            anchor = anchor_of(units, here)
            if not anchor.exact.strip():
                continue
            for help_, before in (("anchor alone", None), ("old text", old)):
                relocator = relocators(texts)
                began = time.process_time()
                placed = relocator.place(anchor, before)
                spent += time.process_time() - began
                found = span_of(placed, texts) if placed is not None else None
                said = verdict(found, there)
                tally[(f"{rate:.0%}", help_, kind)][said] += 1
                if show and said in ("wrong", "off"):
                    joined = JOIN.join(texts)
                    print(said, rate, way, help_, kind, repr(anchor.exact[:80]), "->",
                          repr(placed.exact[:80] if placed else ""), "should be",
                          repr(joined[there.start : there.end][:80]))  # fmt: skip
    return spent


_kept: list[tuple[Sequence[str], Relocator]] = []


def relocators(texts: Sequence[str]) -> Relocator:
    """One for each text, as in the program."""
    for known, made in _kept:
        if known is texts:
            return made
    del _kept[:-3]
    _kept.append((texts, Relocator(texts)))
    return _kept[-1][1]


def gone(pages: Sequence[str], count: int, seed: int, tally: Tally, *, show: bool) -> None:
    """Passages whose page was replaced by others of the text: none may be placed."""
    chance = random.Random(seed)
    units = units_of(pages)
    if len(pages) < 4:
        return
    for kind, span in passages(pages, max(1, count // 4), chance):
        anchor = anchor_of(units, span)
        texts = list(pages)
        for number in range(anchor.unit, anchor.end_unit + 1):
            head = texts[number].split("\n", 2)
            texts[number] = "\n".join(head[:2]) + "\n"
        unit = pages[anchor.unit]
        if span.start - sum(len(p) + 1 for p in pages[: anchor.unit]) < unit.index("\n", 50) + 1:
            continue  # in the head
        for help_, before in (("anchor alone", None), ("old text", pages)):
            placed = Relocator(texts).place(anchor, before)
            said = "wrong" if placed is not None else "right"
            tally[("gone", help_, kind)][said] += 1
            if show and placed is not None:
                print("gone", help_, kind, repr(anchor.prefix), repr(anchor.exact[:80]),
                      repr(anchor.suffix), "->", repr(placed.exact[:80]))  # fmt: skip


def extraction(name: str, limit: int) -> list[str]:
    """The pages of a file; of a text, cut into pages."""
    if not name.endswith(".pdf"):
        path = Path(name)
        text = path.read_text("utf-8", errors="replace")[:limit]
        return [text[at : at + PAGE] for at in range(0, len(text), PAGE)]
    import pymupdf

    with pymupdf.open(name.removeprefix("sorted:")) as document:
        pages = [page.get_text(sort=name.startswith("sorted:")) for page in document]
    while sum(map(len, pages)) > limit:
        pages.pop()
    return pages


def paired(one: str, other: str, count: int, limit: int, tally: Tally, *, show: bool) -> None:
    """Passages of each of two extractions, placed in the other one."""
    left, right = extraction(one, limit), extraction(other, limit)
    title = f"{Path(one).name} / {Path(other).name}"
    for here, there in ((left, right), (right, left)):
        joined, target = JOIN.join(here), JOIN.join(there)
        words = [Span(*m.span()) for m in _WORD.finditer(joined)]
        theirs = [Span(*m.span()) for m in _WORD.finditer(target)]
        numbers: dict[str, int] = {}
        ids = [
            [numbers.setdefault(text[w.start : w.end].lower(), len(numbers)) for w in some]
            for text, some in ((joined, words), (target, theirs))
        ]
        same: dict[int, int] = {}
        for a, b, size in align(*ids, CancelToken()):
            if size >= 4:  # fewer agree by chance
                same.update((a + n, b + n) for n in range(size))
        by_start = {word.start: n for n, word in enumerate(words)}
        by_end = {word.end: n for n, word in enumerate(words)}
        units, relocator = units_of(here), Relocator(there)
        asked: list[tuple[str, Anchor, Span]] = []
        for kind, span in passages(here, count, random.Random(7)):
            first, last = by_start.get(span.start, -1), by_end.get(span.end, -1)
            if first not in same or last not in same:
                continue
            truth = Span(theirs[same[first]].start, theirs[same[last]].end)
            if truth.end - truth.start > 2 * (span.end - span.start) + 40:
                continue  # a word of it was aligned elsewhere
            asked.append((kind, anchor_of(units, span), truth))
        anchors = [anchor for _, anchor, _ in asked]
        answers: dict[str, list[Anchor | None]] = {
            "anchor alone": [relocator.place(anchor) for anchor in anchors],
            "with others": relocator.place_all(anchors),
            "old text": relocator.place_all(anchors, here),
        }
        for help_, answer in answers.items():
            for (kind, anchor, truth), placed in zip(asked, answer, strict=True):
                found = span_of(placed, there) if placed is not None else None
                said = verdict(found, truth)
                tally[(title[:60], help_, kind)][said] += 1
                if show and said in ("wrong", "off"):
                    print(said, title, help_, kind, repr(anchor.prefix), repr(anchor.exact[:90]),
                          repr(anchor.suffix), "->", repr(placed.exact[:90] if placed else ""),
                          "should be", repr(target[truth.start : truth.end][:90]))  # fmt: skip


def report(tally: Tally, title: str, keys: Callable[[tuple[str, ...]], str]) -> None:
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for key, counts in tally.items():
        sums[keys(key)].update(counts)
    print(f"\n{title:32} {'n':>7} {'right':>8} {'off':>7} {'wrong':>7} {'not placed':>11}")
    for name, counts in sums.items():
        total = sum(counts.values())
        shares = [counts[word] / total for word in ("right", "off", "wrong", "not placed")]
        print(
            f"{name:32} {total:7} {shares[0]:8.1%} {shares[1]:7.2%} {shares[2]:7.2%} {shares[3]:11.1%}"
        )


def default_files() -> list[Path]:
    sources = Path(__file__).parents[2] / "resources" / "specimens" / "documents"
    return sorted(sources.rglob("*.txt"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--pair", nargs=2, action="append", default=[], metavar=("ONE", "OTHER"))
    parser.add_argument("--passages", type=int, default=20)
    parser.add_argument("--rates", nargs="*", type=float, default=[0.01, 0.05, 0.1])
    parser.add_argument("--limit", type=int, default=120_000, help="code points of a text")
    parser.add_argument("--show", action="store_true", help="print each that is wrong or off")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    tally: Tally = defaultdict(Counter)
    spent = 0.0
    for one, other in args.pair:
        paired(one, other, args.passages, args.limit, tally, show=args.show)
    files = args.files or ([] if args.pair else default_files())
    for number, path in enumerate(files):
        pages = pages_of(path.read_text("utf-8", errors="replace")[: args.limit], path.stem)
        for rate in args.rates:
            spent += noisy(pages, rate, args.passages, number, tally, show=args.show)
        gone(pages, args.passages, number, tally, show=args.show)
    report(tally, "by rate", lambda key: f"{key[0]}, {key[1]}")
    report(tally, "by length", lambda key: f"{key[2]}, {key[1]}" if key[0] != "gone" else "gone")
    report(tally, "all", lambda key: "all")
    placed = sum(sum(counts.values()) for counts in tally.values())
    print(f"\n{placed} places, {1000 * spent / placed:.2f} ms of processor time each")
    if args.json:
        rows = {" | ".join(key): dict(counts) for key, counts in tally.items()}
        args.json.write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
