"""How much a catalogue covers: records and filled columns by kind, editions of its series, records by year, sources by record. A report, never a verdict."""

from scodata.coverage.chart import as_svg
from scodata.coverage.figures import Figures, as_json
from scodata.coverage.markdown import as_markdown
from scodata.coverage.records import stats
from scodata.coverage.text import as_text

FORMATS = {"text": as_text, "markdown": as_markdown, "json": as_json, "svg": as_svg}
"""Each format by its word: what writes the figures so."""

__all__ = ["FORMATS", "Figures", "stats"]
