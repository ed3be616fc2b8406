"""Files of a catalogue that follow from others and bear a remark that says so: told apart from what they should be, and written anew."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from scodata.problems import ScodataError

REMARK = "Made by `scodata "
"""How the remark of every such file begins; a file without it is somebody's own."""
_HEAD = 400
"""Characters of a file in which its remark stands."""


def stale(root: Path, folder: str, files: Mapping[str, str]) -> list[tuple[str, str]]:
    """The files of a folder, by their names from the root, that aren't as they should be, and why; a file of somebody's own doesn't count."""
    there = dict(_there(root / folder, folder))
    missing = [(name, "missing") for name in files if not (root / name).exists()]
    differs = [(name, "differs") for name, text in there.items() if name in files and text != files[name]]
    extra = [(name, "follows from nothing any more") for name in there if name not in files]
    return sorted(missing + differs + extra)


def write(root: Path, folder: str, files: Mapping[str, str]) -> list[str]:
    """Brings these files of a folder to what they should be, and deletes those that follow from nothing any more; gives the names of both.

    Raises `ScodataError` where a file of somebody's own is in the way, or can't be written; nothing is written then.
    """
    there = dict(_there(root / folder, folder))
    for name in files:
        if name not in there and ((root / name).exists() or (root / name).is_symlink()):
            raise ScodataError(f"{name} wasn't made by scodata, and stays as it is; give it another name, or delete it")
    changed = [name for name, _ in stale(root, folder, files)]
    try:
        for name in changed:
            _put(root / name, files.get(name))
    except OSError as error:
        raise ScodataError(f"can't write {error.filename or folder}: {(error.strerror or 'unknown error').lower()}") from error
    return changed


def _there(folder: Path, name: str) -> Iterator[tuple[str, str]]:
    """The files of a folder that bear the remark, and their texts."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            text = path.read_bytes().decode("utf-8", "replace")
            if REMARK in text[:_HEAD]:
                yield f"{name}/{path.name}", text


def _put(path: Path, text: str | None) -> None:
    """Writes a file beside its place and moves it there; without a text, deletes it."""
    if text is None:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.writing")
    try:
        beside.write_text(text, encoding="utf-8", newline="\n")
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
