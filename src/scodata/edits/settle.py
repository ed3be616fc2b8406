"""A change takes its place: written down as a whole first, then file by file, so that it can be finished after any interruption."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scodata.catalogue import EXCEPTIONS, Catalogue
from scodata.documents.reader import load
from scodata.edits.changes import Changes
from scodata.locks import held
from scodata.problems import Problem, ScodataError

PENDING = ".scodata.pending"
"""The file at a catalogue's root that holds a change while it is made."""


@contextmanager
def at_work(catalogue: Catalogue) -> Iterator[str]:
    """The catalogue for this process alone, from reading to writing; a change that was interrupted is completed first, and what says so given."""
    with held(catalogue.root):
        yield finish(catalogue)


def settle(catalogue: Catalogue, changes: Changes) -> None:
    """Makes the change. If the process is killed on the way, `finish` completes it; if a file can't be written, all are put back.

    Raises `ScodataError` when a file isn't any more what the change was made for, or can't be written.
    """
    names = changes.names
    if not names:
        return
    for name in names:
        if current(catalogue, name) != changes.before.get(name):
            raise ScodataError(f"{name} was changed by somebody else meanwhile; nothing was written")
    _replace_all(catalogue, changes)


def _replace_all(catalogue: Catalogue, changes: Changes) -> None:
    pending = catalogue.root / PENDING
    try:
        _write_down(catalogue, changes)
        _make(catalogue, {name: changes.after[name] for name in changes.names})
    except BaseException as error:
        with _explained(f"can't put back what was there before; run the command again when there is room, and it completes {PENDING}"):
            _make(catalogue, {name: changes.before.get(name) for name in changes.names if current(catalogue, name) != changes.before.get(name)})
            pending.unlink(missing_ok=True)
        if isinstance(error, OSError):
            what = error.filename or catalogue.root
            raise ScodataError(f"can't write {what}: {(error.strerror or str(error)).lower()}; all is as it was") from error
        raise
    pending.unlink()


@contextmanager
def _explained(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise ScodataError(what) from error


def finish(catalogue: Catalogue) -> str:
    """Completes a change that was interrupted, and says so; an empty text where there is none.

    Raises `ScodataError` when one of its files was changed since, so that only a person can tell what is right.
    """
    pending = catalogue.root / PENDING
    if not pending.exists():
        return ""
    change = _read(catalogue)
    for name, (before, after) in change.items():
        if current(catalogue, name) not in (before, after):
            raise ScodataError(f"a change was interrupted, and {name} was changed since: mend what git diff shows, and delete {PENDING}")
    _make(catalogue, {name: after for name, (_, after) in change.items()})
    pending.unlink()
    return f"a change of {len(change)} files had been interrupted; it was completed"


def _read(catalogue: Catalogue) -> dict[str, list[str | None]]:
    """A change that was written down; it may touch records and exceptions, and nothing else."""
    try:
        change = json.loads((catalogue.root / PENDING).read_text(encoding="utf-8"))
        good = all(_is_ours(catalogue, name) and len(texts) == 2 and all(isinstance(text, str | None) for text in texts) for name, texts in change.items())
    except (OSError, ValueError, AttributeError, TypeError):
        good = False
    if not good:
        raise ScodataError(f"{PENDING} is no change that scodata wrote down; delete it, and look at git diff for what was changed")
    return dict(change)


def _is_ours(catalogue: Catalogue, name: str) -> bool:
    return name == EXCEPTIONS or (catalogue.name(catalogue.root / name) == name and len(name.split("/")) > 2 and name.startswith("records/"))


def current(catalogue: Catalogue, name: str) -> str | None:
    """The text of a file as it stands; None where there is none. Raises `ScodataError` where it is no regular file in UTF-8."""
    path = catalogue.root / name
    if not path.exists() and not path.is_symlink():
        return None
    data = load(path, name)
    if isinstance(data, Problem):
        raise ScodataError(f"{name}: {data.message}")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise ScodataError(f"{name} isn't encoded in UTF-8") from error


def _write_down(catalogue: Catalogue, changes: Changes) -> None:
    change = {name: [changes.before.get(name), changes.after[name]] for name in changes.names}
    _replace(catalogue.root / PENDING, json.dumps(change, ensure_ascii=False))


def _make(catalogue: Catalogue, texts: dict[str, str | None]) -> None:
    for name, text in texts.items():
        if text is None:
            (catalogue.root / name).unlink(missing_ok=True)
        else:
            _replace(catalogue.root / name, text)


def _replace(path: Path, text: str) -> None:
    """Writes beside and renames, so that the file is whole at every moment; it keeps its mode."""
    beside = path.with_name(f".{path.name}.writing")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(beside, "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
