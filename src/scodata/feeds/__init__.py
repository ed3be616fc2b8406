"""What people subscribe to: the occasions of a package as a calendar."""

from scodata.feeds.calendar import calendar

__all__ = ["calendar"]
