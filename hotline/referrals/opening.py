"""Opening a referral: who gets the tip, and why; at most one a tip."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from hotline.circles.routing import Asked, Route, Why, route
from hotline.circles.snapshot import directory_now
from hotline.database import today, utc_now
from hotline.referrals.models import Referral, ReferralState
from hotline.referrals.states import Standing, move, remember
from hotline.tips.metadata import RecordedTip
from hotline.tips.models import Tip

MORE = "more is known: "
PLACE = "the place"
DANGER = "urgent"
LOOK_AGAIN = timedelta(seconds=15)
# The most exact first.
_EXACTNESS = (Why.OFFICIAL, Why.JURISDICTION, Why.NEAREST, Why.PROVINCE, Why.HEADQUARTERS)
_ON_ITS_WAY = (ReferralState.SENDING, ReferralState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Opened:
    """The tip's referral; `due` is None when it needs no nudge (it is under way, or done)."""

    id: uuid.UUID
    due: datetime | None


_OPEN = """
    WITH opened AS (
        INSERT INTO referrals (id, tip_id, circle_code, why, detail, km, state, attempts, told_urgent, news)
        VALUES (%(id)s, %(tip)s, %(circle)s, %(why)s, %(detail)s, %(km)s, %(state)s, 0, false, false)
        ON CONFLICT (tip_id, role) DO NOTHING
        RETURNING id
    )
    INSERT INTO referral_events (referral_id, state, reason) SELECT id, %(state)s, %(reason)s FROM opened
    RETURNING referral_id
"""


_OF_TIP = (
    select(
        Referral.id,
        Referral.state,
        Referral.next_try_at,
        Referral.circle_code,
        Referral.why,
        Referral.told_urgent,
    )
    .where(Referral.tip_id == bindparam("tip"))
    .with_for_update()
)


def open_referral(session: Session, tip: RecordedTip) -> Opened:
    """Open the tip's referral, or find the one it has and let it tell what has become known since it was sent.

    Safe to run twice: the tip's id is unique there, and what has been told is not told again.
    """
    chosen = route(directory_now(session), _asked(tip), today())
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
    row = session.execute(_OF_TIP, {"tip": tip.id}).one()
    news = _news(row, tip, chosen)
    if row.state is ReferralState.WAITING:
        if news == PLACE:
            session.execute(update(Referral).where(Referral.id == row.id).values(**_to(chosen)))
            remember(session, Standing(row.id, row.state), f"{MORE}{news}")
        return Opened(row.id, row.next_try_at)
    if news is None:
        return Opened(row.id, None)
    if row.state in _ON_ITS_WAY:
        # What is being sent this moment may not say it: looked at again when its fate is known.
        later = {"recorded_at": None, "ready_at": utc_now() + LOOK_AGAIN}
        session.execute(update(Tip).where(Tip.id == tip.id).values(**later))
        return Opened(row.id, None)
    now = utc_now()
    found = Standing(row.id, row.state)
    values = {**_to(chosen), "news": True, "next_try_at": now}
    again = move(session.connection(), found, ReferralState.WAITING, f"{MORE}{news}", **values)
    return Opened(row.id, now if again else None)


def _asked(tip: RecordedTip) -> Asked:
    named = tip.places if tip.district in tip.places else ()
    return Asked(
        districts=named or ((tip.district,) if tip.district else ()),
        now=tip.now if named else None,
        province=tip.province,
        kind=tip.kind,
        official_involved=tip.official_involved,
        child=tip.child,
        excluded=frozenset(tip.excluded),
    )


def _news(row: Any, tip: RecordedTip, chosen: Route) -> str | None:
    """What a circle should be told although the tip is on its way: another circle's ground, or that it is urgent."""
    if chosen.circle != row.circle_code and _EXACTNESS.index(chosen.why) < _EXACTNESS.index(Why(row.why)):
        return PLACE
    return DANGER if tip.urgent and not row.told_urgent else None


def _to(chosen: Route) -> dict[str, Any]:
    return {"circle_code": chosen.circle, "why": chosen.why, "detail": chosen.detail, "km": chosen.km}
