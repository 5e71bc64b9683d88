"""What is said on the telephone when something of ours fails: never silence."""

import logging

from flask import Response

from hotline.carriers.twilio import twiml
from hotline.prompts import PromptMissing
from hotline.web.doors import runtime

log = logging.getLogger(__name__)


def apologise() -> Response:
    try:
        body = twiml.apology(runtime().prompt_url)
    except PromptMissing:
        # Not even the apology is recorded: a voice that speaks no Urdu is still better than silence.
        log.critical("the apology has no recording")
        body = twiml.SPOKEN_APOLOGY
    return Response(body, content_type=twiml.CONTENT_TYPE)
