"""What the worker makes of a tip: the place that its words name."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, func, select, text, update
from sqlalchemy.orm import Session

from hotline.database import WRITTEN_LATER, utc_now
from hotline.places.matching import find_places
from hotline.sealing import Sealer
from hotline.tips.models import Kind, Tip


@dataclass(frozen=True, slots=True)
class RecordedTip:
    """What routing needs to know of a tip, as it has been recorded."""

    id: uuid.UUID
    kind: Kind
    province: str | None
    district: str | None
    place_why: str | None


_tips = cast(Table, Tip.__table__)
# A crash that loses this leaves the tip unrecorded, and the clock has it recorded again; a referral is not sent
# before a later commit, its claim, has taken all of this to disk.
_LOCKED = (
    select(
        text(WRITTEN_LATER),
        Tip.ready_at,
        Tip.words_sealed,
        Tip.kind,
        Tip.province,
        Tip.district,
        Tip.place_why,
    )
    .where(Tip.id == bindparam("this"))
    .with_for_update()
)
_RECORD = update(_tips).where(_tips.c.id == bindparam("this"))


def record_metadata(session: Session, sealer: Sealer, tip_id: uuid.UUID) -> RecordedTip | None:
    """Record what is known of the tip, and return it; None while it waits for an answer, or is not there.

    Safe to run twice: the same words give the same record.
    """
    now = utc_now()
    row = session.connection().execute(_LOCKED, {"this": tip_id}).one_or_none()
    if row is None or row.ready_at > now:
        return None
    tip = RecordedTip(tip_id, row.kind, row.province, row.district, row.place_why)
    if row.words_sealed is not None:
        tip = _placed_by_words(tip, sealer.open_text(row.words_sealed))
    elif tip.province is not None:
        tip = replace(tip, place_why="province chosen by key")
    place = {"province": tip.province, "district": tip.district, "place_why": tip.place_why}
    session.connection().execute(_RECORD, {"this": tip_id, "recorded_at": now, **place})
    return tip


def _placed_by_words(tip: RecordedTip, words: str) -> RecordedTip:
    found = find_places(words)
    if found.districts:
        return replace(tip, district=found.districts[0], place_why="district named in the text")
    if len(found.provinces) == 1:
        return replace(tip, province=found.provinces[0], place_why="province named in the text")
    return tip


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
