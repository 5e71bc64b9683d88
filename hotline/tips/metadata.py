"""What the worker makes of a tip: the place that its words name."""

import uuid
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hotline.database import utc_now
from hotline.places.matching import find_places
from hotline.sealing import Sealer
from hotline.tips.models import Tip


def record_metadata(session: Session, sealer: Sealer, tip_id: uuid.UUID) -> Tip | None:
    """Record what is known of the tip, and return it; None while it waits for an answer, or is not there.

    Safe to run twice: the same words give the same record.
    """
    tip = session.execute(select(Tip).where(Tip.id == tip_id).with_for_update()).scalar_one_or_none()
    if tip is None or tip.ready_at > utc_now():
        return None
    if tip.words_sealed is not None:
        _place_by_words(tip, sealer.open_text(tip.words_sealed))
    elif tip.province is not None:
        tip.place_why = "province chosen by key"
    tip.recorded_at = utc_now()
    return tip


def _place_by_words(tip: Tip, words: str) -> None:
    found = find_places(words)
    if found.districts:
        tip.district, tip.place_why = found.districts[0], "district named in the text"
    elif len(found.provinces) == 1:
        tip.province, tip.place_why = found.provinces[0], "province named in the text"


def unrecorded(session: Session, limit: int) -> list[tuple[uuid.UUID, datetime]]:
    """Tips that are ready and that no worker has recorded yet, with the time since when they are ready."""
    rows = session.execute(
        select(Tip.id, Tip.ready_at)
        .where(Tip.recorded_at.is_(None), Tip.ready_at <= utc_now())
        .order_by(Tip.ready_at)
        .limit(limit)
    )
    return [(row.id, row.ready_at) for row in rows]


def count_unrecorded(session: Session) -> int:
    ready = select(func.count()).select_from(Tip).where(Tip.recorded_at.is_(None), Tip.ready_at <= utc_now())
    return session.execute(ready).scalar_one()
