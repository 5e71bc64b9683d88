"""What the clock looks for among referrals: the due, those whose sender died, those whose phone was mended."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from hotline.circles.ladder import phones_for
from hotline.database import utc_now
from hotline.referrals.models import Referral, ReferralEvent, ReferralState
from hotline.referrals.opening import PAKISTAN
from hotline.referrals.states import move

# Longer than any job may run, so that no live sender is taken for a dead one.
CLAIM_ENDS_AFTER = timedelta(seconds=90)


def due(session: Session, limit: int) -> list[tuple[uuid.UUID, datetime]]:
    """Referrals to be tried now, with the time since when they are due."""
    rows = session.execute(
        select(Referral.id, Referral.next_try_at)
        .where(
            Referral.state.in_([ReferralState.WAITING, ReferralState.UNKNOWN]),
            Referral.next_try_at <= utc_now(),
        )
        .order_by(Referral.next_try_at)
        .limit(limit)
    )
    return [(row.id, row.next_try_at) for row in rows]


def free_dead_claims(session: Session) -> int:
    """A sender that died after its claim may have sent: its referral becomes unknown, to be looked up first."""
    stuck = session.execute(
        select(Referral)
        .where(Referral.state == ReferralState.SENDING, Referral.claimed_at < utc_now() - CLAIM_ENDS_AFTER)
        .with_for_update(skip_locked=True)
    ).scalars()
    return sum(
        move(session, referral, ReferralState.UNKNOWN, "the sender died half-way", next_try_at=utc_now())
        for referral in list(stuck)
    )


def retry_refused(session: Session) -> int:
    """A refused referral goes out again once a person has entered another phone for whom it is meant."""
    refused = session.execute(
        select(Referral).where(Referral.state == ReferralState.REFUSED).with_for_update(skip_locked=True)
    ).scalars()
    today = utc_now().astimezone(PAKISTAN).date()
    tried_again = 0
    for referral in list(refused):
        recipient = phones_for(session, referral.circle_code, today)
        if recipient is not None and recipient.number != referral.number:
            reason = "another phone has been entered"
            tried_again += move(session, referral, ReferralState.WAITING, reason, next_try_at=utc_now())
    return tried_again


def refused(session: Session) -> list[tuple[uuid.UUID, str, str]]:
    """Each refused referral with the circle it is for and the carrier's reason, oldest first."""
    later = aliased(ReferralEvent)
    is_last = ~exists().where(later.referral_id == Referral.id, later.id > ReferralEvent.id)
    rows = session.execute(
        select(Referral.id, Referral.circle_code, ReferralEvent.reason)
        .join(ReferralEvent, ReferralEvent.referral_id == Referral.id)
        .where(Referral.state == ReferralState.REFUSED, is_last)
        .order_by(Referral.opened_at)
    )
    return [(row.id, row.circle_code, row.reason) for row in rows]


def retry(session: Session, reason: str) -> int:
    """Send every refused referral again, when a person has mended what the carrier refused them for."""
    refused_ones = session.execute(
        select(Referral).where(Referral.state == ReferralState.REFUSED).with_for_update(skip_locked=True)
    ).scalars()
    return sum(
        move(session, referral, ReferralState.WAITING, reason, next_try_at=utc_now())
        for referral in list(refused_ones)
    )


def count_by_state(session: Session) -> dict[str, int]:
    rows = session.execute(select(Referral.state, func.count()).group_by(Referral.state))
    return {state.value: count for state, count in rows}
