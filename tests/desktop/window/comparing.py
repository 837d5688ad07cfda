"""What tests of the comparison do with it."""

from __future__ import annotations


def opened(qtbot, window, space):
    """The comparison, opened by its keys and read."""
    window.actions_by_name["compare"].trigger()
    qtbot.waitUntil(lambda: space.compare.compared is not None)
    return space.compare


def subject(view, number: str):
    """What stands for a provision, or with "Article 1" for a whole part."""
    return next(
        each
        for section in view.found.sections
        for each in section.subjects
        if (each.number or f"{each.kind} {each.of_part}") == number
    )


def heads(view) -> list[tuple[str, tuple[str, ...]]]:
    """Verb and proponents of each card."""
    return [(card.verb.value, card.authors) for card in view.provision.cards.cards]
