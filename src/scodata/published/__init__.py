"""A package as its users have it, a folder or a zip archive, opened with care: nothing outside of it is read, and nothing in it runs."""

from scodata.published.labels import labels
from scodata.published.package import Package, Value, open_package, value
from scodata.published.shelves import is_inside

__all__ = ["Package", "Value", "is_inside", "labels", "open_package", "value"]
