"""What still waits, in the rows, on the spool's disk and at the queue store; and the bounded wait for its end."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep

from sqlalchemy import text

from bench.chaos.stand import SEND_TIMEOUT, Stand
from hotline.queues import QUEUES

PAUSE = 0.5
HURRY_EVERY = 1.0
# No live sender may take so long: whatever was claimed earlier was claimed by one that is dead.
SURELY_DEAD = SEND_TIMEOUT * 2 + 4.0

_WAITING = {
    "tips not recorded": "SELECT count(*) FROM tips WHERE recorded_at IS NULL",
    "calls not at an end": "SELECT count(*) FROM calls WHERE ended_at IS NULL",
    "recordings not fetched": "SELECT count(*) FROM recordings WHERE state = 'waiting'",
    "referrals waiting": "SELECT count(*) FROM referrals WHERE state IN ('waiting', 'escalated')",
    "referrals being sent": "SELECT count(*) FROM referrals WHERE state = 'sending'",
    "referrals of unknown fate": "SELECT count(*) FROM referrals WHERE state = 'unknown'",
    "referrals refused": "SELECT count(*) FROM referrals WHERE state = 'refused'",
    "referrals on the ladder": "SELECT count(*) FROM referrals WHERE acknowledge_by IS NOT NULL",
    "notices not sent": "SELECT count(*) FROM notices WHERE state IN ('waiting', 'sending')",
}
_SPOOLED = "webhooks on the spool"
_ASIDE = "webhooks put aside"
_JOBS = "jobs"

_BROUGHT_FORWARD = (
    "UPDATE calls SET heard_at = heard_at - interval '1 hour' WHERE ended_at IS NULL",
    "UPDATE tips SET ready_at = now() WHERE recorded_at IS NULL AND ready_at > now()",
    "UPDATE recordings SET try_at = now() WHERE state = 'waiting' AND try_at > now()",
    "UPDATE notices SET next_try_at = now() WHERE state = 'waiting' AND next_try_at > now()",
    "UPDATE referrals SET next_try_at = now() WHERE state IN ('waiting', 'unknown') AND next_try_at > now()",
    "UPDATE referrals SET acknowledge_by = now() WHERE acknowledge_by > now()",
)
_LONG_CLAIMED = """
    UPDATE referral_messages SET claimed_at = claimed_at - interval '10 minutes'
    WHERE fate = 'pending' AND claimed_at < now() - make_interval(secs => :dead)
      AND claimed_at > now() - interval '10 minutes'
"""


@dataclass(frozen=True, slots=True)
class Settled:
    """What waits in the end, and how long it took to come to that."""

    waiting: dict[str, int]
    seconds: float
    last: str = ""
    """What waited longest."""

    @property
    def total(self) -> int:
        return sum(self.waiting.values())


def waiting(stand: Stand) -> dict[str, int]:
    store = stand.store()
    try:
        jobs = sum(int(store.llen(f"rq:queue:{name}")) for name in QUEUES)
    finally:
        store.close()
    spool = stand.spool
    found = {_SPOOLED: len(list(spool.glob("*.sealed"))), _JOBS: jobs}
    found[_ASIDE] = len(list((spool / "aside").glob("*")))
    with stand.database.statement() as session:
        found |= {name: int(session.execute(text(sql)).scalar_one()) for name, sql in _WAITING.items()}
    return found


def settle(stand: Stand, patience: float, *, hurry: bool, tend: Callable[[], object]) -> Settled:
    """Wait until nothing waits, two looks running, or patience is at an end. `tend` is called at each look."""
    began = monotonic()
    hurried = began
    before, last = -1, ""
    while True:
        now = Settled(waiting(stand), monotonic() - began, last)
        if (now.total == 0 and before == 0) or now.seconds > patience:
            return now
        tend()
        before = now.total
        last = next((name for name, number in now.waiting.items() if number), last)
        if hurry and monotonic() - hurried > HURRY_EVERY:
            _bring_forward(stand)
            hurried = monotonic()
        sleep(PAUSE)


def _bring_forward(stand: Stand) -> None:
    """What waits for a later time waits no more: in a short run nobody has hours."""
    with stand.database.transaction() as session:
        for statement in _BROUGHT_FORWARD:
            session.execute(text(statement))
        session.execute(text(_LONG_CLAIMED), {"dead": SURELY_DEAD})
