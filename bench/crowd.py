"""A thousand callers who do anything at all: each hears a voice, and each that gave anything has exactly one tip."""

import threading
from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

from sqlalchemy import text

from bench.random_callers import Caller, Unreliable
from bench.rows import Figure
from bench.stand import Stand

SEED = 3
# Enough of them to keep the server's core busy.
AT_A_TIME = 6
LONGEST_WAIT = 120.0

_OPEN = text("SELECT count(*) FROM calls WHERE ended_at IS NULL")
_AN_HOUR_LATER = text("UPDATE calls SET heard_at = heard_at - interval '1 hour' WHERE ended_at IS NULL")
_TIPS = text("""
    SELECT calls.carrier_id, count(tips.id)
    FROM calls LEFT JOIN tips ON tips.id = calls.tip_id
    GROUP BY calls.carrier_id
""")
_ORPHANS = text("SELECT count(*) FROM tips WHERE NOT EXISTS (SELECT FROM calls WHERE calls.tip_id = tips.id)")
_SHARED = text("SELECT count(*) - count(DISTINCT tip_id) FROM calls WHERE tip_id IS NOT NULL")


def random_callers(stand: Stand, recording_url: str, number: int) -> tuple[list[Figure], list[str]]:
    stand.forget_people()
    held = threading.local()
    exchanges: list[Unreliable] = []

    def call(place: int) -> Caller:
        if not hasattr(held, "exchange"):
            held.exchange = Unreliable.of(stand.settings)
            exchanges.append(held.exchange)
        caller = Caller(place)
        caller.call(held.exchange, recording_url, SEED)
        return caller

    begun = monotonic()
    with ThreadPoolExecutor(AT_A_TIME) as together:
        callers = list(together.map(call, range(number)))
    took = monotonic() - begun
    for exchange in exchanges:
        exchange.close()
    _await_half_calls(stand)
    with stand.database.statement() as session:
        tips = {str(sid): int(count) for sid, count in session.execute(_TIPS)}
        doubled = session.execute(_ORPHANS).scalar_one() + session.execute(_SHARED).scalar_one()
    put_off = [caller for caller in callers if caller.wrong]
    gave = [caller for caller in callers if caller.gave]
    lost = [caller for caller in gave if tips.get(caller.call_sid) != 1]
    wrong = [f"caller {caller.number}: {line}" for caller in put_off for line in caller.wrong]
    wrong += [f"caller {caller.number} gave something, and has no tip" for caller in lost]
    name = f"{number:,} random callers"
    return [
        Figure(f"{name}: heard silence or an error", f"{len(put_off)}  (in {took:.0f} s)", "0", not put_off),
        Figure(f"{name}: gave something, {len(gave)}: tips lost", str(len(lost)), "0", not lost),
        Figure(f"{name}: tips doubled", str(doubled), "0", doubled == 0),
    ], wrong


def _await_half_calls(stand: Stand) -> None:
    """Until the clock has ended the calls whose end was never told; an hour passes for them at once."""
    with stand.database.engine.begin() as connection:
        connection.execute(_AN_HOUR_LATER)
    deadline = monotonic() + LONGEST_WAIT
    while monotonic() < deadline:
        with stand.database.statement() as session:
            if session.execute(_OPEN).scalar_one() == 0:
                return
        sleep(0.5)
