"""The moves a referral may make, in one table, and the only function that makes one."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.orm import Session

from hotline.referrals.models import Referral, ReferralEvent, ReferralState

WAITING = ReferralState.WAITING
SENDING = ReferralState.SENDING
UNKNOWN = ReferralState.UNKNOWN
SENT = ReferralState.SENT
DELIVERED = ReferralState.DELIVERED
REFUSED = ReferralState.REFUSED

ALLOWED: Mapping[ReferralState, frozenset[ReferralState]] = {
    WAITING: frozenset({SENDING}),
    # A receipt may come before the carrier's answer to the request that it is about.
    SENDING: frozenset({SENT, DELIVERED, WAITING, UNKNOWN, REFUSED}),
    UNKNOWN: frozenset({SENDING, SENT, DELIVERED, WAITING, REFUSED}),
    SENT: frozenset({DELIVERED, WAITING, REFUSED}),
    DELIVERED: frozenset(),
    # A refused one goes out again only when a person has mended what was wrong.
    REFUSED: frozenset({WAITING}),
}


# Plain inserts and updates, built once: each job makes several.
_referrals = cast(Table, Referral.__table__)
_events = cast(Table, ReferralEvent.__table__)
_UPDATE = update(_referrals).where(_referrals.c.id == bindparam("this"))
_REMEMBER = insert(_events).inline()


@dataclass(frozen=True, slots=True)
class Standing:
    """A referral whose row is locked, and the state it was found in."""

    id: uuid.UUID
    state: ReferralState


def move(session: Session, standing: Standing, to: ReferralState, reason: str, **values: object) -> bool:
    """Move a locked referral and keep the reason; False when there is no such move, and nothing has changed.

    `values` are further columns of the referral.
    """
    if to not in ALLOWED[standing.state]:
        return False
    change(session, standing.id, state=to, **values)
    remember(session, standing.id, to, reason)
    return True


def change(session: Session, referral_id: uuid.UUID, **values: object) -> None:
    session.execute(_UPDATE, {"this": referral_id, **values})


def remember(session: Session, referral_id: uuid.UUID, state: ReferralState, reason: str) -> None:
    session.execute(_REMEMBER, {"referral_id": referral_id, "state": state, "reason": reason})
