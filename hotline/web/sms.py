"""The SMS webhook: a text arrives and is answered in the same breath."""

import logging

from flask import Blueprint, Response, request

from hotline.carriers.twilio import forms, twiml
from hotline.database import twice_if_cut_off
from hotline.jobs import record_tip_metadata
from hotline.languages import language_of, words
from hotline.queues import TIPS
from hotline.sms.intake import SmsReply, receive
from hotline.taking_in import INCOMING_SMS
from hotline.web.doors import runtime
from ivr_flows.phrases import TEXT_KEPT

blueprint = Blueprint("sms", __name__, url_prefix="/twilio/sms")
log = logging.getLogger(__name__)


@blueprint.post("/incoming")
def incoming() -> Response:
    sms = forms.incoming_sms(request.form)
    held = runtime()

    def take_in() -> SmsReply:
        with held.database.transaction() as session:
            return receive(session, held.contact(sms.sender), sms, held.sealer, held.patience)

    try:
        reply = twice_if_cut_off(take_in)
    except Exception:
        log.exception("a text is kept for later")
        held.spool.keep(INCOMING_SMS, sms=sms)
        return _text(words(TEXT_KEPT, language_of(sms.body)))
    if reply.ready:
        held.queues.put(TIPS, record_tip_metadata, reply.tip)
    return _text(reply.words)


@blueprint.post("/failed")
def failed() -> Response:
    """The carrier's fallback address: the text comes with it, so it is taken in here as well."""
    log.error("the carrier came to the fallback address", extra={"code": forms.failure_code(request.form)})
    return incoming()


def _text(reply: str) -> Response:
    return Response(twiml.sms_reply(reply), content_type=twiml.CONTENT_TYPE)
