"""Rows become a data package folder, which three gates judge before it takes its place."""

from scodata.package.csvs import CsvFiles
from scodata.package.gates import NOT_A_PACKAGE, judge, judge_archive
from scodata.package.place import Scratch, Staging, differences, held
from scodata.package.write import describe

__all__ = ["NOT_A_PACKAGE", "CsvFiles", "Scratch", "Staging", "describe", "differences", "held", "judge", "judge_archive"]
