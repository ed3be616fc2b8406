"""The occasions of a package as an iCalendar (RFC 5545): all-day events of the kinds whose schema says so, each with a UID that never changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from scodata import edtf
from scodata.layout import Shape
from scodata.problems import ScodataError
from scodata.published import Package, labels

if TYPE_CHECKING:
    from icalendar import Event


def calendar(package: Package) -> bytes:
    """The calendar of a package, with a last sentence that says how many occasions are left out since no source gives their day.

    Raises `ScodataError` where the library for it isn't installed, or no kind of the package is for a calendar.
    """
    try:
        from icalendar import Calendar
    except ImportError as error:
        raise ScodataError("icalendar isn't installed: pip install 'scodata[calendar]'") from error
    kinds = _kinds(package)
    if not kinds:
        raise ScodataError("no schema of this package says, with x-calendar, that its records are for a calendar")
    names = labels(package)
    descriptor = package.descriptor
    whole = Calendar()
    whole.add("prodid", f"-//scodata//{descriptor['name']}//EN")
    whole.add("version", "2.0")
    whole.add("x-wr-calname", descriptor.get("title", descriptor["name"]))
    left_out = 0
    for kind, value in package.records():
        if kind in kinds and "redirect" not in value:
            days = _days(kinds[kind], value)
            if days is None:
                left_out += 1
            else:
                whole.add_component(_occasion(package, kinds[kind], value, days, names))
    if left_out:
        whole.add("x-wr-caldesc", f"{left_out} occasions of which no day is known are left out.")
    return bytes(whole.to_ical())


def is_for_calendar(package: Package) -> bool:
    """Whether any kind of the package is for a calendar."""
    return bool(_kinds(package))


def _kinds(package: Package) -> dict[str, Shape]:
    return {kind: shape for kind, shape in package.layout.shapes.items() if "x-calendar" in shape.schema}


def _days(shape: Shape, value: Mapping[str, Any]) -> tuple[date, date] | None:
    """The first and the last day; None where the first isn't known to the day. A last one that isn't known to the day is the first."""
    for first, last in shape.schema.get("x-period", ()):
        start, end = _day(value.get(first)), _day(value.get(last))
        if start is not None:
            return start, end if end is not None and end > start else start
    return None


def _day(written: Any) -> date | None:
    span = edtf.parse(written) if isinstance(written, str) else None
    return span.earliest if span and span.earliest == span.latest else None


def _occasion(package: Package, shape: Shape, value: Mapping[str, Any], days: tuple[date, date], names: Mapping[str, str]) -> Event:
    from icalendar import Event

    occasion = Event()
    occasion.add("uid", f"{value['id']}@{package.descriptor['name']}")
    occasion.add("dtstamp", datetime.fromisoformat(package.descriptor["created"]))
    occasion.add("summary", names[value["id"]])
    occasion.add("dtstart", days[0])
    occasion.add("dtend", days[1] + timedelta(days=1))  # the first day after it: RFC 5545, 3.6.1
    said = shape.schema["x-calendar"]
    places = ", ".join(names.get(place, place) for place in _references(value.get(said.get("place", ""))))
    if places:
        occasion.add("location", places)
    for property_, statuses in said.get("status", {}).items():
        if value.get(property_) in statuses:
            occasion.add("status", statuses[value[property_]])
    return occasion


def _references(value: Any) -> Iterator[str]:
    """The ids in a reference, a set of them, or a map keyed by them."""
    yield from [value] if isinstance(value, str) else value or ()
