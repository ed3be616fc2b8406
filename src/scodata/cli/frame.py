"""What all commands share: wrong use as one sentence, printing, a progress line. Exit codes: 0 clean, 1 problems, 2 wrong use, 3 a bug."""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from scodata.problems import ScodataError, near

if TYPE_CHECKING:
    from scodata.problems import Code


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

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant; one that doesn't exist is wrong use, and the nearest is named."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            hint = near(args[0], self.commands) or "scodata --help lists them all"
            raise ScodataError(f"there is no command {args[0]}; {hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="scodata")
def main() -> None:
    """Curated YAML records in, a Frictionless Data Package out.

    Run it anywhere inside of a catalogue, a folder with a scodata.yaml.
    """


def say(text: str, *, error: bool = False) -> None:
    """Prints one line, with what a terminal could misread spelt out."""
    from scodata.report import escaped

    click.echo(escaped(text), err=error)


def every_code() -> Mapping[str, Code]:
    """Every code by its id: a module adds its own when it is imported, and these import all that have some."""
    import scodata.edits
    import scodata.pipeline
    import scodata.site  # noqa: F401
    from scodata.problems import CODES

    return CODES


def read_file(path: Path, largest: int, why: str) -> str:
    """The text of a file, or of standard input for `-`; one that can't be read, isn't UTF-8 or has more than `largest` bytes is one sentence."""
    data: bytes
    try:
        with click.open_file(str(path), "rb") as stream:
            data = stream.read(largest + 1)
    except OSError as error:
        raise ScodataError(f"can't read {path}: {(error.strerror or 'unknown error').lower()}") from error
    if len(data) > largest:
        raise ScodataError(f"{path} is larger than {largest:,} bytes: {why}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ScodataError(f"{path} isn't UTF-8 text: byte {error.start + 1} can't be read") from error


def write_file(path: Path, text: str, mode: str) -> None:
    """Writes a report; a file that can't be written is one sentence."""
    try:
        with open(path, mode, encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ScodataError(f"can't write {path}: {(error.strerror or 'unknown error').lower()}") from error


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
