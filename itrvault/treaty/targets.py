"""What a proposal is about, as papers print it and as people write it."""

from __future__ import annotations

import re

from itrvault.errors import InvalidValue
from itrvault.model.proposal import Target
from itrvault.model.provision import PartKind
from itrvault.treaty.partheads import Head, read_head
from itrvault.treaty.partlists import numbers_in, read_part_list

_SUFFIX = r"(?:\s?(?:bis|ter|quater|quinquies))?"
NUMBER = rf"\d{{1,3}}[A-Z]{{0,2}}{_SUFFIX}(?![A-Za-z])"
PARAGRAPH = rf"\d{{1,2}}[A-Z]{{0,2}}(?:\.\d{{1,2}}[A-Z]{{0,2}}{_SUFFIX}){{1,4}}"
_LETTER = rf"[a-zа-я]{{1,2}}{_SUFFIX}"
_NUMBER, _STEPS = re.compile(NUMBER), re.compile(PARAGRAPH)
PROVISION = re.compile(
    rf"^(?P<number>{NUMBER})[.]?(?:\s+|$)(?:\(?PP-\d\d\)?\s+)*"
    rf"(?P<paragraph>{PARAGRAPH})?\.?"
    rf"\s*(?:(?P<letter>{_LETTER})\s?\)\s*)?(?P<text>.*)$",
    re.DOTALL,
)
"""A provision with its number in the margin, as far as it stands there."""
_PARAGRAPH_ALONE = re.compile(
    rf"^(?P<paragraph>{PARAGRAPH})\.?\s+(?:(?P<letter>{_LETTER})\s?\)\s*)?(?P<text>\S.*)$",
    re.DOTALL,
)
_SPACES = re.compile(r"\s+")
_ARTICLE = PartKind.ARTICLE
_OF_ARTICLES = (_ARTICLE, PartKind.PREAMBLE)
_WRITTEN = re.compile(
    rf"^(?:(?:nos?\.?|number|provision|definition|paragraph|section)\s*)?"
    rf"(?:(?P<number>{NUMBER})(?![.\w]))?\s*(?:(?P<paragraph>{PARAGRAPH}))?"
    rf"\s*(?:\(?(?P<letter>[a-z]{{1,2}})\))?$",
    re.IGNORECASE,
)
_PLURALS = {"Appendix": "Appendices", "Annex": "Annexes", "No.": "Nos."}
_TITLE = re.compile(r"^(?:the\s+)?title\s+of\s+(?:the\s+)?", re.IGNORECASE)
_WHOLE = re.compile(r"^(?:regulations|treaty)$", re.IGNORECASE)


def begins_provision(text: str) -> bool:
    """Whether a line is one by its numbers alone: "31A 3.5 ...", "3 b) ..."."""
    if not text[:1].isdecimal():
        return False
    found = PROVISION.match(text)
    return found is not None and bool(found["paragraph"] or (found["letter"] and found["text"]))


def number_alone(text: str) -> str:
    """The margin number that is all a line holds; "" for other lines."""
    found = _NUMBER.fullmatch(text) if text[:1].isdecimal() else None
    return _SPACES.sub("", found[0]) if found is not None else ""


def paragraph_first(text: str) -> bool:
    """Whether a line begins with a paragraph number ("3A.1 Members ..."), or holds no more."""
    return _PARAGRAPH_ALONE.match(text) is not None or _STEPS.fullmatch(text) is not None


def goes_on_counting(first: str, last: str, line: str) -> bool:
    """Whether a line is the next provision after one that begins with `first` and ends so.

    For provisions without a paragraph number: 58 behind 57, 27B behind 27A.
    """
    before, now = PROVISION.match(first), PROVISION.match(line)
    if before is None or now is None or before["paragraph"] or not now["text"][:1].isupper():
        return False
    if not last.endswith((".", ";", ":", "。", "؛", "”", '"')):
        return False
    one, two = (re.match(r"(\d+)([A-Z]*)", each["number"]) for each in (before, now))
    if one is None or two is None:
        return False
    if one[1] == two[1]:
        return len(two[2]) == 1 and ord(two[2]) == (ord(one[2]) + 1 if one[2] else ord("A"))
    return int(two[1]) == int(one[1]) + 1 and not two[2]


def split_provision(part: Head | None, text: str) -> tuple[Target, str] | None:
    """What a provision's numbers say it is, and its words; None where no number stands."""
    if not text[:1].isdecimal():
        return None
    found = PROVISION.match(text)
    if found is not None:
        return _target(part, found, _SPACES.sub("", found["number"])), found["text"]
    found = _PARAGRAPH_ALONE.match(text)
    if found is not None:
        return _target(part, found, ""), found["text"]
    return None


def part_target(part: Head | None, *, title: bool = False) -> Target:
    """A whole part, or only what it is called."""
    kind, number = (part.kind, part.number) if part is not None else (None, "")
    return Target(kind, number, title=title)


def list_target(kind: PartKind | None, numbers: tuple[str, ...]) -> Target:
    """Several parts, or several numbers of the margin for the kind None."""
    if kind is None:
        return Target(None, "", numbers[0], also=numbers[1:])
    return Target(kind, numbers[0], also=numbers[1:])


def _target(part: Head | None, found: re.Match[str], margin: str) -> Target:
    """The provision of a line; its paragraph says better than any head which article it is of."""
    kind, number = (part.kind, part.number) if part is not None else (None, "")
    paragraph = _SPACES.sub("", found["paragraph"] or "")
    if paragraph and (kind is None or kind in _OF_ARTICLES):
        kind, number = _ARTICLE, paragraph.partition(".")[0]
    return Target(kind, number, margin, paragraph, _SPACES.sub("", found["letter"] or ""))


def told(target: Target) -> str:
    """Say what a proposal is about: "31A 3.5", "title of Article 3"; "" when nothing says it."""
    letter = f"{target.letter})" if target.letter else ""
    inner = " ".join(filter(None, (target.number, target.paragraph, letter)))
    part = f"{target.kind.value.capitalize()} {target.part}".strip() if target.kind else ""
    if target.title:
        return f"title of {part or 'the Regulations'}"
    if target.also:
        return _told_list(target)
    return inner or part


def _told_list(target: Target) -> str:
    kind = target.kind.value.capitalize() if target.kind and not target.number else "No."
    name = _PLURALS.get(kind, f"{kind}s")
    numbers = target.numbers or target.parts
    if len(numbers) > 2 and numbers_in(f"{numbers[0]} to {numbers[-1]}") == numbers:
        return f"{name} {numbers[0]} to {numbers[-1]}"
    return f"{name} {', '.join(numbers[:-1])} and {numbers[-1]}"


def read_target(text: str) -> Target:
    """What somebody wrote: "31A", "31A 3.5", "Article 5A", "title of Article 3", "Articles 2 to 4".

    Raises InvalidValue.
    """
    tidy = " ".join(text.split())
    title = _TITLE.match(tidy)
    rest = tidy[title.end() :] if title is not None else tidy
    if title is not None and _WHOLE.match(rest):
        return Target(None, "", title=True)
    head = read_head(rest)
    if head is not None and not head.title:
        return Target(head.kind, _capital(head.number), title=title is not None)
    if title is None and (listed := read_part_list(rest)) is not None:
        return list_target(*listed)
    found = _WRITTEN.match(rest)
    if title is None and rest and found is not None and (found["number"] or found["paragraph"]):
        number = _SPACES.sub("", found["number"] or "")
        paragraph = _SPACES.sub("", found["paragraph"] or "")
        kind = PartKind.ARTICLE if paragraph else None
        part = paragraph.split(".")[0]
        return Target(
            kind, _capital(part), _capital(number), _capital(paragraph), found["letter"] or ""
        )
    raise InvalidValue(
        value=text, field="provision",
        reason="write a number (31A), a paragraph (3.5) or a part (Article 5A, title of Article 3)",
    )  # fmt: skip


def _capital(number: str) -> str:
    return re.sub(
        r"([a-z]+)",
        lambda found: (
            found[1] if found[1] in ("bis", "ter", "quater", "quinquies") else found[1].upper()
        ),
        number,
    )
