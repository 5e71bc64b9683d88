"""What the worker makes of a tip: where its words say that it is, what kind it is, and how urgent."""

import logging
import uuid
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hotline.database import WRITTEN_LATER, seconds_since
from hotline.errors import SealBroken
from hotline.places.added import note_unknown
from hotline.sealing import Sealer
from hotline.tips.models import Kind, Tip
from hotline.tips.reading import Reading, read_words

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RecordedTip:
    """What routing needs to know of a tip, as it has been recorded."""

    id: uuid.UUID
    kind: Kind
    province: str | None
    district: str | None
    place_why: str | None
    urgent: bool = False
    places: tuple[str, ...] = ()
    now: str | None = None
    child: bool = False
    official_involved: bool = False
    moving: bool = False
    excluded: tuple[str, ...] = ()


PROVINCE_BY_KEY = "province chosen by key"
# A crash that loses this leaves the tip unrecorded, and the clock has it recorded again; a referral is not sent
# before a later commit, its claim, has taken all of this to disk.
_RECORD = f"""
    UPDATE tips SET
        recorded_at = now(),
        place_why = CASE
            WHEN words_sealed IS NULL AND district IS NULL AND province IS NOT NULL THEN '{PROVINCE_BY_KEY}'
            ELSE place_why
        END
    WHERE id = %(this)s AND ready_at <= now()
    RETURNING words_sealed, kind, province, district, place_why, urgent, danger, child, official_involved, moving,
        excluded, score, {WRITTEN_LATER}
"""  # noqa: S608
_READ = """
    UPDATE tips SET
        kind = %(kind)s, province = %(province)s, district = %(district)s, place_why = %(place_why)s,
        places = %(places)s, urgent = %(urgent)s, danger = %(danger)s, child = %(child)s,
        official_involved = %(official_involved)s, moving = %(moving)s,
        score = %(score)s, reasons_sealed = %(reasons)s, other_tongue = %(other)s
    WHERE id = %(this)s
"""
_COLUMNS = ("kind", "province", "district", "place_why", "urgent", "child", "official_involved", "moving")
IN_THE_TEXT = "district named in the text"
NOW_THERE = "of several districts the one where it is now"
PROVINCE_IN_THE_TEXT = "province named in the text"


def record_metadata(
    session: Session, sealer: Sealer, pseudonym_key: str, tip_id: uuid.UUID
) -> RecordedTip | None:
    """Record what is known of the tip, and return it; None while it waits for an answer, or is not there.

    Safe to run twice: the same words give the same record.
    """
    connection = session.connection()
    row = connection.exec_driver_sql(_RECORD, {"this": tip_id}).one_or_none()
    if row is None:
        return None
    known = {column: getattr(row, column) for column in _COLUMNS}
    tip = RecordedTip(tip_id, **known | {"kind": Kind(row.kind)}, excluded=tuple(row.excluded))
    if row.words_sealed is None:
        return tip
    try:
        words = sealer.open_text(row.words_sealed)
    except SealBroken:
        # It goes out all the same: what was answered to questions is known, and a person can look for the key.
        log.exception("the words of a tip cannot be opened", extra={"tip": tip_id})
        return tip
    reading = read_words(words)
    tip = _read(tip, reading)
    reasons = "\n".join(f"{reason.what}: {reason.words}" for reason in reading.triage.reasons)
    connection.exec_driver_sql(
        _READ,
        {column: getattr(tip, column) for column in _COLUMNS}
        | {
            "this": tip_id,
            "places": list(tip.places),
            "danger": row.danger or reading.triage.danger_now,
            "score": reading.triage.score,
            "reasons": sealer.seal_text(reasons),
            "other": reading.written.other,
        },
    )
    if row.score is None and not reading.places.districts:
        note_unknown(session, sealer, pseudonym_key, reading.places.unknown)
    return tip


def _read(tip: RecordedTip, reading: Reading) -> RecordedTip:
    """The tip with what its words say; what was answered to a question is never taken back."""
    said, places = reading.triage, reading.places
    child = tip.child or said.child
    tip = replace(
        tip,
        kind=said.kind,
        places=places.districts,
        now=places.now,
        child=child,
        official_involved=tip.official_involved or said.official_involved,
        moving=said.moving,
        urgent=tip.urgent or said.urgent or child,
    )
    if places.districts:
        district = places.now or places.districts[0]
        return replace(tip, district=district, place_why=NOW_THERE if places.now else IN_THE_TEXT)
    if len(places.provinces) == 1:
        return replace(tip, province=places.provinces[0], place_why=PROVINCE_IN_THE_TEXT)
    return tip


def unrecorded(session: Session, limit: int) -> list[tuple[uuid.UUID, float]]:
    """Tips that are ready and that no worker has recorded yet, with the seconds since they are ready."""
    rows = session.execute(
        select(Tip.id, seconds_since(Tip.ready_at))
        .where(Tip.recorded_at.is_(None), Tip.ready_at <= func.now())
        .order_by(Tip.ready_at)
        .limit(limit)
    )
    return [(tip_id, overdue) for tip_id, overdue in rows]
