"""How the carrier of the chaos misbehaves: which fault meets which request, drawn under a seed."""

import random
import threading
from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What goes wrong with one request to make a message; whether it was taken is the carrier's secret."""

    NONE = "none"
    TOO_MANY = "429"
    BROKEN = "500 before taking it"
    BROKEN_AFTER = "500 after taking it"
    HANGS = "hangs before taking it"
    HANGS_AFTER = "hangs after taking it"
    DROPS = "takes it and drops the connection"


TAKEN = frozenset({Fault.NONE, Fault.BROKEN_AFTER, Fault.HANGS_AFTER, Fault.DROPS})
HANGING = frozenset({Fault.HANGS, Fault.HANGS_AFTER})

# Shares of all requests. One that hangs costs a worker its whole time-out, so few do.
USUAL = {
    Fault.TOO_MANY: 0.03,
    Fault.BROKEN: 0.01,
    Fault.BROKEN_AFTER: 0.02,
    Fault.HANGS: 0.002,
    Fault.HANGS_AFTER: 0.003,
    Fault.DROPS: 0.02,
}
SPELLS = {
    "refuses": {Fault.TOO_MANY: 0.7},
    "is broken": {Fault.BROKEN: 0.3, Fault.BROKEN_AFTER: 0.2},
    "hangs": {Fault.HANGS: 0.2, Fault.HANGS_AFTER: 0.2},
    "drops answers": {Fault.DROPS: 0.5},
}
CALM = "calm"
"""No fault at all."""
AS_USUAL = "as usual"
SILENT = "silent"
"""Every request hangs before anything is taken, and nothing else happens."""

MOODS = {CALM: {}, AS_USUAL: USUAL, SILENT: {Fault.HANGS: 1.0}, **SPELLS}


@dataclass(slots=True)
class Mood:
    """What each of the two carriers is up to at the moment; told from outside."""

    draw: random.Random
    lock: threading.Lock
    by_account: dict[str, str]

    def fault(self, account: str) -> Fault:
        with self.lock:
            drawn = self.draw.random()
            shares = MOODS[self.by_account.get(account, CALM)]
        for fault, share in shares.items():
            drawn -= share
            if drawn < 0:
                return fault
        return Fault.NONE

    def become(self, account: str, mood: str) -> None:
        if mood not in MOODS:
            raise ValueError(f"no mood is called {mood!r}")
        with self.lock:
            self.by_account[account] = mood
