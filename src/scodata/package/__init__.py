"""Rows become a data package folder, which three gates judge before it takes its place."""

from scodata.package.csvs import CsvFiles
from scodata.package.descriptor import EU, authors, cite_as
from scodata.package.gates import NOT_A_PACKAGE, judge, judge_archive, judge_quickly
from scodata.package.place import Scratch, Staging, differences
from scodata.package.write import describe

__all__ = [
    "EU",
    "NOT_A_PACKAGE",
    "CsvFiles",
    "Scratch",
    "Staging",
    "authors",
    "cite_as",
    "describe",
    "differences",
    "judge",
    "judge_archive",
    "judge_quickly",
]
