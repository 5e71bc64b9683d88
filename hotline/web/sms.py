"""The SMS webhook: a text arrives and is answered in the same breath, or not at all if that is wished."""

import logging

from flask import Blueprint, Response, request

from hotline.carriers.twilio import forms, twiml
from hotline.consulting import texting
from hotline.database import twice_if_cut_off
from hotline.jobs import dispatch_referral, fetch_photo, record_tip_metadata
from hotline.languages import words
from hotline.places.added import look_again
from hotline.queues import REFERRALS, TIPS
from hotline.sms.commands import read_command
from hotline.sms.intake import SmsReply, receive
from hotline.sms.obeying import said_without_looking
from hotline.sms.replies import LANGUAGES
from hotline.taking_in import INCOMING_SMS
from hotline.web.doors import runtime
from hotline.writing.recognising import written
from ivr_flows.texts import TEXT_KEPT

blueprint = Blueprint("sms", __name__, url_prefix="/twilio/sms")
log = logging.getLogger(__name__)


@blueprint.post("/incoming")
def incoming() -> Response:
    sms = forms.incoming_sms(request.form)
    held = runtime()

    def take_in() -> SmsReply:
        look_again(held.database)
        with held.database.transaction() as session:
            return receive(session, held.contact(sms.sender), sms, texting(held))

    try:
        reply = twice_if_cut_off(take_in)
    except Exception:
        log.exception("a text is kept for later")
        held.spool.keep(INCOMING_SMS, sms=sms)
        command = read_command(sms.body)
        said = said_without_looking(command) if command is not None else None
        return _text(words(said or TEXT_KEPT, LANGUAGES[written(sms.body).writing]))
    if reply.ready and reply.tip is not None:
        held.queues.put(TIPS, record_tip_metadata, reply.tip)
    for photo in reply.photos:
        held.queues.put(TIPS, fetch_photo, photo)
    if reply.referral is not None:
        held.queues.put(REFERRALS, dispatch_referral, reply.referral)
    return _text(reply.words)


@blueprint.post("/failed")
def failed() -> Response:
    """The carrier's fallback address: the text comes with it, so it is taken in here as well."""
    log.error("the carrier came to the fallback address", extra={"code": forms.failure_code(request.form)})
    return incoming()


def _text(reply: str) -> Response:
    return Response(twiml.sms_reply(reply), content_type=twiml.CONTENT_TYPE)
