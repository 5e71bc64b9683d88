"""The one promise every carrier keeps when it places a call: placed, refused, not placed, or unknown."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

RING_SECONDS = 25
FIRST_PAUSE_SECONDS = 15
# Longer than any job may run, so that nobody who is placing a call is taken for dead.
CLAIM_ENDS_AFTER = timedelta(seconds=90)
# A phone that has just rung is not made to ring again: its owner may be picking up, or be glad that it stopped.
JUST_NOW = timedelta(minutes=1)
DIED = "whoever placed it died half-way"

log = logging.getLogger(__name__)


class Placing(StrEnum):
    """Where a call of ours stands. WAITING and PLACING go on; LEFT: never placed. One of unknown fate is never placed
    again: the phone may have rung."""

    WAITING = "waiting"
    PLACING = "placing"
    PLACED = "placed"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    LEFT = "left"


class CallRefused(Exception):
    """The carrier will never place this call; trying again is useless and a person must look."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"{code}: {why}")
        self.code = code
        self.why = why


class CallNotPlaced(Exception):
    """The carrier certainly did not place this call; it may be tried again."""

    def __init__(self, code: str, why: str) -> None:
        super().__init__(f"{code}: {why}")
        self.code = code
        self.why = why


class PlacesCalls(Protocol):
    """A carrier's way out for calls. Any other exception from `place` means that the call's fate is unknown."""

    def place(self, to: str) -> str:
        """Ring this number for RING_SECONDS, from the number that missed calls come to; whoever picks up is in a
        call like any other. Returns the carrier's id of the call; `to` is E.164."""
        ...


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of one try to place a call, and the carrier's id of it if it has one."""

    state: Placing
    why: str | None = None
    call_id: str | None = None


def try_to_place(place: Callable[[], str]) -> Placed:
    try:
        return Placed(Placing.PLACED, call_id=place())
    except CallRefused as refused:
        return Placed(Placing.REFUSED, str(refused))
    except CallNotPlaced as not_placed:
        return Placed(Placing.WAITING, str(not_placed))
    except Exception as error:  # whatever it was, the phone may be ringing: nothing else may be assumed
        log.warning("fate unknown", exc_info=True)
        return Placed(Placing.UNKNOWN, f"fate unknown: {type(error).__name__}")


def pause_after(tries: int) -> timedelta:
    """How long to wait until a call that was not placed is tried again."""
    return timedelta(seconds=FIRST_PAUSE_SECONDS * 2 ** (tries - 1))
