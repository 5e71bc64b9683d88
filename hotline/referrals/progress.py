"""How far a report is, as whoever made it may hear."""

from enum import StrEnum

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hotline.database import utc_now
from hotline.referrals.models import Referral, ReferralState
from hotline.tips.models import Tip


class Progress(StrEnum):
    RECEIVED = "received"
    PASSED_ON = "passed_on"
    ACCEPTED = "accepted"
    CLOSED = "closed"


_PASSED_ON = (ReferralState.SENT, ReferralState.DELIVERED)


def progress_of(session: Session, tip: Tip) -> Progress:
    referral = session.scalars(select(Referral).where(Referral.tip_id == tip.id)).one_or_none()
    if referral is None:
        return Progress.RECEIVED
    if referral.closed_at is not None:
        return Progress.CLOSED
    if referral.accepted_at is not None:
        return Progress.ACCEPTED
    return Progress.PASSED_ON if referral.state in _PASSED_ON else Progress.RECEIVED


def note_progress(session: Session, reference: str, progress: Progress) -> bool:
    """Note that the circle has taken the report, or that the work on it is finished; False where there is no
    referral of it. Safe to run twice: the first time stands."""
    tip = select(Tip.id).where(Tip.reference == reference).scalar_subquery()
    column = Referral.closed_at if progress is Progress.CLOSED else Referral.accepted_at
    found = session.execute(select(Referral.id).where(Referral.tip_id == tip)).scalar_one_or_none()
    if found is None:
        return False
    session.execute(
        update(Referral).where(Referral.id == found, column.is_(None)).values({column: utc_now()})
    )
    return True
