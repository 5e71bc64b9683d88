"""How far a report is with its circle, as whoever made it may hear."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.referrals.models import Referral, ReferralState, Role
from hotline.tips.models import Tip


class Progress(StrEnum):
    RECEIVED = "received"
    PASSED_ON = "passed_on"
    ACCEPTED = "accepted"
    CLOSED = "closed"


_SAID = {ReferralState.ACKNOWLEDGED: Progress.ACCEPTED, ReferralState.CLOSED: Progress.CLOSED}


def progress_of(session: Session, tip: Tip) -> Progress:
    referral = session.execute(
        select(Referral.state, Referral.handed_at).where(
            Referral.tip_id == tip.id, Referral.role == Role.MAIN
        )
    ).one_or_none()
    return how_far(referral.state, referral.handed_at) if referral is not None else Progress.RECEIVED


def how_far(state: ReferralState, handed_at: datetime | None) -> Progress:
    """The progress of a report whose referral stands so and was first handed to a carrier then."""
    return _SAID.get(state) or (Progress.PASSED_ON if handed_at is not None else Progress.RECEIVED)
