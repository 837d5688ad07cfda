"""How far assessors agree beyond chance: Cohen's kappa and Krippendorff's alphas.

Sources:
- kappa: Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological
  Measurement 20, 37 to 46.
- alpha for coded units: Krippendorff (2011), Computing Krippendorff's alpha-reliability; any number
  of assessors, values may be missing.
- alpha for unitizing: Krippendorff (1995), On the reliability of unitizing contiguous data,
  Sociological Methodology 25, 47 to 76, with the correction of its expected disagreement in
  Content Analysis (2nd edition, 2004), chapter 11.3.

A coefficient is 1 for agreement without exception, 0 for what chance would give, below 0 for less.
It is None where nothing can be told: when nobody is compared, or no value ever differs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from itertools import pairwise


class Level(Enum):
    """How far two values are from each other."""

    NOMINAL = "nominal"  # the same or not
    ORDINAL = "ordinal"  # by how many of the values given lie between them
    INTERVAL = "interval"  # by their difference


Pairs = Iterable[tuple[object, object]] | Mapping[tuple[object, object], int]


def kappa(items: Pairs) -> float | None:
    """Cohen's kappa of two assessors.

    `items` are the pairs of values they gave, or how often each pair was given.
    """
    pairs = Counter(items)  # of a mapping its counts
    total = sum(pairs.values())
    if not total:
        return None
    first: Counter[object] = Counter()
    second: Counter[object] = Counter()
    for (one, other), count in pairs.items():
        first[one] += count
        second[other] += count
    agreed = sum(count for (one, other), count in pairs.items() if one == other) / total
    chance = sum(first[value] * second[value] for value in first) / total**2
    return None if chance == 1 else (agreed - chance) / (1 - chance)


Units = Mapping[tuple[float, ...], int]
"""What was given to a unit, without who gave it and without missing values: to how many units."""


def alpha(units: Iterable[Sequence[float]] | Units, level: Level = Level.NOMINAL) -> float | None:
    """Krippendorff's alpha for coded units.

    Each of `units` has the values that its assessors gave, in any order; a unit with fewer than two
    says nothing. A mapping says how many units have the same values.
    """
    counted = units if isinstance(units, Mapping) else Counter(map(tuple, units))
    coincidences: defaultdict[tuple[float, float], float] = defaultdict(float)
    for values, times in counted.items():
        given = Counter(values)
        pairs = len(values) - 1
        if pairs < 1:
            continue
        for one, count in given.items():
            for other, beside in given.items():
                together = count * (beside - (one == other))
                coincidences[one, other] += times * together / pairs
    totals: defaultdict[float, float] = defaultdict(float)
    for (one, _), share in coincidences.items():
        totals[one] += share
    whole = sum(totals.values())
    apart = _differences(totals, level)
    observed = sum(share * apart[pair] for pair, share in coincidences.items())
    expected = sum(totals[one] * totals[other] * apart[one, other] for one, other in apart)
    return None if not expected else 1 - (whole - 1) * observed / expected


def _differences(totals: Mapping[float, float], level: Level) -> dict[tuple[float, float], float]:
    """The squared difference of any two values."""
    values = sorted(totals)
    apart: dict[tuple[float, float], float] = {}
    for at, one in enumerate(values):
        between = 0.0
        for other in values[at:]:
            between += totals[other]
            if one == other:
                squared = 0.0
            elif level is Level.NOMINAL:
                squared = 1.0
            elif level is Level.INTERVAL:
                squared = (one - other) ** 2
            else:
                squared = (between - (totals[one] + totals[other]) / 2) ** 2
            apart[one, other] = apart[other, one] = squared
    return apart


Segment = tuple[int, int]
"""Where a marked stretch begins, and where it ends (half open)."""


def merged(segments: Iterable[Segment]) -> list[Segment]:
    """In order, those that overlap made one; those that only touch stay two. Empty ones go."""
    result: list[Segment] = []
    for start, end in sorted(segment for segment in segments if segment[0] < segment[1]):
        if result and start < result[-1][1]:
            result[-1] = result[-1][0], max(end, result[-1][1])
        else:
            result.append((start, end))
    return result


def character_units(coders: Sequence[Iterable[Segment]], length: int) -> Units:
    """For each character of a text whether each coder marked it (1) or not (0).

    As `alpha` takes them: the alpha of these is Krippendorff's alpha on characters, nominal and
    binary. `length` is in characters; what lies beyond it does not count.
    """
    changes: dict[int, list[tuple[int, int]]] = {0: [], length: []}
    for coder, segments in enumerate(coders):
        for start, end in merged((start, min(end, length)) for start, end in segments):
            changes.setdefault(start, []).append((coder, 1))
            changes.setdefault(end, []).append((coder, -1))
    state = [0] * len(coders)
    units: Counter[tuple[float, ...]] = Counter()
    for at, following in pairwise(sorted(changes)):
        for coder, change in changes[at]:
            state[coder] += change
        units[tuple(min(one, 1) for one in state)] += following - at
    return units


def unitizing(coders: Sequence[Iterable[Segment]], length: int) -> tuple[float, float]:
    """Observed and expected disagreement of coders who marked stretches of one category.

    Krippendorff's alpha for unitizing is one less their quotient (`alpha_u`). Of several
    categories each is added up first. `length` is that of the text, in characters.
    """
    marked = [merged((start, min(end, length)) for start, end in one) for one in coders]
    free = [_gaps(one, length) for one in marked]
    many = len(coders)
    if many < 2 or not length:
        return 0.0, 0.0
    observed = 0.0
    for one in range(many):
        for other in range(many):
            if one != other:
                observed += _apart(marked[one], marked[other], free[other])
    observed /= many * (many - 1) * length**2
    lengths = [end - start for one in marked for start, end in one]
    gaps = [end - start for one in free for start, end in one]
    expected = 0.0
    for size in lengths:
        expected += (len(lengths) - 1) / 3 * (2 * size**3 - 3 * size**2 + size)
        expected += size**2 * sum(gap - size + 1 for gap in gaps if gap >= size)
    possible = many * length * (many * length - 1) - sum(size * (size - 1) for size in lengths)
    return observed, 2 / length * expected / possible if possible else 0.0


def alpha_u(disagreements: Iterable[tuple[float, float]]) -> float | None:
    """Krippendorff's alpha for unitizing, from what `unitizing` gives for each category."""
    pairs = list(disagreements)
    expected = sum(each for _, each in pairs)
    return None if not expected else 1 - sum(each for each, _ in pairs) / expected


def _gaps(segments: Sequence[Segment], length: int) -> list[Segment]:
    """The stretches between those that are marked."""
    edges = [0, *(edge for segment in segments for edge in segment), length]
    return [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=True) if start < end]


def _apart(mine: Sequence[Segment], theirs: Sequence[Segment], free: Sequence[Segment]) -> float:
    """Twice what a pair of coders is apart is this for one and for the other, added.

    Segments that overlap are apart by the squares of what sticks out at both ends, and are counted
    from both sides; one within a gap of the other coder by the square of its length.
    """
    total = 0.0
    first = 0
    for start, end in mine:
        while first < len(theirs) and theirs[first][1] <= start:
            first += 1
        at = first
        while at < len(theirs) and theirs[at][0] < end:
            total += (start - theirs[at][0]) ** 2 + (end - theirs[at][1]) ** 2
            at += 1
        if at == first and any(low <= start and end <= high for low, high in free):
            total += 2 * (end - start) ** 2
    return total
