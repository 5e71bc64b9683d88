"""What the clock looks for among referrals: the due, those whose sender died, those whose phone or carrier changed."""

import uuid
from datetime import timedelta

from sqlalchemy import ColumnElement, Row, exists, extract, func, select, update
from sqlalchemy.orm import Session, aliased

from hotline.circles.ladder import is_lower, ladder, next_of
from hotline.referrals.dispatch import highest_of
from hotline.referrals.models import Fate, Referral, ReferralEvent, ReferralMessage, ReferralState
from hotline.referrals.states import NOW, Standing, move
from hotline.sms.carrier_models import CarrierTurn
from hotline.tips.models import Tip

# Longer than a sender may be at it, so that no live one is taken for a dead one.
CLAIM_ENDS_AFTER = timedelta(seconds=30)
DIED = "the sender died half-way"
ANOTHER_PHONE = "another phone is written to now"
ANEW = {"tries": 0, "next_try_at": NOW}
ANOTHER_CARRIER = "another carrier is used now"
_TO_BE_SENT = (ReferralState.WAITING, ReferralState.UNKNOWN, ReferralState.ESCALATED)
_NOW = func.clock_timestamp()
_CURRENT = (
    ReferralMessage.referral_id == Referral.id,
    ReferralMessage.attempt == Referral.attempts,
)


def due(session: Session, limit: int) -> list[tuple[uuid.UUID, float, int]]:
    """Referrals to be tried now, with the seconds for which they have been due and the attempts so far; the urgent
    first."""
    overdue = extract("epoch", _NOW - Referral.next_try_at)
    rows = session.execute(
        select(Referral.id, overdue.label("overdue"), Referral.attempts)
        .join(Tip, Tip.id == Referral.tip_id)
        .where(Referral.state.in_(_TO_BE_SENT), Referral.next_try_at <= _NOW)
        .order_by(Tip.urgent.desc(), Referral.next_try_at)
        .limit(limit)
    )
    return [(row.id, float(row.overdue), row.attempts) for row in rows]


def free_dead_claims(session: Session) -> int:
    """A sender that died after its claim may have sent: its referral becomes unknown, to be looked up first."""
    dead = select(Referral.id).where(
        *_CURRENT,
        Referral.state == ReferralState.SENDING,
        ReferralMessage.claimed_at < _NOW - CLAIM_ENDS_AFTER,
    )
    rows = session.execute(dead.with_for_update(of=Referral, skip_locked=True)).scalars().all()
    for referral_id in rows:
        found = Standing(referral_id, ReferralState.SENDING)
        if move(session.connection(), found, ReferralState.UNKNOWN, DIED, {"next_try_at": NOW}):
            session.execute(
                update(ReferralMessage)
                .where(ReferralMessage.referral_id == referral_id, ReferralMessage.fate == Fate.PENDING)
                .values(fate=Fate.UNKNOWN)
            )
    return len(rows)


def retry_refused(session: Session) -> int:
    """A refused referral goes out again once another phone than those it was refused for, or another carrier, may
    take it."""
    numbers = (
        select(func.array_agg(ReferralMessage.number))
        .where(ReferralMessage.referral_id == Referral.id, ReferralMessage.step >= Referral.ladder_from)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Referral.id, Referral.circle_code, Referral.role, Referral.rung, Tip.excluded,
            _NOW.label("now"), numbers.label("told"), _refused_by_another_carrier().label("another_carrier"),
        )
        .join(Tip, Tip.id == Referral.tip_id)
        .where(Referral.state == ReferralState.REFUSED)
    ).all()  # fmt: skip
    return sum(_try_again(session, row) for row in rows)


def _refused_by_another_carrier() -> ColumnElement[bool]:
    """Whether since its refusal the other carrier has taken over."""
    return (
        select(CarrierTurn.id)
        .join(ReferralMessage, CarrierTurn.at > ReferralMessage.claimed_at)
        .where(*_CURRENT, ReferralMessage.fate == Fate.REFUSED)
        .exists()
    )


def _try_again(session: Session, row: Row[tuple[object, ...]]) -> bool:
    phones = ladder(session, row.circle_code, row.now, row.excluded, highest_of(row.role))
    other = next_of(phones, row.told or ())
    another_phone = other is not None and (row.rung is None or not is_lower(row.rung, other.rung))
    if not (another_phone or row.another_carrier):
        return False
    reason = ANOTHER_PHONE if another_phone else ANOTHER_CARRIER
    found = Standing(row.id, ReferralState.REFUSED)
    return move(session.connection(), found, ReferralState.WAITING, reason, ANEW)


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
    rows = session.execute(
        select(Referral.id).where(Referral.state == ReferralState.REFUSED).with_for_update(skip_locked=True)
    )
    return sum(
        move(
            session.connection(), Standing(each, ReferralState.REFUSED), ReferralState.WAITING, reason, ANEW)
        for each in rows.scalars()
    )  # fmt: skip


def count_by_state(session: Session) -> dict[str, int]:
    rows = session.execute(select(Referral.state, func.count()).group_by(Referral.state))
    return {state.value: count for state, count in rows}
