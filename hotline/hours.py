"""Hours of the day by the clock in Pakistan: whether a moment lies in them, and how they are written."""

from datetime import datetime, time

from hotline.database import PAKISTAN
from hotline.settings_reader import MIDNIGHT, Hours


def within(hours: Hours, at: datetime) -> bool:
    """Whether the clock stands within these hours: the first moment is, the last one is not."""
    begin, end = hours
    clock = at.astimezone(PAKISTAN).time()
    return begin <= clock < end if begin < end else clock >= begin or clock < end


def written(hours: Hours) -> str:
    return "-".join(_clock(one) for one in hours)


def _clock(one: time) -> str:
    return MIDNIGHT if one == time.max else one.strftime("%H:%M")
