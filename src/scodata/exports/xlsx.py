"""The package as an Excel workbook: what it is, a codebook, and a sheet a table, in which no text is ever a formula, a link or a number."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from scodata.exports.codebook import Entry, about, codebook
from scodata.exports.comparison import Found, hold_against, readable
from scodata.exports.file import File, library
from scodata.layout import Table
from scodata.problems import ScodataError
from scodata.published import Package, Value, value

MOST_ROWS = 1_048_576
"""Rows of a sheet, its header included."""
LONGEST_TEXT = 32_767
"""Characters of a cell, as UTF-16 counts them."""
FIRST_DAY = date(1900, 3, 1)
"""Programs count the days before it differently, since Excel knows a 29 February 1900; so these are texts."""
_UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no place for (section 2.2)."""
_SAFE = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_README = (("property", 16), ("value", 100))
_CODEBOOK = tuple(zip(Entry._fields, (24, 24, 28, 60, 10, 12, 24, 10, 40, 28), strict=True))
_WIDTHS = {"date": 12, "integer": 10, "number": 12, "boolean": 10}
"""Of columns, in characters, by type; all others are texts."""


def write(package: Package, folder: Path) -> list[File]:
    """Writes `<name>.xlsx`; needs XlsxWriter. Raises `ScodataError` where a table or a text is more than a sheet or a cell can hold."""
    writer = library("xlsxwriter", "xlsx")
    name = f"{package.descriptor['name']}.xlsx"
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        book = writer.Workbook(str(folder / name), {**_SAFE, "tmpdir": scratch})
        try:
            book.set_properties(_properties(package))
            _Sheet(book, "readme", _README).fill(about(package).items())
            _Sheet(book, "codebook", _CODEBOOK).fill(codebook(package))
            rows = sum(_Sheet(book, table.name, _columns(table)).fill(package.values(table.name)) for table in package.tables.values())
            book.close()
        except writer.exceptions.XlsxWriterException as error:
            raise ScodataError(f"the package doesn't fit into a workbook: {' '.join(str(error).split())}") from error
    return [File(name, rows)]


def verify(package: Package, folder: Path) -> list[str]:
    """Holds each sheet against its table, and gives the file it looked at; needs python-calamine, which reads what XlsxWriter wrote.

    Raises `ScodataError` where a sheet differs, or the workbook can't be read.
    """
    reader = library("python_calamine", "xlsx")
    name = f"{package.descriptor['name']}.xlsx"
    with readable(name, reader.CalamineError), reader.CalamineWorkbook.from_path(folder / name) as book:
        for table in package.tables.values():
            rows = iter(book.get_sheet_by_name(table.name).iter_rows())
            hold_against(package, name, Found(table.name, next(rows, []), _held(rows, table)))
    return [name]


def _held(rows: Iterator[list[Any]], table: Table) -> Iterator[tuple[Value, ...]]:
    types = [column.type for column in table.columns]
    for row in rows:
        yield tuple(_typed(cell, type_) for cell, type_ in zip(row, types, strict=True))


def _typed(cell: Any, type_: str) -> Value:
    """What a cell holds for a value of a type; what a spreadsheet has no number for was written as text."""
    if isinstance(cell, str):
        return value(cell, type_)
    is_whole = type_ == "integer" and isinstance(cell, float) and cell.is_integer()
    return int(cell) if is_whole else cell


def _columns(table: Table) -> tuple[tuple[str, int], ...]:
    return tuple((column.name, max(len(column.name) + 3, _WIDTHS.get(column.type, 28))) for column in table.columns)


def _properties(package: Package) -> dict[str, Any]:
    """The properties of the document; the day of the package instead of the clock's."""
    said = about(package)
    created = datetime.fromisoformat(said["created"]).replace(tzinfo=None) if "created" in said else datetime(1980, 1, 1)
    return {"title": said.get("title", ""), "author": said.get("contributors", ""), "comments": said.get("citation", ""), "created": created}


class _Sheet:
    """A sheet that is written from top to bottom, a row at a time: a header that stays in sight, with a filter for each column."""

    def __init__(self, book: Any, name: str, columns: Sequence[tuple[str, int]]) -> None:
        self.name = name
        self.columns = [column for column, _ in columns]
        self.sheet = book.add_worksheet(name)
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.sheet.freeze_panes(1, 0)
        header = book.add_format({"bold": True})
        for position, (column, width) in enumerate(columns):
            self.sheet.set_column(position, position, width)
            self.sheet.write_string(0, position, column, header)

    def fill(self, rows: Iterable[Sequence[Value]]) -> int:
        """Writes the rows, and says how many."""
        number = 0
        for number, row in enumerate(rows, 1):
            if number >= MOST_ROWS:
                raise ScodataError(f"the table `{self.name}` has more rows than a sheet of Excel, which ends at {MOST_ROWS:,}; export sqlite or parquet")
            for position, cell in enumerate(row):
                if cell is not None and cell != "":
                    self._put(number, position, cell)
        self.sheet.autofilter(0, 0, number, len(self.columns) - 1)
        return number

    def _put(self, row: int, position: int, value: str | int | float | bool | date) -> None:
        if isinstance(value, bool):
            self.sheet.write_boolean(row, position, value)
        elif isinstance(value, date) and value >= FIRST_DAY:
            self.sheet.write_datetime(row, position, value, self.day)
        elif isinstance(value, (int, float)) and _is_kept(value):
            self.sheet.write_number(row, position, value)
        else:
            self._text(row, position, str(value))

    def _text(self, row: int, position: int, text: str) -> None:
        if reason := _reason(text):
            place = f"the table `{self.name}`, row {row + 1}, column `{self.columns[position]}`"
            raise ScodataError(f"{place}: {reason}; export sqlite or parquet")
        if text.startswith("<r>") and text.endswith("</r>"):
            self.sheet.write_rich_string(row, position, text[:1], text[1:2], text[2:])  # XlsxWriter takes it for formatted text otherwise
        else:
            self.sheet.write_string(row, position, text)


def _is_kept(number: int | float) -> bool:
    """Whether a spreadsheet, which shows 15 digits, gives the same number again; any other is written as text."""
    return float(f"{number:.15G}") == number


def _reason(text: str) -> str:
    """Why a cell can't hold a text."""
    if len(text) > LONGEST_TEXT // 2 and (length := len(text.encode("utf-16-le", "surrogatepass")) // 2) > LONGEST_TEXT:
        return f"a cell of Excel holds {LONGEST_TEXT:,} characters, and this text has {length:,}"
    if found := _UNHELD.search(text):
        return f"a cell of Excel can't hold the character U+{ord(found[0]):04X}"
    return ""
