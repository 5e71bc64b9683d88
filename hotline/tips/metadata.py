"""What the worker makes of a tip: the place that its words name."""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
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
    urgent: bool = False


BY_KEY = "province chosen by key"
# A crash that loses this leaves the tip unrecorded, and the clock has it recorded again; a referral is not sent
# before a later commit, its claim, has taken all of this to disk.
_RECORD = f"""
    UPDATE tips SET
        recorded_at = %(now)s,
        place_why = CASE
            WHEN words_sealed IS NULL AND district IS NULL AND province IS NOT NULL THEN '{BY_KEY}'
            ELSE place_why
        END
    WHERE id = %(this)s AND ready_at <= %(now)s
    RETURNING words_sealed, kind, province, district, place_why, urgent, {WRITTEN_LATER}
"""  # noqa: S608
_PLACE = """
    UPDATE tips SET province = %(province)s, district = %(district)s, place_why = %(place_why)s WHERE id = %(this)s
"""


def record_metadata(session: Session, sealer: Sealer, tip_id: uuid.UUID) -> RecordedTip | None:
    """Record what is known of the tip, and return it; None while it waits for an answer, or is not there.

    Safe to run twice: the same words give the same record.
    """
    connection = session.connection()
    row = connection.exec_driver_sql(_RECORD, {"this": tip_id, "now": utc_now()}).one_or_none()
    if row is None:
        return None
    tip = RecordedTip(tip_id, Kind(row.kind), row.province, row.district, row.place_why, row.urgent)
    if row.words_sealed is not None:
        tip = _placed_by_words(tip, sealer.open_text(row.words_sealed))
        place = {"province": tip.province, "district": tip.district, "place_why": tip.place_why}
        connection.exec_driver_sql(_PLACE, {"this": tip_id, **place})
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
