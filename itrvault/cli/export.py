"""`itrvault export`: annotated excerpts as a file."""

from __future__ import annotations

import click

from itrvault.cli.common import Session, plural, printable, session_options
from itrvault.cli.selection import selection_options
from itrvault.export.gather import Selection
from itrvault.export.registry import EXPORTERS
from itrvault.export.run import export_excerpts
from itrvault.export.scrub import ExportOptions


@click.command("export")
@click.argument("vault")
@click.option("--format", "format_name", type=click.Choice(list(EXPORTERS)), required=True)
@click.option("--out", required=True, metavar="PATH", help="The file to write.")
@click.option("--names", is_flag=True, help="Write the names of authors and assessors.")
@click.option("--times", is_flag=True, help="Write when notes were made.")
@click.option("--scrub", is_flag=True, help="Neither names nor times (what happens anyway).")
@click.option("--overwrite", is_flag=True, help="Replace the file if it exists.")
@click.option("--heading", default="Excerpts", show_default=True)
@selection_options
@session_options
def export_command(
    session: Session,
    vault: str,
    format_name: str,
    out: str,
    names: bool,
    times: bool,
    scrub: bool,
    overwrite: bool,
    heading: str,
    selection: Selection,
) -> None:
    """Write the annotated excerpts of VAULT, each with its exact citation.

    Nothing in the file says who made the notes, when, or on which machine, unless asked for.
    """
    if scrub and (names or times):
        raise click.UsageError("--scrub leaves out what --names and --times would add.")
    options = ExportOptions(names=names, times=times, overwrite=overwrite, heading=heading)
    with session.vault(vault) as opened:
        result = export_excerpts(opened, out, format_name, options, selection)
    session.emit(
        {"count": result.count, "path": str(result.path), "format": format_name},
        lambda: click.echo(
            f"Wrote {plural(result.count, 'excerpt')} to {printable(str(result.path))}."
        ),
    )
