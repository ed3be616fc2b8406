"""How a package takes its place: built beside it, moved in one step, never half there, and nothing of anybody else's is lost."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from scodata.locks import lock
from scodata.package.descriptor import GENERATOR
from scodata.problems import ScodataError


class Staging:
    """A folder beside `target` to build in, which `settle` moves into the target's place. Left without that, it vanishes.

    Entering raises `ScodataError` where the target may not be replaced: something that isn't a package of ours (or whatever else `foreign`
    refuses), a link, or a folder that holds, or lies in, one of the `guarded` ones. One process at a time stages for one target; another one waits.
    If a process was killed while it changed places, the package that it had set aside is put back first, and `recovered` says so.
    """

    def __init__(self, target: Path, guarded: tuple[Path, ...], foreign: Callable[[Path], None] | None = None) -> None:
        self.target = Path(os.path.abspath(target))
        self.guarded = guarded
        self._refuse_foreign = foreign or _refuse_foreign
        self.recovered = ""

    def __enter__(self) -> Staging:
        _refuse_overlap(self.target, self.guarded)
        with _explained(f"can't write to {self.target.parent}"):
            self.target.parent.mkdir(parents=True, exist_ok=True)
        self._lock = lock(self.target.parent)
        try:
            with _explained(f"can't write to {self.target.parent}"):
                self._recover()
                _refuse_other(self.target)
                self._refuse_foreign(self.target)
                self.folder = self._beside("building")
                self.folder.mkdir()
        except BaseException:
            self._unlock()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        self._unlock()
        if isinstance(error, OSError):
            raise ScodataError(f"can't write {self.target}: {(error.strerror or str(error)).lower()}; what was there before is as it was") from error

    def settle(self) -> None:
        """Moves the built folder to the target's place. The old one is whole at every moment: in place, or set aside beside it."""
        aside = self._beside("before")
        if self.target.exists():
            os.rename(self.target, aside)
        try:
            os.rename(self.folder, self.target)
        except OSError:
            if aside.exists():
                os.rename(aside, self.target)
            raise
        shutil.rmtree(aside, ignore_errors=True)

    def _beside(self, word: str) -> Path:
        return self.target.parent / f".{self.target.name}.{word}"

    def _recover(self) -> None:
        aside = self._beside("before")
        if aside.exists() and not self.target.exists():
            os.rename(aside, self.target)
            self.recovered = f"the package at {self.target} had been set aside by a run that was stopped; it was put back"
        for leftover in (aside, self._beside("building")):
            if leftover.exists():
                shutil.rmtree(leftover)

    def _unlock(self) -> None:
        if self._lock is not None:
            os.close(self._lock)


class Scratch:
    """A folder of the system's to build in, which vanishes; for a look that writes nothing."""

    recovered = ""

    def __enter__(self) -> Scratch:
        self._folder = tempfile.TemporaryDirectory(prefix="scodata-")
        self.folder = Path(self._folder.name)
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def settle(self) -> None:
        """Leaves everything as it is."""


def differences(fresh: Path, committed: Path) -> Iterator[tuple[str, int, str]]:
    """The files in which two packages differ: the path, the first line that differs, and how."""
    ours, theirs = (_files(folder) for folder in (fresh, committed))
    for name in sorted(ours | theirs):
        if name not in theirs:
            yield name, 1, "missing"
        elif name not in ours:
            yield name, 1, "not part of the package"
        elif (line := _first_difference(fresh / name, committed / name)) is not None:
            yield name, line, "differs"


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()} if folder.is_dir() else set()


def _first_difference(one: Path, other: Path) -> int | None:
    with open(one, "rb") as first, open(other, "rb") as second:
        number = 0
        while True:
            number += 1
            lines = first.readline(), second.readline()
            if lines[0] != lines[1]:
                return number
            if not lines[0]:
                return None


def _refuse_overlap(target: Path, guarded: tuple[Path, ...]) -> None:
    resolved = target.resolve()
    for folder in (path.resolve() for path in guarded):
        if resolved == folder or resolved in folder.parents or folder in resolved.parents:
            raise ScodataError(f"won't write to {target}: it holds, or lies in, {folder}")


def _refuse_other(target: Path) -> None:
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise ScodataError(f"won't replace {target}: it isn't a folder")


def _refuse_foreign(target: Path) -> None:
    """Only a package of ours, an empty folder or nothing may be replaced."""
    if not target.exists() or not any(target.iterdir()):
        return
    try:
        package = json.loads((target / "datapackage.json").read_text(encoding="utf-8"))
        ours = {"datapackage.json", "README.md", *(part["path"] for part in (*package["resources"], *package.get("schemas", ())))}
        if package["generator"] != GENERATOR:
            raise ValueError("made by another program")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ScodataError(f"won't replace {target}: it is no package that scodata made; choose another folder, or empty it yourself") from error
    foreign = sorted(_files(target) - ours)
    if foreign:
        raise ScodataError(f"won't replace {target}: {foreign[0]} is no part of the package, and would be lost")


@contextmanager
def _explained(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ScodataError(f"{what}: {(error.strerror or str(error)).lower()}") from error
