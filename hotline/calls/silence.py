"""Calls that the carrier never told us the end of."""

import uuid
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.calls.conversation import hang_up
from hotline.calls.incoming import EndedCall
from hotline.calls.models import Call
from hotline.database import utc_now

UNHEARD_OF = "unheard of"


def hang_up_silent(session: Session, silent: timedelta, limit: int) -> list[uuid.UUID]:
    """End the calls not heard of for so long; the tips that they leave are returned."""
    calls = session.execute(
        select(Call.carrier, Call.carrier_id)
        .where(Call.ended_at.is_(None), Call.heard_at < utc_now() - silent)
        .order_by(Call.heard_at)
        .limit(limit)
    ).all()
    tips = [hang_up(session, call.carrier, EndedCall(call.carrier_id, UNHEARD_OF, None)) for call in calls]
    return [tip for tip in tips if tip is not None]
