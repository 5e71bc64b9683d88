"""The button that keeps one tip from one circle."""

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for

from hotline.jobs import record_tip_metadata
from hotline.queues import TIPS
from hotline.referrals.keeping_away import keep_from
from hotline.tips.models import Channel
from hotline.web.console import tell_errors
from hotline.web.doors import runtime
from hotline.web.one_entry import reference_of
from hotline.web.sign_in import signed_in

blueprint = Blueprint("referral_buttons", __name__, url_prefix="/console")
tell_errors(blueprint)


@blueprint.post("/calls/<int:row_id>/not-to")
def keep_call(row_id: int) -> Response:
    _keep(Channel.CALL, row_id)
    return _back_to("console.one_call", row_id)


@blueprint.post("/texts/<int:row_id>/not-to")
def keep_texts(row_id: int) -> Response:
    _keep(Channel.SMS, row_id)
    return _back_to("console.one_conversation", row_id)


def _keep(channel: Channel, row_id: int) -> None:
    """Keep the tip that this entry speaks of from the circle that the pressed button names."""
    with runtime().database.transaction() as session:
        reference = reference_of(session, channel, row_id)
        circle = request.form.get("circle", "")
        tip = keep_from(session, reference, circle, signed_in().name) if reference else None
    if tip is None:
        abort(404)
    runtime().queues.put(TIPS, record_tip_metadata, tip)


def _back_to(page: str, row_id: int) -> Response:
    return make_response(redirect(url_for(page, row_id=row_id, _anchor="referral-head"), 303))
