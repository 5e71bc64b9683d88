"""Who calls and texts in the chaos, when: at a steady rate, until enough tips have been taken in."""

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import monotonic, sleep, time

from bench.chaos.callers import Caller, Taken
from bench.chaos.plan import Plan
from bench.chaos.posting import Poster
from bench.signed import Carrier

MARGIN = 3
MORE = 1.5
"""Some of those who call during an outage reach nobody: so many times as many call in a second as would do."""
"""Callers whom nobody answers leave no tip; this many times as many people as tips may call at most."""
FIRST_PLACES = 100_000
CALM_PLACES = 900_000


@dataclass(slots=True)
class Load:
    """What was sent and what of it was taken in. `people` come `rate` a second, and go on until `wanted` tips are
    taken in and `seconds` are over."""

    rate: float
    wanted: int
    seconds: float
    first_place: int = FIRST_PLACES
    taken: list[Taken] = field(default_factory=list)
    sids: set[str] = field(default_factory=set)
    """Of everything sent, answered or not."""
    people: int = 0
    webhooks: int = 0
    unanswered: int = 0
    tips: int = 0
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    began: float = field(default_factory=monotonic)

    @property
    def over(self) -> bool:
        enough = self.tips >= self.wanted and monotonic() - self.began >= self.seconds
        return enough or self.people >= self.wanted * MARGIN

    def next_place(self) -> tuple[int, float] | None:
        """A number for the next person, and when they call; None when nobody else does."""
        with self.lock:
            if self.over:
                return None
            place = self.people
            self.people += 1
            return self.first_place + place, self.began + place / self.rate

    def note(self, taken: list[Taken]) -> None:
        with self.lock:
            self.taken += taken
            self.tips += bool(taken)

    def note_end(self, caller: Caller) -> None:
        with self.lock:
            self.sids |= caller.sids
            self.webhooks += caller.webhooks
            self.unanswered += caller.unanswered


def chaotic(plan: Plan) -> Load:
    return Load(rate=MORE * plan.tips / plan.seconds, wanted=plan.tips, seconds=plan.seconds)


def run_load(load: Load, make: Callable[[int], Caller], callers: int) -> None:
    """Return when it is over; `make` gives each thread its caller."""
    load.began = monotonic()
    threads = [
        threading.Thread(target=_call_on, args=(load, make(number)), name=f"caller-{number}", daemon=True)
        for number in range(callers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _call_on(load: Load, caller: Caller) -> None:
    try:
        while (turn := load.next_place()) is not None:
            place, at = turn
            sleep(max(0.0, at - monotonic()))
            load.note(caller.one(place, time()))
    except Exception as error:  # noqa: BLE001 - the run must fail, not one thread of it in silence
        load.faults.append(f"a caller failed: {error!r}")
    load.note_end(caller)


def maker(carrier: Carrier, port: int, kept_at: str, seed: int) -> Callable[[int], Caller]:
    def make(number: int) -> Caller:
        return Caller(carrier, Poster(port), kept_at, random.Random(seed * 1000 + number))

    return make
