"""The commands that check and build: validate, build, explain."""

from __future__ import annotations

import os
import sys
import time
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scodata.cli.completing import codes, revisions
from scodata.cli.frame import every_code, main, progress_on, say, took, write_file
from scodata.problems import ScodataError

if TYPE_CHECKING:
    from scodata.checking import Verdict
    from scodata.problems import Problem


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--since", shell_complete=revisions, metavar="REV", help="Show only what is worse than at this git revision, wherever its cause.")
@click.option("--select", shell_complete=codes, metavar="CODES", help="Show only codes that begin with one of these, such as R3,T401.")
@click.option("--ignore", shell_complete=codes, metavar="CODES", help="Leave out codes that begin with one of these.")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice(["text", "json", "github", "sarif", "junit"]), help="How problems are printed; several in one run."
)
@click.option(
    "--output", "outputs", multiple=True, type=click.Path(path_type=Path), help="Where the format at the same position goes, instead of standard output (-)."
)
def validate(paths: tuple[Path, ...], since: str | None, select: str | None, ignore: str | None, formats: tuple[str, ...], outputs: tuple[Path, ...]) -> None:
    """Check all records; with PATHS, show only the problems of these files or folders.

    \b
    Example:
      scodata validate
      scodata validate records/events --format json
      scodata validate --since origin/main --format github --format sarif --output - --output scodata.sarif
    """
    from scodata import catalogue, checking

    if len(outputs) > max(len(formats), 1):
        raise click.UsageError("there are more --output than --format")
    started = time.perf_counter()
    found = catalogue.find(Path())
    with progress_on(sys.stderr) as progress:
        verdict = checking.worsened(found, since, paths, progress) if since else checking.validate(found, paths, progress)
    verdict.problems = chosen(verdict.problems, select, ignore)
    for format_, output in zip_longest(formats or ("text",), outputs):
        show(format_, output, verdict, found.root, took(started))
    sys.exit(0 if verdict.is_clean else 1)


def show(format_: str, output: Path | None, verdict: Verdict, root: Path, time_taken: str) -> None:
    """Prints a verdict in one format, to a file where one is named."""
    from scodata import report

    to_file = output is not None and str(output) != "-"
    if format_ == "text":
        colour = not to_file and sys.stdout.isatty() and "NO_COLOR" not in os.environ
        lines = report.as_text(verdict.problems, root, colour=colour)
        text = "\n".join((*lines, report.summary(verdict.counts, verdict.problems, checked=verdict.checked) + time_taken))
    else:
        text = report.FORMATS[format_](verdict.counts, verdict.problems, root)
    if format_ == "github" and (summary := os.environ.get("GITHUB_STEP_SUMMARY")):
        write_file(Path(summary), report.as_step_summary(verdict.counts, verdict.problems), "a")
    if to_file and output is not None:
        write_file(output, f"{text}\n", "w")
    elif text:
        click.echo(text, color=True)


def chosen(problems: list[Problem], select: str | None, ignore: str | None) -> list[Problem]:
    """The problems whose codes begin with one of those selected, and with none of those ignored."""
    wanted, unwanted = (tuple(part.strip().upper() for part in (codes or "").split(",") if part.strip()) for codes in (select, ignore))
    for prefix in (*wanted, *unwanted):
        if not any(code.startswith(prefix) for code in every_code()):
            raise ScodataError(f"no code begins with {prefix}; scodata explain lists them all")
    return [problem for problem in problems if problem.code.id.startswith(wanted or "") and not (unwanted and problem.code.id.startswith(unwanted))]


@main.command()
@click.option("--output", type=click.Path(path_type=Path), help="The folder to write instead of the catalogue's datapackage/.")
@click.option("--check", is_flag=True, help="Write nothing; fail when the package there isn't what the records give.")
def build(output: Path | None, check: bool) -> None:
    """Check all records and compile them into a data package.

    \b
    Example:
      scodata build
      scodata build --check
    """
    from scodata import catalogue, pipeline

    started = time.perf_counter()
    found = catalogue.find(Path())
    with progress_on(sys.stderr) as progress:
        built = pipeline.build(found, output, check=check, progress=progress)
    verdict = built.verdict
    if built.recovered:
        say(f"scodata: {built.recovered}", error=True)
    show("text", None, verdict, found.root, took(started))
    if not verdict.is_clean:
        say(f"nothing written: {built.target} is as it was")
        sys.exit(1)
    rows = f"{len(built.tables)} tables, {sum(built.tables.values()):,} rows"
    say(f"{built.target} is what the records give: {rows}" if check else f"{rows} in {built.target}")


@main.command()
@click.argument("code", required=False, shell_complete=codes)
def explain(code: str | None) -> None:
    """Explain CODE, a problem's code or name; without it, list all codes.

    \b
    Example:
      scodata explain R304
    """
    from scodata.problems import near
    from scodata.report import page

    known = every_code().values()
    if code is None:
        for one in sorted(known, key=lambda one: one.id):
            click.echo(f"{one.id}  {one.name:28} {one.page.splitlines()[0]}")
        return
    by_word = {word: one for one in known for word in (one.id.lower(), one.name)}
    if code.lower() not in by_word:
        raise ScodataError(f"there is no code {code}; {near(code.lower(), by_word) or 'scodata explain lists them all'}")
    click.echo(page(by_word[code.lower()]))
