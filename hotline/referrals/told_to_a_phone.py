"""The referrals that an officer's phone may answer: those that an office whose phone it is has been told of."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from hotline.circles.models import Circle, CirclePhone, CircleType, PassedOver, in_force
from hotline.database import ago, today
from hotline.languages import SmsLanguage
from hotline.referrals.models import Fate, Outcome, Referral, ReferralMessage, ReferralState, Role
from hotline.tips.models import Kind, Tip

OUTCOME_MAY_FOLLOW = timedelta(days=1)
# These stand above the circle whose a referral is, and may answer for it.
_ABOVE = frozenset({CircleType.ZONE, CircleType.HEADQUARTERS})
_NEVER_TOLD = (Fate.NOT_SENT, Fate.REFUSED)


@dataclass(frozen=True, slots=True)
class Duty:
    """An office whose phone it is today; one that is `passed_over` has nothing to answer."""

    circle: str
    type: CircleType
    language: SmsLanguage
    passed_over: bool


@dataclass(frozen=True, slots=True)
class Told:
    """One referral of which `duty` has been told; `closed` within the last day, or open."""

    id: uuid.UUID
    duty: Duty
    state: ReferralState
    tag: str
    reference: str
    kind: Kind
    taken_at: datetime
    closed: bool
    outcome: Outcome | None

    @property
    def lacks_outcome(self) -> bool:
        return self.closed and self.outcome is None


def duties_of(session: Session, number: str) -> dict[str, Duty]:
    """By their codes, the offices whose phone the number in E.164 is today."""
    day = today()
    passed_over = select(PassedOver.id).where(
        PassedOver.circle_code == Circle.code, in_force(PassedOver, day)
    )
    rows = session.execute(
        select(Circle.code, Circle.type, Circle.language, passed_over.exists().label("passed_over"))
        .join(CirclePhone, CirclePhone.circle_code == Circle.code)
        .where(
            CirclePhone.number == number,
            in_force(Circle, day),
        )
        .order_by(CirclePhone.practice, Circle.code)
    )
    return {row.code: Duty(row.code, row.type, row.language, row.passed_over) for row in rows}


def told_to(session: Session, duties: dict[str, Duty]) -> tuple[Told, ...]:
    """Each once, whoever was told last first. Not what is another office's by now, nor what is kept from the office."""
    rows = session.execute(
        select(
            Referral.id, Referral.state, Referral.tag, Referral.circle_code, Referral.role, Referral.closed_at,
            Referral.outcome, Tip.reference, Tip.kind, Tip.taken_at, Tip.excluded,
            ReferralMessage.circle_code.label("told"),
        )
        .join(Tip, Tip.id == Referral.tip_id)
        .join(ReferralMessage, ReferralMessage.referral_id == Referral.id)
        .where(
            ReferralMessage.circle_code.in_(duties),
            ReferralMessage.fate.not_in(_NEVER_TOLD),
            or_(
                Referral.closed_at.is_(None),
                Referral.closed_at > ago(OUTCOME_MAY_FOLLOW),
            ),
        )
        .order_by(ReferralMessage.claimed_at.desc(), ReferralMessage.id.desc())
    ).all()  # fmt: skip
    found: dict[uuid.UUID, Told] = {}
    for row in sorted(rows, key=lambda row: (row.told != row.circle_code, row.role is not Role.MAIN)):
        if _may_answer(row, duties[row.told]):
            found.setdefault(row.id, _told(row, duties[row.told]))
    return tuple(found[row_id] for row_id in dict.fromkeys(row.id for row in rows) if row_id in found)


def _may_answer(row: Any, duty: Duty) -> bool:
    if duty.type is CircleType.HEADQUARTERS:
        return True
    is_theirs = duty.circle == row.circle_code or duty.type in _ABOVE
    return is_theirs and not duty.passed_over and duty.circle not in row.excluded


def _told(row: Any, duty: Duty) -> Told:
    closed = row.state is ReferralState.CLOSED
    return Told(
        row.id, duty, row.state, row.tag, row.reference, row.kind, row.taken_at, closed, row.outcome
    )  # fmt: skip
