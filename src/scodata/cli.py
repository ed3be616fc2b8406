"""The command line: options in, one call of the pipeline, problems out, exit code. Exit codes: 0 clean, 1 problems, 2 wrong use, 3 a bug."""

from __future__ import annotations

import os
import sys
import time
import traceback
from itertools import zip_longest
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from scodata.problems import ScodataError

if TYPE_CHECKING:
    from scodata.pipeline import Verdict
    from scodata.problems import Problem


class Commands(click.Group):
    """A group of commands that turns wrong use into one sentence and exit code 2, and a bug into its traceback and exit code 3."""

    def main(self, *args: Any, **options: Any) -> Any:
        try:
            return super().main(*args, **{**options, "standalone_mode": False})
        except click.exceptions.Exit as end:
            sys.exit(end.exit_code)
        except click.Abort:
            say("scodata: stopped", error=True)
            sys.exit(130)
        except click.ClickException as wrong:
            wrong.show()
            sys.exit(2)
        except ScodataError as wrong:
            say(f"scodata: {wrong}", error=True)
            sys.exit(2)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(0)
        except Exception:
            traceback.print_exc()
            say("scodata: this is a bug in scodata; please report it with the lines above", error=True)
            sys.exit(3)


def say(text: str, *, error: bool = False) -> None:
    """Prints one line, with what a terminal could misread spelt out."""
    from scodata.report import escaped

    click.echo(escaped(text), err=error)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="scodata")
def main() -> None:
    """Curated YAML records in, a Frictionless Data Package out.

    Run it anywhere inside of a catalogue, a folder with a scodata.yaml.
    """


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--since", metavar="REV", help="Show only what is worse than at this git revision, wherever its cause.")
@click.option("--select", metavar="CODES", help="Show only codes that begin with one of these, such as R3,T401.")
@click.option("--ignore", metavar="CODES", help="Leave out codes that begin with one of these.")
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
    from scodata import catalogue, pipeline

    if len(outputs) > max(len(formats), 1):
        raise click.UsageError("there are more --output than --format")
    started = time.perf_counter()
    found = catalogue.find(Path())
    with progress_on(sys.stderr) as progress:
        verdict = pipeline.worsened(found, since, paths, progress) if since else pipeline.validate(found, paths, progress)
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


def write_file(path: Path, text: str, mode: str) -> None:
    """Writes a report; a file that can't be written is one sentence."""
    try:
        with open(path, mode, encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ScodataError(f"can't write {path}: {(error.strerror or 'unknown error').lower()}") from error


def chosen(problems: list[Problem], select: str | None, ignore: str | None) -> list[Problem]:
    """The problems whose codes begin with one of those selected, and with none of those ignored."""
    from scodata.problems import CODES

    wanted, unwanted = (tuple(part.strip().upper() for part in (codes or "").split(",") if part.strip()) for codes in (select, ignore))
    for prefix in (*wanted, *unwanted):
        if not any(code.startswith(prefix) for code in CODES):
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
def stats() -> None:
    """Print how much the catalogue covers, in Markdown: a report, never a verdict.

    \b
    Example:
      scodata stats > docs/coverage.md
    """
    from scodata import catalogue, pipeline

    click.echo(pipeline.stats(catalogue.find(Path())), nl=False)


@main.command()
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Explain CODE, a problem's code or name; without it, list all codes.

    \b
    Example:
      scodata explain R304
    """
    import scodata.pipeline  # noqa: F401  every module that has a code is imported by it
    from scodata.problems import CODES, near
    from scodata.report import page

    if code is None:
        for one in sorted(CODES.values(), key=lambda one: one.id):
            click.echo(f"{one.id}  {one.name:28} {one.page.splitlines()[0]}")
        return
    by_word = {word: one for one in CODES.values() for word in (one.id.lower(), one.name)}
    if code.lower() not in by_word:
        raise ScodataError(f"there is no code {code}; {near(code.lower(), by_word) or 'scodata explain lists them all'}")
    click.echo(page(by_word[code.lower()]))


def took(started: float) -> str:
    """The time since `started`, for a person at a terminal; in a pipe output stays the same from run to run."""
    return f" in {time.perf_counter() - started:.1f} s" if sys.stdout.isatty() else ""


class progress_on:
    """A progress line on a terminal, shown only when the work lasts longer than a second; nothing in a pipe."""

    def __init__(self, stream: IO[str]) -> None:
        self.stream = stream
        self.started = self.shown = time.perf_counter()
        self.width = 0

    def __enter__(self) -> progress_on | None:
        return self if self.stream.isatty() else None

    def __call__(self, done: int, total: int) -> None:
        now = time.perf_counter()
        if now - self.started < 1 or now - self.shown < 0.1:
            return
        self.shown = now
        line = f"{done:,} of {total:,} records"
        self.width = len(line)
        self.stream.write(f"\r{line}")
        self.stream.flush()

    def __exit__(self, *_: object) -> None:
        if self.width:
            self.stream.write(f"\r{' ' * self.width}\r")
            self.stream.flush()
