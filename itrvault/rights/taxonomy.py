"""The human-rights taxonomy: fourteen risks and one safeguard, and the codebook made from them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from itrvault.model.annotation import Tag
from itrvault.paths import resources

ROOT_NAME = "Human rights"
# Ids of shipped tags are made from names, so that two vaults have the same ones and merge.
_NAMESPACE = uuid.UUID("5d0c1f7e-4c0b-5a63-9a0e-6b3a1c2d7f10")


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase by which a category is recognised. `attested` when seen in use.

    Between words with an ellipsis ("retain … data") others may stand, and they may come in any
    order.
    """

    language: str
    text: str
    attested: bool


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of effect a text has on human rights.

    `polarity` is "risk" or "safeguard"; `articles` the articles at stake ("UDHR 12", "ICCPR 2(3)").
    `others` are phrases that hold one of the terms and mean something else ("free of charge").
    """

    id: str
    title: str
    colour: str
    polarity: str
    articles: tuple[str, ...]
    definition: str
    when_to_use: str
    when_not: str
    terms: tuple[Term, ...]
    others: tuple[Term, ...] = ()

    def words(self, language: str) -> tuple[str, ...]:
        """The terms in one language."""
        return tuple(term.text for term in self.terms if term.language == language)


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a human-rights instrument; `reference` is how assessments name it."""

    reference: str
    instrument: str
    number: str
    title: str


@cache
def load_taxonomy() -> tuple[Category, ...]:
    """The shipped categories, risks first."""
    path = resources() / "taxonomies" / "human_rights.json"
    stored = json.loads(path.read_text("utf-8"))
    return tuple(
        Category(
            id=item["id"],
            title=item["title"],
            colour=item["colour"],
            polarity=item["polarity"],
            articles=tuple(item["articles"]),
            definition=item["definition"],
            when_to_use=item["when_to_use"],
            when_not=item["when_not"],
            terms=tuple(
                Term(language, text, status == "attested")
                for language, lists in item["terms"].items()
                for status, texts in lists.items()
                for text in texts
            ),
            others=tuple(
                Term(language, text, False)
                for language, texts in item.get("others", {}).items()
                for text in texts
            ),
        )
        for item in stored["categories"]
    )


def category(identifier: str) -> Category | None:
    """The category with this id, None when there is none (a vault may come from elsewhere)."""
    return next((found for found in load_taxonomy() if found.id == identifier), None)


@cache
def load_articles() -> tuple[Article, ...]:
    """The articles of the Universal Declaration and of both Covenants, in order, for pickers."""
    path = resources() / "taxonomies" / "articles.json"
    stored = json.loads(path.read_text("utf-8"))
    return tuple(
        Article(f"{instrument['id']} {number}", instrument["id"], number, title)
        for instrument in stored["instruments"]
        for number, title in instrument["articles"].items()
    )


def article_title(reference: str) -> str:
    """What an article is about ("ICCPR 19(3)": "Opinion and expression"), "" when not known."""
    whole = reference.split("(")[0].strip()
    return next((found.title for found in load_articles() if found.reference == whole), "")


def codebook(taxonomy: Sequence[Category]) -> list[Tag]:
    """The shipped tags, parents first: one tag "Human rights" and a child for each category.

    Ids depend on the category alone, so the same tag has the same id in every vault.
    """
    root = Tag(
        id=_tag_id("root"),
        parent="",
        name=ROOT_NAME,
        colour="gray",
        definition="What a text would do to human rights: fourteen kinds of risk, and safeguards.",
        origin="taxonomy:root",
    )
    children = [
        Tag(
            id=_tag_id(item.id),
            parent=root.id,
            name=item.title,
            colour=item.colour,
            definition=item.definition,
            rights=item.articles,
            origin=f"taxonomy:{item.id}",
            order=number,
            when_to_use=item.when_to_use,
            when_not=item.when_not,
        )
        for number, item in enumerate(taxonomy)
    ]
    return [root, *children]


def _tag_id(name: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, name))
