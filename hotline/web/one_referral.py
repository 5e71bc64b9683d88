"""The referrals of one tip in full: to whom and why, and every move so far."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.circles.models import Circle
from hotline.referrals.keeping_away import may_be_kept_from
from hotline.referrals.models import Referral, ReferralEvent, ReferralState, Role
from hotline.referrals.progress import Progress, how_far
from hotline.tips.models import Tip


@dataclass(frozen=True, slots=True)
class Move:
    """One move of a referral, with its reason."""

    at: datetime
    state: ReferralState
    reason: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A referral: to whom and why, and every move so far, the oldest first. No phone number is in it.

    `may_be_kept`: it makes sense to keep the tip from its circle.
    """

    role: Role
    circle: Circle
    recipient: Circle | None
    why: str
    detail: str
    km: int | None
    state: ReferralState
    progress: Progress
    rung: str | None
    body: str | None
    attempts: int
    next_try_at: datetime
    moves: tuple[Move, ...]
    may_be_kept: bool


def read_referrals(session: Session, tip: Tip | None) -> tuple[Sent, ...]:
    """The one to the circle first; none while there is none."""
    if tip is None:
        return ()
    referrals = session.scalars(
        select(Referral)
        .where(Referral.tip_id == tip.id)
        .order_by(Referral.role != Role.MAIN, Referral.opened_at, Referral.role)
    ).all()
    moves = _moves(session, [referral.id for referral in referrals])
    return tuple(_sent(session, tip, referral, tuple(moves.get(referral.id, ()))) for referral in referrals)


def _moves(session: Session, referrals: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Move]]:
    moves: dict[uuid.UUID, list[Move]] = {}
    events = select(ReferralEvent).where(ReferralEvent.referral_id.in_(referrals)).order_by(ReferralEvent.id)
    for event in session.scalars(events):
        moves.setdefault(event.referral_id, []).append(Move(event.at, event.state, event.reason))
    return moves


def _sent(session: Session, tip: Tip, referral: Referral, moves: tuple[Move, ...]) -> Sent:
    recipient = referral.recipient_circle
    circle = session.get_one(Circle, referral.circle_code)
    closed = referral.closed_at is not None
    return Sent(
        role=referral.role,
        circle=circle,
        recipient=session.get(Circle, recipient) if recipient else None,
        why=referral.why,
        detail=referral.detail,
        km=referral.km,
        state=referral.state,
        progress=how_far(referral.state, referral.accepted_at, referral.closed_at),
        rung=referral.rung,
        body=referral.body,
        attempts=referral.attempts,
        next_try_at=referral.next_try_at,
        moves=moves,
        may_be_kept=circle.code not in tip.excluded
        and may_be_kept_from(referral.role, referral.state, closed, circle.type),
    )
