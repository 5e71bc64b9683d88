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
from hotline.web.practice.handsets import arrived, circle_handsets, talk
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
    sender, body = asked.get("sender"), asked.get("body")
    if not is_ours(sender) or not isinstance(body, str) or not body.strip() or len(body) > LONGEST_TEXT:
        abort(422)
    held, body = runtime(), UNWRITABLE.sub("\ufffd", body)
    with a_line(held) as exchange:
        with held.database.transaction() as session:
            # On the hotline's own handset, so that the page can show both sides of the talk.
            inbox.put(session, HOTLINE, str(sender), body)
        texted = texting.text_hotline(held.database, exchange, str(sender), HOTLINE, body)
    if texted.failures and not texted.replies:
        return why("; ".join(f"{failure.code}: {failure.why}" for failure in texted.failures), 502)
    return jsonify(replies=len(texted.replies))


@blueprint.get("/texts")
def texts() -> Response:
    """What lies on the handset `number` and on that of `circle` (of all, without one); 304 while nothing is new."""
    number, code = request.args.get("number", ""), request.args.get("circle") or None
    with runtime().database.transaction() as session:
        handsets = circle_handsets(session, today())
        answer = jsonify(talk=talk(session, number), arrived=arrived(session, handsets, code))
    answer.add_etag()
    answer.make_conditional(request)
    return answer
