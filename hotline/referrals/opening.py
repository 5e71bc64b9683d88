"""Opening a referral: who gets the tip, and why; at most one a tip."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.circles.routing import route
from hotline.database import today, utc_now
from hotline.referrals.models import Referral, ReferralState
from hotline.tips.metadata import RecordedTip


@dataclass(frozen=True, slots=True)
class Opened:
    """The tip's referral; `due` is None when it needs no nudge (it is under way, or done)."""

    id: uuid.UUID
    due: datetime | None


_OPEN = """
    WITH opened AS (
        INSERT INTO referrals (id, tip_id, circle_code, why, detail, km, state, attempts)
        VALUES (%(id)s, %(tip)s, %(circle)s, %(why)s, %(detail)s, %(km)s, %(state)s, 0)
        ON CONFLICT (tip_id) DO NOTHING
        RETURNING id
    )
    INSERT INTO referral_events (referral_id, state, reason) SELECT id, %(state)s, %(reason)s FROM opened
    RETURNING referral_id
"""


def open_referral(session: Session, tip: RecordedTip) -> Opened:
    """Open the tip's referral, or find the one it has. Safe to run twice: the tip's id is unique there."""
    chosen = route(session, tip.district, tip.province, tip.kind, today())
    parameters = {
        "id": uuid.uuid4(),
        "tip": tip.id,
        "circle": chosen.circle,
        "why": chosen.why,
        "detail": chosen.detail,
        "km": chosen.km,
        "state": ReferralState.WAITING,
        "reason": f"{chosen.why}: {chosen.detail}",
    }
    opened = session.connection().exec_driver_sql(_OPEN, parameters).first()
    if opened is not None:
        return Opened(opened.referral_id, utc_now())
    row = session.execute(
        select(Referral.id, Referral.state, Referral.next_try_at).where(Referral.tip_id == tip.id)
    ).one()
    return Opened(row.id, row.next_try_at if row.state is ReferralState.WAITING else None)
