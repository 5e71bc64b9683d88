"""Who may enter by which blueprint: a door is named where its blueprint is hung, and none is hung without one."""

from collections.abc import Callable

from flask import Blueprint, Flask, Response, abort, current_app, request

from hotline.carriers.twilio.signatures import raw_target
from hotline.runtime import Runtime

LARGEST_WEBHOOK = 64 * 1024
LARGEST_BODY = 4 * 1024 * 1024
RUNTIME = "hotline"

Door = Callable[[], Response | None]


class DoorMissing(Exception):
    """A blueprint was to be hung without a door."""


def hang(app: Flask, blueprint: Blueprint, door: Door, *, forms: bool = True) -> None:
    """Hang a blueprint behind its door; the door's name is kept, so that a test can read who may enter where.

    `forms=False` for what no browser's session reaches: a forged form has nothing there to ride on.
    """
    if not callable(door):
        raise DoorMissing(f"the blueprint {blueprint.name} needs a door")
    app.extensions.setdefault("doors", {})[blueprint.name] = door.__name__
    if not forms:
        app.extensions["csrf"].exempt(blueprint)
    # On the application, not on the blueprint: that is shared by every application of a process.
    app.before_request_funcs.setdefault(blueprint.name, []).append(door)
    app.register_blueprint(blueprint)


def runtime() -> Runtime:
    held: Runtime = current_app.extensions[RUNTIME]
    return held


def open_to_all() -> None:
    """Anyone may enter: said as a word, since no door at all would be an oversight."""


def carrier_signature() -> None:
    """Only the carrier, by its signature over the address and every field; no session, and a body limit."""
    request.max_content_length = LARGEST_WEBHOOK
    signature = request.headers.get("X-Twilio-Signature")
    if not runtime().signatures.verify(raw_target(request.environ), request.form, signature):
        abort(403)


def practice_only() -> None:
    """Only where the practice carrier stands in; elsewhere there is no such page."""
    if not runtime().settings.practising:
        abort(404)
