"""The supervisors' console: the call log, one call, one conversation by text, a recording, one's own account."""

import uuid
from datetime import timedelta

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from hotline.calls.recordings import listen
from hotline.circles.directory import district_name
from hotline.database import DATABASE_AWAY, utc_now
from hotline.errors import SealBroken
from hotline.languages import Language
from hotline.runtime import Runtime
from hotline.supervisors.accounts import change_password
from hotline.supervisors.models import Looked, Supervisor
from hotline.supervisors.passwords import PasswordRefused
from hotline.supervisors.trail import has_looked, last_looks, remember_look
from hotline.web import call_words, labels, referral_words, said_words, sign_in
from hotline.web.call_log import Place, names_in_urdu, read_page
from hotline.web.doors import runtime
from hotline.web.one_entry import read_call, read_conversation
from hotline.web.page_language import page_language, speak
from hotline.web.referral_districts import district_choices
from hotline.web.sign_in import LONGEST, TooBusy, begin_session, end_session, signed_in, who_is_right

blueprint = Blueprint("console", __name__, url_prefix="/console")
# A browser asks for a recording in parts while it plays: that is one look.
ONE_LOOK = timedelta(minutes=10)


def configure_console(app: Flask, runtime: Runtime) -> None:
    """Sessions, protection of every form, the language of pages, the names of things; the blueprints hang elsewhere."""
    sign_in.configure_sessions(app, runtime.settings.session_key, runtime.settings.public_url)
    # A page left open for a session's whole life can still be sent; an older one says why it cannot.
    app.config["WTF_CSRF_TIME_LIMIT"] = int(LONGEST.total_seconds())
    CSRFProtect(app)
    speak(app)
    for said in (labels, call_words, referral_words, said_words):
        said.put_up(app)


@blueprint.get("/")
def call_log() -> str:
    after = request.args.get("after")
    place = Place.parse(after) if after is not None else None
    if after is not None and place is None:
        abort(404)
    with runtime().database.transaction() as session:
        page = read_page(session, place)
        names = _names(session)
    practising = runtime().settings.practising
    return render_template(
        "console/call_log.html",
        page=page,
        names=names,
        first=place is None,
        now=utc_now(),
        practising=practising,
    )


@blueprint.get("/calls/<int:row_id>")
def one_call(row_id: int) -> str:
    with runtime().database.transaction() as session:
        call = read_call(session, runtime().sealer, row_id)
        if call is None:
            abort(404)
        looks = last_looks(session, Looked.CALL, str(row_id))
        remember_look(session, signed_in().id, Looked.CALL, str(row_id))
        district = district_name(session, call.tip.district if call.tip else None, page_language())
        names, named = _names(session), district_choices(session)
    return render_template(
        "console/one_call.html", call=call, district=district, names=names, districts=named, looks=looks
    )


@blueprint.get("/texts/<int:row_id>")
def one_conversation(row_id: int) -> str:
    with runtime().database.transaction() as session:
        conversation = read_conversation(session, runtime().sealer, row_id)
        if conversation is None:
            abort(404)
        looks = last_looks(session, Looked.TEXTS, str(row_id))
        remember_look(session, signed_in().id, Looked.TEXTS, str(row_id))
        district = district_name(session, conversation.tip.district, page_language())
        names, named = _names(session), district_choices(session)
    return render_template(
        "console/one_conversation.html",
        conversation=conversation,
        reasons=said_words.reasons_of(runtime().sealer, conversation.tip),
        district=district,
        names=names,
        districts=named,
        looks=looks,
    )


@blueprint.get("/recordings/<uuid:recording_id>")
def recording(recording_id: uuid.UUID) -> Response:
    with runtime().database.transaction() as session:
        try:
            sound = listen(session, runtime().sealer, recording_id)
        except SealBroken:
            sound = None
        if sound is None:
            abort(404)
        look = signed_in().id, Looked.RECORDING, str(recording_id)
        if not has_looked(session, *look, since=utc_now() - ONE_LOOK):
            remember_look(session, *look)
    response = Response(sound, mimetype="audio/wav")
    # Safari plays nothing that it cannot ask for in parts.
    response.make_conditional(request, accept_ranges=True, complete_length=len(sound))
    return response


@blueprint.get("/account")
def account() -> str:
    return render_template("console/account.html", fault=None)


@blueprint.post("/account/password")
def new_password() -> Response:
    try:
        if request.form.get("new", "") != request.form.get("again", ""):
            return _refused("differ")
        if who_is_right(signed_in().name, request.form.get("old", "")) is None:
            return _refused("wrong")
        with runtime().database.transaction() as session:
            change_password(session, signed_in().id, request.form.get("new", ""))
            supervisor = session.get_one(Supervisor, signed_in().id)
    except TooBusy:
        return _refused("busy", 503)
    except PasswordRefused as refused:
        return _refused(refused.fault)
    begin_session(supervisor)
    return make_response(redirect(url_for("console.account", changed="yes"), 303))


@blueprint.post("/sign-out")
def sign_out() -> Response:
    end_session()
    return make_response(redirect(url_for("sign_in.show"), 303))


@blueprint.get("/<path:rest>")
def nothing_here(rest: str) -> Response:
    abort(404, rest)


def not_found(_: NotFound) -> Response:
    return _stopped("not_found", 404)


@sign_in.blueprint.errorhandler(CSRFError)
def _form_too_old(_: CSRFError) -> Response:
    return _stopped("form_too_old", 400)


def _database_away(_: Exception) -> Response:
    return _stopped("database_away", 503)


def refuse_nul() -> Response | None:
    """No form that a person sends has this character, nor a page's name, and the database takes no text with it."""
    sent = (*request.form.items(multi=True), (request.path, ""))
    return _stopped("nul", 400) if any("\0" in part for pair in sent for part in pair) else None


def tell_errors(pages: Blueprint) -> None:
    """What goes wrong on these pages is told on a page of the console."""
    pages.before_request(refuse_nul)
    pages.register_error_handler(404, not_found)
    pages.register_error_handler(CSRFError, _form_too_old)
    for away in DATABASE_AWAY:
        pages.register_error_handler(away, _database_away)


tell_errors(blueprint)
for away in DATABASE_AWAY:
    sign_in.blueprint.register_error_handler(away, _database_away)


def _names(session: Session) -> dict[str, str]:
    """The districts' names in the page's language, where they are not those by which we know them."""
    return names_in_urdu(session) if page_language() is Language.URDU else {}


def _stopped(why: str, status: int) -> Response:
    return make_response(render_template("console/stopped.html", why=why), status)


def _refused(fault: str, status: int = 422) -> Response:
    return make_response(render_template("console/account.html", fault=fault), status)
