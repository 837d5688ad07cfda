"""`itrvault brackets` on a draft."""

from __future__ import annotations

DRAFT = """Article 1: Routes

Each Party [US/AU propose; CL oppose: shall [JP propose: as far as it can] ensure] that
traffic [CL: and its content] is safe.

[AU/US propose: Nothing limits this.]
"""


def test_brackets_of_a_draft(itrvault, tmp_path):
    (tmp_path / "draft.txt").write_text(DRAFT)
    itrvault("new", "a.itrvault")
    itrvault("import", "a.itrvault", tmp_path / "draft.txt")
    said = itrvault("brackets", "a.itrvault", "draft.txt").out
    assert "US/AU propose; CL oppose: shall as far as it can ensure\n" in said
    assert "    " + "  JP propose: as far as it can\n" in said
    assert "4 brackets, 4 with names.\n" in said
    assert "AU and US propose 2 texts together.\n" in said
    one = itrvault("brackets", "a.itrvault", "draft.txt", "--party", "jp").out
    assert "1 bracket, 1 with names.\n" in one
    found = itrvault("brackets", "a.itrvault", "draft.txt", "--json").json
    assert found["brackets"][0]["inner"][0]["positions"] == [
        {"stance": "propose", "parties": ["JP"], "stated": True}
    ]
