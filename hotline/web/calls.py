"""The voice webhooks: a call arrives, answers, ends; whatever goes wrong, the caller hears something."""

import logging

from flask import Blueprint, Response, request

from hotline.calls.conversation import hang_up, hear, is_ordinary, move, start_call
from hotline.calls.incoming import Answer
from hotline.carriers.twilio import forms, twiml
from hotline.consulting import looks_beyond, number_at
from hotline.database import twice_if_cut_off
from hotline.errors import WebhookUnreadable
from hotline.jobs import record_tip_metadata
from hotline.queues import TIPS
from hotline.taking_in import ANSWER, ENDED_CALL, INCOMING_CALL
from hotline.web.apologies import apologise
from hotline.web.doors import runtime
from ivr_flows.engine import Answered, Position, Turn, UnknownPosition, answer, begin
from ivr_flows.flows import PHONE
from ivr_flows.steps import Dial

blueprint = Blueprint("calls", __name__, url_prefix="/twilio/calls")
log = logging.getLogger(__name__)

FIRST = begin(PHONE, "ur")


@blueprint.post("/incoming")
def incoming() -> Response:
    call = forms.incoming_call(request.form)
    held = runtime()

    def start() -> Turn:
        with held.database.bare() as connection:
            return start_call(connection, held.contact(call.caller), call.carrier_id, FIRST)

    try:
        return _say(twice_if_cut_off(start), None, call.called)
    except Exception:
        log.exception("an incoming call is kept for later")
        held.spool.keep(INCOMING_CALL, call=call)
        return apologise()


@blueprint.post("/answer/<step>")
def answered(step: str) -> Response:
    heard = forms.answer(request.form)
    here = _position(step)
    try:
        moved = answer(here, heard.heard)
        if not heard.hung_up and is_ordinary(moved) and twice_if_cut_off(lambda: _move(here, heard, moved)):
            return _say(moved.turn, None, heard.called)
        return twice_if_cut_off(lambda: _hear(here, heard))
    except Exception:
        log.exception("an answer is kept for later", extra={"step": here.step})
        runtime().spool.keep(ANSWER, position=str(here), answer=heard)
        return apologise()


@blueprint.post("/ended")
def ended() -> Response:
    call = forms.ended_call(request.form)
    held = runtime()
    if call.status not in forms.OVER:
        return Response(status=204)

    def end() -> None:
        with held.database.transaction() as session:
            tip = hang_up(session, held.settings.carrier, call)
        if tip is not None:
            held.queues.put(TIPS, record_tip_metadata, tip)

    try:
        twice_if_cut_off(end)
    except Exception:
        log.exception("the end of a call is kept for later")
        held.spool.keep(ENDED_CALL, ended=call)
    return Response(status=204)


@blueprint.post("/failed")
def failed() -> Response:
    """The carrier's fallback address: something of ours did not answer it."""
    log.error("the carrier came to the fallback address", extra={"code": forms.failure_code(request.form)})
    return apologise()


def _move(here: Position, heard: Answer, moved: Answered) -> bool:
    held = runtime()
    with held.database.bare() as connection:
        return move(connection, held.settings.carrier, here, heard, moved, held.sealer)


def _hear(here: Position, heard: Answer) -> Response:
    held = runtime()
    with held.database.transaction() as session:
        reply = hear(
            session, held.contact(heard.caller), here, heard, held.sealer, looks_beyond(held.settings)
        )
    if reply.tip is not None:
        held.queues.put(TIPS, record_tip_metadata, reply.tip)
    return _say(reply.turn, reply.reference, heard.called)


def _position(step: str) -> Position:
    try:
        return Position.parse(step)
    except UnknownPosition:
        # The flow has changed under the call, or the address was garbled: asking from the start beats silence.
        log.warning("an answer to a step that there is not")
        return FIRST.position


def _say(turn: Turn, reference: str | None, called: str) -> Response:
    held = runtime()
    held.prompts.look_again()
    desk = None
    if isinstance(turn.step, Dial):
        # The desk sees the hotline's number, never the caller's.
        desk = twiml.Desk(number_at(held.settings, turn.step.desk), called)
    body = twiml.render_turn(turn, held.prompt_url, f"{held.answers_url}/{turn.position}", reference, desk)
    return Response(body, content_type=twiml.CONTENT_TYPE)


@blueprint.errorhandler(WebhookUnreadable)
def _unreadable(error: WebhookUnreadable) -> Response:
    log.error("a voice webhook cannot be read", extra={"why": str(error)})
    return Response(status=400) if request.endpoint == "calls.ended" else apologise()
