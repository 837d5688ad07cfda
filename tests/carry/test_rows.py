from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from itrvault.carry.rows import latest, said
from itrvault.model.journal import Entry, ObjectKind
from itrvault.store.state import fold

rows = st.lists(
    st.tuples(
        st.sampled_from(["exists", "note", "colour", "tag:a"]),
        st.sampled_from([None, True, "text"]),
        st.integers(0, 9),
    ),
    max_size=12,
)


@given(rows)
def test_an_object_is_what_the_store_says_it_is(rows: list[tuple[str, object, int]]) -> None:
    entries = [
        Entry(f"row{n}", f"135470000000{tick}-000000-abcdef01", "o", "l", "", ObjectKind.ANNOTATION,
              "a", field, None, value)
        for n, (field, value, tick) in enumerate(rows)
    ]  # fmt: skip
    ordered = sorted(entries, key=lambda e: (e.field, e.clock, e.id))
    folded = fold((e.field, json.dumps(e.after), e.clock, "") for e in ordered)
    ours = said(latest(entries))
    if not entries:
        assert ours == {}
        return
    [thing] = ours.values()
    assert dict(thing.fields) == folded.fields
    assert thing.present == folded.present
