"""Partial dates, held against the `edtf` library and against their own meaning."""

from __future__ import annotations

from datetime import date

import edtf as reference
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scodata import edtf

days = st.dates(date(1, 1, 1), date(9998, 12, 31))
written = days.flatmap(lambda day: st.sampled_from([f"{day:%Y}".zfill(4), day.isoformat()[:7], day.isoformat()]))


@given(written)
def test_bounds_agree_with_the_edtf_library(text: str) -> None:
    span, other = edtf.parse(text), reference.parse_edtf(text)
    assert span is not None
    assert span.earliest is not None
    assert span.latest is not None
    assert span.earliest.timetuple()[:3] == other.lower_strict()[:3]
    assert span.latest.timetuple()[:3] == other.upper_strict()[:3]


@given(written)
def test_about_and_uncertain_move_no_bound(text: str) -> None:
    assert edtf.parse(text) == edtf.parse(f"{text}~") == edtf.parse(f"{text}?")


@given(days, days)
def test_full_days_compare_as_days(start: date, end: date) -> None:
    assert edtf.ends_before(start.isoformat(), end.isoformat()) == (end < start)


@given(written, written)
def test_a_finding_only_when_no_reading_is_consistent(start: str, end: str) -> None:
    first, last = edtf.parse(start), edtf.parse(end)
    assert first is not None
    assert last is not None
    possible = first.earliest <= last.latest  # type: ignore[operator]
    assert edtf.ends_before(start, end) == (not possible)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("[..2022-07]", None, date(2022, 7, 31)),
        ("[2022..]", date(2022, 1, 1), None),
        ("[2016..2018-02]", date(2016, 1, 1), date(2018, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_sets_of_days(text: str, earliest: date | None, latest: date | None) -> None:
    assert edtf.parse(text) == edtf.Span(earliest, latest)


@pytest.mark.parametrize(
    "text",
    ["2011-13", "2011-02-29", "0000", "11", "2011-6-1", "2011/2012", "2011-XX", "[..]", "[2018..2016]", "2011~?", "2011-06-14T10:00", "２０１１", "2011\n", ""],
)
def test_everything_else_is_no_date(text: str) -> None:
    assert edtf.parse(text) is None
