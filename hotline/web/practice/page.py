"""The practice page: a telephone, a handset to text from and a circle's handset, with no line to the outside."""

import re

from flask import Blueprint, Response, abort, jsonify, render_template, request

from hotline.carriers.practice import inbox, texting
from hotline.carriers.practice_numbers import HOTLINE
from hotline.database import today
from hotline.web.doors import runtime
from hotline.web.page_language import choose_asked
from hotline.web.practice.asked import fields, is_ours, say_why, why
from hotline.web.practice.calls import a_line
from hotline.web.practice.handsets import arrived, circle_handsets, rings, talk
from hotline.web.practice.telephone import a_telephone

blueprint = Blueprint("practice", __name__, url_prefix="/practice")
say_why(blueprint)

LONGEST_TEXT = 1600
# What a column of text cannot hold.
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


@blueprint.get("/")
def page() -> str:
    choose_asked()
    with runtime().database.transaction() as session:
        handsets = circle_handsets(session, today())
    return render_template("practice/page.html", handsets=handsets, **a_telephone())


@blueprint.post("/texts")
def text() -> Response:
    asked = fields()
    sender = asked.get("sender")
    if not is_ours(sender):
        abort(422)
    return _text(str(sender), asked.get("body"))


@blueprint.post("/answers")
def answer() -> Response:
    """An officer answers from the duty phone that the SMS came to: `sender` is the number of a circle's handset."""
    asked = fields()
    sender = asked.get("sender")
    with runtime().database.transaction() as session:
        handsets = circle_handsets(session, today())
    if not any(sender in one.numbers for one in handsets):
        abort(400)
    return _text(str(sender), asked.get("body"))


@blueprint.get("/texts")
def texts() -> Response:
    """What lies on the handset `number` and on that of `circle` (of all, without one), and which of these ring; 304
    while nothing is new."""
    number, code = request.args.get("number", ""), request.args.get("circle") or None
    with runtime().database.transaction() as session:
        handsets = circle_handsets(session, today())
        found = jsonify(
            talk=talk(session, number),
            arrived=arrived(session, handsets, code),
            rings=rings(session, handsets, code),
        )
    found.add_etag()
    found.make_conditional(request)
    return found


def _text(sender: str, body: object) -> Response:
    if not isinstance(body, str) or not body.strip() or len(body) > LONGEST_TEXT:
        abort(422)
    held, body = runtime(), UNWRITABLE.sub("\ufffd", body)
    with a_line(held) as exchange:
        with held.database.transaction() as session:
            # On the hotline's own handset, so that the page can show both sides of the talk.
            inbox.put(session, HOTLINE, sender, body)
        texted = texting.text_hotline(held.database, exchange, sender, HOTLINE, body)
    if texted.failures and not texted.replies:
        return why("; ".join(f"{failure.code}: {failure.why}" for failure in texted.failures), 502)
    return jsonify(replies=len(texted.replies))
