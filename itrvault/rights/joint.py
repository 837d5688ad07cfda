"""What assessors settled together: written under a name that says whose it is."""

from __future__ import annotations

from collections.abc import Iterable

_BEFORE, _BETWEEN = "Joint: ", "; "


def joint_name(names: Iterable[str]) -> str:
    """The name a joint judgement of these is signed with: "Joint: Ana; Ben".

    Those who gave no name are left out; of joint names their members count.
    """
    single = [member for name in names for member in (members(name) or [name])]
    return _BEFORE + _BETWEEN.join(dict.fromkeys(name for name in single if name))


def is_joint(name: str) -> bool:
    """Whether a name is that of several who judged together."""
    return name.startswith(_BEFORE.rstrip())


def members(name: str) -> list[str]:
    """Who judged together; [] for the name of one."""
    if not is_joint(name):
        return []
    return [part for part in name[len(_BEFORE) :].split(_BETWEEN) if part]
