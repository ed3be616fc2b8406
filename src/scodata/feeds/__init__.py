"""What people subscribe to: the occasions of a package as a calendar, and what its releases changed as a feed."""

from scodata.feeds.atom import Addresses, changes
from scodata.feeds.calendar import calendar, is_for_calendar

__all__ = ["Addresses", "calendar", "changes", "is_for_calendar"]
