"""Partial dates in a subset of EDTF (ISO 8601-2): what a date says about the first and last day that it can mean."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_DATE = r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?"
_WRITTEN = re.compile(rf"(?P<only>{_DATE})[~?]?|\[(?P<first>{_DATE})?\.\.(?P<last>{_DATE})?\]")


@dataclass(frozen=True, slots=True)
class Span:
    """The days that a date can mean: first and last, both included; None where it is open."""

    earliest: date | None
    latest: date | None


@lru_cache(maxsize=65536)
def parse(text: str) -> Span | None:
    """The span of a date such as `2011`, `2011-06`, `2011-06-14~`, `[..2022-07-14]`, `[2016..2018]`; None if it is no such date.

    `~` (about) and `?` (uncertain) move neither bound: any padding would be a convention of ours (ISO 8601-2, 8.2 and 8.3 give none).
    """
    found = _WRITTEN.fullmatch(text)
    if not found:
        return None
    if len(text) == 10:  # a full day, which most dates are
        return _day(text)
    first, last = (found["only"],) * 2 if found["only"] else (found["first"], found["last"])
    if not first and not last:
        return None
    try:
        span = Span(_first_day(first), _last_day(last))
    except ValueError:
        return None
    if span.earliest and span.latest and span.earliest > span.latest:
        return None
    return span


def is_day(text: str) -> bool:
    """Whether this is a full calendar day, `YYYY-MM-DD`."""
    return len(text) == 10 and parse(text) is not None


def ends_before(start: str, end: str) -> bool:
    """Whether the second date is before the first in every reading of both; False when either is no date."""
    first, last = parse(start), parse(end)
    return bool(first and last and first.earliest and last.latest and last.latest < first.earliest)


def period(start: object, end: object) -> Span:
    """From the first day that `start` can mean to the last that `end` can; open where one is missing or no date."""
    first, last = (parse(text) if isinstance(text, str) else None for text in (start, end))
    return Span(first.earliest if first else None, last.latest if last else None)


def held(start: object, end: object, seen: Iterable[object] = ()) -> Span | None:
    """The days on which something was surely held: between the last day on which it can have begun, or was first seen, and the
    first on which it can have ended, or was last seen; None where no day is sure.
    """
    spans = [span for text in (start, end, *seen) if isinstance(text, str) and (span := parse(text))]
    begun = [span.latest for span in spans if span.latest]
    ended = [span.earliest for span in spans if span.earliest]
    if not begun or not ended or min(begun) > max(ended):
        return None
    return Span(min(begun), max(ended))


def _day(text: str) -> Span | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return Span(day, day)


def _first_day(text: str | None) -> date | None:
    if not text:
        return None
    year, month, day = (int(part) for part in (*text.split("-"), "1", "1")[:3])
    return date(year, month, day)


def _last_day(text: str | None) -> date | None:
    if not text:
        return None
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return date(year, month, day)
