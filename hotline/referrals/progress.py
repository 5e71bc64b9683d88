"""How far a report is with its circle, as whoever made it may hear, and the supervisors' word that moves it on."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.database import utc_now
from hotline.referrals.models import Referral, ReferralState, Role
from hotline.tips.models import Tip


class Progress(StrEnum):
    RECEIVED = "received"
    PASSED_ON = "passed_on"
    ACCEPTED = "accepted"
    CLOSED = "closed"


_PASSED_ON = (ReferralState.SENT, ReferralState.DELIVERED)
# The reason that a noted progress leaves among the referral's moves; the console reads the name out of it.
NOTED = "{progress}, noted by {by}"
NOBODY = "nobody named"

# The update finds a row once only, however often and from wherever it is pressed, and the move is kept with it.
_NOTE = """
    WITH noted AS (
        UPDATE referrals SET {column} = %(now)s
        WHERE tip_id = (SELECT id FROM tips WHERE reference = %(reference)s)
          AND role = 'main' AND {column} IS NULL AND closed_at IS NULL
        RETURNING id, state
    )
    INSERT INTO referral_events (referral_id, state, reason) SELECT id, state, %(reason)s FROM noted
"""
_STATEMENTS = {
    Progress.ACCEPTED: _NOTE.format(column="accepted_at"),
    Progress.CLOSED: _NOTE.format(column="closed_at"),
}


def progress_of(session: Session, tip: Tip) -> Progress:
    referral = session.execute(
        select(Referral.state, Referral.accepted_at, Referral.closed_at).where(
            Referral.tip_id == tip.id, Referral.role == Role.MAIN
        )
    ).one_or_none()
    if referral is None:
        return Progress.RECEIVED
    return how_far(referral.state, referral.accepted_at, referral.closed_at)


def how_far(state: ReferralState, accepted_at: datetime | None, closed_at: datetime | None) -> Progress:
    """The progress of a report whose referral stands so."""
    if closed_at is not None:
        return Progress.CLOSED
    if accepted_at is not None:
        return Progress.ACCEPTED
    return Progress.PASSED_ON if state in _PASSED_ON else Progress.RECEIVED


def note_progress(session: Session, reference: str, progress: Progress, by: str = NOBODY) -> bool:
    """Note that the circle has taken the report, or that the work on it is finished, and who says so; False where
    there is no referral of it. Safe to run twice: the first time stands, and what is finished stays so."""
    parameters = {"now": utc_now(), "reference": reference, "reason": NOTED.format(progress=progress, by=by)}
    session.connection().exec_driver_sql(_STATEMENTS[progress], parameters)
    main = (Tip.reference == reference, Referral.role == Role.MAIN)
    found = select(Referral.id).join(Tip, Tip.id == Referral.tip_id).where(*main)
    return session.execute(found).first() is not None
