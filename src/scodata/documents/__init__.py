"""YAML files that remember where each value stands."""

from scodata.documents.document import Document
from scodata.documents.json import parse_json, read_json
from scodata.documents.lines import Lines
from scodata.documents.reader import parse, read

__all__ = ["Document", "Lines", "parse", "parse_json", "read", "read_json"]
