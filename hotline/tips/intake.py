"""Where both roads meet: a call or a text becomes a tip."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from hotline.database import utc_now
from hotline.tips.models import Channel, Kind, Tip
from hotline.tips.reference import new_reference


@dataclass(frozen=True, slots=True)
class Told:
    """What one person told us so far; `words_sealed` is what they wrote, `ready_at` when it may go to a circle."""

    channel: Channel
    language: str
    facts: dict[str, str]
    partial: bool = False
    words_sealed: bytes | None = None
    ready_at: datetime | None = None


def take_tip(session: Session, told: Told) -> Tip:
    """Insert the tip under a reference code of its own, in the caller's transaction."""
    values = {
        "channel": told.channel,
        "language": told.language,
        "kind": kind_of(told.facts),
        "province": province_of(told.facts),
        "partial": told.partial,
        "words_sealed": told.words_sealed,
        "ready_at": told.ready_at or utc_now(),
    }
    while True:
        # Ten million codes: a collision is rare but sure to come, and then the next draw serves.
        row = session.execute(
            insert(Tip)
            .values(id=uuid.uuid4(), reference=new_reference(), **values)
            .on_conflict_do_nothing(index_elements=["reference"])
            .returning(Tip)
        ).scalar_one_or_none()
        if row is not None:
            return row


def tell_more(session: Session, tip_id: uuid.UUID, told: Told) -> None:
    """Let what came later stand in the tip as well, and have it recorded again; never takes back what was said."""
    kind, province = kind_of(told.facts), province_of(told.facts)
    tip = session.execute(select(Tip).where(Tip.id == tip_id).with_for_update()).scalar_one()
    session.execute(
        update(Tip)
        .where(Tip.id == tip_id)
        .values(
            kind=kind if kind is not Kind.UNKNOWN else tip.kind,
            province=province or tip.province,
            partial=tip.partial and told.partial,
            words_sealed=told.words_sealed or tip.words_sealed,
            ready_at=told.ready_at or utc_now(),
            recorded_at=None,
        )
    )


def kind_of(facts: dict[str, str]) -> Kind:
    try:
        return Kind(facts.get("kind", Kind.UNKNOWN))
    except ValueError:
        return Kind.UNKNOWN


def province_of(facts: dict[str, str]) -> str | None:
    province = facts.get("province")
    return None if province in (None, "unknown") else province
