"""The voice webhook of the number for missed calls: every call there is turned away, some are called back."""

import logging
import uuid

from flask import Blueprint, Response, request

from hotline.calls.incoming import IncomingCall
from hotline.calls.missed import note_missed
from hotline.carriers.twilio import forms, twiml
from hotline.database import twice_if_cut_off
from hotline.errors import WebhookUnreadable
from hotline.jobs import call_back
from hotline.phone_numbers import is_ordinary, read
from hotline.queues import TIPS
from hotline.runtime import Runtime
from hotline.web.doors import runtime

blueprint = Blueprint("missed_calls", __name__, url_prefix="/twilio/calls")
log = logging.getLogger(__name__)


@blueprint.post("/missed")
def missed() -> Response:
    held = runtime()
    call = forms.incoming_call(request.form)
    if _to_be_called_back(held, call):
        try:
            missed_call = twice_if_cut_off(lambda: _note(held, call))
        except Exception:
            # Not kept on disk as a call is: by the time it is taken in, calling back could do harm.
            log.exception("a missed call is not called back")
        else:
            if missed_call is not None:
                held.queues.put(TIPS, call_back, missed_call)
    return _turn_away()


def _to_be_called_back(held: Runtime, call: IncomingCall) -> bool:
    number = held.settings.missed_call_number
    caller = read(call.caller)
    return bool(number) and read(call.called) == number and caller is not None and is_ordinary(caller)


def _note(held: Runtime, call: IncomingCall) -> uuid.UUID | None:
    with held.database.transaction() as session:
        return note_missed(session, held.contact(call.caller), call.carrier_id, held.settings.quiet_hours)


def _turn_away() -> Response:
    return Response(twiml.rejected(), content_type=twiml.CONTENT_TYPE)


@blueprint.errorhandler(WebhookUnreadable)
def _unreadable(error: WebhookUnreadable) -> Response:
    log.error("a missed call's webhook cannot be read", extra={"why": str(error)})
    return _turn_away()
