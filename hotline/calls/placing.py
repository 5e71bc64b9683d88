"""The one promise every carrier keeps when it places a call: placed, refused, not placed, or unknown."""

from typing import Protocol

RING_SECONDS = 25


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
