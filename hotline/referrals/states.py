"""The moves a referral may make, in one table, and the only function that makes one."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Protocol

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from hotline.referrals.models import ReferralState

WAITING = ReferralState.WAITING
SENDING = ReferralState.SENDING
UNKNOWN = ReferralState.UNKNOWN
SENT = ReferralState.SENT
DELIVERED = ReferralState.DELIVERED
ACKNOWLEDGED = ReferralState.ACKNOWLEDGED
DECLINED = ReferralState.DECLINED
ESCALATED = ReferralState.ESCALATED
CLOSED = ReferralState.CLOSED
REFUSED = ReferralState.REFUSED
WITHDRAWN = ReferralState.WITHDRAWN

# What the clock nudges and a worker claims.
TO_BE_SENT = (WAITING, UNKNOWN, ESCALATED)
# Whoever was told, at this step or an earlier one, may answer at any time.
_ANSWERED = frozenset({ACKNOWLEDGED, DECLINED, CLOSED})

ALLOWED: Mapping[ReferralState, frozenset[ReferralState]] = {
    WAITING: _ANSWERED | {SENDING, ESCALATED, WITHDRAWN},
    # A receipt may come before the carrier's answer to the request that it is about.
    SENDING: _ANSWERED | {SENT, DELIVERED, WAITING, UNKNOWN, REFUSED, ESCALATED},
    UNKNOWN: _ANSWERED | {SENDING, SENT, DELIVERED, WAITING, REFUSED, ESCALATED},
    SENT: _ANSWERED | {DELIVERED, WAITING, REFUSED, ESCALATED},
    # Delivered, it goes out once more only when more is known than it told.
    DELIVERED: _ANSWERED | {WAITING, ESCALATED},
    ESCALATED: _ANSWERED | {SENDING, WAITING, REFUSED},
    ACKNOWLEDGED: frozenset({CLOSED, DECLINED, WAITING}),
    # It goes on to whose it is, or waits for a person who knows.
    DECLINED: frozenset({WAITING, ACKNOWLEDGED, CLOSED}),
    CLOSED: frozenset({WAITING}),
    # A refused one goes out again only when a person has mended what was wrong.
    REFUSED: _ANSWERED | {WAITING},
    # An office that the tip was kept from may have become the right one after all.
    WITHDRAWN: frozenset({WAITING}),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A referral, and the state it was found in."""

    id: uuid.UUID
    state: ReferralState


class Office(Protocol):
    """An office that a tip goes to, and why; a route is one."""

    @property
    def circle(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def detail(self) -> str: ...
    @property
    def km(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A value that the database works out: `sql`, in which `{given}` stands for what is handed to it."""

    sql: str
    given: object = None


NOW = Reckoned("clock_timestamp()")
ONE_STEP_ON = Reckoned("step + 1")
HANDED = Reckoned("coalesce(handed_at, clock_timestamp())")
"""When it was first handed to a carrier: then, or now."""
NOTHING: Mapping[str, object] = {}
# An office is told from the beginning: the next step is the first one of a ladder, and nobody has answered.
AFRESH: Mapping[str, object] = {
    "step": ONE_STEP_ON,
    "ladder_from": ONE_STEP_ON,
    "rung": None,
    "tries": 0,
    "next_try_at": NOW,
    "acknowledge_by": None,
    "unanswered_at": None,
    "acknowledged_at": None,
    "closed_at": None,
    "outcome": None,
}

# The next one up the same ladder is told.
UP: Mapping[str, object] = {"step": ONE_STEP_ON, "tries": 0, "next_try_at": NOW, "acknowledge_by": None}


def later(after: timedelta) -> Reckoned:
    """A moment so long from now, by the database's clock: a process's own may be wrong."""
    return Reckoned("clock_timestamp() + {given}", after)


def move(
    connection: Connection,
    found: Standing,
    to: ReferralState,
    reason: str,
    values: Mapping[str, object] = NOTHING,
    words: bytes | None = None,
) -> bool:
    """Move a referral on from the state it was found in and keep the reason, in one statement.

    False, and nothing has changed, when there is no such move or the referral has moved on meanwhile. `values` are
    further columns of the referral, `words` what an officer wrote, sealed.
    """
    if to not in ALLOWED[found.state]:
        return False
    parameters = {"this": found.id, "found": found.state, "to": to, "reason": reason, "words": words}
    moved = connection.exec_driver_sql(_statement(shape(values)), parameters | parameters_of(values))
    return moved.first() is not None


def change(connection: Connection, referral_id: uuid.UUID, values: Mapping[str, object]) -> None:
    """Change further columns of a referral that stays in its state."""
    statement = f"UPDATE referrals SET {assignments(shape(values)).removeprefix(', ')} WHERE id = %(this)s"  # noqa: S608
    connection.exec_driver_sql(statement, {"this": referral_id, **parameters_of(values)})


def towards(office: Office) -> dict[str, object]:
    """The columns that say whose a referral is."""
    return {"circle_code": office.circle, "why": office.why, "detail": office.detail, "km": office.km}


def shape(values: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """The columns with the SQL of what each is set to; their parameters are those of `parameters_of`."""
    return tuple((column, _sql(column, value)) for column, value in values.items())


def parameters_of(values: Mapping[str, object]) -> dict[str, object]:
    return {column: value.given if isinstance(value, Reckoned) else value for column, value in values.items()}


def assignments(columns: tuple[tuple[str, str], ...]) -> str:
    # The names are those of keyword arguments in this room, never anything that came from outside.
    return "".join(f", {column} = {sql}" for column, sql in columns)


def _sql(column: str, value: object) -> str:
    given = f"%({column})s"
    return value.sql.format(given=given) if isinstance(value, Reckoned) else given


@lru_cache
def _statement(columns: tuple[tuple[str, str], ...]) -> str:
    return f"""
        WITH moved AS (
            UPDATE referrals SET state = %(to)s::text{assignments(columns)}
            WHERE id = %(this)s AND state = %(found)s
            RETURNING id, step
        )
        INSERT INTO referral_events (referral_id, state, step, reason, words_sealed)
        SELECT id, %(to)s::text, step, %(reason)s, %(words)s FROM moved
        RETURNING referral_id
    """  # noqa: S608


_REMEMBER = """
    INSERT INTO referral_events (referral_id, state, step, reason, words_sealed)
    SELECT id, state, step, %(reason)s, %(words)s FROM referrals WHERE id = %(this)s
"""


def remember(session: Session, referral_id: uuid.UUID, reason: str, words: bytes | None = None) -> None:
    """Keep a reason why a referral stays where it is."""
    session.connection().exec_driver_sql(_REMEMBER, {"this": referral_id, "reason": reason, "words": words})
