"""`itrvault codebook`: look at the codebook, take one in, give it out; change it verb by verb."""

from __future__ import annotations

import importlib
from pathlib import Path

import click

from itrvault.cli.common import Session, plural, printable, session_options
from itrvault.cli.tags import examples_of, tag_rows
from itrvault.export.codebook import CODEBOOK_FORMATS, export_codebook
from itrvault.ingest.codebook import look_at_codebook, read_codebook, take_in_codebook
from itrvault.ingest.codebook_plan import CodebookPlan, Fate, SameName

CHANGING = ("new", "change", "rename", "move", "merge", "split", "remove")
"""Commands of `codebook_changes`, in the order of the work."""


class CodebookGroup(click.Group):
    """Its changing commands are imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the work."""
        return ["show", *CHANGING, "import", "export"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One of them."""
        if cmd_name not in CHANGING:
            return super().get_command(ctx, cmd_name)
        module = importlib.import_module("itrvault.cli.codebook_changes")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        return command


@click.group("codebook", cls=CodebookGroup)
def codebook_command() -> None:
    """Look at the tags of a vault, change them, take in or give out a codebook.

    A tag is named by its path ("Human rights/Privacy and interception"), or by the end of one.
    """


@codebook_command.command("show")
@click.argument("vault")
@click.argument("tag", required=False)
@session_options
def show_command(session: Session, vault: str, tag: str | None) -> None:
    """Show TAG and those below it in full: definition, when to use, when not, examples.

    Without a TAG the whole codebook.
    """
    with session.vault(vault) as opened:
        store = opened.store
        kept = store.tags.below(store.tags.by_path(tag).id) if tag else None
        rows = [row for row in tag_rows(opened) if kept is None or row["id"] in kept]
        for row in rows:
            row["examples"] = [
                {"id": each.id, "number": each.number, "document": each.document,
                 "quote": each.anchor.exact}
                for each in examples_of(opened, str(row["id"]))
            ]  # fmt: skip
    session.emit(rows, lambda: _print(rows))


def _print(rows: list[dict[str, object]]) -> None:
    for row in rows:
        click.echo(f"{printable(str(row['path']))}  [{row['colour']}]")
        facts = [f"{plural(int(str(row['count'])), 'passage')}"]
        if not row["codable"]:
            facts.append("only holds others")
        if row["origin"]:
            facts.append(f"shipped ({row['origin']})")
        click.echo(f"    {', '.join(facts)}")
        rights = row["rights"]
        if isinstance(rights, list) and rights:
            click.echo(f"    Rights: {printable('; '.join(rights))}")
        for title, key in (
            ("", "definition"), ("When to use: ", "when_to_use"), ("When not to use: ", "when_not"),
        ):  # fmt: skip
            for number, line in enumerate(str(row[key]).splitlines()):
                click.echo(f"    {title if not number else ''}{printable(line)}")
        examples = row["examples"]
        for each in examples if isinstance(examples, list) else ():
            click.echo(f"    e.g. “{printable(' '.join(each['quote'].split()))}”")


@codebook_command.command("export")
@click.argument("vault")
@click.argument("tag", required=False)
@click.option("--out", required=True, metavar="PATH", help="The file to write (.qdc, .csv, .txt).")
@click.option("--format", "kind", type=click.Choice(list(CODEBOOK_FORMATS)), default=None)
@click.option("--overwrite", is_flag=True, help="Replace the file if it exists.")
@session_options
def export_command(
    session: Session, vault: str, tag: str | None, out: str, kind: str | None, overwrite: bool
) -> None:
    """Write the codebook, or TAG with those below it, for another program.

    As REFI-QDA (ATLAS.ti, MAXQDA, NVivo, QualCoder, Taguette and others), CSV, or QualCoder's text.
    What the format cannot hold is listed. No names and no times go along.
    """
    with session.vault(vault) as opened:
        under = opened.store.tags.by_path(tag).id if tag else ""
        done = export_codebook(opened, Path(out), kind or "", under=under, overwrite=overwrite)
    answer = {
        "path": str(done.path), "format": done.format, "count": done.count,
        "left_out": list(done.left_out),
    }  # fmt: skip

    def say() -> None:
        click.echo(f"Wrote {plural(done.count, 'tag')} to {printable(str(done.path))}.")
        for sentence in done.left_out:
            click.echo(f"Left out: {printable(sentence)}", err=True)

    session.emit(answer, say)


@codebook_command.command("import")
@click.argument("vault")
@click.argument("file", type=click.Path())
@click.option("--under", metavar="TAG", help="Put it under this tag.")
@click.option("--into", metavar="NAME", help="Put it into a codebook of its own, of that name.")
@click.option(
    "--same-name", type=click.Choice([each.value for each in SameName]), default="join",
    show_default=True,
    help="A tag here that only has the same name: join both, leave ours, or have both.",
)  # fmt: skip
@click.option("--plan", "only_plan", is_flag=True, help="Say what it would do, and do nothing.")
@click.option("--author", default="", help="Name to write to the changes (default: none).")
@session_options
def import_command(
    session: Session,
    vault: str,
    file: str,
    under: str | None,
    into: str | None,
    same_name: str,
    only_plan: bool,
    author: str,
) -> None:
    """Take in the codebook in FILE: .qdc, the one in a .qdpx, CSV, or QualCoder's text.

    A tag that is known by its identifier takes what the file says of it; nothing that is here goes.
    What could not be taken from the file is listed. One `undo` takes it all back.
    """
    if under and into:
        raise click.UsageError("Give --under or --into, not both.")
    how = SameName(same_name)
    with session.vault(vault, write=not only_plan) as opened:
        read = read_codebook(opened, Path(file))
        if into:
            read = read.within(into)
        place = opened.store.tags.by_path(under).id if under else ""
        if only_plan:
            plan = look_at_codebook(opened, read, same_name=how, under=place)
        else:
            plan = take_in_codebook(opened, read, same_name=how, under=place, author=author)
    answer = {
        "format": read.format, "origin": read.origin, "done": not only_plan,
        **{fate.value: len(plan.of(fate)) for fate in Fate},
        "same_name": [row.tag.name for row in plan.same_names],
        "tags": [
            {"id": row.tag.id, "name": row.tag.name, "fate": row.fate.value,
             "fields": list(row.fields)}
            for row in plan.rows
        ],
        "warnings": list(plan.warnings),
    }  # fmt: skip
    session.emit(answer, lambda: _say(plan, done=not only_plan))


def _say(plan: CodebookPlan, *, done: bool) -> None:
    words = [
        f"{len(plan.of(fate)):,} {word}"
        for fate, word in ((Fate.NEW, "new"), (Fate.CHANGED, "changed"), (Fate.SAME, "unchanged"))
    ]
    click.echo(f"{plural(len(plan.rows), 'tag')}: {', '.join(words)}.")
    for row in plan.of(Fate.CHANGED) if not done else ():
        click.echo(f"  {printable(row.tag.name)}: {', '.join(row.fields)}")
    if plan.same_names:
        names = ", ".join(printable(row.tag.name) for row in plan.same_names[:10])
        click.echo(f"Known by their names alone: {names}.", err=True)
    for sentence in plan.warnings:
        click.echo(printable(sentence), err=True)
    if not done:
        click.echo("Nothing was changed.", err=True)
