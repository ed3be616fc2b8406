"""From a package and a layout file to a site in its place: all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scodata.package import Staging
from scodata.problems import Problem, ScodataError
from scodata.published import Package
from scodata.site.plan import Asked, read_plan, untranslated

MARK = ".nojekyll"
"""The file by which the program knows a site of its own; GitHub Pages, which asks for it, then serves every file as it is."""
_SAID = b"made by scodata site\n"


@dataclass(frozen=True)
class Made:
    """What came of it: where, how many files, and the problems of the layout file, with which nothing was written.

    `untranslated`: by language, the titles of the schemas that the layout file has no word for.
    """

    target: Path
    count: int = 0
    problems: tuple[Problem, ...] = ()
    untranslated: Mapping[str, list[str]] = field(default_factory=dict)


def make(package: Package, target: Path, asked: Asked, guarded: tuple[Path, ...] = (), progress: Callable[[int, int], None] | None = None) -> Made:
    """Makes the site of a package at `target`, in one step; what was there before stays until then, and for good where there are problems.

    Raises `ScodataError` where the target holds anything that isn't such a site, or lies in or around one of the `guarded` folders, where
    the package doesn't hold records, and where a library is missing.
    """
    plan, problems = read_plan(package, asked.layout, asked.address)
    if plan is None:
        return Made(target, problems=tuple(problems))
    try:
        from scodata.site.build import build
    except ImportError as error:
        raise ScodataError(f"a site needs {error.name}: pip install 'scodata[site]'") from error
    docs = {name: (asked.layout.parent / name).read_text(encoding="utf-8") for name in plan.handbook} if asked.layout is not None else {}
    with Staging(target, guarded, _refuse_foreign) as staging:
        (staging.folder / MARK).write_bytes(_SAID)
        count = build(package, plan, staging.folder, asked, docs, progress) + 1
        staging.settle()
    return Made(target, count, untranslated=untranslated(package, plan))


def made_of(folder: Path) -> bool:
    """Whether a folder is a site that the program made."""
    mark = folder / MARK
    return mark.is_file() and mark.read_bytes() == _SAID


def _refuse_foreign(target: Path) -> None:
    if target.exists() and any(target.iterdir()) and not made_of(target):
        raise ScodataError(f"won't replace {target}: it is no site that scodata made; choose another folder, or empty it yourself")
