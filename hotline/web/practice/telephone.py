"""The addresses that the telephone's script talks to: a call is placed or picked up, answered, and hung up."""

import re
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from hotline.carriers.practice.events import Event
from hotline.carriers.practice.line import PracticeLine
from hotline.carriers.practice_numbers import HOTLINE
from hotline.web.doors import runtime
from hotline.web.practice import missed
from hotline.web.practice.asked import fields, is_ours, say_why, sound
from hotline.web.practice.calls import Act, Placed, drop, keep, move, place
from hotline.web.practice.handsets import CALLERS, WITHHELD
from hotline.web.practice.scenarios.stories import SCENARIOS
from hotline.web.practice.scene import scene

blueprint = Blueprint("practice_telephone", __name__, url_prefix="/practice")
say_why(blueprint)

KEYS = re.compile(r"[0-9*#]{1,20}", re.ASCII)
CALL = "/calls/<call_sid>"


def a_telephone() -> dict[str, Any]:
    """What the telephone's template is made with."""
    settings = runtime().settings
    return {
        "callers": CALLERS,
        "withheld": WITHHELD,
        "hotline": HOTLINE,
        "has_desk": bool(settings.desk_number or settings.emergency_number),
        "calls_back": bool(settings.missed_call_number),
    }


@blueprint.post("/calls")
def call() -> Response:
    asked = fields()
    caller, scenario = asked.get("caller"), asked.get("scenario") or ""
    if (caller != WITHHELD and not is_ours(caller)) or (scenario and scenario not in SCENARIOS):
        abort(422)
    placed = Placed(str(caller), desk_answers=asked.get("desk") is True, scenario=str(scenario))
    return jsonify(scene(place(runtime(), placed)))


@blueprint.post(f"{CALL}/keys")
def press(call_sid: str) -> Response:
    asked = fields()
    digits, after = asked.get("digits"), asked.get("after")
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
    url, seconds = keep(runtime(), sound())
    return _moved(call_sid, lambda line: line.recorded(url, seconds, key))


@blueprint.post(f"{CALL}/hang-up")
def hang_up(call_sid: str) -> Response:
    """The body is what was said into a recording that hanging up cut short; it may be empty."""
    said = sound()
    url, seconds = keep(runtime(), said) if said else ("", 0.0)

    def put_down(line: PracticeLine) -> list[Event]:
        return line.hang_up(url, seconds)

    return _moved(call_sid, put_down)


@blueprint.post(f"{CALL}/drop")
def lose(call_sid: str) -> Response:
    """The line is cut, and nobody tells the hotline."""
    drop(runtime(), call_sid)
    return jsonify(dropped=True)


@blueprint.post("/missed")
def ring_once() -> Response:
    caller = fields().get("caller")
    if not is_ours(caller):
        abort(422)
    if not runtime().settings.missed_call_number:
        abort(404)
    missed.ring_once(runtime(), str(caller))
    return jsonify(rang=True)


@blueprint.get("/ringing")
def ringing() -> Response:
    """The calls that ring at the telephone with this number, the oldest first."""
    return jsonify(calls=missed.calls_that_ring(runtime(), request.args.get("number", "")))


@blueprint.post(f"{CALL}/pick-up")
def pick_up(call_sid: str) -> Response:
    return jsonify(scene(missed.pick_up(runtime(), call_sid, desk_answers=fields().get("desk") is True)))


def _moved(call_sid: str, act: Act) -> Response:
    return jsonify(scene(move(runtime(), call_sid, act)))
