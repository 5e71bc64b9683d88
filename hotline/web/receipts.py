"""The delivery reports of referrals; the referral's own id is in the address, so none can race its send."""

import logging
import uuid

from flask import Blueprint, Response, request

from hotline.carriers.twilio import forms
from hotline.database import twice_if_cut_off
from hotline.referrals.receipts import take_receipt
from hotline.taking_in import RECEIPT
from hotline.web.doors import runtime

blueprint = Blueprint("receipts", __name__, url_prefix="/twilio/receipts")
log = logging.getLogger(__name__)


@blueprint.post("/<uuid:referral_id>")
def receipt(referral_id: uuid.UUID) -> Response:
    told = forms.receipt(request.form)
    held = runtime()

    def take() -> bool:
        with held.database.transaction() as session:
            return take_receipt(session, referral_id, told)

    try:
        known = twice_if_cut_off(take)
    except Exception:
        log.exception("a receipt is kept for later")
        held.spool.keep(RECEIPT, referral=str(referral_id), receipt=told)
        return Response(status=204)
    return Response(status=204 if known else 404)
