"""The web application: `create_app()` builds it from the environment, or around the runtime it is given."""

import gc
import logging
import os
import uuid

from flask import Flask, Response, request
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from hotline.errors import WebhookUnreadable
from hotline.logs import at_work, start_logging
from hotline.runtime import Runtime, build_runtime
from hotline.settings import Settings
from hotline.studio.shelving import shelve
from hotline.tips.reading import read_lists
from hotline.web import (
    calls,
    console,
    doors,
    front,
    headers,
    health,
    missed_calls,
    officers,
    photos,
    prompts,
    receipts,
    referral_buttons,
    sign_in,
    sms,
    studio,
    studio_words,
)
from hotline.web.directory import pages as directory
from hotline.web.directory_map import pages as directory_map
from hotline.web.flow_pictures import pages as flow_pictures
from hotline.web.place_names import pages as place_names
from hotline.web.practice import page as practice
from hotline.web.practice import recordings as practice_recordings
from hotline.web.practice import telephone as practice_telephone
from hotline.web.practice.scenarios import pages as practice_scenarios
from hotline.web.referrals import pages as referrals

log = logging.getLogger("app")


def create_app(runtime: Runtime | None = None) -> Flask:
    """Build the application; every blueprint is hung behind the door named beside it."""
    if runtime is None:
        runtime = _runtime_of_its_own()
    app = Flask("hotline.web")
    app.extensions[doors.RUNTIME] = runtime
    app.config["MAX_CONTENT_LENGTH"] = doors.LARGEST_BODY
    app.before_request(_number_the_request)
    app.before_request(studio.make_room)
    app.after_request(headers.add_headers)
    app.register_error_handler(Exception, _fail)
    console.configure_console(app, runtime)
    studio_words.put_up(app)
    doors.hang(app, calls.blueprint, doors.carrier_signature, forms=False)
    doors.hang(app, missed_calls.blueprint, doors.carrier_signature, forms=False)
    doors.hang(app, officers.blueprint, doors.carrier_signature, forms=False)
    doors.hang(app, sms.blueprint, doors.carrier_signature, forms=False)
    doors.hang(app, receipts.blueprint, doors.carrier_signature, forms=False)
    doors.hang(app, front.blueprint, doors.open_to_all)
    doors.hang(app, prompts.blueprint, doors.open_to_all)
    doors.hang(app, health.blueprint, doors.open_to_all)
    doors.hang(app, practice.blueprint, doors.practice_only)
    doors.hang(app, practice_telephone.blueprint, doors.practice_only)
    doors.hang(app, practice_scenarios.blueprint, doors.practice_only)
    doors.hang(app, practice_recordings.blueprint, practice_recordings.practice_account, forms=False)
    doors.hang(app, sign_in.blueprint, doors.open_to_all)
    doors.hang(app, studio.blueprint, sign_in.require_supervisor)
    doors.hang(app, referral_buttons.blueprint, sign_in.require_supervisor)
    doors.hang(app, referrals.blueprint, sign_in.require_supervisor)
    doors.hang(app, console.blueprint, sign_in.require_supervisor)
    doors.hang(app, flow_pictures.blueprint, sign_in.require_supervisor)
    doors.hang(app, place_names.blueprint, sign_in.require_supervisor)
    doors.hang(app, directory.blueprint, sign_in.require_supervisor)
    doors.hang(app, directory_map.blueprint, sign_in.require_supervisor)
    doors.hang(app, photos.blueprint, sign_in.require_supervisor)
    return app


def _runtime_of_its_own() -> Runtime:
    read_lists()
    # All that is loaded stays, and the collector need not look through it while callers wait.
    gc.freeze()
    settings = Settings.from_environ(os.environ)
    start_logging(settings.log_level)
    runtime = build_runtime(settings)
    _put_up_prompts(runtime)
    return runtime


def _put_up_prompts(runtime: Runtime) -> None:
    """From the database, since the state folder may be a new one; what cannot be had now, the clock brings."""
    try:
        shelve(runtime.database, runtime.published_prompts)
    except (SQLAlchemyError, OSError) as error:
        log.warning("published prompts could not be put up yet", extra={"why": type(error).__name__})


def _number_the_request() -> None:
    at_work.set(uuid.uuid4().hex[:16])


def _fail(error: Exception) -> Response | HTTPException:
    if isinstance(error, HTTPException):
        return error
    if isinstance(error, WebhookUnreadable):
        return Response(f"{error}\n", status=400, content_type="text/plain; charset=utf-8")
    log.error("a request failed", exc_info=error, extra={"step": request.endpoint})
    return Response(
        "Something went wrong here; it has been noted.\n",
        status=500,
        content_type="text/plain; charset=utf-8",
    )
