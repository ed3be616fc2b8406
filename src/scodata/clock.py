"""The day on which something is made, the one thing that is asked of a clock: by a release, and by a catalogue that begins."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from scodata.problems import ScodataError


def today() -> str:
    """The day that `SOURCE_DATE_EPOCH` names, or today, in UTC, as `YYYY-MM-DD`; raises `ScodataError` where it names none."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ScodataError(f"SOURCE_DATE_EPOCH is {epoch}, which is no number of seconds") from error
    return moment.date().isoformat()
