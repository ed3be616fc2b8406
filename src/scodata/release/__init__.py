"""A catalogue's versions: what it was, what it is, what differs, and a release as the proof of it."""

from scodata.release.editions import Difference, differing
from scodata.release.plan import Artefacts, Plan, upcoming, verify
from scodata.release.settle import Released, rehearsed, release

__all__ = ["Artefacts", "Difference", "Plan", "Released", "differing", "rehearsed", "release", "upcoming", "verify"]
