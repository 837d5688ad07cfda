"""`itrvault reuse` on the specimen archive."""

from __future__ import annotations

from itrvault.ingest.specimens import specimen_files


def test_who_takes_over_whose_words(itrvault):
    itrvault("new", "a.itrvault")
    itrvault("import", "a.itrvault", specimen_files())
    found = itrvault("reuse", "a.itrvault", "--json").json
    pairs = {(each["one"], each["other"]) for each in found["shared"]}
    first = "AUR/901/7 in WCIT12/901-E"
    revised = "AUR/901/7 in WCIT12/901(Rev.1)-E"
    assert (first, revised) in pairs or (revised, first) in pairs
    for each in found["shared"]:
        assert all(run["words"] >= 6 for run in each["runs"])
        assert each["words"] == sum(run["words"] for run in each["runs"])
    said = itrvault("reuse", "a.itrvault").out
    assert "the physical and operational security of networks" in said
    analysis = itrvault("reuse", "a.itrvault", "--with", "security-and-privacy.pdf", "--json").json
    assert len(analysis["shared"]) >= len(found["shared"])
