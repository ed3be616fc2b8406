"""A package in Python: its tables as frames of pandas or polars, and its records with their references resolved."""

from scodata.data.load import Data, load
from scodata.data.records import Node, Record

__all__ = ["Data", "Node", "Record", "load"]
