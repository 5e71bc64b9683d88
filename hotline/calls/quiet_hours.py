"""The hours in which no phone is made to ring."""

from datetime import datetime, timedelta

from hotline.hours import within
from hotline.placing import RING_SECONDS
from hotline.settings_reader import Hours


def may_ring(hours: Hours, at: datetime) -> bool:
    """Whether a phone that begins to ring now has stopped, picked up or not, before the quiet hours begin."""
    return not (within(hours, at) or within(hours, at + timedelta(seconds=RING_SECONDS)))
