"""How old a catalogue is: what was looked at longest ago, what rests on that, and what may have changed since. A worklist, never a verdict."""

from scodata.ages.chart import as_svg
from scodata.ages.records import stale
from scodata.ages.text import as_text
from scodata.ages.worklist import LISTS, Item, Worklist, as_json

__all__ = ["LISTS", "Item", "Worklist", "as_json", "as_svg", "as_text", "stale"]
