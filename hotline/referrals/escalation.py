"""What nobody has answered in time goes up the ladder: to the next duty phone, the head, the zone, headquarters."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hotline.circles.ladder import ladder, next_of
from hotline.referrals.messages import NUMBERS_TOLD
from hotline.referrals.models import Referral, ReferralState
from hotline.referrals.states import NOW, UP, Standing, change, move, remember
from hotline.tips.models import Tip

NOT_ANSWERED = "not answered in time by the {rung}"
NOBODY_ANSWERED = "nobody up the ladder has answered"
_MAY_GO_UP = (
    ReferralState.WAITING,
    ReferralState.UNKNOWN,
    ReferralState.SENT,
    ReferralState.DELIVERED,
)
_LATE = (
    select(
        Referral.id,
        Referral.state,
        Referral.circle_code,
        Referral.rung,
        Tip.excluded,
        func.clock_timestamp().label("now"),
        NUMBERS_TOLD.label("told"),
    )
    .join(Tip, Tip.id == Referral.tip_id)
    .where(Referral.acknowledge_by <= func.clock_timestamp(), Referral.state.in_(_MAY_GO_UP))
    .order_by(Referral.acknowledge_by)
    .with_for_update(of=Referral, skip_locked=True)
)


def escalate_late(session: Session, limit: int) -> int:
    """Move what has not been answered in time to the next one up the ladder; how many. Where nobody is left, a
    supervisor must see to it: that it is unanswered is kept from then on."""
    rows = session.execute(_LATE.limit(limit)).all()
    return sum(_escalate(session, row) for row in rows)


def _escalate(session: Session, row: Any) -> bool:
    told = row.told or ()
    phones = ladder(session, row.circle_code, row.now, row.excluded)
    found = Standing(row.id, row.state)
    up = next_of(phones, told, row.rung)
    # At night the first one told may sit high up: whoever is lower down has not been told yet.
    further = up or next_of(phones, told)
    if further is None:
        change(session.connection(), row.id, {"acknowledge_by": None, "unanswered_at": NOW})
        remember(session, row.id, NOBODY_ANSWERED)
        return False
    reason = NOT_ANSWERED.format(rung=row.rung)
    return move(
        session.connection(), found, ReferralState.ESCALATED, reason, UP if up else {**UP, "rung": None}
    )
