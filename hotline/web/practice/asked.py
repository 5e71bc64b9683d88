"""What the scripts of the practice pages send, read with care, and how they are told why not."""

import re
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, request
from flask_wtf.csrf import CSRFError

from hotline.carriers.practice.line import NobodyListens
from hotline.carriers.practice.recordings import LARGEST, NotARecording
from hotline.carriers.practice_numbers import is_practice_number
from hotline.web.practice.calls import LineBusy, NoSuchCall

E164 = re.compile(r"\+[0-9]{1,15}")
REFUSALS: dict[type[Exception], int] = {
    NoSuchCall: 404,
    NobodyListens: 409,
    NotARecording: 422,
    LineBusy: 503,
    CSRFError: 400,
}


def fields() -> dict[str, Any]:
    sent = request.get_json(silent=True)
    return sent if isinstance(sent, dict) else {}


def sound() -> bytes:
    request.max_content_length = LARGEST
    return request.get_data()


def is_ours(number: object) -> bool:
    """Nobody types a real number here: only the fictional ones call and text."""
    return isinstance(number, str) and E164.fullmatch(number) is not None and is_practice_number(number)


def why(words: str, status: int) -> Response:
    return make_response(jsonify(why=words), status)


def say_why(blueprint: Blueprint) -> None:
    """Answer what can go wrong on a line as JSON, for the page's scripts."""
    for error in REFUSALS:
        blueprint.register_error_handler(error, _refuse)


def _refuse(error: Exception) -> Response:
    return why(str(getattr(error, "description", error)), REFUSALS[type(error)])
