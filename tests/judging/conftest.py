"""A vault with a treaty, a paper that proposes, an analysis of it, and passages of them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from itrvault.ingest.run import run_import
from itrvault.model.annotation import Annotation
from itrvault.text.anchors import make_anchor
from itrvault.vault import Vault

TREATY = """Preamble
1 Every country orders its own networks.
Article 1
Routes
2 1.1 Administrations agree on routes.
3 1.2 Users may send traffic.
Article 2
Other
4 2.1 Nothing else holds.
Appendix 1
Tables
"""
PAPER = """Introduction of ours.
MOD ARB/1/1
2 1.1 Administrations shall agree on routes.
Reasons: Order.
ADD ARB/1/2
3A 1.3 Users are safe.
3B 1.4 Operators look into all traffic.
NOC ARB/RCC/1/3
Article 2
ADD ARB/1/6
Article 1A
5 1A.1 Nobody looks into traffic.
"""
ANALYSIS = """The proposal ARB/1/2 opens all traffic to operators.
Article 2 stays as it is.
Both No. 3A and No. 3B are odd.
Article 19 of the Covenant protects expression.
"""


@pytest.fixture
def vault(tmp_path):
    """The three documents, named as their files are."""
    paths = []
    for name, text in (("treaty", TREATY), ("paper", PAPER), ("analysis", ANALYSIS)):
        paths.append(tmp_path / f"{name}.txt")
        paths[-1].write_text(text, "utf-8")
    with Vault.create(tmp_path / "a.itrvault") as made:
        for row in run_import(made, paths, jobs=1).rows:
            if row.path.endswith("treaty.txt"):
                made.store.documents.set_fact(row.document, "class", "treaty")
        yield made


@pytest.fixture
def marked(vault) -> Callable[..., Annotation]:
    """Mark words of a document: `marked("paper.txt", "look into")`."""

    def mark(name: str, words: str, *tags: str, author: str = "Ana") -> Annotation:
        document = vault.store.documents.get(name)
        units = vault.store.documents.units(document.id)
        unit = next(one for one in units if words in one.text)
        start = unit.text.index(words)
        anchor = make_anchor(units, unit.number, start, unit.number, start + len(words))
        ids = [vault.store.tags.by_path(tag).id for tag in tags]
        return vault.store.annotations.add(document.id, anchor, "red", "", ids, author)

    return mark
