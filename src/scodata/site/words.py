"""The words of the site's frame in each of its languages, and dates and numbers in words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from scodata import edtf

LANGUAGES = ("en", "ru", "zh")
"""The languages for which the program has words, in the order in which they are offered."""
_WRITTEN = re.compile(r"(?P<only>[0-9-]+)(?P<mark>[~?])?|\[(?P<first>[0-9-]+)?\.\.(?P<last>[0-9-]+)?\]")


class Words:
    """The words of one language: `words("shown", shown=3, all=10)`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._words = _read(language)

    def __call__(self, key: str, /, **values: Any) -> str:
        return str(self._words[key]).format(**values) if values else str(self._words[key])

    def number(self, number: int) -> str:
        """A number with thin spaces between thousands, which every language of ours reads."""
        return f"{number:,}".replace(",", "\u202f")

    def date(self, text: str) -> str:
        """A partial date in words, as precise as it is known; a text that is none stays as it is."""
        found = _WRITTEN.fullmatch(text)
        if not found or edtf.parse(text) is None:
            return text
        if found["only"]:
            mark = found["mark"]
            if mark:
                return self("date_about" if mark == "~" else "date_uncertain", date=self._plain(found["only"], alone=mark == "?"))
            return self._plain(found["only"], alone=True)
        return self._between(found["first"], found["last"])

    def span(self, start: str, end: str) -> str:
        """From one partial date to another, either of them empty where it isn't known; of two days in one month, the month is said once."""
        if not start and not end:
            return ""
        if not start or not end or start == end:
            return self.date(start) if start else self("date_until", date=self.date(end))
        if edtf.is_day(start) and edtf.is_day(end) and start[:7] == end[:7]:
            year, month, first = start.split("-")
            return self("date_days_of_month", first=int(first), last=int(end[8:]), month=self._months[int(month) - 1], year=year)
        return self("date_span", first=self.date(start), last=self.date(end))

    @property
    def _months(self) -> list[str]:
        months: list[str] = self._words["months"]
        return months

    def _between(self, first: str | None, last: str | None) -> str:
        if not first:
            return self("date_not_after", date=self._plain(last or ""))
        if not last:
            return self("date_not_before", date=self._plain(first))
        if len(first) == 4 and len(last) == 7 and last.startswith(first):
            return self("date_year_not_after_month", year=first, month=self._months[int(last[5:]) - 1])
        if len(first) == len(last) == 10 and first[:7] == last[:7]:
            return self("date_between_days", first=int(first[8:]), last=int(last[8:]), month=self._months[int(first[5:7]) - 1], year=first[:4])
        return self("date_between", first=self._plain(first), last=self._plain(last))

    def _plain(self, text: str, *, alone: bool = False) -> str:
        year, *rest = text.split("-")
        if not rest:
            return self("date_year", year=year)
        month = int(rest[0]) - 1
        if len(rest) == 2:
            return self("date_day", year=year, month=self._months[month], day=int(rest[1]))
        months = self._words["months_alone"] if alone else self._months
        return self("date_month_alone" if alone else "date_month", year=year, month=months[month])


@cache
def _read(language: str) -> Mapping[str, Any]:
    text = (files("scodata.site") / "words" / f"{language}.json").read_text(encoding="utf-8")
    words: Mapping[str, Any] = json.loads(text)
    return words
