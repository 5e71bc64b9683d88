"""How a text comes in: the first one is a tip at once, later ones of the same number add to it."""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from hotline.database import from_now
from hotline.errors import SealBroken
from hotline.sealing import Sealer
from hotline.sms import photos
from hotline.sms.answers import said_yes
from hotline.sms.asking import (
    answers_the_question,
    danger_answered,
    known_of,
    next_turn,
    position_of,
    reply_to,
)
from hotline.sms.commands import Asked, Command, read_command
from hotline.sms.conversations import has_stopped, last_reply, open_conversation, texts_so_far
from hotline.sms.incoming import IncomingSms
from hotline.sms.models import Text, TextConversation
from hotline.sms.obeying import ProgressOf, obey
from hotline.sms.parts import joined
from hotline.sms.replies import LANGUAGES
from hotline.tips.contact import Contact
from hotline.tips.intake import Told, take_tip, tell_more
from hotline.tips.models import Channel, Tip
from hotline.tips.reading import read_words
from ivr_flows.engine import Position, begin
from ivr_flows.flows import SMS

LATE_ANSWER = timedelta(hours=12)
# Whoever tells it in small pieces must not wait for ever.
MOST_QUIETS = 3
SHORTEST_REPEAT = 20
ANSWER = "answer"
"""How a text is kept that an officer answered a referral with, beside the commands."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a text waits for more to be told, and how long texts of one number join one tip."""

    quiet: timedelta
    join: timedelta


@dataclass(frozen=True, slots=True)
class Answered:
    """What an officer's answer is replied, and the referral that a job must be nudged about, if any."""

    words: str
    referral: uuid.UUID | None = None


OfficersAnswer = Callable[[Session, str, str], Answered | None]
"""What becomes of a text from that number with that body; None where it is no officer's answer."""


@dataclass(frozen=True, slots=True)
class Means:
    """What the hotline lends to whoever takes a text in. `late`: the text waited while the database was away, and no
    question of ours was put."""

    sealer: Sealer
    patience: Patience
    progress_of: ProgressOf
    answer: OfficersAnswer
    late: bool = False


@dataclass(frozen=True, slots=True)
class SmsReply:
    """What to text back (nothing when empty), the tip that a job must be nudged about once it is ready, the photos to
    be fetched, and the referral that goes on elsewhere."""

    words: str
    tip: uuid.UUID | None
    ready: bool
    photos: tuple[uuid.UUID, ...] = ()
    referral: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class _Heard:
    """What one text did: the tip it told of, or the referral it passed on, if any, and the reply."""

    conversation: TextConversation | None
    reply: str
    ready: bool = False
    command: str | None = None
    referral: uuid.UUID | None = None


def receive(session: Session, sender: Contact, sms: IncomingSms, means: Means) -> SmsReply:
    """Take one text in. Told of the same text again, it answers the same and changes nothing."""
    # One at a time for each number: two texts that arrive together belong to one tip, and a text that its carrier
    # tells of twice at once is one.
    session.execute(
        select(func.pg_advisory_xact_lock(func.hashtextextended(sender.pseudonym or sms.carrier_id, 0)))
    )
    told_before = _told_before(session, sender.carrier, sms.carrier_id)
    if told_before is not None:
        return told_before
    command = None if sms.media_count else read_command(sms.body)
    heard = None if command or sms.media_count else _answered(session, sender, sms, means)
    return _kept(session, sender, sms, means.sealer, heard or _heard(session, sender, sms, means, command))


def _answered(session: Session, sender: Contact, sms: IncomingSms, means: Means) -> _Heard | None:
    answered = means.answer(session, sms.sender, sms.body)
    if answered is None:
        return None
    reply = "" if has_stopped(session, sender) else answered.words
    return _Heard(None, reply, command=ANSWER, referral=answered.referral)


def _heard(
    session: Session, sender: Contact, sms: IncomingSms, means: Means, command: Command | None
) -> _Heard:
    answers = said_yes(sms.body) is not None
    join = max(means.patience.join, LATE_ANSWER) if answers else means.patience.join
    conversation = open_conversation(session, sender, join)
    if command is not None and not answers_the_question(command, conversation):
        return _obeyed(session, sender, sms, means, command, conversation)
    heard = _told(session, sender, sms, means, conversation)
    return replace(heard, reply="") if has_stopped(session, sender) else heard


def _told_before(session: Session, carrier: str, carrier_id: str) -> SmsReply | None:
    row = session.execute(
        select(Text.reply, TextConversation.tip_id)
        .outerjoin(TextConversation, TextConversation.id == Text.conversation_id)
        .where(Text.carrier == carrier, Text.carrier_id == carrier_id)
    ).one_or_none()
    return None if row is None else SmsReply(row.reply, row.tip_id, ready=False)


def _kept(session: Session, sender: Contact, sms: IncomingSms, sealer: Sealer, heard: _Heard) -> SmsReply:
    text_id = session.execute(
        insert(Text)
        .values(
            carrier=sender.carrier,
            carrier_id=sms.carrier_id,
            conversation_id=heard.conversation.id if heard.conversation else None,
            command=heard.command,
            body_sealed=sealer.seal_text(sms.body),
            media_count=sms.media_count,
            reply=heard.reply,
        )
        .returning(Text.id)
    ).scalar_one()
    new = photos.expect(session, sealer, text_id, sms.media)
    tip = heard.conversation.tip_id if heard.conversation else None
    return SmsReply(heard.reply, tip, heard.ready, new, heard.referral)


def _obeyed(
    session: Session,
    sender: Contact,
    sms: IncomingSms,
    means: Means,
    command: Command,
    conversation: TextConversation | None,
) -> _Heard:
    reply = obey(session, sender, command, conversation, means.progress_of)
    if command.asked is Asked.HELP and conversation is None:
        # Whoever can send one word only may mean just that. It is half a report, and the next text belongs to it.
        position = begin(SMS, LANGUAGES[command.writing]).position
        told = Told(
            channel=Channel.SMS,
            language=position.language,
            facts={},
            partial=True,
            words_sealed=means.sealer.seal_text(sms.body),
            ready_at=_ready_at(None, means.patience),
        )
        return _Heard(_begin(session, sender, means, position, told)[0], reply)
    return _Heard(conversation, reply, command=command.asked)


def _told(
    session: Session, sender: Contact, sms: IncomingSms, means: Means, conversation: TextConversation | None
) -> _Heard:
    conversation, before = _so_far(session, means.sealer, conversation)
    if conversation is not None and not sms.media_count and _is_repeat(sms.body, before):
        return _Heard(conversation, last_reply(session, conversation))
    words = joined([*before, sms.body])
    reading = read_words(words)
    language = LANGUAGES[reading.written.writing]
    tip = session.get_one(Tip, conversation.tip_id) if conversation is not None else None
    danger = tip is not None and tip.danger
    position = position_of(conversation, language)
    facts = danger_answered(position, sms.body)
    at_once = reading.at_once or facts.get("danger") == "yes" or danger
    told = Told(
        channel=Channel.SMS,
        language=language,
        facts=facts,
        words_sealed=means.sealer.seal_text(words),
        ready_at=None if at_once else _ready_at(tip, means.patience),
        of_an_official=reading.triage.official_involved,
    )
    known = known_of(reading, position, facts, danger)
    turn = next_turn(position, sms, before, known, means.late)
    if conversation is None or tip is None:
        conversation, tip = _begin(session, sender, means, turn.position, told)
    else:
        tell_more(session, tip.id, told)
        conversation.waiting_at, conversation.language = str(turn.position), language
        conversation.heard_at = func.clock_timestamp()
    reply = reply_to(session, tip.reference, turn, reading, position)
    return _Heard(conversation, reply, ready=at_once)


def _so_far(
    session: Session, sealer: Sealer, conversation: TextConversation | None
) -> tuple[TextConversation | None, list[str]]:
    """The conversation and its texts; one whose texts no key opens any more is left as it is, and another begun."""
    try:
        return conversation, texts_so_far(session, sealer, conversation)
    except SealBroken:
        log.exception("the texts of a conversation cannot be opened")
        if conversation is not None:
            conversation.closed_at = func.now()
            session.flush()
        return None, []


def _ready_at(tip: Tip | None, patience: Patience) -> ColumnElement[datetime]:
    """A quiet minute from now, but not much longer after the first text of a tip that has not gone out yet."""
    quiet = from_now(patience.quiet)
    if tip is None or tip.recorded_at is not None:
        return quiet
    return func.least(quiet, tip.taken_at + MOST_QUIETS * patience.quiet)


def _begin(
    session: Session, sender: Contact, means: Means, position: Position, told: Told
) -> tuple[TextConversation, Tip]:
    tip = take_tip(session, told)
    conversation = TextConversation(
        carrier=sender.carrier,
        sender_pseudonym=sender.pseudonym,
        sender_sealed=sender.sealed,
        language=position.language,
        waiting_at=str(position),
        tip_id=tip.id,
    )
    session.add(conversation)
    session.flush()
    return conversation, tip


def _is_repeat(body: str, before: list[str]) -> bool:
    """Whether a text was sent once more; a short one, such as yes, may be the answer to another question as well."""
    return len(body) >= SHORTEST_REPEAT and body in before
