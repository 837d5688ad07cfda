"""Orders, facets, similar passages and saved searches in the terminal."""

from __future__ import annotations

from itrvault.vault import Vault


def test_hits_come_in_the_order_asked_for(itrvault, specimens):
    said = itrvault("search", specimens, "services", "--sort", "date", "--limit", "500", "--json")
    with Vault.open(specimens) as vault:
        dates = [
            vault.store.documents.get(hit["document"]).value("date") for hit in said.json["hits"]
        ]
    known = [date for date in dates if date]
    assert known == sorted(known)
    assert dates[: len(known)] == known


def test_facets_count_the_whole_result(itrvault, specimens):
    said = itrvault("facets", specimens, "services", "--json", "--words")
    whole = itrvault("search", specimens, "services", "--limit", "1", "--json").json
    of_classes = said.json["facets"]["class"]
    assert sum(value["places"] for value in of_classes) == whole["total"]
    assert said.json["words"]
    value = said.json["facets"]["language"][0]
    narrowed = itrvault("search", specimens, f"services {value['query']}", "--json").json
    assert (value["places"], value["documents"]) == (narrowed["total"], narrowed["documents"])


def test_facets_in_words_give_the_queries(itrvault, specimens):
    said = itrvault("facets", specimens, "--by", "language")
    assert said.code == 0
    assert "lang:ar" in said.out
    assert "class:" not in said.out
    assert itrvault("facets", specimens, '"odd').code == 1


def test_similar_passages_by_page_and_by_quotation(itrvault, specimens):
    said = itrvault("similar", specimens, "WCIT12/904-E", "--page", "1", "--json")
    assert said.code == 0
    scores = [hit["score"] for hit in said.json["hits"]]
    assert scores == sorted(scores, reverse=True)
    assert said.json["passage"]
    assert itrvault("similar", specimens, "WCIT12/904-E").code == 2
    assert itrvault("similar", specimens, "WCIT12/904-E", "--quote", "no such words").code == 1


def test_a_saved_search_says_what_is_new(itrvault, specimens, tmp_path):
    itrvault("searches", specimens, "--save", "Traffic", "traffic")
    said = itrvault("searches", specimens, "--looked", "Traffic", "--json")
    assert said.json[0]["new"] == []
    assert said.json[0]["looked"]
    (tmp_path / "new.txt").write_text("New words on traffic.\n")
    itrvault("import", specimens, "new.txt")
    said = itrvault("searches", specimens, "--json")
    assert [place["title"] for place in said.json[0]["new"]] == ["new.txt"]
    assert "1 new since" in itrvault("searches", specimens).out
    assert "new.txt" in itrvault("searches", specimens, "--new", "Traffic").out
    itrvault("searches", specimens, "--remove", "Traffic")
    assert itrvault("searches", specimens, "--json").json == []
    assert itrvault("searches", specimens, "--new", "Traffic").code == 1


def test_an_odd_query_is_not_saved(itrvault, specimens):
    said = itrvault("searches", specimens, "--save", "Odd", '"traffic')
    assert said.code == 1
    assert itrvault("searches", specimens, "--json").json == []


def test_the_history_is_listed_and_forgotten(itrvault, specimens):
    with Vault.open(specimens) as vault:
        vault.store.searches.remember("traffic")
        vault.store.searches.remember("services")
    assert itrvault("searches", specimens, "--history", "--json").json == ["services", "traffic"]
    assert itrvault("searches", specimens, "--forget", "--json").json == []


def test_a_result_is_counted_by_document_and_by_family(itrvault, specimens):
    plain = itrvault("search", specimens, "services", "--json").json
    by_document = itrvault("search", specimens, "services", "--group", "document", "--json").json
    by_family = itrvault("search", specimens, "services", "--group", "family", "--json").json
    for grouped in (by_document, by_family):
        assert sum(group["places"] for group in grouped["groups"]) == plain["total"]
    assert len(by_document["groups"]) == plain["documents"]
    assert len(by_family["groups"]) < len(by_document["groups"])
    several = [group for group in by_family["groups"] if len(group["documents"]) > 1]
    said = itrvault("search", specimens, "services", "--group", "family")
    assert f"{several[0]['places']:6}  {several[0]['name']} in " in said.out
