"""What is timed in a calm hour: how soon the carrier has a tip, and how soon a dead worker's job is done."""

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from time import monotonic, sleep, time

from rq import Worker
from sqlalchemy import text

from bench.chaos.callers import Caller, Taken
from bench.chaos.far_end_faults import CALM, SILENT
from bench.chaos.kept import Kept
from bench.chaos.ledger import messages
from bench.chaos.load import CALM_PLACES, Load, run_load
from bench.chaos.plan import Plan
from bench.chaos.posting import Poster
from bench.chaos.stand import WORKERS, Stand
from bench.processes import DidNotStart
from bench.rows import Figure
from bench.samples import Samples

AT_MOST = 10.0
SHARE = 0.999
MEDIAN = 1.0
TAKEN_OVER = 60.0
LONGEST_WAIT = 180.0
TO_CATCH_ONE = 10.0
PAUSE = 0.02
LAST_PLACE = CALM_PLACES + 90_000

_REFERRALS = """
    SELECT texts.carrier_id, referrals.id::text FROM texts
    JOIN text_conversations ON text_conversations.id = texts.conversation_id
    JOIN referrals ON referrals.tip_id = text_conversations.tip_id AND referrals.role = 'main'
"""
_TIP = """
    SELECT tip_id FROM text_conversations JOIN texts ON texts.conversation_id = text_conversations.id
    WHERE texts.carrier_id = :sid
"""


class Texter(Caller):
    """One urgent text each, told once."""

    def one(self, place: int, at: float) -> list[Taken]:
        return self.urgent_text(place, at)


def figures(stand: Stand, plan: Plan, seed: int) -> tuple[list[Figure], Load]:
    """The figures, and what was sent for them."""
    stand.set_mood(CALM)
    stand.all_officers_answer()
    stand.fresh_workers()
    load = Load(
        rate=plan.calm_rate,
        wanted=int(plan.calm_rate * plan.calm_seconds),
        seconds=0.0,
        first_place=CALM_PLACES,
    )

    def make(number: int) -> Caller:
        return _texter(stand, seed * 100 + number)

    run_load(load, make, plan.callers)
    rows = [*_handed(stand, load, plan)]
    last = _texter(stand, seed)
    for place, (name, hold) in enumerate(HELD.items() if plan.timed else ()):
        seconds, taken = _taken_over(stand, hold, last, LAST_PLACE + place)
        load.note(taken)
        rows.append(Figure(name, f"{seconds:.1f} s", f"<= {TAKEN_OVER:.0f} s", seconds <= TAKEN_OVER))
    load.note_end(last)
    return rows, load


def _texter(stand: Stand, seed: int) -> Caller:
    poster = Poster(stand.settings.port)
    return Texter(stand.carrier, poster, stand.far_end_url, random.Random(seed))


def _handed(stand: Stand, load: Load, plan: Plan) -> Iterator[Figure]:
    deadline = monotonic() + LONGEST_WAIT
    while len(found := _delays(stand, load.taken)) < len(load.taken) and monotonic() < deadline:
        sleep(1.0)
    missing = [float("inf")] * (load.people - len(found))
    samples = Samples(latencies=[*found, *missing])
    soon = sum(delay <= AT_MOST for delay in samples.latencies) / max(1, len(samples.latencies))
    middle = samples.percentile(0.5)
    what = f"{plan.calm_rate:g} tips/s for {plan.calm_seconds:g} s: "
    reached = soon >= SHARE
    yield Figure(f"{what}with the carrier within {AT_MOST:g} s", f"{soon:.2%}", f">= {SHARE:.1%}", reached)
    reached = middle <= MEDIAN
    yield Figure(f"{what}median until there", f"{middle:.2f} s", f"<= {MEDIAN:g} s", reached)
    yield Figure(f"{what}the slowest", f"{max(samples.latencies):.2f} s", "", None)


def _delays(stand: Stand, taken: list[Taken]) -> list[float]:
    """From the moment each was sent until the carrier had taken its SMS, by the carrier's own file."""
    there: dict[str, float] = {}
    for message in messages(stand.folder):
        there.setdefault(message.referral, message.at)
    with stand.database.statement() as session:
        referral = {str(sid): str(id_) for sid, id_ in session.execute(text(_REFERRALS))}
    pairs = ((there.get(referral.get(one.sid, "")), one.at) for one in taken)
    return [arrived - sent for arrived, sent in pairs if arrived is not None]


@contextmanager
def _carrier_silent(stand: Stand) -> Iterator[None]:
    """A worker that hands a referral over hangs there, and nothing is taken."""
    stand.set_mood(SILENT)
    yield
    stand.set_mood(CALM)


@contextmanager
def _referrals_locked(stand: Stand) -> Iterator[None]:
    """A worker that records a tip hangs at the opening of its referral."""
    with stand.database.transaction() as session:
        session.execute(text("LOCK TABLE referrals IN EXCLUSIVE MODE"))
        yield


@dataclass(frozen=True, slots=True)
class Hold:
    """How a worker is held at a job, and the question that tells that it has begun."""

    job: str
    by: Callable[[Stand], AbstractContextManager[None]]
    is_at_it: str


HELD = {
    "worker killed while recording a tip: with the carrier after": Hold(
        "record_tip_metadata", _referrals_locked, "SELECT count(*) FROM pg_locks WHERE NOT granted"
    ),
    "worker killed while sending a referral: with the carrier after": Hold(
        "dispatch_referral", _carrier_silent, "SELECT count(*) FROM referrals WHERE state = 'sending'"
    ),
}


def _taken_over(stand: Stand, hold: Hold, texter: Caller, place: int) -> tuple[float, list[Taken]]:
    """Seconds from the death of one of the two workers, which stays dead, until the carrier has its tip."""
    with hold.by(stand):
        taken = texter.urgent_text(place, time())
        if not taken:
            raise DidNotStart("a text in a calm hour was not answered")
        victim = _at_work(stand, hold)
        victim.kill()
        died = time()
    arrived = _arrival(stand, taken[0])
    victim.again()
    stand.await_ready(WORKERS)
    return arrived - died, taken


def _at_work(stand: Stand, hold: Hold) -> Kept:
    """The worker that has such a job under its hands."""
    store = stand.store()
    deadline = monotonic() + TO_CATCH_ONE
    try:
        while monotonic() < deadline:
            with stand.database.statement() as session:
                begun = session.execute(text(hold.is_at_it)).scalar_one()
            for worker in Worker.all(connection=store) if begun else ():
                jobs = [execution.job_id for execution in worker.get_current_executions(refresh=True)]
                for kept in (stand.kept[name] for name in WORKERS):
                    if (
                        kept.child
                        and kept.child.pid == worker.pid
                        and any(id_.startswith(hold.job) for id_ in jobs)
                    ):
                        return kept
            sleep(PAUSE)
    finally:
        store.close()
    raise DidNotStart(f"no worker was found at {hold.job}")


def _arrival(stand: Stand, taken: Taken) -> float:
    deadline = monotonic() + LONGEST_WAIT
    while not (found := _delays(stand, [taken])):
        if monotonic() > deadline:
            return float("inf")
        sleep(PAUSE * 5)
    return taken.at + found[0]
