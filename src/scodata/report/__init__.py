"""Problems as text for people and editors, and as JSON for programs."""

from scodata.report.escape import escaped
from scodata.report.json import as_json
from scodata.report.text import as_text, page, summary

__all__ = ["as_json", "as_text", "escaped", "page", "summary"]
