"""Missed calls: whoever rings the second number is called back, and pays nothing."""

import logging
import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from hotline.calls.missed_models import MissedCall
from hotline.calls.models import Call
from hotline.calls.quiet_hours import may_ring
from hotline.database import PAKISTAN, Database, ago, from_now, seconds_since, time_of
from hotline.placing import (
    CLAIM_ENDS_AFTER,
    DIED,
    FIRST_PAUSE_SECONDS,
    JUST_NOW,
    Placed,
    PlacesCalls,
    Placing,
    pause_after,
    try_to_place,
)
from hotline.sealing import Sealer
from hotline.settings_reader import Hours
from hotline.tips.contact import Contact

MOST_A_DAY = 3
# Whoever rang has the phone in hand now. Later it may lie on a table, or be with whom it was borrowed from: a call
# that comes then can betray the caller.
FRESH = timedelta(minutes=5)
# A caller's number can be forged: nobody may make this hotline ring half a city.
MOST_A_MINUTE = 30
LOCKS = 0x6D69_7373

QUIET = "quiet hours"
TOO_LATE = "too late"
IN_A_CALL = "in a call with us"
CALLED_JUST_NOW = "called back a moment ago"
ENOUGH_TODAY = "called back three times today"
SWITCHED_OFF = "switched off"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Claim:
    missed: uuid.UUID
    tries: int
    number: str


def note_missed(session: Session, caller: Contact, carrier_id: str, quiet: Hours) -> uuid.UUID | None:
    """Keep a missed call; its id, when it is to be called back. Safe to run twice: the second time is not."""
    call: dict[str, object] = {
        "carrier": caller.carrier,
        "carrier_id": carrier_id,
        "caller_pseudonym": caller.pseudonym,
        "caller_sealed": caller.sealed,
    }
    if not may_ring(quiet, time_of(session)):
        # Not in the morning either: by then nobody may be waiting for it, or somebody else.
        call |= {"state": Placing.LEFT, "why": QUIET, "caller_sealed": None}
    made = session.execute(
        insert(MissedCall)
        .values(**call)
        .on_conflict_do_nothing(index_elements=[MissedCall.carrier, MissedCall.carrier_id])
        .returning(MissedCall.id, MissedCall.state)
    ).one_or_none()
    return made.id if made is not None and made.state is Placing.WAITING else None


def call_back(
    database: Database, carrier: PlacesCalls | None, sealer: Sealer, quiet: Hours, missed_id: uuid.UUID
) -> None:
    """Call one number back, if that may still be done. Safe to run twice, at once or after a crash: only one claim
    succeeds, and a call whose fate is not known is never placed again. `carrier` is None while it is switched off.
    """
    with database.transaction() as session:
        claim = _claim(session, sealer, quiet, missed_id, switched_on=carrier is not None)
    if claim is None or carrier is None:
        return
    outcome = try_to_place(lambda: carrier.place(claim.number))
    with database.transaction() as session:
        _note(session, claim, outcome)
    level = logging.ERROR if outcome.state is Placing.REFUSED else logging.INFO
    log.log(level, "called back", extra={"state": outcome.state, "why": outcome.why})


def settle(session: Session) -> int:
    """End what can no longer be done: missed calls gone stale, and claims whose holder died; how many."""
    stale = (MissedCall.state == Placing.WAITING, MissedCall.missed_at <= ago(FRESH))
    dead = (MissedCall.state == Placing.PLACING, MissedCall.claimed_at <= ago(CLAIM_ENDS_AFTER))
    left = {"state": Placing.LEFT, "why": TOO_LATE, "day": None, "nth": None}
    ended = 0
    for which, values in ((stale, left), (dead, {"state": Placing.UNKNOWN, "why": DIED})):
        found = update(MissedCall).where(*which).values(**values, caller_sealed=None)
        ended += len(session.execute(found.returning(MissedCall.id)).all())
    return ended


def waiting(session: Session, limit: int) -> list[tuple[uuid.UUID, float]]:
    """Missed calls to be called back now, with the seconds since they are due."""
    rows = session.execute(
        select(MissedCall.id, seconds_since(MissedCall.try_at))
        .where(MissedCall.state == Placing.WAITING, MissedCall.try_at <= func.now())
        .order_by(MissedCall.try_at)
        .limit(limit)
    )
    return [(missed_id, overdue) for missed_id, overdue in rows]


def count_refused(session: Session, within: timedelta) -> int:
    """How many calls back the carrier has refused lately."""
    refused = (MissedCall.state == Placing.REFUSED, MissedCall.claimed_at > ago(within))
    return session.scalar(select(func.count()).select_from(MissedCall).where(*refused)) or 0


def _claim(
    session: Session, sealer: Sealer, quiet: Hours, missed_id: uuid.UUID, *, switched_on: bool
) -> _Claim | None:
    """Take this missed call and the next place among its number's calls back of the day, or leave it for good."""
    missed = _locked(session, missed_id)
    if missed is None or missed.caller_sealed is None:
        return None
    day = time_of(session).astimezone(PAKISTAN).date()
    nth = _free_place(session, missed, day)
    why_not = _why_not(session, missed, quiet) if switched_on else SWITCHED_OFF
    if why_not is not None or nth is None:
        _leave(missed, why_not or ENOUGH_TODAY)
        return None
    if _rang_lately(session) >= MOST_A_MINUTE:
        missed.try_at = from_now(timedelta(seconds=FIRST_PAUSE_SECONDS))
        return None
    missed.state, missed.claimed_at = Placing.PLACING, func.clock_timestamp()
    missed.day, missed.nth = day, nth
    missed.tries += 1
    return _Claim(missed.id, missed.tries, sealer.open_text(missed.caller_sealed))


def _locked(session: Session, missed_id: uuid.UUID) -> MissedCall | None:
    """The missed call, if it waits and is due; nobody else looks at one of this number until the commit."""
    due = (
        MissedCall.id == missed_id,
        MissedCall.state == Placing.WAITING,
        MissedCall.try_at <= func.now(),
    )
    number = session.scalar(select(MissedCall.caller_pseudonym).where(*due))
    if number is None:
        return None
    session.execute(select(func.pg_advisory_xact_lock(LOCKS, func.hashtext(number))))
    return session.scalar(select(MissedCall).where(*due).with_for_update())


def _free_place(session: Session, missed: MissedCall, day: date) -> int | None:
    others = (
        MissedCall.caller_pseudonym == missed.caller_pseudonym,
        MissedCall.day == day,
        MissedCall.id != missed.id,
    )
    taken = set(session.scalars(select(MissedCall.nth).where(*others)))
    return next((nth for nth in range(1, MOST_A_DAY + 1) if nth not in taken), None)


def _rang_lately(session: Session) -> int:
    claimed = select(func.count()).select_from(MissedCall).where(MissedCall.claimed_at > ago(JUST_NOW))
    return session.scalar(claimed) or 0


def _why_not(session: Session, missed: MissedCall, quiet: Hours) -> str | None:
    now = time_of(session)
    if missed.missed_at <= now - FRESH:
        return TOO_LATE
    if not may_ring(quiet, now):
        return QUIET
    going = exists().where(Call.caller_pseudonym == missed.caller_pseudonym, Call.ended_at.is_(None))
    if session.scalar(select(going)):
        return IN_A_CALL
    rang = exists().where(
        MissedCall.caller_pseudonym == missed.caller_pseudonym,
        MissedCall.state.in_([Placing.PLACING, Placing.PLACED, Placing.UNKNOWN]),
        MissedCall.claimed_at > ago(JUST_NOW),
    )
    return CALLED_JUST_NOW if session.scalar(select(rang)) else None


def _leave(missed: MissedCall, why: str) -> None:
    missed.state, missed.why = Placing.LEFT, why
    # What certainly never rang does not count; nobody needs the number any more.
    missed.day = missed.nth = missed.caller_sealed = None
    log.info("not called back", extra={"state": missed.state, "why": why})


def _note(session: Session, claim: _Claim, outcome: Placed) -> None:
    values: dict[str, object] = {
        "state": outcome.state,
        "why": outcome.why,
        "call_back_id": outcome.call_id,
    }
    if outcome.state is Placing.WAITING:
        values["try_at"] = from_now(pause_after(claim.tries))
    else:
        values["caller_sealed"] = None
    session.execute(
        update(MissedCall)
        .where(MissedCall.id == claim.missed, MissedCall.state == Placing.PLACING)
        .values(**values)
    )
