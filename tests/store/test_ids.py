"""Ids sort in the order they were made in, however fast."""

from __future__ import annotations

import uuid

from itrvault.model.ids import new_id


def test_ids_sort_in_order_of_making() -> None:
    made = [new_id() for _ in range(20_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {uuid.UUID(key).version for key in made} == {7}
    assert {uuid.UUID(key).variant for key in made} == {uuid.RFC_4122}
    assert len({key[-12:] for key in made}) == len(made)
