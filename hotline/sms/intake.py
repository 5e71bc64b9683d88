"""How a text comes in: the first one is a tip at once, later ones of the same number add to it."""

import uuid
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from hotline.database import utc_now
from hotline.sealing import Sealer
from hotline.sms import photos
from hotline.sms.answers import said_yes
from hotline.sms.commands import Asked, Command, read_command
from hotline.sms.conversations import has_stopped, last_reply, open_conversation, texts_so_far
from hotline.sms.incoming import IncomingSms
from hotline.sms.models import Text, TextConversation
from hotline.sms.obeying import ProgressOf, obey
from hotline.sms.parts import continues, joined
from hotline.sms.replies import LANGUAGES, place_names, reply_words
from hotline.tips.contact import Contact
from hotline.tips.intake import Told, take_tip, tell_more
from hotline.tips.models import Channel, Kind, Tip
from hotline.tips.reading import Reading, read_words
from ivr_flows.engine import Heard, Position, Turn, again, answer, begin
from ivr_flows.flows import SMS

MOST_QUESTIONS = 2
MOST_TO_CHOOSE_FROM = 3
ALL_KNOWN = frozenset({"which", "place", "danger"})
DANGER_STEP = "sms_tip.danger"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a text waits for more to be told, and how long texts of one number join one tip."""

    quiet: timedelta
    join: timedelta


@dataclass(frozen=True, slots=True)
class Means:
    """What the hotline lends to whoever takes a text in."""

    sealer: Sealer
    patience: Patience
    progress_of: ProgressOf


@dataclass(frozen=True, slots=True)
class SmsReply:
    """What to text back (nothing when empty), the tip that a job must be nudged about once it is ready, and the
    photos to be fetched."""

    words: str
    tip: uuid.UUID | None
    ready: bool
    photos: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class _Heard:
    """What one text did: the tip it told of, if any, and the reply."""

    conversation: TextConversation | None
    reply: str
    ready: bool = False
    command: Asked | None = None


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
    conversation = open_conversation(session, sender, utc_now() - means.patience.join)
    command = None if sms.media_count else read_command(sms.body)
    if command is not None and not _answers_the_question(command, conversation):
        heard = _obeyed(session, sender, sms, means, command, conversation)
    else:
        heard = _told(session, sender, sms, means, conversation)
        if has_stopped(session, sender):
            heard = replace(heard, reply="")
    return _kept(session, sender, sms, means.sealer, heard)


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
    return SmsReply(heard.reply, heard.conversation.tip_id if heard.conversation else None, heard.ready, new)


def _answers_the_question(command: Command, conversation: TextConversation | None) -> bool:
    """Whether HELP is what somebody says who was asked whether there is danger."""
    asked = Position.parse(conversation.waiting_at).step if conversation is not None else None
    return command.asked is Asked.HELP and asked == DANGER_STEP


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
        # Whoever can send one word only may mean just that. It is a report, and the next text belongs to it.
        conversation = _begin(session, sender, sms, means, begin(SMS, LANGUAGES[command.writing]).position)
        return _Heard(conversation, reply)
    return _Heard(conversation, reply, command=command.asked)


def _told(
    session: Session, sender: Contact, sms: IncomingSms, means: Means, conversation: TextConversation | None
) -> _Heard:
    before = texts_so_far(session, means.sealer, conversation)
    if conversation is not None and before and not sms.media_count and _is_repeat(sms.body, before):
        return _Heard(conversation, last_reply(session, conversation))
    words = joined([*before, sms.body])
    reading = read_words(words)
    language = LANGUAGES[reading.written.writing]
    facts: dict[str, str] = {}
    if conversation is None:
        position = begin(SMS, language).position
    else:
        position = replace(Position.parse(conversation.waiting_at), language=language)
        facts = _danger_answered(position, sms.body)
    known = _known(reading, position, facts)
    if continues(sms.body, before):
        turn = again(position, known)
    else:
        turn = answer(position, Heard(words=sms.body), known).turn
    at_once = reading.at_once or facts.get("danger") == "yes"
    told = Told(
        channel=Channel.SMS,
        language=language,
        facts=facts,
        words_sealed=means.sealer.seal_text(words),
        ready_at=None if at_once else utc_now() + means.patience.quiet,
    )
    if conversation is None:
        conversation = _begin(session, sender, sms, means, turn.position, told)
    else:
        tell_more(session, conversation.tip_id, told)
        conversation.waiting_at, conversation.language = str(turn.position), language
        conversation.heard_at = utc_now()
    return _Heard(conversation, _reply(session, conversation, turn, reading), ready=at_once)


def _begin(
    session: Session,
    sender: Contact,
    sms: IncomingSms,
    means: Means,
    position: Position,
    told: Told | None = None,
) -> TextConversation:
    """A conversation with its tip. Without `told` nothing but HELP was said, and the tip is half a one."""
    told = told or Told(
        channel=Channel.SMS,
        language=position.language,
        facts={},
        partial=True,
        words_sealed=means.sealer.seal_text(sms.body),
        ready_at=utc_now() + means.patience.quiet,
    )
    conversation = TextConversation(
        carrier=sender.carrier,
        sender_pseudonym=sender.pseudonym,
        sender_sealed=sender.sealed,
        language=position.language,
        waiting_at=str(position),
        tip_id=take_tip(session, told).id,
    )
    session.add(conversation)
    session.flush()
    return conversation


def _is_repeat(body: str, before: list[str]) -> bool:
    """Whether a text came once more; a short one, such as yes, may be the answer to another question as well."""
    return body == before[-1] or (len(body) >= 20 and body in before)


def _danger_answered(position: Position, body: str) -> dict[str, str]:
    if position.step != DANGER_STEP:
        return {}
    command = read_command(body)
    said = True if command is not None and command.asked is Asked.HELP else said_yes(body)
    return {} if said is None else {"danger": "yes" if said else "no"}


def _known(reading: Reading, position: Position, facts: dict[str, str]) -> frozenset[str]:
    """What need not be asked. Who has been asked twice is asked no more."""
    if position.turn >= MOST_QUESTIONS:
        return ALL_KNOWN
    if reading.places.districts:
        known = {"which", "place"}
    else:
        known = {"place"} if 1 < len(reading.places.candidates) <= MOST_TO_CHOOSE_FROM else {"which"}
    if facts or reading.triage.danger_now or reading.triage.kind is Kind.NOT_A_TIP:
        known.add("danger")
    return frozenset(known)


def _reply(session: Session, conversation: TextConversation, turn: Turn, reading: Reading) -> str:
    reference = session.execute(select(Tip.reference).where(Tip.id == conversation.tip_id)).scalar_one()
    return reply_words(
        turn, reference, place_names(session, reading.places.candidates, turn.position.language)
    )
