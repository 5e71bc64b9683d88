"""How a text comes in: the first one is a tip at once, later ones of the same number add to it."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from hotline.database import utc_now
from hotline.languages import language_of
from hotline.places.matching import find_places
from hotline.sealing import Sealer
from hotline.sms.incoming import IncomingSms
from hotline.sms.models import Text, TextConversation
from hotline.sms.replies import reply_words
from hotline.tips.contact import Contact
from hotline.tips.intake import Told, take_tip, tell_more
from hotline.tips.models import Channel, Tip
from ivr_flows.engine import Heard, Position, Turn, answer, begin
from ivr_flows.flows import SMS

PLACE_KNOWN = frozenset({"place"})
NOTHING_KNOWN: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a text waits for the answer to our question, and how long texts of one number join one tip."""

    quiet: timedelta
    join: timedelta


@dataclass(frozen=True, slots=True)
class SmsReply:
    """What to text back, and the tip that a job must be nudged about once it is ready."""

    words: str
    tip: uuid.UUID
    ready: bool


def receive(
    session: Session, sender: Contact, sms: IncomingSms, sealer: Sealer, patience: Patience
) -> SmsReply:
    """Take one text in. Told of the same text again, it answers the same and changes nothing."""
    # One at a time for each number: two texts that arrive together belong to one tip, and a text that its carrier
    # tells of twice at once is one.
    session.execute(
        select(func.pg_advisory_xact_lock(func.hashtextextended(sender.pseudonym or sms.carrier_id, 0)))
    )
    told_before = _told_before(session, sender.carrier, sms.carrier_id)
    if told_before is not None:
        return told_before
    conversation = _open_conversation(session, sender, utc_now() - patience.join)
    if conversation is None:
        conversation, turn, ready = _begin(session, sender, sms, sealer, patience)
    else:
        turn, ready = _go_on(session, conversation, sms, sealer, patience)
    reference = session.execute(select(Tip.reference).where(Tip.id == conversation.tip_id)).scalar_one()
    reply = reply_words(turn, reference)
    session.execute(
        insert(Text).values(
            carrier=sender.carrier,
            carrier_id=sms.carrier_id,
            conversation_id=conversation.id,
            body_sealed=sealer.seal_text(sms.body),
            media_count=sms.media_count,
            reply=reply,
        )
    )
    return SmsReply(reply, conversation.tip_id, ready)


def _told_before(session: Session, carrier: str, carrier_id: str) -> SmsReply | None:
    row = session.execute(
        select(Text.reply, TextConversation.tip_id)
        .join(TextConversation, TextConversation.id == Text.conversation_id)
        .where(Text.carrier == carrier, Text.carrier_id == carrier_id)
    ).one_or_none()
    return None if row is None else SmsReply(row.reply, row.tip_id, ready=False)


def _open_conversation(session: Session, sender: Contact, oldest: datetime) -> TextConversation | None:
    """The number's open conversation, locked; one that fell silent before `oldest` is closed instead."""
    if sender.pseudonym is None:
        return None
    conversation = session.execute(
        select(TextConversation)
        .where(TextConversation.sender_pseudonym == sender.pseudonym, TextConversation.closed_at.is_(None))
        .with_for_update()
    ).scalar_one_or_none()
    if conversation is not None and conversation.heard_at < oldest:
        conversation.closed_at = utc_now()
        session.flush()
        return None
    return conversation


def _begin(
    session: Session, sender: Contact, sms: IncomingSms, sealer: Sealer, patience: Patience
) -> tuple[TextConversation, Turn, bool]:
    known = _known(sms.body)
    language = language_of(sms.body)
    turn = answer(begin(SMS, language).position, Heard(words=sms.body), known).turn
    told = Told(
        channel=Channel.SMS,
        language=language,
        facts={},
        words_sealed=sealer.seal_text(sms.body),
        ready_at=_ready_at(known, turn, patience),
    )
    conversation = TextConversation(
        carrier=sender.carrier,
        sender_pseudonym=sender.pseudonym,
        sender_sealed=sender.sealed,
        language=language,
        waiting_at=str(turn.position),
        tip_id=take_tip(session, told).id,
    )
    session.add(conversation)
    session.flush()
    return conversation, turn, told.ready_at is None


def _go_on(
    session: Session, conversation: TextConversation, sms: IncomingSms, sealer: Sealer, patience: Patience
) -> tuple[Turn, bool]:
    tip = session.execute(select(Tip).where(Tip.id == conversation.tip_id).with_for_update()).scalar_one()
    before = sealer.open_text(tip.words_sealed) if tip.words_sealed else ""
    so_far = f"{before}\n{sms.body}".strip()
    known = _known(so_far)
    position = Position.parse(conversation.waiting_at)
    turn = answer(position, Heard(words=sms.body), known).turn
    told = Told(
        channel=Channel.SMS,
        language=conversation.language,
        facts={},
        words_sealed=sealer.seal_text(so_far),
        ready_at=_ready_at(known, turn, patience),
    )
    tell_more(session, tip.id, told)
    conversation.waiting_at = str(turn.position)
    conversation.heard_at = utc_now()
    return turn, told.ready_at is None


def _known(text: str) -> frozenset[str]:
    return PLACE_KNOWN if find_places(text).districts else NOTHING_KNOWN


def _ready_at(known: frozenset[str], turn: Turn, patience: Patience) -> datetime | None:
    """None (now) when there is nothing left to wait for; else the moment at which the tip goes out as it is."""
    return None if known or turn.over else utc_now() + patience.quiet
