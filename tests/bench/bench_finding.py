"""How fast a result is counted, told apart, sorted and likened, in processor time.

    python tests/bench/bench_finding.py VAULT [QUERY...]

The vault is opened for reading only and must have an index of this version. The first facets of a
process read what the archive says of every document and unit; the next ones only count.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from itrvault import finding
from itrvault.model.search import SORTS
from itrvault.vault import Vault

QUERIES = ("information", "security network", "privacy OR freedom OR rights", "telecommunication")
FIRST = tuple(name for name in finding.FACETS if name != "article")


def took(work: Callable[[], object], runs: int = 3) -> float:
    """Milliseconds of the processor, the best of some runs."""
    best = float("inf")
    for _ in range(runs):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return 1000 * best


def main() -> None:
    path, *asked = sys.argv[1:]
    with Vault.open(path, read_only=True) as vault:
        if vault.index_is_stale:
            sys.exit("the index is of another version")
        print(f"{vault.store.documents.count():,} documents, {vault.index.count:,} pages")
        for name, names, runs in (
            ("facets, the first time", FIRST, 1),
            ("articles, the first time", ("article",), 1),
            ("facets of the whole archive", finding.FACETS, 3),
        ):
            work = lambda names=names: finding.facets(vault, "", names=names)  # noqa: E731
            print(f"{name:34}{took(work, runs):9.1f}")
        for query in asked or QUERIES:
            result = vault.search(query, limit=24)
            print(f"{query}: {result.total:,} places in {result.documents:,} documents")
            works: dict[str, Callable[[], object]] = {
                "facets": lambda query=query: finding.facets(vault, query),
                "telling words": lambda query=query: finding.telling_terms(vault, query),
                "likelier spelling": lambda query=query: finding.better_query(vault, query),
            }
            for sort in SORTS:
                works[f"24 hits, {sort}"] = lambda query=query, sort=sort: vault.search(
                    query, limit=24, sort=sort
                )
            if result.hits:
                hit = result.hits[0]
                span = hit.spans[0] if hit.spans else None
                source = finding.around(vault, hit.document, hit.unit, span)
                works["similar passages"] = lambda source=source: finding.similar(vault, source)
            for name, work in works.items():
                print(f"  {name:32}{took(work):9.1f}")


if __name__ == "__main__":
    main()
