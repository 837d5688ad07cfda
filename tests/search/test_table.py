"""A sorted table of keys is looked up as a sorted list is."""

from __future__ import annotations

from bisect import bisect_left

from hypothesis import given, settings
from hypothesis import strategies as st

from itrvault.search.table import Keys, pack_keys

KEY = st.text(alphabet="abя", max_size=5).map(str.encode)


@settings(max_examples=200, deadline=None)
@given(st.sets(KEY, max_size=300).map(sorted), st.lists(KEY, max_size=12))
def test_finds_what_a_list_would(keys: list[bytes], asked: list[bytes]) -> None:
    table = Keys(pack_keys(keys))
    assert list(table) == keys
    for key in asked:
        place = bisect_left(keys, key)
        assert table.place(key) == place
        assert table.find(key) == (place if key in keys else -1)
    assert table.find_many(asked) == [table.find(key) for key in asked]
    assert table.find_many(keys) == list(range(len(keys)))
