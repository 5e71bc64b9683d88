"""The moves a referral may make, in one table, and the only function that makes one."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Connection, insert
from sqlalchemy.orm import Session

from hotline.database import WRITTEN_LATER
from hotline.referrals.models import ReferralEvent, ReferralState

WAITING = ReferralState.WAITING
SENDING = ReferralState.SENDING
UNKNOWN = ReferralState.UNKNOWN
SENT = ReferralState.SENT
DELIVERED = ReferralState.DELIVERED
REFUSED = ReferralState.REFUSED
WITHDRAWN = ReferralState.WITHDRAWN

ALLOWED: Mapping[ReferralState, frozenset[ReferralState]] = {
    WAITING: frozenset({SENDING, WITHDRAWN}),
    # A receipt may come before the carrier's answer to the request that it is about.
    SENDING: frozenset({SENT, DELIVERED, WAITING, UNKNOWN, REFUSED}),
    UNKNOWN: frozenset({SENDING, SENT, DELIVERED, WAITING, REFUSED}),
    SENT: frozenset({DELIVERED, WAITING, REFUSED}),
    # Delivered, it goes out once more only when more is known than it told.
    DELIVERED: frozenset({WAITING}),
    # A refused one goes out again only when a person has mended what was wrong.
    REFUSED: frozenset({WAITING}),
    # An office that the tip was kept from may have become the right one after all.
    WITHDRAWN: frozenset({WAITING}),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A referral, and the state it was found in."""

    id: uuid.UUID
    state: ReferralState


def move(connection: Connection, found: Standing, to: ReferralState, reason: str, **values: object) -> bool:
    """Move a referral on from the state it was found in and keep the reason, in one statement.

    False, and nothing has changed, when there is no such move or the referral has moved on meanwhile. `values` are
    further columns of the referral.
    """
    return _move(connection, found, to, reason, values, "")


def move_for_now(
    connection: Connection, found: Standing, to: ReferralState, reason: str, **values: object
) -> bool:
    """The same, for a move that a crash may lose: only where the state it was found in is set right by itself."""
    return _move(connection, found, to, reason, values, f", {WRITTEN_LATER}")


def _move(
    connection: Connection,
    found: Standing,
    to: ReferralState,
    reason: str,
    values: dict[str, object],
    also: str,
) -> bool:
    if to not in ALLOWED[found.state]:
        return False
    parameters = {"this": found.id, "found": found.state, "to": to, "reason": reason, **values}
    return connection.exec_driver_sql(_statement(tuple(values), also), parameters).first() is not None


@lru_cache
def _statement(columns: tuple[str, ...], also: str) -> str:
    # The names are those of keyword arguments in this room, never anything that came from outside.
    further = "".join(f", {column} = %({column})s" for column in columns)
    return f"""
        WITH moved AS (
            UPDATE referrals SET state = %(to)s{further} WHERE id = %(this)s AND state = %(found)s RETURNING id
        )
        INSERT INTO referral_events (referral_id, state, reason) SELECT id, %(to)s, %(reason)s FROM moved
        RETURNING referral_id{also}
    """  # noqa: S608


def remember(session: Session, found: Standing, reason: str) -> None:
    """Keep a reason why a referral stays where it is."""
    session.execute(insert(ReferralEvent).values(referral_id=found.id, state=found.state, reason=reason))
