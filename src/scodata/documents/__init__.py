"""YAML and JSON files that remember where each value stands, and values written as YAML."""

from scodata.documents.document import Document
from scodata.documents.json import parse_json, read_json
from scodata.documents.lines import Lines
from scodata.documents.reader import parse, read
from scodata.documents.values import with_values
from scodata.documents.writer import as_yaml, replace_text

__all__ = ["Document", "Lines", "as_yaml", "parse", "parse_json", "read", "read_json", "replace_text", "with_values"]
