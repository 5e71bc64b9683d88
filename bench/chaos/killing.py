"""What dies when: a plan of faults drawn under a seed, and the hand that carries it out and writes it down."""

import contextlib
import heapq
import os
import random
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from time import monotonic

import psutil

from bench.chaos.far_end_faults import AS_USUAL, SPELLS
from bench.chaos.kept import NO_JUMP, Kept, clock_library
from bench.chaos.plan import Plan
from bench.chaos.stand import CLOCKS, FAR_END, FIRST, SECOND, WEB, WORKERS, Stand
from bench.processes import DidNotStart
from hotline.embedded import ServersFailed

TICK = 0.1
TRIES = 20
AFTER_A_FALL = 1.0
"""One that ends by itself is started again after so long, as `run` would."""
JUMPS = ("-1d", "-3h", "-10m", "+10m", "+3h", "+1d", "+30d")
SPELL_SECONDS = (5.0, 25.0)
KILLED = "killed"
POSTGRES, VALKEY = "PostgreSQL", "Valkey"


@dataclass(order=True, slots=True)
class Act:
    """Something to be done at a second of the run."""

    at: float
    number: int
    do: Callable[[], None] = field(compare=False)


class Killing:
    """One thread that does what is due; `log` says what was done when."""

    def __init__(self, stand: Stand, plan: Plan, seed: int) -> None:
        self.stand = stand
        self.plan = plan
        self.log: list[str] = []
        self.kills: dict[str, int] = {}
        self.falls: list[str] = []
        self.faults: list[str] = []
        self._draw = random.Random(seed)
        self._acts: list[Act] = []
        self._deck: list[Callable[[], bool]] = []
        self._count = 0
        self._began = monotonic()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="killing")
        self._stores_down: set[str] = set()
        self._full = False

    def start(self) -> None:
        self._began = monotonic()
        self.stand.set_mood(AS_USUAL)
        self._thread.start()

    def stop(self) -> None:
        """End the faults: whatever is down is started again, and the carrier has no more moods than usual."""
        self._stop.set()
        self._thread.join()
        self._acts.clear()
        self._empty_disk()
        self._stores_again()
        for kept in self.stand.kept.values():
            if kept.clock is not None:
                kept.kill()
                kept.clock = None
            if kept.down or (kept.has_ended() and kept.name != FAR_END):
                kept.again()
        # Our own connections died with the database.
        self.stand.database.close()
        self._say("the faults are over: everything runs again, by the right time")

    def _run(self) -> None:
        next_fault = 0.0
        while not self._stop.wait(TICK):
            now = monotonic() - self._began
            try:
                if now >= next_fault:
                    next_fault = now + self._draw.expovariate(1 / self.plan.fault_every)
                    self._one_fault()
                while self._acts and self._acts[0].at <= now:
                    heapq.heappop(self._acts).do()
                self._lift_the_fallen()
            except (ServersFailed, DidNotStart, OSError, psutil.Error) as error:
                self.faults.append(f"the faults could not go on: {error!r}")
                return

    def _one_fault(self) -> None:
        """The next fault of the deck that can be done now: what is down cannot be killed."""
        for _ in range(TRIES):
            if not self._deck:
                self._deck = self._shuffled()
            if self._deck.pop()():
                return

    def _shuffled(self) -> list[Callable[[], bool]]:
        """Every kind of fault comes before one comes again."""
        deck: list[Callable[[], bool]] = [
            lambda: self._kill(WEB),
            lambda: self._kill(self._draw.choice(WORKERS)),
            lambda: self._kill(self._draw.choice(WORKERS)),
            lambda: self._kill(self._draw.choice(CLOCKS)),
            lambda: self._kill_store(VALKEY),
            lambda: self._kill_store(POSTGRES),
            self._spell,
            self._jump,
            self._fill_disk,
        ]
        self._draw.shuffle(deck)
        return deck

    def _kill(self, name: str) -> bool:
        kept = self.stand.kept[name]
        if kept.down or kept.has_ended():
            return False
        kept.kill(whole=self._draw.random() < 0.5)
        kept.clock = None
        outage = self._outage()
        self._note_kill(name, outage)
        self._later(outage, lambda: self._again(kept))
        return True

    def _again(self, kept: Kept) -> None:
        if kept.down:
            kept.again()

    def _kill_store(self, name: str, *, whole: bool = False) -> bool:
        pid = self.stand.servers.pids().get(name)
        if pid is None or name in self._stores_down:
            return False
        backends = psutil.Process(pid).children() if name == POSTGRES and not whole else []
        if backends and self._draw.random() < 0.3:
            # One of its own processes: it then breaks every connection and recovers by itself.
            victim = self._draw.choice(backends)
            self._note_kill(f"a process of {name}", 0.0)
            with contextlib.suppress(psutil.NoSuchProcess):
                victim.kill()
            return True
        os.kill(pid, signal.SIGKILL)
        self._stores_down.add(name)
        outage = self._outage()
        self._note_kill(name, outage)
        self._later(outage, self._stores_again)
        return True

    def _stores_again(self) -> None:
        """Both, if both are down."""
        self.stand.servers.tend()
        self._stores_down.clear()

    def _spell(self) -> bool:
        mood, seconds = self._draw.choice(list(SPELLS)), self._draw.uniform(*SPELL_SECONDS)
        account = self._draw.choice((FIRST, FIRST, SECOND))
        which = "first" if account == FIRST else "second"
        self.stand.set_mood(mood, (account,))
        self._say(f"the {which} carrier {mood} for {seconds:.1f} s")
        self._later(seconds, lambda: self.stand.set_mood(AS_USUAL, (account,)))
        return True

    def _jump(self) -> bool:
        """Kill one, start it again by the right time, and let its clock jump under it a moment later."""
        name, offset = self._draw.choice((WEB, *WORKERS, *CLOCKS)), self._draw.choice(JUMPS)
        kept = self.stand.kept[name]
        if clock_library() is None or kept.down or kept.has_ended():
            return False
        kept.kill()
        kept.clock = self.stand.folder / f"{name}.clock"
        kept.jump(NO_JUMP)
        kept.again()
        self._note_kill(f"{name}, whose clock will jump {offset}", 0.0)
        self._later(self._draw.uniform(0.5, 3.0), lambda: kept.jump(offset))
        return True

    def _fill_disk(self) -> bool:
        """The spool's disk is full while the database is away, which is when it is needed."""
        if not self.stand.spool_is_small or self._full:
            return False
        self._full = True
        filler = self.stand.spool / "filler"
        try:
            with filler.open("wb") as file:
                while True:
                    file.write(bytes(1 << 16))
                    file.flush()
        except OSError:
            pass  # full, as it should be
        self._say("the spool's disk is full")
        self._kill_store(POSTGRES, whole=True)
        self._later(self._outage(), self._empty_disk)
        return True

    def _empty_disk(self) -> None:
        if self._full:
            (self.stand.spool / "filler").unlink(missing_ok=True)
            self._full = False
            self._say("the spool's disk has room again")

    def _lift_the_fallen(self) -> None:
        for kept in self.stand.kept.values():
            if kept.has_ended() and kept.name != FAR_END:
                self.falls.append(kept.name)
                self._say(f"{kept.name} ended by itself")
                kept.down = True
                self._later(AFTER_A_FALL, partial(self._again, kept))

    def _outage(self) -> float:
        return self._draw.uniform(0.2, self.plan.longest_outage)

    def _later(self, seconds: float, do: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._acts, Act(monotonic() - self._began + seconds, self._count, do))

    def _note_kill(self, name: str, outage: float) -> None:
        self.kills[name.partition(",")[0]] = self.kills.get(name.partition(",")[0], 0) + 1
        again = f", again after {outage:.1f} s" if outage else ""
        self._say(f"{KILLED} {name}{again}")

    def _say(self, words: str) -> None:
        self.log.append(f"{monotonic() - self._began:7.1f} s  {words}")
