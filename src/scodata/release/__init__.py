"""A catalogue's versions: what it was, what it is, what differs, and a release as the proof of it."""

from scodata.release.contents import verify
from scodata.release.editions import Difference, differing
from scodata.release.plan import Plan, upcoming
from scodata.release.recovery import Remade, remake
from scodata.release.settle import Released, rehearsed, release

__all__ = ["Difference", "Plan", "Released", "Remade", "differing", "rehearsed", "release", "remake", "upcoming", "verify"]
