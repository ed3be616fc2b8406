"""A git revision becomes a folder; the only module that knows git."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from scodata.problems import ScodataError

_LINK, _SUBMODULE = "120000", "160000"


def check_out(root: Path, revision: str, names: tuple[str, ...], target: Path) -> None:
    """Writes the files below `names` of the folder `root`, as they were at `revision`, into the empty folder `target`.

    Names that didn't exist then are left out; links stay links, and are not followed. No hook, filter or attribute of the repository
    runs. Raises `ScodataError` when there is no git, no repository, or no such revision; one that begins with `-` is none.
    """
    if revision.startswith("-"):
        raise ScodataError(f"{revision} is no revision")
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    listing = _git(root, "ls-tree", "-r", "-z", commit, "--", *names).split(b"\0")
    entries = [(meta.split(), os.fsdecode(name)) for meta, _, name in (line.partition(b"\t") for line in listing if line)]
    blobs = [(mode.decode(), sha, name) for (mode, _, sha), name in entries if mode.decode() != _SUBMODULE]
    contents = _git(root, "cat-file", "--batch", stdin=b"".join(sha + b"\n" for _, sha, _ in blobs))
    position = 0
    for mode, _, name in blobs:
        end = contents.index(b"\n", position)
        size = int(contents[position:end].split()[2])
        data = contents[end + 1 : end + 1 + size]
        position = end + 2 + size
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if mode == _LINK:
            path.symlink_to(os.fsdecode(data))
        else:
            path.write_bytes(data)


def tagged(root: Path) -> list[str]:
    """The names of all tags; none where there is no git or no repository."""
    try:
        return _git(root, "tag", "--list").decode().split()
    except ScodataError:
        return []


def commit_that_added(root: Path, name: str) -> str:
    """The commit that added the file `name` of the folder `root`; an empty string where the history at hand has none, or there is no history."""
    try:
        return _git(root, "log", "--diff-filter=A", "--format=%H", "-1", "HEAD", "--", name).decode().strip()
    except ScodataError:
        return ""


def _git(root: Path, command: str, *arguments: str, stdin: bytes | None = None) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(root), command, *arguments], input=stdin, capture_output=True, check=False)
    except OSError as error:
        raise ScodataError("git isn't installed, and a revision was asked for") from error
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        unknown = f"there is no revision {arguments[-1].removesuffix('^{commit}')} here; in a shallow clone, fetch it first"
        raise ScodataError(reason[-1] if reason else unknown)
    return done.stdout
