"""What the clock looks for among referrals: the due, those whose sender died, those whose phone was mended."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import Session, aliased

from hotline.database import utc_now
from hotline.referrals.dispatch import recipient_of
from hotline.referrals.models import Referral, ReferralEvent, ReferralState
from hotline.referrals.states import Standing, move
from hotline.tips.models import Tip

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
    claimed = (Referral.state == ReferralState.SENDING, Referral.claimed_at < utc_now() - CLAIM_ENDS_AFTER)
    return _move_all(session, ReferralState.UNKNOWN, "the sender died half-way", *claimed)


def retry_refused(session: Session) -> int:
    """A refused referral goes out again once another phone than the one it was refused for may be written to."""
    is_refused = Referral.state == ReferralState.REFUSED
    kept_from = (Referral.circle_code, Referral.role, Tip.excluded)
    groups = session.execute(select(*kept_from).join(Tip).where(is_refused).distinct()).all()
    tried_again = 0
    for group in groups:
        recipient = recipient_of(session, group.circle_code, group.role, group.excluded)
        if recipient is not None:
            tips = select(Tip.id).where(Tip.excluded == group.excluded)
            theirs = (
                is_refused,
                Referral.circle_code == group.circle_code,
                Referral.role == group.role,
                Referral.tip_id.in_(tips),
                Referral.number != recipient.number,
            )
            reason = "another phone is written to now"
            tried_again += _move_all(session, ReferralState.WAITING, reason, *theirs)
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
    return _move_all(session, ReferralState.WAITING, reason, Referral.state == ReferralState.REFUSED)


def _move_all(session: Session, to: ReferralState, reason: str, *which: ColumnElement[bool]) -> int:
    rows = session.execute(
        select(Referral.id, Referral.state).where(*which).with_for_update(skip_locked=True)
    ).all()
    return sum(
        move(session.connection(), Standing(row.id, row.state), to, reason, next_try_at=utc_now())
        for row in rows
    )


def count_by_state(session: Session) -> dict[str, int]:
    rows = session.execute(select(Referral.state, func.count()).group_by(Referral.state))
    return {state.value: count for state, count in rows}
