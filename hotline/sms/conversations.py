"""The conversation that joins a number's texts: found, begun, ended; and the texts that it has so far."""

from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from hotline.database import from_now
from hotline.sealing import Sealer
from hotline.sms.models import StoppedNumber, Text, TextConversation
from hotline.tips.contact import Contact


def open_conversation(session: Session, sender: Contact, join: timedelta) -> TextConversation | None:
    """The number's open conversation, locked; one that has been silent for longer than `join` is closed instead."""
    if sender.pseudonym is None:
        return None
    found = session.execute(
        select(TextConversation, TextConversation.heard_at < from_now(-join))
        .where(TextConversation.sender_pseudonym == sender.pseudonym, TextConversation.closed_at.is_(None))
        .with_for_update()
    ).one_or_none()
    if found is None:
        return None
    conversation, is_silent = found
    if is_silent:
        conversation.closed_at = func.now()
        session.flush()
        return None
    return conversation


def texts_so_far(session: Session, sealer: Sealer, conversation: TextConversation | None) -> list[str]:
    """What it was told, oldest first, commands left out."""
    if conversation is None:
        return []
    rows = session.execute(
        select(Text.body_sealed)
        .where(Text.conversation_id == conversation.id, Text.command.is_(None))
        .order_by(Text.id)
    )
    return [sealer.open_text(row.body_sealed) for row in rows]


def last_reply(session: Session, conversation: TextConversation) -> str:
    return session.execute(
        select(Text.reply)
        .where(Text.conversation_id == conversation.id, Text.command.is_(None))
        .order_by(Text.id.desc())
        .limit(1)
    ).scalar_one()


def has_stopped(session: Session, sender: Contact) -> bool:
    stopped = select(StoppedNumber.pseudonym).where(StoppedNumber.pseudonym == sender.pseudonym)
    return sender.pseudonym is not None and session.execute(stopped).first() is not None


def stop(session: Session, sender: Contact) -> None:
    """No more texts to this number; a withheld one is not known again, and gets none but replies anyway."""
    if sender.pseudonym is not None:
        session.execute(insert(StoppedNumber).values(pseudonym=sender.pseudonym).on_conflict_do_nothing())


def start_again(session: Session, sender: Contact) -> None:
    session.execute(delete(StoppedNumber).where(StoppedNumber.pseudonym == sender.pseudonym))
