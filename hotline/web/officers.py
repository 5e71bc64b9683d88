"""The webhooks of a call to an officer whose phone rings for an urgent tip; no caller, and no tip comes of it.

Nothing is kept between two of them but the referral itself: the address says which SMS it is about, and which step.
"""

import logging
from collections.abc import Callable

from flask import Blueprint, Response, request
from sqlalchemy.orm import Session

from hotline.carriers.twilio import forms, twiml
from hotline.database import twice_if_cut_off
from hotline.errors import WebhookUnreadable
from hotline.jobs import dispatch_referral
from hotline.queues import REFERRALS
from hotline.referrals.answered_by_phone import Rung, pass_on, rung_about, take
from hotline.web.apologies import apologise
from hotline.web.doors import runtime
from ivr_flows.engine import Position, Turn, UnknownPosition, again, answer, begin, consulted
from ivr_flows.languages import MOST_SHARED
from ivr_flows.officer import DECLINE, DONE, KIND, OFFICER, PASSED_ON, TAKE, TOO_LATE
from ivr_flows.steps import Consult

blueprint = Blueprint("officers", __name__, url_prefix="/twilio/officers")
log = logging.getLogger(__name__)

STEPS = frozenset(step.name for step in OFFICER.steps)
NOTHING = "nothing"


@blueprint.post("/<int:message_id>")
def picked_up(message_id: int) -> Response:
    def hear() -> Turn:
        with runtime().database.transaction() as session:
            rung = rung_about(session, message_id)
            if rung is None or not rung.waits:
                return _too_late(rung)
            return _look_beyond(session, rung, begin(OFFICER, rung.language))

    return _say(message_id, hear)


@blueprint.post("/<int:message_id>/answer/<step>")
def answered(message_id: int, step: str) -> Response:
    heard, here = forms.answer(request.form), _position(step)
    if here is None:
        return picked_up(message_id)

    def hear() -> Turn:
        with runtime().database.transaction() as session:
            rung = rung_about(session, message_id)
            if rung is None:
                return _too_late(rung)
            turn = _look_beyond(session, rung, answer(here, heard.heard).turn)
        if turn.position.step == PASSED_ON:
            runtime().queues.put(REFERRALS, dispatch_referral, rung.told.id)
        return turn

    return _say(message_id, hear)


def _look_beyond(session: Session, rung: Rung, turn: Turn) -> Turn:
    """The turn that comes once its answer counts."""
    while isinstance(turn.step, Consult):
        turn = consulted(turn, _found(session, rung, turn.step.question))
    return turn


def _found(session: Session, rung: Rung, question: str) -> str:
    if question == KIND:
        return rung.told.kind.value
    done = {TAKE: take, DECLINE: pass_on}[question](session, rung)
    return DONE if done else NOTHING


def _too_late(rung: Rung | None) -> Turn:
    language = rung.language if rung is not None else MOST_SHARED
    return again(Position(language, TOO_LATE, 0, 0))


def _position(step: str) -> Position | None:
    try:
        position = Position.parse(step)
    except UnknownPosition:
        # The flow has changed under the call, or the address was garbled: asking from the start beats silence.
        log.warning("an officer answers a step that there is not")
        return None
    return position if position.step in STEPS else None


def _say(message_id: int, hear: Callable[[], Turn]) -> Response:
    held = runtime()
    try:
        turn = twice_if_cut_off(hear)
        held.prompts.look_again()
        answers = f"{held.settings.public_url}/twilio/officers/{message_id}/answer/{turn.position}"
        body = twiml.render_turn(turn, held.prompt_url, answers, None)
    except Exception:
        log.exception("an officer cannot be answered")
        return apologise()
    return Response(body, content_type=twiml.CONTENT_TYPE)


@blueprint.errorhandler(WebhookUnreadable)
def _unreadable(error: WebhookUnreadable) -> Response:
    log.error("the webhook of a call to an officer cannot be read", extra={"why": str(error)})
    return apologise()
