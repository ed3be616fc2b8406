"""The commands on versions: diff and release."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from scodata.cli.checking import show
from scodata.cli.frame import main, say, write_file


@main.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option("--format", "format_", type=click.Choice(["text", "markdown", "json"]), default="text", help="How the difference is printed; JSON is a delta.")
@click.option("--output", type=click.Path(path_type=Path), help="The file to write instead of standard output.")
@click.option("--exit-code", is_flag=True, help="Exit with 1 where anything differs, as git diff does.")
def diff(old: str, new: str | None, format_: str, output: Path | None, exit_code: bool) -> None:
    """Compare two packages by key and field, and say which version the change asks for.

    OLD and NEW are each a folder or zip, a released version such as 1.0.0, or a git revision, of which the committed datapackage/ counts.
    Without NEW it is the package that the records give now, whatever lies in datapackage/.

    \b
    Example:
      scodata diff 1.0.0
      scodata diff origin/main --format markdown
      scodata diff sco-1.0.0.zip sco-1.1.0.zip --format json --output delta.json
    """
    from scodata.changes.delta import as_json, delta
    from scodata.changes.markdown import as_markdown
    from scodata.changes.text import as_text
    from scodata.pipeline import Verdict
    from scodata.release import differing

    with differing(old, new, Path()) as found:
        if isinstance(found, Verdict):
            show("text", None, found, Path(), "")
            say("nothing compared: the records give no package")
            sys.exit(1)
        if format_ == "json":
            text = as_json(delta(found.comparison, found.findings))
        elif format_ == "markdown":
            text = as_markdown(found.comparison, found.findings, found.verdict)
        else:
            text = "".join(f"{line}\n" for line in as_text(found.comparison, found.findings, found.verdict))
        for problem in found.problems:
            say(f"{problem.place.path}:{problem.place.line}:{problem.place.column}: {problem.code.id} {problem.message}", error=True)
        if output:
            write_file(output, text, "w")
        else:
            click.echo(text, nl=False)
        sys.exit(1 if exit_code and not found.comparison.is_empty else 0)
