"""Recordings of practice calls and photos of practice texts, as the carrier keeps them: for whoever has the practice
account's credentials."""

import hmac

from flask import Blueprint, Response, abort, request

from hotline.carriers.practice.recordings import RECORDING, delete_recording, read_recording
from hotline.web.doors import practice_only, runtime

blueprint = Blueprint("practice_recordings", __name__, url_prefix="/practice/recordings")


def practice_account() -> Response | None:
    """Only the hotline itself, by the credentials of its practice account; elsewhere there is no such address."""
    practice_only()
    settings, given = runtime().settings, request.authorization
    if given is not None and given.type == "basic":
        right_name = hmac.compare_digest((given.username or "").encode(), settings.account_sid.encode())
        right_word = hmac.compare_digest((given.password or "").encode(), settings.auth_tokens[0].encode())
        if right_name and right_word:
            return None
    return Response(status=401, headers={"WWW-Authenticate": 'Basic realm="practice account"'})


@blueprint.get("/<sid>")
def recording(sid: str) -> Response:
    with runtime().database.statement() as session:
        sound = read_recording(session, sid)
    if sound is None:
        abort(404)
    return Response(sound, mimetype="audio/wav" if sid.startswith(RECORDING) else "application/octet-stream")


@blueprint.delete("/<sid>")
def forget(sid: str) -> Response:
    with runtime().database.statement() as session:
        gone = delete_recording(session, sid)
    return Response(status=204 if gone else 404)
