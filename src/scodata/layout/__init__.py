"""A schema becomes tables: which columns there are, of what types, under what keys, and which part of a record fills which cell."""

from scodata.layout.build import Layout, lay_out
from scodata.layout.shapes import Shape
from scodata.layout.tables import Branch, Column, ForeignKey, Leaf, Table

__all__ = ["Branch", "Column", "ForeignKey", "Layout", "Leaf", "Shape", "Table", "lay_out"]
