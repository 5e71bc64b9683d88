"""The moves a referral may make, in one table, and the only function that makes one."""

import uuid
from collections.abc import Mapping

from sqlalchemy import insert, update
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


def move(session: Session, referral: Referral, to: ReferralState, reason: str, **values: object) -> bool:
    """Move a locked referral and keep the reason; False when there is no such move, and nothing has changed."""
    if to not in ALLOWED[referral.state]:
        return False
    session.execute(update(Referral).where(Referral.id == referral.id).values(state=to, **values))
    remember(session, referral.id, to, reason)
    referral.state = to
    return True


def remember(session: Session, referral_id: uuid.UUID, state: ReferralState, reason: str) -> None:
    session.execute(insert(ReferralEvent).values(referral_id=referral_id, state=state, reason=reason))
