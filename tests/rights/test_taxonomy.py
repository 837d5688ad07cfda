from __future__ import annotations

import pytest

from itrvault.model.annotation import COLOURS
from itrvault.rights.taxonomy import (
    Category,
    article_title,
    category,
    codebook,
    load_articles,
    load_taxonomy,
)

categories = load_taxonomy()


def test_fourteen_risks_and_one_safeguard() -> None:
    assert [item.polarity for item in categories] == ["risk"] * 14 + ["safeguard"]
    assert len({item.id for item in categories}) == 15
    assert len({item.title for item in categories}) == 15


@pytest.mark.parametrize("item", categories, ids=lambda item: item.id)
def test_a_category_is_whole(item: Category) -> None:
    assert item.colour in COLOURS
    assert "/" not in item.title
    for sentence in (item.definition, item.when_to_use, item.when_not):
        assert sentence.endswith(".")
        assert 40 < len(sentence) < 400
    assert {article.split()[0] for article in item.articles} >= {"UDHR", "ICCPR"}
    assert all(article_title(article) for article in item.articles)
    for language in ("ar", "en", "es", "fr", "ru", "zh"):
        words = item.words(language)
        assert words
        assert len(set(words)) == len(words)
        assert all(word == word.strip() for word in words)


def test_a_definition_names_only_categories_there_are() -> None:
    titles = {item.title for item in categories}
    for item in categories:
        for named in (part.split(")")[0] for part in item.when_not.split("(")[1:]):
            assert named.split(",")[0] in titles


def test_the_articles_of_three_instruments() -> None:
    counts: dict[str, int] = {}
    for article in load_articles():
        counts[article.instrument] = counts.get(article.instrument, 0) + 1
    assert counts == {"UDHR": 31, "ICCPR": 28, "ICESCR": 15}
    assert article_title("ICCPR 19(3)") == "Opinion and expression"
    assert article_title("ECHR 8") == ""


def test_the_codebook_is_a_tree_with_the_same_ids_everywhere() -> None:
    root, *children = codebook(categories)
    assert (root.name, root.parent) == ("Human rights", "")
    assert [tag.name for tag in children] == [item.title for item in categories]
    assert {tag.parent for tag in children} == {root.id}
    assert [tag.order for tag in children] == list(range(15))
    assert codebook(categories) == [root, *children]
    # Written down, because vaults out there rely on it.
    assert children[0].id == "b6330290-d184-5b20-9078-b85c8e1be6d4"
    assert children[0].origin == "taxonomy:privacy"


def test_categories_by_id() -> None:
    assert category("privacy") is categories[0]
    assert category("nothing") is None
