"""A git revision becomes a folder, and files become a commit with a tag; the only module that knows git."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping
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


def names(root: Path) -> list[str]:
    """The names of all branches and tags; none where there is no git or no repository."""
    try:
        return os.fsdecode(_git(root, "for-each-ref", "--format=%(refname:short)", "refs/heads", "refs/remotes", "refs/tags")).split()
    except ScodataError:
        return []


def commit_that_added(root: Path, name: str) -> str:
    """The commit that added the file `name` of the folder `root`; an empty string where the history at hand has none, or there is no history."""
    try:
        return _git(root, "log", "--diff-filter=A", "--format=%H", "-1", "HEAD", "--", name).decode().strip()
    except ScodataError:
        return ""


def head(root: Path) -> str:
    """The commit that is checked out. Raises `ScodataError` where there is no git, no repository, or no commit."""
    return commit_of(root, "HEAD") or _refused("there is no commit here yet")


def commit_of(root: Path, reference: str) -> str:
    """The commit that a branch or tag leads to; an empty string where there is none."""
    done = _run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{reference}^{{commit}}")
    return done.stdout.decode().strip()


def committer(root: Path) -> str:
    """Who would commit here. Raises `ScodataError` where git doesn't know."""
    return _git(root, "var", "GIT_COMMITTER_IDENT").decode("utf-8", "replace").strip()


def unclean(root: Path) -> list[str]:
    """The names of all files of the repository that differ from the commit that is checked out, or are neither in it nor ignored."""
    return [line[3:] for line in os.fsdecode(_git(root, "status", "--porcelain", "-z", "--untracked-files=all")).split("\0") if line]


def ignores(root: Path, name: str) -> bool:
    """Whether git would pass over a file of this name."""
    return _run(root, "check-ignore", "--quiet", name).returncode == 0


def write_commit(root: Path, base: str, files: Mapping[str, bytes | None], message: str) -> str:
    """Writes a commit that follows `base`, in which some files of the folder `root` are others, or gone (None); nothing refers to it yet.

    The index, the files that are checked out and the branches stay as they are; hooks on commits don't run. Raises `ScodataError` where git
    doesn't know who commits.
    """
    prefix = _git(root, "rev-parse", "--show-prefix").strip()
    lines = []
    for name, data in files.items():
        entry = b"0 " + b"0" * len(base) if data is None else b"100644 " + _git(root, "hash-object", "-w", "--stdin", stdin=data).strip()
        lines.append(entry + b"\t" + prefix + os.fsencode(name))
    with tempfile.TemporaryDirectory(prefix="scodata-") as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        _git(root, "read-tree", base, more=index)
        _git(root, "update-index", "-z", "--index-info", stdin=b"\0".join(lines), more=index)
        tree = _git(root, "write-tree", more=index).decode().strip()
    return _git(root, "commit-tree", tree, "-p", base, "-F", "-", stdin=message.encode()).decode().strip()


def write_tag(root: Path, name: str, commit: str, message: str) -> str:
    """Writes an annotated tag of a commit; nothing refers to it yet."""
    text = f"object {commit}\ntype commit\ntag {name}\ntagger {committer(root)}\n\n{message}\n"
    return _git(root, "mktag", stdin=text.encode()).decode().strip()


def holds(root: Path, commit: str) -> bool:
    """Whether the commit that is checked out is this one, or follows it."""
    return _run(root, "merge-base", "--is-ancestor", commit, "HEAD").returncode == 0


def publish_commit(root: Path, base: str, commit: str, name: str, tag: str) -> None:
    """Moves the branch that is checked out from `base` to `commit`, and gives the tag its name, in one transaction; what is so already stays.

    Raises `ScodataError` where the branch has moved elsewhere, or the name is taken; then neither happened.
    """
    steps = [] if holds(root, commit) else [f"update HEAD {commit} {base}"]
    steps += [] if commit_of(root, f"refs/tags/{name}") == commit else [f"create refs/tags/{name} {tag}"]
    _git(root, "update-ref", "-m", f"release: {name}", "--stdin", stdin="\n".join(["start", *steps, "prepare", "commit", ""]).encode())


def bring(root: Path, base: str, commit: str) -> None:
    """Brings index and files from `base` to `commit`; a file that was changed by anybody else in the meantime stays as it is."""
    top = Path(os.fsdecode(_git(root, "rev-parse", "--show-toplevel")).rstrip("\n"))
    names = _names(_git(top, "diff-tree", "-r", "-z", "--name-only", "--no-renames", base, commit))
    gone = names - _names(_git(top, "ls-tree", "-r", "-z", "--name-only", commit)) - _names(_git(top, "ls-files", "-z"))  # done by an earlier run
    kept = (_edited(top, base, commit) | _written_anew(top, names, commit)) & names
    for some, where in ((names - kept - gone, ["--staged", "--worktree"]), (kept - gone, ["--staged"])):
        if some:
            listing, literal = b"\0".join(sorted(some)), {"GIT_LITERAL_PATHSPECS": "1"}
            _git(top, "restore", f"--source={commit}", *where, "--pathspec-from-file=-", "--pathspec-file-nul", stdin=listing, more=literal)


def _edited(top: Path, base: str, commit: str) -> set[bytes]:
    """The files that git knows and that are neither what they were nor what they are to be."""
    differing = [_names(_git(top, "diff", "-z", "--name-only", "--no-renames", one)) for one in (base, commit)]
    return differing[0] & differing[1]


def _written_anew(top: Path, names: set[bytes], commit: str) -> set[bytes]:
    """The files among the names that git doesn't know yet, and that aren't what the commit holds."""
    unknown = _names(_git(top, "ls-files", "--others", "-z")) & names
    return {name for name in unknown if _git(top, "hash-object", "--", os.fsdecode(name)) != _blob(top, commit, os.fsdecode(name))}


def _blob(top: Path, commit: str, name: str) -> bytes:
    return _run(top, "rev-parse", "--verify", "--quiet", f"{commit}:{name}").stdout


def _names(listing: bytes) -> set[bytes]:
    return {name for name in listing.split(b"\0") if name}


def _refused(reason: str) -> str:
    raise ScodataError(reason)


def _run(root: Path, command: str, *arguments: str, stdin: bytes | None = None, more: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """A command of git, done; `more` is added to its environment."""
    environment = {**os.environ, **(more or {})}
    try:
        return subprocess.run(["git", "-C", str(root), command, *arguments], input=stdin, capture_output=True, check=False, env=environment)
    except OSError as error:
        raise ScodataError("git isn't installed, and it is needed here") from error


def _git(root: Path, command: str, *arguments: str, stdin: bytes | None = None, more: Mapping[str, str] | None = None) -> bytes:
    """What a command of git prints; raises `ScodataError` with its last word where it fails."""
    done = _run(root, command, *arguments, stdin=stdin, more=more)
    if done.returncode:
        reason = done.stderr.decode(errors="replace").strip().splitlines()
        unknown = f"there is no revision {arguments[-1].removesuffix('^{commit}')} here; in a shallow clone, fetch it first"
        raise ScodataError(reason[-1] if reason else unknown)
    return done.stdout
