"""The buttons of one referral: it is taken, it is not theirs, it is finished; and that keep one tip from one circle."""

import uuid

from flask import Blueprint, Response, abort, make_response, redirect, request, url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from hotline.jobs import dispatch_referral, record_tip_metadata
from hotline.queues import REFERRALS, TIPS
from hotline.referrals.acknowledgement import Decliner, acknowledge, close, decline
from hotline.referrals.keeping_away import keep_from
from hotline.referrals.models import Outcome, Referral, Role
from hotline.tips.models import Channel, Tip
from hotline.web.console import tell_errors
from hotline.web.doors import runtime
from hotline.web.one_entry import reference_of
from hotline.web.referral_districts import district_meant
from hotline.web.referral_words import LONGEST_WORDS
from hotline.web.sign_in import signed_in

blueprint = Blueprint("referral_buttons", __name__, url_prefix="/console")
tell_errors(blueprint)
CHANNELS = {"calls": Channel.CALL, "texts": Channel.SMS}
PAGES = {Channel.CALL: "console.one_call", Channel.SMS: "console.one_conversation"}
# Of a referral, on the page of any entry that speaks of its tip.
HERE = "/<any(calls, texts):kind>/<int:row_id>/referrals/<uuid:referral_id>"


@blueprint.post(f"{HERE}/taken")
def take(kind: str, row_id: int, referral_id: uuid.UUID) -> Response:
    with runtime().database.transaction() as session:
        role = _role(session, CHANNELS[kind], row_id, referral_id)
        acknowledge(session, referral_id, signed_in().name, _words())
    return _back_to(CHANNELS[kind], row_id, role)


@blueprint.post(f"{HERE}/not-theirs")
def refuse(kind: str, row_id: int, referral_id: uuid.UUID) -> Response:
    """To another circle at once; what is typed as a district and is none is asked for again."""
    typed = request.form.get("district", "").strip()
    with runtime().database.transaction() as session:
        role = _role(session, CHANNELS[kind], row_id, referral_id)
        district = district_meant(session, typed) if typed else None
        if typed and district is None:
            return _back_to(CHANNELS[kind], row_id, role, missing="district")
        onward = (district,) if district else ()
        declined = decline(session, referral_id, Decliner(signed_in().name), _words(), onward)
    if declined is not None and declined.onward:
        runtime().queues.put(REFERRALS, dispatch_referral, referral_id)
    return _back_to(CHANNELS[kind], row_id, role)


@blueprint.post(f"{HERE}/finished")
def finish(kind: str, row_id: int, referral_id: uuid.UUID) -> Response:
    """With what came of it; where it is finished already, that is noted anew."""
    outcome = request.form.get("outcome", "")
    with runtime().database.transaction() as session:
        role = _role(session, CHANNELS[kind], row_id, referral_id)
        if outcome not in set(Outcome):
            return _back_to(CHANNELS[kind], row_id, role, missing="outcome")
        close(session, referral_id, signed_in().name, Outcome(outcome), _words())
    return _back_to(CHANNELS[kind], row_id, role)


@blueprint.post("/calls/<int:row_id>/not-to")
def keep_call(row_id: int) -> Response:
    _keep(Channel.CALL, row_id)
    return _back_to(Channel.CALL, row_id)


@blueprint.post("/texts/<int:row_id>/not-to")
def keep_texts(row_id: int) -> Response:
    _keep(Channel.SMS, row_id)
    return _back_to(Channel.SMS, row_id)


def _keep(channel: Channel, row_id: int) -> None:
    """Keep the tip that this entry speaks of from the circle that the pressed button names."""
    with runtime().database.transaction() as session:
        reference = reference_of(session, channel, row_id)
        circle = request.form.get("circle", "")
        tip = keep_from(session, reference, circle, signed_in().name) if reference else None
    if tip is None:
        abort(404)
    runtime().queues.put(TIPS, record_tip_metadata, tip)


def _role(session: Session, channel: Channel, row_id: int, referral_id: uuid.UUID) -> Role:
    """For what the referral is; it must be one of the tip that this entry speaks of."""
    role = session.scalars(
        select(Referral.role)
        .join(Tip, Tip.id == Referral.tip_id)
        .where(Referral.id == referral_id, Tip.reference == reference_of(session, channel, row_id))
    ).one_or_none()
    if role is None:
        abort(404)
    return role


def _words() -> bytes | None:
    words = request.form.get("words", "").strip()[:LONGEST_WORDS]
    return runtime().sealer.seal_text(words) if words else None


def _back_to(channel: Channel, row_id: int, role: Role = Role.MAIN, missing: str | None = None) -> Response:
    """To the referral's box; `missing` is what has to be said there first."""
    anchor = "referral-head" if role is Role.MAIN else f"beside-{role}"
    asked = f"{role}-{missing}" if missing else None
    address = url_for(PAGES[channel], row_id=row_id, _anchor=anchor, missing=asked)
    return make_response(redirect(address, 303))
