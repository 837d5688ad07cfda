"""What documents say of a provision is read once, and read anew when a document changed."""

from __future__ import annotations

import pytest

from itrvault.errors import Cancelled
from itrvault.ingest.run import run_import
from itrvault.negotiation import Negotiations
from itrvault.negotiation.saying import Sayings
from itrvault.progress import CancelToken
from itrvault.vault import Vault

TREATY = """Preamble
1 Every country orders its own networks.
Article 1
Routes
2 1.1 Administrations agree on routes.
3 1.2 Users may send traffic.
"""
PAPER = "MOD ARB/1/1\n2 1.1 Operators agree on routes.\nReasons: No. 2 is old.\n"
LETTER = (
    "We fear for No. 2, and for No. 2 again. Article 1 is weak. ARB/1/1 is worse. No. 3 holds.\n"
)


@pytest.fixture
def vault(tmp_path):
    """A treaty, a paper that proposes and a letter."""
    for name, text in (("treaty", TREATY), ("paper", PAPER), ("letter", LETTER)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    with Vault.create(tmp_path / "a.itrvault") as made:
        names = [tmp_path / f"{name}.txt" for name in ("treaty", "paper", "letter")]
        rows = run_import(made, names, jobs=1).rows
        treaty = next(row.document for row in rows if row.path.endswith("treaty.txt"))
        made.store.documents.set_fact(treaty, "class", "treaty")
        yield made


def said(vault, subject, sayings=None) -> list[tuple[str, bool]]:
    """The sentences, and whether they speak of the article only."""
    found = Negotiations(vault).read()
    asked = (sayings or Sayings(vault)).about(found, subject)
    return [(each.cited.words, each.of_article) for each in asked]


def test_each_sentence_once_and_none_where_they_propose(vault):
    assert said(vault, "2") == [
        ("We fear for No. 2, and for No. 2 again.", False),
        ("Article 1 is weak.", True),
        ("ARB/1/1 is worse.", False),
    ]
    assert said(vault, "3") == [("Article 1 is weak.", True), ("No. 3 holds.", False)]


def test_of_a_proposal_by_its_identifier(vault):
    assert said(vault, "ARB/1/1") == [("ARB/1/1 is worse.", False)]
    assert said(vault, "ARB/1/2") == []


def test_of_a_whole_article(vault):
    found = Negotiations(vault).read()
    article = next(one.whole for one in found.sections if one.whole.of_part == "1")
    assert said(vault, article) == [("Article 1 is weak.", False)]


def test_the_citation_is_where_it_says(vault):
    found = Negotiations(vault).read()
    for each in Sayings(vault).about(found, "2"):
        text = vault.store.documents.text(each.document.id, each.cited.citation.unit)
        start, end = each.cited.place.start, each.cited.place.end
        assert text[start:end] in ("No. 2", "Article 1", "ARB/1/1")
        assert each.cited.sentence.start <= start < end <= each.cited.sentence.end
        assert each.cited.words[each.cited.marked.start : each.cited.marked.end] == text[start:end]


def test_a_document_is_read_anew_once_it_is_forgotten(vault, tmp_path):
    sayings = Sayings(vault)
    before = said(vault, "3", sayings)
    (tmp_path / "more.txt").write_text("Nobody wants No. 3 at all.\n", "utf-8")
    more = run_import(vault, [tmp_path / "more.txt"], jobs=1).rows[0].document
    after = said(vault, "3", sayings)
    assert set(after) - set(before) == {("Nobody wants No. 3 at all.", False)}
    vault.store.documents.remove(more)
    sayings.forget([more])
    assert said(vault, "3", sayings) == before


def test_it_stops_when_asked_to(vault):
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        Sayings(vault).about(Negotiations(vault).read(), "2", token)
