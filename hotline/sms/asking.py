"""What a texter is asked next, and what a text answers: two questions at most, and only for what is missing."""

import logging
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from hotline.sms.answers import said_yes
from hotline.sms.commands import Asked, Command, read_command
from hotline.sms.incoming import IncomingSms
from hotline.sms.models import TextConversation
from hotline.sms.parts import continues
from hotline.sms.replies import place_names, reply_words
from hotline.tips.models import Kind
from hotline.tips.reading import Reading
from ivr_flows.engine import Heard, Position, Turn, UnknownPosition, again, answer, begin, step_in
from ivr_flows.flows import SMS
from ivr_flows.sms_tip import RECEIVED

MOST_QUESTIONS = 2
MOST_TO_CHOOSE_FROM = 3
ALL_KNOWN = frozenset({"which", "place", "danger"})
DANGER_STEP = "sms_tip.danger"
# Where a bare yes or no answers it, though it may come after another text.
AFTER_DANGER = (DANGER_STEP, "sms_tip.thanks")

log = logging.getLogger(__name__)


def answers_the_question(command: Command, conversation: TextConversation | None) -> bool:
    """Whether HELP, or SAFE, is what somebody says who was asked whether there is danger."""
    return (
        conversation is not None
        and step_in(conversation.waiting_at) == DANGER_STEP
        and command.asked in {Asked.HELP, Asked.SAFE}
    )


def position_of(conversation: TextConversation | None, language: str) -> Position:
    """Where the conversation waits; at its beginning, where flows have changed since."""
    if conversation is not None:
        try:
            return replace(Position.parse(conversation.waiting_at), language=language)
        except UnknownPosition:
            log.warning("a conversation waits where no step is any more")
    return begin(SMS, language).position


def next_turn(
    position: Position, sms: IncomingSms, before: Sequence[str], known: frozenset[str], late: bool
) -> Turn:
    """What is asked next. Nothing moves by a text that answers nothing: one more part, a photo, or one that waited
    here so that nobody was asked."""
    photo_only = bool(sms.media_count and not sms.body.strip())
    if late or photo_only or continues(sms.body, before):
        return again(position, known)
    return answer(position, Heard(words=sms.body), known).turn


def danger_answered(position: Position, body: str) -> dict[str, str]:
    if position.step not in AFTER_DANGER:
        return {}
    command = read_command(body)
    said = True if command is not None and command.asked is Asked.HELP else said_yes(body)
    return {} if said is None else {"danger": "yes" if said else "no"}


def known_of(reading: Reading, position: Position, facts: dict[str, str], danger: bool) -> frozenset[str]:
    """What need not be asked. Who has been asked twice is asked no more."""
    if position.turn >= MOST_QUESTIONS:
        return ALL_KNOWN
    if reading.places.districts:
        known = {"which", "place"}
    else:
        known = {"place"} if 1 < len(reading.places.candidates) <= MOST_TO_CHOOSE_FROM else {"which"}
    danger_known = facts or reading.triage.danger_now or danger
    if danger_known or reading.triage.kind is Kind.NOT_A_TIP:
        known.add("danger")
    return frozenset(known)


def reply_to(session: Session, reference: str, turn: Turn, reading: Reading, before: Position) -> str:
    """The reply; `before` is where the conversation waited."""
    if turn.position == before and not turn.over:
        # Asked already: the code is what matters.
        asked = turn.prompts if before.turn == 0 else ()
        turn = replace(turn, prompts=(RECEIVED, *asked))
    names = place_names(session, reading.places.candidates, turn.position.language)
    return reply_words(turn, reference, names)
