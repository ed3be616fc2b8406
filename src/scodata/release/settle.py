"""A prepared release takes its place: a commit and a tag appear in one step, and whatever was stopped after it is finished by the next run."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scodata import git
from scodata.catalogue import Catalogue
from scodata.checking import Verdict
from scodata.locks import held
from scodata.problems import ScodataError
from scodata.release.plan import Plan, prepare

_JOURNAL, _FILES = "journal.json", "files"


@dataclass(frozen=True)
class Released:
    """A release that was made: its version, its commit, where its files lie, and whether an earlier run had begun it."""

    version: str
    commit: str
    folder: Path
    resumed: bool = False


@contextmanager
def rehearsed(catalogue: Catalogue, date: str, version: str | None = None) -> Iterator[Plan | Verdict]:
    """The release as it would be made, in a folder that vanishes; see `prepare`. Raises `ScodataError` where one was stopped midway."""
    for path in _ready(catalogue):
        if _is_decided(catalogue, _journal(path)):
            raise ScodataError(f"the release of {_journal(path)['version']} was stopped midway; `scodata release` finishes it")
    with tempfile.TemporaryDirectory(prefix="scodata-") as folder:
        yield prepare(catalogue, Path(folder), date, version)


def release(catalogue: Catalogue, date: str, version: str | None = None) -> Released | Verdict:
    """Makes a release: a commit, an annotated tag, and `dist/<name>-<version>/`; nothing is pushed. A verdict where problems stand in the way.

    What a person sees changes in one step of git, in which the branch moves and the tag appears; files follow. A run that was stopped before that
    step leaves nothing, and one that was stopped after it is finished by the next run, which then does nothing else. Raises `ScodataError` as
    `prepare` does.
    """
    catalogue.dist.mkdir(exist_ok=True)
    with held(catalogue.dist):
        for path in _ready(catalogue):
            if _is_decided(catalogue, _journal(path)):
                return _settle(catalogue, path, resumed=True)
        _clear(catalogue)
        staging = catalogue.dist / ".release.building"
        (staging / _FILES).mkdir(parents=True)
        try:
            plan = prepare(catalogue, staging / _FILES, date, version)
            if isinstance(plan, Verdict):
                return plan
            return _settle(catalogue, _decide(catalogue, plan, staging), resumed=False)
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def _decide(catalogue: Catalogue, plan: Plan, staging: Path) -> Path:
    """Writes commit and tag, to which nothing refers yet, and a journal of what is to be done; gives the folder that holds it."""
    commit = git.write_commit(catalogue.root, plan.base, plan.files, f"Release {plan.version} of the data\n\n{plan.verdict}.\n")
    tag = git.write_tag(catalogue.root, plan.tag, commit, f"{plan.name} {plan.version}")
    journal = {"title": plan.title, "version": plan.version, "base": plan.base, "commit": commit, "name": plan.tag, "tag": tag}
    (staging / _JOURNAL).write_text(json.dumps(journal), encoding="utf-8")
    ready = catalogue.dist / f".{plan.title}.ready"
    os.rename(staging, ready)
    return ready


def _settle(catalogue: Catalogue, ready: Path, *, resumed: bool) -> Released:
    """Does what the journal says, as far as it isn't done: branch and tag in one step, then the files."""
    journal = _journal(ready)
    base, commit = journal["base"], journal["commit"]
    git.publish_commit(catalogue.root, base, commit, journal["name"], journal["tag"])
    if git.head(catalogue.root) == commit:
        git.bring(catalogue.root, base, commit)
    target = catalogue.dist / journal["title"]
    if (ready / _FILES).exists():
        shutil.rmtree(target, ignore_errors=True)
        os.rename(ready / _FILES, target)
    shutil.rmtree(ready)
    return Released(journal["version"], commit, target, resumed)


def _ready(catalogue: Catalogue) -> list[Path]:
    return sorted(path for path in catalogue.dist.glob(".*.ready") if (path / _JOURNAL).is_file())


def _journal(ready: Path) -> dict[str, str]:
    journal: dict[str, str] = json.loads((ready / _JOURNAL).read_text(encoding="utf-8"))
    return journal


def _is_decided(catalogue: Catalogue, journal: dict[str, str]) -> bool:
    """Whether the branch or the tag is there already, so that the rest has to follow."""
    return git.holds(catalogue.root, journal["commit"]) or git.commit_of(catalogue.root, f"refs/tags/{journal['name']}") == journal["commit"]


def _clear(catalogue: Catalogue) -> None:
    """Takes away what runs left that were stopped before anything was decided."""
    for path in (*catalogue.dist.glob(".*.ready"), *catalogue.dist.glob(".*.building")):
        shutil.rmtree(path)
