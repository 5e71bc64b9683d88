"""The practice page: a telephone, a handset to text from and a circle's handset, with no line to the outside."""

import re
from typing import Any

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError

from hotline.carriers.practice import inbox, texting
from hotline.carriers.practice.events import Event
from hotline.carriers.practice.line import NobodyListens, PracticeLine
from hotline.carriers.practice.recordings import LARGEST, NotARecording
from hotline.carriers.practice_numbers import HOTLINE, is_practice_number
from hotline.database import today
from hotline.languages import Language
from hotline.web.doors import runtime
from hotline.web.page_language import choose
from hotline.web.practice.calls import Act, LineBusy, NoSuchCall, a_line, keep, move, place
from hotline.web.practice.handsets import CALLERS, WITHHELD, arrived, circle_handsets, talk
from hotline.web.practice.scene import scene

blueprint = Blueprint("practice", __name__, url_prefix="/practice")

E164 = re.compile(r"\+[0-9]{1,15}")
KEYS = re.compile(r"[0-9*#]{1,20}", re.ASCII)
CALL = "/calls/<call_sid>"
LONGEST_TEXT = 1600
# What a column of text cannot hold.
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


@blueprint.get("/")
def page() -> str:
    language = request.args.get("lang")
    if language in set(Language):
        choose(Language(language))
    with runtime().database.transaction() as session:
        handsets = circle_handsets(session, today())
    return render_template(
        "practice/page.html", handsets=handsets, callers=CALLERS, withheld=WITHHELD, hotline=HOTLINE
    )


@blueprint.post("/calls")
def call() -> Response:
    caller = _asked().get("caller")
    if caller != WITHHELD and not _is_ours(caller):
        abort(422)
    return jsonify(scene(place(runtime(), str(caller))))


@blueprint.post(f"{CALL}/keys")
def press(call_sid: str) -> Response:
    digits, after = _asked().get("digits"), _asked().get("after")
    if not isinstance(digits, str) or KEYS.fullmatch(digits) is None:
        abort(422)
    seconds = max(0.0, float(after)) if isinstance(after, int | float) else None
    return _moved(call_sid, lambda line: line.press(digits, seconds))


@blueprint.post(f"{CALL}/silence")
def keep_silent(call_sid: str) -> Response:
    return _moved(call_sid, PracticeLine.silent)


@blueprint.post(f"{CALL}/recording")
def speak(call_sid: str) -> Response:
    """The body is WAV; `key` is what ended it, none when silence did."""
    key = request.args.get("key", "")
    if key and KEYS.fullmatch(key) is None:
        abort(422)
    url, seconds = keep(runtime(), _sound())
    return _moved(call_sid, lambda line: line.recorded(url, seconds, key))


@blueprint.post(f"{CALL}/hang-up")
def hang_up(call_sid: str) -> Response:
    """The body is what was said into a recording that hanging up cut short; it may be empty."""
    sound = _sound()
    url, seconds = keep(runtime(), sound) if sound else ("", 0.0)

    def put_down(line: PracticeLine) -> list[Event]:
        return line.hang_up(url, seconds)

    return _moved(call_sid, put_down)


@blueprint.post("/texts")
def text() -> Response:
    sender, body = _asked().get("sender"), _asked().get("body")
    if not _is_ours(sender) or not isinstance(body, str) or not body.strip() or len(body) > LONGEST_TEXT:
        abort(422)
    held, body = runtime(), UNWRITABLE.sub("\ufffd", body)
    with a_line(held) as exchange:
        with held.database.transaction() as session:
            # On the hotline's own handset, so that the page can show both sides of the talk.
            inbox.put(session, HOTLINE, str(sender), body)
        texted = texting.text_hotline(held.database, exchange, str(sender), HOTLINE, body)
    if texted.failures and not texted.replies:
        return _why("; ".join(f"{failure.code}: {failure.why}" for failure in texted.failures), 502)
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


@blueprint.errorhandler(NoSuchCall)
def _no_such_call(error: NoSuchCall) -> Response:
    return _why(str(error), 404)


@blueprint.errorhandler(NobodyListens)
def _nobody_listens(error: NobodyListens) -> Response:
    return _why(str(error), 409)


@blueprint.errorhandler(NotARecording)
def _not_a_recording(error: NotARecording) -> Response:
    return _why(str(error), 422)


@blueprint.errorhandler(LineBusy)
def _busy(error: LineBusy) -> Response:
    return _why(str(error), 503)


@blueprint.errorhandler(CSRFError)
def _too_old(error: CSRFError) -> Response:
    return _why(str(error.description), 400)


def _moved(call_sid: str, act: Act) -> Response:
    return jsonify(scene(move(runtime(), call_sid, act)))


def _asked() -> dict[str, Any]:
    sent = request.get_json(silent=True)
    return sent if isinstance(sent, dict) else {}


def _sound() -> bytes:
    request.max_content_length = LARGEST
    return request.get_data()


def _is_ours(number: object) -> bool:
    """Nobody types a real number here: only the fictional ones call and text."""
    return isinstance(number, str) and E164.fullmatch(number) is not None and is_practice_number(number)


def _why(words: str, status: int) -> Response:
    return make_response(jsonify(why=words), status)
