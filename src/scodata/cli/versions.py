"""The commands on versions: diff, release and remake."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from scodata.cli.checking import show
from scodata.cli.completing import revisions
from scodata.cli.frame import main, say, write_file

if TYPE_CHECKING:
    from scodata.checking import Verdict
    from scodata.release import Plan


@main.command()
@click.argument("old", shell_complete=revisions)
@click.argument("new", required=False, shell_complete=revisions)
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
    from scodata.checking import Verdict
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


@main.command()
@click.option("--dry-run", is_flag=True, help="Make and verify everything, print what would be written, and write nothing.")
@click.option("--version", metavar="VERSION", help="The version, instead of the smallest that the change asks for; a smaller one is refused.")
@click.option("--date", metavar="DAY", help="The day of the release, instead of that of SOURCE_DATE_EPOCH, or today.")
def release(dry_run: bool, version: str | None, date: str | None) -> None:
    """Make a release: the next version, its changelog, package, exports and metadata in dist/, a commit and a tag. Nothing is pushed.

    Whatever was committed is released, and nothing else; a tree with changes, problems, or a package that isn't what the records give is refused.

    \b
    Example:
      scodata release --dry-run
      scodata release --version 2.0.0
    """
    from scodata import catalogue
    from scodata import release as releases
    from scodata.checking import Verdict
    from scodata.clock import today

    found, day = catalogue.find(Path()), date or today()
    if dry_run:
        with releases.rehearsed(found, day, version) as plan:
            if isinstance(plan, Verdict):
                _refuse(plan, found.root)
            _print(plan)
        return
    done = releases.release(found, day, version)
    if isinstance(done, Verdict):
        _refuse(done, found.root)
    what = f"finished the release of {done.version}, which was stopped midway" if done.resumed else f"released {done.version}"
    say(f"{what}: {done.folder.relative_to(found.root)}/, the commit {done.commit[:12]} and the tag v{done.version}")
    say(f"to publish it: git push origin HEAD v{done.version}")


@main.command()
@click.argument("version")
def remake(version: str) -> None:
    """Make the files of a released VERSION again into dist/, out of its tag, or of the commit that released it.

    They are those that the release had: built from the records, held against releases/, and verified. What lies in dist/ isn't replaced.

    \b
    Example:
      scodata remake 1.0.0
    """
    from scodata import catalogue
    from scodata import release as releases
    from scodata.release.archive import files_in

    found = catalogue.find(Path())
    made = releases.remake(found, version.removeprefix("v"))
    what = "was there, and is what the release gives" if made.was_there else "is made again"
    say(f"{made.folder.relative_to(found.root)}/ {what}: {len(files_in(made.folder))} files")


def _refuse(verdict: Verdict, root: Path) -> NoReturn:
    show("text", None, verdict, root, "")
    say("nothing released")
    sys.exit(1)


def _print(plan: Plan) -> None:
    """What a release would be: the version and why, the section of the changelog, and every file."""
    from scodata.release.archive import files_in

    say(f"{plan.verdict}. It would be {plan.version}.")
    click.echo(f"\nCHANGELOG.md would say:\n\n{plan.section}")
    click.echo("The commit would change:")
    for name, data in plan.files.items():
        say(f"  {name}{'' if data is not None else ' (goes)'}")
    click.echo(f"\ndist/{plan.title}/ would hold:")
    for name in files_in(plan.folder):
        say(f"  {name} ({(plan.folder / name).stat().st_size:,} bytes)")
    click.echo("\nNothing was written.")
