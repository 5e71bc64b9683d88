"""One call or one conversation in full: what was asked and answered step by step, its tip and its referrals."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.calls.models import Call, CallAnswer, Recording
from hotline.errors import SealBroken
from hotline.sealing import Sealer
from hotline.sms.models import Text, TextConversation
from hotline.sms.photos import PhotoKept, of_conversation
from hotline.tips.models import Channel, Tip
from hotline.web.call_log import LARGEST_ID, shown_of
from hotline.web.one_referral import Sent, read_referrals
from hotline.web.one_tip import Sound, TipTold, read_tip


@dataclass(frozen=True, slots=True)
class Answered:
    """What the caller did at one step."""

    step: str
    at: datetime
    keys: str
    fact: str | None
    value: str | None
    understood: bool
    sound: Sound | None


@dataclass(frozen=True, slots=True)
class OneCall:
    """A call in full."""

    id: int
    who: str | None
    language: str
    started_at: datetime
    ended_at: datetime | None
    ended_as: str | None
    seconds: int | None
    answers: tuple[Answered, ...]
    tip: Tip | None
    told: TipTold | None
    referrals: tuple[Sent, ...]

    @property
    def adds(self) -> bool:
        """Whether the tip is an earlier report, of which this call speaks."""
        return self.told is not None and self.told.is_added_to_by(self.id)


@dataclass(frozen=True, slots=True)
class Written:
    """One text and our reply; `words` is None when no key of this installation opens them.

    `pictures` are those that the carrier counted, `photos` those of which it said where they are.
    """

    at: datetime
    words: str | None
    pictures: int
    photos: tuple[PhotoKept, ...]
    reply: str


@dataclass(frozen=True, slots=True)
class OneConversation:
    """A conversation by text in full."""

    id: int
    who: str | None
    language: str
    begun_at: datetime
    texts: tuple[Written, ...]
    tip: Tip
    told: TipTold
    referrals: tuple[Sent, ...]


def read_call(session: Session, sealer: Sealer, call_id: int) -> OneCall | None:
    if call_id > LARGEST_ID:
        return None
    row = session.execute(
        select(
            Call.id, shown_of(Call.caller_pseudonym), Call.language, Call.started_at, Call.ended_at,
            Call.ended_as, Call.seconds, Call.tip_id,
        ).where(Call.id == call_id)
    ).first()  # fmt: skip
    if row is None:
        return None
    tip = session.get(Tip, row.tip_id) if row.tip_id else None
    return OneCall(
        id=row.id,
        who=row.who,
        language=row.language,
        started_at=row.started_at,
        ended_at=row.ended_at,
        ended_as=row.ended_as,
        seconds=row.seconds,
        answers=_answers(session, call_id),
        tip=tip,
        told=read_tip(session, tip) if tip else None,
        referrals=read_referrals(session, sealer, tip),
    )


def read_conversation(session: Session, sealer: Sealer, conversation_id: int) -> OneConversation | None:
    if conversation_id > LARGEST_ID:
        return None
    row = session.execute(
        select(
            TextConversation.id, shown_of(TextConversation.sender_pseudonym), TextConversation.language,
            TextConversation.begun_at, TextConversation.tip_id,
        ).where(TextConversation.id == conversation_id)
    ).first()  # fmt: skip
    if row is None:
        return None
    tip = session.get_one(Tip, row.tip_id)
    return OneConversation(
        id=row.id,
        who=row.who,
        language=row.language,
        begun_at=row.begun_at,
        texts=_texts(session, sealer, conversation_id),
        tip=tip,
        told=read_tip(session, tip),
        referrals=read_referrals(session, sealer, tip),
    )


def reference_of(session: Session, channel: Channel, row_id: int) -> str | None:
    """The code of the tip that an entry speaks of; None where there is no such entry, or no tip."""
    if row_id > LARGEST_ID:
        return None
    table = Call if channel is Channel.CALL else TextConversation
    return session.scalars(
        select(Tip.reference).join(table, table.tip_id == Tip.id).where(table.id == row_id)
    ).one_or_none()


def _answers(session: Session, call_id: int) -> tuple[Answered, ...]:
    rows = session.execute(
        select(CallAnswer, Recording)
        .outerjoin(Recording, (Recording.call_id == CallAnswer.call_id) & (Recording.turn == CallAnswer.turn))
        .where(CallAnswer.call_id == call_id)
        .order_by(CallAnswer.turn)
    )
    return tuple(
        Answered(
            step=answer.step,
            at=answer.at,
            keys=answer.keys,
            fact=answer.fact,
            value=answer.value,
            understood=answer.understood,
            sound=_sound(recording),
        )
        for answer, recording in rows
    )


def _sound(recording: Recording | None) -> Sound | None:
    if recording is None:
        return None
    return Sound(recording.id, recording.seconds, recording.standing, recording.step)


def _texts(session: Session, sealer: Sealer, conversation_id: int) -> tuple[Written, ...]:
    rows = session.scalars(select(Text).where(Text.conversation_id == conversation_id).order_by(Text.id))
    photos = of_conversation(session, conversation_id)
    return tuple(
        Written(
            at=row.received_at,
            words=_opened(sealer, row.body_sealed),
            pictures=row.media_count,
            photos=tuple(photo for photo in photos if photo.text_id == row.id),
            reply=row.reply,
        )
        for row in rows
    )


def _opened(sealer: Sealer, sealed: bytes) -> str | None:
    try:
        # What a carrier sent need not be well-formed; what a browser is sent must be.
        return sealer.open_text(sealed).encode("utf-8", "replace").decode("utf-8")
    except SealBroken:
        return None
