"""What people subscribe to: the occasions of a package as a calendar."""

from scodata.feeds.calendar import calendar, is_for_calendar

__all__ = ["calendar", "is_for_calendar"]
