"""The hours in which no phone is made to ring."""

from datetime import datetime, time, timedelta

from hotline.calls.placing import RING_SECONDS
from hotline.database import PAKISTAN
from hotline.settings_reader import MIDNIGHT, Hours


def within(hours: Hours, at: datetime) -> bool:
    """Whether the clock in Pakistan stands within these hours: the first moment is, the last one is not."""
    begin, end = hours
    clock = at.astimezone(PAKISTAN).time()
    return begin <= clock < end if begin < end else clock >= begin or clock < end


def may_ring(hours: Hours, at: datetime) -> bool:
    """Whether a phone that begins to ring now has stopped, picked up or not, before the quiet hours begin."""
    return not (within(hours, at) or within(hours, at + timedelta(seconds=RING_SECONDS)))


def written(hours: Hours) -> str:
    return "-".join(_clock(one) for one in hours)


def _clock(one: time) -> str:
    return MIDNIGHT if one == time.max else one.strftime("%H:%M")
