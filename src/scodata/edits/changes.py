"""A change of several files: shown as a diff, judged by a whole validation beside the catalogue, made as a whole or not at all."""

from __future__ import annotations

import difflib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scodata import checking
from scodata.catalogue import INPUTS, Catalogue, files
from scodata.documents import Lines
from scodata.problems import Problem

Same = Callable[[str], str]


@dataclass(frozen=True)
class Changes:
    """The text of each file that changes, before and after; None where there is no file. `moved` has the old name of each file that moved."""

    before: Mapping[str, str | None]
    after: Mapping[str, str | None]
    moved: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        """The files that differ, sorted."""
        return [name for name in sorted(self.after) if self.before.get(name) != self.after[name]]


def diff(changes: Changes) -> Iterator[str]:
    """The changes as lines of a unified diff, as git writes and applies it."""
    for name in changes.names:
        old_name = changes.moved.get(name, name)
        gone = changes.after[name] is None
        if gone and name in changes.moved.values():
            continue
        old, new = changes.before.get(old_name), changes.after[name]
        yield f"diff --git a/{old_name} b/{name}"
        yield from (f"{word} {one}" for word, one in (("rename from", old_name), ("rename to", name)) if old_name != name)
        yield from ("deleted file mode 100644",) if new is None else ("new file mode 100644",) if old is None else ()
        yield from _hunks(old or "", new or "", "/dev/null" if old is None else f"a/{old_name}", "/dev/null" if new is None else f"b/{name}")


def _hunks(old: str, new: str, old_name: str, new_name: str) -> Iterator[str]:
    for line in difflib.unified_diff(old.splitlines(keepends=True), new.splitlines(keepends=True), old_name, new_name):
        yield line.rstrip("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def judged(catalogue: Catalogue, changes: Changes, same: Same = str) -> list[Problem]:
    """The problems that the catalogue would have after the change and hasn't before; judged on a copy, by the whole of `scodata validate`.

    `same` writes a text of a problem so that what the change only renames is equal before and after.
    """
    with copied(catalogue) as copy:
        for name in changes.names:
            put(copy, name, changes.after[name])
        after = checking.validate(copy).problems
        if not after:
            return []
        before = checking.validate(catalogue).problems
        return list(checking.added(after, Lines(copy.root), before, Lines(catalogue.root), same))


@contextmanager
def copied(catalogue: Catalogue) -> Iterator[Catalogue]:
    """A copy of all that a catalogue's findings rest on, which vanishes."""
    with tempfile.TemporaryDirectory(prefix="scodata-") as folder:
        for name in _names(catalogue):
            _copied(catalogue.root / name, Path(folder) / name)
        yield Catalogue(Path(folder))


def _names(catalogue: Catalogue) -> Iterator[str]:
    for name in INPUTS:
        if (catalogue.root / name).is_dir():
            yield from files(catalogue.root / name, name)
        elif (catalogue.root / name).exists():
            yield name


def _copied(path: Path, target: Path) -> None:
    """The same file at another place: a second name for it where the system allows that, since nothing is ever written in place."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(path, target, follow_symlinks=False)
    except OSError:
        if path.is_file() and not path.is_symlink():
            shutil.copyfile(path, target)


def put(copy: Catalogue, name: str, text: str | None) -> None:
    """Writes a file of a copy, or deletes it where it has no text any more; what it was copied from stays."""
    path = copy.root / name
    path.unlink(missing_ok=True)
    if text is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
