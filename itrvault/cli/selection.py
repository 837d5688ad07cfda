"""The options that choose annotations, the same for every command that takes them."""

from __future__ import annotations

import functools
from typing import Any

import click

from itrvault.cli.common import Command
from itrvault.export.gather import Selection


def selection_options(function: Command) -> Command:
    """Give a command the filters and pass it a `Selection`; without any, everything is taken."""

    @click.option("--query", default="", help="On pages and sections that match this query.")
    @click.option(
        "--tag", "tags", multiple=True, metavar="PATH", help="With this tag or one below."
    )
    @click.option("--document", "documents", multiple=True, help="Of this document.")
    @click.option("--author", default="", help="Made under this name.")
    @click.option("--assessor", default="", help="Assessed under this name.")
    @functools.wraps(function)
    def wrapper(
        *,
        query: str,
        tags: tuple[str, ...],
        documents: tuple[str, ...],
        author: str,
        assessor: str,
        **values: Any,
    ) -> Any:
        selection = Selection(
            query=query, tags=tags, documents=documents, author=author, assessor=assessor
        )
        return function(selection=selection, **values)

    return wrapper
