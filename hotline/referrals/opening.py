"""Opening a referral: who gets the tip, and why; at most one a tip."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from zoneinfo import ZoneInfo

from sqlalchemy import Table, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from hotline.circles.routing import route
from hotline.database import utc_now
from hotline.referrals.models import Referral, ReferralState
from hotline.referrals.states import remember
from hotline.tips.models import Tip

PAKISTAN = ZoneInfo("Asia/Karachi")


@dataclass(frozen=True, slots=True)
class Opened:
    """The tip's referral; `due` is None when it needs no nudge (it is under way, or done)."""

    id: uuid.UUID
    due: datetime | None


_referrals = cast(Table, Referral.__table__)
_OPEN = insert(_referrals).on_conflict_do_nothing(index_elements=["tip_id"]).returning(_referrals.c.id)


def open_referral(session: Session, tip: Tip) -> Opened:
    """Open the tip's referral, or find the one it has. Safe to run twice: the tip's id is unique there."""
    chosen = route(session, tip.district, tip.province, tip.kind, utc_now().astimezone(PAKISTAN).date())
    referral_id = session.execute(
        _OPEN,
        {
            "id": uuid.uuid4(),
            "tip_id": tip.id,
            "circle_code": chosen.circle,
            "why": chosen.why,
            "detail": chosen.detail,
            "km": chosen.km,
        },
    ).scalar_one_or_none()
    if referral_id is not None:
        remember(session, referral_id, ReferralState.WAITING, f"{chosen.why}: {chosen.detail}")
        return Opened(referral_id, utc_now())
    row = session.execute(
        select(Referral.id, Referral.state, Referral.next_try_at).where(Referral.tip_id == tip.id)
    ).one()
    return Opened(row.id, row.next_try_at if row.state is ReferralState.WAITING else None)
