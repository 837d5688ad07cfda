"""`itrvault merge`: bring home what was noted on a copy."""

from __future__ import annotations

import click

from itrvault.carry.merge import apply_merge, plan_merge
from itrvault.carry.plan import MergeChoices, MergePlan, Side
from itrvault.cli.common import Session, plural, printable, read_secret, session_options
from itrvault.vault import Vault


@click.command("merge")
@click.argument("vault")
@click.argument("other")
@click.option("--plan", "only_plan", is_flag=True, help="Say what would happen; change nothing.")
@click.option(
    "--prefer",
    type=click.Choice([Side.MINE.value, Side.THEIRS.value, "latest"]),
    default="latest",
    show_default=True,
    help="Whose version stands where both changed the same thing.",
)
@click.option("--documents", is_flag=True, help="Also take the documents that are not here yet.")
@click.option("--other-passphrase-file", metavar="FILE", help="Passphrase of OTHER, first line.")
@session_options
def merge_command(
    session: Session,
    vault: str,
    other: str,
    only_plan: bool,
    prefer: str,
    documents: bool,
    other_passphrase_file: str | None,
) -> None:
    """Merge the notes of OTHER into VAULT, in one step that can be undone.

    Doing it twice changes nothing the second time.
    """
    secret = read_secret(other_passphrase_file) if other_passphrase_file else None
    with (
        session.vault(vault, write=not only_plan) as mine,
        Vault.open(other, secret, read_only=True) as theirs,
    ):
        plan = plan_merge(mine, theirs, documents=documents)
        if not only_plan and not plan.nothing:
            apply_merge(mine, theirs, plan, _choices(plan, prefer))
    answer = as_json(plan) | {"applied": not only_plan and not plan.nothing}
    session.emit(answer, lambda: _print(plan, applied=not only_plan))


def _choices(plan: MergePlan, prefer: str) -> MergeChoices:
    if prefer == "latest":
        return MergeChoices()
    return MergeChoices({conflict.key: Side(prefer) for conflict in plan.conflicts})


def as_json(plan: MergePlan) -> dict[str, object]:
    """Give the plan as one JSON-able object."""
    return {
        "other": str(plan.other),
        "nothing": plan.nothing,
        "incoming": [
            {
                "kind": item.kind,
                "id": item.subject,
                "effect": item.effect,
                "words": item.words,
                "document": item.document,
                "author": item.author,
            }
            for item in plan.incoming
        ],
        "conflicts": [
            {
                "kind": conflict.kind,
                "id": conflict.subject,
                "field": conflict.field,
                "words": conflict.words,
                "mine": conflict.mine,
                "theirs": conflict.theirs,
                "default": conflict.default,
            }
            for conflict in plan.conflicts
        ],
        "missing": [
            {"id": one.id, "symbol": one.symbol, "title": one.title, "notes": one.annotations}
            for one in plan.missing
        ],
        "documents": list(plan.taken),
        "refused": [{"words": one.words, "reason": one.reason} for one in plan.refused],
    }


def _print(plan: MergePlan, *, applied: bool) -> None:
    if plan.nothing:
        click.echo("Nothing to merge: everything in it is here already.")
    for item in plan.incoming:
        by = f" by {printable(item.author)}" if item.author else ""
        click.echo(f"  {item.effect:10} {item.kind}{by}: {printable(_short(item.words))}")
    for conflict in plan.conflicts:
        click.echo(f"  both changed the {conflict.field} of {printable(_short(conflict.words))}:")
        click.echo(f"      mine:   {printable(_short(str(conflict.mine)))}")
        click.echo(f"      theirs: {printable(_short(str(conflict.theirs)))}")
        click.echo(f"      later:  {conflict.default}")
    for one in plan.missing:
        name = printable(one.symbol or one.title)
        click.echo(f"  not here   document {name}, {plural(one.annotations, 'note')} (--documents)")
    for refused in plan.refused:
        click.echo(f"  refused    {printable(_short(refused.words))}: {printable(refused.reason)}")
    if applied and not plan.nothing:
        click.echo(
            f"Merged {plural(len(plan.incoming), 'change')} and "
            f"{plural(len(plan.taken), 'document')}. To take it back: itrvault undo"
        )


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 100 else words[:99] + "…"
