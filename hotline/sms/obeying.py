"""What a command by text does, and what it is answered."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from hotline.languages import words
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
    elif command.asked is Asked.START:
        start_again(session, sender)
    said = prompt or _status(session, sender, code, progress_of)
    return words(said, _language(command, conversation)).replace("{reference}", spaced(code))


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
