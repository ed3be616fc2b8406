"""What can be subscribed to: the feed of changes and the calendar, where there is something to tell."""

from __future__ import annotations

from collections.abc import Iterator

from scodata.feeds import Addresses, calendar, changes
from scodata.site.frame import Ground

FEED, CALENDAR = "changes.atom", "events.ics"
"""Their names: as Atom and iCalendar call what is in them, whatever the catalogue is about."""


def files(ground: Ground) -> Iterator[tuple[str, bytes]]:
    """The files, with their paths. A feed has absolute addresses alone, so there is none where that of the site isn't known."""
    if ground.ledger is not None and ground.ledger.entries and ground.plan.address:
        language = ground.plan.languages[0]
        yield FEED, changes(ground.ledger, ground.about, Addresses(ground.plan.address, ground.kept), lambda id_: ground.contents.label(id_, language).text)
    if any("x-calendar" in shape.schema for shape in ground.shapes.values()):
        yield CALENDAR, calendar(ground.package)
