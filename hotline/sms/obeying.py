"""What a command by text does, and what it is answered."""

from collections.abc import Callable

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hotline.languages import words
from hotline.sms import notices
from hotline.sms.commands import Asked, Command
from hotline.sms.conversations import start_again, stop
from hotline.sms.models import TextConversation
from hotline.sms.replies import LANGUAGES
from hotline.tips.contact import Contact
from hotline.tips.guessing import TooManyGuesses, find_by_code
from hotline.tips.models import Tip
from hotline.tips.reference import spaced
from ivr_flows.steps import Prompt
from ivr_flows.texts import HELP, PROGRESS, SAFE, STARTED, STOPPED, TOO_MANY_CODES, WHICH_CODE, WRONG_CODE

ProgressOf = Callable[[Session, Tip], str]
"""How far a report is, one of `ivr_flows.texts.PROGRESS`."""

WORD_BACK = "feedback-"
"""How the key of a word back begins, before the tip's id."""
_SAID = {Asked.HELP: HELP, Asked.STOP: STOPPED, Asked.START: STARTED, Asked.SAFE: SAFE}


def obey(
    session: Session,
    sender: Contact,
    command: Command,
    conversation: TextConversation | None,
    progress_of: ProgressOf,
) -> str:
    """Do what is asked, and return the reply: in the way of writing of the word that asked for it."""
    prompt, code = _SAID.get(command.asked), command.code
    if command.asked is Asked.STOP:
        stop(session, sender)
        _unsafe(session, sender)
    elif command.asked is Asked.START:
        start_again(session, sender)
    elif command.asked is Asked.SAFE:
        _safe(session, sender, conversation)
    said = prompt or _status(session, sender, code, progress_of)
    return words(said, _language(command, conversation)).replace("{reference}", spaced(code))


def _safe(session: Session, sender: Contact, conversation: TextConversation | None) -> None:
    """From now on we may text of our own accord: of the last report of this number, and of no other one."""
    of_number = TextConversation.sender_pseudonym == sender.pseudonym
    last = select(TextConversation.id).where(of_number).order_by(TextConversation.id.desc()).limit(1)
    this = conversation.id if conversation is not None else session.scalar(last)
    if sender.pseudonym is not None and this is not None:
        session.execute(update(TextConversation).where(TextConversation.id == this).values(safe=True))


def _unsafe(session: Session, sender: Contact) -> None:
    """Whoever says STOP may be somebody else than who said that the phone is safe: nothing that waits goes out."""
    theirs = TextConversation.sender_pseudonym == sender.pseudonym, TextConversation.safe.is_(True)
    no_more = update(TextConversation).where(*theirs).values(safe=False).returning(TextConversation.tip_id)
    for tip_id in session.scalars(no_more).all() if sender.pseudonym is not None else ():
        notices.leave(session, f"{WORD_BACK}{tip_id}-", "the number has stopped us")


def said_without_looking(command: Command) -> Prompt | None:
    """What is answered while the database is away; None where it must be looked up first."""
    return _SAID.get(command.asked)


def _status(session: Session, sender: Contact, code: str, progress_of: ProgressOf) -> Prompt:
    if not code:
        return WHICH_CODE
    try:
        tip = find_by_code(session, code, sender.pseudonym)
    except TooManyGuesses:
        return TOO_MANY_CODES
    return WRONG_CODE if tip is None else PROGRESS[progress_of(session, tip)]


def _language(command: Command, conversation: TextConversation | None) -> str:
    """STATUS and STOP are typed so in any language: who has written otherwise is answered as before."""
    language = LANGUAGES[command.writing]
    return conversation.language if conversation is not None and language == "en" else language
