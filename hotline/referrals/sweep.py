"""What the clock looks for among referrals: the due, those whose sender died, those whose phone or carrier changed."""

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import and_, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from hotline.circles.ladder import Recipient, ladder, next_of
from hotline.database import ago, seconds_since
from hotline.referrals.dispatch import highest_of
from hotline.referrals.messages import NUMBERS_TOLD
from hotline.referrals.models import Fate, Referral, ReferralEvent, ReferralMessage, ReferralState
from hotline.referrals.states import AFRESH, NOW, TO_BE_SENT, Standing, move
from hotline.sms.carrier_models import CarrierTurn
from hotline.tips.models import Tip

# Longer than a sender may be at it, so that no live one is taken for a dead one.
CLAIM_ENDS_AFTER = timedelta(seconds=30)
DIED = "the sender died half-way"
ANOTHER_PHONE = "another phone is written to now"
ANOTHER_CARRIER = "another carrier is used now"
_CURRENT = (
    ReferralMessage.referral_id == Referral.id,
    ReferralMessage.attempt == Referral.attempts,
)


def due(session: Session, limit: int) -> list[tuple[uuid.UUID, float, int]]:
    """Referrals to be tried now, with the seconds for which they have been due and the attempts so far; the urgent
    first."""
    rows = session.execute(
        select(Referral.id, seconds_since(Referral.next_try_at).label("overdue"), Referral.attempts)
        .join(Tip, Tip.id == Referral.tip_id)
        .where(Referral.state.in_(TO_BE_SENT), Referral.next_try_at <= func.clock_timestamp())
        .order_by(Tip.urgent.desc(), Referral.next_try_at)
        .limit(limit)
    )
    return [(row.id, row.overdue, row.attempts) for row in rows]


def free_dead_claims(session: Session) -> int:
    """A sender that died after its claim may have sent: its referral becomes unknown, to be looked up first."""
    dead = select(Referral.id).where(
        *_CURRENT,
        Referral.state == ReferralState.SENDING,
        ReferralMessage.claimed_at < ago(CLAIM_ENDS_AFTER),
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


def retry_refused(session: Session, limit: int) -> int:
    """A refused referral goes out again, from the lowest rung on, once another phone than those that it was refused
    for, or another carrier, may take it."""
    rows = session.execute(
        select(
            Referral.id, Referral.circle_code, Referral.role, Tip.excluded, func.clock_timestamp().label("now"),
            NUMBERS_TOLD.label("told"), _ANOTHER_CARRIER.label("another_carrier"),
            (ReferralMessage.step != Referral.step).label("nobody_left"),
        )
        .join(Tip, Tip.id == Referral.tip_id)
        .outerjoin(ReferralMessage, and_(*_CURRENT))
        .where(Referral.state == ReferralState.REFUSED)
        .order_by(Referral.opened_at)
        .limit(limit)
    ).all()  # fmt: skip
    phones_of: dict[tuple[object, ...], tuple[Recipient, ...]] = {}
    moved = 0
    for row in rows:
        asked = (row.circle_code, tuple(row.excluded), row.role)
        if asked not in phones_of:
            phones_of[asked] = ladder(session, row.circle_code, row.now, row.excluded, highest_of(row.role))
        reason = _what_has_changed(row, phones_of[asked])
        if reason:
            found = Standing(row.id, ReferralState.REFUSED)
            moved += move(session.connection(), found, ReferralState.WAITING, reason, AFRESH)
    return moved


# Whether since its refusal, by the current message, the other carrier has taken over.
_ANOTHER_CARRIER = (
    select(CarrierTurn.id)
    .where(CarrierTurn.at > ReferralMessage.claimed_at, ReferralMessage.fate == Fate.REFUSED)
    .correlate(ReferralMessage)
    .exists()
)


def _what_has_changed(row: Any, phones: Sequence[Recipient]) -> str | None:
    """Why it should be tried again: of a ladder that is used up any new phone counts, else only another first one,
    since all others were there when it was refused."""
    told = row.told or ()
    if next_of(phones, told) is not None and (row.nobody_left or next_of(phones) == next_of(phones, told)):
        return ANOTHER_PHONE
    return ANOTHER_CARRIER if row.another_carrier else None


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
            session.connection(), Standing(each, ReferralState.REFUSED), ReferralState.WAITING, reason, AFRESH)
        for each in rows.scalars()
    )  # fmt: skip


def count_by_state(session: Session) -> dict[str, int]:
    rows = session.execute(select(Referral.state, func.count()).group_by(Referral.state))
    return {state.value: count for state, count in rows}
