"""Rings the phone that something urgent was texted to, until it is answered: once for each SMS, never twice at once."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from hotline.database import Database, ago, from_now
from hotline.placing import CLAIM_ENDS_AFTER, DIED, JUST_NOW, Placed, Placing, pause_after, try_to_place
from hotline.referrals.ringing_models import OfficerCall

# Later nobody need be rung: by then the next phone up the ladder has been told.
FRESH = timedelta(minutes=10)
MOST_A_MINUTE = 30
MOST_TRIES = 3
LOCK = 0x7269_6E67

log = logging.getLogger(__name__)


class RingsOfficers(Protocol):
    """A carrier's way to an officer's phone. Raises what `PlacesCalls` raises."""

    def ring(self, to: str, message_id: int) -> str:
        """Ring this number (E.164); whoever picks up hears of that SMS. Returns the carrier's id of the call."""
        ...


@dataclass(frozen=True, slots=True)
class _Claim:
    message: int
    number: str
    tries: int


# What nobody has answered has a time by which it must be. A phone that has been rung at this step of the ladder, for
# an SMS that went out once more, has been rung.
_TO_BE_RUNG = """
    FROM referral_messages m
    JOIN referrals r ON r.id = m.referral_id
    LEFT JOIN officer_calls c ON c.message_id = m.id
    WHERE r.acknowledge_by IS NOT NULL AND r.state IN ('sent', 'delivered') AND m.step = r.step
        AND m.urgent AND m.fate IN ('taken', 'delivered') AND m.handed_at > now() - %(fresh)s
        AND (c.message_id IS NULL OR (c.state = 'waiting' AND c.try_at <= now()))
        AND NOT EXISTS (
            SELECT FROM referral_messages n JOIN officer_calls d ON d.message_id = n.id
            WHERE n.referral_id = m.referral_id AND n.step = m.step AND n.number = m.number AND n.id <> m.id
        )
"""
_WAITING = f"""
    SELECT m.id, extract(epoch FROM clock_timestamp() - coalesce(c.try_at, m.handed_at))::float AS overdue
    {_TO_BE_RUNG}
    ORDER BY m.handed_at LIMIT %(limit)s
"""  # noqa: S608
_CLAIM = f"""
    INSERT INTO officer_calls (message_id, state, tries)
    SELECT m.id, 'placing', 1 {_TO_BE_RUNG}
        AND m.id = %(this)s
        AND (SELECT count(*) FROM officer_calls WHERE claimed_at > now() - %(just_now)s) < %(most)s
        AND NOT EXISTS (
            SELECT FROM referral_messages n JOIN officer_calls d ON d.message_id = n.id
            WHERE n.number = m.number AND n.id <> m.id AND d.claimed_at > now() - %(just_now)s
        )
    ON CONFLICT (message_id) DO UPDATE
        SET state = 'placing', tries = officer_calls.tries + 1, claimed_at = clock_timestamp()
    RETURNING tries, (SELECT number FROM referral_messages WHERE id = message_id)
"""  # noqa: S608


def waiting(session: Session, limit: int) -> list[tuple[int, float]]:
    """The SMS whose phones are to be rung, with the seconds for which they have waited for it."""
    rows = session.connection().exec_driver_sql(_WAITING, {"fresh": FRESH, "limit": limit})
    return [(row.id, row.overdue) for row in rows]


def ring(database: Database, carrier: RingsOfficers, message_id: int) -> None:
    """Ring the phone that one SMS went to, if that may still be done. Safe to run twice, at once or after a crash: only
    one claim succeeds, and a call whose fate is not known is never placed again."""
    with database.transaction() as session:
        claim = _claim(session, message_id)
    if claim is None:
        return
    placed = try_to_place(lambda: carrier.ring(claim.number, message_id))
    with database.transaction() as session:
        state = _note(session, claim, placed)
    level = logging.ERROR if state in {Placing.REFUSED, Placing.LEFT} else logging.INFO
    log.log(level, "an officer was rung", extra={"state": state, "why": placed.why})


def settle(session: Session) -> int:
    """Who placed a call and died may have made the phone ring: it is not rung again. How many there were."""
    dead = update(OfficerCall).where(
        OfficerCall.state == Placing.PLACING, OfficerCall.claimed_at <= ago(CLAIM_ENDS_AFTER)
    )
    found = dead.values(state=Placing.UNKNOWN, why=DIED).returning(OfficerCall.message_id)
    return len(session.execute(found).all())


def _claim(session: Session, message_id: int) -> _Claim | None:
    # One at a time: claims made all at once would not see how many others there are.
    session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    parameters = {"this": message_id, "fresh": FRESH, "just_now": JUST_NOW, "most": MOST_A_MINUTE}
    row = session.connection().exec_driver_sql(_CLAIM, parameters).one_or_none()
    return None if row is None else _Claim(message_id, row.number, row.tries)


def _note(session: Session, claim: _Claim, placed: Placed) -> Placing:
    state = placed.state
    if state is Placing.WAITING and claim.tries >= MOST_TRIES:
        state = Placing.LEFT
    again = from_now(pause_after(claim.tries)) if state is Placing.WAITING else None
    session.execute(
        update(OfficerCall)
        .where(OfficerCall.message_id == claim.message, OfficerCall.state == Placing.PLACING)
        .values(state=state, why=placed.why, call_id=placed.call_id, try_at=again)
    )
    return state
