"""The referrals of one tip in full: to whom and why, every SMS, and every move so far with what was written to it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.circles.models import Circle, Rung
from hotline.errors import SealBroken
from hotline.referrals.keeping_away import may_be_kept_from
from hotline.referrals.models import (
    Fate,
    Outcome,
    Referral,
    ReferralEvent,
    ReferralMessage,
    ReferralState,
    Role,
)
from hotline.referrals.progress import Progress, how_far
from hotline.referrals.states import ALLOWED
from hotline.sealing import Sealer
from hotline.tips.models import Tip


@dataclass(frozen=True, slots=True)
class Move:
    """One move of a referral, with its reason, and what an officer or supervisor wrote; `sealed`: no key opens that."""

    at: datetime
    state: ReferralState
    step: int
    reason: str
    words: str | None
    sealed: bool


@dataclass(frozen=True, slots=True)
class Message:
    """One attempt to bring an SMS to an office. No phone number is in it."""

    attempt: int
    step: int
    circle: Circle
    rung: Rung
    body: str
    urgent: bool
    repeat: bool
    carrier: str
    claimed_at: datetime
    handed_at: datetime | None
    delivered_at: datetime | None
    fate: Fate
    code: str


@dataclass(frozen=True, slots=True)
class Sent:
    """A referral: to whom and why, every SMS and every move so far, the oldest first. No phone number is in it.

    `step` counts up the ladder from 1; `may_be_kept`: it makes sense to keep the tip from its circle.
    """

    id: uuid.UUID
    role: Role
    tag: str
    circle: Circle
    why: str
    detail: str
    km: int | None
    state: ReferralState
    progress: Progress
    step: int
    rung: Rung | None
    acknowledge_by: datetime | None
    unanswered_at: datetime | None
    outcome: Outcome | None
    messages: tuple[Message, ...]
    moves: tuple[Move, ...]
    may_be_kept: bool

    @property
    def anchor(self) -> str:
        """Where on the page its box begins."""
        return "referral-head" if self.role is Role.MAIN else f"beside-{self.role}"

    @property
    def told(self) -> Message | None:
        """The last SMS."""
        return self.messages[-1] if self.messages else None

    @property
    def may_be_taken(self) -> bool:
        return ReferralState.ACKNOWLEDGED in ALLOWED[self.state]

    @property
    def may_be_declined(self) -> bool:
        return ReferralState.DECLINED in ALLOWED[self.state]

    @property
    def may_be_closed(self) -> bool:
        return ReferralState.CLOSED in ALLOWED[self.state]


def read_referrals(session: Session, sealer: Sealer, tip: Tip | None) -> tuple[Sent, ...]:
    """The one to the circle first; none while there is none."""
    if tip is None:
        return ()
    referrals = session.scalars(
        select(Referral)
        .where(Referral.tip_id == tip.id)
        .order_by(Referral.role != Role.MAIN, Referral.opened_at, Referral.role)
    ).all()
    these = [referral.id for referral in referrals]
    moves, messages = _moves(session, sealer, these), _messages(session, these)
    codes = {referral.circle_code for referral in referrals}
    codes |= {message.circle_code for each in messages.values() for message in each}
    circles = {
        circle.code: circle for circle in session.scalars(select(Circle).where(Circle.code.in_(codes)))
    }
    return tuple(
        _sent(
            tip, referral, circles, _told(messages.get(referral.id, ()), circles), moves.get(referral.id, [])
        )
        for referral in referrals
    )


def _moves(session: Session, sealer: Sealer, referrals: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Move]]:
    moves: dict[uuid.UUID, list[Move]] = {}
    events = select(ReferralEvent).where(ReferralEvent.referral_id.in_(referrals)).order_by(ReferralEvent.id)
    for event in session.scalars(events):
        words = _opened(sealer, event.words_sealed)
        sealed = words is None and event.words_sealed is not None
        move = Move(event.at, event.state, event.step, event.reason, words, sealed)
        moves.setdefault(event.referral_id, []).append(move)
    return moves


def _messages(session: Session, referrals: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[ReferralMessage]]:
    messages: dict[uuid.UUID, list[ReferralMessage]] = {}
    found = (
        select(ReferralMessage)
        .where(ReferralMessage.referral_id.in_(referrals))
        .order_by(ReferralMessage.attempt)
    )
    for message in session.scalars(found):
        messages.setdefault(message.referral_id, []).append(message)
    return messages


def _told(messages: Iterable[ReferralMessage], circles: Mapping[str, Circle]) -> tuple[Message, ...]:
    return tuple(
        Message(
            attempt=message.attempt,
            step=message.step,
            circle=circles[message.circle_code],
            rung=message.rung,
            body=message.body,
            urgent=message.urgent,
            repeat=message.repeat,
            carrier=message.carrier,
            claimed_at=message.claimed_at,
            handed_at=message.handed_at,
            delivered_at=message.delivered_at,
            fate=message.fate,
            code=message.code,
        )
        for message in messages
    )


def _sent(
    tip: Tip,
    referral: Referral,
    circles: Mapping[str, Circle],
    messages: tuple[Message, ...],
    moves: Sequence[Move],
) -> Sent:
    circle = circles[referral.circle_code]
    return Sent(
        id=referral.id,
        role=referral.role,
        tag=referral.tag,
        circle=circle,
        why=referral.why,
        detail=referral.detail,
        km=referral.km,
        state=referral.state,
        progress=how_far(referral.state, referral.handed_at),
        step=referral.step - referral.ladder_from + 1,
        rung=referral.rung,
        acknowledge_by=referral.acknowledge_by,
        unanswered_at=referral.unanswered_at,
        outcome=referral.outcome,
        messages=messages,
        moves=tuple(moves),
        may_be_kept=circle.code not in tip.excluded
        and may_be_kept_from(referral.role, referral.state, circle.type),
    )


def _opened(sealer: Sealer, sealed: bytes | None) -> str | None:
    try:
        # What an officer sent need not be well-formed; what a browser is sent must be.
        return sealer.open_text(sealed).encode("utf-8", "replace").decode("utf-8") if sealed else None
    except SealBroken:
        return None
