"""A catalogue's versions: what it was, what it is, what differs, and a release as the proof of it."""

from scodata.release.editions import Difference, differing

__all__ = ["Difference", "differing"]
