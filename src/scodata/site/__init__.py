"""A static site out of a package alone: a page for each record, lists, pictures, downloads; it runs nowhere and asks nobody."""

from scodata.site.codes import NO_SUCH_PART
from scodata.site.make import Made, make
from scodata.site.plan import LAYOUT, Asked

__all__ = ["LAYOUT", "NO_SUCH_PART", "Asked", "Made", "make"]
