"""Two letters for each tag, so that a stripe in the margin is known by more than its colour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from itrvault.model.annotation import Tag

LENGTH = 2
LONGEST_SMALL = 3


def tag_codes(tags: Iterable[Tag]) -> dict[str, str]:
    """The letters of each tag by its id, told apart as long as its name allows.

    Initials first, then the first letter with each of the others. They follow from the codebook in
    its order, so they are the same in every document.
    """
    taken: set[str] = set()
    found: dict[str, str] = {}
    for tag in tags:
        offers = list(_offers(tag.name))
        code = next((each for each in offers if each not in taken), offers[0])
        taken.add(code)
        found[tag.id] = code
    return found


def _offers(name: str) -> Iterator[str]:
    words = [word for word in ("".join(filter(str.isalnum, w)) for w in name.split()) if word]
    if not words:
        yield name[:LENGTH] or "?"
        return
    first = words[0][0].upper()
    if len(words) == 1:
        yield words[0][:LENGTH].capitalize()
    for word in words[1:]:
        if len(word) > LONGEST_SMALL or word[0].isupper():  # not by its "of" and "and"
            yield first + word[0].upper()
    for letter in "".join(words)[1:]:
        yield first + letter
    yield first
