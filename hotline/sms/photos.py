"""What came with a text: expected at the carrier, brought home, sealed, and never opened here."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from hotline import fetching
from hotline.database import Database
from hotline.fetching import FetchState, KeepsForUs
from hotline.sealing import Sealer
from hotline.sms.incoming import Media
from hotline.sms.models import Photo, Text, TextConversation
from hotline.tips.models import Tip


@dataclass(frozen=True, slots=True)
class PhotoKept:
    """A photo as a conversation tells of it: which of its photos it is, counted from 1, and where it stands."""

    id: uuid.UUID
    text_id: int
    number: int
    content_type: str
    state: FetchState


@dataclass(frozen=True, slots=True)
class TakenOut:
    """What a photo is, and as what it can be handed over; `reference` is that of the tip it came with, if any."""

    content: bytes
    content_type: str
    number: int
    reference: str | None


def expect(session: Session, sealer: Sealer, text_id: int, media: Sequence[Media]) -> tuple[uuid.UUID, ...]:
    """Note where the carrier keeps them, and return those that are new. Safe to run twice."""
    noted = [
        {
            "id": uuid.uuid4(),
            "text_id": text_id,
            "number": number,
            "content_type": medium.content_type,
            "link_sealed": sealer.seal_text(medium.url),
        }
        for number, medium in enumerate(media, start=1)
    ]
    if not noted:
        return ()
    new = session.scalars(insert(Photo).on_conflict_do_nothing().returning(Photo.id), noted)
    return tuple(new)


def bring_home(database: Database, carrier: KeepsForUs, sealer: Sealer, photo_id: uuid.UUID) -> None:
    """Safe to run twice and to die anywhere."""
    fetching.bring_home(database, carrier, sealer, Photo, photo_id)


def waiting(session: Session, limit: int) -> list[tuple[uuid.UUID, float]]:
    """Photos that a job must be put for, with the seconds since they are due."""
    return fetching.waiting(session, Photo, limit)


def of_conversation(session: Session, conversation_id: int) -> list[PhotoKept]:
    """In the order in which they came."""
    rows = session.execute(
        select(Photo.id, Photo.text_id, Photo.content_type, Photo.standing)
        .join(Text, Text.id == Photo.text_id)
        .where(Text.conversation_id == conversation_id)
        .order_by(Photo.text_id, Photo.number)
    )
    return [PhotoKept(row.id, row.text_id, number, *row[2:]) for number, row in enumerate(rows, start=1)]


def take_out(session: Session, sealer: Sealer, photo_id: uuid.UUID) -> TakenOut | None:
    """The photo as it came, or None when we do not have it (yet); raises SealBroken."""
    content = fetching.open_fetched(session, sealer, Photo, photo_id)
    if content is None:
        return None
    row = session.execute(
        select(Photo.content_type, Photo.number, Text.conversation_id, Tip.reference)
        .join(Text, Text.id == Photo.text_id)
        .outerjoin(TextConversation, TextConversation.id == Text.conversation_id)
        .outerjoin(Tip, Tip.id == TextConversation.tip_id)
        .where(Photo.id == photo_id)
    ).one()
    if row.conversation_id is None:
        return TakenOut(content, row.content_type, row.number, None)
    numbers = {photo.id: photo.number for photo in of_conversation(session, row.conversation_id)}
    return TakenOut(content, row.content_type, numbers[photo_id], row.reference)
