"""Version numbers (Semantic Versioning 2.0.0): which one a change asks for, and whether one is large enough."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scodata.changes.rules import Level
from scodata.problems import ScodataError

if TYPE_CHECKING:
    import semver

FIRST = "1.0.0"
"""The version of a first release, as the recipe Data Package Version has it; 0.x is for consultations before it."""


def parse(text: str) -> semver.Version:
    """The version that a text names; raises `ScodataError` where it names none."""
    import semver  # here, as below, since a check of records needs no versions

    try:
        return semver.Version.parse(text)
    except ValueError as error:
        raise ScodataError(f"{text} is no version: one looks like {FIRST}") from error


def is_version(text: str) -> bool:
    """Whether a text names a version."""
    import semver

    return semver.Version.is_valid(text)


def asked(last: str, level: Level) -> str:
    """The smallest version that a change of this level may have after `last`, the version that was released before; for no change, `last`.

    Below 1.0.0 a breaking change raises the second number, as additions do, since nothing is promised yet (Semantic Versioning, clause 4).
    A candidate, such as 1.0.0-rc.1, promises nothing either: the version that it is a candidate of may follow, whatever the change.
    """
    version = parse(last)
    if level == "none":
        return last
    if version.prerelease:
        return str(version.finalize_version())
    if level == "patch":
        return str(version.bump_patch())
    return str(version.bump_major() if level == "major" and version.major else version.bump_minor())


def first(stated: str) -> str:
    """The version of a first release, where `scodata.yaml` states one: that, if it is no consultation."""
    return stated if parse(stated) >= parse(FIRST) else FIRST


def is_enough(version: str, last: str, level: Level) -> bool:
    """Whether a version may follow `last` with a change of this level. A candidate counts as the version that it is a candidate of."""
    new = parse(version)
    return new > parse(last) and new.finalize_version() >= parse(asked(last, level)).finalize_version()
