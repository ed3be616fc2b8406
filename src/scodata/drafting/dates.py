"""Dates as a text prints them become dates of the catalogue; `dateparser` knows the names of months in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from scodata import edtf
from scodata.phrases.grammar import Language
from scodata.problems import ScodataError

RECENT = timedelta(days=180)
"""How long before its publication a report can speak of a day without naming the year."""
THIS_WEEK = timedelta(days=7)
"""How long before its publication a report can speak of a day without naming the month."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The first and the last date of a stretch, equal for a single one; `inferred` when the year was taken from the day of publication."""

    start: str
    end: str
    inferred: bool = False

    @property
    def is_day(self) -> bool:
        """Whether it is one day."""
        return self.start == self.end and edtf.is_day(self.start)


@dataclass(frozen=True)
class Calendar:
    """Reads the parts of dates; `published` fills in the year of a day that is printed without one."""

    published: str = ""
    _months: dict[tuple[str, str], int] = field(default_factory=dict)

    def month(self, word: str, language: Language) -> int:
        """The number of the month that a word names; 0 for none."""
        known = self._months.get((language.code, word))
        if known is None:
            known = self._months[language.code, word] = language.months.get(word) or _month(word, language.code)
        return known

    def dates(self, parts: Mapping[str, int]) -> Dates | None:
        """The dates that numbers under `day`, `month`, `year`, `day2`, `month2`, `year2` mean; what one end lacks, the other one has.

        `today` is the day of publication, which also gives the year, or month and year, of a day that is printed without. None where they mean
        no date, or lack what no day of publication gives.
        """
        if "today" in parts:
            return Dates(self.published, self.published, True) if edtf.is_day(self.published) else None
        year2, month2 = parts.get("year2", parts.get("year")), parts.get("month2", parts.get("month"))
        year, month = parts.get("year", year2), parts.get("month", month2)
        is_span = any(name in parts for name in ("day2", "month2", "year2"))
        inferred = year is None
        if year is None:
            year, month = self._before(month, parts.get("day2", parts.get("day")))
            year2, month2 = year, month2 or month
        start = _written(year, month, parts.get("day"))
        end = _written(year2, month2, parts.get("day2")) if is_span else start
        if not start or not end or edtf.ends_before(start, end):
            return None
        return Dates(start, end, inferred)

    def _before(self, month: int | None, day: int | None) -> tuple[int | None, int | None]:
        """Year and month of the last such day before, or on, the day of publication, if that wasn't long ago."""
        if not day or not edtf.is_day(self.published):
            return None, None
        published = date.fromisoformat(self.published)
        for back in range(13):
            months = published.year * 12 + published.month - 1 - back
            text = _written(months // 12, months % 12 + 1, day)
            if text and (not month or month == months % 12 + 1) and date.fromisoformat(text) <= published:
                recent = published - date.fromisoformat(text) <= (RECENT if month else THIS_WEEK)
                return (months // 12, months % 12 + 1) if recent else (None, None)
        return None, None


def _written(year: int | None, month: int | None, day: int | None) -> str:
    """A date of the catalogue, as exact as its parts; empty for none."""
    if year is None:
        return ""
    text = f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")
    return text if edtf.parse(text) else ""


@lru_cache(maxsize=4096)
def _month(word: str, language: str) -> int:
    if not word.isalpha() or len(word) < 3:
        return 0
    try:
        import dateparser
    except ImportError as error:
        raise ScodataError("scodata draft reads the names of months with dateparser: install it with pip install 'scodata[draft]'") from error
    try:
        found = dateparser.parse(f"15 {word} 2000", languages=[language], settings={"STRICT_PARSING": True, "DATE_ORDER": "DMY", "TIMEZONE": "UTC"})
    except ValueError:  # a language that dateparser hasn't: its months stand in the phrase file
        return 0
    return found.month if found and (found.year, found.day) == (2000, 15) else 0
